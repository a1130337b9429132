/* Figures of records that do not hold every step. */
#include <string.h>

#include "test-samples.h"

#define WIDTH 500
#define HEIGHT 350

static cairo_surface_t *
draw (const BfFigure *figure, const BfFigureView *view)
{
  cairo_surface_t *image = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (image);

  bf_figure_draw (figure, cr, WIDTH, HEIGHT, view, &bf_theme_light);
  cairo_destroy (cr);
  cairo_surface_flush (image);
  return image;
}

/* @a is drawn with what is kept of earlier pictures, @b is not. */
static void
assert_same_picture (const BfFigure *figure, const BfFigureView *a, const BfFigureView *b)
{
  cairo_surface_t *kept = draw (figure, a), *fresh = draw (figure, b);
  const gsize size = (gsize) cairo_image_surface_get_stride (kept) * HEIGHT;

  g_assert_cmpmem (cairo_image_surface_get_data (kept), size, cairo_image_surface_get_data (fresh),
                   size);
  cairo_surface_destroy (kept);
  cairo_surface_destroy (fresh);
}

static void
assert_same_words (const BfFigure *figure, const BfFigureView *a, const BfFigureView *b)
{
  g_autofree char *ours = figure->describe (a), *theirs = figure->describe (b);

  g_assert_cmpstr (ours, ==, theirs);
  for (double x = 3; x < WIDTH; x += 61)
    for (double y = 3; y < HEIGHT; y += 43)
      {
        g_autofree char *mine = sample_readout (figure, a, &bf_theme_light, WIDTH, HEIGHT, x, y);
        g_autofree char *other = sample_readout (figure, b, &bf_theme_light, WIDTH, HEIGHT, x, y);

        g_assert_cmpstr (mine, ==, other);
      }
}

/* With all that a figure kept of the record before. */
static void
test_same_as_sparse (void)
{
  static const BfAxisZoom zooms[] = { { 0 }, { TRUE, 37.5, 58.5 }, { TRUE, 81.5, 83.5 } };

  for (guint i = 0; i < bf_figure_table.n_rows; i++)
    {
      const BfFigure *figure = bf_table_row (&bf_figure_table, i);
      g_autoptr (BfFigureCache) cache = bf_figure_cache_new ();
      Sample sample = { 0 };

      sample_make_large (&sample, 1, 6, 90);
      sample_make_large_recurrent (&sample, 2, 12, 90);
      for (guint run = 0; run < sample.n; run++)
        bf_record_set_budget (sample.records[run], bf_record_bytes (sample.records[run]) + 1);
      for (guint k = 0; k < 9; k++)
        {
          BfFigureRun runs[SAMPLE_MAX_RUNS], sparse_runs[SAMPLE_MAX_RUNS];
          Sample sparse = { 0 };
          BfFigureView view = sample_view (&sample, &bf_theme_light, runs), other;

          sample_make_afresh (&sparse, &sample);
          other = sample_view (&sparse, &bf_theme_light, sparse_runs);
          view.cache = cache;
          view.zoom_x = other.zoom_x = zooms[k / 3];
          assert_same_picture (figure, &view, &other);
          assert_same_words (figure, &view, &other);
          sample_clear (&sparse);
          sample_append (&sample, 47);
        }
      g_assert_cmpuint (bf_record_generation (sample.records[0]), ==, 3);
      sample_clear (&sample);
    }
}

static char *
readout_at (const BfScene *scene, double x)
{
  const BfCursor cursor = { .x = x, .y = 2, .line = BF_NO_LINE };

  return bf_scene_readout (scene, &cursor);
}

/* The cursor stays on steps that are there, and what is said is of them. */
static void
test_cursor (void)
{
  static const char *const names[] = { "training", "layer-step-map" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const BfFigure *figure = bf_table_find (&bf_figure_table, names[i]);
      Sample sample = { 0 };
      BfFigureRun runs[SAMPLE_MAX_RUNS];

      sample_make_large (&sample, 1, 6, 10);
      bf_record_set_budget (sample.records[0], bf_record_bytes (sample.records[0]) * 4 / 5);
      sample_append (&sample, 2);
      BfFigureView view = sample_view (&sample, &bf_theme_light, runs);
      g_autoptr (BfScene) scene = bf_scene_new (figure, &view, &bf_theme_light, WIDTH, HEIGHT);
      BfCursor cursor = { .x = 4, .y = 2, .line = BF_NO_LINE };
      g_autofree char *between = readout_at (scene, 5), *before = readout_at (scene, 4);

      g_assert_cmpstr (between, ==, before);
      g_assert_nonnull (strstr (between, "tep 4\n"));
      g_assert_true (bf_scene_move (scene, &cursor, BF_MOVE_RIGHT));
      g_assert_cmpfloat (cursor.x, ==, 6);
      g_assert_true (bf_scene_move (scene, &cursor, BF_MOVE_LEFT));
      g_assert_cmpfloat (cursor.x, ==, 4);
      sample_clear (&sample);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/thinned/same-as-sparse", test_same_as_sparse);
  g_test_add_func ("/thinned/cursor", test_cursor);
  return g_test_run ();
}
