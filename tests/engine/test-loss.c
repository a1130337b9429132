#include "engine/loss.h"

#include <math.h>

static const BfLoss *
cross_entropy (void)
{
  return bf_table_find (&bf_loss_table, "cross-entropy");
}

static const BfLoss *
mean_squared_error (void)
{
  return bf_table_find (&bf_loss_table, "mean-squared-error");
}

/* Two samples, three classes, by hand: log-sum-exp of (0, ln 2, 0) is ln 4. */
static void
test_cross_entropy (void)
{
  const double y[] = { 0, G_LN2, 0, G_LN2, 0, 0 };
  const gint32 classes[] = { 1, 2 };
  const double expected[] = { 0.125, -0.25, 0.125, 0.25, 0.125, -0.375 };
  float y32[6], dy32[6];
  double dy[6];
  guint n_correct;

  double loss = cross_entropy ()->evaluate_f64 (2, 3, y, classes, NULL, dy, &n_correct);

  g_assert_cmpfloat_with_epsilon (loss, (log (2) + log (4)) / 2, 1e-15);
  g_assert_cmpuint (n_correct, ==, 1);
  for (guint i = 0; i < 6; i++)
    {
      g_assert_cmpfloat_with_epsilon (dy[i], expected[i], 1e-15);
      y32[i] = y[i];
    }
  loss = cross_entropy ()->evaluate_f32 (2, 3, y32, classes, NULL, dy32, &n_correct);
  g_assert_cmpfloat_with_epsilon (loss, (log (2) + log (4)) / 2, 1e-6);
  for (guint i = 0; i < 6; i++)
    g_assert_cmpfloat_with_epsilon (dy32[i], expected[i], 1e-7);
}

/* Outputs far beyond where exp ends. */
static void
test_large_outputs (void)
{
  const double y[] = { 1e4, -1e4 };
  const gint32 right = 0, wrong = 1;
  double dy[2], loss;
  guint n_correct;

  loss = cross_entropy ()->evaluate_f64 (1, 2, y, &right, NULL, dy, &n_correct);
  g_assert_cmpfloat (loss, ==, 0);
  g_assert_cmpuint (n_correct, ==, 1);
  loss = cross_entropy ()->evaluate_f64 (1, 2, y, &wrong, NULL, dy, &n_correct);
  g_assert_cmpfloat (loss, ==, 2e4);
  g_assert_cmpuint (n_correct, ==, 0);
  g_assert_cmpfloat (dy[0], ==, 1);
  g_assert_cmpfloat (dy[1], ==, -1);
}

/* Nothing that is not a number counts as right, and the loss says so. */
static void
test_nan (void)
{
  const float y[] = { NAN, NAN };
  const gint32 class = 0;
  float dy[2];
  guint n_correct;

  const double loss = cross_entropy ()->evaluate_f32 (1, 2, y, &class, NULL, dy, &n_correct);

  g_assert_true (isnan (loss));
  g_assert_cmpuint (n_correct, ==, 0);
}

static void
test_mean_squared_error (void)
{
  const double y[] = { 1, 2, 3, 4 };
  const float y32[] = { 1, 2, 3, 4 }, targets[] = { 1, 0, 4, 4 };
  const double expected[] = { 0, 1, -0.5, 0 };
  double dy[4];
  float dy32[4];
  guint n_correct;

  double loss = mean_squared_error ()->evaluate_f64 (2, 2, y, NULL, targets, dy, &n_correct);

  g_assert_cmpfloat (loss, ==, 1.25);
  g_assert_cmpuint (n_correct, ==, 0);
  loss = mean_squared_error ()->evaluate_f32 (2, 2, y32, NULL, targets, dy32, &n_correct);
  g_assert_cmpfloat (loss, ==, 1.25);
  for (guint i = 0; i < 4; i++)
    {
      g_assert_cmpfloat (dy[i], ==, expected[i]);
      g_assert_cmpfloat (dy32[i], ==, expected[i]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/loss/cross-entropy", test_cross_entropy);
  g_test_add_func ("/loss/large-outputs", test_large_outputs);
  g_test_add_func ("/loss/nan", test_nan);
  g_test_add_func ("/loss/mean-squared-error", test_mean_squared_error);
  return g_test_run ();
}
