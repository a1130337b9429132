/* A widget that draws one figure of a session, exactly as an export would, with a pointer and a keyboard cursor.
 *
 * The drawing is kept as a picture: a moving cursor redraws only its marks and the readout, and while training runs the
 * picture is renewed at most some fifteen times a second.
 */
#pragma once

#include <gtk/gtk.h>

#include "app/session.h"
#include "figure/figure.h"

#define BF_TYPE_FIGURE_AREA (bf_figure_area_get_type ())
G_DECLARE_FINAL_TYPE (BfFigureArea, bf_figure_area, BF, FIGURE_AREA, GtkWidget)

void bf_figure_area_set_session (BfFigureArea *self, BfSession *session);
void bf_figure_area_set_figure (BfFigureArea *self, const BfFigure *figure);
const BfFigure *bf_figure_area_get_figure (BfFigureArea *self);
void bf_figure_area_set_measure (BfFigureArea *self, BfLayerMeasure measure);
BfLayerMeasure bf_figure_area_get_measure (BfFigureArea *self);
void bf_figure_area_set_step (BfFigureArea *self, guint64 step);    /* 0: the newest */

/* What the figure shows; the runs are borrowed until the session or the theme changes. No cursor. */
void bf_figure_area_get_view (BfFigureArea *self, BfFigureView *view);

/* The cursor in widget coordinates. */
void bf_figure_area_set_cursor (BfFigureArea *self, double x, double y);
void bf_figure_area_clear_cursor (BfFigureArea *self);

/* Property "readout": the exact values under the cursor, one line a series; NULL without a cursor in the plot.
 * Property "description": one sentence for those who do not see the picture. */
const char *bf_figure_area_get_readout (BfFigureArea *self);
const char *bf_figure_area_get_description (BfFigureArea *self);
