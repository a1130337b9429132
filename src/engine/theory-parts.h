/* What the theory of layers (theory.c) and that of timesteps (theory-time.c) share. Moments of
 * gradients are second moments in natural logarithms. */
#pragma once

#include <math.h>

#include "engine/gaussian.h"
#include "engine/theory.h"

/* Distribution of a layer's output as far as theory follows it. */
typedef struct {
  double mean;
  double square;             /* E h^2 */
} BfSignal;

/* One recurrent layer, [T] each. */
typedef struct {
  const BfLayerSpec *spec;
  guint inputs;
  double input_variance;     /* Var W_ih, of one gate */
  double recurrent;          /* n Var W_hh, of one gate */
  double matrix_variance;    /* of ln |W_hh v|^2 over seeds, for a fixed v */
  BfSignal *output;          /* what the next layer reads */
  /* Simple cells; else NULL. */
  double *slope;             /* E phi'^2 */
  double *step_variance;     /* of ln of one step's factor over seeds */
  /* Gated cells, RMS. */
  double keep;               /* f */
  double read;               /* of dL/dh_t, to c_t: 1 without c */
  double write;              /* of that, to the preactivation of the candidate */
  double step;               /* s */
  double *hidden, *cell;     /* total dL/dh_t, dL/dc_t; cell NULL where there is none */
  double *direct_hidden, *direct_cell;  /* gated cells: without W_hh; else NULL */
  double *above;             /* dL/d(what is handed on) */
  double *below;             /* dL/dx_t */
  double *variance;          /* over seeds, of ln of the moments, from the last timestep on */
} BfTimeLayer;

/* All recurrent layers, which come first. */
typedef struct {
  guint n, timesteps;
  BfTimeLayer *layers;       /* [n] */
} BfTimeLayers;

/* Forward from inputs of mean square @mean_square; n = 0 without recurrent layers. */
void bf_time_layers_init (BfTimeLayers *self, const BfNetworkSpec *spec, double mean_square,
                          guint *limits);
/* Backward from @log_moment of dL/dh at the last timestep of the last recurrent layer. */
void bf_time_layers_backward (BfTimeLayers *self, double log_moment, guint *limits);
/* Of dL/d(what the layer hands on), mean over timesteps; and its variance over seeds. */
double bf_time_layer_moment (const BfTimeLayers *self, guint layer, double *variance);
void bf_time_layers_clear (BfTimeLayers *self);

/* Variance of one entry of a block [@rows, @columns] of @layer's weights. */
double bf_theory_weight_variance (const BfLayerSpec *layer, const BfInitializer *initializer,
                                  guint rows, guint columns, guint *limits);
/* Variance over seeds of ln |W^T D v|^2 for a fixed v, where D holds slopes with these moments. */
double bf_theory_crossing_variance (const BfInitializer *initializer, const BfGaussianMoments *phi,
                                    guint units);

static inline double
bf_log_add (double a, double b)
{
  double high = MAX (a, b), low = MIN (a, b);

  return isfinite (high) ? high + log1p (exp (low - high)) : high;
}
