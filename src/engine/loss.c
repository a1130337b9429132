#include "engine/loss.h"

static const BfLoss rows[] = {
  { .entry = { "cross-entropy", N_("Cross-entropy"),
               N_("Mean of −log p of the right class, p by softmax.") },
    .classes = TRUE },
  { .entry = { "mean-squared-error", N_("Mean squared error"),
               N_("Mean of (prediction − target)² over samples and outputs.") } },
};

const BfTable bf_loss_table = BF_TABLE ("losses", rows);
