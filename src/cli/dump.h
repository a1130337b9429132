/* `backflow run --dump`: what is needed to do the first step again in another program. */
#pragma once

#include "experiment/configuration.h"

/* Builds the network of @configuration anew, does its first step and writes into @folder
 *   initial.safetensors    its parameters before that, named as in a PyTorch state_dict
 *   batch.safetensors      "inputs" [B, I] or [B, T, I]; "targets": int64 classes [B] or values [B, outputs]
 *   gradients.safetensors  the gradient of each parameter on that batch, before clipping
 * with real numbers in the configuration's precision. */
gboolean bf_dump (const BfConfiguration *configuration, const char *folder, GError **error);
