#include "fixture.h"

#define SAMPLES 125
#define TRAINING 100

static BfDataset *
points (void)
{
  g_auto (BfTaskSettings) settings = settings_of ("gaussians");

  settings.samples = SAMPLES;
  return build (&settings, 1);
}

/* Index among the training samples of point @x, whose first coordinate tells it from all others. */
static guint
find (const BfDataset *dataset, float x)
{
  const BfSamples *training = bf_dataset_training (dataset);
  guint found = training->n;

  for (guint i = 0; i < training->n; i++)
    if (training->inputs[2 * i] == x)
      {
        g_assert_cmpuint (found, ==, training->n);
        found = i;
      }
  g_assert_cmpuint (found, <, training->n);
  return found;
}

/* Batches follow each other without a gap; within an epoch every sample comes once, in another
 * order in each. @sizes that do not divide the epoch, and one larger than it. */
static void
test_epochs (void)
{
  static const guint sizes[] = { 1, 7, 32, 100, 230 };
  g_autoptr (BfDataset) dataset = points ();

  for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
    {
      g_autoptr (BfBatcher) batcher = bf_batcher_new (dataset, 9);
      guint seen[3][TRAINING], n = 0;

      for (guint64 step = 1; n < 3 * TRAINING; step++)
        {
          g_auto (Batch) batch = batch_of (batcher, dataset, step, sizes[s]);

          for (guint b = 0; b < batch.n && n < 3 * TRAINING; b++, n++)
            {
              guint i = find (dataset, batch.inputs[2 * b]);

              g_assert_cmpint (batch.classes[b], ==, bf_dataset_training (dataset)->classes[i]);
              seen[n / TRAINING][n % TRAINING] = i;
            }
        }
      g_assert_cmpint (memcmp (seen[0], seen[1], sizeof seen[0]), !=, 0);
      g_assert_cmpint (memcmp (seen[1], seen[2], sizeof seen[0]), !=, 0);
      for (guint epoch = 0; epoch < 3; epoch++)
        {
          guint counts[TRAINING] = { 0 };

          for (guint i = 0; i < TRAINING; i++)
            counts[seen[epoch][i]]++;
          for (guint i = 0; i < TRAINING; i++)
            g_assert_cmpuint (counts[i], ==, 1);
        }
    }
}

/* What batch k holds does not depend on which batches were asked for before. */
static void
test_purity (void)
{
  static const guint64 steps[] = { 9, 1, 4, 4, 1000000, 2, 9, 3 };
  g_autoptr (BfDataset) dataset = points ();
  g_autoptr (BfBatcher) wandering = bf_batcher_new (dataset, 9);

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autoptr (BfBatcher) fresh = bf_batcher_new (dataset, 9);
      g_auto (Batch) a = batch_of (wandering, dataset, steps[i], 48);
      g_auto (Batch) b = batch_of (fresh, dataset, steps[i], 48);

      assert_same_batch (&a, &b, dataset);
    }
}

static void
test_seeds (void)
{
  g_autoptr (BfDataset) dataset = points ();
  g_autoptr (BfBatcher) one = bf_batcher_new (dataset, 1);
  g_autoptr (BfBatcher) other = bf_batcher_new (dataset, 2);
  g_auto (Batch) a = batch_of (one, dataset, 1, TRAINING);
  g_auto (Batch) b = batch_of (other, dataset, 1, TRAINING);

  g_assert_cmpint (memcmp (a.inputs, b.inputs, sizeof (float) * 2 * TRAINING), !=, 0);
}

static gpointer
sum_batches (gpointer data)
{
  BfDataset *dataset = data;
  g_autoptr (BfBatcher) batcher = bf_batcher_new (dataset, 4);
  GChecksum *checksum = g_checksum_new (G_CHECKSUM_SHA256);

  for (guint64 step = 1; step <= 200; step++)
    {
      g_auto (Batch) batch = batch_of (batcher, dataset, step, 16);
      g_checksum_update (checksum, (const guchar *) batch.inputs,
                         16 * sample_size (dataset) * sizeof (float));
    }
  return checksum;
}

/* Several runs share one data set: each gets what it would get alone. */
static void
test_threads (void)
{
  g_auto (BfTaskSettings) settings = settings_of ("adding");
  g_autoptr (BfDataset) dataset = NULL;
  g_autoptr (GChecksum) alone = NULL;
  GThread *threads[4];

  settings.length = 20;
  settings.samples = 1000;
  dataset = build (&settings, 1);
  alone = sum_batches (dataset);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("batches", sum_batches, dataset);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    {
      g_autoptr (GChecksum) beside = g_thread_join (threads[i]);
      g_assert_cmpstr (g_checksum_get_string (beside), ==, g_checksum_get_string (alone));
    }
}

/* A batcher keeps its data alive. */
static void
test_owner (void)
{
  BfDataset *dataset = points ();
  g_autoptr (BfBatcher) batcher = bf_batcher_new (dataset, 1);
  BfSource source = bf_batcher_source (batcher);
  float inputs[2];
  gint32 class_ = -1;

  bf_dataset_unref (dataset);
  source.fill (source.data, 1, 1, inputs, &class_, NULL);
  g_assert_cmpint (class_, >=, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/batcher/epochs", test_epochs);
  g_test_add_func ("/batcher/purity", test_purity);
  g_test_add_func ("/batcher/seeds", test_seeds);
  g_test_add_func ("/batcher/threads", test_threads);
  g_test_add_func ("/batcher/owner", test_owner);
  return g_test_run ();
}
