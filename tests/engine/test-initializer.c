#include "engine/initializer.h"

#include <math.h>

#define ROWS 300
#define COLUMNS 200

static double *
draw (const char *id, guint rows, guint columns, double gain, double std, BfInitializerShape *shape)
{
  const BfInitializer *row = bf_table_find (&bf_initializer_table, id);
  double *weight = g_new (double, (gsize) rows * columns);
  BfRandom random;

  *shape = (BfInitializerShape) { rows, columns, gain, std };
  bf_random_init (&random, 5, BF_PURPOSE_WEIGHT, 2);
  g_assert_true (row->fill (weight, shape, &random));
  return weight;
}

/* Mean, variance and the largest entry against the published rules. */
static void
test_moments (void)
{
  static const struct {
    const char *id;
    double gain, variance;
    gboolean uniform;
  } rows[] = {
    { "xavier-uniform", 1, 2.0 / (ROWS + COLUMNS), TRUE },
    { "xavier-normal", 1, 2.0 / (ROWS + COLUMNS), FALSE },
    { "he-uniform", 1, 2.0 / COLUMNS, TRUE },
    { "he-normal", 1, 2.0 / COLUMNS, FALSE },
    { "he-normal", 0.5, 0.5 / COLUMNS, FALSE },
    { "lecun-normal", 1, 1.0 / COLUMNS, FALSE },
    { "uniform", 1, 1.0 / (3 * COLUMNS), TRUE },
    { "uniform", 3, 9.0 / (3 * COLUMNS), TRUE },
    { "normal", 2, 0.04, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const BfInitializer *row = bf_table_find (&bf_initializer_table, rows[i].id);
      const double n = ROWS * COLUMNS, bound = sqrt (3 * rows[i].variance);
      BfInitializerShape shape;
      g_autofree double *weight = draw (rows[i].id, ROWS, COLUMNS, rows[i].gain, 0.1, &shape);
      double mean = 0, variance = 0, largest = 0;

      for (guint j = 0; j < n; j++)
        {
          mean += weight[j] / n;
          variance += weight[j] * weight[j] / n;
          largest = fmax (largest, fabs (weight[j]));
        }
      g_assert_cmpfloat_with_epsilon (row->variance (&shape), rows[i].variance, 1e-15);
      g_assert_cmpfloat_with_epsilon (mean, 0, 4 * sqrt (rows[i].variance / n));
      g_assert_cmpfloat_with_epsilon (variance / rows[i].variance, 1, 4 * sqrt (2 / n));
      if (rows[i].uniform)
        {
          g_assert_cmpfloat (largest, <=, bound);
          g_assert_cmpfloat (largest, >, 0.999 * bound);
        }
      else
        g_assert_cmpfloat (largest, >, 3.5 * sqrt (rows[i].variance));
    }
}

/* The shorter side's vectors are orthogonal and of length gain, for tall, wide and square matrices.
 */
static void
test_orthogonal (void)
{
  static const guint shapes[][2] = { { 300, 200 }, { 200, 300 }, { 64, 64 }, { 1, 5 }, { 5, 1 } };

  for (guint k = 0; k < G_N_ELEMENTS (shapes); k++)
    {
      const guint rows = shapes[k][0], columns = shapes[k][1];
      const gboolean wide = rows < columns;
      const gsize step = wide ? columns : 1, along = wide ? 1 : columns;
      BfInitializerShape shape;
      g_autofree double *weight = draw ("orthogonal", rows, columns, G_SQRT2, 0, &shape);

      for (guint a = 0; a < MIN (rows, columns); a++)
        for (guint b = 0; b <= a; b++)
          {
            double product = 0;

            for (guint i = 0; i < MAX (rows, columns); i++)
              product += weight[a * step + i * along] * weight[b * step + i * along];
            g_assert_cmpfloat_with_epsilon (product, a == b ? 2 : 0, 1e-10);
          }
    }
}

/* Without the correction of signs the first column would be biased. */
static void
test_orthogonal_signs (void)
{
  const BfInitializer *row = bf_table_find (&bf_initializer_table, "orthogonal");
  const BfInitializerShape shape = { 4, 4, 1, 0 };
  double mean = 0;

  for (guint seed = 0; seed < 2000; seed++)
    {
      double weight[16];
      BfRandom random;

      bf_random_init (&random, seed, BF_PURPOSE_WEIGHT, 0);
      row->fill (weight, &shape, &random);
      mean += weight[0] / 2000;
    }
  g_assert_cmpfloat_with_epsilon (mean, 0, 4 * 0.5 / sqrt (2000));
}

static void
test_fixed (void)
{
  BfInitializerShape shape;
  g_autofree double *identity = draw ("identity", 3, 4, 0.5, 0, &shape);
  g_autofree double *zeros = draw ("zeros", 3, 4, 0.5, 0, &shape);

  for (guint i = 0; i < 12; i++)
    {
      g_assert_cmpfloat (identity[i], ==, i / 4 == i % 4 ? 0.5 : 0);
      g_assert_cmpfloat (zeros[i], ==, 0);
    }
}

/* Uniform initialisers share their draws, and so do normal ones: only the scale differs. */
static void
test_twins (void)
{
  static const char *const pairs[][2] = { { "xavier-uniform", "he-uniform" },
                                          { "xavier-normal", "lecun-normal" } };

  for (guint k = 0; k < G_N_ELEMENTS (pairs); k++)
    {
      BfInitializerShape shape;
      g_autofree double *a = draw (pairs[k][0], 30, 20, 1, 0, &shape);
      g_autofree double *b = draw (pairs[k][1], 30, 20, 1, 0, &shape);

      for (guint i = 1; i < 600; i++)
        g_assert_cmpfloat_with_epsilon (b[i] * a[0], a[i] * b[0], 1e-15);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/initializer/moments", test_moments);
  g_test_add_func ("/initializer/orthogonal", test_orthogonal);
  g_test_add_func ("/initializer/orthogonal-signs", test_orthogonal_signs);
  g_test_add_func ("/initializer/fixed", test_fixed);
  g_test_add_func ("/initializer/twins", test_twins);
  return g_test_run ();
}
