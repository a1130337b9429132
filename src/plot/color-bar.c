#include "plot/color-bar.h"

#include <math.h>

#include "plot/color-map.h"
#include "plot/text.h"

#define N_STEPS 256

static double
bar_width (const BfTheme *theme)
{
  return round (theme->font_size * 0.95);
}

double
bf_color_bar_width (BfColorBar *bar, const BfTheme *theme, double height)
{
  bf_axis_fit_vertical (&bar->axis, theme, height);
  return ceil (bar_width (theme) + bf_axis_labels_width (&bar->axis, theme)
               + bf_text_line_height (theme, BF_TEXT_LABEL) + theme->font_size * 0.25);
}

void
bf_color_bar_place (BfColorBar *bar, const BfTheme *theme, const BfRect *outer)
{
  bar->outer = *outer;
  bar->bar =
    (BfRect) { round (outer->x), round (outer->y), bar_width (theme), round (outer->height) };
  bf_axis_fit_vertical (&bar->axis, theme, bar->bar.height);
}

static cairo_surface_t *
ramp (void)
{
  cairo_surface_t *image = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 1, N_STEPS);
  guchar *data = cairo_image_surface_get_data (image);
  int stride = cairo_image_surface_get_stride (image);

  for (int y = 0; data != NULL && y < N_STEPS; y++)
    {
      BfColor color = bf_color_map (1 - y / (N_STEPS - 1.0));

      *(guint32 *) (gpointer) (data + y * stride) = (guint32) lround (color.r * 255) << 16
                                                    | (guint32) lround (color.g * 255) << 8
                                                    | (guint32) lround (color.b * 255);
    }
  cairo_surface_mark_dirty (image);
  return image;
}

void
bf_color_bar_draw (cairo_t *cr, const BfTheme *theme, const BfColorBar *bar)
{
  cairo_surface_t *image = ramp ();
  BfTextPlace place = { .role = BF_TEXT_LABEL, .color = theme->foreground, .upward = TRUE,
                        .x = bar->outer.x + bar->outer.width, .align_y = 1, .align_x = 0.5,
                        .y = bar->bar.y + bar->bar.height / 2, .max_width = bar->outer.height };

  gboolean fits = bf_text_width (theme, BF_TEXT_LABEL, bar->title) <= place.max_width;

  bf_path_image (cr, &bar->bar, image);
  cairo_surface_destroy (image);
  bf_axis_draw_right (cr, theme, &bar->axis, &bar->bar);
  bf_text_draw (cr, theme, &place, fits ? bar->title : bar->short_title);
}
