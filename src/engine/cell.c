#include "engine/cell.h"

static const BfCell rows[] = {
  { .entry = { "dense", N_("Dense"), N_("h = φ(W x + b): every unit reads every input.") }, .n_gates = 1 },
};

const BfTable bf_cell_table = BF_TABLE ("cells", rows);
