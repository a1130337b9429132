/* Paths: the only way to Cairo for a coordinate.
 *
 * Cairo draws NaN silently as a point at 0 and wraps coordinates beyond its 24-bit range, so
 * every coordinate of this program passes one function, which refuses what is not finite and
 * clamps what is too far. Drawing code calls these instead of the cairo functions of the same
 * name; a test keeps it so.
 *
 * Units are user-space px (points in vector files). Any one thread per cairo_t.
 */
#pragma once

#include <cairo.h>
#include <glib.h>

typedef struct { double x, y, width, height; } BfRect;

/* @rect made smaller by the given margins; never negative. */
BfRect bf_rect_inset (BfRect rect, double left, double top, double right, double bottom);
gboolean bf_rect_contains (const BfRect *rect, double x, double y);

void bf_path_move_to (cairo_t *cr, double x, double y);
void bf_path_line_to (cairo_t *cr, double x, double y);
void bf_path_arc (cairo_t *cr, double x, double y, double radius, double from, double to);
void bf_path_rectangle (cairo_t *cr, double x, double y, double width, double height);
void bf_path_rounded (cairo_t *cr, const BfRect *rect, double radius);
void bf_path_translate (cairo_t *cr, double x, double y);

/* Fills @rect with @surface, one texel a box, without smoothing; @mask instead of @surface as
 * the source: paints the current source through it. */
void bf_path_image (cairo_t *cr, const BfRect *rect, cairo_surface_t *surface);
void bf_path_image_mask (cairo_t *cr, const BfRect *rect, cairo_surface_t *mask);

/* The position nearest to @position at which a 1 px line is crisp. */
double bf_path_snap (double position);
void bf_path_horizontal (cairo_t *cr, double x1, double x2, double y);  /* snapped; to be stroked */
void bf_path_vertical (cairo_t *cr, double x, double y1, double y2);

/* Whether @cr draws into a file of shapes (SVG, PDF), not of pixels. */
gboolean bf_path_is_vector (cairo_t *cr);

/* Pixels a unit; a fair guess for shapes. */
double bf_path_resolution (cairo_t *cr);

/* From units to the pixels of the target, and back; @rect and @pixels may be the same. */
void bf_path_to_pixels (cairo_t *cr, const BfRect *rect, BfRect *pixels);
void bf_path_from_pixels (cairo_t *cr, const BfRect *pixels, BfRect *rect);

/* Coordinates passed so far in the whole process, and those refused. For tests. */
guint bf_path_n_coordinates (void);
guint bf_path_n_refused (void);
