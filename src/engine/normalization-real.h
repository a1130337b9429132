/* Batch and layer normalisation of rows of n values; see normalization.h. */
#pragma once

#include "engine/layer.h"

/* v [rows, n] -> normalized (may be v) and u = gamma normalized + beta. Batch statistics are taken
 * or read as @pass says. */
void X (normalize_batch_forward) (X (BfNonlinear) *self, BfPass pass, guint rows, const real *v);
void X (normalize_layer_forward) (X (BfNonlinear) *self, BfPass pass, guint rows, const real *v);

/* dL/du [rows, n] -> dL/dv in place; the gradients of gamma and beta are set. After an evaluation
 * the batch's statistics are held: they do not depend on v, and no gradient of gamma is set. */
void X (normalize_batch_backward) (X (BfNonlinear) *self, BfPass pass, guint rows, real *d);
void X (normalize_layer_backward) (X (BfNonlinear) *self, BfPass pass, guint rows, real *d);
