/* Scales, ticks and number texts. */
#include <float.h>
#include <math.h>
#include <string.h>

#include "plot/scale.h"

/* Everything that a range can be made of. */
static const double awkward[] = {
  0,         4.9406564584124654e-324,
  1e-310,    DBL_MIN,
  1e-300,    FLT_MIN,
  1e-45,     1e-12,
  0.001,     0.3,
  1,         1.0000001,
  2.5,       7,
  999,       1e6,
  1e15,      FLT_MAX,
  1e100,     1e300,
  DBL_MAX,   -1,
  -0.5,      -1e-9,
  -1e300,    -DBL_MAX,
  NAN,       INFINITY,
  -INFINITY,
};

static void
assert_sane (const BfScale *scale)
{
  g_assert_true (isfinite (scale->min));
  g_assert_true (isfinite (scale->max));
  g_assert_cmpfloat (scale->min, <, scale->max);
  if (scale->logarithmic)
    g_assert_cmpfloat (scale->min, >, 0);
}

static void
assert_sane_ticks (const BfScale *scale, const BfTicks *ticks)
{
  double previous = -INFINITY;
  guint labels = 0;

  for (guint i = 0; i < ticks->n; i++)
    {
      double unit = bf_scale_to_unit (scale, ticks->ticks[i].value);

      if (!(unit > -1e-6 && unit < 1 + 1e-6))
        g_error ("a tick at %a is not from %a to %a", ticks->ticks[i].value, scale->min, scale->max);
      g_assert_cmpfloat (ticks->ticks[i].value, >, previous);
      g_assert_true (g_utf8_validate (ticks->ticks[i].label, -1, NULL));
      g_assert_cmpint (ticks->ticks[i].major, ==, ticks->ticks[i].label[0] != '\0');
      labels += ticks->ticks[i].major;
      previous = ticks->ticks[i].value;
    }
  if (labels == 0)
    g_error ("no label from %g to %g", scale->min, scale->max);
}

static void
test_any_two_values (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (awkward); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (awkward); j++)
      for (int logarithmic = 0; logarithmic <= 1; logarithmic++)
        {
          double values[] = { awkward[i], awkward[j] };
          BfScale scale;

          bf_scale_fit (&scale, logarithmic, values, 2, 1);
          assert_sane (&scale);
          for (int k = 0; k < 2; k++)
            if (bf_value_classify (values[k], logarithmic, 0) == BF_VALUE_FINITE)
              {
                double unit = bf_scale_to_unit (&scale, values[k]);
                g_assert_true (unit >= -1e-9 && unit <= 1 + 1e-9);
              }
          for (guint wanted = 1; wanted <= 13; wanted += 4)
            {
              BfTicks ticks;

              bf_scale_ticks (&scale, wanted, &ticks);
              assert_sane_ticks (&scale, &ticks);
            }
        }
}

/* Of any size that a double has, subnormals included. */
static double
random_magnitude (GRand *random)
{
  return ldexp (g_rand_double_range (random, 1, 2), g_rand_int_range (random, -1074, 1024));
}

/* Two values a few representable numbers apart, both subnormal, of very different sizes, ...; in any
 * order and of any sign. */
static void
random_pair (GRand *random, double values[2])
{
  double a = random_magnitude (random), b = random_magnitude (random);
  int kind = g_rand_int_range (random, 0, 5);

  if (kind == 0)
    for (b = a; g_rand_int_range (random, 0, 4) > 0;)
      b = MIN (nextafter (b, INFINITY), DBL_MAX);
  else if (kind == 1)
    b = a * g_rand_double_range (random, 0.5, 2);
  else if (kind == 2)
    {
      a = g_rand_int_range (random, 0, 50) * BF_SMALLEST;
      b = g_rand_int_range (random, 0, 50) * BF_SMALLEST;
    }
  values[0] = CLAMP (g_rand_boolean (random) ? a : -a, -DBL_MAX, DBL_MAX);
  values[1] = CLAMP (g_rand_boolean (random) ? b : -b, -DBL_MAX, DBL_MAX);
  if (kind == 3)
    values[1] = -values[0];
}

/* Labelled ticks are as many as can be wanted, and no two look the same. */
static void
assert_labels_differ (const BfScale *scale, guint wanted, const BfTicks *ticks)
{
  guint n = 0;
  const char *previous = NULL;

  for (guint i = 0; i < ticks->n; i++)
    if (ticks->ticks[i].major)
      {
        if (g_strcmp0 (previous, ticks->ticks[i].label) == 0)
          g_error ("two ticks are %s from %a to %a", previous, scale->min, scale->max);
        previous = ticks->ticks[i].label;
        n++;
      }
  g_assert_cmpuint (n, <=, 3 * MAX (wanted, 4));
}

/* What is fitted holds all values, keeps their order, and has ticks that can be told apart. */
static void
test_random_values (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (20);

  for (int i = 0; i < 30000; i++)
    {
      gboolean logarithmic = g_rand_boolean (random);
      guint wanted = g_rand_int_range (random, 1, 14);
      double values[2], units[2];
      BfScale scale;
      BfTicks ticks;

      random_pair (random, values);
      bf_scale_fit (&scale, logarithmic, values, 2, 1);
      assert_sane (&scale);
      for (int k = 0; k < 2; k++)
        {
          gboolean shown = bf_value_classify (values[k], logarithmic, 0) == BF_VALUE_FINITE;

          units[k] = shown ? bf_scale_to_unit (&scale, values[k]) : 0.5;
          g_assert_true (units[k] >= -1e-9 && units[k] <= 1 + 1e-9);
        }
      if (!logarithmic)
        g_assert_true ((values[0] <= values[1]) == (units[0] <= units[1]) || units[0] == units[1]);
      bf_scale_ticks (&scale, wanted, &ticks);
      assert_sane_ticks (&scale, &ticks);
      assert_labels_differ (&scale, wanted, &ticks);
    }
}

/* A part of an axis may be as short as a person likes. */
static void
test_random_zoom (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (21);

  for (int i = 0; i < 30000; i++)
    {
      gboolean logarithmic = g_rand_boolean (random);
      double values[2];
      BfScale scale;
      BfTicks ticks;

      random_pair (random, values);
      for (int k = 0; k < 2 && logarithmic; k++)
        values[k] = MAX (fabs (values[k]), BF_SMALLEST);
      scale =
        (BfScale) { logarithmic, MIN (values[0], values[1]), MAX (values[0], values[1]) };
      if (scale.min == scale.max)
        continue;
      bf_scale_ticks (&scale, 5, &ticks);
      for (guint t = 0; t < ticks.n; t++)
        g_assert_true (isfinite (bf_scale_to_unit (&scale, ticks.ticks[t].value)));
      bf_scale_ticks_integer (&scale, 5, &ticks);
      for (guint t = 0; t < ticks.n; t++)
        g_assert_cmpfloat (ticks.ticks[t].value, ==, round (ticks.ticks[t].value));
    }
}

static void
test_stride (void)
{
  const double values[] = { 1, 1e9, 2, 1e9, 100, 1e9 };
  BfScale scale;

  bf_scale_fit (&scale, FALSE, values, 3, 2);
  g_assert_cmpfloat (scale.min, ==, 0);
  g_assert_cmpfloat (scale.max, ==, 100);
}

static void
test_degenerate (void)
{
  const double nans[] = { NAN, INFINITY, -INFINITY, NAN };
  const double zeros[] = { 0, 0, 0 };
  const double constant[] = { 0.25, 0.25 };
  BfScale scale;

  for (int logarithmic = 0; logarithmic <= 1; logarithmic++)
    {
      bf_scale_fit (&scale, logarithmic, NULL, 0, 1);
      assert_sane (&scale);
      bf_scale_fit (&scale, logarithmic, nans, 4, 1);
      assert_sane (&scale);
      bf_scale_fit (&scale, logarithmic, zeros, 3, 1);
      assert_sane (&scale);
      bf_scale_fit (&scale, logarithmic, constant, 2, 1);
      assert_sane (&scale);
      g_assert_cmpfloat (scale.min, <, 0.25);
      g_assert_cmpfloat (scale.max, >, 0.25);
    }
}

static void
test_nice_ranges (void)
{
  static const struct { gboolean logarithmic; double values[2], min, max; } cases[] = {
    { FALSE, { 0.12, 0.97 }, 0, 1 },
    { FALSE, { 13, 87 }, 0, 90 },
    { FALSE, { 20, 87 }, 20, 90 },
    { FALSE, { -87, -13 }, -90, 0 },
    { FALSE, { -12.06, 0 }, -14, 0 },
    { FALSE, { -0.3, 0.4 }, -0.3, 0.4 },
    { TRUE, { 3e-7, 0.4 }, 1e-7, 1 },
    { TRUE, { 1e-6, 1 }, 1e-6, 1 },
    { TRUE, { 0.3, 4 }, 0.2, 5 },
    { TRUE, { 3e-300, 0.5 }, 1e-300, 1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      BfScale scale;

      bf_scale_fit (&scale, cases[i].logarithmic, cases[i].values, 2, 1);
      g_assert_cmpfloat_with_epsilon (scale.min, cases[i].min, 1e-9 * fabs (cases[i].min) + 1e-310);
      g_assert_cmpfloat_with_epsilon (scale.max, cases[i].max, 1e-9 * fabs (cases[i].max) + 1e-310);
    }
}

/* The labels of a scale, joined. */
static char *
labels_of (const BfTicks *ticks)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < ticks->n; i++)
    if (ticks->ticks[i].major)
      g_string_append_printf (text, "%s%s", text->len ? " " : "", ticks->ticks[i].label);
  return g_string_free (text, FALSE);
}

static void
test_tick_labels (void)
{
  static const struct { BfScale scale; guint wanted; const char *labels; } cases[] = {
    { { FALSE, 0, 1 }, 5, "0.0 0.2 0.4 0.6 0.8 1.0" },
    { { FALSE, 0, 1 }, 2, "0.0 0.5 1.0" },
    { { FALSE, -0.4, 0.4 }, 4, "−0.4 −0.2 0.0 0.2 0.4" },
    { { FALSE, 0, 20000 }, 4, "0 5000 10\u2009000 15\u2009000 20\u2009000" },
    { { FALSE, 0, 4e-9 }, 4, "0 10⁻⁹ 2×10⁻⁹ 3×10⁻⁹ 4×10⁻⁹" },
    { { FALSE, -2e7, 2e7 }, 4, "−2×10⁷ −10⁷ 0 10⁷ 2×10⁷" },
    { { TRUE, 1e-8, 1 }, 10, "10⁻⁸ 10⁻⁷ 10⁻⁶ 10⁻⁵ 10⁻⁴ 10⁻³ 10⁻² 10⁻¹ 1" },
    { { TRUE, 1e-8, 1 }, 5, "10⁻⁸ 10⁻⁶ 10⁻⁴ 10⁻² 1" },
    { { TRUE, 1e-300, 1 }, 8, "10⁻³⁰⁰ 10⁻²⁵⁰ 10⁻²⁰⁰ 10⁻¹⁵⁰ 10⁻¹⁰⁰ 10⁻⁵⁰ 1" },
    { { TRUE, 0.001, 10 }, 6, "0.001 0.01 0.1 1 10" },
    { { TRUE, 0.1, 10 }, 8, "0.1 0.2 0.5 1 2 5 10" },
    { { TRUE, 2, 5 }, 4, "2 3 4 5" },
    { { TRUE, 1e-7, 1e-6 }, 4, "10⁻⁷ 2×10⁻⁷ 5×10⁻⁷ 10⁻⁶" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *labels = NULL;
      BfTicks ticks;

      bf_scale_ticks (&cases[i].scale, cases[i].wanted, &ticks);
      labels = labels_of (&ticks);
      g_assert_cmpstr (labels, ==, cases[i].labels);
    }
}

static void
test_minor_ticks (void)
{
  BfScale scale = { TRUE, 1e-4, 1 };
  BfTicks ticks;
  guint minor = 0;

  bf_scale_ticks (&scale, 5, &ticks);
  for (guint i = 0; i < ticks.n; i++)
    minor += !ticks.ticks[i].major;
  g_assert_cmpuint (minor, ==, 4 * 8);
}

static void
test_integer_ticks (void)
{
  static const struct { double min, max; guint wanted; const char *labels; } cases[] = {
    { 0.5, 20.5, 5, "1 5 10 15 20" },
    { 0.5, 20.5, 10, "1 5 10 15 20" },
    { 0.5, 8.5, 6, "1 3 5 7" },
    { 0.5, 5.5, 10, "1 2 3 4 5" },
    { 0.5, 1.5, 5, "1" },
    { 0.5, 1000.5, 5, "1 200 400 600 800 1000" },
    { 17.5, 42.5, 5, "20 25 30 35 40" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      BfScale scale = { FALSE, cases[i].min, cases[i].max };
      g_autofree char *labels = NULL;
      BfTicks ticks;

      bf_scale_ticks_integer (&scale, cases[i].wanted, &ticks);
      labels = labels_of (&ticks);
      g_assert_cmpstr (labels, ==, cases[i].labels);
    }
}

static void
test_inverse (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (7);

  for (int i = 0; i < 20000; i++)
    {
      gboolean logarithmic = i % 2;
      double a = pow (10, g_rand_double_range (random, -300, 300));
      double b = pow (10, g_rand_double_range (random, -300, 300));
      double unit = g_rand_double_range (random, -0.01, 1.01);
      double values[] = { a, b };
      BfScale scale;

      bf_scale_fit (&scale, logarithmic, values, 2, 1);
      g_assert_cmpfloat_with_epsilon (
        bf_scale_to_unit (&scale, bf_scale_from_unit (&scale, CLAMP (unit, 0, 1))),
        CLAMP (unit, 0, 1), 1e-9);
    }
}

static void
test_monotone (void)
{
  BfScale scale = { TRUE, 1e-12, 1 };
  double previous = -1;

  for (double exponent = -12; exponent <= 0; exponent += 0.25)
    {
      double unit = bf_scale_to_unit (&scale, pow (10, exponent));

      g_assert_cmpfloat (unit, >, previous);
      g_assert_cmpfloat_with_epsilon (unit, (exponent + 12) / 12, 1e-12);
      previous = unit;
    }
}

static void
test_include (void)
{
  BfScale scale = { TRUE, 1e-3, 1 }, other = { TRUE, 1e-9, 0.1 };

  bf_scale_include (&scale, &other);
  g_assert_cmpfloat (scale.min, ==, 1e-9);
  g_assert_cmpfloat (scale.max, ==, 1);
}

static void
test_classify (void)
{
  static const struct
  {
    double value;
    gboolean logarithmic;
    double normal;
    BfValueClass class;
  } cases[] = {
    { 1, TRUE, FLT_MIN, BF_VALUE_FINITE },
    { FLT_MIN, TRUE, FLT_MIN, BF_VALUE_FINITE },
    { 1e-38, TRUE, FLT_MIN, BF_VALUE_UNDERFLOW },
    { 1e-38, TRUE, DBL_MIN, BF_VALUE_FINITE },
    { 0, TRUE, FLT_MIN, BF_VALUE_ZERO },
    { -0.0, TRUE, FLT_MIN, BF_VALUE_ZERO },
    { -1, TRUE, FLT_MIN, BF_VALUE_NAN },
    { INFINITY, TRUE, FLT_MIN, BF_VALUE_INFINITE },
    { -INFINITY, TRUE, FLT_MIN, BF_VALUE_INFINITE },
    { NAN, TRUE, FLT_MIN, BF_VALUE_NAN },
    { 0, FALSE, FLT_MIN, BF_VALUE_FINITE },
    { -1e-40, FALSE, FLT_MIN, BF_VALUE_FINITE },
    { INFINITY, FALSE, FLT_MIN, BF_VALUE_INFINITE },
    { NAN, FALSE, FLT_MIN, BF_VALUE_NAN },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (bf_value_classify (cases[i].value, cases[i].logarithmic, cases[i].normal), ==,
                     cases[i].class);
}

static void
test_format (void)
{
  static const struct { double value; const char *text; } cases[] = {
    { 0, "0" }, { -0.0, "0" }, { 1, "1" }, { -1.5, "−1.5" }, { 0.123456, "0.1235" },
    { 1.2e-7, "1.2e−07" }, { 1.23456e-12, "1.235e−12" }, { 123456, "1.235e+05" },
    { NAN, "NaN" }, { INFINITY, "∞" }, { -INFINITY, "−∞" },
  };
  char buffer[32];

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      bf_value_format (cases[i].value, buffer, sizeof buffer);
      g_assert_cmpstr (buffer, ==, cases[i].text);
    }
  bf_value_format (-1.5, buffer, 4);
  g_assert_cmpstr (buffer, ==, "−");
}

/* Many values at once are the same as one after the other, however few of them are finite. */
static void
test_range_values (void)
{
  static const double special[] = { 0.5, 0, 1e-40, 2, NAN, -3, INFINITY, 1e300, -INFINITY, 1e-310 };
  double values[275];

  for (guint logarithmic = 0; logarithmic < 2; logarithmic++)
    for (gsize every = 1; every <= 120; every++)
      {
        BfRange one = BF_RANGE_EMPTY, many = BF_RANGE_EMPTY, sum = BF_RANGE_EMPTY;

        for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
          {
            values[i] = i % every == 0 ? special[i / every % G_N_ELEMENTS (special)]
                                       : 1e-3 * (1 + i * 31 % 275);
            bf_range_add (&one, values[i], logarithmic, 1.1754943508222875e-38);
          }
        bf_range_add_values (&many, values, G_N_ELEMENTS (values), logarithmic,
                             1.1754943508222875e-38);
        bf_range_add_range (&sum, &many);
        g_assert_cmpmem (&one, sizeof one, &many, sizeof many);
        g_assert_cmpmem (&one, sizeof one, &sum, sizeof sum);
      }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scale/any-two-values", test_any_two_values);
  g_test_add_func ("/scale/random-values", test_random_values);
  g_test_add_func ("/scale/random-zoom", test_random_zoom);
  g_test_add_func ("/scale/stride", test_stride);
  g_test_add_func ("/scale/degenerate", test_degenerate);
  g_test_add_func ("/scale/nice-ranges", test_nice_ranges);
  g_test_add_func ("/scale/tick-labels", test_tick_labels);
  g_test_add_func ("/scale/minor-ticks", test_minor_ticks);
  g_test_add_func ("/scale/integer-ticks", test_integer_ticks);
  g_test_add_func ("/scale/inverse", test_inverse);
  g_test_add_func ("/scale/monotone", test_monotone);
  g_test_add_func ("/scale/include", test_include);
  g_test_add_func ("/range/values", test_range_values);
  g_test_add_func ("/value/classify", test_classify);
  g_test_add_func ("/value/format", test_format);
  return g_test_run ();
}
