/* The dense layer.
 *
 *   plain, or in a span of postactivation form:  F = phi(N(W x + b))
 *   in a span of preactivation form:             F = W phi(N(x)) + b
 *
 * h = F; at the end of a span h = shortcut + scale F (He et al. 2016, with nothing after the sum).
 */
#include "engine/blas-real.h"
#include "engine/layer.h"
#include "engine/vector-real.h"

#include <string.h>

enum { WEIGHT, BIAS };

static void
layout (Layer *layer)
{
  const guint64 entries = (guint64) layer->network->training.batch_size * layer->units;
  const gboolean before = layer->preactivation;

  X (add_parameter) (layer, "weight", layer->units, layer->inputs, TRUE);
  X (add_parameter) (layer, "bias", layer->units, 0, FALSE);
  X (nonlinear_layout) (layer, before ? layer->inputs : layer->units, !before);
  layer->h = before || layer->spec->span_last ? X (take) (layer, entries) : layer->nonlinear.a;
}

static gboolean
init (Layer *layer, guint64 seed)
{
  X (nonlinear_init) (layer);
  return X (init_weight) (layer, &layer->parameters[WEIGHT], 1, layer->spec->initializer, seed,
                          layer->stream);
}

static gsize
n_outputs (const Layer *layer)
{
  return (gsize) layer->network->rows * layer->units;
}

static gsize
n_inputs (const Layer *layer)
{
  return (gsize) layer->network->rows * layer->inputs;
}

/* What F is multiplied with. */
static double
branch_scale (const Layer *layer)
{
  return layer->shortcut != NULL ? layer->spec->residual_scale : 1;
}

static void
forward_linear_first (Layer *layer)
{
  real *z = X (nonlinear_input) (layer);

  X (affine) (layer->network->rows, layer->units, layer->inputs, layer->x,
              layer->parameters[WEIGHT].value, layer->parameters[BIAS].value, z);
  X (nonlinear_forward) (layer, z);
  if (layer->shortcut != NULL)
    X (sum) (n_outputs (layer), layer->shortcut, branch_scale (layer), layer->nonlinear.a,
             layer->h);
}

static void
forward_linear_last (Layer *layer)
{
  const double scale = branch_scale (layer);

  X (nonlinear_forward) (layer, layer->x);
  X (fill_rows) (layer->network->rows, layer->units, scale, layer->parameters[BIAS].value,
                 layer->h);
  if (layer->shortcut != NULL)
    X (add) (n_outputs (layer), 1, layer->shortcut, layer->h);
  X (gemm) (BF_PLAIN, BF_TRANSPOSED, layer->network->rows, layer->units, layer->inputs, scale,
            layer->nonlinear.a, layer->parameters[WEIGHT].value, TRUE, layer->h);
}

static void
forward (Layer *layer)
{
  if (layer->preactivation)
    forward_linear_last (layer);
  else
    forward_linear_first (layer);
}

/* Gradients of W and b, from dL/dz = scale * dz and what W was multiplied with. */
static void
parameter_gradients (Layer *layer, double scale, const real *dz, const real *input)
{
  const guint rows = layer->network->rows;

  X (gemm) (BF_TRANSPOSED, BF_PLAIN, layer->units, layer->inputs, rows, scale, dz, input, 0,
            layer->parameters[WEIGHT].gradient);
  X (column_sums) (rows, layer->units, scale, dz, layer->parameters[BIAS].gradient);
}

static void
backward_linear_first (Layer *layer)
{
  const real *dz = layer->network->delta;

  X (nonlinear_backward) (layer, branch_scale (layer), layer->dh);
  layer->statistics.preactivation_gradient = X (measured_norm) (layer, n_outputs (layer), dz);
  parameter_gradients (layer, 1, dz, layer->x);
  if (layer->dx == NULL)
    return;

  real *dx = layer->dx_accumulates ? layer->network->work : layer->dx;
  X (gemm) (BF_PLAIN, BF_PLAIN, layer->network->rows, layer->inputs, layer->units, 1, dz,
            layer->parameters[WEIGHT].value, 0, dx);
  if (layer->dx_accumulates)
    X (add_branch) (layer, dx);
}

static void
backward_linear_last (Layer *layer)
{
  const double scale = branch_scale (layer);
  real *da = layer->network->work;

  layer->statistics.preactivation_gradient = ABS (scale) * layer->statistics.activation_gradient;
  parameter_gradients (layer, scale, layer->dh, layer->nonlinear.a);
  X (gemm) (BF_PLAIN, BF_PLAIN, layer->network->rows, layer->inputs, layer->units, scale, layer->dh,
            layer->parameters[WEIGHT].value, 0, da);
  layer->statistics.output_gradient = X (measured_norm) (layer, n_inputs (layer), da);
  X (nonlinear_backward) (layer, 1, da);
  if (layer->dx_accumulates)
    X (add_branch) (layer, layer->network->delta);
  else
    memcpy (layer->dx, layer->network->delta, n_inputs (layer) * sizeof (real));
}

static void
backward (Layer *layer)
{
  layer->statistics.n_preactivation = n_outputs (layer);
  if (layer->preactivation)
    backward_linear_last (layer);
  else
    backward_linear_first (layer);
}

const LayerOps X (bf_dense_ops) = { layout, init, forward, backward, NULL };
