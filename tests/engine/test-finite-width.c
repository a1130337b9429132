/* What networks of finite width and single samples show beside the mean: the spread over seeds, and how little two
 * samples have in common. Where one sample goes through, the gradient of a bias is that sample's dL/dz, and the
 * gradient of the head's weights has the direction of the activation the head reads. */
#include "laboratory.h"

#include <math.h>

#define UNITS 256
#define DEPTH 10
#define OUTPUTS 4

static double
square (double x)
{
  return x * x;
}

static void
assert_close (const char *what, double value, double expected, double tolerance)
{
  g_test_message ("%s: %.5g, expected %.5g", what, value, expected);
  g_assert_cmpfloat_with_epsilon (value / expected, 1, tolerance);
}

/* Hanin 2018: at finite width the gradient of one sample is log-normal over seeds, with a variance of 5 (L - 1) / n
 * for ReLU and He's initialisation; the typical seed lies below the mean by half of it. 2 (L - 1) / n if linear.
 * The first layer is small, so that the softmax does not see the activation it is a function of: else dL/dz leans
 * towards it. */
static void
test_spread (void)
{
  static const struct {
    const char *activation, *initializer;
    double variance;
  } rows[] = { { "relu", "he-uniform", 3.83 }, { "linear", "xavier-uniform", 1.53 } };
  enum { N_LAYERS = 50, SEEDS = 200 };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      double sum = 0, squares = 0;
      Laboratory laboratory;

      laboratory_init (&laboratory, 64, 64, N_LAYERS, 10, rows[i].activation, rows[i].initializer,
                       "cross-entropy");
      laboratory.layers[0].gain = 1e-5;
      laboratory.training.batch_size = 1;
      for (guint seed = 1; seed <= SEEDS; seed++)
        {
          laboratory.training.seed = seed;
          laboratory_draw (&laboratory);
          g_autoptr (BfProbe) probe = laboratory_measure (&laboratory);
          const double log_ratio = 2 * log (probe->layers[0][BF_PREACTIVATION_GRADIENT_RMS]
                                            / probe->layers[N_LAYERS - 1][BF_PREACTIVATION_GRADIENT_RMS]);

          sum += log_ratio;
          squares += log_ratio * log_ratio;
        }
      laboratory_clear (&laboratory);

      const double mean = sum / SEEDS, variance = squares / SEEDS - mean * mean;
      assert_close ("variance", variance, rows[i].variance, 0.35);
      /* Four standard errors of the mean. */
      g_test_message ("mean: %.3f, expected %.3f", mean, -rows[i].variance / 2);
      g_assert_cmpfloat_with_epsilon (mean, -rows[i].variance / 2, 4 * sqrt (variance / SEEDS));
    }
}

/* What one input of the shattering test leaves in the engine. */
typedef struct {
  double jacobian[OUTPUTS][UNITS];   /* of the outputs by the input */
  double activation[UNITS];                     /* that the head reads */
} Passage;

/* A target far away makes the gradient of one output stand alone, to a part in a million. */
static void
pass_through (BfTraining *training, const float *input, Passage *passage)
{
  const BfTensor bias = laboratory_tensor (training, "layers.0.bias");
  const BfTensor head = laboratory_tensor (training, "head.weight");

  for (guint k = 0; k < OUTPUTS; k++)
    {
      float targets[OUTPUTS] = { 0 };
      const BfSamples sample = { .n = 1, .inputs = input, .targets = targets };

      targets[k] = -1e6;
      bf_training_gradient (training, &sample);
      for (guint i = 0; i < UNITS; i++)
        {
          passage->jacobian[k][i] = laboratory_gradient (&bias, i);
          passage->activation[i] = laboratory_gradient (&head, k * UNITS + i);
        }
    }
}

static double
cosine (const double *a, const double *b, guint n)
{
  double aa = 0, ab = 0, bb = 0;

  for (guint i = 0; i < n; i++)
    {
      aa += a[i] * a[i];
      ab += a[i] * b[i];
      bb += b[i] * b[i];
    }
  return ab / sqrt (aa * bb);
}

/* Two samples of N(0, 1) whose cosine is exactly @cosine_, from two that are drawn. */
static void
incline (float *first, float *second, double cosine_)
{
  double product = 0, length = 0, rest = 0;

  for (guint i = 0; i < UNITS; i++)
    {
      product += first[i] * second[i];
      length += first[i] * first[i];
    }
  for (guint i = 0; i < UNITS; i++)
    rest += square (second[i] - product / length * first[i]);
  for (guint i = 0; i < UNITS; i++)
    second[i] = cosine_ * first[i] + sqrt (1 - cosine_ * cosine_) * sqrt (length / rest)
                                     * (second[i] - product / length * first[i]);
}

/* Balduzzi et al. 2017: what two inputs want of the first layer has ever less in common. For endless width the cosine
 * of their Jacobians is the product of J0 (c) = 1 - arccos (c) / pi over the cosines c of the layers' inputs, which
 * follow c -> J1 (c): 0.0337, 0.0801 and 0.284 here, a power of the depth, not 2^-L. At 256 units it is 1.16, 1.15 and
 * 1.05 times that, as measured apart from this engine; the tolerance is about those values. A linear orthogonal stem in
 * front turns the inputs and shows the Jacobian as the gradient of its bias. */
static void
test_shattering (void)
{
  static const struct {
    double input, jacobian, forward;
  } rows[] = { { 0, 0.039, 0.8715 }, { 0.5, 0.092, 0.8976 }, { 0.9, 0.297, 0.9559 } };
  enum { SEEDS = 80 };
  double jacobian[G_N_ELEMENTS (rows)] = { 0 }, forward[G_N_ELEMENTS (rows)] = { 0 };
  g_autofree Passage *passages = g_new (Passage, 2);
  Laboratory laboratory;

  laboratory_init (&laboratory, UNITS, UNITS, 1 + DEPTH, OUTPUTS, "relu",
                   "he-uniform", "mean-squared-error");
  laboratory.training.precision = BF_FLOAT32;
  laboratory.layers[0].activation = bf_table_find (&bf_activation_table, "linear");
  laboratory.layers[0].initializer = bf_table_find (&bf_initializer_table, "orthogonal");
  laboratory.training.batch_size = 2;
  for (guint seed = 1; seed <= SEEDS; seed++)
    {
      laboratory.training.seed = seed;
      laboratory_draw (&laboratory);
      g_autoptr (BfTraining) training = laboratory_train (&laboratory);
      float *inputs = (float *) laboratory.samples.inputs;

      pass_through (training, inputs, &passages[0]);
      for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
        {
          incline (inputs, inputs + UNITS, rows[i].input);
          pass_through (training, inputs + UNITS, &passages[1]);
          jacobian[i] += cosine (passages[0].jacobian[0], passages[1].jacobian[0],
                                 OUTPUTS * UNITS) / SEEDS;
          forward[i] += cosine (passages[0].activation, passages[1].activation, UNITS) / SEEDS;
        }
    }
  laboratory_clear (&laboratory);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      assert_close ("cosine of the Jacobians", jacobian[i], rows[i].jacobian, 0.2);
      assert_close ("cosine of the activations", forward[i], rows[i].forward, 0.03);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/finite-width/spread", test_spread);
  g_test_add_func ("/finite-width/shattering", test_shattering);
  return g_test_run ();
}
