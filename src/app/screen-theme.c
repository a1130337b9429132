#include "config.h"

#include "app/screen-theme.h"

#include <adwaita.h>

#define USUAL_DPI (96 * 1024)   /* of text that is neither enlarged nor reduced */

void
bf_screen_theme_init (BfTheme *theme, GtkSettings *settings)
{
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  int dpi;

  *theme = dark ? bf_theme_dark : bf_theme_light;
  g_object_get (settings, "gtk-xft-dpi", &dpi, NULL);
  if (dpi > 0)
    theme->font_size *= (double) dpi / USUAL_DPI;
}
