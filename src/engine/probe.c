#include "engine/probe.h"

#include <math.h>
#include <string.h>

/* In the order of BfLayerMeasure. */
static const BfLayerMeasureInfo rows[] = {
  { { "weight_gradient_norm", N_("Weight gradient, norm"),
      N_("‖∂L/∂W‖ over all weights of the layer.") }, TRUE, TRUE },
  { { "activation_gradient_norm", N_("Activation gradient, norm"),
      N_("‖∂L/∂h‖ over the mini-batch, h being what the next layer reads.") }, TRUE, TRUE },
  { { "preactivation_gradient_norm", N_("Pre-activation gradient, norm"),
      N_("‖∂L/∂z‖ over the mini-batch, z = W x + b.") }, TRUE, TRUE },
  { { "weight_gradient_rms", N_("Weight gradient, RMS"),
      N_("‖∂L/∂W‖ divided by the root of the number of weights.") }, TRUE, FALSE },
  { { "activation_gradient_rms", N_("Activation gradient, RMS"),
      N_("‖∂L/∂h‖ divided by the root of the number of values: does not depend on the width.") },
    TRUE, TRUE },
  { { "preactivation_gradient_rms", N_("Pre-activation gradient, RMS"),
      N_("‖∂L/∂z‖ divided by the root of the number of values.") }, TRUE, FALSE },
  { { "update_ratio", N_("Update ratio"), N_("‖ΔW‖ / ‖W‖ of the step’s update.") }, TRUE, TRUE },
  { { "activation_mean", N_("Activation, mean"), N_("Mean of h over units and mini-batch.") },
    FALSE, TRUE },
  { { "activation_std", N_("Activation, standard deviation"),
      N_("Standard deviation of h over units and mini-batch.") }, FALSE, TRUE },
  { { "saturated_fraction", N_("Saturated share"),
      N_("Share of values where the slope of a bounded activation is below a twentieth of its largest.") },
    FALSE, TRUE },
  { { "dead_fraction", N_("Dead share"),
      N_("Share of units whose slope is exactly 0 for every sample of the mini-batch.") }, FALSE, TRUE },
};
G_STATIC_ASSERT (G_N_ELEMENTS (rows) == BF_N_LAYER_MEASURES);

const BfTable bf_layer_measure_table = BF_TABLE ("measures", rows);

BfProbe *
bf_probe_new (guint n_layers, guint n_recurrent, guint timesteps)
{
  BfProbe *probe = g_new0 (BfProbe, 1);
  const gsize n_times = (gsize) n_recurrent * timesteps;

  probe->n_layers = n_layers;
  probe->layers = g_malloc0_n (n_layers, sizeof *probe->layers);
  probe->budget = g_malloc_n (n_layers, sizeof *probe->budget);
  for (guint i = 0; i < n_layers; i++)
    for (guint part = 0; part < BF_N_BUDGET_PARTS; part++)
      probe->budget[i][part] = NAN;
  probe->samples = g_new0 (guint64, n_layers);
  probe->n_recurrent = n_recurrent;
  probe->timesteps = timesteps;
  probe->hidden_gradient_norm = g_new0 (double, n_times);
  probe->cell_gradient_norm = g_new0 (double, n_times);
  probe->recurrent_layer = g_new0 (guint, n_recurrent);
  return probe;
}

BfProbe *
bf_probe_copy (const BfProbe *probe)
{
  g_return_val_if_fail (probe != NULL, NULL);

  BfProbe *copy = bf_probe_new (probe->n_layers, probe->n_recurrent, probe->timesteps);
  const gsize n_times = (gsize) probe->n_recurrent * probe->timesteps;

  copy->step = probe->step;
  copy->loss = probe->loss;
  copy->accuracy = probe->accuracy;
  copy->gradient_norm = probe->gradient_norm;
  copy->clipped_gradient_norm = probe->clipped_gradient_norm;
  for (guint i = 0; i < probe->n_layers; i++)
    {
      memcpy (copy->layers[i], probe->layers[i], sizeof copy->layers[i]);
      memcpy (copy->budget[i], probe->budget[i], sizeof copy->budget[i]);
      copy->samples[i] = probe->samples[i];
    }
  if (probe->histograms != NULL)
    copy->histograms = bf_histograms_copy (probe->histograms);
  for (gsize i = 0; i < n_times; i++)
    {
      copy->hidden_gradient_norm[i] = probe->hidden_gradient_norm[i];
      copy->cell_gradient_norm[i] = probe->cell_gradient_norm[i];
    }
  for (guint i = 0; i < probe->n_recurrent; i++)
    copy->recurrent_layer[i] = probe->recurrent_layer[i];
  return copy;
}

void
bf_probe_free (BfProbe *probe)
{
  if (probe == NULL)
    return;
  g_free (probe->layers);
  g_free (probe->budget);
  g_free (probe->samples);
  bf_histograms_free (probe->histograms);
  g_free (probe->hidden_gradient_norm);
  g_free (probe->cell_gradient_norm);
  g_free (probe->recurrent_layer);
  g_free (probe);
}
