/* One group of equal layers: its settings under a row that sums them up and can be folded, with
 * a menu that moves, doubles and removes the group (Alt+Up and Alt+Down move it too). Main
 * thread only. */
#pragma once

#include <adwaita.h>

#include "app/session.h"

#define BF_TYPE_BUILDER_GROUP (bf_builder_group_get_type ())
G_DECLARE_FINAL_TYPE (BfBuilderGroup, bf_builder_group, BF, BUILDER_GROUP, AdwBin)

GtkWidget *bf_builder_group_new (BfSession *session, guint index);

/* As of BfBuilderForm. */
void bf_builder_group_show (BfBuilderGroup *self, gboolean afresh);
GtkWidget *bf_builder_group_show_problem (BfBuilderGroup *self, const char *path,
                                          const char *message);
void bf_builder_group_reveal (BfBuilderGroup *self, GtkWidget *row);
