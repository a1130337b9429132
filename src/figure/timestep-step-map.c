/* Timestep map: timestep by training step, one map a configuration and recurrent layer. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "figure/figures.h"

#include <inttypes.h>

#include "figure/map.h"
#include "figure/ranges.h"
#include "figure/recurrent.h"
#include "figure/runs.h"

/* So many panels can be told apart; runs with more layers show some of them, first and last
 * included. */
#define MOST_PANELS 12

/* Panels that each run may have. */
static guint
quota (const BfFigureView *view)
{
  guint n = 0;

  for (guint i = 0; i < view->n_runs; i++)
    n += bf_run_is_shown (&view->runs[i]) && bf_run_n_recurrent (&view->runs[i]) > 0;
  return MAX (MOST_PANELS / MAX (n, 1), 1);
}

static guint
n_parts (const BfFigureView *view, const BfFigureRun *run)
{
  return MIN (bf_run_n_recurrent (run), quota (view));
}

static gboolean
leaves_some_out (const BfFigureView *view)
{
  for (guint i = 0; i < view->n_runs; i++)
    if (bf_run_is_shown (&view->runs[i])
        && bf_run_n_recurrent (&view->runs[i]) > n_parts (view, &view->runs[i]))
      return TRUE;
  return FALSE;
}

static char *
subtitle (const BfFigureView *view)
{
  return g_strdup (leaves_some_out (view)
                     ? _("timestep by training step, some of the recurrent layers")
                     : _("timestep by training step"));
}

static const BfEntry *
quantity (const BfFigureView *view, gboolean *logarithmic)
{
  *logarithmic = TRUE;
  return &bf_state_gradient_entry;
}

static void
set_part (const BfFigureView *view, BfMapPart *part)
{
  guint n = n_parts (view, part->run), n_recurrent = bf_run_n_recurrent (part->run);

  part->source = n > 1 ? part->index * (n_recurrent - 1) / (n - 1) : 0;
  part->n_values = part->last_y = bf_record_timesteps (part->run->record);
  part->first_y = 1;
  part->name = bf_state_name (part->run, part->source, FALSE);
}

static const double *
values (const BfFigureView *view, const BfMapPart *part, guint row, guint column, gsize *stride)
{
  *stride = 1;
  return bf_run_state_gradients (part->run, row, part->source, FALSE);
}

static void
range (const BfFigureView *view, const BfFigureRun *run, gboolean logarithmic, BfRange *range)
{
  bf_time_range (view, run, FALSE, logarithmic, range);
}

static char *
place_label (const BfScene *scene, const BfCursor *cursor)
{
  return g_strdup_printf (_("Timestep %u, step %" PRIu64), (guint) cursor->y, (guint64) cursor->x);
}

static const char *
no_y (void)
{
  return _("no such timestep");
}

static char *
say_empty (const BfFigureView *view)
{
  return g_strdup (bf_view_is_recurrent (view)
                     ? _("Timestep map: no recurrent configuration has been trained yet.")
                     : _("Timestep map: no configuration has a recurrent layer."));
}

static char *
introduce (const BfFigureView *view)
{
  return g_strdup (_("State gradient by timestep and training step"));
}

static char *
extent (const BfFigureView *view, const BfFigureRun *run, const char *label, const char *smallest,
        const char *largest)
{
  return g_strdup_printf (_("%s, from %s to %s in timesteps 1 to %u and steps 1 to %" PRIu64), label,
                          smallest, largest, bf_record_timesteps (run->record),
                          bf_record_step (run->record, bf_record_n_rows (run->record) - 1));
}

static const BfMap map = {
  .x_title = N_("Training step"),
  .y_title = N_("Timestep"),
  .over_steps = TRUE,
  .applies = bf_view_is_recurrent,
  .nothing = bf_not_recurrent,
  .subtitle = subtitle,
  .last_y = bf_view_timesteps,
  .quantity = quantity,
  .n_parts = n_parts,
  .set_part = set_part,
  .partless_label = bf_stateless_label,
  .values = values,
  .range = range,
  .place_label = place_label,
  .no_y = no_y,
  .say_empty = say_empty,
  .introduce = introduce,
  .extent = extent,
};

void
bf_timestep_step_map_build (BfScene *scene)
{
  bf_map_build (&map, scene);
}

char *
bf_timestep_step_map_describe (const BfFigureView *view)
{
  return bf_map_describe (&map, view);
}
