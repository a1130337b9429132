#include "engine/normalization.h"

static const BfNormalization rows[] = {
  { .entry = { "none", N_("None"), N_("The pre-activation as it is.") },
    .over = BF_NORMALIZE_NONE },
  { .entry = { "batch", N_("Batch normalisation"),
               N_("Each unit to mean 0 and variance 1 over the mini-batch.") },
    .over = BF_NORMALIZE_BATCH },
  { .entry = { "layer", N_("Layer normalisation"),
               N_("Each sample to mean 0 and variance 1 over the units of the layer.") },
    .over = BF_NORMALIZE_LAYER },
};

const BfTable bf_normalization_table = BF_TABLE ("normalizations", rows);
