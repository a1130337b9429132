/* The training loop: synchronous, without threads, without printing. One object trains one network.
 *
 * Nothing is allocated inside a step. The same spec, source and precision give the same bits,
 * whatever runs beside it and however the calls to bf_training_run() are cut.
 *
 * One thread at a time may use a BfTraining; different ones are independent.
 */
#pragma once

#include "engine/network.h"
#include "engine/probe.h"

#define BF_ENGINE_ERROR (bf_engine_error_quark ())
GQuark bf_engine_error_quark (void);
typedef enum {
  BF_ENGINE_ERROR_SPEC,     /* a combination that cannot be built */
  BF_ENGINE_ERROR_MEMORY,   /* too large for this machine's memory */
  BF_ENGINE_ERROR_STOPPED,  /* someone no longer wants the result */
} BfEngineError;

/* Bytes of memory that this machine has; G_MAXUINT64 if it does not say. */
guint64 bf_physical_memory (void);

/* Samples in rows: inputs [n, I] or [n, T, I]; classes [n] or targets [n, outputs], the other is
 * NULL. */
typedef struct {
  guint n;
  const float *inputs;
  const gint32 *classes;
  const float *targets;
} BfSamples;

/* Where the mini-batches come from. The engine keeps a copy of the struct, not of @data. */
typedef struct {
  /* Fills @inputs [B, I] or [B, T, I] and @classes [B] or @targets [B, outputs] (the other is NULL)
   * with mini-batch @step, from 1. A pure function of @step. */
  void (*fill) (gpointer data, guint64 step, guint batch_size, float *inputs, gint32 *classes,
                float *targets);
  gpointer data;
} BfSource;

typedef enum {
  BF_RUN_CONTINUES,  /* all asked steps done */
  BF_RUN_STOPPED,    /* the callback said stop */
  BF_RUN_DIVERGED,   /* loss or gradient no longer finite; the probe holds that step's row */
} BfRunOutcome;

/* Called after each step with its row (valid during the call). Return FALSE to stop. */
typedef gboolean (*BfStepFunc) (const BfProbe *probe, gpointer user_data);

typedef struct _BfTraining BfTraining;

/* Allocates everything and draws the initial weights. NULL and @error if it cannot. */
BfTraining *bf_training_new (const BfNetworkSpec *network, const BfTrainingSpec *spec,
                             const BfSource *source, GError **error);
void bf_training_free (BfTraining *training);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BfTraining, bf_training_free)

/* Up to @n_steps more steps. The step that diverges has its row, but changes no parameter, and a
 * diverged training does no further step. */
BfRunOutcome bf_training_run (BfTraining *training, guint64 n_steps, BfStepFunc func,
                              gpointer user_data);

guint64 bf_training_step (BfTraining *training);          /* steps done */
const BfProbe *bf_training_probe (BfTraining *training);  /* of the last step; borrowed */
const BfNetworkSpec *bf_training_network (BfTraining *training);   /* borrowed */
const BfTrainingSpec *bf_training_spec (BfTraining *training);     /* borrowed */
/* The mini-batch of the last step, before any step that of the first; borrowed, until the next step. */
void bf_training_batch (BfTraining *training, BfSamples *batch);
void bf_training_set_learning_rate (BfTraining *training, double learning_rate);

/* Loss (and accuracy, NAN for regression) on other samples, evaluated without changing anything;
 * batch normalisation uses its running statistics. */
void bf_training_evaluate (BfTraining *training, const BfSamples *samples, double *loss,
                           double *accuracy);

/* One parameter tensor. Names as in a PyTorch state_dict: "layers.0.weight", "head.bias".
 * Shape [rows, columns], columns 0 for a vector. Data are float or double by precision, row-major,
 * owned by the training and at the same place as long as it lives; gradient is that of the last
 * step, before clipping. */
typedef struct {
  const char *name;
  guint rows, columns;
  BfPrecision precision;
  gpointer value;
  gconstpointer gradient;
} BfTensor;

guint bf_training_n_tensors (BfTraining *training);
void bf_training_tensor (BfTraining *training, guint index, BfTensor *tensor);

/* One forward and backward pass on @samples, at most as many as the batch size, without an update;
 * gradients are left in the tensors and the measures, with histograms unless they are never taken,
 * in the probe (step unchanged). Batch
 * normalisation takes the statistics of @samples and leaves its running ones alone. Returns the
 * loss. For gradient checks. */
double bf_training_gradient (BfTraining *training, const BfSamples *samples);
