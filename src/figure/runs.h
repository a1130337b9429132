/* What all figures ask of runs and numbers. Private to the folder. */
#pragma once

#include "figure/figure.h"
#include "plot/scale.h"

gboolean bf_run_has_rows (const BfFigureRun *run);
gboolean bf_run_is_shown (const BfFigureRun *run);      /* has rows and is not hidden */
gboolean bf_view_has_rows (const BfFigureView *view);   /* any run of it */
guint bf_run_n_layers (const BfFigureRun *run);         /* of the record; 0 without rows */
/* The end of a layer axis: of those not run too, so that a first run does not move it. */
guint bf_view_max_layers (const BfFigureView *view);

/* FLT_MIN or DBL_MIN: below it numbers of this run lose digits. */
double bf_run_smallest_normal (const BfFigureRun *run);

/* The row that the view shows, and its step. The run must have rows. Where the view asks for the newest step, runs
 * that still train are shown at the newest one that all of them have reached, so that they can be compared. */
guint bf_run_row (const BfFigureRun *run, const BfFigureView *view);
guint64 bf_figure_run_step (const BfFigureRun *run, const BfFigureView *view);
/* The largest of the steps shown, 0 without rows: runs that ended early show their last one. */
guint64 bf_view_step (const BfFigureView *view);

/* The end of a step axis: grows with the runs in steps of 1-2-5, so that it seldom moves, but
 * never past what they are to have. */
guint64 bf_view_last_step (const BfFigureView *view);

/* As bf_record_step_near(), of the runs that are shown. Past all that they recorded there are no gaps. */
guint64 bf_view_step_near (const BfFigureView *view, guint64 step, int by);
/* One step in so many is recorded of those runs, at least. */
guint64 bf_view_interval (const BfFigureView *view);

const char *bf_run_name (const BfFigureRun *run);
/* The name with what must be known of it: not run, failed, diverged at a step, shown at another
 * step than @step (0: does not matter). g_free(). */
char *bf_run_label (const BfFigureRun *run, const BfFigureView *view, guint64 step);
/* The same of a part of the run, called @name. */
char *bf_run_label_as (const BfFigureRun *run, const char *name, const BfFigureView *view,
                       guint64 step);

const BfLayerMeasureInfo *bf_view_measure (const BfFigureView *view);
/* "Activation gradient, RMS (log scale)"; translated, g_free(). */
char *bf_axis_title (const BfEntry *entry, gboolean logarithmic);

/* For sentences about all runs: appends ": " before the first and "; " before the others, then
 * the run's label, or what the view's measure is at its first and last layer if it has rows. */
void bf_append_ends (GString *text, const BfFigureView *view, guint index);

/* Appends @value, and "underflow" where it is one. */
void bf_append_value (GString *text, double value, gboolean logarithmic, double smallest_normal);
