/* The loop: the same start, the same bits, stopping, diverging, evaluating. */
#include "laboratory.h"

#include <math.h>
#include <string.h>

/* Three classes in the plane, one angle each: learnable, and a pure function of the step. */
static void
fill (gpointer data, guint64 step, guint batch_size, float *inputs, gint32 *classes, float *targets)
{
  BfRandom random;

  g_assert_null (targets);
  bf_random_init (&random, 3, BF_PURPOSE_DATA, step);
  for (guint i = 0; i < batch_size; i++)
    {
      classes[i] = bf_random_below (&random, 3);
      inputs[2 * i] = cos (2.1 * classes[i]) + 0.3 * bf_random_normal (&random);
      inputs[2 * i + 1] = sin (2.1 * classes[i]) + 0.3 * bf_random_normal (&random);
    }
}

static const BfSource source = { fill, NULL };

static BfTraining *
train (const Laboratory *laboratory)
{
  g_autoptr (GError) error = NULL;
  BfTraining *training = bf_training_new (&laboratory->network, &laboratory->training, &source,
                                          &error);

  g_assert_no_error (error);
  return training;
}

static void
init (Laboratory *laboratory, BfPrecision precision)
{
  laboratory_init (laboratory, 2, 16, 5, 3, "tanh", "xavier-uniform", "cross-entropy");
  laboratory_set_normalization (laboratory, "batch");
  laboratory_set_residual (laboratory, 2, 0.5, BF_RESIDUAL_PREACTIVATION);
  laboratory->training.optimizer = bf_table_find (&bf_optimizer_table, "adam");
  laboratory->training.learning_rate = 0.01;
  laboratory->training.precision = precision;
}

/* All parameters, then the probe's numbers, as bytes. */
static GBytes *
state_of (BfTraining *training)
{
  GByteArray *bytes = g_byte_array_new ();
  const BfProbe *probe = bf_training_probe (training);

  for (guint i = 0; i < bf_training_n_tensors (training); i++)
    {
      BfTensor tensor;

      bf_training_tensor (training, i, &tensor);
      g_byte_array_append (bytes, tensor.value, laboratory_n_values (&tensor)
                           * (tensor.precision == BF_FLOAT32 ? sizeof (float) : sizeof (double)));
    }
  g_byte_array_append (bytes, (const guint8 *) &probe->loss, sizeof probe->loss);
  g_byte_array_append (bytes, (const guint8 *) probe->layers,
                       probe->n_layers * sizeof *probe->layers);
  return g_byte_array_free_to_bytes (bytes);
}

static void
assert_same (BfTraining *a, BfTraining *b)
{
  g_autoptr (GBytes) state_a = state_of (a);
  g_autoptr (GBytes) state_b = state_of (b);

  g_assert_true (g_bytes_equal (state_a, state_b));
}

/* The same seed gives the same bits, in one run or in pieces, beside other work or not. */
static void
test_same_bits (void)
{
  for (guint precision = BF_FLOAT32; precision <= BF_FLOAT64; precision++)
    {
      Laboratory laboratory;

      init (&laboratory, precision);
      g_autoptr (BfTraining) whole = train (&laboratory);
      g_autofree char *gap = g_malloc (1000 + precision);  /* so that arrays lie elsewhere */
      g_autoptr (BfTraining) pieces = train (&laboratory);
      double loss, accuracy;

      assert_same (whole, pieces);
      bf_training_run (whole, 40, NULL, NULL);
      bf_training_run (pieces, 1, NULL, NULL);
      bf_training_run (pieces, 0, NULL, NULL);
      bf_training_run (pieces, 20, NULL, NULL);
      laboratory_draw (&laboratory);
      bf_training_evaluate (pieces, &laboratory.samples, &loss, &accuracy);
      bf_training_gradient (pieces, &laboratory.samples);
      bf_training_run (pieces, 19, NULL, NULL);
      g_assert_cmpuint (bf_training_step (pieces), ==, 40);
      assert_same (whole, pieces);

      laboratory.training.seed++;
      g_autoptr (BfTraining) other = train (&laboratory);
      g_autoptr (GBytes) state_other = state_of (other);
      g_autoptr (GBytes) state_whole = state_of (whole);
      g_assert_false (g_bytes_equal (state_other, state_whole));
      laboratory_clear (&laboratory);
    }
}

/* Twins share the draws of every tensor they share: another precision, normalisation, or depth. */
static void
test_twins (void)
{
  Laboratory laboratory;

  laboratory_init (&laboratory, 2, 16, 5, 3, "tanh", "xavier-uniform", "cross-entropy");
  g_autoptr (BfTraining) plain = train (&laboratory);
  laboratory_set_normalization (&laboratory, "layer");
  laboratory.network.n_layers = 4;
  laboratory.training.precision = BF_FLOAT32;
  g_autoptr (BfTraining) twin = train (&laboratory);

  static const char *const names[] = { "layers.0.weight", "layers.3.weight", "head.weight" };
  for (guint k = 0; k < G_N_ELEMENTS (names); k++)
    {
      const BfTensor a = laboratory_tensor (plain, names[k]);
      const BfTensor b = laboratory_tensor (twin, names[k]);

      for (gsize i = 0; i < laboratory_n_values (&a); i++)
        g_assert_cmpfloat ((float) laboratory_value (&a, i), ==, laboratory_value (&b, i));
    }
  const BfTensor a = laboratory_tensor (plain, "layers.1.weight");
  const BfTensor b = laboratory_tensor (plain, "layers.2.weight");
  g_assert_cmpfloat (laboratory_value (&a, 0), !=, laboratory_value (&b, 0));
}

/* Losses of this network at steps 1, 10, 100 and 300, written down when gradients were checked. */
static void
test_golden_curve (void)
{
  static const guint64 steps[] = { 1, 9, 90, 200 };
  static const double losses[] = { 0.737824971775, 0.0972555181351, 0.00347225117093,
                                   0.162898698264 };
  static const double tolerances[] = { 1e-5, 1e-10 };

  for (guint precision = BF_FLOAT32; precision <= BF_FLOAT64; precision++)
    {
      Laboratory laboratory;

      init (&laboratory, precision);
      g_autoptr (BfTraining) training = train (&laboratory);

      for (guint k = 0; k < G_N_ELEMENTS (steps); k++)
        {
          bf_training_run (training, steps[k], NULL, NULL);
          g_test_message ("%.12g", bf_training_probe (training)->loss);
          g_assert_cmpfloat_with_epsilon (bf_training_probe (training)->loss, losses[k],
                                          tolerances[precision]);
        }
      g_assert_cmpfloat (bf_training_probe (training)->accuracy, >, 0.9);
    }
}

typedef struct {
  guint64 stop_at, n_calls, last;
} Calls;

static gboolean
count (const BfProbe *probe, gpointer user_data)
{
  Calls *calls = user_data;

  calls->n_calls++;
  g_assert_cmpuint (probe->step, ==, calls->last + 1);
  calls->last = probe->step;
  return probe->step != calls->stop_at;
}

static void
test_callback (void)
{
  Laboratory laboratory;
  Calls calls = { .stop_at = 4 };

  init (&laboratory, BF_FLOAT32);
  g_autoptr (BfTraining) training = train (&laboratory);

  g_assert_cmpuint (bf_training_step (training), ==, 0);
  g_assert_cmpint (bf_training_run (training, 10, count, &calls), ==, BF_RUN_STOPPED);
  g_assert_cmpuint (calls.n_calls, ==, 4);
  g_assert_cmpuint (bf_training_step (training), ==, 4);
  g_assert_cmpint (bf_training_run (training, 10, count, &calls), ==, BF_RUN_CONTINUES);
  g_assert_cmpuint (calls.n_calls, ==, 14);
  g_assert_cmpint (bf_training_run (training, 0, count, &calls), ==, BF_RUN_CONTINUES);
  g_assert_cmpuint (calls.n_calls, ==, 14);
}

static void
fill_with_nan_at_5 (gpointer data, guint64 step, guint batch_size, float *inputs, gint32 *classes,
                    float *targets)
{
  fill (data, step, batch_size, inputs, classes, targets);
  if (step == 5)
    inputs[3] = NAN;
}

/* The row of the step that diverged is delivered; the parameters stay as they were before it. */
static void
test_diverged (void)
{
  static const char *const activations[] = { "tanh", "relu", "leaky-relu" };

  for (guint k = 0; k < G_N_ELEMENTS (activations); k++)
    {
      const BfSource broken = { fill_with_nan_at_5, NULL };
      Laboratory laboratory;
      Calls calls = { 0 };

      laboratory_init (&laboratory, 2, 8, 3, 3, activations[k], "he-normal", "cross-entropy");
      g_autoptr (BfTraining) training = bf_training_new (&laboratory.network, &laboratory.training,
                                                         &broken, NULL);
      g_autoptr (BfTraining) sound = train (&laboratory);
      const BfTensor a = laboratory_tensor (training, "head.weight");
      const BfTensor b = laboratory_tensor (sound, "head.weight");

      g_assert_cmpint (bf_training_run (training, 10, count, &calls), ==, BF_RUN_DIVERGED);
      g_assert_cmpuint (calls.n_calls, ==, 5);
      g_assert_cmpuint (bf_training_step (training), ==, 5);
      g_assert_cmpuint (bf_training_probe (training)->step, ==, 5);
      g_assert_true (isnan (bf_training_probe (training)->loss));
      bf_training_run (sound, 4, NULL, NULL);
      for (gsize i = 0; i < laboratory_n_values (&a); i++)
        g_assert_cmpfloat (laboratory_value (&a, i), ==, laboratory_value (&b, i));

      g_assert_cmpint (bf_training_run (training, 10, count, &calls), ==, BF_RUN_DIVERGED);
      g_assert_cmpuint (calls.n_calls, ==, 5);
    }
}

/* Too large a rate: the loss overflows by itself. */
static void
test_explodes (void)
{
  Laboratory laboratory;
  Calls calls = { 0 };

  laboratory_init (&laboratory, 2, 8, 3, 2, "linear", "he-normal", "mean-squared-error");
  laboratory.training.learning_rate = 1e3;
  laboratory.training.precision = BF_FLOAT32;
  laboratory_draw (&laboratory);
  g_autoptr (BfTraining) training = laboratory_train (&laboratory);

  g_assert_cmpint (bf_training_run (training, 100, count, &calls), ==, BF_RUN_DIVERGED);
  g_assert_cmpuint (calls.n_calls, <, 20);
  g_assert_false (isfinite (bf_training_probe (training)->loss)
                  && isfinite (bf_training_probe (training)->gradient_norm));
  laboratory_clear (&laboratory);
}

/* Without measures the parameters take the same way; clipping has the norm it needs. */
static void
test_unmeasured (void)
{
  for (guint k = 0; k < 4; k++)
    {
      Laboratory laboratory;

      laboratory_init (&laboratory, 3, 8, 3, 3, "tanh", "xavier-normal", "cross-entropy");
      laboratory.training.clip_norm = k % 2 ? 1e-3 : 0;
      if (k > 1)
        {
          laboratory.network.timesteps = 5;
          laboratory.layers[0].cell = bf_table_find (&bf_cell_table, "lstm");
          laboratory.layers[1].cell = bf_table_find (&bf_cell_table, "gru");
          laboratory.layers[2].cell = bf_table_find (&bf_cell_table, "rnn");
        }
      laboratory_draw (&laboratory);
      g_autoptr (BfTraining) measured = laboratory_train (&laboratory);
      laboratory.training.unmeasured = TRUE;
      g_autoptr (BfTraining) unmeasured = laboratory_train (&laboratory);

      bf_training_run (measured, 3, NULL, NULL);
      bf_training_run (unmeasured, 3, NULL, NULL);
      const BfProbe *a = bf_training_probe (measured), *b = bf_training_probe (unmeasured);

      g_assert_cmpfloat (a->loss, ==, b->loss);
      g_assert_cmpfloat (a->accuracy, ==, b->accuracy);
      g_assert_true (k % 2 ? a->gradient_norm == b->gradient_norm : isnan (b->gradient_norm));
      for (guint layer = 0; layer < b->n_layers; layer++)
        for (guint i = 0; i < BF_N_LAYER_MEASURES; i++)
          g_assert_true (isnan (b->layers[layer][i]));
      for (guint i = 0; i < b->n_recurrent * b->timesteps; i++)
        g_assert_true (isnan (b->hidden_gradient_norm[i]) && isnan (b->cell_gradient_norm[i]));
      for (guint i = 0; i < bf_training_n_tensors (measured); i++)
        {
          BfTensor one, other;

          bf_training_tensor (measured, i, &one);
          bf_training_tensor (unmeasured, i, &other);
          for (gsize j = 0; j < laboratory_n_values (&one); j++)
            g_assert_cmpfloat (laboratory_value (&one, j), ==, laboratory_value (&other, j));
        }
      laboratory_clear (&laboratory);
    }
}

static void
test_learning_rate (void)
{
  Laboratory laboratory;

  laboratory_init (&laboratory, 2, 8, 3, 3, "tanh", "xavier-normal", "cross-entropy");
  laboratory_draw (&laboratory);
  g_autoptr (BfTraining) training = laboratory_train (&laboratory);
  const BfTensor tensor = laboratory_tensor (training, "layers.2.bias");

  for (guint step = 1; step <= 2; step++)
    {
      const double before = laboratory_value (&tensor, 3), rate = step * 0.25;

      bf_training_set_learning_rate (training, rate);
      bf_training_run (training, 1, NULL, NULL);
      g_assert_cmpfloat (laboratory_gradient (&tensor, 3), !=, 0);
      g_assert_cmpfloat_with_epsilon (laboratory_value (&tensor, 3),
                                      before - rate * laboratory_gradient (&tensor, 3), 1e-16);
    }
  laboratory_clear (&laboratory);
}

/* However many samples, in batches that need not come out even. */
static void
test_evaluate (void)
{
  Laboratory laboratory;

  laboratory_init (&laboratory, 2, 8, 3, 3, "tanh", "xavier-normal", "cross-entropy");
  laboratory.training.batch_size = 30;
  laboratory_draw (&laboratory);
  g_autoptr (BfTraining) large = laboratory_train (&laboratory);
  double loss, accuracy;

  const double expected = bf_training_gradient (large, &laboratory.samples);
  const double share = bf_training_probe (large)->accuracy;
  for (guint batch = 1; batch <= 30; batch += 7)
    {
      laboratory.training.batch_size = batch;
      g_autoptr (BfTraining) small = train (&laboratory);

      bf_training_evaluate (small, &laboratory.samples, &loss, &accuracy);
      g_assert_cmpfloat_with_epsilon (loss, expected, 1e-14);
      g_assert_cmpfloat_with_epsilon (accuracy, share, 1e-15);
    }
  laboratory_clear (&laboratory);
}

/* Batch normalisation alone between an identity and an identity head, without learning: after one
 * step the running mean is 0.1 m and the running variance 0.9 + 0.1 v of that batch. */
static void
test_running_statistics (void)
{
  Laboratory laboratory;
  double mean = 0, variance = 0, loss, expected = 0, accuracy;

  laboratory_init (&laboratory, 1, 1, 1, 1, "linear", "identity", "mean-squared-error");
  laboratory_set_normalization (&laboratory, "batch");
  laboratory.training.learning_rate = 0;
  laboratory.training.batch_size = 8;
  laboratory_draw (&laboratory);
  g_autoptr (BfTraining) training = laboratory_train (&laboratory);
  const BfTensor head = laboratory_tensor (training, "head.weight");
  const float *x = laboratory.samples.inputs, *target = laboratory.samples.targets;

  laboratory_set_value (&head, 0, 1);
  bf_training_run (training, 1, NULL, NULL);
  for (guint i = 0; i < 8; i++)
    mean += x[i] / 8.0;
  for (guint i = 0; i < 8; i++)
    variance += (x[i] - mean) * (x[i] - mean) / 7;
  for (guint i = 0; i < 8; i++)
    expected += pow ((x[i] - 0.1 * mean) / sqrt (0.9 + 0.1 * variance + 1e-5) - target[i], 2) / 8;
  bf_training_evaluate (training, &laboratory.samples, &loss, &accuracy);
  g_assert_cmpfloat_with_epsilon (loss, expected, 1e-12);
  g_assert_true (isnan (accuracy));

  /* A gradient pass leaves them alone. */
  bf_training_gradient (training, &laboratory.samples);
  bf_training_evaluate (training, &laboratory.samples, &loss, &accuracy);
  g_assert_cmpfloat_with_epsilon (loss, expected, 1e-12);
  laboratory_clear (&laboratory);
}

static void
test_tensors (void)
{
  static const struct {
    const char *name;
    guint rows, columns;
  } expected[] = {
    { "layers.0.weight", 4, 2 }, { "layers.0.bias", 4, 0 }, { "layers.0.norm.weight", 4, 0 },
    { "layers.0.norm.bias", 4, 0 }, { "layers.1.weight", 6, 4 }, { "layers.1.bias", 6, 0 },
    { "head.weight", 3, 6 }, { "head.bias", 3, 0 },
  };
  Laboratory laboratory;
  guint64 n = 0;

  laboratory_init (&laboratory, 2, 4, 2, 3, "tanh", "xavier-normal", "cross-entropy");
  laboratory.layers[0].normalization = bf_table_find (&bf_normalization_table, "layer");
  laboratory.layers[1].units = 6;
  g_autoptr (BfTraining) training = train (&laboratory);

  g_assert_cmpuint (bf_training_n_tensors (training), ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      BfTensor tensor;

      bf_training_tensor (training, i, &tensor);
      g_assert_cmpstr (tensor.name, ==, expected[i].name);
      g_assert_cmpuint (tensor.rows, ==, expected[i].rows);
      g_assert_cmpuint (tensor.columns, ==, expected[i].columns);
      g_assert_cmpint (tensor.precision, ==, BF_FLOAT64);
      if (g_str_has_suffix (tensor.name, "norm.weight"))
        g_assert_cmpfloat (laboratory_value (&tensor, 3), ==, 1);
      else if (tensor.columns == 0)
        g_assert_cmpfloat (laboratory_value (&tensor, 2), ==, 0);
      n += laboratory_n_values (&tensor);
    }
  g_assert_cmpuint (n, ==, bf_network_spec_n_parameters (&laboratory.network));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/training/same-bits", test_same_bits);
  g_test_add_func ("/training/twins", test_twins);
  g_test_add_func ("/training/golden-curve", test_golden_curve);
  g_test_add_func ("/training/callback", test_callback);
  g_test_add_func ("/training/diverged", test_diverged);
  g_test_add_func ("/training/explodes", test_explodes);
  g_test_add_func ("/training/unmeasured", test_unmeasured);
  g_test_add_func ("/training/learning-rate", test_learning_rate);
  g_test_add_func ("/training/evaluate", test_evaluate);
  g_test_add_func ("/training/running-statistics", test_running_statistics);
  g_test_add_func ("/training/tensors", test_tensors);
  return g_test_run ();
}
