/* Figures: what a person can ask to see of records. One file and one table row each; drawn by
 * one function on the screen and in every export.
 *
 * Any one thread per cairo_t; figures keep no state but what they leave in a BfFigureCache,
 * owned by the caller.
 */
#pragma once

#include <cairo.h>

#include "experiment/experiment.h"
#include "experiment/verdict.h"
#include "plot/scale.h"
#include "plot/theme.h"

typedef struct _BfScene BfScene;

typedef struct {
  const BfConfiguration *configuration;  /* borrowed */
  const BfRecord *record;                /* borrowed; NULL: not run yet (the figure says so) */
  BfColor color;                         /* of the configuration, already readable on the theme */
  guint style;                           /* dash and marker */
  gboolean hidden;                       /* only named in the legend */
  const BfSpectrum *spectrum;            /* borrowed; NULL: not computed */
  const char *spectrum_message;          /* borrowed; why not; NULL: nobody asked */
} BfFigureRun;

/* How an axis is drawn where there is a choice. */
typedef enum {
  BF_AXIS_DEFAULT,
  BF_AXIS_LINEAR,
  BF_AXIS_LOGARITHMIC,
  BF_N_AXIS_KINDS
} BfAxisKind;

/* What a figure may add to what was measured. */
typedef enum {
  BF_SWITCH_DEFAULT,           /* where it helps, see BfFigureView */
  BF_SWITCH_ON,
  BF_SWITCH_OFF,
  BF_N_SWITCHES
} BfSwitch;

/* The part of an axis that is shown. */
typedef struct {
  gboolean set;                /* FALSE: all of it */
  double min, max;             /* data values, min < max */
} BfAxisZoom;

/* What was computed of records and still holds, since records only grow but for when they are
 * thinned: ranges, curves, and cells of maps. Whoever draws the same runs again and again keeps one
 * beside them and passes it in the view, to one scene after the other: scenes point into it. A
 * picture is the same without. Holds references on the records of the last view it was used with.
 * Same thread as the records. */
typedef struct _BfFigureCache BfFigureCache;

BfFigureCache *bf_figure_cache_new (void);
void bf_figure_cache_free (BfFigureCache *cache);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BfFigureCache, bf_figure_cache_free)

typedef struct {
  guint n_runs;
  const BfFigureRun *runs;
  BfFigureCache *cache;        /* borrowed; NULL: none */
  const char *title;           /* of the experiment; NULL: the figure's own */
  guint64 step;                /* the step shown; 0: the newest that all training runs have */
  BfLayerMeasure measure;      /* of figures that show one measure by layer */
  guint smoothing;             /* steps that the lines of training are means over; 0: as many as
                                  suit, 1: none */
  BfAxisKind x_kind;           /* of figures that use it: of the steps */
  BfAxisKind y_kind;           /* of the values; not of layers, timesteps and steps */
  /* Of gradients by layer and by timestep. */
  gboolean relative;           /* divided by that of the last layer, or timestep */
  BfSwitch predicted;          /* what theory expects at initialisation; by default as long as there
                                  are so few lines that it can be read */
  BfSwitch guides;             /* where number formats end; by default only of the runs' own precision,
                                  when values come near it */
  gboolean columns;            /* one panel a configuration on a common scale, not all in one */

  gboolean on_demand;          /* what a figure lacks is computed when it is shown: it is offered
                                  without */

  BfAxisZoom zoom_x;           /* of all panels with a common x axis, else of @zoom_panel */
  BfAxisZoom zoom_y;           /* of all panels with a common y axis, else of @zoom_panel */
  guint zoom_panel;
  guint only_panel;            /* that is shown alone, from 1; 0, or none that there is: all are */
} BfFigureView;

typedef struct {
  BfEntry entry;               /* "gradient-by-layer", ... */
  const char *brief;           /* N_(): the name where there is little room; NULL: there is no shorter one */
  gboolean is_profile;         /* reads view->relative, predicted, guides and columns */
  gboolean uses_smoothing;     /* reads view->smoothing */
  gboolean uses_measure;       /* reads view->measure */
  gboolean uses_step;          /* reads view->step */
  gboolean uses_x_kind;        /* reads view->x_kind */
  gboolean uses_y_kind;        /* reads view->y_kind; others have one kind that suits */
  gboolean uses_spectrum;      /* reads the runs' spectra */
  double aspect;               /* preferred width : height of an export */

  /* Whether the figure has anything to say of such configurations, run or not; NULL: always. It
   * can be drawn anyhow, and says why it is empty. */
  gboolean (*applies) (const BfFigureView *view);

  /* Fills a scene, and lays its panels out. */
  void (*build) (BfScene *scene);
  void (*place) (BfScene *scene);

  /* One translated sentence for people who do not see the picture. g_free(). */
  char *(*describe) (const BfFigureView *view);
} BfFigure;

extern const BfTable bf_figure_table;

/* Changes what is common to all figures to what one of them is to show. */
typedef void (*BfFigureViewFunc) (const BfFigure *figure, BfFigureView *view, gpointer user_data);

/* How many steps the lines of training are means over, about; 1: they are no means. */
guint bf_figure_smoothing (const BfFigureView *view);

/* What a figure is called where there is little room; translated. */
const char *bf_figure_brief (const BfFigure *figure);

/* Draws all of the figure, title, axes, units, legend and colour bar included, into (0, 0, width,
 * height); see scene.h for more that can be asked. @view must have at least one run. */
void bf_figure_draw (const BfFigure *figure, cairo_t *cr, double width, double height,
                     const BfFigureView *view, const BfTheme *theme);

/* The rows of the table that apply to @view, which may be without runs, in its order: what is to
 * be offered. Free with g_ptr_array_unref(). */
GPtrArray *bf_figures_that_apply (const BfFigureView *view);

/* One run for each configuration of @experiment, in its colour as it can be read on @theme. What
 * they point to stays the experiment's. Free with g_free(). */
BfFigureRun *bf_figure_runs_new (const BfExperiment *experiment, const BfTheme *theme);
