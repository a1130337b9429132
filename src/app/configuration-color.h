/* A button that shows the colour of a configuration and lets a person choose another: from the
 * palette, any, or the one that belongs to its place. Main thread only.
 *
 * Signals:
 *   "chosen" (const char *color)     "#rrggbb", or NULL for the palette's colour of its place
 *
 */
#pragma once

#include <adwaita.h>

#include "plot/theme.h"

#define BF_TYPE_CONFIGURATION_COLOR (bf_configuration_color_get_type ())
G_DECLARE_FINAL_TYPE (BfConfigurationColor, bf_configuration_color, BF, CONFIGURATION_COLOR, AdwBin)

/* @shown is drawn; @name is the configuration's, for screen readers. */
void bf_configuration_color_show (BfConfigurationColor *self, BfColor shown, const char *name);
void bf_configuration_color_popup (BfConfigurationColor *self);
