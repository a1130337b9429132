#include "engine/lapack.h"

#include <lapacke.h>

gboolean
bf_lapack_qr (guint rows, guint columns, double *matrix, double *diagonal)
{
  g_autofree double *tau = g_try_malloc_n (columns, sizeof *tau);

  if (tau == NULL || LAPACKE_dgeqrf (LAPACK_COL_MAJOR, rows, columns, matrix, rows, tau) != 0)
    return FALSE;
  for (gsize j = 0; j < columns; j++)
    diagonal[j] = matrix[j * rows + j];
  return LAPACKE_dorgqr (LAPACK_COL_MAJOR, rows, columns, columns, matrix, rows, tau) == 0;
}

gboolean
bf_lapack_singular_values (guint rows, guint columns, double *matrix, double *values)
{
  double unused;

  return LAPACKE_dgesdd (LAPACK_COL_MAJOR, 'N', rows, columns, matrix, rows, values, &unused, 1,
                         &unused, 1) == 0;
}
