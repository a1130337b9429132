/* The passes over a network in one precision; core.h. */
#include "engine/measure-real.h"
#include "engine/network-real.h"
#include "engine/vector-real.h"

#include <math.h>
#include <string.h>

/* Samples [rows, T, I] in float to time-major inputs [T, rows, I]. */
static const real *
read_inputs (Network *network, const BfSamples *samples)
{
  const guint n = network->spec.inputs, T = network->layers[0].timesteps;

  if (network->inputs == NULL)
    return (const real *) samples->inputs;
  for (guint row = 0; row < samples->n; row++)
    for (guint t = 0; t < T; t++)
      {
        const float *from = samples->inputs + ((gsize) row * T + t) * n;
        real *to = network->inputs + ((gsize) t * samples->n + row) * n;

        for (guint i = 0; i < n; i++)
          to[i] = from[i];
      }
  return network->inputs;
}

/* Where a layer without a time axis reads the one before: at the last timestep. */
static gsize
last_timestep (const Layer *before, const Layer *layer)
{
  return (gsize) (before->timesteps - layer->timesteps) * layer->network->rows * before->units;
}

/* Points every layer at its neighbours, for the number of rows of this pass. */
static void
connect (Network *network, const BfSamples *samples, BfPass pass)
{
  network->pass = pass;
  network->rows = samples->n;
  network->layers[0].x = read_inputs (network, samples);
  for (guint i = 1; i <= network->n_layers; i++)
    {
      Layer *before = &network->layers[i - 1], *layer = &network->layers[i];

      layer->x = before->h + last_timestep (before, layer);
      layer->dx = before->dh + last_timestep (before, layer);
      if (layer->spec->span_last)
        layer->shortcut = network->layers[layer->spec->span_first].x;
    }
}

static double
forward (gpointer core, const BfSamples *samples, BfPass pass, guint *n_correct)
{
  Network *network = core;
  Layer *head = &network->layers[network->n_layers];

  connect (network, samples, pass);
  for (guint i = 0; i <= network->n_layers; i++)
    {
      Layer *layer = &network->layers[i];

      layer->ops->forward (layer);
      if (pass != BF_PASS_EVALUATION && !network->training.unmeasured)
        X (measure_output) (layer);
    }
  return network->spec.loss->X (evaluate) (network->rows, head->units, head->h, samples->classes,
                                           samples->targets, head->dh, n_correct);
}

static void
backward (gpointer core, BfProbe *probe)
{
  Network *network = core;
  const gboolean measured = !network->training.unmeasured;
  const gboolean measures_norm = measured || network->training.clip_norm > 0;
  double norm = 0;

  for (guint i = network->n_layers + 1; i-- > 0;)
    {
      Layer *layer = &network->layers[i], *before = layer - 1;

      X (measure_arrival) (layer);
      layer->ops->backward (layer);
      if (i > 0)  /* the loss reads nothing of the earlier timesteps */
        memset (before->dh, 0, last_timestep (before, layer) * sizeof (real));
      norm = measures_norm ? hypot (norm, X (measure_parameters) (layer)) : NAN;
      if (i < network->n_layers && measured)
        X (fill_measures) (layer, probe);
      if (i + 1 < network->n_layers && measured)
        X (fill_budget) (layer + 1, layer, probe);
    }
  probe->gradient_norm = norm;
}

/* Subtracts the update from the parameter; norms of the parameter before, and of the update. */
static void
update_parameter (Network *network, const Parameter *parameter, const BfOptimizerStep *step,
                  double *value_norm, double *update_norm)
{
  const BfOptimizer *optimizer = network->training.optimizer;
  real update[2048];

  *value_norm = *update_norm = 0;
  for (gsize i = 0; i < parameter->n; i += G_N_ELEMENTS (update))
    {
      const gsize n = MIN (G_N_ELEMENTS (update), parameter->n - i);
      real *state[G_N_ELEMENTS (network->state)] = { NULL };

      for (guint k = 0; k < optimizer->n_state; k++)
        state[k] = network->state[k] + parameter->offset + i;
      optimizer->X (update) (n, step, parameter->gradient + i, state, update);
      if (parameter->weight && !network->training.unmeasured)
        {
          *value_norm = hypot (*value_norm, X (norm) (n, parameter->value + i));
          *update_norm = hypot (*update_norm, X (norm) (n, update));
        }
      X (add) (n, -1, update, parameter->value + i);
    }
}

static void
update (gpointer core, const BfOptimizerStep *step, BfProbe *probe)
{
  Network *network = core;

  for (guint i = 0; i <= network->n_layers; i++)
    {
      Layer *layer = &network->layers[i];
      double values = 0, updates = 0;

      for (guint j = 0; j < layer->n_parameters; j++)
        {
          double value, change;

          update_parameter (network, &layer->parameters[j], step, &value, &change);
          values = hypot (values, value);
          updates = hypot (updates, change);
        }
      if (i < network->n_layers && !network->training.unmeasured)
        probe->layers[i][BF_UPDATE_RATIO] = updates == 0 ? 0 : updates / values;
    }
}

static const BfNetworkSpec *
spec (gpointer core)
{
  Network *network = core;

  return &network->spec;
}

static guint
n_tensors (gpointer core)
{
  Network *network = core;
  guint n = 0;

  for (guint i = 0; i <= network->n_layers; i++)
    n += network->layers[i].n_parameters;
  return n;
}

static void
tensor (gpointer core, guint index, BfTensor *result)
{
  Network *network = core;
  Layer *layer = network->layers;

  for (; index >= layer->n_parameters; layer++)
    index -= layer->n_parameters;

  const Parameter *parameter = &layer->parameters[index];

  *result = (BfTensor) {
    .name = parameter->name,
    .rows = parameter->rows,
    .columns = parameter->columns,
    .precision = sizeof (real) == sizeof (float) ? BF_FLOAT32 : BF_FLOAT64,
    .value = parameter->value,
    .gradient = parameter->gradient,
  };
}

static void
set_histograms (gpointer core, BfHistograms *histograms)
{
  Network *network = core;

  network->histograms = histograms;
}

const BfCoreFunctions X (bf_core) = {
  X (network_size), X (network_new), X (network_free), set_histograms, forward, backward, update,
  spec, n_tensors, tensor,
};
