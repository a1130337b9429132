/* A row that offers the rows of a table: names in the row, names with their summaries in the
 * list. Main thread only.
 *
 * Signals:
 *   "chosen" (guint index)     a person chose row @index of the table
 *
 */
#pragma once

#include <adwaita.h>

#include "engine/table.h"

#define BF_TYPE_BUILDER_CHOICE_ROW (bf_builder_choice_row_get_type ())
G_DECLARE_FINAL_TYPE (BfBuilderChoiceRow, bf_builder_choice_row, BF, BUILDER_CHOICE_ROW,
                      AdwComboRow)

GtkWidget *bf_builder_choice_row_new (const char *title, const BfTable *table);
/* Emits no signal. */
void bf_builder_choice_row_set_index (BfBuilderChoiceRow *self, guint index);
/* NULL: none. */
void bf_builder_choice_row_set_error (BfBuilderChoiceRow *self, const char *error);
