/* Gated recurrent unit (Cho et al. 2014; torch.nn.GRUCell, a large z keeps):
 *
 *   r, z = sigmoid(W x + b + U h + c)      blocks in the order r, z, n
 *   n = tanh(W x + b + r (U h + c))        h_t = (1 - z) n + z h_{t-1}
 */
#include "engine/gates-real.h"
#include "engine/real-math.h"
#include "engine/vector-real.h"

enum { RESET, KEEP, CANDIDATE, N_GATES };

/* One row: gates [3, O] and the hidden product [3, O] to gates and h_t [O]; of the hidden product,
 * the candidate's block is kept for the way back. */
static BF_CLONES void
row_forward (guint n, real *gates, const real *hidden, const real *before, real *h)
{
  real *gr = gates, *gz = gates + n, *gn = gates + 2 * n;
  const real *hr = hidden, *hz = hidden + n, *hn = hidden + 2 * n;

  BF_ELEMENTWISE
  for (guint j = 0; j < n; j++)
    {
      const real r = X (sigmoid) (gr[j] + hr[j]), z = X (sigmoid) (gz[j] + hz[j]);
      const real candidate = X (tanh) (gn[j] + r * hn[j]);

      gr[j] = r;
      gz[j] = z;
      gn[j] = candidate;
      h[j] = (1 - z) * candidate + (before != NULL ? z * before[j] : 0);
    }
}

static BF_CLONES void
row_backward (guint n, real *gates, real *hidden, const real *before, const real *dh, real *carry)
{
  real *gr = gates, *gz = gates + n, *gn = gates + 2 * n;
  real *hr = hidden, *hz = hidden + n, *hn = hidden + 2 * n;

  BF_ELEMENTWISE
  for (guint j = 0; j < n; j++)
    {
      const real r = gr[j], z = gz[j], candidate = gn[j];
      const real dn = dh[j] * (1 - z) * (1 - candidate * candidate);
      const real dr = dn * hn[j] * r * (1 - r);
      const real dz = dh[j] * ((before != NULL ? before[j] : 0) - candidate) * z * (1 - z);

      gr[j] = hr[j] = dr;
      gz[j] = hz[j] = dz;
      gn[j] = dn;
      hn[j] = dn * r;
      if (carry != NULL)
        carry[j] += dh[j] * z;
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
      const real *before = t > 0 ? X (at_time) (layer, self->state, t - 1, n) + at : NULL;

      row_forward (n, X (at_time) (layer, self->gates, t, N_GATES * n) + N_GATES * at,
                   X (at_time) (layer, self->hidden, t, N_GATES * n) + N_GATES * at, before,
                   X (at_time) (layer, self->state, t, n) + at);
    }
}

static void
step_backward (Layer *layer, guint t, const real *dh, real *carry)
{
  X (BfRecurrence) *self = &layer->recurrence;
  const guint n = layer->units;

  for (guint row = 0; row < layer->network->rows; row++)
    {
      const gsize at = (gsize) row * n;
      const real *before = t > 0 ? X (at_time) (layer, self->state, t - 1, n) + at : NULL;

      row_backward (n, X (at_time) (layer, self->gates, t, N_GATES * n) + N_GATES * at,
                    X (at_time) (layer, self->hidden, t, N_GATES * n) + N_GATES * at, before, dh + at,
                    carry != NULL ? carry + at : NULL);
    }
}

static void
measure (Layer *layer)
{
  X (measure_gates) (layer, N_GATES, CANDIDATE);
}

static const X (BfRecurrentCell) cell = {
  .n_gates = N_GATES, .separate_hidden = TRUE, .forget_gate = KEEP,
  .forward = step_forward, .backward = step_backward, .measure = measure,
};

BF_RECURRENT_OPS (bf_gru_ops, cell)
