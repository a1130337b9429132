/* The inside of a session, shared by its files. */
#pragma once

#include "app/history.h"
#include "app/session.h"

struct _BfSession
{
  GObject parent_instance;

  BfExperiment *experiment;   /* owned */
  BfHistory *history;         /* owned */
  BfTrainer *trainer;         /* owned */
  char *path;                 /* owned; NULL: never saved */
  GPtrArray *runs;            /* the entry that each run of the trainer belongs to, borrowed; empty when none does */

  GArray *asked_rows;         /* of guint, for each run: rows it had when its spectrum was asked for, and 1; 0: never */
  guint awaited_spectra;      /* asked for and not yet answered */
  double spectra_seconds;     /* that those took which came since they were asked for */
  gint64 spectra_asked_at;    /* monotonic time */

  guint selected;
  guint64 saved_position;     /* of the history */
  guint loaded : 1;           /* the trainer holds what would run next */
  guint peeking : 1;          /* the trainer holds it for its initial weights alone: nothing was started */
  guint results_changed : 1;  /* since the last save */
  guint told_thinned : 1;     /* that a record of this training was */
  gsize record_budget;        /* bytes */
};

typedef enum
{
  BF_SESSION_STRUCTURE,
  BF_SESSION_EDITED,
  BF_SESSION_SELECTED,
  BF_SESSION_ROWS,
  BF_SESSION_SPECTRUM,
  BF_SESSION_STATE,
  BF_SESSION_MESSAGE,
  BF_SESSION_N_SIGNALS
} BfSessionSignal;

/* Emits one of the signals without an argument. */
void bf_session_emit (BfSession *self, BfSessionSignal signal);
void bf_session_emit_index (BfSession *self, BfSessionSignal signal, guint index);   /* EDITED, ROWS, SPECTRUM */
void bf_session_emit_message (BfSession *self, const char *message);

BfTrainer *bf_session_trainer_new (BfSession *self);

/* Whether runs are under way, paused ones included. */
gboolean bf_session_is_training (BfSession *self);
/* session-training.c: the entry that run @run of the trainer belongs to; NULL when there is none any more. */
BfExperimentEntry *bf_session_run_entry (BfSession *self, guint run, guint *index);
/* Gives the trainer every configuration that is not done, or all of them when all are; records stay. */
void bf_session_load (BfSession *self);

/* session-spectra.c: no answer will come any more; an answer came. */
void bf_session_forget_spectra (BfSession *self);
void bf_session_take_spectrum (BfSession *self, guint run, BfSpectrum *spectrum, const GError *error);
/* What is not of the initial weights is out of date. */
void bf_session_drop_spectrum (BfSession *self, guint index);

/* Ends what runs, because the next run will be a different one. */
void bf_session_unload (BfSession *self);
