/* The gradient over time: its numbers, its words, and where it is offered. */
#include <stdio.h>
#include <string.h>

#include "plot/scale.h"
#include "test-samples.h"

/* Lines in the readout are those of the record, layer by layer, the cell state beside the hidden one, and
 * every timestep can be pointed at. */
static void
test_readout (void)
{
  const BfFigure *figure = bf_table_find (&bf_figure_table, "gradient-by-timestep");
  g_autoptr (BfFigureCache) cache = bf_figure_cache_new ();
  gboolean seen[21] = { FALSE };
  BfFigureRun runs[SAMPLE_MAX_RUNS];
  BfFigureView view;
  Sample sample;

  sample_make (&sample, "recurrent");
  view = sample_view (&sample, &bf_theme_light, runs);
  view.cache = cache;
  view.step = 41;
  for (int x = 0; x < 600; x += 3)
    {
      g_autofree char *text = sample_readout (figure, &view, &bf_theme_light, 600, 400, x, 200);
      g_autofree char *expected = NULL;
      char numbers[5][64];
      unsigned t;

      if (text == NULL)
        continue;
      g_assert_cmpint (sscanf (text, "Timestep %u, step 41", &t), ==, 1);
      g_assert_cmpuint (t, >=, 1);
      g_assert_cmpuint (t, <=, 20);
      seen[t] = TRUE;
      for (guint i = 0; i < 5; i++)
        bf_value_format (i == 0 ? bf_record_hidden_gradient (sample.records[0], 40, 0, t - 1)
                         : i % 2 ? bf_record_hidden_gradient (sample.records[1], 40, i / 2, t - 1)
                                 : bf_record_cell_gradient (sample.records[1], 40, i / 2 - 1, t - 1),
                         numbers[i], sizeof numbers[i]);
      expected = g_strdup_printf ("Timestep %u, step 41\nRNN: %s (reach 5 of 20)\nLSTM, layer 1: %s\n"
                                  "LSTM, layer 1, cell ‖∂L/∂cₜ‖: %s\nLSTM, layer 2: %s\n"
                                  "LSTM, layer 2, cell ‖∂L/∂cₜ‖: %s",
                                  t, numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]);
      g_assert_cmpstr (text, ==, expected);
    }
  for (guint t = 1; t <= 20; t++)
    g_assert_true (seen[t]);
  sample_clear (&sample);
}

/* What each sample says where there is no line, and where there are some of every kind. */
static void
test_words (void)
{
  static const struct { const char *sample, *wanted; } cases[] = {
    { "pair", "no configuration has a recurrent layer" },
    { "recurrent-none", "no recurrent configuration has been trained yet" },
    { "recurrent", "State gradient by timestep at training step 60: RNN, " },
    { "recurrent", "; LSTM, layer 2, cell ‖∂L/∂cₜ‖, " },
    { "recurrent-mixed", "; No time (no recurrent layer); " },
    { "recurrent-mixed", "; NaN, layer 1 (diverged at step 60), NaN at timestep 1 and NaN at timestep 12; " },
    { "recurrent-mixed", "; No rows (not run)." },
  };
  const BfFigure *figure = bf_table_find (&bf_figure_table, "gradient-by-timestep");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *description = NULL;
      BfFigureRun runs[SAMPLE_MAX_RUNS];
      BfFigureView view;
      Sample sample;

      sample_make (&sample, cases[i].sample);
      view = sample_view (&sample, &bf_theme_light, runs);
      description = figure->describe (&view);
      if (strstr (description, cases[i].wanted) == NULL)
        g_error ("“%s” is not in “%s”", cases[i].wanted, description);
      sample_clear (&sample);
    }
}

/* Figures that are offered if @applies. */
static guint
n_figures (gboolean (*applies) (const BfFigureView *view))
{
  guint n = 0;

  for (guint i = 0; i < bf_figure_table.n_rows; i++)
    n += ((const BfFigure *) bf_table_row (&bf_figure_table, i))->applies == applies;
  return n;
}

/* Offered where a configuration is recurrent, run or not, and nowhere else; the others always, with what is
 * computed on demand. */
static void
test_applies (void)
{
  static const struct { const char *sample; gboolean recurrent; } cases[] = {
    { "pair", FALSE }, { "none", FALSE }, { "recurrent", TRUE }, { "recurrent-mixed", TRUE },
    { "recurrent-none", TRUE },
  };
  const BfFigure *figure = bf_table_find (&bf_figure_table, "gradient-by-timestep");
  const BfFigureView nothing = { 0 };
  g_autoptr (GPtrArray) of_nothing = bf_figures_that_apply (&nothing);

  g_assert_cmpuint (of_nothing->len, ==, n_figures (NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) figures = NULL;
      BfFigureRun runs[SAMPLE_MAX_RUNS];
      BfFigureView view;
      Sample sample;

      sample_make (&sample, cases[i].sample);
      view = sample_view (&sample, &bf_theme_light, runs);
      for (guint j = 0; j < sample.n; j++)
        runs[j].spectrum = NULL;
      figures = bf_figures_that_apply (&view);
      g_assert_true (g_ptr_array_find (figures, figure, NULL) == cases[i].recurrent);
      g_assert_cmpuint (figures->len, ==,
                        n_figures (NULL) + (cases[i].recurrent ? n_figures (figure->applies) : 0));
      sample_clear (&sample);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/timestep/readout", test_readout);
  g_test_add_func ("/timestep/words", test_words);
  g_test_add_func ("/timestep/applies", test_applies);
  return g_test_run ();
}
