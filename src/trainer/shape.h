/* What is known of a run before it is built. Any thread. */
#pragma once

#include "experiment/experiment.h"

/* An empty record; NULL for a task whose shape cannot be told without reading a file. */
BfRecord *bf_shape_new_record (const BfConfiguration *configuration);
