/* What a network is: layers after repeats are unrolled, and what it reads and predicts.
 *
 * Letters of shapes, everywhere in the engine: B batch, T timesteps, I inputs of a layer, O its
 * units, L layers. Layers count from 1 for people and from 0 in arrays and tensor names.
 *
 * Semantics are torch.nn's. The head is linear, drawn by xavier-uniform; biases start at zero, but
 * for forget_bias. A recurrent network reads its output at the last timestep; dense layers may
 * follow recurrent ones.
 */
#pragma once

#include "engine/activation.h"
#include "engine/cell.h"
#include "engine/initializer.h"
#include "engine/loss.h"
#include "engine/normalization.h"
#include "engine/optimizer.h"

typedef enum { BF_FLOAT32, BF_FLOAT64 } BfPrecision;

/* preactivation: inside the span each layer computes W phi(N(x)) + b;
 * postactivation: phi(N(W x + b)). Nothing is applied after the sum. */
typedef enum { BF_RESIDUAL_PREACTIVATION, BF_RESIDUAL_POSTACTIVATION } BfResidualForm;

/* One layer. Pointers are rows of static tables, never NULL. */
typedef struct {
  const BfCell *cell;
  guint units;                               /* O */
  const BfActivation *activation;            /* dense and rnn; gated cells ignore it */
  double activation_parameter;               /* slope, alpha */
  const BfInitializer *initializer;
  const BfInitializer *recurrent_initializer;
  double gain;                               /* multiplies the initialiser's scale */
  double initializer_std;                    /* for "normal" */
  double forget_bias;                        /* lstm; gru: of the gate that keeps */
  const BfNormalization *normalization;
  BfResidualForm residual_form;
  double residual_scale;                     /* y = x + scale * F(x) */
  int span_first;                            /* first layer (0-based) of the residual span this
                                                layer belongs to, -1 outside spans */
  gboolean span_last;                        /* this layer ends its span: the sum is taken here */
} BfLayerSpec;

typedef struct {
  guint inputs;          /* n values of one sample, or of one timestep */
  guint timesteps;       /* T; 0 for data without a time axis */
  guint outputs;         /* classes, or regression targets */
  const BfLoss *loss;
  guint n_layers;
  BfLayerSpec *layers;   /* [L] */
} BfNetworkSpec;

typedef struct {
  const BfOptimizer *optimizer;
  double learning_rate;
  double momentum;
  double clip_norm;      /* 0: no clipping by global norm. The norm after is exactly min (norm,
                            clip_norm); torch's clip_grad_norm_ adds 1e-6 to the divisor */
  guint batch_size;      /* B */
  guint64 seed;
  BfPrecision precision;
  gboolean unmeasured;   /* Nothing is measured but loss and accuracy, and the gradient norm where
                            clipping needs it: all else in the probe is NAN. A little faster; for
                            who wants the trained network alone. Parameters are the same, bit for
                            bit, but a gradient that is not finite is only noticed by the loss. */
  guint64 histogram_interval;  /* histograms are taken at step 1, at every multiple of this, and at
                                  the last step; 0: never */
  guint64 steps;         /* number of the last step, if it is known: for the histograms alone */
} BfTrainingSpec;

/* Number of trainable parameters, head included. */
guint64 bf_network_spec_n_parameters (const BfNetworkSpec *spec);

/* Bytes a training of this network needs, for a message before anything is allocated. */
guint64 bf_network_spec_memory (const BfNetworkSpec *spec, const BfTrainingSpec *training);
