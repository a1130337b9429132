#include "experiment/work.h"

double
bf_network_spec_work (const BfNetworkSpec *spec, guint batch_size)
{
  double n_products = 0;
  guint fan_in;

  g_return_val_if_fail (spec != NULL, 0);

  fan_in = spec->inputs;
  for (guint i = 0; i < spec->n_layers; i++)
    {
      const BfLayerSpec *layer = &spec->layers[i];
      const double fan_in_all = (double) fan_in + (layer->cell->recurrent ? layer->units : 0);
      const guint times = layer->cell->recurrent ? MAX (spec->timesteps, 1) : 1;

      n_products += fan_in_all * layer->units * layer->cell->n_gates * times;
      fan_in = layer->units;
    }
  n_products += (double) fan_in * spec->outputs;
  return 6 * n_products * batch_size;
}
