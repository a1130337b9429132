#include "config.h"

#include <glib/gi18n-lib.h>

#include "figure/profile-prediction.h"

#include <math.h>

#include "figure/band.h"
#include "figure/predicted.h"
#include "figure/runs.h"

/* Share of the line's colour: after the first update curves step back. */
#define TRAINED 0.65

static gboolean
is_shown (const BfProfile *profile, const BfFigureView *view, guint n_lines)
{
  return profile->predict != NULL
         && (view->predicted == BF_SWITCH_ON
             || (view->predicted == BF_SWITCH_DEFAULT && n_lines <= profile->most_predicted));
}

static guint
limits_of (const BfPrediction *prediction, const BfFigureRun *run, const BfFigureView *view)
{
  return prediction->limits | (bf_figure_run_step (run, view) > 1 ? BF_THEORY_TRAINED : 0);
}

/* From a logarithm that is 0 at the last place to a value that is @last there. */
static double
raise_to (double logarithm, double last)
{
  return pow (10, log10 (last) + logarithm);
}

static const double *
new_raised (BfScene *scene, const double *logarithms, guint n, double last)
{
  double *values = bf_scene_new_values (scene, n);

  for (guint i = 0; i < n; i++)
    values[i] = raise_to (logarithms[i], last);
  return values;
}

/* What falls out of the numbers altogether is no reason for a longer axis. */
static void
add_to_range (BfRange *range, const double *values, guint n)
{
  for (guint i = 0; i < n; i++)
    if (values[i] > 0 && isfinite (values[i]))
      bf_range_add (range, values[i], TRUE, 0);
}

typedef struct {
  BfScene *scene;
  const BfProfileLine *line;
  const BfPrediction *prediction;
  const double *places;
  double last;
  guint limits;
} Curve;

static BfColor
curve_color (const Curve *curve)
{
  double share = curve->limits & BF_THEORY_TRAINED ? TRAINED : 1;

  return bf_color_alpha (curve->line->run->color, share);
}

static void
add_curve (const Curve *curve, const double *values, BfSeriesLook look, BfSceneLine about)
{
  BfSeries series = { .n = curve->prediction->n, .x = curve->places, .y = values,
                      .color = curve_color (curve), .look = look, .unmarked = TRUE };

  about.run = curve->line->run - curve->scene->view.runs;
  about.name = curve->line->label;
  bf_scene_add_line (curve->scene, curve->line->panel, &series, &about);
}

static const char *
new_remark (BfScene *scene, guint limits)
{
  g_autofree char *names = bf_limit_names (limits);

  return names != NULL ? bf_scene_own (scene, g_strdup_printf (_("limits: %s"), names)) : NULL;
}

static void
add_curves (const Curve *curve, BfProfilePredictions *predictions)
{
  BfRange *range = &predictions->range;
  const BfPrediction *prediction = curve->prediction;
  BfScene *scene = curve->scene;
  const double *values = new_raised (scene, prediction->expected, prediction->n, curve->last);
  BfSceneLine about = { .quantity = _("predicted"),
                        .low = new_raised (scene, prediction->low, prediction->n, curve->last),
                        .high = new_raised (scene, prediction->high, prediction->n, curve->last),
                        .remark = new_remark (scene, curve->limits) };

  bf_scene_add_item (scene, curve->line->panel,
                     bf_band_new (prediction->n, curve->places, about.low, about.high,
                                  curve_color (curve)));
  add_curve (curve, values, BF_SERIES_THEORY, about);
  add_to_range (range, values, prediction->n);
  add_to_range (range, about.low, prediction->n);
  add_to_range (range, about.high, prediction->n);
  if (prediction->direct == NULL)
    return;
  values = new_raised (scene, prediction->direct, prediction->n, curve->last);
  add_curve (curve, values, BF_SERIES_SIMPLER_THEORY,
             (BfSceneLine) { .quantity = _("direct path") });
  add_to_range (&predictions->direct, values, prediction->n);
}

/* Nothing follows from a last value that is no number. */
static gboolean
can_anchor (double last)
{
  return last > 0 && isfinite (last);
}

void
bf_profile_add_predictions (const BfProfile *profile, BfScene *scene, const GArray *lines,
                            const double *places, BfProfilePredictions *predictions)
{
  *predictions = (BfProfilePredictions) { .range = BF_RANGE_EMPTY,
                                           .direct = BF_RANGE_EMPTY };
  if (!is_shown (profile, &scene->view, lines->len))
    return;
  for (guint i = 0; i < lines->len; i++)
    {
      const BfProfileLine *line = &g_array_index (lines, BfProfileLine, i);
      const BfPrediction *prediction = profile->predict (&scene->view, line);
      Curve curve = { scene, line, prediction, places };

      if (prediction == NULL || prediction->n != line->n || !can_anchor (line->values[line->n - 1]))
        continue;
      curve.last = line->values[line->n - 1];
      curve.limits = limits_of (prediction, line->run, &scene->view);
      add_curves (&curve, predictions);
      predictions->n++;
      predictions->limits |= curve.limits;
      predictions->has_direct |= prediction->direct != NULL;
    }
}

void
bf_profile_add_prediction_legend (const BfProfile *profile, BfScene *scene,
                                  const BfProfilePredictions *predictions)
{
  BfFrame *frame = &scene->frame;
  BfLegendEntry law = { .sample = BF_LEGEND_THEORY, .color = frame->theme.foreground };
  BfLegendEntry direct = { .sample = BF_LEGEND_SIMPLER_THEORY, .color = frame->theme.foreground };
  const char *remark = predictions->n > 0 ? new_remark (scene, predictions->limits) : NULL;

  if (predictions->n == 0)
    return;
  bf_legend_add (&frame->legend, law, frame->narrow ? _(profile->brief_law) : _(profile->law));
  if (predictions->has_direct)
    bf_legend_add (&frame->legend, direct,
                   frame->narrow ? _("direct path") : _("predicted, direct path"));
  if (remark != NULL && !frame->narrow)
    bf_scene_add_note (scene, remark);
}

/* "Sigmoid 1.2e-9 (4e-10 to 3e-9; limits: Narrow network)" */
static void
append_first (GString *text, const BfFigureView *view, const BfProfileLine *line,
              const BfPrediction *prediction, double last)
{
  g_autofree char *limits = bf_limit_names (limits_of (prediction, line->run, view));
  char expected[64], low[64], high[64];

  bf_value_format (raise_to (prediction->expected[0], last), expected, sizeof expected);
  bf_value_format (raise_to (prediction->low[0], last), low, sizeof low);
  bf_value_format (raise_to (prediction->high[0], last), high, sizeof high);
  g_string_append_printf (text, _("%s %s (%s to %s)"), line->name, expected, low, high);
  if (limits != NULL)
    {
      g_string_append (text, ", ");
      g_string_append_printf (text, _("limits: %s"), limits);
    }
}

static void
append_run (GString *text, const BfProfile *profile, const BfFigureView *view,
            const BfFigureRun *run, guint *n)
{
  guint row = bf_run_row (run, view);

  for (guint i = 0; i < profile->n_lines (run); i++)
    {
      BfProfileLine line = { .run = run, .index = i };
      g_autofree char *name = NULL;
      const BfPrediction *prediction;
      double last;

      profile->set_line (&line);
      name = line.name;
      prediction = profile->predict (view, &line);
      last = profile->value (view, &line, row, line.n - 1);
      if (prediction == NULL || prediction->n != line.n || !can_anchor (last))
        continue;
      g_string_append (text, (*n)++ == 0 ? _(profile->first_place) : "; ");
      append_first (text, view, &line, prediction, last);
    }
}

void
bf_profile_append_predicted (GString *text, const BfProfile *profile, const BfFigureView *view)
{
  g_autoptr (BfFigureCache) cache = view->cache == NULL ? bf_figure_cache_new () : NULL;
  BfFigureView own = *view;
  guint n_lines = 0, n = 0;

  if (cache != NULL)
    own.cache = cache;
  for (guint i = 0; i < own.n_runs; i++)
    if (bf_run_is_shown (&own.runs[i]))
      n_lines += profile->n_lines (&own.runs[i]);
  if (!is_shown (profile, &own, n_lines))
    return;
  for (guint i = 0; i < own.n_runs; i++)
    if (bf_run_is_shown (&own.runs[i]))
      append_run (text, profile, &own, &own.runs[i], &n);
  if (n > 0)
    g_string_append_c (text, '.');
}
