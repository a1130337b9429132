/* The measures of figures to choose from: the magnitudes of gradients. */
#pragma once

#include <gio/gio.h>

#include "experiment/record.h"

/* A name for a button; translated. */
const char *bf_measure_brief (BfLayerMeasure measure);
/* All of them by their names, for the action "win.measure". Own the reference. */
GMenuModel *bf_measure_menu_new (void);
