#include "engine/initializer.h"

#include <math.h>
#include <string.h>

#include "engine/lapack.h"

/* Entries are independent for all but the last three: a variance and a distribution give the rest.
 */

static double
xavier_variance (const BfInitializerShape *shape)
{
  return shape->gain * shape->gain * 2 / ((double) shape->rows + shape->columns);
}

static double
he_variance (const BfInitializerShape *shape)
{
  return shape->gain * shape->gain * 2 / shape->columns;
}

static double
lecun_variance (const BfInitializerShape *shape)
{
  return shape->gain * shape->gain / shape->columns;
}

static double
uniform_variance (const BfInitializerShape *shape)
{
  return shape->gain * shape->gain / (3.0 * shape->columns);
}

static double
normal_variance (const BfInitializerShape *shape)
{
  return shape->gain * shape->gain * shape->std * shape->std;
}

static double
no_variance (const BfInitializerShape *shape)
{
  return NAN;
}

static double
zero_variance (const BfInitializerShape *shape)
{
  return 0;
}

static gsize
n_entries (const BfInitializerShape *shape)
{
  return (gsize) shape->rows * shape->columns;
}

/* On [-b, b] with b^2 / 3 = @variance. */
static gboolean
fill_uniform (double *weight, const BfInitializerShape *shape, BfRandom *random, double variance)
{
  double bound = sqrt (3 * variance);

  for (gsize i = 0; i < n_entries (shape); i++)
    weight[i] = bound * (2 * bf_random_uniform (random) - 1);
  return TRUE;
}

static gboolean
fill_normal (double *weight, const BfInitializerShape *shape, BfRandom *random, double variance)
{
  double deviation = sqrt (variance);

  for (gsize i = 0; i < n_entries (shape); i++)
    weight[i] = deviation * bf_random_normal (random);
  return TRUE;
}

/* A fill function from a distribution and a variance. */
#define FILL(name, distribution, variance)                                                       \
  static gboolean name (double *weight, const BfInitializerShape *shape, BfRandom *random)       \
  {                                                                                              \
    return fill_##distribution (weight, shape, random, variance (shape));                        \
  }
FILL (fill_xavier_uniform, uniform, xavier_variance)
FILL (fill_xavier_normal, normal, xavier_variance)
FILL (fill_he_uniform, uniform, he_variance)
FILL (fill_he_normal, normal, he_variance)
FILL (fill_lecun_normal, normal, lecun_variance)
FILL (fill_fan_in_uniform, uniform, uniform_variance)
FILL (fill_given_normal, normal, normal_variance)

/* Q of the QR decomposition of a Gaussian matrix, times the signs of R's diagonal, without which it
 * would not be uniformly distributed (Mezzadri 2007). LAPACK's matrices are column-major: in its
 * eyes @weight is [columns, rows], which is just the tall matrix when rows < columns. */
static gboolean
fill_orthogonal (double *weight, const BfInitializerShape *shape, BfRandom *random)
{
  const gsize tall = MAX (shape->rows, shape->columns), wide = MIN (shape->rows, shape->columns);
  g_autofree double *q = g_try_malloc_n (tall * wide, sizeof *q);
  g_autofree double *sign = g_try_malloc_n (wide, sizeof *sign);

  if (q == NULL || sign == NULL)
    return FALSE;
  for (gsize i = 0; i < tall * wide; i++)
    q[i] = bf_random_normal (random);
  if (!bf_lapack_qr (tall, wide, q, sign))
    return FALSE;
  for (gsize j = 0; j < wide; j++)
    sign[j] = sign[j] < 0 ? -shape->gain : shape->gain;

  const gsize row_step = shape->rows < shape->columns ? tall : 1;
  const gsize column_step = shape->rows < shape->columns ? 1 : tall;
  for (gsize row = 0; row < shape->rows; row++)
    for (gsize column = 0; column < shape->columns; column++)
      *weight++ = q[row * row_step + column * column_step]
                  * sign[shape->rows < shape->columns ? row : column];
  return TRUE;
}

static gboolean
fill_identity (double *weight, const BfInitializerShape *shape, BfRandom *random)
{
  memset (weight, 0, n_entries (shape) * sizeof *weight);
  for (gsize i = 0; i < MIN (shape->rows, shape->columns); i++)
    weight[i * shape->columns + i] = shape->gain;
  return TRUE;
}

static gboolean
fill_zeros (double *weight, const BfInitializerShape *shape, BfRandom *random)
{
  memset (weight, 0, n_entries (shape) * sizeof *weight);
  return TRUE;
}

static const BfInitializer rows[] = {
  { .entry = { "xavier-uniform", N_("Xavier (Glorot), uniform"),
               N_("Variance 2 / (fan-in + fan-out): made for tanh.") },
    .fill = fill_xavier_uniform, .variance = xavier_variance },
  { .entry = { "xavier-normal", N_("Xavier (Glorot), normal"),
               N_("Variance 2 / (fan-in + fan-out): made for tanh.") },
    .fill = fill_xavier_normal, .variance = xavier_variance },
  { .entry = { "he-uniform", N_("He (Kaiming), uniform"),
               N_("Variance 2 / fan-in: made for ReLU.") },
    .fill = fill_he_uniform, .variance = he_variance },
  { .entry = { "he-normal", N_("He (Kaiming), normal"), N_("Variance 2 / fan-in: made for ReLU.") },
    .fill = fill_he_normal, .variance = he_variance },
  { .entry = { "lecun-normal", N_("LeCun, normal"), N_("Variance 1 / fan-in: made for SELU.") },
    .fill = fill_lecun_normal, .variance = lecun_variance },
  { .entry = { "orthogonal", N_("Orthogonal"),
               N_("A random rotation: keeps the length of what passes a linear layer.") },
    .entries = BF_ENTRIES_ORTHOGONAL, .fill = fill_orthogonal, .variance = no_variance },
  { .entry = { "uniform", N_("Uniform ±1/√fan-in"),
               N_("Variance 1 / (3 fan-in): the old standard, and PyTorch’s default range.") },
    .fill = fill_fan_in_uniform, .variance = uniform_variance },
  { .entry = { "normal", N_("Normal, chosen width"),
               N_("Standard deviation as given, whatever the fan-in.") },
    .has_std = TRUE, .fill = fill_given_normal, .variance = normal_variance },
  { .entry = { "identity", N_("Identity"), N_("Ones on the diagonal: what the IRNN starts from.") },
    .entries = BF_ENTRIES_FIXED, .fill = fill_identity, .variance = no_variance },
  { .entry = { "zeros", N_("Zeros"), N_("All weights zero: no gradient passes below.") },
    .entries = BF_ENTRIES_FIXED, .fill = fill_zeros, .variance = zero_variance },
};

const BfTable bf_initializer_table = BF_TABLE ("initializers", rows);
