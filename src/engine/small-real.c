#include "engine/small-real.h"

#include <string.h>

#define TILE_ROWS 6
#define TILES_AT_ONCE 16  /* one above the other, whose part of op(A) stays near while op(B) passes by */

/* Entries. */
#define MAX_PACKED ((gsize) (262144 / sizeof (real)))  /* of op(B), on the stack */
#define NEAR ((gsize) (16384 / sizeof (real)))         /* of op(B): so few are read where they lie */
#define NEAR_TURNED ((gsize) (139264 / sizeof (real)))  /* of op(A) = A^T */
#define MIN_DEPTH 32                                   /* columns of it, below which C is written too often */
#define NARROW 32                                      /* columns of C for which nothing is moved */
#define WIDEST 16                                      /* panel, and a multiple of the others */
#define TINY 512                                       /* multiplications that are sooner done than arranged */

#define INLINE static inline __attribute__ ((always_inline))

/* How the entries (i, p) of op(A) lie. */
typedef enum {
  ROWS,       /* at i step + p */
  COLUMNS,    /* at i + p step */
} Order;

typedef struct {
  guint m, n, k;
  real alpha;
  gboolean accumulates;     /* what is in C is added, else */
  const real *row;          /* [n] in each row of C; or NULL */
  const real *a;
  gsize a_step;
  const real *b;            /* in panels: entry (p, j) at j + p b_step, the next panel b_next further on */
  gsize b_step, b_next;
  real *c;
} Block;

typedef struct {
  guint panel;              /* columns */
  void (*multiply[2]) (const Block *block);   /* by Order */
  void (*pack) (BfOrientation orientation, guint n, guint k, const real *b, gsize step, real *packed);
} Kernels;

/* Rows of the next tile. One of two rows would wait for its own sums, so the last eight are two of four. */
INLINE guint
tile_rows (guint left)
{
  return left == 7 || left == 8 ? 4 : MIN (left, TILE_ROWS);
}

/* The compiler cuts vectors to what the processor has before it makes clones of a function, so the kernels are
 * written out for each. */
#define KERNEL_BYTES 16
#define KERNEL(name) name##_16
#include "engine/small-kernel.h"

#if defined __x86_64__ && defined __GNUC__ && !defined __clang__
#undef KERNEL_BYTES
#undef KERNEL
#define KERNEL_BYTES 32
#define KERNEL(name) name##_32
#pragma GCC push_options
#pragma GCC target ("arch=x86-64-v3")
#include "engine/small-kernel.h"
#pragma GCC pop_options
#endif

static const Kernels *
kernels (void)
{
#if defined __x86_64__ && defined __GNUC__ && !defined __clang__
  if (__builtin_cpu_supports ("avx2") && __builtin_cpu_supports ("fma"))
    return &kernels_32;
#endif
  return &kernels_16;
}

static gsize
n_packed (guint n, guint k)
{
  return ((gsize) n + WIDEST - 1) / WIDEST * WIDEST * k;
}

static gboolean
reads_in_place (const Kernels *with, BfOrientation b_orientation, guint n, guint k)
{
  return b_orientation == BF_PLAIN && (gsize) k * n <= NEAR && n % with->panel == 0;
}

static void
read_packed (Block *block, const Kernels *with, const real *packed)
{
  block->b = packed;
  block->b_step = with->panel;
  block->b_next = (gsize) with->panel * block->k;
}

/* C = alpha op(A) op(B), @block->k deep, or added to C. */
static void
multiply (Block *block, const Kernels *with, BfOrientation a_orientation, BfOrientation b_orientation, gsize b_step,
          real *packed)
{
  const real *b = block->b;

  if (reads_in_place (with, b_orientation, block->n, block->k))
    {
      block->b_step = b_step;
      block->b_next = with->panel;
    }
  else
    {
      with->pack (b_orientation, block->n, block->k, b, b_step, packed);
      read_packed (block, with, packed);
    }
  with->multiply[a_orientation == BF_PLAIN ? ROWS : COLUMNS] (block);
}

/* Four entries side by side. */
typedef real Four __attribute__ ((vector_size (4 * sizeof (real)), may_alias));

/* small_gemm (), four columns at a time; of op(A) and op(B) the distances from entry to entry down and across. */
static BF_CLONES void
multiply_entries (guint m, guint n, guint k, real alpha, const real *a, const gsize a_steps[2], const real *b,
                  const gsize b_steps[2], const real *row, gboolean accumulates, real *c)
{
  _Alignas (Four) real panel[TINY][4];

  for (guint j = 0; j < n; j += 4)
    {
      const guint columns = MIN (n - j, 4);

      for (guint p = 0; p < k; p++)
        for (guint q = 0; q < 4; q++)
          panel[p][q] = q < columns ? b[p * b_steps[0] + (j + q) * b_steps[1]] : 0;
      for (guint i = 0; i < m; i++)
        {
          const real *left = a + i * a_steps[0];
          real *to = c + i * n + j;
          Four sums = { 0 };

          for (guint p = 0; p < k; p++)
            sums += left[p * a_steps[1]] * *(const Four *) panel[p];
          for (guint q = 0; q < columns; q++)
            to[q] = (accumulates ? to[q] : row != NULL ? row[j + q] : 0) + alpha * sums[q];
        }
    }
}

static void
multiply_tiny (BfOrientation a_orientation, BfOrientation b_orientation, guint m, guint n, guint k, real alpha,
               const real *a, const real *b, const real *row, gboolean accumulates, real *c)
{
  const gboolean turns_a = a_orientation == BF_TRANSPOSED, turns_b = b_orientation == BF_TRANSPOSED;
  const gsize a_steps[] = { turns_a ? 1 : k, turns_a ? m : 1 }, b_steps[] = { turns_b ? 1 : n, turns_b ? k : 1 };

  multiply_entries (m, n, k, alpha, a, a_steps, b, b_steps, row, accumulates, c);
}

/* Whether the rows of A lie so that those at one column share a few places of the innermost cache. */
static gboolean
lies_badly (gsize step)
{
  return step * sizeof (real) % 1024 == 0;
}

/* @k rows of A [k, m] where they do not. */
static gsize
spread (guint m, guint k, const real *a, real *to)
{
  const gsize step = m + WIDEST;

  for (guint p = 0; p < k; p++)
    memcpy (to + p * step, a + (gsize) p * m, m * sizeof *a);
  return step;
}

/* The same of products that are worth arranging for. */
static gboolean
multiply_arranged (BfOrientation a_orientation, BfOrientation b_orientation, guint m, guint n, guint k,
                   double alpha, const real *a, const real *b, const real *row, gboolean accumulates, real *c)
{
  const Kernels *with = kernels ();
  const guint depth = a_orientation == BF_PLAIN ? k : MIN (k, NEAR_TURNED / (m + WIDEST));
  const gsize a_step = a_orientation == BF_PLAIN ? k : m, b_step = b_orientation == BF_PLAIN ? n : k;
  const gboolean spreads = a_orientation == BF_TRANSPOSED && lies_badly (m) && n > NARROW;
  _Alignas (64) real packed[MAX_PACKED];
  _Alignas (64) real turned[NEAR_TURNED];

  if (depth < MIN (k, MIN_DEPTH)
      || (!reads_in_place (with, b_orientation, n, depth) && n_packed (n, depth) > MAX_PACKED))
    return FALSE;
  for (guint p = 0; p < k; p += depth)
    {
      Block block = {
        .m = m, .n = n, .k = MIN (depth, k - p), .alpha = alpha, .accumulates = accumulates || p > 0,
        .row = row,
        .a = a + p * (a_orientation == BF_PLAIN ? 1 : a_step), .a_step = a_step,
        .b = b + p * (b_orientation == BF_PLAIN ? b_step : 1),
        .c = c,
      };

      if (spreads)
        {
          block.a_step = spread (m, block.k, block.a, turned);
          block.a = turned;
        }
      multiply (&block, with, a_orientation, b_orientation, b_step, packed);
    }
  return TRUE;
}

gboolean
X (small_gemm) (BfOrientation a_orientation, BfOrientation b_orientation, guint m, guint n, guint k,
                double alpha, const real *a, const real *b, const real *row, gboolean accumulates, real *c)
{
  if ((guint64) m * n * k > TINY)
    return multiply_arranged (a_orientation, b_orientation, m, n, k, alpha, a, b, row, accumulates, c);
  multiply_tiny (a_orientation, b_orientation, m, n, k, alpha, a, b, row, accumulates, c);
  return TRUE;
}

guint64
X (packed_size) (guint n, guint k)
{
  const gsize size = n_packed (n, k);

  return size <= 2 * MAX_PACKED ? size : 0;
}

void
X (pack) (BfOrientation b_orientation, guint n, guint k, const real *b, real *packed)
{
  kernels ()->pack (b_orientation, n, k, b, b_orientation == BF_PLAIN ? n : k, packed);
}

void
X (packed_gemm) (guint m, guint n, guint k, const real *a, const real *packed, real *c)
{
  const Kernels *with = kernels ();
  Block block = { .m = m, .n = n, .k = k, .alpha = 1, .accumulates = TRUE, .a = a, .a_step = k, .c = c };

  read_packed (&block, with, packed);
  with->multiply[ROWS] (&block);
}
