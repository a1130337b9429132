/* Profiles: lines over places (layers, timesteps) at one training step, one or more a run.
 *
 * All that such figures have in common, which is everything but where their numbers are found.
 * Private to the folder.
 */
#pragma once

#include "engine/prediction.h"
#include "figure/scene-private.h"

typedef struct {
  const BfFigureRun *run;      /* has rows */
  guint index;                 /* among the lines of its run */
  guint source;                /* the figure's own: where the values are */
  guint n;                     /* places */
  guint style;                 /* dash and marker */
  BfSeriesLook look;           /* BF_SERIES_LINE or BF_SERIES_POINTS */
  char *name;                  /* in the legend and the readout; the scene's */

  /* Filled in afterwards. */
  guint panel;                 /* where it is drawn */
  const double *values;        /* [n], as they are drawn; the scene's */
  const char *label;           /* the name with what must be known of the run; the scene's */
} BfProfileLine;

typedef struct {
  const char *x_title, *x_brief;   /* N_() */
  gboolean (*applies) (const BfFigureView *view);   /* as in BfFigure; NULL: always */
  const char *(*nothing) (void);   /* translated; why it is empty where it does not apply */

  /* The end of the axis: of runs that are to come too, so that a first one does not move it. */
  guint (*length) (const BfFigureView *view);

  /* What is measured: names the y axis. */
  const BfEntry *(*quantity) (const BfFigureView *view, gboolean *logarithmic);
  gboolean (*is_gradient) (const BfFigureView *view);

  /* Lines of a run with rows; runs that have none are in the legend with this after their name. */
  guint (*n_lines) (const BfFigureRun *run);
  void (*set_line) (BfProfileLine *line);           /* given run and index, the other members */
  char *(*lineless_label) (const char *name);       /* translated; NULL: cannot be */

  double (*value) (const BfFigureView *view, const BfProfileLine *line, guint row, guint place);
  /* Of all lines of @run over all its rows. */
  void (*range) (const BfFigureView *view, const BfFigureRun *run, BfRange *range);

  char *(*place_label) (const BfScene *scene, const BfCursor *cursor);   /* as in BfScene */

  /* What theory expects of a line, 1 at its last place; NULL: nothing. */
  const BfPrediction *(*predict) (const BfFigureView *view, const BfProfileLine *line);
  guint most_predicted;            /* more lines are too many for predictions between them */
  const char *law, *brief_law;     /* N_(): what they are called in legends */
  const char *first_place;         /* N_(): begins the sentence about predictions at place 1 */
  const char *relative_title;      /* N_(): of the y axis relative to the last place */
  gboolean marks_reach;            /* where a line falls below BF_REACH_SHARE of its last value */
} BfProfile;

/* A sentence about what is predicted for the first place of each line, if that is shown; begins with a
 * space. Any view. */
void bf_profile_append_predicted (GString *text, const BfProfile *profile, const BfFigureView *view);

/* Builds the scene of such a figure, and lays it out. */
void bf_profile_build (const BfProfile *profile, BfScene *scene);
void bf_profile_place (BfScene *scene);
