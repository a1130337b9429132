/* Back-propagation against central differences in float64. */
#include "laboratory.h"

#include <math.h>

/* Moves every parameter off its start, so that biases, gamma and beta count, and no ReLU sits on
 * its kink. */
static void
disturb (BfTraining *training)
{
  for (guint i = 0; i < bf_training_n_tensors (training); i++)
    {
      BfTensor tensor;

      bf_training_tensor (training, i, &tensor);
      if (tensor.columns > 0)
        continue;
      for (gsize j = 0; j < laboratory_n_values (&tensor); j++)
        laboratory_set_value (&tensor, j,
                              laboratory_value (&tensor, j) + 0.3 * sin (1.7 * (i + 3 * j + 1)));
    }
}

/* Fourth-order central difference of the loss along one parameter. */
static double
difference (BfTraining *training, const BfSamples *samples, const BfTensor *tensor, gsize index)
{
  static const double weights[] = { 1 / 12.0, -2 / 3.0, 2 / 3.0, -1 / 12.0 };
  static const double places[] = { -2, -1, 1, 2 };
  const double value = laboratory_value (tensor, index), step = 2e-4;
  double sum = 0;

  for (guint k = 0; k < G_N_ELEMENTS (places); k++)
    {
      laboratory_set_value (tensor, index, value + places[k] * step);
      sum += weights[k] * bf_training_gradient (training, samples);
    }
  laboratory_set_value (tensor, index, value);
  return sum / step;
}

/* |analytic - numeric| / |numeric| over each tensor. A tensor without gradient (weights behind a
 * normalisation shift by a bias) must have none analytically. Returns the norm over all tensors. */
static double
check_tensors (BfTraining *training, const BfSamples *samples)
{
  double total = 0;

  for (guint i = 0; i < bf_training_n_tensors (training); i++)
    {
      BfTensor tensor;
      double error = 0, size = 0;

      bf_training_tensor (training, i, &tensor);
      for (gsize j = 0; j < laboratory_n_values (&tensor); j++)
        {
          const double numeric = difference (training, samples, &tensor, j);

          bf_training_gradient (training, samples);
          const double analytic = laboratory_gradient (&tensor, j);

          error = hypot (error, analytic - numeric);
          size = hypot (size, numeric);
        }
      g_test_message ("%s: %.3g, error %.3g", tensor.name, size, error);
      g_assert_cmpfloat (error, <=, 1e-6 * size + 1e-11);
      total = hypot (total, size);
    }
  return total;
}

static void
check (Laboratory *laboratory)
{
  laboratory_draw (laboratory);
  g_autoptr (BfTraining) training = laboratory_train (laboratory);

  disturb (training);
  g_assert_cmpfloat (check_tensors (training, &laboratory->samples), >, 1e-3);
  laboratory_clear (laboratory);
}

static void
test_activation (gconstpointer data)
{
  const BfEntry *activation = data;

  for (guint i = 0; i < bf_initializer_table.n_rows; i++)
    for (guint j = 0; j < bf_loss_table.n_rows; j++)
      {
        const BfEntry *initializer = bf_table_row (&bf_initializer_table, i);
        const BfEntry *loss = bf_table_row (&bf_loss_table, j);
        Laboratory laboratory;

        g_test_message ("%s, %s, %s", activation->id, initializer->id, loss->id);
        laboratory_init (&laboratory, 3, 4, 3, 3, activation->id, initializer->id, loss->id);
        laboratory.training.batch_size = 5;
        check (&laboratory);
      }
}

/* Every normalisation, alone and inside spans of both forms; activations that read their slope from
 * the output and such as need their argument. */
static void
test_structure (gconstpointer data)
{
  static const char *const activations[] = { "tanh", "gelu", "leaky-relu" };
  const BfEntry *normalization = data;

  for (guint i = 0; i < G_N_ELEMENTS (activations); i++)
    for (guint span = 0; span <= 3; span++)
      for (guint form = BF_RESIDUAL_PREACTIVATION; form <= BF_RESIDUAL_POSTACTIVATION; form++)
        {
          Laboratory laboratory;

          g_test_message ("%s, %s, span %u, form %u", normalization->id, activations[i], span, form);
          laboratory_init (&laboratory, 3, 4, 6, 3, activations[i], "xavier-normal",
                           "cross-entropy");
          laboratory.training.batch_size = 6;
          laboratory_set_normalization (&laboratory, normalization->id);
          if (span > 0)
            laboratory_set_residual (&laboratory, span, 0.7, form);
          check (&laboratory);
        }
}

/* Widths that differ from layer to layer, a batch of one, and a single layer. */
static void
test_shapes (void)
{
  static const guint units[] = { 5, 2, 7 };
  Laboratory laboratory;

  laboratory_init (&laboratory, 3, 4, 3, 2, "silu", "he-uniform", "mean-squared-error");
  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    laboratory.layers[i].units = units[i];
  laboratory.training.batch_size = 1;
  check (&laboratory);

  laboratory_init (&laboratory, 1, 1, 1, 1, "sigmoid", "uniform", "mean-squared-error");
  laboratory.training.batch_size = 3;
  check (&laboratory);
}

/* A stack of recurrent layers, plain and with shortcuts, then dense ones; and T = 1. */
static void
test_cell (gconstpointer data)
{
  const BfCell *cell = data;
  static const struct { guint timesteps, span; const char *activation; } cases[] = {
    { 5, 0, "tanh" }, { 4, 1, "gelu" }, { 6, 0, "relu" }, { 1, 0, "sigmoid" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Laboratory laboratory;

      if (!cell->recurrent)
        return;
      laboratory_init (&laboratory, 2, 4, 5, 3, cases[i].activation, "xavier-normal",
                       "mean-squared-error");
      laboratory.network.timesteps = cases[i].timesteps;
      laboratory.training.batch_size = 3;
      for (guint l = 0; l < 3; l++)
        {
          laboratory.layers[l].cell = cell;
          laboratory.layers[l].forget_bias = 0.7;
          laboratory.layers[l].residual_form = BF_RESIDUAL_POSTACTIVATION;
          laboratory.layers[l].residual_scale = 0.6;
          laboratory.layers[l].span_first = l > 0 && cases[i].span > 0 ? (int) l : -1;
          laboratory.layers[l].span_last = l > 0 && cases[i].span > 0;
        }
      check (&laboratory);
    }
}

static void
add_each (const BfTable *table, GTestDataFunc func)
{
  for (guint i = 0; i < table->n_rows; i++)
    {
      const BfEntry *entry = bf_table_row (table, i);
      g_autofree char *path = g_strdup_printf ("/gradients/%s/%s", table->id, entry->id);

      g_test_add_data_func (path, entry, func);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_each (&bf_activation_table, test_activation);
  add_each (&bf_normalization_table, test_structure);
  add_each (&bf_cell_table, test_cell);
  g_test_add_func ("/gradients/shapes", test_shapes);
  return g_test_run ();
}
