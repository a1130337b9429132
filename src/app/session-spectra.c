/* Singular values of the weights: when a session asks its trainer for them. */
#include "config.h"

#include "app/session-private.h"

/* While training runs: seconds between two times at least, and times what they took. */
#define INTERVAL 1.0
#define TIMES 30

void
bf_session_forget_spectra (BfSession *self)
{
  self->awaited_spectra = 0;
  self->spectra_seconds = 0;
  self->spectra_asked_at = 0;
  g_array_set_size (self->asked_rows, 0);
}

void
bf_session_take_spectrum (BfSession *self, guint run, BfSpectrum *spectrum, const GError *error)
{
  guint index;

  if (self->awaited_spectra > 0)
    self->awaited_spectra--;
  if (spectrum != NULL)
    self->spectra_seconds += spectrum->seconds;
  if (bf_session_run_entry (self, run, &index) == NULL)
    return;
  bf_experiment_set_spectrum (self->experiment, index, spectrum,
                              error != NULL ? error->message : NULL);
  bf_session_emit_index (self, BF_SESSION_SPECTRUM, index);
}

void
bf_session_drop_spectrum (BfSession *self, guint index)
{
  BfSpectrum *spectrum = bf_experiment_spectrum (self->experiment, index);

  bf_experiment_set_spectrum (self->experiment, index,
                              spectrum != NULL && spectrum->step == 0 ? spectrum : NULL, NULL);
}

static guint
n_rows (const BfRecord *record)
{
  return record != NULL ? bf_record_n_rows (record) : 0;
}

/* Whether there are initial weights to look at, and nothing would be lost by looking. */
static gboolean
can_peek (BfSession *self)
{
  gboolean lacks = FALSE;

  if (self->loaded || self->peeking)
    return FALSE;
  for (guint i = 0; i < bf_session_n (self); i++)
    {
      const BfExperimentEntry *entry = g_ptr_array_index (self->experiment->entries, i);

      if (n_rows (entry->record) > 0)
        return FALSE;
      lacks |= entry->spectrum == NULL && entry->spectrum_message == NULL;
    }
  return lacks;
}

/* Whether the trainer has other weights than those of the spectrum, as far as is known. */
static gboolean
is_stale (BfSession *self, const BfExperimentEntry *entry, guint run)
{
  const BfRecord *record = bf_trainer_record (self->trainer, run);
  const guint rows = n_rows (record);
  const guint64 step = rows > 0 ? bf_record_step (record, rows - 1) : 0;

  if (entry->spectrum_message != NULL || g_array_index (self->asked_rows, guint, run) == rows + 1)
    return FALSE;
  return entry->spectrum == NULL || entry->spectrum->step < step;
}

static gboolean
is_too_early (BfSession *self)
{
  const double since = (g_get_monotonic_time () - self->spectra_asked_at) / (double) G_USEC_PER_SEC;

  return bf_trainer_state (self->trainer) == BF_TRAINER_RUNNING && self->spectra_asked_at != 0
         && since < MAX (INTERVAL, TIMES * self->spectra_seconds);
}

static void
ask (BfSession *self)
{
  g_array_set_size (self->asked_rows, self->runs->len);
  for (guint run = 0; run < self->runs->len; run++)
    {
      const BfExperimentEntry *entry = bf_session_run_entry (self, run, NULL);

      if (entry == NULL || !is_stale (self, entry, run)
          || !bf_trainer_request_spectrum (self->trainer, run, 0))
        continue;
      if (self->awaited_spectra++ == 0)
        {
          self->spectra_asked_at = g_get_monotonic_time ();
          self->spectra_seconds = 0;
        }
      g_array_index (self->asked_rows, guint, run) =
        n_rows (bf_trainer_record (self->trainer, run)) + 1;
    }
}

void
bf_session_want_spectra (BfSession *self)
{
  g_return_if_fail (BF_IS_SESSION (self));

  if (can_peek (self))
    {
      self->peeking = TRUE;   /* before the trainer's state is heard of */
      bf_session_load (self);
    }
  if (self->awaited_spectra == 0 && !is_too_early (self))
    ask (self);
}
