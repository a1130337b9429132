/* A trainer under observation, and small experiments for it. */
#pragma once

#include "trainer/trainer.h"

#define WATCH_MAX 8

typedef struct _Watch Watch;

struct _Watch {
  BfTrainer *trainer;
  guint n_rows[WATCH_MAX];        /* announced since the last load */
  guint n_outcomes[WATCH_MAX];
  guint n_deliveries;             /* calls of rows() with any */
  guint n_replicate_deliveries;   /* without: of replicates only */
  GArray *states;                 /* of BfTrainerState, as announced */
  void (*on_rows) (Watch *watch, guint index);     /* NULL: nothing more */
  void (*on_replicates) (Watch *watch, guint index);
  void (*on_outcome) (Watch *watch, guint index);
  void (*on_state) (Watch *watch, BfTrainerState state);
  guint64 trigger;                /* for on_rows */
  BfSpectrum *spectra[WATCH_MAX]; /* the newest */
  char *spectrum_messages[WATCH_MAX];   /* why there is none */
  guint n_answers;                /* calls of spectrum() */
};

void watch_init (Watch *watch, guint n_threads, gboolean lockstep);
void watch_clear (Watch *watch);
void watch_load (Watch *watch, const BfExperiment *experiment);   /* forgets what was announced before */
void watch_until_state (Watch *watch, BfTrainerState state);
void watch_until_steps (Watch *watch, guint64 steps);
void watch_run (Watch *watch);                                    /* start, and wait until it is finished */
void watch_until_answers (Watch *watch, guint n);                 /* since the beginning */
void watch_for (guint milliseconds);                              /* runs the main loop */

/* @n configurations of different depth, seed, precision and batch size on two-dimensional data. */
BfExperiment *small_experiment (guint n, guint64 steps);
BfConfiguration *small_configuration (guint index, guint64 steps);
/* Layers of @units units, so wide that a step takes some milliseconds. */
BfConfiguration *wide_configuration (guint units, guint64 steps);
BfExperiment *experiment_of (BfConfiguration *first, ...) G_GNUC_NULL_TERMINATED;   /* takes them */

/* Bit by bit, the message and the time apart. */
void assert_records_equal (const BfRecord *a, const BfRecord *b);
/* Steps from 1, without a gap, as many as were announced. */
void assert_rows_complete (Watch *watch, guint index, guint n_rows);
