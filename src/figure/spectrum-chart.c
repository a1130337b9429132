/* Spectrum: singular values from the largest to the smallest, one line a configuration; of the Jacobians
 * from the inputs, through time, and of the weights side by side. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "figure/figures.h"

#include <inttypes.h>
#include <math.h>

#include "figure/band.h"
#include "figure/format-guides.h"
#include "figure/order.h"
#include "figure/runs.h"
#include "figure/spectrum-text.h"

/* Of an empty axis. */
#define USUAL_LENGTH 10

/* 1 is in sight unless all values are further from it than this factor. */
#define FAR 1e4

/* What is built, while it is. */
typedef struct {
  BfScene *scene;
  guint64 step;             /* the newest of the spectra */
  guint longest;            /* singular values of a line */
  const double *ranks;      /* [longest] 1 to longest */
  gboolean logarithmic;
  gboolean has_outputs, has_stacks, has_bands, has_rounded;
} Chart;

/* A panel of it, while its lines are added. */
typedef struct {
  Chart *chart;
  guint index;
  BfRange range;
  BfSceneItem *summaries;
} Panel;

/* A line to be. */
typedef struct {
  const BfFigureRun *run;
  const char *name;         /* with what must be known of the run; the scene's */
  const char *quantity;     /* translated */
  guint n;
  const double *values;     /* [n] */
  guint n_resolved;         /* of these; the others are lost in rounding */
  guint style;
  BfSeriesLook look;
  const double *low, *high; /* [n] or NULL */
} Line;

static const BfEntry quantity = { "singular_value", N_("Singular value"), NULL };

gboolean
bf_view_has_spectrum (const BfFigureView *view)
{
  gboolean has = view->on_demand;

  for (guint i = 0; i < view->n_runs && !has; i++)
    has = view->runs[i].spectrum != NULL || view->runs[i].spectrum_message != NULL;
  return has;
}

static gboolean
is_shown (const BfFigureRun *run)
{
  return run->spectrum != NULL && !run->hidden;
}

/* The values of @line from rank @first + 1 on. */
static void
add_values (Panel *panel, const Line *line, guint first, guint n, const char *said, BfSeriesLook look,
            double smallest_normal)
{
  BfSeries series = { .n = n, .x = panel->chart->ranks + first, .y = line->values + first,
                      .color = line->run->color, .style = line->style, .look = look,
                      .smallest_normal = smallest_normal };
  BfSceneLine about = { .run = line->run - panel->chart->scene->view.runs, .name = line->name,
                        .quantity = said, .low = line->low, .high = line->high };

  bf_scene_add_line (panel->chart->scene, panel->index, &series, &about);
}

/* Values lost in rounding are faint and do not stretch the axis; only where they are exactly zero is
 * known. */
static void
add_rounded (Panel *panel, const Line *line)
{
  Chart *chart = panel->chart;
  const guint first = line->n_resolved;
  char *said = g_strdup_printf (_("%s (lost in rounding)"), line->quantity);

  add_values (panel, line, first, line->n - first, bf_scene_own (chart->scene, said), BF_SERIES_RAW,
              BF_SMALLEST);
  bf_range_add (&panel->range, line->values[first], chart->logarithmic, BF_SMALLEST);
  bf_range_add (&panel->range, line->values[line->n - 1] == 0 ? 0 : line->values[first],
                chart->logarithmic, BF_SMALLEST);
  chart->has_rounded = TRUE;
  bf_scene_panel (chart->scene, panel->index)->clipped = TRUE;
}

static void
add_line (Panel *panel, const Line *line)
{
  const double smallest_normal = bf_run_smallest_normal (line->run);

  bf_range_add_values (&panel->range, line->values, line->n_resolved, panel->chart->logarithmic,
                       smallest_normal);
  add_values (panel, line, 0, line->n_resolved, line->quantity, line->look, smallest_normal);
  if (line->n_resolved < line->n)
    add_rounded (panel, line);
}

static Line
new_line (const Panel *panel, const BfFigureRun *run, const char *line_quantity)
{
  char *name = bf_spectrum_label (run, &panel->chart->scene->view, panel->chart->step);

  return (Line) { .run = run, .name = bf_scene_own (panel->chart->scene, name),
                  .quantity = line_quantity, .style = run->style, .look = BF_SERIES_LINE };
}

static void
add_matrix (Panel *panel, Line *line, const BfSpectrumMatrix *matrix, gboolean first)
{
  const guint index = bf_scene_content (panel->chart->scene, panel->index)->lines->len;

  line->n = matrix->n;
  line->values = matrix->values;
  line->n_resolved = bf_spectrum_n_resolved (matrix);
  add_line (panel, line);
  bf_spectrum_summaries_add (panel->summaries, index, first,
                             bf_spectrum_summary (line->run, line->name, line->quantity, matrix));
}

static void
add_jacobians (Panel *panel, const BfFigureRun *run)
{
  for (guint i = 0; i < run->spectrum->n; i++)
    {
      const BfSpectrumMatrix *matrix = &run->spectrum->matrices[i];
      const gboolean outputs = matrix->place == BF_SPECTRUM_INPUT_TO_OUTPUT;
      Line line;

      if (!outputs && matrix->place != BF_SPECTRUM_INPUT_TO_HIDDEN)
        continue;
      line = new_line (panel, run, outputs ? _("to outputs") : _("to last layer"));
      line.look = outputs ? BF_SERIES_POINTS : BF_SERIES_LINE;
      panel->chart->has_outputs |= outputs;
      add_matrix (panel, &line, matrix, !outputs);
    }
}

/* Further layers have dashes and markers of their own. */
static void
add_times (Panel *panel, const BfFigureRun *run)
{
  const guint n = bf_spectrum_count (run->spectrum, BF_SPECTRUM_THROUGH_TIME);
  guint recurrent = 0;

  panel->chart->has_stacks |= n > 1;
  for (guint i = 0; i < run->spectrum->n; i++)
    {
      const BfSpectrumMatrix *matrix = &run->spectrum->matrices[i];
      Line line;

      if (matrix->place != BF_SPECTRUM_THROUGH_TIME)
        continue;
      line = new_line (panel, run, _("through time"));
      if (n > 1)
        line.quantity = bf_scene_own (panel->chart->scene,
                                      g_strdup_printf (_("through time in layer %u"),
                                                       matrix->layer + 1));
      line.style += recurrent++;
      add_matrix (panel, &line, matrix, TRUE);
    }
}

/* The k-th largest values of all matrices: their median, smallest and largest. */
static void
reduce (const GPtrArray *matrices, guint n, double *median, double *low, double *high)
{
  g_autofree double *values = g_new (double, matrices->len);

  for (guint k = 0; k < n; k++)
    {
      double statistics[3];
      guint count = 0;

      for (guint i = 0; i < matrices->len; i++)
        {
          const BfSpectrumMatrix *matrix = g_ptr_array_index (matrices, i);

          if (k < matrix->n)
            values[count++] = matrix->values[k];
        }
      bf_order_statistics (values, count, statistics);
      median[k] = statistics[0];
      low[k] = statistics[1];
      high[k] = statistics[2];
    }
}

/* The line is the median of the layers, the band all of them. */
static void
add_weights (Panel *panel, const BfFigureRun *run)
{
  BfScene *scene = panel->chart->scene;
  g_autoptr (GPtrArray) matrices = bf_spectrum_weights (run->spectrum);
  Line line = new_line (panel, run, _("weights"));
  const guint index = bf_scene_content (scene, panel->index)->lines->len;
  double *median, *low, *high;

  if (matrices->len == 0)
    return;
  for (guint i = 0; i < matrices->len; i++)
    line.n = MAX (line.n, ((const BfSpectrumMatrix *) g_ptr_array_index (matrices, i))->n);
  line.n_resolved = line.n;
  line.values = median = bf_scene_new_values (scene, line.n);
  low = bf_scene_new_values (scene, line.n);
  high = bf_scene_new_values (scene, line.n);
  reduce (matrices, line.n, median, low, high);
  if (matrices->len > 1)
    {
      line.low = low;
      line.high = high;
      panel->chart->has_bands = TRUE;
      bf_range_add_values (&panel->range, low, line.n, panel->chart->logarithmic,
                           bf_run_smallest_normal (run));
      bf_range_add_values (&panel->range, high, line.n, panel->chart->logarithmic,
                           bf_run_smallest_normal (run));
      bf_scene_add_item (scene, panel->index,
                         bf_band_new (line.n, panel->chart->ranks, low, high, run->color));
    }
  add_line (panel, &line);
  bf_spectrum_summaries_add (panel->summaries, index, TRUE,
                             bf_spectrum_weights_summary (line.name, matrices));
}

/* What panels show: the first has something of every spectrum. */
static const struct {
  const char *heading, *brief;
  BfSpectrumPlace needs;       /* a matrix of this place; BF_N_SPECTRUM_PLACES: nothing */
  void (*add) (Panel *panel, const BfFigureRun *run);
} parts[] = {
  { N_("Jacobian from the inputs"), N_("From inputs"), BF_N_SPECTRUM_PLACES, add_jacobians },
  { N_("Jacobian through time ∂h_T/∂h₁"), N_("Through time"), BF_SPECTRUM_THROUGH_TIME, add_times },
  { N_("Weights of the layers"), N_("Weights"), BF_N_SPECTRUM_PLACES, add_weights },
};

static gboolean
has_part (const BfFigureView *view, guint part)
{
  for (guint i = 0; i < view->n_runs; i++)
    if (is_shown (&view->runs[i])
        && (parts[part].needs == BF_N_SPECTRUM_PLACES
            || bf_spectrum_count (view->runs[i].spectrum, parts[part].needs) > 0))
      return TRUE;
  return FALSE;
}

/* Widens @range so that 1 is in sight with room for its label, unless it is far away. */
static void
include_one (BfRange *range)
{
  if (bf_range_is_empty (range))
    return;
  if (range->max < 1.5 && range->max > 1 / FAR)
    range->max = 1.5;
  if (range->min > 1 && range->min < FAR)
    range->min = 1;
}

/* What neither shrinks nor stretches, and where number formats end. */
static void
add_guides (Panel *panel)
{
  const double smallest = panel->range.min;
  BfSceneGuide guide = { 1, bf_scene_own (panel->chart->scene,
                                          g_strdup (_("1: lengths are kept"))) };

  if (!panel->chart->logarithmic)
    return;
  include_one (&panel->range);
  bf_scene_add_guides (panel->chart->scene, panel->index, &guide, 1);
  bf_scene_add_format_guides (panel->chart->scene, panel->index, smallest);
}

/* The grid has the titles. */
static void
set_axes (Chart *chart, guint panel, guint longest, const BfRange *range)
{
  bf_scene_set_places (chart->scene, panel, NULL, NULL, longest);
  bf_scene_set_y (chart->scene, panel, &quantity, chart->logarithmic, range);
  bf_scene_panel (chart->scene, panel)->y.title = NULL;
}

static void
add_panel (Chart *chart, guint part)
{
  BfScene *scene = chart->scene;
  const BfFigureView *view = &scene->view;
  const guint index = bf_scene_add_panel (scene);
  Panel panel = { chart, index, BF_RANGE_EMPTY, bf_spectrum_summaries_new (index) };

  bf_scene_panel (scene, panel.index)->heading = _(parts[part].heading);
  bf_scene_panel (scene, panel.index)->short_heading = _(parts[part].brief);
  for (guint i = 0; i < view->n_runs; i++)
    if (is_shown (&view->runs[i]))
      parts[part].add (&panel, &view->runs[i]);
  add_guides (&panel);
  bf_scene_add_item (scene, panel.index, panel.summaries);
  set_axes (chart, panel.index, chart->longest, &panel.range);
}

/* Axes without anything, and why. */
static void
add_empty_panel (Chart *chart)
{
  const BfRange range = { 1e-3, 1 };
  BfScene *scene = chart->scene;

  bf_scene_add_panel (scene);
  set_axes (chart, 0, USUAL_LENGTH, &range);
  scene->nothing = bf_spectrum_nothing (&scene->view);
}

static void
add_legend (Chart *chart)
{
  BfFrame *frame = &chart->scene->frame;
  const BfFigureView *view = &chart->scene->view;
  BfLegendEntry key = { .sample = BF_LEGEND_POINT, .color = frame->theme.foreground };

  for (guint i = 0; i < view->n_runs; i++)
    {
      const BfFigureRun *run = &view->runs[i];
      BfLegendEntry entry = { .sample = BF_LEGEND_LINE, .style = run->style, .named = TRUE,
                              .tag = bf_frame_tag (frame, run), .color = run->color };
      g_autofree char *label = bf_spectrum_label (run, view, chart->step);

      if (is_shown (run))
        bf_legend_add (&frame->legend, entry, frame->narrow ? bf_run_name (run) : label);
      else
        bf_frame_add_muted (frame, BF_LEGEND_LINE, run, label);
    }
  if (chart->has_outputs)
    bf_legend_add (&frame->legend, key, frame->narrow ? _("to outputs") : _("inputs to outputs"));
  if (chart->has_stacks)
    bf_scene_add_note (chart->scene, _("through time: a line for each recurrent layer"));
  if (chart->has_rounded)
    bf_scene_add_note (chart->scene, _("faint: lost in rounding"));
  if (chart->has_bands)
    bf_scene_add_note (chart->scene, _("band: all layers; line: their median"));
  for (guint i = 0; i < view->n_runs; i++)
    if (chart->step != 0 && view->runs[i].spectrum_message != NULL)
      bf_scene_add_note (chart->scene, view->runs[i].spectrum_message);
}

/* "Rank 3, weights after step 17" */
static char *
place_label (const BfScene *scene, const BfCursor *cursor)
{
  guint64 step = bf_spectrum_view_step (&scene->view);

  return step == 0 ? g_strdup_printf (_("Rank %u, initial weights"), (guint) cursor->x)
                   : g_strdup_printf (_("Rank %u, weights after step %" PRIu64), (guint) cursor->x,
                                      step);
}

/* All panels have the same places: the longest line's. */
static void
set_ranks (Chart *chart)
{
  const BfFigureView *view = &chart->scene->view;
  double *ranks;

  for (guint i = 0; i < view->n_runs; i++)
    for (guint j = 0; is_shown (&view->runs[i]) && j < view->runs[i].spectrum->n; j++)
      chart->longest = MAX (chart->longest, view->runs[i].spectrum->matrices[j].n);
  chart->ranks = ranks = bf_scene_new_values (chart->scene, chart->longest);
  for (guint i = 0; i < chart->longest; i++)
    ranks[i] = i + 1;
}

void
bf_spectrum_chart_build (BfScene *scene)
{
  Chart chart = { .scene = scene, .step = bf_spectrum_view_step (&scene->view),
                  .logarithmic = bf_scene_is_logarithmic (scene->view.y_kind, TRUE) };

  scene->place_label = place_label;
  scene->x_title = _("Rank");
  scene->grid.x_title = _("Rank (1 is the largest singular value)");
  scene->grid.y_title = bf_scene_own (scene, bf_axis_title (&quantity, chart.logarithmic));
  set_ranks (&chart);
  for (guint part = 0; part < G_N_ELEMENTS (parts); part++)
    if (has_part (&scene->view, part))
      add_panel (&chart, part);
  if (scene->panels->len == 0)
    add_empty_panel (&chart);
  else
    bf_scene_set_subtitle (scene, bf_spectrum_when (chart.step));
  add_legend (&chart);
}
