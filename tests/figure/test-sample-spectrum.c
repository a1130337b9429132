#include "test-samples.h"

#include <math.h>

static int
compare_descending (const void *a, const void *b)
{
  const double x = *(const double *) a, y = *(const double *) b;

  return (x < y) - (x > y);
}

/* The activation gradient of as many layers, to the @power, in order; as of a matrix that is not finite where
 * one of them is not. */
static BfSpectrumMatrix
matrix_of (BfSpectrumPlace place, guint layer, guint rows, guint columns, guint run, guint64 step,
           double power, SampleValue value)
{
  const guint n = MIN (rows, columns);
  BfSpectrumMatrix matrix = { place, layer, rows, columns, n, g_new (double, n) };
  double sum = 0;

  for (guint i = 0; i < n; i++)
    {
      matrix.values[i] = pow (fabs (value (run, step, i, n, BF_ACTIVATION_GRADIENT_RMS)), power);
      sum += 0 * matrix.values[i];
    }
  for (guint i = 0; i < n && sum != 0; i++)
    matrix.values[i] = NAN;
  qsort (matrix.values, n, sizeof (double), compare_descending);
  return matrix;
}

BfSpectrum *
sample_spectrum (guint layers, guint width, gboolean recurrent, guint run, guint64 step, SampleValue value)
{
  g_autoptr (GArray) matrices = g_array_new (FALSE, FALSE, sizeof (BfSpectrumMatrix));
  BfSpectrum *spectrum;
  BfSpectrumMatrix matrix;

  matrix = matrix_of (BF_SPECTRUM_INPUT_TO_HIDDEN, layers - 1, width, width, run, step, 1, value);
  g_array_append_val (matrices, matrix);
  matrix = matrix_of (BF_SPECTRUM_INPUT_TO_OUTPUT, layers, 10, width, run, step, 1, value);
  g_array_append_val (matrices, matrix);
  for (guint i = 0; i < layers && recurrent; i++)
    {
      matrix = matrix_of (BF_SPECTRUM_THROUGH_TIME, i, width, width, run, step, 1.0 / (i + 1), value);
      g_array_append_val (matrices, matrix);
    }
  for (guint i = 0; i < layers; i++)
    {
      matrix = matrix_of (recurrent ? BF_SPECTRUM_WEIGHT_HH : BF_SPECTRUM_WEIGHT, i, width, width, run,
                          step, 0.1 + 0.1 * i / layers, value);
      g_array_append_val (matrices, matrix);
    }
  spectrum = bf_spectrum_new_known (step, 0, matrices->len, (BfSpectrumMatrix *) matrices->data);
  for (guint i = 0; i < matrices->len; i++)
    g_free (g_array_index (matrices, BfSpectrumMatrix, i).values);
  return spectrum;
}
