/* Colours that everyone can tell apart, on every background. */
#include <math.h>

#include "plot/theme.h"

static const BfTheme *const themes[] = { &bf_theme_light, &bf_theme_dark, &bf_theme_print };

static double
linear_light (double c)
{
  return c <= 0.04045 ? c / 12.92 : pow ((c + 0.055) / 1.055, 2.4);
}

/* CIE L*a*b* of linear light. */
static void
to_lab (const double rgb[3], double lab[3])
{
  double xyz[3] = {
    (0.4124 * rgb[0] + 0.3576 * rgb[1] + 0.1805 * rgb[2]) / 0.9505,
    0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2],
    (0.0193 * rgb[0] + 0.1192 * rgb[1] + 0.9505 * rgb[2]) / 1.089,
  };

  for (int i = 0; i < 3; i++)
    xyz[i] = xyz[i] > 0.008856 ? cbrt (xyz[i]) : 7.787 * xyz[i] + 16 / 116.0;
  lab[0] = 116 * xyz[1] - 16;
  lab[1] = 500 * (xyz[0] - xyz[1]);
  lab[2] = 200 * (xyz[1] - xyz[2]);
}

/* Machado, Oliveira & Fernandes (2009), severity 1: normal sight, protanopia, deuteranopia,
 * tritanopia. */
static const double sights[][3][3] = {
  { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } },
  { { 0.152286, 1.052583, -0.204868 },
    { 0.114503, 0.786281, 0.099216 },
    { -0.003882, -0.048116, 1.051998 } },
  { { 0.367322, 0.860646, -0.227968 },
    { 0.280085, 0.672501, 0.047413 },
    { -0.011820, 0.042940, 0.968881 } },
  { { 1.255528, -0.076749, -0.178779 },
    { -0.078411, 0.930809, 0.147602 },
    { 0.004733, 0.691367, 0.303900 } },
};

static double
distance (BfColor a, BfColor b, const double sight[3][3])
{
  double linear[2][3] = { { linear_light (a.r), linear_light (a.g), linear_light (a.b) },
                          { linear_light (b.r), linear_light (b.g), linear_light (b.b) } };
  double lab[2][3];

  for (int k = 0; k < 2; k++)
    {
      double seen[3];

      for (int i = 0; i < 3; i++)
        seen[i] = CLAMP (sight[i][0] * linear[k][0] + sight[i][1] * linear[k][1]
                         + sight[i][2] * linear[k][2], 0, 1);
      to_lab (seen, lab[k]);
    }
  return sqrt (pow (lab[0][0] - lab[1][0], 2) + pow (lab[0][1] - lab[1][1], 2)
               + pow (lab[0][2] - lab[1][2], 2));
}

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
    for (gsize s = 0; s < G_N_ELEMENTS (sights); s++)
      for (guint i = 0; i < bf_theme_n_series_colors (); i++)
        for (guint j = 0; j < i; j++)
          g_assert_cmpfloat (distance (bf_theme_series_color (themes[t], i),
                                       bf_theme_series_color (themes[t], j), sights[s]), >=, 11.0);
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
  g_test_add_func ("/theme/wraps", test_wraps);
  g_test_add_func ("/theme/parse", test_parse);
  g_test_add_func ("/theme/contrast", test_contrast);
  g_test_add_func ("/theme/readable", test_readable);
  return g_test_run ();
}
