/* Losses; the output head is implied by them. Both are means over the batch. */
#pragma once

#include "engine/table.h"

typedef struct {
  BfEntry entry;            /* "cross-entropy" (softmax head, int classes), "mean-squared-error" */
  gboolean classes;         /* targets are class numbers */
} BfLoss;

extern const BfTable bf_loss_table;
