/* Making a network of one precision; layout-real.c. See core.h for what the functions promise. */
#pragma once

#include "engine/layer.h"

BfCoreSize X (network_size) (const BfNetworkSpec *spec, const BfTrainingSpec *training);
gpointer X (network_new) (const BfNetworkSpec *spec, const BfTrainingSpec *training);
void X (network_free) (gpointer core);
