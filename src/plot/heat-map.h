/* Heat maps: a grid of magnitudes drawn as one image, never as rectangles.
 *
 * Values are added to cells; a cell that takes several (more steps than pixels) shows their mean
 * on the scale, unless one of them has no place on it: then its class shows, so that no single
 * NaN is averaged away. A cell that took none shows the background. Building and drawing are
 * apart, and only drawing needs the range of the scale; the image is kept, and only columns that
 * changed since are coloured anew, so that a map can grow by a column for next to nothing.
 *
 * A plain object of one owner; any one thread.
 */
#pragma once

#include "plot/path.h"
#include "plot/scale.h"

typedef struct _BfHeatMap BfHeatMap;

/* Row 0 is drawn at the bottom, column 0 at the left. */
BfHeatMap *bf_heat_map_new (guint n_columns, guint n_rows, gboolean logarithmic,
                            double smallest_normal);
void bf_heat_map_free (BfHeatMap *map);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BfHeatMap, bf_heat_map_free)

/* Empties all cells. */
void bf_heat_map_clear (BfHeatMap *map);

void bf_heat_map_add (BfHeatMap *map, guint column, guint row, double value);

/* Adds @n values to one column, the i-th to the row @rows[i]; BF_NO_ROW: to none. */
void bf_heat_map_add_column (BfHeatMap *map, guint column, const guint *rows,
                             const double *values, gsize stride, guint n);
#define BF_NO_ROW G_MAXUINT

/* @scale must be logarithmic if and only if the map is. */
void bf_heat_map_draw (cairo_t *cr, BfHeatMap *map, const BfScale *scale, const BfRect *area);
