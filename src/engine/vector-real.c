#include "engine/vector-real.h"

#include <math.h>
#include <string.h>

#define LANES 16

static inline double
sum_of_lanes (const double *lanes)
{
  double sum = 0;

  for (guint k = 0; k < LANES; k++)
    sum += lanes[k];
  return sum;
}

BF_CLONES double
X (total) (gsize n, const real *x)
{
  const gsize whole = n - n % LANES;
  double lanes[LANES] = { 0 };

  for (gsize i = 0; i < whole; i += LANES)
    for (guint k = 0; k < LANES; k++)
      lanes[k] += x[i + k];
  for (gsize i = whole; i < n; i++)
    lanes[i - whole] += x[i];
  return sum_of_lanes (lanes);
}

BF_CLONES double
X (dot) (gsize n, const real *x, const real *y)
{
  const gsize whole = n - n % LANES;
  double lanes[LANES] = { 0 };

  for (gsize i = 0; i < whole; i += LANES)
    for (guint k = 0; k < LANES; k++)
      lanes[k] += (double) x[i + k] * y[i + k];
  for (gsize i = whole; i < n; i++)
    lanes[i - whole] += (double) x[i] * y[i];
  return sum_of_lanes (lanes);
}

/* As dot (n, x, x), but each value is read and widened once. */
static BF_CLONES double
sum_of_squares (gsize n, const real *x)
{
  const gsize whole = n - n % LANES;
  double lanes[LANES] = { 0 };

  for (gsize i = 0; i < whole; i += LANES)
    for (guint k = 0; k < LANES; k++)
      lanes[k] += (double) x[i + k] * x[i + k];
  for (gsize i = whole; i < n; i++)
    lanes[i - whole] += (double) x[i] * x[i];
  return sum_of_lanes (lanes);
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
  const double squares = sum_of_squares (n, x);

  /* The squares of float32 are always inside this range. */
  if (squares > 1e-270 && squares < 1e300)
    return sqrt (squares);
  return scaled_norm (n, x);
}

BF_CLONES void
X (moments) (gsize n, const real *x, double *mean, double *deviation)
{
  const gsize whole = n - n % LANES;
  const double origin = x[0];  /* near the mean: keeps the difference of squares exact */
  double sums[LANES] = { 0 }, squares[LANES] = { 0 };

  for (gsize i = 0; i < whole; i += LANES)
    for (guint k = 0; k < LANES; k++)
      {
        const double value = x[i + k] - origin;

        sums[k] += value;
        squares[k] += value * value;
      }
  for (gsize i = whole; i < n; i++)
    {
      const double value = x[i] - origin;

      sums[i - whole] += value;
      squares[i - whole] += value * value;
    }

  const double sum = sum_of_lanes (sums), square = sum_of_lanes (squares);
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

BF_CLONES void
X (column_sums) (gsize m, gsize n, double alpha, const real *x, real *sums)
{
  const real scale = alpha;

  memset (sums, 0, n * sizeof *sums);
  for (gsize row = 0; row < m; row++, x += n)
    BF_ELEMENTWISE
    for (gsize i = 0; i < n; i++)
      sums[i] += x[i];
  for (gsize i = 0; i < n; i++)
    sums[i] *= scale;
}

BF_CLONES gsize
X (count_below) (gsize n, const real *x, double limit)
{
  const real bound = limit;
  gsize count = 0;

  for (gsize i = 0; i < n; i++)
    count += x[i] > -bound && x[i] < bound;
  return count;
}

BF_CLONES gsize
X (count_zero_columns) (gsize m, gsize n, const real *x, guint32 *work)
{
  gsize count = 0;

  memset (work, 0, n * sizeof *work);
  for (gsize row = 0; row < m; row++, x += n)
    BF_ELEMENTWISE
    for (gsize i = 0; i < n; i++)
      work[i] |= x[i] != 0;
  for (gsize i = 0; i < n; i++)
    count += !work[i];
  return count;
}
