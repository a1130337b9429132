/* The networks that training speed is measured on; the same as in peer_torch.py. */
#pragma once

#include "engine/training.h"

typedef struct _Workload Workload;

/* Their names, for a message. */
const char *workload_names (void);

/* NULL: there is none of that name. */
Workload *workload_new (const char *name);
void workload_free (Workload *workload);

const BfNetworkSpec *workload_network (const Workload *workload);
guint workload_batch_size (const Workload *workload);

/* A new training on drawn data, in float32. Aborts if it cannot be made. */
BfTraining *workload_train (const Workload *workload, gboolean record);
