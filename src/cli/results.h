/* The folder of results of `backflow run`. */
#pragma once

#include "cli/options.h"
#include "cli/train.h"

/* Makes the folder of @options and in it one folder for each configuration, and sees to it that files can be written
 * there and where the report goes, so that nobody trains in vain. */
gboolean bf_results_prepare (const BfExperiment *experiment, const BfRunOptions *options, GError **error);

/* Writes what was recorded: tables, summaries, figures, dumps as @options say; and @spectra [number of
 * configurations], unless NULL. Stops at the first error. */
gboolean bf_results_write (const BfExperiment *experiment, const BfRunOptions *options,
                           const BfSpectra *spectra, GError **error);
