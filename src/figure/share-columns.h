/* Columns of percentages beside the rows of a plot: how much of each layer is zero, saturated, dead.
 * Private to the folder. */
#pragma once

#include "plot/panel.h"

#define BF_N_SHARES 3
const char *bf_share_name (guint share);              /* translated */
char *bf_percent (double share);                      /* "12.5 %"; g_free() */

/* The height of their names above the plot, and the width they take of a plot @room px wide; 0: it
 * is too narrow for them. */
double bf_share_columns_head (const BfTheme *theme);
double bf_share_columns_width (const BfTheme *theme, double room);

/* The width that was taken from the plot of a panel for them; 0: none. */
double bf_share_columns_taken (const BfTheme *theme, const BfPanel *panel);

/* 0 to 1, or NAN where it is not known. */
typedef double (*BfShareOf) (gconstpointer data, guint layer, guint share);

/* In the room taken: a bar as long as the share in the row of each of @n layers, which count from 1
 * on the y axis, and its number on it where there is room. */
void bf_share_columns_draw (cairo_t *cr, const BfTheme *theme, const BfPanel *panel, guint n,
                            BfShareOf share_of, gconstpointer data);
