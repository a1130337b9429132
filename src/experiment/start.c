#include "config.h"

#include <glib/gi18n-lib.h>

#include "experiment/start.h"

#include <string.h>

static const BfStart starts[] = {
  { { "sigmoid", N_("20 Sigmoid Layers"), N_("The gradient vanishes on its way to the input.") },
    "dense", "sigmoid", "xavier-uniform", "none", .units = 64, .repeat = 20 },
  { { "tanh", N_("20 Tanh Layers, Xavier"), N_("What Xavier initialisation was made for.") },
    "dense", "tanh", "xavier-uniform", "none", .units = 64, .repeat = 20 },
  { { "relu", N_("20 ReLU Layers, He"), N_("A slope of 0 or 1, and weights drawn to match.") },
    "dense", "relu", "he-normal", "none", .units = 64, .repeat = 20 },
  { { "residual", N_("21 ReLU Layers with Shortcuts"),
      N_("Batch normalisation, and a shortcut round every two layers.") },
    "dense", "relu", "he-normal", "batch", .units = 64, .repeat = 21, .residual_span = 2 },
  { { "rnn", N_("Simple Recurrent Layer"), N_("The gradient passes the same matrix at every timestep.") },
    "rnn", NULL, "xavier-uniform", "none", .units = 64, .repeat = 1 },
  { { "lstm", N_("LSTM Layer, Forget Bias 1"), N_("The gradient passes the forget gate, open at the start.") },
    "lstm", NULL, "xavier-uniform", "none", .units = 64, .repeat = 1, .forget_bias = 1 },
  { { "gru", N_("GRU Layer"), N_("The gradient passes the update gate.") },
    "gru", NULL, "xavier-uniform", "none", .units = 64, .repeat = 1 },
};

const BfTable bf_start_table = BF_TABLE ("starts", starts);

gboolean
bf_task_settings_has_time_axis (const BfTaskSettings *settings)
{
  g_return_val_if_fail (settings != NULL, FALSE);

  return settings->task->sequence
         || ((settings->task->flags & BF_TASK_LAYOUT) && settings->layout != BF_LAYOUT_FLAT)
         || ((settings->task->flags & BF_TASK_TIMESTEPS) && settings->timesteps > 0);
}

gboolean
bf_start_fits (const BfStart *start, const BfTaskSettings *settings)
{
  const BfCell *cell;

  g_return_val_if_fail (start != NULL, FALSE);

  cell = bf_table_find (&bf_cell_table, start->cell);
  return cell->recurrent == bf_task_settings_has_time_axis (settings);
}

void
bf_start_apply (const BfStart *start, BfConfiguration *configuration)
{
  BfLayerGroup group;

  g_return_if_fail (start != NULL && configuration != NULL);

  bf_layer_group_init (&group);
  bf_layer_group_set_cell (&group, bf_table_find (&bf_cell_table, start->cell));
  if (start->activation != NULL)
    bf_layer_group_set_activation (&group, bf_table_find (&bf_activation_table, start->activation));
  bf_layer_group_set_initializer (&group, bf_table_find (&bf_initializer_table, start->initializer));
  group.normalization = bf_table_find (&bf_normalization_table, start->normalization);
  group.units = start->units;
  group.repeat = start->repeat;
  group.residual_span = start->residual_span;
  group.forget_bias = start->forget_bias;
  g_array_set_size (configuration->groups, 0);
  g_array_append_val (configuration->groups, group);
}

static BfLayerGroup *
group_at (BfConfiguration *configuration, guint index)
{
  return &g_array_index (configuration->groups, BfLayerGroup, index);
}

/* A sequence is read by an LSTM first, whose last output the layers that were there go on with. */
static void
read_with_lstm (BfConfiguration *configuration, guint index)
{
  BfLayerGroup group;

  if (!bf_task_settings_has_time_axis (&configuration->task))
    return;
  bf_layer_group_init (&group);
  bf_layer_group_set_cell (&group, bf_table_find (&bf_cell_table, "lstm"));
  group.units = group_at (configuration, index)->units;
  group.forget_bias = 1;
  g_array_insert_val (configuration->groups, index, group);
}

/* Those from @index on, as none of them can be recurrent. */
static void
make_dense (BfConfiguration *configuration, guint index)
{
  for (guint i = index; i < configuration->groups->len; i++)
    bf_layer_group_set_cell (group_at (configuration, i), bf_table_find (&bf_cell_table, "dense"));
}

static void
drop_shortcuts (BfConfiguration *configuration, guint index)
{
  group_at (configuration, index)->residual_span = 0;
}

static void
use_postactivation (BfConfiguration *configuration, guint index)
{
  group_at (configuration, index)->residual_form = BF_RESIDUAL_POSTACTIVATION;
}

static void
drop_normalization (BfConfiguration *configuration, guint index)
{
  group_at (configuration, index)->normalization = bf_table_find (&bf_normalization_table, "none");
}

static void
use_pairs (BfConfiguration *configuration, guint index)
{
  configuration->batch_size = MAX (configuration->batch_size, 2);
}

/* The first that helps is taken. */
static const struct {
  const char *key;
  const char *label;
  void (*mend) (BfConfiguration *configuration, guint group);
} mends[] = {
  { "type", N_("Put an LSTM First"), read_with_lstm },
  { "type", N_("Make Layers Dense"), make_dense },
  { "residual_span", N_("No Shortcuts"), drop_shortcuts },
  { "residual_form", N_("Use Post-Activation"), use_postactivation },
  { "normalization", N_("No Normalisation"), drop_normalization },
  { "batch_size", N_("Use Batches of 2"), use_pairs },
};

static gboolean
is_wrong_at (const BfConfiguration *configuration, const char *path)
{
  g_autoptr (GError) error = NULL;

  return !bf_configuration_validate (configuration, &error)
         && g_str_has_prefix (error->message, path) && error->message[strlen (path)] == ':';
}

static void
take_layers (BfConfiguration *configuration, const BfConfiguration *from)
{
  g_array_set_size (configuration->groups, 0);
  g_array_append_vals (configuration->groups, from->groups->data, from->groups->len);
  configuration->batch_size = from->batch_size;
}

const char *
bf_configuration_mend (BfConfiguration *configuration, const char *path)
{
  const char *key;
  guint group = 0;

  g_return_val_if_fail (configuration != NULL && path != NULL, NULL);

  key = strrchr (path, '.') != NULL ? strrchr (path, '.') + 1 : path;
  if (g_str_has_prefix (path, "layers["))
    group = g_ascii_strtoull (path + strlen ("layers["), NULL, 10);
  if (group >= configuration->groups->len || !is_wrong_at (configuration, path))
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (mends); i++)
    {
      g_autoptr (BfConfiguration) trial = bf_configuration_copy (configuration);

      if (strcmp (mends[i].key, key) != 0)
        continue;
      mends[i].mend (trial, group);
      if (is_wrong_at (trial, path))
        continue;
      take_layers (configuration, trial);
      return mends[i].label;
    }
  return NULL;
}
