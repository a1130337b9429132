/* A small network on drawn data, for the tests of the engine. */
#pragma once

#include "engine/training.h"

#define LABORATORY_MAX_LAYERS 128

typedef struct {
  BfNetworkSpec network;
  BfLayerSpec layers[LABORATORY_MAX_LAYERS];
  BfTrainingSpec training;
  BfSamples samples;      /* as many as the batch; owned */
} Laboratory;

/* Equal dense layers of @units on @inputs inputs: sgd with rate 0.1, float64, seed 1. Refine the
 * members, then draw. */
void laboratory_init (Laboratory *self, guint inputs, guint units, guint depth, guint outputs,
                      const char *activation, const char *initializer, const char *loss);
void laboratory_set_normalization (Laboratory *self, const char *id);

/* Spans of @span layers from the second layer on; what is left over is plain. */
void laboratory_set_residual (Laboratory *self, guint span, double scale, BfResidualForm form);

/* One batch of inputs from N(0, 1), with classes or targets, from the seed. */
void laboratory_draw (Laboratory *self);
void laboratory_clear (Laboratory *self);

/* A training on that batch, over and over. Aborts if it cannot be made. */
BfTraining *laboratory_train (Laboratory *self);

/* One forward and backward pass of a new training; its probe. */
BfProbe *laboratory_measure (Laboratory *self);

BfTensor laboratory_tensor (BfTraining *training, const char *name);
double laboratory_value (const BfTensor *tensor, gsize index);
double laboratory_gradient (const BfTensor *tensor, gsize index);
void laboratory_set_value (const BfTensor *tensor, gsize index, double value);
gsize laboratory_n_values (const BfTensor *tensor);
