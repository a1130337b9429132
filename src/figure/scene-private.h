/* What figures build scenes of. Private to the folder.
 *
 * A figure's build () adds panels, and to each of them lines and items; its place () then lays the
 * panels out in the body of the frame. All that can be asked of a scene follows from these.
 */
#pragma once

#include "figure/frame.h"
#include "figure/grid.h"
#include "figure/scene.h"
#include "plot/color-bar.h"
#include "plot/line-chart.h"

/* What is drawn in a panel but is not a line: a map, bars, a diagram. Its class says how; the
 * members that are NULL do nothing. */
typedef struct _BfSceneItem BfSceneItem;
typedef struct {
  void (*draw) (cairo_t *cr, const BfSceneItem *item, const BfScene *scene, guint panel);
  void (*draw_cursor) (cairo_t *cr, const BfSceneItem *item, const BfScene *scene, guint panel,
                       const BfCursor *cursor);
  /* Where a pixel is on the axes of the panel, where that is not as the scales say. */
  gboolean (*point_at) (const BfSceneItem *item, const BfScene *scene, guint panel, double x,
                        double y, BfCursor *cursor);
  /* The other way round; FALSE if the cursor's place is not in this panel. */
  gboolean (*locate) (const BfSceneItem *item, const BfScene *scene, guint panel,
                      const BfCursor *cursor, double *x, double *y);
  /* By so many places across, no further than the last; every class with locate () has it. */
  void (*move) (const BfSceneItem *item, BfCursor *cursor, int by);
  /* Appends "\nName: value" if it has something to say. */
  void (*readout) (GString *text, const BfSceneItem *item, const BfScene *scene,
                   const BfCursor *cursor);
  /* For sheets: what the column is called, and its numbers from 0 on until FALSE. Both or none. */
  const char *(*name) (const BfSceneItem *item);
  gboolean (*cell) (const BfSceneItem *item, const BfScene *scene, gsize i, double *x, double *y,
                    double *value);
  void (*free) (BfSceneItem *item);   /* NULL: g_free() */
} BfSceneItemClass;

struct _BfSceneItem {
  const BfSceneItemClass *class;
};

/* A line, beside its series. */
typedef struct {
  guint run;               /* index among the view's */
  const char *name;        /* in readouts and sheets; lines of one name are read out together */
  const char *quantity;    /* said before its value; translated; NULL: nothing */
  gboolean silent;         /* stands for another: neither pointed at, read out nor listed */
  gboolean sparse;         /* has values only here and there: read out only at these */
  const double *low, *high;   /* what its values may be, with a quantity; NULL: exact */
  const char *remark;      /* said after its value, in brackets; translated; NULL: nothing */
} BfSceneLine;

typedef struct {
  GArray *series;          /* of BfSeries */
  GArray *lines;           /* of BfSceneLine, one for each series */
  GPtrArray *items;        /* of BfSceneItem, owned; drawn below the lines */
  gboolean no_grid;        /* behind */
  gboolean no_axes;        /* nothing but the items */
  double share;            /* of the height where panels are stacked */
  const char *x_title;     /* of its places in sheets, where panels have x axes of their own */
  BfScale all_x, all_y;    /* of the axes without zoom */
} BfSceneContent;

struct _BfScene {
  const BfFigure *figure;
  BfFigureView view;       /* with a cache */
  BfFigureCache *own_cache;  /* owned; NULL: the view has one */
  BfFrame frame;           /* its theme is the one to draw with */

  GArray *panels;          /* of BfPanel */
  GArray *contents;        /* of BfSceneContent, one for each panel */
  GPtrArray *owned;        /* what the above point to, freed with g_free() */

  BfGrid grid;             /* drawn if it has titles */
  gboolean has_bar;
  BfColorBar bar;
  gsize counts[BF_N_VALUE_CLASSES];   /* of what is drawn: for the legend */
  BfLegendSample class_sample;        /* that their entries have */
  GPtrArray *notes;        /* of char, owned: words at the end of the legend */
  const char *x_title, *y_title;      /* of the places in sheets; @y_title NULL: one number is enough */
  const char *nothing;     /* translated; why it is empty; NULL: nothing was trained yet */

  /* Places are whole numbers from 1 on x, and on y of maps. */
  gboolean whole_x, whole_y;
  double last_x;           /* largest place */
  gboolean over_steps;     /* places on x are training steps: those that were recorded */
  gboolean shared_y;       /* all panels have the same y axis */
  gboolean separate_x;     /* each panel has an x axis of its own: a cursor is in one of them only */

  char *(*place_label) (const BfScene *scene, const BfCursor *cursor);   /* "Layer 3, step 17" */
  /* Said of a line that ends before the cursor; NULL: such a line is left out. */
  char *(*beyond) (const BfScene *scene, const BfSeries *series);
};

#define bf_scene_theme(scene) (&(scene)->frame.theme)
#define bf_scene_panel(scene, i) (&g_array_index ((scene)->panels, BfPanel, i))
#define bf_scene_content(scene, i) (&g_array_index ((scene)->contents, BfSceneContent, i))

/* Whether a panel is to be seen: all are, but where one is shown alone. */
gboolean bf_scene_has_panel (const BfScene *scene, guint panel);

/* The index of a new panel. */
guint bf_scene_add_panel (BfScene *scene);
/* Keeps memory until the scene is freed, and returns it. */
gpointer bf_scene_own (BfScene *scene, gpointer memory);
double *bf_scene_new_values (BfScene *scene, gsize n);
/* @subtitle: translated, taken over. */
void bf_scene_set_subtitle (BfScene *scene, char *subtitle);

/* Words at the end of the legend: what can be left out if there is no room. */
void bf_scene_add_note (BfScene *scene, const char *note);
/* The places on x are training steps; says if some of them were not kept. */
void bf_scene_set_over_steps (BfScene *scene);

void bf_scene_add_line (BfScene *scene, guint panel, const BfSeries *series,
                        const BfSceneLine *line);
void bf_scene_add_item (BfScene *scene, guint panel, BfSceneItem *item);   /* taken over */

/* Whether @axis is logarithmic: as the view says, else @by_default. */
gboolean bf_scene_is_logarithmic (BfAxisKind kind, gboolean by_default);
/* The y axis of a panel from what is in it: scale, title from @entry, strips for what has no place on
 * it; counted for the legend. */
void bf_scene_set_y (BfScene *scene, guint panel, const BfEntry *entry, gboolean logarithmic,
                     const BfRange *range);
/* The x axis: places 1 to @last, called @title, or @brief where there is little room. */
void bf_scene_set_places (BfScene *scene, guint panel, const char *title, const char *brief,
                          double last);

/* Horizontal lines at values that mean something, with words at an end where there is room;
 * those beyond the axis are left out. */
typedef struct {
  double value;
  char *label;             /* translated; the scene's; NULL: dashed, explained elsewhere */
} BfSceneGuide;
void bf_scene_add_guides (BfScene *scene, guint panel, const BfSceneGuide *guides, guint n);

/* A short upright mark that stands on the horizontal axis at @x. */
void bf_scene_add_tick (BfScene *scene, guint panel, double x, BfColor color);

/* A vertical line at the step the other figures show. */
void bf_scene_add_step_mark (BfScene *scene, guint panel);

/* Layouts: members of BfFigure. One panel; side by side with the colour bar, if there is one. */
void bf_scene_place_one (BfScene *scene);
void bf_scene_place_maps (BfScene *scene);
/* Some of the panels on each other in @body by their shares. */
void bf_scene_stack (BfScene *scene, guint first, guint n, const BfRect *body);
/* Headings that do not fit their placed panels become short. */
void bf_scene_fit_headings (BfScene *scene);
/* The same for the title of the y axis of a placed grid. */
void bf_scene_fit_y_title (BfScene *scene, const char *brief);
