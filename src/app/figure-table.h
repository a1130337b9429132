/* The numbers of the figure that a figure area shows, as a table. Follows the area while it is mapped; while
 * training runs no more often than its numbers can be gathered at little cost. */
#pragma once

#include "app/figure-area.h"

#define BF_TYPE_FIGURE_TABLE (bf_figure_table_get_type ())
G_DECLARE_FINAL_TYPE (BfFigureTable, bf_figure_table, BF, FIGURE_TABLE, GtkBox)

void bf_figure_table_set_area (BfFigureTable *self, BfFigureArea *area);
GListModel *bf_figure_table_get_rows (BfFigureTable *self);   /* of BfSheetRow; borrowed */
