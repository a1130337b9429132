#include "engine/measure-real.h"
#include "engine/histogram-real.h"
#include "engine/probe.h"
#include "engine/vector-real.h"

#include <math.h>

static gsize
n_outputs (const Layer *layer)
{
  return (gsize) layer->timesteps * layer->network->rows * layer->units;
}

/* Histograms are of layers; the head has none, and that of more values than can be counted is empty. */
static void
take_histogram (const Layer *layer, BfHistogramKind kind, const real *values)
{
  Network *network = layer->network;
  BfHistogramCounts counts;

  if (network->histograms == NULL || layer->index == network->n_layers
      || n_outputs (layer) > G_MAXUINT32)
    return;
  X (histogram) (n_outputs (layer), values, &counts);
  bf_histograms_put (network->histograms, layer->index, kind, &counts);
}

double
X (measured_norm) (const Layer *layer, gsize n, const real *x)
{
  return layer->network->training.unmeasured ? NAN : X (norm) (n, x);
}

void
X (measure_output) (Layer *layer)
{
  X (moments) (n_outputs (layer), layer->h, &layer->statistics.mean, &layer->statistics.deviation);
  take_histogram (layer, BF_HISTOGRAM_ACTIVATION, layer->h);
}

/* Whether dL/dh is complete only after the layer's own way back through time. */
static gboolean
has_totals (const Layer *layer)
{
  return layer->spec->cell->recurrent && layer->shortcut == NULL;
}

void
X (measure_arrival) (Layer *layer)
{
  layer->statistics.arriving = X (measured_norm) (layer, n_outputs (layer), layer->dh);
  if (!has_totals (layer))
    X (measure_gradient) (layer, layer->statistics.arriving);
}

void
X (measure_gradient) (Layer *layer, double norm)
{
  layer->statistics.n_activation = n_outputs (layer);
  layer->statistics.activation_gradient = norm;
  take_histogram (layer, BF_HISTOGRAM_GRADIENT, layer->dh);
}

void
X (add_branch) (Layer *layer, const real *branch)
{
  const gsize n = (gsize) layer->timesteps * layer->network->rows * layer->inputs;

  layer->statistics.input_gradient = X (measured_norm) (layer, n, branch);
  X (add) (n, 1, branch, layer->dx);
}

double
X (measure_parameters) (Layer *layer)
{
  double norm = 0;

  for (guint i = 0; i < layer->n_parameters; i++)
    {
      Parameter *parameter = &layer->parameters[i];

      parameter->gradient_norm = X (norm) (parameter->n, parameter->gradient);
      norm = hypot (norm, parameter->gradient_norm);
    }
  return norm;
}

static double
root_mean_square (double norm, gsize n)
{
  return norm / sqrt (n);
}

void
X (fill_measures) (const Layer *layer, BfProbe *probe)
{
  const BfLayerStatistics *statistics = &layer->statistics;
  double *row = probe->layers[layer->index], weight_gradient = 0;
  gsize n_weights = 0;

  for (guint i = 0; i < layer->n_parameters; i++)
    if (layer->parameters[i].weight)
      {
        weight_gradient = hypot (weight_gradient, layer->parameters[i].gradient_norm);
        n_weights += layer->parameters[i].n;
      }
  row[BF_WEIGHT_GRADIENT_NORM] = weight_gradient;
  row[BF_ACTIVATION_GRADIENT_NORM] = statistics->activation_gradient;
  row[BF_PREACTIVATION_GRADIENT_NORM] = statistics->preactivation_gradient;
  row[BF_WEIGHT_GRADIENT_RMS] = root_mean_square (weight_gradient, n_weights);
  row[BF_ACTIVATION_GRADIENT_RMS] = root_mean_square (statistics->activation_gradient,
                                                      statistics->n_activation);
  row[BF_PREACTIVATION_GRADIENT_RMS] = root_mean_square (statistics->preactivation_gradient,
                                                         statistics->n_preactivation);
  row[BF_UPDATE_RATIO] = NAN;
  row[BF_ACTIVATION_MEAN] = statistics->mean;
  row[BF_ACTIVATION_STD] = statistics->deviation;
  row[BF_SATURATED_FRACTION] = statistics->saturated;
  row[BF_DEAD_FRACTION] = statistics->dead;
  probe->samples[layer->index] = (guint64) layer->timesteps * layer->network->rows;
  if (layer->ops->measure != NULL)
    layer->ops->measure (layer, probe);
}

static double
decades (double from, double to)
{
  return log10 (to / from);
}

/* From the branch's share of dL/dh to its share of dL/dx. */
static void
fill_branch (const Layer *layer, double from, double to, double *parts)
{
  const BfLayerStatistics *s = &layer->statistics;
  const gboolean normalized = layer->spec->normalization->over != BF_NORMALIZE_NONE;

  if (layer->spec->cell->recurrent)
    {
      parts[BF_BUDGET_ACTIVATION] = decades (s->total_gradient, s->preactivation_gradient);
      parts[BF_BUDGET_WEIGHT] = decades (s->preactivation_gradient, to);
    }
  else if (layer->preactivation)
    {
      parts[BF_BUDGET_WEIGHT] = decades (from, s->output_gradient);
      parts[BF_BUDGET_ACTIVATION] = decades (s->output_gradient, normalized ? s->slope_gradient : to);
      parts[BF_BUDGET_NORMALIZATION] = normalized ? decades (s->slope_gradient, to) : 0;
    }
  else
    {
      const double z = s->preactivation_gradient, u = normalized ? s->slope_gradient : z;

      parts[BF_BUDGET_ACTIVATION] = decades (from, u);
      parts[BF_BUDGET_NORMALIZATION] = normalized ? decades (u, z) : 0;
      parts[BF_BUDGET_WEIGHT] = decades (z, to);
    }
}

void
X (fill_budget) (const Layer *layer, const Layer *before, BfProbe *probe)
{
  const BfLayerStatistics *s = &layer->statistics, *next = &before->statistics;
  const double scale = layer->shortcut != NULL ? ABS (layer->spec->residual_scale) : 1;
  const double from = scale * s->arriving;
  const double to = layer->dx_accumulates ? s->input_gradient : next->arriving;
  double *parts = probe->budget[layer->index];

  for (guint i = 0; i < BF_N_BUDGET_PARTS; i++)
    parts[i] = 0;
  fill_branch (layer, from, to, parts);
  if (layer->shortcut != NULL)
    parts[BF_BUDGET_SHORTCUT] += decades (s->arriving, from);
  if (layer->dx_accumulates)
    parts[BF_BUDGET_SHORTCUT] += decades (to, next->arriving);
  if (layer->spec->cell->recurrent && !has_totals (layer))
    parts[BF_BUDGET_RECURRENCE] += decades (from, s->total_gradient);
  if (has_totals (before))
    parts[BF_BUDGET_RECURRENCE] += decades (next->arriving, next->activation_gradient);
}
