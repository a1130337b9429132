/* The simple recurrent cell (Elman 1990; torch.nn.RNNCell):  h_t = phi(W_ih x_t + b_ih + W_hh h_{t-1} + b_hh) */
#include "engine/recurrent-real.h"
#include "engine/vector-real.h"

static gsize
n_step (const Layer *layer)
{
  return (gsize) layer->network->rows * layer->units;
}

static void
step_forward (Layer *layer, guint t)
{
  X (BfRecurrence) *self = &layer->recurrence;

  layer->spec->activation->kernels.X (forward) (n_step (layer),
                                                X (at_time) (layer, self->gates, t, layer->units),
                                                X (at_time) (layer, self->state, t, layer->units),
                                                layer->spec->activation_parameter);
}

/* The slopes of all timesteps at once take the place of the pre-activations. */
static void
measure (Layer *layer)
{
  X (BfRecurrence) *self = &layer->recurrence;
  const gsize rows = (gsize) layer->timesteps * layer->network->rows;

  layer->spec->activation->kernels.X (slope) (rows * layer->units, self->gates, self->state, self->gates,
                                              layer->spec->activation_parameter);
  X (measure_slopes) (layer, rows, layer->units, self->gates);
}

static void
step_backward (Layer *layer, guint t, const real *dh, real *carry)
{
  real *slopes = X (at_time) (layer, layer->recurrence.gates, t, layer->units);

  X (product) (n_step (layer), 1, slopes, dh, slopes);
}

static const X (BfRecurrentCell) cell = {
  .n_gates = 1, .forget_gate = 1, .forward = step_forward, .backward = step_backward, .measure = measure,
};

BF_RECURRENT_OPS (bf_rnn_ops, cell)
