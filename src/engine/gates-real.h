/* Measures of gates: every gate is a sigmoid but the candidate, a tanh; both are bounded. */
#pragma once

#include "engine/recurrent-real.h"

/* Fills the saturated share of @layer from its gates, after the forward pass: the share of values
 * whose slope is below 5 % of the steepest. @candidate is the block that is a tanh. A gated unit is
 * never dead: its slope is never exactly 0 for every sample. */
void X (measure_gates) (Layer *layer, guint n_gates, guint candidate);
