/* The figure of seeds, against statistics worked out here. */
#include <math.h>
#include <string.h>

#include "figure/sheet.h"
#include "test-samples.h"

#define WIDTH 900
#define HEIGHT 480

static const BfFigure *
seeds_figure (void)
{
  return bf_table_find (&bf_figure_table, "seeds");
}

static BfScene *
new_scene (const BfFigureView *view)
{
  return bf_scene_new (seeds_figure (), view, &bf_theme_light, WIDTH, HEIGHT);
}

static double
cell (const BfSheet *sheet, gsize row, guint column)
{
  double value;

  g_assert_true (bf_sheet_get (sheet, row, column, &value));
  return value;
}

/* What the seeds of @run have at a layer and a row of all; the number of those that have it. */
static guint
layer_logs (const Sample *sample, guint run, guint row, guint layer, double *logs)
{
  const BfRecord *first = sample->records[run];
  guint n = 0;

  logs[n++] = log (bf_record_layer (first, row, layer, BF_ACTIVATION_GRADIENT_RMS));
  for (guint i = 0; i < bf_record_n_replicates (first); i++)
    {
      const BfRecord *record = bf_record_replicate (first, i);

      if (row < bf_record_n_rows (record))
        logs[n++] = log (bf_record_layer (record, row, layer, BF_ACTIVATION_GRADIENT_RMS));
    }
  return n;
}

static void
moments (const double *values, guint n, double *mean, double *deviation)
{
  double sum = 0, squares = 0;

  for (guint i = 0; i < n; i++)
    sum += values[i];
  *mean = sum / n;
  for (guint i = 0; i < n; i++)
    squares += (values[i] - *mean) * (values[i] - *mean);
  *deviation = sqrt (squares / (n - 1));
}

#define ASSERT_CLOSE(a, b) g_assert_cmpfloat_with_epsilon ((a) / (b), 1, 1e-12)

/* Of the view's step the means and one standard deviation of ln, layer by layer; the loss step by step. */
static void
test_numbers (SampleFixture *fixture, gconstpointer name)
{
  fixture->view.step = 60;
  g_autoptr (BfScene) scene = new_scene (&fixture->view);
  BfSheet *sheet = bf_scene_sheet (scene);
  double logs[8], mean, deviation;

  g_assert_cmpstr (sheet->titles[0], ==, "Layer");
  g_assert_cmpstr (sheet->titles[1], ==, "Training step");
  for (guint run = 0; run < 2; run++)
    for (guint layer = 0; layer < 20; layer++)
      {
        guint n = layer_logs (&fixture->sample, run, 59, layer, logs);

        g_assert_cmpuint (n, ==, run == 0 ? 6 : 5);
        moments (logs, n, &mean, &deviation);
        g_assert_cmpfloat (cell (sheet, layer, 0), ==, layer + 1);
        ASSERT_CLOSE (cell (sheet, layer, 2 + 3 * run), exp (mean));
        ASSERT_CLOSE (cell (sheet, layer, 3 + 3 * run), exp (mean - deviation));
        ASSERT_CLOSE (cell (sheet, layer, 4 + 3 * run), exp (mean + deviation));
      }
  for (guint row = 0; row < 200; row++)
    {
      const BfRecord *first = fixture->sample.records[0];

      logs[0] = log (bf_record_training (first, row, BF_TRAINING_LOSS));
      for (guint i = 0; i < 5; i++)
        logs[i + 1] = log (bf_record_training (bf_record_replicate (first, i), row, BF_TRAINING_LOSS));
      moments (logs, 6, &mean, &deviation);
      g_assert_cmpfloat (cell (sheet, 20 + row, 1), ==, row + 1);
      ASSERT_CLOSE (cell (sheet, 20 + row, 8), exp (mean));
      ASSERT_CLOSE (cell (sheet, 20 + row, 9), exp (mean - deviation));
    }
  bf_sheet_free (sheet);
}

/* Who diverged is named, and not in the means after it; nor does it hide the others. */
static void
test_divergence (SampleFixture *fixture, gconstpointer name)
{
  g_autoptr (BfScene) scene = new_scene (&fixture->view);
  g_autofree char *description = seeds_figure ()->describe (&fixture->view);
  BfCursor cursor = { .panel = 0, .x = 3, .line = BF_NO_LINE };
  g_autofree char *readout = bf_scene_readout (scene, &cursor);

  g_assert_true (g_str_has_prefix (readout, "Layer 3, step 200\nSigmoid, Xavier: Activation gradient, RMS "));
  g_assert_nonnull (strstr (readout, "\nReLU, He: mean of 4 of 5 seeds"));
  g_assert_null (strstr (readout, "Sigmoid, Xavier: mean of"));
  g_assert_null (strstr (readout, "Loss"));
  g_assert_nonnull (strstr (readout, "\nSigmoid, Xavier and ReLU, He differ more than their seeds (Welch’s t = "));
  g_assert_nonnull (strstr (description, "ReLU, He (1 of 5 seeds diverged), at layer 1 "));
  g_assert_nonnull (strstr (description, ". Gradient at layer 1: Sigmoid, Xavier and ReLU, He differ more than "));
  g_assert_nonnull (strstr (description, ". Loss: Sigmoid, Xavier and ReLU, He differ "));

  cursor = (BfCursor) { .panel = 1, .x = 150, .line = BF_NO_LINE };
  g_autofree char *loss = bf_scene_readout (scene, &cursor);
  g_assert_true (g_str_has_prefix (loss, "Step 150\nSigmoid, Xavier: Loss "));
  g_assert_nonnull (strstr (loss, "\nReLU, He: mean of 4 of 5 seeds"));
  g_assert_null (strstr (loss, "Activation"));
}

/* A zero makes the mean zero; with few seeds the band has them all. */
static void
test_zeros (SampleFixture *fixture, gconstpointer name)
{
  g_autoptr (BfScene) scene = new_scene (&fixture->view);
  BfSheet *sheet = bf_scene_sheet (scene);
  BfCursor cursor = { .panel = 0, .x = 2, .line = BF_NO_LINE };
  g_autofree char *readout = bf_scene_readout (scene, &cursor);
  double logs[8], largest;

  layer_logs (&fixture->sample, 0, 39, 1, logs);
  largest = exp (fmax (logs[0], logs[2]));
  g_assert_cmpfloat (cell (sheet, 1, 2), ==, 0);
  g_assert_cmpfloat (cell (sheet, 1, 3), ==, 0);
  ASSERT_CLOSE (cell (sheet, 1, 4), largest);
  g_assert_nonnull (strstr (readout, "\nThree seeds: exactly zero in 1 of 3 seeds"));
  g_assert_nonnull (strstr (readout, "\nOne seed: Activation gradient, RMS "));
  layer_logs (&fixture->sample, 0, 39, 10, logs);
  ASSERT_CLOSE (cell (sheet, 10, 3), exp (fmin (logs[0], fmin (logs[1], logs[2]))));
  ASSERT_CLOSE (cell (sheet, 10, 4), exp (fmax (logs[0], fmax (logs[1], logs[2]))));
  ASSERT_CLOSE (cell (sheet, 10, 5),
                bf_record_layer (fixture->sample.records[1], 39, 10, BF_ACTIVATION_GRADIENT_RMS));
  bf_sheet_free (sheet);
}

/* Where all layers are recurrent, along the timesteps. */
static void
test_timesteps (SampleFixture *fixture, gconstpointer name)
{
  g_autoptr (BfScene) scene = new_scene (&fixture->view);
  BfSheet *sheet = bf_scene_sheet (scene);
  const BfRecord *first = fixture->sample.records[1];
  double logs[5], mean, deviation;

  g_assert_cmpstr (sheet->titles[0], ==, "Timestep");
  for (guint i = 0; i < 5; i++)
    logs[i] = log (bf_record_hidden_gradient (i == 0 ? first : bf_record_replicate (first, i - 1), 39, 0, 7));
  moments (logs, 5, &mean, &deviation);
  ASSERT_CLOSE (cell (sheet, 7, 5), exp (mean));
  ASSERT_CLOSE (cell (sheet, 7, 7), exp (mean + deviation));
  bf_sheet_free (sheet);
}

static void
test_one_seed (SampleFixture *fixture, gconstpointer name)
{
  g_assert_false (seeds_figure ()->applies (&fixture->view));
  g_autoptr (BfScene) scene = new_scene (&fixture->view);
  g_autofree char *description = seeds_figure ()->describe (&fixture->view);
  g_assert_nonnull (description);
  fixture->sample.configurations[1]->seeds = 2;
  g_assert_true (seeds_figure ()->applies (&fixture->view));
}

/* Panels have axes of their own: a cursor and a zoom are in one of them. */
static void
test_panels (SampleFixture *fixture, gconstpointer name)
{
  g_autoptr (BfScene) scene = new_scene (&fixture->view);
  BfCursor cursor;
  BfPlotArea left, right;

  g_assert_true (bf_scene_point_at (scene, 200, 300, &cursor));
  g_assert_cmpuint (cursor.panel, ==, 0);
  g_assert_cmpfloat (cursor.x, <=, 20);
  g_assert_true (bf_scene_move (scene, &cursor, BF_MOVE_LAST));
  g_assert_cmpfloat (cursor.x, ==, 20);
  g_assert_true (bf_scene_point_at (scene, 700, 300, &cursor));
  g_assert_cmpuint (cursor.panel, ==, 1);
  g_assert_true (bf_scene_move (scene, &cursor, BF_MOVE_LAST));
  g_assert_cmpfloat (cursor.x, ==, 200);
  g_assert_true (bf_scene_move (scene, &cursor, BF_MOVE_UP));
  g_assert_cmpuint (cursor.panel, ==, 0);
  g_assert_cmpfloat (cursor.x, ==, 20);

  fixture->view.zoom_x = (BfAxisZoom) { TRUE, 50, 90 };
  fixture->view.zoom_panel = 1;
  g_autoptr (BfScene) zoomed = new_scene (&fixture->view);
  g_assert_true (bf_scene_plot_at (zoomed, 200, 300, &left));
  g_assert_true (bf_scene_plot_at (zoomed, 700, 300, &right));
  g_assert_true (left.own_x);
  g_assert_cmpfloat (left.x.max, ==, 20.5);
  g_assert_cmpfloat (right.x.min, ==, 50);
  g_assert_cmpfloat (right.x.max, ==, 90);
}

static void
assert_same_sheet (const BfFigureView *view, BfFigureCache *cache)
{
  BfFigureView kept = *view;
  g_autoptr (BfScene) fresh = new_scene (view);

  kept.cache = cache;
  g_autoptr (BfScene) cached = new_scene (&kept);
  BfSheet *a = bf_scene_sheet (fresh), *b = bf_scene_sheet (cached);
  GString *text_a = bf_sheet_to_csv (a), *text_b = bf_sheet_to_csv (b);

  g_assert_cmpstr (text_a->str, ==, text_b->str);
  g_string_free (text_a, TRUE);
  g_string_free (text_b, TRUE);
  bf_sheet_free (a);
  bf_sheet_free (b);
}

/* With what was kept it is the same as without, while one seed after the other grows. */
static void
test_growing (void)
{
  Sample growing = { 0 };
  BfFigureRun runs[SAMPLE_MAX_RUNS];
  g_autoptr (BfFigureCache) cache = bf_figure_cache_new ();
  guint n_rows = 0;

  sample_add (&growing, "Growing", 20, 30, sample_usual);
  growing.configurations[0]->seeds = 3;
  for (guint seed = 0; seed < 2; seed++)
    {
      Sample other = { 0 };

      sample_add (&other, "", 20, 1, sample_usual);
      bf_record_set_replicate (growing.records[0], seed, other.records[0]);
      for (guint i = 0; i < 4; i++)
        {
          BfFigureView view = sample_view (&growing, &bf_theme_light, runs);

          sample_append (&other, 15);
          assert_same_sheet (&view, cache);
        }
      n_rows += bf_record_n_rows (other.records[0]);
      sample_clear (&other);
    }
  g_assert_cmpuint (n_rows, ==, 122);
  sample_clear (&growing);
}

#define ADD(path, sample, func) \
  g_test_add (path, SampleFixture, sample, sample_set_up, func, sample_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/seeds/numbers", "seeds", test_numbers);
  ADD ("/seeds/divergence", "seeds", test_divergence);
  ADD ("/seeds/zeros", "seeds-few", test_zeros);
  ADD ("/seeds/timesteps", "seeds-time", test_timesteps);
  ADD ("/seeds/one-seed", "pair", test_one_seed);
  ADD ("/seeds/panels", "seeds", test_panels);
  g_test_add_func ("/seeds/growing", test_growing);
  return g_test_run ();
}
