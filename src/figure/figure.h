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
#include "plot/theme.h"

typedef struct {
  const BfConfiguration *configuration;  /* borrowed */
  const BfRecord *record;                /* borrowed; NULL: not run yet (the figure says so) */
  BfColor color;                         /* of the configuration, already readable on the theme */
  guint style;                           /* dash and marker */
} BfFigureRun;

/* What was computed of records and still holds, since records only grow: ranges, and cells of
 * maps. Whoever draws the same runs again and again keeps one beside them and passes it in the
 * view; a picture is the same without. Holds references on the records of the last view it was
 * used with. Same thread as the records. */
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
  BfTrainingMeasure training_measure;  /* of the third panel of "training"; loss and accuracy,
                                          which have panels of their own: the gradient norm */
  gboolean has_cursor;         /* pointer or keyboard cursor, in figure coordinates */
  double cursor_x, cursor_y;
} BfFigureView;

typedef struct {
  BfEntry entry;               /* "gradient-by-layer", ... */
  gboolean uses_measure;       /* reads view->measure */
  gboolean uses_step;          /* reads view->step */
  double aspect;               /* preferred width : height of an export */

  /* Whether the figure has anything to say of such configurations, run or not; NULL: always. It
   * can be drawn anyhow, and says why it is empty. */
  gboolean (*applies) (const BfFigureView *view);

  /* Draws all of the figure, title, axes, units, legend and colour bar included, into
   * (0, 0, width, height). @view must have at least one run. */
  void (*draw) (cairo_t *cr, double width, double height, const BfFigureView *view,
                const BfTheme *theme);

  /* Draws only the marks of the cursor of @view over a figure drawn without one at this size, so
   * that a moving pointer redraws nothing else; draw () with a cursor is draw () without one and
   * then this. NULL: no marks. */
  void (*overlay) (cairo_t *cr, double width, double height, const BfFigureView *view,
                   const BfTheme *theme);

  /* Exact values under (x, y) of a figure drawn at this size: a short translated text, one line
   * a series; NULL outside the plot. Free with g_free(). */
  char *(*readout) (double width, double height, const BfFigureView *view, const BfTheme *theme,
                    double x, double y);

  /* One translated sentence for people who do not see the picture. g_free(). */
  char *(*describe) (const BfFigureView *view);
} BfFigure;

extern const BfTable bf_figure_table;

/* The rows of the table that apply to @view, which may be without runs, in its order: what is to
 * be offered. Free with g_ptr_array_unref(). */
GPtrArray *bf_figures_that_apply (const BfFigureView *view);

/* One run for each configuration of @experiment, in its colour as it can be read on @theme. What
 * they point to stays the experiment's. Free with g_free(). */
BfFigureRun *bf_figure_runs_new (const BfExperiment *experiment, const BfTheme *theme);
