/* What mean-field theory says of wide networks at initialisation, measured by the engine: Gaussian inputs, geometric
 * means over a few seeds. Sources, derivations and the tolerances at these sizes stand at each test; factors are of
 * mean squares. */
#include "laboratory.h"

#include "engine/random.h"

#include <math.h>

#define UNITS 256

static double
square (double x)
{
  return x * x;
}

/* ln of what is left of @measure's mean square at layer @first, from layer @last (both from 1): the mean over
 * @n_seeds seeds. */
static double
mean_log_ratio (Laboratory *laboratory, BfLayerMeasure measure, guint first, guint last, guint n_seeds)
{
  double sum = 0;

  for (guint seed = 1; seed <= n_seeds; seed++)
    {
      laboratory->training.seed = seed;
      laboratory_draw (laboratory);
      g_autoptr (BfProbe) probe = laboratory_measure (laboratory);

      sum += 2 * log (probe->layers[first - 1][measure] / probe->layers[last - 1][measure]);
    }
  laboratory_clear (laboratory);
  return sum / n_seeds;
}

static void
assert_close (const char *what, double value, double expected, double tolerance)
{
  g_test_message ("%s: %.5g, expected %.5g", what, value, expected);
  g_assert_cmpfloat_with_epsilon (value / expected, 1, tolerance);
}

/* Klambauer et al. 2017: mean 0 and variance 1 are a fixed point of SELU forward, to layer 30 and beyond. Backward
 * the mean square grows by 1.07157 a layer. */
static void
test_selu (void)
{
  enum { DEPTH = 30, SEEDS = 4 };
  double mean = 0, variance = 0, log_ratio = 0;
  Laboratory laboratory;

  laboratory_init (&laboratory, UNITS, UNITS, DEPTH, 10, "selu", "lecun-normal", "cross-entropy");
  laboratory.training.precision = BF_FLOAT32;
  for (guint seed = 1; seed <= SEEDS; seed++)
    {
      laboratory.training.seed = seed;
      laboratory_draw (&laboratory);
      g_autoptr (BfProbe) probe = laboratory_measure (&laboratory);
      const double *first = probe->layers[0], *last = probe->layers[DEPTH - 1];

      mean += last[BF_ACTIVATION_MEAN] / SEEDS;
      variance += square (last[BF_ACTIVATION_STD]) / SEEDS;
      log_ratio += 2 * log (first[BF_PREACTIVATION_GRADIENT_RMS]
                            / last[BF_PREACTIVATION_GRADIENT_RMS]) / SEEDS;
    }
  laboratory_clear (&laboratory);
  assert_close ("factor", exp (log_ratio / (DEPTH - 1)), 1.07157, 0.01);
  assert_close ("growth over 30 layers", exp (log_ratio), 7.42, 0.15);
  assert_close ("variance of layer 30", variance, 1, 0.05);
  g_test_message ("mean of layer 30: %.5f", mean);
  g_assert_cmpfloat_with_epsilon (mean, 0, 0.03);
}

/* Yang & Schoenholz 2017: x + W tanh (x) explodes, but less than exponentially: four times the depth gives 2.2 times
 * the logarithm. Forward the mean square grows by nearly 1 a layer. */
static void
test_residual_tanh (void)
{
  static const struct {
    guint depth;
    double log_ratio, forward;
  } rows[] = { { 20, 4.19, 14.3 }, { 80, 9.35, 66.3 } };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      Laboratory laboratory;

      /* The stem turns x and changes nothing else. */
      laboratory_init (&laboratory, UNITS, UNITS, rows[i].depth + 1, 10, "tanh", "lecun-normal",
                       "cross-entropy");
      laboratory.training.precision = BF_FLOAT32;
      laboratory_set_residual (&laboratory, 1, 1, BF_RESIDUAL_PREACTIVATION);
      laboratory.layers[0].activation = bf_table_find (&bf_activation_table, "linear");
      laboratory.layers[0].initializer = bf_table_find (&bf_initializer_table, "orthogonal");
      assert_close ("ln growth", mean_log_ratio (&laboratory, BF_ACTIVATION_GRADIENT_NORM, 1,
                                                 rows[i].depth + 1, 3),
                    rows[i].log_ratio, 0.08);

      laboratory_draw (&laboratory);
      g_autoptr (BfProbe) probe = laboratory_measure (&laboratory);
      const double *last = probe->layers[rows[i].depth];

      assert_close ("mean square of the last layer",
                    square (last[BF_ACTIVATION_MEAN]) + square (last[BF_ACTIVATION_STD]),
                    rows[i].forward, 0.08);
      laboratory_clear (&laboratory);
    }
}

typedef struct {
  const char *activation;
  double parameter;
  guint units, batch_size, n_seeds;
  double factor, tolerance;
} BatchCase;

/* Yang et al. 2019, theorem 3.10: batch normalisation without shortcuts explodes by E phi'^2 / Var phi a layer, for
 * ReLU pi / (pi - 1), and by more in small batches: (B - 2) / (B - 3) if linear. Only the linear one does not. */
static const BatchCase batch_cases[] = {
  { "relu", 0, 256, 256, 1, 1.46694, 0.03 },
  { "tanh", 0, 256, 256, 1, 1.17781, 0.03 },
  { "leaky-relu", 0.2, 256, 256, 1, 1.24360, 0.03 },
  { "elu", 1, 256, 256, 1, 1.07901, 0.03 },
  { "sigmoid", 0, 256, 256, 1, 1.03359, 0.03 },
  { "linear", 0, 256, 256, 1, 1, 0.03 },
  { "relu", 0, 256, 6, 3, 2.004, 0.03 },
  { "relu", 0, 256, 8, 3, 1.788, 0.03 },
  { "relu", 0, 256, 16, 3, 1.590, 0.03 },
  { "relu", 0, 256, 64, 2, 1.493, 0.03 },
  { "linear", 0, 256, 8, 3, 1.2, 0.03 },
};

static void
test_batch_normalization (gconstpointer data)
{
  enum { DEPTH = 20 };
  const BatchCase *row = data;
  Laboratory laboratory;

  laboratory_init (&laboratory, row->units, row->units, DEPTH, 10, row->activation, "lecun-normal",
                   "cross-entropy");
  laboratory_set_normalization (&laboratory, "batch");
  laboratory.training.precision = BF_FLOAT32;
  laboratory.training.batch_size = row->batch_size;
  for (guint i = 0; i < DEPTH; i++)
    laboratory.layers[i].activation_parameter = row->parameter;
  const double log_ratio = mean_log_ratio (&laboratory, BF_PREACTIVATION_GRADIENT_RMS, 2, DEPTH - 1,
                                           row->n_seeds);
  assert_close (row->activation, exp (log_ratio / (DEPTH - 3)), row->factor, row->tolerance);
}

/* Units that a batch leaves silent without anything being wrong (equicorrelated orthant probabilities). At
 * He's initialisation half of all units are inactive for one sample; for a whole batch of 64 the share grows with
 * depth, as samples become alike, up to a third of layer 30. So a share of dead units means nothing without the
 * number of samples behind it. */
static void
test_dead_units (void)
{
  static const struct {
    guint layer;
    double dead, tolerance;
  } rows[] = { { 5, 0.062, 0.35 }, { 10, 0.171, 0.15 }, { 20, 0.286, 0.15 }, { 30, 0.342, 0.15 } };
  enum { DEPTH = 30, SEEDS = 5 };
  double dead[G_N_ELEMENTS (rows)] = { 0 }, inactive = 0;
  Laboratory laboratory;

  laboratory_init (&laboratory, 512, 512, DEPTH, 10, "relu", "he-uniform", "cross-entropy");
  laboratory.training.precision = BF_FLOAT32;
  laboratory.training.batch_size = 64;
  for (guint seed = 1; seed <= SEEDS; seed++)
    {
      laboratory.training.seed = seed;
      laboratory_draw (&laboratory);
      g_autoptr (BfTraining) training = laboratory_train (&laboratory);
      const BfProbe *probe = bf_training_probe (training);

      bf_training_gradient (training, &laboratory.samples);
      for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
        dead[i] += probe->layers[rows[i].layer - 1][BF_DEAD_FRACTION] / SEEDS;
      laboratory.samples.n = 1;
      bf_training_gradient (training, &laboratory.samples);
      for (guint layer = 0; layer < DEPTH; layer++)
        inactive += probe->layers[layer][BF_DEAD_FRACTION] / (SEEDS * DEPTH);
    }
  laboratory_clear (&laboratory);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    assert_close ("dead for 64 samples", dead[i], rows[i].dead, rows[i].tolerance);
  assert_close ("inactive for one", inactive, 0.5, 0.02);
}

/* A bias of -3 silences nearly every unit for one sample, and a third of them for 64. */
static void
test_negative_bias (void)
{
  static const struct {
    guint n_samples;
    double dead, tolerance;
  } rows[] = { { 1, 0.983, 0.01 }, { 64, 0.335, 0.15 } };
  Laboratory laboratory;

  laboratory_init (&laboratory, 512, 512, 1, 10, "relu", "he-normal", "cross-entropy");
  laboratory.training.batch_size = 64;
  laboratory_draw (&laboratory);
  g_autoptr (BfTraining) training = laboratory_train (&laboratory);
  const BfTensor bias = laboratory_tensor (training, "layers.0.bias");

  for (guint j = 0; j < 512; j++)
    laboratory_set_value (&bias, j, -3);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      laboratory.samples.n = rows[i].n_samples;
      bf_training_gradient (training, &laboratory.samples);
      assert_close ("dead", bf_training_probe (training)->layers[0][BF_DEAD_FRACTION], rows[i].dead,
                    rows[i].tolerance);
    }
  laboratory_clear (&laboratory);
}

/* Where the width changes, a variance by fan_in multiplies the gradient by n_{l+1} / n_l: 4 from 512 units back to
 * 128. Scaled by fan_out (here by the gain) it passes unchanged. */
static void
test_unequal_widths (void)
{
  static const struct { double gain, factor; } rows[] = { { 1, 4 }, { 0.5, 1 } };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      Laboratory laboratory;

      laboratory_init (&laboratory, 128, 128, 2, 10, "relu", "he-normal", "cross-entropy");
      laboratory.layers[1].units = 512;
      laboratory.layers[1].gain = rows[i].gain;
      assert_close ("factor", exp (mean_log_ratio (&laboratory, BF_PREACTIVATION_GRADIENT_RMS, 1, 2, 40)),
                    rows[i].factor, 0.03);
    }
}

/* N(0, @variance) into every layer's bias, which the engine itself begins at zero. */
static void
draw_biases (BfTraining *training, guint depth, double variance, guint64 seed)
{
  BfRandom random;

  bf_random_init (&random, seed, BF_PURPOSE_NOISE, 0);
  for (guint layer = 0; layer < depth; layer++)
    {
      g_autofree char *name = g_strdup_printf ("layers.%u.bias", layer);
      const BfTensor bias = laboratory_tensor (training, name);

      for (gsize i = 0; i < laboratory_n_values (&bias); i++)
        laboratory_set_value (&bias, i, sqrt (variance) * bf_random_normal (&random));
    }
}

/* Poole et al. 2016, Schoenholz et al. 2017: with random biases, tanh has a critical weight variance (1.761 at a bias
 * variance of 0.05) below which gradients vanish exponentially and above which they explode. The slope is taken
 * from layer 10 on, where the length of the signal has settled. */
static void
test_depth_scale (void)
{
  enum { DEPTH = 40, FIRST = 10, LAST = 35, SEEDS = 2 };
  static const struct {
    double variance, factor;
  } rows[] = { { 0.5, 0.4320 }, { 1, 0.7590 }, { 1.761, 1 }, { 2.5, 1.1335 }, { 4, 1.3424 } };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      double log_ratio = 0;
      Laboratory laboratory;

      laboratory_init (&laboratory, UNITS, UNITS, DEPTH, 10, "tanh", "lecun-normal", "cross-entropy");
      laboratory.training.precision = BF_FLOAT32;
      for (guint layer = 0; layer < DEPTH; layer++)
        laboratory.layers[layer].gain = sqrt (rows[i].variance);
      for (guint seed = 1; seed <= SEEDS; seed++)
        {
          laboratory.training.seed = seed;
          laboratory_draw (&laboratory);
          g_autoptr (BfTraining) training = laboratory_train (&laboratory);
          const BfProbe *probe = bf_training_probe (training);

          draw_biases (training, DEPTH, 0.05, seed);
          bf_training_gradient (training, &laboratory.samples);
          log_ratio += 2 * log (probe->layers[FIRST - 1][BF_ACTIVATION_GRADIENT_RMS]
                                / probe->layers[LAST - 1][BF_ACTIVATION_GRADIENT_RMS]) / SEEDS;
        }
      laboratory_clear (&laboratory);
      assert_close ("factor", exp (log_ratio / (LAST - FIRST)), rows[i].factor, 0.03);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mean-field/selu", test_selu);
  g_test_add_func ("/mean-field/residual-tanh", test_residual_tanh);
  for (guint i = 0; i < G_N_ELEMENTS (batch_cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/mean-field/batch-normalization/%s-%u",
                                               batch_cases[i].activation, batch_cases[i].batch_size);

      g_test_add_data_func (path, &batch_cases[i], test_batch_normalization);
    }
  g_test_add_func ("/mean-field/depth-scale", test_depth_scale);
  g_test_add_func ("/mean-field/dead-units", test_dead_units);
  g_test_add_func ("/mean-field/negative-bias", test_negative_bias);
  g_test_add_func ("/mean-field/unequal-widths", test_unequal_widths);
  return g_test_run ();
}
