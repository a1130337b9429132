/* A disc of one colour. Main thread only. */
#pragma once

#include <gtk/gtk.h>

#include "plot/theme.h"

#define BF_TYPE_CONFIGURATION_SWATCH (bf_configuration_swatch_get_type ())
G_DECLARE_FINAL_TYPE (BfConfigurationSwatch, bf_configuration_swatch, BF, CONFIGURATION_SWATCH,
                      GtkWidget)

GtkWidget *bf_configuration_swatch_new (BfColor color);
void bf_configuration_swatch_set_color (BfConfigurationSwatch *self, BfColor color);
