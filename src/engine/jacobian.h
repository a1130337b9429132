/* Jacobians of a network at one sample, in double precision whatever the training's.
 *
 * A second network with the training's weights goes back from unit vectors instead of the loss: the
 * rows of a batch hold the same sample over and over, so that one pass yields as many rows of the
 * Jacobian. Every cell takes part with the operations it trains with. Batch normalisation holds the
 * statistics of the mini-batch: the Jacobian says what the sample's own inputs do, not what they do
 * through the other samples.
 *
 * One thread at a time.
 */
#pragma once

#include "engine/training.h"

typedef enum {
  BF_JACOBIAN_FROM_INPUT,   /* by the inputs of the network; of a sequence, those of its first timestep */
  BF_JACOBIAN_FROM_STATE,   /* of a recurrent layer: by its own state at the first timestep, with c held */
} BfJacobianFrom;

typedef struct _BfJacobian BfJacobian;

/* At sample @row of @batch, which need not outlive the call. The training is left as it was. NULL
 * and @error if memory is short. */
BfJacobian *bf_jacobian_new (BfTraining *training, const BfSamples *batch, guint row, GError **error);
void bf_jacobian_free (BfJacobian *jacobian);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BfJacobian, bf_jacobian_free)

/* Shape of the Jacobian of what @layer (from 0; the number of layers: the head) hands on, at the
 * last timestep. */
guint bf_jacobian_rows (const BfJacobian *jacobian, guint layer);
guint bf_jacobian_columns (const BfJacobian *jacobian, guint layer, BfJacobianFrom from);
/* Fills @matrix [rows, columns]. */
void bf_jacobian_evaluate (BfJacobian *jacobian, guint layer, BfJacobianFrom from, double *matrix);
