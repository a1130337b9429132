#include "plot/color-map.h"

#include <math.h>

typedef struct {
  guint32 ground, lines;     /* 0xrrggbb */
  gboolean rising, falling;  /* directions of the lines */
} Hatch;

static const Hatch hatches[BF_N_VALUE_CLASSES] = {
  [BF_VALUE_ZERO] = { 0xd4d4d8, 0x8e8e96, TRUE, FALSE },
  [BF_VALUE_UNDERFLOW] = { 0x85858d, 0xb9b9c0, FALSE, TRUE },
  [BF_VALUE_INFINITE] = { 0xd8402a, 0xf5a08f, FALSE, FALSE },
  [BF_VALUE_NAN] = { 0xf2a3d0, 0xb03080, TRUE, TRUE },
};

BfColor
bf_color_map (double unit)
{
  /* Fit of degree 6 to matplotlib's viridis (CC0) by Matt Zucker; within 1 % of it. Rows: powers
   * of t. */
  static const double coefficients[7][3] = {
    { 0.2777273272234177, 0.005407344544966578, 0.3340998053353061 },
    { 0.1050930431085774, 1.404613529898575, 1.384590162594685 },
    { -0.3308618287255563, 0.214847559468213, 0.09509516302823659 },
    { -4.634230498983486, -5.799100973351585, -19.33244095627987 },
    { 6.228269936347081, 14.17993336680509, 56.69055260068105 },
    { 4.776384997670288, -13.74514537774601, -65.35303263337234 },
    { -5.435455855934631, 4.645852612178535, 26.3124352495832 },
  };
  double t = unit > 0 ? MIN (unit, 1) : 0;
  double rgb[3] = { 0 };

  for (int power = 6; power >= 0; power--)
    for (int c = 0; c < 3; c++)
      rgb[c] = rgb[c] * t + coefficients[power][c];
  return (BfColor) { CLAMP (rgb[0], 0, 1), CLAMP (rgb[1], 0, 1), CLAMP (rgb[2], 0, 1), 1 };
}

guint32
bf_color_map_hatch_pixel (BfValueClass value_class, guint x, guint y)
{
  const Hatch *hatch = &hatches[value_class];
  gboolean line = (hatch->rising && (x + y) % BF_HATCH_TILE < 2)
                  || (hatch->falling && (x + BF_HATCH_TILE - y) % BF_HATCH_TILE < 2);

  return line ? hatch->lines : hatch->ground;
}

cairo_pattern_t *
bf_color_map_hatch (BfValueClass value_class)
{
  cairo_surface_t *tile = cairo_image_surface_create (CAIRO_FORMAT_RGB24, BF_HATCH_TILE, BF_HATCH_TILE);
  guchar *data = cairo_image_surface_get_data (tile);
  int stride = cairo_image_surface_get_stride (tile);
  cairo_pattern_t *pattern;

  for (int y = 0; data != NULL && y < BF_HATCH_TILE; y++)
    for (int x = 0; x < BF_HATCH_TILE; x++)
      ((guint32 *) (gpointer) (data + y * stride))[x] = bf_color_map_hatch_pixel (value_class, x, y);
  cairo_surface_mark_dirty (tile);
  pattern = cairo_pattern_create_for_surface (tile);
  cairo_pattern_set_extend (pattern, CAIRO_EXTEND_REPEAT);
  cairo_surface_destroy (tile);
  return pattern;
}

BfColor
bf_color_map_value (const BfScale *scale, double value, double smallest_normal)
{
  BfValueClass class = bf_value_classify (value, scale->logarithmic, smallest_normal);
  guint32 ground = hatches[class].ground;

  if (class == BF_VALUE_FINITE)
    return bf_color_map (bf_scale_to_unit (scale, value));
  return (BfColor) { (ground >> 16) / 255.0, (ground >> 8 & 0xff) / 255.0, (ground & 0xff) / 255.0,
                    1 };
}
