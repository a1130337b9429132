/* How long a redraw takes: 1600 x 900, 100 layers x 2,000 recorded steps x 4 configurations,
 * every figure, on one core; those of timesteps over 400 of them.
 *
 * "full": nothing known; "live": one more recorded step, with the cache the window keeps;
 * "pointer": the readout of a moving pointer. Milliseconds of the process's own time, so that
 * others on the machine do not count: median and worst. Names of figures as arguments: only
 * these. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "test-samples.h"

#define WIDTH 1600
#define HEIGHT 900
#define LAYERS 100
#define STEPS 2000
#define TIMESTEPS 400
#define RUNS 4
#define FULL_DRAWS 15
#define LIVE_FRAMES 200

static int
compare (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static void
report (const char *figure, const char *what, double *times, guint n)
{
  qsort (times, n, sizeof *times, compare);
  printf ("%-20s %-8s median %7.2f ms   worst %7.2f ms\n", figure, what, times[n / 2],
          times[n - 1]);
}

static double
now (void)
{
  struct timespec time;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &time);
  return time.tv_sec * 1e3 + time.tv_nsec / 1e6;
}

static double
draw (const BfFigure *figure, const BfFigureView *view)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (surface);
  double start = now ();

  bf_figure_draw (figure, cr, WIDTH, HEIGHT, view, &bf_theme_light);
  cairo_surface_flush (surface);
  start = now () - start;
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  return start;
}

/* The pointer moves over a picture that is kept. */
static double
point (const BfScene *scene, cairo_t *cr, guint i)
{
  double start = now ();
  BfCursor cursor;

  if (bf_scene_point_at (scene, 200 + i * 7 % 1200, 300, &cursor))
    {
      g_autofree char *text = bf_scene_readout (scene, &cursor);
      bf_scene_draw_cursor (scene, cr, &cursor);
    }
  return now () - start;
}

static void
bench_pointer (const BfFigure *figure, const BfFigureView *view, double *times, guint n)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (surface);
  g_autoptr (BfScene) scene = bf_scene_new (figure, view, &bf_theme_light, WIDTH, HEIGHT);

  for (guint i = 0; i < n; i++)
    times[i] = point (scene, cr, i);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

static void
bench (const BfFigure *figure, Sample *sample)
{
  g_autoptr (BfFigureCache) cache = bf_figure_cache_new ();
  BfFigureRun runs[SAMPLE_MAX_RUNS];
  BfFigureView view = { .n_runs = sample->n, .runs = runs, .measure = BF_ACTIVATION_GRADIENT_RMS,
                        .predicted = BF_SWITCH_ON, .guides = BF_SWITCH_ON };
  double times[LIVE_FRAMES];

  sample_runs (sample, &bf_theme_light, runs);
  for (guint i = 0; i < FULL_DRAWS; i++)
    times[i] = draw (figure, &view);
  report (figure->entry.id, "full", times, FULL_DRAWS);

  view.cache = cache;
  draw (figure, &view);
  for (guint i = 0; i < LIVE_FRAMES; i++)
    {
      sample_append (sample, 1);
      times[i] = draw (figure, &view);
    }
  report (figure->entry.id, "live", times, LIVE_FRAMES);
  bench_pointer (figure, &view, times, LIVE_FRAMES);
  report (figure->entry.id, "pointer", times, LIVE_FRAMES);
}

static gboolean
is_wanted (const BfFigure *figure, char **names)
{
  return names[0] == NULL || g_strv_contains ((const char *const *) names, figure->entry.id);
}

/* Each figure begins with as many steps: in those before it the records have grown. */
static void
bench_figures (char **names, gboolean recurrent)
{
  for (guint i = 0; i < bf_figure_table.n_rows; i++)
    {
      const BfFigure *figure = bf_table_row (&bf_figure_table, i);
      Sample sample = { 0 };

      if ((figure->applies != NULL) != recurrent || !is_wanted (figure, names))
        continue;
      if (recurrent)
        sample_make_large_recurrent (&sample, RUNS, TIMESTEPS, STEPS);
      else
        sample_make_large (&sample, RUNS, LAYERS, STEPS);
      bench (figure, &sample);
      sample_clear (&sample);
    }
}

int
main (int argc, char *argv[])
{
  bench_figures (&argv[1], FALSE);
  bench_figures (&argv[1], TRUE);
  return 0;
}
