#pragma once

#include "engine/histogram.h"
#include "engine/real.h"

/* The spread of n < 2^32 values, by exponent extraction. */
void X (histogram) (gsize n, const real *x, BfHistogramCounts *counts);
