/* What crosses from the crew to its owner. */
#pragma once

#include "engine/spectrum.h"
#include "experiment/record.h"

/* What a run has to tell since the last time. */
typedef struct {
  GArray *rows;         /* of BfRow, owned by the holder of this, cleared when set to size 0 */
  double seconds;
  BfOutcome outcome;    /* UNFINISHED while it goes on */
  char *message;        /* owned; why it FAILED */
  BfSpectrum *spectrum; /* owned; what was asked for, or NULL */
  GError *spectrum_error;   /* owned; why that cannot be had, or NULL */
} BfCrewNews;

void bf_crew_news_init (BfCrewNews *news);
void bf_crew_news_clear (BfCrewNews *news);

GArray *bf_crew_rows_new (void);   /* of BfRow, cleared with the array */
