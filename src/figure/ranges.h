/* Ranges of what a run recorded over all its rows, which it must have; with a cache only new rows
 * are looked at. Private to the folder. */
#pragma once

#include "figure/figure.h"

/* Of a measure over all layers. */
void bf_layer_range (const BfFigureView *view, const BfFigureRun *run, BfLayerMeasure measure,
                     gboolean logarithmic, BfRange *range);

/* Of the gradients at all timesteps of all recurrent layers: of the hidden state, or of the cell
 * state of those that have one. */
void bf_time_range (const BfFigureView *view, const BfFigureRun *run, gboolean is_cell,
                    gboolean logarithmic, BfRange *range);

/* The same of values divided by that of the last layer, or timestep of their layer. */
void bf_relative_layer_range (const BfFigureView *view, const BfFigureRun *run,
                              BfLayerMeasure measure, gboolean logarithmic, BfRange *range);
void bf_relative_time_range (const BfFigureView *view, const BfFigureRun *run, gboolean is_cell,
                             gboolean logarithmic, BfRange *range);

/* What values are divided by where they are shown relative to @last; NAN, as they are then, if it is not
 * positive and finite. */
double bf_relative_to (double last);

/* Widens the range of what is drawn of one step towards that of all steps, so that a log axis holds
 * still while the steps pass, but not so far that one explosion flattens all others. */
void bf_range_widen (BfRange *range, const BfRange *all);
