/* Matrix products against their definition: every orientation, sizes on both sides of every edge, what lies behind C.
 * Built once for each precision. */
#include <float.h>
#include <math.h>
#include <string.h>

#include "engine/blas-real.h"
#include "engine/random.h"

#define GUARD 12345     /* behind what is written */

typedef struct {
  guint m, n, k;
} Shape;

static const guint sizes[] = { 1, 2, 5, 6, 7, 8, 13, 16, 31, 40 };
static const Shape large[] = {
  { 64, 64, 64 }, { 33, 130, 70 }, { 3, 5, 700 }, { 130, 120, 200 }, { 300, 310, 20 }, { 700, 16, 33 }, { 256, 64, 900 }, { 200, 260, 300 },
};
static const guint inner[] = { 1, 4, 7, 64 };

static const real epsilon = BF_REAL_BITS == 32 ? FLT_EPSILON : DBL_EPSILON;

static real *
draw (gsize n, BfRandom *random)
{
  real *array = g_new (real, n + 1);

  for (gsize i = 0; i < n; i++)
    array[i] = bf_random_normal (random);
  array[n] = GUARD;
  return array;
}

static double
entry (const real *a, BfOrientation orientation, guint rows, guint columns, guint i, guint j)
{
  return orientation == BF_PLAIN ? a[(gsize) i * columns + j] : a[(gsize) j * rows + i];
}

/* @result should be @before + alpha op(A) op(B). */
static void
check (const Shape *s, BfOrientation turn_a, BfOrientation turn_b, double alpha, const real *a, const real *b,
       const real *before, const real *result)
{
  for (guint i = 0; i < s->m; i++)
    for (guint j = 0; j < s->n; j++)
      {
        double sum = 0, size = 1;

        for (guint p = 0; p < s->k; p++)
          {
            const double term = entry (a, turn_a, s->m, s->k, i, p) * entry (b, turn_b, s->k, s->n, p, j);

            sum += term;
            size += fabs (term);
          }

        const double expected = alpha * sum + (before != NULL ? before[(gsize) i * s->n + j] : 0);

        g_assert_cmpfloat_with_epsilon (result[(gsize) i * s->n + j], expected, 4 * epsilon * size);
      }
  g_assert_cmpfloat (result[(gsize) s->m * s->n], ==, GUARD);
}

/* The row is the first one of @before. */
static void
check_affine (const Shape *s, const real *a, const real *b, const real *before)
{
  g_autofree real *rows = g_memdup2 (before, (gsize) s->m * s->n * sizeof *rows);
  g_autofree real *c = g_memdup2 (before, ((gsize) s->m * s->n + 1) * sizeof *c);

  for (guint i = 1; i < s->m; i++)
    memcpy (rows + (gsize) i * s->n, before, s->n * sizeof *rows);
  X (affine) (s->m, s->n, s->k, a, b, before, c);
  check (s, BF_PLAIN, BF_TRANSPOSED, 1, a, b, rows, c);
}

static void
check_shape (const Shape *s)
{
  BfRandom random;

  bf_random_init (&random, 1, BF_PURPOSE_DATA, s->m);
  g_autofree real *a = draw ((gsize) s->m * s->k, &random), *b = draw ((gsize) s->k * s->n, &random);
  g_autofree real *before = draw ((gsize) s->m * s->n, &random);

  for (guint way = 0; way < 8; way++)
    {
      const BfOrientation turn_a = way & 1, turn_b = way >> 1 & 1;
      const gboolean accumulates = way >> 2;
      const double alpha = way == 5 ? -0.5 : 1;
      g_autofree real *c = g_memdup2 (before, ((gsize) s->m * s->n + 1) * sizeof *c);

      X (gemm) (turn_a, turn_b, s->m, s->n, s->k, alpha, a, b, accumulates, c);
      check (s, turn_a, turn_b, alpha, a, b, accumulates ? before : NULL, c);
      if (turn_a == BF_PLAIN && turn_b == BF_TRANSPOSED && accumulates)
        check_affine (s, a, b, before);
      if (turn_a == BF_PLAIN && accumulates && X (packed_size) (s->n, s->k) > 0)
        {
          const gsize n = X (packed_size) (s->n, s->k);
          g_autofree real *packed = g_new (real, n + 1), *d = g_memdup2 (before, ((gsize) s->m * s->n + 1) * sizeof *d);

          packed[n] = GUARD;
          X (pack) (turn_b, s->n, s->k, b, packed);
          X (packed_gemm) (s->m, s->n, s->k, a, packed, d);
          check (s, turn_a, turn_b, 1, a, b, before, d);
          g_assert_cmpfloat (packed[n], ==, GUARD);
        }
    }
}

static void
test_edges (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    for (guint j = 0; j < G_N_ELEMENTS (sizes); j++)
      for (guint p = 0; p < G_N_ELEMENTS (inner); p++)
        check_shape (&(Shape) { sizes[i], sizes[j], inner[p] });
}

static void
test_large (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (large); i++)
    check_shape (&large[i]);
}

/* What is not finite arrives, also where it meets zeros. */
static void
test_not_finite (void)
{
  real a[4] = { 0, 1, 2, 0 }, b[4] = { NAN, 1, INFINITY, 2 }, c[4];

  X (gemm) (BF_PLAIN, BF_PLAIN, 2, 2, 2, 1, a, b, FALSE, c);
  g_assert_true (isnan (c[0]) && isnan (c[2]));
  g_assert_cmpfloat (c[1], ==, 2);
  g_assert_cmpfloat (c[3], ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/product/edges", test_edges);
  g_test_add_func ("/product/large", test_large);
  g_test_add_func ("/product/not-finite", test_not_finite);
  return g_test_run ();
}
