#include "plot/columns.h"

#include <math.h>

void
bf_columns_init (BfColumns *columns, const BfRect *area, double width)
{
  guint n = (guint) ceil (CLAMP (area->width / width, 1, 1e5));
  double *extents = g_new (double, 2 * (gsize) n);

  *columns = (BfColumns) { .n = n, .x = area->x, .width = width,
                           .low = extents, .high = extents + n };
  for (guint c = 0; c < n; c++)
    {
      columns->low[c] = G_MAXDOUBLE;
      columns->high[c] = -G_MAXDOUBLE;
    }
}

void
bf_columns_clear (BfColumns *columns)
{
  g_clear_pointer (&columns->low, g_free);
}

/* @x in columns. */
static void
add_point (BfColumns *columns, double x, double y)
{
  guint c;

  if (x < 0 || x > columns->n)
    return;
  c = MIN ((guint) x, columns->n - 1);
  columns->low[c] = MIN (columns->low[c], y);
  columns->high[c] = MAX (columns->high[c], y);
}

/* Both ends, and both sides of every edge between columns that the segment crosses. */
static void
add_segment (BfColumns *columns, double x1, double y1, double x2, double y2)
{
  double slope = x2 > x1 ? (y2 - y1) / (x2 - x1) : 0;

  add_point (columns, x1, y1);
  add_point (columns, x2, y2);
  for (double edge = floor (MAX (x1, -1)) + 1; edge < x2 && edge < columns->n; edge++)
    {
      double y = y1 + slope * (edge - x1);

      add_point (columns, edge - 0.5, y);
      add_point (columns, edge + 0.5, y);
    }
}

void
bf_columns_line_to (BfColumns *columns, double x, double y)
{
  x = (x - columns->x) / columns->width;
  if (columns->open)
    add_segment (columns, columns->last_x, columns->last_y, x, y);
  else
    add_point (columns, x, y);
  columns->open = TRUE;
  columns->last_x = x;
  columns->last_y = y;
}

void
bf_columns_break (BfColumns *columns)
{
  columns->open = FALSE;
}

/* The extent of the columns within @reach of @c: gives the line its width across as well. */
static gboolean
widened (const BfColumns *columns, guint c, guint reach, double *low, double *high)
{
  guint end = MIN (c + reach + 1, columns->n);

  *low = G_MAXDOUBLE;
  *high = -G_MAXDOUBLE;
  for (guint i = c > reach ? c - reach : 0; i < end; i++)
    {
      *low = MIN (*low, columns->low[i]);
      *high = MAX (*high, columns->high[i]);
    }
  return *low <= *high;
}

/* A mask that columns add their share of coverage to. */
typedef struct {
  guchar *data;
  int stride, width, height;
  double share;            /* of a pixel's width that a column has, of 255 */
} Mask;

static void
add_cover (guchar *pixel, double cover)
{
  *pixel = (guchar) MIN (*pixel + cover + 0.5, 255);
}

static void
cover (const Mask *mask, int x, double low, double high)
{
  int first = (int) MAX (floor (low), 0), last = (int) MIN (ceil (high), mask->height) - 1;
  guchar *pixel = mask->data + (gsize) first * mask->stride + x;
  guint whole = (guint) (mask->share + 0.5);

  if (first > last)
    return;
  add_cover (pixel, (MIN (high, first + 1) - MAX (low, first)) * mask->share);
  for (int y = first + 1; y < last; y++)
    {
      pixel += mask->stride;
      *pixel = (guchar) MIN (*pixel + whole, 255);
    }
  if (last > first)
    add_cover (pixel + mask->stride, (MIN (high, last + 1) - last) * mask->share);
}

/* The part of @area where the line is, with @margin round it, in whole pixels from its corner. */
static BfRect
line_area (const BfColumns *columns, const BfRect *area, double margin, double resolution)
{
  double low = G_MAXDOUBLE, high = -G_MAXDOUBLE, top, bottom;
  guint end = 0;

  for (guint c = 0; c < columns->n; c++)
    if (columns->low[c] <= columns->high[c])
      {
        low = MIN (low, columns->low[c]);
        high = MAX (high, columns->high[c]);
        end = c + 1;
      }
  top = floor ((MAX (low, area->y) - margin - area->y) * resolution) / resolution;
  bottom = ceil ((MIN (high, area->y + area->height) + margin - area->y) * resolution) / resolution;
  return (BfRect) { area->x, area->y + top, MIN (end * columns->width + margin, area->width),
                    MAX (bottom - top, 0) };
}

void
bf_columns_fill (cairo_t *cr, const BfColumns *columns, const BfRect *area, double line_width)
{
  double resolution = bf_path_resolution (cr);
  double margin = ceil (line_width) + 1, half = line_width / 2 * 0.85;
  guint reach = (guint) (line_width / 2 / columns->width);
  BfRect covered = line_area (columns, area, margin, resolution);
  cairo_surface_t *surface;
  Mask mask = { .width = (int) ceil (covered.width * resolution),
                .height = (int) ceil (covered.height * resolution) };

  if (mask.width <= 0 || mask.height <= 0)
    return;
  surface = cairo_image_surface_create (CAIRO_FORMAT_A8, mask.width, mask.height);
  mask.data = cairo_image_surface_get_data (surface);
  mask.stride = cairo_image_surface_get_stride (surface);
  mask.share = 255 * columns->width * resolution;
  for (guint c = 0; mask.data != NULL && c < columns->n; c++)
    {
      int x = (int) (c * columns->width * resolution);
      double low, high;

      if (x < mask.width && widened (columns, c, reach, &low, &high))
        cover (&mask, x, (low - half - covered.y) * resolution,
               (high + half - covered.y) * resolution);
    }
  cairo_surface_mark_dirty (surface);
  covered.width = mask.width / resolution;
  covered.height = mask.height / resolution;
  bf_path_image_mask (cr, &covered, surface);
  cairo_surface_destroy (surface);
}

void
bf_columns_trace (cairo_t *cr, const BfColumns *columns)
{
  double y = NAN;

  for (guint c = 0; c < columns->n; c++)
    {
      double x = columns->x + (c + 0.5) * columns->width;
      double low = columns->low[c], high = columns->high[c];
      gboolean from_high = fabs (y - high) < fabs (y - low);

      if (low > high)
        {
          y = NAN;
          continue;
        }
      if (isnan (y))
        bf_path_move_to (cr, x, low);
      else
        bf_path_line_to (cr, x, from_high ? high : low);
      y = from_high ? low : high;
      bf_path_line_to (cr, x, y);
    }
}
