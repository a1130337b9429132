#include "config.h"

#include <glib/gi18n-lib.h>

#include "figure/profile.h"

#include <inttypes.h>
#include <math.h>

#include "figure/cache.h"
#include "figure/frame.h"
#include "figure/runs.h"

/* Other steps' values widen the axis by no more than this factor, so that it holds still while
 * the steps pass but one explosion flattens nothing. */
#define WIDEN 1e3

typedef struct {
  const BfProfile *profile;
  BfFrame frame;
  BfPanel panel;
  guint64 step;
  guint length;             /* places */
  gboolean logarithmic;
  guint n;
  BfProfileLine *lines;     /* [n] */
  BfSeries *series;         /* [n], of the lines */
  double *values;           /* what the series point to */
  char *y_title;
} Chart;

static void
chart_clear (Chart *chart)
{
  bf_frame_clear (&chart->frame);
  for (guint i = 0; i < chart->n; i++)
    g_free (chart->lines[i].name);
  g_free (chart->lines);
  g_free (chart->series);
  g_free (chart->values);
  g_free (chart->y_title);
}

static guint
n_lines (const BfProfile *profile, const BfFigureRun *run)
{
  return bf_run_has_rows (run) ? profile->n_lines (run) : 0;
}

static void
collect_lines (Chart *chart, const BfFigureView *view)
{
  guint all = 0;

  for (guint i = 0; i < view->n_runs; i++)
    all += n_lines (chart->profile, &view->runs[i]);
  chart->lines = g_new0 (BfProfileLine, all);
  for (guint i = 0; i < view->n_runs; i++)
    for (guint j = 0; j < n_lines (chart->profile, &view->runs[i]); j++)
      {
        BfProfileLine *line = &chart->lines[chart->n++];

        line->run = &view->runs[i];
        line->index = j;
        chart->profile->set_line (line);
      }
}

static void
collect_series (Chart *chart, const BfFigureView *view)
{
  gsize n_values = chart->length;
  double *next;

  for (guint i = 0; i < chart->n; i++)
    n_values += chart->lines[i].n;
  chart->series = g_new0 (BfSeries, chart->n);
  chart->values = next = g_new (double, n_values);
  for (guint place = 0; place < chart->length; place++)
    *next++ = place + 1;

  for (guint i = 0; i < chart->n; i++)
    {
      const BfProfileLine *line = &chart->lines[i];
      guint row = bf_run_row (line->run, view);

      chart->series[i] = (BfSeries) {
        .n = line->n, .x = chart->values, .y = next, .color = line->run->color,
        .style = line->style, .look = line->look,
        .smallest_normal = bf_run_smallest_normal (line->run),
      };
      for (guint place = 0; place < line->n; place++)
        *next++ = chart->profile->value (view, line, row, place);
    }
}

/* Range of what is drawn, widened a little towards that of all steps. */
static void
find_range (const Chart *chart, const BfFigureView *view, BfRange *range)
{
  BfRange all = BF_RANGE_EMPTY;

  for (guint i = 0; i < chart->n; i++)
    {
      const BfSeries *series = &chart->series[i];
      BfRange run = BF_RANGE_EMPTY;

      for (gsize j = 0; j < series->n; j++)
        bf_range_add (range, series->y[j], chart->logarithmic, series->smallest_normal);
      if (chart->lines[i].index == 0)
        chart->profile->range (view, chart->lines[i].run, &run);
      all.min = MIN (all.min, run.min);
      all.max = MAX (all.max, run.max);
    }
  if (chart->logarithmic && !bf_range_is_empty (range))
    {
      range->min = MIN (range->min, MAX (all.min, range->min / WIDEN));
      range->max = MAX (range->max, MIN (all.max, range->max * WIDEN));
    }
}

static char *
subtitle (guint64 step)
{
  return step ? g_strdup_printf (_("training step %" PRIu64), step) : NULL;
}

static void
add_line (Chart *chart, const BfProfileLine *line)
{
  gboolean points = line->look == BF_SERIES_POINTS;
  BfLegendEntry entry = { .sample = points ? BF_LEGEND_POINT : BF_LEGEND_LINE, .named = TRUE,
                          .style = line->style, .color = line->run->color };
  g_autofree char *label = chart->frame.narrow
                             ? g_strdup (line->name)
                             : bf_run_label_as (line->run, line->name, chart->frame.view,
                                                chart->step);

  bf_legend_add (&chart->frame.legend, entry, label);
}

/* Every line, and every run that has none with the reason. */
static void
add_legend (Chart *chart, const BfFigureView *view)
{
  guint next = 0;

  for (guint i = 0; i < view->n_runs; i++)
    {
      const BfFigureRun *run = &view->runs[i];
      guint first = next;

      while (next < chart->n && chart->lines[next].run == run)
        add_line (chart, &chart->lines[next++]);
      if (next == first && bf_run_has_rows (run))
        {
          g_autofree char *label = chart->profile->lineless_label (bf_run_name (run));
          bf_frame_add_muted (&chart->frame, BF_LEGEND_LINE, run, label);
        }
      else if (next == first)
        bf_frame_add_run (&chart->frame, BF_LEGEND_LINE, run, chart->step);
    }
}

static void
chart_init (Chart *chart, const BfProfile *profile, double width, double height,
            const BfFigureView *view, const BfTheme *theme)
{
  BfRange range = BF_RANGE_EMPTY;
  const BfEntry *quantity;
  double left;

  *chart = (Chart) { .profile = profile, .step = bf_view_step (view),
                     .length = profile->length (view) };
  quantity = profile->quantity (view, &chart->logarithmic);
  bf_figure_cache_begin (view);
  collect_lines (chart, view);
  collect_series (chart, view);
  find_range (chart, view, &range);

  bf_frame_init (&chart->frame, view, theme, width, height, _(profile->name),
                 subtitle (chart->step));
  theme = &chart->frame.theme;
  add_legend (chart, view);
  bf_frame_add_classes (&chart->frame, BF_LEGEND_MARK, range.counts);
  bf_frame_place (&chart->frame);

  chart->y_title = bf_axis_title (quantity, chart->logarithmic);
  chart->panel.y.title = chart->y_title;
  chart->panel.x.title = chart->frame.narrow ? _(profile->x_brief) : _(profile->x_title);
  chart->panel.x.scale = (BfScale) { FALSE, 0.5, chart->length + 0.5 };
  chart->panel.x.integers = TRUE;
  bf_scale_from_range (&chart->panel.y.scale, chart->logarithmic, &range);
  for (guint i = BF_VALUE_FINITE + 1; i < BF_N_VALUE_CLASSES; i++)
    chart->panel.strips[i] = range.counts[i] > 0;
  left = bf_panel_left (&chart->panel, theme, chart->frame.body.height);
  bf_panel_place (&chart->panel, theme, &chart->frame.body, left);
}

/* The place under the pointer, from 1; 0: none. */
static guint
place_at (const Chart *chart, double x, double y)
{
  double unit = (x - chart->panel.plot.x) / chart->panel.plot.width;

  if (chart->n == 0 || !bf_panel_contains (&chart->panel, x, y))
    return 0;
  return (guint) CLAMP (lround (bf_scale_from_unit (&chart->panel.x.scale, unit)), 1,
                        (long) chart->length);
}

static void
draw_cursor (cairo_t *cr, const Chart *chart, const BfFigureView *view, const BfTheme *theme)
{
  guint place = place_at (chart, view->cursor_x, view->cursor_y);

  if (place > 0)
    bf_line_chart_draw_cursor (cr, theme, &chart->panel, place, chart->series, chart->n);
}

static void
draw_empty (cairo_t *cr, const Chart *chart, const BfFigureView *view)
{
  const BfProfile *profile = chart->profile;

  if (profile->applies != NULL && !profile->applies (view))
    bf_panel_draw_message (cr, &chart->frame.theme, &chart->panel.plot, _(profile->nothing));
  else
    bf_frame_draw_empty (cr, &chart->frame, &chart->panel.plot);
}

void
bf_profile_draw (const BfProfile *profile, cairo_t *cr, double width, double height,
                 const BfFigureView *view, const BfTheme *theme)
{
  Chart chart;

  chart_init (&chart, profile, width, height, view, theme);
  theme = &chart.frame.theme;
  bf_frame_draw (cr, &chart.frame);
  bf_panel_draw_back (cr, theme, &chart.panel, TRUE);
  bf_panel_draw_front (cr, theme, &chart.panel);
  if (chart.n > 0)
    bf_line_chart_draw (cr, theme, &chart.panel, chart.series, chart.n);
  else
    draw_empty (cr, &chart, view);
  if (view->has_cursor)
    draw_cursor (cr, &chart, view, theme);
  chart_clear (&chart);
}

void
bf_profile_overlay (const BfProfile *profile, cairo_t *cr, double width, double height,
                    const BfFigureView *view, const BfTheme *theme)
{
  Chart chart;

  chart_init (&chart, profile, width, height, view, theme);
  theme = &chart.frame.theme;
  if (view->has_cursor)
    draw_cursor (cr, &chart, view, theme);
  chart_clear (&chart);
}

static void
append_line (GString *text, const Chart *chart, guint index, guint place)
{
  const BfProfileLine *line = &chart->lines[index];
  const BfSeries *series = &chart->series[index];
  g_autofree char *label = NULL;

  if (place > line->n)
    return;
  label = bf_run_label_as (line->run, line->name, chart->frame.view, chart->step);
  g_string_append_printf (text, "\n%s: ", label);
  bf_append_value (text, series->y[place - 1], chart->logarithmic, series->smallest_normal);
}

char *
bf_profile_readout (const BfProfile *profile, double width, double height,
                    const BfFigureView *view, const BfTheme *theme, double x, double y)
{
  GString *text = NULL;
  Chart chart;
  guint place;

  chart_init (&chart, profile, width, height, view, theme);
  place = place_at (&chart, x, y);
  if (place > 0)
    {
      g_autofree char *label = profile->place_label (place, chart.step);

      text = g_string_new (label);
      for (guint i = 0; i < chart.n; i++)
        append_line (text, &chart, i, place);
    }
  chart_clear (&chart);
  return text ? g_string_free (text, FALSE) : NULL;
}
