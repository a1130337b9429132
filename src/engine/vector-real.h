/* Passes over arrays. Sums are taken in double (of squares in the middle of the range of real, up to
 * eight at a time), in a fixed number of lanes and a fixed order: the same numbers give the same bits
 * wherever the array lies. */
#pragma once

#include "engine/real.h"

/* Euclidean norm of n values. Nothing underflows or overflows: 1e-45 in float32 and 1e-200 in
 * float64 count. */
double X (norm) (gsize n, const real *x);

/* Sum of n values, and of n products. */
double X (total) (gsize n, const real *x);
double X (dot) (gsize n, const real *x, const real *y);

/* Mean and standard deviation, torch's (with n - 1; 0 for a single value). Exactly 0 for equal
 * values. */
void X (moments) (gsize n, const real *x, double *mean, double *deviation);

/* y += alpha x */
void X (add) (gsize n, double alpha, const real *x, real *y);

/* y = a + alpha b */
void X (sum) (gsize n, const real *a, double alpha, const real *b, real *y);

/* y = alpha a b, by entries. y may be a or b. */
void X (product) (gsize n, double alpha, const real *a, const real *b, real *y);

/* Each of the m rows of y [m, n] = alpha x [n]. */
void X (fill_rows) (gsize m, gsize n, double alpha, const real *x, real *y);

/* sums [n] = alpha * the sum of the rows of x [m, n]. */
void X (column_sums) (gsize m, gsize n, double alpha, const real *x, real *sums);

/* Number of the n values with |x| < limit. */
gsize X (count_below) (gsize n, const real *x, double limit);

/* Number of columns of x [m, n] that hold nothing but exact zeros; work [n]. */
gsize X (count_zero_columns) (gsize m, gsize n, const real *x, guint32 *work);
