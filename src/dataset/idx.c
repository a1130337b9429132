/* Images in the IDX format of MNIST (Y. LeCun) and its kin: one file of images, one of labels.
 *
 *   bytes 0, 0, 8 (unsigned bytes), D; then D sizes of 32 bits, big-endian; then the values
 *
 * Pixels stay bytes in memory and become floats when a batch asks for them, standardised with
 * the mean and deviation of all pixels of the training images.
 */
#include "config.h"

#include <inttypes.h>

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "dataset/input.h"
#include "dataset/layout.h"
#include "dataset/tasks.h"

#define UNSIGNED_BYTES 8
#define IMAGE_SIZES 3        /* images, rows, columns */
#define LABEL_SIZES 1
#define LEVELS 256

typedef struct {
  guint n, rows, columns;
  guint8 *pixels;            /* owned; [n, rows, columns] */
  guint8 *labels;            /* owned; [n] */
  guint32 *order;            /* owned; [n] sample -> image */
  float value[LEVELS];       /* of each level of a pixel */
} Images;

static void
images_free (Images *images)
{
  g_free (images->pixels);
  g_free (images->labels);
  g_free (images->order);
  g_free (images);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Images, images_free)

#define refuse(input, error, ...) \
  bf_input_refuse (input, BF_DATASET_ERROR_FORMAT, error, __VA_ARGS__)

/* Reads the header of a file of unsigned bytes with @n_sizes sizes, whose product is returned in
 * @total. */
static gboolean
read_header (BfInput *input, guint n_sizes, guint32 *sizes, guint64 *total, GError **error)
{
  guint8 header[4 + 4 * IMAGE_SIZES];
  gsize length = 4 + 4 * n_sizes, n_read;

  if (!bf_input_read (input, header, length, &n_read, error))
    return FALSE;
  if (n_read < length)
    return refuse (input, error, _("too short for an IDX file"));
  if (header[0] != 0 || header[1] != 0)
    return refuse (input, error, _("not an IDX file: it does not begin with two zero bytes"));
  if (header[2] != UNSIGNED_BYTES)
    return refuse (input, error, _("byte 3: values of type %u; only unsigned bytes (8) are read"),
                   header[2]);
  if (header[3] != n_sizes)
    return refuse (input, error, _("byte 4: number of dimensions %u instead of %u"), header[3],
                   n_sizes);
  *total = 1;
  for (guint i = 0; i < n_sizes; i++)
    {
      memcpy (&sizes[i], header + 4 + 4 * i, 4);
      sizes[i] = GUINT32_FROM_BE (sizes[i]);
      if (sizes[i] == 0)
        return refuse (input, error, _("byte %u: a dimension is 0"), 5 + 4 * i);
      if (sizes[i] > BF_DATASET_MAX_BYTES / *total)
        return refuse (input, error, _("byte %u: too large to be read"), 5 + 4 * i);
      *total *= sizes[i];
    }
  return TRUE;
}

/* The @total bytes behind the header, and nothing after them. Free with g_free(). */
static guint8 *
read_values (BfInput *input, guint64 total, GError **error)
{
  g_autofree guint8 *values = g_try_malloc (total);
  guint8 extra;
  gsize n_read;

  if (values == NULL)
    {
      refuse (input, error, _("not enough memory for %" PRIu64 " bytes"), total);
      return NULL;
    }
  if (!bf_input_read (input, values, total, &n_read, error))
    return NULL;
  if (n_read < total)
    {
      refuse (input, error, _("ends after %zu of %" PRIu64 " values"), n_read, total);
      return NULL;
    }
  if (!bf_input_read (input, &extra, 1, &n_read, error))
    return NULL;
  if (n_read > 0)
    {
      refuse (input, error, _("holds more than the %" PRIu64 " values of its header"), total);
      return NULL;
    }
  return g_steal_pointer (&values);
}

/* The name of the labels that belong to images: train-images-idx3-ubyte.gz ->
 * train-labels-idx1-ubyte.gz. Free with g_free(). */
static char *
labels_path (const BfTaskSettings *settings, GError **error)
{
  const char *slash = strrchr (settings->path, G_DIR_SEPARATOR);
  const char *name = slash ? slash + 1 : settings->path;
  g_autoptr (GString) labels = g_string_new (name);

  if (settings->labels && *settings->labels)
    return g_strdup (settings->labels);
  if (g_string_replace (labels, "images", "labels", 0) == 0)
    {
      g_set_error_literal (error, BF_DATASET_ERROR, BF_DATASET_ERROR_SETTINGS,
                           _("labels: must be given; the name of the images does not tell it"));
      return NULL;
    }
  g_string_replace (labels, "idx3", "idx1", 0);
  g_string_prepend_len (labels, settings->path, name - settings->path);
  return g_strdup (labels->str);
}

static guint8 *
read_labels (const BfTaskSettings *settings, guint n, guint *n_classes, GError **error)
{
  g_autofree char *path = labels_path (settings, error);
  g_autoptr (BfInput) input = path ? bf_input_open (settings, path, error) : NULL;
  g_autofree guint8 *labels = NULL;
  guint32 n_labels;
  guint64 total;
  guint8 most = 0;

  if (input == NULL || !read_header (input, LABEL_SIZES, &n_labels, &total, error))
    return NULL;
  if (n_labels != n)
    {
      refuse (input, error, _("number of labels: %u, but of images: %u"), n_labels, n);
      return NULL;
    }
  labels = read_values (input, total, error);
  if (labels == NULL)
    return NULL;
  for (guint i = 0; i < n; i++)
    most = MAX (most, labels[i]);
  if (most == 0)
    {
      refuse (input, error, _("every label is 0"));
      return NULL;
    }
  *n_classes = most + 1;
  return g_steal_pointer (&labels);
}

/* Opens the images, reads their header and all labels; @input is then at the first pixel. */
static Images *
open_images (const BfTaskSettings *settings, BfInput **input, BfShape *shape, GError **error)
{
  g_autoptr (Images) images = g_new0 (Images, 1);
  guint32 sizes[IMAGE_SIZES];
  guint64 total;

  *input = bf_input_open (settings, settings->path, error);
  if (*input == NULL || !read_header (*input, IMAGE_SIZES, sizes, &total, error))
    return NULL;
  images->n = sizes[0];
  images->rows = sizes[1];
  images->columns = sizes[2];
  if (images->n > BF_DATASET_MAX_NUMBERS)
    {
      refuse (*input, error, _("more than %u images"), BF_DATASET_MAX_NUMBERS);
      return NULL;
    }
  bf_layout_shape (settings->layout, images->rows, images->columns, shape);
  if (shape->timesteps > BF_TASK_MAX_LENGTH)
    {
      g_set_error (error, BF_DATASET_ERROR, BF_DATASET_ERROR_SETTINGS,
                   _("layout: images of %u × %u pixels give %u timesteps; %u are the most"),
                   images->rows, images->columns, shape->timesteps, BF_TASK_MAX_LENGTH);
      return NULL;
    }
  images->labels = read_labels (settings, images->n, &shape->outputs, error);
  return images->labels ? g_steal_pointer (&images) : NULL;
}

gboolean
bf_idx_shape (const BfTaskSettings *settings, BfShape *shape, GError **error)
{
  g_autoptr (BfInput) input = NULL;
  g_autoptr (Images) images = open_images (settings, &input, shape, error);

  return images != NULL;
}

static void
draw_image (const BfDataset *dataset, guint32 index, float *inputs, gint32 *class_, float *targets)
{
  const Images *images = dataset->data;
  gsize size = (gsize) images->rows * images->columns;
  const guint8 *pixels = images->pixels + images->order[index] * size;

  for (gsize p = 0; p < size; p++)
    inputs[p] = images->value[pixels[p]];
  *class_ = images->labels[images->order[index]];
}

/* Counts how often each level occurs in the first @n images of the order, and standardises by
 * that. */
static void
standardise (Images *images, guint n)
{
  gsize size = (gsize) images->rows * images->columns;
  guint64 counts[LEVELS] = { 0 };
  double mean = 0, square = 0, deviation;

  for (guint i = 0; i < n; i++)
    for (gsize p = 0; p < size; p++)
      counts[images->pixels[images->order[i] * size + p]]++;
  for (guint level = 0; level < LEVELS; level++)
    mean += (double) counts[level] * level / ((double) n * size);
  for (guint level = 0; level < LEVELS; level++)
    square += counts[level] * (level - mean) * (level - mean) / ((double) n * size);
  deviation = square > 0 ? sqrt (square) : 1;
  for (guint level = 0; level < LEVELS; level++)
    images->value[level] = (level - mean) / deviation;
}

BfDataset *
bf_idx_build (const BfTaskSettings *settings, guint64 seed, GError **error)
{
  BfShape shape = { .loss = settings->task->loss (settings) };
  g_autoptr (BfInput) input = NULL;
  g_autoptr (Images) images = open_images (settings, &input, &shape, error);
  guint n, n_training;

  if (images == NULL)
    return NULL;
  n = images->n;
  images->pixels = read_values (input, (guint64) n * images->rows * images->columns, error);
  if (images->pixels == NULL)
    return NULL;
  images->order = bf_split_new (&shape, n, seed, &n_training);
  standardise (images, n_training);
  return bf_dataset_new_drawn (&shape, n, seed, draw_image, g_steal_pointer (&images),
                               (GDestroyNotify) images_free);
}
