#include "dataset/build.h"
#include "engine/random.h"

#define NO_EPOCH G_MAXUINT64

struct _BfBatcher {
  BfDataset *dataset;   /* owned reference */
  guint64 seed;
  guint64 epoch;        /* whose permutation order holds */
  guint32 *order;       /* owned; [n_training] */
};

BfBatcher *
bf_batcher_new (BfDataset *dataset, guint64 seed)
{
  BfBatcher *batcher;

  g_return_val_if_fail (dataset != NULL && dataset->n_training > 0, NULL);

  batcher = g_new0 (BfBatcher, 1);
  batcher->dataset = bf_dataset_ref (dataset);
  batcher->seed = seed;
  batcher->epoch = NO_EPOCH;
  batcher->order = g_new (guint32, dataset->n_training);
  return batcher;
}

void
bf_batcher_free (BfBatcher *batcher)
{
  g_return_if_fail (batcher != NULL);

  bf_dataset_unref (batcher->dataset);
  g_free (batcher->order);
  g_free (batcher);
}

/* The permutation of one epoch follows from nothing but (seed, epoch), so that steps can be
 * asked for in any order; it is kept because they usually come in sequence. */
static void
enter_epoch (BfBatcher *batcher, guint64 epoch)
{
  guint n = batcher->dataset->n_training;
  BfRandom random;

  if (batcher->epoch == epoch)
    return;
  for (guint i = 0; i < n; i++)
    batcher->order[i] = i;
  bf_random_init (&random, batcher->seed, BF_PURPOSE_ORDER, (guint32) epoch);
  bf_random_shuffle (&random, batcher->order, n);
  batcher->epoch = epoch;
}

static void
fill (gpointer data, guint64 step, guint batch_size, float *inputs, gint32 *classes, float *targets)
{
  BfBatcher *batcher = data;
  const BfDataset *dataset = batcher->dataset;
  gsize size = bf_shape_sample_size (&dataset->shape);
  guint64 first;

  g_return_if_fail (step >= 1);

  first = (step - 1) * batch_size;
  for (guint b = 0; b < batch_size; b++)
    {
      guint64 position = first + b;

      enter_epoch (batcher, position / dataset->n_training);
      dataset->draw (dataset, batcher->order[position % dataset->n_training], inputs + b * size,
                     classes ? classes + b : NULL,
                     targets ? targets + (gsize) b * dataset->shape.outputs : NULL);
    }
}

BfSource
bf_batcher_source (BfBatcher *batcher)
{
  BfSource source = { .fill = fill, .data = batcher };

  g_return_val_if_fail (batcher != NULL, source);
  return source;
}
