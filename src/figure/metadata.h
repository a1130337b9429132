/* What a file says of the figure in it, beside the picture. Private to the folder. */
#pragma once

#include "figure/figure.h"

#define BF_PROGRAM "Backflow " BF_VERSION   /* with config.h */

typedef struct {
  char *title;         /* "Experiment · Figure" */
  char *description;   /* one sentence */
  char *step;          /* "1000"; "0" before training */
  char *experiment;    /* title and configurations, an experiment file in one line */
} BfMetadata;

void bf_metadata_init (BfMetadata *metadata, const BfFigure *figure, const BfFigureView *view);
void bf_metadata_clear (BfMetadata *metadata);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BfMetadata, bf_metadata_clear)

/* An experiment file without results of the configurations of @view, in one line; g_free(). */
char *bf_metadata_experiment (const BfFigureView *view);
