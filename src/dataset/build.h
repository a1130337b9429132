/* How the tasks make their data sets. Internal to this folder. */
#pragma once

#include "dataset/dataset.h"

/* Validation takes a fifth of the samples, but no more than this many samples and bytes of
 * inputs, so that evaluating it stays short beside the training. */
#define BF_VALIDATION_MAX_SAMPLES 2000
#define BF_VALIDATION_MAX_BYTES (32 * 1024 * 1024)

/* What a file may ask for. Beyond it is a mistake or an attack, and refused before memory is
 * taken. */
#define BF_DATASET_MAX_BYTES ((guint64) 1 << 30)   /* of images */
#define BF_DATASET_MAX_NUMBERS (1u << 26)          /* of a table */
#define BF_DATASET_MAX_CLASSES 1000

/* Writes sample @index of the training part (n_training and beyond: of the validation part) into
 * inputs [I] or [T, I] and its class or targets [outputs]; the other of the two is NULL. A pure
 * function of (dataset, index), called by several threads at once. */
typedef void (*BfDrawFunc) (const BfDataset *dataset, guint32 index, float *inputs, gint32 *class_,
                            float *targets);

struct _BfDataset {
  int references;            /* atomic, by the inlined operations: ThreadSanitizer sees them */
  BfShape shape;
  guint64 seed;
  guint n_training, n_validation;
  BfDrawFunc draw;
  gpointer data;             /* owned; of draw */
  GDestroyNotify free_data;
  float *inputs;             /* owned; rows in memory: training, then validation; or validation */
  gint32 *classes;           /* owned; NULL for regression */
  float *targets;            /* owned; NULL for classes */
  BfSamples training, validation;
};

/* Values of one sample: I or T I. */
gsize bf_shape_sample_size (const BfShape *shape);

/* How @n samples are split, and a permutation of them from the stream (seed, SPLIT): the first
 * @n_training go to training. Free with g_free(). */
guint32 *bf_split_new (const BfShape *shape, guint n, guint64 seed, guint *n_training);

/* A data set of @n rows in memory. The caller fills inputs and classes or targets of all rows;
 * row i is to hold its sample number order[i]. */
BfDataset *bf_dataset_new_rows (const BfShape *shape, guint n, guint64 seed, guint32 **order);

/* A data set whose samples @draw computes whenever they are asked for; only the validation part
 * is kept in memory. Takes @data. */
BfDataset *bf_dataset_new_drawn (const BfShape *shape, guint n, guint64 seed, BfDrawFunc draw,
                                 gpointer data, GDestroyNotify free_data);
