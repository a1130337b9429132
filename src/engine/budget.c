#include "engine/budget.h"

static const BfEntry parts[] = {
  [BF_BUDGET_ACTIVATION] = { "activation", N_("Activation"),
                             N_("Decades that the slope of the activation, or all gates, add.") },
  [BF_BUDGET_NORMALIZATION] = { "normalization", N_("Normalisation"),
                                N_("Decades that the way back through the normalisation adds.") },
  [BF_BUDGET_WEIGHT] = { "weight", N_("Weights"), N_("Decades that the weight matrix adds.") },
  [BF_BUDGET_SHORTCUT] = { "shortcut", N_("Shortcut"),
                           N_("Decades that the way past the layers, and the residual scale, add.") },
  [BF_BUDGET_RECURRENCE] = { "recurrence", N_("Recurrence"),
                             N_("Decades that later timesteps send back to earlier ones.") },
};
G_STATIC_ASSERT (G_N_ELEMENTS (parts) == BF_N_BUDGET_PARTS);

const BfTable bf_budget_table = BF_TABLE ("budget", parts);
