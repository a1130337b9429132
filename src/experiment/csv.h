/* The CSV files and summary of a run, as `backflow run` writes them. '.' decimals whatever the
 * locale; 9 (float32) or 17 (float64) significant digits; non-finite as nan, inf, -inf; not
 * measured is an empty field. */
#pragma once

#include "engine/spectrum.h"
#include "experiment/experiment.h"

char *bf_csv_training (const BfRecord *record, BfPrecision precision);   /* g_free() */
char *bf_csv_layers (const BfRecord *record, BfPrecision precision);
/* Only the header without recurrent layers. */
char *bf_csv_timesteps (const BfRecord *record, BfPrecision precision);
/* The filled bins of every histogram taken: lower < |x| <= upper. Zero has 0 and 0, what is not finite
 * nan and nan. */
char *bf_csv_histograms (const BfRecord *record, BfPrecision precision);
/* From the second layer on; in decades. */
char *bf_csv_budget (const BfRecord *record, BfPrecision precision);
/* What low-precision formats would lose of dL/dh at the steps with histograms, at some loss scales. */
char *bf_csv_low_precision (const BfRecord *record, BfPrecision precision);
/* One line for each seed of @configuration: how it ended, and its last values. @record is that of the first. */
char *bf_csv_seeds (const BfConfiguration *configuration, const BfRecord *record);
char *bf_json_summary (const BfConfiguration *configuration, const BfRecord *record);
/* Of @n spectra of one run, in this order. */
char *bf_csv_spectra (BfSpectrum *const *spectra, guint n, BfPrecision precision);
