/* What the recurrent cells share: parameters, the products over all timesteps, and the way back through time.
 *
 * A cell with G gates keeps, for every timestep, G blocks of O values a row: first the pre-activations, then the
 * gates, and on the way back dL/d(pre-activation). What does not depend on the state before (W_ih x) and the
 * gradients of the weights are one product each over all timesteps; only the product with W_hh is one a timestep.
 */
#pragma once

#include "engine/layer.h"

typedef struct {
  guint n_gates;            /* G */
  gboolean has_cell;        /* c_t beside h_t */
  /* The hidden product W_hh h + b_hh is kept apart from W_ih x + b_ih, since the cell does not just add them. */
  gboolean separate_hidden;
  guint forget_gate;        /* the block that forget_bias goes to; G: none */
  /* Pre-activations (in gates, in hidden) to gates and h_t [rows, O] in state. */
  void (*forward) (Layer *layer, guint t);
  /* dL/dh_t, total [rows, O] to dL/d(pre-activation) in gates (and hidden). @carry: dL/dh_{t-1}, to which what does not
   * pass W_hh is added; NULL at the first timestep. */
  void (*backward) (Layer *layer, guint t, const real *dh, real *carry);
  /* Shares of saturated and dead, from the gates, before they are overwritten. */
  void (*measure) (Layer *layer);
} X (BfRecurrentCell);

void X (recurrent_layout) (Layer *layer, const X (BfRecurrentCell) *cell);
gboolean X (recurrent_init) (Layer *layer, const X (BfRecurrentCell) *cell, guint64 seed);
void X (recurrent_forward) (Layer *layer, const X (BfRecurrentCell) *cell);
void X (recurrent_backward) (Layer *layer, const X (BfRecurrentCell) *cell);
void X (recurrent_measure) (const Layer *layer, BfProbe *probe);

/* Timestep @t (from 0) of an array with @n values a row. */
static inline real *
X (at_time) (const Layer *layer, real *array, guint t, guint n)
{
  return array + (gsize) t * layer->network->rows * n;
}

/* A row of operations for CELL, which is a static X (BfRecurrentCell). */
#define BF_RECURRENT_OPS(name, cell)                                                             \
  static void layout (Layer *layer) { X (recurrent_layout) (layer, &(cell)); }                   \
  static gboolean init (Layer *layer, guint64 seed)                                              \
  {                                                                                              \
    return X (recurrent_init) (layer, &(cell), seed);                                            \
  }                                                                                              \
  static void forward (Layer *layer) { X (recurrent_forward) (layer, &(cell)); }                 \
  static void backward (Layer *layer) { X (recurrent_backward) (layer, &(cell)); }               \
  const LayerOps X (name) = { layout, init, forward, backward, X (recurrent_measure) };
