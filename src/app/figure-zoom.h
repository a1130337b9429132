/* Zoom: which part of a figure's axes is shown, and how it changes. Pure arithmetic.
 *
 * Lengths are those seen, so on log axes they are ratios. No part is smaller than one place where
 * places are whole numbers, than a 1e-12th of its values elsewhere, nor larger than the axis.
 */
#pragma once

#include "figure/figure.h"

/* One axis as it is shown, and without zoom. */
typedef struct {
  BfScale shown, all;
  gboolean whole;            /* places are whole numbers */
} BfZoomAxis;

/* The part of @axis that is @factor times as long as what is shown now, with the same value at
 * @unit (0..1 of what is shown). FALSE if it would be too small: then @part stays as it is. */
gboolean bf_zoom_by (const BfZoomAxis *axis, double unit, double factor, BfAxisZoom *part);
/* The part @units (of what is shown) further, no further than the end of the axis. */
void bf_zoom_pan (const BfZoomAxis *axis, double units, BfAxisZoom *part);
/* The part between two places of what is shown, in any order; widened if it is too small. */
void bf_zoom_to (const BfZoomAxis *axis, double from, double to, BfAxisZoom *part);

/* What is shown of a figure. */
typedef struct {
  BfAxisZoom x, y;
  guint panel;               /* whose x or y it is, where each panel has its own */
} BfZoom;

gboolean bf_zoom_is_set (const BfZoom *zoom);

/* What was shown before and after. Begins with all of the figure. */
typedef struct {
  GArray *zooms;             /* of BfZoom; owned */
  guint now;
  guint gesture;             /* that made the last of them; 0: none that may go on */
} BfZoomHistory;

void bf_zoom_history_init (BfZoomHistory *history);
void bf_zoom_history_clear (BfZoomHistory *history);
const BfZoom *bf_zoom_history_now (const BfZoomHistory *history);

/* Shows @zoom; what was gone back from is forgotten. One @gesture (not 0) that goes on and on is one
 * step back. */
void bf_zoom_history_add (BfZoomHistory *history, const BfZoom *zoom, guint gesture);

/* By -1 or 1; FALSE if there is no such step. */
gboolean bf_zoom_history_go (BfZoomHistory *history, int by);
gboolean bf_zoom_history_can_go (const BfZoomHistory *history, int by);
