/* The keys that move the cursor of a figure. Main thread. */
#pragma once

#include <gtk/gtk.h>

#include "figure/scene.h"

/* FALSE if the key, with its modifiers, is none of them. */
gboolean bf_figure_key (guint key, GdkModifierType state, BfMove *move);
