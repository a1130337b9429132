#include "config.h"

#include "app/session-private.h"

#include <inttypes.h>

#include <glib/gi18n-lib.h>

BfExperimentEntry *
bf_session_run_entry (BfSession *self, guint run, guint *index)
{
  BfExperimentEntry *entry = run < self->runs->len ? g_ptr_array_index (self->runs, run) : NULL;

  if (entry == NULL || !g_ptr_array_find (self->experiment->entries, entry, index))
    return NULL;
  return entry;
}

/* Once a training. */
static void
tell_thinned (BfSession *self, const BfExperimentEntry *entry)
{
  g_autofree char *size = NULL, *message = NULL;

  if (self->told_thinned || bf_record_generation (entry->record) == 0)
    return;
  self->told_thinned = TRUE;
  size = g_format_size (self->record_budget);
  message = g_strdup_printf (_("The record of “%s” has reached %s: it keeps one step in %" PRIu64
                               " now, and fewer as it goes on"),
                             entry->configuration->name, size, bf_record_interval (entry->record));
  bf_session_emit_message (self, message);
}

static void
take_record (BfSession *self, guint run)
{
  guint index;
  BfExperimentEntry *entry = bf_session_run_entry (self, run, &index);
  BfRecord *record = bf_trainer_record (self->trainer, run);

  if (entry == NULL || record == NULL)
    return;
  if (entry->record != record)
    bf_experiment_set_record (self->experiment, index, record);
  self->results_changed = TRUE;
  bf_session_emit_index (self, BF_SESSION_ROWS, index);
  tell_thinned (self, entry);
}

static void
trainer_rows_cb (gpointer user_data, guint run, guint n_rows)
{
  take_record (user_data, run);
}

static void
trainer_outcome_cb (gpointer user_data, guint run)
{
  BfSession *self = user_data;
  guint index;
  BfExperimentEntry *entry;

  if (self->peeking)
    return;
  take_record (self, run);
  entry = bf_session_run_entry (self, run, &index);
  if (entry != NULL && entry->record != NULL
      && bf_record_outcome (entry->record) == BF_OUTCOME_FAILED)
    {
      g_autofree char *message = g_strdup_printf (_("“%s” cannot be trained: %s"),
                                                  entry->configuration->name,
                                                  bf_record_message (entry->record));
      bf_session_emit_message (self, message);
    }
  bf_session_emit (self, BF_SESSION_STATE);
}

static void
trainer_state_cb (gpointer user_data, BfTrainerState state)
{
  bf_session_emit (user_data, BF_SESSION_STATE);
}

static void
trainer_spectrum_cb (gpointer user_data, guint run, BfSpectrum *spectrum, const GError *error)
{
  bf_session_take_spectrum (user_data, run, spectrum, error);
}

static const BfTrainerCallbacks callbacks = {
  .rows = trainer_rows_cb,
  .outcome = trainer_outcome_cb,
  .state = trainer_state_cb,
  .spectrum = trainer_spectrum_cb,
};

gboolean
bf_session_is_training (BfSession *self)
{
  BfTrainerState state = bf_trainer_state (self->trainer);

  return state == BF_TRAINER_RUNNING || state == BF_TRAINER_PAUSED;
}

void
bf_session_unload (BfSession *self)
{
  if (bf_session_is_training (self))
    bf_trainer_stop (self->trainer);
  g_ptr_array_set_size (self->runs, 0);
  bf_session_forget_spectra (self);
  self->loaded = self->peeking = FALSE;
}

BfTrainer *
bf_session_trainer_new (BfSession *self)
{
  return bf_trainer_new (0, TRUE, &callbacks, self);
}

static gboolean
is_over (const BfRecord *record)
{
  return record != NULL && (bf_record_outcome (record) == BF_OUTCOME_FINISHED
                            || bf_record_outcome (record) == BF_OUTCOME_DIVERGED);
}

/* With all its seeds. */
static gboolean
done (BfSession *self, guint index)
{
  const BfRecord *record = bf_session_record (self, index);
  guint n_replicates = bf_configuration_n_seeds (bf_session_configuration (self, index)) - 1;

  if (!is_over (record) || bf_record_n_replicates (record) < n_replicates)
    return FALSE;
  for (guint i = 0; i < n_replicates; i++)
    if (!is_over (bf_record_replicate (record, i)))
      return FALSE;
  return TRUE;
}

static gboolean
all_done (BfSession *self)
{
  for (guint i = 0; i < bf_session_n (self); i++)
    if (!done (self, i))
      return FALSE;
  return TRUE;
}

/* A run that has just been loaded shows its fresh record, or none until that is known. */
static void
drop_old_record (BfSession *self, guint run)
{
  guint index;

  if (bf_session_run_entry (self, run, &index) == NULL)
    return;
  bf_experiment_set_record (self->experiment, index, bf_trainer_record (self->trainer, run));
  bf_session_drop_spectrum (self, index);
  self->results_changed = TRUE;
  bf_session_emit_index (self, BF_SESSION_ROWS, index);
}

void
bf_session_load (BfSession *self)
{
  g_autoptr (BfExperiment) experiment = bf_experiment_new ();
  gboolean again = all_done (self);

  g_ptr_array_set_size (self->runs, 0);
  bf_session_forget_spectra (self);
  for (guint i = 0; i < bf_session_n (self); i++)
    if (again || !done (self, i))
      {
        bf_experiment_insert (experiment, bf_experiment_n (experiment),
                              bf_configuration_copy (bf_session_configuration (self, i)));
        g_ptr_array_add (self->runs, g_ptr_array_index (self->experiment->entries, i));
      }
  bf_experiment_remove (experiment, 0);
  bf_trainer_set_record_budget (self->trainer, self->record_budget);
  bf_trainer_load (self->trainer, experiment);
}

static void
load (BfSession *self)
{
  if (self->loaded && bf_session_is_training (self))
    return;
  bf_history_seal (self->history);
  bf_session_load (self);
  self->loaded = TRUE;
  self->told_thinned = FALSE;
  self->peeking = FALSE;
  for (guint run = 0; run < self->runs->len; run++)
    drop_old_record (self, run);
}

BfTrainerState
bf_session_state (BfSession *self)
{
  g_return_val_if_fail (BF_IS_SESSION (self), BF_TRAINER_IDLE);

  if (self->loaded)
    return bf_trainer_state (self->trainer);
  return all_done (self) ? BF_TRAINER_FINISHED : BF_TRAINER_IDLE;
}

void
bf_session_run (BfSession *self)
{
  g_return_if_fail (BF_IS_SESSION (self));
  load (self);
  bf_trainer_start (self->trainer);
}

void
bf_session_pause (BfSession *self)
{
  g_return_if_fail (BF_IS_SESSION (self));
  bf_trainer_pause (self->trainer);
}

void
bf_session_step (BfSession *self)
{
  g_return_if_fail (BF_IS_SESSION (self));
  load (self);
  bf_trainer_step (self->trainer);
}

void
bf_session_stop (BfSession *self)
{
  g_return_if_fail (BF_IS_SESSION (self));
  if (!bf_session_is_training (self))
    return;
  bf_trainer_stop (self->trainer);
  bf_session_forget_spectra (self);
}

void
bf_session_reset (BfSession *self)
{
  g_return_if_fail (BF_IS_SESSION (self));

  bf_session_unload (self);
  bf_history_seal (self->history);
  for (guint i = 0; i < bf_session_n (self); i++)
    if (bf_session_record (self, i) != NULL)
      {
        bf_experiment_set_record (self->experiment, i, NULL);
        bf_session_drop_spectrum (self, i);
        self->results_changed = TRUE;
        bf_session_emit_index (self, BF_SESSION_ROWS, i);
      }
  bf_session_emit (self, BF_SESSION_STATE);
}

guint64
bf_session_steps_done (BfSession *self)
{
  guint64 steps = 0;

  g_return_val_if_fail (BF_IS_SESSION (self), 0);

  if (self->loaded)
    return bf_trainer_steps_done (self->trainer);
  for (guint i = 0; i < bf_session_n (self); i++)
    {
      BfRecord *record = bf_session_record (self, i);
      guint n_rows = record != NULL ? bf_record_n_rows (record) : 0;

      if (n_rows > 0)
        steps = MAX (steps, bf_record_step (record, n_rows - 1));
    }
  return steps;
}

guint64
bf_session_steps_total (BfSession *self)
{
  guint64 steps = 0;

  g_return_val_if_fail (BF_IS_SESSION (self), 0);

  for (guint i = 0; i < bf_session_n (self); i++)
    steps = MAX (steps, bf_session_configuration (self, i)->steps);
  return steps;
}

void
bf_session_set_record_budget (BfSession *self, gsize bytes)
{
  g_return_if_fail (BF_IS_SESSION (self));
  self->record_budget = bytes;
}

guint64
bf_session_record_interval (BfSession *self)
{
  guint64 interval = 1;

  g_return_val_if_fail (BF_IS_SESSION (self), 1);

  for (guint i = 0; i < bf_session_n (self); i++)
    if (bf_session_record (self, i) != NULL)
      interval = MAX (interval, bf_record_interval (bf_session_record (self, i)));
  return interval;
}

guint64
bf_session_step_near (BfSession *self, guint64 step, int by)
{
  guint64 nearest = 0;

  g_return_val_if_fail (BF_IS_SESSION (self), 0);

  for (guint i = 0; i < bf_session_n (self); i++)
    {
      const BfRecord *record = bf_session_record (self, i);
      guint64 near = record != NULL ? bf_record_step_near (record, step, by) : 0;

      if (near != 0 && (nearest == 0 || (by > 0 ? near < nearest : near > nearest)))
        nearest = near;
    }
  return nearest;
}
