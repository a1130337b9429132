#include "laboratory.h"

#include <string.h>

void
laboratory_init (Laboratory *self, guint inputs, guint units, guint depth, guint outputs,
                 const char *activation, const char *initializer, const char *loss)
{
  g_assert_cmpuint (depth, <=, LABORATORY_MAX_LAYERS);
  memset (self, 0, sizeof *self);
  self->network = (BfNetworkSpec) {
    .inputs = inputs,
    .outputs = outputs,
    .loss = bf_table_find (&bf_loss_table, loss),
    .n_layers = depth,
    .layers = self->layers,
  };
  for (guint i = 0; i < depth; i++)
    {
      const BfActivation *row = bf_table_find (&bf_activation_table, activation);

      self->layers[i] = (BfLayerSpec) {
        .cell = bf_table_find (&bf_cell_table, "dense"),
        .units = units,
        .activation = row,
        .activation_parameter = row->parameter_default,
        .initializer = bf_table_find (&bf_initializer_table, initializer),
        .recurrent_initializer = bf_table_find (&bf_initializer_table, initializer),
        .gain = 1,
        .initializer_std = 0.3,
        .normalization = bf_table_find (&bf_normalization_table, "none"),
        .residual_scale = 1,
        .span_first = -1,
      };
    }
  self->training = (BfTrainingSpec) {
    .optimizer = bf_table_find (&bf_optimizer_table, "sgd"),
    .learning_rate = 0.1,
    .momentum = 0.9,
    .batch_size = 32,
    .seed = 1,
    .precision = BF_FLOAT64,
  };
}

void
laboratory_set_normalization (Laboratory *self, const char *id)
{
  for (guint i = 0; i < self->network.n_layers; i++)
    self->layers[i].normalization = bf_table_find (&bf_normalization_table, id);
}

void
laboratory_set_residual (Laboratory *self, guint span, double scale, BfResidualForm form)
{
  for (guint first = 1; first + span <= self->network.n_layers; first += span)
    for (guint i = first; i < first + span; i++)
      {
        self->layers[i].span_first = first;
        self->layers[i].span_last = i == first + span - 1;
        self->layers[i].residual_scale = scale;
        self->layers[i].residual_form = form;
      }
}

void
laboratory_draw (Laboratory *self)
{
  const guint n = self->training.batch_size;
  const gsize n_inputs = (gsize) n * self->network.inputs * MAX (self->network.timesteps, 1);
  float *inputs = g_new (float, n_inputs);
  BfRandom random;

  laboratory_clear (self);
  bf_random_init (&random, self->training.seed, BF_PURPOSE_DATA, 0);
  for (gsize i = 0; i < n_inputs; i++)
    inputs[i] = bf_random_normal (&random);
  self->samples.n = n;
  self->samples.inputs = inputs;
  if (self->network.loss->classes)
    {
      gint32 *classes = g_new (gint32, n);

      for (guint i = 0; i < n; i++)
        classes[i] = bf_random_below (&random, self->network.outputs);
      self->samples.classes = classes;
    }
  else
    {
      float *targets = g_new (float, n * self->network.outputs);

      for (guint i = 0; i < n * self->network.outputs; i++)
        targets[i] = bf_random_normal (&random);
      self->samples.targets = targets;
    }
}

void
laboratory_clear (Laboratory *self)
{
  g_free ((gpointer) self->samples.inputs);
  g_free ((gpointer) self->samples.classes);
  g_free ((gpointer) self->samples.targets);
  memset (&self->samples, 0, sizeof self->samples);
}

static void
fill (gpointer data, guint64 step, guint batch_size, float *inputs, gint32 *classes, float *targets)
{
  const Laboratory *self = data;
  const BfSamples *samples = &self->samples;

  g_assert_cmpuint (batch_size, ==, samples->n);
  g_assert_true ((classes != NULL) == (samples->classes != NULL));
  g_assert_true ((targets != NULL) == (samples->targets != NULL));
  memcpy (inputs, samples->inputs,
          batch_size * self->network.inputs * MAX (self->network.timesteps, 1) * sizeof *inputs);
  if (classes != NULL)
    memcpy (classes, samples->classes, batch_size * sizeof *classes);
  else
    memcpy (targets, samples->targets, batch_size * self->network.outputs * sizeof *targets);
}

BfTraining *
laboratory_train (Laboratory *self)
{
  const BfSource source = { fill, self };
  g_autoptr (GError) error = NULL;
  BfTraining *training = bf_training_new (&self->network, &self->training, &source, &error);

  g_assert_no_error (error);
  return training;
}

BfProbe *
laboratory_measure (Laboratory *self)
{
  g_autoptr (BfTraining) training = laboratory_train (self);

  bf_training_gradient (training, &self->samples);
  return bf_probe_copy (bf_training_probe (training));
}

BfTensor
laboratory_tensor (BfTraining *training, const char *name)
{
  BfTensor tensor;

  for (guint i = 0; i < bf_training_n_tensors (training); i++)
    {
      bf_training_tensor (training, i, &tensor);
      if (strcmp (tensor.name, name) == 0)
        return tensor;
    }
  g_error ("no tensor is called %s", name);
}

double
laboratory_value (const BfTensor *tensor, gsize index)
{
  return tensor->precision == BF_FLOAT32 ? ((float *) tensor->value)[index]
                                         : ((double *) tensor->value)[index];
}

double
laboratory_gradient (const BfTensor *tensor, gsize index)
{
  return tensor->precision == BF_FLOAT32 ? ((const float *) tensor->gradient)[index]
                                         : ((const double *) tensor->gradient)[index];
}

void
laboratory_set_value (const BfTensor *tensor, gsize index, double value)
{
  if (tensor->precision == BF_FLOAT32)
    ((float *) tensor->value)[index] = value;
  else
    ((double *) tensor->value)[index] = value;
}

gsize
laboratory_n_values (const BfTensor *tensor)
{
  return (gsize) tensor->rows * MAX (tensor->columns, 1);
}
