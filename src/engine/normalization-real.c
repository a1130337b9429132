#include "engine/normalization-real.h"
#include "engine/vector-real.h"

#include <math.h>
#include <string.h>

#define MOMENTUM 0.1  /* torch's: share of the new batch in the running statistics */

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

/* Mean and sum of squared deviations of each column. */
static BF_CLONES void
column_statistics (guint rows, guint n, const real *v, double *mean, double *squares)
{
  memset (mean, 0, n * sizeof *mean);
  memset (squares, 0, n * sizeof *squares);
  for (guint row = 0; row < rows; row++)
    BF_ELEMENTWISE
    for (guint i = 0; i < n; i++)
      mean[i] += v[(gsize) row * n + i];
  for (guint i = 0; i < n; i++)
    mean[i] /= rows;
  for (guint row = 0; row < rows; row++)
    BF_ELEMENTWISE
    for (guint i = 0; i < n; i++)
      {
        const double deviation = v[(gsize) row * n + i] - mean[i];

        squares[i] += deviation * deviation;
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

static BF_CLONES void
standardize_columns (guint rows, guint n, const real *v, const double *mean, const double *inverse,
                     real *normalized)
{
  for (guint row = 0; row < rows; row++, v += n, normalized += n)
    BF_ELEMENTWISE
    for (guint i = 0; i < n; i++)
      normalized[i] = (v[i] - mean[i]) * inverse[i];
}

void
X (normalize_batch_forward) (X (BfNonlinear) *self, BfPass pass, guint rows, const real *v)
{
  if (pass == BF_PASS_EVALUATION)
    read_running_statistics (self);
  else
    take_batch_statistics (self, pass, rows, v);
  standardize_columns (rows, self->n, v, self->column[0], self->inverse, self->normalized);
  scale_and_shift (self, rows);
}

/* With s1 = sum d, s2 = sum d normalized over the batch:
 * dv = gamma inverse (d - s1 / rows - normalized s2 / rows). */
static BF_CLONES void
batch_backward (X (BfNonlinear) *self, guint rows, real *d)
{
  const guint n = self->n;
  const real *normalized = self->normalized;
  double *s1 = self->column[0], *s2 = self->column[1], *factor = self->inverse;

  memset (s1, 0, n * sizeof *s1);
  memset (s2, 0, n * sizeof *s2);
  for (guint row = 0; row < rows; row++)
    BF_ELEMENTWISE
    for (guint i = 0; i < n; i++)
      {
        const gsize k = (gsize) row * n + i;

        s1[i] += d[k];
        s2[i] += (double) d[k] * normalized[k];
      }
  for (guint i = 0; i < n; i++)
    {
      self->beta->gradient[i] = s1[i];
      self->gamma->gradient[i] = s2[i];
      s1[i] /= rows;
      s2[i] /= rows;
      factor[i] = self->gamma->value[i] * self->inverse[i];
    }
  for (guint row = 0; row < rows; row++)
    BF_ELEMENTWISE
    for (guint i = 0; i < n; i++)
      {
        const gsize k = (gsize) row * n + i;

        d[k] = factor[i] * (d[k] - s1[i] - normalized[k] * s2[i]);
      }
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
