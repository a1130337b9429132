#include "sample.h"

#include "experiment/verdict.h"

#include <string.h>

/* Records with the gradient RMS @last at the output and @factor from a layer to the one before it.
 */
typedef struct {
  double last, factor;
  double dead;               /* share in layer 2 */
  guint zero_below;          /* this and earlier layers (1-based) receive exactly 0 */
  double first;              /* not 0: the RMS at layer 1 */
} Profile;

static Profile profile;
static guint profile_layers;

static double
from_profile (guint row, guint layer, BfLayerMeasure measure)
{
  if (measure == BF_DEAD_FRACTION)
    return layer == 1 ? profile.dead : 0;
  if (measure != BF_ACTIVATION_GRADIENT_RMS)
    return 1;
  if (layer + 1 <= profile.zero_below)
    return 0;
  if (layer == 0 && profile.first != 0)
    return profile.first;
  return profile.last * pow (profile.factor, profile_layers - 1 - layer);
}

static BfRecord *
record_of (Profile wanted, guint n_layers, guint n_rows)
{
  profile = wanted;
  profile_layers = n_layers;
  return sample_record (n_layers, n_rows, from_profile);
}

static void
check_says (const BfVerdict *verdict, const char *expected)
{
  g_autofree char *text = bf_verdict_describe (verdict);

  g_assert_cmpstr (text, ==, expected);
}

static void
check_close (double value, double expected)
{
  if (isnan (expected))
    g_assert_true (isnan (value));
  else
    g_assert_cmpfloat (fabs (value - expected), <=, 1e-12 * expected);
}

static void
check_verdict (Profile wanted, guint n_layers, BfVerdictKind kind, double decay, guint reach, double ratio,
               const char *says)
{
  g_autoptr (BfRecord) record = record_of (wanted, n_layers, 12);
  BfVerdict verdict;

  bf_verdict_from_record (record, 11, &verdict);
  g_assert_cmpuint (verdict.kind, ==, kind);
  g_assert_cmpuint (verdict.step, ==, 12);
  g_assert_false (verdict.over_time);
  g_assert_cmpuint (verdict.length, ==, n_layers);
  g_assert_cmpuint (verdict.reach, ==, reach);
  check_close (verdict.decay_factor, decay);
  check_close (verdict.ratio, ratio);
  check_says (&verdict, says);
}

/* 0.25 a layer: the fifth layer from the output is the last above a thousandth. */
static void
test_vanishing (void)
{
  check_verdict ((Profile) { 2e-3, 0.25 }, 20, BF_VERDICT_VANISHING, 0.25, 5, pow (0.25, 19),
                 "Layer 1 receives 3.6×10⁻¹² times layer 20’s gradient, ×0.25 a layer; reach 5 of 20 layers.");
  /* The size of the loss does not matter, nor does that of double precision. */
  check_verdict ((Profile) { 1e-200, 0.25 }, 20, BF_VERDICT_VANISHING, 0.25, 5, pow (0.25, 19),
                 "Layer 1 receives 3.6×10⁻¹² times layer 20’s gradient, ×0.25 a layer; reach 5 of 20 layers.");
  check_verdict ((Profile) { 1, 0.9 }, 100, BF_VERDICT_VANISHING, 0.9, 66, pow (0.9, 99),
                 "Layer 1 receives 3.0×10⁻⁵ times layer 100’s gradient, ×0.9 a layer; reach 66 of 100 layers.");
}

static void
test_healthy (void)
{
  check_verdict ((Profile) { 1e-3, 1 }, 20, BF_VERDICT_HEALTHY, 1, 20, 1,
                 "Layer 1 receives 1 times layer 20’s gradient, ×1 a layer; reach 20 of 20 layers.");
  /* The same factor that is fatal over 20 layers is harmless over 3. */
  check_verdict ((Profile) { 1, 0.25 }, 3, BF_VERDICT_HEALTHY, 0.25, 3, 0.0625,
                 "Layer 1 receives 0.062 times layer 3’s gradient, ×0.25 a layer; reach 3 of 3 layers.");
  check_verdict ((Profile) { 1, 1.2 }, 20, BF_VERDICT_HEALTHY, 1.2, 20, pow (1.2, 19),
                 "Layer 1 receives 32 times layer 20’s gradient, ×1.2 a layer; reach 20 of 20 layers.");
  check_verdict ((Profile) { 1, 0.5 }, 1, BF_VERDICT_HEALTHY, NAN, 1, 1,
                 "There is only one layer: nothing to compare.");
  /* A third of a deep ReLU layer is silent before any training. */
  check_verdict ((Profile) { 1, 1, .dead = 0.35 }, 20, BF_VERDICT_HEALTHY, 1, 20, 1,
                 "Layer 1 receives 1 times layer 20’s gradient, ×1 a layer; reach 20 of 20 layers.");
}

static void
test_exploding (void)
{
  check_verdict ((Profile) { 1e-6, 2 }, 20, BF_VERDICT_EXPLODING, 2, 20, pow (2, 19),
                 "Layer 1 receives 5.2×10⁵ times layer 20’s gradient, ×2 a layer; reach 20 of 20 layers.");
}

static void
test_dead (void)
{
  check_verdict ((Profile) { 1, 1, .dead = 0.95 }, 20, BF_VERDICT_DEAD, 1, 20, 1,
                 "95 % of the units of layer 2 pass no gradient for any sample of the mini-batch.");
  check_verdict ((Profile) { 1, 0.9, .dead = 1, .zero_below = 1 }, 4, BF_VERDICT_DEAD, 0.9, 3, 0,
                 "100 % of the units of layer 2 pass no gradient for any sample of the mini-batch.");
  check_verdict ((Profile) { 0, 1 }, 20, BF_VERDICT_DEAD, NAN, 0, NAN,
                 "No gradient arrives even at the last layer: it is exactly zero.");
}

/* Exact zeros are underflow: how fast it went is still known from the layers above. */
static void
test_zeros (void)
{
  check_verdict ((Profile) { 1, 0.25, .zero_below = 10 }, 20, BF_VERDICT_VANISHING, 0.25, 5, 0,
                 "Layer 1 receives 0 times layer 20’s gradient, ×0.25 a layer; reach 5 of 20 layers.");
  check_verdict ((Profile) { 1, 0.25, .zero_below = 19 }, 20, BF_VERDICT_VANISHING, 0, 1, 0,
                 "Layer 1 receives 0 times layer 20’s gradient, ×0 a layer; reach 1 of 20 layers.");
}

static void
test_diverged (void)
{
  g_autoptr (BfRecord) record = record_of ((Profile) { 1, 1, .first = INFINITY }, 5, 3);
  g_autoptr (BfRecord) healthy = record_of ((Profile) { 1, 1 }, 5, 3);
  BfVerdict verdict;

  bf_verdict_from_record (record, 1, &verdict);
  g_assert_cmpuint (verdict.kind, ==, BF_VERDICT_DIVERGED);
  check_says (&verdict, "Diverged at step 2: loss or gradient is no longer finite.");

  /* The outcome belongs to the last row only. */
  bf_record_set_outcome (healthy, BF_OUTCOME_DIVERGED, NULL);
  bf_verdict_from_record (healthy, 1, &verdict);
  g_assert_cmpuint (verdict.kind, ==, BF_VERDICT_HEALTHY);
  bf_verdict_from_record (healthy, 2, &verdict);
  g_assert_cmpuint (verdict.kind, ==, BF_VERDICT_DIVERGED);
  check_says (&verdict, "Diverged at step 3: loss or gradient is no longer finite.");
}

static void
test_nan (void)
{
  g_autoptr (BfRecord) record = record_of ((Profile) { 1, 1, .first = NAN }, 5, 3);
  BfVerdict verdict;

  bf_verdict_from_record (record, 2, &verdict);
  g_assert_cmpuint (verdict.kind, ==, BF_VERDICT_DIVERGED);
  g_assert_cmpuint (verdict.reach, ==, 4);
}

static void
test_none (void)
{
  g_autoptr (BfRecord) record = bf_record_new (3, 0, 0, NULL);
  g_autoptr (BfRecord) empty = bf_record_new (0, 0, 0, NULL);
  BfVerdict verdict;

  bf_verdict_from_record (record, 0, &verdict);
  g_assert_cmpuint (verdict.kind, ==, BF_VERDICT_NONE);
  check_says (&verdict, "Nothing is recorded yet.");
  bf_verdict_from_record (empty, 0, &verdict);
  g_assert_cmpuint (verdict.kind, ==, BF_VERDICT_NONE);
  bf_verdict_from_record (NULL, 0, &verdict);
  g_assert_cmpuint (verdict.kind, ==, BF_VERDICT_NONE);
}

/* One row over the limit: its numbers are shown, but the verdict stays. */
static double
one_odd_row (guint row, guint layer, BfLayerMeasure measure)
{
  if (measure == BF_ACTIVATION_GRADIENT_RMS)
    return row == 20 && layer == 0 ? 0.9e-3 : layer == 0 ? 1.1e-3 : 1;
  return measure == BF_DEAD_FRACTION ? 0 : 1;
}

static void
test_flicker (void)
{
  g_autoptr (BfRecord) record = sample_record (4, 30, one_odd_row);
  BfVerdict verdict;

  for (guint row = 0; row < 30; row++)
    {
      bf_verdict_from_record (record, row, &verdict);
      g_assert_cmpuint (verdict.kind, ==, BF_VERDICT_HEALTHY);
      g_assert_cmpfloat_with_epsilon (verdict.ratio, row == 20 ? 0.9e-3 : 1.1e-3, 1e-15);
    }
}

/* Two recurrent layers: the second loses its gradient within the sequence. */
static double
two_speeds (guint row, guint recurrent, guint timestep, gboolean cell)
{
  return cell ? NAN : 3 * pow (recurrent == 0 ? 0.99 : 0.5, 99 - timestep);
}

static void
test_time (void)
{
  const guint recurrent_layers[] = { 0, 1 };
  g_autoptr (BfRecord) record = bf_record_new (3, 2, 100, recurrent_layers);
  BfVerdict verdict;

  profile = (Profile) { 1, 1 };
  profile_layers = 3;
  sample_append (record, 0, from_profile, two_speeds);
  bf_verdict_from_record (record, 0, &verdict);
  g_assert_cmpuint (verdict.kind, ==, BF_VERDICT_VANISHING);
  g_assert_true (verdict.over_time);
  g_assert_cmpuint (verdict.layer, ==, 2);
  g_assert_cmpuint (verdict.length, ==, 100);
  g_assert_cmpuint (verdict.reach, ==, 10);
  g_assert_cmpfloat_with_epsilon (verdict.decay_factor, 0.5, 1e-12);
  g_assert_cmpfloat_with_epsilon (verdict.ratio, pow (0.5, 99), 1e-40);
  check_says (&verdict, "In layer 2, timestep 1 receives 1.6×10⁻³⁰ times timestep 100’s gradient, ×0.5 a timestep; "
                        "reach 10 of 100 timesteps.");
}

static void
test_table (void)
{
  g_autofree char *ids = bf_table_ids (&bf_verdict_table);

  g_assert_cmpstr (ids, ==, "none, vanishing, healthy, exploding, diverged, dead");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/verdict/vanishing", test_vanishing);
  g_test_add_func ("/verdict/healthy", test_healthy);
  g_test_add_func ("/verdict/exploding", test_exploding);
  g_test_add_func ("/verdict/dead", test_dead);
  g_test_add_func ("/verdict/zeros", test_zeros);
  g_test_add_func ("/verdict/diverged", test_diverged);
  g_test_add_func ("/verdict/nan", test_nan);
  g_test_add_func ("/verdict/none", test_none);
  g_test_add_func ("/verdict/flicker", test_flicker);
  g_test_add_func ("/verdict/time", test_time);
  g_test_add_func ("/verdict/table", test_table);
  return g_test_run ();
}
