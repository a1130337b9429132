/* What a layer is inside the engine: a row of operations and the arrays they work on.
 *
 * Shapes as in network.h; tensors with a time axis are time-major, [T, rows, n], packed for the
 * rows of the pass at hand (1 <= rows <= B). A layer without a time axis has T = 1. The head is a
 * dense layer too.
 *
 * A new cell is a file of its own with one X (LayerOps), and a row in cell.c. layout is called
 * twice, to count and to bind; the others never allocate, but for init.
 */
#pragma once

#include "engine/arena.h"
#include "engine/core.h"
#include "engine/histogram.h"
#include "engine/real.h"

#define Layer X (BfLayer)
#define LayerOps X (BfLayerOps)
#define Network X (BfCore)
#define Parameter X (BfParameter)

#define BF_LAYER_MAX_PARAMETERS 8

typedef struct Network Network;
typedef struct Layer Layer;

/* A tensor in the network's parameter vector and its gradient. */
typedef struct {
  char name[40];          /* as in a PyTorch state_dict */
  guint rows, columns;    /* columns 0: a vector */
  gboolean weight;        /* counts for the weight measures; biases and normalisation do not */
  gsize n;
  gsize offset;           /* in the parameter vector */
  real *value, *gradient;
  double gradient_norm;
} Parameter;

/* Normalisation and activation of n values a row: v -> u = gamma N(v) + beta -> a = phi(u). See
 * nonlinear-real.c. */
typedef struct {
  guint n;
  real *normalized;       /* [rows, n] N(v), with normalisation; may be v */
  double *inverse;        /* 1 / standard deviation; batch: [n], layer: [rows] */
  double *running_mean, *running_variance;        /* batch: [n] */
  double *column[2];      /* batch: [n] work space */
  const Parameter *gamma, *beta;
  real *u;                /* [rows, n]; a itself where the slope follows from a */
  real *a;                /* [rows, n] */
  const real *read;       /* where phi read its argument in this pass: v or u */
} X (BfNonlinear);

/* Arrays of a recurrent layer, see recurrent-real.h; G gates. */
typedef struct {
  real *gates;            /* [T, rows, G O] */
  real *hidden;           /* [T, rows, G O] W_hh h + b_hh, where it is kept apart; else gates itself */
  real *state;            /* [T, rows, O] h_t before a residual sum */
  real *dstate;           /* [T, rows, O] dL/dh_t, with a residual sum */
  real *bias;             /* [G O] */
  real *packed;           /* W_hh as the pass at hand reads it; NULL: too large to keep */
  real *cells, *squashed; /* [T, rows, O] c_t, tanh(c_t) */
  real *dcell;            /* [rows, O] dL/dc_t on its way back */
  double *hidden_norms, *cell_norms;      /* [T] of total derivatives */
} X (BfRecurrence);

/* Measures of one pass. Norms of zero entries are 0. */
typedef struct {
  gsize n_activation, n_preactivation;      /* entries behind the norms */
  double activation_gradient, preactivation_gradient;
  /* For the budget; see budget.h. */
  double arriving;           /* |dL/dh| as the layer above hands it down */
  double total_gradient;     /* recurrent: total derivatives of the states */
  double output_gradient;    /* preactivation form: |dL/da|, a = phi(u) */
  double slope_gradient;     /* with normalisation: |dL/du| */
  double input_gradient;     /* where dx accumulates: |dL/dx| without what it is added to */
  double mean, deviation;
  double saturated, dead;                   /* shares */
} BfLayerStatistics;

typedef struct LayerOps {
  /* Adds the parameters and takes the arrays: X (add_parameter), X (take), X (need_work). */
  void (*layout) (Layer *layer);
  /* Draws the initial weights; FALSE if memory for it is short. Parameters are zero before. */
  gboolean (*init) (Layer *layer, guint64 seed);
  /* x -> h */
  void (*forward) (Layer *layer);
  /* dh -> parameter gradients and, unless dx is NULL, dx (added to it if dx_accumulates). Where the
   * cell is recurrent, dh holds what comes from above on entry and total derivatives on return;
   * these are to be given to X (measure_gradient). Fills all of statistics but mean, deviation and
   * the norms of dh. */
  void (*backward) (Layer *layer);
  /* Writes what only this cell measures; NULL: nothing. */
  void (*measure) (const Layer *layer, BfProbe *probe);
} LayerOps;

struct Layer {
  const BfLayerSpec *spec;
  const LayerOps *ops;
  Network *network;
  char prefix[16];          /* "layers.7" or "head" */
  guint32 stream;           /* bf_weight_stream () of its first tensor */
  guint index;
  guint inputs, units;      /* I, O */
  guint timesteps;          /* T, 1 for layers without a time axis */
  gboolean preactivation;   /* residual form of this layer */

  guint n_parameters;
  Parameter parameters[BF_LAYER_MAX_PARAMETERS];

  const real *x;            /* [T, rows, I] input, borrowed */
  const real *shortcut;     /* [T, rows, O] input of the span this layer ends, borrowed; or NULL */
  real *h;                  /* [T, rows, O] what the next layer reads */
  real *dh;                 /* [T, rows, O] dL/dh; shared, valid in backward only */
  real *dx;                 /* [T, rows, I] dL/dx: dh of the layer before; NULL for the first */
  gboolean dx_accumulates;
  X (BfNonlinear) nonlinear;
  X (BfRecurrence) recurrence;
  BfLayerStatistics statistics;
};

/* Everything of one precision that one training owns. */
struct Network {
  BfNetworkSpec spec;       /* layers are owned */
  BfLayerSpec head_spec;
  BfTrainingSpec training;
  guint n_layers;           /* L; layers[L] is the head */
  Layer *layers;            /* [L + 1] */

  /* The pass at hand. */
  BfPass pass;
  guint rows;
  BfHistograms *histograms; /* to be filled by it; NULL: none are taken */

  /* The vectors [n_parameters]: values, gradients, optimiser state. */
  guint64 n_parameters;
  gpointer vectors;
  real *parameters, *gradients, *state[2];

  /* Activations and work space. */
  BfArena arena;
  gpointer memory;
  real *inputs;             /* [T, B, I]; NULL where samples are read in place */
  guint64 n_dh, n_work;     /* the largest any layer needs */
  real *trunk_dh;           /* dL/dh of layers a shortcut starts from or ends at */
  real *branch_dh;          /* dL/dh of the others */
  real *delta;              /* [n_work] dL/dz */
  real *work;               /* [n_work] */
  guint32 *flags;           /* [n_work] */
};

/* Stream of a tensor's draws: layer and role (0: weights of the input, 1: of the recurrence). It
 * does not depend on what other tensors there are, so that twins with another normalisation or
 * depth share draws. */
static inline guint32
bf_weight_stream (guint layer, guint role)
{
  return layer * 16 + role;
}
#define BF_HEAD_STREAM 0xfffffff0u

/* For layout; layout-real.c. Pointers are NULL while counting. */
Parameter *X (add_parameter) (Layer *layer, const char *name, guint rows, guint columns,
                              gboolean weight);
real *X (take) (Layer *layer, guint64 n);
void X (need_work) (Layer *layer, guint64 n);

/* For init: fills a weight, as @n_blocks blocks of rows each of which is a matrix of its own. FALSE
 * if memory is short. */
gboolean X (init_weight) (const Layer *layer, Parameter *weight, guint n_blocks,
                          const BfInitializer *initializer, guint64 seed, guint32 stream);

/* Normalisation and activation; nonlinear-real.c. With @own_input v is written by the layer itself,
 * to X (nonlinear_input), and need not outlive the forward pass. */
void X (nonlinear_layout) (Layer *layer, guint n, gboolean own_input);
void X (nonlinear_init) (Layer *layer);
real *X (nonlinear_input) (Layer *layer);
void X (nonlinear_forward) (Layer *layer, const real *v);
/* From dL/da = scale * da to dL/dv, left in network->delta. Fills the gradients of gamma and beta
 * and the shares of statistics. */
void X (nonlinear_backward) (Layer *layer, double scale, const real *da);
/* Norm of n values; NAN where nothing is measured; measure-real.c. */
double X (measured_norm) (const Layer *layer, gsize n, const real *x);
/* dh of this layer is complete, and its norm is @norm; measure-real.c. */
void X (measure_gradient) (Layer *layer, double norm);
/* dx += branch [T, rows, I], what came through the layers of a span; measure-real.c. */
void X (add_branch) (Layer *layer, const real *branch);
/* The shares of statistics from slopes [rows, n] of the activation. */
void X (measure_slopes) (Layer *layer, gsize rows, gsize n, const real *slopes);

extern const LayerOps X (bf_dense_ops);
