/* The theory of recurrent layers, through time and from one to the one below.
 *
 * Simple cells: independent matrices would act as the one that is shared, as long as there are fewer
 * timesteps than sqrt (n); so moments add up over paths.
 *
 * Gated cells at small state: a gradient v of c_t (h_t of a gru) passes J = f I + s G, G the same random
 * matrix at every timestep. A stack of D such layers, whose f are equal, turns what enters at the top's
 * last timestep, N timesteps before, into a sum over words, K of whose letters are G's. Every word occurs
 * with the amplitude f^(N - K) C(N + D - 1, K + D - 1), the coefficient of x^(N - K) in
 * (1 - f x)^-(K + D), and the products of s^2 over all words with K letters add up to the complete
 * homogeneous symmetric polynomial h_K (s_1^2, ..., s_D^2). Words are orthogonal, so that the moment is
 * the sum over K of h_K C(N + D - 1, K + D - 1)^2 f^(2 (N - K)). For h_t of an lstm, which does not carry
 * over to h_{t+1} by itself, the last layer's f I is taken away once: C(N + D - 2, K + D - 2). */
#include <math.h>

#include "engine/theory-parts.h"

#define LARGE_STATE 0.5      /* RMS of c from which tanh (c) bends */
#define DRIVEN 1.0           /* mean square of a gate's preactivation from which the bias is not all */

/* How far the gates are open that follow their biases alone. */
typedef struct {
  double keep;               /* f of an lstm, z of a gru */
  double write;              /* i; 1 - z */
  double read;               /* o; 1 */
  double reset;              /* 1; r */
} Gates;

static double
sigmoid (double x)
{
  return 1.0 / (1.0 + exp (-x));
}

static Gates
gates_of (const BfLayerSpec *layer)
{
  const double keep = sigmoid (layer->forget_bias), half = sigmoid (0.0);

  return layer->cell->has_cell_state ? (Gates) { keep, half, half, 1.0 }
                                     : (Gates) { keep, 1.0 - keep, 1.0, half };
}

/* A kinked line without a bend above 0: a unit that stays on passes all. */
static gboolean
is_straight (const BfLayerSpec *layer)
{
  const double parameter = layer->activation_parameter;

  return layer->activation->derivative (1.0, parameter) == layer->activation->derivative (1e3, parameter);
}

/* Forward. */

/* The moments of an activation where they were last asked for. */
typedef struct {
  double q;                  /* 0: nowhere */
  BfGaussianMoments moments;
} Moments;

#define SETTLED 1e-10          /* sequences soon are */

static BfGaussianMoments
moments_at (Moments *last, const BfActivation *activation, double parameter, double q)
{
  if (last->q == 0.0 || fabs (q - last->q) > SETTLED * q)
    {
      bf_gaussian_moments (activation, parameter, q, &last->moments);
      last->q = q;
    }
  return last->moments;
}

static void
simple_forward (BfTimeLayer *self, guint T, const double *driven)
{
  const BfLayerSpec *layer = self->spec;
  const gboolean copies = layer->recurrent_initializer->entries == BF_ENTRIES_FIXED
                          && is_straight (layer);
  Moments last = { 0 };
  double square = 0.0;

  for (guint t = 0; t < T; t++)
    {
      const double q = self->recurrent * square + driven[t];
      const BfGaussianMoments phi = moments_at (&last, layer->activation,
                                                layer->activation_parameter, q);

      square = phi.square;
      self->output[t] = (BfSignal) { phi.mean, phi.square };
      self->slope[t] = phi.slope_square;
      self->step_variance[t] = bf_theory_crossing_variance (layer->recurrent_initializer, &phi,
                                                            layer->units);
      if (copies)
        {
          self->slope[t] = pow (layer->activation->derivative (1.0, layer->activation_parameter), 2);
          self->step_variance[t] = 0.0;
        }
    }
}

/* E tanh^2 and E tanh'^2 under N(0, q). */
static BfGaussianMoments
squash (double q, Moments *last)
{
  return moments_at (last, bf_table_find (&bf_activation_table, "tanh"), 0.0, q);
}

static void
gated_forward (BfTimeLayer *self, guint T, const double *driven, guint *limits)
{
  const BfLayerSpec *layer = self->spec;
  const Gates gates = gates_of (layer);
  const gboolean has_cell = layer->cell->has_cell_state;
  Moments last_candidate = { 0 }, last_cell = { 0 };
  double cell = 0.0, hidden = 0.0, candidate_slope = 0.0, cell_slope = 0.0;

  for (guint t = 0; t < T; t++)
    {
      const BfGaussianMoments candidate = squash (gates.reset * gates.reset * self->recurrent * hidden
                                                  + driven[t], &last_candidate);

      cell = gates.keep * gates.keep * cell + gates.write * gates.write * candidate.square;
      const BfGaussianMoments squashed = squash (cell, &last_cell);

      hidden = has_cell ? gates.read * gates.read * squashed.square : cell;
      self->output[t] = (BfSignal) { 0.0, hidden };
      candidate_slope += candidate.slope_square / T;
      cell_slope += has_cell ? squashed.slope_square / T : 1.0 / T;
      if (driven[t] > DRIVEN)
        *limits |= BF_THEORY_DRIVEN_GATES;
    }
  if (has_cell && cell > LARGE_STATE * LARGE_STATE)
    *limits |= BF_THEORY_LARGE_STATE;
  self->keep = gates.keep;
  self->read = gates.read * sqrt (cell_slope);
  self->write = gates.write * sqrt (candidate_slope);
  self->step = self->read * self->write * gates.reset * sqrt (self->recurrent);
}

/* Rows of a matrix of one gate. */
static void
read_spec (BfTimeLayer *self, guint inputs, guint T, guint *limits)
{
  const BfLayerSpec *layer = self->spec;
  const BfInitializer *recurrent = layer->recurrent_initializer;
  const BfGaussianMoments linear = { 0.0, 1.0, 1.0, 1.0 };

  self->inputs = inputs;
  self->input_variance = bf_theory_weight_variance (layer, layer->initializer, layer->units, inputs,
                                                    limits);
  self->recurrent = layer->units * bf_theory_weight_variance (layer, recurrent, layer->units,
                                                              layer->units, limits);
  self->matrix_variance = bf_theory_crossing_variance (recurrent, &linear, layer->units);
  if (!layer->cell->gated && recurrent->entries == BF_ENTRIES_INDEPENDENT
      && self->recurrent > 0.0 && T > sqrt (layer->units))
    *limits |= BF_THEORY_SHARED_WEIGHTS;
}

static double *
new_moments (guint T)
{
  double *moments = g_new (double, T);

  for (guint t = 0; t < T; t++)
    moments[t] = -INFINITY;
  return moments;
}

static void
allocate (BfTimeLayer *self, guint T)
{
  const BfCell *cell = self->spec->cell;

  self->output = g_new0 (BfSignal, T);
  self->variance = g_new0 (double, T);
  self->slope = cell->gated ? NULL : g_new0 (double, T);
  self->step_variance = cell->gated ? NULL : g_new0 (double, T);
  self->hidden = new_moments (T);
  self->above = new_moments (T);
  self->below = new_moments (T);
  self->cell = cell->has_cell_state ? new_moments (T) : NULL;
  self->direct_hidden = cell->gated ? new_moments (T) : NULL;
  self->direct_cell = cell->has_cell_state ? new_moments (T) : NULL;
}

static void
hand_on (BfTimeLayer *self, guint T, const BfSignal *input)
{
  const double scale = self->spec->residual_scale;

  if (self->spec->span_last && input != NULL)
    for (guint t = 0; t < T; t++)
      {
        BfSignal *h = &self->output[t];

        h->square = input[t].square + 2.0 * scale * input[t].mean * h->mean + scale * scale * h->square;
        h->mean = input[t].mean + scale * h->mean;
      }
}

void
bf_time_layers_init (BfTimeLayers *self, const BfNetworkSpec *spec, double mean_square, guint *limits)
{
  const guint T = spec->timesteps;
  g_autofree double *driven = g_new (double, T);
  guint inputs = spec->inputs;

  *self = (BfTimeLayers) { .timesteps = T, .layers = g_new0 (BfTimeLayer, spec->n_layers) };
  for (guint l = 0; l < spec->n_layers && spec->layers[l].cell->recurrent; l++, self->n++)
    {
      BfTimeLayer *layer = &self->layers[l];
      const BfSignal *input = l > 0 ? self->layers[l - 1].output : NULL;

      layer->spec = &spec->layers[l];
      read_spec (layer, inputs, T, limits);
      allocate (layer, T);
      for (guint t = 0; t < T; t++)
        driven[t] = inputs * layer->input_variance * (input != NULL ? input[t].square : mean_square);
      if (layer->spec->cell->gated)
        gated_forward (layer, T, driven, limits);
      else
        simple_forward (layer, T, driven);
      hand_on (layer, T, input);
      inputs = layer->spec->units;
    }
}

/* Backward, simple cells. */

static void
simple_backward (BfTimeLayer *self, guint T, double log_scale)
{
  double later = -INFINITY;

  for (guint t = T; t-- > 0;)
    {
      self->hidden[t] = bf_log_add (self->above[t] + log_scale, later);
      self->variance[t] = t + 1 < T ? self->variance[t + 1] + self->step_variance[t + 1] : 0.0;
      later = self->hidden[t] + log (self->recurrent * self->slope[t]);
      self->below[t] = self->hidden[t] + log (self->spec->units * self->input_variance * self->slope[t]);
    }
}

/* Backward, gated cells. */

#define NEGLIGIBLE 50.0      /* exp of minus this is 2e-22 */

/* The law of a stack of @depth layers with the same @keep. */
typedef struct {
  guint depth;               /* D; 0: none */
  guint n;
  double log_keep;
  double *log_h;             /* [n] ln h_K */
  double *log_factorial;     /* [n + D] */
} Law;

static void
law_clear (Law *law)
{
  g_free (law->log_h);
  g_free (law->log_factorial);
  *law = (Law) { 0 };
}

/* One more layer at the bottom of the stack. */
static void
law_extend (Law *law, guint n, double keep, double step)
{
  const double log_square = 2.0 * log (step);

  if (law->depth == 0)
    {
      law->n = n;
      law->log_keep = log (keep);
      law->log_h = new_moments (n);
      law->log_h[0] = 0.0;
    }
  law->depth++;
  for (guint k = 1; k < n; k++)
    law->log_h[k] = bf_log_add (law->log_h[k], law->log_h[k - 1] + log_square);
  law->log_factorial = g_renew (double, law->log_factorial, n + law->depth);
  law->log_factorial[0] = 0.0;
  for (guint i = 1; i < n + law->depth; i++)
    law->log_factorial[i] = law->log_factorial[i - 1] + log (i);
}

/* ln C(n, k), where C(-1, -1) is 1. */
static double
log_choose (const Law *law, int n, int k)
{
  const double *f = law->log_factorial;

  if (n == k)
    return 0.0;
  return k < 0 || k > n ? -INFINITY : f[n] - f[k] - f[n - k];
}

/* ln of the moment @n timesteps before the last, where @less is 1 for c and h of a gru, 2 for h of an lstm.
 * @letters: how many recurrent matrices the typical path passes. What is too small to count beside the largest
 * term is left out. */
static double
law_moment (const Law *law, int n, int less, double *terms, double *letters)
{
  const int more = (int) law->depth - less;
  double highest = -INFINITY, sum = 0.0, weighted = 0.0;

  for (int k = 0; k <= n; k++)
    {
      terms[k] = law->log_h[k] + 2.0 * log_choose (law, n + more, k + more)
                 + 2.0 * (n - k) * law->log_keep;
      highest = fmax (highest, terms[k]);
    }
  for (int k = 0; k <= n && isfinite (highest); k++)
    if (terms[k] > highest - NEGLIGIBLE)
      {
        double share = exp (terms[k] - highest);

        sum += share;
        weighted += k * share;
      }
  *letters = sum > 0.0 ? weighted / sum : 0.0;
  return sum > 0.0 ? highest + log (sum) : -INFINITY;
}

static double
law_direct (const Law *law, int n, int less)
{
  const int more = (int) law->depth - less;

  return 2.0 * log_choose (law, n + more, more) + 2.0 * n * law->log_keep;
}

/* All that enters does so at the last timestep of the stack's top: @log_moment, as dL/dh of this layer. */
static void
law_backward (BfTimeLayer *self, guint T, const Law *law, double log_moment)
{
  const double into_cell = log_moment + 2.0 * log (self->read);
  g_autofree double *terms = g_new (double, T);

  for (guint t = 0; t < T; t++)
    {
      const int n = T - 1 - t;
      double letters, cell = into_cell + law_moment (law, n, 1, terms, &letters);

      self->variance[t] = letters * self->matrix_variance;
      if (self->cell == NULL)
        {
          self->hidden[t] = cell;
          self->direct_hidden[t] = into_cell + law_direct (law, n, 1);
          continue;
        }
      self->cell[t] = cell;
      self->direct_cell[t] = into_cell + law_direct (law, n, 1);
      self->hidden[t] = log_moment + law_moment (law, n, 2, terms, &letters);
      self->direct_hidden[t] = log_moment + law_direct (law, n, 2);
    }
}

/* What enters at different timesteps is taken to have nothing in common. */
static void
gated_backward (BfTimeLayer *self, guint T, double log_scale)
{
  const double log_read = 2.0 * log (self->read), log_step = 2.0 * log (self->step);
  g_autofree double *moment = g_new (double, T), *terms = g_new (double, T);
  double letters, *cell = self->cell != NULL ? self->cell : self->hidden;
  double *direct = self->cell != NULL ? self->direct_cell : self->direct_hidden;
  Law law = { 0 };

  law_extend (&law, T, self->keep, self->step);
  for (guint n = 0; n < T; n++)
    {
      moment[n] = law_moment (&law, n, 1, terms, &letters);
      self->variance[T - 1 - n] = letters * self->matrix_variance;
    }
  for (guint t = T; t-- > 0;)
    for (guint from = t; from < T; from++)
      {
        const double into = self->above[from] + log_scale + log_read;

        cell[t] = bf_log_add (cell[t], into + moment[from - t]);
        direct[t] = bf_log_add (direct[t], into + law_direct (&law, from - t, 1));
      }
  for (guint t = 0; self->cell != NULL && t < T; t++)
    {
      self->direct_hidden[t] = self->above[t] + log_scale;
      self->hidden[t] = self->direct_hidden[t];
      if (t + 1 < T)
        self->hidden[t] = bf_log_add (self->hidden[t], cell[t + 1] + log_step - log_read);
    }
  law_clear (&law);
}

/* From dL/dc_t to dL/dx_t, through the candidate. */
static double
log_to_input (const BfTimeLayer *self)
{
  return log (self->spec->units * self->input_variance * self->write * self->write);
}

/* Whether @self can join the stack above it, which @law describes; it is that stack's top if there is none. */
static gboolean
joins (const BfTimeLayer *self, const Law *law, gboolean top)
{
  if (!self->spec->cell->gated || self->spec->span_last)
    return FALSE;
  return top || (law->depth > 0
                 && fabs (log (self->keep) - law->log_keep) < 1e-9);
}

static void
add_shortcut (BfTimeLayer *self, guint T)
{
  for (guint t = 0; self->spec->span_last && t < T; t++)
    self->below[t] = bf_log_add (self->below[t], self->above[t]);
}

/* @log_moment: of dL/dh of the stack's last timestep, on its way down; the top's to begin with. */
static void
layer_backward (BfTimeLayers *self, guint l, Law *law, double *log_moment, guint *limits)
{
  BfTimeLayer *layer = &self->layers[l];
  const gboolean top = l + 1 == self->n;
  const guint T = self->timesteps;
  const double log_scale = layer->spec->span_last ? 2.0 * log (fabs (layer->spec->residual_scale)) : 0.0;

  if (!top)
    for (guint t = 0; t < T; t++)
      layer->above[t] = layer[1].below[t];
  if (joins (layer, law, top))
    {
      law_extend (law, T, layer->keep, layer->step);
      law_backward (layer, T, law, *log_moment);
      *log_moment += 2.0 * log (layer->read) + log_to_input (layer);
    }
  else
    {
      law_clear (law);
      if (layer->spec->cell->gated)
        gated_backward (layer, T, log_scale);
      else
        simple_backward (layer, T, log_scale);
      if (layer->spec->cell->gated && (layer->spec->span_last || layer[!top].spec->cell->gated))
        *limits |= BF_THEORY_UNLIKE_STACK;
    }
  if (layer->spec->cell->gated)
    for (guint t = 0; t < T; t++)
      layer->below[t] = (layer->cell != NULL ? layer->cell : layer->hidden)[t] + log_to_input (layer);
  add_shortcut (layer, T);
  if (layer->matrix_variance > 0.0 && layer->spec->cell->gated
      && layer->variance[0] / layer->matrix_variance > sqrt (layer->spec->units))
    *limits |= BF_THEORY_SHARED_WEIGHTS;
}

void
bf_time_layers_backward (BfTimeLayers *self, double log_moment, guint *limits)
{
  Law law = { 0 };

  self->layers[self->n - 1].above[self->timesteps - 1] = log_moment;
  for (guint l = self->n; l-- > 0;)
    layer_backward (self, l, &law, &log_moment, limits);
  law_clear (&law);
}

double
bf_time_layer_moment (const BfTimeLayers *self, guint layer, double *variance)
{
  const BfTimeLayer *of = &self->layers[layer];
  const double *moments = of->spec->span_last ? of->above : of->hidden;
  double sum = -INFINITY;

  for (guint t = 0; t < self->timesteps; t++)
    sum = bf_log_add (sum, moments[t]);
  *variance = 0.0;
  for (guint t = 0; isfinite (sum) && t < self->timesteps; t++)
    *variance += exp (moments[t] - sum) * of->variance[t];
  return sum - log (self->timesteps);
}

void
bf_time_layers_clear (BfTimeLayers *self)
{
  for (guint l = 0; l < self->n; l++)
    {
      BfTimeLayer *layer = &self->layers[l];

      g_free (layer->output);
      g_free (layer->slope);
      g_free (layer->step_variance);
      g_free (layer->hidden);
      g_free (layer->cell);
      g_free (layer->direct_hidden);
      g_free (layer->direct_cell);
      g_free (layer->above);
      g_free (layer->below);
      g_free (layer->variance);
    }
  g_free (self->layers);
}
