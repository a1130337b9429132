/* The keys of a figure. Main thread. */
#pragma once

#include "app/figure-area.h"

/* Does what the key, with its modifiers, is for; FALSE if that is nothing. */
gboolean bf_figure_key_press (BfFigureArea *area, guint key, GdkModifierType state);
