/* Files are replaced whole or not at all. */
#include "experiment/experiment.h"
#include "experiment/file.h"

#include <gio/gio.h>
#include <glib/gstdio.h>

#include <errno.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct {
  char *folder;
  char *path;     /* folder/file, not there yet */
} Place;

static void
set_up (Place *place, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  place->folder = g_dir_make_tmp ("backflow-test-XXXXXX", &error);
  g_assert_no_error (error);
  place->path = g_build_filename (place->folder, "file", NULL);
}

static void
tear_down (Place *place, gconstpointer data)
{
  GDir *folder = g_dir_open (place->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = g_build_filename (place->folder, name, NULL);

      g_remove (path);
    }
  g_dir_close (folder);
  g_assert_cmpint (g_rmdir (place->folder), ==, 0);
  g_free (place->folder);
  g_free (place->path);
}

static void
put (const char *path, const char *text)
{
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static void
assert_holds (const char *path, const char *text)
{
  g_autofree char *found = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &found, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (found, ==, text);
}

static void
assert_entries (const char *folder, guint expected)
{
  GDir *open = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (open) != NULL)
    n++;
  g_dir_close (open);
  g_assert_cmpuint (n, ==, expected);
}

static void
write_ok (const char *path, const char *text)
{
  g_autoptr (GError) error = NULL;
  gboolean written = bf_write_file (path, text, strlen (text), &error);

  g_assert_no_error (error);
  g_assert_true (written);
}

static void
write_refused (const char *path, const char *text, GFileError code, const char *message)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (bf_write_file (path, text, strlen (text), &error));
  g_assert_error (error, G_FILE_ERROR, (int) code);
  if (strstr (error->message, message) == NULL)
    g_error ("“%s” does not say “%s”", error->message, message);
}

static int
mode_of (const char *path)
{
  GStatBuf information;

  g_assert_cmpint (g_stat (path, &information), ==, 0);
  return information.st_mode & 07777;
}

static void
test_new (Place *place, gconstpointer data)
{
  mode_t mask = umask (027);

  write_ok (place->path, "new");
  umask (mask);
  assert_holds (place->path, "new");
  g_assert_cmphex (mode_of (place->path), ==, 0640);
  assert_entries (place->folder, 1);
}

static void
test_replace (Place *place, gconstpointer data)
{
  static const int modes[] = { 0640, 0600, 0666, 0755 };

  for (guint i = 0; i < G_N_ELEMENTS (modes); i++)
    {
      put (place->path, "old");
      g_assert_cmpint (g_chmod (place->path, modes[i]), ==, 0);
      write_ok (place->path, "new");
      assert_holds (place->path, "new");
      g_assert_cmphex (mode_of (place->path), ==, modes[i]);
    }
  write_ok (place->path, "");
  assert_holds (place->path, "");
  assert_entries (place->folder, 1);
}

/* The link stays one; what it leads to is replaced. */
static void
test_link (Place *place, gconstpointer data)
{
  g_autofree char *link = g_build_filename (place->folder, "link", NULL);
  g_autofree char *second = g_build_filename (place->folder, "second", NULL);

  put (place->path, "old");
  g_assert_cmpint (symlink ("file", link), ==, 0);
  g_assert_cmpint (symlink (link, second), ==, 0);
  write_ok (second, "new");
  assert_holds (place->path, "new");
  g_assert_true (g_file_test (link, G_FILE_TEST_IS_SYMLINK));
  g_assert_true (g_file_test (second, G_FILE_TEST_IS_SYMLINK));
  assert_entries (place->folder, 3);
}

static void
test_dangling_link (Place *place, gconstpointer data)
{
  g_assert_cmpint (symlink ("nowhere", place->path), ==, 0);
  write_refused (place->path, "new", G_FILE_ERROR_NOENT, "it is a link to a file that is not there");
  g_assert_true (g_file_test (place->path, G_FILE_TEST_IS_SYMLINK));
  assert_entries (place->folder, 1);
}

static void
test_link_circle (Place *place, gconstpointer data)
{
  g_assert_cmpint (symlink ("file", place->path), ==, 0);
  write_refused (place->path, "new", G_FILE_ERROR_LOOP, "cannot be written");
}

static void
test_folder (Place *place, gconstpointer data)
{
  write_refused (place->folder, "new", G_FILE_ERROR_ISDIR, "it is a folder");
  g_assert_true (g_file_test (place->folder, G_FILE_TEST_IS_DIR));
}

static void
test_no_folder (Place *place, gconstpointer data)
{
  g_autofree char *path = g_build_filename (place->folder, "none", "file", NULL);

  write_refused (path, "new", G_FILE_ERROR_NOENT, "cannot be written: ");
}

static void
test_under_a_file (Place *place, gconstpointer data)
{
  g_autofree char *path = g_build_filename (place->path, "file", NULL);

  put (place->path, "old");
  write_refused (path, "new", G_FILE_ERROR_NOTDIR, "cannot be written");
  assert_holds (place->path, "old");
}

static void
test_device (Place *place, gconstpointer data)
{
  write_refused ("/dev/null", "new", G_FILE_ERROR_INVAL, "it is not an ordinary file");
}

/* Root may write everywhere. */
static gboolean
skip_as_root (void)
{
  if (geteuid () != 0)
    return FALSE;
  g_test_skip ("root is not kept out");
  return TRUE;
}

static void
test_write_protected (Place *place, gconstpointer data)
{
  if (skip_as_root ())
    return;
  put (place->path, "old");
  g_assert_cmpint (g_chmod (place->path, 0444), ==, 0);
  write_refused (place->path, "new", G_FILE_ERROR_ACCES, "it is write-protected");
  assert_holds (place->path, "old");
}

static void
test_read_only_folder (Place *place, gconstpointer data)
{
  if (skip_as_root ())
    return;
  put (place->path, "old");
  g_assert_cmpint (g_chmod (place->folder, 0555), ==, 0);
  write_refused (place->path, "new", G_FILE_ERROR_ACCES, "cannot be written: ");
  g_assert_cmpint (g_chmod (place->folder, 0755), ==, 0);
  assert_holds (place->path, "old");
  assert_entries (place->folder, 1);
}

/* The old file survives, and nothing half-written stays beside it. */
static void
test_full_disk (Place *place, gconstpointer data)
{
  g_autofree char *large = g_strnfill (200000, 'x');

  if (mount ("none", place->folder, "tmpfs", 0, "size=64k") != 0)
    {
      g_test_skip ("only root can mount a small disk");
      return;
    }
  put (place->path, "old");
  write_refused (place->path, large, G_FILE_ERROR_NOSPC, "cannot be written: ");
  assert_holds (place->path, "old");
  assert_entries (place->folder, 1);
  g_assert_cmpint (umount (place->folder), ==, 0);
}

/* A read-only disk keeps even root out. */
static void
test_read_only_disk (Place *place, gconstpointer data)
{
  if (mount ("none", place->folder, "tmpfs", 0, "size=64k") != 0)
    {
      g_test_skip ("only root can mount a small disk");
      return;
    }
  put (place->path, "old");
  g_assert_cmpint (mount ("none", place->folder, "tmpfs", MS_REMOUNT | MS_RDONLY, "size=64k"), ==, 0);
  write_refused (place->path, "new", G_FILE_ERROR_ROFS, "cannot be written: ");
  assert_holds (place->path, "old");
  g_assert_cmpint (umount (place->folder), ==, 0);
}

/* Experiments: what cannot be opened again is not saved, and the old file stays. */
static void
test_experiment (Place *place, gconstpointer data)
{
  g_autoptr (BfExperiment) experiment = bf_experiment_new_example ();
  g_autoptr (GError) error = NULL;

  g_assert_true (bf_experiment_save (experiment, place->path, TRUE, &error));
  g_autoptr (BfExperiment) read = bf_experiment_load (place->path, &error);
  g_assert_no_error (error);
  g_assert_true (bf_configuration_equal (bf_experiment_configuration (experiment, 1),
                                         bf_experiment_configuration (read, 1)));
  g_assert_cmpstr (bf_experiment_configuration (read, 1)->task.folder, ==, place->folder);

  bf_experiment_configuration (experiment, 1)->batch_size = 0;
  put (place->path, "old");
  g_assert_false (bf_experiment_save (experiment, place->path, TRUE, &error));
  g_assert_error (error, BF_CONFIGURATION_ERROR, BF_CONFIGURATION_ERROR_INVALID);
  assert_holds (place->path, "old");
}

static void
check_load (const char *path, GQuark domain, const char *message)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (bf_experiment_load (path, &error));
  g_assert_true (error->domain == domain);
  g_assert_true (g_str_has_prefix (error->message, path));
  if (strstr (error->message, message) == NULL)
    g_error ("“%s” does not say “%s”", error->message, message);
}

static void
test_load (Place *place, gconstpointer data)
{
  check_load (place->path, G_IO_ERROR, ": Error opening file");
  check_load (place->folder, G_IO_ERROR, "");
  check_load ("/dev/null", BF_FILE_ERROR, ": the file is empty");
  put (place->path, "{\n\"format\": }");
  check_load (place->path, BF_FILE_ERROR, ": line 2, column 11: unexpected “}”");
}

int
main (int argc, char **argv)
{
  static const struct { const char *name; void (*func) (Place *, gconstpointer); } tests[] = {
    { "new", test_new }, { "replace", test_replace }, { "link", test_link },
    { "dangling-link", test_dangling_link }, { "link-circle", test_link_circle },
    { "folder", test_folder }, { "no-folder", test_no_folder },
    { "under-a-file", test_under_a_file }, { "device", test_device },
    { "write-protected", test_write_protected }, { "read-only-folder", test_read_only_folder },
    { "full-disk", test_full_disk }, { "read-only-disk", test_read_only_disk },
    { "experiment", test_experiment }, { "load", test_load },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strconcat ("/write-file/", tests[i].name, NULL);

      g_test_add (path, Place, NULL, set_up, tests[i].func, tear_down);
    }
  return g_test_run ();
}
