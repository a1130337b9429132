/* Matrix products of any size; the only door to BLAS. Matrices are row-major without gaps. */
#pragma once

#include "engine/small-real.h"

/* C [m, n] = alpha op(A) op(B), added to C if @accumulates; with op(A) [m, k] and op(B) [k, n]. */
void X (gemm) (BfOrientation a_orientation, BfOrientation b_orientation, guint m, guint n, guint k,
               double alpha, const real *a, const real *b, gboolean accumulates,
               real *c);

/* C [m, n] = A [m, k] B^T + row [n] in each row, with B [n, k]: what a layer makes of its input. */
void X (affine) (guint m, guint n, guint k, const real *a, const real *b, const real *row, real *c);

/* To be called before any product: one thread, since the number of threads is part of the result,
 * and since each configuration has a thread of its own. */
void X (blas_init) (void);
