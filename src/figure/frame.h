/* The frame of a figure: background, title, legend, and the body left for panels. Private to the
 * folder.
 *
 * Room goes first to the body: small figures have their subtitle beside the title or not at all
 * and shorter legends.
 */
#pragma once

#include "figure/figure.h"
#include "plot/legend.h"
#include "plot/path.h"
#include "plot/text.h"

typedef struct {
  const BfFigureView *view;
  BfTheme theme;               /* the caller's with text that fits: draw with this one */
  double width, height;
  gboolean narrow, low;        /* little room across, or down */
  BfLegend legend;             /* filled between init and place */
  const char *name;            /* of the figure */
  char *title, *subtitle;
  BfRect header;               /* title and subtitle */
  double legend_y;
  BfRect body;
} BfFrame;

/* @name: the figure's, translated; @subtitle: translated, taken over; NULL: none. */
void bf_frame_init (BfFrame *frame, const BfFigureView *view, const BfTheme *theme, double width,
                    double height, const char *name, char *subtitle);
/* @subtitle: as above, instead of what was given there. Before placing. */
void bf_frame_set_subtitle (BfFrame *frame, char *subtitle);
void bf_frame_place (BfFrame *frame);
void bf_frame_draw (cairo_t *cr, const BfFrame *frame);
void bf_frame_clear (BfFrame *frame);

/* @text, or @shorter where that is too long for @room px. */
const char *bf_frame_fit (const BfFrame *frame, BfTextRole role, const char *text,
                          const char *shorter, double room);

/* The tag of the legend entries of a run. */
int bf_frame_tag (const BfFrame *frame, const BfFigureRun *run);

/* One entry a run, as lines or chips; only those not in the plot if @only_missing. @step as in
 * bf_run_label(). */
void bf_frame_add_runs (BfFrame *frame, BfLegendSample sample, gboolean only_missing, guint64 step);
void bf_frame_add_run (BfFrame *frame, BfLegendSample sample, const BfFigureRun *run, guint64 step);
/* One entry for @run as one that is not in the plot; @label says why. */
void bf_frame_add_muted (BfFrame *frame, BfLegendSample sample, const BfFigureRun *run,
                         const char *label);
/* One entry for each class of value that occurs and has no place on the scale, as marks or
 * hatches. */
void bf_frame_add_classes (BfFrame *frame, BfLegendSample sample, const gsize *counts);

/* "Not trained yet: press Run", or why nothing can be shown, in @area. */
void bf_frame_draw_empty (cairo_t *cr, const BfFrame *frame, const BfRect *area);
