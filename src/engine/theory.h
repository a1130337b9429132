/* The gradient that theory expects at initialisation, to draw beside the measured one.
 *
 * Mean-field recursion for wide networks: Poole et al. 2016, Schoenholz et al. 2017 (plain layers,
 * with the running q of every layer, not the fixed point); Yang et al. 2019 (batch normalisation;
 * its finite-batch form for ReLU is derived from the orthant probabilities of equicorrelated
 * Gaussians); Yang & Schoenholz 2017 (residual sums); Pascanu et al. 2013 and Chen et al. 2018
 * (recurrent). Gated cells pass J = f I + s G with the same random G at every timestep, so that the
 * mean square over N timesteps is the sum over k of C(N, k)^2 f^(2 (N - k)) s^(2 k); theory-time.c
 * has the form for stacks of them.
 *
 * Everything is a ratio to the last layer (timestep): anchor it at the measured gradient there
 * (prediction.h). Valid before the first update.
 *
 * Any thread; a BfTheory is a plain value owned by its caller.
 */
#pragma once

#include "engine/training.h"

/* What is known of the data: moments of one input value, over samples (and timesteps). */
typedef struct {
  double mean_square;
  double variance;       /* over samples, of each input, averaged over inputs */
} BfInputMoments;

/* Of @samples for a network of this spec. */
void bf_input_moments (const BfNetworkSpec *spec, const BfSamples *samples, BfInputMoments *moments);

typedef enum {
  BF_THEORY_HOLDS = 0,
  BF_THEORY_NARROW = 1 << 0,          /* depth / width is not small: the seed band is wide */
  BF_THEORY_SMALL_BATCH = 1 << 1,     /* batch normalisation over few samples */
  BF_THEORY_BRANCH_MEAN = 1 << 2,     /* a residual branch ends in an activation with a mean */
  BF_THEORY_SHARED_WEIGHTS = 1 << 3,  /* Gaussian recurrent matrix, more timesteps than sqrt (n) */
  BF_THEORY_NOT_RANDOM = 1 << 4,      /* zeros, identity: nothing to average over */
  BF_THEORY_LARGE_STATE = 1 << 5,     /* a gated cell's state grows into the bend of tanh */
  BF_THEORY_DRIVEN_GATES = 1 << 6,    /* inputs move the gates far from their biases */
  BF_THEORY_UNLIKE_STACK = 1 << 7,    /* stacked gated layers that do not keep alike, or shortcuts */
  BF_THEORY_SAMPLES_ALIKE = 1 << 8,   /* mean activations dominate: a healthy size teaches nothing */
  BF_THEORY_TRAINED = 1 << 9,         /* weights have been updated */
  BF_N_THEORY_LIMITS = 10
} BfTheoryLimit;

/* Row i explains limit 1 << i. */
extern const BfTable bf_theory_limit_table;

typedef struct {
  guint n;               /* layers L, or timesteps T */
  double *log_ratio;     /* [n] ln of RMS(dL/dh^l) / RMS(dL/dh^n); -INFINITY where exactly 0 */
  double *deviation;     /* [n] standard deviation of that over seeds */
  double *shift;         /* [n] what the typical (median) seed lies above log_ratio, <= 0 */
  double *direct;        /* [n] as log_ratio, of the path through no recurrent matrix alone; NULL
                            but for timesteps of gated cells */
  guint limits;          /* BfTheoryLimit flags: where the prediction is known to be poor */
} BfTheory;

/* Of dL/dh of every layer, as the probe measures it: of recurrent ones over all timesteps. Free
 * with bf_theory_clear(). */
void bf_theory_layers (const BfNetworkSpec *spec, const BfInputMoments *inputs, guint batch_size,
                       BfTheory *theory);

typedef enum { BF_THEORY_HIDDEN, BF_THEORY_CELL } BfTheoryState;   /* dL/dh_t, dL/dc_t (lstm) */

/* Of the total derivative of every timestep of @layer (from 0), which is recurrent, to that of its
 * own last timestep. BF_THEORY_CELL where the cell has a cell state. Free with bf_theory_clear(). */
void bf_theory_timesteps (const BfNetworkSpec *spec, const BfInputMoments *inputs, guint batch_size,
                          guint layer, BfTheoryState state, BfTheory *theory);
/* The same of both states for what one costs, by state; that of the cell is left empty where there is none. */
void bf_theory_states (const BfNetworkSpec *spec, const BfInputMoments *inputs, guint batch_size,
                       guint layer, BfTheory theories[2]);

void bf_theory_clear (BfTheory *theory);

/* Second-moment factor of a batch-normalised layer with @batch_size samples, relative to that of an
 * endless batch; for ReLU exact (B >= 4), otherwise (B - 2) / (B - 3). */
double bf_theory_batch_correction (const BfActivation *activation, guint batch_size);
