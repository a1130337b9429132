/* The record of a run: one row per training step, every measure of the probe.
 *
 * Rows are only appended, until a record that was given a budget would exceed it: then it thins
 * itself to the multiples of 2, and so on to those of 4, 8, ..., beside its first and its newest row.
 * This renumbers the rows, and frees what was lent of those that go; bf_record_generation () tells.
 *
 * Main thread only (or any single thread); reference-counted.
 */
#pragma once

#include "engine/probe.h"
#include "engine/theory.h"

typedef enum {
  BF_OUTCOME_UNFINISHED,   /* paused, stopped, or still running */
  BF_OUTCOME_FINISHED,
  BF_OUTCOME_DIVERGED,     /* at its last row */
  BF_OUTCOME_FAILED,       /* could not start; see bf_record_message() */
  BF_N_OUTCOMES
} BfOutcome;

extern const BfTable bf_outcome_table;   /* row i: outcome i */

/* What theory must know of the inputs: of the first mini-batch. */
typedef struct {
  guint n;                 /* values of one sample, or of one timestep; 0: nothing is known */
  BfInputMoments moments;
} BfRecordInputs;

/* One row as the trainer delivers it. */
typedef struct {
  BfProbe *probe;               /* owned */
  double validation_loss;       /* NAN: not evaluated at this step */
  double validation_accuracy;
  BfRecordInputs inputs;        /* of its mini-batch; known of the first row of a run only */
} BfRow;
void bf_row_clear (BfRow *row);

/* Values per step that do not depend on a layer: columns of training.csv. */
typedef enum {
  BF_TRAINING_LOSS,
  BF_TRAINING_ACCURACY,
  BF_TRAINING_VALIDATION_LOSS,
  BF_TRAINING_VALIDATION_ACCURACY,
  BF_TRAINING_GRADIENT_NORM,
  BF_TRAINING_CLIPPED_GRADIENT_NORM,
  BF_N_TRAINING_MEASURES
} BfTrainingMeasure;

typedef struct {
  BfEntry entry;          /* id: column name */
  gboolean logarithmic;   /* drawn on a log axis by default */
  gboolean optional;      /* NAN means "not measured" */
} BfTrainingMeasureInfo;

extern const BfTable bf_training_measure_table;

typedef struct _BfRecord BfRecord;

BfRecord *bf_record_new (guint n_layers, guint n_recurrent, guint timesteps,
                         const guint *recurrent_layers);
BfRecord *bf_record_ref (BfRecord *record);
void bf_record_unref (BfRecord *record);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BfRecord, bf_record_unref)

void bf_record_append (BfRecord *record, const BfRow *row);  /* copies; may thin */

/* The most that rows and histograms may take, which two rows may always; 0, as at first: anything.
 * Holds from the next row on. */
void bf_record_set_budget (BfRecord *record, gsize bytes);
gsize bf_record_bytes (const BfRecord *record);         /* that they take, those of replicates apart */
guint bf_record_generation (const BfRecord *record);    /* times it or its replicates were thinned */
/* The most steps from one row to the next; 1: no step is missing. */
guint64 bf_record_interval (const BfRecord *record);
/* In a record that was thinned the newest row is hidden while it is no multiple, since the next
 * would take its place. Once no more are to come for a while, this makes it a row to stay; so does
 * setting the outcome. FALSE: nothing was hidden. */
gboolean bf_record_settle (BfRecord *record);

guint bf_record_n_layers (const BfRecord *record);
guint bf_record_n_recurrent (const BfRecord *record);
guint bf_record_timesteps (const BfRecord *record);
guint bf_record_recurrent_layer (const BfRecord *record, guint index);  /* 0-based layer */
guint bf_record_n_rows (const BfRecord *record);

/* Rows behind every unit's share of saturated and dead, the same at every step: batch size, times
 * timesteps in a recurrent layer. 0: not known. */
guint64 bf_record_samples (const BfRecord *record, guint layer);

/* Histograms are taken at some rows only; number @index (from 0) was taken at a row, of every layer
 * and kind. */
guint bf_record_n_histograms (const BfRecord *record);
guint bf_record_histogram_row (const BfRecord *record, guint index);
const BfHistogram *bf_record_taken_histogram (const BfRecord *record, guint index, guint layer,
                                              BfHistogramKind kind);
/* The last that was taken up to @row, or NULL: none. Lent as rows are. @step (may be NULL) is the
 * step it was taken at. */
const BfHistogram *bf_record_histogram (const BfRecord *record, guint row, guint layer,
                                        BfHistogramKind kind, guint64 *step);

const BfRecordInputs *bf_record_inputs (const BfRecord *record);

/* Replicates: the records of the same configuration trained with the next seeds, number @index with
 * its seed + 1 + @index. They belong to this record, so that they are kept and dropped together; they
 * have no histograms and no replicates of their own. */
guint bf_record_n_replicates (const BfRecord *record);
BfRecord *bf_record_replicate (const BfRecord *record, guint index);   /* borrowed; NULL: unknown yet */
/* Takes a reference; of the same shape. What is left out before it is unknown yet. */
void bf_record_set_replicate (BfRecord *record, guint index, BfRecord *replicate);

/* Row 0 is the first recorded step. */
guint64 bf_record_step (const BfRecord *record, guint row);
/* The row that shows @step: the last one not after it, or the first; @step 0: the newest. At least
 * one row. */
guint bf_record_row_at (const BfRecord *record, guint64 step);
/* The recorded step next after @step (@by 1) or before it (@by -1), or the last not after it (@by 0);
 * 0: none. */
guint64 bf_record_step_near (const BfRecord *record, guint64 step, int by);
double bf_record_training (const BfRecord *record, guint row, BfTrainingMeasure measure);
double bf_record_budget (const BfRecord *record, guint row, guint layer, BfBudgetPart part);
double bf_record_layer (const BfRecord *record, guint row, guint layer, BfLayerMeasure measure);
double bf_record_hidden_gradient (const BfRecord *record, guint row, guint recurrent,
                                  guint timestep);
double bf_record_cell_gradient (const BfRecord *record, guint row, guint recurrent, guint timestep);

/* The same of a whole row at once, side by side; lent until the record is thinned or freed. */
const double *bf_record_layers (const BfRecord *record, guint row, BfLayerMeasure measure);
const double *bf_record_hidden_gradients (const BfRecord *record, guint row);  /* [recurrent, timestep] */
const double *bf_record_cell_gradients (const BfRecord *record, guint row);

BfOutcome bf_record_outcome (const BfRecord *record);
const char *bf_record_message (const BfRecord *record);   /* NULL unless failed */
double bf_record_seconds (const BfRecord *record);        /* training time so far */
void bf_record_set_outcome (BfRecord *record, BfOutcome outcome, const char *message);
void bf_record_set_seconds (BfRecord *record, double seconds);
