/* Ready networks to start from, and ready answers to what cannot be built. Neither is ever used
 * unless a person asks for it. */
#pragma once

#include "experiment/configuration.h"

typedef struct {
  BfEntry entry;
  const char *cell, *activation, *initializer, *normalization;   /* ids; activation NULL: the cell's */
  guint units, repeat, residual_span;
  double forget_bias;
} BfStart;

extern const BfTable bf_start_table;

/* Whether the samples of @settings have a time axis, known without looking into a file. */
gboolean bf_task_settings_has_time_axis (const BfTaskSettings *settings);

/* Recurrent networks are for tasks with a time axis, the others for those without. */
gboolean bf_start_fits (const BfStart *start, const BfTaskSettings *settings);

/* Replaces the layers of @configuration, and nothing else. */
void bf_start_apply (const BfStart *start, BfConfiguration *configuration);

/* Mends what bf_configuration_validate () complains about at @path in the way a person most likely
 * wants. Returns the name of what it did, for a button, or NULL: nothing is known that helps, and
 * @configuration is as it was. Static, N_() marked. */
const char *bf_configuration_mend (BfConfiguration *configuration, const char *path);
