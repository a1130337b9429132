/* A row that shows and edits a short text, such as the path of a file. Main thread only.
 *
 * Signals:
 *   "changed" (const char *text)      a person typed or chose @text
 */
#pragma once

#include <adwaita.h>

#define BF_TYPE_BUILDER_TEXT_ROW (bf_builder_text_row_get_type ())
G_DECLARE_FINAL_TYPE (BfBuilderTextRow, bf_builder_text_row, BF, BUILDER_TEXT_ROW, AdwActionRow)

/* @file: with a button that chooses a file. */
GtkWidget *bf_builder_text_row_new (const char *title, gboolean file);
/* NULL: empty. Emits no signal. */
void bf_builder_text_row_set_text (BfBuilderTextRow *self, const char *text);
void bf_builder_text_row_set_error (BfBuilderTextRow *self, const char *error);   /* NULL: none */
/* As of a number row. */
guint bf_builder_text_row_visit (BfBuilderTextRow *self);
