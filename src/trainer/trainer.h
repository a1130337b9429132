/* The worker: trains the configurations of one experiment in the background and delivers rows to the main thread.
 *
 * Worker threads own private copies of everything, never touch a GObject, and hand rows over through one
 * mutex-guarded outbox with at most one pending main-loop source. With `lockstep` no configuration runs more
 * than BF_TRAINER_WINDOW steps ahead of the slowest unfinished one. What a run computes does not depend on how
 * many run beside it, on the number of threads, or on pauses.
 *
 * A configuration with several seeds is trained once with each. The first is its run, of which all below speaks; the
 * others are replicates, which start when nothing holds a core busy that belongs to a first run, one after the other.
 * Their records belong to that of the first, see bf_record_replicate (): same bits as a configuration with that one
 * seed, but without histograms. They pause, step and stop with the others.
 *
 * Validation samples are evaluated with the weights after the update of step 1, of every 50th step and of the last
 * step; rows of other steps, and of the step that diverged, carry NAN.
 *
 * All functions: main thread (the thread-default main context at creation). Callbacks: same thread; they may call
 * any function here. Commands return at once; only bf_trainer_free () waits, for the mini-batches (or data
 * sets) being computed.
 */
#pragma once

#include "engine/spectrum.h"
#include "experiment/experiment.h"

#define BF_TRAINER_WINDOW 10

typedef enum {
  BF_TRAINER_IDLE,       /* nothing started, or reset */
  BF_TRAINER_RUNNING,
  BF_TRAINER_PAUSED,     /* rows of the mini-batches that were being computed may still follow */
  BF_TRAINER_FINISHED,   /* every configuration is done, diverged, failed or stopped, and its replicates are */
} BfTrainerState;

typedef struct _BfTrainer BfTrainer;

typedef struct {
  /* So many rows came of configuration @index: main thread, at most ~30 calls a second. The record has already
   * taken them when this is called; it may have thinned itself. @n_rows is 0 when it is replicates that have new
   * rows or ended. */
  void (*rows) (gpointer user_data, guint index, guint n_rows);
  void (*outcome) (gpointer user_data, guint index);    /* record's outcome was set */
  void (*state) (gpointer user_data, BfTrainerState state);   /* from commands too, before they return */
  /* What bf_trainer_request_spectrum () asked for: @spectrum (borrowed; may be referenced), or NULL and @error. */
  void (*spectrum) (gpointer user_data, guint index, BfSpectrum *spectrum, const GError *error);
} BfTrainerCallbacks;

/* @n_threads 0: one a core; never more than runs. Any callback may be NULL. */
BfTrainer *bf_trainer_new (guint n_threads, gboolean lockstep, const BfTrainerCallbacks *callbacks,
                           gpointer user_data);
/* Stops, joins every thread; no callback after it returns. */
void bf_trainer_free (BfTrainer *trainer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BfTrainer, bf_trainer_free)

/* The most bytes that a record may take together with its replicates, which share them evenly, from the next
 * bf_trainer_load () on; 0, as at first: anything. See bf_record_set_budget (). Where the trainer rests, records show
 * their newest row. */
void bf_trainer_set_record_budget (BfTrainer *trainer, gsize bytes);

/* Prepares all configurations (copied) of @experiment from their start, drops an earlier run. Fresh records are
 * available at once through bf_trainer_record (), for tasks read from a file when they are built. Does not start. */
void bf_trainer_load (BfTrainer *trainer, const BfExperiment *experiment);

/* Start or resume. Data sets and networks are built first, in the background; a configuration for which that
 * is impossible ends as FAILED with a message, the others run. Nothing happens when nothing is left to run. */
void bf_trainer_start (BfTrainer *trainer);
void bf_trainer_pause (BfTrainer *trainer);
void bf_trainer_step (BfTrainer *trainer);    /* one step of every configuration, then paused */
/* Ends the runs: before it returns, outcomes (UNFINISHED) and state are told; a mini-batch that is being computed
 * is given up, records keep what was complete. After it only bf_trainer_load () leads on. */
void bf_trainer_stop (BfTrainer *trainer);
/* Asks for the singular values of configuration @index at @sample (from 0) of its newest mini-batch. They are computed
 * in the background, between two steps or when it is paused or over; before the first step with the initial weights,
 * for which data and network are built. Asked again before that begins, it is answered once, for the newest @sample;
 * the newest is the last to be answered. FALSE after bf_trainer_stop (): there is no network any more, and no answer
 * will come. */
gboolean bf_trainer_request_spectrum (BfTrainer *trainer, guint index, guint sample);
BfTrainerState bf_trainer_state (BfTrainer *trainer);

guint bf_trainer_n (BfTrainer *trainer);
BfRecord *bf_trainer_record (BfTrainer *trainer, guint index);   /* borrowed; NULL until its shape is known */
guint64 bf_trainer_steps_done (BfTrainer *trainer);              /* of the slowest unfinished, else of the longest */
/* Replicates that are over, and all. */
guint bf_trainer_replicates_done (BfTrainer *trainer);
guint bf_trainer_n_replicates (BfTrainer *trainer);
