#include "engine/cell.h"

/* Defined in the cell's own file, CELL-real.c. */
extern const BfLayerOps_f32 bf_dense_ops_f32;
extern const BfLayerOps_f64 bf_dense_ops_f64;

static const BfCell rows[] = {
  { .entry = { "dense", N_("Dense"), N_("h = φ(W x + b): every unit reads every input.") },
    .n_gates = 1, .ops_f32 = &bf_dense_ops_f32, .ops_f64 = &bf_dense_ops_f64 },
};

const BfTable bf_cell_table = BF_TABLE ("cells", rows);
