/* Line charts: series of points in a panel.
 *
 * A line is broken where a value is not finite on its axis; such values are marks in the panel's
 * strips, never gaps. Series with many points for each pixel are reduced to the vertical extent
 * of the line in each column of pixels, so that every extreme is kept and the cost does not grow
 * with noise.
 */
#pragma once

#include "plot/panel.h"

typedef enum {
  BF_SERIES_LINE,          /* line with dash and markers */
  BF_SERIES_RAW,           /* faint, behind the line that smooths it: no dash, no markers */
  BF_SERIES_POINTS,        /* sparse: hollow markers on a thin line */
  BF_SERIES_THIN,          /* beside a line of its kind: no dash, no markers */
  BF_SERIES_UNDRAWN,       /* something else stands for it: only what has no place is marked */
  BF_SERIES_THEORY,        /* computed beside what was measured: thin and dashed, whatever the style */
  BF_SERIES_SIMPLER_THEORY,   /* the same with something left out: dotted */
} BfSeriesLook;

typedef struct {
  gsize n;
  const double *x, *y;     /* [n], borrowed; x ascending */
  double smallest_normal;  /* of the numbers' precision: what underflow is */
  BfColor color;
  guint style;             /* dash and marker */
  BfSeriesLook look;
  gboolean unmarked;       /* what breaks the line is another series' to mark */
} BfSeries;

/* Later series lie above earlier ones. */
void bf_line_chart_draw (cairo_t *cr, const BfTheme *theme, const BfPanel *panel,
                         const BfSeries *series, guint n_series);

/* A vertical line through the plot at @x (data). */
void bf_line_chart_draw_cursor (cairo_t *cr, const BfTheme *theme, const BfPanel *panel, double x);
/* A ring round a point of @series, if it is in the plot. */
void bf_line_chart_draw_ring (cairo_t *cr, const BfTheme *theme, const BfPanel *panel,
                              const BfSeries *series, gsize point);

/* Index of the point of @series nearest to @x; G_MAXSIZE without points. */
gsize bf_series_nearest (const BfSeries *series, double x);
