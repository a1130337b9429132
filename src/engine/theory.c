#include "engine/theory.h"

#include <math.h>
#include <string.h>

#include "engine/gaussian.h"

#define NARROW 0.25          /* depth / width above which the band is as wide as the effect */
#define SMALL_BATCH 16

static const struct { BfEntry entry; } limits[BF_N_THEORY_LIMITS] = {
  { { "narrow", N_("Narrow network"),
      N_("Depth over width is not small, so single seeds scatter widely around the prediction.") } },
  { { "small-batch", N_("Small batch"),
      N_("Batch normalisation over few samples depends on how the samples cluster.") } },
  { { "branch-mean", N_("Branch with a mean"),
      N_("The residual branch ends in an activation whose mean is not zero, which adds up layer by "
         "layer.") } },
  { { "shared-weights", N_("Shared weights"),
      N_("One Gaussian matrix is used at every timestep; products of the same matrix grow faster "
         "than those of independent ones.") } },
  { { "not-random", N_("Not random"),
      N_("The weights are not drawn at random, so there is nothing to average over.") } },
};
const BfTable bf_theory_limit_table = BF_TABLE ("theory-limits", limits);

/* Distribution of a layer's output as far as theory follows it. */
typedef struct {
  double mean;
  double square;             /* E h^2 */
} Signal;

/* What one layer does to the second moment of the gradient that crosses it. */
typedef struct {
  Signal output;             /* of the branch, before a residual sum */
  double factor;             /* E(dL/dx)^2 / E(dL/dF)^2, without the shortcut */
  double log_variance;       /* of ln of it over seeds */
} Crossing;

static double
weight_variance (const BfLayerSpec *layer, guint inputs, guint *limit)
{
  BfInitializerShape shape = { layer->units, inputs, layer->gain, layer->initializer_std };
  double variance = layer->initializer->variance (&shape);

  if (isfinite (variance) && variance > 0.0)
    return variance;
  *limit |= BF_THEORY_NOT_RANDOM;
  return isfinite (variance) ? variance : layer->gain * layer->gain / MAX (layer->units, inputs);
}

static double
orthant (double correlation)
{
  return (sqrt (1.0 - correlation * correlation) + (G_PI - acos (correlation)) * correlation) / G_PI;
}

/* Yang et al. 2019: second-moment factor of a batch-normalised ReLU layer over B samples. */
static double
relu_rate (double b)
{
  double c = -1.0 / (b - 1.0), j1 = orthant (c);
  double outer = b / ((b - 1.0) * (b - 3.0) * (1.0 - j1) / 2.0);

  return outer * (b / 2.0 * (1.0 - 1.0 / b) * (1.0 - 1.0 / b)
                  + (b - 1.0) / b * (0.25 + asin (c) / (2.0 * G_PI))
                  - 0.5 + 1.0 / (2.0 * b) + (b - 1.0) * j1 / (2.0 * b));
}

double
bf_theory_batch_correction (const BfActivation *activation, guint batch_size)
{
  double b = MAX (batch_size, 4);

  if (strcmp (activation->entry.id, "relu") == 0)
    return relu_rate (b) / (G_PI / (G_PI - 1.0));
  return (b - 2.0) / (b - 3.0);
}

/* Variance that the normalisation divides by, for values with this signal in front of it. */
static double
normalizer (const BfNormalization *normalization, const Signal *signal)
{
  switch (normalization->over)
    {
    case BF_NORMALIZE_BATCH:
      return signal->square - signal->mean * signal->mean + BF_NORMALIZATION_EPSILON;
    case BF_NORMALIZE_LAYER:
      return signal->square + BF_NORMALIZATION_EPSILON;
    default:
      return 1.0;
    }
}

static void
cross (const BfLayerSpec *layer, guint inputs, const Signal *input, guint batch_size,
       guint *limit, Crossing *crossing)
{
  gboolean first_phi = layer->span_first >= 0
                       && layer->residual_form == BF_RESIDUAL_PREACTIVATION;
  gboolean normalized = layer->normalization->over != BF_NORMALIZE_NONE;
  double variance = weight_variance (layer, inputs, limit);
  Signal before = *input;      /* what is normalised and goes through phi */
  BfGaussianMoments phi;
  double divisor, q;

  if (!first_phi)
    {
      /* Of z = W h over the batch: only the variance of h passes a normalisation over the batch. */
      gboolean batch = layer->normalization->over == BF_NORMALIZE_BATCH;
      double passed = batch ? input->square - input->mean * input->mean : input->square;
      before = (Signal) { 0.0, inputs * variance * passed };
    }
  divisor = normalizer (layer->normalization, &before);
  q = normalized ? 1.0 : before.square;
  bf_gaussian_moments (layer->activation, layer->activation_parameter, q, &phi);

  crossing->factor = layer->units * variance * phi.slope_square / divisor;
  if (layer->normalization->over == BF_NORMALIZE_BATCH)
    {
      crossing->factor *= bf_theory_batch_correction (layer->activation, batch_size);
      if (batch_size < SMALL_BATCH)
        *limit |= BF_THEORY_SMALL_BATCH;
    }
  crossing->output = first_phi ? (Signal) { 0.0, inputs * variance * phi.square }
                               : (Signal) { phi.mean, phi.square };
  crossing->log_variance = phi.slope_square > 0.0
    ? (3.0 * phi.slope_fourth / (phi.slope_square * phi.slope_square) - 1.0) / layer->units : 0.0;
}

/* Gaussian assumption of a span's sum: x and F independent but for their means. */
static Signal
residual_sum (const Signal *x, const Signal *branch, double scale)
{
  return (Signal) {
    x->mean + scale * branch->mean,
    x->square + 2.0 * scale * x->mean * branch->mean + scale * scale * branch->square,
  };
}

static void
forward (const BfNetworkSpec *spec, const BfInputMoments *inputs, guint batch_size,
         Crossing *crossings, guint *limit)
{
  Signal signal = { sqrt (fmax (inputs->mean_square - inputs->variance, 0.0)), inputs->mean_square };
  Signal shortcut = signal;
  guint width = spec->inputs;

  for (guint l = 0; l < spec->n_layers; l++)
    {
      const BfLayerSpec *layer = &spec->layers[l];

      if (layer->span_first == (int) l)
        shortcut = signal;
      cross (layer, width, &signal, batch_size, limit, &crossings[l]);
      signal = crossings[l].output;
      if (layer->span_last)
        {
          if (signal.mean != 0.0)
            *limit |= BF_THEORY_BRANCH_MEAN;
          signal = residual_sum (&shortcut, &signal, layer->residual_scale);
        }
      if ((double) spec->n_layers / layer->units > NARROW)
        *limit |= BF_THEORY_NARROW;
      width = layer->units;
    }
}

static double
log_add (double a, double b)
{
  double high = fmax (a, b), low = fmin (a, b);

  return isfinite (high) ? high + log1p (exp (low - high)) : high;
}

/* Second moments of dL/dh^l from the last layer back, in logs; at a span's beginning the shortcut joins. */
static void
backward (const BfNetworkSpec *spec, const Crossing *crossings, double *log_moment)
{
  double at_sum = 0.0;       /* log moment where the current span ends */
  guint last = spec->n_layers - 1;

  log_moment[last] = 0.0;
  for (guint l = last; l > 0; l--)
    {
      const BfLayerSpec *layer = &spec->layers[l];
      double into = log_moment[l];

      if (layer->span_last)
        {
          at_sum = into;
          into += 2.0 * log (fabs (layer->residual_scale));
        }
      log_moment[l - 1] = into + log (crossings[l].factor);
      if (layer->span_first == (int) l)
        log_moment[l - 1] = log_add (log_moment[l - 1], at_sum);
    }
}

void
bf_theory_layers (const BfNetworkSpec *spec, const BfInputMoments *inputs, guint batch_size,
                  BfTheory *theory)
{
  guint n = spec->n_layers;
  g_autofree Crossing *crossings = g_new0 (Crossing, n);
  g_autofree double *log_moment = g_new0 (double, n);
  double variance = 0.0;
  /* Measured: the mean over a batch of 64 or more halves the deviation of a single sample's. */
  double batch_share = batch_size >= 64 ? 0.5 : 1.0;

  *theory = (BfTheory) { .n = n, .log_ratio = g_new0 (double, n), .deviation = g_new0 (double, n),
                         .shift = g_new0 (double, n) };
  forward (spec, inputs, batch_size, crossings, &theory->limits);
  backward (spec, crossings, log_moment);
  for (guint l = n; l-- > 0;)
    {
      theory->log_ratio[l] = log_moment[l] / 2.0;
      theory->deviation[l] = batch_share * sqrt (variance) / 2.0;
      theory->shift[l] = -variance / 4.0;
      variance += crossings[l].log_variance;
    }
}

void
bf_theory_clear (BfTheory *theory)
{
  g_clear_pointer (&theory->log_ratio, g_free);
  g_clear_pointer (&theory->deviation, g_free);
  g_clear_pointer (&theory->shift, g_free);
}
