/* Groups cut, joined and moved: another way to write the same network down. */
#include "experiment/groups.h"

#include "experiment/field.h"

static BfLayerGroup *
group_at (const BfConfiguration *configuration, guint index)
{
  return &g_array_index (configuration->groups, BfLayerGroup, index);
}

static BfConfiguration *
new_configuration (guint repeat, guint span)
{
  BfConfiguration *configuration = bf_configuration_new (NULL);

  group_at (configuration, 0)->repeat = repeat;
  group_at (configuration, 0)->residual_span = span;
  g_assert_true (bf_configuration_validate (configuration, NULL));
  return configuration;
}

static guint64
n_parameters (const BfConfiguration *configuration)
{
  BfNetworkSpec spec;
  guint64 n;

  bf_configuration_network_spec (configuration, 64, 0, 10, bf_table_row (&bf_loss_table, 0), &spec);
  n = bf_network_spec_n_parameters (&spec);
  bf_network_spec_clear (&spec);
  return n;
}

/* Valid, and the same network as @before. */
static void
assert_same (const BfConfiguration *before, const BfConfiguration *after)
{
  g_assert_true (bf_configuration_validate (after, NULL));
  g_assert_true (bf_configuration_same_layers (before, after));
  g_assert_cmpuint (n_parameters (before), ==, n_parameters (after));
}

static void
test_split_one (void)
{
  g_autoptr (BfConfiguration) before = new_configuration (20, 0);
  g_autoptr (BfConfiguration) after = bf_configuration_copy (before);

  g_assert_true (bf_configuration_split (after, 0, 9, 1, NULL));
  g_assert_cmpuint (after->groups->len, ==, 3);
  g_assert_cmpuint (group_at (after, 0)->repeat, ==, 9);
  g_assert_cmpuint (group_at (after, 1)->repeat, ==, 1);
  g_assert_cmpuint (group_at (after, 2)->repeat, ==, 10);
  assert_same (before, after);
  g_assert_true (bf_configuration_join (after, 1, NULL));
  g_assert_true (bf_configuration_join (after, 0, NULL));
  g_assert_true (bf_configuration_equal (before, after));
}

/* At either end there is nothing before or after. */
static void
test_split_ends (void)
{
  g_autoptr (BfConfiguration) before = new_configuration (5, 0);

  for (guint first = 0; first < 5; first += 4)
    {
      g_autoptr (BfConfiguration) after = bf_configuration_copy (before);

      g_assert_true (bf_configuration_split (after, 0, first, 1, NULL));
      g_assert_cmpuint (after->groups->len, ==, 2);
      g_assert_cmpuint (group_at (after, first == 0 ? 0 : 1)->repeat, ==, 1);
      assert_same (before, after);
    }
}

static void
test_split_all (void)
{
  g_autoptr (BfConfiguration) before = new_configuration (20, 0);
  g_autoptr (BfConfiguration) after = bf_configuration_copy (before);
  g_autoptr (GError) error = NULL;

  g_assert_true (bf_configuration_split_all (after, 0, NULL));
  g_assert_cmpuint (after->groups->len, ==, 20);
  assert_same (before, after);
  g_assert_false (bf_configuration_split_all (after, 7, &error));
  g_assert_cmpstr (error->message, ==, "only one layer");
  for (guint i = 1; i < 20; i++)
    g_assert_true (bf_configuration_join (after, 0, NULL));
  g_assert_true (bf_configuration_equal (before, after));
}

/* 1 + 9 · 2 + 1 layers: only what is under no shortcut comes off. */
static void
test_shortcuts (void)
{
  g_autoptr (BfConfiguration) before = new_configuration (20, 2);

  for (guint first = 0; first < 20; first++)
    {
      g_autoptr (BfConfiguration) after = bf_configuration_copy (before);
      g_autoptr (GError) error = NULL;

      g_assert_cmpint (bf_configuration_split (after, 0, first, 1, &error), ==, first == 19);
      assert_same (before, after);
      if (first < 19)
        {
          g_assert_error (error, BF_CONFIGURATION_ERROR, BF_CONFIGURATION_ERROR_INVALID);
          g_assert_cmpstr (error->message, ==, "its shortcuts would change");
          g_assert_true (bf_configuration_equal (before, after));
        }
      else
        {
          g_assert_true (bf_configuration_join (after, 0, NULL));
          g_assert_true (bf_configuration_equal (before, after));
        }
    }
}

static void
test_join_refused (void)
{
  g_autoptr (BfConfiguration) configuration = new_configuration (4, 1);
  g_autoptr (GError) last = NULL, shortcuts = NULL, units = NULL;
  BfLayerGroup group = *group_at (configuration, 0);

  g_assert_false (bf_configuration_join (configuration, 0, &last));
  g_assert_cmpstr (last->message, ==, "no layers follow");
  g_array_append_val (configuration->groups, group);
  g_assert_false (bf_configuration_join (configuration, 0, &shortcuts));
  g_assert_cmpstr (shortcuts->message, ==, "its shortcuts would change");
  group_at (configuration, 1)->units++;
  g_assert_false (bf_configuration_join (configuration, 0, &units));
  g_assert_cmpstr (units->message, ==, "differs in “Units”");
  g_assert_cmpuint (configuration->groups->len, ==, 2);
}

/* What does not apply does not keep groups apart. */
static void
test_join_unread (void)
{
  g_autoptr (BfConfiguration) configuration = new_configuration (2, 0);
  BfLayerGroup group = *group_at (configuration, 0);

  group.forget_bias = 3;
  group.residual_scale = 0.5;
  g_array_append_val (configuration->groups, group);
  g_assert_true (bf_configuration_join (configuration, 0, NULL));
  g_assert_cmpuint (group_at (configuration, 0)->repeat, ==, 4);
}

static void
test_move (void)
{
  static const guint orders[][5] = { { 0, 2, 1, 2, 0 }, { 2, 0, 2, 0, 1 }, { 1, 1, 0, 1, 2 } };

  for (guint i = 0; i < G_N_ELEMENTS (orders); i++)
    {
      g_autoptr (BfConfiguration) configuration = new_configuration (3, 0);

      g_assert_true (bf_configuration_split_all (configuration, 0, NULL));
      for (guint j = 0; j < 3; j++)
        group_at (configuration, j)->units = j;
      bf_configuration_move (configuration, orders[i][0], orders[i][1]);
      for (guint j = 0; j < 3; j++)
        g_assert_cmpuint (group_at (configuration, j)->units, ==, orders[i][2 + j]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/experiment/groups/split-one", test_split_one);
  g_test_add_func ("/experiment/groups/split-ends", test_split_ends);
  g_test_add_func ("/experiment/groups/split-all", test_split_all);
  g_test_add_func ("/experiment/groups/shortcuts", test_shortcuts);
  g_test_add_func ("/experiment/groups/join-refused", test_join_refused);
  g_test_add_func ("/experiment/groups/join-unread", test_join_unread);
  g_test_add_func ("/experiment/groups/move", test_move);
  return g_test_run ();
}
