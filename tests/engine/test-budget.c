/* The budget: its parts sum up to the change of the gradient, and each is what it says. */
#include "laboratory.h"

#include <math.h>
#include <string.h>

static double
change (const BfProbe *probe, guint layer)
{
  return log10 (probe->layers[layer - 1][BF_ACTIVATION_GRADIENT_NORM])
         - log10 (probe->layers[layer][BF_ACTIVATION_GRADIENT_NORM]);
}

static double
total (const BfProbe *probe, guint layer)
{
  double sum = 0;

  for (guint part = 0; part < BF_N_BUDGET_PARTS; part++)
    sum += probe->budget[layer][part];
  return sum;
}

/* Layer by layer, and from the last to the first. */
static void
check_sums (const BfProbe *probe, BfPrecision precision)
{
  const double tolerance = precision == BF_FLOAT32 ? 1e-5 : 1e-12;
  double sum = 0, changes = 0;

  for (guint part = 0; part < BF_N_BUDGET_PARTS; part++)
    g_assert_true (isnan (probe->budget[0][part]));
  for (guint layer = 1; layer < probe->n_layers; layer++)
    {
      g_assert_true (isfinite (total (probe, layer)));
      g_assert_cmpfloat_with_epsilon (total (probe, layer), change (probe, layer), tolerance);
      sum += total (probe, layer);
      changes += change (probe, layer);
    }
  g_assert_cmpfloat_with_epsilon (sum, changes, tolerance);
}

static void
check_dense (const char *activation, const char *normalization, BfResidualForm form, guint span,
             double scale, BfPrecision precision)
{
  Laboratory laboratory;

  laboratory_init (&laboratory, 9, 12, 8, 4, activation, "he-normal", "cross-entropy");
  laboratory.training.precision = precision;
  laboratory.training.batch_size = 16;
  laboratory_set_normalization (&laboratory, normalization);
  if (span > 0)
    laboratory_set_residual (&laboratory, span, scale, form);
  laboratory_draw (&laboratory);
  g_autoptr (BfProbe) probe = laboratory_measure (&laboratory);

  check_sums (probe, precision);
  for (guint i = 1; i < probe->n_layers; i++)
    {
      const BfLayerSpec *layer = &laboratory.layers[i];
      const gboolean ends = layer->span_last, begins = layer->span_first == (int) i;

      g_assert_true ((probe->budget[i][BF_BUDGET_NORMALIZATION] != 0)
                     == !g_str_equal (normalization, "none"));
      g_assert_true ((probe->budget[i][BF_BUDGET_SHORTCUT] != 0)
                     == (begins || (ends && scale != 1)));
      g_assert_cmpfloat (probe->budget[i][BF_BUDGET_RECURRENCE], ==, 0);
      g_assert_true (g_str_equal (activation, "linear")
                     == (fabs (probe->budget[i][BF_BUDGET_ACTIVATION]) < 1e-7));
      g_assert_cmpuint (probe->samples[i], ==, 16);
    }
  laboratory_clear (&laboratory);
}

static void
test_dense (void)
{
  for (guint a = 0; a < bf_activation_table.n_rows; a++)
    for (guint n = 0; n < bf_normalization_table.n_rows; n++)
      for (guint form = 0; form < 2; form++)
        for (guint span = 0; span < 5; span++)
          for (guint precision = 0; precision < 2; precision++)
            {
              const BfEntry *activation = bf_table_row (&bf_activation_table, a);
              const BfEntry *normalization = bf_table_row (&bf_normalization_table, n);

              check_dense (activation->id, normalization->id, form, span, span % 2 ? 0.3 : 1,
                           precision);
            }
}

/* @kinds: one letter a layer: r, l, g, and d for dense; small and capital letters: capitals end a
 * shortcut of span 1. */
static void
init_stack (Laboratory *laboratory, const char *kinds, guint timesteps)
{
  static const struct {
    char letter;
    const char *id;
  } cells[] = { { 'r', "rnn" }, { 'l', "lstm" }, { 'g', "gru" }, { 'd', "dense" } };

  laboratory_init (laboratory, 6, 6, strlen (kinds), 3, "tanh", "xavier-uniform", "cross-entropy");
  laboratory->network.timesteps = timesteps;
  laboratory->training.batch_size = 5;
  for (guint i = 0; kinds[i] != '\0'; i++)
    {
      BfLayerSpec *layer = &laboratory->layers[i];

      for (guint k = 0; k < G_N_ELEMENTS (cells); k++)
        if (cells[k].letter == g_ascii_tolower (kinds[i]))
          layer->cell = bf_table_find (&bf_cell_table, cells[k].id);
      if (g_ascii_isupper (kinds[i]))
        {
          layer->span_first = i;
          layer->span_last = TRUE;
          layer->residual_scale = 0.4;
          layer->residual_form = BF_RESIDUAL_POSTACTIVATION;
        }
    }
}

static void
test_recurrent (void)
{
  static const char *const stacks[] = { "r", "rr", "ll", "gg", "rlg", "rRR", "lLl", "gGG", "rd",
                                        "rRd", "lldd", "lLdd", "gGdD", "rrRrdd" };

  for (guint k = 0; k < G_N_ELEMENTS (stacks); k++)
    for (guint T = 1; T < 8; T += 3)
      for (guint precision = 0; precision < 2; precision++)
        {
          Laboratory laboratory;

          init_stack (&laboratory, stacks[k], T);
          laboratory.training.precision = precision;
          laboratory_draw (&laboratory);
          g_autoptr (BfProbe) probe = laboratory_measure (&laboratory);

          check_sums (probe, precision);
          for (guint i = 0; i < probe->n_layers; i++)
            {
              const gboolean dense = g_ascii_tolower (stacks[k][i]) == 'd';

              g_assert_cmpuint (probe->samples[i], ==, dense ? 5 : 5 * T);
              if (T == 1 && i > 0)
                g_assert_cmpfloat_with_epsilon (probe->budget[i][BF_BUDGET_RECURRENCE], 0, 1e-7);
            }
          laboratory_clear (&laboratory);
        }
}

/* Identity matrices and a linear activation: every norm is known. */
static void
test_residual_known (void)
{
  for (guint form = 0; form < 2; form++)
    for (guint span = 1; span < 4; span++)
      {
        const double gain = 2, scale = -0.3;
        Laboratory laboratory;

        laboratory_init (&laboratory, 8, 8, 7, 3, "linear", "identity", "cross-entropy");
        for (guint i = 0; i < 7; i++)
          laboratory.layers[i].gain = gain;
        laboratory_set_residual (&laboratory, span, scale, form);
        laboratory_draw (&laboratory);
        g_autoptr (BfProbe) probe = laboratory_measure (&laboratory);

        for (guint i = 1; i < 7; i++)
          {
            const gboolean begins = laboratory.layers[i].span_first == (int) i;
            const double branch = scale * pow (gain, span);
            const double leaves = begins ? log10 (fabs ((1 + branch) / branch)) : 0;
            const double enters = laboratory.layers[i].span_last ? log10 (fabs (scale)) : 0;
            const double *parts = probe->budget[i];

            g_assert_cmpfloat_with_epsilon (parts[BF_BUDGET_WEIGHT], log10 (gain), 1e-13);
            g_assert_cmpfloat_with_epsilon (parts[BF_BUDGET_ACTIVATION], 0, 1e-13);
            g_assert_cmpfloat_with_epsilon (parts[BF_BUDGET_SHORTCUT], enters + leaves, 1e-13);
          }
        laboratory_clear (&laboratory);
      }
}

/* h_t = sum of x up to t: dL/dh_t is dL/dh_T at every t, sqrt T times as long in all. */
static void
test_recurrence_known (void)
{
  Laboratory laboratory;
  const guint T = 9;

  init_stack (&laboratory, "rrd", T);
  for (guint i = 0; i < 3; i++)
    {
      laboratory.layers[i].activation = bf_table_find (&bf_activation_table, "linear");
      laboratory.layers[i].initializer = laboratory.layers[i].recurrent_initializer
        = bf_table_find (&bf_initializer_table, "identity");
    }
  laboratory_draw (&laboratory);
  g_autoptr (BfProbe) probe = laboratory_measure (&laboratory);
  double second = 0;

  for (guint t = 1; t <= T; t++)
    second += t * t;
  g_assert_cmpfloat_with_epsilon (probe->budget[2][BF_BUDGET_RECURRENCE], log10 (T) / 2, 1e-13);
  g_assert_cmpfloat_with_epsilon (probe->budget[1][BF_BUDGET_RECURRENCE], log10 (second / T) / 2,
                                  1e-13);
  for (guint i = 1; i < 3; i++)
    {
      g_assert_cmpfloat_with_epsilon (probe->budget[i][BF_BUDGET_WEIGHT], 0, 1e-13);
      g_assert_cmpfloat_with_epsilon (probe->budget[i][BF_BUDGET_ACTIVATION], 0, 1e-13);
    }
  laboratory_clear (&laboratory);
}

/* What each part is: the slope of a leaky ReLU, the standard deviation that a normalisation divides
 * by. */
static void
test_known_parts (void)
{
  Laboratory laboratory;

  laboratory_init (&laboratory, 8, 8, 4, 3, "leaky-relu", "orthogonal", "cross-entropy");
  for (guint i = 0; i < 4; i++)
    {
      laboratory.layers[i].activation_parameter = 1;
      laboratory.layers[i].gain = 5;
    }
  laboratory_draw (&laboratory);
  g_autoptr (BfProbe) plain = laboratory_measure (&laboratory);

  for (guint i = 1; i < 4; i++)
    {
      g_assert_cmpfloat_with_epsilon (plain->budget[i][BF_BUDGET_ACTIVATION], 0, 1e-13);
      g_assert_cmpfloat_with_epsilon (plain->budget[i][BF_BUDGET_WEIGHT], log10 (5), 1e-13);
    }
  /* Normalised, a gain of the weights falls out: what they add the normalisation takes away. */
  laboratory_set_normalization (&laboratory, "layer");
  laboratory_draw (&laboratory);
  g_autoptr (BfProbe) once = laboratory_measure (&laboratory);
  for (guint i = 0; i < 4; i++)
    laboratory.layers[i].gain = 5000;
  g_autoptr (BfProbe) thousandfold = laboratory_measure (&laboratory);

  for (guint i = 1; i < 4; i++)
    {
      g_assert_cmpfloat_with_epsilon (thousandfold->budget[i][BF_BUDGET_WEIGHT]
                                      - once->budget[i][BF_BUDGET_WEIGHT], 3, 1e-13);
      g_assert_cmpfloat_with_epsilon (thousandfold->budget[i][BF_BUDGET_NORMALIZATION]
                                      - once->budget[i][BF_BUDGET_NORMALIZATION], -3, 1e-5);
    }
  laboratory_clear (&laboratory);
}

/* A gradient that ends, and is revived by a shortcut: said by what is not finite, never by 0. */
static void
test_not_finite (void)
{
  Laboratory laboratory;

  laboratory_init (&laboratory, 6, 6, 5, 3, "tanh", "xavier-normal", "cross-entropy");
  laboratory_set_residual (&laboratory, 2, 1, BF_RESIDUAL_POSTACTIVATION);
  laboratory.layers[4].initializer = bf_table_find (&bf_initializer_table, "zeros");
  laboratory_draw (&laboratory);
  g_autoptr (BfProbe) probe = laboratory_measure (&laboratory);

  g_assert_cmpfloat (probe->budget[4][BF_BUDGET_WEIGHT], ==, -INFINITY);
  g_assert_cmpfloat (probe->layers[3][BF_ACTIVATION_GRADIENT_NORM], ==, 0);
  g_assert_true (isnan (probe->budget[3][BF_BUDGET_ACTIVATION]));
  g_assert_cmpfloat (probe->budget[3][BF_BUDGET_SHORTCUT], ==, INFINITY);
  g_assert_true (isfinite (total (probe, 2)));
  laboratory_clear (&laboratory);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/budget/dense", test_dense);
  g_test_add_func ("/budget/recurrent", test_recurrent);
  g_test_add_func ("/budget/residual-known", test_residual_known);
  g_test_add_func ("/budget/recurrence-known", test_recurrence_known);
  g_test_add_func ("/budget/known-parts", test_known_parts);
  g_test_add_func ("/budget/not-finite", test_not_finite);
  return g_test_run ();
}
