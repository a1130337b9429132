#include "config.h"

#include <glib/gi18n-lib.h>

#include "experiment/file.h"
#include "experiment/scan.h"

#include <string.h>

static gboolean
check_encoding (const char *data, gsize length, GError **error)
{
  BfScan scan = { .start = data, .at = data, .end = data + length, .error = error };
  const char *bad;

  if (length >= 3 && memcmp (data, "\xef\xbb\xbf", 3) == 0)
    return bf_scan_refuse (&scan, BF_FILE_ERROR_NOT_JSON,
                           _("begins with a byte order mark; it must be UTF-8 without one"));
  if (g_utf8_validate_len (data, length, &bad))
    return TRUE;
  scan.at = bad;
  return bf_scan_refuse (&scan, BF_FILE_ERROR_NOT_JSON,
                         *bad == '\0' ? _("a NUL byte, which text does not hold")
                                      : _("not valid UTF-8"));
}

static gboolean
check_size (gsize length, GError **error)
{
  if (length == 0)
    {
      g_set_error_literal (error, BF_FILE_ERROR, BF_FILE_ERROR_NOT_JSON, _("the file is empty"));
      return FALSE;
    }
  if (length > BF_GUARD_MAX_SIZE)
    {
      g_set_error (error, BF_FILE_ERROR, BF_FILE_ERROR_TOO_LARGE,
                   _("larger than %u MB, which no experiment is"),
                   (guint) (BF_GUARD_MAX_SIZE >> 20));
      return FALSE;
    }
  return TRUE;
}

gboolean
bf_guard (const char *data, gsize length, BfGuarded *guarded, GError **error)
{
  BfScan scan = {
    .start = data,
    .at = data,
    .end = data + length,
    .error = error,
  };

  if (!check_size (length, error) || !check_encoding (data, length, error))
    return FALSE;

  g_autoptr (GString) decoded = g_string_new (NULL);
  scan.text = g_string_new (NULL);
  scan.decoded = decoded;
  scan.places = g_array_new (FALSE, FALSE, sizeof (BfTensorPlace));
  scan.values = g_array_new (FALSE, FALSE, sizeof (double));
  gboolean good = bf_scan_document (&scan);

  guarded->length = scan.text->len;
  guarded->text = g_string_free (scan.text, FALSE);
  guarded->places = scan.places;
  guarded->values = scan.values;
  if (!good)
    bf_guarded_clear (guarded);
  return good;
}

void
bf_guarded_clear (BfGuarded *guarded)
{
  g_clear_pointer (&guarded->text, g_free);
  g_clear_pointer (&guarded->places, g_array_unref);
  g_clear_pointer (&guarded->values, g_array_unref);
}
