/* Profiles: lines over places (layers, timesteps) at one training step, one or more a run.
 *
 * All that such figures have in common, which is everything but where their numbers are found.
 * Private to the folder.
 */
#pragma once

#include "figure/figure.h"
#include "plot/line-chart.h"
#include "plot/scale.h"

typedef struct {
  const BfFigureRun *run;      /* has rows */
  guint index;                 /* among the lines of its run */
  guint source;                /* the figure's own: where the values are */
  guint n;                     /* places */
  guint style;                 /* dash and marker */
  BfSeriesLook look;           /* BF_SERIES_LINE or BF_SERIES_POINTS */
  char *name;                  /* owned; in the legend and the readout */
} BfProfileLine;

typedef struct {
  const char *name;                /* of the figure; N_() */
  const char *x_title, *x_brief;   /* N_() */
  gboolean (*applies) (const BfFigureView *view);   /* as in BfFigure; NULL: always */
  const char *nothing;             /* N_(); why it is empty where it does not apply */

  /* The end of the axis: of runs that are to come too, so that a first one does not move it. */
  guint (*length) (const BfFigureView *view);

  /* What is measured: names the y axis. */
  const BfEntry *(*quantity) (const BfFigureView *view, gboolean *logarithmic);

  /* Lines of a run with rows; runs that have none are in the legend with this after their name. */
  guint (*n_lines) (const BfFigureRun *run);
  void (*set_line) (BfProfileLine *line);           /* given run and index, the other members */
  char *(*lineless_label) (const char *name);       /* translated; NULL: cannot be */

  double (*value) (const BfFigureView *view, const BfProfileLine *line, guint row, guint place);
  /* Of all lines of @run over all its rows. */
  void (*range) (const BfFigureView *view, const BfFigureRun *run, BfRange *range);

  /* "Layer 3, step 17"; @place from 1. */
  char *(*place_label) (guint place, guint64 step);
} BfProfile;

/* As the members of BfFigure. */
void bf_profile_draw (const BfProfile *profile, cairo_t *cr, double width, double height,
                      const BfFigureView *view, const BfTheme *theme);
void bf_profile_overlay (const BfProfile *profile, cairo_t *cr, double width, double height,
                         const BfFigureView *view, const BfTheme *theme);
char *bf_profile_readout (const BfProfile *profile, double width, double height,
                          const BfFigureView *view, const BfTheme *theme, double x, double y);

/* The functions of a figure, all but describe, from its profile. */
#define BF_DEFINE_PROFILE_FIGURE(function, profile) \
  void \
  function##_draw (cairo_t *cr, double width, double height, const BfFigureView *view, \
                   const BfTheme *theme) \
  { \
    bf_profile_draw (&(profile), cr, width, height, view, theme); \
  } \
  void \
  function##_overlay (cairo_t *cr, double width, double height, const BfFigureView *view, \
                      const BfTheme *theme) \
  { \
    bf_profile_overlay (&(profile), cr, width, height, view, theme); \
  } \
  char * \
  function##_readout (double width, double height, const BfFigureView *view, \
                      const BfTheme *theme, double x, double y) \
  { \
    return bf_profile_readout (&(profile), width, height, view, theme, x, y); \
  }
