#include "trainer/run.h"

#include <math.h>

struct _BfRun {
  BfConfiguration *configuration;
  BfDataset *dataset;
  BfBatcher *batcher;
  BfTraining *training;
  gint64 microseconds;
  gsize histogram_bytes;   /* of the last step that had any */
};

BfRun *
bf_run_new (const BfConfiguration *configuration)
{
  BfRun *run = g_new0 (BfRun, 1);

  run->configuration = bf_configuration_copy (configuration);
  return run;
}

void
bf_run_release (BfRun *run)
{
  g_clear_pointer (&run->training, bf_training_free);
  g_clear_pointer (&run->batcher, bf_batcher_free);
  g_clear_pointer (&run->dataset, bf_dataset_unref);
}

void
bf_run_free (BfRun *run)
{
  bf_run_release (run);
  bf_configuration_free (run->configuration);
  g_free (run);
}

gboolean
bf_run_same_data (const BfRun *a, const BfRun *b)
{
  return a->configuration->seed == b->configuration->seed
         && bf_task_settings_equal (&a->configuration->task, &b->configuration->task);
}

static BfTraining *
build_training (BfRun *run, GError **error)
{
  BfTraining *training;
  BfNetworkSpec network;
  BfTrainingSpec settings;
  BfSource source = bf_batcher_source (run->batcher);

  bf_configuration_network_spec (run->configuration, bf_dataset_inputs (run->dataset),
                                 bf_dataset_timesteps (run->dataset), bf_dataset_outputs (run->dataset),
                                 bf_dataset_loss (run->dataset), &network);
  bf_configuration_training_spec (run->configuration, &settings);
  training = bf_training_new (&network, &settings, &source, error);
  bf_network_spec_clear (&network);
  return training;
}

gboolean
bf_run_build (BfRun *run, BfDataset *dataset, GError **error)
{
  const BfConfiguration *configuration = run->configuration;

  g_return_val_if_fail (run->dataset == NULL, FALSE);

  if (!bf_configuration_validate (configuration, error))
    return FALSE;
  run->dataset = dataset ? bf_dataset_ref (dataset)
                         : bf_dataset_new (&configuration->task, configuration->seed, error);
  if (run->dataset == NULL)
    return FALSE;
  if (!bf_configuration_check_memory (configuration, bf_dataset_inputs (run->dataset),
                                      bf_dataset_timesteps (run->dataset), bf_dataset_outputs (run->dataset),
                                      bf_dataset_loss (run->dataset), error))
    return FALSE;
  run->batcher = bf_batcher_new (run->dataset, configuration->seed);
  run->training = build_training (run, error);
  return run->training != NULL;
}

BfDataset *
bf_run_dataset (const BfRun *run)
{
  return run->dataset;
}

BfBatcher *
bf_run_batcher (const BfRun *run)
{
  return run->batcher;
}

BfTraining *
bf_run_training (const BfRun *run)
{
  return run->training;
}

static gboolean
is_validated (const BfRun *run, guint64 step)
{
  return step == 1 || step % BF_RUN_VALIDATION_INTERVAL == 0 || step == run->configuration->steps;
}

/* What theory must know of the inputs, once. */
static void
describe_inputs (const BfRun *run, BfRecordInputs *inputs)
{
  const BfNetworkSpec *network = bf_training_network (run->training);
  BfSamples batch;

  bf_training_batch (run->training, &batch);
  inputs->n = network->inputs;
  bf_input_moments (network, &batch, &inputs->moments);
}

BfOutcome
bf_run_step (BfRun *run, BfRow *row)
{
  gint64 start = g_get_monotonic_time ();
  BfRunOutcome outcome = bf_training_run (run->training, 1, NULL, NULL);
  const BfSamples *validation = bf_dataset_validation (run->dataset);
  guint64 step = bf_training_step (run->training);

  run->microseconds += g_get_monotonic_time () - start;
  row->probe = bf_probe_copy (bf_training_probe (run->training));
  if (row->probe->histograms != NULL)
    run->histogram_bytes = bf_histograms_bytes (row->probe->histograms);
  row->validation_loss = row->validation_accuracy = NAN;
  row->inputs.n = 0;
  if (step == 1)
    describe_inputs (run, &row->inputs);
  if (outcome == BF_RUN_DIVERGED)
    return BF_OUTCOME_DIVERGED;
  if (validation->n > 0 && is_validated (run, step))
    bf_training_evaluate (run->training, validation, &row->validation_loss, &row->validation_accuracy);
  return step < run->configuration->steps ? BF_OUTCOME_UNFINISHED : BF_OUTCOME_FINISHED;
}

BfSpectrum *
bf_run_spectrum (BfRun *run, guint sample, BfSpectrumProceed proceed, gpointer user_data,
                 GError **error)
{
  guint last = bf_training_spec (run->training)->batch_size - 1;

  return bf_spectrum_new (run->training, MIN (sample, last), proceed, user_data, error);
}

double
bf_run_seconds (const BfRun *run)
{
  return run->microseconds / (double) G_USEC_PER_SEC;
}

gsize
bf_run_row_size (const BfRun *run)
{
  const BfProbe *probe = bf_training_probe (run->training);
  const gsize layer = sizeof probe->layers[0] + sizeof probe->budget[0] + sizeof probe->samples[0];

  return sizeof (BfProbe) + probe->n_layers * layer
         + run->histogram_bytes / MAX (run->configuration->histogram_interval, 1)
         + 2 * sizeof (double) * probe->n_recurrent * probe->timesteps;
}
