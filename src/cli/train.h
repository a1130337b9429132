/* Training without a window: a main loop, a progress line, a way to interrupt. */
#pragma once

#include "experiment/experiment.h"

/* Trains all configurations of @experiment from their start and gives it their records. @show_progress: on stderr.
 * Ends early on SIGINT, SIGTERM or SIGHUP and returns the signal's number then, else 0; a second
 * signal has its usual effect. */
int bf_train (BfExperiment *experiment, guint n_threads, gboolean show_progress);
