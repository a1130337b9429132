#include "fixture.h"

#include <math.h>

#define IMAGES 1797
#define PIXELS 64

static BfDataset *
digits (const char *id, guint64 seed)
{
  g_auto (BfTaskSettings) settings = settings_of (id);
  return build (&settings, seed);
}

/* Image @i of training and validation together: they follow each other. */
static const float *
image (BfDataset *dataset, guint i, int *digit)
{
  const BfSamples *part = bf_dataset_training (dataset);

  if (i >= part->n)
    {
      i -= part->n;
      part = bf_dataset_validation (dataset);
    }
  *digit = part->classes[i];
  return part->inputs + i * PIXELS;
}

/* How often each image with its digit occurs. */
static GHashTable *
count_images (BfDataset *dataset)
{
  GHashTable *counts = g_hash_table_new_full (g_bytes_hash, g_bytes_equal,
                                              (GDestroyNotify) g_bytes_unref, NULL);

  for (guint i = 0; i < IMAGES; i++)
    {
      float sample[PIXELS + 1];
      int digit;
      GBytes *key;
      guint count;

      memcpy (sample, image (dataset, i, &digit), sizeof (float) * PIXELS);
      sample[PIXELS] = digit;
      key = g_bytes_new (sample, sizeof sample);
      count = GPOINTER_TO_UINT (g_hash_table_lookup (counts, key));
      g_hash_table_replace (counts, key, GUINT_TO_POINTER (count + 1));
    }
  return counts;
}

/* The classes of the published test part. */
static void
test_classes (void)
{
  static const guint published[] = { 178, 182, 177, 183, 181, 182, 181, 179, 174, 180 };
  g_autoptr (BfDataset) dataset = digits ("digits", 1);
  guint counts[10] = { 0 };

  g_assert_cmpuint (bf_dataset_n_training (dataset), ==, 1438);
  g_assert_cmpuint (bf_dataset_validation (dataset)->n, ==, 359);
  for (guint i = 0; i < IMAGES; i++)
    {
      int digit;
      image (dataset, i, &digit);
      counts[digit]++;
    }
  g_assert_cmpmem (counts, sizeof counts, published, sizeof published);
}

/* Standardised; and pixels are whole numbers from 0 to 16 underneath, with the known sum. */
static void
test_pixels (void)
{
  g_autoptr (BfDataset) dataset = digits ("digits", 1);
  double mean = 0, square = 0, total = 0;

  for (guint i = 0; i < IMAGES; i++)
    {
      int digit;
      const float *pixels = image (dataset, i, &digit);

      for (guint p = 0; p < PIXELS; p++)
        {
          double pixel = pixels[p] * 6.0167875486751905 + 4.884164579855314;

          g_assert_cmpfloat_with_epsilon (pixel, round (pixel), 1e-5);
          g_assert_cmpfloat (round (pixel), >=, 0);
          g_assert_cmpfloat (round (pixel), <=, 16);
          total += round (pixel);
          mean += pixels[p] / (double) (IMAGES * PIXELS);
          square += pixels[p] * pixels[p] / (double) (IMAGES * PIXELS);
        }
    }
  g_assert_cmpfloat (total, ==, 561718);
  g_assert_cmpfloat_with_epsilon (mean, 0, 1e-6);
  g_assert_cmpfloat_with_epsilon (square, 1, 1e-6);
}

/* The first image of the file, a zero, is among them. */
static void
test_first_image (void)
{
  static const guint8 first[PIXELS] = {
    0, 0, 5, 13, 9, 1, 0, 0,    0, 0, 13, 15, 10, 15, 5, 0, 0, 3, 15, 2, 0, 11, 8, 0,
    0, 4, 12, 0, 0, 8, 8, 0,    0, 5, 8, 0, 0, 9, 8, 0,     0, 4, 11, 0, 1, 12, 7, 0,
    0, 2, 14, 5, 10, 12, 0, 0,  0, 0, 6, 13, 10, 0, 0, 0,
  };
  g_autoptr (BfDataset) dataset = digits ("digits", 1);
  guint found = 0;

  for (guint i = 0; i < IMAGES; i++)
    {
      int digit;
      const float *pixels = image (dataset, i, &digit);
      guint same = 0;

      for (guint p = 0; p < PIXELS; p++)
        same += lround (pixels[p] * 6.0167875486751905 + 4.884164579855314) == first[p];
      if (same == PIXELS)
        {
          g_assert_cmpint (digit, ==, 0);
          found++;
        }
    }
  g_assert_cmpuint (found, ==, 1);
}

/* Another seed splits the same images otherwise: none is lost, none is there twice. */
static void
test_split (void)
{
  g_autoptr (BfDataset) a = digits ("digits", 1);
  g_autoptr (BfDataset) b = digits ("digits", 2);
  g_autoptr (GHashTable) counts_a = count_images (a);
  g_autoptr (GHashTable) counts_b = count_images (b);
  GHashTableIter iter;
  gpointer key, count;

  g_assert_cmpuint (g_hash_table_size (counts_a), ==, IMAGES);
  g_assert_cmpuint (g_hash_table_size (counts_b), ==, IMAGES);
  g_hash_table_iter_init (&iter, counts_a);
  while (g_hash_table_iter_next (&iter, &key, &count))
    g_assert_true (g_hash_table_lookup (counts_b, key) == count);
  g_assert_cmpint (memcmp (bf_dataset_training (a)->inputs, bf_dataset_training (b)->inputs,
                           1438 * PIXELS * sizeof (float)), !=, 0);
}

/* The sequences are the same numbers, read otherwise. */
static void
test_layouts (void)
{
  g_autoptr (BfDataset) flat = digits ("digits", 5);
  g_autoptr (BfDataset) rows = digits ("digits-rows", 5);
  g_autoptr (BfDataset) pixels = digits ("digits-pixels", 5);
  const float *inputs = bf_dataset_training (flat)->inputs;

  assert_same_floats (inputs, bf_dataset_training (rows)->inputs, 1438 * PIXELS);
  assert_same_floats (inputs, bf_dataset_training (pixels)->inputs, 1438 * PIXELS);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/digits/classes", test_classes);
  g_test_add_func ("/digits/pixels", test_pixels);
  g_test_add_func ("/digits/first-image", test_first_image);
  g_test_add_func ("/digits/split", test_split);
  g_test_add_func ("/digits/layouts", test_layouts);
  return g_test_run ();
}
