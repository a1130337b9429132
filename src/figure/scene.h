/* Scenes: a figure laid out for one view, theme and size. Once built, all that is asked of it is
 * answered without the record: drawn, pointed at, read out, listed.
 *
 * A scene borrows what its view points to, records included, and must be freed before that
 * changes; records may grow meanwhile, but not be thinned. Any one thread.
 */
#pragma once

#include "figure/figure.h"
#include "figure/sheet.h"
#include "plot/path.h"

/* @view must have at least one run. */
BfScene *bf_scene_new (const BfFigure *figure, const BfFigureView *view, const BfTheme *theme,
                       double width, double height);
void bf_scene_free (BfScene *scene);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BfScene, bf_scene_free)

/* All of the figure, title, axes, units, legend and colour bar included, into (0, 0, width,
 * height). */
void bf_scene_draw (const BfScene *scene, cairo_t *cr);

/* A place in the data, common to all panels of a figure: it says what is pointed at however the
 * figure is laid out. */
typedef struct {
  guint panel;               /* the one pointed at */
  double x, y;               /* on its axes */
  guint line;                /* the one picked in it; BF_NO_LINE: all of them */
} BfCursor;
#define BF_NO_LINE G_MAXUINT

/* The place nearest to a point of the drawing; FALSE where there is none. */
gboolean bf_scene_point_at (const BfScene *scene, double x, double y, BfCursor *cursor);

typedef enum {
  BF_MOVE_LEFT,              /* to the next place */
  BF_MOVE_RIGHT,
  BF_MOVE_UP,                /* to the next place of a map, the next panel of others */
  BF_MOVE_DOWN,
  BF_MOVE_FIRST,             /* to the ends of what is shown */
  BF_MOVE_LAST,
  BF_MOVE_PREVIOUS_LINE,
  BF_MOVE_NEXT_LINE,
} BfMove;

/* Moves the cursor by a key; FALSE if it stays where it is. */
gboolean bf_scene_move (const BfScene *scene, BfCursor *cursor, BfMove move);
/* A cursor to begin with: the first place. FALSE if the figure has none. */
gboolean bf_scene_first (const BfScene *scene, BfCursor *cursor);

/* Whether the cursor's place is in the part of this scene that is shown, and where: it may come from
 * another figure's size, zoom or step. */
gboolean bf_scene_locate (const BfScene *scene, const BfCursor *cursor, double *x, double *y);

/* The marks of a cursor, in every panel. */
void bf_scene_draw_cursor (const BfScene *scene, cairo_t *cr, const BfCursor *cursor);
/* Exact values there, one line a series; translated, g_free(). */
char *bf_scene_readout (const BfScene *scene, const BfCursor *cursor);

/* The run whose legend entry is at (x, y); -1: none. */
int bf_scene_legend_at (const BfScene *scene, double x, double y);

/* The plot at (x, y) and its axes, for zooming; FALSE where there is none. */
typedef struct {
  guint panel;
  BfRect plot;
  BfScale x, y;              /* as shown */
  BfScale all_x, all_y;      /* without zoom */
  gboolean whole_x, whole_y; /* places are whole numbers */
  gboolean own_x;            /* other panels have other x axes */
} BfPlotArea;
gboolean bf_scene_plot_at (const BfScene *scene, double x, double y, BfPlotArea *area);

/* The panel at (x, y), its words included, of more than one with axes; FALSE where there is none. */
gboolean bf_scene_panel_at (const BfScene *scene, double x, double y, guint *panel);

/* The numbers that are drawn. Free with bf_sheet_free(). */
BfSheet *bf_scene_sheet (const BfScene *scene);
