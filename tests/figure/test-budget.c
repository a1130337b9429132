/* The budget figure says what the record does: its bars add up, and what ends the gradient is named. */
#include <math.h>
#include <string.h>

#include "figure/budget-item.h"
#include "plot/scale.h"
#include "test-samples.h"

#define WIDTH 800
#define HEIGHT 500

static const BfFigure *
budget (void)
{
  return bf_table_find (&bf_figure_table, "budget");
}

static BfScene *
make_scene (const SampleFixture *fixture)
{
  return bf_scene_new (budget (), &fixture->view, &bf_theme_light, WIDTH, HEIGHT);
}

static double
cell (const BfSheet *sheet, guint layer, guint column)
{
  double value;

  g_assert_true (bf_sheet_get (sheet, layer, column, &value));
  return value;
}

/* Column by column as in the record, and the parts of each layer take its level to the next. */
static void
test_sheet (SampleFixture *fixture, gconstpointer data)
{
  g_autoptr (BfScene) scene = make_scene (fixture);
  g_autoptr (BfSheet) sheet = bf_scene_sheet (scene);

  g_assert_cmpuint (sheet->n_columns, ==, 1 + fixture->sample.n * (BF_N_BUDGET_PARTS + 1));
  for (guint run = 0; run < fixture->sample.n; run++)
    {
      const BfRecord *record = fixture->sample.records[run];
      guint n = bf_record_n_layers (record), first = 1 + run * (BF_N_BUDGET_PARTS + 1);
      guint row = bf_record_n_rows (record) - 1, total = first + BF_N_BUDGET_PARTS;

      g_assert_cmpfloat (cell (sheet, n - 1, total), ==, 0);
      g_assert_false (bf_sheet_get (sheet, 0, first, &(double) { 0 }));
      for (guint layer = 1; layer < n; layer++)
        {
          double sum = 0;

          for (guint part = 0; part < BF_N_BUDGET_PARTS; part++)
            {
              double value = cell (sheet, layer, first + part);
              g_assert_cmpfloat (value, ==, bf_record_budget (record, row, layer, part));
              sum += value;
            }
          g_assert_cmpfloat_with_epsilon (
            cell (sheet, layer, total) + sum, cell (sheet, layer - 1, total), 1e-12);
        }
    }
}

/* Bars of groups add up to what their layers do, whatever the group, and end where the next begin. */
static void
test_groups (void)
{
  static const double parts[8][BF_N_BUDGET_PARTS] = {
    { NAN }, { -1, 2 }, { -0.5 }, { 0, 0, 3 }, { -INFINITY }, { -2, 0.25 }, { -1 }, { 0.5, -0.25 },
  };
  double levels[8] = { 0 };
  BfWaterfall waterfall = { .n = 8, .levels = levels, .parts = parts };

  for (guint layer = 8; layer-- > 1;)
    for (guint part = 0; part < BF_N_BUDGET_PARTS; part++)
      levels[layer - 1] = layer == 4 ? 0 : (part == 0 ? levels[layer] : levels[layer - 1])
                                             + parts[layer][part];
  for (waterfall.group = 1; waterfall.group <= 10; waterfall.group++)
    {
      BfBars bars = { 0 };
      guint next = 7;

      while (bf_waterfall_next (&waterfall, &bars))
        {
          g_assert_cmpuint (bars.top, ==, next);
          g_assert_cmpuint (bars.bottom, >=, 1);
          g_assert_cmpuint (bars.top - bars.bottom, <, waterfall.group);
          g_assert_cmpfloat (bars.level, ==, levels[bars.top]);
          if (bars.top != 4)
            g_assert_cmpfloat (bars.level + bars.change, ==, levels[bars.bottom - 1]);
          g_assert_cmpfloat (bars.low, <=, bars.level + MIN (bars.change, 0));
          g_assert_cmpfloat (bars.high, >=, bars.level + MAX (bars.change, 0));
          next = bars.bottom - 1;
        }
      g_assert_cmpuint (next, ==, 0);
    }
}

static char *
readout_at (const SampleFixture *fixture, guint layer)
{
  g_autoptr (BfScene) scene = make_scene (fixture);
  BfCursor cursor;

  g_assert_true (bf_scene_first (scene, &cursor));
  for (guint i = 1; i < layer; i++)
    g_assert_true (bf_scene_move (scene, &cursor, BF_MOVE_RIGHT));
  return bf_scene_readout (scene, &cursor);
}

static void
test_readout (SampleFixture *fixture, gconstpointer data)
{
  const BfRecord *record = fixture->sample.records[0];
  g_autofree char *text = readout_at (fixture, 7), *first = readout_at (fixture, 1);
  char number[64];

  g_assert_true (g_str_has_prefix (text, "Layer 7, step 1000\nSigmoid, Xavier: "));
  for (guint part = 0; part < BF_N_BUDGET_PARTS; part++)
    {
      const BfEntry *entry = bf_table_row (&bf_budget_table, part);
      double value = bf_record_budget (record, bf_record_n_rows (record) - 1, 6, part);
      g_autofree char *said = NULL;

      bf_value_format (value, number, sizeof number);
      said = g_strdup_printf (", %s %s%s", entry->name, value > 0 ? "+" : "", number);
      g_assert_cmpint (strstr (text, said) != NULL, ==, value != 0);
    }
  g_assert_nonnull (strstr (text, ", together −0."));
  g_assert_null (strstr (first, "together"));
  g_assert_nonnull (strstr (first, "decades since the output"));
}

static void
test_describe (SampleFixture *fixture, gconstpointer data)
{
  const BfRecord *record = fixture->sample.records[0];
  guint row = bf_record_n_rows (record) - 1, worst = 1;
  g_autofree char *text = budget ()->describe (&fixture->view), *said = NULL;
  char number[64];

  for (guint layer = 1; layer < bf_record_n_layers (record); layer++)
    if (bf_record_budget (record, row, layer, BF_BUDGET_ACTIVATION)
        < bf_record_budget (record, row, worst, BF_BUDGET_ACTIVATION))
      worst = layer;
  bf_value_format (bf_record_budget (record, row, worst, BF_BUDGET_ACTIVATION), number, sizeof number);
  said = g_strdup_printf ("the largest loss in layer %u: Activation %s", worst + 1, number);
  g_assert_nonnull (strstr (text, said));
  g_assert_nonnull (strstr (text, "decades from layer 20 to layer 1"));
}

/* A run that dies at layer 3 of 20. */
static void
test_breaks (SampleFixture *fixture, gconstpointer data)
{
  g_autofree char *description = NULL, *text = NULL;

  fixture->view.step = 60;
  description = budget ()->describe (&fixture->view);
  text = readout_at (fixture, 4);
  g_assert_nonnull (strstr (description, "the gradient ends in layer 4: Activation"));
  g_assert_nonnull (strstr (text, "Activation −∞ (ends the gradient"));
  g_assert_nonnull (strstr (text, "Weights NaN (nothing left to split)"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, sample, function) \
  g_test_add ("/budget/" name, SampleFixture, sample, sample_set_up, function, sample_tear_down)
  ADD ("sheet", "pair", test_sheet);
  ADD ("readout", "pair", test_readout);
  ADD ("describe", "pair", test_describe);
  ADD ("breaks", "mixed", test_breaks);
  g_test_add_func ("/budget/groups", test_groups);
  return g_test_run ();
}
