/* Optimisers, with torch.optim's formulas and defaults. */
#pragma once

#include "engine/table.h"

typedef struct {
  BfEntry entry;            /* "sgd", "momentum", "rmsprop", "adam" */
  guint n_state;            /* vectors of the parameters' length it keeps */
  gboolean has_momentum;    /* reads BfTrainingSpec.momentum */
  double default_learning_rate; /* a sensible start for the builder */
} BfOptimizer;

extern const BfTable bf_optimizer_table;
