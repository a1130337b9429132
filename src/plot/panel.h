/* A panel: one plot area with its axes, heading, and strips of marks.
 *
 *   heading or title of the y axis
 *   infinite  |------ strip ------|      only the strips that are wanted
 *   10^0      |                   |
 *             |       plot        |
 *   10^-8     |                   |
 *   <min      |------ strip ------|
 *   0         |------ strip ------|
 *   NaN       |------ strip ------|
 *              1      10        20
 *              title of the x axis
 *
 * Layout is pure: bf_panel_place () computes every rectangle; drawing and the pointer's readout
 * use the same ones.
 */
#pragma once

#include "plot/axis.h"

typedef struct {
  /* Set before bf_panel_place(). */
  const char *heading;             /* translated or a person's own text; borrowed; NULL: none */
  const char *short_heading;       /* where that does not fit */
  BfColor heading_color;           /* of a chip before the heading; alpha 0: none */
  BfAxis x, y;
  gboolean hide_x, hide_y;         /* labels and title are another panel's */
  gboolean strips[BF_N_VALUE_CLASSES];
  gboolean clipped;                /* the axes show a part: nothing is drawn beyond the plot */

  /* Set by bf_panel_place(). */
  BfRect outer, plot;
  BfRect strip[BF_N_VALUE_CLASSES];  /* height 0: not wanted */
  double baseline;                   /* y of the horizontal axis */
} BfPanel;

/* The room that the panel needs left of its plot when it is @height high. */
double bf_panel_left (BfPanel *panel, const BfTheme *theme, double height);

/* Lays the panel out in @outer with @left px left of the plot. */
void bf_panel_place (BfPanel *panel, const BfTheme *theme, const BfRect *outer, double left);

void bf_panel_draw_back (cairo_t *cr, const BfTheme *theme, const BfPanel *panel, gboolean grid);
void bf_panel_draw_front (cairo_t *cr, const BfTheme *theme, const BfPanel *panel);

/* A person's text in bold at the top of @area, after a chip of @color (alpha 0: none). */
void bf_panel_draw_heading (cairo_t *cr, const BfTheme *theme, const BfRect *area, BfColor color,
                            const char *text);

/* A sentence in the middle of the plot: why it is empty. */
void bf_panel_draw_message (cairo_t *cr, const BfTheme *theme, const BfRect *area,
                            const char *message);

/* Where a mark or marker for (@x, @y) is drawn: in the plot, or the strip of @y's class. FALSE
 * if @x has no place. */
gboolean bf_panel_locate (const BfPanel *panel, double x, double y, double smallest_normal,
                          double *px, double *py, BfValueClass *value_class);

/* Whether (x, y) is over the plot or a strip. */
gboolean bf_panel_contains (const BfPanel *panel, double x, double y);
