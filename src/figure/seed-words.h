/* What the figure of seeds says in words and numbers of one step. Private to the folder. */
#pragma once

#include "experiment/seeds.h"
#include "figure/figure.h"

/* The same for all runs, so that they can be compared. */
BfSeedBand bf_seeds_band (const BfFigureView *view);
/* Whether gradients are shown by timestep: where there are nothing but recurrent layers. */
gboolean bf_seeds_over_time (const BfFigureView *view);
/* The largest of the steps shown, 0 without rows. */
guint64 bf_seeds_step (const BfFigureView *view);
/* Of the gradient at a place (from 0), over the seeds of @run that have the step shown. */
void bf_seeds_spread (const BfFigureRun *run, const BfFigureView *view, guint place,
                      gboolean over_time, gboolean geometric, BfSeedSpread *spread);

/* "Sigmoid (5 seeds)", "Sigmoid (1 of 5 seeds diverged)"; g_free(). */
char *bf_seeds_label (const BfFigureRun *run);
/* Whether two differ more than their seeds; translated, NULL: nothing to compare. g_free(). */
char *bf_seeds_compare (const BfFigureRun *a, const BfSeedSpread *of_a, const BfFigureRun *b,
                        const BfSeedSpread *of_b);
/* How the others differ from the first run: at the first layer or timestep, or in the loss. At most
 * @most. */
void bf_seeds_differences (const BfFigureView *view, gboolean of_loss, guint most,
                           void (*func) (gpointer user_data, const char *difference),
                           gpointer user_data);
