/* Gradient by timestep: one line a configuration and recurrent layer at one training step, and
 * for layers with a cell state a thinner one for that. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "figure/figures.h"

#include <inttypes.h>

#include "figure/cache.h"
#include "figure/profile.h"
#include "figure/runs.h"

/* Where the values of a line are. */
#define SOURCE(recurrent, is_cell) (2 * (recurrent) + ((is_cell) ? 1 : 0))
#define RECURRENT(source) ((source) / 2)
#define IS_CELL(source) ((source) % 2 == 1)

static gboolean
is_recurrent (const BfConfiguration *configuration)
{
  for (guint i = 0; i < configuration->groups->len; i++)
    if (g_array_index (configuration->groups, BfLayerGroup, i).cell->recurrent)
      return TRUE;
  return FALSE;
}

gboolean
bf_gradient_by_timestep_applies (const BfFigureView *view)
{
  for (guint i = 0; i < view->n_runs; i++)
    if (is_recurrent (view->runs[i].configuration))
      return TRUE;
  return FALSE;
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

static guint
length (const BfFigureView *view)
{
  guint most = 1;

  for (guint i = 0; i < view->n_runs; i++)
    most = MAX (most, bf_run_has_rows (&view->runs[i])
                        ? bf_record_timesteps (view->runs[i].record)
                        : planned_timesteps (view->runs[i].configuration));
  return most;
}

static const BfEntry *
quantity (const BfFigureView *view, gboolean *logarithmic)
{
  static const BfEntry entry = { "hidden_gradient_norm", N_("State gradient, norm ‖∂L/∂hₜ‖"), NULL };

  *logarithmic = TRUE;
  return &entry;
}

static gboolean
has_cell_state (const BfFigureRun *run, guint recurrent)
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

static guint
n_lines (const BfFigureRun *run)
{
  guint n = 0;

  if (bf_record_timesteps (run->record) == 0)
    return 0;
  for (guint i = 0; i < bf_record_n_recurrent (run->record); i++)
    n += has_cell_state (run, i) ? 2 : 1;
  return n;
}

static guint
source_of_line (const BfFigureRun *run, guint index)
{
  guint recurrent = 0;

  for (; index > 0; recurrent++)
    {
      guint own = has_cell_state (run, recurrent) ? 2 : 1;

      if (index < own)
        return SOURCE (recurrent, TRUE);
      index -= own;
    }
  return SOURCE (recurrent, FALSE);
}

static char *
line_name (const BfFigureRun *run, guint recurrent, gboolean is_cell)
{
  const char *name = bf_run_name (run);
  guint layer = bf_record_recurrent_layer (run->record, recurrent) + 1;

  if (bf_record_n_recurrent (run->record) > 1)
    return g_strdup_printf (is_cell ? _("%s, layer %u, cell ‖∂L/∂cₜ‖") : _("%s, layer %u"), name,
                            layer);
  return is_cell ? g_strdup_printf (_("%s, cell ‖∂L/∂cₜ‖"), name) : g_strdup (name);
}

static void
set_line (BfProfileLine *line)
{
  guint source = source_of_line (line->run, line->index);

  line->source = source;
  line->n = bf_record_timesteps (line->run->record);
  line->style = line->run->style + RECURRENT (source);
  line->look = IS_CELL (source) ? BF_SERIES_POINTS : BF_SERIES_LINE;
  line->name = line_name (line->run, RECURRENT (source), IS_CELL (source));
}

static char *
lineless_label (const char *name)
{
  return g_strdup_printf (_("%s (no recurrent layer)"), name);
}

static double
value (const BfFigureView *view, const BfProfileLine *line, guint row, guint place)
{
  const BfRecord *record = line->run->record;

  return IS_CELL (line->source)
           ? bf_record_cell_gradient (record, row, RECURRENT (line->source), place)
           : bf_record_hidden_gradient (record, row, RECURRENT (line->source), place);
}

static char *
place_label (const BfScene *scene, const BfCursor *cursor)
{
  return g_strdup_printf (_("Timestep %u, step %" PRIu64), (guint) cursor->x,
                          bf_view_step (&scene->view));
}

static const BfProfile profile = {
  .x_title = N_("Timestep (the last is nearest the output)"),
  .x_brief = N_("Timestep"),
  .applies = bf_gradient_by_timestep_applies,
  .nothing = N_("No configuration has a recurrent layer"),
  .length = length,
  .quantity = quantity,
  .n_lines = n_lines,
  .set_line = set_line,
  .lineless_label = lineless_label,
  .value = value,
  .range = bf_time_range,
  .place_label = place_label,
};

void
bf_gradient_by_timestep_build (BfScene *scene)
{
  bf_profile_build (&profile, scene);
}

/* What @line is at its first and last timestep. */
static void
append_line (GString *text, const BfFigureView *view, const BfFigureRun *run, guint index)
{
  BfProfileLine line = { .run = run, .index = index };
  guint row = bf_run_row (run, view);
  g_autofree char *label = NULL;
  char first[64], last[64];

  set_line (&line);
  label = bf_run_label_as (run, line.name, view, bf_view_step (view));
  bf_value_format (value (view, &line, row, 0), first, sizeof first);
  bf_value_format (value (view, &line, row, line.n - 1), last, sizeof last);
  g_string_append_printf (text, _("%s, %s at timestep 1 and %s at timestep %u"), label, first, last,
                          line.n);
  g_free (line.name);
}

static void
append_run (GString *text, const BfFigureView *view, const BfFigureRun *run)
{
  guint n = bf_run_has_rows (run) ? n_lines (run) : 0;
  g_autofree char *label = bf_run_has_rows (run) ? lineless_label (bf_run_name (run))
                                                 : bf_run_label (run, view, 0);

  if (n == 0)
    g_string_append (text, label);
  for (guint i = 0; i < n; i++)
    {
      if (i > 0)
        g_string_append (text, "; ");
      append_line (text, view, run, i);
    }
}

static gboolean
has_lines (const BfFigureView *view)
{
  for (guint i = 0; i < view->n_runs; i++)
    if (bf_run_has_rows (&view->runs[i]) && n_lines (&view->runs[i]) > 0)
      return TRUE;
  return FALSE;
}

char *
bf_gradient_by_timestep_describe (const BfFigureView *view)
{
  GString *text;

  if (!bf_gradient_by_timestep_applies (view))
    return g_strdup (_("Gradient by timestep: no configuration has a recurrent layer."));
  if (!has_lines (view))
    return g_strdup (_("Gradient by timestep: no recurrent configuration has been trained yet."));
  text = g_string_new (NULL);
  g_string_append_printf (text, _("State gradient by timestep at training step %" PRIu64),
                          bf_view_step (view));
  for (guint i = 0; i < view->n_runs; i++)
    {
      g_string_append (text, i == 0 ? ": " : "; ");
      append_run (text, view, &view->runs[i]);
    }
  g_string_append_c (text, '.');
  return g_string_free (text, FALSE);
}
