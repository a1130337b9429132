#include "experiment/record-private.h"

#include <math.h>
#include <string.h>

#define TRAINING_OFFSET 1
#define LAYERS_OFFSET (TRAINING_OFFSET + BF_N_TRAINING_MEASURES)

void
bf_row_clear (BfRow *row)
{
  g_clear_pointer (&row->probe, bf_probe_free);
}

static void
unref_replicate (gpointer data)
{
  if (data != NULL)
    bf_record_unref (data);
}

BfRecord *
bf_record_new (guint n_layers, guint n_recurrent, guint timesteps, const guint *recurrent_layers)
{
  g_return_val_if_fail (n_recurrent <= n_layers, NULL);
  g_return_val_if_fail (n_recurrent == 0 || recurrent_layers != NULL, NULL);

  BfRecord *record = g_new0 (BfRecord, 1);

  record->ref_count = 1;
  record->n_layers = n_layers;
  record->n_recurrent = n_recurrent;
  record->timesteps = n_recurrent > 0 ? timesteps : 0;
  record->recurrent_layers = g_memdup2 (recurrent_layers, n_recurrent * sizeof (guint));
  record->row_length = LAYERS_OFFSET
                       + (gsize) n_layers * (BF_N_LAYER_MEASURES + BF_N_BUDGET_PARTS)
                       + 2 * (gsize) n_recurrent * record->timesteps;
  record->rows = g_ptr_array_new_with_free_func (g_free);
  record->every = 1;
  record->samples = g_new0 (guint64, n_layers);
  record->histograms = g_ptr_array_new_with_free_func ((GDestroyNotify) bf_histograms_free);
  record->histogram_rows = g_array_new (FALSE, FALSE, sizeof (guint));
  record->replicates = g_ptr_array_new_with_free_func (unref_replicate);
  return record;
}

BfRecord *
bf_record_ref (BfRecord *record)
{
  g_return_val_if_fail (record != NULL, NULL);

  record->ref_count++;
  return record;
}

void
bf_record_unref (BfRecord *record)
{
  g_return_if_fail (record != NULL);

  if (--record->ref_count > 0)
    return;
  bf_record_drop_held (record);
  g_ptr_array_unref (record->rows);
  g_free (record->samples);
  g_ptr_array_unref (record->histograms);
  g_array_unref (record->histogram_rows);
  g_ptr_array_unref (record->replicates);
  g_free (record->recurrent_layers);
  g_free (record->message);
  g_free (record);
}

static double *
row_values (const BfRecord *record, guint row)
{
  return g_ptr_array_index (record->rows, row);
}

static gsize
layer_offset (const BfRecord *record, BfLayerMeasure measure)
{
  return LAYERS_OFFSET + (gsize) measure * record->n_layers;
}

static gsize
budget_offset (const BfRecord *record, BfBudgetPart part)
{
  return LAYERS_OFFSET + ((gsize) BF_N_LAYER_MEASURES + part) * record->n_layers;
}

static gsize
hidden_offset (const BfRecord *record)
{
  return budget_offset (record, BF_N_BUDGET_PARTS);
}

static gsize
cell_offset (const BfRecord *record)
{
  return hidden_offset (record) + (gsize) record->n_recurrent * record->timesteps;
}

static void
copy_layers (const BfRecord *record, const BfProbe *probe, double *values)
{
  for (guint m = 0; m < BF_N_LAYER_MEASURES; m++)
    for (guint layer = 0; layer < record->n_layers; layer++)
      values[layer_offset (record, m) + layer] = probe->layers[layer][m];
  for (guint part = 0; part < BF_N_BUDGET_PARTS; part++)
    for (guint layer = 0; layer < record->n_layers; layer++)
      values[budget_offset (record, part) + layer] = probe->budget[layer][part];
}

/* g_free() */
static double *
new_values (const BfRecord *record, const BfRow *row)
{
  const BfProbe *probe = row->probe;
  const gsize n_times = (gsize) record->n_recurrent * record->timesteps;
  double *values = g_new (double, record->row_length);
  double *training = values + TRAINING_OFFSET;

  values[0] = probe->step;
  training[BF_TRAINING_LOSS] = probe->loss;
  training[BF_TRAINING_ACCURACY] = probe->accuracy;
  training[BF_TRAINING_VALIDATION_LOSS] = row->validation_loss;
  training[BF_TRAINING_VALIDATION_ACCURACY] = row->validation_accuracy;
  training[BF_TRAINING_GRADIENT_NORM] = probe->gradient_norm;
  training[BF_TRAINING_CLIPPED_GRADIENT_NORM] = probe->clipped_gradient_norm;
  copy_layers (record, probe, values);
  if (n_times > 0)
    {
      memcpy (values + hidden_offset (record), probe->hidden_gradient_norm,
              n_times * sizeof (double));
      memcpy (values + cell_offset (record), probe->cell_gradient_norm, n_times * sizeof (double));
    }
  return values;
}

void
bf_record_append (BfRecord *record, const BfRow *row)
{
  const BfProbe *probe = row->probe;

  g_return_if_fail (probe != NULL && probe->n_layers == record->n_layers);
  g_return_if_fail (probe->n_recurrent == record->n_recurrent);
  g_return_if_fail (probe->n_recurrent == 0 || probe->timesteps == record->timesteps);

  for (guint layer = 0; layer < record->n_layers; layer++)
    record->samples[layer] = probe->samples[layer];
  if (row->inputs.n > 0)
    record->inputs = row->inputs;
  bf_record_take (record, new_values (record, row),
                  probe->histograms != NULL ? bf_histograms_copy (probe->histograms) : NULL);
}

guint
bf_record_n_replicates (const BfRecord *record)
{
  return record->replicates->len;
}

BfRecord *
bf_record_replicate (const BfRecord *record, guint index)
{
  g_return_val_if_fail (index < record->replicates->len, NULL);

  return g_ptr_array_index (record->replicates, index);
}

void
bf_record_set_replicate (BfRecord *record, guint index, BfRecord *replicate)
{
  g_return_if_fail (replicate != NULL && replicate != record);

  if (index >= record->replicates->len)
    g_ptr_array_set_size (record->replicates, index + 1);
  bf_record_ref (replicate);
  unref_replicate (g_ptr_array_index (record->replicates, index));
  g_ptr_array_index (record->replicates, index) = replicate;
}

guint
bf_record_n_layers (const BfRecord *record)
{
  return record->n_layers;
}

guint
bf_record_n_recurrent (const BfRecord *record)
{
  return record->n_recurrent;
}

guint
bf_record_timesteps (const BfRecord *record)
{
  return record->timesteps;
}

guint
bf_record_recurrent_layer (const BfRecord *record, guint index)
{
  g_return_val_if_fail (index < record->n_recurrent, 0);

  return record->recurrent_layers[index];
}

guint
bf_record_n_rows (const BfRecord *record)
{
  return record->rows->len;
}

guint64
bf_record_step (const BfRecord *record, guint row)
{
  g_return_val_if_fail (row < record->rows->len, 0);

  return row_values (record, row)[0];
}

guint
bf_record_row_at (const BfRecord *record, guint64 step)
{
  guint low = 0, high = record->rows->len;

  g_return_val_if_fail (high > 0, 0);

  if (step == 0)
    return high - 1;
  while (high - low > 1)
    {
      guint middle = low + (high - low) / 2;

      if (bf_record_step (record, middle) <= step)
        low = middle;
      else
        high = middle;
    }
  return low;
}

guint64
bf_record_step_near (const BfRecord *record, guint64 step, int by)
{
  const guint64 limit = by < 0 && step > 0 ? step - 1 : step;
  guint row;

  if (record->rows->len == 0)
    return 0;
  if (limit < bf_record_step (record, 0))
    return by > 0 ? bf_record_step (record, 0) : 0;
  row = bf_record_row_at (record, limit);
  if (by > 0)
    row++;
  return row < record->rows->len ? bf_record_step (record, row) : 0;
}

double
bf_record_training (const BfRecord *record, guint row, BfTrainingMeasure measure)
{
  g_return_val_if_fail (row < record->rows->len && measure < BF_N_TRAINING_MEASURES, NAN);

  return row_values (record, row)[TRAINING_OFFSET + measure];
}

double
bf_record_layer (const BfRecord *record, guint row, guint layer, BfLayerMeasure measure)
{
  g_return_val_if_fail (row < record->rows->len && layer < record->n_layers, NAN);
  g_return_val_if_fail (measure < BF_N_LAYER_MEASURES, NAN);

  return row_values (record, row)[layer_offset (record, measure) + layer];
}

const double *
bf_record_layers (const BfRecord *record, guint row, BfLayerMeasure measure)
{
  g_return_val_if_fail (row < record->rows->len && measure < BF_N_LAYER_MEASURES, NULL);

  return row_values (record, row) + layer_offset (record, measure);
}

double
bf_record_budget (const BfRecord *record, guint row, guint layer, BfBudgetPart part)
{
  g_return_val_if_fail (row < record->rows->len && layer < record->n_layers, NAN);
  g_return_val_if_fail (part < BF_N_BUDGET_PARTS, NAN);

  return row_values (record, row)[budget_offset (record, part) + layer];
}

guint64
bf_record_samples (const BfRecord *record, guint layer)
{
  g_return_val_if_fail (layer < record->n_layers, 0);

  return record->samples[layer];
}

guint
bf_record_n_histograms (const BfRecord *record)
{
  return record->histograms->len;
}

guint
bf_record_histogram_row (const BfRecord *record, guint index)
{
  g_return_val_if_fail (index < record->histogram_rows->len, 0);

  return g_array_index (record->histogram_rows, guint, index);
}

const BfHistogram *
bf_record_taken_histogram (const BfRecord *record, guint index, guint layer, BfHistogramKind kind)
{
  g_return_val_if_fail (index < record->histograms->len && layer < record->n_layers, NULL);
  g_return_val_if_fail (kind < BF_N_HISTOGRAMS, NULL);

  const BfHistograms *taken = g_ptr_array_index (record->histograms, index);
  return &taken->layers[layer][kind];
}

const BfHistogram *
bf_record_histogram (const BfRecord *record, guint row, guint layer, BfHistogramKind kind,
                     guint64 *step)
{
  guint low = 0, high = record->histograms->len;

  g_return_val_if_fail (row < record->rows->len, NULL);

  while (low < high)
    {
      const guint middle = low + (high - low) / 2;

      if (bf_record_histogram_row (record, middle) <= row)
        low = middle + 1;
      else
        high = middle;
    }
  if (low == 0)
    return NULL;
  if (step != NULL)
    *step = bf_record_step (record, bf_record_histogram_row (record, low - 1));
  return bf_record_taken_histogram (record, low - 1, layer, kind);
}

static double
time_value (const BfRecord *record, guint row, gsize offset, guint recurrent, guint timestep)
{
  g_return_val_if_fail (row < record->rows->len && recurrent < record->n_recurrent, NAN);
  g_return_val_if_fail (timestep < record->timesteps, NAN);

  return row_values (record, row)[offset + (gsize) recurrent * record->timesteps + timestep];
}

double
bf_record_hidden_gradient (const BfRecord *record, guint row, guint recurrent, guint timestep)
{
  return time_value (record, row, hidden_offset (record), recurrent, timestep);
}

double
bf_record_cell_gradient (const BfRecord *record, guint row, guint recurrent, guint timestep)
{
  return time_value (record, row, cell_offset (record), recurrent, timestep);
}

const double *
bf_record_hidden_gradients (const BfRecord *record, guint row)
{
  g_return_val_if_fail (row < record->rows->len, NULL);

  return row_values (record, row) + hidden_offset (record);
}

const double *
bf_record_cell_gradients (const BfRecord *record, guint row)
{
  g_return_val_if_fail (row < record->rows->len, NULL);

  return row_values (record, row) + cell_offset (record);
}

const BfRecordInputs *
bf_record_inputs (const BfRecord *record)
{
  return &record->inputs;
}

BfOutcome
bf_record_outcome (const BfRecord *record)
{
  return record->outcome;
}

const char *
bf_record_message (const BfRecord *record)
{
  return record->message;
}

double
bf_record_seconds (const BfRecord *record)
{
  return record->seconds;
}

void
bf_record_set_outcome (BfRecord *record, BfOutcome outcome, const char *message)
{
  char *copy = g_strdup (message);

  bf_record_settle (record);
  g_free (record->message);
  record->message = copy;
  record->outcome = outcome;
}

void
bf_record_set_seconds (BfRecord *record, double seconds)
{
  record->seconds = seconds;
}
