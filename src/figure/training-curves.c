/* Training: loss above accuracy above gradient norm on a common step axis, one line a
 * configuration. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "figure/figures.h"

#include <inttypes.h>
#include <math.h>

#include "figure/runs.h"
#include "figure/scene-private.h"

#define MAX_PANELS 3

/* A measure that is linear by default is drawn on a log axis from this ratio of largest to
 * smallest on. */
#define LOG_FROM 1e3

/* Room before the first and after the last step on a log axis. */
#define LOG_MARGIN 1.05

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

/* What is built, while it is. */
typedef struct {
  BfScene *scene;
  guint n;                         /* runs with rows */
  const BfFigureRun **runs;        /* [n] */
  const double **steps;            /* [n][rows] */
  gboolean has_validation;
  guint window;                    /* steps that the smoothed lines are means of */
} Curves;

static const BfTrainingMeasureInfo *
measure_info (BfTrainingMeasure measure)
{
  return bf_table_row (&bf_training_measure_table, measure);
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

/* The measure over all rows of a run. What was not measured in a row is left out. */
static BfSeries
collect_series (Curves *curves, guint index, BfTrainingMeasure measure)
{
  const BfFigureRun *run = curves->runs[index];
  gboolean sparse = measure_info (measure)->optional;
  guint n = bf_record_n_rows (run->record);
  const double *steps = curves->steps[index];
  double *sparse_steps = sparse ? bf_scene_new_values (curves->scene, n) : NULL;
  double *y = bf_scene_new_values (curves->scene, n);
  BfSeries series = { .x = sparse ? sparse_steps : steps, .y = y, .color = run->color,
                      .style = run->style, .smallest_normal = bf_run_smallest_normal (run) };

  for (guint row = 0; row < n; row++)
    {
      double value = bf_record_training (run->record, row, measure);

      if (sparse && isnan (value))
        continue;
      if (sparse)
        sparse_steps[series.n] = steps[row];
      y[series.n++] = value;
    }
  return series;
}

static void
collect_runs (Curves *curves)
{
  BfScene *scene = curves->scene;

  curves->runs = bf_scene_own (scene, g_new0 (const BfFigureRun *, scene->view.n_runs));
  curves->steps = bf_scene_own (scene, g_new0 (const double *, scene->view.n_runs));
  for (guint i = 0; i < scene->view.n_runs; i++)
    {
      const BfFigureRun *run = &scene->view.runs[i];
      double *steps;

      if (!bf_run_is_shown (run))
        continue;
      steps = bf_scene_new_values (scene, bf_record_n_rows (run->record));
      for (guint row = 0; row < bf_record_n_rows (run->record); row++)
        steps[row] = bf_record_step (run->record, row);
      curves->runs[curves->n] = run;
      curves->steps[curves->n++] = steps;
    }
}

static void
add_range (const BfSeries *series, gboolean logarithmic, BfRange *range)
{
  for (gsize i = 0; i < series->n; i++)
    bf_range_add (range, series->y[i], logarithmic, series->smallest_normal);
}

/* A scale from the finite values of all series. */
static gboolean
choose_scale (const Curves *curves, const Content *content, const BfSeries *all, guint n,
              BfRange *range)
{
  gboolean logarithmic = measure_info (content->measure)->logarithmic;

  for (guint i = 0; i < n; i++)
    add_range (&all[i], logarithmic, range);
  if (!logarithmic && !content->share && !bf_range_is_empty (range) && range->min > 0
      && range->max / range->min >= LOG_FROM)
    logarithmic = TRUE;
  if (content->share || bf_scene_is_logarithmic (curves->scene->view.y_kind, logarithmic) == logarithmic)
    return logarithmic;
  *range = (BfRange) BF_RANGE_EMPTY;
  for (guint i = 0; i < n; i++)
    add_range (&all[i], !logarithmic, range);
  return !logarithmic;
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
static BfSeries
smoothed_series (Curves *curves, const BfSeries *raw, gboolean logarithmic)
{
  gsize stride = raw->n / SMOOTH_POINTS + 1;
  g_autofree double *smoothed = g_new (double, raw->n);
  double *x = bf_scene_new_values (curves->scene, raw->n);
  double *y = bf_scene_new_values (curves->scene, raw->n);
  BfSeries line = *raw;

  smooth (raw, logarithmic, curves->window, smoothed);
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
  return line;
}

/* Noisy lines are drawn faint behind their means; validations stay on top. */
static void
add_lines (Curves *curves, guint panel, const Content *content, BfSeries *all, guint n_all,
           gboolean logarithmic)
{
  gboolean smoothing = curves->window >= MIN_WINDOW;

  for (guint i = 0; i < n_all; i++)
    {
      gboolean validation = i >= curves->n;
      const BfFigureRun *run = curves->runs[i % curves->n];
      BfSceneLine line = { .run = run - curves->scene->view.runs, .name = bf_run_name (run),
                           .sparse = validation };

      line.quantity = _(measure_info (validation ? content->validation : content->measure)->entry.name);
      all[i].look = validation ? BF_SERIES_POINTS : smoothing ? BF_SERIES_RAW : BF_SERIES_LINE;
      curves->has_validation |= validation && all[i].n > 0;
      bf_scene_add_line (curves->scene, panel, &all[i], &line);
      if (i + 1 == curves->n && smoothing)
        for (guint j = 0; j < curves->n; j++)
          {
            BfSeries mean = smoothed_series (curves, &all[j], logarithmic);
            BfSceneLine silent = { .run = curves->runs[j] - curves->scene->view.runs,
                                   .name = bf_run_name (curves->runs[j]), .silent = TRUE };
            mean.look = BF_SERIES_LINE;
            bf_scene_add_line (curves->scene, panel, &mean, &silent);
          }
    }
}

static void
set_steps (BfScene *scene, guint panel)
{
  static const BfEntry steps = { "step", N_("Training step"), NULL };
  BfAxis *axis = &bf_scene_panel (scene, panel)->x;
  double last = bf_view_last_step (&scene->view);

  bf_scene_set_places (scene, panel, _(steps.name), _(steps.name), last);
  if (!bf_scene_is_logarithmic (scene->view.x_kind, FALSE))
    return;
  axis->title = bf_scene_own (scene, bf_axis_title (&steps, TRUE));
  axis->scale = (BfScale) { TRUE, 1 / LOG_MARGIN, last * LOG_MARGIN };
  axis->integers = FALSE;
}

static void
add_panel (Curves *curves, const Content *content)
{
  BfScene *scene = curves->scene;
  gboolean validated = content->validation != BF_N_TRAINING_MEASURES;
  guint panel = bf_scene_add_panel (scene), n = curves->n * (validated ? 2 : 1);
  g_autofree BfSeries *all = g_new0 (BfSeries, n);
  BfRange range = BF_RANGE_EMPTY;
  gboolean logarithmic;

  for (guint i = 0; i < n; i++)
    all[i] = collect_series (curves, i % curves->n,
                             i < curves->n ? content->measure : content->validation);
  logarithmic = choose_scale (curves, content, all, n, &range);
  bf_scene_content (scene, panel)->share = content->height;
  set_steps (scene, panel);
  bf_scene_set_y (scene, panel, &measure_info (content->measure)->entry, logarithmic, &range);
  if (content->share)
    bf_scene_panel (scene, panel)->y.scale = (BfScale) { FALSE, 0, 1 };
  bf_scene_add_step_mark (scene, panel);
  add_lines (curves, panel, content, all, n, logarithmic);
}

static void
add_legend (Curves *curves)
{
  BfFrame *frame = &curves->scene->frame;
  BfLegendEntry key = { .sample = BF_LEGEND_POINT, .color = frame->theme.foreground };

  bf_frame_add_runs (frame, BF_LEGEND_LINE, FALSE, 0);
  if (curves->has_validation)
    bf_legend_add (&frame->legend, key, _("on validation samples"));
  if (curves->window >= MIN_WINDOW)
    {
      g_autofree char *note =
        g_strdup_printf (_("faint: each step; line: mean over about %u steps"), curves->window);
      bf_legend_add (&frame->legend,
                     (BfLegendEntry) { .sample = BF_LEGEND_NOTHING, .muted = TRUE }, note);
    }
}

static char *
place_label (const BfScene *scene, const BfCursor *cursor)
{
  return g_strdup_printf (_("Step %" PRIu64), (guint64) cursor->x);
}

static char *
beyond (const BfScene *scene, const BfSeries *series)
{
  return g_strdup_printf (_("not trained past step %" PRIu64), (guint64) series->x[series->n - 1]);
}

void
bf_training_curves_build (BfScene *scene)
{
  Curves curves = { .scene = scene };
  gboolean tall = scene->frame.height >= TALL * scene->frame.theme.font_size;

  scene->place_label = place_label;
  scene->x_title = _("Training step");
  scene->beyond = beyond;
  collect_runs (&curves);
  curves.window = (guint) MIN (bf_view_last_step (&scene->view) / WINDOWS, G_MAXUINT16);
  for (guint i = 0; i < MAX_PANELS; i++)
    {
      Content content = contents[i];

      if (content.measure == BF_TRAINING_GRADIENT_NORM
          && scene->view.training_measure == BF_TRAINING_CLIPPED_GRADIENT_NORM)
        content.measure = scene->view.training_measure;
      if (is_wanted (&curves, &content, tall))
        add_panel (&curves, &content);
    }
  add_legend (&curves);
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
