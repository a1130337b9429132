/* Magnitudes counted by the bits of a number, against the definition in plain arithmetic; and what
 * low-precision formats make of them, against rounding every value. */
#include "laboratory.h"

#include <math.h>
#include <string.h>

void histogram_f32 (gsize n, const float *x, BfHistogramCounts *counts);
void histogram_f64 (gsize n, const double *x, BfHistogramCounts *counts);

static void
refer_one (double value, BfHistogramCounts *counts)
{
  const double size = fabs (value);
  int octave = BF_HISTOGRAM_FIRST;
  guint part = 0;

  if (size == 0)
    {
      counts->zero++;
      return;
    }
  if (!isfinite (size))
    {
      counts->not_finite++;
      return;
    }
  while (size > bf_histogram_upper (octave))
    octave++;
  while (part < BF_HISTOGRAM_PARTS - 1
         && (bf_histogram_cuts[part].inclusive
               ? size >= bf_histogram_cuts[part].at * ldexp (1, octave)
               : size > bf_histogram_cuts[part].at * ldexp (1, octave)))
    part++;
  counts->octaves[octave - BF_HISTOGRAM_FIRST][part]++;
}

/* What may hold anything. */
static void
clear_ends (BfHistogramCounts *counts)
{
  g_assert_cmpuint (counts->below + counts->above, <=, BF_HISTOGRAM_OCTAVES);
  memset (counts->octaves, 0, counts->below * sizeof counts->octaves[0]);
  memset (counts->octaves[BF_HISTOGRAM_OCTAVES - counts->above], 0, counts->above * sizeof counts->octaves[0]);
}

/* Parts of the open octaves mean nothing. */
static void
join_ends (BfHistogramCounts *counts)
{
  guint32 *const ends[] = { counts->octaves[0], counts->octaves[BF_HISTOGRAM_OCTAVES - 1] };

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    for (guint part = 1; part < BF_HISTOGRAM_PARTS; part++)
      {
        ends[i][0] += ends[i][part];
        ends[i][part] = 0;
      }
}

static void
assert_same_counts (BfHistogramCounts *counts, BfHistogramCounts *expected)
{
  clear_ends (counts);
  join_ends (counts);
  join_ends (expected);
  g_assert_cmpuint (counts->zero, ==, expected->zero);
  g_assert_cmpuint (counts->not_finite, ==, expected->not_finite);
  for (guint i = 0; i < BF_HISTOGRAM_OCTAVES; i++)
    for (guint part = 0; part < BF_HISTOGRAM_PARTS; part++)
      if (counts->octaves[i][part] != expected->octaves[i][part])
        g_error ("octave %d, part %u: %u, not %u", (int) i + BF_HISTOGRAM_FIRST, part,
                 counts->octaves[i][part], expected->octaves[i][part]);
}

static void
check_f32 (gsize n, const float *x)
{
  BfHistogramCounts counts, expected = { 0 };

  memset (&counts, 0xaa, sizeof counts);   /* whatever stood there before */
  histogram_f32 (n, x, &counts);
  for (gsize i = 0; i < n; i++)
    refer_one (x[i], &expected);
  assert_same_counts (&counts, &expected);
}

static void
check_f64 (gsize n, const double *x)
{
  BfHistogramCounts counts, expected = { 0 };

  memset (&counts, 0xaa, sizeof counts);
  histogram_f64 (n, x, &counts);
  for (gsize i = 0; i < n; i++)
    refer_one (x[i], &expected);
  assert_same_counts (&counts, &expected);
}

/* Every power of two and every cut of float32, with their neighbours, of both signs. */
static void
test_edges (void)
{
  g_autoptr (GArray) singles = g_array_new (FALSE, FALSE, sizeof (float));
  g_autoptr (GArray) doubles = g_array_new (FALSE, FALSE, sizeof (double));

  for (int octave = -150; octave < 128; octave++)
    for (guint cut = 0; cut < BF_HISTOGRAM_PARTS; cut++)
      {
        const double at = ldexp (cut > 0 ? bf_histogram_cuts[cut - 1].at : 1, octave);
        const float single = at, below = nextafterf (single, 0), above = nextafterf (single, INFINITY);
        const double values[] = { -at, nextafter (at, 0), nextafter (at, INFINITY) };

        g_array_append_val (singles, single);
        g_array_append_val (singles, below);
        g_array_append_val (singles, above);
        g_array_append_vals (doubles, values, G_N_ELEMENTS (values));
      }
  check_f32 (singles->len, (const float *) singles->data);
  check_f64 (doubles->len, (const double *) doubles->data);
}

static void
test_special (void)
{
  static const float singles[] = { 0, -0.0f, NAN, -NAN, INFINITY, -INFINITY, 0x1p-149f, -0x1p-149f,
                                   0x1p-126f, 0x1.fffffep127f, 0x1p-148f, 1 };
  static const double doubles[] = { 0, -0.0, NAN, -NAN, INFINITY, -INFINITY, 0x1p-1074, 0x1p-1022,
                                    0x1p-256, 0x1.0000000000001p-256, 0x1p128, 0x1.0000000000001p128,
                                    0x1.fffffffffffffp1023, -1 };

  for (gsize n = 0; n <= G_N_ELEMENTS (singles); n++)
    check_f32 (n, singles);
  for (gsize n = 0; n <= G_N_ELEMENTS (doubles); n++)
    check_f64 (n, doubles);
}

/* Any bits at all: all exponents, subnormal numbers, NaN. */
static void
test_bits (void)
{
  const gsize n = 100003;
  g_autofree float *singles = g_new (float, n);
  g_autofree double *doubles = g_new (double, n);
  g_autoptr (GRand) random = g_rand_new_with_seed (7);

  for (gsize i = 0; i < n; i++)
    {
      const guint32 bits = g_rand_int (random);
      const guint64 wide = (guint64) g_rand_int (random) << 32 | bits;

      memcpy (&singles[i], &bits, sizeof bits);
      memcpy (&doubles[i], &wide, sizeof wide);
    }
  check_f32 (n, singles);
  check_f64 (n, doubles);
}

/* To nearest, ties to even, with @precision bits after the point and subnormal numbers. */
static double
round_to (double value, int precision, double smallest)
{
  const double quantum = fmax (ldexp (1, ilogb (value) - precision), smallest);

  return nearbyint (value / quantum) * quantum;
}

/* The values that decide: limits of the formats and their neighbours, at all loss scales; and
 * others. */
static GArray *
deciding_values (void)
{
  GArray *values = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GRand) random = g_rand_new_with_seed (3);

  for (guint i = 0; i < bf_float_format_table.n_rows; i++)
    {
      const BfFloatFormat *format = bf_table_row (&bf_float_format_table, i);
      const double limits[] = { format->smallest_subnormal / 2, format->smallest_subnormal,
                                format->smallest_normal, format->largest, format->overflow };

      for (int scale = 0; scale <= BF_HISTOGRAM_MAX_SCALE; scale += 5)
        for (guint k = 0; k < G_N_ELEMENTS (limits); k++)
          {
            const double at = ldexp (limits[k], -scale);
            const double near[] = { at, nextafter (at, 0), nextafter (at, 1e300) };

            g_array_append_vals (values, near, G_N_ELEMENTS (near));
          }
    }
  for (guint i = 0; i < 5000; i++)
    {
      const double value = ldexp (g_rand_double_range (random, 1, 2), g_rand_int_range (random, -300, 200));

      g_array_append_val (values, value);
    }
  return values;
}

static void
check_format (const BfFloatFormat *format, int precision, const GArray *values,
              const BfHistogram *histogram)
{
  for (int scale = 0; scale <= BF_HISTOGRAM_MAX_SCALE; scale += 5)
    {
      guint flushed = 0, overflown = 0;

      for (guint i = 0; i < values->len; i++)
        {
          const double scaled = ldexp (g_array_index (values, double, i), scale);
          const double rounded = round_to (scaled, precision, format->smallest_subnormal);

          flushed += rounded == 0;
          overflown += rounded > format->largest;
        }
      g_assert_cmpuint (flushed, >, 0);
      g_assert_cmpuint (overflown, >, 0);
      g_assert_cmpfloat (bf_histogram_flushed (histogram, format, scale), ==,
                         flushed / (double) values->len);
      g_assert_cmpfloat (bf_histogram_overflown (histogram, format, scale), ==,
                         overflown / (double) values->len);
    }
}

static void
test_formats (void)
{
  static const int precisions[] = { 10, 7, 3, 2 };
  g_autoptr (GArray) values = deciding_values ();
  g_autoptr (BfHistograms) histograms = bf_histograms_new (1, BF_HISTOGRAMS_LARGEST);
  BfHistogramCounts counts;

  histogram_f64 (values->len, (const double *) values->data, &counts);
  bf_histograms_put (histograms, 0, BF_HISTOGRAM_GRADIENT, &counts);
  g_assert_cmpuint (bf_float_format_table.n_rows, ==, G_N_ELEMENTS (precisions));
  for (guint i = 0; i < bf_float_format_table.n_rows; i++)
    check_format (bf_table_row (&bf_float_format_table, i), precisions[i], values,
                  &histograms->layers[0][BF_HISTOGRAM_GRADIENT]);
}

/* Zeros and what is infinite already count, but neither as flushed nor as overflown. */
static void
test_shares (void)
{
  const BfFloatFormat *fp16 = bf_table_find (&bf_float_format_table, "fp16");
  static const float x[] = { 0, 0, INFINITY, NAN, 0x1p-25f, 0x1.000002p-25f, 65519, 65520, 1, -1 };
  g_autoptr (BfHistograms) histograms = bf_histograms_new (2, BF_HISTOGRAMS_LARGEST);
  const BfHistogram *histogram = &histograms->layers[1][BF_HISTOGRAM_ACTIVATION];
  BfHistogramCounts counts;

  g_assert_true (isnan (bf_histogram_flushed (histogram, fp16, 0)));
  histogram_f32 (G_N_ELEMENTS (x), x, &counts);
  bf_histograms_put (histograms, 1, BF_HISTOGRAM_ACTIVATION, &counts);
  g_assert_cmpuint (bf_histogram_total (histogram), ==, 10);
  g_assert_cmpuint (bf_histogram_count (histogram, -1), ==, 2);    /* 1 closes the octave below */
  g_assert_cmpuint (bf_histogram_count (histogram, -300), ==, 0);
  g_assert_cmpuint (bf_histogram_count (histogram, 15), ==, 2);
  g_assert_cmpuint (histogram->zero, ==, 2);
  g_assert_cmpuint (histogram->not_finite, ==, 2);
  g_assert_cmpfloat (bf_histogram_flushed (histogram, fp16, 0), ==, 0.1);
  g_assert_cmpfloat (bf_histogram_flushed (histogram, fp16, 1), ==, 0);
  g_assert_cmpfloat (bf_histogram_overflown (histogram, fp16, 0), ==, 0.1);
  g_assert_cmpfloat (bf_histogram_overflown (histogram, fp16, 15), ==, 0.2);
  g_assert_cmpfloat (bf_histogram_overflown (histogram, fp16, 16), ==, 0.4);

  g_autoptr (BfHistograms) copy = bf_histograms_copy (histograms);
  bf_histograms_clear (histograms);
  histogram = &copy->layers[1][BF_HISTOGRAM_ACTIVATION];
  g_assert_cmpuint (bf_histogram_total (histogram), ==, 10);
  g_assert_cmpuint (bf_histogram_count (histogram, 15), ==, 2);
  g_assert_cmpuint (copy->size, ==, 15 + 26 + 1);
  g_assert_cmpuint (bf_histogram_total (&histograms->layers[1][BF_HISTOGRAM_ACTIVATION]), ==, 0);
}

/* The columns of the files. */
static void
test_tables (void)
{
  g_autofree char *formats = bf_table_ids (&bf_float_format_table);
  g_autofree char *kinds = bf_table_ids (&bf_histogram_table);

  g_assert_cmpstr (formats, ==, "fp16, bf16, fp8_e4m3, fp8_e5m2");
  g_assert_cmpstr (kinds, ==, "activation_gradient, activation");
  g_assert_cmpfloat (bf_histogram_lower (BF_HISTOGRAM_FIRST), ==, 0);
  g_assert_cmpfloat (bf_histogram_lower (-3), ==, 0.125);
  g_assert_cmpfloat (bf_histogram_upper (-3), ==, 0.25);
  g_assert_cmpfloat (bf_histogram_upper (BF_HISTOGRAM_LAST), ==, INFINITY);
}

/* Which of 12 steps have histograms, of all values of all layers. */
static void
check_schedule (guint64 interval, guint64 steps, BfPrecision precision, const char *expected)
{
  Laboratory laboratory;

  laboratory_init (&laboratory, 5, 7, 3, 4, "relu", "he-normal", "cross-entropy");
  laboratory.training.histogram_interval = interval;
  laboratory.training.steps = steps;
  laboratory.training.precision = precision;
  laboratory_draw (&laboratory);
  g_autoptr (BfTraining) training = laboratory_train (&laboratory);

  for (guint step = 1; expected[step - 1] != '\0'; step++)
    {
      bf_training_run (training, 1, NULL, NULL);
      const BfHistograms *histograms = bf_training_probe (training)->histograms;

      g_assert_true ((histograms != NULL) == (expected[step - 1] == '+'));
      for (guint i = 0; histograms != NULL && i < 6; i++)
        g_assert_cmpuint (bf_histogram_total (&histograms->layers[i / 2][i % 2]), ==, 32 * 7);
    }
  laboratory_clear (&laboratory);
}

static void
test_schedule (void)
{
  for (guint precision = 0; precision < 2; precision++)
    {
      check_schedule (0, 12, precision, "------------");
      check_schedule (1, 12, precision, "++++++++++++");
      check_schedule (5, 12, precision, "+---+----+-+");
      check_schedule (100, 0, precision, "+-----------");
    }
}

/* The step that diverges is the last one. */
static void
test_diverged (void)
{
  Laboratory laboratory;

  laboratory_init (&laboratory, 5, 7, 3, 4, "relu", "he-normal", "mean-squared-error");
  laboratory.training.histogram_interval = 1000000;
  laboratory.training.learning_rate = 1e3;
  laboratory.training.precision = BF_FLOAT32;
  laboratory_draw (&laboratory);
  g_autoptr (BfTraining) training = laboratory_train (&laboratory);

  g_assert_cmpint (bf_training_run (training, 100, NULL, NULL), ==, BF_RUN_DIVERGED);
  g_assert_cmpuint (bf_training_step (training), >, 1);
  const BfHistograms *histograms = bf_training_probe (training)->histograms;
  guint64 not_finite = 0;

  g_assert_nonnull (histograms);
  for (guint i = 0; i < 6; i++)
    {
      g_assert_cmpuint (bf_histogram_total (&histograms->layers[i / 2][i % 2]), ==, 32 * 7);
      not_finite += histograms->layers[i / 2][i % 2].not_finite;
    }
  g_assert_cmpuint (not_finite, >, 0);
  laboratory_clear (&laboratory);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/histogram/edges", test_edges);
  g_test_add_func ("/histogram/special", test_special);
  g_test_add_func ("/histogram/bits", test_bits);
  g_test_add_func ("/histogram/formats", test_formats);
  g_test_add_func ("/histogram/shares", test_shares);
  g_test_add_func ("/histogram/tables", test_tables);
  g_test_add_func ("/histogram/schedule", test_schedule);
  g_test_add_func ("/histogram/diverged", test_diverged);
  return g_test_run ();
}
