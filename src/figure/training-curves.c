/* Training: loss above accuracy above gradient norm on a common step axis, one line a
 * configuration. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "figure/figures.h"

#include <inttypes.h>
#include <math.h>

#include "figure/cache.h"
#include "figure/frame.h"
#include "figure/grid.h"
#include "figure/runs.h"
#include "plot/line-chart.h"

#define MAX_PANELS 3

/* A measure that is linear by default is drawn on a log axis from this ratio of largest to
 * smallest on. */
#define LOG_FROM 1e3

/* The window of smoothed lines as a part of the axis, the shortest that is worth it, and their
 * points. */
#define WINDOWS 40
#define MIN_WINDOW 4
#define SMOOTH_POINTS 250

/* Height in font sizes from which the third panel is shown. */
#define TALL 33

/* What a panel shows: a measure at every step, and what validation says of it now and then. */
typedef struct {
  BfTrainingMeasure measure;
  BfTrainingMeasure validation;   /* BF_N_TRAINING_MEASURES: none */
  gboolean share;                 /* from 0 to 1 */
  double height;
} Content;

static const Content contents[MAX_PANELS] = {
  { BF_TRAINING_LOSS, BF_TRAINING_VALIDATION_LOSS, FALSE, 1.25 },
  { BF_TRAINING_ACCURACY, BF_TRAINING_VALIDATION_ACCURACY, TRUE, 1 },
  { BF_TRAINING_GRADIENT_NORM, BF_N_TRAINING_MEASURES, FALSE, 1 },
};

typedef struct {
  BfFrame frame;
  guint n_panels;
  Content content[MAX_PANELS];
  BfPanel panels[MAX_PANELS];
  char *titles[MAX_PANELS];
  guint n;                         /* runs with rows */
  const BfFigureRun **runs;        /* [n] */
  double **steps;                  /* [n][rows], in values */
  GPtrArray *values;               /* of double*, owned: what the series point to */
  GArray *series[MAX_PANELS];      /* of BfSeries: one a run, then the validations */
  gsize counts[BF_N_VALUE_CLASSES];
  gboolean has_validation;
  guint window;                    /* steps that the smoothed lines are means of */
} Curves;

static const BfTrainingMeasureInfo *
measure_info (BfTrainingMeasure measure)
{
  return bf_table_row (&bf_training_measure_table, measure);
}

static void
curves_clear (Curves *curves)
{
  bf_frame_clear (&curves->frame);
  for (guint i = 0; i < MAX_PANELS; i++)
    {
      g_free (curves->titles[i]);
      g_clear_pointer (&curves->series[i], g_array_unref);
    }
  g_ptr_array_unref (curves->values);
  g_free (curves->runs);
  g_free (curves->steps);
}

static double *
new_values (Curves *curves, gsize n)
{
  double *values = g_new (double, n);

  g_ptr_array_add (curves->values, values);
  return values;
}

/* Whether a panel has a place in this figure. */
static gboolean
is_wanted (const Curves *curves, const Content *content, gboolean tall)
{
  if (!content->share)
    return tall || content->measure == BF_TRAINING_LOSS;
  for (guint i = 0; i < curves->n; i++)
    for (guint row = 0; row < bf_record_n_rows (curves->runs[i]->record); row++)
      if (!isnan (bf_record_training (curves->runs[i]->record, row, content->measure)))
        return TRUE;
  return curves->n == 0;   /* regression has no accuracy */
}

static void
choose_panels (Curves *curves, const BfFigureView *view, gboolean tall)
{
  for (guint i = 0; i < MAX_PANELS; i++)
    {
      Content content = contents[i];

      if (content.measure == BF_TRAINING_GRADIENT_NORM
          && view->training_measure == BF_TRAINING_CLIPPED_GRADIENT_NORM)
        content.measure = view->training_measure;
      if (is_wanted (curves, &content, tall))
        curves->content[curves->n_panels++] = content;
    }
}

/* The measure over all rows. What was not measured in a row is left out. */
static void
add_series (Curves *curves, guint panel, guint index, BfTrainingMeasure measure)
{
  const BfFigureRun *run = curves->runs[index];
  gboolean sparse = measure_info (measure)->optional;
  guint n = bf_record_n_rows (run->record);
  double *steps = curves->steps[index];
  double *x = sparse ? new_values (curves, n) : steps, *y = new_values (curves, n);
  BfSeries series = { .x = x, .y = y, .color = run->color, .style = run->style,
                      .smallest_normal = bf_run_smallest_normal (run),
                      .look = measure == curves->content[panel].validation ? BF_SERIES_POINTS
                                                                           : BF_SERIES_LINE };

  for (guint row = 0; row < n; row++)
    {
      double value = bf_record_training (run->record, row, measure);

      if (sparse && isnan (value))
        continue;
      x[series.n] = steps[row];
      y[series.n++] = value;
    }
  curves->has_validation |= series.look == BF_SERIES_POINTS && series.n > 0;
  g_array_append_val (curves->series[panel], series);
}

static void
collect_series (Curves *curves)
{
  for (guint i = 0; i < curves->n; i++)
    {
      const BfRecord *record = curves->runs[i]->record;

      curves->steps[i] = new_values (curves, bf_record_n_rows (record));
      for (guint row = 0; row < bf_record_n_rows (record); row++)
        curves->steps[i][row] = bf_record_step (record, row);
    }
  for (guint p = 0; p < curves->n_panels; p++)
    {
      curves->series[p] = g_array_new (FALSE, FALSE, sizeof (BfSeries));
      for (guint i = 0; i < curves->n; i++)
        add_series (curves, p, i, curves->content[p].measure);
      for (guint i = 0; i < curves->n && curves->content[p].validation != BF_N_TRAINING_MEASURES;
           i++)
        add_series (curves, p, i, curves->content[p].validation);
    }
}

static void
range_of_series (const GArray *all, gboolean logarithmic, BfRange *range)
{
  for (guint i = 0; i < all->len; i++)
    {
      const BfSeries *series = &g_array_index (all, BfSeries, i);

      for (gsize j = 0; j < series->n; j++)
        bf_range_add (range, series->y[j], logarithmic, series->smallest_normal);
    }
}

static void
init_panel (Curves *curves, guint p, guint64 last_step)
{
  const BfTrainingMeasureInfo *info = measure_info (curves->content[p].measure);
  gboolean logarithmic = info->logarithmic;
  BfPanel *panel = &curves->panels[p];
  BfRange range = BF_RANGE_EMPTY;

  range_of_series (curves->series[p], logarithmic, &range);
  if (!logarithmic && !curves->content[p].share && !bf_range_is_empty (&range) && range.min > 0
      && range.max / range.min >= LOG_FROM)
    logarithmic = TRUE;
  bf_scale_from_range (&panel->y.scale, logarithmic, &range);
  if (curves->content[p].share)
    panel->y.scale = (BfScale) { FALSE, 0, 1 };

  for (guint c = BF_VALUE_FINITE + 1; c < BF_N_VALUE_CLASSES; c++)
    {
      panel->strips[c] = range.counts[c] > 0;
      curves->counts[c] += range.counts[c];
    }
  curves->titles[p] = bf_axis_title (&info->entry, logarithmic);
  panel->y.title = curves->titles[p];
  panel->x.title = _("Training step");
  panel->x.scale = (BfScale) { FALSE, 0.5, last_step + 0.5 };
  panel->x.integers = TRUE;
}

/* Exponential mean of about @window steps, corrected for its beginning; of the logarithms on a
 * log axis. What has no place there breaks it. */
static void
smooth (const BfSeries *raw, gboolean logarithmic, guint window, double *smoothed)
{
  double keep = 1 - 2.0 / (window + 1), sum = 0, weight = 0;

  for (gsize i = 0; i < raw->n; i++)
    {
      if (bf_value_classify (raw->y[i], logarithmic, raw->smallest_normal) != BF_VALUE_FINITE)
        {
          smoothed[i] = NAN;
          continue;
        }
      sum = keep * sum + (1 - keep) * (logarithmic ? log (raw->y[i]) : raw->y[i]);
      weight = keep * weight + (1 - keep);
      smoothed[i] = logarithmic ? exp (sum / weight) : sum / weight;
    }
}

/* The smoothed line of one run, with no more points than it needs. */
static void
add_smoothed (Curves *curves, guint p, guint index)
{
  BfSeries *raw = &g_array_index (curves->series[p], BfSeries, index);
  gsize stride = raw->n / SMOOTH_POINTS + 1;
  g_autofree double *smoothed = g_new (double, raw->n);
  double *x = new_values (curves, raw->n), *y = new_values (curves, raw->n);
  BfSeries line = *raw;

  smooth (raw, curves->panels[p].y.scale.logarithmic, curves->window, smoothed);
  line.x = x;
  line.y = y;
  line.n = 0;
  line.unmarked = TRUE;
  for (gsize i = 0; i < raw->n; i++)
    if (i % stride == 0 || i + 1 == raw->n || !isfinite (smoothed[i]))
      {
        x[line.n] = raw->x[i];
        y[line.n++] = smoothed[i];
      }
  raw->look = BF_SERIES_RAW;
  g_array_append_val (curves->series[p], line);
}

/* Noisy lines are drawn faint behind their means; validations, already there, stay on top. */
static void
add_all_smoothed (Curves *curves)
{
  for (guint p = 0; p < curves->n_panels && curves->window >= MIN_WINDOW; p++)
    {
      guint n_validations = curves->series[p]->len - curves->n;
      g_autofree BfSeries *validations = g_memdup2 (
        &g_array_index (curves->series[p], BfSeries, curves->n), n_validations * sizeof (BfSeries));

      g_array_set_size (curves->series[p], curves->n);
      for (guint i = 0; i < curves->n; i++)
        add_smoothed (curves, p, i);
      g_array_append_vals (curves->series[p], validations, n_validations);
    }
}

static void
init_frame (Curves *curves, const BfFigureView *view, const BfTheme *theme, double width,
            double height)
{
  BfLegendEntry key = { .sample = BF_LEGEND_POINT, .color = theme->foreground };

  bf_frame_init (&curves->frame, view, theme, width, height, _("Training"), NULL);
  theme = &curves->frame.theme;
  bf_frame_add_runs (&curves->frame, BF_LEGEND_LINE, FALSE, 0);
  if (curves->has_validation)
    bf_legend_add (&curves->frame.legend, key, _("on validation samples"));
  if (curves->window >= MIN_WINDOW)
    {
      g_autofree char *note =
        g_strdup_printf (_("faint: each step; line: mean over about %u steps"), curves->window);
      bf_legend_add (&curves->frame.legend,
                     (BfLegendEntry) { .sample = BF_LEGEND_NOTHING, .muted = TRUE }, note);
    }
  bf_frame_add_classes (&curves->frame, BF_LEGEND_MARK, curves->counts);
  bf_frame_place (&curves->frame);
}

static void
curves_init (Curves *curves, double width, double height, const BfFigureView *view,
             const BfTheme *theme)
{
  double shares[MAX_PANELS];

  *curves = (Curves) { .values = g_ptr_array_new_with_free_func (g_free) };
  curves->runs = g_new0 (const BfFigureRun *, view->n_runs);
  curves->steps = g_new0 (double *, view->n_runs);
  bf_figure_cache_begin (view);
  for (guint i = 0; i < view->n_runs; i++)
    if (bf_run_has_rows (&view->runs[i]))
      curves->runs[curves->n++] = &view->runs[i];
  choose_panels (curves, view, height >= TALL * theme->font_size);
  collect_series (curves);
  for (guint p = 0; p < curves->n_panels; p++)
    {
      init_panel (curves, p, bf_view_last_step (view));
      shares[p] = curves->content[p].height;
    }
  curves->window = (guint) MIN (bf_view_last_step (view) / WINDOWS, G_MAXUINT16);
  if (curves->n > 0)
    add_all_smoothed (curves);
  init_frame (curves, view, theme, width, height);
  bf_grid_stack (curves->panels, curves->n_panels, &curves->frame.theme, &curves->frame.body,
                 shares);
}

/* The step under the pointer, in any panel; 0: none. */
static guint64
step_at (const Curves *curves, double x, double y)
{
  for (guint p = 0; p < curves->n_panels && curves->n > 0; p++)
    {
      const BfPanel *panel = &curves->panels[p];
      double unit = (x - panel->plot.x) / panel->plot.width;

      if (bf_panel_contains (panel, x, y))
        return (guint64) MAX (llround (bf_scale_from_unit (&panel->x.scale, unit)), 1);
    }
  return 0;
}

static void
draw_cursor (cairo_t *cr, const Curves *curves, const BfFigureView *view, const BfTheme *theme)
{
  guint64 step = step_at (curves, view->cursor_x, view->cursor_y);

  for (guint p = 0; p < curves->n_panels && step > 0; p++)
    bf_line_chart_draw_cursor (cr, theme, &curves->panels[p], step,
                               (const BfSeries *) (gpointer) curves->series[p]->data, curves->n);
}

/* The step that the other figures show. */
static void
draw_step (cairo_t *cr, const BfPanel *panel, guint64 step, const BfTheme *theme)
{
  if (step < panel->x.scale.min || step > panel->x.scale.max)
    return;
  bf_path_vertical (cr, bf_axis_x (&panel->x, &panel->plot, step), panel->plot.y, panel->baseline);
  cairo_set_line_width (cr, 1);
  bf_color_set (cr, theme->frame);
  cairo_stroke (cr);
}

void
bf_training_curves_draw (cairo_t *cr, double width, double height, const BfFigureView *view,
                         const BfTheme *theme)
{
  Curves curves;

  curves_init (&curves, width, height, view, theme);
  theme = &curves.frame.theme;
  bf_frame_draw (cr, &curves.frame);
  for (guint p = 0; p < curves.n_panels; p++)
    {
      const BfPanel *panel = &curves.panels[p];

      bf_panel_draw_back (cr, theme, panel, TRUE);
      draw_step (cr, panel, view->step, theme);
      bf_panel_draw_front (cr, theme, panel);
      bf_line_chart_draw (cr, theme, panel, (const BfSeries *) (gpointer) curves.series[p]->data,
                          curves.series[p]->len);
      if (curves.n == 0)
        bf_frame_draw_empty (cr, &curves.frame, &panel->plot);
    }
  if (view->has_cursor)
    draw_cursor (cr, &curves, view, theme);
  curves_clear (&curves);
}

void
bf_training_curves_overlay (cairo_t *cr, double width, double height, const BfFigureView *view,
                            const BfTheme *theme)
{
  Curves curves;

  curves_init (&curves, width, height, view, theme);
  theme = &curves.frame.theme;
  if (view->has_cursor)
    draw_cursor (cr, &curves, view, theme);
  curves_clear (&curves);
}

/* "Loss 2.303, Accuracy 0.1094" of one row; what was not measured is left out. */
static void
append_row (GString *text, const BfFigureRun *run, guint row)
{
  const char *separator = "";

  for (guint m = 0; m < BF_N_TRAINING_MEASURES; m++)
    {
      const BfTrainingMeasureInfo *info = measure_info (m);
      double value = bf_record_training (run->record, row, m);

      if (info->optional && isnan (value))
        continue;
      if (m == BF_TRAINING_CLIPPED_GRADIENT_NORM
          && value == bf_record_training (run->record, row, BF_TRAINING_GRADIENT_NORM))
        continue;   /* nothing was clipped */
      g_string_append_printf (text, "%s%s ", separator, _(info->entry.name));
      bf_append_value (text, value, info->logarithmic, bf_run_smallest_normal (run));
      separator = ", ";
    }
}

char *
bf_training_curves_readout (double width, double height, const BfFigureView *view,
                            const BfTheme *theme, double x, double y)
{
  GString *text = NULL;
  Curves curves;
  guint64 step;

  curves_init (&curves, width, height, view, theme);
  step = step_at (&curves, x, y);
  if (step > 0)
    {
      text = g_string_new (NULL);
      g_string_append_printf (text, _("Step %" PRIu64), step);
      for (guint i = 0; i < curves.n; i++)
        {
          const BfFigureRun *run = curves.runs[i];
          guint row = bf_record_row_at (run->record, step);

          g_string_append_printf (text, "\n%s: ", bf_run_name (run));
          if (step > bf_record_step (run->record, bf_record_n_rows (run->record) - 1))
            g_string_append_printf (
              text, _("not trained past step %" PRIu64),
              bf_record_step (run->record, bf_record_n_rows (run->record) - 1));
          else
            append_row (text, run, row);
        }
    }
  curves_clear (&curves);
  return text ? g_string_free (text, FALSE) : NULL;
}

char *
bf_training_curves_describe (const BfFigureView *view)
{
  GString *text = g_string_new (NULL);

  if (!bf_view_has_rows (view))
    {
      g_string_append (text, _("Training: no configuration has been trained yet."));
      return g_string_free (text, FALSE);
    }
  g_string_append_printf (text, _("Training at step %" PRIu64), bf_view_step (view));
  for (guint i = 0; i < view->n_runs; i++)
    {
      g_autofree char *label = bf_run_label (&view->runs[i], view, bf_view_step (view));

      g_string_append_printf (text, "%s%s", i == 0 ? ": " : "; ", label);
      if (!bf_run_has_rows (&view->runs[i]))
        continue;
      g_string_append (text, ", ");
      append_row (text, &view->runs[i], bf_run_row (&view->runs[i], view));
    }
  g_string_append_c (text, '.');
  return g_string_free (text, FALSE);
}
