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

/* A GRU with weights of variance 1 / (3 n), n = 64, and two inputs, so that its state is small: beside the kept state the same random matrix acts at every timestep, so that the mean
 * square left after k timesteps is the sum over j of C(k, j)^2 f^(2 (k - j)) s^(2 j), f = sigmoid (b),
 * s = (1 - f) sqrt (n Var U) / 2. Here are its logarithms for 40 timesteps. */
static void
test_keep_bias_with_weights (void)
{
  static const struct { double bias, log_ratio; } rows[] = {
    { 0, -37.40 }, { 1, -18.87 }, { 2, -8.495 }, { 5, -0.531 },
  };
  enum { STEPS = 40, SEEDS = 20 };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      double log_ratio = 0;
      Laboratory laboratory;

      init (&laboratory, "gru", 64, "tanh", "normal");
      laboratory.network.timesteps = 50;
      laboratory.network.outputs = 64;    /* a gradient at the end with a direction of its own in each sample */
      laboratory.layers[0].initializer_std = 1 / sqrt (3 * 64);
      laboratory.layers[0].recurrent_initializer = bf_table_find (&bf_initializer_table, "uniform");
      laboratory.layers[0].forget_bias = rows[i].bias;
      for (guint seed = 1; seed <= SEEDS; seed++)
        {
          laboratory.training.seed = seed;
          g_autoptr (BfProbe) probe = measure (&laboratory);
          const double *norms = probe->hidden_gradient_norm;

          log_ratio += 2 * log (norms[49 - STEPS] / norms[49]) / SEEDS;
        }
      g_test_message ("bias %g: %.3f, expected %.3f", rows[i].bias, log_ratio, rows[i].log_ratio);
      g_assert_cmpfloat_with_epsilon (log_ratio, rows[i].log_ratio, 0.6);
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

typedef struct {
  double radius, drive;        /* of the recurrent matrix; variance that the input adds to a preactivation */
  const char *initializer;     /* recurrent */
  double factor;
} DriveCase;

/* Pascanu et al. 2013, Chen et al. 2018: a spectral radius of 1 is not enough, for the input alone drives tanh from its
 * steepest place. chi = rho^2 E phi'^2 where q = rho^2 E phi^2 + s_x^2 rests; the timesteps in which it comes to rest are
 * left out. */
static const DriveCase drive_cases[] = {
  { 0.9, 0.05, "orthogonal", 0.653 }, { 0.9, 0.05, "xavier-uniform", 0.653 },
  { 1.0, 0.05, "orthogonal", 0.759 }, { 1.0, 0.05, "xavier-uniform", 0.759 },
  { 1.0, 0.5, "orthogonal", 0.490 }, { 1.0, 0.5, "xavier-uniform", 0.490 },
  { 1.3, 0.05, "orthogonal", 0.985 }, { 1.3, 0.05, "xavier-uniform", 0.985 },
};

static void
test_drive (gconstpointer data)
{
  enum { INPUTS = 16, FIRST = 10, SEEDS = 3 };
  const DriveCase *row = data;
  double sum = 0;
  Laboratory laboratory;

  init (&laboratory, "rnn", 256, "tanh", "normal");
  laboratory.network.inputs = INPUTS;
  laboratory.training.batch_size = 8;
  laboratory.training.precision = BF_FLOAT32;
  laboratory.layers[0].gain = row->radius;
  laboratory.layers[0].initializer_std = sqrt (row->drive / INPUTS) / row->radius;
  laboratory.layers[0].recurrent_initializer = bf_table_find (&bf_initializer_table, row->initializer);
  for (guint seed = 1; seed <= SEEDS; seed++)
    {
      laboratory.training.seed = seed;
      g_autoptr (BfProbe) probe = measure (&laboratory);
      const double *norms = probe->hidden_gradient_norm;

      sum += 2 * log (norms[FIRST] / norms[T - 1]) / (T - 1 - FIRST);
    }
  const double factor = exp (sum / SEEDS);

  g_test_message ("%.4f, expected %.4f", factor, row->factor);
  g_assert_cmpfloat_with_epsilon (factor / row->factor, 1, 0.05);
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
  g_test_add_func ("/recurrent/keep-bias-with-weights", test_keep_bias_with_weights);
  g_test_add_func ("/recurrent/identity", test_identity);
  g_test_add_func ("/recurrent/bound", test_bound);
  for (guint i = 0; i < G_N_ELEMENTS (drive_cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/recurrent/drive/%s-%.1f-%.2f", drive_cases[i].initializer,
                                               drive_cases[i].radius, drive_cases[i].drive);

      g_test_add_data_func (path, &drive_cases[i], test_drive);
    }
  g_test_add_func ("/recurrent/precisions", test_precisions);
  return g_test_run ();
}
