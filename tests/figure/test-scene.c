/* What can be asked of a scene: places by pointer and by key, zoomed axes, legend entries, sheets. */
#include <math.h>
#include <string.h>

#include "plot/scale.h"
#include "test-samples.h"

#define WIDTH 700
#define HEIGHT 500

static BfScene *
make_scene (const SampleFixture *fixture, const char *figure)
{
  return bf_scene_new (bf_table_find (&bf_figure_table, figure), &fixture->view, &bf_theme_light,
                       WIDTH, HEIGHT);
}

/* Every place that the pointer finds is found again where it is said to be, in every figure. */
static void
test_point_and_locate (SampleFixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < bf_figure_table.n_rows; i++)
    {
      const BfFigure *figure = bf_table_row (&bf_figure_table, i);
      g_autoptr (BfScene) scene = make_scene (fixture, figure->entry.id);
      guint n = 0;

      for (int x = 0; x < WIDTH; x += 23)
        for (int y = 0; y < HEIGHT; y += 23)
          {
            BfCursor cursor, again;
            double px, py;

            if (!bf_scene_point_at (scene, x, y, &cursor))
              continue;
            g_assert_true (bf_scene_locate (scene, &cursor, &px, &py));
            g_assert_true (bf_scene_point_at (scene, px, MAX (py, 0), &again));
            g_assert_cmpfloat (cursor.x, ==, again.x);
            n++;
          }
      g_assert_cmpuint (n, >, 40);
    }
}

/* One key press is one place, and the ends are the ends. */
static void
test_move (SampleFixture *fixture, gconstpointer data)
{
  g_autoptr (BfScene) scene = make_scene (fixture, "layer-step-map");
  BfCursor cursor;

  g_assert_true (bf_scene_first (scene, &cursor));
  g_assert_cmpfloat (cursor.x, ==, 1);
  g_assert_cmpfloat (cursor.y, ==, 1);
  g_assert_false (bf_scene_move (scene, &cursor, BF_MOVE_LEFT));
  g_assert_true (bf_scene_move (scene, &cursor, BF_MOVE_RIGHT));
  g_assert_true (bf_scene_move (scene, &cursor, BF_MOVE_UP));
  g_assert_cmpfloat (cursor.x, ==, 2);
  g_assert_cmpfloat (cursor.y, ==, 2);
  g_assert_true (bf_scene_move (scene, &cursor, BF_MOVE_LAST));
  g_assert_cmpfloat (cursor.x, ==, bf_record_step (fixture->sample.records[0],
                                                   bf_record_n_rows (fixture->sample.records[0]) - 1));
  g_assert_false (bf_scene_move (scene, &cursor, BF_MOVE_RIGHT));
  g_assert_true (bf_scene_move (scene, &cursor, BF_MOVE_FIRST));
  g_assert_cmpfloat (cursor.x, ==, 1);
}

/* One column a configuration on the axes of the first; what is read out is the same. */
static void
test_columns (SampleFixture *fixture, gconstpointer data)
{
  g_autoptr (BfScene) together = make_scene (fixture, "gradient-by-layer"), scene = NULL;
  g_autoptr (BfSheet) one = bf_scene_sheet (together), other = NULL;
  g_autoptr (GString) numbers = NULL, same = NULL;
  g_autofree char *said = NULL, *again = NULL;
  BfPlotArea first, last;
  BfCursor cursor;

  fixture->view.columns = TRUE;
  scene = make_scene (fixture, "gradient-by-layer");
  g_assert_true (bf_scene_plot_at (scene, 80, HEIGHT / 2, &first));
  g_assert_true (bf_scene_plot_at (scene, WIDTH - 30, HEIGHT / 2, &last));
  g_assert_cmpuint (first.panel, ==, 0);
  g_assert_cmpuint (last.panel, ==, fixture->sample.n - 1);
  g_assert_cmpfloat (first.plot.x + first.plot.width, <, last.plot.x);
  g_assert_cmpfloat (first.all_y.min, ==, last.all_y.min);
  g_assert_cmpfloat (first.all_y.max, ==, last.all_y.max);
  g_assert_true (bf_scene_first (scene, &cursor));
  said = bf_scene_readout (scene, &cursor);
  again = bf_scene_readout (together, &cursor);
  g_assert_cmpstr (said, ==, again);
  other = bf_scene_sheet (scene);
  numbers = bf_sheet_to_csv (one);
  same = bf_sheet_to_csv (other);
  g_assert_cmpstr (numbers->str, ==, same->str);

  fixture->runs[0].hidden = TRUE;
  bf_scene_free (g_steal_pointer (&scene));
  scene = make_scene (fixture, "gradient-by-layer");
  g_assert_true (bf_scene_plot_at (scene, WIDTH - 30, HEIGHT / 2, &last));
  g_assert_cmpuint (last.panel, ==, fixture->sample.n > 2 ? fixture->sample.n - 2 : 0);
}

/* Ctrl and arrows pick one line after the other, and then all of them again. */
static void
test_pick_line (SampleFixture *fixture, gconstpointer data)
{
  g_autoptr (BfScene) scene = make_scene (fixture, "gradient-by-layer");
  BfCursor cursor;

  g_assert_true (bf_scene_first (scene, &cursor));
  g_assert_cmpuint (cursor.line, ==, BF_NO_LINE);
  for (guint i = 0; i < fixture->sample.n; i++)
    {
      g_autofree char *text = NULL;

      g_assert_true (bf_scene_move (scene, &cursor, BF_MOVE_NEXT_LINE));
      text = bf_scene_readout (scene, &cursor);
      for (guint j = 0; j < fixture->sample.n; j++)
        g_assert_cmpint (strstr (text, fixture->sample.configurations[j]->name) != NULL, ==, i == j);
    }
  bf_scene_move (scene, &cursor, BF_MOVE_NEXT_LINE);
  g_assert_cmpuint (cursor.line, ==, BF_NO_LINE);
  bf_scene_move (scene, &cursor, BF_MOVE_PREVIOUS_LINE);
  g_assert_cmpuint (cursor.line, ==, fixture->sample.n - 1);
}

/* A zoomed axis shows what it was given, and the cursor stays in that. */
static void
test_zoom (SampleFixture *fixture, gconstpointer data)
{
  static const char *const names[] = { "gradient-by-layer", "layer-step-map", "training" };

  fixture->view.zoom_x = (BfAxisZoom) { TRUE, 3.5, 9.5 };
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (BfScene) scene = make_scene (fixture, names[i]);
      BfPlotArea area = { 0 };
      BfCursor cursor;

      g_assert_true (bf_scene_plot_at (scene, WIDTH / 3, HEIGHT / 2 - 60, &area));
      g_assert_cmpfloat (area.x.min, ==, 3.5);
      g_assert_cmpfloat (area.x.max, ==, 9.5);
      g_assert_true (bf_scene_first (scene, &cursor));
      g_assert_cmpfloat (cursor.x, ==, 4);
      bf_scene_move (scene, &cursor, BF_MOVE_LAST);
      g_assert_cmpfloat (cursor.x, ==, 9);
    }
}

/* A zoom that cannot be is none. */
static void
test_impossible_zoom (SampleFixture *fixture, gconstpointer data)
{
  static const BfAxisZoom zooms[] = { { TRUE, 5, 5 }, { TRUE, 6, 2 }, { TRUE, NAN, 4 },
                                      { TRUE, -1, 4 } };

  for (gsize i = 0; i < G_N_ELEMENTS (zooms); i++)
    {
      g_autoptr (BfScene) scene = NULL;
      BfPlotArea area = { 0 };

      fixture->view.zoom_y = zooms[i];
      scene = make_scene (fixture, "gradient-by-layer");
      g_assert_true (bf_scene_plot_at (scene, WIDTH / 2, HEIGHT / 2, &area));
      g_assert_true (area.y.min > 0 && area.y.min < area.y.max);
    }
}

/* A hidden run is only named, and its entry is still there to bring it back. */
static void
test_hidden (SampleFixture *fixture, gconstpointer data)
{
  g_autoptr (BfScene) scene = NULL;
  g_autofree char *text = NULL;
  gboolean found = FALSE;
  BfCursor cursor;

  fixture->runs[0].hidden = TRUE;
  scene = make_scene (fixture, "gradient-by-layer");
  g_assert_true (bf_scene_first (scene, &cursor));
  text = bf_scene_readout (scene, &cursor);
  g_assert_null (strstr (text, fixture->sample.configurations[0]->name));
  g_assert_nonnull (strstr (text, fixture->sample.configurations[1]->name));
  for (int x = 0; x < WIDTH; x += 4)
    for (int y = 0; y < 120; y += 4)
      found |= bf_scene_legend_at (scene, x, y) == 0;
  g_assert_true (found);
  g_assert_cmpint (bf_scene_legend_at (scene, WIDTH / 2, HEIGHT / 2), ==, -1);
}

/* Each number of the record that is drawn is in the sheet, once and exactly. */
static void
test_sheet (SampleFixture *fixture, gconstpointer data)
{
  g_autoptr (BfScene) scene = make_scene (fixture, "gradient-by-layer");
  g_autoptr (BfSheet) sheet = bf_scene_sheet (scene);
  const BfRecord *record = fixture->sample.records[1];
  guint last = bf_record_n_rows (record) - 1;

  g_assert_cmpuint (sheet->n_columns, ==, 1 + fixture->sample.n);
  g_assert_cmpuint (sheet->n_rows, ==, bf_record_n_layers (record));
  g_assert_cmpstr (sheet->titles[0], ==, "Layer");
  for (guint layer = 0; layer < sheet->n_rows; layer++)
    {
      double place, value;

      g_assert_true (bf_sheet_get (sheet, layer, 0, &place));
      g_assert_true (bf_sheet_get (sheet, layer, 2, &value));
      g_assert_cmpfloat (place, ==, layer + 1);
      g_assert_cmpfloat (value, ==, bf_record_layer (record, last, layer, fixture->view.measure));
    }
}

static void
test_map_sheet (SampleFixture *fixture, gconstpointer data)
{
  g_autoptr (BfScene) scene = make_scene (fixture, "layer-step-map");
  g_autoptr (BfSheet) sheet = bf_scene_sheet (scene);
  const BfRecord *record = fixture->sample.records[0];
  guint n_layers = bf_record_n_layers (record);

  g_assert_cmpuint (sheet->n_columns, ==, 2 + fixture->sample.n);
  g_assert_cmpuint (sheet->n_rows, ==, (gsize) n_layers * bf_record_n_rows (record));
  for (gsize row = 0; row < sheet->n_rows; row += 97)
    {
      double step, layer, value;

      g_assert_true (bf_sheet_get (sheet, row, 0, &step) && bf_sheet_get (sheet, row, 1, &layer)
                     && bf_sheet_get (sheet, row, 2, &value));
      g_assert_cmpfloat (value, ==, bf_record_layer (record, bf_record_row_at (record, step),
                                                     layer - 1, fixture->view.measure));
    }
}

static void
test_csv (void)
{
  static const char *const titles[] = { "Layer", "A, \"quoted\" name", "B", NULL };
  g_autoptr (BfSheet) sheet = bf_sheet_new (titles);
  g_autoptr (GString) csv = NULL;
  gsize row = bf_sheet_add_row (sheet);

  bf_sheet_set (sheet, row, 0, 1);
  bf_sheet_set (sheet, row, 1, 0.1);
  row = bf_sheet_add_row (sheet);
  bf_sheet_set (sheet, row, 0, 2);
  bf_sheet_set (sheet, row, 1, NAN);
  bf_sheet_set (sheet, row, 2, -INFINITY);
  csv = bf_sheet_to_csv (sheet);
  g_assert_cmpstr (csv->str, ==,
                   "Layer,\"A, \"\"quoted\"\" name\",B\n"
                   "1,0.10000000000000001,\n"
                   "2,NaN,-Infinity\n");
}

static void
test_tsv (void)
{
  static const char *const titles[] = { "Layer", "A\ttab, and\nlines", NULL };
  g_autoptr (BfSheet) sheet = bf_sheet_new (titles);
  g_autoptr (GString) tsv = NULL;
  gsize row = bf_sheet_add_row (sheet);

  bf_sheet_set (sheet, row, 1, 0.5);
  tsv = bf_sheet_to_tsv (sheet);
  g_assert_cmpstr (tsv->str, ==, "Layer\tA tab, and lines\n\t0.5\n");
}

/* No digit more than it takes, no digit less. */
static void
test_format (void)
{
  static const char *const titles[] = { "x", NULL };
  static const struct { double value; const char *text; } numbers[] = {
    { 0.1, "0.1" }, { 0.1f, "0.1" }, { 1.0 / 3, "0.3333333333333333" }, { 1.0f / 3, "0.33333334" },
    { 412, "412" }, { 1e-310, "1e-310" }, { 0, "0" }, { -INFINITY, "-Infinity" }, { NAN, "NaN" },
    { 1.7976931348623157e308, "1.7976931348623157e+308" }, { 16777217, "16777217" },
  };
  g_autoptr (BfSheet) sheet = bf_sheet_new (titles);
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      gsize row = bf_sheet_add_row (sheet);

      bf_sheet_format (sheet, row, 0, text, sizeof text);
      g_assert_cmpstr (text, ==, "");
      bf_sheet_set (sheet, row, 0, numbers[i].value);
      bf_sheet_format (sheet, row, 0, text, sizeof text);
      g_assert_cmpstr (text, ==, numbers[i].text);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, sample, function) \
  g_test_add ("/scene/" name, SampleFixture, sample, sample_set_up, function, sample_tear_down)
  ADD ("point-and-locate", "recurrent", test_point_and_locate);
  ADD ("move", "pair", test_move);
  ADD ("pick-line", "pair", test_pick_line);
  ADD ("columns", "pair", test_columns);
  ADD ("zoom", "pair", test_zoom);
  ADD ("impossible-zoom", "pair", test_impossible_zoom);
  ADD ("hidden", "pair", test_hidden);
  ADD ("sheet", "pair", test_sheet);
  ADD ("map-sheet", "pair", test_map_sheet);
  g_test_add_func ("/scene/csv", test_csv);
  g_test_add_func ("/scene/tsv", test_tsv);
  g_test_add_func ("/scene/format", test_format);
  return g_test_run ();
}
