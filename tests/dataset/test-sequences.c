#include "fixture.h"

#include <math.h>

static BfDataset *
sequences (const char *id, guint length, guint samples)
{
  g_auto (BfTaskSettings) settings = settings_of (id);

  settings.length = length;
  settings.samples = samples;
  return build (&settings, 1);
}

/* The two marked timesteps (from 0) of inputs [T, 2]: one in each half. */
static void
find_marks (const float *inputs, guint length, guint marks[2])
{
  guint n = 0;

  for (guint t = 0; t < length; t++)
    {
      g_assert_true (inputs[2 * t + 1] == 0 || inputs[2 * t + 1] == 1);
      if (inputs[2 * t + 1] == 1)
        {
          g_assert_cmpuint (n, <, 2);
          marks[n++] = t;
        }
    }
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpuint (marks[0], <, length / 2);
  g_assert_cmpuint (marks[1], >=, length / 2);
}

static void
check_adding (const BfSamples *samples, guint i, guint length)
{
  const float *inputs = samples->inputs + (gsize) i * length * 2;
  guint marks[2];

  find_marks (inputs, length, marks);
  g_assert_cmpfloat (samples->targets[i], ==, inputs[2 * marks[0]] + inputs[2 * marks[1]]);
  for (guint t = 0; t < length; t++)
    {
      g_assert_cmpfloat (inputs[2 * t], >=, 0);
      g_assert_cmpfloat (inputs[2 * t], <, 1);
    }
}

static void
check_copy_memory (const BfSamples *samples, guint i, guint length)
{
  const float *inputs = samples->inputs + (gsize) i * length * 10;

  for (guint t = 0; t < length; t++)
    for (guint k = 0; k < 10; k++)
      {
        guint hot = t == 0 ? samples->classes[i] : t == length - 1 ? 9 : 8;
        g_assert_cmpfloat (inputs[10 * t + k], ==, k == hot);
      }
}

static void
check_temporal_parity (const BfSamples *samples, guint i, guint length)
{
  const float *inputs = samples->inputs + (gsize) i * length * 2;
  guint marks[2];

  find_marks (inputs, length, marks);
  g_assert_cmpint (samples->classes[i], ==, inputs[2 * marks[0]] != inputs[2 * marks[1]]);
  for (guint t = 0; t < length; t++)
    g_assert_cmpfloat (fabsf (inputs[2 * t]), ==, 1);
}

/* Every sample agrees with the definition, at every length. */
static void
test_definitions (void)
{
  static const struct {
    const char *id;
    void (*check) (const BfSamples *samples, guint i, guint length);
  } rows[] = {
    { "adding", check_adding },
    { "copy-memory", check_copy_memory },
    { "temporal-parity", check_temporal_parity },
  };
  static const guint lengths[] = { 2, 3, 33, 200, 2000 };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    for (guint k = 0; k < G_N_ELEMENTS (lengths); k++)
      {
        g_autoptr (BfDataset) dataset = sequences (rows[i].id, lengths[k], 200);
        const BfSamples *samples = bf_dataset_validation (dataset);

        g_assert_cmpuint (samples->n, ==, 40);
        for (guint s = 0; s < samples->n; s++)
          rows[i].check (samples, s, lengths[k]);
      }
}

/* Always answering 1 has the mean squared error 1/6: the line to beat. */
static void
test_adding_baseline (void)
{
  g_autoptr (BfDataset) dataset = sequences ("adding", 100, 10000);
  const BfSamples *samples = bf_dataset_validation (dataset);
  double error = 0, mean = 0;

  g_assert_cmpuint (samples->n, ==, 2000);
  for (guint i = 0; i < samples->n; i++)
    {
      error += pow (samples->targets[i] - 1, 2) / samples->n;
      mean += samples->targets[i] / samples->n;
    }
  /* Four standard deviations: of the squared error sqrt (E (x-1)^4 - 1/36) = 0.197, of the sum
   * 0.408. */
  g_assert_cmpfloat_with_epsilon (error, 1.0 / 6, 4 * 0.197 / sqrt (2000));
  g_assert_cmpfloat_with_epsilon (mean, 1, 4 * 0.408 / sqrt (2000));
}

/* Marks are anywhere in their half. */
static void
test_marks (void)
{
  g_autoptr (BfDataset) dataset = sequences ("adding", 21, 10000);
  const BfSamples *samples = bf_dataset_validation (dataset);
  guint counts[21] = { 0 };

  for (guint i = 0; i < samples->n; i++)
    for (guint t = 0; t < 21; t++)
      counts[t] += samples->inputs[(i * 21 + t) * 2 + 1] == 1;
  for (guint t = 0; t < 21; t++)
    {
      double expected = 2000.0 / (t < 10 ? 10 : 11);
      g_assert_cmpfloat_with_epsilon (counts[t], expected, 4 * sqrt (expected));
    }
}

/* Neither marked bit alone tells the parity. */
static void
test_parity_hides (void)
{
  g_autoptr (BfDataset) dataset = sequences ("temporal-parity", 40, 10000);
  const BfSamples *samples = bf_dataset_validation (dataset);
  guint counts[2][2][2] = { 0 };    /* which mark, its bit, class */

  for (guint i = 0; i < samples->n; i++)
    {
      const float *inputs = samples->inputs + i * 80;
      guint marks[2];

      find_marks (inputs, 40, marks);
      for (guint m = 0; m < 2; m++)
        counts[m][inputs[2 * marks[m]] > 0][samples->classes[i]]++;
    }
  for (guint k = 0; k < 8; k++)
    g_assert_cmpfloat_with_epsilon ((&counts[0][0][0])[k], 500, 4 * sqrt (375));
}

/* Samples are made on demand, and none of training is one of validation. */
static void
test_on_demand (void)
{
  g_autoptr (BfDataset) dataset = sequences ("adding", 10, 1000);
  g_autoptr (BfBatcher) batcher = bf_batcher_new (dataset, 1);
  g_auto (Batch) batch = batch_of (batcher, dataset, 1, 800);
  const BfSamples *validation = bf_dataset_validation (dataset);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_bytes_hash, g_bytes_equal,
                                                       (GDestroyNotify) g_bytes_unref, NULL);

  g_assert_cmpuint (bf_dataset_training (dataset)->n, ==, 0);
  g_assert_null (bf_dataset_training (dataset)->inputs);
  g_assert_cmpuint (bf_dataset_n_training (dataset), ==, 800);
  for (guint i = 0; i < 800; i++)
    g_hash_table_add (seen, g_bytes_new (batch.inputs + i * 20, 20 * sizeof (float)));
  g_assert_cmpuint (g_hash_table_size (seen), ==, 800);
  for (guint i = 0; i < validation->n; i++)
    g_hash_table_add (seen, g_bytes_new (validation->inputs + i * 20, 20 * sizeof (float)));
  g_assert_cmpuint (g_hash_table_size (seen), ==, 1000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sequences/definitions", test_definitions);
  g_test_add_func ("/sequences/adding-baseline", test_adding_baseline);
  g_test_add_func ("/sequences/marks", test_marks);
  g_test_add_func ("/sequences/parity-hides", test_parity_hides);
  g_test_add_func ("/sequences/on-demand", test_on_demand);
  return g_test_run ();
}
