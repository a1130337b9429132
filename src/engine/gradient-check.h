/* Back-propagation against central differences of the loss, weight by weight.
 *
 * Done in float64 whatever the training's precision, on a copy of its network at the weights at hand
 * and its last mini-batch (the first before any step), of which at most BF_GRADIENT_CHECK_ROWS samples
 * are read; batch normalisation takes their statistics.
 *
 * A difference (L (w + h) - L (w - h)) / 2h errs by about h^2 L''' / 6 and by the rounding noise of L
 * over h; no step makes both small enough for a gradient far below that noise. So the steps are 2^-4,
 * 2^-6, ... 2^-28 of the weight (at least of its tensor's root mean square; 1 where all are zero),
 * extrapolated to step 0, and the estimate with the smallest error is taken (Ridders 1982, "Accurate
 * computation of F'(x) and F'(x)F''(x)"). Its error counts 6 times the noise of the loss over the step; the noise
 * is measured from higher differences over tiny steps (More and Wild 2011, "Estimating computational
 * noise"). Where the slope of an activation jumps (ReLU), a step over which some unit changes its side is not
 * used.
 *
 * Any thread; a BfGradientCheck is immutable.
 */
#pragma once

#include "engine/training.h"

#define BF_GRADIENT_CHECK_ROWS 64
#define BF_GRADIENT_CHECK_WEIGHTS 32      /* of a tensor, where nobody asks for another number */
/* A larger relative difference than this is a wrong gradient, unless the difference's own error
 * explains it. Where that error is relatively larger, the gradient is too small to check. */
#define BF_GRADIENT_CHECK_TOLERANCE 1e-4

/* Differences are relative to the larger of the two gradients. */
typedef struct {
  char *name;               /* as in BfTensor */
  guint rows, columns;
  guint n;                  /* weights looked at = the next four together */
  guint n_agreeing;
  guint n_small;            /* too small to check, and nothing contradicts them */
  guint n_kinks;            /* a unit changes its side however small the step */
  guint n_wrong;
  double largest, median;   /* difference of agreeing and wrong ones; NAN without any */
  gsize worst;              /* index of the weight with the largest */
  double norm;              /* of the whole tensor's gradient */
  double single;            /* norm of the float32 gradient's difference over @norm; NAN if the training is
                               in float64, or norm is 0 */
} BfGradientCheckTensor;

typedef struct {
  guint64 step;             /* updates that the weights have seen */
  guint n_samples;          /* that the loss is a mean of */
  double loss, noise;       /* the loss and its rounding noise */
  guint n;
  BfGradientCheckTensor *tensors;
} BfGradientCheck;

/* Asked before each weight with the share of them done, 0 to 1; FALSE: stop. */
typedef gboolean (*BfGradientCheckProceed) (double share, gpointer user_data);

/* Looks at up to @n_weights weights (from 1) of each tensor, evenly spread, always the same. The training is
 * left as it was. @proceed may be NULL. NULL and @error if memory is short, the loss is not finite, or it was
 * stopped. */
BfGradientCheck *bf_gradient_check_new (BfTraining *training, guint n_weights,
                                        BfGradientCheckProceed proceed, gpointer user_data,
                                        GError **error);
BfGradientCheck *bf_gradient_check_ref (BfGradientCheck *check);
void bf_gradient_check_unref (BfGradientCheck *check);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BfGradientCheck, bf_gradient_check_unref)

gboolean bf_gradient_check_agrees (const BfGradientCheck *check);   /* none is wrong */

/* The verdict in one sentence or two, for people. Free with g_free (). */
char *bf_gradient_check_describe (const BfGradientCheck *check);
