#include "config.h"

#include <glib/gi18n-lib.h>

#include "figure/profile.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "figure/format-guides.h"
#include "figure/profile-prediction.h"
#include "figure/ranges.h"
#include "figure/runs.h"

/* What is built, while it is. */
typedef struct {
  const BfProfile *profile;
  BfScene *scene;
  guint64 step;
  guint length;             /* places */
  gboolean logarithmic;
  gboolean is_gradient;
  gboolean in_columns;
  GArray *lines;            /* of BfProfileLine */
  guint n_reaches;          /* lines that end to be felt before their first place */
  BfProfilePredictions predictions;
  const double *places;     /* [length], 1 to length */
  BfRange range;            /* of what is drawn, widened a little towards that of all steps */
} Chart;

static guint
n_lines (const BfProfile *profile, const BfFigureRun *run)
{
  return bf_run_is_shown (run) ? profile->n_lines (run) : 0;
}

/* In columns, that of the run with its name above it. */
static guint
panel_of (const Chart *chart, guint run)
{
  const BfFigureView *view = &chart->scene->view;
  guint panel = 0;

  for (guint i = 0; i < run && chart->in_columns; i++)
    panel += n_lines (chart->profile, &view->runs[i]) > 0;
  return panel;
}

/* A run alone fills the figure, whether it has a column or not. */
static void
add_panels (Chart *chart)
{
  BfScene *scene = chart->scene;
  const BfFigureView *view = &scene->view;
  guint n = 0;

  for (guint i = 0; i < view->n_runs; i++)
    n += n_lines (chart->profile, &view->runs[i]) > 0;
  chart->in_columns = view->columns && n > 1;
  for (guint i = 0; i < view->n_runs && chart->in_columns; i++)
    if (n_lines (chart->profile, &view->runs[i]) > 0)
      {
        guint index = bf_scene_add_panel (scene);
        BfPanel *panel = bf_scene_panel (scene, index);

        panel->heading = panel->short_heading = bf_run_name (&view->runs[i]);
        panel->heading_color = view->runs[i].color;
      }
  if (!chart->in_columns)
    bf_scene_add_panel (scene);
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
        line.panel = panel_of (chart, i);
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

/* What the values of @line are divided by. */
static double
divisor (const Chart *chart, const BfProfileLine *line, guint row)
{
  const BfFigureView *view = &chart->scene->view;

  return view->relative && chart->is_gradient
           ? bf_relative_to (chart->profile->value (view, line, row, line->n - 1)) : 1;
}

/* Where the gradient of @line falls below a share of that at its last place: "reach 12 of 20". */
static const char *
mark_reach (Chart *chart, const BfProfileLine *line)
{
  double last = line->values[line->n - 1];
  guint reach = 0;

  if (!chart->profile->marks_reach || !(last > 0))
    return NULL;
  while (reach < line->n && line->values[line->n - 1 - reach] > BF_REACH_SHARE * last)
    reach++;
  if (reach == line->n)
    return NULL;
  bf_scene_add_tick (chart->scene, line->panel, line->n - reach + 0.5, line->run->color);
  chart->n_reaches++;
  return bf_scene_own (chart->scene, g_strdup_printf (_("reach %u of %u"), reach, line->n));
}

/* In readouts a line says at which step it is, if that is another than the figure's. */
static void
add_line (Chart *chart, BfProfileLine *line)
{
  const BfFigureView *view = &chart->scene->view;
  guint row = bf_run_row (line->run, view);
  double *values = bf_scene_new_values (chart->scene, line->n);
  double by = divisor (chart, line, row), smallest_normal = bf_run_smallest_normal (line->run);
  BfSeries series = { .n = line->n, .x = chart->places, .y = values, .color = line->run->color,
                      .style = line->style, .look = line->look,
                      .smallest_normal = isnan (by) ? smallest_normal : smallest_normal / by };
  BfSceneLine about = { .run = line->run - view->runs };

  for (guint place = 0; place < line->n; place++)
    {
      values[place] = chart->profile->value (view, line, row, place) / by;
      bf_range_add (&chart->range, values[place], chart->logarithmic, series.smallest_normal);
    }
  line->values = values;
  line->label = about.name = bf_scene_own (chart->scene,
                                           bf_run_label_as (line->run, line->name, view,
                                                            chart->step));
  about.remark = mark_reach (chart, line);
  bf_scene_add_line (chart->scene, line->panel, &series, &about);
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

static gboolean
leaves (const BfRange *range, const BfScale *scale)
{
  return !bf_range_is_empty (range) && (range->min < scale->min || range->max > scale->max);
}

/* The axis holds what was measured; of what is predicted, as much as leaves that readable. */
static void
set_y (Chart *chart, const BfEntry *quantity)
{
  BfScene *scene = chart->scene;
  BfPanel *panel = bf_scene_panel (scene, 0);
  const BfRange *predicted = &chart->predictions.range;
  double smallest;

  widen_range (chart);
  smallest = chart->range.min;
  if (!bf_range_is_empty (predicted))
    bf_range_widen (&chart->range, predicted);
  bf_scene_set_y (scene, 0, quantity, chart->logarithmic, &chart->range);
  panel->clipped = leaves (predicted, &panel->y.scale)
                   || leaves (&chart->predictions.direct, &panel->y.scale);
  if (!chart->is_gradient)
    return;
  if (scene->view.relative)
    {
      g_autofree char *name = g_strdup_printf ("%s, %s", _(quantity->name),
                                               _(chart->profile->relative_title));
      const BfEntry entry = { .name = name };

      panel->y.title = bf_scene_own (scene, bf_axis_title (&entry, chart->logarithmic));
    }
  else if (chart->logarithmic)
    for (guint i = 0; i < scene->panels->len; i++)
      bf_scene_add_format_guides (scene, i, smallest);
}

/* All columns have the axes of the first, whose titles are the grid's. */
static void
set_axes (Chart *chart, const BfEntry *quantity)
{
  BfScene *scene = chart->scene;
  BfPanel *first;

  for (guint i = 0; i < scene->panels->len; i++)
    bf_scene_set_places (scene, i, _(chart->profile->x_title), _(chart->profile->x_brief),
                         chart->length);
  set_y (chart, quantity);
  if (!chart->in_columns)
    return;
  first = bf_scene_panel (scene, 0);
  scene->shared_y = TRUE;
  scene->grid.x_title = first->x.title;
  scene->grid.y_title = first->y.title;
  first->x.title = first->y.title = NULL;
  for (guint i = 1; i < scene->panels->len; i++)
    {
      BfPanel *panel = bf_scene_panel (scene, i);

      panel->x = first->x;
      panel->y = first->y;
      panel->clipped = first->clipped;
      memcpy (panel->strips, first->strips, sizeof panel->strips);
    }
}

static void
add_explanations (Chart *chart)
{
  BfFrame *frame = &chart->scene->frame;
  BfLegendEntry tick = { .sample = BF_LEGEND_TICK, .color = frame->theme.foreground };

  if (chart->n_reaches > 0)
    bf_legend_add (&frame->legend, tick,
                   frame->narrow ? _("reach") : _("reach (down to 1/1000)"));
  bf_profile_add_prediction_legend (chart->profile, chart->scene, &chart->predictions);
}

void
bf_profile_build (const BfProfile *profile, BfScene *scene)
{
  const BfFigureView *view = &scene->view;
  Chart chart = { .profile = profile, .scene = scene, .step = bf_view_step (view),
                  .length = profile->length (view), .range = BF_RANGE_EMPTY };
  const BfEntry *quantity = profile->quantity (view, &chart.logarithmic);

  add_panels (&chart);
  scene->place_label = profile->place_label;
  scene->x_title = _(profile->x_brief);
  if (profile->applies != NULL && !profile->applies (view))
    scene->nothing = profile->nothing ();
  if (chart.step != 0)
    bf_scene_set_subtitle (scene, g_strdup_printf (_("training step %" PRIu64), chart.step));
  chart.is_gradient = profile->is_gradient (view);
  chart.logarithmic = bf_scene_is_logarithmic (view->y_kind, chart.logarithmic);
  chart.lines = g_array_new (FALSE, FALSE, sizeof (BfProfileLine));
  chart.places = new_places (scene, chart.length);

  collect_lines (&chart);
  for (guint i = 0; i < chart.lines->len; i++)
    add_line (&chart, &g_array_index (chart.lines, BfProfileLine, i));
  bf_profile_add_predictions (profile, scene, chart.lines, chart.places, &chart.predictions);
  set_axes (&chart, quantity);
  add_legend (&chart);
  add_explanations (&chart);
  g_array_unref (chart.lines);
}

void
bf_profile_place (BfScene *scene)
{
  if (scene->panels->len > 1)
    bf_scene_place_maps (scene);
  else
    bf_scene_place_one (scene);
}
