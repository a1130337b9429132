#include "picture.h"

#include <math.h>
#include <string.h>

/* Sides of the square that is averaged around each pixel, and of those that are looked at. */
#define BLUR 3
#define SQUARE 6

/* Pictures keep so many steps of each colour: files are half as large, and nobody sees it. */
#define COLOR_STEP 4

static guint8
coarse (double value)
{
  return (guint8) MIN (lround (value / COLOR_STEP) * COLOR_STEP, 255);
}

static Picture *
picture_alloc (int width, int height)
{
  Picture *picture = g_new0 (Picture, 1);

  picture->width = width;
  picture->height = height;
  picture->pixels = g_malloc0 ((gsize) width * height * 3);
  return picture;
}

void
picture_free (Picture *picture)
{
  if (picture == NULL)
    return;
  g_free (picture->pixels);
  g_free (picture);
}

static guint8 *
pixel (const Picture *picture, int x, int y)
{
  return picture->pixels + 3 * ((gsize) y * picture->width + x);
}

/* Red, green and blue of a pixel of an image surface without alpha. */
static void
read_pixel (cairo_surface_t *image, int x, int y, double rgb[3])
{
  const guint8 *row =
    cairo_image_surface_get_data (image) + (gsize) y * cairo_image_surface_get_stride (image);
  guint32 value = ((const guint32 *) row)[x];

  rgb[0] = value >> 16 & 0xff;
  rgb[1] = value >> 8 & 0xff;
  rgb[2] = value & 0xff;
}

Picture *
picture_new (cairo_surface_t *image, int shrink)
{
  Picture *picture = picture_alloc (cairo_image_surface_get_width (image) / shrink,
                                    cairo_image_surface_get_height (image) / shrink);

  cairo_surface_flush (image);
  for (int y = 0; y < picture->height; y++)
    for (int x = 0; x < picture->width; x++)
      {
        double sum[3] = { 0 }, rgb[3];

        for (int i = 0; i < shrink * shrink; i++)
          {
            read_pixel (image, x * shrink + i % shrink, y * shrink + i / shrink, rgb);
            for (int c = 0; c < 3; c++)
              sum[c] += rgb[c];
          }
        for (int c = 0; c < 3; c++)
          pixel (picture, x, y)[c] = coarse (sum[c] / (shrink * shrink));
      }
  return picture;
}

Picture *
picture_load (const char *path)
{
  cairo_surface_t *image = cairo_image_surface_create_from_png (path);
  Picture *picture = NULL;

  if (cairo_surface_status (image) == CAIRO_STATUS_SUCCESS)
    picture = picture_new (image, 1);
  cairo_surface_destroy (image);
  return picture;
}

void
picture_save (const Picture *picture, const char *path)
{
  cairo_surface_t *image =
    cairo_image_surface_create (CAIRO_FORMAT_RGB24, picture->width, picture->height);
  guint8 *data = cairo_image_surface_get_data (image);
  int stride = cairo_image_surface_get_stride (image);

  for (int y = 0; y < picture->height; y++)
    for (int x = 0; x < picture->width; x++)
      {
        const guint8 *rgb = pixel (picture, x, y);

        ((guint32 *) (data + (gsize) y * stride))[x] =
          (guint32) rgb[0] << 16 | (guint32) rgb[1] << 8 | rgb[2];
      }
  cairo_surface_mark_dirty (image);
  g_assert_cmpint (cairo_surface_write_to_png (image, path), ==, CAIRO_STATUS_SUCCESS);
  cairo_surface_destroy (image);
}

/* Lightness and two differences of colours (ITU-R BT.601) around a pixel. */
static void
look (const Picture *picture, int x, int y, double seen[3])
{
  double sum[3] = { 0 };
  int n = 0;

  for (int dy = -BLUR / 2; dy <= BLUR / 2; dy++)
    for (int dx = -BLUR / 2; dx <= BLUR / 2; dx++)
      if (x + dx >= 0 && x + dx < picture->width && y + dy >= 0 && y + dy < picture->height)
        {
          for (int c = 0; c < 3; c++)
            sum[c] += pixel (picture, x + dx, y + dy)[c];
          n++;
        }
  seen[0] = (0.299 * sum[0] + 0.587 * sum[1] + 0.114 * sum[2]) / n;
  seen[1] = 0.564 * (sum[2] / n - seen[0]);
  seen[2] = 0.713 * (sum[0] / n - seen[0]);
}

static double
distance_at (const Picture *a, const Picture *b, int x, int y)
{
  double one[3], other[3], sum = 0;

  look (a, x, y, one);
  look (b, x, y, other);
  for (int c = 0; c < 3; c++)
    sum += (one[c] - other[c]) * (one[c] - other[c]);
  return sqrt (sum);
}

static double
square_distance (const Picture *a, const Picture *b, int left, int top)
{
  double sum = 0;

  for (int y = top; y < top + SQUARE; y++)
    for (int x = left; x < left + SQUARE; x++)
      sum += distance_at (a, b, x, y);
  return sum / (SQUARE * SQUARE);
}

PictureDistance
picture_distance (const Picture *a, const Picture *b)
{
  PictureDistance distance = { 0 };
  int n = 0;

  if (a->width != b->width || a->height != b->height)
    return (PictureDistance) { INFINITY, INFINITY, 0, 0 };
  for (int y = 0; y + SQUARE <= a->height; y += SQUARE / 2)
    for (int x = 0; x + SQUARE <= a->width; x += SQUARE / 2)
      {
        double square = square_distance (a, b, x, y);

        distance.mean += square;
        n++;
        if (square > distance.worst)
          distance = (PictureDistance) { distance.mean, square, x, y };
      }
  distance.mean /= MAX (n, 1);
  return distance;
}

Picture *
picture_difference (const Picture *a, const Picture *b)
{
  Picture *difference = picture_alloc (MIN (a->width, b->width), MIN (a->height, b->height));

  for (int y = 0; y < difference->height; y++)
    for (int x = 0; x < difference->width; x++)
      memset (pixel (difference, x, y), 255 - (int) MIN (8 * distance_at (a, b, x, y), 255), 3);
  return difference;
}
