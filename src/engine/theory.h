/* The gradient that theory expects at initialisation, to draw beside the measured one.
 *
 * Mean-field recursion for wide networks: Poole et al. 2016, Schoenholz et al. 2017 (plain layers, with the running
 * q of every layer, not the fixed point); Yang et al. 2019 (batch normalisation; its finite-batch form for ReLU is
 * derived from the orthant probabilities of equicorrelated Gaussians); Yang & Schoenholz 2017 (residual sums); Pascanu
 * et al. 2013 and Chen et al. 2018 (recurrent). Everything is a ratio to the last layer (timestep): anchor it at the
 * measured gradient there. Valid before the first update.
 *
 * Any thread; a BfTheory is a plain value owned by its caller.
 */
#pragma once

#include "engine/network.h"

/* What is known of the data: moments of one input value, over samples (and timesteps). */
typedef struct {
  double mean_square;
  double variance;       /* over samples, of each input, averaged over inputs */
} BfInputMoments;

typedef enum {
  BF_THEORY_HOLDS = 0,
  BF_THEORY_NARROW = 1 << 0,          /* depth / width is not small: the seed band is wide */
  BF_THEORY_SMALL_BATCH = 1 << 1,     /* batch normalisation over few samples */
  BF_THEORY_BRANCH_MEAN = 1 << 2,     /* a residual branch ends in an activation with a mean */
  BF_THEORY_SHARED_WEIGHTS = 1 << 3,  /* Gaussian recurrent matrix over many timesteps */
  BF_THEORY_NOT_RANDOM = 1 << 4,      /* zeros, identity: nothing to average over */
  BF_N_THEORY_LIMITS = 5
} BfTheoryLimit;

/* Row i explains limit 1 << i. */
extern const BfTable bf_theory_limit_table;

typedef struct {
  guint n;               /* L */
  double *log_ratio;     /* [n] ln of RMS(dL/dh^l) / RMS(dL/dh^n); -INFINITY where it is exactly 0 */
  double *deviation;     /* [n] standard deviation of that over seeds */
  double *shift;         /* [n] what the typical (median) seed lies above log_ratio, <= 0 */
  guint limits;          /* BfTheoryLimit flags: where the prediction is known to be poor */
} BfTheory;

/* Layers of a network without recurrent layers. Free with bf_theory_clear(). */
void bf_theory_layers (const BfNetworkSpec *spec, const BfInputMoments *inputs, guint batch_size,
                       BfTheory *theory);
void bf_theory_clear (BfTheory *theory);

/* Second-moment factor of a batch-normalised layer with @batch_size samples, relative to that of an endless
 * batch; for ReLU exact (B >= 4), otherwise (B - 2) / (B - 3). */
double bf_theory_batch_correction (const BfActivation *activation, guint batch_size);
