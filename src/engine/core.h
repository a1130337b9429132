/* What training.c knows of a precision: one table of functions over an object it cannot look into.
 * network-real.c defines it for both.
 *
 * A core is used by one thread at a time. Only `new` allocates.
 */
#pragma once

#include "engine/training.h"

/* What the batch normalisation does, and whether measures are taken. */
typedef enum {
  BF_PASS_TRAINING,    /* statistics of the batch, which move the running ones */
  BF_PASS_GRADIENT,    /* statistics of the batch; nothing is changed */
  BF_PASS_EVALUATION,  /* running statistics, no measures */
} BfPass;

typedef struct {
  guint64 n_parameters;
  guint64 bytes;         /* G_MAXUINT64: more than can be counted */
} BfCoreSize;

typedef struct {
  BfCoreSize (*size) (const BfNetworkSpec *network, const BfTrainingSpec *training);

  /* A valid spec. NULL if memory is short. */
  gpointer (*new) (const BfNetworkSpec *network, const BfTrainingSpec *training);
  void (*free) (gpointer core);

  /* What the next passes are to fill, but for evaluations; NULL: no histograms are taken. */
  void (*set_histograms) (gpointer core, BfHistograms *histograms);

  /* Mean loss over @samples (1 <= n <= B), which must stay as they are until the backward pass.
   * @n_correct is 0 for regression. */
  double (*forward) (gpointer core, const BfSamples *samples, BfPass pass, guint *n_correct);

  /* Gradients of the last forward pass, and all measures but the step's. */
  void (*backward) (gpointer core, BfProbe *probe);

  /* Applies the optimiser and sets the update ratios. */
  void (*update) (gpointer core, const BfOptimizerStep *step, BfProbe *probe);

  const BfNetworkSpec *(*spec) (gpointer core);   /* borrowed */
  guint (*n_tensors) (gpointer core);
  void (*tensor) (gpointer core, guint index, BfTensor *tensor);
} BfCoreFunctions;

extern const BfCoreFunctions bf_core_f32, bf_core_f64;

/* A core of the network and with the parameters of @training, in the precision of @settings; running
 * statistics are not copied. NULL if memory is short. */
gpointer bf_core_new_copy (BfTraining *training, const BfTrainingSpec *settings);
/* Functions of that precision. */
const BfCoreFunctions *bf_core_functions (BfPrecision precision);

/* Bytes of this machine, and the error of a network that needs more. */
guint64 bf_physical_memory (void);
void bf_set_memory_error (GError **error, guint64 bytes);
