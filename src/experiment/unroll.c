/* From what a person edits to what the engine builds: repeats are unrolled, shortcuts placed. */
#include "experiment/configuration.h"

static void
layer_from_group (const BfLayerGroup *group, BfLayerSpec *layer)
{
  *layer = (BfLayerSpec) {
    .cell = group->cell,
    .units = group->units,
    .activation = group->activation,
    .activation_parameter = group->activation_parameter,
    .initializer = group->initializer,
    .recurrent_initializer = group->recurrent_initializer,
    .gain = group->gain,
    .initializer_std = group->initializer_std,
    .forget_bias = group->forget_bias,
    .normalization = group->normalization,
    .residual_form = group->residual_form,
    .residual_scale = group->residual_scale,
    .span_first = -1,
    .span_last = FALSE,
  };
}

/* Layer @index of a group is its stem if 0; then spans of @span layers follow while whole ones
 * fit. */
static void
place_in_span (BfLayerSpec *layer, guint first_of_group, guint index, const BfLayerGroup *group)
{
  guint span = group->residual_span;

  if (span == 0 || index == 0)
    return;
  guint place = (index - 1) % span;
  guint start = index - place;

  if (start + span > group->repeat)
    return;
  layer->span_first = first_of_group + start;
  layer->span_last = place == span - 1;
}

void
bf_configuration_network_spec (const BfConfiguration *configuration, guint inputs, guint timesteps,
                               guint outputs, const BfLoss *loss, BfNetworkSpec *spec)
{
  guint n = 0;

  *spec = (BfNetworkSpec) {
    .inputs = inputs,
    .timesteps = timesteps,
    .outputs = outputs,
    .loss = loss,
    .n_layers = bf_configuration_n_layers (configuration),
  };
  spec->layers = g_new (BfLayerSpec, spec->n_layers);
  for (guint g = 0; g < configuration->groups->len; g++)
    {
      const BfLayerGroup *group = &g_array_index (configuration->groups, BfLayerGroup, g);
      guint first = n;

      for (guint i = 0; i < group->repeat; i++, n++)
        {
          layer_from_group (group, &spec->layers[n]);
          place_in_span (&spec->layers[n], first, i, group);
        }
    }
}

void
bf_network_spec_clear (BfNetworkSpec *spec)
{
  g_clear_pointer (&spec->layers, g_free);
  spec->n_layers = 0;
}

void
bf_configuration_training_spec (const BfConfiguration *configuration, BfTrainingSpec *spec)
{
  *spec = (BfTrainingSpec) {
    .optimizer = configuration->optimizer,
    .learning_rate = configuration->learning_rate,
    .momentum = configuration->momentum,
    .clip_norm = configuration->clip_norm,
    .batch_size = configuration->batch_size,
    .seed = configuration->seed,
    .precision = configuration->precision,
    .histogram_interval = configuration->histogram_interval,
    .steps = configuration->steps,
  };
}
