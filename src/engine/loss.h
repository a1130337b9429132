/* Losses; the output head is implied by them. Both are means over the batch, as torch's
 * CrossEntropyLoss and MSELoss (which is a mean over the outputs, too). */
#pragma once

#include "engine/table.h"

typedef struct {
  BfEntry entry;            /* "cross-entropy" (softmax head, int classes), "mean-squared-error" */
  gboolean classes;         /* targets are class numbers */
  /* The loss of outputs y [rows, n] against classes [rows] or targets [rows, n] (the other is
   * NULL), and its gradient dy [rows, n]. @n_correct: rows whose largest output is their class; 0
   * without classes. */
  double (*evaluate_f32) (guint rows, guint n, const float *y, const gint32 *classes,
                          const float *targets, float *dy, guint *n_correct);
  double (*evaluate_f64) (guint rows, guint n, const double *y, const gint32 *classes,
                          const float *targets, double *dy, guint *n_correct);
} BfLoss;

extern const BfTable bf_loss_table;
