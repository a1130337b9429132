/* Traits: the settings of runs side by side, in words. Private to the folder. */
#pragma once

#include "figure/figure.h"

typedef struct {
  char *name;        /* "Learning rate", "Group 2: Activation"; translated */
  GStrv values;      /* [n_runs] and NULL; translated; "–" where it means nothing */
  gboolean differs;
} BfTrait;

/* Every setting that means something to one of the runs of @view: of the task, of each group of
 * layers, of the training, and of the run itself. Free with g_ptr_array_unref(). */
GPtrArray *bf_traits_new (const BfFigureView *view);
