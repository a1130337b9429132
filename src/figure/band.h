/* What lies behind curves: bands from the smallest to the largest. Private to the folder. */
#pragma once

#include "figure/scene-private.h"

/* From @low to @high, [n] each at the places @x; borrowed for as long as the scene. Where there is
 * no number there is no band; what has no place on the axis ends at the edge of the plot. */
BfSceneItem *bf_band_new (gsize n, const double *x, const double *low, const double *high,
                          BfColor color);
