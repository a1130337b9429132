/* Cells: what a layer computes. See cell.c for the table; dense.c, and later rnn.c, lstm.c, gru.c. */
#pragma once

#include "engine/table.h"

typedef struct {
  BfEntry entry;         /* "dense", "rnn", "lstm", "gru" */
  gboolean recurrent;
  gboolean gated;        /* has no free activation */
  guint n_gates;         /* rows of W are n_gates * units */
} BfCell;

extern const BfTable bf_cell_table;
