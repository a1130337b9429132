/* Colours that everyone can tell apart, on every background. */
#include "plot/color-map.h"
#include "plot/mark.h"
#include "plot/path.h"
#include "sight.h"
#include "test-canvas.h"

static const BfTheme *const themes[] = { &bf_theme_light, &bf_theme_dark, &bf_theme_print };

static void
test_series_contrast (void)
{
  for (gsize t = 0; t < G_N_ELEMENTS (themes); t++)
    for (guint i = 0; i < bf_theme_n_series_colors (); i++)
      g_assert_cmpfloat (
        bf_color_contrast (bf_theme_series_color (themes[t], i), themes[t]->background), >=, 3.0);
}

static void
test_text_contrast (void)
{
  for (gsize t = 0; t < G_N_ELEMENTS (themes); t++)
    {
      g_assert_cmpfloat (bf_color_contrast (themes[t]->foreground, themes[t]->background), >=,
                         12.0);
      g_assert_cmpfloat (bf_color_contrast (themes[t]->muted, themes[t]->background), >=, 4.5);
      g_assert_cmpfloat (bf_color_contrast (themes[t]->frame, themes[t]->background), >=, 3.0);
    }
}

static void
test_series_are_distinct (void)
{
  for (gsize t = 0; t < G_N_ELEMENTS (themes); t++)
    for (guint sight = 0; sight < N_SIGHTS; sight++)
      for (guint i = 0; i < bf_theme_n_series_colors (); i++)
        for (guint j = 0; j < i; j++)
          g_assert_cmpfloat (sight_distance (sight, bf_theme_series_color (themes[t], i),
                                             bf_theme_series_color (themes[t], j)), >=, 11.0);
}

/* A marker, and a line with a dash, in black. */
static Canvas
draw_style (guint style)
{
  const BfColor black = { 0, 0, 0, 1 };
  Canvas canvas = canvas_new (120, 40, bf_theme_print.background);

  bf_mark_draw_marker (canvas.cr, &bf_theme_print, style, black, 60.5, 12.5, 16);
  bf_color_set (canvas.cr, black);
  cairo_set_line_width (canvas.cr, 2);
  bf_mark_set_dash (canvas.cr, style, 2);
  bf_path_horizontal (canvas.cr, 0, 120, 32);
  cairo_stroke (canvas.cr);
  return canvas;
}

/* Without any colour, as on paper that was copied, the first eight are told apart by their
 * markers, and neighbours by their dashes too. */
static void
test_styles_are_distinct (void)
{
  Canvas styles[8];

  for (guint i = 0; i < G_N_ELEMENTS (styles); i++)
    styles[i] = draw_style (i);
  for (guint i = 0; i < G_N_ELEMENTS (styles); i++)
    for (guint j = 0; j < i; j++)
      {
        guint marker = 0, dash = 0;

        for (int y = 0; y < 40; y++)
          for (int x = 0; x < 120; x++)
            if (canvas_pixel (&styles[i], x, y) != canvas_pixel (&styles[j], x, y))
              *(y < 26 ? &marker : &dash) += 1;
        g_assert_cmpuint (marker, >=, 40);    /* of some 200 */
        if (i - j < 4)
          g_assert_cmpuint (dash, >=, 60);    /* of 240 */
      }
  for (guint i = 0; i < G_N_ELEMENTS (styles); i++)
    canvas_clear (&styles[i]);
}

/* The map gets lighter all the way, whoever looks at it, and an eighth of it is seen as another
 * colour: magnitudes can be ordered. */
static void
test_map_is_ordered (void)
{
  enum { STEPS = 64 };

  for (guint sight = 0; sight < N_SIGHTS; sight++)
    for (guint i = 1; i <= STEPS; i++)
      {
        BfColor color = bf_color_map ((double) i / STEPS);
        BfColor before = bf_color_map ((double) (i - 1) / STEPS);

        g_assert_cmpfloat (sight_lightness (sight, color), >, sight_lightness (sight, before));
        if (i >= STEPS / 8)
          g_assert_cmpfloat (sight_distance (sight, color,
                                             bf_color_map ((double) i / STEPS - 0.125)), >=, 8.0);
      }
}

static void
test_wraps (void)
{
  BfColor first = bf_theme_series_color (&bf_theme_light, 0);
  BfColor wrapped = bf_theme_series_color (&bf_theme_light, bf_theme_n_series_colors ());

  g_assert_cmpuint (bf_theme_n_series_colors (), >=, 8);
  g_assert_cmpmem (&first, sizeof first, &wrapped, sizeof wrapped);
}

static void
test_parse (void)
{
  static const char *const bad[] = { "",       "#",       "red",     "#12345", "#1234567",
                                     "123456", "#12345g", "#+12345", "# 12345" };
  BfColor color = { 0.5, 0.5, 0.5, 0.5 };
  g_autofree char *text = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (bf_color_parse (bad[i], &color));
  g_assert_false (bf_color_parse (NULL, &color));
  g_assert_cmpfloat (color.r, ==, 0.5);

  g_assert_true (bf_color_parse ("#0b65AB", &color));
  g_assert_cmpfloat (color.g, ==, 0x65 / 255.0);
  g_assert_cmpfloat (color.a, ==, 1.0);
  text = bf_color_to_string (color);
  g_assert_cmpstr (text, ==, "#0b65ab");
}

static void
test_contrast (void)
{
  BfColor black = { 0, 0, 0, 1 }, white = { 1, 1, 1, 1 };

  g_assert_cmpfloat_with_epsilon (bf_color_contrast (black, white), 21, 1e-9);
  g_assert_cmpfloat_with_epsilon (bf_color_contrast (white, black), 21, 1e-9);
  g_assert_cmpfloat_with_epsilon (bf_color_contrast (white, white), 1, 1e-9);
}

static void
test_readable (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (1);

  for (int i = 0; i < 3000; i++)
    {
      const BfTheme *theme = themes[i % G_N_ELEMENTS (themes)];
      BfColor color = { g_rand_double (random), g_rand_double (random), g_rand_double (random), 1 };
      BfColor readable = bf_theme_readable (theme, color);

      g_assert_cmpfloat (bf_color_contrast (readable, theme->background), >=, 3.0);
      if (bf_color_contrast (color, theme->background) >= 3.0)
        g_assert_cmpmem (&color, sizeof color, &readable, sizeof readable);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/theme/series-contrast", test_series_contrast);
  g_test_add_func ("/theme/text-contrast", test_text_contrast);
  g_test_add_func ("/theme/series-are-distinct", test_series_are_distinct);
  g_test_add_func ("/theme/styles-are-distinct", test_styles_are_distinct);
  g_test_add_func ("/theme/map-is-ordered", test_map_is_ordered);
  g_test_add_func ("/theme/wraps", test_wraps);
  g_test_add_func ("/theme/parse", test_parse);
  g_test_add_func ("/theme/contrast", test_contrast);
  g_test_add_func ("/theme/readable", test_readable);
  return g_test_run ();
}
