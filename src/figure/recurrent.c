#include "config.h"

#include <glib/gi18n-lib.h>

#include "figure/recurrent.h"

#include "figure/runs.h"

const BfEntry bf_state_gradient_entry = {
  "hidden_gradient_norm", N_("State gradient, norm ‖∂L/∂hₜ‖"), NULL
};

static gboolean
is_recurrent (const BfConfiguration *configuration)
{
  for (guint i = 0; i < configuration->groups->len; i++)
    if (g_array_index (configuration->groups, BfLayerGroup, i).cell->recurrent)
      return TRUE;
  return FALSE;
}

gboolean
bf_view_is_recurrent (const BfFigureView *view)
{
  for (guint i = 0; i < view->n_runs; i++)
    if (is_recurrent (view->runs[i].configuration))
      return TRUE;
  return FALSE;
}

const char *
bf_not_recurrent (void)
{
  return _("No configuration has a recurrent layer");
}

/* Timesteps of a run to come; 0: not known before its file is read, or none. */
static guint
planned_timesteps (const BfConfiguration *configuration)
{
  const BfTaskSettings *task = &configuration->task;
  guint timesteps = 0;

  if (!is_recurrent (configuration))
    return 0;
  if (task->task->flags & BF_TASK_PATH)
    return task->task->flags & BF_TASK_TIMESTEPS ? task->timesteps : 0;
  return bf_task_shape (task, NULL, &timesteps, NULL, NULL, NULL) ? timesteps : 0;
}

guint
bf_view_timesteps (const BfFigureView *view)
{
  guint most = 1;

  for (guint i = 0; i < view->n_runs; i++)
    most = MAX (most, bf_run_has_rows (&view->runs[i])
                        ? bf_record_timesteps (view->runs[i].record)
                        : planned_timesteps (view->runs[i].configuration));
  return most;
}

guint
bf_run_n_recurrent (const BfFigureRun *run)
{
  return bf_run_has_rows (run) && bf_record_timesteps (run->record) > 0
           ? bf_record_n_recurrent (run->record)
           : 0;
}

gboolean
bf_run_has_cell_state (const BfFigureRun *run, guint recurrent)
{
  guint layer = bf_record_recurrent_layer (run->record, recurrent), end = 0;
  const GArray *groups = run->configuration->groups;

  for (guint i = 0; i < groups->len; i++)
    {
      const BfLayerGroup *group = &g_array_index (groups, BfLayerGroup, i);

      end += group->repeat;
      if (layer < end)
        return group->cell->has_cell_state;
    }
  return FALSE;
}

const double *
bf_run_state_gradients (const BfFigureRun *run, guint row, guint recurrent, gboolean is_cell)
{
  const double *values = is_cell ? bf_record_cell_gradients (run->record, row)
                                 : bf_record_hidden_gradients (run->record, row);

  return values + (gsize) recurrent * bf_record_timesteps (run->record);
}

char *
bf_state_name (const BfFigureRun *run, guint recurrent, gboolean is_cell)
{
  const char *name = bf_run_name (run);
  guint layer = bf_record_recurrent_layer (run->record, recurrent) + 1;

  if (bf_record_n_recurrent (run->record) > 1)
    return g_strdup_printf (is_cell ? _("%s, layer %u, cell ‖∂L/∂cₜ‖") : _("%s, layer %u"), name,
                            layer);
  return is_cell ? g_strdup_printf (_("%s, cell ‖∂L/∂cₜ‖"), name) : g_strdup (name);
}

char *
bf_stateless_label (const char *name)
{
  return g_strdup_printf (_("%s (no recurrent layer)"), name);
}
