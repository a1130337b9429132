#include "config.h"

#include <unistd.h>
#include <glib/gi18n-lib.h>

#include "cli/command.h"
#include "cli/progress.h"
#include "cli/results.h"
#include "cli/train.h"
#include "experiment/file.h"
#include "experiment/seeds.h"
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

/* The first of the runs of @record that could not start; NULL: none. */
static const BfRecord *
find_failure (const BfConfiguration *configuration, const BfRecord *record)
{
  for (guint number = 0; number < bf_configuration_n_seeds (configuration); number++)
    {
      const BfRecord *run = bf_seed_record (record, number);

      if (run != NULL && bf_record_outcome (run) == BF_OUTCOME_FAILED)
        return run;
    }
  return NULL;
}

/* Failures are told even when nothing else is to be said. */
static void
tell_failures (const BfExperiment *experiment)
{
  for (guint i = 0; i < bf_experiment_n (experiment); i++)
    {
      const BfConfiguration *configuration = bf_experiment_configuration (experiment, i);
      const BfRecord *failure = find_failure (configuration, bf_experiment_record (experiment, i));

      if (failure != NULL)
        bf_complain (_("“%s” cannot be trained: %s"), configuration->name, bf_record_message (failure));
    }
}

/* "5 seeds: loss 0.31 (0.28 to 0.34); 1 of 5 seeds diverged" */
static void
tell_seeds (const BfConfiguration *configuration, const BfRecord *record)
{
  double losses[BF_CONFIGURATION_MAX_SEEDS];
  g_autofree char *outcome = NULL;
  BfSeedOutcomes outcomes;
  BfSeedSpread spread;
  guint n = 0;

  for (guint number = 0; number < bf_configuration_n_seeds (configuration); number++)
    {
      const BfRecord *run = bf_seed_record (record, number);
      guint n_rows = run != NULL ? bf_record_n_rows (run) : 0;

      if (n_rows > 0 && bf_record_outcome (run) != BF_OUTCOME_DIVERGED)
        losses[n++] = bf_record_training (run, n_rows - 1, BF_TRAINING_LOSS);
    }
  bf_seed_spread (losses, n, TRUE, &spread);
  bf_seed_outcomes (configuration, record, &outcomes);
  outcome = bf_seed_outcomes_describe (&outcomes);
  /* Translators: of several seeds, the geometric mean of the loss, the smallest and the largest. */
  g_print (_("%u seeds: loss %#.4g (%#.4g to %#.4g)"), outcomes.n, spread.mean, spread.smallest,
           spread.largest);
  g_print ("%s%s\n", outcome != NULL ? "; " : "", outcome != NULL ? outcome : "");
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
  if (bf_configuration_n_seeds (configuration) > 1)
    {
      g_print ("    ");
      tell_seeds (configuration, record);
    }
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
      BfSeedOutcomes outcomes;

      bf_seed_outcomes (bf_experiment_configuration (experiment, i), bf_experiment_record (experiment, i),
                        &outcomes);
      if (outcomes.outcomes[BF_OUTCOME_FAILED] > 0 || outcomes.outcomes[BF_OUTCOME_DIVERGED] > 0)
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
