#include "experiment/parts.h"

#include <math.h>

/* A value of a row: training measure or step. */
typedef double (*RowFunc) (const BfRecord *record, guint row, guint measure);

static double
step_value (const BfRecord *record, guint row, guint measure)
{
  return bf_record_step (record, row);
}

static double
training_value (const BfRecord *record, guint row, guint measure)
{
  return bf_record_training (record, row, measure);
}

/* One number a row. A column in which nothing was measured is left out. */
static void
write_column (BfJson *json, const char *key, const BfRecord *record, RowFunc func, guint measure)
{
  guint n_rows = bf_record_n_rows (record);
  g_autofree double *values = g_new (double, n_rows);
  gboolean measured = FALSE;

  for (guint row = 0; row < n_rows; row++)
    {
      values[row] = func (record, row, measure);
      measured = measured || !isnan (values[row]);
    }
  if (measured)
    bf_json_numbers (json, key, values, n_rows);
}

static void
write_training (BfJson *json, const BfRecord *record)
{
  bf_json_begin_object (json, "training");
  for (guint m = 0; m < BF_N_TRAINING_MEASURES; m++)
    {
      const BfEntry *measure = bf_table_row (&bf_training_measure_table, m);

      write_column (json, measure->id, record, training_value, m);
    }
  bf_json_end_object (json);
}

typedef double (*LayerFunc) (const BfRecord *record, guint row, guint layer, guint measure);

static double
layer_value (const BfRecord *record, guint row, guint layer, guint measure)
{
  return bf_record_layer (record, row, layer, measure);
}

static double
budget_value (const BfRecord *record, guint row, guint layer, guint part)
{
  return bf_record_budget (record, row, layer, part);
}

/* For every row of @table [step][layer]. */
static void
write_layers (BfJson *json, const char *key, const BfTable *table, const BfRecord *record,
              LayerFunc func)
{
  guint n = bf_record_n_layers (record);
  g_autofree double *values = g_new (double, n);

  bf_json_begin_object (json, key);
  for (guint m = 0; m < table->n_rows; m++)
    {
      const BfEntry *measure = bf_table_row (table, m);

      bf_json_begin_array (json, measure->id);
      for (guint row = 0; row < bf_record_n_rows (record); row++)
        {
          for (guint layer = 0; layer < n; layer++)
            values[layer] = func (record, row, layer, m);
          bf_json_numbers (json, NULL, values, n);
        }
      bf_json_end_array (json);
    }
  bf_json_end_object (json);
}

typedef double (*TimeFunc) (const BfRecord *record, guint row, guint recurrent, guint timestep);

/* [step][recurrent layer][timestep] */
static void
write_times (BfJson *json, const char *key, const BfRecord *record, TimeFunc func)
{
  guint n = bf_record_timesteps (record);
  g_autofree double *values = g_new (double, n);

  bf_json_begin_array (json, key);
  for (guint row = 0; row < bf_record_n_rows (record); row++)
    {
      bf_json_begin_array (json, NULL);
      for (guint recurrent = 0; recurrent < bf_record_n_recurrent (record); recurrent++)
        {
          for (guint t = 0; t < n; t++)
            values[t] = func (record, row, recurrent, t);
          bf_json_numbers (json, NULL, values, n);
        }
      bf_json_end_array (json);
    }
  bf_json_end_array (json);
}

/* [layer] */
static void
write_samples (BfJson *json, const BfRecord *record)
{
  guint n = bf_record_n_layers (record);
  g_autofree double *values = g_new (double, n);

  for (guint layer = 0; layer < n; layer++)
    values[layer] = bf_record_samples (record, layer);
  bf_json_numbers (json, "samples", values, n);
}

static void
write_inputs (BfJson *json, const BfRecordInputs *inputs)
{
  if (inputs->n == 0)
    return;
  bf_json_begin_object (json, "inputs");
  bf_json_number (json, "n", inputs->n);
  bf_json_number (json, "mean_square", inputs->moments.mean_square);
  bf_json_number (json, "variance", inputs->moments.variance);
  bf_json_end_object (json);
}

static void
write_rows (BfJson *json, const BfRecord *record)
{
  write_column (json, "steps", record, step_value, 0);
  write_inputs (json, bf_record_inputs (record));
  write_training (json, record);
  write_layers (json, "layers", &bf_layer_measure_table, record, layer_value);
  write_layers (json, "budget", &bf_budget_table, record, budget_value);
  write_samples (json, record);
  bf_write_histograms (json, record);
  if (bf_record_n_recurrent (record) == 0 || bf_record_timesteps (record) == 0)
    return;
  bf_json_number (json, "timesteps", bf_record_timesteps (record));
  write_times (json, "hidden_gradient_norm", record, bf_record_hidden_gradient);
  write_times (json, "cell_gradient_norm", record, bf_record_cell_gradient);
}

static void
write_record (BfJson *json, const BfRecord *record);

/* Those that were run, and null for those between them that were not. */
static void
write_replicates (BfJson *json, const BfRecord *record)
{
  if (bf_record_n_replicates (record) == 0)
    return;
  bf_json_begin_array (json, "replicates");
  for (guint i = 0; i < bf_record_n_replicates (record); i++)
    {
      const BfRecord *replicate = bf_record_replicate (record, i);

      if (replicate != NULL)
        write_record (json, replicate);
      else
        bf_json_null (json, NULL);
    }
  bf_json_end_array (json);
}

static void
write_record (BfJson *json, const BfRecord *record)
{
  const BfEntry *outcome = bf_table_row (&bf_outcome_table, bf_record_outcome (record));

  bf_json_begin_object (json, NULL);
  bf_json_string (json, "outcome", outcome->id);
  if (bf_record_message (record) != NULL)
    bf_json_string (json, "message", bf_record_message (record));
  bf_json_number (json, "seconds", bf_record_seconds (record));
  if (bf_record_n_rows (record) > 0)
    write_rows (json, record);
  write_replicates (json, record);
  bf_json_end_object (json);
}

void
bf_write_results (BfJson *json, const BfExperiment *experiment)
{
  bf_json_begin_object (json, "results");
  bf_json_begin_array (json, "records");
  for (guint i = 0; i < bf_experiment_n (experiment); i++)
    {
      const BfRecord *record = bf_experiment_record (experiment, i);

      if (record != NULL)
        write_record (json, record);
      else
        bf_json_null (json, NULL);
    }
  bf_json_end_array (json);
  bf_json_end_object (json);
}
