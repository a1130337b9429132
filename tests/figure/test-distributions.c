/* The distribution figures say what the record's histograms do. */
#include <math.h>
#include <string.h>

#include "engine/histogram.h"
#include "test-samples.h"

static const struct { const char *id; BfHistogramKind kind; } figures[] = {
  { "gradient-distributions", BF_HISTOGRAM_GRADIENT },
  { "activation-distributions", BF_HISTOGRAM_ACTIVATION },
};

static BfScene *
make_scene (const SampleFixture *fixture, const char *id)
{
  return bf_scene_new (bf_table_find (&bf_figure_table, id), &fixture->view, &bf_theme_light, 800, 500);
}

/* Share of @layer that ends at @end. */
static double
expected_share (const BfHistogram *histogram, double end)
{
  double total = bf_histogram_total (histogram);

  if (end == 0)
    return histogram->zero / total;
  if (isinf (end))
    return histogram->not_finite / total;
  return bf_histogram_count (histogram, (int) log2 (end) - 1) / total;
}

/* Every share is the record's, and those of a layer add up to one. */
static void
test_sheet (SampleFixture *fixture, gconstpointer data)
{
  const BfRecord *record = fixture->sample.records[0];
  guint n = bf_record_n_layers (record), row = bf_record_n_rows (record) - 1;

  for (gsize f = 0; f < G_N_ELEMENTS (figures); f++)
    {
      g_autoptr (BfScene) scene = make_scene (fixture, figures[f].id);
      g_autoptr (BfSheet) sheet = bf_scene_sheet (scene);
      g_autofree double *sums = g_new0 (double, n + 1);

      g_assert_cmpstr (sheet->titles[2], ==, fixture->sample.configurations[0]->name);
      for (gsize r = 0; r < sheet->n_rows; r++)
        {
          const BfHistogram *histogram;
          double end, layer, share;

          g_assert_true (bf_sheet_get (sheet, r, 0, &end) && bf_sheet_get (sheet, r, 1, &layer)
                         && bf_sheet_get (sheet, r, 2, &share));
          histogram = bf_record_histogram (record, row, layer - 1, figures[f].kind, NULL);
          g_assert_cmpfloat (share, ==, expected_share (histogram, end));
          sums[(guint) layer] += share;
        }
      for (guint layer = 1; layer <= n; layer++)
        g_assert_cmpfloat_with_epsilon (sums[layer], 1, 1e-12);
    }
}

/* What is shown is the last that was taken, and it is said when that was. */
static void
test_readout (SampleFixture *fixture, gconstpointer data)
{
  g_autoptr (BfScene) scene = make_scene (fixture, "gradient-distributions");
  const BfHistogram *histogram;
  g_autofree char *text = NULL, *values = NULL;
  BfCursor cursor;

  g_assert_true (bf_scene_first (scene, &cursor));
  text = bf_scene_readout (scene, &cursor);
  histogram = bf_record_histogram (fixture->sample.records[0], 999, 0, BF_HISTOGRAM_GRADIENT, NULL);
  values = g_strdup_printf (" of %.0f values from ", (double) bf_histogram_total (histogram));
  g_assert_true (g_str_has_prefix (text, "Layer 1, step 1000\nSigmoid, Xavier: 0 %"));
  g_assert_nonnull (strstr (text, values));
  g_assert_nonnull (strstr (text, "(of 128 samples)"));
  g_assert_nonnull (strstr (text, "fp16 would lose "));
}

/* An octave a key, and the ends are the ends. */
static void
test_move (SampleFixture *fixture, gconstpointer data)
{
  g_autoptr (BfScene) scene = make_scene (fixture, "gradient-distributions");
  BfCursor cursor, last;

  g_assert_true (bf_scene_first (scene, &cursor));
  bf_scene_move (scene, &cursor, BF_MOVE_FIRST);
  g_assert_false (bf_scene_move (scene, &cursor, BF_MOVE_LEFT));
  last = cursor;
  g_assert_true (bf_scene_move (scene, &cursor, BF_MOVE_RIGHT));
  g_assert_cmpfloat (cursor.x, ==, 2 * last.x);
  g_assert_true (bf_scene_move (scene, &cursor, BF_MOVE_LAST));
  g_assert_false (bf_scene_move (scene, &cursor, BF_MOVE_RIGHT));
}

static void
test_describe (SampleFixture *fixture, gconstpointer data)
{
  const BfFigure *figure = bf_table_find (&bf_figure_table, "gradient-distributions");
  g_autofree char *text = figure->describe (&fixture->view);

  g_assert_nonnull (strstr (text, "Sigmoid, Xavier, fp16 would lose most in layer 1: "));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) \
  g_test_add ("/distributions/" name, SampleFixture, "pair", sample_set_up, function, sample_tear_down)
  ADD ("sheet", test_sheet);
  ADD ("readout", test_readout);
  ADD ("move", test_move);
  ADD ("describe", test_describe);
  return g_test_run ();
}
