#include "engine/optimizer.h"

#include <math.h>
#include <string.h>

#define STEPS 3

static const double gradients[STEPS][2] = { { 0.5, 1e-3 }, { -0.25, 2 }, { 0.125, -0.5 } };

/* Two parameters from (1, -2) with rate 0.1 and momentum 0.8, as torch.optim of PyTorch 1.13 moves
 * them. */
static const struct {
  const char *id;
  double values[STEPS][2];
} expected[] = {
  { "sgd", { { 0.95, -2.0001 }, { 0.975, -2.2001 }, { 0.9625, -2.1501 } } },
  { "momentum", { { 0.95, -2.0001 }, { 0.935, -2.20018 }, { 0.9105, -2.310244 } } },
  { "rmsprop", { { 1.9999996048181146e-07, -2.9999000099989996 },
                 { 0.44901337442175077, -3.999899836249037 },
                 { 0.22890921760206842, -3.7562147870765155 } } },
  { "adam", { { 0.900000002, -2.09999900001 }, { 0.8733662987078463, -2.174446158700881 },
              { 0.8393233849166541, -2.2147733495321624 } } },
};

static const BfOptimizerStep first_step = {
  .learning_rate = 0.1, .momentum = 0.8, .gradient_scale = 1,
};

static void
test_float64 (void)
{
  for (guint k = 0; k < G_N_ELEMENTS (expected); k++)
    {
      const BfOptimizer *row = bf_table_find (&bf_optimizer_table, expected[k].id);
      double values[2] = { 1, -2 }, update[2], first[2] = { 0 }, second[2] = { 0 };
      double *state[] = { first, second };
      BfOptimizerStep step = first_step;

      for (step.step = 1; step.step <= STEPS; step.step++)
        {
          row->update_f64 (2, &step, gradients[step.step - 1], state, update);
          for (guint i = 0; i < 2; i++)
            {
              values[i] -= update[i];
              g_assert_cmpfloat_with_epsilon (values[i], expected[k].values[step.step - 1][i],
                                              1e-12);
            }
        }
      /* n_state says which vectors are used. */
      g_assert_cmpint (first[0] != 0, ==, row->n_state > 0);
      g_assert_cmpint (second[0] != 0, ==, row->n_state > 1);
    }
}

static void
test_float32 (void)
{
  for (guint k = 0; k < G_N_ELEMENTS (expected); k++)
    {
      const BfOptimizer *row = bf_table_find (&bf_optimizer_table, expected[k].id);
      float values[2] = { 1, -2 }, update[2], first[2] = { 0 }, second[2] = { 0 };
      float *state[] = { first, second };
      BfOptimizerStep step = first_step;

      for (step.step = 1; step.step <= STEPS; step.step++)
        {
          const float gradient[] = { gradients[step.step - 1][0], gradients[step.step - 1][1] };

          row->update_f32 (2, &step, gradient, state, update);
          for (guint i = 0; i < 2; i++)
            {
              values[i] -= update[i];
              g_assert_cmpfloat_with_epsilon (values[i], expected[k].values[step.step - 1][i],
                                              2e-6);
            }
        }
    }
}

static void
test_every_row_is_checked (void)
{
  g_assert_cmpuint (bf_optimizer_table.n_rows, ==, G_N_ELEMENTS (expected));
  for (guint k = 0; k < G_N_ELEMENTS (expected); k++)
    {
      const BfOptimizer *row = bf_table_find (&bf_optimizer_table, expected[k].id);

      g_assert_nonnull (row);
      g_assert_cmpuint (row->n_state, <=, 2);
      g_assert_cmpint (row->has_momentum, ==, strcmp (expected[k].id, "momentum") == 0);
    }
}

/* Clipping multiplies the gradient before anything else is made of it. */
static void
test_gradient_scale (void)
{
  for (guint k = 0; k < bf_optimizer_table.n_rows; k++)
    {
      const BfOptimizer *row = bf_table_row (&bf_optimizer_table, k);
      const double gradient = 3, scaled = 0.75;
      double a[2] = { 0.5, 0.5 }, b[2] = { 0.5, 0.5 }, update, same;
      double *state_a[] = { &a[0], &a[1] }, *state_b[] = { &b[0], &b[1] };
      BfOptimizerStep step = first_step;

      step.step = 2;
      row->update_f64 (1, &step, &scaled, state_a, &update);
      step.gradient_scale = 0.25;
      row->update_f64 (1, &step, &gradient, state_b, &same);
      g_assert_cmpfloat (update, ==, same);
      g_assert_cmpmem (a, sizeof a, b, sizeof b);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/optimizer/float64", test_float64);
  g_test_add_func ("/optimizer/float32", test_float32);
  g_test_add_func ("/optimizer/every-row-is-checked", test_every_row_is_checked);
  g_test_add_func ("/optimizer/gradient-scale", test_gradient_scale);
  return g_test_run ();
}
