#include "config.h"

#include <unistd.h>
#include <glib/gi18n-lib.h>

#include "cli/command.h"
#include "cli/progress.h"
#include "cli/results.h"
#include "cli/train.h"
#include "experiment/file.h"
#include "experiment/verdict.h"

/* Looks at the data: whether they can be read, and the network for them fits into memory. */
static gboolean
check_data (const BfConfiguration *configuration, GError **error)
{
  guint inputs, timesteps, outputs;
  const BfLoss *loss;

  if (bf_task_shape (&configuration->task, &inputs, &timesteps, &outputs, &loss, error))
    return bf_configuration_check_memory (configuration, inputs, timesteps, outputs, loss, error);
  /* What is wrong with a setting begins with its key, what is wrong with a file with its name. */
  g_prefix_error (error, "%s",
                  g_error_matches (*error, BF_DATASET_ERROR, BF_DATASET_ERROR_SETTINGS) ? "task." : "task: ");
  return FALSE;
}

/* Applies @options to @configuration and sees whether it can be run. */
static gboolean
prepare_configuration (BfConfiguration *configuration, const BfRunOptions *options, GError **error)
{
  if (options->steps > 0)
    configuration->steps = options->steps;
  return bf_configuration_validate (configuration, error) && check_data (configuration, error);
}

static BfExperiment *
open_experiment (const BfRunOptions *options, GError **error)
{
  g_autoptr (BfExperiment) experiment = bf_experiment_load (options->file, error);
  g_autofree char *name = g_filename_display_name (options->file);

  if (experiment == NULL)
    return NULL;
  for (guint i = 0; i < bf_experiment_n (experiment); i++)
    if (!prepare_configuration (bf_experiment_configuration (experiment, i), options, error))
      {
        g_prefix_error (error, "%s: configurations[%u].", name, i);
        return NULL;
      }
  return g_steal_pointer (&experiment);
}

/* Failures are told even when nothing else is to be said. */
static void
tell_failures (const BfExperiment *experiment)
{
  for (guint i = 0; i < bf_experiment_n (experiment); i++)
    {
      const BfRecord *record = bf_experiment_record (experiment, i);

      if (bf_record_outcome (record) == BF_OUTCOME_FAILED)
        bf_complain (_("“%s” cannot be trained: %s"), bf_experiment_configuration (experiment, i)->name,
                     bf_record_message (record));
    }
}

static void
tell_result (const BfConfiguration *configuration, const BfRecord *record)
{
  guint n_rows = bf_record_n_rows (record);
  g_autofree char *description = NULL, *speed = NULL;
  const BfEntry *kind;
  gulong steps;
  BfVerdict verdict;

  if (n_rows == 0)
    return;
  steps = bf_record_step (record, n_rows - 1);
  bf_verdict_from_record (record, n_rows - 1, &verdict);
  description = bf_verdict_describe (&verdict);
  speed = bf_speed_text (steps / MAX (bf_record_seconds (record), 1e-6));
  kind = bf_table_row (&bf_verdict_table, verdict.kind);
  if (verdict.kind == BF_VERDICT_DIVERGED)    /* the description says it */
    g_print ("%s: %s\n    ", configuration->name, description);
  else
    g_print ("%s: %s. %s\n    ", configuration->name, _(kind->name), description);
  g_print (_("step %lu, loss %#.4g, %s"), steps, bf_record_training (record, n_rows - 1, BF_TRAINING_LOSS),
           speed);
  g_print ("\n");
}

static void
tell_results (const BfExperiment *experiment, const char *folder)
{
  g_autofree char *name = g_filename_display_name (folder);

  for (guint i = 0; i < bf_experiment_n (experiment); i++)
    tell_result (bf_experiment_configuration (experiment, i), bf_experiment_record (experiment, i));
  g_print (_("Results are in “%s”."), name);
  g_print ("\n");
}

static int
exit_status (const BfExperiment *experiment, int signal_number)
{
  if (signal_number != 0)
    return BF_EXIT_SIGNAL + signal_number;
  for (guint i = 0; i < bf_experiment_n (experiment); i++)
    {
      BfOutcome outcome = bf_record_outcome (bf_experiment_record (experiment, i));

      if (outcome == BF_OUTCOME_FAILED || outcome == BF_OUTCOME_DIVERGED)
        return BF_EXIT_FAILED;
    }
  return BF_EXIT_DONE;
}

static void
clear_spectra (gpointer spectra)
{
  bf_spectra_clear (spectra);
}

static GArray *
new_spectra (void)
{
  GArray *spectra = g_array_new (FALSE, TRUE, sizeof (BfSpectra));

  g_array_set_clear_func (spectra, clear_spectra);
  return spectra;
}

/* Of runs that did not fail altogether. FALSE if there is such a one. */
static gboolean
tell_missing_spectra (const BfExperiment *experiment, const BfSpectra *spectra)
{
  gboolean complete = TRUE;

  for (guint i = 0; i < bf_experiment_n (experiment); i++)
    if (spectra[i].message != NULL
        && bf_record_outcome (bf_experiment_record (experiment, i)) != BF_OUTCOME_FAILED)
      {
        complete = FALSE;
        bf_complain (_("“%s” has no singular values: %s"),
                     bf_experiment_configuration (experiment, i)->name, spectra[i].message);
      }
  return complete;
}

int
bf_command_run (int argc, char **argv)
{
  g_auto (BfRunOptions) options = { 0 };
  g_autoptr (BfExperiment) experiment = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) spectra = NULL;
  gboolean complete = TRUE;
  int signal_number;

  if (!bf_run_options_parse (&options, argc, argv, &error)
      || (experiment = open_experiment (&options, &error)) == NULL
      || !bf_results_prepare (experiment, &options, &error))
    {
      bf_complain ("%s", error->message);
      return BF_EXIT_USAGE;
    }
  if (options.spectrum)
    spectra = g_array_set_size (new_spectra (), bf_experiment_n (experiment));
  signal_number = bf_train (experiment, options.n_threads, !options.quiet && isatty (STDERR_FILENO),
                            spectra != NULL ? (BfSpectra *) spectra->data : NULL);
  tell_failures (experiment);
  if (spectra != NULL)
    complete = tell_missing_spectra (experiment, (BfSpectra *) spectra->data);
  if (!bf_results_write (experiment, &options, spectra != NULL ? (BfSpectra *) spectra->data : NULL,
                         &error))
    {
      bf_complain ("%s", error->message);
      return BF_EXIT_FAILED;
    }
  if (!options.quiet)
    tell_results (experiment, options.output);
  return MAX (exit_status (experiment, signal_number), complete ? BF_EXIT_DONE : BF_EXIT_FAILED);
}
