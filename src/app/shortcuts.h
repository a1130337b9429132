/* The window of keyboard shortcuts. */
#pragma once

#include <gtk/gtk.h>

GtkShortcutsWindow *bf_shortcuts_window_new (void);
