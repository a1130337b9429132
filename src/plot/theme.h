/* Colours, widths and font sizes of a drawing. Three themes: light and dark for the screen,
 * print for files. */
#pragma once

#include <cairo.h>
#include <glib.h>

typedef struct { double r, g, b, a; } BfColor;

typedef struct {
  const char *id;              /* "light", "dark", "print" */
  BfColor background, foreground, muted, grid, frame;
  const char *font_family;
  double font_size;            /* px of axis labels; titles and small text are derived */
  double line_width;
} BfTheme;

extern const BfTheme bf_theme_light, bf_theme_dark, bf_theme_print;

/* Series colours safe for colour-vision deficiency (after Okabe & Ito), at least 3:1 against the
 * theme's background; index wraps. Series also differ by dash and marker. */
BfColor bf_theme_series_color (const BfTheme *theme, guint index);
guint bf_theme_n_series_colors (void);

gboolean bf_color_parse (const char *text, BfColor *color);   /* "#rrggbb" */
char *bf_color_to_string (BfColor color);                     /* "#rrggbb", g_free() */
double bf_color_contrast (BfColor a, BfColor b);              /* WCAG ratio, 1..21 */
/* @color moved towards the foreground until it has 3:1 against the background. */
BfColor bf_theme_readable (const BfTheme *theme, BfColor color);

BfColor bf_color_mix (BfColor a, BfColor b, double share_of_b);
BfColor bf_color_alpha (BfColor color, double alpha);
void bf_color_set (cairo_t *cr, BfColor color);               /* the source of @cr */
