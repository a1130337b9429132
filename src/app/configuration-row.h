/* One configuration in the list: colour, name, how far its run is, verdict, and a menu. Its
 * actions work on its own configuration, by menu or by key (F2 rename, Ctrl+D duplicate, Delete
 * remove). Main thread only. */
#pragma once

#include <gtk/gtk.h>

#include "app/session.h"
#include "plot/theme.h"

#define BF_TYPE_CONFIGURATION_ROW (bf_configuration_row_get_type ())
G_DECLARE_FINAL_TYPE (BfConfigurationRow, bf_configuration_row, BF, CONFIGURATION_ROW,
                      GtkListBoxRow)

GtkWidget *bf_configuration_row_new (BfSession *session, guint index);

/* Shows name and colour; @color is the one that figures draw this configuration in. */
void bf_configuration_row_show (BfConfigurationRow *self, BfColor color);
/* Shows how far the run is and its verdict. */
void bf_configuration_row_show_record (BfConfigurationRow *self);

void bf_configuration_row_rename (BfConfigurationRow *self);   /* turns the name into a field */
void bf_configuration_row_cancel_rename (BfConfigurationRow *self);
