/* Optimisers, with torch.optim's formulas and defaults. */
#pragma once

#include "engine/table.h"

typedef struct {
  guint64 step;             /* from 1 */
  double learning_rate;
  double momentum;
  double gradient_scale;    /* multiplies the gradient: clipping */
} BfOptimizerStep;

typedef struct {
  BfEntry entry;            /* "sgd", "momentum", "rmsprop", "adam" */
  guint n_state;            /* vectors of the parameters' length it keeps, zero at first; <= 2 */
  gboolean has_momentum;    /* reads BfTrainingSpec.momentum */
  double default_learning_rate; /* a sensible start for the builder */
  /* @update, what is to be subtracted from the parameters, from their @gradient; n values each. */
  void (*update_f32) (gsize n, const BfOptimizerStep *step, const float *gradient,
                      float *const *state, float *update);
  void (*update_f64) (gsize n, const BfOptimizerStep *step, const double *gradient,
                      double *const *state, double *update);
} BfOptimizer;

extern const BfTable bf_optimizer_table;
