#include "plot/heat-map.h"

#include <math.h>
#include <string.h>

#include "plot/color-map.h"

#define N_COLORS 256

typedef struct {
  float sum;           /* of the finite values, or of their log2 */
  guint16 n;           /* values added; stops at its maximum */
  guint8 value_class;  /* the gravest so far */
} Cell;

struct _BfHeatMap {
  guint n_columns, n_rows;
  gboolean logarithmic;
  double smallest_normal;
  gboolean present[BF_N_VALUE_CLASSES];
  Cell cells[];             /* [n_rows, n_columns] */
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
  return map;
}

void
bf_heat_map_free (BfHeatMap *map)
{
  g_free (map);
}

void
bf_heat_map_add (BfHeatMap *map, guint column, guint row, double value)
{
  Cell *cell = &map->cells[(gsize) row * map->n_columns + column];
  BfValueClass value_class = bf_value_classify (value, map->logarithmic, map->smallest_normal);

  if (value_class != BF_VALUE_FINITE)
    {
      cell->value_class = MAX (cell->value_class, (guint8) value_class);
      map->present[value_class] = TRUE;
    }
  else if (cell->n < G_MAXUINT16)
    {
      cell->sum += (float) (map->logarithmic ? log2 (value) : CLAMP (value, -1e30, 1e30));
      cell->n++;
    }
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

static const Cell *
image_row (const BfHeatMap *map, guint y)
{
  return &map->cells[(gsize) (map->n_rows - 1 - y) * map->n_columns];
}

/* The finite cells; the others stay transparent. */
static cairo_surface_t *
finite_image (const BfHeatMap *map, const BfScale *scale)
{
  cairo_surface_t *image =
    cairo_image_surface_create (CAIRO_FORMAT_ARGB32, map->n_columns, map->n_rows);
  guchar *data = cairo_image_surface_get_data (image);
  double low = map->logarithmic ? log2 (scale->min) : scale->min;
  double high = map->logarithmic ? log2 (scale->max) : scale->max;
  double factor = (N_COLORS - 1) / (high - low);
  guint32 colors[N_COLORS];

  color_table (colors);
  for (guint y = 0; data != NULL && y < map->n_rows; y++)
    {
      const Cell *cells = image_row (map, y);
      guint32 *pixels =
        (guint32 *) (gpointer) (data + (gsize) y * cairo_image_surface_get_stride (image));

      for (guint x = 0; x < map->n_columns; x++)
        if (cells[x].n > 0 && cells[x].value_class == BF_VALUE_FINITE)
          {
            double color = (cells[x].sum / cells[x].n - low) * factor + 0.5;
            pixels[x] = colors[(guint) CLAMP (color, 0, N_COLORS - 1)];
          }
    }
  cairo_surface_mark_dirty (image);
  return image;
}

static cairo_surface_t *
class_mask (const BfHeatMap *map, BfValueClass value_class)
{
  cairo_surface_t *mask = cairo_image_surface_create (CAIRO_FORMAT_A8, map->n_columns, map->n_rows);
  guchar *data = cairo_image_surface_get_data (mask);

  for (guint y = 0; data != NULL && y < map->n_rows; y++)
    {
      const Cell *cells = image_row (map, y);
      guchar *pixels = data + (gsize) y * cairo_image_surface_get_stride (mask);

      for (guint x = 0; x < map->n_columns; x++)
        if (cells[x].value_class == value_class)
          pixels[x] = 0xff;
    }
  cairo_surface_mark_dirty (mask);
  return mask;
}

static void
draw_class (cairo_t *cr, const BfHeatMap *map, const BfRect *area, BfValueClass value_class)
{
  cairo_surface_t *mask = class_mask (map, value_class);
  cairo_pattern_t *hatch = bf_color_map_hatch (value_class);

  cairo_set_source (cr, hatch);
  bf_path_image_mask (cr, area, mask);
  cairo_pattern_destroy (hatch);
  cairo_surface_destroy (mask);
}

void
bf_heat_map_draw (cairo_t *cr, const BfHeatMap *map, const BfScale *scale, const BfRect *area)
{
  cairo_surface_t *image;

  g_return_if_fail (map->logarithmic == scale->logarithmic);

  image = finite_image (map, scale);
  bf_path_image (cr, area, image);
  cairo_surface_destroy (image);
  for (guint i = BF_VALUE_FINITE + 1; i < BF_N_VALUE_CLASSES; i++)
    if (map->present[i])
      draw_class (cr, map, area, i);
}
