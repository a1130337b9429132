/* The work of small networks, counted by hand. */
#include "experiment/work.h"

#include "experiment/configuration.h"

static double
work_of (const char *cell, guint timesteps)
{
  g_autoptr (BfConfiguration) configuration = bf_configuration_new (NULL);
  BfLayerGroup *group = &g_array_index (configuration->groups, BfLayerGroup, 0);
  BfNetworkSpec spec;
  double work;

  bf_layer_group_set_cell (group, bf_table_find (&bf_cell_table, cell));
  group->units = 5;
  group->repeat = 2;
  bf_configuration_network_spec (configuration, 3, timesteps, 2, bf_table_row (&bf_loss_table, 0),
                                 &spec);
  work = bf_network_spec_work (&spec, 10);
  bf_network_spec_clear (&spec);
  return work;
}

static void
test_work (void)
{
  g_assert_cmpfloat (work_of ("dense", 0), ==, 6 * 10 * (3 * 5 + 5 * 5 + 5 * 2));
  g_assert_cmpfloat (work_of ("rnn", 7), ==, 6 * 10 * (7 * (8 * 5 + 10 * 5) + 5 * 2));
  g_assert_cmpfloat (work_of ("lstm", 7), ==, 6 * 10 * (4 * 7 * (8 * 5 + 10 * 5) + 5 * 2));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/experiment/work", test_work);
  return g_test_run ();
}
