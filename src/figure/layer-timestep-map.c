/* State map: recurrent layer by timestep at one training step; one map a configuration, and for
 * layers with a cell state another of that. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "figure/figures.h"

#include <inttypes.h>

#include "figure/map.h"
#include "figure/ranges.h"
#include "figure/recurrent.h"
#include "figure/runs.h"

/* What a panel shows. */
enum
{
  HIDDEN,
  CELL
};

static char *
subtitle (const BfFigureView *view)
{
  guint64 step = bf_view_step (view);

  return step == 0 ? g_strdup (_("layer by timestep"))
                   : g_strdup_printf (_("layer by timestep at training step %" PRIu64), step);
}

static double
last_x (const BfFigureView *view)
{
  return bf_view_timesteps (view);
}

static gboolean
has_cell_state (const BfFigureRun *run)
{
  for (guint i = 0; i < bf_run_n_recurrent (run); i++)
    if (bf_run_has_cell_state (run, i))
      return TRUE;
  return FALSE;
}

/* Names both states where both are shown. */
static const BfEntry *
quantity (const BfFigureView *view, gboolean *logarithmic)
{
  static const BfEntry both = {
    "state_gradient_norm", N_("State gradient, norm ‖∂L/∂hₜ‖, ‖∂L/∂cₜ‖"), NULL
  };

  *logarithmic = TRUE;
  for (guint i = 0; i < view->n_runs; i++)
    if (bf_run_is_shown (&view->runs[i]) && has_cell_state (&view->runs[i]))
      return &both;
  return &bf_state_gradient_entry;
}

static guint
n_parts (const BfFigureView *view, const BfFigureRun *run)
{
  return bf_run_n_recurrent (run) == 0 ? 0 : has_cell_state (run) ? 2 : 1;
}

static guint
place (const BfMapPart *part, guint i)
{
  if (part->source == CELL && !bf_run_has_cell_state (part->run, i))
    return 0;
  return bf_record_recurrent_layer (part->run->record, i) + 1;
}

static void
set_part (const BfFigureView *view, BfMapPart *part)
{
  const BfRecord *record = part->run->record;
  guint n = bf_run_n_recurrent (part->run);
  const char *name = bf_run_name (part->run);

  part->source = part->index;
  part->n_columns = bf_record_timesteps (record);
  part->n_values = n;
  part->first_y = bf_record_recurrent_layer (record, 0) + 1;
  part->last_y = bf_record_recurrent_layer (record, n - 1) + 1;
  part->name = part->source == CELL ? g_strdup_printf (_("%s, cell ‖∂L/∂cₜ‖"), name)
                                    : g_strdup (name);
}

/* Of all layers at one timestep. */
static const double *
values (const BfFigureView *view, const BfMapPart *part, guint row, guint column, gsize *stride)
{
  *stride = part->n_columns;
  return bf_run_state_gradients (part->run, row, 0, part->source == CELL) + column;
}

static void
range (const BfFigureView *view, const BfFigureRun *run, gboolean logarithmic, BfRange *range)
{
  BfRange cell;

  bf_time_range (view, run, FALSE, logarithmic, range);
  bf_time_range (view, run, TRUE, logarithmic, &cell);
  bf_range_add_range (range, &cell);
}

static char *
place_label (const BfScene *scene, const BfCursor *cursor)
{
  return g_strdup_printf (_("Layer %u, timestep %u, step %" PRIu64), (guint) cursor->y,
                          (guint) cursor->x, bf_view_step (&scene->view));
}

static const char *
no_x (void)
{
  return _("no such timestep");
}

static const char *
no_y (void)
{
  return _("no such state");
}

static char *
say_empty (const BfFigureView *view)
{
  return g_strdup (bf_view_is_recurrent (view)
                     ? _("State map: no recurrent configuration has been trained yet.")
                     : _("State map: no configuration has a recurrent layer."));
}

static char *
introduce (const BfFigureView *view)
{
  return g_strdup_printf (_("State gradient by layer and timestep at training step %" PRIu64),
                          bf_view_step (view));
}

static char *
extent (const BfFigureView *view, const BfFigureRun *run, const char *label, const char *smallest,
        const char *largest)
{
  return g_strdup_printf (_("%s, from %s to %s in timesteps 1 to %u"), label, smallest, largest,
                          bf_record_timesteps (run->record));
}

static const BfMap map = {
  .x_title = N_("Timestep"),
  .y_title = N_("Layer"),
  .over_steps = FALSE,
  .applies = bf_view_is_recurrent,
  .nothing = bf_not_recurrent,
  .subtitle = subtitle,
  .last_x = last_x,
  .last_y = bf_view_max_layers,
  .quantity = quantity,
  .n_parts = n_parts,
  .set_part = set_part,
  .partless_label = bf_stateless_label,
  .values = values,
  .place = place,
  .range = range,
  .place_label = place_label,
  .no_x = no_x,
  .no_y = no_y,
  .say_empty = say_empty,
  .introduce = introduce,
  .extent = extent,
};

void
bf_layer_timestep_map_build (BfScene *scene)
{
  bf_map_build (&map, scene);
}

char *
bf_layer_timestep_map_describe (const BfFigureView *view)
{
  return bf_map_describe (&map, view);
}
