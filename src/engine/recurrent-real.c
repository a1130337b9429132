#include "engine/recurrent-real.h"

#include <math.h>
#include <string.h>

#include "engine/blas-real.h"
#include "engine/probe.h"
#include "engine/vector-real.h"

enum { WEIGHT_IH, WEIGHT_HH, BIAS_IH, BIAS_HH };

/* Values that W_hh takes packed, both ways round; 0: too many. */
static guint64
packed_size (const Layer *layer, guint gates)
{
  const guint64 forward = X (packed_size) (gates, layer->units);
  const guint64 backward = X (packed_size) (layer->units, gates);

  return forward > 0 && backward > 0 ? MAX (forward, backward) : 0;
}

static void
pack (const Layer *layer, BfOrientation orientation, guint n, guint k)
{
  const X (BfRecurrence) *self = &layer->recurrence;

  if (self->packed != NULL)
    X (pack) (orientation, n, k, layer->parameters[WEIGHT_HH].value, self->packed);
}

/* y [rows, n] += x [rows, k] op(W_hh), which was packed before. */
static void
multiply_packed (const Layer *layer, BfOrientation orientation, guint n, guint k, const real *x,
                 real *y)
{
  const real *packed = layer->recurrence.packed;
  const guint rows = layer->network->rows;

  if (packed != NULL)
    X (packed_gemm) (rows, n, k, x, packed, y);
  else
    X (gemm) (BF_PLAIN, orientation, rows, n, k, 1, x, layer->parameters[WEIGHT_HH].value, TRUE, y);
}

void
X (recurrent_layout) (Layer *layer, const X (BfRecurrentCell) *cell)
{
  X (BfRecurrence) *self = &layer->recurrence;
  const guint64 rows = (guint64) layer->timesteps * layer->network->training.batch_size;
  const guint gates = cell->n_gates * layer->units;

  X (add_parameter) (layer, "weight_ih", gates, layer->inputs, TRUE);
  X (add_parameter) (layer, "weight_hh", gates, layer->units, TRUE);
  X (add_parameter) (layer, "bias_ih", gates, 0, FALSE);
  X (add_parameter) (layer, "bias_hh", gates, 0, FALSE);

  self->gates = X (take) (layer, rows * gates);
  self->hidden = cell->separate_hidden ? X (take) (layer, rows * gates) : self->gates;
  self->state = X (take) (layer, rows * layer->units);
  self->bias = X (take) (layer, gates);
  if (packed_size (layer, gates) > 0)
    self->packed = X (take) (layer, packed_size (layer, gates));
  layer->h = self->state;
  if (layer->spec->span_last)
    {
      layer->h = X (take) (layer, rows * layer->units);
      self->dstate = X (take) (layer, rows * layer->units);
    }
  if (cell->has_cell)
    {
      self->cells = X (take) (layer, rows * layer->units);
      self->squashed = X (take) (layer, rows * layer->units);
      self->dcell = X (take) (layer, layer->network->training.batch_size * (guint64) layer->units);
    }
  self->hidden_norms = bf_arena_take (&layer->network->arena, layer->timesteps, sizeof (double));
  self->cell_norms = bf_arena_take (&layer->network->arena, layer->timesteps, sizeof (double));
  X (need_work) (layer, rows * layer->units);
}

gboolean
X (recurrent_init) (Layer *layer, const X (BfRecurrentCell) *cell, guint64 seed)
{
  const BfLayerSpec *spec = layer->spec;
  real *forget = layer->parameters[BIAS_IH].value + cell->forget_gate * layer->units;

  for (guint i = 0; cell->forget_gate < cell->n_gates && i < layer->units; i++)
    forget[i] = spec->forget_bias;
  return X (init_weight) (layer, &layer->parameters[WEIGHT_IH], cell->n_gates, spec->initializer, seed,
                          bf_weight_stream (layer->index, 0))
         && X (init_weight) (layer, &layer->parameters[WEIGHT_HH], cell->n_gates,
                             spec->recurrent_initializer, seed, bf_weight_stream (layer->index, 1));
}

void
X (recurrent_forward) (Layer *layer, const X (BfRecurrentCell) *cell)
{
  X (BfRecurrence) *self = &layer->recurrence;
  const guint rows = layer->network->rows, units = layer->units;
  const guint gates = cell->n_gates * units, all_rows = rows * layer->timesteps;
  const real *bias_ih = layer->parameters[BIAS_IH].value, *bias_hh = layer->parameters[BIAS_HH].value;

  X (sum) (gates, bias_ih, cell->separate_hidden ? 0 : 1, bias_hh, self->bias);
  X (affine) (all_rows, gates, layer->inputs, layer->x, layer->parameters[WEIGHT_IH].value, self->bias,
              self->gates);
  pack (layer, BF_TRANSPOSED, gates, units);
  for (guint t = 0; t < layer->timesteps; t++)
    {
      if (cell->separate_hidden)
        X (fill_rows) (rows, gates, 1, bias_hh, X (at_time) (layer, self->hidden, t, gates));
      if (t > 0)
        multiply_packed (layer, BF_TRANSPOSED, gates, units,
                         X (at_time) (layer, self->state, t - 1, units),
                         X (at_time) (layer, self->hidden, t, gates));
      cell->forward (layer, t);
    }
  if (layer->shortcut != NULL)
    X (sum) ((gsize) all_rows * units, layer->shortcut, layer->spec->residual_scale, self->state,
             layer->h);
}

/* From the gradients of the pre-activations of all timesteps. */
static void
parameter_gradients (Layer *layer, guint gates)
{
  X (BfRecurrence) *self = &layer->recurrence;
  const guint rows = layer->network->rows, all_rows = rows * layer->timesteps;
  Parameter *weight_hh = &layer->parameters[WEIGHT_HH];

  X (gemm) (BF_TRANSPOSED, BF_PLAIN, gates, layer->inputs, all_rows, 1, self->gates, layer->x, 0,
            layer->parameters[WEIGHT_IH].gradient);
  X (column_sums) (all_rows, gates, 1, self->gates, layer->parameters[BIAS_IH].gradient);
  if (self->hidden == self->gates)
    memcpy (layer->parameters[BIAS_HH].gradient, layer->parameters[BIAS_IH].gradient,
            gates * sizeof (real));
  else
    X (column_sums) (all_rows, gates, 1, self->hidden, layer->parameters[BIAS_HH].gradient);
  /* The state before the first timestep is zero. */
  if (layer->timesteps > 1)
    X (gemm) (BF_TRANSPOSED, BF_PLAIN, gates, layer->units, all_rows - rows, 1,
              X (at_time) (layer, self->hidden, 1, gates), self->state, 0, weight_hh->gradient);
  else
    X (fill_rows) (1, weight_hh->n, 0, weight_hh->value, weight_hh->gradient);
}

/* Total derivatives: what comes from above, and through the recurrence from the timestep after. */
static void
through_time (Layer *layer, const X (BfRecurrentCell) *cell, real *dstate)
{
  X (BfRecurrence) *self = &layer->recurrence;
  const guint rows = layer->network->rows, units = layer->units, gates = cell->n_gates * units;

  pack (layer, BF_PLAIN, units, gates);
  for (guint t = layer->timesteps; t-- > 0;)
    {
      const real *dh = X (at_time) (layer, dstate, t, units);
      real *carry = t > 0 ? X (at_time) (layer, dstate, t - 1, units) : NULL;

      self->hidden_norms[t] = X (measured_norm) (layer, (gsize) rows * units, dh);
      self->cell_norms[t] = NAN;
      cell->backward (layer, t, dh, carry);
      if (carry != NULL)
        multiply_packed (layer, BF_PLAIN, units, gates, X (at_time) (layer, self->hidden, t, gates),
                         carry);
    }
}

/* Of the total derivatives of all timesteps. */
static double
total_norm (const Layer *layer)
{
  double norm = 0;

  for (guint t = 0; t < layer->timesteps; t++)
    norm = hypot (norm, layer->recurrence.hidden_norms[t]);
  return norm;
}

void
X (recurrent_backward) (Layer *layer, const X (BfRecurrentCell) *cell)
{
  X (BfRecurrence) *self = &layer->recurrence;
  BfLayerStatistics *statistics = &layer->statistics;
  const guint all_rows = layer->network->rows * layer->timesteps;
  const guint gates = cell->n_gates * layer->units;
  const gsize n_states = (gsize) all_rows * layer->units, n_gates = (gsize) all_rows * gates;
  real *dstate = layer->dh;

  cell->measure (layer);
  if (layer->shortcut != NULL)
    {
      dstate = self->dstate;
      X (fill_rows) (1, n_states, layer->spec->residual_scale, layer->dh, dstate);
    }
  through_time (layer, cell, dstate);
  statistics->total_gradient = total_norm (layer);
  if (layer->shortcut == NULL)
    X (measure_gradient) (layer, statistics->total_gradient);
  statistics->n_preactivation = n_gates;
  statistics->preactivation_gradient = X (measured_norm) (layer, n_gates, self->gates);
  parameter_gradients (layer, gates);
  if (layer->dx == NULL)
    return;

  real *dx = layer->dx_accumulates ? layer->network->work : layer->dx;
  X (gemm) (BF_PLAIN, BF_PLAIN, all_rows, layer->inputs, gates, 1, self->gates,
            layer->parameters[WEIGHT_IH].value, 0, dx);
  if (layer->dx_accumulates)
    X (add_branch) (layer, dx);
}

void
X (recurrent_measure) (const Layer *layer, BfProbe *probe)
{
  for (guint i = 0; i < probe->n_recurrent; i++)
    if (probe->recurrent_layer[i] == layer->index)
      for (guint t = 0; t < layer->timesteps; t++)
        {
          const gsize at = (gsize) i * probe->timesteps + t;

          probe->hidden_gradient_norm[at] = layer->recurrence.hidden_norms[t];
          probe->cell_gradient_norm[at] = layer->recurrence.cell_norms[t];
        }
}
