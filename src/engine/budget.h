/* The budget: what makes the gradient change from one layer to the one before it.
 *
 * Across layer l the norm changes from |dL/dh_l| to |dL/dh_(l-1)|, both as measured by the probe:
 * over the whole batch matrix (over all timesteps for a recurrent layer, as total derivatives), in
 * double, h being what the next layer reads. The change in decades is split into the steps that the
 * backward pass takes, each being log10 of the norm after it less log10 of the norm before it:
 *
 *   plain and postactivation   h -> u = phi' h     activation
 *                              u -> z              normalisation (0 without one)
 *                              z -> x = W' z       weights
 *   preactivation              h -> a = W' h       weights
 *                              a -> u = phi' a     activation
 *                              u -> x              normalisation
 *   recurrent                  h -> z              activation: all gates, at all timesteps
 *                              z -> x = W_ih' z    weights
 *
 * A dense layer reads a recurrent one at its last timestep: its x is dL/dh there.
 *
 *   shortcut     of the last layer of a span: log10 |residual_scale|, which its branch is multiplied
 *                with; of the first layer of a span: from what its branch hands down to the sum of
 *                that and of what came past all layers of the span. A span of one layer has both. Of
 *                the inner layers h is that of the branch, and so is its gradient.
 *   recurrence   what a recurrent layer's later timesteps send back to its earlier ones: from what
 *                the layer above hands down to the total derivatives. It belongs to the layer above,
 *                since the recorded |dL/dh_(l-1)| has it already - unless the recurrent layer ends a
 *                shortcut: then its states are not what is recorded, and it is its own.
 *
 * So the parts of layer l sum up to log10 |dL/dh_(l-1)| - log10 |dL/dh_l|, and those of layers 2..L
 * to log10 |dL/dh_1| - log10 |dL/dh_L|, to rounding. Layer 1 hands nothing down: its parts are NAN.
 *
 * Where a norm is 0 or not finite so are the parts next to it: -INFINITY where the gradient ends,
 * INFINITY where a shortcut revives it, NAN between.
 */
#pragma once

#include "engine/table.h"

typedef enum {
  BF_BUDGET_ACTIVATION,
  BF_BUDGET_NORMALIZATION,
  BF_BUDGET_WEIGHT,
  BF_BUDGET_SHORTCUT,
  BF_BUDGET_RECURRENCE,
  BF_N_BUDGET_PARTS
} BfBudgetPart;

extern const BfTable bf_budget_table;    /* of BfEntry; row i: part i; id: column in budget.csv */
