#include "watch.h"

#include <string.h>

#define PATIENCE_SECONDS 60

static void
rows_cb (gpointer data, guint index, guint n_rows)
{
  Watch *watch = data;
  BfRecord *record = bf_trainer_record (watch->trainer, index);

  if (n_rows == 0)
    {
      g_assert_cmpuint (bf_record_n_replicates (record), >, 0);
      watch->n_replicate_deliveries++;
      if (watch->on_replicates)
        watch->on_replicates (watch, index);
      return;
    }
  watch->n_rows[index] += n_rows;
  watch->n_deliveries++;
  g_assert_cmpuint (watch->n_outcomes[index], ==, 0);
  g_assert_cmpuint (bf_record_n_rows (record), ==, watch->n_rows[index]);
  if (watch->on_rows)
    watch->on_rows (watch, index);
}

static void
outcome_cb (gpointer data, guint index)
{
  Watch *watch = data;

  watch->n_outcomes[index]++;
  g_assert_cmpuint (watch->n_outcomes[index], ==, 1);
  if (watch->on_outcome)
    watch->on_outcome (watch, index);
}

static void
state_cb (gpointer data, BfTrainerState state)
{
  Watch *watch = data;

  g_assert_cmpint (state, ==, bf_trainer_state (watch->trainer));
  g_array_append_val (watch->states, state);
  if (watch->on_state)
    watch->on_state (watch, state);
}

static void
spectrum_cb (gpointer data, guint index, BfSpectrum *spectrum, const GError *error)
{
  Watch *watch = data;

  g_assert_true ((spectrum != NULL) != (error != NULL));
  watch->n_answers++;
  g_clear_pointer (&watch->spectra[index], bf_spectrum_unref);
  g_free (watch->spectrum_messages[index]);
  watch->spectra[index] = spectrum ? bf_spectrum_ref (spectrum) : NULL;
  watch->spectrum_messages[index] = error ? g_strdup (error->message) : NULL;
}

void
watch_init (Watch *watch, guint n_threads, gboolean lockstep)
{
  const BfTrainerCallbacks callbacks = { rows_cb, outcome_cb, state_cb, spectrum_cb };

  *watch = (Watch) { .states = g_array_new (FALSE, FALSE, sizeof (BfTrainerState)) };
  watch->trainer = bf_trainer_new (n_threads, lockstep, &callbacks, watch);
}

void
watch_clear (Watch *watch)
{
  g_clear_pointer (&watch->trainer, bf_trainer_free);
  g_clear_pointer (&watch->states, g_array_unref);
  for (guint i = 0; i < WATCH_MAX; i++)
    {
      g_clear_pointer (&watch->spectra[i], bf_spectrum_unref);
      g_clear_pointer (&watch->spectrum_messages[i], g_free);
    }
}

void
watch_load (Watch *watch, const BfExperiment *experiment)
{
  g_assert_cmpuint (bf_experiment_n (experiment), <=, WATCH_MAX);
  memset (watch->n_rows, 0, sizeof watch->n_rows);
  memset (watch->n_outcomes, 0, sizeof watch->n_outcomes);
  bf_trainer_load (watch->trainer, experiment);
}

static gboolean
impatient_cb (gpointer data)
{
  g_error ("the trainer did not get there");
  return G_SOURCE_REMOVE;
}

void
watch_until_state (Watch *watch, BfTrainerState state)
{
  guint patience = g_timeout_add_seconds (PATIENCE_SECONDS, impatient_cb, NULL);

  while (bf_trainer_state (watch->trainer) != state)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (patience);
}

void
watch_until_steps (Watch *watch, guint64 steps)
{
  guint patience = g_timeout_add_seconds (PATIENCE_SECONDS, impatient_cb, NULL);

  while (bf_trainer_steps_done (watch->trainer) < steps)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (patience);
}

void
watch_until_answers (Watch *watch, guint n)
{
  guint patience = g_timeout_add_seconds (PATIENCE_SECONDS, impatient_cb, NULL);

  while (watch->n_answers < n)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (patience);
}

void
watch_run (Watch *watch)
{
  bf_trainer_start (watch->trainer);
  watch_until_state (watch, BF_TRAINER_FINISHED);
}

static gboolean
set_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

void
watch_for (guint milliseconds)
{
  gboolean over = FALSE;

  g_timeout_add (milliseconds, set_cb, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
}

static BfConfiguration *
plane_configuration (guint units, guint n_layers, guint64 steps)
{
  BfConfiguration *configuration = bf_configuration_new ("test");
  BfLayerGroup *group = &g_array_index (configuration->groups, BfLayerGroup, 0);

  bf_task_settings_clear (&configuration->task);
  bf_task_settings_init (&configuration->task, bf_table_find (&bf_task_table, "moons"));
  configuration->task.samples = 200;
  group->units = units;
  group->repeat = n_layers;
  configuration->steps = steps;
  configuration->batch_size = 16;
  return configuration;
}

BfConfiguration *
small_configuration (guint index, guint64 steps)
{
  BfConfiguration *configuration = plane_configuration (4 + index, 2 + index, steps);

  configuration->seed = 1 + index / 2;
  configuration->batch_size += index;
  if (index == 1)
    configuration->precision = BF_FLOAT64;
  return configuration;
}

BfConfiguration *
wide_configuration (guint units, guint64 steps)
{
  return plane_configuration (units, 4, steps);
}

BfExperiment *
small_experiment (guint n, guint64 steps)
{
  BfExperiment *experiment = bf_experiment_new ();

  for (guint i = 0; i < n; i++)
    bf_experiment_insert (experiment, i, small_configuration (i, steps));
  bf_experiment_remove (experiment, n);
  return experiment;
}

BfExperiment *
experiment_of (BfConfiguration *first, ...)
{
  BfExperiment *experiment = bf_experiment_new ();
  va_list rest;
  guint n = 0;

  va_start (rest, first);
  for (BfConfiguration *next = first; next != NULL; next = va_arg (rest, BfConfiguration *))
    bf_experiment_insert (experiment, n++, next);
  va_end (rest);
  bf_experiment_remove (experiment, n);
  return experiment;
}

static void
assert_same_bits (double a, double b)
{
  g_assert_cmpmem (&a, sizeof a, &b, sizeof b);
}

void
assert_records_equal (const BfRecord *a, const BfRecord *b)
{
  guint n_layers = bf_record_n_layers (a);

  g_assert_cmpint (bf_record_outcome (a), ==, bf_record_outcome (b));
  g_assert_cmpuint (bf_record_n_rows (a), ==, bf_record_n_rows (b));
  g_assert_cmpuint (n_layers, ==, bf_record_n_layers (b));
  for (guint row = 0; row < bf_record_n_rows (a); row++)
    {
      g_assert_cmpuint (bf_record_step (a, row), ==, bf_record_step (b, row));
      for (guint i = 0; i < BF_N_TRAINING_MEASURES; i++)
        assert_same_bits (bf_record_training (a, row, i), bf_record_training (b, row, i));
      for (guint i = 0; i < BF_N_LAYER_MEASURES; i++)
        for (guint layer = 0; layer < n_layers; layer++)
          assert_same_bits (bf_record_layer (a, row, layer, i), bf_record_layer (b, row, layer, i));
    }
}

void
assert_rows_complete (Watch *watch, guint index, guint n_rows)
{
  const BfRecord *record = bf_trainer_record (watch->trainer, index);

  g_assert_cmpuint (watch->n_rows[index], ==, n_rows);
  g_assert_cmpuint (bf_record_n_rows (record), ==, n_rows);
  for (guint row = 0; row < n_rows; row++)
    g_assert_cmpuint (bf_record_step (record, row), ==, row + 1);
}
