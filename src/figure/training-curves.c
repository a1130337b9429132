/* Training: loss above accuracy above gradient norm above update ratio on a common step axis, one
 * line a configuration. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "figure/figures.h"

#include <inttypes.h>
#include <math.h>

#include "figure/band.h"
#include "figure/curves.h"
#include "figure/ranges.h"
#include "figure/runs.h"
#include "figure/scene-private.h"

/* A measure that is linear by default is drawn on a log axis from this ratio of largest to
 * smallest on. */
#define LOG_FROM 1e2

/* Room before the first and after the last step on a log axis. */
#define LOG_MARGIN 1.05

/* The window of smoothed lines as a part of the axis, the shortest that is worth it, and their
 * points. */
#define WINDOWS 40
#define MIN_WINDOW 4
#define SMOOTH_POINTS 150

/* Panels are in two columns from this width on, in font sizes. */
#define WIDE 50

/* A rule of thumb for the update ratio. */
#define USUAL_UPDATE 1e-3

/* How a curve is drawn. */
typedef enum
{
  NOTHING,
  WHOLE,                  /* a value at every step: faint, its mean a line */
  CLIPPED,                /* the same, its mean a thin line: only where it differs from the first */
  SPARSE,                 /* a value now and then: points */
  EDGE,                   /* the edge of a band, of which there are two */
  BROKEN,                 /* marks where the band does not say it all */
} Role;

#define MAX_LINES 4

/* What a panel shows. */
typedef struct {
  const BfEntry *entry;   /* NULL: that of the first curve */
  struct { guint what; Role role; } lines[MAX_LINES];
  gboolean share;         /* from 0 to 1 */
  double height;
  double tall;            /* of one column, shown from this height on, in font sizes */
} Content;

static const BfEntry update_entry = {
  "update_ratio", N_("Update ratio ‖ΔW‖ / ‖W‖ of all layers"), NULL
};

static const Content contents[] = {
  { .lines = { { BF_TRAINING_LOSS, WHOLE }, { BF_TRAINING_VALIDATION_LOSS, SPARSE } },
    .height = 1.25 },
  { .lines = { { BF_TRAINING_ACCURACY, WHOLE }, { BF_TRAINING_VALIDATION_ACCURACY, SPARSE } },
    .share = TRUE, .height = 1 },
  { .lines = { { BF_TRAINING_GRADIENT_NORM, WHOLE },
               { BF_TRAINING_CLIPPED_GRADIENT_NORM, CLIPPED } },
    .height = 1.25, .tall = 33 },
  { .entry = &update_entry,
    .lines = { { BF_CURVE_UPDATE_MEDIAN, WHOLE }, { BF_CURVE_UPDATE_SMALLEST, EDGE },
               { BF_CURVE_UPDATE_LARGEST, EDGE }, { BF_CURVE_UPDATE_BROKEN, BROKEN } },
    .height = 1, .tall = 46 },
};

/* What is built, while it is. */
typedef struct {
  BfScene *scene;
  guint n;                         /* runs with rows */
  const BfFigureRun **runs;        /* [n] */
  gboolean has_validation, has_clipping, has_bands;
  guint window;                    /* steps that the smoothed lines are means of; 1: none are */
} Curves;

/* A panel of it. */
typedef struct {
  const Content *content;
  guint index;
  gboolean logarithmic;
} Panel;

static const BfTrainingMeasureInfo *
measure_info (BfTrainingMeasure measure)
{
  return bf_table_row (&bf_training_measure_table, measure);
}

static const char *
quantity_name (guint what)
{
  static const char *const of_updates[] = {
    N_("Update ratio (median)"), N_("smallest update ratio"), N_("largest update ratio"), NULL
  };

  const char *name = what < BF_N_TRAINING_MEASURES ? measure_info (what)->entry.name
                                                   : of_updates[what - BF_CURVE_UPDATE_MEDIAN];

  return name != NULL ? _(name) : NULL;
}

static BfCurve
curve_of (const Curves *curves, guint run, guint what)
{
  return bf_curve (&curves->scene->view, curves->runs[run], what);
}

static gboolean
is_wide (const BfFrame *frame)
{
  return frame->width >= WIDE * frame->theme.font_size;
}

/* Whether a panel has a place in this figure. Regression has no accuracy. */
static gboolean
is_wanted (const Curves *curves, const Content *content)
{
  const BfFrame *frame = &curves->scene->frame;

  if (!is_wide (frame) && frame->height < content->tall * frame->theme.font_size)
    return FALSE;
  for (guint i = 0; i < curves->n && content->share; i++)
    if (curve_of (curves, i, content->lines[0].what).n > 0)
      return TRUE;
  return !content->share || curves->n == 0;
}

static void
collect_runs (Curves *curves)
{
  BfScene *scene = curves->scene;

  curves->runs = bf_scene_own (scene, g_new0 (const BfFigureRun *, scene->view.n_runs));
  for (guint i = 0; i < scene->view.n_runs; i++)
    if (bf_run_is_shown (&scene->view.runs[i]))
      curves->runs[curves->n++] = &scene->view.runs[i];
}

static gboolean
has_line (const Curves *curves, guint run, Role role)
{
  return role != NOTHING
         && (role != CLIPPED || bf_curve_is_clipped (&curves->scene->view, curves->runs[run]));
}

static void
add_ranges (const Curves *curves, const Content *content, gboolean logarithmic, BfRange *range)
{
  *range = (BfRange) BF_RANGE_EMPTY;
  for (guint i = 0; i < curves->n; i++)
    for (guint j = 0; j < MAX_LINES; j++)
      if (has_line (curves, i, content->lines[j].role))
        bf_range_add_range (range,
                            &curve_of (curves, i, content->lines[j].what).ranges[logarithmic]);
}

/* A scale from the finite values of all curves. */
static gboolean
choose_scale (const Curves *curves, const Content *content, BfRange *range)
{
  guint what = content->lines[0].what;
  gboolean by_default = what >= BF_N_TRAINING_MEASURES || measure_info (what)->logarithmic;
  gboolean logarithmic = by_default;

  add_ranges (curves, content, logarithmic, range);
  if (!logarithmic && !content->share && !bf_range_is_empty (range) && range->min > 0
      && range->max / range->min >= LOG_FROM)
    logarithmic = TRUE;
  if (!content->share)
    logarithmic = bf_scene_is_logarithmic (curves->scene->view.y_kind, logarithmic);
  if (logarithmic != by_default)
    add_ranges (curves, content, logarithmic, range);
  return logarithmic;
}

static BfSeries
new_series (const Curves *curves, guint run, const BfCurve *curve, BfSeriesLook look)
{
  return (BfSeries) { .n = curve->n, .x = curve->x, .y = curve->y, .look = look,
                      .color = curves->runs[run]->color, .style = curves->runs[run]->style,
                      .smallest_normal = bf_run_smallest_normal (curves->runs[run]) };
}

static void
add_line (const Curves *curves, const Panel *panel, guint run, guint what, BfSeriesLook look)
{
  BfCurve curve = curve_of (curves, run, what);
  BfSeries series = new_series (curves, run, &curve, look);
  BfSceneLine line = { .run = curves->runs[run] - curves->scene->view.runs,
                       .name = bf_run_name (curves->runs[run]), .quantity = quantity_name (what),
                       .silent = what == BF_CURVE_UPDATE_BROKEN,
                       .sparse = look == BF_SERIES_POINTS };

  bf_scene_add_line (curves->scene, panel->index, &series, &line);
}

/* The part of the step axis that is shown. */
static BfScale
shown_steps (const BfScene *scene, guint panel)
{
  BfScale scale = bf_scene_panel (scene, panel)->x.scale;
  const BfAxisZoom *zoom = &scene->view.zoom_x;

  if (zoom->set && zoom->min < zoom->max && (!scale.logarithmic || zoom->min > 0))
    scale = (BfScale) { scale.logarithmic, zoom->min, zoom->max };
  return scale;
}

/* The mean with no more points than it needs, and one beyond each end of what is shown. */
static void
add_mean (const Curves *curves, const Panel *panel, guint run, guint what, BfSeriesLook look)
{
  BfCurve curve = curve_of (curves, run, what);
  const double *mean = bf_curve_smooth (&curves->scene->view, curves->runs[run], what,
                                        panel->logarithmic, curves->window);
  BfScale steps = shown_steps (curves->scene, panel->index);
  double *x = bf_scene_new_values (curves->scene, curve.n);
  double *y = bf_scene_new_values (curves->scene, curve.n);
  BfSeries series = new_series (curves, run, &curve, look);
  BfSceneLine line = { .run = curves->runs[run] - curves->scene->view.runs,
                       .name = bf_run_name (curves->runs[run]), .silent = TRUE };
  double next = -G_MAXDOUBLE, unit = -1;

  series.x = x;
  series.y = y;
  series.n = 0;
  series.unmarked = TRUE;
  for (gsize i = 0; i < curve.n && unit <= 1; i++)
    {
      unit = bf_scale_to_unit (&steps, curve.x[i]);
      if (unit < 0)
        series.n = 0;
      else if (unit < next && i + 1 < curve.n && isfinite (mean[i]))
        continue;
      next = unit < 0 ? unit : unit + 1.0 / SMOOTH_POINTS;
      x[series.n] = curve.x[i];
      y[series.n++] = mean[i];
    }
  bf_scene_add_line (curves->scene, panel->index, &series, &line);
}

/* Between the two edges. */
static void
add_band (Curves *curves, const Panel *panel, guint run)
{
  BfCurve low = curve_of (curves, run, BF_CURVE_UPDATE_SMALLEST);
  BfCurve high = curve_of (curves, run, BF_CURVE_UPDATE_LARGEST);

  if (bf_run_n_layers (curves->runs[run]) < 2)
    return;
  curves->has_bands = TRUE;
  bf_scene_add_item (curves->scene, panel->index,
                     bf_band_new (high.n, high.x, low.y, high.y, curves->runs[run]->color));
}

/* Noisy curves are faint behind their means. */
static void
add_curves (Curves *curves, const Panel *panel, guint what, Role role)
{
  static const BfSeriesLook looks[] = {
    [WHOLE] = BF_SERIES_LINE, [CLIPPED] = BF_SERIES_THIN, [SPARSE] = BF_SERIES_POINTS,
    [EDGE] = BF_SERIES_UNDRAWN, [BROKEN] = BF_SERIES_UNDRAWN,
  };
  gboolean smoothed = curves->window > 1 && (role == WHOLE || role == CLIPPED);

  for (guint i = 0; i < curves->n; i++)
    if (has_line (curves, i, role))
      {
        add_line (curves, panel, i, what, smoothed ? BF_SERIES_RAW : looks[role]);
        curves->has_validation |= role == SPARSE && curve_of (curves, i, what).n > 0;
        curves->has_clipping |= role == CLIPPED;
      }
  for (guint i = 0; i < curves->n && smoothed; i++)
    if (has_line (curves, i, role))
      add_mean (curves, panel, i, what, looks[role]);
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

/* What is behind the median: the rule of thumb is always in sight, unless it is far away. */
static void
add_updates (Curves *curves, const Panel *panel, BfRange *range)
{
  const BfRange usual = { USUAL_UPDATE, USUAL_UPDATE };

  if (panel->logarithmic)
    bf_range_widen (range, &usual);
  for (guint i = 0; i < curves->n; i++)
    add_band (curves, panel, i);
  bf_scene_add_guides (curves->scene, panel->index, &(BfSceneGuide) { .value = USUAL_UPDATE }, 1);
}

static void
add_panel (Curves *curves, const Content *content)
{
  BfScene *scene = curves->scene;
  Panel panel = { content, bf_scene_add_panel (scene), FALSE };
  guint what = content->lines[0].what;
  BfRange range;

  panel.logarithmic = choose_scale (curves, content, &range);
  bf_scene_content (scene, panel.index)->share = content->height;
  set_steps (scene, panel.index);
  if (what == BF_CURVE_UPDATE_MEDIAN)
    add_updates (curves, &panel, &range);
  bf_scene_set_y (scene, panel.index,
                  content->entry != NULL ? content->entry : &measure_info (what)->entry,
                  panel.logarithmic, &range);
  if (content->share)
    bf_scene_panel (scene, panel.index)->y.scale = (BfScale) { FALSE, 0, 1 };
  bf_scene_add_step_mark (scene, panel.index);
  for (guint j = 0; j < MAX_LINES; j++)
    add_curves (curves, &panel, content->lines[j].what, content->lines[j].role);
}

static void
add_legend (Curves *curves)
{
  BfFrame *frame = &curves->scene->frame;
  BfLegendEntry key = { .sample = BF_LEGEND_POINT, .color = frame->theme.foreground };

  bf_frame_add_runs (frame, BF_LEGEND_LINE, FALSE, 0);
  if (curves->has_validation)
    bf_legend_add (&frame->legend, key, _("on validation samples"));
  if (curves->window > 1)
    {
      g_autofree char *note =
        g_strdup_printf (_("faint: each step; line: mean over about %u steps"), curves->window);
      bf_scene_add_note (curves->scene, note);
    }
  if (curves->has_clipping)
    bf_scene_add_note (curves->scene, _("thin: after clipping"));
  if (curves->has_bands)
    bf_scene_add_note (curves->scene,
                       _("band: all layers; line: their median; grey: 10⁻³, a rule of thumb"));
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

guint
bf_figure_smoothing (const BfFigureView *view)
{
  guint64 suits = MIN (bf_view_last_step (view) / WINDOWS, G_MAXUINT16);

  if (view->smoothing != 0)
    return view->smoothing;
  return suits >= MIN_WINDOW ? (guint) suits : 1;
}

void
bf_training_curves_build (BfScene *scene)
{
  Curves curves = { .scene = scene, .window = bf_figure_smoothing (&scene->view) };

  scene->place_label = place_label;
  scene->x_title = _("Training step");
  scene->beyond = beyond;
  bf_scene_set_over_steps (scene);
  collect_runs (&curves);
  for (guint i = 0; i < G_N_ELEMENTS (contents); i++)
    if (is_wanted (&curves, &contents[i]))
      add_panel (&curves, &contents[i]);
  add_legend (&curves);
}

/* How well it does at the left, how it learns at the right. */
void
bf_training_curves_place (BfScene *scene)
{
  const BfFrame *frame = &scene->frame;
  guint n = scene->panels->len, left = is_wide (frame) && n > 2 ? (n + 1) / 2 : n;
  double gap = round (frame->theme.font_size * 1.2);
  BfRect body = frame->body;

  if (left < n)
    body.width = floor ((body.width - gap) / 2);
  bf_scene_stack (scene, 0, left, &body);
  body.x += body.width + gap;
  bf_scene_stack (scene, left, n - left, &body);
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
