/* Seeds: the gradient at one training step and the loss over all, each as mean over the seeds of a
 * configuration with a band about it, and whether configurations differ more than their seeds do. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "figure/figures.h"

#include <inttypes.h>
#include <math.h>

#include "figure/band.h"
#include "figure/recurrent.h"
#include "figure/runs.h"
#include "figure/scene-private.h"
#include "figure/seed-curve.h"
#include "figure/seed-words.h"

/* The loss is drawn on a log axis from this ratio of largest to smallest on. */
#define LOG_FROM 1e3

/* The panels are side by side from this width on, in font sizes. */
#define WIDE 50

/* Comparisons with the first configuration that the legend has room for. */
#define MOST_NOTES 2

enum { GRADIENT, LOSS, N_PANELS };

/* A run with its values at the places of a panel. */
typedef struct {
  const BfFigureRun *run;
  gsize n;
  const double *x;               /* [n] ascending */
  const BfSeedSpread *spreads;   /* [n] */
} Values;

/* What is said of a panel beside its lines. */
typedef struct {
  BfSceneItem item;
  guint panel;
  GArray *values;                /* of Values, owned */
} Words;

typedef struct {
  BfScene *scene;
  BfSeedBand band;
  gboolean over_time;            /* by timestep instead of by layer */
  gboolean geometric;            /* the means of the gradient panel */
  Words *words[N_PANELS];
} Chart;

gboolean
bf_view_has_seeds (const BfFigureView *view)
{
  for (guint i = 0; i < view->n_runs; i++)
    if (bf_configuration_n_seeds (view->runs[i].configuration) > 1)
      return TRUE;
  return FALSE;
}

/* The last axis place of a run. */
static guint
n_places (const BfFigureRun *run, gboolean over_time)
{
  return over_time ? bf_record_timesteps (run->record) : bf_run_n_layers (run);
}

/* The place of @values at @x; FALSE: none. */
static gboolean
find_place (const Values *values, double x, gsize *place)
{
  gsize low = 0, high = values->n;

  while (low < high)
    {
      gsize middle = low + (high - low) / 2;

      if (values->x[middle] < x)
        low = middle + 1;
      else
        high = middle;
    }
  *place = low;
  return low < values->n && values->x[low] == x;
}

/* Seeds that are not in a mean, and why; a mean that one seed makes zero. */
static void
append_counts (GString *text, const BfFigureRun *run, const BfSeedSpread *spread)
{
  guint n = bf_configuration_n_seeds (run->configuration);

  if (spread->n < n)
    {
      g_string_append_printf (text, "\n%s: ", bf_run_name (run));
      g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, "mean of %u of %u seed",
                                                 "mean of %u of %u seeds", n), spread->n, n);
    }
  if (spread->geometric && spread->n_zero > 0)
    {
      g_string_append_printf (text, "\n%s: ", bf_run_name (run));
      g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, "exactly zero in %u of %u seed",
                                                 "exactly zero in %u of %u seeds", n),
                              spread->n_zero, n);
    }
}

static void
words_readout (GString *text, const BfSceneItem *item, const BfScene *scene,
               const BfCursor *cursor)
{
  const Words *words = (const Words *) item;
  const Values *first = NULL;
  gsize place, first_place = 0;

  for (guint i = 0; i < words->values->len; i++)
    {
      const Values *values = &g_array_index (words->values, Values, i);

      if (!find_place (values, cursor->x, &place))
        continue;
      append_counts (text, values->run, &values->spreads[place]);
      if (first == NULL)
        {
          first = values;
          first_place = place;
          continue;
        }
      g_autofree char *difference = bf_seeds_compare (first->run, &first->spreads[first_place], values->run,
                                             &values->spreads[place]);
      if (difference != NULL)
        g_string_append_printf (text, "\n%s", difference);
    }
}

static void
words_free (BfSceneItem *item)
{
  g_array_unref (((Words *) item)->values);
  g_free (item);
}

static const BfSceneItemClass words_class = { .readout = words_readout, .free = words_free };

static Words *
add_words (BfScene *scene, guint panel)
{
  Words *words = g_new0 (Words, 1);

  *words = (Words) { { &words_class }, panel, g_array_new (FALSE, FALSE, sizeof (Values)) };
  bf_scene_add_item (scene, panel, &words->item);
  return words;
}

/* A line in its band. */
static void
add_line (Chart *chart, guint panel, const BfFigureRun *run, const BfSeedCurve *curve,
          const char *quantity, BfSeriesLook look)
{
  BfScene *scene = chart->scene;
  Values values = { run, curve->n, curve->x, curve->spreads };
  BfSeries series = { .n = curve->n, .x = curve->x, .y = curve->mean, .look = look,
                      .color = run->color, .style = run->style,
                      .smallest_normal = bf_run_smallest_normal (run) };
  BfSceneLine line = { .run = run - scene->view.runs, .name = bf_run_name (run),
                       .quantity = quantity };

  if (bf_configuration_n_seeds (run->configuration) > 1)
    {
      line.low = curve->low;
      line.high = curve->high;
      bf_scene_add_item (scene, panel, bf_band_new (curve->n, curve->x, curve->low, curve->high,
                                                    run->color));
    }
  if (chart->words[panel] == NULL)
    chart->words[panel] = add_words (scene, panel);
  g_array_append_val (chart->words[panel]->values, values);
  bf_scene_add_line (scene, panel, &series, &line);
}

static void
add_range (BfRange *range, const BfFigureRun *run, const BfSeedCurve *curve, gboolean logarithmic)
{
  double smallest_normal = bf_run_smallest_normal (run);

  for (gsize i = 0; i < curve->n; i++)
    {
      bf_range_add (range, curve->mean[i], logarithmic, smallest_normal);
      if (curve->low[i] > 0 || (!logarithmic && !isnan (curve->low[i])))
        bf_range_add (range, curve->low[i], FALSE, smallest_normal);
      if (curve->high[i] > 0 || (!logarithmic && !isnan (curve->high[i])))
        bf_range_add (range, curve->high[i], FALSE, smallest_normal);
    }
}

/* The values of @run by layer or timestep, made for the scene. */
static BfSeedCurve
profile_of (Chart *chart, const BfFigureRun *run)
{
  BfScene *scene = chart->scene;
  guint n = n_places (run, chart->over_time);
  double *x = bf_scene_new_values (scene, n), *mean = bf_scene_new_values (scene, n);
  double *low = bf_scene_new_values (scene, n), *high = bf_scene_new_values (scene, n);
  BfSeedSpread *spreads = bf_scene_own (scene, g_new (BfSeedSpread, n));

  for (guint place = 0; place < n; place++)
    {
      bf_seeds_spread (run, &scene->view, place, chart->over_time, chart->geometric, &spreads[place]);
      x[place] = place + 1;
      mean[place] = spreads[place].mean;
      bf_seed_spread_band (&spreads[place], chart->band, &low[place], &high[place]);
    }
  return (BfSeedCurve) { n, x, mean, low, high, spreads };
}

static void
build_gradient (Chart *chart)
{
  BfScene *scene = chart->scene;
  const BfFigureView *view = &scene->view;
  const BfEntry *quantity = chart->over_time ? &bf_state_gradient_entry
                                             : &bf_view_measure (view)->entry;
  gboolean logarithmic = bf_scene_is_logarithmic (view->y_kind, chart->geometric);
  BfRange range = BF_RANGE_EMPTY;

  for (guint i = 0; i < view->n_runs; i++)
    if (bf_run_is_shown (&view->runs[i]))
      {
        BfSeedCurve curve = profile_of (chart, &view->runs[i]);

        add_range (&range, &view->runs[i], &curve, logarithmic);
        add_line (chart, GRADIENT, &view->runs[i], &curve, _(quantity->name), BF_SERIES_LINE);
      }
  if (chart->over_time)
    bf_scene_set_places (scene, GRADIENT, _("Timestep (in the first layer)"), _("Timestep"),
                         bf_view_timesteps (view));
  else
    bf_scene_set_places (scene, GRADIENT, _("Layer (1 is nearest the input)"), _("Layer"),
                         bf_view_max_layers (view));
  bf_scene_content (scene, GRADIENT)->x_title = chart->over_time ? _("Timestep") : _("Layer");
  bf_scene_set_y (scene, GRADIENT, quantity, logarithmic, &range);
}

static void
build_loss (Chart *chart)
{
  BfScene *scene = chart->scene;
  const BfFigureView *view = &scene->view;
  const BfEntry *loss = bf_table_row (&bf_training_measure_table, BF_TRAINING_LOSS);
  BfRange ranges[] = { BF_RANGE_EMPTY, BF_RANGE_EMPTY };
  gboolean logarithmic;

  for (guint i = 0; i < view->n_runs; i++)
    if (bf_run_is_shown (&view->runs[i]))
      {
        BfSeedCurve curve = bf_seed_curve (view, &view->runs[i], chart->band);

        for (guint kind = 0; kind < G_N_ELEMENTS (ranges); kind++)
          add_range (&ranges[kind], &view->runs[i], &curve, kind);
        add_line (chart, LOSS, &view->runs[i], &curve, _(loss->name), BF_SERIES_LINE);
      }
  logarithmic = !bf_range_is_empty (&ranges[1]) && ranges[1].max / ranges[1].min >= LOG_FROM;
  logarithmic = bf_scene_is_logarithmic (view->y_kind, logarithmic);
  bf_scene_set_places (scene, LOSS, _("Training step"), _("Training step"),
                       bf_view_last_step (view));
  bf_scene_content (scene, LOSS)->x_title = _("Training step");
  bf_scene_set_y (scene, LOSS, loss, logarithmic, &ranges[logarithmic]);
  bf_scene_add_step_mark (scene, LOSS);
}

static void
add_difference_note (gpointer user_data, const char *difference)
{
  BfScene *scene = user_data;
  g_autofree char *note =
    g_strdup_printf (bf_seeds_over_time (&scene->view) ? _("timestep 1: %s") : _("layer 1: %s"), difference);

  bf_scene_add_note (scene, note);
}

static void
add_legend (Chart *chart)
{
  BfScene *scene = chart->scene;
  const BfFigureView *view = &scene->view;
  BfFrame *frame = &scene->frame;

  for (guint i = 0; i < view->n_runs; i++)
    {
      const BfFigureRun *run = &view->runs[i];
      BfLegendEntry entry = { .sample = BF_LEGEND_LINE, .style = run->style, .named = TRUE,
                              .color = run->color, .tag = bf_frame_tag (frame, run) };
      g_autofree char *label = bf_seeds_label (run);

      if (bf_run_is_shown (run))
        bf_legend_add (&frame->legend, entry, label);
      else
        bf_frame_add_run (frame, BF_LEGEND_LINE, run, 0);
    }
  bf_scene_add_note (scene, chart->band == BF_SEED_BAND_DEVIATION
                              ? chart->geometric
                                  ? _("line: geometric mean; band: one standard deviation of the logarithm")
                                  : _("line: mean; band: one standard deviation")
                              : chart->geometric
                                  ? _("line: geometric mean; band: smallest to largest seed")
                                  : _("line: mean; band: smallest to largest seed"));
  bf_seeds_differences (view, FALSE, MOST_NOTES, add_difference_note, scene);
}

/* Where the cursor is, and where the gradients are from. */
static char *
place_label (const BfScene *scene, const BfCursor *cursor)
{
  guint64 step = bf_seeds_step (&scene->view);

  if (cursor->panel == LOSS)
    return g_strdup_printf (_("Step %" PRIu64), (guint64) cursor->x);
  if (bf_seeds_over_time (&scene->view))
    return g_strdup_printf (_("Timestep %u, step %" PRIu64), (guint) cursor->x, step);
  return g_strdup_printf (_("Layer %u, step %" PRIu64), (guint) cursor->x, step);
}

void
bf_seeds_build (BfScene *scene)
{
  const BfFigureView *view = &scene->view;
  Chart chart = { .scene = scene, .band = bf_seeds_band (view), .over_time = bf_seeds_over_time (view) };
  guint64 step = bf_seeds_step (view);

  chart.geometric = chart.over_time || bf_view_measure (view)->gradient;
  for (guint i = 0; i < N_PANELS; i++)
    bf_scene_add_panel (scene);
  scene->separate_x = TRUE;
  scene->place_label = place_label;
  if (!bf_view_has_seeds (view))
    scene->nothing = _("All configurations have one seed: set “Seeds” to more");
  if (step != 0)
    bf_scene_set_subtitle (scene, g_strdup_printf (_("training step %" PRIu64), step));
  build_gradient (&chart);
  build_loss (&chart);
  add_legend (&chart);
}

void
bf_seeds_place (BfScene *scene)
{
  const BfFrame *frame = &scene->frame;
  double gap = round (frame->theme.font_size * 1.2);
  BfRect body = frame->body;

  if (frame->width < WIDE * frame->theme.font_size)
    {
      bf_scene_stack (scene, 0, N_PANELS, &body);
      return;
    }
  body.width = floor ((body.width - gap) / 2);
  bf_scene_stack (scene, GRADIENT, 1, &body);
  body.x += body.width + gap;
  bf_scene_stack (scene, LOSS, 1, &body);
}
