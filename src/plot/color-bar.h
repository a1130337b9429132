/* Colour bars: what the colours of a map stand for, upright at the right of the plots. */
#pragma once

#include "plot/axis.h"

typedef struct {
  BfAxis axis;              /* its scale is the map's */
  char *title;              /* translated, with the unit and kind of scale; the owner's to free */
  const char *short_title;  /* where that does not fit; borrowed */
  BfRect bar;          /* set by bf_color_bar_place() */
  BfRect outer;
} BfColorBar;

/* Width that the bar with labels and title needs at @height. */
double bf_color_bar_width (BfColorBar *bar, const BfTheme *theme, double height);
void bf_color_bar_place (BfColorBar *bar, const BfTheme *theme, const BfRect *outer);
void bf_color_bar_draw (cairo_t *cr, const BfTheme *theme, const BfColorBar *bar);
