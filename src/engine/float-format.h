/* Low-precision formats that a gradient may be stored in, and where each of them ends.
 *
 * Rounding is to nearest, ties to even, and subnormal numbers are kept: a magnitude rounds to zero
 * up to and including half the smallest subnormal. fp8 as in the Open Compute Project's OFP8
 * (Micikevicius et al. 2022): E4M3 has no infinity and gives up its largest code to NaN, so the tie
 * above its largest number falls back to it; in the other formats the tie leaves.
 *
 * Any thread; the table is immutable.
 */
#pragma once

#include "engine/table.h"

typedef struct {
  BfEntry entry;
  double smallest_subnormal;
  double smallest_normal;
  double largest;             /* finite */
  double overflow;            /* magnitudes above this round beyond the largest... */
  gboolean tie_overflows;     /* ...and so does this itself */
} BfFloatFormat;

extern const BfTable bf_float_format_table;
