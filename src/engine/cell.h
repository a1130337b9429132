/* Cells: what a layer computes. See cell.c for the table; dense-real.c for a cell. */
#pragma once

#include "engine/table.h"

/* The operations, in both precisions; layer.h. */
typedef struct BfLayerOps_f32 BfLayerOps_f32;
typedef struct BfLayerOps_f64 BfLayerOps_f64;

typedef struct {
  BfEntry entry;         /* "dense", "rnn", "lstm", "gru" */
  gboolean recurrent;
  gboolean gated;        /* has no free activation */
  gboolean has_cell_state; /* c beside h: probes hold |dL/dc_t| too */
  guint n_gates;         /* rows of W are n_gates * units */
  const BfLayerOps_f32 *ops_f32;
  const BfLayerOps_f64 *ops_f64;
} BfCell;

extern const BfTable bf_cell_table;
