/* How a person likes figures, from one window to the next: kept in the preferences, never in experiment files. */
#pragma once

#include "app/figure-area.h"

/* Sets @area as @settings say; what is set from then on is kept there. Kinds of axes are kept for each figure. */
void bf_figure_memory_bind (BfFigureArea *area, GSettings *settings);
