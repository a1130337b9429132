/* The spectrum figure says what the singular values are. */
#include <math.h>
#include <string.h>

#include "test-samples.h"

#define MAX_MATRICES 8

/* Spectra put together by hand. */
typedef struct {
  guint n;
  BfSpectrumMatrix matrices[MAX_MATRICES];
  double values[MAX_MATRICES][4];
} Parts;

static const BfFigure *
spectrum_figure (void)
{
  return bf_table_find (&bf_figure_table, "spectrum");
}

/* Of a diagonal matrix, whose singular values are its entries. */
static void
add_diagonal (Parts *parts, BfSpectrumPlace place, guint layer, guint n, const double *diagonal)
{
  double matrix[16] = { 0 };
  guint i = parts->n++;

  for (guint j = 0; j < n; j++)
    matrix[j * n + j] = diagonal[j];
  g_assert_true (bf_singular_values (n, n, matrix, parts->values[i]));
  parts->matrices[i] = (BfSpectrumMatrix) { place, layer, n, n, n, parts->values[i] };
}

static BfSpectrum *
end (Parts *parts, guint64 step)
{
  return bf_spectrum_new_known (step, 0, parts->n, parts->matrices);
}

/* Two layers: from the inputs 4, 2, 1, 1/2, an orthogonal head before it, and weights as given. */
static BfSpectrum *
diagonal_spectrum (guint64 step, gboolean recurrent)
{
  const double hidden[] = { 1, 4, 0.5, 2 }, outputs[] = { 3, 3 }, time[] = { 1, 1, 1, 1 };
  const double first[] = { 1, 1, 1, 1 }, second[] = { 8, 4, 2, 0.25 }, head[] = { 100, 100 };
  Parts parts = { 0 };

  add_diagonal (&parts, BF_SPECTRUM_INPUT_TO_HIDDEN, 1, 4, hidden);
  add_diagonal (&parts, BF_SPECTRUM_INPUT_TO_OUTPUT, 2, 2, outputs);
  for (guint layer = 0; layer < 2 && recurrent; layer++)
    add_diagonal (&parts, BF_SPECTRUM_THROUGH_TIME, layer, 4, time);
  add_diagonal (&parts, recurrent ? BF_SPECTRUM_WEIGHT_HH : BF_SPECTRUM_WEIGHT, 0, 4, first);
  add_diagonal (&parts, recurrent ? BF_SPECTRUM_WEIGHT_HH : BF_SPECTRUM_WEIGHT, 1, 4, second);
  add_diagonal (&parts, BF_SPECTRUM_WEIGHT, 2, 2, head);
  return end (&parts, step);
}

/* One configuration "Net" with the spectrum, not run. */
typedef struct {
  BfConfiguration *configurations[2];
  BfFigureRun runs[2];
  BfFigureView view;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = { "Net", "Other" };

  for (guint i = 0; i < 2; i++)
    {
      fixture->configurations[i] = bf_configuration_new (names[i]);
      fixture->runs[i] = (BfFigureRun) { fixture->configurations[i],
                                         .color = bf_theme_series_color (&bf_theme_light, i),
                                         .style = i };
    }
  fixture->runs[0].spectrum = diagonal_spectrum (7, GPOINTER_TO_INT (data));
  fixture->view = (BfFigureView) { .n_runs = 1, .runs = fixture->runs };
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < 2; i++)
    {
      if (fixture->runs[i].spectrum != NULL)
        bf_spectrum_unref ((BfSpectrum *) fixture->runs[i].spectrum);
      bf_configuration_free (fixture->configurations[i]);
    }
}

static void
replace (Fixture *fixture, guint run, BfSpectrum *spectrum)
{
  if (fixture->runs[run].spectrum != NULL)
    bf_spectrum_unref ((BfSpectrum *) fixture->runs[run].spectrum);
  fixture->runs[run].spectrum = spectrum;
}

static BfScene *
make_scene (const Fixture *fixture)
{
  return bf_scene_new (spectrum_figure (), &fixture->view, &bf_theme_light, 900, 500);
}

static char *
describe (const Fixture *fixture)
{
  return spectrum_figure ()->describe (&fixture->view);
}

/* What is read out at @rank in a panel. */
static char *
readout (const Fixture *fixture, guint panel, double rank)
{
  g_autoptr (BfScene) scene = make_scene (fixture);
  BfCursor cursor = { panel, rank, 1, BF_NO_LINE };

  return bf_scene_readout (scene, &cursor);
}

static char *
csv_of (const Fixture *fixture)
{
  g_autoptr (BfScene) scene = make_scene (fixture);
  g_autoptr (BfSheet) sheet = bf_scene_sheet (scene);

  return g_string_free (bf_sheet_to_csv (sheet), FALSE);
}

/* All numbers that are drawn; the head's weights are none of them. */
static void
test_sheet (Fixture *fixture, gconstpointer data)
{
  g_autofree char *csv = csv_of (fixture);

  g_assert_cmpstr (csv, ==,
                   "Rank,Net: to last layer,Net: to outputs,Net: weights,Net: weights (low),"
                   "Net: weights (high)\n"
                   "1,4,3,4.5,1,8\n"
                   "2,2,3,2.5,1,4\n"
                   "3,1,,1.5,1,2\n"
                   "4,0.5,,0.625,0.25,1\n");
}

/* The numbers of a matrix as a whole, of what is pointed at. */
static void
test_readout (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = readout (fixture, 0, 2), *second = readout (fixture, 1, 4);

  g_assert_cmpstr (first, ==,
                   "Rank 2, weights after step 7\n"
                   "Net: to last layer 2, to outputs 3, weights 2.5 (1 to 4)\n"
                   "Net, to last layer: largest 4, median 1.5, smallest 0.5, condition number 8");
  g_assert_cmpstr (second, ==,
                   "Rank 4, weights after step 7\n"
                   "Net: to last layer 0.5, weights 0.625 (0.25 to 1)\n"
                   "Net, weights: largest condition number 32 in layer 2");
}

/* The keys reach each line; of what is picked the numbers are said. */
static void
test_pick (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BfScene) scene = make_scene (fixture);
  g_autofree char *text = NULL;
  BfCursor cursor;

  g_assert_true (bf_scene_first (scene, &cursor));
  g_assert_true (bf_scene_move (scene, &cursor, BF_MOVE_NEXT_LINE));
  g_assert_true (bf_scene_move (scene, &cursor, BF_MOVE_NEXT_LINE));
  text = bf_scene_readout (scene, &cursor);
  g_assert_nonnull (strstr (text, "Net, to outputs: largest 3, median 3, smallest 3, condition number 1"));
  g_assert_null (strstr (text, "Net, to last layer:"));
  g_assert_true (bf_scene_move (scene, &cursor, BF_MOVE_LAST));
  g_assert_cmpfloat (cursor.x, ==, 4);
}

/* Every recurrent layer has a line through time, and is named. */
static void
test_through_time (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = readout (fixture, 1, 1);

  g_assert_nonnull (strstr (text, "through time in layer 1 1, through time in layer 2 1, weights 4.5"));
  g_assert_nonnull (strstr (text, "Net, through time in layer 2: largest 1, median 1, smallest 1, "
                                  "condition number 1"));
}

/* What may be rounding alone is told from what is known, and stretches nothing. */
static void
test_rounding (Fixture *fixture, gconstpointer data)
{
  const double hidden[] = { 1, 1e-3, 1e-20, 0 };
  g_autoptr (BfScene) scene = NULL;
  g_autofree char *csv = NULL, *text = NULL;
  Parts parts = { 0 };
  BfPlotArea area;

  add_diagonal (&parts, BF_SPECTRUM_INPUT_TO_HIDDEN, 0, 4, hidden);
  g_assert_cmpuint (bf_spectrum_n_resolved (&parts.matrices[0]), ==, 2);
  add_diagonal (&parts, BF_SPECTRUM_WEIGHT, 0, 4, hidden);
  replace (fixture, 0, end (&parts, 0));
  csv = csv_of (fixture);
  g_assert_nonnull (strstr (csv, "Net: to last layer,Net: to last layer (lost in rounding),Net: weights"));
  g_assert_nonnull (strstr (csv, "\n4,,0,0\n"));
  text = readout (fixture, 0, 3);
  g_assert_nonnull (strstr (text, "Rank 3, initial weights\nNet: to last layer (lost in rounding) 1e−20"));
  g_assert_nonnull (strstr (text, "smallest below 8.882e−16, condition number over 1.126e+15; 2 of 4 lost "
                                  "in rounding"));
  scene = make_scene (fixture);
  g_assert_true (bf_scene_plot_at (scene, 200, 250, &area));
  g_assert_cmpfloat (area.y.min, <=, 1e-20);
  g_assert_cmpfloat (area.y.min, >, 1e-24);
}

/* Zeros of a matrix that is nothing else are no rounding. */
static void
test_zero (Fixture *fixture, gconstpointer data)
{
  const double hidden[] = { 0, 0 };
  g_autofree char *text = NULL;
  Parts parts = { 0 };

  add_diagonal (&parts, BF_SPECTRUM_INPUT_TO_HIDDEN, 0, 2, hidden);
  add_diagonal (&parts, BF_SPECTRUM_WEIGHT, 0, 2, hidden);
  replace (fixture, 0, end (&parts, 1));
  text = readout (fixture, 0, 1);
  g_assert_nonnull (strstr (text, "largest 0, median 0, smallest 0, condition number ∞; 2 of 2 below the "
                                  "smallest normal of float32"));
}

/* Below the smallest normal number of the precision that the network is trained in. */
static void
test_underflow (Fixture *fixture, gconstpointer data)
{
  const double hidden[] = { 1e-30, 1e-39, 1e-40 };
  g_autofree char *single = NULL, *both = NULL;
  Parts parts = { 0 };

  add_diagonal (&parts, BF_SPECTRUM_INPUT_TO_HIDDEN, 0, 3, hidden);
  add_diagonal (&parts, BF_SPECTRUM_WEIGHT, 0, 3, hidden);
  replace (fixture, 0, end (&parts, 1));
  single = readout (fixture, 0, 3);
  g_assert_nonnull (strstr (single, "1e−40 (underflow)"));
  g_assert_nonnull (strstr (single, "condition number 1e+10; 2 of 3 below the smallest normal of float32"));
  fixture->configurations[0]->precision = BF_FLOAT64;
  both = readout (fixture, 0, 3);
  g_assert_null (strstr (both, "smallest normal"));
}

static void
test_not_finite (Fixture *fixture, gconstpointer data)
{
  const double hidden[] = { 1, NAN };
  g_autofree char *text = NULL;
  Parts parts = { 0 };

  add_diagonal (&parts, BF_SPECTRUM_INPUT_TO_HIDDEN, 0, 2, hidden);
  add_diagonal (&parts, BF_SPECTRUM_WEIGHT, 0, 2, hidden);
  replace (fixture, 0, end (&parts, 1));
  text = describe (fixture);
  g_assert_nonnull (strstr (text, "Net, not finite."));
}

/* Configurations at other steps say so; those without say why. */
static void
test_steps (Fixture *fixture, gconstpointer data)
{
  g_autofree char *both = NULL, *text = NULL, *alone = NULL;

  fixture->view.n_runs = 2;
  replace (fixture, 1, diagonal_spectrum (3, FALSE));
  both = csv_of (fixture);
  g_assert_nonnull (strstr (both, "Net: to last layer"));
  g_assert_nonnull (strstr (both, "Other (at step 3): to last layer"));
  text = describe (fixture);
  g_assert_true (g_str_has_prefix (text, "Singular values of the Jacobian from the inputs to the last layer, "
                                         "weights after training step 7: Net, largest 4, "));

  fixture->runs[0].hidden = TRUE;   /* what is not shown does not say when */
  alone = csv_of (fixture);
  g_assert_true (g_str_has_prefix (alone, "Rank,Other: to last layer,"));
}

static void
test_missing (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = NULL, *reason = NULL, *nothing = NULL;

  fixture->view.n_runs = 2;
  fixture->runs[1].spectrum_message = "Too large";
  text = describe (fixture);
  g_assert_nonnull (strstr (text, "; Other (no singular values): Too large."));
  replace (fixture, 0, NULL);
  reason = describe (fixture);
  g_assert_cmpstr (reason, ==, "Spectrum: Too large.");
  fixture->runs[1].spectrum_message = NULL;
  nothing = describe (fixture);
  g_assert_cmpstr (nothing, ==,
                   "Spectrum: Singular values are computed while a network is trained: press Run.");
}

/* Offered where there is something to show, or where it can be had. */
static void
test_applies (Fixture *fixture, gconstpointer data)
{
  const BfFigure *figure = spectrum_figure ();

  g_assert_true (figure->applies (&fixture->view));
  replace (fixture, 0, NULL);
  g_assert_false (figure->applies (&fixture->view));
  fixture->runs[0].spectrum_message = "Too large";
  g_assert_true (figure->applies (&fixture->view));
  fixture->runs[0].spectrum_message = NULL;
  fixture->view.on_demand = TRUE;
  g_assert_true (figure->applies (&fixture->view));
}

/* 1, which neither stretches nor shrinks, is in sight where it is near. */
static void
test_one (Fixture *fixture, gconstpointer data)
{
  const double near[] = { 1e-2, 1e-3 }, far[] = { 1e-9, 1e-10 };
  const double *const cases[] = { near, far };

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (BfScene) scene = NULL;
      Parts parts = { 0 };
      BfPlotArea area;

      add_diagonal (&parts, BF_SPECTRUM_INPUT_TO_HIDDEN, 0, 2, cases[i]);
      add_diagonal (&parts, BF_SPECTRUM_WEIGHT, 0, 2, cases[i]);
      replace (fixture, 0, end (&parts, 1));
      scene = make_scene (fixture);
      g_assert_true (bf_scene_plot_at (scene, 200, 250, &area));
      g_assert_true ((area.y.max > 1) == (i == 0));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, recurrent, function) \
  g_test_add ("/spectrum/" name, Fixture, GINT_TO_POINTER (recurrent), set_up, function, tear_down)
  ADD ("sheet", FALSE, test_sheet);
  ADD ("readout", FALSE, test_readout);
  ADD ("pick", FALSE, test_pick);
  ADD ("through-time", TRUE, test_through_time);
  ADD ("rounding", FALSE, test_rounding);
  ADD ("zero", FALSE, test_zero);
  ADD ("underflow", FALSE, test_underflow);
  ADD ("not-finite", FALSE, test_not_finite);
  ADD ("steps", FALSE, test_steps);
  ADD ("missing", FALSE, test_missing);
  ADD ("applies", FALSE, test_applies);
  ADD ("one", FALSE, test_one);
  return g_test_run ();
}
