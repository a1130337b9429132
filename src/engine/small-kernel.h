/* The kernels of small-real.c for one BF_REAL_BITS, in vectors of KERNEL_BYTES; included by it alone,
 * once for each kind of processor.
 *
 * A tile of C is kept in registers while a panel of op(B), as wide as the tile, stays in the
 * innermost cache (Goto & van de Geijn 2008, "Anatomy of high-performance matrix multiplication").
 * With AVX2 a tile takes 12 of the 16 registers. */
#undef LANES
#undef TILE_COLUMNS
#define LANES ((guint) (KERNEL_BYTES / sizeof (real)))
#define TILE_COLUMNS (2 * LANES)                /* and width of a panel of op(B) */

/* Anywhere in an array of real. */
#define ANYWHERE(bytes) __attribute__ ((vector_size (bytes), aligned (sizeof (real)), may_alias))
typedef real KERNEL (Vector) ANYWHERE (KERNEL_BYTES);
typedef real KERNEL (Quad) ANYWHERE (4 * sizeof (real));
#undef ANYWHERE

/* Writes a vector of a tile, added to @start unless that is NULL: @n of its columns, or all. */
INLINE void
KERNEL (write_vector) (KERNEL (Vector) product, const real *start, real *c, guint n)
{
  if (n >= LANES && start != NULL)
    *(KERNEL (Vector) *) c = *(const KERNEL (Vector) *) start + product;
  else if (n >= LANES)
    *(KERNEL (Vector) *) c = product;
  else
    for (guint j = 0; j < n; j++)
      c[j] = start != NULL ? start[j] + product[j] : product[j];
}

/* One tile of @rows (1 to 6) times 1 or 2 vectors, which are constants to the compiler; @n columns
 * of it count. */
INLINE void
KERNEL (multiply_tile) (const Block *block, Order order, guint rows, guint vectors, const real *a,
                        const real *b, real *c, guint n, const real *start)
{
  const real alpha = block->alpha;
  const gsize k = block->k, b_step = block->b_step;
  const gsize row = order == ROWS ? block->a_step : 1;
  const gsize column = order == ROWS ? 1 : block->a_step;
  KERNEL (Vector) left[TILE_ROWS] = { 0 }, right[TILE_ROWS] = { 0 };

  for (gsize p = 0; p < k; p++, a += column, b += b_step)
    {
      const KERNEL (Vector) b_left = *(const KERNEL (Vector) *) b;
      const KERNEL (Vector) b_right = vectors > 1 ? *(const KERNEL (Vector) *) (b + LANES) : b_left;

#pragma GCC unroll 6
      for (guint i = 0; i < rows; i++)
        {
          const real factor = a[i * row];

          left[i] += factor * b_left;
          if (vectors > 1)
            right[i] += factor * b_right;
        }
    }
#pragma GCC unroll 6
  for (guint i = 0; i < rows; i++, c += block->n)
    {
      const real *from = block->accumulates ? c : start;

      KERNEL (write_vector) (alpha * left[i], from, c, n);
      if (vectors > 1)
        KERNEL (write_vector) (alpha * right[i], from != NULL ? from + LANES : NULL, c + LANES, n - LANES);
    }
}

INLINE void
KERNEL (multiply_rows) (const Block *block, Order order, guint rows, guint vectors, const real *a,
                        const real *b, real *c, guint n, const real *start)
{
  if (rows == 6)
    KERNEL (multiply_tile) (block, order, 6, vectors, a, b, c, n, start);
  else if (rows == 5)
    KERNEL (multiply_tile) (block, order, 5, vectors, a, b, c, n, start);
  else if (rows == 4)
    KERNEL (multiply_tile) (block, order, 4, vectors, a, b, c, n, start);
  else if (rows == 3)
    KERNEL (multiply_tile) (block, order, 3, vectors, a, b, c, n, start);
  else if (rows == 2)
    KERNEL (multiply_tile) (block, order, 2, vectors, a, b, c, n, start);
  else
    KERNEL (multiply_tile) (block, order, 1, vectors, a, b, c, n, start);
}

/* A panel's products with @m rows from @first on. */
INLINE void
KERNEL (multiply_panel) (const Block *block, Order order, guint first, guint m, const real *b, guint j)
{
  const gsize a_next = order == ROWS ? block->a_step : 1;
  const guint n = MIN (block->n - j, TILE_COLUMNS);
  const real *start = block->row != NULL ? block->row + j : NULL;

  for (guint i = first, end = first + m, rows; i < end; i += rows)
    {
      const real *a = block->a + i * a_next;
      real *c = block->c + (gsize) i * block->n + j;

      rows = tile_rows (end - i);
      if (n > LANES)
        KERNEL (multiply_rows) (block, order, rows, 2, a, b, c, n, start);
      else
        KERNEL (multiply_rows) (block, order, rows, 1, a, b, c, n, start);
    }
}

INLINE void
KERNEL (multiply_block) (const Block *block, Order order)
{
  for (guint i = 0; i < block->m; i += TILES_AT_ONCE * TILE_ROWS)
    {
      const guint m = MIN (block->m - i, TILES_AT_ONCE * TILE_ROWS);
      const real *b = block->b;

      for (guint j = 0; j < block->n; j += TILE_COLUMNS, b += block->b_next)
        KERNEL (multiply_panel) (block, order, i, m, b, j);
    }
}

static void
KERNEL (multiply_by_rows) (const Block *block)
{
  KERNEL (multiply_block) (block, ROWS);
}

static void
KERNEL (multiply_by_columns) (const Block *block)
{
  KERNEL (multiply_block) (block, COLUMNS);
}

/* All panels of op(B) = B, B [k, step], row by row: memory is read in its order. What the last panel
 * lacks of columns is zero. */
static void
KERNEL (pack_plain) (guint n, guint k, const real *b, gsize step, real *packed)
{
  const guint whole = n - n % TILE_COLUMNS, rest = n - whole;
  const gsize next = (gsize) TILE_COLUMNS * k;

  for (guint p = 0; p < k; p++, b += step, packed += TILE_COLUMNS)
    {
      real *to = packed;

      for (guint j = 0; j < whole; j += TILE_COLUMNS, to += next)
        memcpy (to, b + j, TILE_COLUMNS * sizeof *b);
      for (guint j = 0; rest > 0 && j < TILE_COLUMNS; j++)
        to[j] = j < rest ? b[whole + j] : 0;
    }
}

/* Four rows of four, turned. */
INLINE void
KERNEL (turn) (const real *from, gsize step, real *to)
{
  const KERNEL (Quad) a = *(const KERNEL (Quad) *) from;
  const KERNEL (Quad) b = *(const KERNEL (Quad) *) (from + step);
  const KERNEL (Quad) c = *(const KERNEL (Quad) *) (from + 2 * step);
  const KERNEL (Quad) d = *(const KERNEL (Quad) *) (from + 3 * step);
  const KERNEL (Quad) ac = __builtin_shufflevector (a, c, 0, 4, 1, 5);
  const KERNEL (Quad) bd = __builtin_shufflevector (b, d, 0, 4, 1, 5);
  const KERNEL (Quad) ac_high = __builtin_shufflevector (a, c, 2, 6, 3, 7);
  const KERNEL (Quad) bd_high = __builtin_shufflevector (b, d, 2, 6, 3, 7);

  *(KERNEL (Quad) *) to = __builtin_shufflevector (ac, bd, 0, 4, 1, 5);
  to += TILE_COLUMNS;
  *(KERNEL (Quad) *) to = __builtin_shufflevector (ac, bd, 2, 6, 3, 7);
  to += TILE_COLUMNS;
  *(KERNEL (Quad) *) to = __builtin_shufflevector (ac_high, bd_high, 0, 4, 1, 5);
  to += TILE_COLUMNS;
  *(KERNEL (Quad) *) to = __builtin_shufflevector (ac_high, bd_high, 2, 6, 3, 7);
}

/* One panel of op(B) = B^T, B [n, step]. */
INLINE void
KERNEL (pack_transposed) (guint n, guint k, const real *b, gsize step, real *packed)
{
  const guint whole = n == TILE_COLUMNS ? k - k % 4 : 0;

  for (guint p = 0; p < whole; p += 4)
    for (guint j = 0; j < TILE_COLUMNS; j += 4)
      KERNEL (turn) (b + j * step + p, step, packed + p * TILE_COLUMNS + j);
  for (guint p = whole; p < k; p++)
    for (guint j = 0; j < TILE_COLUMNS; j++)
      packed[p * TILE_COLUMNS + j] = j < n ? b[j * step + p] : 0;
}

static void
KERNEL (pack_panels) (BfOrientation orientation, guint n, guint k, const real *b, gsize step, real *packed)
{
  if (orientation == BF_PLAIN)
    KERNEL (pack_plain) (n, k, b, step, packed);
  else
    for (guint j = 0; j < n; j += TILE_COLUMNS, packed += (gsize) TILE_COLUMNS * k)
      KERNEL (pack_transposed) (MIN (n - j, TILE_COLUMNS), k, b + j * step, step, packed);
}

static const Kernels KERNEL (kernels) = {
  .panel = TILE_COLUMNS,
  .multiply = { [ROWS] = KERNEL (multiply_by_rows), [COLUMNS] = KERNEL (multiply_by_columns) },
  .pack = KERNEL (pack_panels),
};
