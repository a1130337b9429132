/* Gradient by timestep: one line a configuration and recurrent layer at one training step, and
 * for layers with a cell state a thinner one for that. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "figure/figures.h"

#include <inttypes.h>

#include "figure/predicted.h"
#include "figure/profile.h"
#include "figure/ranges.h"
#include "figure/recurrent.h"
#include "figure/runs.h"

/* Where the values of a line are. */
#define SOURCE(recurrent, is_cell) (2 * (recurrent) + ((is_cell) ? 1 : 0))
#define RECURRENT(source) ((source) / 2)
#define IS_CELL(source) ((source) % 2 == 1)

static const BfEntry *
quantity (const BfFigureView *view, gboolean *logarithmic)
{
  *logarithmic = TRUE;
  return &bf_state_gradient_entry;
}

static gboolean
is_gradient (const BfFigureView *view)
{
  return TRUE;
}

static const BfPrediction *
predict (const BfFigureView *view, const BfProfileLine *line)
{
  return bf_predicted_timesteps (view, line->run, RECURRENT (line->source), IS_CELL (line->source));
}

static void
range (const BfFigureView *view, const BfFigureRun *run, BfRange *range)
{
  BfRange cell;

  if (view->relative)
    {
      bf_relative_time_range (view, run, FALSE, TRUE, range);
      bf_relative_time_range (view, run, TRUE, TRUE, &cell);
    }
  else
    {
      bf_time_range (view, run, FALSE, TRUE, range);
      bf_time_range (view, run, TRUE, TRUE, &cell);
    }
  bf_range_add_range (range, &cell);
}

static guint
n_lines (const BfFigureRun *run)
{
  guint n = 0;

  for (guint i = 0; i < bf_run_n_recurrent (run); i++)
    n += bf_run_has_cell_state (run, i) ? 2 : 1;
  return n;
}

static guint
source_of_line (const BfFigureRun *run, guint index)
{
  guint recurrent = 0;

  for (; index > 0; recurrent++)
    {
      guint own = bf_run_has_cell_state (run, recurrent) ? 2 : 1;

      if (index < own)
        return SOURCE (recurrent, TRUE);
      index -= own;
    }
  return SOURCE (recurrent, FALSE);
}

static void
set_line (BfProfileLine *line)
{
  guint source = source_of_line (line->run, line->index);

  line->source = source;
  line->n = bf_record_timesteps (line->run->record);
  line->style = line->run->style + RECURRENT (source);
  line->look = IS_CELL (source) ? BF_SERIES_POINTS : BF_SERIES_LINE;
  line->name = bf_state_name (line->run, RECURRENT (source), IS_CELL (source));
}

static double
value (const BfFigureView *view, const BfProfileLine *line, guint row, guint place)
{
  return bf_run_state_gradients (line->run, row, RECURRENT (line->source),
                                 IS_CELL (line->source))[place];
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
  .applies = bf_view_is_recurrent,
  .nothing = bf_not_recurrent,
  .length = bf_view_timesteps,
  .quantity = quantity,
  .n_lines = n_lines,
  .set_line = set_line,
  .lineless_label = bf_stateless_label,
  .value = value,
  .range = range,
  .place_label = place_label,
  .is_gradient = is_gradient,
  .predict = predict,
  .most_predicted = 4,
  .law = N_("predicted, shared weights (band: 19 of 20 seeds)"),
  .brief_law = N_("shared weights"),
  .first_place = N_(" Predicted at timestep 1: "),
  .relative_title = N_("relative to the last timestep"),
  .marks_reach = TRUE,
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
  g_autofree char *label = bf_run_has_rows (run) ? bf_stateless_label (bf_run_name (run))
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

  if (!bf_view_is_recurrent (view))
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
  bf_profile_append_predicted (text, &profile, view);
  return g_string_free (text, FALSE);
}
