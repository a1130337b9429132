/* The network builder: edits the selected configuration of a session, at once and with undo.
 *
 * An impossible combination stays as it was made; the field that bf_configuration_validate ()
 * names and a notice above the panel say what is wrong, the moment after the last key. The panel
 * scrolls by itself. Main thread only.
 *
 */
#pragma once

#include <adwaita.h>

#include "app/session.h"

#define BF_TYPE_BUILDER_PANEL (bf_builder_panel_get_type ())
G_DECLARE_FINAL_TYPE (BfBuilderPanel, bf_builder_panel, BF, BUILDER_PANEL, AdwBin)

GtkWidget *bf_builder_panel_new (void);
void bf_builder_panel_set_session (BfBuilderPanel *self, BfSession *session);   /* once */

/* Unfolds, scrolls to and focuses the row of the present problem. FALSE if there is none. */
gboolean bf_builder_panel_show_problem (BfBuilderPanel *self);
