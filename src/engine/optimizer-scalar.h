/* The optimisers' update functions; see optimizer.h. Included by optimizer.c alone, once a
 * precision.
 *
 * Constants are torch.optim's defaults: rmsprop alpha 0.99, eps 1e-8; adam betas 0.9 and 0.999, eps
 * 1e-8.
 */
#include "engine/real-math.h"

static BF_CLONES void
X (sgd) (gsize n, const BfOptimizerStep *step, const real *gradient, real *const *state,
         real *update)
{
  const real rate = step->learning_rate, scale = step->gradient_scale;

  BF_ELEMENTWISE
  for (gsize i = 0; i < n; i++)
    update[i] = rate * (scale * gradient[i]);
}

static BF_CLONES void
X (momentum) (gsize n, const BfOptimizerStep *step, const real *gradient, real *const *state,
              real *update)
{
  const real rate = step->learning_rate, scale = step->gradient_scale, keep = step->momentum;
  real *velocity = state[0];

  BF_ELEMENTWISE
  for (gsize i = 0; i < n; i++)
    {
      velocity[i] = keep * velocity[i] + scale * gradient[i];
      update[i] = rate * velocity[i];
    }
}

static BF_CLONES void
X (rmsprop) (gsize n, const BfOptimizerStep *step, const real *gradient, real *const *state,
             real *update)
{
  const real rate = step->learning_rate, scale = step->gradient_scale;
  const real keep = 0.99, blend = 1 - 0.99, epsilon = 1e-8;
  real *square = state[0];

  BF_ELEMENTWISE
  for (gsize i = 0; i < n; i++)
    {
      const real g = scale * gradient[i];

      square[i] = keep * square[i] + blend * g * g;
      update[i] = rate * g / (X (sqrt) (square[i]) + epsilon);
    }
}

static BF_CLONES void
X (adam) (gsize n, const BfOptimizerStep *step, const real *gradient, real *const *state,
          real *update)
{
  const real rate = step->learning_rate / (1 - pow (0.9, step->step)), scale = step->gradient_scale;
  const real correction = 1 / sqrt (1 - pow (0.999, step->step)), epsilon = 1e-8;
  const real keep = 0.9, blend = 1 - 0.9, keep_square = 0.999, blend_square = 1 - 0.999;
  real *mean = state[0], *square = state[1];

  BF_ELEMENTWISE
  for (gsize i = 0; i < n; i++)
    {
      const real g = scale * gradient[i];

      mean[i] = keep * mean[i] + blend * g;
      square[i] = keep_square * square[i] + blend_square * g * g;
      update[i] = rate * mean[i] / (X (sqrt) (square[i]) * correction + epsilon);
    }
}
