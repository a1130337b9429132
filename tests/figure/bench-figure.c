/* How long a redraw takes: 1600 x 900, 100 layers x 2,000 recorded steps x 4 configurations,
 * every figure, on one core; those of timesteps over 200 of them (the length of the recurrent workloads that training is timed with).
 *
 * "full": nothing known; "live": one more recorded step, with the cache the window keeps;
 * "pointer" and "cursor": the readout of a moving pointer, and of the cursor moved by a key.
 * Milliseconds of the thread's own time, so that others on the machine do not count: least,
 * median and worst. What misses a bar is measured again, since what others do to caches and clock only ever
 * costs time. Fails if a bar is missed.
 *
 *   bench-figure [FIGURE|KIND ...]   only these */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "test-samples.h"

#define WIDTH 1600
#define HEIGHT 900
#define LAYERS 100
#define STEPS 2000
#define TIMESTEPS 200
#define RUNS 4
#define MOST_FRAMES 200
#define ROUNDS 3

/* What is drawn again and again. */
typedef struct {
  const BfFigure *figure;
  Sample sample;
  BfFigureRun runs[SAMPLE_MAX_RUNS];
  BfFigureView view;
  BfFigureCache *cache;
  BfScene *scene;              /* under the pointer and the cursor */
  BfCursor cursor;
  cairo_t *cr;
} Bench;

static int
compare (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static double
now (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return time.tv_sec * 1e3 + time.tv_nsec / 1e6;
}

static double
draw (const Bench *bench, BfFigureCache *cache)
{
  BfFigureView view = bench->view;
  double start = now ();

  view.cache = cache;
  bf_figure_draw (bench->figure, bench->cr, WIDTH, HEIGHT, &view, &bf_theme_light);
  cairo_surface_flush (cairo_get_target (bench->cr));
  return now () - start;
}

static double
draw_full (Bench *bench, guint i)
{
  return draw (bench, NULL);
}

static double
draw_live (Bench *bench, guint i)
{
  sample_append (&bench->sample, 1);
  return draw (bench, bench->cache);
}

static void
read_out (Bench *bench)
{
  g_autofree char *text = bf_scene_readout (bench->scene, &bench->cursor);

  bf_scene_draw_cursor (bench->scene, bench->cr, &bench->cursor);
}

/* The pointer moves over a picture that is kept. */
static double
move_pointer (Bench *bench, guint i)
{
  double start = now ();

  if (bf_scene_point_at (bench->scene, 200 + i * 7 % 1200, 300, &bench->cursor))
    read_out (bench);
  return now () - start;
}

static double
move_cursor (Bench *bench, guint i)
{
  static const BfMove moves[] = {
    BF_MOVE_RIGHT, BF_MOVE_DOWN, BF_MOVE_NEXT_LINE, BF_MOVE_RIGHT, BF_MOVE_LAST, BF_MOVE_LEFT,
    BF_MOVE_UP, BF_MOVE_PREVIOUS_LINE, BF_MOVE_FIRST
  };
  double start = now ();

  if (bf_scene_move (bench->scene, &bench->cursor, moves[i % G_N_ELEMENTS (moves)]))
    read_out (bench);
  return now () - start;
}

static const struct {
  const char *what;
  double (*frame) (Bench *bench, guint i);
  guint n;
  double median, worst;        /* bars, ms */
} kinds[] = {
  { "full", draw_full, 15, 30, G_MAXDOUBLE },
  { "live", draw_live, MOST_FRAMES, 8, 16 },
  { "pointer", move_pointer, MOST_FRAMES, 2, 2 },
  { "cursor", move_cursor, MOST_FRAMES, 2, 2 },
};

/* Whether it says nothing of dense layers. */
static gboolean
is_over_time (const BfFigure *figure)
{
  BfFigureRun runs[SAMPLE_MAX_RUNS];
  Sample dense = { 0 };
  gboolean over_time;

  sample_add (&dense, "Dense", 1, 1, sample_usual);
  sample_runs (&dense, &bf_theme_light, runs);
  over_time = figure->applies != NULL
              && !figure->applies (&(BfFigureView) { .n_runs = 1, .runs = runs });
  sample_clear (&dense);
  return over_time;
}

static void
bench_init (Bench *bench, const BfFigure *figure)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT);

  *bench = (Bench) { .figure = figure, .cache = bf_figure_cache_new (),
                     .cr = cairo_create (surface) };
  cairo_surface_destroy (surface);
  if (is_over_time (figure))
    sample_make_large_recurrent (&bench->sample, RUNS, TIMESTEPS, STEPS);
  else
    sample_make_large (&bench->sample, RUNS, LAYERS, STEPS);
  sample_runs (&bench->sample, &bf_theme_light, bench->runs);
  bench->view = (BfFigureView) {
    .n_runs = bench->sample.n, .runs = bench->runs, .measure = BF_ACTIVATION_GRADIENT_RMS,
    .predicted = BF_SWITCH_ON, .guides = BF_SWITCH_ON
  };
  draw (bench, bench->cache);
  bench->scene = bf_scene_new (figure, &bench->view, &bf_theme_light, WIDTH, HEIGHT);
  bf_scene_first (bench->scene, &bench->cursor);
}

static void
bench_clear (Bench *bench)
{
  bf_scene_free (bench->scene);
  bf_figure_cache_free (bench->cache);
  cairo_destroy (bench->cr);
  sample_clear (&bench->sample);
}

/* Each round begins with as many steps: after it the records have grown. TRUE if the bars are met. */
static gboolean
measure (const BfFigure *figure, guint kind, double *least, double *median, double *worst)
{
  double times[MOST_FRAMES];
  guint n = kinds[kind].n;
  Bench bench;

  bench_init (&bench, figure);
  for (guint i = 0; i < n; i++)
    times[i] = kinds[kind].frame (&bench, i);
  bench_clear (&bench);
  qsort (times, n, sizeof *times, compare);
  *least = times[0];
  *median = times[n / 2];
  *worst = times[n - 1];
  return *median < kinds[kind].median && *worst < kinds[kind].worst;
}

static gboolean
bench_figure (const BfFigure *figure, guint kind)
{
  double least, median, worst;
  gboolean met = FALSE;

  for (guint round = 0; round < ROUNDS && !met; round++)
    met = measure (figure, kind, &least, &median, &worst);
  printf ("%s  %-24s %-8s least %7.2f ms   median %7.2f ms   worst %7.2f ms\n",
          met ? "pass" : "FAIL", figure->entry.id, kinds[kind].what, least, median, worst);
  fflush (stdout);
  return met;
}

static gboolean
is_figure (const char *name)
{
  return bf_table_find (&bf_figure_table, name) != NULL;
}

/* Whether @name is among the names of its sort, or there are none of them. */
static gboolean
is_wanted (const char *name, char **names)
{
  gboolean any = FALSE;

  for (; *names != NULL; names++)
    {
      if (strcmp (*names, name) == 0)
        return TRUE;
      any |= is_figure (*names) == is_figure (name);
    }
  return !any;
}

int
main (int argc, char *argv[])
{
  gboolean met = TRUE;

  for (guint i = 0; i < bf_figure_table.n_rows; i++)
    for (guint kind = 0; kind < G_N_ELEMENTS (kinds); kind++)
      {
        const BfFigure *figure = bf_table_row (&bf_figure_table, i);

        if (is_wanted (figure->entry.id, &argv[1]) && is_wanted (kinds[kind].what, &argv[1]))
          met &= bench_figure (figure, kind);
      }
  return met ? EXIT_SUCCESS : EXIT_FAILURE;
}
