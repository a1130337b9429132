#include "engine/normalization-real.h"
#include "engine/vector-real.h"

#include <math.h>
#include <string.h>

#define MOMENTUM 0.1  /* torch's: share of the new batch in the running statistics */

#define BLOCK 64        /* columns whose statistics stay near */

/* u = gamma normalized + beta */
static BF_CLONES void
scale_and_shift (const X (BfNonlinear) *self, guint rows)
{
  const real *gamma = self->gamma->value, *beta = self->beta->value, *normalized = self->normalized;
  real *u = self->u;

  for (guint row = 0; row < rows; row++, u += self->n, normalized += self->n)
    BF_ELEMENTWISE
    for (guint i = 0; i < self->n; i++)
      u[i] = gamma[i] * normalized[i] + beta[i];
}

/* Mean and sum of squared deviations of each column. Both are taken from the deviations from the first row, which
 * is near enough for the difference of squares to be exact; four rows are added before they are widened. */
static BF_CLONES void
column_statistics (guint rows, guint n, const real *v, double *mean, double *squares)
{
  const real *origin = v;
  guint row = 0;

  memset (mean, 0, n * sizeof *mean);
  memset (squares, 0, n * sizeof *squares);
  for (; row + 4 <= rows; row += 4, v += 4 * (gsize) n)
    BF_ELEMENTWISE
    for (guint i = 0; i < n; i++)
      {
        const real a = v[i] - origin[i], b = v[i + n] - origin[i];
        const real c = v[i + 2 * n] - origin[i], d = v[i + 3 * n] - origin[i];

        mean[i] += (a + b) + (c + d);
        squares[i] += (a * a + b * b) + (c * c + d * d);
      }
  for (; row < rows; row++, v += n)
    for (guint i = 0; i < n; i++)
      {
        const double deviation = v[i] - origin[i];

        mean[i] += deviation;
        squares[i] += deviation * deviation;
      }
  for (guint i = 0; i < n; i++)
    {
      const double spread = squares[i] - mean[i] * mean[i] / rows;

      squares[i] = spread > 0 ? spread : spread * 0;   /* NaN stays */
      mean[i] = origin[i] + mean[i] / rows;
    }
}

static void
take_batch_statistics (X (BfNonlinear) *self, BfPass pass, guint rows, const real *v)
{
  double *mean = self->column[0], *squares = self->column[1];

  column_statistics (rows, self->n, v, mean, squares);
  for (guint i = 0; i < self->n; i++)
    self->inverse[i] = 1 / sqrt (squares[i] / rows + BF_NORMALIZATION_EPSILON);
  for (guint i = 0; pass == BF_PASS_TRAINING && i < self->n; i++)
    {
      self->running_mean[i] += MOMENTUM * (mean[i] - self->running_mean[i]);
      self->running_variance[i] += MOMENTUM * (squares[i] / (rows - 1) - self->running_variance[i]);
    }
}

static void
read_running_statistics (X (BfNonlinear) *self)
{
  for (guint i = 0; i < self->n; i++)
    {
      self->column[0][i] = self->running_mean[i];
      self->inverse[i] = 1 / sqrt (self->running_variance[i] + BF_NORMALIZATION_EPSILON);
    }
}

/* normalized = inverse (v - mean), u = gamma normalized + beta. The mean is taken away in two parts, so that it is not
 * rounded where it is large beside the deviations. */
static BF_CLONES void
standardize_block (const X (BfNonlinear) *self, guint rows, const real *v, guint first, guint n)
{
  const double *mean = self->column[0] + first;
  const real *gamma = self->gamma->value + first, *beta = self->beta->value + first;
  real *normalized = self->normalized + first, *u = self->u + first;
  real high[BLOCK], low[BLOCK], inverse[BLOCK];

  v += first;
  for (guint i = 0; i < n; i++)
    {
      high[i] = mean[i];
      low[i] = mean[i] - high[i];
      inverse[i] = self->inverse[first + i];
    }
  for (guint row = 0; row < rows; row++, v += self->n, normalized += self->n, u += self->n)
    BF_ELEMENTWISE
    for (guint i = 0; i < n; i++)
      {
        normalized[i] = ((v[i] - high[i]) - low[i]) * inverse[i];
        u[i] = gamma[i] * normalized[i] + beta[i];
      }
}

void
X (normalize_batch_forward) (X (BfNonlinear) *self, BfPass pass, guint rows, const real *v)
{
  if (pass == BF_PASS_EVALUATION)
    read_running_statistics (self);
  else
    take_batch_statistics (self, pass, rows, v);
  for (guint i = 0; i < self->n; i += BLOCK)
    standardize_block (self, rows, v, i, MIN (BLOCK, self->n - i));
}

/* Sums over the batch of d and of d normalized, to column[0] and column[1]. */
static BF_CLONES void
sum_gradients (const X (BfNonlinear) *self, guint rows, const real *d)
{
  const gsize n = self->n;
  const real *x = self->normalized;
  double *plain = self->column[0], *weighted = self->column[1];
  guint row = 0;

  memset (plain, 0, n * sizeof *plain);
  memset (weighted, 0, n * sizeof *weighted);
  for (; row + 4 <= rows; row += 4, d += 4 * n, x += 4 * n)
    BF_ELEMENTWISE
    for (gsize i = 0; i < n; i++)
      {
        plain[i] += (d[i] + d[i + n]) + (d[i + 2 * n] + d[i + 3 * n]);
        weighted[i] += (d[i] * x[i] + d[i + n] * x[i + n])
                       + (d[i + 2 * n] * x[i + 2 * n] + d[i + 3 * n] * x[i + 3 * n]);
      }
  for (; row < rows; row++, d += n, x += n)
    for (gsize i = 0; i < n; i++)
      {
        plain[i] += d[i];
        weighted[i] += d[i] * x[i];
      }
}

static BF_CLONES void
batch_backward_block (const X (BfNonlinear) *self, guint rows, real *d, guint first, guint n)
{
  const real *normalized = self->normalized + first;
  real mean[BLOCK], slope[BLOCK], factor[BLOCK];

  d += first;
  for (guint i = 0; i < n; i++)
    {
      mean[i] = self->column[0][first + i] / rows;
      slope[i] = self->column[1][first + i] / rows;
      factor[i] = self->gamma->value[first + i] * self->inverse[first + i];
    }
  for (guint row = 0; row < rows; row++, d += self->n, normalized += self->n)
    BF_ELEMENTWISE
    for (guint i = 0; i < n; i++)
      d[i] = factor[i] * (d[i] - mean[i] - normalized[i] * slope[i]);
}

/* With s1 = sum d, s2 = sum d normalized over the batch:
 * dv = gamma inverse (d - s1 / rows - normalized s2 / rows). */
static void
batch_backward (X (BfNonlinear) *self, guint rows, real *d)
{
  sum_gradients (self, rows, d);
  for (guint i = 0; i < self->n; i++)
    {
      self->beta->gradient[i] = self->column[0][i];
      self->gamma->gradient[i] = self->column[1][i];
    }
  for (guint i = 0; i < self->n; i += BLOCK)
    batch_backward_block (self, rows, d, i, MIN (BLOCK, self->n - i));
}

static void
held_backward (const X (BfNonlinear) *self, guint rows, real *d)
{
  for (guint row = 0; row < rows; row++, d += self->n)
    for (guint i = 0; i < self->n; i++)
      d[i] *= self->gamma->value[i] * self->inverse[i];
}

void
X (normalize_batch_backward) (X (BfNonlinear) *self, BfPass pass, guint rows, real *d)
{
  if (pass == BF_PASS_EVALUATION)
    held_backward (self, rows, d);
  else
    batch_backward (self, rows, d);
}

void
X (normalize_layer_forward) (X (BfNonlinear) *self, BfPass pass, guint rows, const real *v)
{
  const guint n = self->n;

  for (guint row = 0; row < rows; row++)
    {
      const real *x = v + (gsize) row * n;
      real *normalized = self->normalized + (gsize) row * n;
      double mean, deviation;

      X (moments) (n, x, &mean, &deviation);
      const double variance = deviation * deviation * (n - 1) / n;
      self->inverse[row] = 1 / sqrt (variance + BF_NORMALIZATION_EPSILON);
      for (guint i = 0; i < n; i++)
        normalized[i] = (x[i] - mean) * self->inverse[row];
    }
  scale_and_shift (self, rows);
}

/* With e = gamma d and means over the row: dv = inverse (e - mean e - normalized mean (e
 * normalized)). */
BF_CLONES void
X (normalize_layer_backward) (X (BfNonlinear) *self, BfPass pass, guint rows, real *d)
{
  const guint n = self->n;
  const real *normalized = self->normalized, *gamma = self->gamma->value;
  real *gamma_gradient = self->gamma->gradient, *beta_gradient = self->beta->gradient;

  memset (gamma_gradient, 0, n * sizeof (real));
  memset (beta_gradient, 0, n * sizeof (real));
  for (guint row = 0; row < rows; row++, d += n, normalized += n)
    {
      BF_ELEMENTWISE
      for (guint i = 0; i < n; i++)
        {
          beta_gradient[i] += d[i];
          gamma_gradient[i] += d[i] * normalized[i];
          d[i] *= gamma[i];
        }

      const real mean = X (total) (n, d) / n, product = X (dot) (n, d, normalized) / n;
      const real inverse = self->inverse[row];

      BF_ELEMENTWISE
      for (guint i = 0; i < n; i++)
        d[i] = inverse * (d[i] - mean - normalized[i] * product);
    }
}
