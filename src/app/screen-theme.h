/* The theme of figures on the screen: light or dark as the windows, its text as large as theirs. */
#pragma once

#include <gtk/gtk.h>

#include "plot/theme.h"

/* As it is now; changes with AdwStyleManager:dark and GtkSettings:gtk-xft-dpi. */
void bf_screen_theme_init (BfTheme *theme, GtkSettings *settings);
