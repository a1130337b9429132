/* How large a configuration's network is. Remembers the shape of the data last asked for, so that a
 * file is not read again at every key. Main thread only. */
#pragma once

#include "experiment/experiment.h"

typedef struct _BfBuilderSize BfBuilderSize;

BfBuilderSize *bf_builder_size_new (void);
void bf_builder_size_free (BfBuilderSize *self);

/* Forgets the shape: the file may be another by now. */
void bf_builder_size_forget (BfBuilderSize *self);

/* Remembers how fast the networks of @experiment were trained on the task last described, so that
 * the time of others is known. Cheap. */
void bf_builder_size_learn (BfBuilderSize *self, const BfExperiment *experiment);

/* "83,850 parameters · 1.1 MB of memory · about 12 s" of @configuration, whose settings are valid;
 * NULL and @error if its data cannot be read. g_free(). */
char *bf_builder_size_describe (BfBuilderSize *self, const BfConfiguration *configuration,
                                GError **error);
