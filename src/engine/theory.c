#include "engine/theory.h"

#include <math.h>
#include <string.h>

#include "engine/theory-parts.h"

#define NARROW 0.25          /* depth / width above which the band is as wide as the effect */
#define NARROW_VARIANCE (5 * NARROW)   /* the same of a ReLU network, as a variance of logarithms */
#define SMALL_BATCH 16
#define ALIKE 0.75           /* share of the mean in E phi^2 above which samples look alike */
#define NO_MEAN 1e-6         /* below this share of its RMS a mean is rounding */

/* What one layer does to the second moment of the gradient that crosses it. */
typedef struct {
  BfSignal output;           /* of the branch, before a residual sum */
  double factor;             /* E(dL/dx)^2 / E(dL/dF)^2, without the shortcut */
  double log_variance;       /* of ln of it over seeds */
} Crossing;

/* The moments of a network, in logarithms. */
typedef struct {
  double *moment;            /* [L] */
  double *variance;          /* [L] over seeds */
  BfTimeLayers time;
  guint limits;
} Field;

void
bf_input_moments (const BfNetworkSpec *spec, const BfSamples *samples, BfInputMoments *moments)
{
  const gsize n = (gsize) spec->inputs * MAX (spec->timesteps, 1);
  double square = 0.0, variance = 0.0;

  g_return_if_fail (samples->n > 0);

  for (gsize i = 0; i < n; i++)
    {
      double sum = 0.0, squares = 0.0, deviations = 0.0;

      for (guint row = 0; row < samples->n; row++)
        sum += samples->inputs[row * n + i];
      for (guint row = 0; row < samples->n; row++)
        {
          double value = samples->inputs[row * n + i], deviation = value - sum / samples->n;

          squares += value * value;
          deviations += deviation * deviation;
        }
      square += squares / samples->n;
      variance += deviations / samples->n;
    }
  *moments = (BfInputMoments) { square / n, variance / n };
}

double
bf_theory_weight_variance (const BfLayerSpec *layer, const BfInitializer *initializer, guint rows,
                           guint columns, guint *limits)
{
  BfInitializerShape shape = { rows, columns, layer->gain, layer->initializer_std };
  double variance = initializer->variance (&shape);

  if (initializer->entries == BF_ENTRIES_FIXED)
    *limits |= BF_THEORY_NOT_RANDOM;
  return isfinite (variance) ? variance : layer->gain * layer->gain / MAX (rows, columns);
}

/* A sum of n squares of independent Gaussians, weighted by the slopes; a rotation keeps the sum
 * without weights. */
double
bf_theory_crossing_variance (const BfInitializer *initializer, const BfGaussianMoments *phi,
                             guint units)
{
  static const double kept[] = {
    [BF_ENTRIES_INDEPENDENT] = 1.0, [BF_ENTRIES_ORTHOGONAL] = 3.0, [BF_ENTRIES_FIXED] = 3.0,
  };
  double square = phi->slope_square * phi->slope_square;

  return square > 0.0 ? (3.0 * phi->slope_fourth / square - kept[initializer->entries]) / units : 0.0;
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

/* What phi reads: the mean and variance of N(x) or of W x, and what N divided by. */
typedef struct {
  double mean, variance;
  double divisor;
} Argument;

static Argument
argument_of (const BfLayerSpec *layer, gboolean linear_last, const BfSignal *input, double gain)
{
  const BfNormalizeOver over = layer->normalization->over;
  double variance = fmax (input->square - input->mean * input->mean, 0.0);
  Argument argument = { 0.0, gain * input->square, 1.0 };

  if (linear_last)
    argument = (Argument) { input->mean, variance, 1.0 };
  else if (over == BF_NORMALIZE_BATCH)
    argument.variance = gain * variance;   /* what all samples share is taken away */
  if (over == BF_NORMALIZE_NONE)
    return argument;
  return (Argument) { 0.0, 1.0, argument.variance + BF_NORMALIZATION_EPSILON };
}

static void
note_limits (const BfLayerSpec *layer, const BfGaussianMoments *phi, guint batch_size, guint *limits)
{
  const BfNormalizeOver over = layer->normalization->over;

  if (over == BF_NORMALIZE_BATCH && batch_size < SMALL_BATCH)
    *limits |= BF_THEORY_SMALL_BATCH;
  if (over == BF_NORMALIZE_NONE && phi->mean * phi->mean > ALIKE * phi->square)
    *limits |= BF_THEORY_SAMPLES_ALIKE;
}

static void
cross (const BfLayerSpec *layer, guint inputs, const BfSignal *input, guint batch_size,
       guint *limits, Crossing *crossing)
{
  const gboolean linear_last = layer->span_first >= 0
                               && layer->residual_form == BF_RESIDUAL_PREACTIVATION;
  double variance = bf_theory_weight_variance (layer, layer->initializer, layer->units, inputs,
                                               limits);
  Argument z = argument_of (layer, linear_last, input, inputs * variance);
  BfGaussianMoments phi;

  if (z.mean != 0.0)
    bf_gaussian_moments_at (layer->activation, layer->activation_parameter, z.mean, z.variance, &phi);
  else
    bf_gaussian_moments (layer->activation, layer->activation_parameter, z.variance, &phi);
  note_limits (layer, &phi, batch_size, limits);
  crossing->factor = layer->units * variance * phi.slope_square / z.divisor;
  if (layer->normalization->over == BF_NORMALIZE_BATCH)
    crossing->factor *= bf_theory_batch_correction (layer->activation, batch_size);
  crossing->output = linear_last ? (BfSignal) { 0.0, inputs * variance * phi.square }
                                 : (BfSignal) { phi.mean, phi.square };
  crossing->log_variance = bf_theory_crossing_variance (layer->initializer, &phi, layer->units);
}

/* Gaussian assumption of a span's sum: x and F independent but for their means. */
static BfSignal
residual_sum (const BfSignal *x, const BfSignal *branch, double scale)
{
  return (BfSignal) {
    x->mean + scale * branch->mean,
    x->square + 2.0 * scale * x->mean * branch->mean + scale * scale * branch->square,
  };
}

/* Through the layers without a time axis, the first of which reads @signal. */
static void
forward (const BfNetworkSpec *spec, guint first, BfSignal signal, guint batch_size,
         Crossing *crossings, guint *limits)
{
  BfSignal shortcut = signal;
  guint width = first > 0 ? spec->layers[first - 1].units : spec->inputs;

  for (guint l = first; l < spec->n_layers; l++)
    {
      const BfLayerSpec *layer = &spec->layers[l];

      if (layer->span_first == (int) l)
        shortcut = signal;
      cross (layer, width, &signal, batch_size, limits, &crossings[l]);
      signal = crossings[l].output;
      if (layer->span_last)
        {
          if (fabs (signal.mean) > NO_MEAN * sqrt (signal.square))
            *limits |= BF_THEORY_BRANCH_MEAN;
          signal = residual_sum (&shortcut, &signal, layer->residual_scale);
        }
      if ((double) spec->n_layers / layer->units > NARROW)
        *limits |= BF_THEORY_NARROW;
      width = layer->units;
    }
}

/* What is known of the gradient where the current span ends. */
typedef struct {
  double moment, variance;
} AtSum;

/* At a span's beginning the shortcut joins: of the sum of squares |v + B v|^2 the branch scatters with
 * its share, and the product 2 v B v with 4 |v|^2 |B v|^2 / n. */
static void
join_shortcut (const AtSum *sum, guint units, double *moment, double *variance)
{
  double branch = *moment, share;

  *moment = bf_log_add (branch, sum->moment);
  share = isfinite (*moment) ? exp (branch - *moment) : 0.0;
  *variance = sum->variance + share * share * (*variance - sum->variance)
              + 4.0 * share * (1.0 - share) / units;
}

/* Moments of dL/dh^l from the last layer back to @first - 1, in @field. */
static void
backward (const BfNetworkSpec *spec, guint first, const Crossing *crossings, Field *field)
{
  AtSum sum = { 0.0, 0.0 };

  for (guint l = spec->n_layers - 1; l > 0 && l >= first; l--)
    {
      const BfLayerSpec *layer = &spec->layers[l];
      double into = field->moment[l];

      if (layer->span_last)
        {
          sum = (AtSum) { into, field->variance[l] };
          into += 2.0 * log (fabs (layer->residual_scale));
        }
      field->moment[l - 1] = into + log (crossings[l].factor);
      field->variance[l - 1] = field->variance[l] + crossings[l].log_variance;
      if (layer->span_first == (int) l)
        join_shortcut (&sum, layer->units, &field->moment[l - 1], &field->variance[l - 1]);
    }
}

/* The recurrent layers, whose last one's last timestep has what @field holds of it. */
static void
through_time (Field *field)
{
  const guint n = field->time.n;
  double after;

  if (n == 0)
    return;
  after = field->variance[n - 1];
  bf_time_layers_backward (&field->time, field->moment[n - 1], &field->limits);
  for (guint l = 0; l < n; l++)
    {
      field->moment[l] = bf_time_layer_moment (&field->time, l, &field->variance[l]);
      field->variance[l] += after;
    }
}

static void
field_init (Field *field, const BfNetworkSpec *spec, const BfInputMoments *inputs, guint batch_size)
{
  g_autofree Crossing *crossings = g_new0 (Crossing, spec->n_layers);
  BfSignal signal = { sqrt (fmax (inputs->mean_square - inputs->variance, 0.0)),
                      inputs->mean_square };

  *field = (Field) { .moment = g_new0 (double, spec->n_layers),
                     .variance = g_new0 (double, spec->n_layers) };
  bf_time_layers_init (&field->time, spec, inputs->mean_square, &field->limits);
  if (field->time.n > 0)
    signal = field->time.layers[field->time.n - 1].output[field->time.timesteps - 1];
  forward (spec, field->time.n, signal, batch_size, crossings, &field->limits);
  backward (spec, field->time.n, crossings, field);
  through_time (field);
}

static void
field_clear (Field *field)
{
  bf_time_layers_clear (&field->time);
  g_free (field->moment);
  g_free (field->variance);
}

/* Ratios to the last of n @moments; @variance likewise. The mean over a batch scatters less than a
 * single sample: half as much from about 64 samples on, as measured. */
static void
fill (BfTheory *theory, guint n, const double *moments, const double *variance, guint batch_size)
{
  double share = 0.25 + 0.75 / batch_size;

  theory->n = n;
  theory->log_ratio = g_new0 (double, n);
  theory->deviation = g_new0 (double, n);
  theory->shift = g_new0 (double, n);
  for (guint i = 0; i < n; i++)
    {
      double scatter = share * fmax (variance[i] - variance[n - 1], 0.0);

      theory->log_ratio[i] = (moments[i] - moments[n - 1]) / 2.0;
      theory->deviation[i] = sqrt (scatter) / 2.0;
      theory->shift[i] = -scatter / 4.0;
    }
}

void
bf_theory_layers (const BfNetworkSpec *spec, const BfInputMoments *inputs, guint batch_size,
                  BfTheory *theory)
{
  Field field;

  g_return_if_fail (spec->n_layers > 0 && batch_size > 0);

  field_init (&field, spec, inputs, batch_size);
  *theory = (BfTheory) { .limits = field.limits };
  fill (theory, spec->n_layers, field.moment, field.variance, batch_size);
  field_clear (&field);
}

static void
read_state (const Field *field, guint layer, BfTheoryState state, guint batch_size, BfTheory *theory)
{
  const BfTimeLayer *time = &field->time.layers[layer];
  const double *direct = state == BF_THEORY_CELL ? time->direct_cell : time->direct_hidden;
  const guint n = field->time.timesteps;

  *theory = (BfTheory) { .limits = field->limits };
  fill (theory, n, state == BF_THEORY_CELL ? time->cell : time->hidden, time->variance, batch_size);
  if (time->variance[0] > NARROW_VARIANCE)
    theory->limits |= BF_THEORY_NARROW;
  if (direct != NULL)
    theory->direct = g_new (double, n);
  for (guint t = 0; direct != NULL && t < n; t++)
    theory->direct[t] = (direct[t] - direct[n - 1]) / 2.0;
}

void
bf_theory_timesteps (const BfNetworkSpec *spec, const BfInputMoments *inputs, guint batch_size,
                     guint layer, BfTheoryState state, BfTheory *theory)
{
  Field field;

  g_return_if_fail (batch_size > 0 && layer < spec->n_layers);
  g_return_if_fail (spec->layers[layer].cell->recurrent);
  g_return_if_fail (state == BF_THEORY_HIDDEN || spec->layers[layer].cell->has_cell_state);

  field_init (&field, spec, inputs, batch_size);
  read_state (&field, layer, state, batch_size, theory);
  field_clear (&field);
}

void
bf_theory_states (const BfNetworkSpec *spec, const BfInputMoments *inputs, guint batch_size,
                  guint layer, BfTheory theories[2])
{
  Field field;

  g_return_if_fail (batch_size > 0 && layer < spec->n_layers);
  g_return_if_fail (spec->layers[layer].cell->recurrent);

  theories[BF_THEORY_CELL] = (BfTheory) { 0 };
  field_init (&field, spec, inputs, batch_size);
  read_state (&field, layer, BF_THEORY_HIDDEN, batch_size, &theories[BF_THEORY_HIDDEN]);
  if (spec->layers[layer].cell->has_cell_state)
    read_state (&field, layer, BF_THEORY_CELL, batch_size, &theories[BF_THEORY_CELL]);
  field_clear (&field);
}

void
bf_theory_clear (BfTheory *theory)
{
  g_clear_pointer (&theory->log_ratio, g_free);
  g_clear_pointer (&theory->deviation, g_free);
  g_clear_pointer (&theory->shift, g_free);
  g_clear_pointer (&theory->direct, g_free);
}
