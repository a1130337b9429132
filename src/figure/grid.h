/* Panels of equal size in rows and columns. Private to the folder. */
#pragma once

#include "plot/panel.h"

typedef struct {
  const char *x_title, *y_title;   /* common to all panels; translated, borrowed */
  gboolean shared_y;               /* all panels have the same y axis */
  BfRect body;                     /* set by bf_grid_place() */
  BfRect plots;                    /* around all plots */
} BfGrid;

/* Lays out @n panels in @body: side by side if they are few, in a grid of the best shape if
 * many. Panels that are not at the bottom of their column leave the labels of the x axis to the
 * one below; if they share y those that are not at the left leave those of y to the first. */
void bf_grid_place (BfGrid *grid, BfPanel *panels, guint n, const BfTheme *theme,
                    const BfRect *body);
void bf_grid_draw_titles (cairo_t *cr, const BfTheme *theme, const BfGrid *grid);

/* Panels one above the other on a common x axis, plots flush at both sides; @shares: of the
 * height, [n]. */
void bf_grid_stack (BfPanel *panels, guint n, const BfTheme *theme, const BfRect *body,
                    const double *shares);
