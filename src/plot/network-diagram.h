/* Network diagrams: layers as columns of units, connections coloured and thickened by a
 * magnitude on a colour scale.
 *
 * Folds as room shrinks: many units become a few with an ellipsis between, many layers become
 * bars without units, more layers than pixels share a bar. No layer is left out.
 */
#pragma once

#include "plot/path.h"
#include "plot/scale.h"
#include "plot/theme.h"

typedef struct {
  char label[24];      /* below the column: translated, or the layer's number */
  guint units;
  gboolean measured;   /* @value says how large the gradient of this column is */
  double value;
} BfDiagramColumn;

typedef struct {
  guint n;
  const BfDiagramColumn *columns;   /* [n], borrowed, from input to output */
  BfScale scale;
  double smallest_normal;
} BfNetworkDiagram;

void bf_network_diagram_draw (cairo_t *cr, const BfTheme *theme, const BfNetworkDiagram *diagram,
                              const BfRect *area);

/* A frame round one column of a diagram drawn in @area. */
void bf_network_diagram_draw_highlight (cairo_t *cr, const BfTheme *theme,
                                        const BfNetworkDiagram *diagram, const BfRect *area,
                                        guint column);

/* The column at @x, or -1 outside of @area. */
int bf_network_diagram_column_at (const BfNetworkDiagram *diagram, const BfRect *area, double x);

/* The middle of a column, the other way round. */
double bf_network_diagram_column_x (const BfNetworkDiagram *diagram, const BfRect *area,
                                    guint column);
