/* A list to choose a figure from: their names, what each shows, and the keys. */
#pragma once

#include <gtk/gtk.h>

#include "figure/figure.h"

/* A popover, no wider than @room px or what is enough; @figures: rows of bf_figure_table. A choice acts by "win.figure"
 * and closes the list. */
GtkWidget *bf_figure_list_new (const GPtrArray *figures, const BfFigure *shown, int room);
