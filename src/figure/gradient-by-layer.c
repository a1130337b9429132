/* Gradient by layer: one line a configuration at one training step. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "figure/figures.h"

#include <inttypes.h>

#include "figure/predicted.h"
#include "figure/profile.h"
#include "figure/ranges.h"
#include "figure/runs.h"

static const BfEntry *
quantity (const BfFigureView *view, gboolean *logarithmic)
{
  const BfLayerMeasureInfo *measure = bf_view_measure (view);

  *logarithmic = measure->gradient;
  return &measure->entry;
}

static gboolean
is_gradient (const BfFigureView *view)
{
  return bf_view_measure (view)->gradient;
}

static guint
n_lines (const BfFigureRun *run)
{
  return 1;
}

static void
set_line (BfProfileLine *line)
{
  line->n = bf_run_n_layers (line->run);
  line->style = line->run->style;
  line->name = g_strdup (bf_run_name (line->run));
}

static double
value (const BfFigureView *view, const BfProfileLine *line, guint row, guint place)
{
  return bf_record_layer (line->run->record, row, place, view->measure);
}

static void
range_of_run (const BfFigureView *view, const BfFigureRun *run, BfRange *range)
{
  gboolean logarithmic = bf_scene_is_logarithmic (view->y_kind, is_gradient (view));

  if (view->relative && is_gradient (view))
    bf_relative_layer_range (view, run, view->measure, logarithmic, range);
  else
    bf_layer_range (view, run, view->measure, logarithmic, range);
}

static const BfPrediction *
predict (const BfFigureView *view, const BfProfileLine *line)
{
  return bf_predicted_layers (view, line->run, view->measure);
}

static char *
place_label (const BfScene *scene, const BfCursor *cursor)
{
  return g_strdup_printf (_("Layer %u, step %" PRIu64), (guint) cursor->x,
                          bf_view_step (&scene->view));
}

static const BfProfile profile = {
  .x_title = N_("Layer (1 is nearest the input)"),
  .x_brief = N_("Layer"),
  .length = bf_view_max_layers,
  .quantity = quantity,
  .n_lines = n_lines,
  .set_line = set_line,
  .value = value,
  .range = range_of_run,
  .place_label = place_label,
  .is_gradient = is_gradient,
  .predict = predict,
  .most_predicted = 3,
  .law = N_("predicted (band: 19 of 20 seeds)"),
  .brief_law = N_("predicted"),
  .first_place = N_(" Predicted at layer 1: "),
  .relative_title = N_("relative to the last layer"),
};

void
bf_gradient_by_layer_build (BfScene *scene)
{
  bf_profile_build (&profile, scene);
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
  bf_profile_append_predicted (text, &profile, view);
  return g_string_free (text, FALSE);
}
