/* The box beside a cursor or a pin that says the values under it. */
#pragma once

#include <gtk/gtk.h>

#include "plot/theme.h"

/* Where a box for (@x, @y) goes in @room: beside it, inside, and if it can be on none of @taken (of
 * graphene_rect_t), else on as little of them as can be. @box has its size. */
void bf_readout_place (const graphene_rect_t *room, double x, double y, const GArray *taken,
                       graphene_rect_t *box);

/* Draws @text beside (@x, @y) of @widget, and adds its box to @taken. */
void bf_readout_snapshot (GtkSnapshot *snapshot, GtkWidget *widget, const char *text,
                          const BfTheme *theme, gboolean pinned, double x, double y,
                          GArray *taken);
