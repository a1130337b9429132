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

  guint selected;
  guint64 saved_position;     /* of the history */
  guint loaded : 1;           /* the trainer holds what would run next */
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
  BF_SESSION_STATE,
  BF_SESSION_MESSAGE,
  BF_SESSION_N_SIGNALS
} BfSessionSignal;

/* Emits one of the signals without an argument. */
void bf_session_emit (BfSession *self, BfSessionSignal signal);
void bf_session_emit_index (BfSession *self, BfSessionSignal signal, guint index);   /* EDITED, ROWS */
void bf_session_emit_message (BfSession *self, const char *message);

BfTrainer *bf_session_trainer_new (BfSession *self);

/* Whether runs are under way, paused ones included. */
gboolean bf_session_is_training (BfSession *self);
/* Ends what runs, because the next run will be a different one. */
void bf_session_unload (BfSession *self);
