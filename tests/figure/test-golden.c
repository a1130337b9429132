/* Every figure looks as it did when somebody last looked at it and found it good.
 *
 * Those pictures are in golden/. What looks different fails; the picture of today and where it
 * differs are then in the build folder. `ninja -C .build golden` makes what is missing and renews
 * what differs: look at each new picture before it is committed. */
#include <glib/gstdio.h>
#include <math.h>

#include "picture.h"
#include "plot/path.h"
#include "plot/text.h"
#include "test-samples.h"

/* Distances from which on a picture is another one. Rasterisers stay below three quarters of them,
 * and the smallest changes that must be seen, such as one number on an axis, are half as much
 * above: the last tests here keep it so. */
#define MOST_WORST 5.0
#define MOST_MEAN 0.4

/* All of golden/ together. */
#define MOST_BYTES 1500000

/* What a picture shows. The first sample that the figure applies to is taken. */
typedef struct {
  const char *name;
  const BfTheme *theme;
  const char *samples[3];
  gboolean right_to_left;      /* names and title in scripts that are */
  int width, height;
  const char *figures;         /* what the ids of its figures begin with; NULL: all */
  BfFigureView view;           /* what it asks for beside its runs: step, relative, guides */
} Look;

#define HARD(sample) { sample, &bf_theme_print, { sample }, FALSE, 560, 360 }

static const Look looks[] = {
  { "light", &bf_theme_light, { "pair", "recurrent", "seeds" }, FALSE, 800, 500 },
  { "dark", &bf_theme_dark, { "pair", "recurrent", "seeds" }, FALSE, 800, 500 },
  { "print", &bf_theme_print, { "pair", "recurrent", "seeds" }, FALSE, 800, 500 },
  { "right-to-left", &bf_theme_light, { "pair", "recurrent", "seeds" }, TRUE, 640, 400 },
  { "predicted", &bf_theme_light, { "predicted", "predicted-time" }, FALSE, 640, 400,
    "gradient-by-", { .step = 1 } },
  { "relative", &bf_theme_dark, { "predicted", "predicted-time" }, FALSE, 640, 400, "gradient-by-",
    { .relative = TRUE } },
  { "guides", &bf_theme_print, { "predicted", "predicted-time" }, FALSE, 360, 300, "gradient-by-",
    { .guides = BF_SWITCH_ON } },
  { "columns", &bf_theme_light, { "predicted", "recurrent" }, FALSE, 640, 400, "gradient-by-",
    { .columns = TRUE } },
  { "few", &bf_theme_print, { "seeds-few" }, FALSE, 560, 360, "seeds" },
  { "time", &bf_theme_light, { "seeds-time" }, FALSE, 420, 460, "seeds" },
  HARD ("recurrent"), HARD ("eight"), HARD ("mixed"), HARD ("one-step"), HARD ("one-layer"),
  HARD ("deep"), HARD ("subnormal"), HARD ("nan"), HARD ("infinite"), HARD ("extreme"),
  HARD ("names"), HARD ("recurrent-long"), HARD ("recurrent-mixed"), HARD ("recurrent-hard"),
  HARD ("zeros"), HARD ("constant"), HARD ("none"),
  { "clipped", &bf_theme_light, { "clipped" }, FALSE, 560, 360, "training" },
  { "marks-dark", &bf_theme_dark, { "mixed", "recurrent-hard" }, FALSE, 800, 500 },
  { "small", &bf_theme_light, { "mixed", "recurrent-mixed" }, FALSE, 400, 300 },
  { "flat", &bf_theme_dark, { "deep", "recurrent" }, FALSE, 900, 300 },
  { "tall", &bf_theme_light, { "deep", "recurrent" }, FALSE, 300, 900 },
};

typedef struct {
  const BfFigure *figure;
  const Look *look;
} Case;

/* The sample to be shown; NULL: the figure has nothing to say of any. */
static const char *
sample_of (const BfFigure *figure, const Look *look)
{
  if (look->figures != NULL && !g_str_has_prefix (figure->entry.id, look->figures))
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (look->samples) && look->samples[i] != NULL; i++)
    {
      BfFigureRun runs[SAMPLE_MAX_RUNS];
      Sample sample;
      gboolean applies;

      sample_make (&sample, look->samples[i]);
      sample_runs (&sample, look->theme, runs);
      applies = figure->applies == NULL
                || figure->applies (&(BfFigureView) { .n_runs = sample.n, .runs = runs });
      sample_clear (&sample);
      if (applies)
        return look->samples[i];
    }
  return NULL;
}

/* Hebrew, Arabic, and both directions in one name. */
static void
rename_right_to_left (Sample *sample)
{
  static const char *const names[] = { "רשת עמוקה עם סיגמואיד", "شبكة عميقة (ReLU)", "LSTM עם 20 צעדים" };

  for (guint i = 0; i < sample->n; i++)
    {
      g_free (sample->configurations[i]->name);
      sample->configurations[i]->name = g_strdup (names[i % G_N_ELEMENTS (names)]);
    }
}

/* How a scene is put on pixels. */
typedef struct {
  double scale;                        /* pixels a px */
  double shift;                        /* px by which it is moved */
  void (*spoil) (cairo_t *cr, const BfScene *scene);   /* NULL: nothing */
} Raster;

static Picture *
draw (const BfFigure *figure, const BfFigureView *view, const BfTheme *theme, int width, int height,
      Raster raster)
{
  g_autoptr (BfScene) scene = bf_scene_new (figure, view, theme, width, height);
  cairo_surface_t *image = cairo_image_surface_create (
    CAIRO_FORMAT_RGB24, (int) (width * raster.scale), (int) (height * raster.scale));
  cairo_t *cr = cairo_create (image);
  Picture *picture;

  cairo_scale (cr, raster.scale, raster.scale);
  cairo_translate (cr, raster.shift, raster.shift);
  bf_scene_draw (scene, cr);
  if (raster.spoil != NULL)
    raster.spoil (cr, scene);
  cairo_destroy (cr);
  picture = picture_new (image, (int) (PICTURE_SHRINK * raster.scale));
  cairo_surface_destroy (image);
  return picture;
}

static Picture *
draw_look (const BfFigure *figure, const Look *look, Raster raster)
{
  BfFigureRun runs[SAMPLE_MAX_RUNS];
  BfFigureView view;
  Sample sample;
  Picture *picture;

  sample_make (&sample, sample_of (figure, look));
  if (look->right_to_left)
    rename_right_to_left (&sample);
  view = sample_view (&sample, look->theme, runs);
  view.step = look->view.step;
  view.relative = look->view.relative;
  view.guides = look->view.guides;
  view.columns = look->view.columns;
  view.title = look->right_to_left ? "סיגמואיד מול ReLU: ניסוי 3" : "Sigmoid against remedies";
  picture = draw (figure, &view, look->theme, look->width, look->height, raster);
  sample_clear (&sample);
  return picture;
}

static gboolean
looks_the_same (PictureDistance distance)
{
  return distance.worst <= MOST_WORST && distance.mean <= MOST_MEAN;
}

/* The one file of a case, in one of the folders. */
static char *
file_of (const Case *wanted, GTestFileType where, const char *what)
{
  g_autofree char *name = g_strdup_printf ("%s-%s%s.png", wanted->figure->entry.id,
                                           wanted->look->name, what);

  return g_test_build_filename (where, "figure", "golden", name, NULL);
}

static void
tell_difference (const Case *wanted, const Picture *golden, const Picture *today,
                 PictureDistance distance)
{
  g_autofree char *picture = file_of (wanted, G_TEST_BUILT, "");
  g_autofree char *difference = file_of (wanted, G_TEST_BUILT, "-difference");
  g_autofree char *folder = g_path_get_dirname (picture);
  g_autoptr (Picture) where = picture_difference (golden, today);

  g_mkdir_with_parents (folder, 0777);
  picture_save (today, picture);
  picture_save (where, difference);
  g_test_message ("looks different: by %.2f around (%d, %d), where %.2f is allowed, and by %.3f on "
                  "the whole, where %.3f is", distance.worst, distance.x, distance.y, MOST_WORST,
                  distance.mean, MOST_MEAN);
  g_test_message ("as it looks today: %s", picture);
  g_test_message ("where it differs:  %s", difference);
  g_test_message ("if today's is right: ninja -C BUILD-FOLDER golden");
  g_test_fail ();
}

static gboolean
is_renewing (void)
{
  return g_getenv ("BACKFLOW_RENEW_GOLDEN") != NULL;
}

static void
test_golden (gconstpointer data)
{
  const Case *wanted = data;
  g_autofree char *path = file_of (wanted, G_TEST_DIST, "");
  g_autoptr (Picture) golden = picture_load (path);
  g_autoptr (Picture) today = draw_look (wanted->figure, wanted->look, (Raster) { 1 });
  PictureDistance distance;

  if (golden == NULL && !is_renewing ())
    {
      g_test_message ("the figure “%s” has no picture %s", wanted->figure->entry.id, path);
      g_test_message ("to make it: ninja -C BUILD-FOLDER golden, then look at it");
      g_test_fail ();
      return;
    }
  distance = golden != NULL ? picture_distance (golden, today) : (PictureDistance) { 1e9 };
  if (looks_the_same (distance))
    return;
  if (is_renewing ())
    picture_save (today, path);
  else
    tell_difference (wanted, golden, today, distance);
}

/* golden/ holds nothing but what is compared, and not too much of that. */
static void
test_folder (void)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "figure", "golden", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  gsize bytes = 0;
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      gboolean known = FALSE;
      GStatBuf information;

      for (guint i = 0; i < bf_figure_table.n_rows && !known; i++)
        for (guint j = 0; j < G_N_ELEMENTS (looks) && !known; j++)
          {
            Case possible = { bf_table_row (&bf_figure_table, i), &looks[j] };
            g_autofree char *file = file_of (&possible, G_TEST_DIST, "");
            known = g_str_equal (file, path) && sample_of (possible.figure, possible.look) != NULL;
          }
      if (!known && is_renewing ())
        g_remove (path);
      else if (!known)
        g_error ("no figure looks like %s", path);
      else if (g_stat (path, &information) == 0)
        bytes += information.st_size;
    }
  g_assert_cmpuint (bytes, <, MOST_BYTES);
}

/* What the pictures are compared by is tested with a figure of two lines. */

static double
falling (guint run, guint64 step, guint layer, guint n_layers, guint measure)
{
  return pow (10, -0.1 - (run + 1) * 0.2 * (n_layers - layer));
}

/* The second line is higher by three pixels of the drawing. */
static double
falling_shifted (guint run, guint64 step, guint layer, guint n_layers, guint measure)
{
  return falling (run, step, layer, n_layers, measure) * (run == 1 ? pow (10, 0.06) : 1);
}

static Picture *
draw_lines (SampleValue value, const BfTheme *theme, const char *title, Raster raster)
{
  BfFigureRun runs[SAMPLE_MAX_RUNS];
  Sample sample = { 0 };
  BfFigureView view;
  Picture *picture;

  sample_add (&sample, "First", 20, 5, value);
  sample_add (&sample, "Second", 20, 5, value);
  view = sample_view (&sample, theme, runs);
  view.title = title;
  picture = draw (bf_table_row (&bf_figure_table, 0), &view, theme, 800, 500, raster);
  sample_clear (&sample);
  return picture;
}

/* Paints over what is inside of @rect. */
static void
wipe (cairo_t *cr, const BfRect *rect)
{
  bf_path_rectangle (cr, rect->x, rect->y, rect->width, rect->height);
  bf_color_set (cr, bf_theme_light.background);
  cairo_fill (cr);
}

static void
drop_legend (cairo_t *cr, const BfScene *scene)
{
  for (int y = 0; y < 500; y += 2)
    for (int x = 0; x < 800; x += 2)
      if (bf_scene_legend_at (scene, x, y) >= 0)
        wipe (cr, &(BfRect) { x - 1, y - 1, 3, 3 });
}

static void
drop_one_number (cairo_t *cr, const BfScene *scene)
{
  BfPlotArea area;
  double x;

  g_assert_true (bf_scene_plot_at (scene, 400, 300, &area));
  x = area.plot.x + area.plot.width * bf_scale_to_unit (&area.x, 10);
  wipe (cr, &(BfRect) { x - 12, area.plot.y + area.plot.height + 3, 24, 16 });
}

static const struct {
  const char *name;
  SampleValue value;
  const BfTheme *theme;
  const char *title;
  Raster raster;
  gboolean same;
} changes[] = {
  { "larger-pixels", falling, &bf_theme_light, "Title", { 2 }, TRUE },
  { "smaller-pixels", falling, &bf_theme_light, "Title", { 3 }, TRUE },
  { "part-of-a-pixel", falling, &bf_theme_light, "Title", { 1, 0.1 }, TRUE },
  { "shifted-line", falling_shifted, &bf_theme_light, "Title", { 1 }, FALSE },
  { "legend-dropped", falling, &bf_theme_light, "Title", { 1, 0, drop_legend }, FALSE },
  { "number-dropped", falling, &bf_theme_light, "Title", { 1, 0, drop_one_number }, FALSE },
  { "other-title", falling, &bf_theme_light, "Other", { 1 }, FALSE },
  { "other-theme", falling, &bf_theme_print, "Title", { 1 }, FALSE },
};

static void
test_change (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autoptr (Picture) before = draw_lines (falling, &bf_theme_light, "Title", (Raster) { 1 });
  g_autoptr (Picture) after =
    draw_lines (changes[i].value, changes[i].theme, changes[i].title, changes[i].raster);
  PictureDistance distance = picture_distance (before, after);

  g_test_message ("%s: worst %.2f, mean %.3f", changes[i].name, distance.worst, distance.mean);
  if (changes[i].same)
    {
      g_assert_cmpfloat (distance.worst, <, 0.75 * MOST_WORST);
      g_assert_cmpfloat (distance.mean, <, 0.75 * MOST_MEAN);
    }
  else
    g_assert_true (distance.worst > 1.5 * MOST_WORST || distance.mean > 1.5 * MOST_MEAN);
}

/* Pictures drawn with other fonts have their texts elsewhere: nothing could be said. */
static gboolean
has_the_fonts (void)
{
  double width = bf_text_width (&bf_theme_light, BF_TEXT_LABEL, "Hamburgefonstiv 0123");

  return ABS (width - 131.2) < 1;
}

static void
add_cases (void)
{
  for (guint i = 0; i < bf_figure_table.n_rows; i++)
    for (guint j = 0; j < G_N_ELEMENTS (looks); j++)
      {
        Case wanted = { bf_table_row (&bf_figure_table, i), &looks[j] };
        g_autofree char *path = g_strdup_printf ("/golden/%s/%s", wanted.figure->entry.id,
                                                 wanted.look->name);

        if (sample_of (wanted.figure, wanted.look) != NULL)
          g_test_add_data_func_full (path, g_memdup2 (&wanted, sizeof wanted), test_golden, g_free);
      }
}

static void
skip_fonts (void)
{
  g_test_skip ("golden pictures are drawn in Cantarell, which is not here");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  if (has_the_fonts ())
    add_cases ();
  else
    g_test_add_func ("/golden/fonts", skip_fonts);
  g_test_add_func ("/golden/folder", test_folder);
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autofree char *path = g_strdup_printf ("/golden/change/%s", changes[i].name);
      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_change);
    }
  return g_test_run ();
}
