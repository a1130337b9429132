/* The theory's curves at the height of what was measured: what a figure draws beside a run.
 *
 * Any thread; a BfPrediction is a plain value owned by its caller.
 */
#pragma once

#include "engine/theory.h"

/* All in log10. NAN or infinite where there is nothing to draw. */
typedef struct {
  guint n;              /* layers L, or timesteps T */
  double *expected;     /* [n] the average over seeds: what infinite width has */
  double *low, *high;   /* [n] the band in which 19 of 20 seeds lie, around their median */
  double *direct;       /* [n] the path through no recurrent matrix; NULL but for timesteps of gated
                           cells */
  guint limits;         /* BfTheoryLimit flags; with BF_THEORY_TRAINED: to be drawn dashed */
} BfPrediction;

/* Of BF_ACTIVATION_GRADIENT_NORM or BF_ACTIVATION_GRADIENT_RMS of every layer, from @anchor, that @measure of
 * the last layer at @step. @inputs are those of that step's mini-batch. Free with bf_prediction_clear(). */
void bf_predict_layers (const BfNetworkSpec *spec, const BfInputMoments *inputs, guint batch_size,
                        BfLayerMeasure measure, double anchor, guint64 step,
                        BfPrediction *prediction);

/* Of |dL/dh_t| and |dL/dc_t| of every timestep of @layer (from 0), by BfTheoryState, from @anchor, that of its
 * last timestep at @step; that of the cell is empty where there is none. Free with bf_prediction_clear(). */
void bf_predict_timesteps (const BfNetworkSpec *spec, const BfInputMoments *inputs, guint batch_size,
                           guint layer, double anchor, guint64 step, BfPrediction predictions[2]);

void bf_prediction_clear (BfPrediction *prediction);
