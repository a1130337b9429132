/* The words of the command line: help, lists, and what is refused. */
#include <string.h>

#include "engine/table.h"
#include "program.h"

static void
test_help (void)
{
  static const char *const cases[][2] = {
    { "--help", "backflow run" },
    { "-h", "backflow list" },
    { "--version", "backflow 0." },
    { "run --help", "--figures" },
    { "run --help", "Exit status: 0 done" },
    { "check --help", "--steps" },
    { "list --help", "tasks, " },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (Result) result = backflow (cases[i][0]);

      g_assert_cmpint (result.status, ==, 0);
      g_assert_cmpstr (result.err, ==, "");
      g_assert_nonnull (g_strstr_len (result.out, -1, cases[i][1]));
    }
}

/* Every kind can be listed, and holds what experiment files are known to say. */
static void
test_list (void)
{
  static const char *const known[][2] = {
    { "tasks", "digits" }, { "cells", "dense" }, { "activations", "leaky-relu" },
    { "initializers", "xavier-uniform" }, { "normalizations", "none" }, { "losses", "cross-entropy" },
    { "optimizers", "adam" }, { "figures", "training" }, { "formats", "svg" },
  };
  g_auto (Result) kinds = backflow ("list");
  g_auto (GStrv) names = NULL;

  g_assert_cmpint (kinds.status, ==, 0);
  names = g_strsplit (g_strchomp (kinds.out), "\n", -1);
  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *arguments = g_strconcat ("list ", names[i], NULL);
      g_auto (Result) result = backflow (arguments);

      g_assert_cmpint (result.status, ==, 0);
      g_assert_cmpstr (result.err, ==, "");
      g_assert_cmpuint (strlen (result.out), >, 0);
    }
  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    {
      g_autofree char *arguments = g_strconcat ("list ", known[i][0], NULL);
      g_auto (Result) result = backflow (arguments);
      g_autofree char *begin = g_strconcat ("\n", known[i][1], " ", NULL);
      g_autofree char *text = g_strconcat ("\n", result.out, NULL);

      g_assert_true (g_strv_contains ((const char *const *) names, known[i][0]));
      g_assert_nonnull (g_strstr_len (text, -1, begin));
    }
}

/* One line on stderr which names what is wrong, status 2, and nothing was written. */
static void
test_refused (void)
{
  static const char *const cases[][2] = {
    { "run", "needs an experiment file" },
    { "run small.backflow --steps none --output out", "“none”" },
    { "run small.backflow --steps -1 --output out", "--steps" },
    { "run small.backflow --bogus --output out", "--bogus" },
    { "run small.backflow --figures gif --output out", "“gif”" },
    { "run missing.backflow --output out", "missing.backflow" },
    { "run . --output out", "." },
    { "run broken.backflow --output out", "broken.backflow" },
    { "run unknown.backflow --output out", "learning_speed" },
    { "run newer.backflow --output out", "version" },
    { "run residual.backflow --output out", "residual.backflow: configurations[0].layers[0]" },
    { "run small.backflow --output small.backflow", "“small.backflow”" },
    { "run small.backflow --output small.backflow/out", "“small.backflow/out”" },
    { "run small.backflow --output /proc/out", "“/proc/out”" },
    { "run small.backflow --output taken", "“taken/01-sigmoid”" },
    { "list fruits", "“fruits”" },
    { "list tasks cells", "“cells”" },
  };
  g_autoptr (GString) unknown = g_string_new (small_experiment);
  g_autoptr (GString) newer = g_string_new (small_experiment);
  g_autoptr (GString) residual = g_string_new (small_experiment);

  g_string_replace (unknown, "learning_rate", "learning_speed", 1);
  g_string_replace (newer, "\"version\": 1", "\"version\": 999", 1);
  g_string_replace (residual, "\"units\": 8", "\"units\": 0", 1);
  scratch_write ("broken.backflow", "{\"format\": ");
  scratch_write ("unknown.backflow", unknown->str);
  scratch_write ("newer.backflow", newer->str);
  scratch_write ("residual.backflow", residual->str);
  scratch_write ("taken/01-sigmoid", "a file");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (Result) result = backflow (cases[i][0]);

      g_test_message ("%s: %s", cases[i][0], result.err);
      g_assert_cmpint (result.status, ==, 2);
      g_assert_cmpstr (result.out, ==, "");
      g_assert_true (g_str_has_prefix (result.err, "backflow: "));
      g_assert_true (strchr (result.err, '\n') == result.err + strlen (result.err) - 1);
      g_assert_nonnull (g_strstr_len (result.err, -1, cases[i][1]));
      g_assert_false (scratch_has ("out"));
    }
}

/* What could not be said counts as failed. */
static void
test_full_output (void)
{
  g_autoptr (GSubprocess) process = backflow_spawn_to ("list tasks", "/dev/full");
  g_auto (Result) result = backflow_wait (process);

  g_assert_cmpint (result.status, ==, 1);
  g_assert_cmpstr (result.err, ==, "backflow: standard output cannot be written\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  program_add_test ("/usage/help", test_help);
  program_add_test ("/usage/list", test_list);
  program_add_test ("/usage/refused", test_refused);
  if (g_file_test ("/dev/full", G_FILE_TEST_EXISTS))
    program_add_test ("/usage/full-output", test_full_output);

  return g_test_run ();
}
