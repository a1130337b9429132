/* The inside of a figure area, shared by its files. */
#pragma once

#include "app/figure-area.h"
#include "app/figure-zoom.h"
#include "figure/scene.h"

/* What a person set of one figure; kept while others are shown. */
typedef struct {
  BfZoomHistory zooms;
  BfAxisKind x_kind, y_kind;
  guint only_panel;           /* as in BfFigureView */
  GArray *pins;               /* of BfCursor; owned */
} BfFigureState;

typedef enum {
  BF_DRAG_NONE,               /* not far enough yet to be one */
  BF_DRAG_PAN,
  BF_DRAG_BOX,
} BfDragKind;

typedef struct {
  BfDragKind kind;
  gboolean has_plot;          /* it began in one */
  BfPlotArea plot;
  BfZoom zoom;                /* when it began */
  double x, y;                /* where it began */
  double to_x, to_y;
  guint gesture;
} BfDrag;

struct _BfFigureArea
{
  GtkWidget parent_instance;

  BfSession *session;         /* owned reference */
  const BfFigure *figure;     /* row of bf_figure_table */
  BfFigureState *states;      /* owned; one for each row of the table */
  BfTheme theme;
  BfFigureView view;

  /* figure-area-runs.c */
  BfFigureRun *runs;          /* owned; NULL: out of date */
  BfFigureRun *drawn;         /* owned; the same as they are drawn; belong to the scene */
  GArray *hidden;             /* of what a person hid; owned */
  int highlighted;            /* run; -1: none */

  BfScene *scene;             /* owned; NULL: out of date */
  GdkTexture *picture;        /* owned; NULL: out of date */
  int picture_scale;
  gint64 drawn_at;            /* monotonic time of the last picture */
  guint redraw_id;            /* source of a redraw that was put off */

  /* figure-area-cursor.c */
  gboolean has_cursor;
  BfCursor cursor;
  gboolean follows_pointer;   /* the cursor is where the pointer is; else where the keys put it */
  double pointer_x, pointer_y;
  char *readout;              /* owned */
  char *description;          /* owned */

  /* figure-area-input.c */
  BfDrag drag;
  gboolean has_clicked_pin;   /* the last click put or took a pin */
  BfCursor clicked_pin;
  guint gesture;              /* number of the last gesture that zooms */
  gint64 scrolled_at;
  BfPlotArea pinched;
  gboolean is_pinching;
  double pinch_scale;

  GSimpleActionGroup *actions;   /* owned */
  GtkBuilder *menus;          /* owned */
  GMenu *menu;                /* of these */
  GMenu *axes_menu, *runs_menu;   /* of these; parts of it */
  const BfFigure *menu_figure;    /* that it is about; NULL: none yet */
  GtkWidget *context_menu;    /* child; NULL before it is asked for */
};

/* figure-area.c */
BfFigureState *bf_figure_area_state (BfFigureArea *self);   /* of the figure shown; NULL: none is */
BfFigureState *bf_figure_area_state_of (BfFigureArea *self, const BfFigure *figure);
/* The scene as it is now; NULL: nothing can be drawn. */
const BfScene *bf_figure_area_scene (BfFigureArea *self);
void bf_figure_area_drop_scene (BfFigureArea *self);        /* it is out of date */
void bf_figure_area_redraw (BfFigureArea *self);
void bf_figure_area_notify_readout (BfFigureArea *self);
void bf_figure_area_update_description (BfFigureArea *self);
void bf_figure_area_say (BfFigureArea *self, const char *text);   /* by signal "message" */

/* figure-area-runs.c */
void bf_figure_area_init_runs (BfFigureArea *self);
void bf_figure_area_clear_runs (BfFigureArea *self);        /* for good */
void bf_figure_area_invalidate_runs (BfFigureArea *self);
const BfFigureView *bf_figure_area_view (BfFigureArea *self);
BfFigureRun *bf_figure_area_new_drawn (BfFigureArea *self); /* as many as the view's; g_free() */
void bf_figure_area_highlight (BfFigureArea *self, int run);   /* -1: none */
/* What was hidden stays so where configurations change (@edited) or come and go. */
void bf_figure_area_follow_runs (BfFigureArea *self, gboolean edited);

/* figure-area-cursor.c */
gboolean bf_figure_area_find_cursor (BfFigureArea *self, const BfScene *scene);
void bf_figure_area_update_readout (BfFigureArea *self);
void bf_figure_area_move_cursor (BfFigureArea *self, BfMove move);
void bf_figure_area_snapshot_cursor (BfFigureArea *self, GtkSnapshot *snapshot,
                                     const graphene_rect_t *bounds);
/* Puts a pin at a place, or takes away the one that is there. */
void bf_figure_area_toggle_pin (BfFigureArea *self, const BfCursor *cursor);

/* figure-area-zoom.c */
void bf_figure_area_show_panel (BfFigureArea *self, guint only);   /* as in BfFigureView */
/* The panel at a point alone, or all again. */
gboolean bf_figure_area_toggle_panel (BfFigureArea *self, double x, double y);
void bf_figure_area_fill_view (const BfFigureState *state, BfFigureView *view);
void bf_figure_area_apply_state (BfFigureArea *self);       /* to the view */
guint bf_figure_area_new_gesture (BfFigureArea *self);
void bf_figure_area_set_zoom (BfFigureArea *self, const BfZoom *zoom, guint gesture);
typedef enum {
  BF_ZOOM_X = 1 << 0,
  BF_ZOOM_Y = 1 << 1,
} BfZoomAxes;
/* About a point of the widget in @plot; FALSE if nothing changed. */
gboolean bf_figure_area_zoom_about (BfFigureArea *self, const BfPlotArea *plot, BfZoomAxes axes,
                                    double x, double y, double factor, guint gesture);
/* From where @plot was when @zoom was shown, by so many pixels. */
void bf_figure_area_pan (BfFigureArea *self, const BfPlotArea *plot, const BfZoom *zoom, double dx,
                         double dy, guint gesture);
void bf_figure_area_zoom_to_box (BfFigureArea *self, const BfPlotArea *plot, double x1, double y1,
                                 double x2, double y2);

/* figure-area-input.c */
void bf_figure_area_add_controllers (BfFigureArea *self);
void bf_figure_area_snapshot_box (BfFigureArea *self, GtkSnapshot *snapshot);
void bf_figure_area_click (BfFigureArea *self, int n_presses, double x, double y);
void bf_figure_area_begin_drag (BfFigureArea *self, double x, double y);
void bf_figure_area_drag_to (BfFigureArea *self, double x, double y, gboolean box);
void bf_figure_area_end_drag (BfFigureArea *self);
gboolean bf_figure_area_scroll (BfFigureArea *self, double dx, double dy, GdkModifierType state);

/* figure-area-actions.c */
void bf_figure_area_add_actions (BfFigureArea *self);
void bf_figure_area_remove_actions (BfFigureArea *self);
void bf_figure_area_update_actions (BfFigureArea *self);
void bf_figure_area_show_menu (BfFigureArea *self, double x, double y);
