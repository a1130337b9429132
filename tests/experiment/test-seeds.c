/* Statistics over seeds, against numbers worked out by hand or by R. */
#include "sample.h"

#include "experiment/csv.h"
#include "experiment/file.h"
#include "experiment/seeds.h"

#define ASSERT_NEAR(a, b, tolerance) g_assert_cmpfloat_with_epsilon (a, b, tolerance)

static void
test_geometric (void)
{
  const double values[] = { 1, 10, 100, 1000 };
  BfSeedSpread spread;
  double low, high, deviation = log (10) * sqrt (5.0 / 3);

  bf_seed_spread (values, 4, TRUE, &spread);
  g_assert_cmpuint (spread.n, ==, 4);
  g_assert_cmpuint (spread.n_missing, ==, 0);
  ASSERT_NEAR (spread.mean, pow (10, 1.5), 1e-12);
  ASSERT_NEAR (sqrt (spread.variance), deviation, 1e-14);
  bf_seed_spread_band (&spread, BF_SEED_BAND_DEVIATION, &low, &high);
  ASSERT_NEAR (low, pow (10, 1.5 - sqrt (5.0 / 3)), 1e-12);
  ASSERT_NEAR (high, pow (10, 1.5 + sqrt (5.0 / 3)), 1e-9);
  bf_seed_spread_band (&spread, BF_SEED_BAND_EXTREMES, &low, &high);
  g_assert_cmpfloat (low, ==, 1);
  g_assert_cmpfloat (high, ==, 1000);
}

static void
test_plain (void)
{
  const double values[] = { -1, 0, 4 };
  BfSeedSpread spread;
  double low, high;

  bf_seed_spread (values, 3, FALSE, &spread);
  g_assert_cmpfloat (spread.mean, ==, 1);
  g_assert_cmpfloat (spread.variance, ==, 7);
  g_assert_cmpuint (spread.n_zero, ==, 1);
  bf_seed_spread_band (&spread, BF_SEED_BAND_DEVIATION, &low, &high);
  g_assert_cmpfloat (low, ==, 1 - sqrt (7));
  g_assert_cmpfloat (high, ==, 1 + sqrt (7));
}

/* Subnormal numbers and such near the largest count like others. */
static void
test_extreme_values (void)
{
  const double values[] = { 5e-324, 1e308, 5e-324, 1e308 };
  BfSeedSpread spread;

  bf_seed_spread (values, 4, TRUE, &spread);
  g_assert_cmpuint (spread.n, ==, 4);
  ASSERT_NEAR (log (spread.mean), (log (5e-324) + log (1e308)) / 2, 1e-10);
}

static void
test_zero (void)
{
  const double values[] = { 4, 0, 1, 2 };
  BfSeedSpread spread, other;
  BfWelch welch;
  double low, high;

  bf_seed_spread (values, 4, TRUE, &spread);
  g_assert_cmpfloat (spread.mean, ==, 0);
  g_assert_cmpuint (spread.n_zero, ==, 1);
  g_assert_true (isnan (spread.center) && isnan (spread.variance));
  bf_seed_spread_band (&spread, BF_SEED_BAND_DEVIATION, &low, &high);
  g_assert_cmpfloat (low, ==, 0);
  g_assert_cmpfloat (high, ==, 4);
  bf_seed_spread (values + 2, 2, TRUE, &other);
  g_assert_false (bf_seed_welch (&spread, &other, &welch));
}

static void
test_missing (void)
{
  const double values[] = { NAN, 2, INFINITY, 8, -1 };
  BfSeedSpread spread;
  double low, high;

  bf_seed_spread (values, 5, TRUE, &spread);
  g_assert_cmpuint (spread.n, ==, 2);
  g_assert_cmpuint (spread.n_missing, ==, 3);
  ASSERT_NEAR (spread.mean, 4, 1e-15);
  bf_seed_spread (values, 1, TRUE, &spread);
  g_assert_cmpuint (spread.n, ==, 0);
  g_assert_true (isnan (spread.mean) && isnan (spread.smallest) && isnan (spread.variance));
  bf_seed_spread (values + 1, 1, TRUE, &spread);
  g_assert_cmpfloat (spread.mean, ==, 2);
  g_assert_true (isnan (spread.variance));
  bf_seed_spread_band (&spread, BF_SEED_BAND_EXTREMES, &low, &high);
  g_assert_true (isnan (low) && isnan (high));
  bf_seed_spread (NULL, 0, TRUE, &spread);
  g_assert_cmpuint (spread.n, ==, 0);
}

/* With few degrees of freedom p has a closed form. */
static void
test_student (void)
{
  const double ts[] = { 0, 1e-3, 0.3, 1, 2.5, 12, 1e4 };

  for (guint i = 0; i < G_N_ELEMENTS (ts); i++)
    {
      double t = ts[i];

      ASSERT_NEAR (bf_student_p (t, 1), 1 - 2 / G_PI * atan (t), 1e-13);
      ASSERT_NEAR (bf_student_p (t, 2), 1 - t / sqrt (2 + t * t), 1e-13);
      ASSERT_NEAR (bf_student_p (-t, 3),
                   1 - 2 / G_PI * (t / sqrt (3) / (1 + t * t / 3) + atan (t / sqrt (3))), 1e-13);
      ASSERT_NEAR (bf_student_p (t, 4),
                   1 - t / sqrt (4 + t * t) * (1 + 2 / (4 + t * t)), 1e-13);
      ASSERT_NEAR (bf_student_p (t, 1e9), erfc (t / sqrt (2)), 1e-6);
    }
  /* Tables: the two-sided 5 % points. */
  ASSERT_NEAR (bf_student_p (2.570582, 5), 0.05, 1e-7);
  ASSERT_NEAR (bf_student_p (2.228139, 10), 0.05, 1e-7);
  ASSERT_NEAR (bf_student_p (2.042272, 30), 0.05, 1e-7);
}

/* Variances 1 and 4, means 2 and 5: t = -3 / sqrt (1/3 + 4/3), 2.9412 degrees of freedom. */
static void
test_welch (void)
{
  const double few[] = { 1, 2, 3 }, wide[] = { 3, 5, 7 };
  double logs[2][3];
  BfSeedSpread a, b;
  BfWelch welch;

  for (guint i = 0; i < 3; i++)
    {
      logs[0][i] = exp (few[i]);
      logs[1][i] = exp (wide[i]);
    }
  bf_seed_spread (few, 3, FALSE, &a);
  bf_seed_spread (wide, 3, FALSE, &b);
  g_assert_true (bf_seed_welch (&a, &b, &welch));
  ASSERT_NEAR (welch.t, -3 / sqrt (5.0 / 3), 1e-14);
  ASSERT_NEAR (welch.degrees, 25.0 / 9 / (1.0 / 18 + 16.0 / 18), 1e-13);
  ASSERT_NEAR (welch.p, bf_student_p (welch.t, welch.degrees), 1e-15);
  bf_seed_spread (logs[0], 3, TRUE, &a);
  bf_seed_spread (logs[1], 3, TRUE, &b);
  g_assert_true (bf_seed_welch (&b, &a, &welch));
  ASSERT_NEAR (welch.t, 3 / sqrt (5.0 / 3), 1e-13);
  bf_seed_spread (logs[1], 1, TRUE, &b);
  g_assert_false (bf_seed_welch (&a, &b, &welch));
}

static void
test_welch_without_noise (void)
{
  const double ones[] = { 1, 1, 1 }, twos[] = { 2, 2 };
  BfSeedSpread a, b;
  BfWelch welch;

  bf_seed_spread (ones, 3, TRUE, &a);
  bf_seed_spread (twos, 2, TRUE, &b);
  g_assert_true (bf_seed_welch (&a, &b, &welch));
  g_assert_true (isinf (welch.t) && welch.t < 0);
  g_assert_cmpfloat (welch.p, ==, 0);
  g_assert_true (bf_seed_welch (&a, &a, &welch));
  g_assert_cmpfloat (welch.p, ==, 1);
}

/* An experiment of four seeds: the first finished, the second diverged, the third unknown, the fourth failed. */
static BfExperiment *
sample_seeds (void)
{
  BfExperiment *experiment = bf_experiment_new ();
  BfConfiguration *configuration = bf_experiment_configuration (experiment, 0);
  g_autoptr (BfRecord) first = sample_record (2, 3, sample_irrational);
  g_autoptr (BfRecord) second = sample_record (2, 2, sample_irrational);
  g_autoptr (BfRecord) fourth = bf_record_new (2, 0, 0, NULL);

  configuration->seed = 7;
  configuration->seeds = 4;
  sample_group (configuration, 0)->repeat = 2;
  bf_record_set_outcome (first, BF_OUTCOME_FINISHED, NULL);
  bf_record_set_outcome (second, BF_OUTCOME_DIVERGED, NULL);
  bf_record_set_outcome (fourth, BF_OUTCOME_FAILED, "no memory");
  bf_record_set_replicate (first, 2, fourth);
  bf_record_set_replicate (first, 0, second);
  bf_experiment_set_record (experiment, 0, first);
  return experiment;
}

static void
test_outcomes (void)
{
  g_autoptr (BfExperiment) experiment = sample_seeds ();
  BfConfiguration *configuration = bf_experiment_configuration (experiment, 0);
  const BfRecord *record = bf_experiment_record (experiment, 0);
  BfSeedOutcomes outcomes;

  bf_seed_outcomes (configuration, record, &outcomes);
  g_autofree char *text = bf_seed_outcomes_describe (&outcomes);
  g_assert_cmpstr (text, ==, "1 of 4 seeds diverged, 1 of 4 seeds failed, "
                             "1 of 4 seeds not finished");
  g_assert_true (bf_seed_record (record, 0) == record);
  g_assert_null (bf_seed_record (record, 2));
  g_assert_null (bf_seed_record (record, 4));
  g_assert_null (bf_seed_record (NULL, 0));
  configuration->seeds = 1;
  bf_seed_outcomes (configuration, record, &outcomes);
  g_assert_null (bf_seed_outcomes_describe (&outcomes));
}

/* In the file, too, replicates belong to their record. */
static void
test_file (void)
{
  g_autoptr (BfExperiment) experiment = sample_seeds ();
  g_autoptr (BfExperiment) copy = bf_experiment_copy (experiment);
  g_autoptr (GError) error = NULL;
  gsize length;
  g_autofree char *data = bf_experiment_to_data (copy, TRUE, &length);
  g_autoptr (BfExperiment) read = bf_experiment_from_data (data, length, &error);

  g_assert_no_error (error);
  const BfRecord *record = bf_experiment_record (read, 0);
  const BfRecord *written = bf_experiment_record (experiment, 0);

  g_assert_true (bf_configuration_equal (bf_experiment_configuration (read, 0),
                                         bf_experiment_configuration (experiment, 0)));
  sample_assert_records_equal (record, written);
  g_assert_cmpuint (bf_record_n_replicates (record), ==, 3);
  sample_assert_records_equal (bf_record_replicate (record, 0), bf_record_replicate (written, 0));
  g_assert_null (bf_record_replicate (record, 1));
  g_assert_cmpint (bf_record_outcome (bf_record_replicate (record, 2)), ==, BF_OUTCOME_FAILED);
  g_assert_cmpstr (bf_record_message (bf_record_replicate (record, 2)), ==, "no memory");
  g_autofree char *again = bf_experiment_to_data (read, TRUE, NULL);
  g_assert_cmpstr (again, ==, data);
}

/* The text of sample_seeds () with @old made @new is refused with @message. */
static void
assert_refused (const char *old, const char *new, const char *message)
{
  g_autoptr (BfExperiment) experiment = sample_seeds ();
  g_autofree char *data = bf_experiment_to_data (experiment, TRUE, NULL);
  GString *text = g_string_new (data);
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (g_string_replace (text, old, new, 1), ==, 1);
  g_assert_null (bf_experiment_from_data (text->str, text->len, &error));
  g_assert_error (error, BF_FILE_ERROR, BF_FILE_ERROR_FIELD);
  g_assert_cmpstr (error->message, ==, message);
  g_string_free (text, TRUE);
}

static void
test_refusals (void)
{
  assert_refused ("\"seeds\": 4", "\"seeds\": 3",
                  "results.records[0].replicates: has 3 records beside the first for 3 seeds");
  assert_refused ("\"seeds\": 4", "\"seeds\": 0",
                  "configurations[0].seeds: must be between 1 and 100, not 0");
  assert_refused ("\"seeds\": 4", "\"seeds\": 101",
                  "configurations[0].seeds: must be between 1 and 100, not 101");
  assert_refused ("\"seed\": 7", "\"seed\": 9007199254740990",
                  "configurations[0].seeds: there are only 3 seeds from seed on: the largest is "
                  "9007199254740992");
  assert_refused ("\"message\": \"no memory\"", "\"replicates\": []",
                  "results.records[0].replicates[2].replicates: unknown key");
  assert_refused ("\"replicates\": [", "\"replicates\": 5, \"message\": [",
                  "results.records[0].message: must be a string, not an array");
  assert_refused ("null", "true", "results.records[0].replicates[1]: must be an object, not true or false");
  assert_refused ("\"outcome\": \"diverged\"", "\"outcome\": \"undone\"",
                  "results.records[0].replicates[0].outcome: “undone” is not one of: unfinished, finished, "
                  "diverged, failed");
}

static void
test_csv (void)
{
  g_autoptr (BfExperiment) experiment = sample_seeds ();
  g_autofree char *text = bf_csv_seeds (bf_experiment_configuration (experiment, 0),
                                        bf_experiment_record (experiment, 0));
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_auto (GStrv) header = g_strsplit (lines[0], ",", -1);

  g_assert_cmpuint (g_strv_length (lines), ==, 6);
  g_assert_cmpstr (lines[0], ==, "seed,outcome,steps,final_loss,final_accuracy,final_validation_loss,"
                   "final_validation_accuracy,first_layer_gradient_rms,last_layer_gradient_rms,decay_factor,"
                   "gradient_ratio,reach,verdict");
  for (guint i = 1; i <= 4; i++)
    {
      g_auto (GStrv) fields = g_strsplit (lines[i], ",", -1);
      g_assert_cmpuint (g_strv_length (fields), ==, g_strv_length (header));
    }
  g_assert_true (g_str_has_prefix (lines[1], "7,finished,3,0.767528364,"));
  g_assert_true (g_str_has_prefix (lines[2], "8,diverged,2,1.15129255,"));
  g_assert_cmpstr (lines[3], ==, "9,unfinished,0,,,,,,,,,,");
  g_assert_cmpstr (lines[4], ==, "10,failed,0,,,,,,,,,,");
}

static void
test_summary (void)
{
  g_autoptr (BfExperiment) experiment = sample_seeds ();
  BfConfiguration *configuration = bf_experiment_configuration (experiment, 0);
  g_autofree char *text = bf_json_summary (configuration, bf_experiment_record (experiment, 0));

  g_assert_nonnull (strstr (text, "\"seeds\": {\n    \"n\": 4,\n    \"unfinished\": 1,\n"
                                  "    \"finished\": 1,\n    \"diverged\": 1,\n    \"failed\": 1,\n"));
  configuration->seeds = 1;
  g_autofree char *one = bf_json_summary (configuration, bf_experiment_record (experiment, 0));
  g_assert_null (strstr (one, "\"seeds\""));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/seeds/geometric", test_geometric);
  g_test_add_func ("/seeds/plain", test_plain);
  g_test_add_func ("/seeds/extreme-values", test_extreme_values);
  g_test_add_func ("/seeds/zero", test_zero);
  g_test_add_func ("/seeds/missing", test_missing);
  g_test_add_func ("/seeds/student", test_student);
  g_test_add_func ("/seeds/welch", test_welch);
  g_test_add_func ("/seeds/welch-without-noise", test_welch_without_noise);
  g_test_add_func ("/seeds/outcomes", test_outcomes);
  g_test_add_func ("/seeds/file", test_file);
  g_test_add_func ("/seeds/refusals", test_refusals);
  g_test_add_func ("/seeds/csv", test_csv);
  g_test_add_func ("/seeds/summary", test_summary);
  return g_test_run ();
}
