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

/* Every value is found where it was put. */
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

static gboolean
is_on (guint64 step, guint64 every)
{
  return step == 1 || step % every == 0;
}

/* A record that was only ever given the steps of @thinned. */
static BfRecord *
new_subset (const BfRecord *thinned)
{
  const guint recurrent_layers[] = { 0, 1 };
  BfRecord *record = bf_record_new (3, 2, 5, recurrent_layers);

  for (guint row = 0; row < bf_record_n_rows (thinned); row++)
    sample_append (record, bf_record_step (thinned, row) - 1, sample_irrational, time_place);
  return record;
}

/* Up to the budget nothing is lost, and the next row thins: to the byte. */
static void
test_thin_at_the_budget (void)
{
  const guint recurrent_layers[] = { 0, 1 };

  for (gsize less = 0; less < 2; less++)
    {
      g_autoptr (BfRecord) measure = bf_record_new (3, 2, 5, recurrent_layers);
      g_autoptr (BfRecord) record = bf_record_new (3, 2, 5, recurrent_layers);

      g_assert_cmpuint (bf_record_bytes (measure), ==, 0);
      for (guint row = 0; row < 40; row++)
        sample_append (measure, row, sample_irrational, time_place);
      bf_record_set_budget (record, bf_record_bytes (measure) - less);
      for (guint row = 0; row < 40; row++)
        sample_append (record, row, sample_irrational, time_place);
      g_assert_cmpuint (bf_record_generation (record), ==, less);
      g_assert_cmpuint (bf_record_interval (record), ==, 1 + less);
      g_assert_cmpuint (bf_record_n_rows (record), ==, less ? 21 : 40);
      if (less == 0)
        sample_assert_records_equal (record, measure);
    }
}

/* At every length: the multiples of one power of two, beside the first row and at most one that was
 * the newest when it thinned; all values and histograms of them, in no more bytes than allowed. */
static void
test_thinned_is_a_subset (void)
{
  const guint recurrent_layers[] = { 0, 1 };
  g_autoptr (BfRecord) record = bf_record_new (3, 2, 5, recurrent_layers);
  const gsize budget = 40000;
  guint generation = 0;

  bf_record_set_budget (record, budget);
  for (guint row = 0; row < 700; row++)
    {
      guint n_off = 0;
      guint64 every;

      sample_append (record, row, sample_irrational, time_place);
      g_assert_cmpuint (bf_record_bytes (record), <=, budget);
      g_assert_cmpuint (bf_record_generation (record), >=, generation);
      generation = bf_record_generation (record);
      every = G_GUINT64_CONSTANT (1) << generation;
      for (guint i = 0; i < bf_record_n_rows (record); i++)
        n_off += !is_on (bf_record_step (record, i), every);
      g_assert_cmpuint (n_off, <=, 1);
      g_assert_cmpuint (bf_record_n_rows (record), ==, (row + 1) / every + (every > 1) + n_off);
      if (row % 50 == 0)
        {
          g_autoptr (BfRecord) subset = new_subset (record);
          sample_assert_records_equal (record, subset);
        }
    }
  g_assert_cmpuint (generation, >, 3);
  g_assert_cmpuint (bf_record_interval (record), ==, 1 << generation);
}

/* The newest step is there when no more come, and goes when it is no longer the newest. */
static void
test_settle (void)
{
  g_autoptr (BfRecord) record = sample_record (3, 20, sample_irrational);
  gsize bytes;

  g_assert_false (bf_record_settle (record));
  bf_record_set_budget (record, bf_record_bytes (record));
  sample_append (record, 20, sample_irrational, NULL);
  g_assert_cmpuint (bf_record_n_rows (record), ==, 11);
  bytes = bf_record_bytes (record);
  g_assert_true (bf_record_settle (record));
  g_assert_false (bf_record_settle (record));
  g_assert_cmpuint (bf_record_bytes (record), ==, bytes);
  g_assert_cmpuint (bf_record_step (record, 11), ==, 21);
  for (guint row = 21; row < 27; row++)
    sample_append (record, row, sample_irrational, NULL);
  g_assert_cmpuint (bf_record_step (record, 12), ==, 22);
  g_assert_cmpuint (bf_record_step (record, bf_record_n_rows (record) - 1), ==, 26);
  bf_record_set_outcome (record, BF_OUTCOME_FINISHED, NULL);
  g_assert_cmpuint (bf_record_step (record, bf_record_n_rows (record) - 1), ==, 27);
}

/* Two rows are kept whatever they take. */
static void
test_tiny_budget (void)
{
  g_autoptr (BfRecord) record = bf_record_new (3, 0, 0, NULL);

  bf_record_set_budget (record, 1);
  for (guint row = 0; row < 100; row++)
    sample_append (record, row, sample_irrational, NULL);
  bf_record_set_outcome (record, BF_OUTCOME_FINISHED, NULL);
  g_assert_cmpuint (bf_record_n_rows (record), <=, 3);
  g_assert_cmpuint (bf_record_step (record, 0), ==, 1);
  g_assert_cmpuint (bf_record_step (record, bf_record_n_rows (record) - 1), ==, 100);
}

static void
test_step_near (void)
{
  static const struct { guint64 step; int by; guint64 near; } cases[] = {
    { 1, 0, 1 }, { 2, 0, 2 }, { 3, 0, 2 }, { 5, 0, 4 }, { 100, 0, 20 }, { 0, 0, 0 },
    { 0, 1, 1 }, { 1, 1, 2 }, { 2, 1, 4 }, { 3, 1, 4 }, { 20, 1, 0 }, { 100, 1, 0 },
    { 1, -1, 0 }, { 2, -1, 1 }, { 3, -1, 2 }, { 4, -1, 2 }, { 100, -1, 20 }, { 0, -1, 0 },
  };
  g_autoptr (BfRecord) record = sample_record (3, 20, sample_irrational);

  bf_record_set_budget (record, bf_record_bytes (record));
  sample_append (record, 20, sample_irrational, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpuint (bf_record_step_near (record, cases[i].step, cases[i].by), ==, cases[i].near);
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
  g_test_add_func ("/record/thin/at-the-budget", test_thin_at_the_budget);
  g_test_add_func ("/record/thin/subset", test_thinned_is_a_subset);
  g_test_add_func ("/record/thin/settle", test_settle);
  g_test_add_func ("/record/thin/tiny", test_tiny_budget);
  g_test_add_func ("/record/thin/step-near", test_step_near);
  g_test_add_func ("/record/tables", test_tables);
  return g_test_run ();
}
