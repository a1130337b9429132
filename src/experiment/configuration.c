#include "config.h"

#include <glib/gi18n-lib.h>

#include "experiment/configuration.h"
#include "experiment/field.h"

#include <string.h>

G_DEFINE_QUARK (bf-configuration-error-quark, bf_configuration_error)

static const BfEntry precisions[] = {
  [BF_FLOAT32] = { "float32", N_("Single (float32)"), N_("As most networks are trained") },
  [BF_FLOAT64] = { "float64", N_("Double (float64)"),
                   N_("For very deep networks, whose gradients underflow in single precision") },
};

static const BfEntry residual_forms[] = {
  [BF_RESIDUAL_PREACTIVATION] = { "preactivation", N_("Pre-activation"),
                                  N_("W φ(N(x)) + b: the linear map comes last") },
  [BF_RESIDUAL_POSTACTIVATION] = { "postactivation", N_("Post-activation"),
                                   N_("φ(N(W x + b)): the activation comes last") },
};

const BfTable bf_precision_table = BF_TABLE ("precisions", precisions);
const BfTable bf_residual_form_table = BF_TABLE ("residual-forms", residual_forms);

/* A row that is part of the file format and therefore always there. */
static const void *
row (const BfTable *table, const char *id)
{
  const void *found = bf_table_find (table, id);

  g_assert (found != NULL);
  return found;
}

void
bf_layer_group_init (BfLayerGroup *group)
{
  *group = (BfLayerGroup) {
    .cell = row (&bf_cell_table, "dense"),
    .units = 64,
    .repeat = 1,
    .initializer = row (&bf_initializer_table, "xavier-uniform"),
    .recurrent_initializer = row (&bf_initializer_table, "xavier-uniform"),
    .gain = 1,
    .initializer_std = 0.01,
    .normalization = row (&bf_normalization_table, "none"),
    .residual_scale = 1,
    .residual_form = BF_RESIDUAL_PREACTIVATION,
  };
  bf_layer_group_set_activation (group, row (&bf_activation_table, "sigmoid"));
}

void
bf_layer_group_set_cell (BfLayerGroup *group, const BfCell *cell)
{
  g_return_if_fail (cell != NULL);

  group->cell = cell;
  if (!cell->recurrent)
    return;
  bf_layer_group_set_activation (group, row (&bf_activation_table, "tanh"));
  group->normalization = row (&bf_normalization_table, "none");
  group->residual_span = MIN (group->residual_span, 1);
  group->residual_form = BF_RESIDUAL_POSTACTIVATION;
}

void
bf_layer_group_set_activation (BfLayerGroup *group, const BfActivation *activation)
{
  g_return_if_fail (activation != NULL);

  group->activation = activation;
  group->activation_parameter = activation->parameter_default;
}

void
bf_layer_group_set_initializer (BfLayerGroup *group, const BfInitializer *initializer)
{
  g_return_if_fail (initializer != NULL);

  if (group->recurrent_initializer == group->initializer)
    group->recurrent_initializer = initializer;
  group->initializer = initializer;
}

void
bf_configuration_set_optimizer (BfConfiguration *configuration, const BfOptimizer *optimizer)
{
  g_return_if_fail (optimizer != NULL);

  configuration->optimizer = optimizer;
  configuration->learning_rate = optimizer->default_learning_rate;
  configuration->momentum = optimizer->has_momentum ? 0.9 : 0;
}

BfConfiguration *
bf_configuration_new (const char *name)
{
  BfConfiguration *configuration = g_new0 (BfConfiguration, 1);
  BfLayerGroup group;

  configuration->name = g_strdup (name != NULL ? name : "");
  configuration->seed = 1;
  configuration->seeds = 1;
  configuration->precision = BF_FLOAT32;
  configuration->batch_size = 64;
  configuration->steps = 1000;
  configuration->histogram_interval = 20;
  bf_task_settings_init (&configuration->task, row (&bf_task_table, "digits"));
  bf_configuration_set_optimizer (configuration, row (&bf_optimizer_table, "sgd"));
  configuration->groups = g_array_new (FALSE, FALSE, sizeof (BfLayerGroup));
  bf_layer_group_init (&group);
  g_array_append_val (configuration->groups, group);
  return configuration;
}

BfConfiguration *
bf_configuration_copy (const BfConfiguration *configuration)
{
  BfConfiguration *copy = g_memdup2 (configuration, sizeof *configuration);

  copy->name = g_strdup (configuration->name);
  copy->color = g_strdup (configuration->color);
  copy->task = (BfTaskSettings) { 0 };
  bf_task_settings_copy (&copy->task, &configuration->task);
  copy->groups = g_array_copy (configuration->groups);
  return copy;
}

guint
bf_configuration_n_seeds (const BfConfiguration *configuration)
{
  return CLAMP (configuration->seeds, 1, BF_CONFIGURATION_MAX_SEEDS);
}

BfConfiguration *
bf_configuration_copy_seed (const BfConfiguration *configuration, guint number)
{
  BfConfiguration *copy = bf_configuration_copy (configuration);

  copy->seed += number;
  if (copy->seeds == bf_configuration_n_seeds (configuration))
    copy->seeds = 1;
  if (number > 0)
    copy->histogram_interval = 0;
  return copy;
}

void
bf_configuration_free (BfConfiguration *configuration)
{
  if (configuration == NULL)
    return;
  g_free (configuration->name);
  g_free (configuration->color);
  bf_task_settings_clear (&configuration->task);
  g_array_unref (configuration->groups);
  g_free (configuration);
}

gboolean
bf_configuration_equal (const BfConfiguration *a, const BfConfiguration *b)
{
  if (g_strcmp0 (a->name, b->name) != 0 || g_strcmp0 (a->color, b->color) != 0
      || !bf_task_settings_equal (&a->task, &b->task) || a->groups->len != b->groups->len
      || !bf_fields_equal (&bf_run_field_table, a, b)
      || !bf_fields_equal (&bf_training_field_table, a, b))
    return FALSE;
  for (guint i = 0; i < a->groups->len; i++)
    if (!bf_fields_equal (&bf_layer_field_table, &g_array_index (a->groups, BfLayerGroup, i),
                          &g_array_index (b->groups, BfLayerGroup, i)))
      return FALSE;
  return TRUE;
}

guint
bf_configuration_n_layers (const BfConfiguration *configuration)
{
  guint64 n = 0;

  for (guint i = 0; i < configuration->groups->len; i++)
    n += g_array_index (configuration->groups, BfLayerGroup, i).repeat;
  return MIN (n, G_MAXUINT);
}
