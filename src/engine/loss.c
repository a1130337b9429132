/* The table of losses. A row needs one function, in loss-scalar.h. */
#include "engine/loss.h"

#define BF_REAL_BITS 32
#include "engine/loss-scalar.h"
#undef BF_REAL_BITS
#define BF_REAL_BITS 64
#include "engine/loss-scalar.h"

#define EVALUATE(function) .evaluate_f32 = function##_f32, .evaluate_f64 = function##_f64

static const BfLoss rows[] = {
  { .entry = { "cross-entropy", N_("Cross-entropy"),
               N_("Mean of −log p of the right class, p by softmax.") },
    .classes = TRUE, EVALUATE (cross_entropy) },
  { .entry = { "mean-squared-error", N_("Mean squared error"),
               N_("Mean of (prediction − target)² over samples and outputs.") },
    EVALUATE (mean_squared_error) },
};

const BfTable bf_loss_table = BF_TABLE ("losses", rows);
