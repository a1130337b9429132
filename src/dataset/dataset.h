/* An immutable data set, split into training and validation samples.
 *
 * Any thread: immutable after construction and atomically reference-counted. A BfBatcher belongs to
 * one run.
 */
#pragma once

#include "dataset/task.h"

#define BF_DATASET_ERROR (bf_dataset_error_quark ())
GQuark bf_dataset_error_quark (void);
typedef enum {
  BF_DATASET_ERROR_SETTINGS,  /* length 0, too many samples, ... */
  BF_DATASET_ERROR_FILE,      /* cannot be opened or read */
  BF_DATASET_ERROR_FORMAT,    /* the message names file, line and column */
} BfDatasetError;

/* Builds the data of @settings. The same settings and seed give the same bits. A fifth of the
 * samples is set aside for validation (at most 2000 of them, and 32 MiB). */
BfDataset *bf_dataset_new (const BfTaskSettings *settings, guint64 seed, GError **error);
BfDataset *bf_dataset_ref (BfDataset *dataset);
void bf_dataset_unref (BfDataset *dataset);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BfDataset, bf_dataset_unref)

guint bf_dataset_inputs (const BfDataset *dataset);     /* values of one sample or timestep */
guint bf_dataset_timesteps (const BfDataset *dataset);  /* 0 without a time axis */
guint bf_dataset_outputs (const BfDataset *dataset);    /* classes or targets */
const BfLoss *bf_dataset_loss (const BfDataset *dataset);
guint bf_dataset_n_training (const BfDataset *dataset); /* samples of an epoch */

/* The training samples of a data set that is kept in memory: the 2-D tasks, digits, csv.
 * Sequences that are generated and images of idx files are made when a batch asks for them: n is
 * 0 then. Borrowed. */
const BfSamples *bf_dataset_training (const BfDataset *dataset);
const BfSamples *bf_dataset_validation (const BfDataset *dataset);  /* borrowed; n may be 0 */

/* Inputs, timesteps, outputs and loss of a task without building its data; FALSE and @error for
 * a file task whose file cannot be read or for impossible settings. For parameter counts and
 * early checks. Reads all of a csv and the labels of idx, so a large file takes its time. Each of
 * the four may be NULL. */
gboolean bf_task_shape (const BfTaskSettings *settings, guint *inputs, guint *timesteps,
                        guint *outputs, const BfLoss **loss, GError **error);

/* Draws mini-batches: each epoch is a new permutation from the stream (seed, ORDER, epoch);
 * epochs join without a gap, so that every batch is full. Batch k is a pure function of
 * (dataset, seed, batch_size, k). */
typedef struct _BfBatcher BfBatcher;
BfBatcher *bf_batcher_new (BfDataset *dataset, guint64 seed);
void bf_batcher_free (BfBatcher *batcher);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BfBatcher, bf_batcher_free)

/* A source for bf_training_new (); its data is @batcher, which must outlive the training.
 * Nothing is allocated while it fills a batch. */
BfSource bf_batcher_source (BfBatcher *batcher);
