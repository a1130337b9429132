/* What figures over timesteps ask of runs. Private to the folder. */
#pragma once

#include "figure/figure.h"

/* Whether any configuration is recurrent: BfFigure.applies. */
gboolean bf_view_is_recurrent (const BfFigureView *view);
/* Why such a figure is empty else; translated. */
const char *bf_not_recurrent (void);

/* The end of a timestep axis: of runs that are to come too, so that a first one does not move it. */
guint bf_view_timesteps (const BfFigureView *view);

/* Recurrent layers of a run whose rows have timesteps; 0: none. */
guint bf_run_n_recurrent (const BfFigureRun *run);
/* Whether the layer of index @recurrent among the recurrent ones has a cell state too. */
gboolean bf_run_has_cell_state (const BfFigureRun *run, guint recurrent);

/* [timesteps] of the record's @row. */
const double *bf_run_state_gradients (const BfFigureRun *run, guint row, guint recurrent,
                                      gboolean is_cell);

/* "RNN", "RNN, layer 2", "RNN, layer 2, cell": what is drawn of a state. @n_recurrent: of the run.
 * Translated, g_free(). */
char *bf_state_name (const BfFigureRun *run, guint recurrent, gboolean is_cell);
/* "RNN (no recurrent layer)" */
char *bf_stateless_label (const char *name);

/* What is measured of states; names axes and bars. */
extern const BfEntry bf_state_gradient_entry;
