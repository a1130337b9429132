/* The loss of a run over its seeds at every step, kept in the cache: only steps that a seed has
 * reached since are computed again. Private to the folder. */
#pragma once

#include "experiment/seeds.h"
#include "figure/figure.h"

/* Lent as what bf_figure_cache_get() lends. */
typedef struct {
  gsize n;
  const double *x, *mean;          /* [n] steps, means of the seeds that have them */
  const double *low, *high;        /* [n] the band */
  const BfSeedSpread *spreads;     /* [n] */
} BfSeedCurve;

/* @run has rows, @view a cache. */
BfSeedCurve bf_seed_curve (const BfFigureView *view, const BfFigureRun *run, BfSeedBand band);

/* The record that has most of the steps: of the seed that came furthest. */
const BfRecord *bf_seed_furthest (const BfFigureRun *run);
/* The row of @step itself; FALSE: @record has none. */
gboolean bf_seed_row (const BfRecord *record, guint64 step, guint *row);
