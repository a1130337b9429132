/* The inside of BfFigureCache: what figures keep of a run from one scene to the next. Private to
 * the folder.
 *
 * Every scene has one, the view's or its own, so that figures need not know which. */
#pragma once

#include "figure/figure.h"

/* Something that is kept; figures have a static one each. */
typedef struct {
  gsize size;
  void (*clear) (gpointer data);   /* before the memory is freed; NULL: nothing */
} BfCacheKind;

/* Forgets what belongs to no run of @view, and what the last scene did not use; every scene begins
 * with it. */
void bf_figure_cache_begin (const BfFigureView *view);

/* The @index-th of its kind that is kept of @run, all zero when it is new, also after the record was
 * thinned; NULL without a cache.
 * Lent until two scenes later. */
gpointer bf_figure_cache_get (const BfFigureView *view, const BfFigureRun *run,
                              const BfCacheKind *kind, guint index);
