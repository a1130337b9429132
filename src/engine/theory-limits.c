#include "engine/theory.h"

static const struct { BfEntry entry; } limits[BF_N_THEORY_LIMITS] = {
  { { "narrow", N_("Narrow network"),
      N_("Depth over width is not small, so single seeds scatter widely around the prediction.") } },
  { { "small-batch", N_("Small batch"),
      N_("Batch normalisation over few samples depends on how the samples cluster.") } },
  { { "branch-mean", N_("Branch with a mean"),
      N_("The residual branch ends in an activation whose mean is not zero, which adds up layer by "
         "layer.") } },
  { { "shared-weights", N_("Shared weights"),
      N_("One Gaussian matrix is used at every timestep; products of the same matrix grow faster "
         "than those of independent ones.") } },
  { { "not-random", N_("Not random"),
      N_("The weights are not drawn at random, so there is nothing to average over.") } },
  { { "large-state", N_("Large state"),
      N_("The cell keeps so much that its state grows until tanh saturates, which passes less than "
         "predicted.") } },
  { { "driven-gates", N_("Driven gates"),
      N_("The inputs are so large that they, not the biases, decide how far the gates are open.") } },
  { { "unlike-stack", N_("Unlike layers"),
      N_("Paths through stacked cells that keep differently, or through shortcuts, are added as if "
         "they had nothing in common.") } },
  { { "samples-alike", N_("Samples alike"),
      N_("Activations hardly differ from sample to sample, so that even a gradient of healthy size "
         "teaches little.") } },
  { { "trained", N_("After training began"),
      N_("Weights and activations depend on each other after the first update; the prediction holds "
         "for step 1 only.") } },
};
const BfTable bf_theory_limit_table = BF_TABLE ("theory-limits", limits);
