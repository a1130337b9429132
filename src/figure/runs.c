#include "config.h"

#include <glib/gi18n-lib.h>

#include "figure/runs.h"

#include <float.h>
#include <inttypes.h>

/* Steps that an axis holds at least, unless fewer are to be trained. */
#define FEWEST_STEPS 10

BfFigureRun *
bf_figure_runs_new (const BfExperiment *experiment, const BfTheme *theme)
{
  guint n = bf_experiment_n (experiment);
  BfFigureRun *runs = g_new0 (BfFigureRun, n);

  for (guint i = 0; i < n; i++)
    {
      const BfConfiguration *configuration = bf_experiment_configuration (experiment, i);
      BfColor color;

      if (configuration->color == NULL || !bf_color_parse (configuration->color, &color))
        color = bf_theme_series_color (theme, i);
      runs[i].configuration = configuration;
      runs[i].record = bf_experiment_record (experiment, i);
      runs[i].color = bf_theme_readable (theme, color);
      runs[i].style = i;
      runs[i].spectrum = bf_experiment_spectrum (experiment, i);
      runs[i].spectrum_message = bf_experiment_spectrum_message (experiment, i);
    }
  return runs;
}

gboolean
bf_run_has_rows (const BfFigureRun *run)
{
  return run->record != NULL && bf_record_n_rows (run->record) > 0
         && bf_record_n_layers (run->record) > 0;
}

gboolean
bf_run_is_shown (const BfFigureRun *run)
{
  return !run->hidden && bf_run_has_rows (run);
}

gboolean
bf_view_has_rows (const BfFigureView *view)
{
  for (guint i = 0; i < view->n_runs; i++)
    if (bf_run_has_rows (&view->runs[i]))
      return TRUE;
  return FALSE;
}

guint
bf_run_n_layers (const BfFigureRun *run)
{
  return bf_run_has_rows (run) ? bf_record_n_layers (run->record) : 0;
}

guint
bf_view_max_layers (const BfFigureView *view)
{
  guint most = 1;

  for (guint i = 0; i < view->n_runs; i++)
    most = MAX (most, bf_run_has_rows (&view->runs[i])
                        ? bf_run_n_layers (&view->runs[i])
                        : bf_configuration_n_layers (view->runs[i].configuration));
  return most;
}

double
bf_run_smallest_normal (const BfFigureRun *run)
{
  return run->configuration->precision == BF_FLOAT64 ? DBL_MIN : FLT_MIN;
}

/* The step all runs are shown at; 0: each at its newest. */
static guint64
common_step (const BfFigureView *view)
{
  guint64 step = 0;

  if (view->step != 0)
    return view->step;
  for (guint i = 0; i < view->n_runs; i++)
    {
      const BfRecord *record = view->runs[i].record;

      if (bf_run_has_rows (&view->runs[i]) && bf_record_outcome (record) == BF_OUTCOME_UNFINISHED)
        {
          guint64 newest = bf_record_step (record, bf_record_n_rows (record) - 1);
          step = step == 0 ? newest : MIN (step, newest);
        }
    }
  return step;
}

guint
bf_run_row (const BfFigureRun *run, const BfFigureView *view)
{
  return bf_record_row_at (run->record, common_step (view));
}

guint64
bf_figure_run_step (const BfFigureRun *run, const BfFigureView *view)
{
  return bf_record_step (run->record, bf_run_row (run, view));
}

guint64
bf_view_step (const BfFigureView *view)
{
  guint64 step = 0;

  for (guint i = 0; i < view->n_runs; i++)
    if (bf_run_has_rows (&view->runs[i]))
      step = MAX (step, bf_figure_run_step (&view->runs[i], view));
  return step;
}

guint64
bf_view_last_step (const BfFigureView *view)
{
  guint64 recorded = 0, planned = 1;

  for (guint i = 0; i < view->n_runs; i++)
    {
      const BfRecord *record = view->runs[i].record;

      if (bf_run_has_rows (&view->runs[i]))
        recorded = MAX (recorded, bf_record_step (record, bf_record_n_rows (record) - 1));
      planned = MAX (planned, view->runs[i].configuration->steps);
    }
  if (recorded == 0)
    return planned;
  return MAX (MIN ((guint64) bf_round_125 (MAX (recorded, FEWEST_STEPS), TRUE), planned), recorded);
}

guint64
bf_view_step_near (const BfFigureView *view, guint64 step, int by)
{
  guint64 nearest = 0, newest = 0;

  for (guint i = 0; i < view->n_runs; i++)
    if (bf_run_is_shown (&view->runs[i]))
      {
        const BfRecord *record = view->runs[i].record;
        guint64 near = bf_record_step_near (record, step, by);

        newest = MAX (newest, bf_record_step (record, bf_record_n_rows (record) - 1));
        if (near != 0 && (nearest == 0 || (by > 0 ? near < nearest : near > nearest)))
          nearest = near;
      }
  return step + by > newest || nearest == 0 ? step + by : nearest;
}

guint64
bf_view_interval (const BfFigureView *view)
{
  guint64 interval = 1;

  for (guint i = 0; i < view->n_runs; i++)
    if (bf_run_is_shown (&view->runs[i]))
      interval = MAX (interval, bf_record_interval (view->runs[i].record));
  return interval;
}

const char *
bf_run_name (const BfFigureRun *run)
{
  const char *name = run->configuration->name;

  return name != NULL && name[0] != '\0' ? name : _("Unnamed");
}

char *
bf_run_label_as (const BfFigureRun *run, const char *name, const BfFigureView *view, guint64 step)
{
  if (!bf_run_has_rows (run))
    {
      gboolean failed = run->record != NULL && bf_record_outcome (run->record) == BF_OUTCOME_FAILED;
      return g_strdup_printf (failed ? _("%s (failed)") : _("%s (not run)"), name);
    }
  if (bf_record_outcome (run->record) == BF_OUTCOME_DIVERGED)
    {
      guint64 last = bf_record_step (run->record, bf_record_n_rows (run->record) - 1);
      return g_strdup_printf (_("%s (diverged at step %" PRIu64 ")"), name, last);
    }
  if (step != 0 && bf_figure_run_step (run, view) != step)
    return g_strdup_printf (_("%s (at step %" PRIu64 ")"), name, bf_figure_run_step (run, view));
  return g_strdup (name);
}

char *
bf_run_label (const BfFigureRun *run, const BfFigureView *view, guint64 step)
{
  return bf_run_label_as (run, bf_run_name (run), view, step);
}

const BfLayerMeasureInfo *
bf_view_measure (const BfFigureView *view)
{
  return bf_table_row (&bf_layer_measure_table, view->measure);
}

char *
bf_axis_title (const BfEntry *entry, gboolean logarithmic)
{
  return logarithmic ? g_strdup_printf (_("%s (log scale)"), _(entry->name))
                     : g_strdup (_(entry->name));
}

void
bf_append_ends (GString *text, const BfFigureView *view, guint index)
{
  const BfFigureRun *run = &view->runs[index];
  g_autofree char *label = bf_run_label (run, view, bf_view_step (view));
  guint n = bf_run_n_layers (run);
  char first[64], last[64];

  g_string_append (text, index == 0 ? ": " : "; ");
  if (n == 0)
    {
      g_string_append (text, label);
      return;
    }
  bf_value_format (bf_record_layer (run->record, bf_run_row (run, view), 0, view->measure), first,
                   sizeof first);
  bf_value_format (bf_record_layer (run->record, bf_run_row (run, view), n - 1, view->measure),
                   last, sizeof last);
  g_string_append_printf (text, _("%s, %s at layer 1 and %s at layer %u"), label, first, last, n);
}

void
bf_append_value (GString *text, double value, gboolean logarithmic, double smallest_normal)
{
  char number[64];

  bf_value_format (value, number, sizeof number);
  g_string_append (text, number);
  if (bf_value_classify (value, logarithmic, smallest_normal) == BF_VALUE_UNDERFLOW)
    g_string_append_printf (text, " (%s)", _("underflow"));
}
