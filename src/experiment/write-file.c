#include "config.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <gio/gio.h>

#include "experiment/file.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#define NEW_FILE_MODE 0666   /* less the umask */

static gboolean
refuse (GError **error, const char *path, int number, const char *reason)
{
  g_autofree char *name = g_filename_display_name (path);

  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (number),
               _("“%s” cannot be written: %s"), name, reason);
  return FALSE;
}

/* Follows links: the file itself is replaced, not the link to it. NULL and @error if it goes
 * nowhere. */
static char *
resolve (const char *path, GError **error)
{
  GStatBuf information;
  char *real = realpath (path, NULL);   /* from malloc (), which is g_malloc () */
  int number = errno;

  if (real != NULL)
    return real;
  if (number == ENOENT && g_lstat (path, &information) != 0)
    return g_strdup (path);
  if (number == ENOENT)
    refuse (error, path, number, _("it is a link to a file that is not there"));
  else
    refuse (error, path, number, g_strerror (number));
  return NULL;
}

/* What is there already must be a file that its owner meant to be changed. @mode: its mode; -1:
 * there is none. */
static gboolean
check_target (const char *path, const char *target, int *mode, GError **error)
{
  GStatBuf information;

  *mode = -1;
  if (g_stat (target, &information) != 0)
    return errno == ENOENT || refuse (error, path, errno, g_strerror (errno));
  if (S_ISDIR (information.st_mode))
    return refuse (error, path, EISDIR, _("it is a folder"));
  if (!S_ISREG (information.st_mode))
    return refuse (error, path, EINVAL, _("it is not an ordinary file"));
  if (g_access (target, W_OK) != 0)
    return refuse (error, path, errno, _("it is write-protected"));
  *mode = information.st_mode & 07777;
  return TRUE;
}

gboolean
bf_write_file (const char *path, const char *data, gsize length, GError **error)
{
  g_autofree char *target = NULL, *name = NULL;
  int mode;

  g_return_val_if_fail (path != NULL && (data != NULL || length == 0), FALSE);

  name = g_filename_display_name (path);
  target = resolve (path, error);
  if (target == NULL || !check_target (path, target, &mode, error))
    return FALSE;
  if (!g_file_set_contents_full (target, data, length,
                                 G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                 mode >= 0 ? mode : NEW_FILE_MODE, error))
    {
      g_prefix_error (error, _("“%s” cannot be written: "), name);
      return FALSE;
    }
  if (mode >= 0 && g_chmod (target, mode) != 0)
    return refuse (error, path, errno, g_strerror (errno));
  return TRUE;
}
