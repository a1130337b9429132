/* The measures of figures to choose from: the magnitudes of gradients. */
#pragma once

#include "experiment/record.h"

/* -1 if there is no such @position or @measure. */
int bf_measure_at (guint position);
int bf_measure_position (BfLayerMeasure measure);
