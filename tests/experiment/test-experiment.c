#include "sample.h"

static void
test_new (void)
{
  g_autoptr (BfExperiment) experiment = bf_experiment_new ();

  g_assert_cmpstr (experiment->title, ==, "");
  g_assert_cmpstr (experiment->notes, ==, "");
  g_assert_cmpuint (bf_experiment_n (experiment), ==, 1);
  g_assert_cmpstr (bf_experiment_configuration (experiment, 0)->name, ==, "Configuration 1");
  g_assert_null (bf_experiment_record (experiment, 0));
  g_assert_true (bf_experiment_validate (experiment, NULL));
}

/* Two networks that differ in activation and initialiser only. */
static void
test_example (void)
{
  g_autoptr (BfExperiment) example = bf_experiment_new_example ();
  const BfConfiguration *sigmoid = bf_experiment_configuration (example, 0);
  g_autoptr (BfConfiguration) changed = bf_configuration_copy (bf_experiment_configuration (example, 1));
  BfLayerGroup *group = sample_group (changed, 0);

  g_assert_cmpuint (bf_experiment_n (example), ==, 2);
  g_assert_true (bf_experiment_validate (example, NULL));
  g_assert_cmpuint (bf_configuration_n_layers (sigmoid), ==, 20);
  g_assert_cmpstr (sample_group ((BfConfiguration *) sigmoid, 0)->activation->entry.id, ==, "sigmoid");
  g_assert_cmpstr (group->activation->entry.id, ==, "relu");
  bf_layer_group_set_activation (group, bf_table_find (&bf_activation_table, "sigmoid"));
  bf_layer_group_set_initializer (group, bf_table_find (&bf_initializer_table, "xavier-uniform"));
  g_free (changed->name);
  changed->name = g_strdup (sigmoid->name);
  g_assert_true (bf_configuration_equal (sigmoid, changed));
}

static void
test_entries (void)
{
  g_autoptr (BfExperiment) experiment = bf_experiment_new ();
  BfConfiguration *first = bf_configuration_new ("first"), *last = bf_configuration_new ("last");
  BfRecord *record = bf_record_new (1, 0, 0, NULL);

  bf_experiment_insert (experiment, 0, first);
  bf_experiment_insert (experiment, 2, last);
  g_assert_true (bf_experiment_configuration (experiment, 0) == first);
  g_assert_true (bf_experiment_configuration (experiment, 2) == last);

  bf_experiment_set_record (experiment, 0, record);
  bf_record_unref (record);
  bf_experiment_set_record (experiment, 0, bf_experiment_record (experiment, 0));
  g_autoptr (BfExperiment) copy = bf_experiment_copy (experiment);
  g_assert_true (bf_experiment_record (copy, 0) == bf_experiment_record (experiment, 0));
  g_assert_true (bf_experiment_configuration (copy, 0) != first);
  g_assert_true (bf_configuration_equal (bf_experiment_configuration (copy, 0), first));

  bf_experiment_remove (experiment, 0);
  g_assert_cmpuint (bf_experiment_n (experiment), ==, 2);
  g_assert_null (bf_experiment_record (experiment, 0));
  g_assert_cmpuint (bf_record_n_layers (bf_experiment_record (copy, 0)), ==, 1);
  bf_experiment_set_record (copy, 0, NULL);
  g_assert_null (bf_experiment_record (copy, 0));
}

static void
test_slug (void)
{
  static const struct { const char *name, *slug; } cases[] = {
    { "Sigmoid, Xavier", "01-sigmoid-xavier" },
    { "ReLU + He (copy)", "01-relu-he-copy" },
    { "", "01" },
    { "../../etc/passwd", "01-etc-passwd" },
    { "  --  ", "01" },
    { "Größe 2", "01-grosse-2" },
    { "試験", "01" },
    { "x\ny", "01-x-y" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (BfExperiment) experiment = bf_experiment_new ();
      BfConfiguration *configuration = bf_experiment_configuration (experiment, 0);

      g_free (configuration->name);
      configuration->name = g_strdup (cases[i].name);
      g_autofree char *slug = bf_experiment_slug (experiment, 0);
      g_assert_cmpstr (slug, ==, cases[i].slug);
    }
}

/* Equal names still give different folders, and a long name no endless one. */
static void
test_slugs_differ (void)
{
  g_autoptr (BfExperiment) experiment = bf_experiment_new ();
  g_autofree char *long_name = g_strnfill (200, 'x');

  bf_experiment_insert (experiment, 1, bf_configuration_new ("Configuration 1"));
  bf_experiment_insert (experiment, 2, bf_configuration_new (long_name));
  g_autofree char *first = bf_experiment_slug (experiment, 0);
  g_autofree char *second = bf_experiment_slug (experiment, 1);
  g_autofree char *third = bf_experiment_slug (experiment, 2);
  g_assert_cmpstr (first, ==, "01-configuration-1");
  g_assert_cmpstr (second, ==, "02-configuration-1");
  g_assert_cmpuint (strlen (third), ==, 42);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/experiment/new", test_new);
  g_test_add_func ("/experiment/example", test_example);
  g_test_add_func ("/experiment/entries", test_entries);
  g_test_add_func ("/experiment/slug", test_slug);
  g_test_add_func ("/experiment/slugs-differ", test_slugs_differ);
  return g_test_run ();
}
