#include "workload.h"

#include <string.h>

#include "engine/random.h"

#define N_BATCHES 16    /* drawn beforehand, then used in turn */

typedef struct {
  const char *name, *cell;
  guint inputs, timesteps, outputs;
  guint depth;
  guint units[2];           /* of the first layer and of the others */
  const char *activation, *initializer, *normalization, *loss, *optimizer;
  double learning_rate;
  guint batch_size;
  guint residual_span;      /* from the third layer on, postactivation; 0: none */
} Row;

static const Row rows[] = {
  { "mlp20x64", "dense", 64, 0, 10, 20, { 64, 64 }, "tanh", "xavier-normal", "none", "cross-entropy",
    "sgd", 0.01, 64 },
  { "mlp50x128", "dense", 64, 0, 10, 50, { 128, 128 }, "relu", "he-normal", "batch", "cross-entropy",
    "adam", 1e-3, 128, 2 },
  { "mlp100x256", "dense", 64, 0, 10, 100, { 256, 256 }, "tanh", "xavier-normal", "none", "cross-entropy",
    "sgd", 0.01, 256 },
  { "tiny2d", "dense", 2, 0, 1, 2, { 4, 2 }, "tanh", "uniform", "none", "mean-squared-error",
    "sgd", 0.03, 10 },
  { "rnn_T200_h64", "rnn", 2, 200, 1, 2, { 64, 64 }, "tanh", "uniform", "none", "mean-squared-error",
    "adam", 1e-3, 32 },
  { "lstm_T200_h64", "lstm", 2, 200, 1, 2, { 64, 64 }, "tanh", "uniform", "none", "mean-squared-error",
    "adam", 1e-3, 32 },
  { "gru_T200_h64", "gru", 2, 200, 1, 2, { 64, 64 }, "tanh", "uniform", "none", "mean-squared-error",
    "adam", 1e-3, 32 },
};

struct _Workload {
  const Row *row;
  BfNetworkSpec network;
  BfLayerSpec *layers;
  gsize n_inputs;           /* values of one sample */
  float *inputs, *targets;  /* [N_BATCHES, B, ...] */
  gint32 *classes;
};

static void
init_layer (const Row *row, guint index, BfLayerSpec *layer)
{
  const guint span = row->residual_span;
  const BfActivation *activation = bf_table_find (&bf_activation_table, row->activation);

  *layer = (BfLayerSpec) {
    .cell = bf_table_find (&bf_cell_table, row->cell),
    .units = row->units[index > 0],
    .activation = activation,
    .activation_parameter = activation->parameter_default,
    .initializer = bf_table_find (&bf_initializer_table, row->initializer),
    .recurrent_initializer = bf_table_find (&bf_initializer_table, row->initializer),
    .gain = 1,
    .normalization = bf_table_find (&bf_normalization_table, row->normalization),
    .residual_form = BF_RESIDUAL_POSTACTIVATION,
    .residual_scale = 1,
    .span_first = -1,
  };
  if (span > 0 && index >= span)
    {
      layer->span_first = index - index % span;
      layer->span_last = index % span == span - 1;
    }
}

static void
draw (Workload *self)
{
  const Row *row = self->row;
  const gsize n = (gsize) N_BATCHES * row->batch_size;
  BfRandom random;

  bf_random_init (&random, 1, BF_PURPOSE_DATA, 0);
  self->inputs = g_new (float, n * self->n_inputs);
  for (gsize i = 0; i < n * self->n_inputs; i++)
    self->inputs[i] = bf_random_normal (&random);
  self->classes = g_new (gint32, n);
  self->targets = g_new (float, n * row->outputs);
  for (gsize i = 0; i < n; i++)
    self->classes[i] = row->outputs > 1 ? bf_random_below (&random, row->outputs) : 0;
  for (gsize i = 0; i < n * row->outputs; i++)
    self->targets[i] = bf_random_normal (&random);
}

const char *
workload_names (void)
{
  return "mlp20x64, mlp50x128, mlp100x256, tiny2d, rnn_T200_h64, lstm_T200_h64 and gru_T200_h64";
}

Workload *
workload_new (const char *name)
{
  const Row *row = rows;

  while (row < rows + G_N_ELEMENTS (rows) && !g_str_equal (row->name, name))
    row++;
  if (row == rows + G_N_ELEMENTS (rows))
    return NULL;

  Workload *self = g_new0 (Workload, 1);

  self->row = row;
  self->n_inputs = (gsize) row->inputs * MAX (row->timesteps, 1);
  self->layers = g_new (BfLayerSpec, row->depth);
  for (guint i = 0; i < row->depth; i++)
    init_layer (row, i, &self->layers[i]);
  self->network = (BfNetworkSpec) {
    .inputs = row->inputs,
    .timesteps = row->timesteps,
    .outputs = row->outputs,
    .loss = bf_table_find (&bf_loss_table, row->loss),
    .n_layers = row->depth,
    .layers = self->layers,
  };
  draw (self);
  return self;
}

void
workload_free (Workload *self)
{
  g_free (self->layers);
  g_free (self->inputs);
  g_free (self->classes);
  g_free (self->targets);
  g_free (self);
}

const BfNetworkSpec *
workload_network (const Workload *self)
{
  return &self->network;
}

guint
workload_batch_size (const Workload *self)
{
  return self->row->batch_size;
}

static void
fill (gpointer data, guint64 step, guint batch_size, float *inputs, gint32 *classes, float *targets)
{
  const Workload *self = data;
  const gsize first = step % N_BATCHES * batch_size, n_outputs = self->row->outputs;

  memcpy (inputs, self->inputs + first * self->n_inputs, batch_size * self->n_inputs * sizeof *inputs);
  if (classes != NULL)
    memcpy (classes, self->classes + first, batch_size * sizeof *classes);
  else
    memcpy (targets, self->targets + first * n_outputs, batch_size * n_outputs * sizeof *targets);
}

BfTraining *
workload_train (const Workload *self, gboolean record)
{
  const BfTrainingSpec training = {
    .optimizer = bf_table_find (&bf_optimizer_table, self->row->optimizer),
    .learning_rate = self->row->learning_rate,
    .batch_size = self->row->batch_size,
    .seed = 1,
    .precision = BF_FLOAT32,
    .unmeasured = !record,
    .histogram_interval = record ? 20 : 0,   /* the default of the file format */
  };
  const BfSource source = { fill, (gpointer) self };
  g_autoptr (GError) error = NULL;
  BfTraining *result = bf_training_new (&self->network, &training, &source, &error);

  if (result == NULL)
    g_error ("%s", error->message);
  return result;
}
