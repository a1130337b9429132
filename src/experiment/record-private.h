/* The inside of a record, shared by its files.
 *
 * Rows never move, so that growing and thinning copy nothing and any value is found in O(1). A row
 * is [step, training measures, measures x layers, budget parts x layers, hidden gradients, cell
 * gradients], all double: a step is far below 2^53. The layers of one measure lie side by side,
 * since that is how they are looked at. Histograms, which few rows have, are apart. */
#pragma once

#include "experiment/record.h"

struct _BfRecord {
  int ref_count;
  guint n_layers;
  guint n_recurrent;
  guint timesteps;
  guint *recurrent_layers;
  gsize row_length;        /* doubles of one row */
  GPtrArray *rows;         /* of double[row_length] */
  guint64 *samples;        /* [n_layers] */
  GPtrArray *histograms;   /* of BfHistograms */
  GArray *histogram_rows;  /* of guint: the row of each, increasing */
  BfOutcome outcome;
  char *message;
  double seconds;
  BfRecordInputs inputs;
  GPtrArray *replicates;   /* of BfRecord, owned references; NULL: unknown yet */

  /* record-thin.c */
  gsize budget;            /* bytes; 0: none */
  gsize bytes;             /* that rows and histograms take */
  guint64 every;           /* of the steps whose multiples are kept */
  guint64 interval;        /* most steps from one row to the next */
  guint generation;
  double *held;            /* the newest row, not a multiple and so not yet one of the rows; NULL: none */
  BfHistograms *held_histograms;   /* its; NULL: none */
};

/* Makes the newest row of @values and @histograms (may be NULL), both taken. */
void bf_record_take (BfRecord *record, double *values, BfHistograms *histograms);
void bf_record_drop_held (BfRecord *record);
