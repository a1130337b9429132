#include "config.h"

#include <glib/gi18n-lib.h>

#include "experiment/histogram-columns.h"
#include "experiment/parts.h"

#include <math.h>

#define MAX_TIMESTEPS 10000       /* more than any task has */
#define MAX_VALUES (1 << 27)      /* of one record: 1 GB */
#define MAX_SAMPLES ((double) BF_CONFIGURATION_MAX_BATCH_SIZE * MAX_TIMESTEPS)

/* The arrays of one record, before they are put together row by row. A missing one has no values:
 * not measured. */
typedef struct {
  guint n_rows;
  guint n_layers;
  guint n_recurrent;
  guint timesteps;
  guint *recurrent_layers;
  const double *steps;
  const double *training[BF_N_TRAINING_MEASURES];   /* [rows] */
  const double *layers[BF_N_LAYER_MEASURES];        /* [rows, layers] */
  const double *budget[BF_N_BUDGET_PARTS];          /* [rows, layers] */
  const double *samples;                            /* [layers] */
  const double *hidden, *cell;                      /* [rows, recurrent, timesteps] */
  BfHistogramColumns histograms;
  BfRecordInputs inputs;
} Columns;

static void
columns_clear (Columns *columns)
{
  g_clear_pointer (&columns->recurrent_layers, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Columns, columns_clear)

/* What the configuration says about the shape. */
static void
columns_init (Columns *columns, const BfConfiguration *configuration)
{
  guint layer = 0;

  *columns = (Columns) { .n_layers = bf_configuration_n_layers (configuration) };
  columns->recurrent_layers = g_new (guint, columns->n_layers);
  for (guint g = 0; g < configuration->groups->len; g++)
    {
      const BfLayerGroup *group = &g_array_index (configuration->groups, BfLayerGroup, g);

      for (guint i = 0; i < group->repeat; i++, layer++)
        if (group->cell->recurrent)
          columns->recurrent_layers[columns->n_recurrent++] = layer;
    }
}

/* An array of exactly these sizes; missing: NULL. */
static gboolean
read_array (BfReader *reader, JsonObject *object, const char *key, guint n_dimensions,
            const gsize *sizes, const double **values)
{
  BfTensorView view = { 0 };

  if (!json_object_has_member (object, key))
    return TRUE;
  if (!bf_reader_get_tensor (reader, object, key, n_dimensions, &view))
    return FALSE;
  for (guint i = 0; i < n_dimensions; i++)
    {
      gsize size = i < view.n_dimensions ? view.sizes[i] : 0;

      if (size != sizes[i])
        return bf_reader_refuse (reader, key, _("has %u where its configuration and steps need %u"),
                                 (guint) size, (guint) sizes[i]);
    }
  *values = view.values;
  return TRUE;
}

/* Strictly increasing integers from 1. */
static gboolean
read_steps (BfReader *reader, JsonObject *object, Columns *columns)
{
  BfTensorView view = { 0 };
  double last = 0;

  if (!bf_reader_get_tensor (reader, object, "steps", 1, &view))
    return FALSE;
  columns->n_rows = view.n_dimensions > 0 ? view.sizes[0] : 0;
  columns->steps = view.values;
  for (guint i = 0; i < columns->n_rows; last = columns->steps[i], i++)
    if (!(columns->steps[i] > last) || columns->steps[i] != floor (columns->steps[i])
        || columns->steps[i] > BF_CONFIGURATION_MAX_STEPS)
      return bf_reader_refuse (reader, "steps", _("must be increasing whole numbers from 1 to %d"),
                               BF_CONFIGURATION_MAX_STEPS);
  return TRUE;
}

/* The object of columns at @key, whose members are the rows of @table; missing: none. */
static gboolean
read_columns (BfReader *reader, JsonObject *object, const char *key, const BfTable *table,
              guint n_dimensions, const gsize *sizes, const double **columns)
{
  g_autofree const char **keys = g_new (const char *, table->n_rows);
  JsonNode *node = json_object_get_member (object, key);

  for (guint i = 0; i < table->n_rows; i++)
    keys[i] = ((const BfEntry *) bf_table_row (table, i))->id;
  if (node == NULL)
    return TRUE;

  gsize mark = bf_reader_enter (reader, key);
  JsonObject *members = bf_reader_object (reader, node);
  if (members == NULL || !bf_reader_check_keys (reader, members, keys, table->n_rows))
    return FALSE;
  for (guint i = 0; i < table->n_rows; i++)
    if (!read_array (reader, members, keys[i], n_dimensions, sizes, &columns[i]))
      return FALSE;
  bf_reader_leave (reader, mark);
  return TRUE;
}

static gboolean
read_timesteps (BfReader *reader, JsonObject *object, Columns *columns)
{
  double timesteps = 0;

  if (!bf_reader_get_number (reader, object, "timesteps", TRUE, &timesteps))
    return FALSE;
  if (timesteps < 0 || timesteps > MAX_TIMESTEPS)
    return bf_reader_refuse (reader, "timesteps", _("must be between %d and %d"), 0, MAX_TIMESTEPS);
  if ((timesteps > 0) != (columns->n_recurrent > 0))
    return columns->n_recurrent > 0
             ? bf_reader_refuse (reader, "timesteps", _("missing, but there are recurrent layers"))
             : bf_reader_refuse (reader, "timesteps", _("given, but no layer is recurrent"));
  columns->timesteps = timesteps;
  return TRUE;
}

static gboolean
check_size (BfReader *reader, const Columns *columns)
{
  double row = (double) columns->n_layers * (BF_N_LAYER_MEASURES + BF_N_BUDGET_PARTS)
               + 2.0 * columns->n_recurrent * columns->timesteps;

  if (columns->n_rows * row <= MAX_VALUES)
    return TRUE;
  return bf_reader_refuse (reader, "steps", _("too many for a network of this size"));
}

static gboolean
read_samples (BfReader *reader, JsonObject *object, Columns *columns)
{
  const gsize sizes[] = { columns->n_layers };

  return read_array (reader, object, "samples", 1, sizes, &columns->samples)
         && (columns->samples == NULL
             || bf_reader_check_whole (reader, "samples", columns->samples, columns->n_layers, 0,
                                       MAX_SAMPLES));
}

static gboolean
read_rows (BfReader *reader, JsonObject *object, Columns *columns)
{
  gsize training[] = { columns->n_rows };
  gsize layers[] = { columns->n_rows, columns->n_layers };

  if (!read_timesteps (reader, object, columns) || !check_size (reader, columns)
      || !read_columns (reader, object, "training", &bf_training_measure_table, 1, training,
                        columns->training)
      || !read_columns (reader, object, "layers", &bf_layer_measure_table, 2, layers,
                        columns->layers)
      || !read_columns (reader, object, "budget", &bf_budget_table, 2, layers, columns->budget)
      || !read_samples (reader, object, columns)
      || !bf_read_histograms (reader, object, columns->steps, columns->n_rows, columns->n_layers,
                              &columns->histograms))
    return FALSE;

  gsize times[] = { columns->n_rows, columns->n_recurrent, columns->timesteps };
  return read_array (reader, object, "hidden_gradient_norm", 3, times, &columns->hidden)
         && read_array (reader, object, "cell_gradient_norm", 3, times, &columns->cell);
}

static double
value_or_nan (const double *values, gsize index)
{
  return values != NULL ? values[index] : NAN;
}

static void
collect_layers (const Columns *columns, guint row, BfProbe *probe)
{
  for (guint layer = 0; layer < columns->n_layers; layer++)
    {
      const gsize at = (gsize) row * columns->n_layers + layer;

      for (guint m = 0; m < BF_N_LAYER_MEASURES; m++)
        probe->layers[layer][m] = value_or_nan (columns->layers[m], at);
      for (guint part = 0; part < BF_N_BUDGET_PARTS; part++)
        probe->budget[layer][part] = value_or_nan (columns->budget[part], at);
      probe->samples[layer] = columns->samples != NULL ? columns->samples[layer] : 0;
    }
}

/* Row @row of the columns into @out, whose probe has the right shape. */
static void
collect_row (const Columns *columns, guint row, BfRow *out)
{
  BfProbe *probe = out->probe;
  gsize n_times = (gsize) columns->n_recurrent * columns->timesteps;

  probe->step = columns->steps[row];
  probe->loss = value_or_nan (columns->training[BF_TRAINING_LOSS], row);
  probe->accuracy = value_or_nan (columns->training[BF_TRAINING_ACCURACY], row);
  out->validation_loss = value_or_nan (columns->training[BF_TRAINING_VALIDATION_LOSS], row);
  out->validation_accuracy = value_or_nan (columns->training[BF_TRAINING_VALIDATION_ACCURACY], row);
  probe->gradient_norm = value_or_nan (columns->training[BF_TRAINING_GRADIENT_NORM], row);
  probe->clipped_gradient_norm =
    value_or_nan (columns->training[BF_TRAINING_CLIPPED_GRADIENT_NORM], row);
  collect_layers (columns, row, probe);
  for (gsize i = 0; i < n_times; i++)
    {
      probe->hidden_gradient_norm[i] = value_or_nan (columns->hidden, row * n_times + i);
      probe->cell_gradient_norm[i] = value_or_nan (columns->cell, row * n_times + i);
    }
}

static BfRecord *
collect (Columns *columns)
{
  BfRecord *record = bf_record_new (columns->n_layers, columns->n_recurrent, columns->timesteps,
                                    columns->recurrent_layers);
  BfRow row = { .probe = bf_probe_new (columns->n_layers, columns->n_recurrent,
                                       columns->timesteps),
                .inputs = columns->inputs };

  g_autoptr (BfHistograms) histograms =
    bf_histograms_new (columns->n_layers, columns->histograms.n_taken > 0
                                            ? columns->n_layers * (gsize) BF_HISTOGRAMS_LARGEST : 0);

  for (guint i = 0; i < columns->n_rows; i++)
    {
      collect_row (columns, i, &row);
      if (bf_collect_histograms (&columns->histograms, columns->steps[i], histograms))
        row.probe->histograms = histograms;
      bf_record_append (record, &row);
      row.probe->histograms = NULL;
    }
  bf_row_clear (&row);
  return record;
}

static gboolean
read_input_members (BfReader *reader, JsonObject *object, BfRecordInputs *inputs)
{
  static const char *const keys[] = { "n", "mean_square", "variance" };
  double n = 0, square = 0, variance = 0;

  if (!bf_reader_check_keys (reader, object, keys, G_N_ELEMENTS (keys))
      || !bf_reader_get_number (reader, object, "n", TRUE, &n)
      || !bf_reader_get_number (reader, object, "mean_square", FALSE, &square)
      || !bf_reader_get_number (reader, object, "variance", FALSE, &variance))
    return FALSE;
  if (!bf_reader_check_whole (reader, "n", &n, 1, 1, G_MAXINT))
    return FALSE;
  if (!(square >= 0))
    return bf_reader_refuse (reader, "mean_square", _("must not be negative"));
  if (!(variance >= 0))
    return bf_reader_refuse (reader, "variance", _("must not be negative"));
  *inputs = (BfRecordInputs) { (guint) n, { square, variance } };
  return TRUE;
}

/* Files of before this was kept have none. */
static gboolean
read_inputs (BfReader *reader, JsonObject *parent, BfRecordInputs *inputs)
{
  JsonObject *object;
  gboolean read;
  gsize mark;

  if (!json_object_has_member (parent, "inputs"))
    return TRUE;
  mark = bf_reader_enter (reader, "inputs");
  object = bf_reader_object (reader, json_object_get_member (parent, "inputs"));
  read = object != NULL && read_input_members (reader, object, inputs);
  bf_reader_leave (reader, mark);
  return read;
}

static BfRecord *
read_members (BfReader *reader, JsonObject *object, Columns *columns)
{
  const BfEntry *outcome = bf_table_row (&bf_outcome_table, BF_OUTCOME_UNFINISHED);
  g_autofree char *message = NULL;
  double seconds = 0;

  if (!bf_reader_get_choice (reader, object, "outcome", &bf_outcome_table, &outcome)
      || !bf_reader_get_string (reader, object, "message", &message)
      || !bf_reader_get_number (reader, object, "seconds", FALSE, &seconds)
      || !read_steps (reader, object, columns))
    return NULL;
  if (seconds < 0)
    {
      bf_reader_refuse (reader, "seconds", _("must not be negative"));
      return NULL;
    }
  if (columns->n_rows > 0
      && (!read_rows (reader, object, columns) || !read_inputs (reader, object, &columns->inputs)))
    return NULL;

  BfRecord *record = collect (columns);
  bf_record_set_outcome (record, bf_table_index (&bf_outcome_table, outcome), message);
  bf_record_set_seconds (record, seconds);
  return record;
}

static BfRecord *
read_record (BfReader *reader, JsonNode *node, const BfConfiguration *configuration,
             gboolean is_replicate);

static gboolean
read_replicate (BfReader *reader, JsonNode *node, const BfConfiguration *configuration,
                guint index, BfRecord *record)
{
  g_autoptr (BfRecord) replicate = NULL;

  if (JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  replicate = read_record (reader, node, configuration, TRUE);
  if (replicate == NULL)
    return FALSE;
  bf_record_set_replicate (record, index, replicate);
  return TRUE;
}

/* No more than the configuration has seeds. */
static gboolean
read_replicates (BfReader *reader, JsonObject *object, const BfConfiguration *configuration,
                 BfRecord *record)
{
  JsonNode *node = json_object_get_member (object, "replicates");
  JsonArray *array;
  gsize mark;

  if (node == NULL)
    return TRUE;
  mark = bf_reader_enter (reader, "replicates");
  array = bf_reader_array (reader, node);
  if (array == NULL)
    return FALSE;
  if (json_array_get_length (array) >= configuration->seeds)
    return bf_reader_refuse (reader, NULL, _("has %u records beside the first for %u seeds"),
                             json_array_get_length (array), configuration->seeds);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      gsize element = bf_reader_enter_element (reader, i);

      if (!read_replicate (reader, json_array_get_element (array, i), configuration, i, record))
        return FALSE;
      bf_reader_leave (reader, element);
    }
  bf_reader_leave (reader, mark);
  return TRUE;
}

static BfRecord *
read_record (BfReader *reader, JsonNode *node, const BfConfiguration *configuration,
             gboolean is_replicate)
{
  static const char *const keys[] = {
    "outcome", "message", "seconds", "steps", "training", "layers", "budget", "samples",
    "histograms", "inputs", "timesteps",
    "hidden_gradient_norm", "cell_gradient_norm", "replicates",   /* the last: not of replicates */
  };
  const guint n_keys = G_N_ELEMENTS (keys) - (is_replicate ? 1 : 0);
  JsonObject *object = bf_reader_object (reader, node);
  g_auto (Columns) columns = { 0 };

  if (object == NULL || !bf_reader_check_keys (reader, object, keys, n_keys))
    return NULL;
  columns_init (&columns, configuration);

  g_autoptr (BfRecord) record = read_members (reader, object, &columns);
  if (record == NULL || !read_replicates (reader, object, configuration, record))
    return NULL;
  return g_steal_pointer (&record);
}

static gboolean
read_records (BfReader *reader, JsonArray *array, BfExperiment *experiment)
{
  guint n = bf_experiment_n (experiment);

  if (json_array_get_length (array) != n)
    return bf_reader_refuse (reader, NULL, _("has %u records for %u configurations"),
                             json_array_get_length (array), n);
  for (guint i = 0; i < n; i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      gsize mark = bf_reader_enter_element (reader, i);

      if (!JSON_NODE_HOLDS_NULL (node))
        {
          g_autoptr (BfRecord) record =
            read_record (reader, node, bf_experiment_configuration (experiment, i), FALSE);

          if (record == NULL)
            return FALSE;
          bf_experiment_set_record (experiment, i, record);
        }
      bf_reader_leave (reader, mark);
    }
  return TRUE;
}

gboolean
bf_read_results (BfReader *reader, JsonNode *node, BfExperiment *experiment)
{
  static const char *const keys[] = { "records" };
  JsonObject *object = bf_reader_object (reader, node);

  if (object == NULL || !bf_reader_check_keys (reader, object, keys, G_N_ELEMENTS (keys)))
    return FALSE;

  JsonNode *records = json_object_get_member (object, "records");
  if (records == NULL)
    return TRUE;

  gsize mark = bf_reader_enter (reader, "records");
  JsonArray *array = bf_reader_array (reader, records);
  if (array == NULL || !read_records (reader, array, experiment))
    return FALSE;
  bf_reader_leave (reader, mark);
  return TRUE;
}
