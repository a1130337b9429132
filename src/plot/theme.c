#include "plot/theme.h"

#include <math.h>
#include <string.h>

#define HEX(value) \
  { ((value) >> 16 & 0xff) / 255.0, ((value) >> 8 & 0xff) / 255.0, ((value) & 0xff) / 255.0, 1.0 }

/* Cantarell is GNOME's own; the others hold what it lacks. */
#define FONTS "Cantarell, Noto Sans, DejaVu Sans, sans-serif"

const BfTheme bf_theme_light = {
  .id = "light",
  .background = HEX (0xffffff),
  .foreground = HEX (0x26262b),
  .muted = HEX (0x65656d),
  .grid = HEX (0xe7e7ea),
  .frame = HEX (0x8f8f97),
  .font_family = FONTS,
  .font_size = 13,
  .line_width = 2,
};

const BfTheme bf_theme_dark = {
  .id = "dark",
  .background = HEX (0x1e1e1e),
  .foreground = HEX (0xf0f0f2),
  .muted = HEX (0xa9a9b0),
  .grid = HEX (0x343437),
  .frame = HEX (0x7d7d84),
  .font_family = FONTS,
  .font_size = 13,
  .line_width = 2,
};

const BfTheme bf_theme_print = {
  .id = "print",
  .background = HEX (0xffffff),
  .foreground = HEX (0x000000),
  .muted = HEX (0x404040),
  .grid = HEX (0xdddddd),
  .frame = HEX (0x404040),
  .font_family = FONTS,
  .font_size = 11,
  .line_width = 1.5,
};

/* Okabe & Ito's blue, vermillion, green, purple, orange, sky blue, then brown and grey for their
 * yellow and black, each moved in lightness only as far as 3:1 on the background and distance
 * between any two under simulated protanopia, deuteranopia and tritanopia ask for. */
static const BfColor on_white[] = {
  HEX (0x0b65ab), HEX (0xbb4a00), HEX (0x12a07a), HEX (0x7d3177),
  HEX (0xbf8400), HEX (0x2c98dc), HEX (0x6b5228), HEX (0x55565c),
};
static const BfColor on_dark[] = {
  HEX (0x3f97e3), HEX (0xec752a), HEX (0x45cf9f), HEX (0xb06fa3),
  HEX (0xffd043), HEX (0x9bcffb), HEX (0x8f8154), HEX (0xe6e3e3),
};
G_STATIC_ASSERT (G_N_ELEMENTS (on_white) == G_N_ELEMENTS (on_dark));

static double
linear_light (double channel)
{
  return channel <= 0.04045 ? channel / 12.92 : pow ((channel + 0.055) / 1.055, 2.4);
}

static double
luminance (BfColor color)
{
  return 0.2126 * linear_light (color.r) + 0.7152 * linear_light (color.g)
         + 0.0722 * linear_light (color.b);
}

guint
bf_theme_n_series_colors (void)
{
  return G_N_ELEMENTS (on_white);
}

BfColor
bf_theme_series_color (const BfTheme *theme, guint index)
{
  const BfColor *colors = luminance (theme->background) > 0.5 ? on_white : on_dark;

  return colors[index % G_N_ELEMENTS (on_white)];
}

gboolean
bf_color_parse (const char *text, BfColor *color)
{
  int digits[6];

  if (text == NULL || text[0] != '#' || strlen (text) != 7)
    return FALSE;

  for (guint i = 0; i < 6; i++)
    {
      digits[i] = g_ascii_xdigit_value (text[i + 1]);
      if (digits[i] < 0)
        return FALSE;
    }
  *color = (BfColor) { (16 * digits[0] + digits[1]) / 255.0, (16 * digits[2] + digits[3]) / 255.0,
                       (16 * digits[4] + digits[5]) / 255.0, 1.0 };
  return TRUE;
}

static guint
byte (double channel)
{
  return (guint) lround (CLAMP (channel, 0.0, 1.0) * 255);
}

char *
bf_color_to_string (BfColor color)
{
  return g_strdup_printf ("#%02x%02x%02x", byte (color.r), byte (color.g), byte (color.b));
}

double
bf_color_contrast (BfColor a, BfColor b)
{
  double one = luminance (a) + 0.05, other = luminance (b) + 0.05;

  return MAX (one, other) / MIN (one, other);
}

BfColor
bf_theme_readable (const BfTheme *theme, BfColor color)
{
  for (int i = 0; i <= 100; i++)
    {
      BfColor moved = bf_color_mix (color, theme->foreground, i / 100.0);

      if (bf_color_contrast (moved, theme->background) >= 3.0)
        return moved;
    }
  return theme->foreground;
}

BfColor
bf_color_mix (BfColor a, BfColor b, double share_of_b)
{
  double share_of_a = 1 - share_of_b;

  return (BfColor) { share_of_a * a.r + share_of_b * b.r, share_of_a * a.g + share_of_b * b.g,
                     share_of_a * a.b + share_of_b * b.b, share_of_a * a.a + share_of_b * b.a };
}

BfColor
bf_color_alpha (BfColor color, double alpha)
{
  return (BfColor) { color.r, color.g, color.b, color.a * alpha };
}

void
bf_color_set (cairo_t *cr, BfColor color)
{
  cairo_set_source_rgba (cr, color.r, color.g, color.b, color.a);
}
