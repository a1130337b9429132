/* Recurrent cells against closed forms of the gradient through time (sources at each test). */
#include "laboratory.h"

#include <math.h>

#define T 100

static void
init (Laboratory *laboratory, const char *cell, guint units, const char *activation,
      const char *initializer)
{
  laboratory_init (laboratory, 2, units, 1, 1, activation, initializer, "mean-squared-error");
  laboratory->network.timesteps = T;
  laboratory->training.batch_size = 16;
  laboratory->layers[0].cell = bf_table_find (&bf_cell_table, cell);
}

static BfProbe *
measure (Laboratory *laboratory)
{
  laboratory_draw (laboratory);
  BfProbe *probe = laboratory_measure (laboratory);

  g_assert_cmpuint (probe->n_recurrent, ==, 1);
  g_assert_cmpuint (probe->timesteps, ==, laboratory->network.timesteps);
  laboratory_clear (laboratory);
  return probe;
}

/* Saxe et al. 2013: a linear network with an orthogonal matrix times rho passes exactly rho a timestep. */
static void
test_orthogonal (void)
{
  static const double gains[] = { 0.9, 1.0, 1.1 };

  for (guint i = 0; i < G_N_ELEMENTS (gains); i++)
    {
      Laboratory laboratory;

      init (&laboratory, "rnn", 32, "linear", "orthogonal");
      laboratory.layers[0].gain = gains[i];
      g_autoptr (BfProbe) probe = measure (&laboratory);
      const double *norms = probe->hidden_gradient_norm;

      for (guint t = 1; t < T; t++)
        g_assert_cmpfloat_with_epsilon (norms[t - 1] / norms[t] / gains[i], 1, 1e-12);
      g_assert_true (isnan (probe->cell_gradient_norm[0]));
    }
}

/* Without weights the cell path of an LSTM passes exactly sigmoid(b_f) a timestep (Jozefowicz et al. 2015); what
 * enters at the last timestep is dh o (1 - tanh(c)^2) = dh / 2. */
static void
test_forget_bias (void)
{
  static const double biases[] = { 0, 1, 2, 5 };

  for (guint i = 0; i < G_N_ELEMENTS (biases); i++)
    {
      Laboratory laboratory;
      const double pass = 1 / (1 + exp (-biases[i]));

      init (&laboratory, "lstm", 8, "tanh", "zeros");
      laboratory.layers[0].forget_bias = biases[i];
      g_autoptr (BfProbe) probe = measure (&laboratory);
      const double *norms = probe->cell_gradient_norm;

      g_assert_cmpfloat_with_epsilon (norms[T - 1] / probe->hidden_gradient_norm[T - 1], 0.5, 1e-12);
      for (guint t = 1; t < T; t++)
        g_assert_cmpfloat_with_epsilon (norms[t - 1] / norms[t] / pass, 1, 1e-12);
      /* h reaches the loss through nothing but the last timestep. */
      g_assert_cmpfloat (probe->hidden_gradient_norm[T - 2], ==, 0);
    }
}

/* A GRU without weights keeps sigmoid(b) of its state. */
static void
test_keep_bias (void)
{
  static const double biases[] = { 0, 1, 2, 5 };

  for (guint i = 0; i < G_N_ELEMENTS (biases); i++)
    {
      Laboratory laboratory;
      const double pass = 1 / (1 + exp (-biases[i]));

      init (&laboratory, "gru", 8, "tanh", "zeros");
      laboratory.layers[0].forget_bias = biases[i];
      g_autoptr (BfProbe) probe = measure (&laboratory);
      const double *norms = probe->hidden_gradient_norm;

      for (guint t = 1; t < T; t++)
        g_assert_cmpfloat_with_epsilon (norms[t - 1] / norms[t] / pass, 1, 1e-12);
    }
}

/* Le et al. 2015: with W = I and ReLU, a unit that never switches off passes the gradient bit by bit. With positive
 * biases of the input no unit does. */
static void
test_identity (void)
{
  Laboratory laboratory;

  init (&laboratory, "rnn", 16, "relu", "zeros");
  laboratory.layers[0].recurrent_initializer = bf_table_find (&bf_initializer_table, "identity");
  laboratory.training.precision = BF_FLOAT32;
  laboratory_draw (&laboratory);
  g_autoptr (BfTraining) training = laboratory_train (&laboratory);
  BfTensor bias = laboratory_tensor (training, "layers.0.bias_ih");

  for (guint j = 0; j < 16; j++)
    laboratory_set_value (&bias, j, 0.01);
  bf_training_gradient (training, &laboratory.samples);
  const BfProbe *probe = bf_training_probe (training);

  for (guint t = 0; t < T; t++)
    g_assert_cmpfloat (probe->hidden_gradient_norm[t], ==, probe->hidden_gradient_norm[T - 1]);
  g_assert_cmpfloat (probe->layers[0][BF_DEAD_FRACTION], ==, 0);
  laboratory_clear (&laboratory);
}

/* Pascanu et al. 2013: |dL/dh_0| <= (rho)^T |dL/dh_T| for tanh and W = rho Q. */
static void
test_bound (void)
{
  Laboratory laboratory;

  init (&laboratory, "rnn", 24, "tanh", "orthogonal");
  for (guint seed = 1; seed <= 20; seed++)
    {
      laboratory.training.seed = seed;
      g_autoptr (BfProbe) probe = measure (&laboratory);

      for (guint t = 1; t < T; t++)
        g_assert_cmpfloat (probe->hidden_gradient_norm[t - 1], <=,
                           probe->hidden_gradient_norm[t] * (1 + 1e-12));
      g_assert_cmpfloat (probe->hidden_gradient_norm[0], <,
                         0.5 * probe->hidden_gradient_norm[T - 1]);
    }
}

/* float32 norms stay visible far below the square root of its range, and the two precisions agree. */
static void
test_precisions (void)
{
  static const char *const cells[] = { "rnn", "lstm", "gru" };

  for (guint i = 0; i < G_N_ELEMENTS (cells); i++)
    {
      Laboratory laboratory;

      init (&laboratory, cells[i], 12, "tanh", "uniform");
      g_autoptr (BfProbe) wide = measure (&laboratory);
      laboratory.training.precision = BF_FLOAT32;
      g_autoptr (BfProbe) narrow = measure (&laboratory);

      for (guint t = 0; t < T; t++)
        if (wide->hidden_gradient_norm[t] > 1e-34)
          g_assert_cmpfloat_with_epsilon (narrow->hidden_gradient_norm[t]
                                          / wide->hidden_gradient_norm[t], 1, 2e-3);
      g_assert_cmpfloat (narrow->hidden_gradient_norm[0], <, 1e-10);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/recurrent/orthogonal", test_orthogonal);
  g_test_add_func ("/recurrent/forget-bias", test_forget_bias);
  g_test_add_func ("/recurrent/keep-bias", test_keep_bias);
  g_test_add_func ("/recurrent/identity", test_identity);
  g_test_add_func ("/recurrent/bound", test_bound);
  g_test_add_func ("/recurrent/precisions", test_precisions);
  return g_test_run ();
}
