/* Decompositions; the only door to LAPACK. Matrices are column-major without gaps.
 *
 * Any thread.
 */
#pragma once

#include <glib.h>

/* Q R = @matrix [rows, columns], rows >= columns. @matrix becomes Q, @diagonal [columns] that of R.
 * FALSE if memory is short. */
gboolean bf_lapack_qr (guint rows, guint columns, double *matrix, double *diagonal);

/* Singular values of @matrix [rows, columns], which is destroyed, descending into @values
 * [min (rows, columns)]. All entries are finite. FALSE if memory is short. */
gboolean bf_lapack_singular_values (guint rows, guint columns, double *matrix, double *values);
