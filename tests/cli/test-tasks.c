/* `backflow run` on every kind of data: generated sequences of any length, tables and images, packed or not. */
#include <math.h>
#include <string.h>

#include "dataset/dataset.h"
#include "program.h"

#define FASHION "/usr/share/datasets/fashion-mnist"

/* Runs @steps steps of one configuration; ' stands for ". Its summary must say that it finished. */
static void
run (const char *task, const char *layers, guint steps, guint batch_size)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *summary = NULL;
  g_auto (Result) result = { 0 };

  g_string_printf (text, "{'format': 'backflow-experiment', 'version': 1, 'configurations': [{'name': 'A', 'task': {%s}, "
                         "'layers': [%s], 'training': {'optimizer': 'adam', 'steps': %u, 'batch_size': %u}}]}",
                   task, layers, steps, batch_size);
  g_string_replace (text, "'", "\"", 0);
  scratch_write ("task.backflow", text->str);
  result = backflow ("run task.backflow --output out --quiet");
  g_test_message ("%s", task);
  g_assert_cmpstr (result.err, ==, "");
  g_assert_cmpint (result.status, ==, 0);
  summary = scratch_read ("out/01-a/summary.json", NULL);
  g_assert_nonnull (strstr (summary, "\"outcome\": \"finished\""));
}

/* A field of the last row of the training curve. */
static double
last_value (guint column)
{
  g_autoptr (GPtrArray) rows = csv_read ("out/01-a/training.csv");

  return csv_number (rows, rows->len - 1, column);
}

enum { LOSS = 1, ACCURACY, VALIDATION_LOSS, VALIDATION_ACCURACY };

/* Timesteps of the only step that was run. */
static guint
n_timesteps (void)
{
  g_autoptr (GPtrArray) rows = csv_read ("out/01-a/timesteps.csv");

  return rows->len - 1;
}

/* Each sequence task, with each cell, up to the longest. */
static void
test_sequences (void)
{
  static const char *const tasks[] = { "adding", "copy-memory", "temporal-parity" };
  static const char *const cells[] = { "rnn", "lstm", "gru" };
  static const guint lengths[] = { 2, 3, 100, 2000 };

  for (guint i = 0; i < G_N_ELEMENTS (tasks); i++)
    for (guint k = 0; k < G_N_ELEMENTS (lengths); k++)
      {
        g_autofree char *task = g_strdup_printf ("'type': '%s', 'samples': 20, 'length': %u", tasks[i], lengths[k]);
        g_autofree char *layers = g_strdup_printf ("{'type': '%s', 'units': 4}", cells[(i + k) % 3]);

        run (task, layers, 1, 4);
        g_assert_cmpuint (n_timesteps (), ==, lengths[k]);
      }
}

static void
test_digits (void)
{
  run ("'type': 'digits-rows'", "{'type': 'gru', 'units': 8}", 1, 16);
  g_assert_cmpuint (n_timesteps (), ==, 8);
  run ("'type': 'digits-pixels'", "{'type': 'rnn', 'units': 8}, {'units': 8}", 1, 16);
  g_assert_cmpuint (n_timesteps (), ==, 64);
}

static void
pack (const char *name)
{
  g_autofree char *path = scratch_path (name);
  const char *const argv[] = { "gzip", "-f", path, NULL };
  g_autoptr (GSubprocess) process = g_subprocess_newv (argv, 0, NULL);

  g_assert_true (g_subprocess_wait_check (process, NULL, NULL));
}

/* The class of a point is the sign of its first coordinate, its height three times the second; named columns in any
 * order, plain and packed. */
static void
test_table (void)
{
  g_autoptr (GString) text = g_string_new ("side,\"height, m\",x,y\n");

  for (int i = 0; i < 400; i++)
    {
      const int x = (i * 37) % 101 - 50, y = (i * 53) % 89 - 44;

      g_string_append_printf (text, "%s,%d,%d,%d\n", x < 0 ? "left" : "right", 3 * y, x, y);
    }
  scratch_write ("table.csv", text->str);
  run ("'type': 'csv', 'path': 'table.csv', 'target': 'side'", "{'units': 16, 'activation': 'tanh'}", 400, 32);
  g_assert_cmpfloat (last_value (VALIDATION_ACCURACY), >, 0.95);

  pack ("table.csv");
  g_string_replace (text, "left", "-1", 0);
  g_string_replace (text, "right", "1", 0);
  scratch_write ("numbers.csv", text->str);
  run ("'type': 'csv', 'path': 'table.csv.gz', 'target': 'side'", "{'units': 16, 'activation': 'tanh'}", 400, 32);
  g_assert_cmpfloat (last_value (VALIDATION_ACCURACY), >, 0.95);
  run ("'type': 'csv', 'path': 'numbers.csv', 'target': 'height, m', 'problem': 'regression'",
       "{'units': 16, 'activation': 'tanh'}", 1000, 32);
  g_assert_cmpfloat (last_value (VALIDATION_LOSS), <, 0.02);    /* 1: always the mean */
}

/* A wide table: forty timesteps of two values. The class is the sign of the sum of the first ones. */
static void
test_wide_table (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint32 state = 1;

  for (guint t = 1; t <= 40; t++)
    g_string_append_printf (text, "u%u,v%u,", t, t);
  g_string_append (text, "class\n");
  for (guint i = 0; i < 1000; i++)
    {
      int sum = 0;

      for (guint t = 0; t < 40; t++)
        {
          state = state * 1664525u + 1013904223u;
          const int u = (int) (state >> 24) - 128;

          g_string_append_printf (text, "%d,%u,", u, state >> 8 & 0xff);
          sum += u;
        }
      g_string_append_printf (text, "%s\n", sum < 0 ? "down" : "up");
    }
  scratch_write ("wide.csv", text->str);
  run ("'type': 'csv', 'path': 'wide.csv', 'target': 'class', 'timesteps': 40",
       "{'type': 'gru', 'units': 16, 'forget_bias': 2}", 500, 32);
  g_assert_cmpuint (n_timesteps (), ==, 500 * 40);
  g_assert_cmpfloat (last_value (VALIDATION_ACCURACY), >, 0.8);
}

/* The real thing, read straight from what Debian packs, in each layout. */
static void
test_fashion_mnist (void)
{
  static const struct {
    const char *layout, *layers;
    guint steps, timesteps;
    double accuracy;
  } rows[] = {
    { "flat", "{'units': 64, 'activation': 'relu', 'initializer': 'he-normal'}", 300, 0, 0.75 },
    { "rows", "{'type': 'gru', 'units': 32}", 200, 28, 0.6 },
    { "pixels", "{'type': 'lstm', 'units': 4}", 1, 784, 0 },
  };

  if (!g_file_test (FASHION, G_FILE_TEST_IS_DIR))
    {
      g_test_skip ("Debian's package dataset-fashion-mnist is not installed");
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *task = g_strdup_printf ("'type': 'idx', 'path': '" FASHION "/t10k-images-idx3-ubyte.gz', "
                                               "'layout': '%s'", rows[i].layout);

      run (task, rows[i].layers, rows[i].steps, 32);
      g_assert_cmpuint (n_timesteps (), ==, rows[i].steps * rows[i].timesteps);
      g_test_message ("%s: %.3f", rows[i].layout, last_value (VALIDATION_ACCURACY));
      g_assert_cmpfloat (last_value (VALIDATION_ACCURACY), >=, rows[i].accuracy);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  program_add_test ("/tasks/sequences", test_sequences);
  program_add_test ("/tasks/digits", test_digits);
  program_add_test ("/tasks/table", test_table);
  program_add_test ("/tasks/wide-table", test_wide_table);
  program_add_test ("/tasks/fashion-mnist", test_fashion_mnist);
  return g_test_run ();
}
