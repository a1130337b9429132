#include "plot/heat-map.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "plot/color-map.h"

#define N_COLORS 256

/* Logarithms are looked up: an eighth of a colour of a scale over a single decade. */
#define N_LOGARITHMS 1024

/* No surface is larger. */
#define MOST_PIXELS 32000

/* The values of a cell: their sum, or on a log axis their product, as a mantissa from 1 to 2 and
 * an exponent, so that adding one takes no logarithm. */
typedef struct {
  float mantissa;
  gint32 exponent;
  guint16 n;           /* finite values added; stops at its maximum */
  guint8 value_class;  /* the gravest so far */
} Cell;

/* What of a map is seen, pixel for pixel: kept, since most of it stays as it is. */
typedef struct {
  cairo_surface_t *surface;    /* owned; NULL: none yet */
  int x, y, width, height;     /* on the target, px */
  BfRect area;                 /* the whole map there, px */
  double resolution;           /* px a unit */
  BfScale scale;
} Picture;

struct _BfHeatMap {
  guint n_columns, n_rows;
  gboolean logarithmic;
  double smallest_normal;
  double least;             /* finite values are from here to DBL_MAX */
  Picture picture;
  guint first_changed, end_changed;   /* columns since that was drawn */
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
  g_clear_pointer (&map->picture.surface, cairo_surface_destroy);
  g_free (map);
}

/* @value is normal and positive. */
static inline void
multiply (Cell *cell, double value)
{
  guint64 bits;
  double mantissa;
  float product;

  memcpy (&bits, &value, sizeof bits);
  cell->exponent += (gint32) (bits >> 52) - 1023;
  bits = (bits & 0xfffffffffffffu) | 0x3ff0000000000000u;
  memcpy (&mantissa, &bits, sizeof mantissa);
  product = (cell->n > 0 ? cell->mantissa : 1) * (float) mantissa;
  cell->exponent += product >= 2;
  cell->mantissa = product >= 2 ? product / 2 : product;
  cell->n++;
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
        {
          /* A subnormal is brought among the normal first. */
          cell->exponent -= value < DBL_MIN ? 64 : 0;
          multiply (cell, value < DBL_MIN ? value * 0x1p64 : value);
          return;
        }
      cell->mantissa += (float) CLAMP (value, -1e30, 1e30);
      cell->n++;
      return;
    }
  value_class = bf_value_classify (value, map->logarithmic, map->smallest_normal);
  cell->value_class = MAX (cell->value_class, (guint8) value_class);
}

static void
mark_changed (BfHeatMap *map, guint column)
{
  map->first_changed = MIN (map->first_changed, column);
  map->end_changed = MAX (map->end_changed, column + 1);
}

static void
change_all (BfHeatMap *map)
{
  map->first_changed = 0;
  map->end_changed = map->n_columns;
}

void
bf_heat_map_clear (BfHeatMap *map)
{
  memset (map->cells, 0, (gsize) map->n_columns * map->n_rows * sizeof (Cell));
  change_all (map);
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
  guint n_rows = map->n_rows;
  double least = map->least;

  g_return_if_fail (column < map->n_columns);

  for (guint i = 0; i < n; i++)
    {
      double value = values[i * stride];
      Cell *cell = &cells[rows[i]];

      if (rows[i] >= n_rows)
        continue;
      if (map->logarithmic && value >= MAX (least, DBL_MIN) && value <= DBL_MAX
          && cell->n < G_MAXUINT16)
        multiply (cell, value);
      else
        add (map, cell, value);
    }
  mark_changed (map, column);
}

/* The colours of the finite values, and the hatches of the others. */
typedef struct {
  double low, factor;
  float logarithms[N_LOGARITHMS];   /* log2 of mantissas from 1 to 2 */
  guint32 colors[N_COLORS];
  guint32 tiles[BF_N_VALUE_CLASSES][BF_HATCH_TILE][BF_HATCH_TILE];
} Shades;

static guint32
opaque (BfColor color)
{
  return 0xff000000u | (guint32) lround (color.r * 255) << 16
         | (guint32) lround (color.g * 255) << 8 | (guint32) lround (color.b * 255);
}

static void
init_shades (Shades *shades, const BfHeatMap *map, const BfScale *scale)
{
  double high = map->logarithmic ? log2 (scale->max) : scale->max;

  shades->low = map->logarithmic ? log2 (scale->min) : scale->min;
  shades->factor = (N_COLORS - 1) / (high - shades->low);
  for (guint i = 0; i < N_LOGARITHMS; i++)
    shades->logarithms[i] = log2f (1 + (i + 0.5f) / N_LOGARITHMS);
  for (guint i = 0; i < N_COLORS; i++)
    shades->colors[i] = opaque (bf_color_map (i / (N_COLORS - 1.0)));
  for (guint i = BF_VALUE_FINITE + 1; i < BF_N_VALUE_CLASSES; i++)
    for (guint y = 0; y < BF_HATCH_TILE; y++)
      for (guint x = 0; x < BF_HATCH_TILE; x++)
        shades->tiles[i][y][x] = 0xff000000u | bf_color_map_hatch_pixel (i, x, y);
}

/* Where nothing was added: transparent. */
static guint32
finite_shade (const Shades *shades, const BfHeatMap *map, const Cell *cell)
{
  double color, sum = cell->mantissa;

  if (cell->n == 0)
    return 0;
  if (map->logarithmic)
    sum = cell->exponent
          + shades->logarithms[MIN ((guint) ((cell->mantissa - 1) * N_LOGARITHMS),
                                   N_LOGARITHMS - 1)];
  color = (sum / cell->n - shades->low) * shades->factor + 0.5;
  return shades->colors[(guint) CLAMP (color, 0, N_COLORS - 1)];
}

/* The cell that each of @n pixels from @first on shows, where @cells lie over @length px from
 * @start on. */
static guint *
cells_of_pixels (int first, int n, double start, double length, guint cells)
{
  guint *indices = g_new (guint, n);

  for (int i = 0; i < n; i++)
    {
      double cell = (first + i + 0.5 - start) / length * cells;
      indices[i] = (guint) CLAMP (cell, 0, cells - 1);
    }
  return indices;
}

/* The pixels of a row from @first to @end; TRUE if all are alike in every row of the cells. */
static gboolean
shade_row (const BfHeatMap *map, const Shades *shades, guint32 *pixels, const guint *columns,
           guint row, int first, int end, int y)
{
  const Picture *picture = &map->picture;
  guint y_tile = (guint) ((picture->y + y) / picture->resolution) % BF_HATCH_TILE;
  gboolean alike = TRUE;
  guint32 color = 0;

  for (int x = first; x < end; x++)
    {
      const Cell *cell = &map->cells[(gsize) columns[x] * map->n_rows + row];

      if (cell->value_class != BF_VALUE_FINITE)
        {
          guint x_tile = (guint) ((picture->x + x) / picture->resolution) % BF_HATCH_TILE;

          pixels[x] = shades->tiles[cell->value_class][y_tile][x_tile];
          alike = FALSE;
          continue;
        }
      if (x == first || columns[x] != columns[x - 1])
        color = finite_shade (shades, map, cell);
      pixels[x] = color;
    }
  return alike;
}

/* Colours the pixels of the columns that changed. */
static void
shade (BfHeatMap *map)
{
  Picture *picture = &map->picture;
  guchar *data = cairo_image_surface_get_data (picture->surface);
  int stride = cairo_image_surface_get_stride (picture->surface), first = 0;
  int end = picture->width;
  g_autofree guint *columns = cells_of_pixels (picture->x, picture->width, picture->area.x,
                                               picture->area.width, map->n_columns);
  g_autofree guint *rows = cells_of_pixels (picture->y, picture->height, picture->area.y,
                                            picture->area.height, map->n_rows);
  gboolean alike = FALSE;
  Shades shades;

  while (first < end && columns[first] < map->first_changed)
    first++;
  while (end > first && columns[end - 1] >= map->end_changed)
    end--;
  if (first == end || data == NULL)
    return;
  init_shades (&shades, map, &picture->scale);
  for (int y = 0; y < picture->height; y++)
    {
      guint32 *pixels = (guint32 *) (gpointer) (data + (gsize) y * stride);

      if (alike && rows[y] == rows[y - 1])
        memcpy (pixels + first, (guchar *) (pixels + first) - stride, (end - first) * 4);
      else
        alike = shade_row (map, &shades, pixels, columns, map->n_rows - 1 - rows[y], first, end, y);
    }
}

/* The pixels of the target that the map covers and that are seen. */
static void
find_pixels (cairo_t *cr, const BfRect *area, Picture *picture)
{
  BfRect *whole = &picture->area, clip = { 0 };
  double right, bottom;

  cairo_clip_extents (cr, &clip.x, &clip.y, &right, &bottom);
  clip.width = right - clip.x;
  clip.height = bottom - clip.y;
  bf_path_to_pixels (cr, &clip, &clip);
  bf_path_to_pixels (cr, area, whole);
  picture->x = (int) ceil (MAX (whole->x, clip.x) - 0.5);
  picture->y = (int) ceil (MAX (whole->y, clip.y) - 0.5);
  right = ceil (MIN (whole->x + whole->width, clip.x + clip.width) - 0.5);
  bottom = ceil (MIN (whole->y + whole->height, clip.y + clip.height) - 0.5);
  picture->width = (int) CLAMP (right - picture->x, 0, MOST_PIXELS);
  picture->height = (int) CLAMP (bottom - picture->y, 0, MOST_PIXELS);
  picture->resolution = bf_path_resolution (cr);
}

static gboolean
same_pixels (const Picture *a, const Picture *b)
{
  return a->surface != NULL && a->x == b->x && a->y == b->y && a->width == b->width
         && a->height == b->height && a->resolution == b->resolution
         && a->area.x == b->area.x && a->area.width == b->area.width && a->area.y == b->area.y
         && a->area.height == b->area.height;
}

/* Brings the picture up to date; FALSE if nothing is seen of it. */
static gboolean
update_picture (BfHeatMap *map, cairo_t *cr, const BfScale *scale, const BfRect *area)
{
  Picture wanted = { .scale = *scale };

  find_pixels (cr, area, &wanted);
  if (wanted.width == 0 || wanted.height == 0)
    return FALSE;
  if (!same_pixels (&map->picture, &wanted))
    {
      g_clear_pointer (&map->picture.surface, cairo_surface_destroy);
      map->picture = wanted;
      map->picture.surface =
        cairo_image_surface_create (CAIRO_FORMAT_ARGB32, wanted.width, wanted.height);
      change_all (map);
    }
  else if (map->picture.scale.min != scale->min || map->picture.scale.max != scale->max)
    {
      map->picture.scale = *scale;
      change_all (map);
    }
  cairo_surface_flush (map->picture.surface);
  shade (map);
  cairo_surface_mark_dirty (map->picture.surface);
  map->first_changed = map->n_columns;
  map->end_changed = 0;
  return TRUE;
}

void
bf_heat_map_draw (cairo_t *cr, BfHeatMap *map, const BfScale *scale, const BfRect *area)
{
  const Picture *picture = &map->picture;
  BfRect covered;

  g_return_if_fail (map->logarithmic == scale->logarithmic);

  if (area->width <= 0 || area->height <= 0 || !update_picture (map, cr, scale, area))
    return;
  covered = (BfRect) { picture->x, picture->y, picture->width, picture->height };
  bf_path_from_pixels (cr, &covered, &covered);
  bf_path_image (cr, &covered, picture->surface);
}
