/* What theory says of the gradient at initialisation, measured by the engine: 128 units, 20 layers,
 * a batch of 32 from N(0, 1), the geometric mean over 5 seeds. Factors are of the mean square of
 * dL/dz from a layer to the one before it; tolerances are four standard deviations of that mean. */
#include "laboratory.h"

#include <math.h>

#define DEPTH 20
#define SEEDS 5

typedef struct {
  const char *activation;
  double parameter;
  const char *initializer;
  double gain;
  const char *normalization;
  guint first, last;          /* layers compared, from 1 */
  double factor, tolerance;   /* relative */
} Case;

static const Case cases[] = {
  { "sigmoid", 0, "xavier-uniform", 1, "none", 1, 20, 0.0551, 0.03 },
  { "sigmoid", 0, "uniform", 1, "none", 1, 20, 0.0199, 0.03 },
  { "tanh", 0, "xavier-uniform", 1, "none", 1, 20, 0.8417, 0.03 },
  { "tanh", 0, "uniform", 1, "none", 1, 20, 0.3232, 0.03 },
  { "relu", 0, "xavier-uniform", 1, "none", 1, 20, 0.5, 0.04 },
  { "relu", 0, "he-normal", 1, "none", 1, 20, 1, 0.05 },
  { "relu", 0, "uniform", 1, "none", 1, 20, 1 / 6.0, 0.04 },
  { "leaky-relu", 0.2, "he-normal", 0.98058067569092011, "none", 1, 20, 1, 0.045 },
  { "elu", 1, "he-normal", 1, "none", 1, 20, 1.1616, 0.035 },
  { "elu", 1, "xavier-normal", 1, "none", 1, 20, 0.8187, 0.025 },
  { "selu", 0, "lecun-normal", 1, "none", 1, 20, 1.0716, 0.025 },
  { "relu", 0, "he-normal", 1, "batch", 2, 19, 1.5220, 0.02 },
  { "relu", 0, "he-normal", 1, "layer", 2, 19, 1, 0.06 },
  { "tanh", 0, "xavier-normal", 1, "layer", 2, 19, 1.1778, 0.03 },
};

static void
test_factor (gconstpointer data)
{
  const Case *row = data;
  double sum = 0;
  Laboratory laboratory;

  laboratory_init (&laboratory, 128, 128, DEPTH, 10, row->activation, row->initializer,
                   "cross-entropy");
  laboratory_set_normalization (&laboratory, row->normalization);
  for (guint i = 0; i < DEPTH; i++)
    {
      laboratory.layers[i].activation_parameter = row->parameter;
      laboratory.layers[i].gain = row->gain;
    }
  for (guint seed = 1; seed <= SEEDS; seed++)
    {
      laboratory.training.seed = seed;
      laboratory_draw (&laboratory);
      g_autoptr (BfProbe) probe = laboratory_measure (&laboratory);

      sum += log (probe->layers[row->first - 1][BF_PREACTIVATION_GRADIENT_RMS]
                  / probe->layers[row->last - 1][BF_PREACTIVATION_GRADIENT_RMS]);
    }
  laboratory_clear (&laboratory);

  const double factor = exp (2 * sum / SEEDS / (row->last - row->first));
  g_test_message ("%.5f, expected %.5f", factor, row->factor);
  g_assert_cmpfloat_with_epsilon (factor / row->factor, 1, row->tolerance);
}

/* x + a W relu (x), He: the mean square of dL/dh grows by 1 + a^2 a layer (Yang & Schoenholz 2017).
 * The stem is linear, so that x has mean 0, and small, so that the softmax does not see how x has
 * grown. */
static void
test_residual_growth (void)
{
  static const struct {
    double scale, tolerance;
  } rows[] = { { 1, 0.12 }, { 0.22360679774997896, 0.06 }, { 0.1, 0.03 } };

  for (guint k = 0; k < G_N_ELEMENTS (rows); k++)
    {
      double sum = 0;
      Laboratory laboratory;

      laboratory_init (&laboratory, 256, 256, DEPTH + 1, 10, "relu", "he-normal", "cross-entropy");
      laboratory.training.batch_size = 16;
      laboratory_set_residual (&laboratory, 1, rows[k].scale, BF_RESIDUAL_PREACTIVATION);
      laboratory.layers[0].activation = bf_table_find (&bf_activation_table, "linear");
      laboratory.layers[0].gain = 1e-5;
      for (guint seed = 1; seed <= SEEDS; seed++)
        {
          laboratory.training.seed = seed;
          laboratory_draw (&laboratory);
          g_autoptr (BfProbe) probe = laboratory_measure (&laboratory);

          sum += log (probe->layers[0][BF_ACTIVATION_GRADIENT_NORM]
                      / probe->layers[DEPTH][BF_ACTIVATION_GRADIENT_NORM]);
        }
      laboratory_clear (&laboratory);

      const double growth = exp (2 * sum / SEEDS);
      const double expected = pow (1 + rows[k].scale * rows[k].scale, DEPTH);

      g_test_message ("scale %.3g: %.5g, expected %.5g", rows[k].scale, growth, expected);
      g_assert_cmpfloat_with_epsilon (growth / expected, 1, rows[k].tolerance);
    }
}

/* Glorot & Bengio 2010, figure 8: where forward and backward shrink alike, weight gradients hide
 * what the activation gradients show. */
static void
test_weight_gradients_hide_it (void)
{
  Laboratory laboratory;

  laboratory_init (&laboratory, 128, 128, 30, 10, "relu", "xavier-uniform", "cross-entropy");
  laboratory_draw (&laboratory);
  g_autoptr (BfProbe) probe = laboratory_measure (&laboratory);

  const double *first = probe->layers[0], *last = probe->layers[29];
  const double weights = first[BF_WEIGHT_GRADIENT_RMS] / last[BF_WEIGHT_GRADIENT_RMS];
  g_assert_cmpfloat (first[BF_ACTIVATION_GRADIENT_RMS] / last[BF_ACTIVATION_GRADIENT_RMS], <, 3e-4);
  g_assert_cmpfloat (weights, >, 0.3);
  g_assert_cmpfloat (weights, <, 3);
  laboratory_clear (&laboratory);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/closed-forms/%s-%s-%s", cases[i].activation,
                                               cases[i].initializer, cases[i].normalization);

      g_test_add_data_func (path, &cases[i], test_factor);
    }
  g_test_add_func ("/closed-forms/residual-growth", test_residual_growth);
  g_test_add_func ("/closed-forms/weight-gradients-hide-it", test_weight_gradients_hide_it);
  return g_test_run ();
}
