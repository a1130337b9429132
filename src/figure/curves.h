/* Curves over the training steps of a run, kept in the cache: only new rows are looked at.
 * Private to the folder. */
#pragma once

#include "figure/figure.h"

/* What there is a curve of: first every BfTrainingMeasure, then these, of the update ratios of all
 * layers at a step; layers without one do not count. */
enum
{
  BF_CURVE_UPDATE_MEDIAN = BF_N_TRAINING_MEASURES,
  BF_CURVE_UPDATE_SMALLEST,
  BF_CURVE_UPDATE_LARGEST,
  BF_CURVE_UPDATE_BROKEN,    /* NAN at the steps where some layers have none, and nothing elsewhere */
  BF_N_CURVES
};

/* Lent as what bf_figure_cache_get() lends. */
typedef struct {
  gsize n;
  const double *x, *y;       /* [n] steps and values; what is optional only where it was measured */
  const BfRange *ranges;     /* [2]: on a linear and on a log axis */
} BfCurve;

/* @run has rows, @view a cache. */
BfCurve bf_curve (const BfFigureView *view, const BfFigureRun *run, guint what);

/* Whether clipping changed any gradient. */
gboolean bf_curve_is_clipped (const BfFigureView *view, const BfFigureRun *run);

/* [n] Exponential mean of about @window steps, corrected for its beginning; of the logarithms on a
 * log axis. What has no place there breaks it and is NAN. Of a curve that leaves no row out. It
 * weighs by steps, not by rows: after a gap of k steps what was before counts as little as if there
 * had been k - 1 rows between, so that the window is as wide in a record that was thinned. */
const double *bf_curve_smooth (const BfFigureView *view, const BfFigureRun *run, guint what,
                               gboolean logarithmic, guint window);
