/* The box beside a cursor that says the values under it. */
#pragma once

#include <gtk/gtk.h>

#include "plot/theme.h"

/* Draws @text beside (@x, @y) of @widget, inside it and without hiding the place itself. */
void bf_readout_snapshot (GtkSnapshot *snapshot, GtkWidget *widget, const char *text,
                          const BfTheme *theme, double x, double y);
