/* Singular values asked for while a trainer waits, runs, and is done. */
#include "watch.h"

static void
assert_same_spectrum (const BfSpectrum *a, const BfSpectrum *b)
{
  g_assert_cmpuint (a->step, ==, b->step);
  g_assert_cmpuint (a->n, ==, b->n);
  for (guint i = 0; i < a->n; i++)
    g_assert_cmpmem (a->matrices[i].values, a->matrices[i].n * sizeof (double),
                     b->matrices[i].values, b->matrices[i].n * sizeof (double));
}

/* Before any step, between two, and at the end; nothing starts by itself. */
static void
test_at_rest (void)
{
  g_autoptr (BfExperiment) experiment = small_experiment (2, 20);
  Watch watch;

  watch_init (&watch, 0, TRUE);
  watch_load (&watch, experiment);
  g_assert_true (bf_trainer_request_spectrum (watch.trainer, 1, 0));
  watch_until_answers (&watch, 1);
  g_assert_cmpint (bf_trainer_state (watch.trainer), ==, BF_TRAINER_IDLE);
  g_assert_null (watch.spectra[0]);
  g_assert_cmpuint (watch.spectra[1]->step, ==, 0);

  bf_trainer_step (watch.trainer);
  watch_until_state (&watch, BF_TRAINER_PAUSED);
  bf_trainer_request_spectrum (watch.trainer, 0, 1000);
  watch_until_answers (&watch, 2);
  g_assert_cmpint (bf_trainer_state (watch.trainer), ==, BF_TRAINER_PAUSED);
  g_assert_cmpuint (watch.spectra[0]->step, ==, 1);
  g_assert_cmpuint (watch.spectra[0]->sample, ==, bf_experiment_configuration (experiment, 0)->batch_size - 1);

  watch_run (&watch);
  bf_trainer_request_spectrum (watch.trainer, 0, 0);
  watch_until_answers (&watch, 3);
  g_assert_cmpuint (watch.spectra[0]->step, ==, 20);
  g_assert_cmpint (bf_trainer_state (watch.trainer), ==, BF_TRAINER_FINISHED);
  watch_clear (&watch);
}

/* While it runs: the answer comes, and no number of the run depends on it. */
static void
test_while_running (void)
{
  g_autoptr (BfExperiment) experiment = small_experiment (3, 3000);
  BfRecord *records[3];
  Watch watch, other;

  watch_init (&watch, 2, TRUE);
  watch_load (&watch, experiment);
  bf_trainer_start (watch.trainer);
  watch_until_steps (&watch, 10);
  for (guint i = 0; i < 3; i++)
    bf_trainer_request_spectrum (watch.trainer, i, i);
  watch_until_answers (&watch, 3);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpuint (watch.spectra[i]->step, >=, 10);
  watch_until_state (&watch, BF_TRAINER_FINISHED);
  for (guint i = 0; i < 3; i++)
    records[i] = bf_trainer_record (watch.trainer, i);

  watch_init (&other, 1, FALSE);
  watch_load (&other, experiment);
  watch_run (&other);
  for (guint i = 0; i < 3; i++)
    assert_records_equal (records[i], bf_trainer_record (other.trainer, i));
  bf_trainer_request_spectrum (watch.trainer, 2, 0);
  bf_trainer_request_spectrum (other.trainer, 2, 0);
  watch_until_answers (&watch, 4);
  watch_until_answers (&other, 1);
  assert_same_spectrum (watch.spectra[2], other.spectra[2]);
  watch_clear (&watch);
  watch_clear (&other);
}

/* One that cannot be built says so, as often as it is asked; the trainer ends all the same. */
static void
test_impossible (void)
{
  g_autoptr (BfExperiment) experiment = small_experiment (1, 5);
  Watch watch;

  g_array_index (bf_experiment_configuration (experiment, 0)->groups, BfLayerGroup, 0).units = 0;
  watch_init (&watch, 0, TRUE);
  watch_load (&watch, experiment);
  bf_trainer_request_spectrum (watch.trainer, 0, 0);
  watch_until_answers (&watch, 1);
  g_assert_nonnull (watch.spectrum_messages[0]);
  watch_until_state (&watch, BF_TRAINER_FINISHED);
  bf_trainer_request_spectrum (watch.trainer, 0, 0);
  watch_until_answers (&watch, 2);
  g_assert_nonnull (watch.spectrum_messages[0]);
  watch_clear (&watch);
}

/* Stopped: there is nothing left to look at. Loaded anew, there is. */
static void
test_stopped (void)
{
  g_autoptr (BfExperiment) experiment = small_experiment (1, 100000);
  Watch watch;

  watch_init (&watch, 0, TRUE);
  watch_load (&watch, experiment);
  bf_trainer_start (watch.trainer);
  watch_until_steps (&watch, 1);
  bf_trainer_stop (watch.trainer);
  g_assert_false (bf_trainer_request_spectrum (watch.trainer, 0, 0));
  watch_load (&watch, experiment);
  g_assert_true (bf_trainer_request_spectrum (watch.trainer, 0, 0));
  watch_until_answers (&watch, 1);
  watch_clear (&watch);
}

/* Nobody waits for what is no longer wanted: it is given up after the matrix at hand. */
static void
test_abandoned (void)
{
  g_autoptr (BfExperiment) experiment = experiment_of (wide_configuration (400, 5), NULL);
  gint64 start, whole;
  Watch watch;

  g_array_index (bf_experiment_configuration (experiment, 0)->groups, BfLayerGroup, 0).repeat = 40;
  watch_init (&watch, 0, TRUE);
  watch_load (&watch, experiment);
  bf_trainer_step (watch.trainer);
  watch_until_state (&watch, BF_TRAINER_PAUSED);
  start = g_get_monotonic_time ();
  bf_trainer_request_spectrum (watch.trainer, 0, 0);
  watch_until_answers (&watch, 1);
  whole = g_get_monotonic_time () - start;

  bf_trainer_request_spectrum (watch.trainer, 0, 0);
  watch_for (20);
  start = g_get_monotonic_time ();
  watch_clear (&watch);
  g_test_message ("%.3f s instead of %.3f s", (g_get_monotonic_time () - start) / 1e6, whole / 1e6);
  g_assert_cmpint (g_get_monotonic_time () - start, <, whole * 2 / 3);
  g_assert_cmpuint (watch.n_answers, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/spectrum/at-rest", test_at_rest);
  g_test_add_func ("/spectrum/while-running", test_while_running);
  g_test_add_func ("/spectrum/impossible", test_impossible);
  g_test_add_func ("/spectrum/stopped", test_stopped);
  g_test_add_func ("/spectrum/abandoned", test_abandoned);
  return g_test_run ();
}
