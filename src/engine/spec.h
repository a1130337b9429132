/* What the engine can build. The rules a person meets, with the names of the fields, are those of
 * bf_configuration_validate(); these guard the arrays. */
#pragma once

#include "engine/training.h"

gboolean bf_network_spec_check (const BfNetworkSpec *spec, const BfTrainingSpec *training,
                                GError **error);
