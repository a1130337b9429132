/* Ready networks can be built, and ready answers mend what they are for. */
#include "experiment/start.h"

#include <string.h>

static void
set_task (BfConfiguration *configuration, const char *id)
{
  bf_task_settings_clear (&configuration->task);
  bf_task_settings_init (&configuration->task, bf_table_find (&bf_task_table, id));
}

static void
test_starts (void)
{
  static const char *tasks[] = { "digits", "moons", "digits-rows", "adding" };

  for (guint t = 0; t < G_N_ELEMENTS (tasks); t++)
    {
      guint n_fitting = 0;

      for (guint i = 0; i < bf_start_table.n_rows; i++)
        {
          const BfStart *start = bf_table_row (&bf_start_table, i);
          g_autoptr (BfConfiguration) configuration = bf_configuration_new (NULL);

          set_task (configuration, tasks[t]);
          bf_start_apply (start, configuration);
          g_assert_cmpint (bf_configuration_validate (configuration, NULL), ==,
                           bf_start_fits (start, &configuration->task));
          n_fitting += bf_start_fits (start, &configuration->task);
        }
      g_assert_cmpuint (n_fitting, >=, 3);
    }
}

/* Mends until all is well, with the names of what was done. */
static void
assert_mended (BfConfiguration *configuration, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;

  g_assert_false (bf_configuration_validate (configuration, &error));
  path = g_strndup (error->message, strstr (error->message, ": ") - error->message);
  g_assert_cmpstr (bf_configuration_mend (configuration, path), ==, expected);
  g_assert_true (bf_configuration_validate (configuration, NULL));
  g_assert_null (bf_configuration_mend (configuration, path));
}

static void
test_mends (void)
{
  g_autoptr (BfConfiguration) configuration = bf_configuration_new (NULL);
  BfLayerGroup *group;

  bf_start_apply (bf_table_find (&bf_start_table, "residual"), configuration);
  configuration->batch_size = 1;
  assert_mended (configuration, "Use Batches of 2");
  g_array_index (configuration->groups, BfLayerGroup, 0).residual_span = 21;
  assert_mended (configuration, "No Shortcuts");
  set_task (configuration, "adding");
  assert_mended (configuration, "Put an LSTM First");
  g_assert_cmpuint (configuration->groups->len, ==, 2);
  group = &g_array_index (configuration->groups, BfLayerGroup, 0);
  group->normalization = bf_table_find (&bf_normalization_table, "layer");
  assert_mended (configuration, "No Normalisation");
  set_task (configuration, "digits");
  assert_mended (configuration, "Make Layers Dense");
}

/* What has no ready answer is left alone. */
static void
test_no_mend (void)
{
  g_autoptr (BfConfiguration) configuration = bf_configuration_new (NULL);
  g_autoptr (BfConfiguration) before = NULL;

  g_array_index (configuration->groups, BfLayerGroup, 0).units = 0;
  before = bf_configuration_copy (configuration);
  g_assert_null (bf_configuration_mend (configuration, "layers[0].units"));
  g_assert_null (bf_configuration_mend (configuration, "layers[0].type"));
  g_assert_null (bf_configuration_mend (configuration, "layers[9].type"));
  g_assert_true (bf_configuration_equal (before, configuration));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/experiment/start/starts", test_starts);
  g_test_add_func ("/experiment/start/mends", test_mends);
  g_test_add_func ("/experiment/start/no-mend", test_no_mend);
  return g_test_run ();
}
