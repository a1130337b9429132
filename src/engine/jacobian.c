#include "engine/jacobian.h"

#include <string.h>

#define BF_REAL_BITS 64
#include "engine/network-real.h"

#define ROWS 64   /* of the Jacobian in one pass, at least */

struct _BfJacobian {
  Network *network;
  guint n_rows;         /* of one pass */
  float *inputs;        /* [n_rows, T, I] the sample, over and over */
  gint32 *classes;      /* [n_rows] zeros, as the loss is not asked for; or */
  float *targets;       /* [n_rows, outputs] */
  real *dx;             /* [T, n_rows, I] what arrives at the inputs */
};

static gboolean
has_batch_statistics (const BfNetworkSpec *spec)
{
  for (guint i = 0; i < spec->n_layers; i++)
    if (spec->layers[i].normalization->over == BF_NORMALIZE_BATCH)
      return TRUE;
  return FALSE;
}

/* The statistics of @batch become the ones that an evaluation reads. */
static void
hold_statistics (Network *network, const BfSamples *batch)
{
  guint n_correct;

  X (bf_core).forward (network, batch, BF_PASS_GRADIENT, &n_correct);
  for (guint l = 0; l < network->n_layers; l++)
    {
      X (BfNonlinear) *self = &network->layers[l].nonlinear;

      for (guint i = 0; self->running_mean != NULL && i < self->n; i++)
        {
          self->running_mean[i] = self->column[0][i];
          self->running_variance[i] = 1 / (self->inverse[i] * self->inverse[i])
                                      - BF_NORMALIZATION_EPSILON;
        }
    }
}

static gboolean
allocate (BfJacobian *self, const BfNetworkSpec *spec, gsize n_inputs)
{
  self->inputs = g_try_malloc_n (self->n_rows, n_inputs * sizeof *self->inputs);
  self->dx = g_try_malloc0_n (self->n_rows, n_inputs * sizeof *self->dx);
  if (spec->loss->classes)
    self->classes = g_try_malloc0_n (self->n_rows, sizeof *self->classes);
  else
    self->targets = g_try_malloc0_n (self->n_rows, spec->outputs * sizeof *self->targets);
  return self->inputs != NULL && self->dx != NULL && (self->classes != NULL || self->targets != NULL);
}

/* Bytes of all that bf_jacobian_new () allocates. */
static guint64
memory_needed (const BfNetworkSpec *spec, const BfTrainingSpec *training, gsize n_inputs)
{
  const guint64 network = bf_network_spec_memory (spec, training);
  const guint64 samples = (guint64) training->batch_size * n_inputs * (sizeof (float) + sizeof (real));

  return network > G_MAXUINT64 - samples ? G_MAXUINT64 : network + samples;
}

BfJacobian *
bf_jacobian_new (BfTraining *training, const BfSamples *batch, guint row, GError **error)
{
  g_return_val_if_fail (training != NULL && batch != NULL && row < batch->n, NULL);

  const BfNetworkSpec *spec = bf_training_network (training);
  const gboolean held = has_batch_statistics (spec);
  const BfTrainingSpec settings = {
    .optimizer = bf_table_row (&bf_optimizer_table, 0),
    .batch_size = held ? MAX (ROWS, batch->n) : ROWS,
    .unmeasured = TRUE,
    .precision = BF_FLOAT64,
  };
  const gsize n_inputs = (gsize) spec->inputs * MAX (spec->timesteps, 1);
  const guint64 bytes = memory_needed (spec, &settings, n_inputs);
  g_autoptr (BfJacobian) self = g_new0 (BfJacobian, 1);

  self->n_rows = settings.batch_size;
  if (bytes <= bf_physical_memory ())
    self->network = bf_core_new_copy (training, &settings);
  if (self->network == NULL || !allocate (self, spec, n_inputs))
    {
      bf_set_memory_error (error, bytes);
      return NULL;
    }
  if (held)
    hold_statistics (self->network, batch);
  for (guint i = 0; i < self->n_rows; i++)
    memcpy (self->inputs + i * n_inputs, batch->inputs + row * n_inputs, n_inputs * sizeof (float));
  self->network->layers[0].dx = self->dx;
  return g_steal_pointer (&self);
}

void
bf_jacobian_free (BfJacobian *self)
{
  if (self == NULL)
    return;
  if (self->network != NULL)
    X (network_free) (self->network);
  g_free (self->inputs);
  g_free (self->classes);
  g_free (self->targets);
  g_free (self->dx);
  g_free (self);
}

guint
bf_jacobian_rows (const BfJacobian *self, guint layer)
{
  return self->network->layers[layer].units;
}

guint
bf_jacobian_columns (const BfJacobian *self, guint layer, BfJacobianFrom from)
{
  return from == BF_JACOBIAN_FROM_STATE ? self->network->layers[layer].units
                                        : self->network->spec.inputs;
}

/* dL/dh of @layer: unit vectors from the @first on, at the last timestep. */
static void
set_cotangents (Layer *layer, guint first, guint n)
{
  const gsize step = (gsize) layer->network->rows * layer->units;
  real *last = layer->dh + (layer->timesteps - 1) * step;

  memset (layer->dh, 0, layer->timesteps * step * sizeof (real));
  for (guint i = 0; i < n; i++)
    last[(gsize) i * layer->units + first + i] = 1;
}

static void
backward_to_input (Network *network, guint from)
{
  for (guint i = from + 1; i-- > 0;)
    {
      Layer *layer = &network->layers[i], *before = layer - 1;

      layer->ops->backward (layer);
      if (i > 0)  /* nothing of the earlier timesteps was read */
        memset (before->dh, 0, (before->timesteps - layer->timesteps) * (gsize) network->rows
                               * before->units * sizeof (real));
    }
}

/* The layer before is left out, since its dL/dh takes the place of this one's. */
static void
backward_to_state (Layer *layer)
{
  real *dx = layer->dx;

  layer->dx = NULL;
  layer->ops->backward (layer);
  layer->dx = dx;
}

/* Gradients of the first timestep, [rows, columns]. */
static const real *
pass (BfJacobian *self, Layer *layer, BfJacobianFrom from)
{
  if (from == BF_JACOBIAN_FROM_INPUT)
    {
      backward_to_input (self->network, layer->index);
      return self->dx;
    }
  backward_to_state (layer);
  return layer->shortcut != NULL ? layer->recurrence.dstate : layer->dh;
}

void
bf_jacobian_evaluate (BfJacobian *self, guint layer, BfJacobianFrom from, double *matrix)
{
  Network *network = self->network;
  Layer *end = &network->layers[layer];
  const guint rows = bf_jacobian_rows (self, layer);
  const guint columns = bf_jacobian_columns (self, layer, from);

  g_return_if_fail (from == BF_JACOBIAN_FROM_INPUT || end->spec->cell->recurrent);

  for (guint first = 0, n; first < rows; first += n)
    {
      n = MIN (self->n_rows, rows - first);
      const BfSamples samples = { n, self->inputs, self->classes, self->targets };
      guint n_correct;

      X (bf_core).forward (network, &samples, BF_PASS_EVALUATION, &n_correct);
      set_cotangents (end, first, n);
      memcpy (matrix + (gsize) first * columns, pass (self, end, from),
              (gsize) n * columns * sizeof *matrix);
    }
}
