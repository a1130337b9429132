#include "engine/activation.h"

#include <math.h>
#include <string.h>

/* Values and slopes at a few points, as PyTorch 1.13 gives them in float64. */
static const struct {
  const char *id;
  double parameter, z, value, derivative;
} points[] = {
  { "sigmoid", 0, 0, 0.5, 0.25 },
  { "sigmoid", 0, 2, 0.88079707797788244, 0.10499358540350651 },
  { "tanh", 0, -0.5, -0.46211715726000976, 0.78644773296592741 },
  { "relu", 0, -3, 0, 0 },
  { "relu", 0, 0, 0, 0 },
  { "relu", 0, 3, 3, 1 },
  { "leaky-relu", 0.01, -3, -0.03, 0.01 },
  { "leaky-relu", 0.2, 0, 0, 0.2 },
  { "leaky-relu", 0, -3, 0, 0 },
  { "elu", 1, -1, -0.63212055882855768, 0.36787944117144232 },
  { "elu", 2, -1, -1.2642411176571154, 0.73575888234288465 },
  { "elu", 1, 1.5, 1.5, 1 },
  { "selu", 0, -1, -1.1113307378125625, 0.646768603034814 },
  { "selu", 0, 2, 2.101401974710961, 1.0507009873554805 },
  { "gelu", 0, 1, 0.84134474606854293, 1.0833154705876864 },
  { "gelu", 0, -2, -0.045500263896358417, -0.08523180107819692 },
  { "silu", 0, 1, 0.73105857863000488, 0.9276705118714869 },
  { "softplus", 0, 0, 0.69314718055994531, 0.5 },
  { "softplus", 0, 30, 30, 1 },
  { "softsign", 0, -3, -0.75, 0.0625 },
  { "linear", 0, -3.5, -3.5, 1 },
};

static void
test_points (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (points); i++)
    {
      const BfActivation *row = bf_table_find (&bf_activation_table, points[i].id);

      g_assert_nonnull (row);
      g_assert_cmpfloat_with_epsilon (row->value (points[i].z, points[i].parameter),
                                      points[i].value, 1e-12);
      g_assert_cmpfloat_with_epsilon (row->derivative (points[i].z, points[i].parameter),
                                      points[i].derivative, 1e-12);
    }
}

/* Every row is checked at one point at least. */
static void
test_points_are_complete (void)
{
  for (guint i = 0; i < bf_activation_table.n_rows; i++)
    {
      const BfEntry *entry = bf_table_row (&bf_activation_table, i);
      guint n = 0;

      for (guint j = 0; j < G_N_ELEMENTS (points); j++)
        n += strcmp (points[j].id, entry->id) == 0;
      g_assert_cmpuint (n, >, 0);
    }
}

/* Points over [-6, 6] that stay off the kink at zero. */
#define N_GRID 240
static double
grid (guint i)
{
  return ((int) i - N_GRID / 2 + 0.5) * 0.05;
}

static void
test_derivative (gconstpointer data)
{
  const BfActivation *row = data;
  const double a = row->parameter_default, step = 1e-4;

  for (guint i = 0; i < N_GRID; i++)
    {
      const double z = grid (i);
      const double numeric = (8 * (row->value (z + step, a) - row->value (z - step, a))
                              - (row->value (z + 2 * step, a) - row->value (z - 2 * step, a)))
                             / (12 * step);

      g_assert_cmpfloat_with_epsilon (row->derivative (z, a), numeric, 1e-10);
    }
}

/* The kernels are the scalar functions: in float64 to the last bits, in float32 to its rounding. */
static void
test_kernels (gconstpointer data)
{
  const BfActivation *row = data;
  const double a = row->parameter_default;
  double z64[N_GRID], h64[N_GRID], slope64[N_GRID];
  float z32[N_GRID], h32[N_GRID], slope32[N_GRID];

  for (guint i = 0; i < N_GRID; i++)
    z32[i] = z64[i] = (float) grid (i);
  row->kernels.forward_f64 (N_GRID, z64, h64, a);
  row->kernels.forward_f32 (N_GRID, z32, h32, a);
  row->kernels.slope_f64 (N_GRID, z64, h64, slope64, a);
  row->kernels.slope_f32 (N_GRID, z32, h32, slope32, a);
  for (guint i = 0; i < N_GRID; i++)
    {
      const double value = row->value (z64[i], a), derivative = row->derivative (z64[i], a);

      g_assert_cmpfloat_with_epsilon (h64[i], value, 1e-15 * fmax (1, fabs (value)));
      g_assert_cmpfloat_with_epsilon (slope64[i], derivative, 1e-15);
      g_assert_cmpfloat_with_epsilon (h32[i], value, 2.5e-7 * fmax (1, fabs (value)));
      g_assert_cmpfloat_with_epsilon (slope32[i], derivative, 1e-6);
    }

  /* In place. */
  row->kernels.forward_f32 (N_GRID, z32, z32, a);
  g_assert_cmpmem (z32, sizeof z32, h32, sizeof h32);
}

/* What slope_from_output promises, and that NaN goes through. */
static void
test_promises (gconstpointer data)
{
  const BfActivation *row = data;
  const double a = row->parameter_default;
  const float nan32 = NAN;
  float h32, slope32;

  for (guint i = 0; row->slope_from_output && i < N_GRID; i++)
    {
      const double z = grid (i), h = row->value (z, a), misleading = -z;
      double slope;

      row->kernels.slope_f64 (1, &misleading, &h, &slope, a);
      g_assert_cmpfloat_with_epsilon (slope, row->derivative (z, a), 1e-15);
    }
  row->kernels.forward_f32 (1, &nan32, &h32, a);
  g_assert_true (isnan (h32));
  g_assert_true (isnan (row->value (NAN, a)));
  row->kernels.slope_f32 (1, &nan32, &h32, &slope32, a);
  g_assert_false (slope32 == 0);
}

/* Only bounded activations saturate, and their steepest point is zero. */
static void
test_bounded (void)
{
  for (guint i = 0; i < bf_activation_table.n_rows; i++)
    {
      const BfActivation *row = bf_table_row (&bf_activation_table, i);
      const double a = row->parameter_default;

      const double range = fmax (fabs (row->value (1e6, a)), fabs (row->value (-1e6, a)));

      g_assert_cmpint (row->bounded, ==, range < 2);
      for (guint j = 0; row->bounded && j < N_GRID; j++)
        g_assert_cmpfloat (row->derivative (grid (j), a), <, row->derivative (0, a));
    }
}

/* Distance in units in the last place of float32. */
static double
ulps (float value, double exact)
{
  const double spacing = ldexp (1, MAX (ilogb (exact), -126) - 23);

  if (exact == 0)
    return value == 0 ? 0 : INFINITY;
  if (fabs (exact) > 0x1.ffffffp127)
    return isinf (value) ? 0 : INFINITY;
  return fabs (value - exact) / spacing;
}

/* The float32 functions against libm's in double, from zero to where they end. */
static void
test_accuracy (void)
{
  static const struct {
    const char *id;
    double first, last, bound;
  } rows[] = {
    { "tanh", -12, 12, 2.5 },
    { "tanh", -1e-3, 1e-3, 2.5 },
    { "sigmoid", -88, 20, 2.5 },
    { "elu", -20, 1, 2 },
    { "elu", -1e-3, 1e-3, 2 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const BfActivation *row = bf_table_find (&bf_activation_table, rows[i].id);
      double worst = 0;

      for (guint j = 0; j <= 100000; j++)
        {
          const float z = rows[i].first + (rows[i].last - rows[i].first) * j / 100000;
          float h;

          row->kernels.forward_f32 (1, &z, &h, 1);
          worst = fmax (worst, ulps (h, row->value (z, 1)));
        }
      g_test_message ("%s: %.2f ulp", rows[i].id, worst);
      g_assert_cmpfloat (worst, <=, rows[i].bound);
    }
}

/* Subnormal values are kept: e^-100 is 2^-144.3. */
static void
test_subnormal (void)
{
  const BfActivation *row = bf_table_find (&bf_activation_table, "elu");
  const float z = -100, h = -1;
  float slope;

  row->kernels.slope_f32 (1, &z, &h, &slope, 1);
  g_assert_cmpfloat (slope, >, 3.6e-44f);
  g_assert_cmpfloat (slope, <, 3.9e-44f);
}

static void
add_each (const char *format, GTestDataFunc func)
{
  for (guint i = 0; i < bf_activation_table.n_rows; i++)
    {
      const BfEntry *entry = bf_table_row (&bf_activation_table, i);
      g_autofree char *path = g_strdup_printf ("/activation/%s/%s", format, entry->id);

      g_test_add_data_func (path, entry, func);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/activation/points", test_points);
  g_test_add_func ("/activation/points-are-complete", test_points_are_complete);
  add_each ("derivative", test_derivative);
  add_each ("kernels", test_kernels);
  add_each ("promises", test_promises);
  g_test_add_func ("/activation/bounded", test_bounded);
  g_test_add_func ("/activation/accuracy", test_accuracy);
  g_test_add_func ("/activation/subnormal", test_subnormal);
  return g_test_run ();
}
