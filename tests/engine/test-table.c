#include "engine/network.h"
#include "engine/probe.h"

static const BfTable *const tables[] = {
  &bf_activation_table, &bf_cell_table, &bf_initializer_table, &bf_layer_measure_table,
  &bf_loss_table, &bf_normalization_table, &bf_optimizer_table,
};

/* Ids go into files and command lines: lower case, digits, - and _. */
static void
assert_id (const char *id)
{
  g_assert_true (g_ascii_islower (id[0]));
  for (const char *c = id; *c; c++)
    g_assert_true (g_ascii_islower (*c) || g_ascii_isdigit (*c) || *c == '-' || *c == '_');
}

static void
test_rows (void)
{
  for (guint t = 0; t < G_N_ELEMENTS (tables); t++)
    {
      assert_id (tables[t]->id);
      g_assert_cmpuint (tables[t]->n_rows, >, 0);
      for (guint i = 0; i < tables[t]->n_rows; i++)
        {
          const BfEntry *entry = bf_table_row (tables[t], i);

          assert_id (entry->id);
          g_assert_cmpstr (entry->name, !=, "");
          g_assert_cmpstr (entry->summary, !=, "");
          g_assert_true (g_utf8_validate (entry->name, -1, NULL));
          g_assert_true (g_utf8_validate (entry->summary, -1, NULL));
          /* The first row of that id is this one: ids are unique. */
          g_assert_true (bf_table_find (tables[t], entry->id) == entry);
          g_assert_cmpuint (bf_table_index (tables[t], entry), ==, i);
        }
      g_assert_null (bf_table_find (tables[t], "no such thing"));
    }
}

static void
test_ids (void)
{
  g_autofree char *ids = bf_table_ids (&bf_optimizer_table);

  g_assert_cmpstr (ids, ==, "sgd, momentum, rmsprop, adam");
}

static void
test_parameters (void)
{
  for (guint i = 0; i < bf_activation_table.n_rows; i++)
    {
      const BfActivation *row = bf_table_row (&bf_activation_table, i);

      if (row->parameter_id == NULL)
        continue;
      assert_id (row->parameter_id);
      g_assert_cmpfloat (row->parameter_min, <=, row->parameter_default);
      g_assert_cmpfloat (row->parameter_default, <=, row->parameter_max);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/table/rows", test_rows);
  g_test_add_func ("/table/ids", test_ids);
  g_test_add_func ("/table/parameters", test_parameters);
  return g_test_run ();
}
