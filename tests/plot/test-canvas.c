#include "test-canvas.h"

#include <math.h>
#include <stdlib.h>

#include "plot/path.h"

Canvas
canvas_new (int width, int height, BfColor background)
{
  Canvas canvas = { cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height), NULL };

  canvas.cr = cairo_create (canvas.surface);
  bf_color_set (canvas.cr, background);
  cairo_paint (canvas.cr);
  return canvas;
}

void
canvas_clear (Canvas *canvas)
{
  g_assert_cmpint (cairo_status (canvas->cr), ==, CAIRO_STATUS_SUCCESS);
  g_assert_cmpuint (bf_path_n_refused (), ==, 0);
  cairo_destroy (canvas->cr);
  cairo_surface_destroy (canvas->surface);
}

guint32
canvas_pixel (const Canvas *canvas, int x, int y)
{
  const guchar *row;

  cairo_surface_flush (canvas->surface);
  row = cairo_image_surface_get_data (canvas->surface)
        + y * cairo_image_surface_get_stride (canvas->surface);
  return ((const guint32 *) (gconstpointer) row)[x] & 0xffffff;
}

guint32
canvas_rgb (BfColor color)
{
  return (guint32) lround (color.r * 255) << 16 | (guint32) lround (color.g * 255) << 8
         | (guint32) lround (color.b * 255);
}

static gboolean
near (guint32 a, guint32 b, int tolerance)
{
  for (int shift = 0; shift <= 16; shift += 8)
    if (abs ((int) (a >> shift & 0xff) - (int) (b >> shift & 0xff)) > tolerance)
      return FALSE;
  return TRUE;
}

guint
canvas_count (const Canvas *canvas, int x, int y, int width, int height, BfColor color,
              int tolerance)
{
  guint n = 0;

  for (int j = y; j < y + height; j++)
    for (int i = x; i < x + width; i++)
      n += near (canvas_pixel (canvas, i, j), canvas_rgb (color), tolerance);
  return n;
}

guint
canvas_count_other (const Canvas *canvas, int x, int y, int width, int height, BfColor color)
{
  return width * height - canvas_count (canvas, x, y, width, height, color, 0);
}

guint
canvas_differences (const Canvas *a, const Canvas *b)
{
  guint n = 0;

  for (int y = 0; y < cairo_image_surface_get_height (a->surface); y++)
    for (int x = 0; x < cairo_image_surface_get_width (a->surface); x++)
      n += canvas_pixel (a, x, y) != canvas_pixel (b, x, y);
  return n;
}
