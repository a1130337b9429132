/* Singular values: how much a network, or one of its matrices, stretches each direction.
 *
 * Of the Jacobians from the inputs to the last hidden layer and to the outputs (logits), at one
 * sample of the mini-batch and the weights at hand; of each recurrent layer through all its
 * timesteps; and of every weight matrix (of gated cells with the gates stacked, as torch does). See
 * jacobian.h for what is differentiated. LAPACK's dgesdd in double precision: the error of a value
 * is about 1e-16 of the matrix's largest.
 *
 * Any thread; a BfSpectrum is immutable.
 */
#pragma once

#include "engine/training.h"

#define BF_SPECTRUM_LARGEST 2048   /* rows or columns, whichever are fewer: a few seconds */

/* What a matrix is. */
typedef enum {
  BF_SPECTRUM_INPUT_TO_HIDDEN,   /* d h^L / d x: the last layer before the head; for a sequence d h^L_T / d x_1 */
  BF_SPECTRUM_INPUT_TO_OUTPUT,   /* the same of the head's outputs */
  BF_SPECTRUM_THROUGH_TIME,      /* d h_T / d h_1 of a recurrent layer; of an LSTM with c_1 held */
  BF_SPECTRUM_WEIGHT,
  BF_SPECTRUM_WEIGHT_IH,
  BF_SPECTRUM_WEIGHT_HH,
  BF_N_SPECTRUM_PLACES
} BfSpectrumPlace;

/* Row i describes place i; its id is the column "where" of spectrum.csv. */
extern const BfTable bf_spectrum_place_table;

typedef struct {
  BfSpectrumPlace place;
  guint layer;           /* from 0; the number of layers: the head */
  guint rows, columns;
  guint n;               /* min (rows, columns) */
  double *values;        /* [n] descending; NAN where the matrix is not finite */
  double condition;      /* largest / smallest: INFINITY for a singular matrix, NAN if not finite */
} BfSpectrumMatrix;

typedef struct {
  guint64 step;          /* updates that the weights have seen */
  guint sample;          /* row of the mini-batch, from 0 */
  double seconds;        /* that it took to compute */
  guint n;
  BfSpectrumMatrix *matrices;
} BfSpectrum;

/* Asked between two matrices; FALSE: stop. */
typedef gboolean (*BfSpectrumProceed) (gpointer user_data);

/* Of the current weights, at row @sample (below the batch size) of the last mini-batch, or of the
 * first one before any step. The training is left as it was. @proceed may be NULL. NULL and @error
 * if a matrix is too large, memory is short, or it was stopped. */
BfSpectrum *bf_spectrum_new (BfTraining *training, guint sample, BfSpectrumProceed proceed,
                             gpointer user_data, GError **error);
/* Of values that are known: copies the @n @matrices, which need no condition. */
BfSpectrum *bf_spectrum_new_known (guint64 step, guint sample, guint n,
                                   const BfSpectrumMatrix *matrices);
BfSpectrum *bf_spectrum_ref (BfSpectrum *spectrum);
void bf_spectrum_unref (BfSpectrum *spectrum);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BfSpectrum, bf_spectrum_unref)

/* The matrix of that place and layer, or NULL. */
const BfSpectrumMatrix *bf_spectrum_find (const BfSpectrum *spectrum, BfSpectrumPlace place,
                                          guint layer);

/* What is not larger may be rounding error alone: the usual bound for the rank of a matrix, the machine
 * epsilon times the longer side times the largest value. 0: nothing is lost. */
double bf_spectrum_rounding (const BfSpectrumMatrix *matrix);
/* How many of the values of @matrix, the first ones, are larger; all where they are not finite. */
guint bf_spectrum_n_resolved (const BfSpectrumMatrix *matrix);

/* Singular values of @matrix [rows, columns], which is destroyed, descending into @values [min
 * (rows, columns)]; all NAN if an entry is not finite. FALSE if memory is short. */
gboolean bf_singular_values (guint rows, guint columns, double *matrix, double *values);
