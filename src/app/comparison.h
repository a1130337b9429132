/* The page of figures: one figure of all configurations, which figure and measure, and a verdict for each
 * configuration. */
#pragma once

#include <gtk/gtk.h>

#include "app/figure-area.h"
#include "app/session.h"

#define BF_TYPE_COMPARISON (bf_comparison_get_type ())
G_DECLARE_FINAL_TYPE (BfComparison, bf_comparison, BF, COMPARISON, GtkBox)

/* Properties, read and write: "figure" and "measure", ids of rows of bf_figure_table and bf_layer_measure_table;
 * "step", as in BfFigureView; "table", whether the figure's numbers are shown instead. */
void bf_comparison_set_session (BfComparison *self, BfSession *session);
/* Figures that have nothing to say of the present configurations are not offered, and not set. */
void bf_comparison_set_figure (BfComparison *self, const char *id);
void bf_comparison_set_figure_number (BfComparison *self, guint index);   /* of those offered, from 0 */
void bf_comparison_go_figure (BfComparison *self, int by);   /* round, after the last the first */
void bf_comparison_set_measure (BfComparison *self, const char *id);
BfFigureArea *bf_comparison_get_area (BfComparison *self);   /* borrowed */
