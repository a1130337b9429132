/* The line that shows how far training has come. */
#pragma once

#include <glib.h>

typedef struct {
  gulong step, steps;          /* of the slowest run, and of the longest */
  double fraction;             /* of all the work, 0 to 1 */
  double seconds;              /* since training began */
  guint seeds_done, seeds;     /* further seeds that are over, and all */
  guint n_runs;
  const char *const *names;    /* [n_runs] */
  const double *losses;        /* [n_runs] of their newest steps */
} BfProgress;

/* One line of no more than @columns columns: as much as fits, losses only if all of them do. Free with g_free(). */
char *bf_progress_line (const BfProgress *progress, guint columns);

guint bf_text_columns (const char *text);   /* that a terminal needs for @text */

char *bf_speed_text (double steps_per_second);   /* "271 steps/s"; free with g_free() */
