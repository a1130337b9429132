/* Gradient map: layer by training step, one map a configuration. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "figure/figures.h"

#include <inttypes.h>

#include "figure/map.h"
#include "figure/ranges.h"
#include "figure/runs.h"

static char *
subtitle (const BfFigureView *view)
{
  return g_strdup (_("layer by training step"));
}

static const BfEntry *
quantity (const BfFigureView *view, gboolean *logarithmic)
{
  const BfLayerMeasureInfo *measure = bf_view_measure (view);

  *logarithmic = measure->gradient;
  return &measure->entry;
}

static guint
n_parts (const BfFigureView *view, const BfFigureRun *run)
{
  return 1;
}

static void
set_part (const BfFigureView *view, BfMapPart *part)
{
  part->n_values = part->last_y = bf_run_n_layers (part->run);
  part->first_y = 1;
  part->name = g_strdup (bf_run_name (part->run));
}

static const double *
values (const BfFigureView *view, const BfMapPart *part, guint row, guint column, gsize *stride)
{
  *stride = 1;
  return bf_record_layers (part->run->record, row, view->measure);
}

static void
range (const BfFigureView *view, const BfFigureRun *run, gboolean logarithmic, BfRange *range)
{
  bf_layer_range (view, run, view->measure, logarithmic, range);
}

static char *
place_label (const BfScene *scene, const BfCursor *cursor)
{
  return g_strdup_printf (_("Layer %u, step %" PRIu64), (guint) cursor->y, (guint64) cursor->x);
}

static const char *
no_y (void)
{
  return _("no such layer");
}

static char *
say_empty (const BfFigureView *view)
{
  return g_strdup (_("Gradient map: no configuration has been trained yet."));
}

static char *
introduce (const BfFigureView *view)
{
  return g_strdup_printf (_("%s by layer and training step"), _(bf_view_measure (view)->entry.name));
}

static char *
extent (const BfFigureView *view, const BfFigureRun *run, const char *label, const char *smallest,
        const char *largest)
{
  return g_strdup_printf (_("%s, from %s to %s in layers 1 to %u and steps 1 to %" PRIu64), label,
                          smallest, largest, bf_run_n_layers (run),
                          bf_record_step (run->record, bf_record_n_rows (run->record) - 1));
}

static const BfMap map = {
  .x_title = N_("Training step"),
  .y_title = N_("Layer"),
  .over_steps = TRUE,
  .subtitle = subtitle,
  .last_y = bf_view_max_layers,
  .quantity = quantity,
  .n_parts = n_parts,
  .set_part = set_part,
  .values = values,
  .range = range,
  .place_label = place_label,
  .no_y = no_y,
  .say_empty = say_empty,
  .introduce = introduce,
  .extent = extent,
};

void
bf_layer_step_map_build (BfScene *scene)
{
  bf_map_build (&map, scene);
}

char *
bf_layer_step_map_describe (const BfFigureView *view)
{
  return bf_map_describe (&map, view);
}
