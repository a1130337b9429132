/* Gradient by layer: one line a configuration at one training step. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "figure/figures.h"

#include <inttypes.h>
#include <math.h>

#include "figure/cache.h"
#include "figure/frame.h"
#include "figure/runs.h"
#include "plot/line-chart.h"

/* Other steps' values widen the axis by no more than this factor, so that it holds still while
 * the steps pass but one explosion flattens nothing. */
#define WIDEN 1e3

typedef struct {
  BfFrame frame;
  BfPanel panel;
  const BfLayerMeasureInfo *measure;
  guint64 step;
  guint n;                  /* runs with rows */
  BfSeries *series;         /* [n] */
  const BfFigureRun **runs; /* [n] */
  double *values;           /* what the series point to */
  char *x_title, *y_title;
} Chart;

static void
chart_clear (Chart *chart)
{
  bf_frame_clear (&chart->frame);
  g_free (chart->series);
  g_free (chart->runs);
  g_free (chart->values);
  g_free (chart->y_title);
}

static void
collect_series (Chart *chart, const BfFigureView *view)
{
  guint most = bf_view_max_layers (view);
  double *next;

  chart->series = g_new0 (BfSeries, view->n_runs);
  chart->runs = g_new0 (const BfFigureRun *, view->n_runs);
  chart->values = next = g_new (double, (gsize) most * (view->n_runs + 1));
  for (guint layer = 0; layer < most; layer++)
    *next++ = layer + 1;

  for (guint i = 0; i < view->n_runs; i++)
    {
      const BfFigureRun *run = &view->runs[i];
      guint row;

      if (!bf_run_has_rows (run))
        continue;
      row = bf_run_row (run, view);
      chart->runs[chart->n] = run;
      chart->series[chart->n++] = (BfSeries) {
        .n = bf_run_n_layers (run), .x = chart->values, .y = next, .color = run->color,
        .style = run->style, .smallest_normal = bf_run_smallest_normal (run),
      };
      for (guint layer = 0; layer < bf_run_n_layers (run); layer++)
        *next++ = bf_record_layer (run->record, row, layer, view->measure);
    }
}

/* Range of what is drawn, widened a little towards that of all steps. */
static void
find_range (const Chart *chart, const BfFigureView *view, BfRange *range)
{
  gboolean logarithmic = chart->measure->gradient;
  BfRange all = BF_RANGE_EMPTY;

  for (guint i = 0; i < chart->n; i++)
    {
      BfRange run;

      for (gsize j = 0; j < chart->series[i].n; j++)
        bf_range_add (range, chart->series[i].y[j], logarithmic, chart->series[i].smallest_normal);
      bf_layer_range (view, chart->runs[i], view->measure, &run);
      if (!bf_range_is_empty (&run))
        {
          all.min = MIN (all.min, run.min);
          all.max = MAX (all.max, run.max);
        }
    }
  if (logarithmic && !bf_range_is_empty (range))
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
chart_init (Chart *chart, double width, double height, const BfFigureView *view,
            const BfTheme *theme)
{
  BfRange range = BF_RANGE_EMPTY;
  guint most = bf_view_max_layers (view);
  double left;

  *chart = (Chart) { .measure = bf_view_measure (view), .step = bf_view_step (view) };
  bf_figure_cache_begin (view);
  collect_series (chart, view);
  find_range (chart, view, &range);

  bf_frame_init (&chart->frame, view, theme, width, height, _("Gradient by layer"),
                 subtitle (chart->step));
  theme = &chart->frame.theme;
  bf_frame_add_runs (&chart->frame, BF_LEGEND_LINE, FALSE, chart->step);
  bf_frame_add_classes (&chart->frame, BF_LEGEND_MARK, range.counts);
  bf_frame_place (&chart->frame);

  chart->y_title = bf_axis_title (&chart->measure->entry, chart->measure->gradient);
  chart->panel.y.title = chart->y_title;
  chart->panel.x.title = chart->frame.narrow ? _("Layer") : _("Layer (1 is nearest the input)");
  chart->panel.x.scale = (BfScale) { FALSE, 0.5, most + 0.5 };
  chart->panel.x.integers = TRUE;
  bf_scale_from_range (&chart->panel.y.scale, chart->measure->gradient, &range);
  for (guint i = BF_VALUE_FINITE + 1; i < BF_N_VALUE_CLASSES; i++)
    chart->panel.strips[i] = range.counts[i] > 0;
  left = bf_panel_left (&chart->panel, theme, chart->frame.body.height);
  bf_panel_place (&chart->panel, theme, &chart->frame.body, left);
}

/* The layer under the pointer, from 1; 0: none. */
static guint
layer_at (const Chart *chart, double x, double y)
{
  double unit = (x - chart->panel.plot.x) / chart->panel.plot.width;

  if (chart->n == 0 || !bf_panel_contains (&chart->panel, x, y))
    return 0;
  return (guint) MAX (lround (bf_scale_from_unit (&chart->panel.x.scale, unit)), 1);
}

static void
draw_cursor (cairo_t *cr, const Chart *chart, const BfFigureView *view, const BfTheme *theme)
{
  guint layer = layer_at (chart, view->cursor_x, view->cursor_y);

  if (layer > 0)
    bf_line_chart_draw_cursor (cr, theme, &chart->panel, layer, chart->series, chart->n);
}

void
bf_gradient_by_layer_draw (cairo_t *cr, double width, double height, const BfFigureView *view,
                           const BfTheme *theme)
{
  Chart chart;

  chart_init (&chart, width, height, view, theme);
  theme = &chart.frame.theme;
  bf_frame_draw (cr, &chart.frame);
  bf_panel_draw_back (cr, theme, &chart.panel, TRUE);
  bf_panel_draw_front (cr, theme, &chart.panel);
  if (chart.n > 0)
    bf_line_chart_draw (cr, theme, &chart.panel, chart.series, chart.n);
  else
    bf_frame_draw_empty (cr, &chart.frame, &chart.panel.plot);
  if (view->has_cursor)
    draw_cursor (cr, &chart, view, theme);
  chart_clear (&chart);
}

void
bf_gradient_by_layer_overlay (cairo_t *cr, double width, double height, const BfFigureView *view,
                              const BfTheme *theme)
{
  Chart chart;

  chart_init (&chart, width, height, view, theme);
  theme = &chart.frame.theme;
  if (view->has_cursor)
    draw_cursor (cr, &chart, view, theme);
  chart_clear (&chart);
}

char *
bf_gradient_by_layer_readout (double width, double height, const BfFigureView *view,
                              const BfTheme *theme, double x, double y)
{
  GString *text = NULL;
  Chart chart;
  guint layer;

  chart_init (&chart, width, height, view, theme);
  layer = layer_at (&chart, x, y);
  if (layer > 0)
    {
      text = g_string_new (NULL);
      g_string_append_printf (text, _("Layer %u, step %" PRIu64), layer, chart.step);
    }
  for (guint i = 0; layer > 0 && i < chart.n; i++)
    if (layer <= chart.series[i].n)
      {
        g_autofree char *label = bf_run_label (chart.runs[i], view, chart.step);

        g_string_append_printf (text, "\n%s: ", label);
        bf_append_value (text, chart.series[i].y[layer - 1], chart.measure->gradient,
                         chart.series[i].smallest_normal);
      }
  chart_clear (&chart);
  return text ? g_string_free (text, FALSE) : NULL;
}

char *
bf_gradient_by_layer_describe (const BfFigureView *view)
{
  const BfLayerMeasureInfo *measure = bf_view_measure (view);
  GString *text = g_string_new (NULL);

  if (!bf_view_has_rows (view))
    {
      g_string_append (text, _("Gradient by layer: no configuration has been trained yet."));
      return g_string_free (text, FALSE);
    }
  g_string_append_printf (text, _("%s by layer at training step %" PRIu64), _(measure->entry.name),
                          bf_view_step (view));
  for (guint i = 0; i < view->n_runs; i++)
    bf_append_ends (text, view, i);
  g_string_append_c (text, '.');
  return g_string_free (text, FALSE);
}
