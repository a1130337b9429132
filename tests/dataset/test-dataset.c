/* What holds for every task that needs no file. */
#include "fixture.h"

#include <math.h>

/* Runs @check for each, with few samples. */
static void
for_each_task (void (*check) (const BfTaskSettings *settings))
{
  for (guint i = 0; i < bf_task_table.n_rows; i++)
    {
      const BfTask *task = bf_table_row (&bf_task_table, i);
      g_auto (BfTaskSettings) settings = settings_of (task->entry.id);

      if (task->flags & BF_TASK_PATH)
        continue;
      g_test_message ("%s", task->entry.id);
      settings.samples = 501;
      settings.length = 21;
      check (&settings);
    }
}

static void
assert_same_samples (const BfSamples *a, const BfSamples *b, const BfDataset *dataset)
{
  g_assert_cmpuint (a->n, ==, b->n);
  assert_same_floats (a->inputs, b->inputs, a->n * sample_size (dataset));
  if (a->classes)
    g_assert_cmpmem (a->classes, a->n * sizeof (gint32), b->classes, b->n * sizeof (gint32));
  if (a->targets)
    assert_same_floats (a->targets, b->targets, a->n * bf_dataset_outputs (dataset));
}

static void
check_determinism (const BfTaskSettings *settings)
{
  g_autoptr (BfDataset) a = build (settings, 7);
  g_autoptr (BfDataset) b = build (settings, 7);
  g_autoptr (BfBatcher) batcher_a = bf_batcher_new (a, 3);
  g_autoptr (BfBatcher) batcher_b = bf_batcher_new (b, 3);
  g_auto (Batch) batch_a = batch_of (batcher_a, a, 5, 32);
  g_auto (Batch) batch_b = batch_of (batcher_b, b, 5, 32);

  assert_same_samples (bf_dataset_training (a), bf_dataset_training (b), a);
  assert_same_samples (bf_dataset_validation (a), bf_dataset_validation (b), a);
  assert_same_batch (&batch_a, &batch_b, a);
}

static void
test_determinism (void)
{
  for_each_task (check_determinism);
}

/* Another seed: other data, or the same in another split. copy-memory has eight different inputs
 * only. */
static void
check_seeds (const BfTaskSettings *settings)
{
  g_autoptr (BfDataset) a = build (settings, 7);
  g_autoptr (BfDataset) b = build (settings, 8);
  g_autoptr (BfDataset) c = build (settings, 7 + (G_GUINT64_CONSTANT (1) << 32));
  const BfSamples *x = bf_dataset_validation (a), *y = bf_dataset_validation (b);
  gsize bytes = x->n * sample_size (a) * sizeof (float);

  g_assert_cmpint (memcmp (x->inputs, y->inputs, bytes), !=, 0);
  g_assert_cmpint (memcmp (x->inputs, bf_dataset_validation (c)->inputs, bytes), !=, 0);
}

static void
test_seeds (void)
{
  for_each_task (check_seeds);
}

static void
check_split (const BfTaskSettings *settings)
{
  g_autoptr (BfDataset) dataset = build (settings, 1);
  guint n = settings->task->flags & BF_TASK_SAMPLES ? settings->samples : 1797;
  const BfSamples *training = bf_dataset_training (dataset);
  const BfSamples *validation = bf_dataset_validation (dataset);

  g_assert_cmpuint (bf_dataset_n_training (dataset), ==, n - n / 5);
  g_assert_cmpuint (validation->n, ==, n / 5);
  g_assert_true (training->n == n - n / 5 || training->n == 0);
  g_assert_true ((validation->classes != NULL) == bf_dataset_loss (dataset)->classes);
  g_assert_true ((validation->targets == NULL) == bf_dataset_loss (dataset)->classes);
}

static void
test_split (void)
{
  for_each_task (check_split);
}

static void
check_values (const BfTaskSettings *settings)
{
  g_autoptr (BfDataset) dataset = build (settings, 1);
  g_autoptr (BfBatcher) batcher = bf_batcher_new (dataset, 1);
  guint n = bf_dataset_n_training (dataset), outputs = bf_dataset_outputs (dataset);
  g_auto (Batch) batch = batch_of (batcher, dataset, 1, n);
  g_autofree guint *counts = g_new0 (guint, outputs);

  for (gsize i = 0; i < n * sample_size (dataset); i++)
    g_assert_cmpfloat (fabsf (batch.inputs[i]), <, 8);
  for (guint i = 0; batch.classes && i < n; i++)
    {
      g_assert_cmpint (batch.classes[i], >=, 0);
      g_assert_cmpint (batch.classes[i], <, outputs);
      counts[batch.classes[i]]++;
    }
  /* Within five standard deviations of a fair share. */
  for (guint c = 0; batch.classes && c < outputs; c++)
    g_assert_cmpfloat (fabs (counts[c] - (double) n / outputs), <, 5 * sqrt ((double) n / outputs));
}

static void
test_values (void)
{
  for_each_task (check_values);
}

/* The shape promised without data is the one delivered. */
static void
check_shape (const BfTaskSettings *settings)
{
  g_autoptr (BfDataset) dataset = build (settings, 1);
  guint inputs, timesteps, outputs;
  const BfLoss *loss;

  g_assert_true (bf_task_shape (settings, &inputs, &timesteps, &outputs, &loss, NULL));
  g_assert_cmpuint (inputs, ==, bf_dataset_inputs (dataset));
  g_assert_cmpuint (timesteps, ==, bf_dataset_timesteps (dataset));
  g_assert_cmpuint (outputs, ==, bf_dataset_outputs (dataset));
  g_assert_true (loss == bf_dataset_loss (dataset));
}

static void
test_shape (void)
{
  for_each_task (check_shape);
}

/* Validation stays short: 2000 samples, 32 MiB. */
static void
test_validation_limits (void)
{
  g_auto (BfTaskSettings) plane = settings_of ("gaussians");
  g_auto (BfTaskSettings) copy = settings_of ("copy-memory");
  g_autoptr (BfDataset) points = NULL;
  g_autoptr (BfDataset) sequences = NULL;

  plane.samples = 50000;
  points = build (&plane, 1);
  g_assert_cmpuint (bf_dataset_validation (points)->n, ==, 2000);
  g_assert_cmpuint (bf_dataset_n_training (points), ==, 48000);

  copy.length = 2000;
  copy.samples = 50000;
  sequences = build (&copy, 1);
  g_assert_cmpuint (bf_dataset_validation (sequences)->n, ==, 32 * 1024 * 1024 / (2000 * 10 * 4));
}

static void
test_references (void)
{
  g_auto (BfTaskSettings) settings = settings_of ("xor");
  BfDataset *dataset = build (&settings, 1);

  g_assert_true (bf_dataset_ref (dataset) == dataset);
  bf_dataset_unref (dataset);
  g_assert_cmpuint (bf_dataset_inputs (dataset), ==, 2);
  bf_dataset_unref (dataset);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dataset/determinism", test_determinism);
  g_test_add_func ("/dataset/seeds", test_seeds);
  g_test_add_func ("/dataset/split", test_split);
  g_test_add_func ("/dataset/values", test_values);
  g_test_add_func ("/dataset/shape", test_shape);
  g_test_add_func ("/dataset/validation-limits", test_validation_limits);
  g_test_add_func ("/dataset/references", test_references);
  return g_test_run ();
}
