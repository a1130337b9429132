/* What is said of spectra in words. Private to the folder. */
#pragma once

#include "figure/scene-private.h"

guint bf_spectrum_count (const BfSpectrum *spectrum, BfSpectrumPlace place);
/* Of each layer the matrix that passes its states on: of recurrent ones the recurrent matrix. Not of the
 * head. Borrowed BfSpectrumMatrix; g_ptr_array_unref(). */
GPtrArray *bf_spectrum_weights (const BfSpectrum *spectrum);

/* Updates that the weights of the newest spectrum shown have seen. */
guint64 bf_spectrum_view_step (const BfFigureView *view);
char *bf_spectrum_when (guint64 step);              /* "weights after training step 17"; g_free() */

/* The name of @run with what must be known of its spectrum: of other weights than after @step, or why
 * there is none. g_free(). */
char *bf_spectrum_label (const BfFigureRun *run, const BfFigureView *view, guint64 step);
/* Why no spectrum of @view can be shown; translated, borrowed. */
const char *bf_spectrum_nothing (const BfFigureView *view);

/* "NAME, QUANTITY: largest 1.2, median …"; g_free(). */
char *bf_spectrum_summary (const BfFigureRun *run, const char *name, const char *quantity,
                           const BfSpectrumMatrix *matrix);
/* The same of bf_spectrum_weights(). */
char *bf_spectrum_weights_summary (const char *name, const GPtrArray *matrices);

/* Such summaries of the lines of a panel: read out where that is pointed at, of one line if it is
 * picked, else of those added as @first. */
BfSceneItem *bf_spectrum_summaries_new (guint panel);
void bf_spectrum_summaries_add (BfSceneItem *summaries, guint line, gboolean first, char *text);
