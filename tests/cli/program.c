#include "program.h"

#include <glib/gstdio.h>
#include <string.h>

static char *scratch;

#define MOONS "\"task\": {\"type\": \"moons\", \"samples\": 200, \"noise\": 0.1}"

const char small_experiment[] =
  "{\"format\": \"backflow-experiment\", \"version\": 1, \"title\": \"Small\", \"configurations\": ["
  "{\"name\": \"Sigmoid\", \"seed\": 3, " MOONS ", \"layers\": [{\"type\": \"dense\", \"units\": 8, \"repeat\": 4, "
  "\"activation\": \"sigmoid\", \"initializer\": \"xavier-uniform\"}], \"training\": {\"optimizer\": \"sgd\", "
  "\"learning_rate\": 0.1, \"batch_size\": 16, \"steps\": 60}}, "
  "{\"name\": \"ReLU, He\", \"seed\": 3, \"precision\": \"float64\", " MOONS ", \"layers\": [{\"type\": \"dense\", "
  "\"units\": 8, \"repeat\": 3, \"activation\": \"relu\", \"initializer\": \"he-normal\"}], \"training\": "
  "{\"optimizer\": \"adam\", \"learning_rate\": 0.01, \"batch_size\": 16, \"steps\": 60}}]}";

void
result_clear (Result *result)
{
  g_clear_pointer (&result->out, g_free);
  g_clear_pointer (&result->err, g_free);
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR) && !g_file_test (child, G_FILE_TEST_IS_SYMLINK))
        remove_tree (child);
      else
        g_unlink (child);
    }
  g_rmdir (path);
}

char *
scratch_path (const char *name)
{
  return g_build_filename (scratch, name, NULL);
}

void
scratch_write (const char *name, const char *text)
{
  g_autofree char *path = scratch_path (name);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0777), ==, 0);
  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

char *
scratch_read (const char *name, gsize *length)
{
  g_autofree char *path = scratch_path (name);
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, length, &error);
  g_assert_no_error (error);
  return text;
}

gboolean
scratch_has (const char *name)
{
  g_autofree char *path = scratch_path (name);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static void
collect_files (const char *path, const char *prefix, GPtrArray *names)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);
      g_autofree char *relative = g_strconcat (prefix, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        {
          g_autofree char *longer = g_strconcat (relative, "/", NULL);
          collect_files (child, longer, names);
        }
      else
        g_ptr_array_add (names, g_steal_pointer (&relative));
    }
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

GStrv
scratch_list (const char *name)
{
  g_autofree char *path = scratch_path (name);
  GPtrArray *names = g_ptr_array_new ();

  collect_files (path, "", names);
  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);
  return (GStrv) g_ptr_array_free (names, FALSE);
}

static void
set_up (gpointer fixture, gconstpointer func)
{
  g_autoptr (GError) error = NULL;

  scratch = g_dir_make_tmp ("backflow-XXXXXX", &error);
  g_assert_no_error (error);
  scratch_write ("small.backflow", small_experiment);
}

static void
call (gpointer fixture, gconstpointer func)
{
  ((GTestFunc) func) ();
}

static void
tear_down (gpointer fixture, gconstpointer func)
{
  remove_tree (scratch);
  g_clear_pointer (&scratch, g_free);
}

void
program_add_test (const char *path, GTestFunc func)
{
  g_test_add_vtable (path, 0, (gconstpointer) func, set_up, call, tear_down);
}

static GSubprocessLauncher *
new_launcher (GSubprocessFlags flags)
{
  GSubprocessLauncher *launcher = g_subprocess_launcher_new (flags);

  g_subprocess_launcher_set_cwd (launcher, scratch);
  g_subprocess_launcher_unsetenv (launcher, "HOME");
  g_subprocess_launcher_unsetenv (launcher, "DISPLAY");
  g_subprocess_launcher_unsetenv (launcher, "WAYLAND_DISPLAY");
  g_subprocess_launcher_unsetenv (launcher, "XDG_RUNTIME_DIR");
  return launcher;
}

static GSubprocess *
spawn (GSubprocessLauncher *launcher, const char *arguments)
{
  g_autofree char *command = g_strdup_printf ("'%s' %s", g_getenv ("BACKFLOW"), arguments);
  g_auto (GStrv) argv = NULL;
  g_autoptr (GError) error = NULL;
  GSubprocess *process;

  g_shell_parse_argv (command, NULL, &argv, &error);
  g_assert_no_error (error);
  process = g_subprocess_launcher_spawnv (launcher, (const char *const *) argv, &error);
  g_assert_no_error (error);
  return process;
}

GSubprocess *
backflow_spawn (const char *arguments, int stderr_fd)
{
  g_autoptr (GSubprocessLauncher) launcher =
    new_launcher (G_SUBPROCESS_FLAGS_STDOUT_PIPE | (stderr_fd < 0 ? G_SUBPROCESS_FLAGS_STDERR_PIPE : 0));

  if (stderr_fd >= 0)
    g_subprocess_launcher_take_stderr_fd (launcher, stderr_fd);
  return spawn (launcher, arguments);
}

GSubprocess *
backflow_spawn_to (const char *arguments, const char *stdout_path)
{
  g_autoptr (GSubprocessLauncher) launcher = new_launcher (G_SUBPROCESS_FLAGS_STDERR_PIPE);

  g_subprocess_launcher_set_stdout_file_path (launcher, stdout_path);
  return spawn (launcher, arguments);
}

Result
backflow_wait (GSubprocess *process)
{
  g_autoptr (GError) error = NULL;
  Result result = { 0 };

  g_subprocess_communicate_utf8 (process, NULL, NULL, &result.out, &result.err, &error);
  g_assert_no_error (error);
  result.status = g_subprocess_get_if_exited (process) ? g_subprocess_get_exit_status (process)
                                                       : -g_subprocess_get_term_sig (process);
  return result;
}

Result
backflow (const char *arguments)
{
  g_autoptr (GSubprocess) process = backflow_spawn (arguments, -1);

  return backflow_wait (process);
}

Result
backflow_in_locale (const char *arguments, const char *locale)
{
  g_autoptr (GSubprocessLauncher) launcher = new_launcher (G_SUBPROCESS_FLAGS_STDOUT_PIPE
                                                           | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autoptr (GSubprocess) process = NULL;

  g_subprocess_launcher_setenv (launcher, "LOCPATH", scratch, TRUE);
  g_subprocess_launcher_setenv (launcher, "LC_ALL", locale, TRUE);
  process = spawn (launcher, arguments);
  return backflow_wait (process);
}

GPtrArray *
csv_read (const char *name)
{
  g_autofree char *text = scratch_read (name, NULL);
  g_auto (GStrv) lines = NULL;
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);

  g_assert_true (g_str_has_suffix (text, "\n"));
  text[strlen (text) - 1] = '\0';
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    g_ptr_array_add (rows, g_strsplit (lines[i], ",", -1));
  for (guint i = 1; i < rows->len; i++)
    g_assert_cmpuint (g_strv_length (rows->pdata[i]), ==, g_strv_length (rows->pdata[0]));
  return rows;
}

void
csv_assert_header (GPtrArray *rows, const char *header)
{
  g_autofree char *text = g_strjoinv (",", rows->pdata[0]);

  g_assert_cmpstr (text, ==, header);
}

double
csv_number (GPtrArray *rows, guint row, guint column)
{
  const char *field = ((GStrv) rows->pdata[row])[column];
  char *end;
  double value = g_ascii_strtod (field, &end);

  g_assert_true (end != field && *end == '\0');
  return value;
}
