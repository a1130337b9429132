/* Legends: samples with labels, set in lines of text that wrap. Long labels are ellipsised; what
 * does not fit the allowed lines is counted ("+3"). */
#pragma once

#include "plot/path.h"
#include "plot/scale.h"
#include "plot/theme.h"

typedef enum {
  BF_LEGEND_LINE,     /* a line with the style's dash and marker */
  BF_LEGEND_POINT,    /* hollow marker on a thin line */
  BF_LEGEND_CHIP,     /* a box of the colour */
  BF_LEGEND_BAR,      /* a bar of the colour with the style's hatch */
  BF_LEGEND_MARK,     /* the mark of a value class in a strip */
  BF_LEGEND_HATCH,    /* the hatch of a value class in a map */
  BF_LEGEND_NOTHING,  /* words only */
  BF_LEGEND_THEORY,   /* the lines of BF_SERIES_THEORY and BF_SERIES_SIMPLER_THEORY */
  BF_LEGEND_SIMPLER_THEORY,
  BF_LEGEND_TICK,     /* a short upright line */
} BfLegendSample;

typedef struct {
  BfLegendSample sample;
  BfColor color;
  guint style;
  BfValueClass value_class;
  gboolean named;     /* the label is a name that a person gave: shortened if it is long */
  gboolean muted;     /* not in the plot: not run */
  int tag;            /* the caller's own: whose entry it is; 0: nobody's */
  char *label;        /* owned */
  BfRect rect;        /* where it was placed, relative to the legend; width 0: left out */
} BfLegendEntry;

typedef struct {
  GArray *entries;    /* of BfLegendEntry */
  double height;      /* set by bf_legend_place() */
  guint n_left_out;
} BfLegend;

void bf_legend_init (BfLegend *legend);
void bf_legend_clear (BfLegend *legend);
void bf_legend_add (BfLegend *legend, BfLegendEntry entry, const char *label);   /* copies @label */

/* Sets the entries in at most @max_lines lines of @width px. */
void bf_legend_place (BfLegend *legend, const BfTheme *theme, double width, guint max_lines);
/* The tag of the entry at a point relative to the legend; 0: none. */
int bf_legend_at (const BfLegend *legend, double x, double y);
void bf_legend_draw (cairo_t *cr, const BfTheme *theme, const BfLegend *legend, double x, double y);
