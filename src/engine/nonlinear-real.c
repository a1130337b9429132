/* The nonlinear part of a layer: normalisation, activation, and what is measured of the slopes. */
#include "engine/normalization-real.h"
#include "engine/vector-real.h"

#include <math.h>

#define SATURATED 0.05  /* of the steepest slope */

typedef struct {
  void (*forward) (X (BfNonlinear) *self, BfPass pass, guint rows, const real *v);
  void (*backward) (X (BfNonlinear) *self, BfPass pass, guint rows, real *d);
} Normalizer;

/* By BfNormalizeOver. */
static const Normalizer normalizers[] = {
  [BF_NORMALIZE_BATCH] = { X (normalize_batch_forward), X (normalize_batch_backward) },
  [BF_NORMALIZE_LAYER] = { X (normalize_layer_forward), X (normalize_layer_backward) },
};

static const Normalizer *
normalizer (const Layer *layer)
{
  const BfNormalizeOver over = layer->spec->normalization->over;

  return over == BF_NORMALIZE_NONE ? NULL : &normalizers[over];
}

static gsize
n_rows (const Layer *layer)
{
  return (gsize) layer->timesteps * layer->network->rows;
}

static void
layout_normalization (Layer *layer)
{
  X (BfNonlinear) *self = &layer->nonlinear;
  const guint64 rows = (guint64) layer->timesteps * layer->network->training.batch_size;
  const gboolean batch = layer->spec->normalization->over == BF_NORMALIZE_BATCH;
  BfArena *arena = &layer->network->arena;

  self->gamma = X (add_parameter) (layer, "norm.weight", self->n, 0, FALSE);
  self->beta = X (add_parameter) (layer, "norm.bias", self->n, 0, FALSE);
  self->normalized = X (take) (layer, rows * self->n);
  self->inverse = bf_arena_take (arena, batch ? self->n : rows, sizeof (double));
  if (batch)
    {
      self->running_mean = bf_arena_take (arena, self->n, sizeof (double));
      self->running_variance = bf_arena_take (arena, self->n, sizeof (double));
      self->column[0] = bf_arena_take (arena, self->n, sizeof (double));
      self->column[1] = bf_arena_take (arena, self->n, sizeof (double));
    }
}

void
X (nonlinear_layout) (Layer *layer, guint n, gboolean own_input)
{
  X (BfNonlinear) *self = &layer->nonlinear;
  const guint64 entries = (guint64) layer->timesteps * layer->network->training.batch_size * n;
  const gboolean normalized = normalizer (layer) != NULL;

  self->n = n;
  if (normalized)
    layout_normalization (layer);
  self->a = X (take) (layer, entries);
  if (layer->spec->activation->slope_from_output)
    self->u = self->a;
  else if (normalized || own_input)
    self->u = X (take) (layer, entries);
  X (need_work) (layer, entries);
}

void
X (nonlinear_init) (Layer *layer)
{
  X (BfNonlinear) *self = &layer->nonlinear;

  for (guint i = 0; self->gamma != NULL && i < self->n; i++)
    self->gamma->value[i] = 1;
  for (guint i = 0; self->running_variance != NULL && i < self->n; i++)
    self->running_variance[i] = 1;
}

real *
X (nonlinear_input) (Layer *layer)
{
  return layer->nonlinear.normalized != NULL ? layer->nonlinear.normalized : layer->nonlinear.u;
}

void
X (nonlinear_forward) (Layer *layer, const real *v)
{
  X (BfNonlinear) *self = &layer->nonlinear;
  const Normalizer *normalize = normalizer (layer);

  if (normalize != NULL)
    normalize->forward (self, layer->network->pass, n_rows (layer), v);
  self->read = normalize != NULL ? self->u : v;
  layer->spec->activation->kernels.X (forward) (n_rows (layer) * self->n, self->read, self->a,
                                                layer->spec->activation_parameter);
}

void
X (measure_slopes) (Layer *layer, gsize rows, gsize n, const real *slopes)
{
  const BfActivation *activation = layer->spec->activation;
  BfLayerStatistics *statistics = &layer->statistics;

  if (layer->network->training.unmeasured)
    return;
  statistics->saturated = 0;
  if (activation->bounded)
    {
      const double steepest = activation->derivative (0, layer->spec->activation_parameter);

      statistics->saturated = X (count_below) (rows * n, slopes, SATURATED * steepest)
                              / (double) (rows * n);
    }
  statistics->dead = X (count_zero_columns) (rows, n, slopes, layer->network->flags) / (double) n;
}

void
X (nonlinear_backward) (Layer *layer, double scale, const real *da)
{
  X (BfNonlinear) *self = &layer->nonlinear;
  const Normalizer *normalize = normalizer (layer);
  const gsize entries = n_rows (layer) * self->n;
  real *delta = layer->network->delta;

  layer->spec->activation->kernels.X (slope) (entries, self->read, self->a, delta,
                                              layer->spec->activation_parameter);
  X (measure_slopes) (layer, n_rows (layer), self->n, delta);
  X (product) (entries, scale, delta, da, delta);
  if (normalize == NULL)
    return;
  layer->statistics.slope_gradient = X (measured_norm) (layer, entries, delta);
  normalize->backward (self, layer->network->pass, n_rows (layer), delta);
}
