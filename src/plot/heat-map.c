#include "plot/heat-map.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "plot/color-map.h"

#define N_COLORS 256

/* Logarithms are looked up: an eighth of a colour of a scale over a single decade. */
#define LOGARITHM_BITS 10
#define N_LOGARITHMS (1u << LOGARITHM_BITS)

/* No surface is larger. */
#define MOST_PIXELS 32000

/* A product between these stays a normal number when a value between them is multiplied to it. */
#define SMALL 0x1p-500
#define LARGE 0x1p500

/* The values of a cell: their sum, or on a log axis their product divided by a power of two, so
 * that adding one takes no logarithm. */
typedef struct {
  double sum;          /* a product is from SMALL to LARGE; nothing yet: 0 */
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

/* Brings a factor, normal or not, among those that multiply () takes. */
static double
split (Cell *cell, double value)
{
  int exponent;

  value = frexp (value, &exponent);
  cell->exponent += exponent;
  return value;
}

static inline gboolean
is_moderate (double value)
{
  return value >= SMALL && value <= LARGE;
}

/* @value is moderate. */
static inline void
multiply (Cell *cell, double value)
{
  double product = (cell->n > 0 ? cell->sum : 1) * value;

  cell->sum = G_LIKELY (is_moderate (product)) ? product : split (cell, product);
  cell->n++;
}

static void
add (BfHeatMap *map, Cell *cell, double value)
{
  BfValueClass value_class = value > 0 ? BF_VALUE_UNDERFLOW : BF_VALUE_ZERO;

  if (value >= map->least && value <= DBL_MAX)
    {
      if (cell->n == G_MAXUINT16)
        return;
      if (map->logarithmic)
        {
          multiply (cell, is_moderate (value) ? value : split (cell, value));
          return;
        }
      cell->sum += CLAMP (value, -1e300, 1e300);
      cell->n++;
      return;
    }
  if (!(value >= 0 && value < map->least))
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
  double least = map->logarithmic ? MAX (map->least, SMALL) : INFINITY;

  g_return_if_fail (column < map->n_columns);

  for (guint i = 0; i < n; i++)
    {
      double value = values[i * stride];
      Cell *cell = &cells[rows[i]];

      if (rows[i] >= n_rows)
        continue;
      if (G_LIKELY (value >= least && value <= LARGE && cell->n < G_MAXUINT16))
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

/* log2 of a product, which is normal: its exponent, and the mantissa's that is looked up. */
static inline double
logarithm (const Shades *shades, double product)
{
  guint64 bits;

  memcpy (&bits, &product, sizeof bits);
  return (int) (bits >> 52) - 1023 + shades->logarithms[bits >> (52 - LOGARITHM_BITS) & (N_LOGARITHMS - 1)];
}

/* Where nothing was added: transparent. */
static guint32
finite_shade (const Shades *shades, const BfHeatMap *map, const Cell *cell)
{
  double color, sum = cell->sum;

  if (cell->n == 0)
    return 0;
  if (map->logarithmic)
    sum = cell->exponent + logarithm (shades, cell->sum);
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

/* Colours of some rows of cells that follow each other, for every pixel of a row: cells lie in columns, so many
 * of one column are read at a time, yet not more than stay at hand until their rows are copied. */
#define STRIP 64

typedef struct {
  const BfHeatMap *map;
  const Shades *shades;
  const guint *columns;      /* the cell of every pixel */
  const guint8 *tiles;       /* where every pixel is in a tile */
  int first, end;            /* pixels */
  guint row;                 /* the lowest of the strip; a multiple of STRIP */
  guint32 *colors[STRIP];    /* of a pixel; that of a class that has no colour: itself */
  gboolean plain[STRIP];     /* there are only colours */
} Strip;

static guint32
cell_shade (const Strip *strip, const Cell *cell)
{
  return cell->value_class == BF_VALUE_FINITE ? finite_shade (strip->shades, strip->map, cell)
                                              : cell->value_class;
}

static void
fill_strip (Strip *strip, guint row)
{
  const BfHeatMap *map = strip->map;
  const guint *columns = strip->columns;
  guint n = MIN (map->n_rows - row, STRIP);

  strip->row = row;
  for (guint r = 0; r < n; r++)
    strip->plain[r] = TRUE;
  for (int x = strip->first; x < strip->end; x++)
    {
      const Cell *cells = &map->cells[(gsize) columns[x] * map->n_rows + row];

      for (guint r = 0; r < n; r++)
        {
          strip->colors[r][x] = x > strip->first && columns[x] == columns[x - 1]
                                  ? strip->colors[r][x - 1] : cell_shade (strip, &cells[r]);
          strip->plain[r] &= cells[r].value_class == BF_VALUE_FINITE;
        }
    }
}

/* Where a pixel of the target is in a tile. */
static guint
tile_pixel (const Picture *picture, int pixel)
{
  return (guint) (pixel / picture->resolution) % BF_HATCH_TILE;
}

static guint8 *
new_tile_pixels (const Picture *picture)
{
  guint8 *tiles = g_new (guint8, picture->width);

  for (int x = 0; x < picture->width; x++)
    tiles[x] = tile_pixel (picture, picture->x + x);
  return tiles;
}

/* The pixels of one row from @row of the cells. */
static void
copy_strip (const Strip *strip, guint row, guint32 *pixels, int y)
{
  const Picture *picture = &strip->map->picture;
  const guint32 *colors = strip->colors[row - strip->row];
  guint tile = tile_pixel (picture, picture->y + y);

  memcpy (pixels + strip->first, colors + strip->first,
          (strip->end - strip->first) * sizeof *pixels);
  for (int x = strip->first; x < strip->end && !strip->plain[row - strip->row]; x++)
    if (colors[x] > BF_VALUE_FINITE && colors[x] < BF_N_VALUE_CLASSES)
      pixels[x] = strip->shades->tiles[colors[x]][tile][strip->tiles[x]];
}

/* The pixels whose columns changed. */
static void
find_changed (Strip *strip)
{
  const BfHeatMap *map = strip->map;

  strip->end = map->picture.width;
  while (strip->first < strip->end && strip->columns[strip->first] < map->first_changed)
    strip->first++;
  while (strip->end > strip->first && strip->columns[strip->end - 1] >= map->end_changed)
    strip->end--;
}

/* Colours the pixels of the columns that changed. */
static void
shade (BfHeatMap *map)
{
  Picture *picture = &map->picture;
  guchar *data = cairo_image_surface_get_data (picture->surface);
  int stride = cairo_image_surface_get_stride (picture->surface);
  g_autofree guint *columns = cells_of_pixels (picture->x, picture->width, picture->area.x,
                                               picture->area.width, map->n_columns);
  g_autofree guint *rows = cells_of_pixels (picture->y, picture->height, picture->area.y,
                                            picture->area.height, map->n_rows);
  g_autofree guint32 *colors = g_new (guint32, STRIP * (gsize) picture->width);
  g_autofree guint8 *tiles = new_tile_pixels (picture);
  Strip strip = { .map = map, .columns = columns, .tiles = tiles, .row = G_MAXUINT };
  Shades shades;

  find_changed (&strip);
  if (strip.first == strip.end || data == NULL)
    return;
  init_shades (&shades, map, &picture->scale);
  strip.shades = &shades;
  for (guint r = 0; r < STRIP; r++)
    strip.colors[r] = colors + r * (gsize) picture->width;
  for (int y = 0; y < picture->height; y++)
    {
      guint row = map->n_rows - 1 - rows[y];

      if (strip.row != row - row % STRIP)
        fill_strip (&strip, row - row % STRIP);
      copy_strip (&strip, row, (guint32 *) (gpointer) (data + (gsize) y * stride), y);
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
