#include "config.h"

#include "app/shortcuts.h"

GtkShortcutsWindow *
bf_shortcuts_window_new (void)
{
  g_autoptr (GtkBuilder) builder =
    gtk_builder_new_from_resource ("/org/backflow/Backflow/shortcuts.ui");

  return GTK_SHORTCUTS_WINDOW (gtk_builder_get_object (builder, "shortcuts"));
}
