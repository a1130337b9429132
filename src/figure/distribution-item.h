/* The panel of distributions: a ridge or a row of a map for every layer. Private to the folder. */
#pragma once

#include "engine/histogram.h"
#include "figure/scene-private.h"

/* What all panels have in common. */
typedef struct {
  BfHistogramKind kind;
  gboolean folded;         /* rows of a map */
  int first, last;         /* octaves */
  double largest;          /* share of a layer's values in an octave */
  gboolean is_open;        /* the first octave holds all that is smaller, and there is some */
} BfSpread;

/* The low-precision formats whose smallest number is on the axis, by size: "fp16, fp8 E5M2"; NULL:
 * none. g_free(). */
char *bf_spread_formats (const BfSpread *spread);

/* Of a run that is shown; widens @spread, which must live as long as the scene, to hold it. */
void bf_distribution_add (BfScene *scene, guint panel, const BfFigureRun *run, BfSpread *spread);
