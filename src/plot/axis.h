/* Axes: a scale with its title, the ticks that fit, and how they are drawn. */
#pragma once

#include "plot/path.h"
#include "plot/scale.h"
#include "plot/theme.h"

typedef struct {
  const char *title;   /* translated, with the unit; borrowed; NULL: none */
  BfScale scale;
  gboolean integers;   /* ticks at whole numbers only */
  BfTicks ticks;       /* chosen by bf_axis_fit_*() */
} BfAxis;

/* Choose as many ticks as fit without touching. Horizontal labels may reach over the ends of the
 * axis as far as @outer. */
void bf_axis_fit_vertical (BfAxis *axis, const BfTheme *theme, double length);
void bf_axis_fit_horizontal (BfAxis *axis, const BfTheme *theme, const BfRect *plot,
                             const BfRect *outer);

/* Room for tick marks and labels, without title. */
double bf_axis_labels_width (const BfAxis *axis, const BfTheme *theme);
double bf_axis_labels_height (const BfTheme *theme);

double bf_axis_x (const BfAxis *axis, const BfRect *plot, double value);
double bf_axis_y (const BfAxis *axis, const BfRect *plot, double value);

/* Lines across @plot at the major ticks. */
void bf_axis_draw_horizontal_grid (cairo_t *cr, const BfTheme *theme, const BfAxis *y,
                                   const BfRect *plot);
void bf_axis_draw_vertical_grid (cairo_t *cr, const BfTheme *theme, const BfAxis *x,
                                 const BfRect *plot);

/* Tick marks and labels at one side of @plot; @baseline: where the horizontal axis lies (below
 * strips). */
void bf_axis_draw_left (cairo_t *cr, const BfTheme *theme, const BfAxis *axis, const BfRect *plot);
void bf_axis_draw_right (cairo_t *cr, const BfTheme *theme, const BfAxis *axis, const BfRect *plot);
void bf_axis_draw_bottom (cairo_t *cr, const BfTheme *theme, const BfAxis *axis, const BfRect *plot,
                          const BfRect *outer, double baseline, gboolean labels);

/* A label beside @plot where a tick's label would be: rows of strips. */
void bf_axis_draw_left_label (cairo_t *cr, const BfTheme *theme, const BfRect *plot, double y,
                              const char *label);
