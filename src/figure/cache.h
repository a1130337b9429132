/* The inside of BfFigureCache. Private to the folder. All of it works without a cache too, from
 * the first row on. */
#pragma once

#include "figure/figure.h"
#include "plot/heat-map.h"
#include "plot/scale.h"

/* Forgets what belongs to no run of @view; every figure begins with it. */
void bf_figure_cache_begin (const BfFigureView *view);

/* Range of a measure over all layers and all rows of @run, which has rows. */
void bf_layer_range (const BfFigureView *view, const BfFigureRun *run, BfLayerMeasure measure,
                     gboolean logarithmic, BfRange *range);
/* The same of the gradients at all timesteps of all recurrent layers. */
void bf_time_range (const BfFigureView *view, const BfFigureRun *run, BfRange *range);

/* The cells of the view's measure, layer by step @first..@last, in at most @max_columns columns.
 * Lent until the cache is used again; without a cache @owned is set to what must be freed. */
const BfHeatMap *bf_layer_map (const BfFigureView *view, const BfFigureRun *run, guint64 first,
                               guint64 last, guint max_columns, BfHeatMap **owned);
