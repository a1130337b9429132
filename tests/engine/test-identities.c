/* What must hold exactly, whatever the seed. */
#include "laboratory.h"

#include <math.h>

static const BfPrecision precisions[] = { BF_FLOAT32, BF_FLOAT64 };

static double
product_of (BfTraining *training, const char *name)
{
  const BfTensor tensor = laboratory_tensor (training, name);
  double product = 0;

  for (gsize i = 0; i < laboratory_n_values (&tensor); i++)
    product += laboratory_value (&tensor, i) * laboratory_gradient (&tensor, i);
  return product;
}

/* Without biases, a network of ReLUs is homogeneous in each weight matrix: <W, dL/dW> is the same
 * number for every layer, the head included (Euler). */
static void
test_euler (void)
{
  static const char *const activations[] = { "relu", "leaky-relu", "linear" };

  for (guint i = 0; i < G_N_ELEMENTS (activations); i++)
    for (guint p = 0; p < G_N_ELEMENTS (precisions); p++)
      for (guint j = 0; j < bf_loss_table.n_rows; j++)
        {
          const BfEntry *loss = bf_table_row (&bf_loss_table, j);
          const double tolerance = precisions[p] == BF_FLOAT32 ? 1e-4 : 1e-12;
          Laboratory laboratory;

          laboratory_init (&laboratory, 20, 40, 12, 5, activations[i], "he-normal", loss->id);
          laboratory.training.precision = precisions[p];
          laboratory_draw (&laboratory);
          g_autoptr (BfTraining) training = laboratory_train (&laboratory);

          bf_training_gradient (training, &laboratory.samples);
          const double expected = product_of (training, "head.weight");
          g_assert_cmpfloat (fabs (expected), >, 1e-3);
          for (guint layer = 0; layer < 12; layer++)
            {
              g_autofree char *name = g_strdup_printf ("layers.%u.weight", layer);

              g_assert_cmpfloat_with_epsilon (product_of (training, name) / expected, 1, tolerance);
            }
          laboratory_clear (&laboratory);
        }
}

/* Linear orthogonal layers change no length (Saxe et al. 2013). */
static void
test_isometry (void)
{
  for (guint p = 0; p < G_N_ELEMENTS (precisions); p++)
    {
      const double tolerance = precisions[p] == BF_FLOAT32 ? 1e-4 : 1e-13;
      Laboratory laboratory;

      laboratory_init (&laboratory, 128, 128, 50, 10, "linear", "orthogonal", "cross-entropy");
      laboratory.training.precision = precisions[p];
      laboratory_draw (&laboratory);
      g_autoptr (BfProbe) probe = laboratory_measure (&laboratory);

      for (guint layer = 0; layer < 50; layer++)
        {
          g_assert_cmpfloat_with_epsilon (probe->layers[layer][BF_ACTIVATION_GRADIENT_NORM]
                                          / probe->layers[49][BF_ACTIVATION_GRADIENT_NORM],
                                          1, tolerance);
          g_assert_cmpfloat_with_epsilon (probe->layers[layer][BF_ACTIVATION_STD]
                                          / probe->layers[49][BF_ACTIVATION_STD], 1, 0.01);
        }
      laboratory_clear (&laboratory);
    }
}

/* Branches whose last layer starts at zero (Zhang et al. 2019): the gradient passes the shortcuts
 * unchanged, and the branches' first layers have none. */
static void
test_zero_branches (void)
{
  static const BfResidualForm forms[] = { BF_RESIDUAL_PREACTIVATION, BF_RESIDUAL_POSTACTIVATION };

  for (guint f = 0; f < G_N_ELEMENTS (forms); f++)
    {
      Laboratory laboratory;

      laboratory_init (&laboratory, 20, 30, 21, 5, "tanh", "xavier-normal", "cross-entropy");
      laboratory_set_residual (&laboratory, 2, 1, forms[f]);
      for (guint i = 2; i < 21; i += 2)
        laboratory.layers[i].initializer = bf_table_find (&bf_initializer_table, "zeros");
      laboratory_draw (&laboratory);
      g_autoptr (BfProbe) probe = laboratory_measure (&laboratory);

      const double last = probe->layers[20][BF_ACTIVATION_GRADIENT_NORM];
      g_assert_cmpfloat (last, >, 0);
      for (guint i = 0; i < 21; i += 2)
        g_assert_cmpfloat (probe->layers[i][BF_ACTIVATION_GRADIENT_NORM], ==, last);
      for (guint i = 1; i < 21; i += 2)
        {
          g_assert_cmpfloat (probe->layers[i][BF_WEIGHT_GRADIENT_NORM], ==, 0);
          g_assert_cmpfloat (probe->layers[i][BF_ACTIVATION_GRADIENT_NORM], ==, 0);
          g_assert_cmpfloat (probe->layers[i + 1][BF_WEIGHT_GRADIENT_NORM], >, 0);
        }
      laboratory_clear (&laboratory);
    }
}

/* The scale of the weights is divided out by a normalisation behind them. */
static void
test_normalization_hides_scale (void)
{
  static const char *const normalizations[] = { "batch", "layer" };

  for (guint i = 0; i < G_N_ELEMENTS (normalizations); i++)
    {
      double norms[2];

      for (guint k = 0; k < 2; k++)
        {
          Laboratory laboratory;

          laboratory_init (&laboratory, 20, 30, 5, 5, "relu", "he-normal", "cross-entropy");
          laboratory_set_normalization (&laboratory, normalizations[i]);
          for (guint layer = 0; layer < 5; layer++)
            laboratory.layers[layer].gain = k == 0 ? 10 : 100;
          laboratory_draw (&laboratory);
          g_autoptr (BfProbe) probe = laboratory_measure (&laboratory);

          norms[k] = probe->layers[0][BF_ACTIVATION_GRADIENT_NORM];
          laboratory_clear (&laboratory);
        }
      g_assert_cmpfloat_with_epsilon (norms[0] / norms[1], 1, 1e-5);
    }
}

static double
gradient_norm_of (BfTraining *training, const char *layer, const char *tensor_name)
{
  g_autofree char *name = g_strconcat (layer, ".", tensor_name, NULL);
  const BfTensor tensor = laboratory_tensor (training, name);
  double norm = 0;

  for (gsize i = 0; i < laboratory_n_values (&tensor); i++)
    norm = hypot (norm, laboratory_gradient (&tensor, i));
  return norm;
}

/* For a single sample dL/db is dL/dz itself, whatever is round the layer. */
static void
test_single_sample (void)
{
  for (guint span = 0; span <= 2; span++)
    for (guint form = BF_RESIDUAL_PREACTIVATION; form <= BF_RESIDUAL_POSTACTIVATION; form++)
      for (guint normalized = 0; normalized < 2; normalized++)
        {
          Laboratory laboratory;

          laboratory_init (&laboratory, 10, 12, 7, 5, "tanh", "xavier-normal", "cross-entropy");
          laboratory.training.batch_size = 1;
          laboratory_set_normalization (&laboratory, normalized ? "layer" : "none");
          if (span > 0)
            laboratory_set_residual (&laboratory, span, 0.5, form);
          laboratory_draw (&laboratory);
          g_autoptr (BfTraining) training = laboratory_train (&laboratory);

          bf_training_gradient (training, &laboratory.samples);
          for (guint i = 0; i < 7; i++)
            {
              const double *row = bf_training_probe (training)->layers[i];
              g_autofree char *layer = g_strdup_printf ("layers.%u", i);

              g_assert_cmpfloat (row[BF_PREACTIVATION_GRADIENT_NORM], >, 1e-4);
              g_assert_cmpfloat_with_epsilon (row[BF_PREACTIVATION_GRADIENT_NORM],
                                              gradient_norm_of (training, layer, "bias"), 1e-14);
            }
          laboratory_clear (&laboratory);
        }
}

/* The norm after clipping is min (norm, limit), and the update keeps its direction. */
static void
test_clipping (void)
{
  static const double limits[] = { 0.01, 1e-5, 1e6, 0 };

  for (guint k = 0; k < G_N_ELEMENTS (limits); k++)
    {
      Laboratory laboratory;

      laboratory_init (&laboratory, 10, 12, 4, 5, "tanh", "xavier-normal", "cross-entropy");
      laboratory.training.clip_norm = limits[k];
      laboratory.training.learning_rate = 1;
      laboratory_draw (&laboratory);
      g_autoptr (BfTraining) training = laboratory_train (&laboratory);
      const BfTensor tensor = laboratory_tensor (training, "layers.1.weight");
      g_autofree double *before = g_memdup2 (tensor.value, 12 * 12 * sizeof (double));

      bf_training_run (training, 1, NULL, NULL);
      const BfProbe *probe = bf_training_probe (training);
      const double expected = limits[k] > 0 ? fmin (probe->gradient_norm, limits[k])
                                            : probe->gradient_norm;

      g_assert_cmpfloat (probe->gradient_norm, >, 0.1);
      g_assert_cmpfloat_with_epsilon (probe->clipped_gradient_norm / expected, 1, 1e-12);
      for (guint i = 0; i < 12 * 12; i++)
        g_assert_cmpfloat_with_epsilon (before[i] - laboratory_value (&tensor, i),
                                        laboratory_gradient (&tensor, i) * expected
                                        / probe->gradient_norm, 1e-15);
      laboratory_clear (&laboratory);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/identities/euler", test_euler);
  g_test_add_func ("/identities/isometry", test_isometry);
  g_test_add_func ("/identities/zero-branches", test_zero_branches);
  g_test_add_func ("/identities/normalization-hides-scale", test_normalization_hides_scale);
  g_test_add_func ("/identities/single-sample", test_single_sample);
  g_test_add_func ("/identities/clipping", test_clipping);
  return g_test_run ();
}
