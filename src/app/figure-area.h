/* A widget that draws one figure of a session, exactly as an export would, with a pointer and a keyboard cursor.
 *
 * The drawing is kept as a picture: a moving cursor redraws only its marks and the readout, and while training runs the
 * picture is renewed at most some fifteen times a second.
 *
 * What a person sets of a figure (zoom, kinds of axes, pins) is kept for each figure and outlives new data; which
 * configurations are hidden is common to all figures. All of it can be done with the pointer, with keys, and by the
 * actions of bf_figure_area_get_actions().
 */
#pragma once

#include <gtk/gtk.h>

#include "app/session.h"
#include "figure/figure.h"
#include "figure/sheet.h"

#define BF_TYPE_FIGURE_AREA (bf_figure_area_get_type ())
G_DECLARE_FINAL_TYPE (BfFigureArea, bf_figure_area, BF, FIGURE_AREA, GtkWidget)

void bf_figure_area_set_session (BfFigureArea *self, BfSession *session);
void bf_figure_area_set_figure (BfFigureArea *self, const BfFigure *figure);
const BfFigure *bf_figure_area_get_figure (BfFigureArea *self);
void bf_figure_area_set_measure (BfFigureArea *self, BfLayerMeasure measure);
BfLayerMeasure bf_figure_area_get_measure (BfFigureArea *self);
void bf_figure_area_set_step (BfFigureArea *self, guint64 step);    /* 0: the newest */

/* What the figure shows, zoom and all, but no cursor and no pins; the runs are borrowed until the session or the theme
 * changes. */
void bf_figure_area_get_view (BfFigureArea *self, BfFigureView *view);
const BfTheme *bf_figure_area_get_theme (BfFigureArea *self);
/* The same of any figure, for another theme; the runs are the caller's, g_free(). */
BfFigureRun *bf_figure_area_new_view (BfFigureArea *self, const BfFigure *figure, const BfTheme *theme,
                                      BfFigureView *view);
/* Only its axes: their kinds, and the part of them that is shown. */
void bf_figure_area_fill_axes (BfFigureArea *self, const BfFigure *figure, BfFigureView *view);
/* All numbers of the figure, of what is out of sight too; NULL: there is no figure. bf_sheet_free(). */
BfSheet *bf_figure_area_new_sheet (BfFigureArea *self);

/* The cursor in widget coordinates. */
void bf_figure_area_set_cursor (BfFigureArea *self, double x, double y);
void bf_figure_area_clear_cursor (BfFigureArea *self);

/* Zoom of the figure shown: about the cursor, else the middle of the plot, else nothing. */
void bf_figure_area_zoom_in (BfFigureArea *self);
void bf_figure_area_zoom_out (BfFigureArea *self);
void bf_figure_area_reset_zoom (BfFigureArea *self);
void bf_figure_area_go_zoom (BfFigureArea *self, int by);   /* what was shown before (-1) and after (1) */
void bf_figure_area_set_axes (BfFigureArea *self, BfAxisKind x_kind, BfAxisKind y_kind);
void bf_figure_area_set_axes_of (BfFigureArea *self, const BfFigure *figure, BfAxisKind x_kind, BfAxisKind y_kind);
BfAxisKind bf_figure_area_axis_kind (const char *id);   /* as the actions call it; what is unknown is the default */

/* Configurations that are hidden are in the legend only. */
void bf_figure_area_set_hidden (BfFigureArea *self, guint run, gboolean hidden);
gboolean bf_figure_area_get_hidden (BfFigureArea *self, guint run);

/* Pins: places whose readouts stay. */
void bf_figure_area_pin_cursor (BfFigureArea *self);        /* or takes away the pin that is there */
void bf_figure_area_clear_pins (BfFigureArea *self);
guint bf_figure_area_get_n_pins (BfFigureArea *self);
char *bf_figure_area_get_pin_readout (BfFigureArea *self, guint index);   /* NULL: out of sight; g_free() */

/* To the clipboard. */
void bf_figure_area_copy_image (BfFigureArea *self);
void bf_figure_area_copy_data (BfFigureArea *self);

/* Actions "zoom-in", "show-1" and so on, borrowed, for the prefix "figure"; a menu of them, borrowed. */
GActionGroup *bf_figure_area_get_actions (BfFigureArea *self);
GMenuModel *bf_figure_area_get_menu (BfFigureArea *self);

/* Property "readout": the exact values under the cursor, one line a series; NULL without a cursor in the plot.
 * Property "description": one sentence for those who do not see the picture.
 * Property "zoomed": whether a part is shown.
 * Signal "redrawn": the figure shows something else, or other numbers.
 * Signal "message" (string): what was done, to be said for a moment. */
const char *bf_figure_area_get_readout (BfFigureArea *self);
const char *bf_figure_area_get_description (BfFigureArea *self);
gboolean bf_figure_area_get_zoomed (BfFigureArea *self);
