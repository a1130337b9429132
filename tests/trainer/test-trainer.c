/* Commands, and what they announce. */
#include <math.h>

#include "watch.h"

static void
assert_states (Watch *watch, guint n, const BfTrainerState *states)
{
  g_assert_cmpmem (watch->states->data, watch->states->len * sizeof *states, states, n * sizeof *states);
}

#define ASSERT_STATES(watch, ...)                                                        \
  assert_states ((watch), G_N_ELEMENTS (((BfTrainerState[]) { __VA_ARGS__ })),           \
                 (BfTrainerState[]) { __VA_ARGS__ })

static void
test_empty (void)
{
  Watch watch;

  watch_init (&watch, 0, TRUE);
  bf_trainer_start (watch.trainer);
  bf_trainer_step (watch.trainer);
  bf_trainer_pause (watch.trainer);
  bf_trainer_stop (watch.trainer);
  g_assert_cmpint (bf_trainer_state (watch.trainer), ==, BF_TRAINER_IDLE);
  g_assert_cmpuint (bf_trainer_n (watch.trainer), ==, 0);
  g_assert_cmpuint (bf_trainer_steps_done (watch.trainer), ==, 0);
  g_assert_cmpuint (watch.states->len, ==, 0);
  watch_clear (&watch);
}

static void
test_to_the_end (void)
{
  g_autoptr (BfExperiment) experiment = small_experiment (6, 120);
  Watch watch;

  bf_experiment_configuration (experiment, 3)->steps = 70;
  watch_init (&watch, 0, TRUE);
  watch_load (&watch, experiment);
  g_assert_cmpuint (bf_trainer_n (watch.trainer), ==, 6);
  for (guint i = 0; i < 6; i++)
    g_assert_cmpuint (bf_record_n_rows (bf_trainer_record (watch.trainer, i)), ==, 0);

  watch_run (&watch);
  ASSERT_STATES (&watch, BF_TRAINER_RUNNING, BF_TRAINER_FINISHED);
  g_assert_cmpuint (bf_trainer_steps_done (watch.trainer), ==, 120);
  for (guint i = 0; i < 6; i++)
    {
      const BfRecord *record = bf_trainer_record (watch.trainer, i);

      assert_rows_complete (&watch, i, i == 3 ? 70 : 120);
      g_assert_cmpint (bf_record_outcome (record), ==, BF_OUTCOME_FINISHED);
      g_assert_cmpuint (watch.n_outcomes[i], ==, 1);
      g_assert_cmpfloat (bf_record_seconds (record), >, 0.0);
      g_assert_cmpuint (bf_record_inputs (record)->n, >, 0);
      g_assert_cmpfloat (bf_record_inputs (record)->moments.mean_square, >,
                         bf_record_inputs (record)->moments.variance / 2);
      g_assert_cmpfloat (bf_record_inputs (record)->moments.variance, >, 0.0);
    }
  watch_clear (&watch);
}

static void
test_validation (void)
{
  g_autoptr (BfExperiment) experiment = small_experiment (1, 120);
  Watch watch;

  watch_init (&watch, 0, TRUE);
  watch_load (&watch, experiment);
  watch_run (&watch);
  for (guint row = 0; row < 120; row++)
    {
      const BfRecord *record = bf_trainer_record (watch.trainer, 0);
      gboolean expected = row == 0 || row == 49 || row == 99 || row == 119;

      g_assert_cmpint (isfinite (bf_record_training (record, row, BF_TRAINING_VALIDATION_LOSS)) != 0, ==,
                       expected);
      g_assert_cmpint (isfinite (bf_record_training (record, row, BF_TRAINING_VALIDATION_ACCURACY)) != 0,
                       ==, expected);
    }
  watch_clear (&watch);
}

static void
test_pause (void)
{
  g_autoptr (BfExperiment) experiment = small_experiment (2, 100000);
  guint n_rows;
  Watch watch;

  watch_init (&watch, 0, TRUE);
  watch_load (&watch, experiment);
  bf_trainer_start (watch.trainer);
  watch_until_steps (&watch, 5);
  bf_trainer_pause (watch.trainer);
  g_assert_cmpint (bf_trainer_state (watch.trainer), ==, BF_TRAINER_PAUSED);
  watch_for (100);
  n_rows = watch.n_rows[0] + watch.n_rows[1];
  watch_for (100);
  g_assert_cmpuint (watch.n_rows[0] + watch.n_rows[1], ==, n_rows);
  assert_rows_complete (&watch, 0, watch.n_rows[0]);

  bf_trainer_pause (watch.trainer);
  bf_trainer_start (watch.trainer);
  bf_trainer_start (watch.trainer);
  watch_until_steps (&watch, n_rows);
  ASSERT_STATES (&watch, BF_TRAINER_RUNNING, BF_TRAINER_PAUSED, BF_TRAINER_RUNNING);
  watch_clear (&watch);
}

static void
test_step (void)
{
  g_autoptr (BfExperiment) experiment = small_experiment (5, 8);
  Watch watch;

  bf_experiment_configuration (experiment, 4)->steps = 2;
  watch_init (&watch, 0, TRUE);
  watch_load (&watch, experiment);
  for (guint step = 1; step <= 3; step++)
    {
      bf_trainer_step (watch.trainer);
      g_assert_cmpint (bf_trainer_state (watch.trainer), ==, BF_TRAINER_RUNNING);
      watch_until_state (&watch, BF_TRAINER_PAUSED);
      for (guint i = 0; i < 5; i++)
        assert_rows_complete (&watch, i, i == 4 ? MIN (step, 2) : step);
    }
  bf_trainer_step (watch.trainer);
  bf_trainer_step (watch.trainer);
  watch_until_state (&watch, BF_TRAINER_PAUSED);
  assert_rows_complete (&watch, 0, 5);

  watch_run (&watch);
  assert_rows_complete (&watch, 0, 8);
  watch_clear (&watch);
}

/* The last step can be a single one. */
static void
test_step_to_the_end (void)
{
  g_autoptr (BfExperiment) experiment = small_experiment (2, 2);
  Watch watch;

  watch_init (&watch, 0, TRUE);
  watch_load (&watch, experiment);
  bf_trainer_step (watch.trainer);
  watch_until_state (&watch, BF_TRAINER_PAUSED);
  bf_trainer_step (watch.trainer);
  watch_until_state (&watch, BF_TRAINER_FINISHED);
  bf_trainer_step (watch.trainer);
  bf_trainer_start (watch.trainer);
  bf_trainer_pause (watch.trainer);
  bf_trainer_stop (watch.trainer);
  g_assert_cmpint (bf_trainer_state (watch.trainer), ==, BF_TRAINER_FINISHED);
  ASSERT_STATES (&watch, BF_TRAINER_RUNNING, BF_TRAINER_PAUSED, BF_TRAINER_RUNNING, BF_TRAINER_FINISHED);
  watch_clear (&watch);
}

static void
test_stop (void)
{
  g_autoptr (BfExperiment) experiment = small_experiment (3, 1000000);
  guint n_rows;
  Watch watch;

  bf_experiment_configuration (experiment, 2)->steps = 3;
  watch_init (&watch, 0, FALSE);
  watch_load (&watch, experiment);
  bf_trainer_start (watch.trainer);
  watch_until_steps (&watch, 5);
  bf_trainer_stop (watch.trainer);
  g_assert_cmpint (bf_trainer_state (watch.trainer), ==, BF_TRAINER_FINISHED);
  n_rows = watch.n_rows[0];
  g_assert_cmpuint (n_rows, >=, 5);
  for (guint i = 0; i < 3; i++)
    {
      g_assert_cmpuint (watch.n_outcomes[i], ==, 1);
      g_assert_cmpint (bf_record_outcome (bf_trainer_record (watch.trainer, i)), ==,
                       i == 2 ? BF_OUTCOME_FINISHED : BF_OUTCOME_UNFINISHED);
    }

  bf_trainer_start (watch.trainer);
  bf_trainer_step (watch.trainer);
  watch_for (100);
  assert_rows_complete (&watch, 0, n_rows);
  ASSERT_STATES (&watch, BF_TRAINER_RUNNING, BF_TRAINER_FINISHED);
  watch_clear (&watch);
}

/* An earlier run's rows never reach the records of the next one. */
static void
test_restart (void)
{
  g_autoptr (BfExperiment) long_one = small_experiment (3, 1000000);
  g_autoptr (BfExperiment) short_one = small_experiment (2, 40);
  g_autoptr (BfRecord) old = NULL;
  guint n_rows;
  Watch watch;

  watch_init (&watch, 2, TRUE);
  for (guint i = 0; i < 10; i++)
    {
      watch_load (&watch, long_one);
      bf_trainer_start (watch.trainer);
      watch_until_steps (&watch, 1 + i % 3);
    }
  old = bf_record_ref (bf_trainer_record (watch.trainer, 0));
  n_rows = bf_record_n_rows (old);
  watch_load (&watch, short_one);
  g_assert_cmpint (bf_trainer_state (watch.trainer), ==, BF_TRAINER_IDLE);
  g_assert_cmpuint (bf_trainer_n (watch.trainer), ==, 2);
  g_assert_cmpuint (bf_record_n_rows (bf_trainer_record (watch.trainer, 0)), ==, 0);
  watch_for (50);
  g_assert_cmpuint (watch.n_rows[0], ==, 0);
  watch_run (&watch);
  assert_rows_complete (&watch, 0, 40);
  assert_rows_complete (&watch, 1, 40);
  g_assert_cmpuint (bf_record_n_rows (old), ==, n_rows);
  watch_clear (&watch);
}

static void
test_free_before_main_loop (void)
{
  g_autoptr (BfExperiment) experiment = small_experiment (2, 1000000);
  Watch watch;

  watch_init (&watch, 0, TRUE);
  watch_load (&watch, experiment);
  bf_trainer_start (watch.trainer);
  watch_clear (&watch);
  watch_for (50);
}

/* Loaded, never started: no thread, nothing announced. */
static void
test_free_idle (void)
{
  g_autoptr (BfExperiment) experiment = small_experiment (2, 10);
  Watch watch;

  watch_init (&watch, 0, TRUE);
  watch_load (&watch, experiment);
  bf_trainer_stop (watch.trainer);
  g_assert_cmpuint (watch.states->len, ==, 0);
  watch_clear (&watch);
}

/* Any order of commands leaves complete rows and an allowed state. */
static void
test_any_order (void)
{
  static void (*const commands[]) (BfTrainer *) = {
    bf_trainer_start, bf_trainer_pause, bf_trainer_step, bf_trainer_step, bf_trainer_stop, bf_trainer_start,
  };
  g_autoptr (BfExperiment) experiment = small_experiment (3, 300);
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  Watch watch;

  watch_init (&watch, 2, TRUE);
  for (guint i = 0; i < 400; i++)
    {
      guint choice = g_rand_int_range (random, 0, G_N_ELEMENTS (commands) + 2);

      if (choice < G_N_ELEMENTS (commands))
        commands[choice] (watch.trainer);
      else if (choice == G_N_ELEMENTS (commands))
        watch_load (&watch, experiment);
      else
        watch_for (g_rand_int_range (random, 0, 5));
      for (guint j = 0; j < bf_trainer_n (watch.trainer); j++)
        assert_rows_complete (&watch, j, watch.n_rows[j]);
    }
  watch_load (&watch, experiment);
  watch_run (&watch);
  assert_rows_complete (&watch, 0, 300);
  watch_clear (&watch);
}

static void
load_once (Watch *watch, guint index)
{
  g_autoptr (BfExperiment) experiment = small_experiment (2, 30);

  if (watch->trigger == 0)
    return;
  watch->trigger--;
  watch_load (watch, experiment);
  bf_trainer_start (watch->trainer);
}

static void
test_load_in_callback (void)
{
  g_autoptr (BfExperiment) experiment = small_experiment (4, 50);
  Watch watch;

  watch_init (&watch, 0, TRUE);
  watch.on_rows = load_once;
  watch.on_outcome = load_once;
  watch.trigger = 3;
  watch_load (&watch, experiment);
  watch_run (&watch);
  g_assert_cmpuint (bf_trainer_n (watch.trainer), ==, 2);
  assert_rows_complete (&watch, 0, 30);
  assert_rows_complete (&watch, 1, 30);
  watch_clear (&watch);
}

static void
stop_it (Watch *watch, guint index)
{
  bf_trainer_stop (watch->trainer);
}

static void
test_stop_in_callback (void)
{
  g_autoptr (BfExperiment) experiment = small_experiment (4, 1000000);
  Watch watch;

  watch_init (&watch, 0, TRUE);
  watch.on_rows = stop_it;
  watch_load (&watch, experiment);
  watch_run (&watch);
  for (guint i = 0; i < 4; i++)
    {
      assert_rows_complete (&watch, i, watch.n_rows[i]);
      g_assert_cmpuint (watch.n_outcomes[i], ==, 1);
    }
  ASSERT_STATES (&watch, BF_TRAINER_RUNNING, BF_TRAINER_FINISHED);
  watch_clear (&watch);
}

static void
free_it (Watch *watch, guint index)
{
  g_clear_pointer (&watch->trainer, bf_trainer_free);
}

static void
free_at_state (Watch *watch, BfTrainerState state)
{
  if (state == BF_TRAINER_FINISHED)
    free_it (watch, 0);
}

static void
test_free_in_callback (void)
{
  g_autoptr (BfExperiment) experiment = small_experiment (2, 20);
  Watch watch;

  for (guint i = 0; i < 4; i++)
    {
      watch_init (&watch, 0, TRUE);
      watch.on_rows = i == 0 ? free_it : NULL;
      watch.on_outcome = i == 1 ? free_it : NULL;
      watch.on_state = i >= 2 ? free_at_state : NULL;
      watch_load (&watch, experiment);
      bf_trainer_start (watch.trainer);
      if (i == 3)
        bf_trainer_stop (watch.trainer);
      while (watch.trainer != NULL)
        g_main_context_iteration (NULL, TRUE);
      watch_clear (&watch);
    }
}

static void
test_impossible (void)
{
  g_autoptr (BfExperiment) experiment = small_experiment (3, 20);
  const BfRecord *record;
  Watch watch;

  bf_experiment_configuration (experiment, 1)->batch_size = 0;
  watch_init (&watch, 0, TRUE);
  watch_load (&watch, experiment);
  watch_run (&watch);
  record = bf_trainer_record (watch.trainer, 1);
  g_assert_cmpint (bf_record_outcome (record), ==, BF_OUTCOME_FAILED);
  g_assert_cmpuint (bf_record_n_rows (record), ==, 0);
  g_assert_nonnull (g_strstr_len (bf_record_message (record), -1, "batch_size"));
  g_assert_cmpuint (watch.n_outcomes[1], ==, 1);
  assert_rows_complete (&watch, 0, 20);
  assert_rows_complete (&watch, 2, 20);
  watch_clear (&watch);
}

static const BfTask *
find_file_task (void)
{
  for (guint i = 0; i < bf_task_table.n_rows; i++)
    {
      const BfTask *task = bf_table_row (&bf_task_table, i);

      if (task->flags & BF_TASK_PATH)
        return task;
    }
  return NULL;
}

static void
test_missing_file (void)
{
  g_autoptr (BfExperiment) experiment = small_experiment (2, 20);
  const BfTask *task = find_file_task ();
  BfTaskSettings *settings = &bf_experiment_configuration (experiment, 0)->task;
  Watch watch;

  if (task == NULL)
    {
      g_test_skip ("no task reads a file");
      return;
    }
  bf_task_settings_clear (settings);
  bf_task_settings_init (settings, task);
  settings->path = g_strdup ("/nonexistent/data");
  watch_init (&watch, 0, TRUE);
  watch_load (&watch, experiment);
  g_assert_null (bf_trainer_record (watch.trainer, 0));
  watch_run (&watch);
  g_assert_cmpint (bf_record_outcome (bf_trainer_record (watch.trainer, 0)), ==, BF_OUTCOME_FAILED);
  g_assert_nonnull (bf_record_message (bf_trainer_record (watch.trainer, 0)));
  assert_rows_complete (&watch, 1, 20);
  watch_clear (&watch);
}

static void
test_divergence (void)
{
  g_autoptr (BfExperiment) experiment = small_experiment (2, 200);
  BfConfiguration *configuration = bf_experiment_configuration (experiment, 0);
  BfLayerGroup *group = &g_array_index (configuration->groups, BfLayerGroup, 0);
  const BfRecord *record;
  guint n_rows;
  Watch watch;

  group->activation = bf_table_find (&bf_activation_table, "relu");
  group->repeat = 10;
  configuration->learning_rate = 1e6;
  watch_init (&watch, 0, TRUE);
  watch_load (&watch, experiment);
  watch_run (&watch);
  record = bf_trainer_record (watch.trainer, 0);
  n_rows = bf_record_n_rows (record);
  g_assert_cmpint (bf_record_outcome (record), ==, BF_OUTCOME_DIVERGED);
  g_assert_cmpuint (n_rows, <, 200);
  assert_rows_complete (&watch, 0, n_rows);
  g_assert_false (isfinite (bf_record_training (record, n_rows - 1, BF_TRAINING_LOSS))
                  && isfinite (bf_record_training (record, n_rows - 1, BF_TRAINING_GRADIENT_NORM)));
  assert_rows_complete (&watch, 1, 200);
  g_assert_cmpint (bf_record_outcome (bf_trainer_record (watch.trainer, 1)), ==, BF_OUTCOME_FINISHED);
  watch_clear (&watch);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/trainer/empty", test_empty);
  g_test_add_func ("/trainer/to-the-end", test_to_the_end);
  g_test_add_func ("/trainer/validation", test_validation);
  g_test_add_func ("/trainer/pause", test_pause);
  g_test_add_func ("/trainer/step", test_step);
  g_test_add_func ("/trainer/step-to-the-end", test_step_to_the_end);
  g_test_add_func ("/trainer/stop", test_stop);
  g_test_add_func ("/trainer/restart", test_restart);
  g_test_add_func ("/trainer/free-before-main-loop", test_free_before_main_loop);
  g_test_add_func ("/trainer/free-idle", test_free_idle);
  g_test_add_func ("/trainer/any-order", test_any_order);
  g_test_add_func ("/trainer/load-in-callback", test_load_in_callback);
  g_test_add_func ("/trainer/stop-in-callback", test_stop_in_callback);
  g_test_add_func ("/trainer/free-in-callback", test_free_in_callback);
  g_test_add_func ("/trainer/impossible", test_impossible);
  g_test_add_func ("/trainer/missing-file", test_missing_file);
  g_test_add_func ("/trainer/divergence", test_divergence);

  return g_test_run ();
}
