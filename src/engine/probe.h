/* What is measured at every step. Norms are accumulated in double whatever the precision; L is the
 * batch mean of the loss.
 *
 *   weight gradient        |dL/dW|, Frobenius, over all weight matrices of the layer, without biases
 *   activation gradient    |dL/dh| over the batch matrix [B, O] (or [T, B, O], total derivatives);
 *                          h is what the next layer reads, so after a residual sum
 *   preactivation gradient |dL/dz|, z = W x + b, before normalisation
 *   RMS forms              the norm divided by the square root of the number of entries
 *
 * Any thread; a probe is a plain value owned by its caller.
 */
#pragma once

#include "engine/budget.h"
#include "engine/histogram.h"

/* Measures per layer. Non-finite values are possible and meaningful. */
typedef enum {
  BF_WEIGHT_GRADIENT_NORM,
  BF_ACTIVATION_GRADIENT_NORM,
  BF_PREACTIVATION_GRADIENT_NORM,
  BF_WEIGHT_GRADIENT_RMS,
  BF_ACTIVATION_GRADIENT_RMS,
  BF_PREACTIVATION_GRADIENT_RMS,
  BF_UPDATE_RATIO,            /* |dW| / |W|, W before the step, dW as the optimiser computes it (before
                                 it is rounded away in W); NAN where no update was made */
  BF_ACTIVATION_MEAN,         /* of h, as h.mean() and h.std() of torch */
  BF_ACTIVATION_STD,
  BF_SATURATED_FRACTION,      /* share of (unit, sample) with |phi'| < 5 % of its maximum; bounded
                                 activations only, else 0 */
  BF_DEAD_FRACTION,           /* share of units with phi' exactly 0 for every sample of the batch */
  BF_N_LAYER_MEASURES
} BfLayerMeasure;

typedef struct {
  BfEntry entry;              /* id: column name in layers.csv; name: axis label */
  gboolean gradient;          /* a magnitude: drawn on a log axis */
  gboolean in_csv;
} BfLayerMeasureInfo;

/* Row i describes measure i. */
extern const BfTable bf_layer_measure_table;

typedef struct {
  guint64 step;                 /* from 1 */
  double loss;
  double accuracy;              /* NAN for regression */
  double gradient_norm;         /* over all parameters, before clipping */
  double clipped_gradient_norm; /* after; equal when nothing was clipped */
  guint n_layers;               /* L, the head is not counted */
  double (*layers)[BF_N_LAYER_MEASURES];       /* [L] */
  double (*budget)[BF_N_BUDGET_PARTS];         /* [L] see budget.h */
  guint64 *samples;             /* [L] rows behind every unit's share of saturated and dead: B, or
                                   B T in a recurrent layer */
  BfHistograms *histograms;     /* owned; NULL if none were taken at this step */
  guint n_recurrent;            /* recurrent layers */
  guint timesteps;              /* T, 0 without recurrent layers */
  double *hidden_gradient_norm; /* [n_recurrent, T] total |dL/dh_t|, t from 1 */
  double *cell_gradient_norm;   /* [n_recurrent, T] total |dL/dc_t|; NAN where there is no cell */
  guint *recurrent_layer;       /* [n_recurrent] 0-based layer index */
} BfProbe;

BfProbe *bf_probe_new (guint n_layers, guint n_recurrent, guint timesteps);
BfProbe *bf_probe_copy (const BfProbe *probe);
void bf_probe_free (BfProbe *probe);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BfProbe, bf_probe_free)
