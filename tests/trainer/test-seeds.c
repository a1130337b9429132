/* Configurations with several seeds. */
#include "watch.h"

/* A configuration of @seeds seeds from 5 on, different for each @index. */
static BfConfiguration *
seeded (guint index, guint seeds, guint64 steps)
{
  BfConfiguration *configuration = small_configuration (index, steps);

  configuration->seed = 5;
  configuration->seeds = seeds;
  return configuration;
}

/* What a run of @configuration with that seed alone records. */
static BfRecord *
run_alone (const BfConfiguration *configuration, guint64 seed)
{
  BfConfiguration *alone = bf_configuration_copy (configuration);
  g_autoptr (BfExperiment) experiment = experiment_of (alone, NULL);
  BfRecord *record;
  Watch watch;

  alone->seed = seed;
  alone->seeds = 1;
  watch_init (&watch, 1, FALSE);
  watch_load (&watch, experiment);
  watch_run (&watch);
  record = bf_record_ref (bf_trainer_record (watch.trainer, 0));
  g_assert_cmpuint (bf_record_n_replicates (record), ==, 0);
  watch_clear (&watch);
  return record;
}

static void
assert_runs_equal_alone (const BfConfiguration *configuration, const BfRecord *record)
{
  g_autoptr (BfRecord) first = run_alone (configuration, configuration->seed);

  assert_records_equal (record, first);
  g_assert_cmpuint (bf_record_n_histograms (record), ==, bf_record_n_histograms (first));
  g_assert_cmpuint (bf_record_n_replicates (record), ==, configuration->seeds - 1);
  for (guint i = 0; i + 1 < configuration->seeds; i++)
    {
      const BfRecord *replicate = bf_record_replicate (record, i);
      g_autoptr (BfRecord) alone = run_alone (configuration, configuration->seed + 1 + i);

      assert_records_equal (replicate, alone);
      g_assert_cmpuint (bf_record_n_histograms (replicate), ==, 0);
      g_assert_cmpuint (bf_record_n_replicates (replicate), ==, 0);
      g_assert_cmpfloat (bf_record_seconds (replicate), >, 0);
    }
}

/* Each seed gives the bits that it gives alone, whatever runs beside it, on however many threads. */
static void
test_bits (void)
{
  static const struct { guint n_threads; gboolean lockstep; } ways[] = {
    { 1, FALSE }, { 1, TRUE }, { 4, FALSE }, { 4, TRUE },
  };

  for (guint way = 0; way < G_N_ELEMENTS (ways); way++)
    {
      g_autoptr (BfExperiment) experiment =
        experiment_of (seeded (0, 3, 60), seeded (1, 1, 40), seeded (2, 4, 30), NULL);
      Watch watch;

      watch_init (&watch, ways[way].n_threads, ways[way].lockstep);
      watch_load (&watch, experiment);
      g_assert_cmpuint (bf_trainer_n (watch.trainer), ==, 3);
      g_assert_cmpuint (bf_trainer_n_replicates (watch.trainer), ==, 5);
      g_assert_cmpuint (bf_trainer_replicates_done (watch.trainer), ==, 0);
      watch_run (&watch);
      g_assert_cmpuint (bf_trainer_replicates_done (watch.trainer), ==, 5);
      g_assert_cmpuint (bf_trainer_steps_done (watch.trainer), ==, 60);
      for (guint i = 0; i < 3; i++)
        {
          g_assert_cmpuint (watch.n_outcomes[i], ==, 1);
          assert_runs_equal_alone (bf_experiment_configuration (experiment, i),
                                   bf_trainer_record (watch.trainer, i));
        }
      watch_clear (&watch);
    }
}

/* On one core no replicate has a row before every first run has its last. */
static void
firsts_are_over (Watch *watch, guint index)
{
  for (guint i = 0; i < bf_trainer_n (watch->trainer); i++)
    g_assert_cmpuint (bf_record_n_rows (bf_trainer_record (watch->trainer, i)), ==, 3000);
}

/* ... and none before the one that goes before it has its own. */
static void
replicates_follow_each_other (Watch *watch, guint index)
{
  const BfRecord *record = bf_trainer_record (watch->trainer, index);

  firsts_are_over (watch, index);
  for (guint i = 1; i < bf_record_n_replicates (record); i++)
    if (bf_record_n_rows (bf_record_replicate (record, i)) > 0)
      g_assert_cmpuint (bf_record_n_rows (bf_record_replicate (record, i - 1)), ==, 3000);
}

static void
test_order (void)
{
  g_autoptr (BfExperiment) experiment = experiment_of (seeded (0, 3, 3000), seeded (3, 3, 3000), NULL);
  Watch watch;

  watch_init (&watch, 1, TRUE);
  watch.on_replicates = replicates_follow_each_other;
  watch_load (&watch, experiment);
  watch_run (&watch);
  g_assert_cmpuint (watch.n_replicate_deliveries, >, 0);
  watch_clear (&watch);
}

/* One step of every run; then on to the end as if nothing had been. */
static void
test_step (void)
{
  g_autoptr (BfExperiment) experiment = experiment_of (seeded (0, 3, 20), NULL);
  const BfRecord *record;
  Watch watch;

  watch_init (&watch, 2, TRUE);
  watch_load (&watch, experiment);
  for (guint step = 1; step <= 3; step++)
    {
      bf_trainer_step (watch.trainer);
      watch_until_state (&watch, BF_TRAINER_PAUSED);
      record = bf_trainer_record (watch.trainer, 0);
      g_assert_cmpuint (bf_record_n_rows (record), ==, step);
      for (guint i = 0; i < 2; i++)
        g_assert_cmpuint (bf_record_n_rows (bf_record_replicate (record, i)), ==, step);
    }
  watch_run (&watch);
  assert_runs_equal_alone (bf_experiment_configuration (experiment, 0),
                           bf_trainer_record (watch.trainer, 0));
  watch_clear (&watch);
}

/* Three seeds, none of which comes to its end: on two cores the first two run. */
static BfConfiguration *
endless (void)
{
  BfConfiguration *configuration = wide_configuration (50, 1000000);

  configuration->seeds = 3;
  return configuration;
}

static guint
n_rows_of (Watch *watch, guint index)
{
  return bf_record_n_rows (bf_record_replicate (bf_trainer_record (watch->trainer, 0), index));
}

/* Once the second seed has rows, whatever else is told with them. */
static gboolean
is_first_news (Watch *watch)
{
  if (n_rows_of (watch, 0) == 0)
    return FALSE;
  watch->on_rows = watch->on_replicates = NULL;
  return TRUE;
}

static void
pause_first (Watch *watch, guint index)
{
  if (is_first_news (watch))
    bf_trainer_pause (watch->trainer);
}

/* They can be paused, and go on. */
static void
test_pause (void)
{
  g_autoptr (BfExperiment) experiment = experiment_of (endless (), NULL);
  guint n_rows;
  Watch watch;

  watch_init (&watch, 2, FALSE);
  watch.on_rows = watch.on_replicates = pause_first;
  watch_load (&watch, experiment);
  bf_trainer_start (watch.trainer);
  watch_until_state (&watch, BF_TRAINER_PAUSED);
  watch_for (100);   /* the mini-batch that was computed */
  n_rows = n_rows_of (&watch, 0);
  watch_for (100);
  g_assert_cmpuint (n_rows, ==, n_rows_of (&watch, 0));
  g_assert_cmpuint (n_rows, >, 0);
  bf_trainer_start (watch.trainer);
  while (n_rows_of (&watch, 0) == n_rows)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (n_rows_of (&watch, 1), ==, 0);
  watch_clear (&watch);
}

static void
stop (Watch *watch, guint index)
{
  if (is_first_news (watch))
    bf_trainer_stop (watch->trainer);
}

static void
test_stop (void)
{
  g_autoptr (BfExperiment) experiment = experiment_of (endless (), NULL);
  const BfRecord *record;
  Watch watch;

  watch_init (&watch, 2, FALSE);
  watch.on_rows = watch.on_replicates = stop;
  watch_load (&watch, experiment);
  watch_run (&watch);
  record = bf_trainer_record (watch.trainer, 0);
  g_assert_cmpuint (bf_record_n_replicates (record), ==, 2);
  for (guint i = 0; i < 2; i++)
    g_assert_cmpint (bf_record_outcome (bf_record_replicate (record, i)), ==, BF_OUTCOME_UNFINISHED);
  g_assert_cmpuint (n_rows_of (&watch, 0), >, 0);
  g_assert_cmpuint (n_rows_of (&watch, 1), ==, 0);
  watch_load (&watch, experiment);   /* and another time, from the start */
  g_assert_cmpuint (n_rows_of (&watch, 0), ==, 0);
  watch_clear (&watch);
}

/* Seeds that cannot keep up or start are told apart from those that can. */
static void
test_divergence (void)
{
  BfConfiguration *wild = seeded (0, 3, 200), *impossible = seeded (1, 2, 200);
  g_autoptr (BfExperiment) experiment = experiment_of (wild, impossible, NULL);
  const BfRecord *record;
  Watch watch;

  wild->learning_rate = 1e6;
  bf_layer_group_set_activation (&g_array_index (wild->groups, BfLayerGroup, 0),
                                 bf_table_find (&bf_activation_table, "linear"));
  bf_task_settings_clear (&impossible->task);
  bf_task_settings_init (&impossible->task, bf_table_find (&bf_task_table, "csv"));
  impossible->task.path = g_strdup ("missing.csv");
  watch_init (&watch, 2, TRUE);
  watch_load (&watch, experiment);
  watch_run (&watch);
  record = bf_trainer_record (watch.trainer, 0);
  for (guint i = 0; i < 2; i++)
    g_assert_cmpint (bf_record_outcome (bf_record_replicate (record, i)), ==, BF_OUTCOME_DIVERGED);
  record = bf_trainer_record (watch.trainer, 1);
  g_assert_cmpint (bf_record_outcome (record), ==, BF_OUTCOME_FAILED);
  g_assert_cmpint (bf_record_outcome (bf_record_replicate (record, 0)), ==, BF_OUTCOME_FAILED);
  g_assert_nonnull (bf_record_message (bf_record_replicate (record, 0)));
  watch_clear (&watch);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/seeds/bits", test_bits);
  g_test_add_func ("/seeds/order", test_order);
  g_test_add_func ("/seeds/step", test_step);
  g_test_add_func ("/seeds/pause", test_pause);
  g_test_add_func ("/seeds/stop", test_stop);
  g_test_add_func ("/seeds/divergence", test_divergence);
  return g_test_run ();
}
