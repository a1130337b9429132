/* What cannot be built is refused with the field's path. Values that a file may hold are in
 * test-malformed.c; here is what several fields say together. Rows that no table has stand for any
 * cell and task of their kind. */
#include "sample.h"

#include <string.h>

static const BfCell plain = { .entry = { "rnn", "", "" }, .recurrent = TRUE, .n_gates = 1 };
static const BfCell gated = { .entry = { "lstm", "", "" }, .recurrent = TRUE, .gated = TRUE, .n_gates = 4 };
static const BfTask sequence = { .entry = { "adding", "", "" }, .sequence = TRUE };
static const BfTask images = { .entry = { "idx", "", "" }, .flags = BF_TASK_LAYOUT };
static const BfTask sheet = { .entry = { "csv", "", "" }, .flags = BF_TASK_TIMESTEPS };

typedef struct {
  const BfCell *cell;        /* NULL: dense */
  guint repeat;              /* 0: no group */
  guint span;
  BfResidualForm form;
  const char *normalization; /* NULL: none */
} Group;

typedef struct {
  const char *name;
  const BfTask *task;        /* NULL: digits */
  Group groups[3];
  guint batch_size;          /* 0: 64 */
  const char *message;       /* NULL: valid */
} Case;

#define POST BF_RESIDUAL_POSTACTIVATION

static const Case cases[] = {
  { "one dense layer", NULL, { { NULL, 1 } } },
  { "no layer", NULL, { { NULL, 0 } }, 0, "layers: at least one layer is needed" },
  { "1000 layers", NULL, { { NULL, 600 }, { NULL, 400 } } },
  { "1001 layers", NULL, { { NULL, 600 }, { NULL, 401 } }, 0,
    "layers: 1001 layers with all repeats" },
  { "no repeat", NULL, { { NULL, 1 }, { NULL, G_MAXUINT } }, 0,
    "layers[1].repeat: must be between 1 and 1000, not 4294967295" },

  { "span fits", NULL, { { NULL, 3, 2 } } },
  { "span fits exactly", NULL, { { NULL, 2, 1 } } },
  { "span of the whole group", NULL, { { NULL, 3, 3 } }, 0,
    "layers[0].residual_span: a shortcut over 3 layers does not fit into a group of 3" },
  { "span of a single layer", NULL, { { NULL, 4 }, { NULL, 1, 1 } }, 0,
    "layers[1].residual_span: a shortcut over 1 layer does not fit into a group of 1" },
  { "postactivation", NULL, { { NULL, 3, 2, POST } } },

  { "batch", NULL, { { NULL, 3, 0, 0, "batch" } }, 2 },
  { "batch of one", NULL, { { NULL, 3, 0, 0, "batch" } }, 1,
    "training.batch_size: must be at least 2 for the batch normalisation of layers[0]" },
  { "batch of one, second group", NULL, { { NULL, 3, 0, 0, "layer" }, { NULL, 1, 0, 0, "batch" } },
    1,
    "normalisation of layers[1]" },
  { "layer, batch of one", NULL, { { NULL, 3, 0, 0, "layer" } }, 1 },

  { "recurrent", &sequence, { { &plain, 2 } } },
  { "recurrent, then dense", &sequence, { { &gated, 2 }, { &plain, 1 }, { NULL, 3 } } },
  { "recurrent, batch", &sequence, { { &plain, 2, 0, 0, "batch" } }, 0,
    "layers[0].normalization: must be none for recurrent layers" },
  { "recurrent, layer", &sequence, { { &gated, 2, 0, 0, "layer" } }, 0,
    "layers[0].normalization: must be none" },
  { "recurrent, dense batch", &sequence, { { &gated, 2 }, { NULL, 1, 0, 0, "batch" } } },
  { "recurrent span", &sequence, { { &plain, 3, 1, POST } } },
  { "recurrent span of two", &sequence, { { &plain, 3, 2, POST } }, 0,
    "layers[0].residual_span: must be 0 or 1 for rnn, not 2" },
  { "recurrent span, one layer", &sequence, { { &plain, 1, 1, POST } }, 0,
    "layers[0].residual_span: a shortcut" },
  { "recurrent preactivation", &sequence, { { &plain, 3, 1 } }, 0,
    "layers[0].residual_form: must be postactivation for recurrent layers" },
  { "recurrent preactivation without span", &sequence, { { &plain, 3, 0 } } },

  { "sequence into dense", &sequence, { { NULL, 2 } }, 0,
    "layers[0].type: the task adding is a sequence and needs a recurrent layer, not dense" },
  { "recurrent without sequence", NULL, { { &gated, 2 } }, 0,
    "layers[0].type: lstm needs a sequence, but the task digits has no time axis" },
  { "recurrent after dense", &sequence, { { &gated, 1 }, { NULL, 1 }, { &plain, 1 } }, 0,
    "layers[2].type: rnn cannot follow a dense layer, which ends the time axis" },
  { "recurrent after dense, flat task", NULL, { { NULL, 1 }, { &plain, 1 } }, 0,
    "layers[1].type: rnn cannot follow" },
  { "flat images", &images, { { NULL, 1 } } },
  { "flat images, recurrent", &images, { { &plain, 1 } }, 0,
    "layers[0].type: rnn needs a sequence" },
  { "flat table", &sheet, { { NULL, 1 } } },
};

static BfConfiguration *
build (const Case *data)
{
  BfConfiguration *configuration = bf_configuration_new ("A");

  if (data->task != NULL)
    configuration->task.task = data->task;
  if (data->batch_size > 0)
    configuration->batch_size = data->batch_size;
  g_array_set_size (configuration->groups, 0);
  for (guint i = 0; i < G_N_ELEMENTS (data->groups); i++)
    {
      const Group *from = &data->groups[i];
      BfLayerGroup group;

      if (from->repeat == 0)
        break;
      bf_layer_group_init (&group);
      if (from->cell != NULL)
        group.cell = from->cell;
      group.repeat = from->repeat;
      group.residual_span = from->span;
      group.residual_form = from->form;
      if (from->normalization != NULL)
        group.normalization = bf_table_find (&bf_normalization_table, from->normalization);
      g_array_append_val (configuration->groups, group);
    }
  return configuration;
}

static void
check (const BfConfiguration *configuration, const char *message)
{
  g_autoptr (GError) error = NULL;
  gboolean valid = bf_configuration_validate (configuration, &error);

  if (message == NULL)
    {
      g_assert_no_error (error);
      g_assert_true (valid);
      return;
    }
  g_assert_false (valid);
  g_assert_error (error, BF_CONFIGURATION_ERROR, BF_CONFIGURATION_ERROR_INVALID);
  if (strstr (error->message, message) == NULL)
    g_error ("“%s” does not say “%s”", error->message, message);
}

static void
test_case (gconstpointer data)
{
  const Case *example = data;
  g_autoptr (BfConfiguration) configuration = build (example);

  check (configuration, example->message);
}

/* A task of file images or of a wide table has a time axis only by its settings. */
static void
test_time_axis (void)
{
  g_autoptr (BfConfiguration) configuration =
    build (&(Case) { "", &images, { { &plain, 2 } }, 0, NULL });

  configuration->task.layout = BF_LAYOUT_ROWS;
  check (configuration, NULL);
  configuration->task.task = &sheet;
  check (configuration, "layers[0].type: rnn needs a sequence");
  configuration->task.timesteps = 5;
  check (configuration, NULL);
}

/* What an editor, not a file, may hold. */
static void
test_values (void)
{
  g_autoptr (BfConfiguration) configuration = bf_configuration_new ("A");

  configuration->learning_rate = NAN;
  check (configuration, "training.learning_rate: must be greater than 0 and at most 1000000, not nan");
  configuration->learning_rate = INFINITY;
  check (configuration, "training.learning_rate: must be greater than 0 and at most 1000000, not inf");
  configuration->learning_rate = 0.1;
  configuration->seed = BF_CONFIGURATION_MAX_SEED + 2;
  check (configuration, "seed: must be between 0 and 9007199254740992, not 9007199254740994");
  configuration->seed = BF_CONFIGURATION_MAX_SEED;
  check (configuration, NULL);
  configuration->color = g_strdup ("red");
  check (configuration, "color: must be a colour like #3584e4, not “red”");
  g_free (configuration->color);
  configuration->color = g_strdup ("#FFcc0");
  check (configuration, "color: ");
  g_free (configuration->color);
  configuration->color = g_strdup ("#FFcc00");
  check (configuration, NULL);
  configuration->task.task = bf_table_find (&bf_task_table, "moons");
  configuration->task.samples = 1000;
  configuration->task.noise = -1;
  check (configuration, "task.noise: ");
  configuration->task.noise = 0.1;
  check (configuration, NULL);
  g_free (configuration->name);
  configuration->name = g_strnfill (BF_CONFIGURATION_MAX_NAME + 1, 'x');
  check (configuration, "name: must not be longer than 200 characters");
}

/* An experiment adds which configuration it is. */
static void
test_experiment (void)
{
  g_autoptr (BfExperiment) experiment = bf_experiment_new_example ();
  g_autoptr (GError) error = NULL;

  g_assert_true (bf_experiment_validate (experiment, &error));
  sample_group (bf_experiment_configuration (experiment, 1), 0)->units = 0;
  g_assert_false (bf_experiment_validate (experiment, &error));
  g_assert_error (error, BF_CONFIGURATION_ERROR, BF_CONFIGURATION_ERROR_INVALID);
  g_assert_cmpstr (error->message, ==, "configurations[1].layers[0].units: must be between 1 and 4096, not 0");
  g_clear_error (&error);

  bf_experiment_remove (experiment, 1);
  g_assert_true (bf_experiment_validate (experiment, NULL));
  bf_experiment_remove (experiment, 0);
  g_assert_false (bf_experiment_validate (experiment, &error));
  g_assert_cmpstr (error->message, ==, "configurations: must be 1 to 64, not 0");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/validate/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/validate/time-axis", test_time_axis);
  g_test_add_func ("/validate/values", test_values);
  g_test_add_func ("/validate/experiment", test_experiment);
  return g_test_run ();
}
