#include "fixture.h"

#include <math.h>

/* Builder and file format: every setting is described by exactly one key. */
static void
test_keys (void)
{
  guint described = 0, used = 0;

  for (guint i = 0; i < bf_task_key_table.n_rows; i++)
    {
      const BfTaskKey *key = bf_table_row (&bf_task_key_table, i);

      g_assert_cmpuint (key->flag & (key->flag - 1), ==, 0);
      g_assert_cmpuint (described & key->flag, ==, 0);
      described |= key->flag;
      g_assert_true ((key->type == BF_TASK_KEY_CHOICE) == (key->choices != NULL));
      g_assert_cmpfloat (key->min, <=, key->max);
    }
  for (guint i = 0; i < bf_task_table.n_rows; i++)
    used |= ((const BfTask *) bf_table_row (&bf_task_table, i))->flags;
  g_assert_cmpuint (described, ==, used);
}

static void
test_entries (void)
{
  const BfTable *tables[] = {
    &bf_task_table, &bf_task_key_table, &bf_layout_table, &bf_problem_table,
  };

  for (guint t = 0; t < G_N_ELEMENTS (tables); t++)
    for (guint i = 0; i < tables[t]->n_rows; i++)
      {
        const BfEntry *entry = bf_table_row (tables[t], i);

        g_assert_true (bf_table_find (tables[t], entry->id) == entry);
        g_assert_cmpstr (entry->name, !=, "");
        g_assert_cmpstr (entry->summary, !=, "");
      }
}

/* Shapes without building anything, by design.md's list of tasks. */
static void
test_shapes (void)
{
  static const struct {
    const char *id;
    guint inputs, timesteps, outputs;
    const char *loss;
  } rows[] = {
    { "moons", 2, 0, 2, "cross-entropy" },
    { "circles", 2, 0, 2, "cross-entropy" },
    { "spirals", 2, 0, 2, "cross-entropy" },
    { "xor", 2, 0, 2, "cross-entropy" },
    { "gaussians", 2, 0, 2, "cross-entropy" },
    { "digits", 64, 0, 10, "cross-entropy" },
    { "digits-rows", 8, 8, 10, "cross-entropy" },
    { "digits-pixels", 1, 64, 10, "cross-entropy" },
    { "adding", 2, 2000, 1, "mean-squared-error" },
    { "copy-memory", 10, 2000, 8, "cross-entropy" },
    { "temporal-parity", 2, 2000, 2, "cross-entropy" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (BfTaskSettings) settings = settings_of (rows[i].id);
      g_autoptr (GError) error = NULL;
      guint inputs, timesteps, outputs;
      const BfLoss *loss;

      settings.length = 2000;
      bf_task_shape (&settings, &inputs, &timesteps, &outputs, &loss, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (inputs, ==, rows[i].inputs);
      g_assert_cmpuint (timesteps, ==, rows[i].timesteps);
      g_assert_cmpuint (outputs, ==, rows[i].outputs);
      g_assert_cmpstr (loss->entry.id, ==, rows[i].loss);
      g_assert_true (settings.task->sequence == (timesteps > 0));
      g_assert_true (bf_task_shape (&settings, NULL, NULL, NULL, NULL, NULL));
    }
}

/* Every task's defaults are valid, but for the file it needs. */
static void
test_defaults (void)
{
  for (guint i = 0; i < bf_task_table.n_rows; i++)
    {
      const BfTask *task = bf_table_row (&bf_task_table, i);
      g_auto (BfTaskSettings) settings = settings_of (task->entry.id);
      g_autoptr (GError) error = NULL;

      if (task->flags & BF_TASK_PATH)
        {
          g_assert_false (bf_task_settings_validate (&settings, &error));
          g_assert_error (error, BF_DATASET_ERROR, BF_DATASET_ERROR_SETTINGS);
          g_assert_cmpstr (error->message, ==, "path: must be given");
          g_clear_error (&error);
          settings.path = g_strdup ("somewhere");
        }
      g_assert_true (bf_task_settings_validate (&settings, &error));
      g_assert_no_error (error);
    }
}

static void
test_ranges (void)
{
  static const struct {
    const char *id;
    guint length, samples;
    double noise;
    const char *message;
  } rows[] = {
    { "adding", 0, 100, 0, "length: 0 is not between 2 and 2000" },
    { "adding", 1, 100, 0, "length: 1 is not between 2 and 2000" },
    { "copy-memory", 2001, 100, 0, "length: 2001 is not between 2 and 2000" },
    { "adding", 50, 9, 0, "samples: 9 is not between 10 and 1000000" },
    { "moons", 0, 1000001, 0, "samples: 1000001 is not between 10 and 1000000" },
    { "moons", 0, 100, -0.5, "noise: -0.5 is not between 0 and 1" },
    { "moons", 0, 100, 1.5, "noise: 1.5 is not between 0 and 1" },
    { "moons", 0, 100, NAN, "noise: nan is not between 0 and 1" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (BfTaskSettings) settings = settings_of (rows[i].id);

      settings.length = rows[i].length;
      settings.samples = rows[i].samples;
      settings.noise = rows[i].noise;
      assert_refused (&settings, TRUE, BF_DATASET_ERROR_SETTINGS, rows[i].message);
    }
}

static void
test_choices (void)
{
  g_auto (BfTaskSettings) settings = settings_of ("idx");

  settings.path = g_strdup ("somewhere");
  settings.layout = 3;
  assert_refused (&settings, TRUE, BF_DATASET_ERROR_SETTINGS,
                  "layout: not one of flat, rows, pixels");
}

static void
change (BfTaskSettings *settings, const BfTaskKey *key)
{
  if (key->type == BF_TASK_KEY_STRING)
    {
      char **text = &G_STRUCT_MEMBER (char *, settings, key->offset);
      g_free (*text);
      *text = g_strdup ("changed");
    }
  else if (key->type == BF_TASK_KEY_REAL)
    G_STRUCT_MEMBER (double, settings, key->offset) += 0.25;
  else
    G_STRUCT_MEMBER (guint, settings, key->offset) += 1;
}

/* A change counts if and only if the task reads the member. */
static void
test_equal (void)
{
  for (guint i = 0; i < bf_task_table.n_rows; i++)
    for (guint k = 0; k < bf_task_key_table.n_rows; k++)
      {
        const BfTask *task = bf_table_row (&bf_task_table, i);
        const BfTaskKey *key = bf_table_row (&bf_task_key_table, k);
        g_auto (BfTaskSettings) a = settings_of (task->entry.id);
        g_auto (BfTaskSettings) b = { 0 };

        bf_task_settings_copy (&b, &a);
        g_assert_true (bf_task_settings_equal (&a, &b));
        change (&b, key);
        g_assert_true (bf_task_settings_equal (&a, &b) == !(task->flags & key->flag));
      }
}

static void
test_copy (void)
{
  g_auto (BfTaskSettings) a = settings_of ("csv");
  g_auto (BfTaskSettings) b = { 0 };

  a.path = g_strdup ("table.csv");
  a.folder = g_strdup ("folder");
  bf_task_settings_copy (&b, &a);
  g_assert_true (a.path != b.path && a.folder != b.folder);
  g_assert_true (bf_task_settings_equal (&a, &b));
  b.folder[0] = 'F';
  g_assert_false (bf_task_settings_equal (&a, &b));
  g_assert_cmpstr (a.folder, ==, "folder");
}

/* An empty string is the same as none. */
static void
test_empty_strings (void)
{
  g_auto (BfTaskSettings) a = settings_of ("csv");
  g_auto (BfTaskSettings) b = { 0 };

  bf_task_settings_copy (&b, &a);
  b.path = g_strdup ("");
  b.target = g_strdup ("");
  b.folder = g_strdup ("");
  g_assert_true (bf_task_settings_equal (&a, &b));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/task/keys", test_keys);
  g_test_add_func ("/task/entries", test_entries);
  g_test_add_func ("/task/shapes", test_shapes);
  g_test_add_func ("/task/defaults", test_defaults);
  g_test_add_func ("/task/ranges", test_ranges);
  g_test_add_func ("/task/choices", test_choices);
  g_test_add_func ("/task/equal", test_equal);
  g_test_add_func ("/task/copy", test_copy);
  g_test_add_func ("/task/empty-strings", test_empty_strings);
  return g_test_run ();
}
