/* One run: the data, the mini-batches and the training of one configuration, and its validation.
 *
 * Knows no thread; one thread at a time may use it. What it computes is a function of its configuration alone.
 */
#pragma once

#include "engine/spectrum.h"
#include "experiment/configuration.h"
#include "experiment/record.h"

/* Validation samples are evaluated after the update of step 1, of every BF_RUN_VALIDATION_INTERVALth
 * step and of the last one. */
#define BF_RUN_VALIDATION_INTERVAL 50

typedef struct _BfRun BfRun;

BfRun *bf_run_new (const BfConfiguration *configuration);   /* copies it; builds nothing yet */
void bf_run_free (BfRun *run);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BfRun, bf_run_free)

/* Whether both read the same data, so that one data set serves both. */
gboolean bf_run_same_data (const BfRun *a, const BfRun *b);

/* Checks the configuration, builds its data set unless @dataset (not NULL) is to be used, and the network: slow.
 * FALSE and @error if it cannot be run. Once. */
gboolean bf_run_build (BfRun *run, BfDataset *dataset, GError **error);
/* Gives back data and network of a run that has ended; what was measured can still be asked. */
void bf_run_release (BfRun *run);
/* Borrowed; NULL before bf_run_build (). */
BfDataset *bf_run_dataset (const BfRun *run);
BfBatcher *bf_run_batcher (const BfRun *run);
BfTraining *bf_run_training (const BfRun *run);

/* The next step of a run that was built and has not ended. Fills @row, to be freed with bf_row_clear ().
 * UNFINISHED while there is more to do, else FINISHED or DIVERGED. */
BfOutcome bf_run_step (BfRun *run, BfRow *row);

/* Singular values at @sample (from 0; the last one if there are fewer) of the newest mini-batch; see
 * engine/spectrum.h. NULL and @error if they cannot be had. */
BfSpectrum *bf_run_spectrum (BfRun *run, guint sample, BfSpectrumProceed proceed, gpointer user_data,
                             GError **error);

double bf_run_seconds (const BfRun *run);   /* spent in training steps so far, validation not counted */
gsize bf_run_row_size (const BfRun *run);   /* about the bytes that one row holds */
