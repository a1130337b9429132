/* `backflow run`: what it writes, and how it ends. */
#define _GNU_SOURCE   /* pseudo-terminals */

#include <fcntl.h>
#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "figure/export.h"
#include "program.h"

static void
assert_quiet (const Result *result)
{
  g_assert_cmpstr (result->err, ==, "");
  g_assert_cmpstr (result->out, ==, "");
}

static void
test_tables (void)
{
  g_auto (Result) result = backflow ("run small.backflow --output out --quiet");
  g_autoptr (GPtrArray) training = NULL, layers = NULL, timesteps = NULL;

  assert_quiet (&result);
  g_assert_cmpint (result.status, ==, 0);
  training = csv_read ("out/01-sigmoid/training.csv");
  csv_assert_header (training, "step,loss,accuracy,validation_loss,validation_accuracy,gradient_norm,"
                     "clipped_gradient_norm");
  g_assert_cmpuint (training->len, ==, 1 + 60);
  for (guint row = 1; row <= 60; row++)
    {
      gboolean validated = row == 1 || row == 50 || row == 60;

      g_assert_cmpfloat (csv_number (training, row, 0), ==, row);
      g_assert_true (isfinite (csv_number (training, row, 1)));
      g_assert_cmpint (((GStrv) training->pdata[row])[3][0] != '\0', ==, validated);
    }

  layers = csv_read ("out/01-sigmoid/layers.csv");
  csv_assert_header (layers, "step,layer,name,weight_gradient_norm,activation_gradient_norm,"
                     "preactivation_gradient_norm,activation_gradient_rms,update_ratio,activation_mean,"
                     "activation_std,saturated_fraction,dead_fraction");
  g_assert_cmpuint (layers->len, ==, 1 + 60 * 4);
  for (guint row = 1; row < layers->len; row++)
    {
      g_assert_cmpfloat (csv_number (layers, row, 0), ==, (row + 3) / 4);
      g_assert_cmpfloat (csv_number (layers, row, 1), ==, (row + 3) % 4 + 1);
    }

  timesteps = csv_read ("out/01-sigmoid/timesteps.csv");
  csv_assert_header (timesteps, "step,layer,timestep,hidden_gradient_norm,cell_gradient_norm");
  g_assert_cmpuint (timesteps->len, ==, 1);
}

static void
add_figures (GPtrArray *names, const char *folder, const char *const *extensions)
{
  for (guint i = 0; i < bf_figure_table.n_rows; i++)
    {
      const BfFigure *figure = bf_table_row (&bf_figure_table, i);

      /* Those with a condition are for networks that this one is not: recurrent ones. */
      for (guint j = 0; figure->applies == NULL && extensions[j] != NULL; j++)
        g_ptr_array_add (names, g_strdup_printf ("%s%s.%s", folder, figure->entry.id,
                                                 extensions[j]));
    }
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

static void
test_file_set (void)
{
  static const char *const folders[] = { "01-sigmoid/", "02-relu-he/" };
  static const char *const tables[] = { "training.csv", "layers.csv", "timesteps.csv", "budget.csv",
                                         "histograms.csv", "low-precision.csv", "summary.json" };
  static const char *const extensions[] = { "png", "svg", "pdf", NULL };
  g_autoptr (GPtrArray) expected = g_ptr_array_new_with_free_func (g_free);
  g_auto (Result) result = backflow ("run small.backflow --output a/b --figures png,svg,pdf --quiet --steps 5");
  g_auto (GStrv) files = NULL;

  assert_quiet (&result);
  g_assert_cmpint (result.status, ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      for (guint j = 0; j < G_N_ELEMENTS (tables); j++)
        g_ptr_array_add (expected, g_strconcat (folders[i], tables[j], NULL));
      add_figures (expected, folders[i], extensions);
    }
  add_figures (expected, "", extensions);
  g_ptr_array_sort (expected, compare_names);
  g_ptr_array_add (expected, NULL);
  files = scratch_list ("a/b");
  g_assert_cmpstrv (files, expected->pdata);
}

/* Tables of the plotted numbers have names of their own beside the program's other tables. */
static void
test_figure_tables (void)
{
  g_auto (Result) result = backflow ("run small.backflow -o out --figures csv -q --steps 5");
  g_autoptr (GPtrArray) layers = NULL, plotted = NULL;

  assert_quiet (&result);
  g_assert_cmpint (result.status, ==, 0);
  g_assert_true (scratch_has ("out/training-figure.csv"));
  g_assert_true (scratch_has ("out/01-sigmoid/training.csv"));
  g_assert_true (scratch_has ("out/01-sigmoid/training-figure.csv"));
  layers = csv_read ("out/01-sigmoid/layers.csv");
  plotted = csv_read ("out/01-sigmoid/gradient-by-layer-figure.csv");
  g_assert_cmpuint (plotted->len, ==, 1 + 4);
  for (guint layer = 0; layer < 4; layer++)    /* RMS of the last step; nine digits in the other */
    g_assert_cmpfloat_with_epsilon (csv_number (plotted, 1 + layer, 1)
                                      / csv_number (layers, 1 + 4 * 4 + layer, 6), 1, 1e-8);
}

static void
test_report (void)
{
  g_auto (Result) result = backflow ("run small.backflow -o out -q --steps 5 --report report.pdf");
  g_autofree char *text = NULL;

  assert_quiet (&result);
  g_assert_cmpint (result.status, ==, 0);
  text = scratch_read ("report.pdf", NULL);
  g_assert_true (g_str_has_prefix (text, "%PDF-"));
}

/* Nobody trains in vain. */
static void
test_report_nowhere (void)
{
  g_auto (Result) result = backflow ("run small.backflow -o out -q --report no/where/report.pdf");

  g_assert_cmpint (result.status, ==, 2);
  g_assert_nonnull (strstr (result.err, "“no/where”"));
}

/* Byte for byte. */
static void
assert_same_files (const char *a, const char *b)
{
  g_auto (GStrv) files = scratch_list (a), others = scratch_list (b);

  g_assert_cmpstrv (files, others);
  for (guint i = 0; files[i] != NULL; i++)
    {
      g_autofree char *name_a = g_build_filename (a, files[i], NULL);
      g_autofree char *name_b = g_build_filename (b, files[i], NULL);
      gsize length_a, length_b;
      g_autofree char *text_a = scratch_read (name_a, &length_a);
      g_autofree char *text_b = scratch_read (name_b, &length_b);

      if (!g_str_has_suffix (files[i], "summary.json"))   /* it says how long training took */
        g_assert_cmpmem (text_a, length_a, text_b, length_b);
    }
}

static void
test_deterministic (void)
{
  g_auto (Result) one = backflow ("run small.backflow -o one --figures svg --threads 1 -q");
  g_auto (Result) four = backflow ("run small.backflow -o four --figures svg --threads 4 -q");

  g_assert_cmpint (one.status, ==, 0);
  g_assert_cmpint (four.status, ==, 0);
  assert_same_files ("one", "four");
}

/* Makes a German locale in the scratch folder. */
static gboolean
make_locale (void)
{
  g_autofree char *path = scratch_path ("de_DE.UTF-8");
  const char *const argv[] = { "localedef", "-i", "de_DE", "-f", "UTF-8", path, NULL };
  g_autoptr (GSubprocess) process = g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_STDERR_SILENCE, NULL);

  return process != NULL && g_subprocess_wait_check (process, NULL, NULL);
}

/* What a person reads has a decimal comma in German, what a program reads never has. */
static void
test_locale (void)
{
  g_auto (Result) plain = { 0 }, german = { 0 };

  if (!make_locale ())
    {
      g_test_skip ("a German locale cannot be made on this machine");
      return;
    }
  plain = backflow ("run small.backflow -o plain --dump");
  german = backflow_in_locale ("run small.backflow -o german --dump", "de_DE.UTF-8");
  g_assert_cmpint (plain.status, ==, 0);
  g_assert_cmpint (german.status, ==, 0);
  g_assert_nonnull (g_strstr_len (plain.out, -1, "0."));
  g_assert_nonnull (g_strstr_len (german.out, -1, "0,"));
  assert_same_files ("plain", "german");
}

static void
test_default_folder (void)
{
  g_auto (Result) result = backflow ("run small.backflow --steps 2");

  g_assert_cmpint (result.status, ==, 0);
  g_assert_true (scratch_has ("small-results/02-relu-he/summary.json"));
}

/* On a pipe: one line or two for each configuration, then where the results are; nothing on stderr. */
static void
test_words (void)
{
  g_auto (Result) result = backflow ("run small.backflow --steps 5 --output out");

  g_assert_cmpint (result.status, ==, 0);
  g_assert_cmpstr (result.err, ==, "");
  g_assert_true (g_str_has_prefix (result.out, "Sigmoid: "));
  g_assert_nonnull (g_strstr_len (result.out, -1, "\nReLU, He: "));
  g_assert_nonnull (g_strstr_len (result.out, -1, "step 5, loss "));
  g_assert_true (g_str_has_suffix (result.out, "Results are in “out”.\n"));
}

static char *
read_all (int fd)
{
  GString *text = g_string_new (NULL);
  char buffer[4096];
  gssize n;

  while ((n = read (fd, buffer, sizeof buffer)) > 0)
    g_string_append_len (text, buffer, n);
  return g_string_free (text, FALSE);
}

static void
test_terminal (void)
{
  int terminal = posix_openpt (O_RDWR | O_NOCTTY);
  g_autofree char *text = NULL;
  g_autoptr (GSubprocess) process = NULL;

  g_assert_cmpint (terminal, >=, 0);
  g_assert_cmpint (grantpt (terminal), ==, 0);
  g_assert_cmpint (unlockpt (terminal), ==, 0);
  process = backflow_spawn ("run small.backflow --steps 200 --output out",
                            open (ptsname (terminal), O_RDWR | O_NOCTTY));
  text = read_all (terminal);
  close (terminal);
  g_assert_true (g_subprocess_wait_check (process, NULL, NULL));
  g_assert_nonnull (g_strstr_len (text, -1, "\r["));
  g_assert_nonnull (g_strstr_len (text, -1, "of 200"));
  g_assert_null (g_strstr_len (text, -1, "\n"));
  g_assert_true (g_str_has_suffix (text, " \r"));
}

/* A member of a summary; a number or a string without what would be escaped. */
static char *
summary_member (const char *name, const char *key)
{
  g_autofree char *text = scratch_read (name, NULL);
  g_autofree char *pattern = g_strdup_printf ("\"%s\": \"?([^\",\n]*)", key);
  g_autoptr (GRegex) regex = g_regex_new (pattern, 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  g_assert_true (g_regex_match (regex, text, 0, &match));
  return g_match_info_fetch (match, 1);
}

/* The run ends at the step that diverges, and says so; every row up to it is kept, and the other run goes on. */
static void
test_diverged (void)
{
  g_autoptr (GPtrArray) rows = NULL, layers = NULL;
  g_autofree char *outcome = NULL, *verdict = NULL, *steps = NULL, *said = NULL;
  g_autoptr (GString) text = g_string_new (small_experiment);
  g_auto (Result) result = { 0 };

  g_string_replace (text, "\"repeat\": 3, \"activation\": \"relu\"",
                    "\"repeat\": 12, \"activation\": \"leaky-relu\"", 0);
  g_string_replace (text, "\"optimizer\": \"adam\", \"learning_rate\": 0.01",
                    "\"optimizer\": \"sgd\", \"learning_rate\": 1e6", 0);
  scratch_write ("huge.backflow", text->str);
  result = backflow ("run huge.backflow --output out");
  g_assert_cmpint (result.status, ==, 1);
  g_assert_cmpstr (result.err, ==, "");
  rows = csv_read ("out/02-relu-he/training.csv");
  g_assert_cmpuint (rows->len, >, 1);
  g_assert_cmpuint (rows->len, <, 1 + 60);
  for (guint row = 1; row < rows->len; row++)
    {
      g_assert_cmpfloat (csv_number (rows, row, 0), ==, row);
      g_assert_true (row + 1 == rows->len || isfinite (csv_number (rows, row, 1)));
    }
  layers = csv_read ("out/02-relu-he/layers.csv");
  g_assert_cmpuint (layers->len - 1, ==, 12 * (rows->len - 1));
  outcome = summary_member ("out/02-relu-he/summary.json", "outcome");
  verdict = summary_member ("out/02-relu-he/summary.json", "verdict");
  steps = summary_member ("out/02-relu-he/summary.json", "steps");
  g_assert_cmpstr (outcome, ==, "diverged");
  g_assert_cmpstr (verdict, ==, "diverged");
  g_assert_cmpuint (g_ascii_strtoull (steps, NULL, 10), ==, rows->len - 1);
  said = g_strdup_printf ("\nReLU, He: Diverged at step %u: loss or gradient is no longer finite.\n", rows->len - 1);
  g_assert_nonnull (strstr (result.out, said));
  g_clear_pointer (&rows, g_ptr_array_unref);
  rows = csv_read ("out/01-sigmoid/training.csv");
  g_assert_cmpuint (rows->len, ==, 1 + 60);
}

static void
test_interrupted (void)
{
  static const int signals[] = { SIGINT, SIGTERM, SIGHUP };

  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    {
      g_autofree char *arguments = g_strdup_printf ("run small.backflow --steps 10000000 -o out%u", i);
      g_autofree char *folder = g_strdup_printf ("out%u/02-relu-he", i);
      g_autofree char *table = g_build_filename (folder, "training.csv", NULL);
      g_autoptr (GSubprocess) process = backflow_spawn (arguments, -1);
      g_auto (Result) result = { 0 };
      g_autoptr (GPtrArray) rows = NULL;

      /* The folders are made just before training begins. */
      for (guint wait = 0; wait < 6000 && !scratch_has (folder); wait++)
        g_usleep (10000);
      g_usleep (200000);
      g_subprocess_send_signal (process, signals[i]);
      result = backflow_wait (process);
      g_assert_cmpint (result.status, ==, 128 + signals[i]);
      g_assert_cmpstr (result.err, ==, "");
      rows = csv_read (table);
      g_assert_cmpuint (rows->len, >, 1);
    }
}

/* Paths in an experiment file start from its folder, wherever the program is run. */
static void
test_relative_data (void)
{
  g_autoptr (GString) text = g_string_new (small_experiment);
  g_auto (Result) result = { 0 };

  if (bf_table_find (&bf_task_table, "csv") == NULL)
    {
      g_test_skip ("no task reads CSV files");
      return;
    }
  g_string_replace (text, "\"task\": {\"type\": \"moons\", \"samples\": 200, \"noise\": 0.1}",
                    "\"task\": {\"type\": \"csv\", \"path\": \"data.csv\"}", 0);
  scratch_write ("folder/own.backflow", text->str);
  scratch_write ("folder/data.csv", "a,b,c\n1,2,x\n2,1,y\n3,5,x\n4,1,y\n5,9,x\n6,2,y\n7,7,x\n8,3,y\n9,9,x\n1,0,y\n");
  result = backflow ("run folder/own.backflow --steps 3 --output out --quiet");
  g_assert_cmpstr (result.err, ==, "");
  g_assert_cmpint (result.status, ==, 0);
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *path;
    GTestFunc func;
  } tests[] = {
    { "/run/tables", test_tables },
    { "/run/file-set", test_file_set },
    { "/run/figure-tables", test_figure_tables },
    { "/run/report", test_report },
    { "/run/report-nowhere", test_report_nowhere },
    { "/run/deterministic", test_deterministic },
    { "/run/locale", test_locale },
    { "/run/default-folder", test_default_folder },
    { "/run/words", test_words },
    { "/run/terminal", test_terminal },
    { "/run/diverged", test_diverged },
    { "/run/interrupted", test_interrupted },
    { "/run/relative-data", test_relative_data },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    program_add_test (tests[i].path, tests[i].func);
  return g_test_run ();
}
