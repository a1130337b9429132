/* A row that shows and edits one number, from 1e-300 to 2^53 alike.
 *
 * What a person types is reported at once by "changed" if it is a number that the format can
 * hold; if not, it stays as typed and the row says what is wrong after a pause. Steps (arrow
 * keys, page keys, the two buttons, and the wheel when the field has the focus) are only
 * proposed by "changed": the row shows what bf_builder_number_row_set_value() is then told.
 * Escape takes back what could not be read. Main thread only.
 *
 * Signals:
 *   "changed" (double value, gboolean stepped)
 *
 *
 */
#pragma once

#include <adwaita.h>

#include "app/builder-number.h"

#define BF_TYPE_BUILDER_NUMBER_ROW (bf_builder_number_row_get_type ())
G_DECLARE_FINAL_TYPE (BfBuilderNumberRow, bf_builder_number_row, BF, BUILDER_NUMBER_ROW,
                      AdwActionRow)

GtkWidget *bf_builder_number_row_new (const char *title, const BfNumberFormat *format);

/* Shows @value. Text that already means @value stays as typed; text that could not be read stays
 * while @value is what was shown before, unless @afresh (another configuration is shown). */
void bf_builder_number_row_set_value (BfBuilderNumberRow *self, double value, gboolean afresh);

/* Puts @button beside the field. */
void bf_builder_number_row_add_button (BfBuilderNumberRow *self, GtkWidget *button);

/* What is shown under the title; the error hides the hint. NULL: nothing. */
void bf_builder_number_row_set_hint (BfBuilderNumberRow *self, const char *hint);
void bf_builder_number_row_set_error (BfBuilderNumberRow *self, const char *error);

/* Counts the visits of the keyboard focus, from 1: edits of one visit belong together. */
guint bf_builder_number_row_visit (BfBuilderNumberRow *self);
