/* Columns: a line with more points than pixels, reduced to its vertical extent in each column of
 * pixels. Every extreme is kept, and the cost does not grow with noise: stroking such a line is
 * a hundred times slower. Private to the folder. */
#pragma once

#include "plot/path.h"

typedef struct {
  guint n;
  double x, width;      /* left edge of the first column, and width of each, px */
  double *low, *high;   /* [n] extents, px; low > high where the line does not pass */
  gboolean open;        /* the next point continues the line */
  double last_x, last_y;
} BfColumns;

/* Columns of @width px that cover @area. Free with bf_columns_clear(). */
void bf_columns_init (BfColumns *columns, const BfRect *area, double width);
void bf_columns_clear (BfColumns *columns);

/* Continues the line to a point, all px; x ascending. */
void bf_columns_line_to (BfColumns *columns, double x, double y);
void bf_columns_break (BfColumns *columns);

/* Fills with the current source a line of @line_width through them, as pixels. @area as in init. */
void bf_columns_fill (cairo_t *cr, const BfColumns *columns, const BfRect *area, double line_width);

/* Adds the same extremes to the path, as a line up and down with few points: for files of
 * shapes. */
void bf_columns_trace (cairo_t *cr, const BfColumns *columns);
