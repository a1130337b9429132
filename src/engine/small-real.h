/* Matrix products that fit the inner caches. Matrices are row-major without gaps.
 *
 * Most products of this program do: [64, 64] times [64, 64], or [32, 64] times [64, 256] at every
 * timestep. A BLAS loses a third of the processor on them to its calls, and to rearranging the same
 * weights at every one of them.
 *
 * The products of an entry are summed in one order, whatever the shapes: the same numbers give the same bits.
 */
#pragma once

#include "engine/real.h"

typedef enum { BF_PLAIN, BF_TRANSPOSED } BfOrientation;

/* C [m, n] = alpha op(A) op(B), added to C if @accumulates, else to @row [n] in each row unless it is
 * NULL; with op(A) [m, k] and op(B) [k, n]. FALSE: nothing was done, the product is too large. */
gboolean X (small_gemm) (BfOrientation a_orientation, BfOrientation b_orientation, guint m, guint n,
                         guint k, double alpha, const real *a, const real *b, const real *row,
                         gboolean accumulates, real *c);

/* The right-hand side of many products, op(B) [k, n] in the order in which it is read:
 * packed_size () values, 0 if it is too large. */
guint64 X (packed_size) (guint n, guint k);
void X (pack) (BfOrientation b_orientation, guint n, guint k, const real *b, real *packed);

/* C [m, n] += A [m, k] op(B) */
void X (packed_gemm) (guint m, guint n, guint k, const real *a, const real *packed, real *c);
