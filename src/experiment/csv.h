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
char *bf_json_summary (const BfConfiguration *configuration, const BfRecord *record);
/* Of @n spectra of one run, in this order. */
char *bf_csv_spectra (BfSpectrum *const *spectra, guint n, BfPrecision precision);
