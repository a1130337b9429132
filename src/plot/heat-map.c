#include "plot/heat-map.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "plot/color-map.h"

#define N_COLORS 256

/* The values of a cell: their sum, or on a log axis their product, as a mantissa from 1 to 2 and
 * an exponent, so that adding one takes no logarithm. */
typedef struct {
  float mantissa;
  gint32 exponent;
  guint16 n;           /* finite values added; stops at its maximum */
  guint8 value_class;  /* the gravest so far */
} Cell;

struct _BfHeatMap {
  guint n_columns, n_rows;
  gboolean logarithmic;
  double smallest_normal;
  double least;             /* finite values are from here to DBL_MAX */
  gboolean present[BF_N_VALUE_CLASSES];

  /* As far as they are coloured: the finite cells, the others transparent, and masks of those. */
  cairo_surface_t *image, *masks[BF_N_VALUE_CLASSES];   /* owned; NULL: none yet */
  BfScale scale;                                        /* that they are coloured by */
  guint first_changed, end_changed;                     /* columns since */

  Cell cells[];             /* [n_columns, n_rows] */
};

BfHeatMap *
bf_heat_map_new (guint n_columns, guint n_rows, gboolean logarithmic, double smallest_normal)
{
  BfHeatMap *map;

  g_return_val_if_fail (n_columns > 0 && n_rows > 0, NULL);

  map = g_malloc0 (sizeof *map + (gsize) n_columns * n_rows * sizeof (Cell));
  map->n_columns = n_columns;
  map->n_rows = n_rows;
  map->logarithmic = logarithmic;
  map->smallest_normal = smallest_normal;
  map->least = logarithmic ? MAX (smallest_normal, BF_SMALLEST) : -DBL_MAX;
  map->first_changed = n_columns;
  return map;
}

void
bf_heat_map_free (BfHeatMap *map)
{
  if (map == NULL)
    return;
  g_clear_pointer (&map->image, cairo_surface_destroy);
  for (guint i = 0; i < BF_N_VALUE_CLASSES; i++)
    g_clear_pointer (&map->masks[i], cairo_surface_destroy);
  g_free (map);
}

/* @value is positive and finite; a subnormal is brought among the normal first. */
static inline void
multiply (Cell *cell, double value)
{
  guint64 bits;
  double mantissa;
  float product;

  if (G_UNLIKELY (value < DBL_MIN))
    {
      value *= 0x1p64;
      cell->exponent -= 64;
    }
  memcpy (&bits, &value, sizeof bits);
  cell->exponent += (gint32) (bits >> 52) - 1023;
  bits = (bits & 0xfffffffffffffu) | 0x3ff0000000000000u;
  memcpy (&mantissa, &bits, sizeof mantissa);
  product = (cell->n > 0 ? cell->mantissa : 1) * (float) mantissa;
  cell->exponent += product >= 2;
  cell->mantissa = product >= 2 ? product / 2 : product;
}

static inline void
add (BfHeatMap *map, Cell *cell, double value)
{
  BfValueClass value_class;

  if (G_LIKELY (value >= map->least && value <= DBL_MAX))
    {
      if (cell->n == G_MAXUINT16)
        return;
      if (map->logarithmic)
        multiply (cell, value);
      else
        cell->mantissa += (float) CLAMP (value, -1e30, 1e30);
      cell->n++;
      return;
    }
  value_class = bf_value_classify (value, map->logarithmic, map->smallest_normal);
  cell->value_class = MAX (cell->value_class, (guint8) value_class);
  map->present[value_class] = TRUE;
}

static void
mark_changed (BfHeatMap *map, guint column)
{
  map->first_changed = MIN (map->first_changed, column);
  map->end_changed = MAX (map->end_changed, column + 1);
}

void
bf_heat_map_add (BfHeatMap *map, guint column, guint row, double value)
{
  g_return_if_fail (column < map->n_columns && row < map->n_rows);

  add (map, &map->cells[(gsize) column * map->n_rows + row], value);
  mark_changed (map, column);
}

void
bf_heat_map_add_column (BfHeatMap *map, guint column, const guint *rows, const double *values,
                        gsize stride, guint n)
{
  Cell *cells = &map->cells[(gsize) column * map->n_rows];

  g_return_if_fail (column < map->n_columns);

  for (guint i = 0; i < n; i++)
    if (rows[i] < map->n_rows)
      add (map, &cells[rows[i]], values[i * stride]);
  mark_changed (map, column);
}

/* The mean on the scale, which is log2 on a log axis. */
static double
mean (const BfHeatMap *map, const Cell *cell)
{
  double sum = map->logarithmic ? cell->exponent + (double) log2f (cell->mantissa) : cell->mantissa;

  return sum / cell->n;
}

static void
color_table (guint32 colors[N_COLORS])
{
  for (guint i = 0; i < N_COLORS; i++)
    {
      BfColor color = bf_color_map (i / (N_COLORS - 1.0));

      colors[i] = 0xff000000u | (guint32) lround (color.r * 255) << 16
                  | (guint32) lround (color.g * 255) << 8 | (guint32) lround (color.b * 255);
    }
}

/* Colours the finite cells of the columns that changed. */
static void
color_image (BfHeatMap *map)
{
  guchar *data = cairo_image_surface_get_data (map->image);
  int stride = cairo_image_surface_get_stride (map->image);
  double low = map->logarithmic ? log2 (map->scale.min) : map->scale.min;
  double high = map->logarithmic ? log2 (map->scale.max) : map->scale.max;
  double factor = (N_COLORS - 1) / (high - low);
  guint32 colors[N_COLORS];

  color_table (colors);
  for (guint x = map->first_changed; data != NULL && x < map->end_changed; x++)
    {
      const Cell *cells = &map->cells[(gsize) x * map->n_rows];

      for (guint row = 0; row < map->n_rows; row++)
        {
          guchar *line = data + (gsize) (map->n_rows - 1 - row) * stride;
          gboolean finite = cells[row].n > 0 && cells[row].value_class == BF_VALUE_FINITE;
          double color = finite ? (mean (map, &cells[row]) - low) * factor + 0.5 : 0;

          ((guint32 *) (gpointer) line)[x] =
            finite ? colors[(guint) CLAMP (color, 0, N_COLORS - 1)] : 0;
        }
    }
}

static void
set_mask (BfHeatMap *map, BfValueClass value_class)
{
  guchar *data = cairo_image_surface_get_data (map->masks[value_class]);
  int stride = cairo_image_surface_get_stride (map->masks[value_class]);

  for (guint x = map->first_changed; data != NULL && x < map->end_changed; x++)
    {
      const Cell *cells = &map->cells[(gsize) x * map->n_rows];

      for (guint row = 0; row < map->n_rows; row++)
        data[(gsize) (map->n_rows - 1 - row) * stride + x] =
          cells[row].value_class == value_class ? 0xff : 0;
    }
}

static void
change_all (BfHeatMap *map)
{
  map->first_changed = 0;
  map->end_changed = map->n_columns;
}

/* A new surface, if there is none yet: all of it is to be coloured then. */
static void
ensure_surface (BfHeatMap *map, cairo_surface_t **surface, cairo_format_t format)
{
  if (*surface != NULL)
    return;
  *surface = cairo_image_surface_create (format, map->n_columns, map->n_rows);
  change_all (map);
}

static void
color (BfHeatMap *map, const BfScale *scale)
{
  if (scale->min != map->scale.min || scale->max != map->scale.max)
    change_all (map);
  map->scale = *scale;
  ensure_surface (map, &map->image, CAIRO_FORMAT_ARGB32);
  for (guint i = BF_VALUE_FINITE + 1; i < BF_N_VALUE_CLASSES; i++)
    if (map->present[i])
      ensure_surface (map, &map->masks[i], CAIRO_FORMAT_A8);

  cairo_surface_flush (map->image);
  color_image (map);
  cairo_surface_mark_dirty (map->image);
  for (guint i = BF_VALUE_FINITE + 1; i < BF_N_VALUE_CLASSES; i++)
    if (map->present[i])
      {
        cairo_surface_flush (map->masks[i]);
        set_mask (map, i);
        cairo_surface_mark_dirty (map->masks[i]);
      }
  map->first_changed = map->n_columns;
  map->end_changed = 0;
}

static void
draw_class (cairo_t *cr, const BfHeatMap *map, const BfRect *area, BfValueClass value_class)
{
  cairo_pattern_t *hatch = bf_color_map_hatch (value_class);

  cairo_set_source (cr, hatch);
  bf_path_image_mask (cr, area, map->masks[value_class]);
  cairo_pattern_destroy (hatch);
}

void
bf_heat_map_draw (cairo_t *cr, BfHeatMap *map, const BfScale *scale, const BfRect *area)
{
  g_return_if_fail (map->logarithmic == scale->logarithmic);

  color (map, scale);
  bf_path_image (cr, area, map->image);
  for (guint i = BF_VALUE_FINITE + 1; i < BF_N_VALUE_CLASSES; i++)
    if (map->present[i])
      draw_class (cr, map, area, i);
}
