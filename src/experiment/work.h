/* How much there is to compute. */
#pragma once

#include "engine/network.h"

/* Floating-point operations of one step, to a few per cent where products of matrices prevail: for
 * every weight and sample, and timestep of a recurrent layer, a multiplication and an addition in
 * each of three products, forward, to the weights and to the inputs. */
double bf_network_spec_work (const BfNetworkSpec *spec, guint batch_size);
