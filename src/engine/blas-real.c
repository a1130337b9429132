#include "engine/blas-real.h"

#include <string.h>

#include <cblas.h>

#if BF_REAL_BITS == 32
#define GEMM cblas_sgemm
#else
#define GEMM cblas_dgemm
#endif

void
X (gemm) (BfOrientation a_orientation, BfOrientation b_orientation, guint m, guint n, guint k,
          double alpha, const real *a, const real *b, double beta, real *c)
{
  const gboolean turn_a = a_orientation == BF_TRANSPOSED, turn_b = b_orientation == BF_TRANSPOSED;

  /* OpenBLAS takes longer to multiply C by nothing than to leave it alone. */
  if (beta == 0)
    memset (c, 0, (gsize) m * n * sizeof *c);
  GEMM (CblasRowMajor, turn_a ? CblasTrans : CblasNoTrans, turn_b ? CblasTrans : CblasNoTrans,
        m, n, k, alpha, a, turn_a ? m : k, b, turn_b ? k : n, beta == 0 ? 1 : beta, c, n);
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
