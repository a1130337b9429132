/* The predictions against closed forms and published values (sources in theory.h). */
#include <math.h>

#include "engine/gaussian.h"
#include "engine/theory.h"

static const BfActivation *
activation (const char *id)
{
  return bf_table_find (&bf_activation_table, id);
}

static void
assert_close (double value, double expected, double tolerance)
{
  if (!(fabs (value - expected) <= tolerance * fmax (fabs (expected), 1e-300)))
    g_error ("%.12g is not %.12g within %g", value, expected, tolerance);
}

/* Moments at q = 1 and the factors of a normalised layer that follow from them. */
static void
test_moments (void)
{
  static const struct {
    const char *id;
    double parameter, mean, square, slope_square, layer_factor, batch_factor;
  } rows[] = {
    { "sigmoid", 0, 0.5, 0.293379, 0.044836, 0.152827, 1.033592 },
    { "tanh", 0, 0, 0.394294, 0.464403, 1.177807, 1.177807 },
    { "softsign", 0, 0, 0.183014, 0.227671, 1.244010, 1.244010 },
    { "relu", 0, 0.398942, 0.5, 0.5, 1, 1.466942 },
    { "leaky-relu", 0.01, 0.394953, 0.50005, 0.50005, 1, 1.453371 },
    { "leaky-relu", 0.2, 0.319154, 0.52, 0.52, 1, 1.243600 },
    { "elu", 1, 0.160521, 0.644945, 0.668102, 1.035905, 1.079013 },
    { "selu", 0, 0, 1, 1.071575, 1.071575, 1.071575 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      BfGaussianMoments m;

      bf_gaussian_moments (activation (rows[i].id), rows[i].parameter, 1.0, &m);
      g_assert_cmpfloat_with_epsilon (m.mean, rows[i].mean, 1e-6);
      assert_close (m.square, rows[i].square, 2e-6);
      assert_close (m.slope_square, rows[i].slope_square, 2e-5);
      assert_close (m.slope_square / m.square, rows[i].layer_factor, 1e-5);
      assert_close (m.slope_square / bf_gaussian_variance (&m), rows[i].batch_factor, 1e-5);
    }
}

/* ReLU is known in closed form at every q; wide ranges must not lose the kink. */
static void
test_moments_relu (void)
{
  for (double q = 1e-20; q < 1e21; q *= 10)
    {
      BfGaussianMoments m;

      bf_gaussian_moments (activation ("relu"), 0, q, &m);
      assert_close (m.square, q / 2, 1e-12);
      assert_close (m.mean, sqrt (q / (2 * G_PI)), 1e-12);
      assert_close (m.slope_square, 0.5, 1e-12);
      assert_close (m.slope_fourth, 0.5, 1e-12);
    }
}

static void
test_batch_correction (void)
{
  static const struct { guint b; double factor; } relu[] = {
    { 6, 2.004 }, { 8, 1.788 }, { 16, 1.590 }, { 32, 1.522 }, { 64, 1.493 }, { 256, 1.473 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (relu); i++)
    assert_close (bf_theory_batch_correction (activation ("relu"), relu[i].b) * G_PI / (G_PI - 1),
                  relu[i].factor, 5e-4);
  assert_close (bf_theory_batch_correction (activation ("linear"), 8), 6.0 / 5.0, 1e-12);
}

typedef struct {
  BfNetworkSpec spec;
  BfLayerSpec layers[128];
} Network;

static void
network_init (Network *network, guint n, guint units, const char *phi, const char *initializer,
              double gain)
{
  network->spec = (BfNetworkSpec) { .inputs = units, .outputs = 10, .n_layers = n,
                                    .layers = network->layers };
  for (guint l = 0; l < n; l++)
    {
      const BfActivation *row = activation (phi);

      network->layers[l] = (BfLayerSpec) {
        .cell = bf_table_find (&bf_cell_table, "dense"),
        .units = units,
        .activation = row,
        .activation_parameter = row->parameter_default,
        .initializer = bf_table_find (&bf_initializer_table, initializer),
        .recurrent_initializer = bf_table_find (&bf_initializer_table, initializer),
        .gain = gain,
        .normalization = bf_table_find (&bf_normalization_table, "none"),
        .residual_scale = 1.0,
        .span_first = -1,
      };
    }
}

static void
predict (const Network *network, guint batch_size, BfTheory *theory)
{
  BfInputMoments inputs = { 1.0, 1.0 };

  bf_theory_layers (&network->spec, &inputs, batch_size, theory);
}

/* ln of the second-moment ratio of dL/dz between first and last layer, as the papers print it. */
static double
log_ratio_dz (const Network *network, const double *q, const BfTheory *theory)
{
  guint last = network->spec.n_layers - 1;
  BfGaussianMoments first, end;

  bf_gaussian_moments (network->layers[0].activation, network->layers[0].activation_parameter,
                       q[0], &first);
  bf_gaussian_moments (network->layers[last].activation, network->layers[last].activation_parameter,
                       q[1], &end);
  return 2 * theory->log_ratio[0] + log (first.slope_square / end.slope_square);
}

/* The running q of the first and the last layer, for sigma_w^2 = @variance and unit inputs. */
static void
running_q (const char *phi, double variance, guint n, double q[2])
{
  const BfActivation *row = activation (phi);
  double now = variance;

  q[0] = variance;
  for (guint l = 1; l < n; l++)
    {
      BfGaussianMoments m;

      bf_gaussian_moments (row, row->parameter_default, now, &m);
      now = variance * m.square;
    }
  q[1] = now;
}

static void
test_plain (void)
{
  static const struct {
    const char *phi, *initializer;
    double variance;
    guint n;
    double log_ratio, tolerance;
  } rows[] = {
    { "sigmoid", "xavier-normal", 1, 10, -11.39 * G_LN10, 1e-3 },
    { "sigmoid", "uniform", 1.0 / 3, 10, -15.34 * G_LN10, 1e-3 },
    { "tanh", "xavier-normal", 1, 30, -3.697, 1e-3 },
    { "tanh", "xavier-normal", 1, 100, -4.93, 2e-3 },
    { "relu", "xavier-uniform", 1, 30, -29 * G_LN2, 1e-9 },
    { "relu", "he-normal", 2, 30, 0, 1e-9 },
    { "elu", "he-normal", 2, 30, 3.784, 1e-3 },
    { "elu", "xavier-normal", 1, 30, -4.612, 1e-3 },
    { "selu", "lecun-normal", 1, 30, 29 * 0.0691296, 1e-3 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      Network network;
      BfTheory theory;
      double q[2], expected = rows[i].log_ratio, ratio;

      network_init (&network, rows[i].n, 256, rows[i].phi, rows[i].initializer, 1.0);
      predict (&network, 64, &theory);
      running_q (rows[i].phi, rows[i].variance, rows[i].n, q);
      ratio = log_ratio_dz (&network, q, &theory);
      g_test_message ("%s %s: %g, expected %g", rows[i].phi, rows[i].initializer, ratio, expected);
      g_assert_cmpfloat_with_epsilon (ratio, expected, rows[i].tolerance * fmax (fabs (expected), 1));
      g_assert_cmpfloat (theory.log_ratio[rows[i].n - 1], ==, 0.0);
      bf_theory_clear (&theory);
    }
}

/* ReLU + He: Var ln(g1/gL) = 5 (L - 1) / n for one sample, median below the mean by half of that. */
static void
test_band (void)
{
  Network network;
  BfTheory theory;
  double variance = 5.0 * 29 / 256;

  network_init (&network, 30, 256, "relu", "he-normal", 1.0);
  predict (&network, 1, &theory);
  assert_close (4 * theory.deviation[0] * theory.deviation[0], variance, 1e-9);
  assert_close (2 * theory.shift[0], -variance / 2, 1e-9);
  g_assert_cmpuint (theory.limits, ==, 0);
  bf_theory_clear (&theory);
}

static const BfActivation *
linear (void)
{
  return activation ("linear");
}

/* x + a W relu(x) with He: (1 + a^2) a layer, whatever the form of writing, where x has no mean. */
static void
test_residual (void)
{
  static const double scales[] = { 1.0, 0.1, 0.22360679774997896 };

  for (guint i = 0; i < G_N_ELEMENTS (scales); i++)
    {
      Network network;
      BfTheory theory;

      network_init (&network, 21, 256, "relu", "he-normal", 1.0);
      network.layers[0].activation = linear ();
      for (guint l = 1; l < 21; l++)
        {
          network.layers[l].span_first = l;
          network.layers[l].span_last = TRUE;
          network.layers[l].residual_scale = scales[i];
        }
      predict (&network, 64, &theory);
      assert_close (2 * theory.log_ratio[0], 20 * log1p (scales[i] * scales[i]), 1e-9);
      g_assert_cmpuint (theory.limits, ==, 0);
      bf_theory_clear (&theory);
    }
}

/* Two layers a span, both He: factor 3. */
static void
test_residual_two_layers (void)
{
  Network network;
  BfTheory theory;

  network_init (&network, 9, 512, "relu", "he-normal", 1.0);
  network.layers[0].activation = linear ();
  for (guint l = 1; l < 9; l++)
    {
      network.layers[l].span_first = l - (l - 1) % 2;
      network.layers[l].span_last = l % 2 == 0;
      network.layers[l].residual_form = BF_RESIDUAL_PREACTIVATION;
    }
  predict (&network, 64, &theory);
  /* The inner phi reads W phi(x): half of it at He, so each span is 1 + 1 with a preactivation pair. */
  assert_close (2 * theory.log_ratio[0], 4 * log (2.0), 1e-9);
  bf_theory_clear (&theory);
}

static void
test_normalized (void)
{
  Network network;
  BfTheory theory;

  network_init (&network, 20, 128, "relu", "he-normal", 3.0);
  for (guint l = 0; l < 20; l++)
    network.layers[l].normalization = bf_table_find (&bf_normalization_table, "batch");
  predict (&network, 32, &theory);
  /* dL/dh between inner layers; the gain has no effect. */
  assert_close (exp (2 * (theory.log_ratio[4] - theory.log_ratio[14]) / 10), 1.5220, 1e-3);
  bf_theory_clear (&theory);

  for (guint l = 0; l < 20; l++)
    network.layers[l].normalization = bf_table_find (&bf_normalization_table, "layer");
  predict (&network, 32, &theory);
  assert_close (exp (2 * (theory.log_ratio[4] - theory.log_ratio[14]) / 10), 1.0, 1e-3);
  bf_theory_clear (&theory);
}

static void
test_limits (void)
{
  Network network;
  BfTheory theory;

  network_init (&network, 10, 16, "relu", "zeros", 1.0);
  predict (&network, 64, &theory);
  g_assert_cmpuint (theory.limits, ==, BF_THEORY_NOT_RANDOM | BF_THEORY_NARROW);
  g_assert_cmpfloat (theory.log_ratio[0], ==, -INFINITY);
  g_assert_false (isnan (theory.deviation[0]));
  bf_theory_clear (&theory);
  g_assert_cmpuint (bf_theory_limit_table.n_rows, ==, BF_N_THEORY_LIMITS);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/theory/moments", test_moments);
  g_test_add_func ("/theory/moments-relu", test_moments_relu);
  g_test_add_func ("/theory/batch-correction", test_batch_correction);
  g_test_add_func ("/theory/plain", test_plain);
  g_test_add_func ("/theory/band", test_band);
  g_test_add_func ("/theory/residual", test_residual);
  g_test_add_func ("/theory/residual-two-layers", test_residual_two_layers);
  g_test_add_func ("/theory/normalized", test_normalized);
  g_test_add_func ("/theory/limits", test_limits);
  return g_test_run ();
}
