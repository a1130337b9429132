/* Sequences whose answer depends on inputs long ago. Timesteps count from 1.
 *
 * Sample i is drawn from the stream (seed, DATA, i) whenever a batch asks for it: sequences of
 * any length cost no memory, and `samples` is only how many different ones there are.
 */
#include <string.h>

#include "dataset/tasks.h"
#include "engine/random.h"

#define SYMBOLS 8            /* of copy-memory; then follow */
#define BLANK SYMBOLS
#define RECALL (SYMBOLS + 1)
#define ALPHABET (SYMBOLS + 2)

/* In [0, 1), in steps of 2^-24: exact in a float, so that no value is rounded up to 1. */
static float
uniform (BfRandom *random)
{
  return (bf_random_uint32 (random) >> 8) * 0x1p-24f;
}

/* Two timesteps (from 0), the first in the first half of the sequence, the second in the other. */
static void
draw_marks (BfRandom *random, guint length, guint marks[2])
{
  guint half = length / 2;

  marks[0] = bf_random_below (random, half);
  marks[1] = half + bf_random_below (random, length - half);
}

/* The adding problem of Hochreiter and Schmidhuber (1997) in the form of Le et al. (2015): value
 * in [0, 1) and marker 0 or 1; the target is the sum of the two marked values. Always answering
 * 1 has the mean squared error 1/6. */
gboolean
bf_adding_shape (const BfTaskSettings *settings, BfShape *shape, GError **error)
{
  *shape = (BfShape) { 2, settings->length, 1, shape->loss };
  return TRUE;
}

static void
draw_adding (const BfDataset *dataset, guint32 index, float *inputs, gint32 *class_, float *targets)
{
  guint length = dataset->shape.timesteps;
  BfRandom random;
  guint marks[2];

  bf_random_init (&random, dataset->seed, BF_PURPOSE_DATA, index);
  draw_marks (&random, length, marks);
  for (guint t = 0; t < length; t++)
    {
      inputs[2 * t] = uniform (&random);
      inputs[2 * t + 1] = t == marks[0] || t == marks[1];
    }
  targets[0] = inputs[2 * marks[0]] + inputs[2 * marks[1]];
}

/* Copying memory with one answer. Arjovsky et al. (2016) show ten of eight symbols, blanks, and
 * a sign to recall, and want the ten back one after the other. A network that is read once, at
 * its last timestep, is shown one symbol, at timestep 1; blanks; and the sign to recall at
 * timestep T, where the class is the symbol. Without memory the loss is ln 8. Inputs are
 * one-hot: eight symbols, blank, recall. */
gboolean
bf_copy_memory_shape (const BfTaskSettings *settings, BfShape *shape, GError **error)
{
  *shape = (BfShape) { ALPHABET, settings->length, SYMBOLS, shape->loss };
  return TRUE;
}

static void
draw_copy_memory (const BfDataset *dataset, guint32 index, float *inputs, gint32 *class_,
                  float *targets)
{
  guint length = dataset->shape.timesteps;
  BfRandom random;

  bf_random_init (&random, dataset->seed, BF_PURPOSE_DATA, index);
  *class_ = bf_random_below (&random, SYMBOLS);
  memset (inputs, 0, sizeof (float) * ALPHABET * length);
  inputs[*class_] = 1;
  for (guint t = 1; t < length - 1; t++)
    inputs[ALPHABET * t + BLANK] = 1;
  inputs[ALPHABET * (length - 1) + RECALL] = 1;
}

/* The temporal exclusive-or of Hochreiter and Schmidhuber, as in Martens and Sutskever (2011): a
 * bit, -1 or 1, and a marker 0 or 1; the class is 1 if the two marked bits differ. No single bit
 * tells anything about it: without memory of both the loss is ln 2. */
gboolean
bf_temporal_parity_shape (const BfTaskSettings *settings, BfShape *shape, GError **error)
{
  *shape = (BfShape) { 2, settings->length, 2, shape->loss };
  return TRUE;
}

static void
draw_temporal_parity (const BfDataset *dataset, guint32 index, float *inputs, gint32 *class_,
                      float *targets)
{
  guint length = dataset->shape.timesteps;
  BfRandom random;
  guint marks[2];
  guint32 bits = 0;

  bf_random_init (&random, dataset->seed, BF_PURPOSE_DATA, index);
  draw_marks (&random, length, marks);
  for (guint t = 0; t < length; t++)
    {
      bits = t % 32 ? bits >> 1 : bf_random_uint32 (&random);
      inputs[2 * t] = bits & 1 ? 1 : -1;
      inputs[2 * t + 1] = t == marks[0] || t == marks[1];
    }
  *class_ = inputs[2 * marks[0]] != inputs[2 * marks[1]];
}

static BfDataset *
build (BfDrawFunc draw, const BfTaskSettings *settings, guint64 seed, GError **error)
{
  BfShape shape = { .loss = settings->task->loss (settings) };

  if (!settings->task->shape (settings, &shape, error))
    return NULL;
  return bf_dataset_new_drawn (&shape, settings->samples, seed, draw, NULL, NULL);
}

BfDataset *
bf_adding_build (const BfTaskSettings *settings, guint64 seed, GError **error)
{
  return build (draw_adding, settings, seed, error);
}

BfDataset *
bf_copy_memory_build (const BfTaskSettings *settings, guint64 seed, GError **error)
{
  return build (draw_copy_memory, settings, seed, error);
}

BfDataset *
bf_temporal_parity_build (const BfTaskSettings *settings, guint64 seed, GError **error)
{
  return build (draw_temporal_parity, settings, seed, error);
}
