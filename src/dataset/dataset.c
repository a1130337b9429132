#include "dataset/build.h"

#include <string.h>

#include "engine/random.h"

G_DEFINE_QUARK (bf-dataset-error-quark, bf_dataset_error)

gsize
bf_shape_sample_size (const BfShape *shape)
{
  return (gsize) shape->inputs * MAX (shape->timesteps, 1);
}

static guint
validation_size (const BfShape *shape, guint n)
{
  gsize fits = BF_VALIDATION_MAX_BYTES / (bf_shape_sample_size (shape) * sizeof (float));
  guint most = MIN (BF_VALIDATION_MAX_SAMPLES, MAX (fits, 1));

  return MIN (n / 5, most);
}

guint32 *
bf_split_new (const BfShape *shape, guint n, guint64 seed, guint *n_training)
{
  guint32 *order = g_new (guint32, n);
  BfRandom random;

  for (guint i = 0; i < n; i++)
    order[i] = i;
  bf_random_init (&random, seed, BF_PURPOSE_SPLIT, 0);
  bf_random_shuffle (&random, order, n);
  *n_training = n - validation_size (shape, n);
  return order;
}

static BfDataset *
dataset_alloc (const BfShape *shape, guint64 seed, guint n_training, guint n_validation,
               guint n_rows)
{
  BfDataset *dataset = g_new0 (BfDataset, 1);

  dataset->references = 1;
  dataset->shape = *shape;
  dataset->seed = seed;
  dataset->n_training = n_training;
  dataset->n_validation = n_validation;
  dataset->inputs = g_new0 (float, n_rows * bf_shape_sample_size (shape));
  if (shape->loss->classes)
    dataset->classes = g_new0 (gint32, n_rows);
  else
    dataset->targets = g_new0 (float, (gsize) n_rows * shape->outputs);
  return dataset;
}

/* The rows in memory from row @first on. */
static BfSamples
rows_from (const BfDataset *dataset, guint first, guint n)
{
  BfSamples samples = { .n = n };

  samples.inputs = dataset->inputs + first * bf_shape_sample_size (&dataset->shape);
  if (dataset->classes)
    samples.classes = dataset->classes + first;
  else
    samples.targets = dataset->targets + (gsize) first * dataset->shape.outputs;
  return samples;
}

static void
draw_row (const BfDataset *dataset, guint32 index, float *inputs, gint32 *class_, float *targets)
{
  gsize size = bf_shape_sample_size (&dataset->shape);
  guint outputs = dataset->shape.outputs;

  memcpy (inputs, dataset->inputs + index * size, size * sizeof (float));
  if (dataset->classes)
    *class_ = dataset->classes[index];
  else
    memcpy (targets, dataset->targets + (gsize) index * outputs, outputs * sizeof (float));
}

BfDataset *
bf_dataset_new_rows (const BfShape *shape, guint n, guint64 seed, guint32 **order)
{
  BfDataset *dataset;
  guint n_training;

  *order = bf_split_new (shape, n, seed, &n_training);
  dataset = dataset_alloc (shape, seed, n_training, n - n_training, n);
  dataset->draw = draw_row;
  dataset->training = rows_from (dataset, 0, n_training);
  dataset->validation = rows_from (dataset, n_training, n - n_training);
  return dataset;
}

BfDataset *
bf_dataset_new_drawn (const BfShape *shape, guint n, guint64 seed, BfDrawFunc draw,
                      gpointer data, GDestroyNotify free_data)
{
  guint n_validation = validation_size (shape, n);
  gsize size = bf_shape_sample_size (shape);
  BfDataset *dataset;

  dataset = dataset_alloc (shape, seed, n - n_validation, n_validation, n_validation);
  dataset->draw = draw;
  dataset->data = data;
  dataset->free_data = free_data;
  dataset->validation = rows_from (dataset, 0, n_validation);
  for (guint i = 0; i < n_validation; i++)
    draw (dataset, dataset->n_training + i, dataset->inputs + i * size,
          dataset->classes ? dataset->classes + i : NULL,
          dataset->targets ? dataset->targets + (gsize) i * shape->outputs : NULL);
  return dataset;
}

BfDataset *
bf_dataset_new (const BfTaskSettings *settings, guint64 seed, GError **error)
{
  g_return_val_if_fail (settings != NULL && settings->task != NULL, NULL);

  if (!bf_task_settings_validate (settings, error))
    return NULL;
  return settings->task->build (settings, seed, error);
}

BfDataset *
bf_dataset_ref (BfDataset *dataset)
{
  g_return_val_if_fail (dataset != NULL, NULL);

  g_atomic_int_inc (&dataset->references);
  return dataset;
}

void
bf_dataset_unref (BfDataset *dataset)
{
  g_return_if_fail (dataset != NULL);

  if (!g_atomic_int_dec_and_test (&dataset->references))
    return;
  if (dataset->free_data)
    dataset->free_data (dataset->data);
  g_free (dataset->inputs);
  g_free (dataset->classes);
  g_free (dataset->targets);
  g_free (dataset);
}

guint
bf_dataset_inputs (const BfDataset *dataset)
{
  return dataset->shape.inputs;
}

guint
bf_dataset_timesteps (const BfDataset *dataset)
{
  return dataset->shape.timesteps;
}

guint
bf_dataset_outputs (const BfDataset *dataset)
{
  return dataset->shape.outputs;
}

const BfLoss *
bf_dataset_loss (const BfDataset *dataset)
{
  return dataset->shape.loss;
}

guint
bf_dataset_n_training (const BfDataset *dataset)
{
  return dataset->n_training;
}

const BfSamples *
bf_dataset_training (const BfDataset *dataset)
{
  return &dataset->training;
}

const BfSamples *
bf_dataset_validation (const BfDataset *dataset)
{
  return &dataset->validation;
}
