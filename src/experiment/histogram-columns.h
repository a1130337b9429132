/* The histograms of a record as they stand in a file, before they are put together. Private to this
 * folder. */
#pragma once

#include "experiment/reader.h"

#include "engine/histogram.h"

typedef struct {
  const double *zero, *not_finite, *first, *octaves;   /* [taken, layers] */
  const double *counts;                                /* [octaves of all of them, parts] */
} BfHistogramColumn;

typedef struct {
  guint n_taken;                            /* 0: the record has none */
  const double *steps;                      /* [taken] */
  BfHistogramColumn kinds[BF_N_HISTOGRAMS];
  guint next;                               /* the one to be collected */
} BfHistogramColumns;

/* Member "histograms" of @record, which has these @steps; missing: none. */
gboolean bf_read_histograms (BfReader *reader, JsonObject *record, const double *steps,
                             guint n_steps, guint n_layers, BfHistogramColumns *columns);

/* Whether there are histograms of @step; if so, into @histograms, which has room for all octaves. To
 * be asked for the record's steps in their order. */
gboolean bf_collect_histograms (BfHistogramColumns *columns, double step, BfHistograms *histograms);
