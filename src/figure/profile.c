#include "config.h"

#include <glib/gi18n-lib.h>

#include "figure/profile.h"

#include <inttypes.h>
#include <math.h>

#include "figure/ranges.h"
#include "figure/runs.h"

/* What is built, while it is. */
typedef struct {
  const BfProfile *profile;
  BfScene *scene;
  guint64 step;
  guint length;             /* places */
  gboolean logarithmic;
  GArray *lines;            /* of BfProfileLine */
  const double *places;     /* [length], 1 to length */
  BfRange range;            /* of what is drawn, widened a little towards that of all steps */
} Chart;

static guint
n_lines (const BfProfile *profile, const BfFigureRun *run)
{
  return bf_run_is_shown (run) ? profile->n_lines (run) : 0;
}

static void
collect_lines (Chart *chart)
{
  const BfFigureView *view = &chart->scene->view;

  for (guint i = 0; i < view->n_runs; i++)
    for (guint j = 0; j < n_lines (chart->profile, &view->runs[i]); j++)
      {
        BfProfileLine line = { .run = &view->runs[i], .index = j };

        chart->profile->set_line (&line);
        bf_scene_own (chart->scene, line.name);
        g_array_append_val (chart->lines, line);
      }
}

static const double *
new_places (BfScene *scene, guint length)
{
  double *places = bf_scene_new_values (scene, length);

  for (guint i = 0; i < length; i++)
    places[i] = i + 1;
  return places;
}

/* In readouts a line says at which step it is, if that is another than the figure's. */
static void
add_line (Chart *chart, const BfProfileLine *line)
{
  const BfFigureView *view = &chart->scene->view;
  guint row = bf_run_row (line->run, view);
  double *values = bf_scene_new_values (chart->scene, line->n);
  BfSeries series = { .n = line->n, .x = chart->places, .y = values, .color = line->run->color,
                      .style = line->style, .look = line->look,
                      .smallest_normal = bf_run_smallest_normal (line->run) };
  BfSceneLine about = { .run = line->run - view->runs };

  for (guint place = 0; place < line->n; place++)
    {
      values[place] = chart->profile->value (view, line, row, place);
      bf_range_add (&chart->range, values[place], chart->logarithmic, series.smallest_normal);
    }
  about.name = bf_scene_own (chart->scene,
                             bf_run_label_as (line->run, line->name, view, chart->step));
  bf_scene_add_line (chart->scene, 0, &series, &about);
}

static void
widen_range (Chart *chart)
{
  BfRange all = BF_RANGE_EMPTY;

  for (guint i = 0; i < chart->lines->len; i++)
    {
      const BfProfileLine *line = &g_array_index (chart->lines, BfProfileLine, i);
      BfRange run = BF_RANGE_EMPTY;

      if (line->index == 0)
        chart->profile->range (&chart->scene->view, line->run, &run);
      bf_range_add_range (&all, &run);
    }
  if (chart->logarithmic)
    bf_range_widen (&chart->range, &all);
}

static void
add_legend_line (Chart *chart, const BfProfileLine *line)
{
  BfFrame *frame = &chart->scene->frame;
  gboolean points = line->look == BF_SERIES_POINTS;
  BfLegendEntry entry = { .sample = points ? BF_LEGEND_POINT : BF_LEGEND_LINE, .named = TRUE,
                          .style = line->style, .color = line->run->color,
                          .tag = bf_frame_tag (frame, line->run) };
  g_autofree char *label = frame->narrow ? g_strdup (line->name)
                                         : bf_run_label_as (line->run, line->name, frame->view,
                                                            chart->step);

  bf_legend_add (&frame->legend, entry, label);
}

/* Every line, and every run that has none with the reason. */
static void
add_legend (Chart *chart)
{
  BfFrame *frame = &chart->scene->frame;
  const BfFigureView *view = frame->view;
  guint next = 0;

  for (guint i = 0; i < view->n_runs; i++)
    {
      const BfFigureRun *run = &view->runs[i];
      guint first = next;

      while (next < chart->lines->len
             && g_array_index (chart->lines, BfProfileLine, next).run == run)
        add_legend_line (chart, &g_array_index (chart->lines, BfProfileLine, next++));
      if (next == first && bf_run_is_shown (run))
        {
          g_autofree char *label = chart->profile->lineless_label (bf_run_name (run));
          bf_frame_add_muted (frame, BF_LEGEND_LINE, run, label);
        }
      else if (next == first)
        bf_frame_add_run (frame, BF_LEGEND_LINE, run, chart->step);
    }
}

void
bf_profile_build (const BfProfile *profile, BfScene *scene)
{
  const BfFigureView *view = &scene->view;
  Chart chart = { .profile = profile, .scene = scene, .step = bf_view_step (view),
                  .length = profile->length (view), .range = BF_RANGE_EMPTY };
  const BfEntry *quantity = profile->quantity (view, &chart.logarithmic);

  bf_scene_add_panel (scene);
  scene->place_label = profile->place_label;
  scene->x_title = _(profile->x_brief);
  if (profile->applies != NULL && !profile->applies (view))
    scene->nothing = profile->nothing ();
  if (chart.step != 0)
    bf_scene_set_subtitle (scene, g_strdup_printf (_("training step %" PRIu64), chart.step));
  chart.logarithmic = bf_scene_is_logarithmic (view->y_kind, chart.logarithmic);
  chart.lines = g_array_new (FALSE, FALSE, sizeof (BfProfileLine));
  chart.places = new_places (scene, chart.length);

  collect_lines (&chart);
  for (guint i = 0; i < chart.lines->len; i++)
    add_line (&chart, &g_array_index (chart.lines, BfProfileLine, i));
  widen_range (&chart);
  bf_scene_set_places (scene, 0, _(profile->x_title), _(profile->x_brief), chart.length);
  bf_scene_set_y (scene, 0, quantity, chart.logarithmic, &chart.range);
  add_legend (&chart);
  g_array_unref (chart.lines);
}
