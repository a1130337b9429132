#include "fixture.h"

#include <math.h>

#define FORMAT BF_DATASET_ERROR_FORMAT
#define FASHION "/usr/share/datasets/fashion-mnist"

#define N 20
#define ROWS 3
#define COLUMNS 2
#define PIXELS (ROWS * COLUMNS)

/* N images of 3 x 2 pixels: pixel p of image i is 10 i + p, its label i mod 4. */
static const guint8 image_header[] = { 0, 0, 8, 3, 0, 0, 0, N, 0, 0, 0, ROWS, 0, 0, 0, COLUMNS };
static const guint8 label_header[] = { 0, 0, 8, 1, 0, 0, 0, N };

static GByteArray *
images (void)
{
  GByteArray *data = g_byte_array_new ();

  g_byte_array_append (data, image_header, sizeof image_header);
  for (guint8 i = 0; i < N; i++)
    for (guint8 p = 0; p < PIXELS; p++)
      g_byte_array_append (data, (guint8[]) { 10 * i + p }, 1);
  return data;
}

static GByteArray *
labels (void)
{
  GByteArray *data = g_byte_array_new ();

  g_byte_array_append (data, label_header, sizeof label_header);
  for (guint8 i = 0; i < N; i++)
    g_byte_array_append (data, (guint8[]) { i % 4 }, 1);
  return data;
}

static BfTaskSettings
write_files (const Folder *folder, const GByteArray *image_data, const GByteArray *label_data)
{
  BfTaskSettings settings = settings_of ("idx");

  folder_write (folder, "images-idx3", image_data->data, image_data->len);
  folder_write (folder, "labels-idx1", label_data->data, label_data->len);
  settings.path = g_strdup ("images-idx3");
  settings.folder = g_strdup (folder->path);
  return settings;
}

/* Which image @pixels are of, by mean and deviation of the training part. */
static guint
image_of (const float *pixels, double mean, double deviation)
{
  long first = lround (pixels[0] * deviation + mean);

  for (guint p = 0; p < PIXELS; p++)
    g_assert_cmpint (lround (pixels[p] * deviation + mean), ==, first + p);
  g_assert_cmpint (first % 10, ==, 0);
  return first / 10;
}

/* Every image is there once, with its label, standardised by the training part. */
static void
test_flat (void)
{
  g_auto (Folder) folder = folder_new ();
  g_autoptr (GByteArray) image_data = images ();
  g_autoptr (GByteArray) label_data = labels ();
  g_auto (BfTaskSettings) settings = write_files (&folder, image_data, label_data);
  g_autoptr (BfDataset) dataset = build (&settings, 1);
  g_autoptr (BfBatcher) batcher = bf_batcher_new (dataset, 1);
  g_auto (Batch) batch = batch_of (batcher, dataset, 1, 16);
  const BfSamples *validation = bf_dataset_validation (dataset);
  double mean = 0, square = 0, step = G_MAXDOUBLE, deviation, lowest = G_MAXDOUBLE;
  guint seen[N] = { 0 };

  g_assert_cmpuint (bf_dataset_inputs (dataset), ==, PIXELS);
  g_assert_cmpuint (bf_dataset_timesteps (dataset), ==, 0);
  g_assert_cmpuint (bf_dataset_outputs (dataset), ==, 4);
  g_assert_cmpuint (bf_dataset_n_training (dataset), ==, 16);
  g_assert_cmpuint (validation->n, ==, 4);
  for (guint i = 0; i < 16 * PIXELS; i++)
    {
      mean += batch.inputs[i] / (16.0 * PIXELS);
      square += batch.inputs[i] * batch.inputs[i] / (16.0 * PIXELS);
    }
  g_assert_cmpfloat_with_epsilon (mean, 0, 1e-5);
  g_assert_cmpfloat_with_epsilon (square, 1, 1e-5);

  /* Neighbouring pixels differ by 1, and the lowest of all is 0. */
  step = batch.inputs[1] - batch.inputs[0];
  deviation = 1 / step;
  for (guint i = 0; i < 16; i++)
    lowest = MIN (lowest, batch.inputs[i * PIXELS]);
  for (guint i = 0; i < 4; i++)
    lowest = MIN (lowest, validation->inputs[i * PIXELS]);
  for (guint i = 0; i < 20; i++)
    {
      const float *pixels = i < 16 ? batch.inputs + i * PIXELS
                                   : validation->inputs + (i - 16) * PIXELS;
      gint32 class_ = i < 16 ? batch.classes[i] : validation->classes[i - 16];
      guint image = image_of (pixels, -lowest * deviation, deviation);

      g_assert_cmpuint (image, <, N);
      g_assert_cmpint (class_, ==, image % 4);
      seen[image]++;
    }
  for (guint i = 0; i < N; i++)
    g_assert_cmpuint (seen[i], ==, 1);
}

/* The same numbers as sequences, and straight from compressed files. */
static void
test_layouts (void)
{
  static const struct { BfLayout layout; guint inputs, timesteps; } rows[] = {
    { BF_LAYOUT_FLAT, 6, 0 },
    { BF_LAYOUT_ROWS, 2, 3 },
    { BF_LAYOUT_PIXELS, 1, 6 },
  };
  g_auto (Folder) folder = folder_new ();
  g_autoptr (GByteArray) image_data = images ();
  g_autoptr (GByteArray) label_data = labels ();
  g_auto (BfTaskSettings) settings = write_files (&folder, image_data, label_data);
  g_autoptr (BfDataset) flat = build (&settings, 1);
  g_autoptr (GBytes) packed = gzip (image_data->data, image_data->len);

  folder_write (&folder, "images-idx3", g_bytes_get_data (packed, NULL),
                g_bytes_get_size (packed));
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (BfDataset) dataset = NULL;
      guint inputs, timesteps, outputs;

      settings.layout = rows[i].layout;
      g_assert_true (bf_task_shape (&settings, &inputs, &timesteps, &outputs, NULL, NULL));
      g_assert_cmpuint (inputs, ==, rows[i].inputs);
      g_assert_cmpuint (timesteps, ==, rows[i].timesteps);
      g_assert_cmpuint (outputs, ==, 4);
      dataset = build (&settings, 1);
      g_assert_cmpuint (bf_dataset_inputs (dataset), ==, inputs);
      g_assert_cmpuint (bf_dataset_timesteps (dataset), ==, timesteps);
      assert_same_floats (bf_dataset_validation (dataset)->inputs,
                          bf_dataset_validation (flat)->inputs, 4 * PIXELS);
    }
}

/* One byte of a good file is changed. */
static void
test_damaged_images (void)
{
  static const struct { guint byte; guint8 value; const char *message; } rows[] = {
    { 0, 1, "images-idx3: not an IDX file: it does not begin with two zero bytes" },
    { 2, 13, "images-idx3: byte 3: values of type 13; only unsigned bytes (8) are read" },
    { 3, 1, "images-idx3: byte 4: number of dimensions 1 instead of 3" },
    { 7, 0, "images-idx3: byte 5: a dimension is 0" },
    { 15, 0, "images-idx3: byte 13: a dimension is 0" },
    { 4, 255, "images-idx3: byte 5: too large to be read" },
    { 8, 255, "images-idx3: byte 9: too large to be read" },
    { 12, 255, "images-idx3: byte 13: too large to be read" },
    { 4, 5, "images-idx3: more than 67108864 images" },
    { 7, N - 1, "labels-idx1: number of labels: 20, but of images: 19" },
  };
  g_auto (Folder) folder = folder_new ();
  g_autoptr (GByteArray) label_data = labels ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GByteArray) image_data = images ();
      g_auto (BfTaskSettings) settings = { 0 };

      image_data->data[rows[i].byte] = rows[i].value;
      settings = write_files (&folder, image_data, label_data);
      assert_refused (&settings, TRUE, FORMAT, rows[i].message);
    }
}

static void
test_damaged_labels (void)
{
  static const struct { guint byte; guint8 value; guint length; const char *message; } rows[] = {
    { 3, 3, 0, "labels-idx1: byte 4: number of dimensions 3 instead of 1" },
    { 7, 5, 0, "labels-idx1: number of labels: 5, but of images: 20" },
    { 0, 0, 27, "labels-idx1: ends after 19 of 20 values" },
    { 0, 0, 29, "labels-idx1: holds more than the 20 values of its header" },
    { 0, 0, 7, "labels-idx1: too short for an IDX file" },
  };
  g_auto (Folder) folder = folder_new ();
  g_autoptr (GByteArray) image_data = images ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GByteArray) label_data = labels ();
      g_auto (BfTaskSettings) settings = { 0 };

      label_data->data[rows[i].byte] = rows[i].value;
      if (rows[i].length)
        g_byte_array_set_size (label_data, rows[i].length);
      settings = write_files (&folder, image_data, label_data);
      assert_refused (&settings, TRUE, FORMAT, rows[i].message);
    }
}

/* Pixels too few or too many: seen when the data are read, the shape needs only the header. */
static void
test_wrong_size (void)
{
  static const struct { int change; const char *message; } rows[] = {
    { -1, "images-idx3: ends after 119 of 120 values" },
    { -120, "images-idx3: ends after 0 of 120 values" },
    { 1, "images-idx3: holds more than the 120 values of its header" },
  };
  g_auto (Folder) folder = folder_new ();
  g_autoptr (GByteArray) label_data = labels ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GByteArray) image_data = images ();
      g_auto (BfTaskSettings) settings = { 0 };
      guint size = image_data->len;

      g_byte_array_set_size (image_data, size + rows[i].change);
      settings = write_files (&folder, image_data, label_data);
      assert_refused (&settings, FALSE, FORMAT, rows[i].message);
    }
}

/* A few bytes that unpack to far more than the header says are not unpacked. */
static void
test_bomb (void)
{
  gsize size = 4 * 1024 * 1024;
  g_autofree guint8 *bomb = g_malloc0 (size);
  g_auto (Folder) folder = folder_new ();
  g_autoptr (GByteArray) image_data = images ();
  g_autoptr (GByteArray) label_data = labels ();
  g_auto (BfTaskSettings) settings = write_files (&folder, image_data, label_data);
  g_autoptr (GBytes) packed = NULL;

  memcpy (bomb, image_data->data, image_data->len);
  packed = gzip (bomb, size);
  folder_write (&folder, "images-idx3", g_bytes_get_data (packed, NULL),
                g_bytes_get_size (packed));
  assert_refused (&settings, FALSE, FORMAT,
                  "images-idx3: holds more than the 120 values of its header");
}

static void
test_too_long (void)
{
  g_auto (Folder) folder = folder_new ();
  g_autoptr (GByteArray) image_data = images ();
  g_autoptr (GByteArray) label_data = labels ();
  g_auto (BfTaskSettings) settings = { 0 };

  image_data->data[10] = 4;    /* rows: 4 * 256 + 3 */
  settings = write_files (&folder, image_data, label_data);
  settings.layout = BF_LAYOUT_PIXELS;
  assert_refused (&settings, TRUE, BF_DATASET_ERROR_SETTINGS,
                  "layout: images of 1027 × 2 pixels give 2054 timesteps; 2000 are the most");
}

/* The labels are found by the name of the images, or given. */
static void
test_labels_name (void)
{
  g_auto (Folder) folder = folder_new ();
  g_autoptr (GByteArray) image_data = images ();
  g_autoptr (GByteArray) label_data = labels ();
  g_auto (BfTaskSettings) settings = write_files (&folder, image_data, label_data);
  g_autoptr (BfDataset) dataset = NULL;

  folder_write (&folder, "digits", image_data->data, image_data->len);
  g_free (settings.path);
  settings.path = g_strdup ("digits");
  assert_refused (&settings, TRUE, BF_DATASET_ERROR_SETTINGS,
                  "labels: must be given; the name of the images does not tell it");
  settings.labels = g_build_filename (folder.path, "labels-idx1", NULL);
  dataset = build (&settings, 1);
}

static void
test_one_class (void)
{
  g_auto (Folder) folder = folder_new ();
  g_autoptr (GByteArray) image_data = images ();
  g_autoptr (GByteArray) label_data = labels ();
  g_auto (BfTaskSettings) settings = { 0 };

  memset (label_data->data + sizeof label_header, 0, N);
  settings = write_files (&folder, image_data, label_data);
  assert_refused (&settings, TRUE, FORMAT, "labels-idx1: every label is 0");
}

/* Debian's package dataset-fashion-mnist: the real thing, 10000 images of 28 x 28, a tenth of
 * each class. */
static void
test_fashion_mnist (void)
{
  g_auto (BfTaskSettings) settings = settings_of ("idx");
  g_autoptr (BfDataset) dataset = NULL;
  g_autoptr (BfBatcher) batcher = NULL;
  g_auto (Batch) batch = { 0 };
  guint counts[10] = { 0 };
  double square = 0;

  if (!g_file_test (FASHION, G_FILE_TEST_IS_DIR))
    {
      g_test_skip ("Debian's package dataset-fashion-mnist is not installed");
      return;
    }
  settings.path = g_strdup (FASHION "/t10k-images-idx3-ubyte.gz");
  settings.layout = BF_LAYOUT_ROWS;
  dataset = build (&settings, 1);
  g_assert_cmpuint (bf_dataset_inputs (dataset), ==, 28);
  g_assert_cmpuint (bf_dataset_timesteps (dataset), ==, 28);
  g_assert_cmpuint (bf_dataset_outputs (dataset), ==, 10);
  g_assert_cmpuint (bf_dataset_n_training (dataset), ==, 8000);
  g_assert_cmpuint (bf_dataset_validation (dataset)->n, ==, 2000);
  batcher = bf_batcher_new (dataset, 1);
  batch = batch_of (batcher, dataset, 1, 8000);
  for (guint i = 0; i < 8000; i++)
    counts[batch.classes[i]]++;
  for (guint i = 0; i < 2000; i++)
    counts[bf_dataset_validation (dataset)->classes[i]]++;
  for (guint c = 0; c < 10; c++)
    g_assert_cmpuint (counts[c], ==, 1000);
  for (guint i = 0; i < 8000 * 784; i++)
    square += batch.inputs[i] * batch.inputs[i] / (8000.0 * 784);
  g_assert_cmpfloat_with_epsilon (square, 1, 1e-5);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/idx/flat", test_flat);
  g_test_add_func ("/idx/layouts", test_layouts);
  g_test_add_func ("/idx/damaged-images", test_damaged_images);
  g_test_add_func ("/idx/damaged-labels", test_damaged_labels);
  g_test_add_func ("/idx/wrong-size", test_wrong_size);
  g_test_add_func ("/idx/bomb", test_bomb);
  g_test_add_func ("/idx/too-long", test_too_long);
  g_test_add_func ("/idx/labels-name", test_labels_name);
  g_test_add_func ("/idx/one-class", test_one_class);
  g_test_add_func ("/idx/fashion-mnist", test_fashion_mnist);
  return g_test_run ();
}
