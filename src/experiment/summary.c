/* summary.json: what came out of a run, in numbers. */
#include "experiment/csv.h"
#include "experiment/json.h"
#include "experiment/seeds.h"
#include "experiment/verdict.h"

#include <math.h>

static void
write_verdict (BfJson *json, const BfVerdict *verdict)
{
  const BfEntry *kind = bf_table_row (&bf_verdict_table, verdict->kind);

  bf_json_string (json, "verdict", kind->id);
  bf_json_string (json, "along", verdict->over_time ? "timesteps" : "layers");
  bf_json_number (json, "decay_factor", verdict->decay_factor);
  bf_json_number (json, "gradient_ratio", verdict->ratio);
  bf_json_number (json, "reach", verdict->reach);
  bf_json_number (json, "length", verdict->length);
  if (verdict->layer > 0)
    bf_json_number (json, "layer", verdict->layer);
  bf_json_number (json, "dead_fraction", verdict->dead_fraction);
}

/* "final_..." of each training measure: its value in the last row; of optional ones the last that
 * was measured. */
static void
write_finals (BfJson *json, const BfRecord *record)
{
  guint n_rows = bf_record_n_rows (record);

  for (guint m = 0; m < BF_N_TRAINING_MEASURES && n_rows > 0; m++)
    {
      const BfTrainingMeasureInfo *measure = bf_table_row (&bf_training_measure_table, m);
      g_autofree char *key = g_strconcat ("final_", measure->entry.id, NULL);
      guint row = n_rows;

      while (--row > 0 && measure->optional && isnan (bf_record_training (record, row, m)))
        ;

      double value = bf_record_training (record, row, m);
      if (!measure->optional || !isnan (value))
        bf_json_number (json, key, value);
    }
}

static void
write_parameters (BfJson *json, const BfConfiguration *configuration)
{
  guint inputs, timesteps, outputs;
  const BfLoss *loss;
  BfNetworkSpec spec;

  if (!bf_task_shape (&configuration->task, &inputs, &timesteps, &outputs, &loss, NULL))
    return;
  bf_configuration_network_spec (configuration, inputs, timesteps, outputs, loss, &spec);
  bf_json_number (json, "parameters", bf_network_spec_n_parameters (&spec));
  bf_network_spec_clear (&spec);
}

/* What the shares of saturated and dead units rest on, of every layer. */
static void
write_samples (BfJson *json, const BfRecord *record)
{
  guint n = bf_record_n_layers (record);
  g_autofree double *samples = g_new (double, n);

  for (guint layer = 0; layer < n; layer++)
    samples[layer] = bf_record_samples (record, layer);
  if (n > 0 && samples[0] > 0)
    bf_json_numbers (json, "samples", samples, n);
}

static void
write_run (BfJson *json, const BfConfiguration *configuration, const BfRecord *record)
{
  guint n_rows = bf_record_n_rows (record);
  double seconds = bf_record_seconds (record);
  double steps = n_rows > 0 ? bf_record_step (record, n_rows - 1) : 0;

  bf_json_number (json, "steps", steps);
  write_finals (json, record);
  bf_json_number (json, "seconds", seconds);
  bf_json_number (json, "steps_per_second", seconds > 0 ? steps / seconds : 0);
  write_parameters (json, configuration);
}

/* Of several seeds, what their last steps say together. */
static void
write_spread (BfJson *json, const char *key, const double *values, guint n)
{
  BfSeedSpread spread;

  bf_seed_spread (values, n, TRUE, &spread);
  bf_json_begin_object (json, key);
  bf_json_number (json, "n", spread.n);
  bf_json_number (json, "geometric_mean", spread.mean);
  bf_json_number (json, "standard_deviation_of_log", sqrt (spread.variance));
  bf_json_number (json, "smallest", spread.smallest);
  bf_json_number (json, "largest", spread.largest);
  bf_json_end_object (json);
}

static void
write_seeds (BfJson *json, const BfConfiguration *configuration, const BfRecord *record)
{
  double losses[BF_CONFIGURATION_MAX_SEEDS], factors[BF_CONFIGURATION_MAX_SEEDS];
  BfSeedOutcomes outcomes;
  guint n = 0;

  if (bf_configuration_n_seeds (configuration) < 2)
    return;
  bf_seed_outcomes (configuration, record, &outcomes);
  for (guint number = 0; number < bf_configuration_n_seeds (configuration); number++)
    {
      const BfRecord *run = bf_seed_record (record, number);
      guint n_rows = run != NULL ? bf_record_n_rows (run) : 0;
      BfVerdict verdict;

      if (n_rows == 0 || bf_record_outcome (run) == BF_OUTCOME_DIVERGED)
        continue;
      bf_verdict_from_record (run, n_rows - 1, &verdict);
      losses[n] = bf_record_training (run, n_rows - 1, BF_TRAINING_LOSS);
      factors[n++] = verdict.decay_factor;
    }
  bf_json_begin_object (json, "seeds");
  bf_json_number (json, "n", bf_configuration_n_seeds (configuration));
  for (guint i = 0; i < BF_N_OUTCOMES; i++)
    bf_json_number (json, ((const BfEntry *) bf_table_row (&bf_outcome_table, i))->id,
                    outcomes.outcomes[i]);
  write_spread (json, "final_loss", losses, n);
  write_spread (json, "decay_factor", factors, n);
  bf_json_end_object (json);
}

char *
bf_json_summary (const BfConfiguration *configuration, const BfRecord *record)
{
  const BfEntry *precision = bf_table_row (&bf_precision_table, configuration->precision);
  const BfEntry *outcome = bf_table_row (&bf_outcome_table, bf_record_outcome (record));
  guint n_rows = bf_record_n_rows (record);
  BfVerdict verdict;
  BfJson json;

  bf_verdict_from_record (record, n_rows > 0 ? n_rows - 1 : 0, &verdict);
  bf_json_init (&json);
  bf_json_begin_object (&json, NULL);
  bf_json_string (&json, "name", configuration->name);
  bf_json_string (&json, "task", configuration->task.task->entry.id);
  bf_json_number (&json, "seed", configuration->seed);
  bf_json_string (&json, "precision", precision->id);
  bf_json_string (&json, "outcome", outcome->id);
  if (bf_record_message (record) != NULL)
    bf_json_string (&json, "message", bf_record_message (record));
  write_verdict (&json, &verdict);
  write_samples (&json, record);
  write_run (&json, configuration, record);
  write_seeds (&json, configuration, record);
  bf_json_end_object (&json);
  return bf_json_finish (&json, NULL);
}
