/* The line above a figure: which figure, how configurations are compared, what is measured, and the menu.
 *
 * As many figures as fit are buttons, with a list of all of them and what they show beside; where few would fit there
 * is one button that opens the list. What has no room is in the menu as well. Everything acts by "win.figure",
 * "win.measure", "win.table" and the actions of the figure area.
 */
#pragma once

#include <gtk/gtk.h>

#include "figure/figure.h"

#define BF_TYPE_FIGURE_BAR (bf_figure_bar_get_type ())
G_DECLARE_FINAL_TYPE (BfFigureBar, bf_figure_bar, BF, FIGURE_BAR, GtkWidget)

/* @figures: rows of bf_figure_table, a reference is taken; @shown: one of them, or NULL. */
void bf_figure_bar_set_figures (BfFigureBar *self, GPtrArray *figures, const BfFigure *shown);
void bf_figure_bar_set_measure (BfFigureBar *self, BfLayerMeasure measure);
void bf_figure_bar_set_menu (BfFigureBar *self, GMenuModel *menu);
