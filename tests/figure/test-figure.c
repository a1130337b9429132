/* Every figure drawn of every kind of record. With BF_PICTURES=FOLDER the pictures are kept
 * there, to be looked at. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "plot/path.h"
#include "plot/scale.h"
#include "test-samples.h"

static guint32
pixel (cairo_surface_t *image, int x, int y)
{
  const guchar *row =
    cairo_image_surface_get_data (image) + y * cairo_image_surface_get_stride (image);

  return ((const guint32 *) (gconstpointer) row)[x] & 0xffffff;
}

static cairo_surface_t *
draw (const BfFigure *figure, const BfFigureView *view, const BfTheme *theme, int width, int height)
{
  cairo_surface_t *image = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  cairo_t *cr = cairo_create (image);

  bf_figure_draw (figure, cr, width, height, view, theme);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  g_assert_cmpuint (bf_path_n_refused (), ==, 0);
  cairo_destroy (cr);
  cairo_surface_flush (image);
  return image;
}

static guint
differences (cairo_surface_t *a, cairo_surface_t *b, int width, int height)
{
  guint n = 0;

  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      n += pixel (a, x, y) != pixel (b, x, y);
  return n;
}

/* Drawn all over, its edges left free. */
static void
assert_picture (cairo_surface_t *image, const BfTheme *theme, int width, int height)
{
  guint32 background = pixel (image, 0, 0);
  guint n = 0;

  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      {
        gboolean ink = pixel (image, x, y) != background;

        n += ink;
        if (x < 3 || y < 3 || x >= width - 2 || y >= height - 2)
          g_assert_false (ink);
      }
  g_assert_cmpuint (n, >, (guint) (width + height));
}

static void
keep_picture (cairo_surface_t *image, const char *figure, const char *sample, const char *theme,
              int width)
{
  const char *folder = g_getenv ("BF_PICTURES");
  g_autofree char *name = g_strdup_printf ("%s-%s-%s-%d.png", figure, sample, theme, width);
  g_autofree char *path = folder ? g_build_filename (folder, name, NULL) : NULL;

  if (path != NULL)
    g_assert_cmpint (cairo_surface_write_to_png (image, path), ==, CAIRO_STATUS_SUCCESS);
}

static const struct { const BfTheme *theme; int width, height; double font_size; } papers[] = {
  { &bf_theme_light, 800, 500, 13 },
  { &bf_theme_dark, 320, 240, 11 },
  { &bf_theme_print, 360, 640, 22 },
};

/* Each sample on every paper, and what is said about it. */
static void
test_sample (gconstpointer data)
{
  const SampleInfo *info = data;
  Sample sample;

  sample_make (&sample, info->name);
  for (guint i = 0; i < bf_figure_table.n_rows; i++)
    for (gsize p = 0; p < G_N_ELEMENTS (papers); p++)
      {
        const BfFigure *figure = bf_table_row (&bf_figure_table, i);
        BfTheme theme = *papers[p].theme;
        BfFigureRun runs[SAMPLE_MAX_RUNS];
        BfFigureView view = sample_view (&sample, &theme, runs);
        g_autofree char *description = figure->describe (&view);
        cairo_surface_t *image;

        theme.font_size = papers[p].font_size;
        view.title = p == 1 ? "An experiment" : NULL;
        view.step = p == 2 ? 7 : 0;
        image = draw (figure, &view, &theme, papers[p].width, papers[p].height);
        assert_picture (image, &theme, papers[p].width, papers[p].height);
        keep_picture (image, figure->entry.id, info->name, theme.id, papers[p].width);
        g_assert_true (g_utf8_validate (description, -1, NULL));
        g_assert_cmpuint (strlen (description), >, 10);
        cairo_surface_destroy (image);
      }
  sample_clear (&sample);
}

/* Every measure can be shown, and every file format takes every figure. */
static void
test_measures (void)
{
  Sample sample;

  sample_make (&sample, "mixed");
  for (guint i = 0; i < bf_figure_table.n_rows; i++)
    for (guint m = 0; m < BF_N_LAYER_MEASURES; m++)
      {
        const BfFigure *figure = bf_table_row (&bf_figure_table, i);
        BfFigureRun runs[SAMPLE_MAX_RUNS];
        BfFigureView view = sample_view (&sample, &bf_theme_light, runs);
        cairo_surface_t *image;

        if (!figure->uses_measure)
          continue;
        view.measure = m;
        image = draw (figure, &view, &bf_theme_light, 500, 350);
        cairo_surface_destroy (image);
      }
  sample_clear (&sample);
}

/* What a figure says that it reads changes it, and nothing else does. */
static void
test_axis_kinds (void)
{
  Sample sample;

  sample_make (&sample, "recurrent");
  for (guint i = 0; i < bf_figure_table.n_rows; i++)
    {
      const BfFigure *figure = bf_table_row (&bf_figure_table, i);
      BfFigureRun runs[SAMPLE_MAX_RUNS];
      BfFigureView view = sample_view (&sample, &bf_theme_light, runs);
      cairo_surface_t *pictures[4];

      for (guint k = 0; k < G_N_ELEMENTS (pictures); k++)
        {
          view.x_kind = k / 2 ? BF_AXIS_LOGARITHMIC : BF_AXIS_LINEAR;
          view.y_kind = k % 2 ? BF_AXIS_LOGARITHMIC : BF_AXIS_LINEAR;
          pictures[k] = draw (figure, &view, &bf_theme_light, 500, 350);
        }
      g_test_message ("%s", figure->entry.id);
      g_assert_cmpint (differences (pictures[0], pictures[2], 500, 350) > 0, ==,
                       figure->uses_x_kind);
      g_assert_cmpint (differences (pictures[0], pictures[1], 500, 350) > 0, ==,
                       figure->uses_y_kind);
      for (guint k = 0; k < G_N_ELEMENTS (pictures); k++)
        cairo_surface_destroy (pictures[k]);
    }
  sample_clear (&sample);
}

/* A cursor moved by every key, drawn, located and read out where it comes to. */
static void
walk_about (const BfFigure *figure, const BfFigureView *view, const BfTheme *theme,
            cairo_surface_t *image, const int *size)
{
  g_autoptr (BfScene) scene = bf_scene_new (figure, view, theme, size[0], size[1]);
  cairo_t *cr = cairo_create (image);
  BfCursor cursor;

  g_assert_true (bf_scene_first (scene, &cursor));
  for (guint i = 0; i < 40; i++)
    {
      g_autofree char *text = bf_scene_readout (scene, &cursor);
      double x, y;

      g_assert_true (bf_scene_locate (scene, &cursor, &x, &y));
      g_assert_true (isfinite (x) && isfinite (y));
      bf_scene_draw_cursor (scene, cr, &cursor);
      bf_scene_move (scene, &cursor, i % (BF_MOVE_NEXT_LINE + 1));
    }
  g_assert_cmpuint (bf_path_n_refused (), ==, 0);
  cairo_destroy (cr);
}

/* From a stamp to a poster, and text of any size. */
static void
test_sizes (void)
{
  static const int sizes[][2] = { { 1, 1 },   { 10, 400 },  { 400, 10 },
                                  { 80, 60 }, { 2000, 90 }, { 90, 1500 } };
  Sample sample;

  sample_make (&sample, "recurrent-mixed");
  for (guint i = 0; i < bf_figure_table.n_rows; i++)
    for (gsize s = 0; s < G_N_ELEMENTS (sizes); s++)
      for (double font_size = 6; font_size < 60; font_size *= 3)
        {
          const BfFigure *figure = bf_table_row (&bf_figure_table, i);
          BfTheme theme = bf_theme_light;
          BfFigureRun runs[SAMPLE_MAX_RUNS];
          BfFigureView view = sample_view (&sample, &theme, runs);
          cairo_surface_t *image;

          theme.font_size = font_size;
          image = draw (figure, &view, &theme, sizes[s][0], sizes[s][1]);
          walk_about (figure, &view, &theme, image, sizes[s]);
          cairo_surface_destroy (image);
        }
  sample_clear (&sample);
}

/* A picture is the same with a cache, without one, and with one that has seen the record grow. */
static void
test_cache (void)
{
  Sample sample = { 0 };

  sample_make_large (&sample, 1, 12, 90);
  sample_make_large_recurrent (&sample, 2, 12, 90);
  for (guint i = 0; i < bf_figure_table.n_rows; i++)
    {
      const BfFigure *figure = bf_table_row (&bf_figure_table, i);
      g_autoptr (BfFigureCache) cache = bf_figure_cache_new ();
      BfFigureRun runs[SAMPLE_MAX_RUNS];
      BfFigureView view = sample_view (&sample, &bf_theme_light, runs);

      for (int k = 0; k < 6; k++)
        {
          cairo_surface_t *plain, *cached;

          view.measure = k % 2 ? BF_WEIGHT_GRADIENT_NORM : BF_ACTIVATION_GRADIENT_RMS;
          view.cache = NULL;
          plain = draw (figure, &view, &bf_theme_light, 500, 350);
          view.cache = cache;
          cached = draw (figure, &view, &bf_theme_light, 500, 350);
          g_assert_cmpuint (differences (plain, cached, 500, 350), ==, 0);
          cairo_surface_destroy (plain);
          cairo_surface_destroy (cached);
          if (k % 2 == 0)
            continue;
          sample_append (&sample, 17);
        }
    }
  sample_clear (&sample);
}

/* A cursor's marks change something where there is data, wherever the pointer or the keys put it. */
static void
test_cursor_marks (void)
{
  Sample sample;

  sample_make (&sample, "recurrent");
  for (guint i = 0; i < bf_figure_table.n_rows; i++)
    {
      const BfFigure *figure = bf_table_row (&bf_figure_table, i);
      BfFigureRun runs[SAMPLE_MAX_RUNS];
      BfFigureView view = sample_view (&sample, &bf_theme_light, runs);
      g_autoptr (BfScene) scene = bf_scene_new (figure, &view, &bf_theme_light, 600, 400);
      cairo_surface_t *plain = draw (figure, &view, &bf_theme_light, 600, 400);
      cairo_surface_t *marked = draw (figure, &view, &bf_theme_light, 600, 400);
      cairo_t *cr = cairo_create (marked);
      BfCursor cursor;

      g_assert_cmpuint (differences (plain, marked, 600, 400), ==, 0);
      g_assert_true (bf_scene_point_at (scene, 300, 180, &cursor));
      bf_scene_draw_cursor (scene, cr, &cursor);
      cairo_destroy (cr);
      cairo_surface_flush (marked);
      g_assert_cmpuint (differences (plain, marked, 600, 400), >, 20);
      cairo_surface_destroy (plain);
      cairo_surface_destroy (marked);
    }
  sample_clear (&sample);
}

/* Steps and layers that a readout can be asked for at all, and its numbers against the record's. */
static void
check_readout (const char *text, const Sample *sample, BfLayerMeasure measure)
{
  unsigned layer, step;

  g_assert_cmpint (sscanf (text, "Layer %u, step %u", &layer, &step), ==, 2);
  for (guint i = 0; i < sample->n; i++)
    {
      guint row = bf_record_row_at (sample->records[i], step);
      g_autofree char *line = NULL;
      char number[64];

      bf_value_format (bf_record_layer (sample->records[i], row, layer - 1, measure), number,
                       sizeof number);
      line = g_strdup_printf ("%s: %s", sample->configurations[i]->name, number);
      g_assert_nonnull (strstr (text, line));
    }
}

static void
test_readout (void)
{
  static const char *const names[] = { "gradient-by-layer", "layer-step-map" };
  Sample sample;

  sample_make (&sample, "pair");
  for (gsize f = 0; f < G_N_ELEMENTS (names); f++)
    {
      const BfFigure *figure = bf_table_find (&bf_figure_table, names[f]);
      BfFigureRun runs[SAMPLE_MAX_RUNS];
      BfFigureView view = sample_view (&sample, &bf_theme_light, runs);
      g_autoptr (BfFigureCache) cache = bf_figure_cache_new ();
      guint n = 0;

      view.cache = cache;
      view.step = 412;
      for (int y = 0; y < 400; y += 37)
        for (int x = 0; x < 600; x += 43)
          {
            g_autofree char *text = sample_readout (figure, &view, &bf_theme_light, 600, 400, x, y);

            if (text == NULL)
              continue;
            check_readout (text, &sample, view.measure);
            n++;
          }
      g_assert_cmpuint (n, >, 50);
    }
  sample_clear (&sample);
}

/* Each layer and, of the ends, each step can be pointed at: what is read is what is drawn there. */
/* While runs train, the newest step is one that all of them have; those that ended show their end. */
static void
test_newest_is_common (void)
{
  Sample sample = { 0 };
  BfFigureRun runs[SAMPLE_MAX_RUNS];

  sample_make_large (&sample, 2, 5, 40);
  {
    Sample second = { .n = 1, .configurations = { sample.configurations[1] },
                      .records = { sample.records[1] } };
    sample_append (&second, 7);
  }
  for (guint i = 0; i < sample.n; i++)
    bf_record_set_outcome (sample.records[i], BF_OUTCOME_UNFINISHED, NULL);
  BfFigureView view = sample_view (&sample, &bf_theme_light, runs);
  const BfFigure *figure = bf_table_find (&bf_figure_table, "gradient-by-layer");
  g_autofree char *live = sample_readout (figure, &view, &bf_theme_light, 600, 400, 300, 200);

  g_assert_nonnull (strstr (live, "step 40\n"));
  g_assert_null (strstr (live, "at step"));
  bf_record_set_outcome (sample.records[0], BF_OUTCOME_FINISHED, NULL);
  g_autofree char *ended = sample_readout (figure, &view, &bf_theme_light, 600, 400, 300, 200);

  g_assert_nonnull (strstr (ended, "step 47\n"));
  g_assert_nonnull (strstr (ended, "at step 40"));
  sample_clear (&sample);
}

static void
test_readout_reaches_ends (void)
{
  const BfFigure *figure = bf_table_find (&bf_figure_table, "gradient-by-layer");
  g_autoptr (BfFigureCache) cache = bf_figure_cache_new ();
  gboolean seen[21] = { FALSE };
  BfFigureRun runs[SAMPLE_MAX_RUNS];
  BfFigureView view;
  Sample sample;

  sample_make (&sample, "pair");
  view = sample_view (&sample, &bf_theme_light, runs);
  view.cache = cache;
  for (int x = 0; x < 600; x++)
    {
      g_autofree char *text = sample_readout (figure, &view, &bf_theme_light, 600, 400, x, 200);
      unsigned layer;

      if (text == NULL)
        continue;
      g_assert_cmpint (sscanf (text, "Layer %u", &layer), ==, 1);
      g_assert_cmpuint (layer, <=, 20);
      seen[layer] = TRUE;
    }
  for (guint layer = 1; layer <= 20; layer++)
    g_assert_true (seen[layer]);
  sample_clear (&sample);
}

static void
test_training_readout (void)
{
  const BfFigure *figure = bf_table_find (&bf_figure_table, "training");
  BfFigureRun runs[SAMPLE_MAX_RUNS];
  BfFigureView view;
  Sample sample;
  guint n = 0;

  sample_make (&sample, "pair");
  view = sample_view (&sample, &bf_theme_light, runs);
  for (int x = 60; x < 590; x += 13)
    {
      g_autofree char *text = sample_readout (figure, &view, &bf_theme_light, 600, 500, x, 150);
      g_autofree char *line = NULL;
      unsigned step;
      char number[64];

      if (text == NULL)
        continue;
      g_assert_cmpint (sscanf (text, "Step %u", &step), ==, 1);
      bf_value_format (bf_record_training (sample.records[1], step - 1, BF_TRAINING_LOSS), number,
                       sizeof number);
      line = g_strdup_printf ("\nReLU, He: Loss %s, ", number);
      g_assert_nonnull (strstr (text, line));
      bf_value_format (bf_record_training (sample.records[1], step - 1, BF_TRAINING_ACCURACY),
                       number, sizeof number);
      g_free (line);
      line = g_strdup_printf (", Accuracy %s", number);
      g_assert_nonnull (strstr (strstr (text, "\nReLU, He: "), line));
      n++;
    }
  g_assert_cmpuint (n, >, 20);
  sample_clear (&sample);
}

/* Zero, underflow, infinity and NaN are named; what did not run is too. */
static void
test_words (void)
{
  const BfFigure *figure = bf_table_find (&bf_figure_table, "layer-step-map");
  BfFigureRun runs[SAMPLE_MAX_RUNS];
  BfFigureView view;
  Sample sample;
  g_autofree char *description = NULL;

  sample_make (&sample, "mixed");
  view = sample_view (&sample, &bf_theme_light, runs);
  description = figure->describe (&view);
  g_assert_nonnull (strstr (description, "Dies (diverged at step 160)"));
  g_assert_nonnull (strstr (description, "(and zero, underflow, infinite, NaN)"));
  g_assert_nonnull (strstr (description, "Still to come (not run)"));
  sample_clear (&sample);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < n_samples; i++)
    {
      g_autofree char *path = g_strdup_printf ("/figure/sample/%s", samples[i].name);
      g_test_add_data_func (path, &samples[i], test_sample);
    }
  g_test_add_func ("/figure/measures", test_measures);
  g_test_add_func ("/figure/axis-kinds", test_axis_kinds);
  g_test_add_func ("/figure/sizes", test_sizes);
  g_test_add_func ("/figure/cache", test_cache);
  g_test_add_func ("/figure/cursor-marks", test_cursor_marks);
  g_test_add_func ("/figure/readout", test_readout);
  g_test_add_func ("/figure/newest-is-common", test_newest_is_common);
  g_test_add_func ("/figure/readout-reaches-ends", test_readout_reaches_ends);
  g_test_add_func ("/figure/training-readout", test_training_readout);
  g_test_add_func ("/figure/words", test_words);
  return g_test_run ();
}
