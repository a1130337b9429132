#include "sample.h"

static void
test_shape (void)
{
  const guint recurrent_layers[] = { 0, 2 };
  g_autoptr (BfRecord) record = bf_record_new (4, 2, 7, recurrent_layers);

  g_assert_cmpuint (bf_record_n_layers (record), ==, 4);
  g_assert_cmpuint (bf_record_n_recurrent (record), ==, 2);
  g_assert_cmpuint (bf_record_timesteps (record), ==, 7);
  g_assert_cmpuint (bf_record_recurrent_layer (record, 1), ==, 2);
  g_assert_cmpuint (bf_record_n_rows (record), ==, 0);
  g_assert_cmpuint (bf_record_outcome (record), ==, BF_OUTCOME_UNFINISHED);
  g_assert_null (bf_record_message (record));
  g_assert_cmpfloat (bf_record_seconds (record), ==, 0);
}

/* Over several chunks, every value is found where it was put. */
static void
test_values (void)
{
  const guint n_layers = 3, n_rows = 200;
  g_autoptr (BfRecord) record = sample_record (n_layers, n_rows, sample_irrational);

  g_assert_cmpuint (bf_record_n_rows (record), ==, n_rows);
  g_assert_cmpuint (bf_record_inputs (record)->n, ==, 64);
  g_assert_cmpfloat (bf_record_inputs (record)->moments.mean_square, ==, 1.0 / 3);
  g_assert_cmpfloat (bf_record_inputs (record)->moments.variance, ==, 1.0 / 7);
  for (guint row = 0; row < n_rows; row++)
    {
      g_assert_cmpuint (bf_record_step (record, row), ==, row + 1);
      g_assert_cmpfloat (bf_record_training (record, row, BF_TRAINING_LOSS), ==,
                         2.302585092994046 / (row + 1));
      g_assert_cmpfloat (bf_record_training (record, row, BF_TRAINING_ACCURACY), ==, row / (row + 7.0));
      g_assert_cmpfloat (bf_record_training (record, row, BF_TRAINING_GRADIENT_NORM), ==, 1.0 / 3 + row);
      g_assert_cmpfloat (bf_record_training (record, row, BF_TRAINING_CLIPPED_GRADIENT_NORM), ==, 1.0 / 7);
      g_assert_true (isnan (bf_record_training (record, row, BF_TRAINING_VALIDATION_LOSS))
                     == (row % 10 != 0));
      for (guint layer = 0; layer < n_layers; layer++)
        for (guint m = 0; m < BF_N_LAYER_MEASURES; m++)
          {
            g_assert_cmpfloat (bf_record_layer (record, row, layer, m), ==,
                               sample_irrational (row, layer, m));
            g_assert_cmpfloat (bf_record_layers (record, row, m)[layer], ==,
                               sample_irrational (row, layer, m));
          }
    }
}

/* The last one that was taken up to a row. */
static void
test_histograms (void)
{
  g_autoptr (BfRecord) record = sample_record (3, 13, sample_irrational);
  g_autoptr (BfRecord) empty = bf_record_new (3, 0, 0, NULL);

  g_assert_cmpuint (bf_record_n_histograms (empty), ==, 0);
  g_assert_cmpuint (bf_record_n_histograms (record), ==, 3);
  for (guint row = 0; row < 13; row++)
    for (guint layer = 0; layer < 3; layer++)
      for (guint kind = 0; kind < BF_N_HISTOGRAMS; kind++)
        {
          const guint taken = row / 5 * 5;
          guint64 step = 0;
          const BfHistogram *histogram = bf_record_histogram (record, row, layer, kind, &step);

          g_assert_cmpuint (step, ==, taken + 1);
          g_assert_cmpuint (bf_record_histogram_row (record, row / 5), ==, taken);
          g_assert_true (histogram == bf_record_taken_histogram (record, row / 5, layer, kind));
          g_assert_cmpuint (histogram->zero, ==, taken + layer);
          g_assert_cmpuint (histogram->not_finite, ==, kind);
          if (layer == 2)
            g_assert_cmpuint (bf_histogram_count (histogram, BF_HISTOGRAM_FIRST + 202 + 7), ==,
                              1 + 7 * (kind + 1) + taken);
        }
}

static void
test_budget (void)
{
  g_autoptr (BfRecord) record = sample_record (3, 70, sample_irrational);

  for (guint row = 0; row < 70; row++)
    for (guint part = 0; part < BF_N_BUDGET_PARTS; part++)
      {
        g_assert_true (isnan (bf_record_budget (record, row, 0, part)));
        g_assert_cmpfloat (bf_record_budget (record, row, 2, part), ==, log10 (4 + part) - row / 3.0);
      }
  g_assert_cmpuint (bf_record_samples (record, 2), ==, 192);
}

static double
time_place (guint row, guint recurrent, guint timestep, gboolean cell)
{
  return row * 1000 + recurrent * 100 + timestep * 10 + cell;
}

static void
test_times (void)
{
  const guint recurrent_layers[] = { 0, 1 };
  g_autoptr (BfRecord) record = bf_record_new (3, 2, 5, recurrent_layers);

  for (guint row = 0; row < 70; row++)
    sample_append (record, row, sample_irrational, time_place);
  for (guint row = 0; row < 70; row++)
    for (guint r = 0; r < 2; r++)
      for (guint t = 0; t < 5; t++)
        {
          g_assert_cmpfloat (bf_record_hidden_gradient (record, row, r, t), ==,
                             time_place (row, r, t, FALSE));
          g_assert_cmpfloat (bf_record_cell_gradient (record, row, r, t), ==,
                             time_place (row, r, t, TRUE));
          g_assert_cmpfloat (bf_record_hidden_gradients (record, row)[r * 5 + t], ==,
                             time_place (row, r, t, FALSE));
          g_assert_cmpfloat (bf_record_cell_gradients (record, row)[r * 5 + t], ==,
                             time_place (row, r, t, TRUE));
        }
  g_assert_cmpfloat (bf_record_layer (record, 69, 2, BF_DEAD_FRACTION), ==,
                     sample_irrational (69, 2, BF_DEAD_FRACTION));
}

static void
test_outcome (void)
{
  BfRecord *record = bf_record_new (1, 0, 0, NULL);

  bf_record_set_outcome (record, BF_OUTCOME_FAILED, "no such file");
  bf_record_set_outcome (record, BF_OUTCOME_FAILED, bf_record_message (record));
  g_assert_cmpstr (bf_record_message (record), ==, "no such file");
  bf_record_set_outcome (record, BF_OUTCOME_FINISHED, NULL);
  g_assert_null (bf_record_message (record));
  bf_record_set_seconds (record, 1.5);
  g_assert_cmpfloat (bf_record_seconds (record), ==, 1.5);

  g_assert_true (bf_record_ref (record) == record);
  bf_record_unref (record);
  g_assert_cmpuint (bf_record_outcome (record), ==, BF_OUTCOME_FINISHED);
  bf_record_unref (record);
}

/* Columns of training.csv are a promise to whoever reads the files. */
static void
test_tables (void)
{
  g_autofree char *measures = bf_table_ids (&bf_training_measure_table);
  g_autofree char *outcomes = bf_table_ids (&bf_outcome_table);

  g_assert_cmpstr (measures, ==, "loss, accuracy, validation_loss, validation_accuracy, "
                                 "gradient_norm, clipped_gradient_norm");
  g_assert_cmpstr (outcomes, ==, "unfinished, finished, diverged, failed");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/record/shape", test_shape);
  g_test_add_func ("/record/values", test_values);
  g_test_add_func ("/record/histograms", test_histograms);
  g_test_add_func ("/record/budget", test_budget);
  g_test_add_func ("/record/times", test_times);
  g_test_add_func ("/record/outcome", test_outcome);
  g_test_add_func ("/record/tables", test_tables);
  return g_test_run ();
}
