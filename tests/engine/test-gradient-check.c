/* The gradient check: that right gradients pass, wrong ones are found, and small ones are told apart. */
#include "laboratory.h"

#include <math.h>
#include <string.h>

#include "engine/gradient-check.h"

static BfGradientCheck *
check_of (BfTraining *training, guint n_weights)
{
  g_autoptr (GError) error = NULL;
  BfGradientCheck *check = bf_gradient_check_new (training, n_weights, NULL, NULL, &error);

  g_assert_no_error (error);
  return check;
}

static BfGradientCheck *
check_laboratory (Laboratory *laboratory, guint n_weights)
{
  laboratory_draw (laboratory);
  g_autoptr (BfTraining) training = laboratory_train (laboratory);
  BfGradientCheck *check;

  bf_training_run (training, 2, NULL, NULL);
  check = check_of (training, n_weights);
  laboratory_clear (laboratory);
  return check;
}

static void
assert_agrees (const BfGradientCheck *check, guint n_weights)
{
  guint n_agreeing = 0, n = 0;

  g_assert_true (bf_gradient_check_agrees (check));
  for (guint i = 0; i < check->n; i++)
    {
      const BfGradientCheckTensor *tensor = &check->tensors[i];

      g_test_message ("%s: %u of %u agree, %u small, %u kinks; largest %.2g, median %.2g, single %.2g",
                      tensor->name, tensor->n_agreeing, tensor->n, tensor->n_small, tensor->n_kinks,
                      tensor->largest, tensor->median, tensor->single);
      g_assert_cmpuint (tensor->n, ==, MIN (n_weights, tensor->rows * MAX (tensor->columns, 1)));
      g_assert_cmpuint (tensor->n, ==, tensor->n_agreeing + tensor->n_small + tensor->n_kinks);
      g_assert_true (isnan (tensor->largest) || tensor->largest < 1e-5);
      n_agreeing += tensor->n_agreeing;
      n += tensor->n;
    }
  g_assert_cmpuint (2 * n_agreeing, >, n);
}

static void
test_activation (gconstpointer data)
{
  const BfEntry *activation = data;

  for (guint i = 0; i < bf_loss_table.n_rows; i++)
    {
      const BfEntry *loss = bf_table_row (&bf_loss_table, i);
      Laboratory laboratory;

      laboratory_init (&laboratory, 5, 8, 4, 3, activation->id, "xavier-normal", loss->id);
      laboratory.training.batch_size = 12;
      g_autoptr (BfGradientCheck) check = check_laboratory (&laboratory, 20);
      assert_agrees (check, 20);
      g_assert_cmpuint (check->step, ==, 2);
      g_assert_cmpuint (check->n_samples, ==, 12);
    }
}

static void
test_normalization (gconstpointer data)
{
  const BfEntry *normalization = data;

  for (guint form = BF_RESIDUAL_PREACTIVATION; form <= BF_RESIDUAL_POSTACTIVATION; form++)
    {
      Laboratory laboratory;

      laboratory_init (&laboratory, 5, 8, 5, 3, "relu", "he-normal", "cross-entropy");
      laboratory.training.batch_size = 12;
      laboratory_set_normalization (&laboratory, normalization->id);
      laboratory_set_residual (&laboratory, 2, 0.7, form);
      g_autoptr (BfGradientCheck) check = check_laboratory (&laboratory, 15);
      assert_agrees (check, 15);
    }
}

static void
test_cell (gconstpointer data)
{
  static const char *const activations[] = { "tanh", "relu" };
  const BfCell *cell = data;

  for (guint i = 0; cell->recurrent && i < G_N_ELEMENTS (activations); i++)
    {
      Laboratory laboratory;

      laboratory_init (&laboratory, 3, 5, 2, 2, activations[i], "xavier-normal", "mean-squared-error");
      laboratory.network.timesteps = 6;
      laboratory.training.batch_size = 4;
      laboratory.training.precision = BF_FLOAT32;
      laboratory.layers[0].cell = laboratory.layers[1].cell = cell;
      g_autoptr (BfGradientCheck) check = check_laboratory (&laboratory, 15);
      assert_agrees (check, 15);
      for (guint j = 0; j < check->n; j++)
        {
          g_assert_cmpfloat (check->tensors[j].single, >, 0);
          g_assert_cmpfloat (check->tensors[j].single, <, 1e-4);
        }
    }
}

/* Far below the loss's rounding noise nothing can be said; near the outputs it can. */
static void
test_vanished (void)
{
  Laboratory laboratory;

  laboratory_init (&laboratory, 5, 8, 30, 3, "sigmoid", "xavier-normal", "cross-entropy");
  laboratory.training.batch_size = 12;
  g_autoptr (BfGradientCheck) check = check_laboratory (&laboratory, 20);
  g_autofree char *text = bf_gradient_check_describe (check);

  g_assert_true (bf_gradient_check_agrees (check));
  g_assert_cmpuint (check->tensors[0].n_small, ==, 20);
  g_assert_true (isnan (check->tensors[0].largest));
  g_assert_cmpuint (check->tensors[check->n - 1].n_agreeing, ==, 3);
  g_assert_cmpfloat (check->noise, <, 1e-14);
  g_assert_nonnull (strstr (text, "too small to check"));
}

static void
wrong_slopes (gsize n, const double *z, const double *h, double *slope, double parameter)
{
  const BfActivation *tanh = bf_table_find (&bf_activation_table, "tanh");

  tanh->kernels.slope_f64 (n, z, h, slope, parameter);
  for (gsize i = 0; i < n; i++)
    slope[i] *= 1.001;
}

/* An activation whose slope is wrong by a thousandth: all but the head and what follows it. */
static void
test_wrong (void)
{
  BfActivation wrong = *(const BfActivation *) bf_table_find (&bf_activation_table, "tanh");
  Laboratory laboratory;

  laboratory_init (&laboratory, 5, 8, 3, 3, "tanh", "xavier-normal", "cross-entropy");
  laboratory.training.batch_size = 12;
  wrong.kernels.slope_f64 = wrong_slopes;
  laboratory.layers[1].activation = &wrong;
  g_autoptr (BfGradientCheck) check = check_laboratory (&laboratory, 100);
  g_autofree char *text = bf_gradient_check_describe (check);

  g_assert_false (bf_gradient_check_agrees (check));
  g_assert_nonnull (strstr (text, "disagree"));
  for (guint i = 0; i < check->n; i++)
    {
      const gboolean before = i < 4;   /* weights and biases of two layers */

      g_assert_cmpuint (check->tensors[i].n_wrong, ==, before ? check->tensors[i].n : 0);
      if (before)
        g_assert_cmpfloat_with_epsilon (check->tensors[i].median, 0.001 / 1.001, 1e-8);
    }
}

/* With zero weights every ReLU sits on its kink. */
static void
test_kinks (void)
{
  Laboratory laboratory;

  laboratory_init (&laboratory, 5, 8, 2, 3, "relu", "zeros", "cross-entropy");
  laboratory.training.batch_size = 12;
  laboratory_draw (&laboratory);
  g_autoptr (BfTraining) training = laboratory_train (&laboratory);
  g_autoptr (BfGradientCheck) check = check_of (training, 10);

  g_assert_true (bf_gradient_check_agrees (check));
  g_assert_cmpuint (check->tensors[0].n_kinks, ==, 10);
  g_assert_cmpuint (check->tensors[check->n - 1].n_agreeing, ==, 3);
  laboratory_clear (&laboratory);
}

static gboolean
proceed_to_half (double share, gpointer user_data)
{
  double *last = user_data;

  g_assert_cmpfloat (share, >=, *last);
  g_assert_cmpfloat (share, <, 1);
  *last = share;
  return share < 0.5;
}

/* Can be stopped; changes nothing; gives the same again. */
static void
test_beside (void)
{
  Laboratory laboratory;
  g_autoptr (GError) error = NULL;
  double last = 0;

  laboratory_init (&laboratory, 5, 8, 3, 3, "relu", "he-normal", "cross-entropy");
  laboratory.training.batch_size = 12;
  laboratory_draw (&laboratory);
  g_autoptr (BfTraining) training = laboratory_train (&laboratory);
  g_autoptr (BfTraining) twin = laboratory_train (&laboratory);

  bf_training_run (training, 3, NULL, NULL);
  bf_training_run (twin, 3, NULL, NULL);
  g_assert_null (bf_gradient_check_new (training, 10, proceed_to_half, &last, &error));
  g_assert_error (error, BF_ENGINE_ERROR, BF_ENGINE_ERROR_STOPPED);
  g_assert_cmpfloat (last, >=, 0.5);
  g_assert_cmpfloat (last, <, 0.52);
  g_autoptr (BfGradientCheck) check = check_of (training, 10);
  g_autoptr (BfGradientCheck) again = check_of (training, 10);
  for (guint i = 0; i < check->n; i++)
    {
      g_assert_cmpfloat (check->tensors[i].median, ==, again->tensors[i].median);
      g_assert_cmpuint (check->tensors[i].worst, ==, again->tensors[i].worst);
    }
  bf_training_run (training, 1, NULL, NULL);
  bf_training_run (twin, 1, NULL, NULL);
  g_assert_cmpfloat (bf_training_probe (training)->loss, ==, bf_training_probe (twin)->loss);
  laboratory_clear (&laboratory);
}

static void
test_not_finite (void)
{
  Laboratory laboratory;
  g_autoptr (GError) error = NULL;
  BfTensor tensor;

  laboratory_init (&laboratory, 5, 8, 3, 3, "relu", "he-normal", "cross-entropy");
  laboratory.training.batch_size = 12;
  laboratory_draw (&laboratory);
  g_autoptr (BfTraining) training = laboratory_train (&laboratory);
  tensor = laboratory_tensor (training, "head.bias");
  laboratory_set_value (&tensor, 0, NAN);
  g_assert_null (bf_gradient_check_new (training, 10, NULL, NULL, &error));
  g_assert_error (error, BF_ENGINE_ERROR, BF_ENGINE_ERROR_SPEC);
  laboratory_clear (&laboratory);
}

static void
add_each (const BfTable *table, GTestDataFunc func)
{
  for (guint i = 0; i < table->n_rows; i++)
    {
      const BfEntry *entry = bf_table_row (table, i);
      g_autofree char *path = g_strdup_printf ("/gradient-check/%s/%s", table->id, entry->id);

      g_test_add_data_func (path, entry, func);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_each (&bf_activation_table, test_activation);
  add_each (&bf_normalization_table, test_normalization);
  add_each (&bf_cell_table, test_cell);
  g_test_add_func ("/gradient-check/vanished", test_vanished);
  g_test_add_func ("/gradient-check/wrong", test_wrong);
  g_test_add_func ("/gradient-check/kinks", test_kinks);
  g_test_add_func ("/gradient-check/beside", test_beside);
  g_test_add_func ("/gradient-check/not-finite", test_not_finite);
  return g_test_run ();
}
