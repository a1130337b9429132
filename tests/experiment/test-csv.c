/* The files that `backflow run` writes: their columns and the spelling of every number are a
 * promise. */
#include "sample.h"

#include "experiment/csv.h"

#include <string.h>

static double
simple (guint row, guint layer, BfLayerMeasure measure)
{
  if (measure == BF_DEAD_FRACTION)
    return layer == 0 ? NAN : row == 0 ? INFINITY : -INFINITY;
  return measure + 0.1 * layer;
}

static void
test_training (void)
{
  g_autoptr (BfRecord) record = sample_record (1, 3, simple);
  g_autofree char *single = bf_csv_training (record, BF_FLOAT32);
  g_autofree char *exact = bf_csv_training (record, BF_FLOAT64);

  g_assert_cmpstr (single, ==,
    "step,loss,accuracy,validation_loss,validation_accuracy,gradient_norm,clipped_gradient_norm\n"
    "1,2.30258509,0,2.5,0.666666667,0.333333333,0.142857143\n"
    "2,1.15129255,0.125,,,1.33333333,0.142857143\n"
    "3,0.767528364,0.222222222,,,2.33333333,0.142857143\n");
  g_assert_nonnull (strstr (exact, "\n1,2.3025850929940459,0,2.5,0.66666666666666674,0.33333333333333331,"
                                   "0.14285714285714285\n"));
}

/* A loss that is not a number is a number's spelling; an accuracy that was not measured is
 * nothing. */
static void
test_not_finite (void)
{
  g_autoptr (BfRecord) record = bf_record_new (1, 0, 0, NULL);
  BfRow row = { bf_probe_new (1, 0, 0), NAN, NAN };

  row.probe->step = 7;
  row.probe->loss = -NAN;
  row.probe->accuracy = NAN;
  row.probe->gradient_norm = INFINITY;
  row.probe->clipped_gradient_norm = -INFINITY;
  bf_record_append (record, &row);
  bf_row_clear (&row);

  g_autofree char *text = bf_csv_training (record, BF_FLOAT32);
  g_assert_cmpstr (strchr (text, '\n') + 1, ==, "7,nan,,,,inf,-inf\n");
}

static void
test_layers (void)
{
  g_autoptr (BfRecord) record = sample_record (2, 2, simple);
  g_autofree char *text = bf_csv_layers (record, BF_FLOAT32);

  g_assert_cmpstr (text, ==,
    "step,layer,name,weight_gradient_norm,activation_gradient_norm,preactivation_gradient_norm,"
    "activation_gradient_rms,update_ratio,activation_mean,activation_std,saturated_fraction,dead_fraction\n"
    "1,1,layers.0,0,1,2,4,6,7,8,9,nan\n"
    "1,2,layers.1,0.1,1.1,2.1,4.1,6.1,7.1,8.1,9.1,inf\n"
    "2,1,layers.0,0,1,2,4,6,7,8,9,nan\n"
    "2,2,layers.1,0.1,1.1,2.1,4.1,6.1,7.1,8.1,9.1,-inf\n");
}

static double
second_has_cell (guint row, guint recurrent, guint timestep, gboolean cell)
{
  return !cell ? timestep + 0.5 : recurrent == 1 ? 1e-12 : NAN;
}

static void
test_timesteps (void)
{
  const guint recurrent_layers[] = { 0, 2 };
  g_autoptr (BfRecord) record = bf_record_new (3, 2, 2, recurrent_layers);
  g_autoptr (BfRecord) without = sample_record (2, 2, simple);

  sample_append (record, 0, simple, second_has_cell);
  g_autofree char *text = bf_csv_timesteps (record, BF_FLOAT32);
  g_assert_cmpstr (text, ==,
    "step,layer,timestep,hidden_gradient_norm,cell_gradient_norm\n"
    "1,1,1,0.5,\n"
    "1,1,2,1.5,\n"
    "1,3,1,0.5,1e-12\n"
    "1,3,2,1.5,1e-12\n");

  g_autofree char *header = bf_csv_timesteps (without, BF_FLOAT32);
  g_assert_cmpstr (header, ==, "step,layer,timestep,hidden_gradient_norm,cell_gradient_norm\n");
}

static void
test_budget (void)
{
  g_autoptr (BfRecord) record = sample_record (3, 2, simple);
  g_autofree char *text = bf_csv_budget (record, BF_FLOAT32);

  g_assert_cmpstr (text, ==,
    "step,layer,name,activation,normalization,weight,shortcut,recurrence\n"
    "1,2,layers.1,0.477121255,0.602059991,0.698970004,0.77815125,0.84509804\n"
    "1,3,layers.2,0.602059991,0.698970004,0.77815125,0.84509804,0.903089987\n"
    "2,2,layers.1,0.143787921,0.268726658,0.365636671,0.444817917,0.511764707\n"
    "2,3,layers.2,0.268726658,0.365636671,0.444817917,0.511764707,0.569756654\n");
}

/* A row with a histogram of each kind of bin, between two without. */
static void
append_histograms (BfRecord *record)
{
  static const BfHistogramCounts gradient = {
    .zero = 3, .not_finite = 2,
    .octaves[0] = { 1 },
    .octaves[-27 - BF_HISTOGRAM_FIRST] = { 0, 2 },       /* up to 2^-26 */
    .octaves[14 - BF_HISTOGRAM_FIRST] = { 0, 0, 0, 0, 1 },
    .octaves[15 - BF_HISTOGRAM_FIRST] = { 0, 0, 0, 4, 1 },
    .octaves[128 - BF_HISTOGRAM_FIRST] = { 2 },
  }, activation = { .octaves[0 - BF_HISTOGRAM_FIRST] = { 5, 6 } };

  for (guint step = 7; step < 10; step++)
    {
      BfRow row = { bf_probe_new (1, 0, 0), NAN, NAN };

      row.probe->step = step;
      if (step == 8)
        {
          row.probe->histograms = bf_histograms_new (1, BF_HISTOGRAMS_LARGEST);
          bf_histograms_put (row.probe->histograms, 0, BF_HISTOGRAM_GRADIENT, &gradient);
          bf_histograms_put (row.probe->histograms, 0, BF_HISTOGRAM_ACTIVATION, &activation);
        }
      bf_record_append (record, &row);
      bf_row_clear (&row);
    }
}

static void
test_histograms (void)
{
  g_autoptr (BfRecord) record = bf_record_new (1, 0, 0, NULL);

  append_histograms (record);
  g_autofree char *bins = bf_csv_histograms (record, BF_FLOAT32);
  g_assert_cmpstr (bins, ==,
    "step,layer,name,quantity,lower,upper,count\n"
    "8,1,layers.0,activation_gradient,0,0,3\n"
    "8,1,layers.0,activation_gradient,0,8.63616856e-78,1\n"
    "8,1,layers.0,activation_gradient,7.4505806e-09,1.49011612e-08,2\n"
    "8,1,layers.0,activation_gradient,16384,32768,1\n"
    "8,1,layers.0,activation_gradient,32768,65536,5\n"
    "8,1,layers.0,activation_gradient,3.40282367e+38,inf,2\n"
    "8,1,layers.0,activation_gradient,nan,nan,2\n"
    "8,1,layers.0,activation,1,2,11\n");

  g_autofree char *lost = bf_csv_low_precision (record, BF_FLOAT32);
  g_assert_cmpstr (lost, ==,
    "step,layer,name,format,loss_scale,flushed_fraction,overflown_fraction\n"
    "8,1,layers.0,fp16,1,0.1875,0.1875\n"
    "8,1,layers.0,fp16,256,0.0625,0.5\n"
    "8,1,layers.0,fp16,65536,0.0625,0.5\n"
    "8,1,layers.0,bf16,1,0.0625,0.125\n"
    "8,1,layers.0,bf16,256,0.0625,0.125\n"
    "8,1,layers.0,bf16,65536,0.0625,0.125\n"
    "8,1,layers.0,fp8_e4m3,1,0.1875,0.5\n"
    "8,1,layers.0,fp8_e4m3,256,0.1875,0.5\n"
    "8,1,layers.0,fp8_e4m3,65536,0.1875,0.5\n"
    "8,1,layers.0,fp8_e5m2,1,0.1875,0.4375\n"
    "8,1,layers.0,fp8_e5m2,256,0.1875,0.5\n"
    "8,1,layers.0,fp8_e5m2,65536,0.0625,0.5\n");
}

/* 17 digits give the very double back. */
static void
test_exact (void)
{
  g_autoptr (BfRecord) record = sample_record (1, 1, sample_irrational);
  g_autofree char *text = bf_csv_layers (record, BF_FLOAT64);
  g_auto (GStrv) fields = g_strsplit (strchr (text, '\n') + 1, ",", -1);

  g_assert_cmpfloat (g_ascii_strtod (fields[3], NULL), ==, sample_irrational (0, 0, BF_WEIGHT_GRADIENT_NORM));
  g_assert_cmpfloat (g_ascii_strtod (fields[7], NULL), ==, sample_irrational (0, 0, BF_UPDATE_RATIO));
}

static double
halving (guint row, guint layer, BfLayerMeasure measure)
{
  return measure == BF_ACTIVATION_GRADIENT_RMS ? pow (2, (double) layer - 2) : 0;
}

static void
test_summary (void)
{
  g_autoptr (BfConfiguration) configuration = bf_configuration_new ("A \"name\"");
  g_autoptr (BfRecord) record = sample_record (3, 12, halving);

  configuration->groups->len = 1;
  sample_group (configuration, 0)->repeat = 3;
  bf_record_set_outcome (record, BF_OUTCOME_FINISHED, NULL);
  bf_record_set_seconds (record, 4);
  g_autofree char *text = bf_json_summary (configuration, record);
  g_assert_cmpstr (text, ==,
    "{\n"
    "  \"name\": \"A \\\"name\\\"\",\n"
    "  \"task\": \"digits\",\n"
    "  \"seed\": 1,\n"
    "  \"precision\": \"float32\",\n"
    "  \"outcome\": \"finished\",\n"
    "  \"verdict\": \"healthy\",\n"
    "  \"along\": \"layers\",\n"
    "  \"decay_factor\": 0.5,\n"
    "  \"gradient_ratio\": 0.25,\n"
    "  \"reach\": 3,\n"
    "  \"length\": 3,\n"
    "  \"dead_fraction\": 0,\n"
    "  \"samples\": [64,128,192],\n"
    "  \"steps\": 12,\n"
    "  \"final_loss\": 0.19188209108283716,\n"
    "  \"final_accuracy\": 0.6111111111111112,\n"
    "  \"final_validation_loss\": 0.22727272727272727,\n"
    "  \"final_validation_accuracy\": 0.9230769230769231,\n"
    "  \"final_gradient_norm\": 11.333333333333334,\n"
    "  \"final_clipped_gradient_norm\": 0.14285714285714285,\n"
    "  \"seconds\": 4,\n"
    "  \"steps_per_second\": 3,\n"
    "  \"parameters\": 13130\n"
    "}\n");
}

/* Nothing recorded, or nothing finite: still a document, without what there is not. */
static void
test_poor_summary (void)
{
  g_autoptr (BfConfiguration) configuration = bf_configuration_new ("A");
  g_autoptr (BfRecord) empty = bf_record_new (1, 0, 0, NULL);

  bf_record_set_outcome (empty, BF_OUTCOME_FAILED, "no memory");
  g_autofree char *text = bf_json_summary (configuration, empty);
  g_assert_nonnull (strstr (text, "\"outcome\": \"failed\",\n  \"message\": \"no memory\",\n  \"verdict\": \"none\""));
  g_assert_nonnull (strstr (text, "\"decay_factor\": \"NaN\""));
  g_assert_nonnull (strstr (text, "\"steps\": 0,\n  \"seconds\": 0,\n  \"steps_per_second\": 0"));
  g_assert_null (strstr (text, "final_"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/csv/training", test_training);
  g_test_add_func ("/csv/not-finite", test_not_finite);
  g_test_add_func ("/csv/layers", test_layers);
  g_test_add_func ("/csv/timesteps", test_timesteps);
  g_test_add_func ("/csv/budget", test_budget);
  g_test_add_func ("/csv/histograms", test_histograms);
  g_test_add_func ("/csv/exact", test_exact);
  g_test_add_func ("/csv/summary", test_summary);
  g_test_add_func ("/csv/poor-summary", test_poor_summary);
  return g_test_run ();
}
