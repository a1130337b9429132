/* The curves of training: what they are means and bands of, and which of them there are. */
#include <math.h>
#include <string.h>

#include "plot/scale.h"
#include "test-samples.h"

#define WIDTH 800
#define HEIGHT 500

static BfScene *
make_scene (const BfFigureView *view)
{
  return bf_scene_new (bf_table_find (&bf_figure_table, "training"), view, &bf_theme_light, WIDTH,
                       HEIGHT);
}

static guint
column (const BfSheet *sheet, const char *title)
{
  for (guint i = 0; i < sheet->n_columns; i++)
    if (strcmp (sheet->titles[i], title) == 0)
      return i;
  g_error ("no column is called “%s”", title);
}

static int
compare (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

/* Layers in no order, some without a number. */
static double
scattered (guint run, guint64 step, guint layer, guint n_layers, guint measure)
{
  if (measure == BF_UPDATE_RATIO)
    return step == 9 || (layer == 3 && step % 2) ? NAN : 1 + (layer * 7919 + step * 104729) % 997;
  return 0.5;
}

/* Median, smallest and largest of all layers that have a number, even and odd in number. */
static void
test_update_ratios (void)
{
  static const guint depths[] = { 1, 2, 7, 20, 101 };

  for (gsize d = 0; d < G_N_ELEMENTS (depths); d++)
    {
      Sample sample = { 0 };
      BfFigureRun runs[SAMPLE_MAX_RUNS];
      BfFigureView view;
      g_autoptr (BfScene) scene = NULL;
      g_autoptr (BfSheet) sheet = NULL;

      sample_add (&sample, "Run", depths[d], 30, scattered);
      view = sample_view (&sample, &bf_theme_light, runs);
      scene = make_scene (&view);
      sheet = bf_scene_sheet (scene);
      g_assert_cmpuint (sheet->n_rows, ==, 30);
      for (guint row = 0; row < 30; row++)
        {
          double values[101], median, smallest, largest;
          guint n = 0;

          for (guint layer = 0; layer < depths[d]; layer++)
            if (!isnan (scattered (0, row + 1, layer, depths[d], BF_UPDATE_RATIO)))
              values[n++] = scattered (0, row + 1, layer, depths[d], BF_UPDATE_RATIO);
          qsort (values, n, sizeof *values, compare);
          bf_sheet_get (sheet, row, column (sheet, "Run: Update ratio (median)"), &median);
          bf_sheet_get (sheet, row, column (sheet, "Run: smallest update ratio"), &smallest);
          bf_sheet_get (sheet, row, column (sheet, "Run: largest update ratio"), &largest);
          if (n == 0)
            {
              g_assert_true (isnan (median) && isnan (smallest) && isnan (largest));
              continue;
            }
          g_assert_cmpfloat (median, ==, (values[(n - 1) / 2] + values[n / 2]) / 2);
          g_assert_cmpfloat (smallest, ==, values[0]);
          g_assert_cmpfloat (largest, ==, values[n - 1]);
        }
      sample_clear (&sample);
    }
}

/* The norm after clipping is there where clipping did something, and nowhere else. */
static void
test_clipping (void)
{
  Sample sample;
  BfFigureRun runs[SAMPLE_MAX_RUNS];
  BfFigureView view;
  g_autoptr (BfScene) scene = NULL;
  g_autofree char *text = NULL;
  const BfCursor cursor = { .x = 7, .line = BF_NO_LINE };
  const char *second;

  sample_make (&sample, "clipped");
  view = sample_view (&sample, &bf_theme_light, runs);
  scene = make_scene (&view);
  text = bf_scene_readout (scene, &cursor);
  second = strstr (text, "\nFree: ");
  g_assert_nonnull (second);
  g_assert_nonnull (strstr (text, "Gradient norm after clipping 0.05"));
  g_assert_null (strstr (second, "after clipping"));
  sample_clear (&sample);
}

/* Pixels that differ between two smoothings. */
static guint
differences (BfFigureView *view, guint first, guint second)
{
  cairo_surface_t *images[2];
  guint n = 0;

  for (guint i = 0; i < 2; i++)
    {
      cairo_t *cr;

      images[i] = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
      cr = cairo_create (images[i]);
      view->smoothing = i == 0 ? first : second;
      bf_figure_draw (bf_table_find (&bf_figure_table, "training"), cr, WIDTH, HEIGHT, view,
                      &bf_theme_light);
      cairo_destroy (cr);
      cairo_surface_flush (images[i]);
    }
  for (gsize at = 0; at < (gsize) HEIGHT * cairo_image_surface_get_stride (images[0]); at++)
    n += cairo_image_surface_get_data (images[0])[at] != cairo_image_surface_get_data (images[1])[at];
  cairo_surface_destroy (images[0]);
  cairo_surface_destroy (images[1]);
  return n;
}

/* The window is the one asked for; 25 steps suit an axis of 1000. The readout stays that of each
 * step. */
static void
test_smoothing (void)
{
  Sample sample;
  BfFigureRun runs[SAMPLE_MAX_RUNS];
  BfFigureView view;

  sample_make (&sample, "pair");
  view = sample_view (&sample, &bf_theme_light, runs);
  g_assert_cmpuint (differences (&view, 0, 25), ==, 0);
  g_assert_cmpuint (differences (&view, 0, 1), >, 500);
  g_assert_cmpuint (differences (&view, 25, 100), >, 500);
  for (guint smoothing = 0; smoothing < 50; smoothing += 7)
    {
      g_autoptr (BfScene) scene = NULL;
      g_autofree char *text = NULL;
      g_autofree char *line = NULL;
      const BfCursor cursor = { .x = 412, .line = BF_NO_LINE };
      char number[64];

      view.smoothing = smoothing;
      scene = make_scene (&view);
      text = bf_scene_readout (scene, &cursor);
      bf_value_format (bf_record_training (sample.records[0], 411, BF_TRAINING_LOSS), number,
                       sizeof number);
      line = g_strdup_printf (": Loss %s, ", number);
      g_assert_nonnull (strstr (text, line));
    }
  sample_clear (&sample);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/training/update-ratios", test_update_ratios);
  g_test_add_func ("/training/clipping", test_clipping);
  g_test_add_func ("/training/smoothing", test_smoothing);
  return g_test_run ();
}
