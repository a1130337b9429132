/* Normalisation of the pre-activation: none, batch (Ioffe & Szegedy 2015), layer (Ba et al. 2016).
 * eps 1e-5. */
#pragma once

#include "engine/table.h"

#define BF_NORMALIZATION_EPSILON 1e-5

typedef enum { BF_NORMALIZE_NONE, BF_NORMALIZE_BATCH, BF_NORMALIZE_LAYER } BfNormalizeOver;

typedef struct {
  BfEntry entry;            /* "none", "batch", "layer" */
  BfNormalizeOver over;     /* which axis the mean and variance are taken over */
} BfNormalization;

extern const BfTable bf_normalization_table;
