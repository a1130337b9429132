/* The handwritten digits of Alpaydin and Kaynak (UCI Machine Learning Repository, CC BY 4.0; see
 * data/datasets/CREDITS.md): 1797 images of 8 x 8 pixels from 0 to 16, part of the program.
 *
 * Pixels are standardised with the mean and deviation of all pixels of all images, as is usual
 * for MNIST: the mean square of the inputs is then 1, which is what the theory of initialisation
 * assumes, and no single pixel of the border, always 0, is blown up. The two constants are those
 * of the whole set, so that an image gives the same numbers whatever the seed.
 */
#include "dataset/csv-reader.h"
#include "dataset/datasets-resource.h"
#include "dataset/layout.h"
#include "dataset/tasks.h"

#define RESOURCE "/org/backflow/Backflow/datasets/digits.csv.gz"
#define SIDE 8
#define PIXELS (SIDE * SIDE)
#define IMAGES 1797
#define MAX_PIXEL 16
#define CLASSES 10
#define MEAN 4.884164579855314
#define DEVIATION 6.0167875486751905

typedef struct {
  guint8 pixels[IMAGES][PIXELS];
  guint8 digits[IMAGES];
} Images;

gboolean
bf_digits_shape (const BfTaskSettings *settings, BfShape *shape, GError **error)
{
  bf_layout_shape (settings->task->default_layout, SIDE, SIDE, shape);
  shape->outputs = CLASSES;
  return TRUE;
}

static gboolean
field_cb (gpointer data, guint row, guint column, const char *text, GError **error)
{
  Images *images = data;
  guint64 most = column < PIXELS ? MAX_PIXEL : CLASSES - 1;
  guint64 value;

  g_assert (row < IMAGES && column <= PIXELS);
  if (!g_ascii_string_to_unsigned (text, 10, 0, most, &value, error))
    return FALSE;
  if (column < PIXELS)
    images->pixels[row][column] = value;
  else
    images->digits[row] = value;
  return TRUE;
}

static const BfCsvHandler handler = { .field = field_cb };

/* The resource is registered when it is first asked for, and GLib does not make a second thread that asks at that
 * moment wait. */
static GResource *
get_resource (void)
{
  static gsize resource = 0;

  if (g_once_init_enter (&resource))
    g_once_init_leave (&resource, (gsize) bf_datasets_get_resource ());
  return (GResource *) resource;
}

static Images *
read_images (GError **error)
{
  g_autofree Images *images = g_new0 (Images, 1);
  g_autoptr (BfInput) input = NULL;
  GInputStream *stream;
  guint n_rows, n_columns;

  stream = g_resource_open_stream (get_resource (), RESOURCE, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  if (stream == NULL)
    return NULL;
  input = bf_input_new (stream, "digits.csv.gz", error);
  if (input == NULL || !bf_csv_read (input, &handler, images, &n_rows, &n_columns, error))
    return NULL;
  g_assert (n_rows == IMAGES && n_columns == PIXELS + 1);
  return g_steal_pointer (&images);
}

BfDataset *
bf_digits_build (const BfTaskSettings *settings, guint64 seed, GError **error)
{
  BfShape shape = { .loss = settings->task->loss (settings) };
  g_autofree Images *images = NULL;
  g_autofree guint32 *order = NULL;
  BfDataset *dataset;

  images = read_images (error);
  if (images == NULL || !bf_digits_shape (settings, &shape, error))
    return NULL;
  dataset = bf_dataset_new_rows (&shape, IMAGES, seed, &order);
  for (guint row = 0; row < IMAGES; row++)
    {
      for (guint p = 0; p < PIXELS; p++)
        dataset->inputs[row * PIXELS + p] =
          (images->pixels[order[row]][p] - MEAN) / DEVIATION;
      dataset->classes[row] = images->digits[order[row]];
    }
  return dataset;
}
