/* What cannot be built, trained or read is refused before anything runs: at once, in one line with the path of the field,
 * status 2 and nothing written. The same sentence comes from the functions that the window asks. */
#include <string.h>

#include "experiment/file.h"
#include "program.h"

#define SECONDS 5.0   /* at most, until it is refused: a fifth of a second, but the machine may be busy */

typedef struct {
  const char *name;
  const char *members;    /* of the configuration; ' stands for " */
  const char *message;    /* begins so, after "configurations[0]." */
} Case;

#define DIGITS "'task': {'type': 'digits'}"
#define ADDING(length) "'task': {'type': 'adding', 'samples': 100, 'length': " length "}"
#define CSV(more) "'task': {'type': 'csv', 'path': 'table.csv'" more "}"
#define DENSE "'layers': [{'units': 8}]"

#define LARGE ADDING ("2000") ", 'layers': [{'type': 'lstm', 'units': 4096}], 'training': {'batch_size': 100000}"

/* Refused by what stands in the file. */
static const Case cases[] = {
  { "residual-across-widths",
    DIGITS ", 'layers': [{'units': 8, 'residual_span': 1}, {'units': 16, 'residual_span': 1}]",
    "layers[0].residual_span: a shortcut over 1 layer does not fit into a group of 1" },
  { "residual-longer-than-group", DIGITS ", 'layers': [{'units': 8}, {'units': 16, 'repeat': 3, 'residual_span': 3}]",
    "layers[1].residual_span: a shortcut over 3 layers does not fit into a group of 3" },
  { "residual-span-of-recurrent", ADDING ("10") ", 'layers': [{'type': 'gru', 'repeat': 4, 'residual_span': 2}]",
    "layers[0].residual_span: must be 0 or 1 for gru, not 2" },
  { "residual-form-of-recurrent",
    ADDING ("10") ", 'layers': [{'type': 'rnn', 'repeat': 2, 'residual_span': 1, 'residual_form': 'preactivation'}]",
    "layers[0].residual_form: must be postactivation for recurrent layers" },
  { "batch-in-rnn", ADDING ("10") ", 'layers': [{'type': 'rnn', 'normalization': 'batch'}]",
    "layers[0].normalization: must be none for recurrent layers" },
  { "batch-in-lstm", ADDING ("10") ", 'layers': [{'type': 'lstm', 'normalization': 'batch'}]",
    "layers[0].normalization: must be none for recurrent layers" },
  { "layer-in-gru", ADDING ("10") ", 'layers': [{'type': 'gru', 'normalization': 'layer'}]",
    "layers[0].normalization: must be none for recurrent layers" },
  { "batch-of-one", DIGITS ", 'layers': [{}, {'normalization': 'batch'}], 'training': {'batch_size': 1}",
    "training.batch_size: must be at least 2 for the batch normalisation of layers[1]" },
  { "length-0", ADDING ("0") ", 'layers': [{'type': 'rnn'}]", "task.length: must be between 2 and 2000, not 0" },
  { "length-1", ADDING ("1") ", 'layers': [{'type': 'rnn'}]", "task.length: must be between 2 and 2000, not 1" },
  { "length-2001", ADDING ("2001") ", 'layers': [{'type': 'rnn'}]", "task.length: must be between 2 and 2000, not 2001" },
  { "sequence-into-dense", ADDING ("10") ", " DENSE,
    "layers[0].type: the task adding is a sequence and needs a recurrent layer, not dense" },
  { "recurrent-without-sequence", DIGITS ", 'layers': [{'type': 'lstm'}]",
    "layers[0].type: lstm needs a sequence, but the task digits has no time axis" },
  { "recurrent-after-dense", ADDING ("10") ", 'layers': [{'type': 'rnn'}, {}, {'type': 'rnn'}]",
    "layers[2].type: rnn cannot follow a dense layer" },
  { "no-layer", DIGITS ", 'layers': []", "layers: at least one layer is needed" },
  { "too-many-layers", DIGITS ", 'layers': [{'repeat': 1000}, {}]", "layers: 1001 layers with all repeats" },
  { "units-0", DIGITS ", 'layers': [{'units': 0}]", "layers[0].units: must be between 1 and 4096, not 0" },
  { "batch-0", DIGITS ", " DENSE ", 'training': {'batch_size': 0}",
    "training.batch_size: must be between 1 and 100000, not 0" },
  { "steps-0", DIGITS ", " DENSE ", 'training': {'steps': 0}", "training.steps: must be between 1 and 10000000, not 0" },
  { "no-path", "'task': {'type': 'csv'}, " DENSE, "task.path: must be given" },
};

/* Refused by what this machine has: sizes that no machine has. */
static const Case sizes[] = {
  { "batch", DIGITS ", 'layers': [{'units': 512, 'repeat': 1000, 'normalization': 'batch'}], "
    "'precision': 'float64', 'training': {'batch_size': 100000}",
    "training.batch_size: too large: training needs " },
  { "sequence", LARGE, "training.batch_size: too large: training needs " },
  { "layers", DIGITS ", 'layers': [{'units': 64}, {'units': 4096, 'repeat': 999}], "
    "'precision': 'float64', 'training': {'optimizer': 'adam'}",
    "layers[1].units: too large: training needs " },
};

/* Refused by what stands in a file of data. */
static const struct {
  const char *name, *members, *table, *message;
} files[] = {
  { "not-a-number", CSV ("") ", " DENSE, "a,b\n1,x\ntwo,y\n", "task: table.csv: line 3, column 1: “two” is not a number\n" },
  { "columns", CSV ("") ", " DENSE, "a,b\n1,x\n2\n", "task: table.csv: line 3: 1 column instead of the 2 of the first row\n" },
  { "target", CSV (", 'target': 'speed'") ", " DENSE, "a,b\n1,x\n2,y\n",
    "task: table.csv: line 1: no column is named “speed”\n" },
  { "regression", CSV (", 'problem': 'regression'") ", " DENSE, "a,b\n1,2\n2,red\n",
    "task: table.csv: line 3, column 2: “red” is not a number\n" },
  { "timesteps", CSV (", 'timesteps': 2") ", 'layers': [{'type': 'rnn'}]", "a,b,c,y\n1,2,3,x\n",
    "task: table.csv: line 1: 3 columns besides the target cannot be divided into 2 timesteps\n" },
  { "no-images", "'task': {'type': 'idx', 'path': 'table.csv', 'labels': 'table.csv'}, " DENSE, "a,b\n1,x\n2,y\n1234\n",
    "task: table.csv: not an IDX file: it does not begin with two zero bytes\n" },
  { "no-labels", "'task': {'type': 'idx', 'path': 'table.csv'}, " DENSE, "", "task: table.csv: too short for an IDX file\n" },
};

/* Free with g_free(). */
static char *
experiment_of (const char *members)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_printf (text, "{'format': 'backflow-experiment', 'version': 1, 'configurations': [{%s}]}", members);
  g_string_replace (text, "'", "\"", 0);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
assert_program_refuses (const char *text, const char *message)
{
  g_autofree char *expected = g_strconcat ("backflow: bad.backflow: configurations[0].", message, NULL);
  gint64 start;
  g_auto (Result) result = { 0 };

  scratch_write ("bad.backflow", text);
  start = g_get_monotonic_time ();
  result = backflow ("run bad.backflow --output out");
  g_test_message ("%s", result.err);
  g_assert_cmpint (result.status, ==, 2);
  g_assert_cmpstr (result.out, ==, "");
  g_assert_true (g_str_has_prefix (result.err, expected));
  g_assert_true (strchr (result.err, '\n') == result.err + strlen (result.err) - 1);
  g_assert_false (scratch_has ("out"));
  g_assert_cmpfloat ((g_get_monotonic_time () - start) / 1e6, <, SECONDS);
}

static void
test_impossible (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = experiment_of (cases[i].members);
      g_autofree char *message = g_strconcat ("configurations[0].", cases[i].message, NULL);
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", cases[i].name);
      g_assert_null (bf_experiment_from_data (text, strlen (text), &error));
      g_assert_true (g_str_has_prefix (error->message, message));
      assert_program_refuses (text, cases[i].message);
    }
}

static void
test_too_large (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree char *text = experiment_of (sizes[i].members);
      g_autoptr (GError) error = NULL;
      g_autoptr (BfExperiment) experiment = bf_experiment_from_data (text, strlen (text), &error);
      const BfConfiguration *configuration;
      guint inputs, timesteps, outputs;
      const BfLoss *loss;

      g_test_message ("%s", sizes[i].name);
      g_assert_no_error (error);    /* can be opened, and made smaller */
      configuration = bf_experiment_configuration (experiment, 0);
      g_assert_true (bf_task_shape (&configuration->task, &inputs, &timesteps, &outputs, &loss, NULL));
      g_assert_false (bf_configuration_check_memory (configuration, inputs, timesteps, outputs, loss, &error));
      g_assert_true (g_str_has_prefix (error->message, sizes[i].message));
      assert_program_refuses (text, sizes[i].message);
    }
}

static void
test_unreadable (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *text = experiment_of (files[i].members);

      g_test_message ("%s", files[i].name);
      scratch_write ("table.csv", files[i].table);
      assert_program_refuses (text, files[i].message);
    }
}

static void
test_missing_file (void)
{
  g_autofree char *text = experiment_of (CSV ("") ", " DENSE);
  g_autofree char *path = scratch_path ("table.csv");
  g_autofree char *message = g_strdup_printf ("task: Error opening file %s: No such file or directory\n", path);

  assert_program_refuses (text, message);
}

/* Later configurations are looked at before the first one runs. */
static void
test_second (void)
{
  g_auto (Result) result = { 0 };
  g_autofree char *text = experiment_of (DIGITS ", " DENSE "}, {" LARGE);

  scratch_write ("bad.backflow", text);
  result = backflow ("run bad.backflow --output out");
  g_assert_cmpint (result.status, ==, 2);
  g_assert_true (g_str_has_prefix (result.err, "backflow: bad.backflow: configurations[1].training.batch_size: too large"));
  g_assert_false (scratch_has ("out"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  program_add_test ("/refusals/impossible", test_impossible);
  program_add_test ("/refusals/too-large", test_too_large);
  program_add_test ("/refusals/unreadable", test_unreadable);
  program_add_test ("/refusals/missing-file", test_missing_file);
  program_add_test ("/refusals/second", test_second);
  return g_test_run ();
}
