/* Training without a window: a main loop, a progress line, a way to interrupt. */
#pragma once

#include "engine/spectrum.h"
#include "experiment/experiment.h"

/* Singular values of a run, at the first sample of a mini-batch. */
typedef struct {
  BfSpectrum *values[2];   /* with the initial and the final weights; NULL where there are none */
  char *message;           /* why they cannot be had, or NULL */
} BfSpectra;
void bf_spectra_clear (BfSpectra *spectra);

/* Trains all configurations of @experiment from their start and gives it their records and newest singular
 * values. @show_progress: on stderr.
 * @spectra [number of configurations], zeroed, takes their singular values; NULL: none are asked for.
 * Ends early on SIGINT, SIGTERM or SIGHUP and returns the signal's number then, else 0; a second
 * signal has its usual effect. */
int bf_train (BfExperiment *experiment, guint n_threads, gboolean show_progress, BfSpectra *spectra);
