#include "experiment/csv.h"
#include "experiment/csv-number.h"
#include "experiment/json.h"
#include "experiment/verdict.h"

#include <math.h>

void
bf_csv_append_number (GString *text, double value, BfPrecision precision)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append_c (text, ',');
  if (isnan (value))
    g_string_append (text, "nan");
  else if (isinf (value))
    g_string_append (text, value > 0 ? "inf" : "-inf");
  else
    g_string_append (text, g_ascii_formatd (buffer, sizeof buffer,
                                            precision == BF_FLOAT64 ? "%.17g" : "%.9g", value));
}

/* An empty field for what was not measured. */
static void
append_optional (GString *text, double value, BfPrecision precision)
{
  if (isnan (value))
    g_string_append_c (text, ',');
  else
    bf_csv_append_number (text, value, precision);
}

static void
append_step (GString *text, const BfRecord *record, guint row)
{
  g_string_append_printf (text, "%" G_GUINT64_FORMAT, bf_record_step (record, row));
}

char *
bf_csv_training (const BfRecord *record, BfPrecision precision)
{
  GString *text = g_string_new ("step");

  for (guint m = 0; m < BF_N_TRAINING_MEASURES; m++)
    {
      const BfEntry *measure = bf_table_row (&bf_training_measure_table, m);

      g_string_append_printf (text, ",%s", measure->id);
    }
  g_string_append_c (text, '\n');
  for (guint row = 0; row < bf_record_n_rows (record); row++)
    {
      append_step (text, record, row);
      for (guint m = 0; m < BF_N_TRAINING_MEASURES; m++)
        {
          const BfTrainingMeasureInfo *measure = bf_table_row (&bf_training_measure_table, m);
          double value = bf_record_training (record, row, m);

          (measure->optional ? append_optional : bf_csv_append_number) (text, value, precision);
        }
      g_string_append_c (text, '\n');
    }
  return g_string_free (text, FALSE);
}

static gboolean
is_layer_column (guint measure)
{
  const BfLayerMeasureInfo *info = bf_table_row (&bf_layer_measure_table, measure);

  return info->in_csv;
}

static void
append_layer_name (GString *text, const BfRecord *record, guint row, guint layer)
{
  append_step (text, record, row);
  g_string_append_printf (text, ",%u,layers.%u", layer + 1, layer);
}

static void
append_layer (GString *text, const BfRecord *record, guint row, guint layer, BfPrecision precision)
{
  append_layer_name (text, record, row, layer);
  for (guint m = 0; m < BF_N_LAYER_MEASURES; m++)
    if (is_layer_column (m))
      bf_csv_append_number (text, bf_record_layer (record, row, layer, m), precision);
  g_string_append_c (text, '\n');
}

char *
bf_csv_layers (const BfRecord *record, BfPrecision precision)
{
  GString *text = g_string_new ("step,layer,name");

  for (guint m = 0; m < BF_N_LAYER_MEASURES; m++)
    {
      const BfEntry *measure = bf_table_row (&bf_layer_measure_table, m);

      if (is_layer_column (m))
        g_string_append_printf (text, ",%s", measure->id);
    }
  g_string_append_c (text, '\n');
  for (guint row = 0; row < bf_record_n_rows (record); row++)
    for (guint layer = 0; layer < bf_record_n_layers (record); layer++)
      append_layer (text, record, row, layer, precision);
  return g_string_free (text, FALSE);
}

static void
append_budget (GString *text, const BfRecord *record, guint row, guint layer, BfPrecision precision)
{
  append_layer_name (text, record, row, layer);
  for (guint part = 0; part < BF_N_BUDGET_PARTS; part++)
    bf_csv_append_number (text, bf_record_budget (record, row, layer, part), precision);
  g_string_append_c (text, '\n');
}

char *
bf_csv_budget (const BfRecord *record, BfPrecision precision)
{
  GString *text = g_string_new ("step,layer,name");

  for (guint part = 0; part < BF_N_BUDGET_PARTS; part++)
    {
      const BfEntry *entry = bf_table_row (&bf_budget_table, part);

      g_string_append_printf (text, ",%s", entry->id);
    }
  g_string_append_c (text, '\n');
  for (guint row = 0; row < bf_record_n_rows (record); row++)
    for (guint layer = 1; layer < bf_record_n_layers (record); layer++)
      append_budget (text, record, row, layer, precision);
  return g_string_free (text, FALSE);
}

static void
append_times (GString *text, const BfRecord *record, guint row, guint recurrent,
              BfPrecision precision)
{
  for (guint t = 0; t < bf_record_timesteps (record); t++)
    {
      append_step (text, record, row);
      g_string_append_printf (text, ",%u,%u", bf_record_recurrent_layer (record, recurrent) + 1,
                              t + 1);
      bf_csv_append_number (text, bf_record_hidden_gradient (record, row, recurrent, t), precision);
      append_optional (text, bf_record_cell_gradient (record, row, recurrent, t), precision);
      g_string_append_c (text, '\n');
    }
}

char *
bf_csv_timesteps (const BfRecord *record, BfPrecision precision)
{
  GString *text = g_string_new ("step,layer,timestep,hidden_gradient_norm,cell_gradient_norm\n");

  for (guint row = 0; row < bf_record_n_rows (record); row++)
    for (guint r = 0; r < bf_record_n_recurrent (record); r++)
      append_times (text, record, row, r, precision);
  return g_string_free (text, FALSE);
}

static void
append_matrix (GString *text, guint64 step, const BfSpectrumMatrix *matrix, BfPrecision precision)
{
  const BfEntry *place = bf_table_row (&bf_spectrum_place_table, matrix->place);

  for (guint i = 0; i < matrix->n; i++)
    {
      g_string_append_printf (text, "%" G_GUINT64_FORMAT ",%s,%u,%u", step, place->id,
                              matrix->layer + 1, i + 1);
      bf_csv_append_number (text, matrix->values[i], precision);
      g_string_append_c (text, '\n');
    }
}

char *
bf_csv_spectra (BfSpectrum *const *spectra, guint n, BfPrecision precision)
{
  GString *text = g_string_new ("step,where,layer,index,singular_value\n");

  for (guint i = 0; i < n; i++)
    for (guint j = 0; j < spectra[i]->n; j++)
      append_matrix (text, spectra[i]->step, &spectra[i]->matrices[j], precision);
  return g_string_free (text, FALSE);
}
