/* The rows of all fields of one scope, bound both ways to the selected configuration of a session.
 *
 * What a person does in a row becomes one edit of the session; what the session says is shown by
 * bf_builder_form_show(). The form keeps no value of its own. Main thread only.
 */
#pragma once

#include <adwaita.h>

#include "app/builder-field.h"
#include "app/session.h"

#define BF_TYPE_BUILDER_FORM (bf_builder_form_get_type ())
G_DECLARE_FINAL_TYPE (BfBuilderForm, bf_builder_form, BF, BUILDER_FORM, GObject)

/* Puts its rows into @list, a GtkListBox or AdwExpanderRow that outlives the form; the rarer
 * ones under a last row "More". */
BfBuilderForm *bf_builder_form_new (BfBuilderScope scope, GtkWidget *list);

void bf_builder_form_set_session (BfBuilderForm *self, BfSession *session);
/* Which group of layers is edited; LAYERS only. */
void bf_builder_form_set_group (BfBuilderForm *self, guint group);

/* Shows the selected configuration. @afresh: it is another one than before, so that nothing half
 * typed may stay. */
void bf_builder_form_show (BfBuilderForm *self, gboolean afresh);

/* Shows @message at the row of the field at @path and at no other; both NULL: at none. Returns
 * that row, or NULL. */
GtkWidget *bf_builder_form_show_problem (BfBuilderForm *self, const char *path,
                                         const char *message);

/* Opens "More" if @row is under it. */
void bf_builder_form_reveal (BfBuilderForm *self, GtkWidget *row);
