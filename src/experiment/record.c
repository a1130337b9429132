#include "config.h"

#include <glib/gi18n-lib.h>

#include "experiment/record.h"

#include <math.h>
#include <string.h>

/* Rows are kept in chunks that never move, so that growing copies nothing and any value is found
 * in O(1). A row is [step, training measures, measures x layers, hidden gradients, cell
 * gradients], all double: a step is far below 2^53. The layers of one measure lie side by side,
 * since that is how they are looked at. */
#define ROWS_PER_CHUNK 64
#define TRAINING_OFFSET 1
#define LAYERS_OFFSET (TRAINING_OFFSET + BF_N_TRAINING_MEASURES)

struct _BfRecord {
  int ref_count;
  guint n_layers;
  guint n_recurrent;
  guint timesteps;
  guint *recurrent_layers;
  gsize stride;            /* doubles of one row */
  guint n_rows;
  GPtrArray *chunks;       /* of double[ROWS_PER_CHUNK * stride] */
  BfOutcome outcome;
  char *message;
  double seconds;
};

static const BfTrainingMeasureInfo training_measures[] = {
  [BF_TRAINING_LOSS] = {
    { "loss", N_("Loss"), N_("Loss of the mini-batch, before the update") }, FALSE },
  [BF_TRAINING_ACCURACY] = {
    { "accuracy", N_("Accuracy"), N_("Share of the mini-batch classified right") }, FALSE, TRUE },
  [BF_TRAINING_VALIDATION_LOSS] = {
    { "validation_loss", N_("Validation loss"), N_("Loss on samples that are not trained on") },
    FALSE, TRUE },
  [BF_TRAINING_VALIDATION_ACCURACY] = {
    { "validation_accuracy", N_("Validation accuracy"),
      N_("Share classified right of samples that are not trained on") }, FALSE, TRUE },
  [BF_TRAINING_GRADIENT_NORM] = {
    { "gradient_norm", N_("Gradient norm"), N_("Norm over all parameters, before clipping") },
    TRUE },
  [BF_TRAINING_CLIPPED_GRADIENT_NORM] = {
    { "clipped_gradient_norm", N_("Gradient norm after clipping"),
      N_("Norm over all parameters, as the optimiser sees it") }, TRUE },
};

G_STATIC_ASSERT (G_N_ELEMENTS (training_measures) == BF_N_TRAINING_MEASURES);

const BfTable bf_training_measure_table = BF_TABLE ("training-measures", training_measures);

static const BfEntry outcomes[] = {
  [BF_OUTCOME_UNFINISHED] = { "unfinished", N_("Unfinished"),
                              N_("Paused, stopped or still running") },
  [BF_OUTCOME_FINISHED] = { "finished", N_("Finished"), N_("All steps done") },
  [BF_OUTCOME_DIVERGED] = { "diverged", N_("Diverged"), N_("Ended early: no longer finite") },
  [BF_OUTCOME_FAILED] = { "failed", N_("Failed"), N_("Could not start") },
};

G_STATIC_ASSERT (G_N_ELEMENTS (outcomes) == BF_N_OUTCOMES);

const BfTable bf_outcome_table = BF_TABLE ("outcomes", outcomes);

void
bf_row_clear (BfRow *row)
{
  g_clear_pointer (&row->probe, bf_probe_free);
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
  record->stride = LAYERS_OFFSET + (gsize) n_layers * BF_N_LAYER_MEASURES
                   + 2 * (gsize) n_recurrent * record->timesteps;
  record->chunks = g_ptr_array_new_with_free_func (g_free);
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
  g_ptr_array_unref (record->chunks);
  g_free (record->recurrent_layers);
  g_free (record->message);
  g_free (record);
}

/* Row @row, which is inside a chunk already allocated. */
static double *
row_values (const BfRecord *record, guint row)
{
  double *chunk = g_ptr_array_index (record->chunks, row / ROWS_PER_CHUNK);

  return chunk + (row % ROWS_PER_CHUNK) * record->stride;
}

static double *
next_row (BfRecord *record)
{
  if (record->n_rows == record->chunks->len * ROWS_PER_CHUNK)
    g_ptr_array_add (record->chunks, g_new (double, ROWS_PER_CHUNK * record->stride));
  return row_values (record, record->n_rows++);
}

static gsize
layer_offset (const BfRecord *record, BfLayerMeasure measure)
{
  return LAYERS_OFFSET + (gsize) measure * record->n_layers;
}

static gsize
hidden_offset (const BfRecord *record)
{
  return LAYERS_OFFSET + (gsize) record->n_layers * BF_N_LAYER_MEASURES;
}

static gsize
cell_offset (const BfRecord *record)
{
  return hidden_offset (record) + (gsize) record->n_recurrent * record->timesteps;
}

void
bf_record_append (BfRecord *record, const BfRow *row)
{
  const BfProbe *probe = row->probe;

  g_return_if_fail (probe != NULL && probe->n_layers == record->n_layers);
  g_return_if_fail (probe->n_recurrent == record->n_recurrent);
  g_return_if_fail (probe->n_recurrent == 0 || probe->timesteps == record->timesteps);

  double *values = next_row (record);
  double *training = values + TRAINING_OFFSET;
  gsize n_times = (gsize) record->n_recurrent * record->timesteps;

  values[0] = probe->step;
  training[BF_TRAINING_LOSS] = probe->loss;
  training[BF_TRAINING_ACCURACY] = probe->accuracy;
  training[BF_TRAINING_VALIDATION_LOSS] = row->validation_loss;
  training[BF_TRAINING_VALIDATION_ACCURACY] = row->validation_accuracy;
  training[BF_TRAINING_GRADIENT_NORM] = probe->gradient_norm;
  training[BF_TRAINING_CLIPPED_GRADIENT_NORM] = probe->clipped_gradient_norm;
  for (guint m = 0; m < BF_N_LAYER_MEASURES; m++)
    for (guint layer = 0; layer < record->n_layers; layer++)
      values[layer_offset (record, m) + layer] = probe->layers[layer][m];
  if (n_times > 0)
    {
      memcpy (values + hidden_offset (record), probe->hidden_gradient_norm,
              n_times * sizeof (double));
      memcpy (values + cell_offset (record), probe->cell_gradient_norm, n_times * sizeof (double));
    }
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
  return record->n_rows;
}

guint64
bf_record_step (const BfRecord *record, guint row)
{
  g_return_val_if_fail (row < record->n_rows, 0);

  return row_values (record, row)[0];
}

guint
bf_record_row_at (const BfRecord *record, guint64 step)
{
  guint low = 0, high = record->n_rows;

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

double
bf_record_training (const BfRecord *record, guint row, BfTrainingMeasure measure)
{
  g_return_val_if_fail (row < record->n_rows && measure < BF_N_TRAINING_MEASURES, NAN);

  return row_values (record, row)[TRAINING_OFFSET + measure];
}

double
bf_record_layer (const BfRecord *record, guint row, guint layer, BfLayerMeasure measure)
{
  g_return_val_if_fail (row < record->n_rows && layer < record->n_layers, NAN);
  g_return_val_if_fail (measure < BF_N_LAYER_MEASURES, NAN);

  return row_values (record, row)[layer_offset (record, measure) + layer];
}

const double *
bf_record_layers (const BfRecord *record, guint row, BfLayerMeasure measure)
{
  g_return_val_if_fail (row < record->n_rows && measure < BF_N_LAYER_MEASURES, NULL);

  return row_values (record, row) + layer_offset (record, measure);
}

static double
time_value (const BfRecord *record, guint row, gsize offset, guint recurrent, guint timestep)
{
  g_return_val_if_fail (row < record->n_rows && recurrent < record->n_recurrent, NAN);
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
  g_return_val_if_fail (row < record->n_rows, NULL);

  return row_values (record, row) + hidden_offset (record);
}

const double *
bf_record_cell_gradients (const BfRecord *record, guint row)
{
  g_return_val_if_fail (row < record->n_rows, NULL);

  return row_values (record, row) + cell_offset (record);
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

  g_free (record->message);
  record->message = copy;
  record->outcome = outcome;
}

void
bf_record_set_seconds (BfRecord *record, double seconds)
{
  record->seconds = seconds;
}
