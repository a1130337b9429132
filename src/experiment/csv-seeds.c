/* seeds.csv: what came out of a configuration, one line a seed. */
#include "experiment/csv.h"
#include "experiment/csv-number.h"
#include "experiment/seeds.h"
#include "experiment/verdict.h"

#include <math.h>

/* The value in the last row; of optional measures the last that was measured, or an empty field. */
static void
append_final (GString *text, const BfRecord *record, guint m, BfPrecision precision)
{
  const BfTrainingMeasureInfo *measure = bf_table_row (&bf_training_measure_table, m);
  guint row = bf_record_n_rows (record);
  double value = NAN;

  while (row-- > 0)
    {
      value = bf_record_training (record, row, m);
      if (!measure->optional || !isnan (value))
        break;
    }
  if (measure->optional && isnan (value))
    g_string_append_c (text, ',');
  else
    bf_csv_append_number (text, value, precision);
}

static void
append_verdict (GString *text, const BfRecord *record, BfPrecision precision)
{
  BfVerdict verdict;

  bf_verdict_from_record (record, bf_record_n_rows (record) - 1, &verdict);
  bf_csv_append_number (text, verdict.decay_factor, precision);
  bf_csv_append_number (text, verdict.ratio, precision);
  g_string_append_printf (text, ",%u,%s", verdict.reach,
                          ((const BfEntry *) bf_table_row (&bf_verdict_table, verdict.kind))->id);
}

static void
append_values (GString *text, const BfRecord *record, BfPrecision precision)
{
  guint last = bf_record_n_rows (record) - 1, n_layers = bf_record_n_layers (record);

  for (guint m = 0; m <= BF_TRAINING_VALIDATION_ACCURACY; m++)
    append_final (text, record, m, precision);
  bf_csv_append_number (text, bf_record_layer (record, last, 0, BF_ACTIVATION_GRADIENT_RMS), precision);
  bf_csv_append_number (text, bf_record_layer (record, last, n_layers - 1, BF_ACTIVATION_GRADIENT_RMS),
                        precision);
  append_verdict (text, record, precision);
}

static void
append_header (GString *text)
{
  g_string_append (text, "seed,outcome,steps");
  for (guint m = 0; m <= BF_TRAINING_VALIDATION_ACCURACY; m++)
    g_string_append_printf (text, ",final_%s",
                            ((const BfEntry *) bf_table_row (&bf_training_measure_table, m))->id);
  g_string_append (text, ",first_layer_gradient_rms,last_layer_gradient_rms,decay_factor,"
                         "gradient_ratio,reach,verdict\n");
}

char *
bf_csv_seeds (const BfConfiguration *configuration, const BfRecord *record)
{
  GString *text = g_string_new (NULL);

  append_header (text);
  for (guint number = 0; number < bf_configuration_n_seeds (configuration); number++)
    {
      const BfRecord *run = bf_seed_record (record, number);
      guint n_rows = run != NULL ? bf_record_n_rows (run) : 0;
      BfOutcome outcome = run != NULL ? bf_record_outcome (run) : BF_OUTCOME_UNFINISHED;

      g_string_append_printf (text, "%" G_GUINT64_FORMAT ",%s,%" G_GUINT64_FORMAT,
                              configuration->seed + number,
                              ((const BfEntry *) bf_table_row (&bf_outcome_table, outcome))->id,
                              n_rows > 0 ? bf_record_step (run, n_rows - 1) : 0);
      if (n_rows > 0 && bf_record_n_layers (run) > 0)
        append_values (text, run, configuration->precision);
      else
        g_string_append (text, ",,,,,,,,,,");
      g_string_append_c (text, '\n');
    }
  return g_string_free (text, FALSE);
}
