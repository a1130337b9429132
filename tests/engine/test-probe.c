/* The measures, against their definitions. */
#include "laboratory.h"

#include <math.h>

#define B 6
#define I 3
#define O 4
#define C 5

/* One tanh layer and a softmax head, written out: x [B, I], W [O, I], V [C, O], no biases. */
typedef struct {
  double loss, accuracy, h[B][O], dh[B][O], dz[B][O], dW[O][I], dV[C][O];
} Reference;

static void
refer (Reference *r, const BfSamples *samples, const BfTensor *W, const BfTensor *V)
{
  *r = (Reference) { 0 };
  for (guint b = 0; b < B; b++)
    {
      double y[C] = { 0 }, sum = 0;
      guint best = 0;

      for (guint o = 0; o < O; o++)
        {
          double z = 0;

          for (guint i = 0; i < I; i++)
            z += laboratory_value (W, o * I + i) * samples->inputs[b * I + i];
          r->h[b][o] = tanh (z);
          for (guint c = 0; c < C; c++)
            y[c] += laboratory_value (V, c * O + o) * r->h[b][o];
        }
      for (guint c = 0; c < C; c++)
        {
          sum += exp (y[c]);
          best = y[c] > y[best] ? c : best;
        }
      r->loss += (log (sum) - y[samples->classes[b]]) / B;
      r->accuracy += (best == (guint) samples->classes[b]) / (double) B;
      for (guint c = 0; c < C; c++)
        for (guint o = 0; o < O; o++)
          {
            const double dy = (exp (y[c]) / sum - (c == (guint) samples->classes[b])) / B;

            r->dV[c][o] += dy * r->h[b][o];
            r->dh[b][o] += dy * laboratory_value (V, c * O + o);
          }
      for (guint o = 0; o < O; o++)
        {
          r->dz[b][o] = r->dh[b][o] * (1 - r->h[b][o] * r->h[b][o]);
          for (guint i = 0; i < I; i++)
            r->dW[o][i] += r->dz[b][o] * samples->inputs[b * I + i];
        }
    }
}

static double
norm (const double *values, gsize n)
{
  double sum = 0;

  for (gsize i = 0; i < n; i++)
    sum += values[i] * values[i];
  return sqrt (sum);
}

/* Sample standard deviation. */
static double
deviation (const double *values, gsize n, double *mean)
{
  double squares = 0;

  *mean = 0;
  for (gsize i = 0; i < n; i++)
    *mean += values[i] / n;
  for (gsize i = 0; i < n; i++)
    squares += (values[i] - *mean) * (values[i] - *mean);
  return sqrt (squares / (n - 1));
}

/* Relative. */
static void
assert_close (double a, double b, double tolerance)
{
  g_assert_cmpfloat_with_epsilon (a, b, tolerance * fabs (b));
}

static void
check_row (const BfProbe *probe, const Reference *r, double W_norm, double t)
{
  const double *row = probe->layers[0];
  double mean, std = deviation (&r->h[0][0], B * O, &mean);

  assert_close (probe->loss, r->loss, t);
  g_assert_cmpfloat_with_epsilon (probe->accuracy, r->accuracy, 1e-15);
  assert_close (row[BF_WEIGHT_GRADIENT_NORM], norm (&r->dW[0][0], O * I), t);
  assert_close (row[BF_ACTIVATION_GRADIENT_NORM], norm (&r->dh[0][0], B * O), t);
  assert_close (row[BF_PREACTIVATION_GRADIENT_NORM], norm (&r->dz[0][0], B * O), t);
  assert_close (row[BF_WEIGHT_GRADIENT_RMS], norm (&r->dW[0][0], O * I) / sqrt (O * I), t);
  assert_close (row[BF_ACTIVATION_GRADIENT_RMS], norm (&r->dh[0][0], B * O) / sqrt (B * O), t);
  assert_close (row[BF_PREACTIVATION_GRADIENT_RMS], norm (&r->dz[0][0], B * O) / sqrt (B * O), t);
  assert_close (row[BF_UPDATE_RATIO], 0.1 * norm (&r->dW[0][0], O * I) / W_norm, t);
  assert_close (row[BF_ACTIVATION_MEAN] + 1, mean + 1, t);
  assert_close (row[BF_ACTIVATION_STD], std, t);
}

static void
test_reference (void)
{
  static const BfPrecision precisions[] = { BF_FLOAT32, BF_FLOAT64 };

  for (guint p = 0; p < G_N_ELEMENTS (precisions); p++)
    {
      Reference reference;
      Laboratory laboratory;

      laboratory_init (&laboratory, I, O, 1, C, "tanh", "xavier-normal", "cross-entropy");
      laboratory.training.precision = precisions[p];
      laboratory.training.batch_size = B;
      laboratory_draw (&laboratory);
      g_autoptr (BfTraining) training = laboratory_train (&laboratory);
      const BfTensor W = laboratory_tensor (training, "layers.0.weight");
      const BfTensor V = laboratory_tensor (training, "head.weight");
      double W_norm = 0;

      refer (&reference, &laboratory.samples, &W, &V);
      for (guint i = 0; i < O * I; i++)
        W_norm = hypot (W_norm, laboratory_value (&W, i));
      bf_training_run (training, 1, NULL, NULL);
      check_row (bf_training_probe (training), &reference, W_norm,
                 precisions[p] == BF_FLOAT32 ? 2e-6 : 1e-13);
      laboratory_clear (&laboratory);
    }
}

/* gradient_norm is over all parameters, biases and head included. */
static void
test_total_norm (void)
{
  Laboratory laboratory;

  laboratory_init (&laboratory, 5, 7, 4, 3, "relu", "he-normal", "mean-squared-error");
  laboratory_set_normalization (&laboratory, "layer");
  laboratory_draw (&laboratory);
  g_autoptr (BfTraining) training = laboratory_train (&laboratory);
  double total = 0;

  bf_training_gradient (training, &laboratory.samples);
  for (guint i = 0; i < bf_training_n_tensors (training); i++)
    {
      BfTensor tensor;

      bf_training_tensor (training, i, &tensor);
      for (gsize j = 0; j < laboratory_n_values (&tensor); j++)
        total = hypot (total, laboratory_gradient (&tensor, j));
    }
  assert_close (bf_training_probe (training)->gradient_norm, total, 1e-13);
  g_assert_true (isnan (bf_training_probe (training)->accuracy));
  laboratory_clear (&laboratory);
}

/* Bias b of every third unit far out: tanh is flat there. */
static void
test_saturated (void)
{
  static const struct {
    const char *activation;
    double bias, saturated, dead;
  } rows[] = {
    { "tanh", 30, 1 / 3.0, 1 / 3.0 },       /* 1 - h^2 is exactly 0 */
    { "tanh", 4, 1 / 3.0, 0 },              /* 0.0013 */
    { "tanh", 1.5, 0, 0 },                  /* 0.18 */
    { "sigmoid", -6, 1 / 3.0, 0 },          /* 0.0025, a hundredth of the steepest */
    { "sigmoid", -3.5, 0, 0 },              /* 0.028, a ninth of the steepest */
    { "softsign", 5, 1 / 3.0, 0 },          /* 1 / 36 */
    { "relu", -9, 0, 1 / 3.0 },
    { "leaky-relu", -9, 0, 0 },
  };

  for (guint k = 0; k < G_N_ELEMENTS (rows); k++)
    {
      Laboratory laboratory;

      laboratory_init (&laboratory, 4, 9, 2, 3, rows[k].activation, "normal", "cross-entropy");
      laboratory.layers[0].initializer_std = laboratory.layers[1].initializer_std = 0.01;
      laboratory_draw (&laboratory);
      g_autoptr (BfTraining) training = laboratory_train (&laboratory);
      const BfTensor bias = laboratory_tensor (training, "layers.1.bias");

      for (guint i = 0; i < 9; i++)
        laboratory_set_value (&bias, i, i % 3 == 0 ? rows[k].bias : 0.1);
      bf_training_gradient (training, &laboratory.samples);
      const double *row = bf_training_probe (training)->layers[1];

      g_assert_cmpfloat_with_epsilon (row[BF_SATURATED_FRACTION], rows[k].saturated, 1e-15);
      g_assert_cmpfloat_with_epsilon (row[BF_DEAD_FRACTION], rows[k].dead, 1e-15);
      laboratory_clear (&laboratory);
    }
}

/* A unit is dead only if it is for every sample: biases of -3 leave a third of the units dead for
 * 64 samples of unit variance, though each is inactive for 98 %. */
static void
test_dead_counts_units (void)
{
  Laboratory laboratory;

  laboratory_init (&laboratory, 64, 2000, 1, 3, "relu", "lecun-normal", "cross-entropy");
  laboratory.training.batch_size = 64;
  laboratory_draw (&laboratory);
  g_autoptr (BfTraining) training = laboratory_train (&laboratory);
  const BfTensor bias = laboratory_tensor (training, "layers.0.bias");

  for (guint i = 0; i < 2000; i++)
    laboratory_set_value (&bias, i, -2.12);  /* 0.983 of N(0, 1) lies below */
  bf_training_gradient (training, &laboratory.samples);
  g_assert_cmpfloat_with_epsilon (bf_training_probe (training)->layers[0][BF_DEAD_FRACTION], 0.335,
                                  0.05);
  laboratory_clear (&laboratory);
}

/* Norms far below what a square could hold. */
static void
test_no_underflow (void)
{
  static const struct {
    BfPrecision precision;
    guint depth;
    double below;       /* what the first layer's gradient must reach */
  } rows[] = { { BF_FLOAT32, 60, 1e-35 }, { BF_FLOAT64, 120, 1e-70 }, { BF_FLOAT64, 300, 1e-180 } };

  for (guint k = 0; k < G_N_ELEMENTS (rows); k++)
    {
      Laboratory laboratory;
      double last = 0;
      BfLayerSpec *layers = g_new (BfLayerSpec, rows[k].depth);

      laboratory_init (&laboratory, 16, 16, 1, 3, "sigmoid", "xavier-uniform", "cross-entropy");
      for (guint i = 0; i < rows[k].depth; i++)
        layers[i] = laboratory.layers[0];
      laboratory.network.layers = layers;
      laboratory.network.n_layers = rows[k].depth;
      laboratory.training.precision = rows[k].precision;
      laboratory_draw (&laboratory);
      g_autoptr (BfProbe) probe = laboratory_measure (&laboratory);

      for (guint i = 0; i < rows[k].depth; i++)
        {
          const double *row = probe->layers[i];

          g_assert_cmpfloat (row[BF_ACTIVATION_GRADIENT_NORM], >, last);
          g_assert_cmpfloat (row[BF_WEIGHT_GRADIENT_NORM], >, 0);
          /* sigmoid' is near 1/4 everywhere, however small the gradient is. */
          g_assert_cmpfloat_with_epsilon (row[BF_PREACTIVATION_GRADIENT_NORM]
                                          / row[BF_ACTIVATION_GRADIENT_NORM], 0.2, 0.0501);
          last = row[BF_ACTIVATION_GRADIENT_NORM];
        }
      g_assert_cmpfloat (probe->layers[0][BF_ACTIVATION_GRADIENT_NORM], <, rows[k].below);
      laboratory_clear (&laboratory);
      g_free (layers);
    }
}

/* In float32 a subnormal gradient is measured, not flushed; when even that ends, the norm is
 * exactly 0. */
static void
test_subnormal (void)
{
  Laboratory laboratory;
  gboolean subnormal = FALSE, zero = FALSE;

  laboratory_init (&laboratory, 16, 16, 90, 3, "sigmoid", "xavier-uniform", "cross-entropy");
  laboratory.training.precision = BF_FLOAT32;
  laboratory_draw (&laboratory);
  g_autoptr (BfProbe) probe = laboratory_measure (&laboratory);

  for (guint i = 0; i < 90; i++)
    {
      const double norm_here = probe->layers[i][BF_ACTIVATION_GRADIENT_NORM];

      subnormal |= norm_here > 0 && norm_here < 1e-41;
      zero |= norm_here == 0;
    }
  g_assert_true (subnormal);
  g_assert_true (zero);
  laboratory_clear (&laboratory);
}

static void
test_copy (void)
{
  g_autoptr (BfProbe) probe = bf_probe_new (2, 1, 3);
  const BfHistogramCounts counts = { .zero = 3, .octaves[100] = { 1, 4 } };

  probe->step = 7;
  probe->loss = 1.5;
  probe->layers[1][BF_DEAD_FRACTION] = 0.25;
  probe->hidden_gradient_norm[2] = 3;
  probe->cell_gradient_norm[1] = NAN;
  probe->recurrent_layer[0] = 1;
  probe->budget[1][BF_BUDGET_WEIGHT] = -2;
  probe->samples[1] = 12;
  probe->histograms = bf_histograms_new (2, BF_HISTOGRAM_OCTAVES);
  bf_histograms_put (probe->histograms, 1, BF_HISTOGRAM_GRADIENT, &counts);
  g_autoptr (BfProbe) copy = bf_probe_copy (probe);

  probe->budget[1][BF_BUDGET_WEIGHT] = probe->samples[1] = 0;
  bf_histograms_clear (probe->histograms);
  probe->layers[1][BF_DEAD_FRACTION] = probe->hidden_gradient_norm[2] = 0;
  g_assert_cmpuint (copy->step, ==, 7);
  g_assert_cmpfloat (copy->loss, ==, 1.5);
  g_assert_cmpfloat (copy->layers[1][BF_DEAD_FRACTION], ==, 0.25);
  g_assert_cmpfloat (copy->hidden_gradient_norm[2], ==, 3);
  g_assert_true (isnan (copy->cell_gradient_norm[1]));
  g_assert_cmpuint (copy->recurrent_layer[0], ==, 1);
  g_assert_cmpfloat (copy->budget[1][BF_BUDGET_WEIGHT], ==, -2);
  g_assert_true (isnan (copy->budget[0][BF_BUDGET_WEIGHT]));
  g_assert_cmpuint (copy->samples[1], ==, 12);
  g_assert_cmpuint (bf_histogram_total (&copy->histograms->layers[1][BF_HISTOGRAM_GRADIENT]), ==, 8);
  bf_probe_free (NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/probe/reference", test_reference);
  g_test_add_func ("/probe/total-norm", test_total_norm);
  g_test_add_func ("/probe/saturated", test_saturated);
  g_test_add_func ("/probe/dead-counts-units", test_dead_counts_units);
  g_test_add_func ("/probe/no-underflow", test_no_underflow);
  g_test_add_func ("/probe/subnormal", test_subnormal);
  g_test_add_func ("/probe/copy", test_copy);
  return g_test_run ();
}
