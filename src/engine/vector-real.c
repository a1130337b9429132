#include "engine/vector-real.h"
#include "engine/real-math.h"

#include <math.h>
#include <string.h>

#define LANES 16

/* Norms between these are those of ordinary numbers: what their squares lose to underflow is far below rounding. */
#define SMALL (BF_REAL_BITS == 32 ? 1e-14 : 1e-140)
#define LARGE (BF_REAL_BITS == 32 ? 1e15 : 1e140)

static inline double
sum_of_lanes (const double *lanes)
{
  double fours[4];

  for (guint k = 0; k < 4; k++)
    fours[k] = (lanes[k] + lanes[k + 8]) + (lanes[k + 4] + lanes[k + 12]);
  return (fours[0] + fours[2]) + (fours[1] + fours[3]);
}

BF_CLONES double
X (total) (gsize n, const real *x)
{
  const gsize whole = n - n % LANES;
  double lanes[LANES] = { 0 }, rest = 0;

  for (gsize i = 0; i < whole; i += LANES)
    for (guint k = 0; k < LANES; k++)
      lanes[k] += x[i + k];
  for (gsize i = whole; i < n; i++)
    rest += x[i];
  return sum_of_lanes (lanes) + rest;
}

BF_CLONES double
X (dot) (gsize n, const real *x, const real *y)
{
  const gsize whole = n - n % LANES;
  double lanes[LANES] = { 0 }, rest = 0;

  for (gsize i = 0; i < whole; i += LANES)
    for (guint k = 0; k < LANES; k++)
      lanes[k] += (double) x[i + k] * y[i + k];
  for (gsize i = whole; i < n; i++)
    rest += (double) x[i] * y[i];
  return sum_of_lanes (lanes) + rest;
}

/* As dot (n, x, x), but each value is read and widened once. */
static BF_CLONES double
sum_of_squares (gsize n, const real *x)
{
  const gsize whole = n - n % LANES;
  double rest = 0;

  for (gsize i = whole; i < n; i++)
    rest += (double) x[i] * x[i];
  if (whole == 0)
    return rest;

  double lanes[LANES] = { 0 };

  for (gsize i = 0; i < whole; i += LANES)
    for (guint k = 0; k < LANES; k++)
      lanes[k] += (double) x[i + k] * x[i + k];
  return sum_of_lanes (lanes) + rest;
}

/* The same in half the time: eight squares are added before they are widened, which rounds the sum by little more
 * than the values are rounded themselves. Only for squares well inside the range of real. */
static BF_CLONES double
sum_of_ordinary_squares (gsize n, const real *x)
{
  const gsize whole = n - n % (8 * LANES);
  double lanes[LANES] = { 0 };

  for (gsize i = 0; i < whole; i += 8 * LANES)
    for (guint k = 0; k < LANES; k++)
      {
        const real *at = x + i + k;
        const real a = at[0] * at[0] + at[LANES] * at[LANES];
        const real b = at[2 * LANES] * at[2 * LANES] + at[3 * LANES] * at[3 * LANES];
        const real c = at[4 * LANES] * at[4 * LANES] + at[5 * LANES] * at[5 * LANES];
        const real d = at[6 * LANES] * at[6 * LANES] + at[7 * LANES] * at[7 * LANES];

        lanes[k] += (a + b) + (c + d);
      }
  return sum_of_lanes (lanes) + (n > whole ? sum_of_squares (n - whole, x + whole) : 0);
}

/* Whether it is worth trying, by a few values; zeros say nothing. */
static gboolean
looks_ordinary (gsize n, const real *x)
{
  if (n < 8 * LANES)
    return FALSE;
  for (gsize i = 0; i < n; i += n / 4 + 1)
    if (X (abs) (x[i]) > (real) SMALL)
      return TRUE;
  return FALSE;
}

/* For squares outside double's range: scaled by the largest value. */
static double
scaled_norm (gsize n, const real *x)
{
  double largest = 0, sum = 0;

  for (gsize i = 0; i < n; i++)
    {
      if (!isfinite (x[i]))
        return fabs (x[i]);
      largest = fmax (largest, fabs (x[i]));
    }
  if (largest == 0)
    return 0;
  for (gsize i = 0; i < n; i++)
    sum += (x[i] / largest) * (x[i] / largest);
  return largest * sqrt (sum);
}

double
X (norm) (gsize n, const real *x)
{
  if (looks_ordinary (n, x))
    {
      const double squares = sum_of_ordinary_squares (n, x);

      if (squares > SMALL * SMALL && squares < LARGE * LARGE)
        return sqrt (squares);
    }

  const double squares = sum_of_squares (n, x);

  /* The squares of float32 are always inside this range. */
  if (squares > 1e-270 && squares < 1e300)
    return sqrt (squares);
  return scaled_norm (n, x);
}

/* Sum of x - origin, and of its squares. */
static BF_CLONES void
sum_deviations (gsize n, const real *x, real origin, double *sum, double *square)
{
  const gsize whole = n - n % LANES;
  double sums[LANES] = { 0 }, squares[LANES] = { 0 }, rest = 0, rest_square = 0;

  for (gsize i = 0; i < whole; i += LANES)
    for (guint k = 0; k < LANES; k++)
      {
        const double value = (double) x[i + k] - origin;

        sums[k] += value;
        squares[k] += value * value;
      }
  for (gsize i = whole; i < n; i++)
    {
      const double value = (double) x[i] - origin;

      rest += value;
      rest_square += value * value;
    }
  *sum = sum_of_lanes (sums) + rest;
  *square = sum_of_lanes (squares) + rest_square;
}

/* The same in less time, as sum_of_ordinary_squares () does it, four at a time. */
static BF_CLONES void
sum_ordinary_deviations (gsize n, const real *x, real origin, double *sum, double *square)
{
  const gsize whole = n - n % (4 * LANES);
  double sums[LANES] = { 0 }, squares[LANES] = { 0 };

  for (gsize i = 0; i < whole; i += 4 * LANES)
    for (guint k = 0; k < LANES; k++)
      {
        const real a = x[i + k] - origin, b = x[i + k + LANES] - origin;
        const real c = x[i + k + 2 * LANES] - origin, d = x[i + k + 3 * LANES] - origin;

        sums[k] += (a + b) + (c + d);
        squares[k] += (a * a + b * b) + (c * c + d * d);
      }
  *sum = *square = 0;
  if (n > whole)
    sum_deviations (n - whole, x + whole, origin, sum, square);
  *sum += sum_of_lanes (sums);
  *square += sum_of_lanes (squares);
}

void
X (moments) (gsize n, const real *x, double *mean, double *deviation)
{
  const real origin = x[0];  /* near the mean: keeps the difference of squares exact */
  double sum, square;

  if (n >= 4 * LANES)
    sum_ordinary_deviations (n, x, origin, &sum, &square);
  if (n < 4 * LANES || !(square > SMALL * SMALL && square < LARGE * LARGE))
    sum_deviations (n, x, origin, &sum, &square);

  const double spread = square - sum * sum / n;

  *mean = origin + sum / n;
  *deviation = n > 1 ? sqrt (spread < 0 ? 0 : spread / (n - 1)) : 0;
}

BF_CLONES void
X (add) (gsize n, double alpha, const real *x, real *y)
{
  const real a = alpha;

  BF_ELEMENTWISE
  for (gsize i = 0; i < n; i++)
    y[i] += a * x[i];
}

BF_CLONES void
X (sum) (gsize n, const real *a, double alpha, const real *b, real *y)
{
  const real scale = alpha;

  BF_ELEMENTWISE
  for (gsize i = 0; i < n; i++)
    y[i] = a[i] + scale * b[i];
}

BF_CLONES void
X (product) (gsize n, double alpha, const real *a, const real *b, real *y)
{
  const real scale = alpha;

  BF_ELEMENTWISE
  for (gsize i = 0; i < n; i++)
    y[i] = scale * a[i] * b[i];
}

BF_CLONES void
X (fill_rows) (gsize m, gsize n, double alpha, const real *x, real *y)
{
  const real scale = alpha;

  for (gsize row = 0; row < m; row++, y += n)
    BF_ELEMENTWISE
    for (gsize i = 0; i < n; i++)
      y[i] = scale * x[i];
}

/* Four rows at a time, so that the sums are written a quarter as often. */
BF_CLONES void
X (column_sums) (gsize m, gsize n, double alpha, const real *x, real *sums)
{
  const real scale = alpha;
  gsize row = 0;

  memset (sums, 0, n * sizeof *sums);
  for (; row + 4 <= m; row += 4, x += 4 * n)
    BF_ELEMENTWISE
    for (gsize i = 0; i < n; i++)
      sums[i] += (x[i] + x[n + i]) + (x[2 * n + i] + x[3 * n + i]);
  for (; row < m; row++, x += n)
    BF_ELEMENTWISE
    for (gsize i = 0; i < n; i++)
      sums[i] += x[i];
  for (gsize i = 0; i < n; i++)
    sums[i] *= scale;
}

static BF_CLONES guint32
count_block_below (guint n, const real *x, real bound)
{
  guint32 count = 0;

  for (guint i = 0; i < n; i++)
    count += X (abs) (x[i]) < bound;
  return count;
}

gsize
X (count_below) (gsize n, const real *x, double limit)
{
  gsize count = 0;

  /* Counters as wide as float32 are counted several at a time. */
  for (gsize i = 0; i < n; i += G_MAXINT32)
    count += count_block_below (MIN (n - i, G_MAXINT32), x + i, limit);
  return count;
}

/* Marks the columns of @m rows that hold something else than zero. */
static BF_CLONES void
mark_columns (gsize m, gsize n, const real *x, guint32 *marks)
{
  for (gsize row = 0; row < m; row++, x += n)
    BF_ELEMENTWISE
    for (gsize i = 0; i < n; i++)
      marks[i] |= x[i] != 0;
}

static BF_CLONES gsize
count_unmarked (gsize n, const guint32 *marks)
{
  gsize count = 0;

  for (gsize i = 0; i < n; i++)
    count += !marks[i];
  return count;
}

gsize
X (count_zero_columns) (gsize m, gsize n, const real *x, guint32 *work)
{
  gsize count = n;

  memset (work, 0, n * sizeof *work);
  /* A few rows tell of most networks that nothing is dead. */
  for (gsize row = 0, rows = 1; row < m && count > 0; row += rows, rows = MIN (4 * rows, m - row))
    {
      mark_columns (rows, n, x + row * n, work);
      count = count_unmarked (n, work);
    }
  return count;
}
