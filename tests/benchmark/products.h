/* The matrix products of one training step and nothing else, through cblas_sgemm: the limit that a step's time is
 * measured against.
 *
 * Every layer has its weights, gradients and activations at a place of its own, as in the training, so that the
 * memory that is read and written is the same. */
#pragma once

#include "engine/network.h"

typedef struct _Products Products;

/* Of a step over @batch_size samples. Aborts if memory is short. */
Products *products_new (const BfNetworkSpec *network, guint batch_size);
void products_free (Products *products);

void products_run (Products *products);

/* Floating-point operations of a run. */
double products_flops (const Products *products);
