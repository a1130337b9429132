/* The maps over timesteps: their numbers, their words, and what they leave out. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "plot/scale.h"
#include "test-samples.h"

static BfScene *
make_scene (const SampleFixture *fixture, const char *figure)
{
  return bf_scene_new (bf_table_find (&bf_figure_table, figure), &fixture->view, &bf_theme_light,
                       700, 500);
}

static char *
readout_at (const BfScene *scene, double x, double y)
{
  const BfCursor cursor = { .x = x, .y = y, .line = BF_NO_LINE };

  return bf_scene_readout (scene, &cursor);
}

/* A number of one run, recurrent layer and timestep, as it is read out. */
static const char *
number (const SampleFixture *fixture, guint run, guint row, guint recurrent, guint t, gboolean is_cell)
{
  static char text[6][64];
  static guint next;
  const BfRecord *record = fixture->sample.records[run];
  char *here = text[next++ % G_N_ELEMENTS (text)];

  bf_value_format (is_cell ? bf_record_cell_gradient (record, row, recurrent, t)
                           : bf_record_hidden_gradient (record, row, recurrent, t), here, 64);
  return here;
}

static void
test_timestep_readout (SampleFixture *fixture, gconstpointer data)
{
  g_autoptr (BfScene) scene = make_scene (fixture, "timestep-step-map");

  for (guint step = 1; step <= 60; step += 7)
    for (guint t = 1; t <= 20; t += 3)
      {
        g_autofree char *text = readout_at (scene, step, t);
        g_autofree char *expected =
          g_strdup_printf ("Timestep %u, step %u\nRNN: %s\nLSTM, layer 1: %s\nLSTM, layer 2: %s", t,
                           step, number (fixture, 0, step - 1, 0, t - 1, FALSE),
                           number (fixture, 1, step - 1, 0, t - 1, FALSE),
                           number (fixture, 1, step - 1, 1, t - 1, FALSE));
        g_assert_cmpstr (text, ==, expected);
      }
}

/* The step is the one that is shown; what a run has not is said. */
static void
test_state_readout (SampleFixture *fixture, gconstpointer data)
{
  g_autoptr (BfScene) scene = NULL;

  fixture->view.step = 41;
  scene = make_scene (fixture, "layer-timestep-map");
  for (guint t = 1; t <= 20; t++)
    {
      g_autofree char *first = readout_at (scene, t, 1), *second = readout_at (scene, t, 2);
      g_autofree char *expected_first =
        g_strdup_printf ("Layer 1, timestep %u, step 41\nRNN: %s\nLSTM: %s\n"
                         "LSTM, cell ‖∂L/∂cₜ‖: %s", t, number (fixture, 0, 40, 0, t - 1, FALSE),
                         number (fixture, 1, 40, 0, t - 1, FALSE),
                         number (fixture, 1, 40, 0, t - 1, TRUE));
      g_autofree char *expected_second =
        g_strdup_printf ("Layer 2, timestep %u, step 41\nRNN: no such state\nLSTM: %s\n"
                         "LSTM, cell ‖∂L/∂cₜ‖: %s", t, number (fixture, 1, 40, 1, t - 1, FALSE),
                         number (fixture, 1, 40, 1, t - 1, TRUE));

      g_assert_cmpstr (first, ==, expected_first);
      g_assert_cmpstr (second, ==, expected_second);
    }
}

static void
test_missing (SampleFixture *fixture, gconstpointer data)
{
  g_autoptr (BfScene) steps = make_scene (fixture, "timestep-step-map");
  g_autoptr (BfScene) states = make_scene (fixture, "layer-timestep-map");
  g_autofree char *late = readout_at (steps, 70, 1), *after = readout_at (steps, 1, 13);
  g_autofree char *end = readout_at (states, 13, 1);

  g_assert_nonnull (strstr (late, "\nNaN, layer 2: not trained past step 60"));
  g_assert_nonnull (strstr (after, "\nNaN, layer 1: no such timestep"));
  g_assert_nonnull (strstr (after, "\nOne timestep: no such timestep"));
  g_assert_nonnull (strstr (end, "\nNaN: no such timestep"));
}

/* Each number that is drawn is listed once and exactly; a layer without a cell state has none. */
static void
test_sheets (SampleFixture *fixture, gconstpointer data)
{
  g_autoptr (BfScene) scene = make_scene (fixture, "layer-timestep-map");
  g_autoptr (BfSheet) sheet = bf_scene_sheet (scene);
  guint last = bf_record_n_rows (fixture->sample.records[1]) - 1, n_cells = 0;

  g_assert_cmpuint (sheet->n_columns, ==, 2 + 3);
  g_assert_cmpstr (sheet->titles[0], ==, "Timestep");
  g_assert_cmpstr (sheet->titles[1], ==, "Layer");
  g_assert_cmpuint (sheet->n_rows, ==, 2 * 20);
  for (gsize row = 0; row < sheet->n_rows; row++)
    {
      double t, layer, value;

      g_assert_true (bf_sheet_get (sheet, row, 0, &t) && bf_sheet_get (sheet, row, 1, &layer));
      g_assert_true (bf_sheet_get (sheet, row, 2, &value) == (layer == 1));
      g_assert_true (bf_sheet_get (sheet, row, 4, &value));
      g_assert_cmpfloat (value, ==, bf_record_cell_gradient (fixture->sample.records[1], last,
                                                             layer - 1, t - 1));
      n_cells++;
    }
  g_assert_cmpuint (n_cells, ==, 40);
}

/* A run with more layers than there is room for shows the first, the last and some between. */
static void
test_many_layers (void)
{
  SampleFixture fixture = { { 0 } };
  g_autoptr (BfScene) scene = NULL;
  g_autofree char *text = NULL;
  guint n = 0;

  for (guint i = 0; i < 3; i++)
    sample_add_recurrent (&fixture.sample, i == 0 ? "Deep" : "Other", "gru", i == 0 ? 30 : 1, 5, 8,
                          sample_usual);
  fixture.view = sample_view (&fixture.sample, &bf_theme_light, fixture.runs);
  scene = make_scene (&fixture, "timestep-step-map");
  text = readout_at (scene, 1, 1);
  for (const char *at = text; (at = strstr (at, "Deep, layer ")) != NULL; at++)
    n++;
  g_assert_cmpuint (n, ==, 4);
  g_assert_nonnull (strstr (text, "Deep, layer 1:"));
  g_assert_nonnull (strstr (text, "Deep, layer 30:"));
  sample_clear (&fixture.sample);
}

/* Zoomed into a few cells, each of them is pointed at where it is drawn. */
static void
test_zoom (SampleFixture *fixture, gconstpointer data)
{
  g_autoptr (BfScene) scene = NULL;
  BfPlotArea area;
  BfCursor cursor;

  fixture->view.zoom_x = (BfAxisZoom) { TRUE, 10.5, 12.5 };
  fixture->view.zoom_y = (BfAxisZoom) { TRUE, 3.5, 5.5 };
  scene = make_scene (fixture, "timestep-step-map");
  g_assert_true (bf_scene_plot_at (scene, 100, 250, &area));
  for (guint corner = 0; corner < 4; corner++)
    {
      double x = area.plot.x + area.plot.width * (corner % 2 ? 0.9 : 0.1);
      double y = area.plot.y + area.plot.height * (corner / 2 ? 0.9 : 0.1);

      g_assert_true (bf_scene_point_at (scene, x, y, &cursor));
      g_assert_cmpfloat (cursor.x, ==, corner % 2 ? 12 : 11);
      g_assert_cmpfloat (cursor.y, ==, corner / 2 ? 4 : 5);
    }
}

static void
test_words (void)
{
  static const struct { const char *figure, *sample, *wanted; } cases[] = {
    { "timestep-step-map", "pair", "no configuration has a recurrent layer" },
    { "timestep-step-map", "recurrent-none", "no recurrent configuration has been trained yet" },
    { "timestep-step-map", "recurrent", "and training step: RNN, from " },
    { "timestep-step-map", "recurrent", "in timesteps 1 to 20 and steps 1 to 60." },
    { "timestep-step-map", "recurrent-mixed", " (and zero, underflow, infinite, NaN); " },
    { "timestep-step-map", "recurrent-mixed", "; No time (no recurrent layer); " },
    { "layer-timestep-map", "pair", "no configuration has a recurrent layer" },
    { "layer-timestep-map", "recurrent-none", "no recurrent configuration has been trained yet" },
    { "layer-timestep-map", "recurrent", "at training step 60: RNN, from " },
    { "layer-timestep-map", "recurrent-mixed", "NaN (diverged at step 60), from NaN to NaN in " },
    { "layer-timestep-map", "recurrent-mixed", "; No rows (not run)." },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const BfFigure *figure = bf_table_find (&bf_figure_table, cases[i].figure);
      g_autofree char *description = NULL;
      SampleFixture fixture;

      sample_set_up (&fixture, cases[i].sample);
      description = figure->describe (&fixture.view);
      if (strstr (description, cases[i].wanted) == NULL)
        g_error ("“%s” is not in “%s”", cases[i].wanted, description);
      sample_tear_down (&fixture, NULL);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, sample, function) \
  g_test_add ("/map/" name, SampleFixture, sample, sample_set_up, function, sample_tear_down)
  ADD ("timestep-readout", "recurrent", test_timestep_readout);
  ADD ("state-readout", "recurrent", test_state_readout);
  ADD ("missing", "recurrent-mixed", test_missing);
  ADD ("sheets", "recurrent", test_sheets);
  ADD ("zoom", "recurrent", test_zoom);
  g_test_add_func ("/map/many-layers", test_many_layers);
  g_test_add_func ("/map/words", test_words);
  return g_test_run ();
}
