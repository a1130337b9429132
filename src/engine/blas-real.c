#include "engine/blas-real.h"
#include "engine/vector-real.h"

#include <string.h>

#include <cblas.h>

#if BF_REAL_BITS == 32
#define GEMM cblas_sgemm
#else
#define GEMM cblas_dgemm
#endif

static void
large_gemm (BfOrientation a_orientation, BfOrientation b_orientation, guint m, guint n, guint k,
            double alpha, const real *a, const real *b, real *c)
{
  const gboolean turn_a = a_orientation == BF_TRANSPOSED, turn_b = b_orientation == BF_TRANSPOSED;

  GEMM (CblasRowMajor, turn_a ? CblasTrans : CblasNoTrans, turn_b ? CblasTrans : CblasNoTrans,
        m, n, k, alpha, a, turn_a ? m : k, b, turn_b ? k : n, 1, c, n);
}

void
X (gemm) (BfOrientation a_orientation, BfOrientation b_orientation, guint m, guint n, guint k,
          double alpha, const real *a, const real *b, gboolean accumulates, real *c)
{
  if (X (small_gemm) (a_orientation, b_orientation, m, n, k, alpha, a, b, NULL, accumulates, c))
    return;
  /* OpenBLAS takes longer to multiply C by nothing than to leave it alone. */
  if (!accumulates)
    memset (c, 0, (gsize) m * n * sizeof *c);
  large_gemm (a_orientation, b_orientation, m, n, k, alpha, a, b, c);
}

void
X (affine) (guint m, guint n, guint k, const real *a, const real *b, const real *row, real *c)
{
  if (X (small_gemm) (BF_PLAIN, BF_TRANSPOSED, m, n, k, 1, a, b, row, FALSE, c))
    return;
  X (fill_rows) (m, n, 1, row, c);
  large_gemm (BF_PLAIN, BF_TRANSPOSED, m, n, k, 1, a, b, c);
}

void
X (blas_init) (void)
{
  static gsize done = 0;

  if (g_once_init_enter (&done))
    {
      openblas_set_num_threads (1);
      g_once_init_leave (&done, 1);
    }
}
