/* Maps: magnitudes over two axes of whole numbers, in the colours of one scale common to all runs;
 * one or more panels a run.
 *
 * All that such figures have in common, which is everything but what their axes are and where
 * their numbers are found. Private to the folder.
 */
#pragma once

#include "figure/scene-private.h"

/* A panel of a run. */
typedef struct {
  const BfFigureRun *run;      /* has rows */
  guint index;                 /* among the panels of its run */
  guint source;                /* the figure's own: where the values are */
  guint n_columns;             /* of values; where they are rows of the record: whatever */
  guint n_values;              /* in each column */
  guint first_y, last_y;       /* places */
  char *name;                  /* in headings, readouts and sheets; the scene's */
} BfMapPart;

typedef struct {
  const char *x_title, *y_title;   /* N_() */
  gboolean over_steps;             /* a column for each row of the record; else all at one step,
                                      the c-th at place c + 1 */
  gboolean (*applies) (const BfFigureView *view);   /* as in BfFigure; NULL: always */
  const char *(*nothing) (void);   /* translated; why it is empty where it does not apply */
  char *(*subtitle) (const BfFigureView *view);     /* translated */

  /* The ends of the axes: of runs that are to come too. */
  double (*last_x) (const BfFigureView *view);   /* not asked over steps */
  guint (*last_y) (const BfFigureView *view);

  /* What is measured: names the colour bar. */
  const BfEntry *(*quantity) (const BfFigureView *view, gboolean *logarithmic);

  /* Panels of a run with rows; runs that have none are in the legend with this after their name. */
  guint (*n_parts) (const BfFigureView *view, const BfFigureRun *run);
  void (*set_part) (const BfFigureView *view, BfMapPart *part);   /* given run and index */
  char *(*partless_label) (const char *name);   /* translated; NULL: cannot be */

  /* The values of a column, @stride apart; @row: of the record. */
  const double *(*values) (const BfFigureView *view, const BfMapPart *part, guint row,
                           guint column, gsize *stride);
  /* Where the i-th of them is on y; 0: not in the map. NULL: at i + 1. */
  guint (*place) (const BfMapPart *part, guint i);

  /* Of all panels of @run over all its rows. */
  void (*range) (const BfFigureView *view, const BfFigureRun *run, gboolean logarithmic,
                 BfRange *range);

  char *(*place_label) (const BfScene *scene, const BfCursor *cursor);   /* as in BfScene */
  const char *(*no_x) (void);   /* said where a run has no such column; translated */
  const char *(*no_y) (void);

  /* The sentences of describe (). */
  char *(*say_empty) (const BfFigureView *view);
  char *(*introduce) (const BfFigureView *view);
  /* "Name, from 1e-9 to 0.1 in layers 1 to 8 and steps 1 to 300" */
  char *(*extent) (const BfFigureView *view, const BfFigureRun *run, const char *label,
                   const char *smallest, const char *largest);
} BfMap;

/* Builds the scene of such a figure; bf_scene_place_maps() places it. */
void bf_map_build (const BfMap *map, BfScene *scene);
char *bf_map_describe (const BfMap *map, const BfFigureView *view);
