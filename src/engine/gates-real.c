#include "engine/gates-real.h"

/* Where a sigmoid's slope s (1 - s) is below 0.05 / 4, and a tanh's 1 - t^2 below 0.05. */
#define SATURATED_SIGMOID ((real) 0.0125)
#define SATURATED_TANH ((real) 0.05)

static BF_CLONES guint32
count_sigmoid (guint n, const real *s)
{
  guint32 count = 0;

  for (guint i = 0; i < n; i++)
    count += s[i] * (1 - s[i]) < SATURATED_SIGMOID;
  return count;
}

static BF_CLONES guint32
count_tanh (guint n, const real *t)
{
  guint32 count = 0;

  for (guint i = 0; i < n; i++)
    count += 1 - t[i] * t[i] < SATURATED_TANH;
  return count;
}

void
X (measure_gates) (Layer *layer, guint n_gates, guint candidate)
{
  const gsize rows = (gsize) layer->timesteps * layer->network->rows;
  const guint units = layer->units;
  const real *gate = layer->recurrence.gates;
  gsize saturated = 0;

  if (layer->network->training.unmeasured)
    return;
  for (gsize row = 0; row < rows; row++)
    for (guint g = 0; g < n_gates; g++, gate += units)
      saturated += g == candidate ? count_tanh (units, gate) : count_sigmoid (units, gate);
  layer->statistics.saturated = saturated / ((double) rows * n_gates * units);
  layer->statistics.dead = 0;
}
