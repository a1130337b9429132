#include "plot/path.h"

#include <math.h>

/* Far outside any page, yet safe in Cairo's 24.8 fixed point at 8 device pixels a unit. */
#define LIMIT 1e6

static guint n_coordinates, n_refused;

static double
emit (double coordinate)
{
  g_atomic_int_inc (&n_coordinates);
  if (!isfinite (coordinate))
    {
      g_atomic_int_inc (&n_refused);
      g_critical ("a coordinate is not finite");
      return -LIMIT;
    }
  return CLAMP (coordinate, -LIMIT, LIMIT);
}

BfRect
bf_rect_inset (BfRect rect, double left, double top, double right, double bottom)
{
  return (BfRect) { rect.x + left, rect.y + top, MAX (rect.width - left - right, 0),
                    MAX (rect.height - top - bottom, 0) };
}

gboolean
bf_rect_contains (const BfRect *rect, double x, double y)
{
  return x >= rect->x && x < rect->x + rect->width && y >= rect->y && y < rect->y + rect->height;
}

void
bf_path_move_to (cairo_t *cr, double x, double y)
{
  cairo_move_to (cr, emit (x), emit (y));
}

void
bf_path_line_to (cairo_t *cr, double x, double y)
{
  cairo_line_to (cr, emit (x), emit (y));
}

void
bf_path_arc (cairo_t *cr, double x, double y, double radius, double from, double to)
{
  cairo_arc (cr, emit (x), emit (y), MAX (emit (radius), 0), emit (from), emit (to));
}

void
bf_path_rectangle (cairo_t *cr, double x, double y, double width, double height)
{
  cairo_rectangle (cr, emit (x), emit (y), emit (width), emit (height));
}

void
bf_path_rounded (cairo_t *cr, const BfRect *rect, double radius)
{
  double r = MIN (radius, MIN (rect->width, rect->height) / 2);
  double right = rect->x + rect->width, bottom = rect->y + rect->height;

  cairo_new_sub_path (cr);
  bf_path_arc (cr, right - r, rect->y + r, r, -G_PI / 2, 0);
  bf_path_arc (cr, right - r, bottom - r, r, 0, G_PI / 2);
  bf_path_arc (cr, rect->x + r, bottom - r, r, G_PI / 2, G_PI);
  bf_path_arc (cr, rect->x + r, rect->y + r, r, G_PI, 3 * G_PI / 2);
  cairo_close_path (cr);
}

void
bf_path_translate (cairo_t *cr, double x, double y)
{
  cairo_translate (cr, emit (x), emit (y));
}

/* Pixels a unit of images in files of shapes. */
#define VECTOR_RESOLUTION 2

/* @surface with texels so small that viewers which smooth every image, and most SVG viewers do,
 * keep its cells sharp. Taken by the caller. */
static cairo_surface_t *
magnify (const BfRect *rect, cairo_surface_t *surface)
{
  int width = (int) ceil (CLAMP (rect->width, 1, 8000) * VECTOR_RESOLUTION);
  int height = (int) ceil (CLAMP (rect->height, 1, 8000) * VECTOR_RESOLUTION);
  BfRect all = { 0, 0, width, height };
  cairo_surface_t *large =
    cairo_image_surface_create (cairo_image_surface_get_format (surface), width, height);
  cairo_t *cr = cairo_create (large);

  bf_path_image (cr, &all, surface);
  cairo_destroy (cr);
  return large;
}

/* A pattern that maps the texels of @surface onto @rect. */
static cairo_pattern_t *
image_pattern (cairo_t *cr, const BfRect *rect, cairo_surface_t *given)
{
  cairo_surface_t *surface =
    bf_path_is_vector (cr) ? magnify (rect, given) : cairo_surface_reference (given);
  cairo_pattern_t *pattern = cairo_pattern_create_for_surface (surface);
  double sx = cairo_image_surface_get_width (surface) / emit (rect->width);
  double sy = cairo_image_surface_get_height (surface) / emit (rect->height);
  cairo_matrix_t matrix;

  cairo_surface_destroy (surface);
  cairo_matrix_init (&matrix, sx, 0, 0, sy, -emit (rect->x) * sx, -emit (rect->y) * sy);
  cairo_pattern_set_matrix (pattern, &matrix);
  cairo_pattern_set_filter (pattern, CAIRO_FILTER_NEAREST);
  return pattern;
}

void
bf_path_image (cairo_t *cr, const BfRect *rect, cairo_surface_t *surface)
{
  cairo_pattern_t *pattern;

  if (rect->width <= 0 || rect->height <= 0)
    return;

  pattern = image_pattern (cr, rect, surface);
  cairo_save (cr);
  bf_path_rectangle (cr, rect->x, rect->y, rect->width, rect->height);
  cairo_set_source (cr, pattern);
  cairo_fill (cr);
  cairo_restore (cr);
  cairo_pattern_destroy (pattern);
}

void
bf_path_image_mask (cairo_t *cr, const BfRect *rect, cairo_surface_t *mask)
{
  cairo_pattern_t *pattern;

  if (rect->width <= 0 || rect->height <= 0)
    return;

  pattern = image_pattern (cr, rect, mask);
  cairo_save (cr);
  bf_path_rectangle (cr, rect->x, rect->y, rect->width, rect->height);
  cairo_clip (cr);
  cairo_mask (cr, pattern);
  cairo_restore (cr);
  cairo_pattern_destroy (pattern);
}

double
bf_path_snap (double position)
{
  return floor (position) + 0.5;
}

void
bf_path_horizontal (cairo_t *cr, double x1, double x2, double y)
{
  bf_path_move_to (cr, x1, bf_path_snap (y));
  bf_path_line_to (cr, x2, bf_path_snap (y));
}

void
bf_path_vertical (cairo_t *cr, double x, double y1, double y2)
{
  bf_path_move_to (cr, bf_path_snap (x), y1);
  bf_path_line_to (cr, bf_path_snap (x), y2);
}

gboolean
bf_path_is_vector (cairo_t *cr)
{
  switch (cairo_surface_get_type (cairo_get_group_target (cr)))
    {
    case CAIRO_SURFACE_TYPE_PDF:
    case CAIRO_SURFACE_TYPE_PS:
    case CAIRO_SURFACE_TYPE_SVG:
      return TRUE;
    default:
      return FALSE;
    }
}

/* pixels = unit * scale + offset, each way. */
typedef struct {
  double scale_x, scale_y, offset_x, offset_y;
} PixelMap;

static PixelMap
pixel_map (cairo_t *cr)
{
  PixelMap map = { VECTOR_RESOLUTION, VECTOR_RESOLUTION, 0, 0 };
  cairo_matrix_t matrix;
  double x, y;

  if (bf_path_is_vector (cr))
    return map;
  cairo_get_matrix (cr, &matrix);
  cairo_surface_get_device_scale (cairo_get_group_target (cr), &x, &y);
  return (PixelMap) { matrix.xx * x, matrix.yy * y, matrix.x0 * x, matrix.y0 * y };
}

void
bf_path_to_pixels (cairo_t *cr, const BfRect *rect, BfRect *pixels)
{
  PixelMap map = pixel_map (cr);

  *pixels = (BfRect) { rect->x * map.scale_x + map.offset_x, rect->y * map.scale_y + map.offset_y,
                       rect->width * map.scale_x, rect->height * map.scale_y };
}

void
bf_path_from_pixels (cairo_t *cr, const BfRect *pixels, BfRect *rect)
{
  PixelMap map = pixel_map (cr);

  *rect = (BfRect) { (pixels->x - map.offset_x) / map.scale_x,
                     (pixels->y - map.offset_y) / map.scale_y, pixels->width / map.scale_x,
                     pixels->height / map.scale_y };
}

double
bf_path_resolution (cairo_t *cr)
{
  double dx = 1, dy = 0, scale_x, scale_y;

  if (bf_path_is_vector (cr))
    return VECTOR_RESOLUTION;
  cairo_user_to_device_distance (cr, &dx, &dy);
  cairo_surface_get_device_scale (cairo_get_group_target (cr), &scale_x, &scale_y);
  return CLAMP (hypot (dx, dy) * scale_x, 0.25, 16);
}

guint
bf_path_n_coordinates (void)
{
  return g_atomic_int_get (&n_coordinates);
}

guint
bf_path_n_refused (void)
{
  return g_atomic_int_get (&n_refused);
}
