#include "config.h"

#include "app/picture.h"

GdkTexture *
bf_picture_new (const BfFigure *figure, const BfFigureView *view, const BfTheme *theme, int width,
                int height, int scale)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width * scale,
                                                         height * scale);
  int stride = cairo_image_surface_get_stride (surface);
  BfFigureView without_cursor = *view;
  cairo_t *cr;
  g_autoptr (GBytes) bytes = NULL;

  without_cursor.has_cursor = FALSE;
  cairo_surface_set_device_scale (surface, scale, scale);
  cr = cairo_create (surface);
  figure->draw (cr, width, height, &without_cursor, theme);
  cairo_destroy (cr);
  cairo_surface_flush (surface);

  bytes = g_bytes_new_with_free_func (cairo_image_surface_get_data (surface),
                                      (gsize) stride * height * scale,
                                      (GDestroyNotify) cairo_surface_destroy, surface);
  return gdk_memory_texture_new (width * scale, height * scale, GDK_MEMORY_DEFAULT, bytes, stride);
}
