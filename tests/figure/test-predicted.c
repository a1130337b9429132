/* What theory says beside what was measured: its numbers, and where it says nothing. */
#include <math.h>
#include <string.h>

#include "engine/prediction.h"
#include "test-samples.h"

#define N 20

typedef struct {
  Sample sample;
  BfFigureRun runs[SAMPLE_MAX_RUNS];
  BfFigureView view;
} Case;

static void
begin (Case *self, const char *sample)
{
  sample_make (&self->sample, sample);
  self->view = sample_view (&self->sample, &bf_theme_light, self->runs);
  self->view.step = 1;
}

static BfSheet *
sheet_of (const Case *self, const char *figure)
{
  g_autoptr (BfScene) scene =
    bf_scene_new (bf_table_find (&bf_figure_table, figure), &self->view, &bf_theme_light, 640, 400);

  return bf_scene_sheet (scene);
}

/* The column called @title; -1: there is none. */
static int
column_of (const BfSheet *sheet, const char *title)
{
  for (guint i = 0; i < sheet->n_columns; i++)
    if (strcmp (sheet->titles[i], title) == 0)
      return i;
  return -1;
}

static double
cell_of (const BfSheet *sheet, guint row, const char *title)
{
  int column = column_of (sheet, title);
  double value = NAN;

  g_assert_cmpint (column, >=, 0);
  g_assert_true (bf_sheet_get (sheet, row, column, &value));
  return value;
}

/* As the figure should ask for it. */
static void
predict (const Case *self, guint run, double anchor, BfPrediction *prediction)
{
  const BfInputMoments *moments = &bf_record_inputs (self->sample.records[run])->moments;
  const BfConfiguration *configuration = self->sample.configurations[run];
  BfTrainingSpec training;
  BfNetworkSpec spec;

  bf_configuration_network_spec (configuration, 64, 0, 10, bf_table_row (&bf_loss_table, 0), &spec);
  bf_configuration_training_spec (configuration, &training);
  bf_predict_layers (&spec, moments, training.batch_size, self->view.measure, anchor, self->view.step,
                     prediction);
  bf_network_spec_clear (&spec);
}

static void
assert_near (double value, double logarithm)
{
  g_assert_cmpfloat_with_epsilon (log10 (value), logarithm, 1e-12);
}

/* Anchored at the measured last layer, of the norm and of the RMS. */
static void
test_numbers (gconstpointer measure)
{
  g_autoptr (BfSheet) sheet = NULL;
  BfPrediction prediction;
  Case self;
  double anchor;

  begin (&self, "predicted");
  self.view.measure = GPOINTER_TO_UINT (measure);
  sheet = sheet_of (&self, "gradient-by-layer");
  anchor = bf_record_layer (self.sample.records[0], 0, N - 1, self.view.measure);
  predict (&self, 0, anchor, &prediction);
  g_assert_cmpfloat_with_epsilon (cell_of (sheet, N - 1, "Sigmoid: predicted"), anchor, anchor * 1e-12);
  for (guint i = 0; i < N; i++)
    {
      assert_near (cell_of (sheet, i, "Sigmoid: predicted"), prediction.expected[i]);
      assert_near (cell_of (sheet, i, "Sigmoid: predicted (low)"), prediction.low[i]);
      assert_near (cell_of (sheet, i, "Sigmoid: predicted (high)"), prediction.high[i]);
    }
  g_assert_cmpfloat (prediction.expected[0], <, prediction.expected[N - 1] - 3);
  bf_prediction_clear (&prediction);
  sample_clear (&self.sample);
}

/* Divided by the last layer's, and the prediction with it. */
static void
test_relative (void)
{
  g_autoptr (BfSheet) sheet = NULL;
  BfPrediction prediction;
  double last;
  Case self;

  begin (&self, "predicted");
  self.view.relative = TRUE;
  sheet = sheet_of (&self, "gradient-by-layer");
  last = bf_record_layer (self.sample.records[1], 0, N - 1, self.view.measure);
  predict (&self, 1, 1, &prediction);
  for (guint i = 0; i < N; i++)
    {
      double value = bf_record_layer (self.sample.records[1], 0, i, self.view.measure);

      g_assert_cmpfloat (cell_of (sheet, i, "ReLU, He"), ==, value / last);
      assert_near (cell_of (sheet, i, "ReLU, He: predicted"), prediction.expected[i]);
    }
  bf_prediction_clear (&prediction);
  sample_clear (&self.sample);
}

static gboolean
has_prediction (const Case *self)
{
  g_autoptr (BfSheet) sheet = sheet_of (self, "gradient-by-layer");

  for (guint i = 0; i < sheet->n_columns; i++)
    if (strstr (sheet->titles[i], "predicted") != NULL)
      return TRUE;
  return FALSE;
}

/* Where theory says nothing, nothing is known of the inputs, or nobody wants it. */
static void
test_absent (void)
{
  Case self;

  begin (&self, "predicted");
  g_assert_true (has_prediction (&self));
  self.view.measure = BF_WEIGHT_GRADIENT_NORM;
  g_assert_false (has_prediction (&self));
  self.view.measure = BF_ACTIVATION_GRADIENT_RMS;
  self.view.predicted = BF_SWITCH_OFF;
  g_assert_false (has_prediction (&self));
  sample_clear (&self.sample);

  begin (&self, "pair");
  self.view.predicted = BF_SWITCH_ON;
  g_assert_false (has_prediction (&self));
  sample_clear (&self.sample);
}

/* With more lines than can be told apart only on demand. */
static void
test_crowd (void)
{
  BfFigureRun runs[4];
  Case self;

  begin (&self, "predicted");
  for (guint i = 0; i < G_N_ELEMENTS (runs); i++)
    runs[i] = self.runs[0];
  self.view.runs = runs;
  self.view.n_runs = 3;
  g_assert_true (has_prediction (&self));
  self.view.n_runs = 4;
  g_assert_false (has_prediction (&self));
  self.view.predicted = BF_SWITCH_ON;
  g_assert_true (has_prediction (&self));
  sample_clear (&self.sample);
}

static void
test_timesteps (void)
{
  g_autoptr (BfSheet) sheet = NULL;
  Case self;

  begin (&self, "predicted-time");
  sheet = sheet_of (&self, "gradient-by-timestep");
  g_assert_cmpint (column_of (sheet, "RNN: predicted"), >, 0);
  g_assert_cmpint (column_of (sheet, "RNN: direct path"), ==, -1);
  g_assert_cmpint (column_of (sheet, "LSTM: predicted"), >, 0);
  g_assert_cmpint (column_of (sheet, "LSTM: direct path"), >, 0);
  g_assert_cmpfloat_with_epsilon (cell_of (sheet, 39, "RNN: predicted"),
                                  bf_record_hidden_gradient (self.sample.records[0], 0, 0, 39), 1e-12);
  sample_clear (&self.sample);
}

/* Measured, predicted, its band, and why it may not hold. */
static void
test_words (void)
{
  const BfFigure *figure = bf_table_find (&bf_figure_table, "gradient-by-layer");
  g_autoptr (BfScene) scene = NULL;
  g_autofree char *first = NULL, *description = NULL;
  g_autofree char *trained = NULL;
  BfCursor cursor;
  Case self;

  begin (&self, "predicted");
  scene = bf_scene_new (figure, &self.view, &bf_theme_light, 640, 400);
  g_assert_true (bf_scene_first (scene, &cursor));
  first = bf_scene_readout (scene, &cursor);
  g_assert_nonnull (strstr (first, "Sigmoid: "));
  g_assert_nonnull (strstr (first, ", predicted "));
  g_assert_nonnull (strstr (first, " to "));
  g_assert_null (strstr (first, "After training began"));
  description = figure->describe (&self.view);
  g_assert_nonnull (strstr (description, ". Predicted at layer 1: Sigmoid "));
  self.view.step = 2;
  bf_scene_free (scene);
  scene = bf_scene_new (figure, &self.view, &bf_theme_light, 640, 400);
  trained = bf_scene_readout (scene, &cursor);
  g_assert_nonnull (strstr (trained, "After training began)"));
  sample_clear (&self.sample);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/predicted/numbers/norm", GUINT_TO_POINTER (BF_ACTIVATION_GRADIENT_NORM),
                        test_numbers);
  g_test_add_data_func ("/predicted/numbers/rms", GUINT_TO_POINTER (BF_ACTIVATION_GRADIENT_RMS),
                        test_numbers);
  g_test_add_func ("/predicted/relative", test_relative);
  g_test_add_func ("/predicted/absent", test_absent);
  g_test_add_func ("/predicted/crowd", test_crowd);
  g_test_add_func ("/predicted/timesteps", test_timesteps);
  g_test_add_func ("/predicted/words", test_words);
  return g_test_run ();
}
