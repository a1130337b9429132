/* One group of equal layers: its settings under a row that sums them up and can be folded, with
 * a menu that moves, doubles, splits, joins and removes the group. It can be dragged to another
 * place, too, and Alt+Up and Alt+Down move it. Main thread only.
 *
 * Signals:
 *   "move" (guint to)      a person wants it to be group @to; the owner does so
 */
#pragma once

#include <adwaita.h>

#include "app/session.h"

#define BF_TYPE_BUILDER_GROUP (bf_builder_group_get_type ())
G_DECLARE_FINAL_TYPE (BfBuilderGroup, bf_builder_group, BF, BUILDER_GROUP, AdwBin)

GtkWidget *bf_builder_group_new (BfSession *session, guint index);

void bf_builder_group_set_index (BfBuilderGroup *self, guint index);
void bf_builder_group_set_expanded (BfBuilderGroup *self, gboolean expanded);
const char *bf_builder_group_title (BfBuilderGroup *self);    /* “Layers 1–20” */

/* As of BfBuilderForm. */
void bf_builder_group_show (BfBuilderGroup *self, gboolean afresh);
GtkWidget *bf_builder_group_show_problem (BfBuilderGroup *self, const char *path,
                                          const char *message);
void bf_builder_group_reveal (BfBuilderGroup *self, GtkWidget *row);
