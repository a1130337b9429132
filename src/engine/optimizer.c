/* The table of optimisers. A row needs one update function, in optimizer-scalar.h. */
#include "engine/optimizer.h"

#define BF_REAL_BITS 32
#include "engine/optimizer-scalar.h"
#undef BF_REAL_BITS
#define BF_REAL_BITS 64
#include "engine/optimizer-scalar.h"

#define UPDATE(function) .update_f32 = function##_f32, .update_f64 = function##_f64

static const BfOptimizer rows[] = {
  { .entry = { "sgd", N_("SGD"), N_("Stochastic gradient descent: w −= rate · g.") },
    .n_state = 0, .default_learning_rate = 0.1, UPDATE (sgd) },
  { .entry = { "momentum", N_("SGD with momentum"),
               N_("v = momentum · v + g; w −= rate · v.") },
    .n_state = 1, .has_momentum = TRUE, .default_learning_rate = 0.01, UPDATE (momentum) },
  { .entry = { "rmsprop", N_("RMSprop"),
               N_("Each weight’s step is divided by a running root mean square of its gradient.") },
    .n_state = 1, .default_learning_rate = 0.001, UPDATE (rmsprop) },
  { .entry = { "adam", N_("Adam"),
               N_("Running mean over running root mean square, both bias-corrected. Hides vanishing.") },
    .n_state = 2, .default_learning_rate = 0.001, UPDATE (adam) },
};

const BfTable bf_optimizer_table = BF_TABLE ("optimizers", rows);
