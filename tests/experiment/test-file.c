/* What is written is read back the same. */
#include "sample.h"

#include "experiment/field.h"
#include "experiment/file.h"

#include <string.h>

static void
assert_configurations_equal (const BfExperiment *a, const BfExperiment *b)
{
  g_assert_cmpstr (a->title, ==, b->title);
  g_assert_cmpstr (a->notes, ==, b->notes);
  g_assert_cmpuint (bf_experiment_n (a), ==, bf_experiment_n (b));
  for (guint i = 0; i < bf_experiment_n (a); i++)
    g_assert_true (bf_configuration_equal (bf_experiment_configuration (a, i),
                                           bf_experiment_configuration (b, i)));
}

static BfExperiment *
again (const BfExperiment *experiment, gboolean results)
{
  g_autoptr (GError) error = NULL;
  gsize length;
  g_autofree char *data = bf_experiment_to_data (experiment, results, &length);
  BfExperiment *read = bf_experiment_from_data (data, length, &error);

  g_assert_cmpuint (length, ==, strlen (data));
  g_assert_no_error (error);
  assert_configurations_equal (experiment, read);

  gsize second_length;
  g_autofree char *second = bf_experiment_to_data (read, results, &second_length);
  g_assert_cmpstr (data, ==, second);
  return read;
}

static void
test_example (void)
{
  g_autoptr (BfExperiment) example = bf_experiment_new_example ();
  g_autoptr (BfExperiment) read = again (example, TRUE);

  g_assert_null (bf_experiment_record (read, 0));
}

/* The text is a promise; so is every default that the design shows. */
static void
test_text (void)
{
  static const char expected[] =
    "{\n"
    "  \"format\": \"backflow-experiment\",\n"
    "  \"version\": 1,\n"
    "  \"title\": \"A \\\"title\\\"\",\n"
    "  \"notes\": \"two\\nlines\\u0009and a tab\",\n"
    "  \"configurations\": [\n"
    "    {\n"
    "      \"name\": \"Größe\",\n"
    "      \"color\": \"#3584e4\",\n"
    "      \"seed\": 9007199254740992,\n"
    "      \"seeds\": 1,\n"
    "      \"precision\": \"float64\",\n"
    "      \"task\": {\n"
    "        \"type\": \"moons\",\n"
    "        \"samples\": 1000,\n"
    "        \"noise\": 0.1\n"
    "      },\n"
    "      \"layers\": [\n"
    "        {\n"
    "          \"type\": \"dense\",\n"
    "          \"units\": 64,\n"
    "          \"repeat\": 1,\n"
    "          \"activation\": \"leaky-relu\",\n"
    "          \"slope\": 0.01,\n"
    "          \"initializer\": \"normal\",\n"
    "          \"gain\": 1,\n"
    "          \"std\": 0.01,\n"
    "          \"normalization\": \"none\",\n"
    "          \"residual_span\": 0,\n"
    "          \"residual_scale\": 1,\n"
    "          \"residual_form\": \"preactivation\"\n"
    "        }\n"
    "      ],\n"
    "      \"training\": {\n"
    "        \"optimizer\": \"momentum\",\n"
    "        \"learning_rate\": 0.01,\n"
    "        \"momentum\": 0.9,\n"
    "        \"batch_size\": 64,\n"
    "        \"steps\": 1000,\n"
    "        \"clip_norm\": 0,\n"
    "        \"histogram_interval\": 20\n"
    "      }\n"
    "    }\n"
    "  ]\n"
    "}\n";
  static const char minimal[] =
    "{\"format\": \"backflow-experiment\", \"version\": 1, \"title\": \"A \\\"title\\\"\","
    " \"notes\": \"two\\nlines\\tand a tab\", \"configurations\": [{\"name\": \"Gr\\u00f6\\u00DFe\","
    " \"color\": \"#3584e4\", \"seed\": 9007199254740992, \"precision\": \"float64\","
    " \"training\": {\"optimizer\": \"momentum\"}, \"task\": {\"noise\": 1e-1, \"type\": \"moons\"},"
    " \"layers\": [{\"initializer\": \"normal\", \"activation\": \"leaky-relu\"}]}]}";
  g_autoptr (GError) error = NULL;
  g_autoptr (BfExperiment) experiment = bf_experiment_from_data (minimal, strlen (minimal), &error);

  g_assert_no_error (error);
  g_autofree char *data = bf_experiment_to_data (experiment, TRUE, NULL);
  g_assert_cmpstr (data, ==, expected);
}

/* The example of the design, as it stands there. */
static void
test_design (void)
{
  static const char text[] =
    "{ \"format\": \"backflow-experiment\", \"version\": 1, \"title\": \"...\", \"notes\": \"...\",\n"
    "  \"configurations\": [ {\n"
    "    \"name\": \"Sigmoid\", \"seed\": 1, \"precision\": \"float32\",\n"
    "    \"task\": {\"type\": \"digits\"},\n"
    "    \"layers\": [ {\"type\": \"dense\", \"units\": 64, \"repeat\": 20, \"activation\": \"sigmoid\","
    " \"initializer\": \"xavier-uniform\",\n"
    "                 \"gain\": 1.0, \"normalization\": \"none\", \"residual_span\": 0, \"residual_scale\": 1.0,"
    " \"residual_form\": \"preactivation\"} ],\n"
    "    \"training\": {\"optimizer\": \"sgd\", \"learning_rate\": 0.1, \"momentum\": 0.0, \"batch_size\": 64,"
    " \"steps\": 1000, \"clip_norm\": 0.0}\n"
    "  } ],\n"
    "  \"results\": { } }";
  g_autoptr (GError) error = NULL;
  g_autoptr (BfExperiment) experiment = bf_experiment_from_data (text, strlen (text), &error);
  g_autoptr (BfConfiguration) expected = bf_configuration_new ("Sigmoid");

  g_assert_no_error (error);
  sample_group (expected, 0)->repeat = 20;
  g_assert_true (bf_configuration_equal (bf_experiment_configuration (experiment, 0), expected));
  g_assert_cmpstr (experiment->title, ==, "...");
}

/* Each row of each table, and odd numbers in each field, alone and in the same file. */
static void
add_row (BfExperiment *experiment, const BfTable *fields, const BfField *field, guint index)
{
  BfConfiguration *configuration = bf_configuration_new ("A");
  gpointer target = fields == &bf_layer_field_table ? (gpointer) sample_group (configuration, 0) : configuration;

  bf_field_set_choice (field, target, bf_table_row (field->table, index));
  if (bf_configuration_validate (configuration, NULL))
    bf_experiment_insert (experiment, bf_experiment_n (experiment), configuration);
  else
    bf_configuration_free (configuration);
}

static void
add_number (BfExperiment *experiment, const BfTable *fields, const BfField *field, const char *activation)
{
  BfConfiguration *configuration = bf_configuration_new ("A");
  BfLayerGroup *group = sample_group (configuration, 0);
  gpointer target = fields == &bf_layer_field_table ? (gpointer) group : configuration;

  bf_layer_group_set_activation (group, bf_table_find (&bf_activation_table, activation));
  bf_layer_group_set_initializer (group, bf_table_find (&bf_initializer_table, "normal"));
  bf_configuration_set_optimizer (configuration, bf_table_find (&bf_optimizer_table, "momentum"));
  group->repeat = 17;
  bf_field_set_number (field, target, bf_field_is_integer (field) ? 13 : 1.0 / 3);
  g_assert_true (bf_configuration_validate (configuration, NULL));
  bf_experiment_insert (experiment, bf_experiment_n (experiment), configuration);
}

static void
check_fields (const BfTable *fields)
{
  g_autoptr (BfExperiment) experiment = bf_experiment_new ();

  for (guint i = 0; i < fields->n_rows; i++)
    {
      const BfField *field = bf_table_row (fields, i);

      for (guint row = 0; bf_field_is_choice (field) && row < field->table->n_rows; row++)
        add_row (experiment, fields, field, row);
      if (!bf_field_is_choice (field))
        {
          add_number (experiment, fields, field, "elu");
          add_number (experiment, fields, field, "leaky-relu");
        }
    }
  g_assert_cmpuint (bf_experiment_n (experiment), >, 2);
  bf_experiment_free (again (experiment, FALSE));
}

static void
test_fields (void)
{
  check_fields (&bf_layer_field_table);
  check_fields (&bf_training_field_table);
  check_fields (&bf_run_field_table);
}

static void
test_tasks (void)
{
  g_autoptr (BfExperiment) experiment = bf_experiment_new ();

  for (guint i = 0; i < bf_task_table.n_rows; i++)
    {
      BfConfiguration *configuration = bf_configuration_new ("A");
      BfTaskSettings *task = &configuration->task;

      bf_task_settings_clear (task);
      bf_task_settings_init (task, bf_table_row (&bf_task_table, i));
      if (task->task->flags & BF_TASK_SAMPLES)
        task->samples = 123;
      if (task->task->flags & BF_TASK_NOISE)
        task->noise = 1.0 / 7;
      if (task->task->flags & BF_TASK_PATH)
        task->path = g_strdup ("Größe \"1\".csv");
      if (task->task->sequence)
        bf_configuration_free (configuration);
      else
        bf_experiment_insert (experiment, bf_experiment_n (experiment), configuration);
    }
  bf_experiment_free (again (experiment, FALSE));
}

/* Every kind of number, in every kind of place. */
static double
awkward (guint row, guint layer, BfLayerMeasure measure)
{
  static const double values[] = {
    0, -0.0, NAN, INFINITY, -INFINITY, 5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, 1.0 / 3,
    1e22, 123456789012345678, 0.1, -1e-40,
  };

  return values[(row * 7 + layer * 3 + measure) % G_N_ELEMENTS (values)];
}

static void
test_records (void)
{
  g_autoptr (BfExperiment) experiment = bf_experiment_new_example ();
  g_autoptr (BfRecord) first = sample_record (20, 70, sample_irrational);
  g_autoptr (BfRecord) second = sample_record (20, 30, awkward);

  bf_record_set_seconds (first, 12.345678901234567);
  bf_record_set_outcome (first, BF_OUTCOME_FINISHED, NULL);
  bf_record_set_outcome (second, BF_OUTCOME_DIVERGED, "at \"step\" 30");
  bf_experiment_set_record (experiment, 0, first);
  bf_experiment_set_record (experiment, 1, second);

  g_autoptr (BfExperiment) read = again (experiment, TRUE);
  sample_assert_records_equal (bf_experiment_record (read, 0), first);
  sample_assert_records_equal (bf_experiment_record (read, 1), second);

  g_autoptr (BfExperiment) without = again (experiment, FALSE);
  g_assert_null (bf_experiment_record (without, 0));
}

/* A record that thinned itself is read as it was: with gaps, and never thinned again. */
static void
test_thinned_record (void)
{
  g_autoptr (BfExperiment) experiment = bf_experiment_new_example ();
  g_autoptr (BfRecord) record = sample_record (20, 20, sample_irrational);

  bf_record_set_budget (record, bf_record_bytes (record));
  for (guint row = 20; row < 70; row++)
    sample_append (record, row, sample_irrational, NULL);
  bf_record_set_outcome (record, BF_OUTCOME_FINISHED, NULL);
  g_assert_cmpuint (bf_record_interval (record), >, 2);
  bf_experiment_set_record (experiment, 0, record);

  g_autoptr (BfExperiment) read = again (experiment, TRUE);
  sample_assert_records_equal (bf_experiment_record (read, 0), record);
  g_assert_cmpuint (bf_record_interval (bf_experiment_record (read, 0)), ==,
                    bf_record_interval (record));
  g_assert_cmpuint (bf_record_generation (bf_experiment_record (read, 0)), ==, 0);
}

static void
test_some_records (void)
{
  g_autoptr (BfExperiment) experiment = bf_experiment_new_example ();
  g_autoptr (BfRecord) failed = bf_record_new (20, 0, 0, NULL);

  bf_record_set_outcome (failed, BF_OUTCOME_FAILED, "no memory");
  bf_experiment_set_record (experiment, 1, failed);
  g_autoptr (BfExperiment) read = again (experiment, TRUE);
  g_assert_null (bf_experiment_record (read, 0));
  sample_assert_records_equal (bf_experiment_record (read, 1), failed);
}

/* The shape of a record over time follows from its configuration; the cells need not be in this
 * build's table. */
static void
test_time_records (void)
{
  const guint recurrent_layers[] = { 0, 1 };
  const BfCell *cell = bf_table_find (&bf_cell_table, "rnn");
  const BfTask *task = bf_table_find (&bf_task_table, "adding");

  if (cell == NULL || task == NULL)
    {
      g_test_skip ("no recurrent cell or sequence task in the tables");
      return;
    }

  g_autoptr (BfExperiment) experiment = bf_experiment_new ();
  BfConfiguration *configuration = bf_experiment_configuration (experiment, 0);
  BfLayerGroup group = *sample_group (configuration, 0);
  g_autoptr (BfRecord) record = bf_record_new (5, 2, 30, recurrent_layers);

  bf_task_settings_clear (&configuration->task);
  bf_task_settings_init (&configuration->task, task);
  bf_layer_group_set_cell (sample_group (configuration, 0), cell);
  sample_group (configuration, 0)->repeat = 2;
  group.repeat = 3;
  g_array_append_val (configuration->groups, group);
  for (guint row = 0; row < 8; row++)
    sample_append (record, row, sample_irrational, sample_time);
  bf_experiment_set_record (experiment, 0, record);
  g_autoptr (BfExperiment) read = again (experiment, TRUE);
  sample_assert_records_equal (bf_experiment_record (read, 0), record);
}

/* What was written before there were budgets, samples and histograms still loads; they are not known. */
static void
test_older_record (void)
{
  static const char text[] =
    "{\"format\": \"backflow-experiment\", \"version\": 1,"
    " \"configurations\": [{\"layers\": [{\"repeat\": 2}], \"training\": {\"steps\": 2}}],"
    " \"results\": {\"records\": [{\"outcome\": \"finished\", \"seconds\": 1, \"steps\": [1, 2],"
    " \"training\": {\"loss\": [2, 1]}, \"layers\": {\"update_ratio\": [[0.5, 0.25], [1, 2]]}}]}}";
  g_autoptr (GError) error = NULL;
  g_autoptr (BfExperiment) read = bf_experiment_from_data (text, strlen (text), &error);

  g_assert_no_error (error);
  const BfRecord *record = bf_experiment_record (read, 0);
  g_assert_cmpuint (bf_experiment_configuration (read, 0)->histogram_interval, ==, 20);
  g_assert_cmpfloat (bf_record_layer (record, 1, 1, BF_UPDATE_RATIO), ==, 2);
  g_assert_true (isnan (bf_record_budget (record, 1, 1, BF_BUDGET_WEIGHT)));
  g_assert_cmpuint (bf_record_samples (record, 1), ==, 0);
  g_assert_cmpuint (bf_record_n_histograms (record), ==, 0);
  g_assert_null (bf_record_histogram (record, 1, 1, BF_HISTOGRAM_GRADIENT, NULL));
}

/* The ready example on disk is the one that the window opens with. */
static void
test_shipped_example (void)
{
  g_autoptr (BfExperiment) expected = bf_experiment_new_example ();
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "data", "examples",
                                                 "sigmoid-against-relu.backflow", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (BfExperiment) read = bf_experiment_load (path, &error);

  g_assert_no_error (error);
  assert_configurations_equal (read, expected);
}

/* Many rows of numbers of all lengths come back as they were. */
static void
test_long_records (void)
{
  g_autoptr (BfExperiment) experiment = bf_experiment_new_example ();
  g_autoptr (BfRecord) record = sample_record (20, 200, sample_irrational);
  g_autoptr (BfExperiment) read = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *data = NULL;
  gsize length;

  bf_experiment_set_record (experiment, 0, record);
  bf_experiment_set_record (experiment, 1, record);
  data = bf_experiment_to_data (experiment, TRUE, &length);
  read = bf_experiment_from_data (data, length, &error);
  g_assert_no_error (error);
  sample_assert_records_equal (bf_experiment_record (read, 1), record);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/file/example", test_example);
  g_test_add_func ("/file/text", test_text);
  g_test_add_func ("/file/design", test_design);
  g_test_add_func ("/file/fields", test_fields);
  g_test_add_func ("/file/tasks", test_tasks);
  g_test_add_func ("/file/records", test_records);
  g_test_add_func ("/file/thinned-record", test_thinned_record);
  g_test_add_func ("/file/some-records", test_some_records);
  g_test_add_func ("/file/time-records", test_time_records);
  g_test_add_func ("/file/older-record", test_older_record);
  g_test_add_func ("/file/shipped-example", test_shipped_example);
  g_test_add_func ("/file/long-records", test_long_records);
  return g_test_run ();
}
