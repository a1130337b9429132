/* Long short-term memory (Hochreiter & Schmidhuber 1997, with the forget gate of Gers et al. 2000; torch.nn.LSTMCell):
 *
 *   i, f, o = sigmoid(W x + U h + b)   g = tanh(W x + U h + b)   blocks in the order i, f, g, o
 *   c_t = f c_{t-1} + i g              h_t = o tanh(c_t)
 */
#include <string.h>

#include "engine/gates-real.h"
#include "engine/real-math.h"
#include "engine/vector-real.h"

enum { INPUT, FORGET, CANDIDATE, OUTPUT, N_GATES };

/* One row: gates [4, O] in place, c_{t-1} (NULL: zeros) to c_t, tanh(c_t), h_t [O]. */
static BF_CLONES void
row_forward (guint n, real *gates, const real *before, real *c, real *squashed, real *h)
{
  real *gi = gates, *gf = gates + n, *gg = gates + 2 * n, *go = gates + 3 * n;

  BF_ELEMENTWISE
  for (guint j = 0; j < n; j++)
    {
      const real i = X (sigmoid) (gi[j]), f = X (sigmoid) (gf[j]);
      const real g = X (tanh) (gg[j]), o = X (sigmoid) (go[j]);
      const real cell = (before != NULL ? f * before[j] : 0) + i * g;
      const real squash = X (tanh) (cell);

      gi[j] = i;
      gf[j] = f;
      gg[j] = g;
      go[j] = o;
      c[j] = cell;
      squashed[j] = squash;
      h[j] = o * squash;
    }
}

/* One row: dcell holds what came down the cell path and leaves with what goes on; total is dL/dc_t. */
static BF_CLONES void
row_backward (guint n, real *gates, const real *before, const real *squashed, const real *dh,
              real *dcell, real *total)
{
  real *gi = gates, *gf = gates + n, *gg = gates + 2 * n, *go = gates + 3 * n;

  BF_ELEMENTWISE
  for (guint j = 0; j < n; j++)
    {
      const real i = gi[j], f = gf[j], g = gg[j], o = go[j], squash = squashed[j];
      const real dc = dcell[j] + dh[j] * o * (1 - squash * squash);

      gi[j] = dc * g * i * (1 - i);
      gf[j] = (before != NULL ? dc * before[j] : 0) * f * (1 - f);
      gg[j] = dc * i * (1 - g * g);
      go[j] = dh[j] * squash * o * (1 - o);
      total[j] = dc;
      dcell[j] = dc * f;
    }
}

static void
step_forward (Layer *layer, guint t)
{
  X (BfRecurrence) *self = &layer->recurrence;
  const guint n = layer->units;

  for (guint row = 0; row < layer->network->rows; row++)
    {
      const gsize at = (gsize) row * n;
      const real *before = t > 0 ? X (at_time) (layer, self->cells, t - 1, n) + at : NULL;

      row_forward (n, X (at_time) (layer, self->gates, t, N_GATES * n) + N_GATES * at, before,
                   X (at_time) (layer, self->cells, t, n) + at,
                   X (at_time) (layer, self->squashed, t, n) + at,
                   X (at_time) (layer, self->state, t, n) + at);
    }
}

/* dL/dc_t takes the place of tanh(c_t), which is not needed any more. */
static void
step_backward (Layer *layer, guint t, const real *dh, real *carry)
{
  X (BfRecurrence) *self = &layer->recurrence;
  const guint n = layer->units;
  const gsize all = (gsize) layer->network->rows * n;
  real *squashed = X (at_time) (layer, self->squashed, t, n);

  if (t + 1 == layer->timesteps)
    memset (self->dcell, 0, all * sizeof (real));
  for (gsize at = 0; at < all; at += n)
    {
      const real *before = t > 0 ? X (at_time) (layer, self->cells, t - 1, n) + at : NULL;

      row_backward (n, X (at_time) (layer, self->gates, t, N_GATES * n) + N_GATES * at, before,
                    squashed + at, dh + at, self->dcell + at, squashed + at);
    }
  self->cell_norms[t] = X (measured_norm) (layer, all, squashed);
}

static void
measure (Layer *layer)
{
  X (measure_gates) (layer, N_GATES, CANDIDATE);
}

static const X (BfRecurrentCell) cell = {
  .n_gates = N_GATES, .has_cell = TRUE, .forget_gate = FORGET,
  .forward = step_forward, .backward = step_backward, .measure = measure,
};

BF_RECURRENT_OPS (bf_lstm_ops, cell)
