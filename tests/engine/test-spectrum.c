/* Singular values and Jacobians: against differences, closed forms, and what the probes measure. */
#include "laboratory.h"

#include <math.h>
#include <string.h>

#include "engine/core.h"
#include "engine/jacobian.h"
#include "engine/spectrum.h"

static BfSpectrum *
spectrum_of (BfTraining *training)
{
  g_autoptr (GError) error = NULL;
  BfSpectrum *spectrum = bf_spectrum_new (training, 0, NULL, NULL, &error);

  g_assert_no_error (error);
  return spectrum;
}

static BfJacobian *
jacobian_at (BfTraining *training, guint row)
{
  g_autoptr (GError) error = NULL;
  BfSamples batch;

  bf_training_batch (training, &batch);
  BfJacobian *jacobian = bf_jacobian_new (training, &batch, row, &error);
  g_assert_no_error (error);
  return jacobian;
}

static double *
evaluate (BfJacobian *jacobian, guint layer, BfJacobianFrom from)
{
  double *matrix = g_new (double, bf_jacobian_rows (jacobian, layer)
                                  * bf_jacobian_columns (jacobian, layer, from));

  bf_jacobian_evaluate (jacobian, layer, from, matrix);
  return matrix;
}

/* Of a diagonal matrix, tall or wide, in any order and sign. */
static void
test_diagonal (void)
{
  const double expected[] = { 1e200, 7, 3, 1e-3, 0 };

  for (guint wide = 0; wide < 2; wide++)
    {
      const guint rows = wide ? 5 : 8, columns = wide ? 8 : 5;
      g_autofree double *matrix = g_new0 (double, rows * columns);
      double values[5];

      matrix[0] = 1e-3;
      matrix[1 * columns + 1] = -7;
      matrix[2 * columns + 2] = 3;
      matrix[4 * columns + 4] = 1e200;
      g_assert_true (bf_singular_values (rows, columns, matrix, values));
      g_assert_cmpfloat_with_epsilon (values[0] / expected[0], 1, 1e-15);

      memset (matrix, 0, rows * columns * sizeof *matrix);
      matrix[0] = 1e-3;
      matrix[1 * columns + 1] = -7;
      matrix[2 * columns + 2] = 3;
      g_assert_true (bf_singular_values (rows, columns, matrix, values));
      for (guint i = 0; i < 4; i++)
        g_assert_cmpfloat_with_epsilon (values[i], i < 3 ? expected[i + 1] : 0, 2e-15);
    }
}

static void
test_not_finite (void)
{
  double matrix[] = { 1, 2, NAN, 4 }, values[2];

  g_assert_true (bf_singular_values (2, 2, matrix, values));
  g_assert_true (isnan (values[0]) && isnan (values[1]));
}

/* Saxe et al. 2013: a linear network of orthogonal matrices is an isometry. */
static void
test_isometry (void)
{
  Laboratory laboratory;

  laboratory_init (&laboratory, 128, 128, 50, 10, "linear", "orthogonal", "cross-entropy");
  laboratory.training.batch_size = 2;
  laboratory_draw (&laboratory);
  g_autoptr (BfTraining) training = laboratory_train (&laboratory);
  g_autoptr (BfSpectrum) spectrum = spectrum_of (training);
  const BfSpectrumMatrix *all = bf_spectrum_find (spectrum, BF_SPECTRUM_INPUT_TO_HIDDEN, 49);

  g_assert_cmpuint (all->n, ==, 128);
  for (guint i = 0; i < all->n; i++)
    g_assert_cmpfloat_with_epsilon (all->values[i], 1, 1e-14);
  g_assert_cmpfloat_with_epsilon (all->condition, 1, 1e-14);
  laboratory_clear (&laboratory);
}

/* Pennington et al. 2017: products of L Gaussian matrices have mean s^2 = 1, Var s^2 = L, and a
 * largest s^2 of (L + 1)^(L + 1) / L^L; behind ReLU's with He's initialisation the variance
 * doubles, and orthogonal matrices take the Gaussian half of it away. */
static void
test_products (void)
{
  enum { DEPTH = 5, UNITS = 200, SEEDS = 2 };
  static const struct {
    const char *activation, *initializer;
    double gain, variance, largest;
  } rows[] = {
    { "linear", "lecun-normal", 1, 5, 14.93 },
    { "relu", "he-normal", 1, 10, 0 },
    { "relu", "orthogonal", G_SQRT2, 5, 0 },
  };

  for (guint k = 0; k < G_N_ELEMENTS (rows); k++)
    {
      double mean = 0, variance = 0, largest = 0;
      Laboratory laboratory;

      laboratory_init (&laboratory, UNITS, UNITS, DEPTH, 10, rows[k].activation, rows[k].initializer,
                       "cross-entropy");
      laboratory.training.batch_size = 1;
      for (guint l = 0; l < DEPTH; l++)
        laboratory.layers[l].gain = rows[k].gain;
      for (guint seed = 1; seed <= SEEDS; seed++)
        {
          laboratory.training.seed = seed;
          laboratory_draw (&laboratory);
          g_autoptr (BfTraining) training = laboratory_train (&laboratory);
          g_autoptr (BfJacobian) jacobian = jacobian_at (training, 0);
          g_autofree double *matrix = evaluate (jacobian, DEPTH - 1, BF_JACOBIAN_FROM_INPUT);
          double s[UNITS];

          bf_singular_values (UNITS, UNITS, matrix, s);
          for (guint i = 0; i < UNITS; i++)
            {
              mean += s[i] * s[i] / UNITS / SEEDS;
              variance += pow (s[i], 4) / UNITS / SEEDS;
            }
          largest += s[0] * s[0] / SEEDS;
        }
      laboratory_clear (&laboratory);
      variance = variance / (mean * mean) - 1;
      g_test_message ("%s %s: mean %.3f, variance %.2f, largest %.2f", rows[k].activation,
                      rows[k].initializer, mean, variance, largest);
      /* One standard deviation of the mean is about sqrt (2 L / n / n) of a Gaussian product, more
       * with ReLU. */
      g_assert_cmpfloat_with_epsilon (mean, 1, 0.15);
      g_assert_cmpfloat_with_epsilon (variance / rows[k].variance, 1, 0.25);
      if (rows[k].largest > 0)
        g_assert_cmpfloat_with_epsilon (largest / rows[k].largest, 1, 0.15);
    }
}

typedef struct {
  const char *cell, *activation, *normalization;
  guint timesteps, span;
  BfResidualForm form;
} Net;

static const Net nets[] = {
  { "dense", "tanh", "none", 0, 0, BF_RESIDUAL_PREACTIVATION },
  { "dense", "silu", "layer", 0, 0, BF_RESIDUAL_PREACTIVATION },
  { "dense", "tanh", "none", 0, 2, BF_RESIDUAL_PREACTIVATION },
  { "dense", "softsign", "layer", 0, 1, BF_RESIDUAL_POSTACTIVATION },
  { "rnn", "tanh", "none", 5, 0, BF_RESIDUAL_PREACTIVATION },
  { "rnn", "tanh", "none", 5, 1, BF_RESIDUAL_POSTACTIVATION },
  { "lstm", "tanh", "none", 5, 0, BF_RESIDUAL_PREACTIVATION },
  { "gru", "tanh", "none", 5, 1, BF_RESIDUAL_POSTACTIVATION },
  { "gru", "tanh", "none", 1, 0, BF_RESIDUAL_PREACTIVATION },
};

enum { INPUTS = 4, UNITS = 6, DEPTH = 3, OUTPUTS = 3 };

/* One sample whose inputs can be moved by powers of two without rounding. */
static void
set_up (Laboratory *laboratory, const Net *net)
{
  laboratory_init (laboratory, INPUTS, UNITS, DEPTH, OUTPUTS, net->activation, "xavier-normal",
                   "mean-squared-error");
  laboratory_set_normalization (laboratory, net->normalization);
  laboratory_set_residual (laboratory, net->span ? net->span : G_MAXUINT / 2, 0.7, net->form);
  laboratory->network.timesteps = net->timesteps;
  laboratory->training.batch_size = 1;
  for (guint i = 0; i < DEPTH; i++)
    {
      laboratory->layers[i].cell = bf_table_find (&bf_cell_table, net->cell);
      laboratory->layers[i].forget_bias = 1;
    }
  laboratory_draw (laboratory);
  for (guint i = 0; i < INPUTS * MAX (net->timesteps, 1); i++)
    ((float *) laboratory->samples.inputs)[i] = rint (laboratory->samples.inputs[i] * 256) / 256;
}

/* The outputs, from what the mean squared error becomes when a target moves from 0 to 1. */
static void
outputs (BfTraining *training, Laboratory *laboratory, double *y)
{
  float *targets = (float *) laboratory->samples.targets;

  memset (targets, 0, OUTPUTS * sizeof *targets);
  const double at_zero = bf_training_gradient (training, &laboratory->samples);
  for (guint k = 0; k < OUTPUTS; k++)
    {
      targets[k] = 1;
      y[k] = (1 - OUTPUTS * (bf_training_gradient (training, &laboratory->samples) - at_zero)) / 2;
      targets[k] = 0;
    }
}

/* The Jacobian of the outputs by central differences. */
static void
test_differences (gconstpointer data)
{
  const float step = 1.0f / 8192;
  Laboratory laboratory;

  set_up (&laboratory, data);
  g_autoptr (BfTraining) training = laboratory_train (&laboratory);
  g_autoptr (BfJacobian) jacobian = jacobian_at (training, 0);
  g_autofree double *matrix = evaluate (jacobian, DEPTH, BF_JACOBIAN_FROM_INPUT);
  float *inputs = (float *) laboratory.samples.inputs;

  for (guint j = 0; j < INPUTS; j++)
    {
      double above[OUTPUTS], below[OUTPUTS];

      inputs[j] += step;
      outputs (training, &laboratory, above);
      inputs[j] -= 2 * step;
      outputs (training, &laboratory, below);
      inputs[j] += step;
      for (guint k = 0; k < OUTPUTS; k++)
        g_assert_cmpfloat_with_epsilon (matrix[k * INPUTS + j], (above[k] - below[k]) / (2 * step),
                                        1e-6);
    }
  laboratory_clear (&laboratory);
}

/* The head is linear: its Jacobian is its weights times that of the last layer. */
static void
test_hidden (gconstpointer data)
{
  Laboratory laboratory;

  set_up (&laboratory, data);
  g_autoptr (BfTraining) training = laboratory_train (&laboratory);
  g_autoptr (BfJacobian) jacobian = jacobian_at (training, 0);
  g_autofree double *hidden = evaluate (jacobian, DEPTH - 1, BF_JACOBIAN_FROM_INPUT);
  g_autofree double *output = evaluate (jacobian, DEPTH, BF_JACOBIAN_FROM_INPUT);
  const BfTensor head = laboratory_tensor (training, "head.weight");

  for (guint k = 0; k < OUTPUTS; k++)
    for (guint j = 0; j < INPUTS; j++)
      {
        double sum = 0;

        for (guint i = 0; i < UNITS; i++)
          sum += laboratory_value (&head, k * UNITS + i) * hidden[i * INPUTS + j];
        g_assert_cmpfloat_with_epsilon (output[k * INPUTS + j], sum, 1e-14);
      }
  laboratory_clear (&laboratory);
}

/* Through time it takes dL/dh_T to the dL/dh_1 that the probe measures. */
static void
test_through_time (gconstpointer data)
{
  double y[OUTPUTS], norm = 0, above[UNITS] = { 0 };
  Laboratory laboratory;

  set_up (&laboratory, data);
  g_autoptr (BfTraining) training = laboratory_train (&laboratory);
  g_autoptr (BfJacobian) jacobian = jacobian_at (training, 0);
  const BfTensor head = laboratory_tensor (training, "head.weight");

  outputs (training, &laboratory, y);
  bf_training_gradient (training, &laboratory.samples);
  const BfProbe *probe = bf_training_probe (training);
  g_autofree double *matrix = evaluate (jacobian, DEPTH - 1, BF_JACOBIAN_FROM_STATE);

  for (guint i = 0; i < UNITS; i++)
    for (guint k = 0; k < OUTPUTS; k++)
      above[i] += 2 * y[k] / OUTPUTS * laboratory_value (&head, k * UNITS + i);
  for (guint j = 0; j < UNITS; j++)
    {
      double sum = 0;

      for (guint i = 0; i < UNITS; i++)
        sum += above[i] * matrix[i * UNITS + j];
      norm = hypot (norm, sum);
    }
  g_assert_cmpfloat_with_epsilon (probe->hidden_gradient_norm[(DEPTH - 1) * probe->timesteps] / norm, 1,
                                  1e-12);
  laboratory_clear (&laboratory);
}

/* What the spectrum lists of a network: every matrix once, with its Frobenius norm. */
static void
test_list (gconstpointer data)
{
  const Net *net = data;
  const guint n_weights = net->timesteps > 0 ? 2 * DEPTH + 1 : DEPTH + 1;
  const guint n_jacobians = net->timesteps > 0 ? DEPTH + 2 : 2;
  Laboratory laboratory;

  set_up (&laboratory, net);
  g_autoptr (BfTraining) training = laboratory_train (&laboratory);
  bf_training_run (training, 2, NULL, NULL);
  g_autoptr (BfSpectrum) spectrum = spectrum_of (training);

  g_assert_cmpuint (spectrum->step, ==, 2);
  g_assert_cmpuint (spectrum->n, ==, n_weights + n_jacobians);
  for (guint i = 0; i < bf_training_n_tensors (training); i++)
    {
      BfTensor tensor;
      double squares = 0, entries = 0;

      bf_training_tensor (training, i, &tensor);
      if (tensor.columns == 0)
        continue;
      const char *suffix = strrchr (tensor.name, '.') + 1;
      const guint place = bf_table_index (&bf_spectrum_place_table,
                                          bf_table_find (&bf_spectrum_place_table, suffix));
      const guint layer = g_str_has_prefix (tensor.name, "head") ? DEPTH : tensor.name[7] - '0';
      const BfSpectrumMatrix *matrix = bf_spectrum_find (spectrum, place, layer);

      g_assert_nonnull (matrix);
      g_assert_cmpuint (matrix->rows, ==, tensor.rows);
      g_assert_cmpuint (matrix->n, ==, MIN (tensor.rows, tensor.columns));
      for (gsize j = 0; j < laboratory_n_values (&tensor); j++)
        entries += pow (laboratory_value (&tensor, j), 2);
      for (guint j = 0; j < matrix->n; j++)
        squares += pow (matrix->values[j], 2);
      for (guint j = 1; j < matrix->n; j++)
        g_assert_cmpfloat (matrix->values[j - 1], >=, matrix->values[j]);
      g_assert_cmpfloat_with_epsilon (squares / entries, 1, 1e-13);
      g_assert_cmpfloat (matrix->condition, ==, matrix->values[0] / matrix->values[matrix->n - 1]);
    }
  laboratory_clear (&laboratory);
}

/* A linear layer behind batch normalisation: W's rows over the batch's standard deviations, not
 * less for what the sample itself does to them. */
static void
test_batch_statistics_held (void)
{
  enum { BATCH = 5 };
  Laboratory laboratory;

  laboratory_init (&laboratory, INPUTS, UNITS, 1, OUTPUTS, "linear", "xavier-normal", "cross-entropy");
  laboratory_set_normalization (&laboratory, "batch");
  laboratory.training.batch_size = BATCH;
  laboratory_draw (&laboratory);
  g_autoptr (BfTraining) training = laboratory_train (&laboratory);
  g_autoptr (BfJacobian) jacobian = jacobian_at (training, 3);
  g_autofree double *matrix = evaluate (jacobian, 0, BF_JACOBIAN_FROM_INPUT);
  const BfTensor weight = laboratory_tensor (training, "layers.0.weight");

  for (guint i = 0; i < UNITS; i++)
    {
      double mean = 0, variance = BF_NORMALIZATION_EPSILON, z[BATCH] = { 0 };

      for (guint b = 0; b < BATCH; b++)
        {
          for (guint j = 0; j < INPUTS; j++)
            z[b] += laboratory_value (&weight, i * INPUTS + j)
                    * laboratory.samples.inputs[b * INPUTS + j];
          mean += z[b] / BATCH;
        }
      for (guint b = 0; b < BATCH; b++)
        variance += (z[b] - mean) * (z[b] - mean) / BATCH;
      for (guint j = 0; j < INPUTS; j++)
        g_assert_cmpfloat_with_epsilon (matrix[i * INPUTS + j],
                                        laboratory_value (&weight, i * INPUTS + j) / sqrt (variance),
                                        1e-12);
    }
  laboratory_clear (&laboratory);
}

/* Whether anybody looked changes no bit of what is learnt. */
static void
test_training_left_alone (void)
{
  double losses[2];

  for (guint looked = 0; looked < 2; looked++)
    {
      Laboratory laboratory;

      laboratory_init (&laboratory, 8, 8, 3, 4, "relu", "he-normal", "cross-entropy");
      laboratory_set_normalization (&laboratory, "batch");
      laboratory.training.precision = BF_FLOAT32;
      laboratory_draw (&laboratory);
      g_autoptr (BfTraining) training = laboratory_train (&laboratory);

      for (guint i = 0; i < 3; i++)
        {
          g_autoptr (BfSpectrum) spectrum = looked ? spectrum_of (training) : NULL;

          bf_training_run (training, 1, NULL, NULL);
        }
      losses[looked] = bf_training_probe (training)->loss;
      laboratory_clear (&laboratory);
    }
  g_assert_cmpfloat (losses[0], ==, losses[1]);
}

static gboolean
twice (gpointer data)
{
  return ++*(guint *) data < 3;
}

static void
test_refused (void)
{
  g_autoptr (GError) error = NULL;
  guint asked = 0;
  Laboratory laboratory;

  laboratory_init (&laboratory, 4, 4, 2, 3, "tanh", "xavier-normal", "cross-entropy");
  laboratory_draw (&laboratory);
  g_autoptr (BfTraining) training = laboratory_train (&laboratory);
  g_assert_null (bf_spectrum_new (training, 0, twice, &asked, &error));
  g_assert_error (error, BF_ENGINE_ERROR, BF_ENGINE_ERROR_STOPPED);
  g_assert_cmpuint (asked, ==, 3);
  g_clear_error (&error);
  g_clear_pointer (&training, bf_training_free);
  laboratory_clear (&laboratory);

  laboratory_init (&laboratory, 4, BF_SPECTRUM_LARGEST + 1, 2, 3, "tanh", "zeros", "cross-entropy");
  laboratory.training.batch_size = 1;
  laboratory_draw (&laboratory);
  training = laboratory_train (&laboratory);
  g_assert_null (bf_spectrum_new (training, 0, NULL, NULL, &error));
  g_assert_error (error, BF_ENGINE_ERROR, BF_ENGINE_ERROR_SPEC);
  g_assert_nonnull (strstr (error->message, "Layer 2"));
  laboratory_clear (&laboratory);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/spectrum/diagonal", test_diagonal);
  g_test_add_func ("/spectrum/not-finite", test_not_finite);
  g_test_add_func ("/spectrum/isometry", test_isometry);
  g_test_add_func ("/spectrum/products", test_products);
  for (guint i = 0; i < G_N_ELEMENTS (nets); i++)
    {
      g_autofree char *name = g_strdup_printf ("%s-%s-%u-%u", nets[i].cell, nets[i].normalization,
                                               nets[i].timesteps, nets[i].span);
      g_autofree char *differences = g_strconcat ("/spectrum/differences/", name, NULL);
      g_autofree char *hidden = g_strconcat ("/spectrum/hidden/", name, NULL);
      g_autofree char *time = g_strconcat ("/spectrum/through-time/", name, NULL);
      g_autofree char *list = g_strconcat ("/spectrum/list/", name, NULL);

      g_test_add_data_func (differences, &nets[i], test_differences);
      g_test_add_data_func (hidden, &nets[i], test_hidden);
      if (nets[i].timesteps > 1 && nets[i].span == 0)
        g_test_add_data_func (time, &nets[i], test_through_time);
      g_test_add_data_func (list, &nets[i], test_list);
    }
  g_test_add_func ("/spectrum/batch-statistics-held", test_batch_statistics_held);
  g_test_add_func ("/spectrum/training-left-alone", test_training_left_alone);
  g_test_add_func ("/spectrum/refused", test_refused);
  return g_test_run ();
}
