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
} BfSpread;

/* Shares of a layer that are shown beside it. */
#define BF_N_SHARES 3
const char *bf_share_name (guint share);              /* translated */
double bf_shares_width (const BfTheme *theme);        /* px */

char *bf_percent (double share);                      /* "12.5 %"; g_free() */

/* Of a run that is shown; widens @spread, which must live as long as the scene, to hold it. */
void bf_distribution_add (BfScene *scene, guint panel, const BfFigureRun *run, BfSpread *spread);
