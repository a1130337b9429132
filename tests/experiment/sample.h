/* Things to test with: configurations by a few words, records by formula. */
#pragma once

#include "experiment/experiment.h"

#include <math.h>
#include <string.h>

/* A value for each measure: of a layer (0-based) at a row. */
typedef double (*SampleFunc) (guint row, guint layer, BfLayerMeasure measure);

/* Gradient of a timestep (0-based) at a row; @cell: of the cell state. */
typedef double (*SampleTimeFunc) (guint row, guint recurrent, guint timestep, gboolean cell);

static inline BfLayerGroup *
sample_group (BfConfiguration *configuration, guint index)
{
  return &g_array_index (configuration->groups, BfLayerGroup, index);
}

/* Budgets, samples and, at every fifth row, histograms: different everywhere. Layer 0 has an empty
 * histogram, layer 2 of the first row one that fills both ends. */
static inline void
sample_fill_rest (BfProbe *probe, guint row)
{
  for (guint layer = 0; layer < probe->n_layers; layer++)
    {
      for (guint part = 0; part < BF_N_BUDGET_PARTS; part++)
        probe->budget[layer][part] = layer == 0 ? NAN : log10 (2 + part + layer) - row / 3.0;
      probe->samples[layer] = 64 * (layer + 1);
    }
  if (row % 5 != 0)
    return;
  probe->histograms = bf_histograms_new (probe->n_layers,
                                         probe->n_layers * (gsize) BF_HISTOGRAMS_LARGEST);
  for (guint layer = 0; layer < probe->n_layers; layer++)
    for (guint kind = 0; kind < BF_N_HISTOGRAMS; kind++)
      {
        BfHistogramCounts counts = { .zero = row + layer, .not_finite = kind };

        if (layer == 2 && row == 0)
          counts.octaves[0][2] = counts.octaves[BF_HISTOGRAM_OCTAVES - 1][4] = G_MAXUINT32 - row;
        for (guint i = 0; layer > 0 && i < 20; i++)
          counts.octaves[200 + layer + i][i % BF_HISTOGRAM_PARTS] = 1 + i * (kind + 1) + row;
        bf_histograms_put (probe->histograms, layer, kind, &counts);
      }
}

static inline void
sample_append (BfRecord *record, guint row, SampleFunc func, SampleTimeFunc time_func)
{
  guint n_recurrent = bf_record_n_recurrent (record), timesteps = bf_record_timesteps (record);
  BfRow sample = {
    .probe = bf_probe_new (bf_record_n_layers (record), n_recurrent, timesteps),
    .validation_loss = row % 10 == 0 ? 2.5 / (row + 1) : NAN,
    .validation_accuracy = row % 10 == 0 ? 1 - 1.0 / (row + 3) : NAN,
    .inputs = { row == 0 ? 64 : 0, { 1.0 / 3, 1.0 / 7 } },
  };

  sample.probe->step = row + 1;
  sample.probe->loss = 2.302585092994046 / (row + 1);
  sample.probe->accuracy = row / (row + 7.0);
  sample.probe->gradient_norm = 1.0 / 3 + row;
  sample.probe->clipped_gradient_norm = 1.0 / 7;
  for (guint layer = 0; layer < bf_record_n_layers (record); layer++)
    for (guint m = 0; m < BF_N_LAYER_MEASURES; m++)
      sample.probe->layers[layer][m] = func (row, layer, m);
  for (guint r = 0; r < n_recurrent; r++)
    for (guint t = 0; t < timesteps; t++)
      {
        sample.probe->hidden_gradient_norm[r * timesteps + t] = time_func (row, r, t, FALSE);
        sample.probe->cell_gradient_norm[r * timesteps + t] = time_func (row, r, t, TRUE);
      }
  sample_fill_rest (sample.probe, row);
  bf_record_append (record, &sample);
  bf_row_clear (&sample);
}

static inline BfRecord *
sample_record (guint n_layers, guint n_rows, SampleFunc func)
{
  BfRecord *record = bf_record_new (n_layers, 0, 0, NULL);

  for (guint row = 0; row < n_rows; row++)
    sample_append (record, row, func, NULL);
  return record;
}

/* Different everywhere and hard to print: no two values are equal, none is short. */
static inline double
sample_irrational (guint row, guint layer, BfLayerMeasure measure)
{
  return exp (-0.37 * (layer + 1)) * sqrt (2 + row) * pow (10, -(double) measure) / 3;
}

static inline double
sample_time (guint row, guint recurrent, guint timestep, gboolean cell)
{
  return cell ? NAN : exp (-0.1 * timestep) / (3 + row + recurrent);
}

/* Equal bit for bit, any NaN being like any other. */
static inline void
sample_assert_same (double a, double b)
{
  if (!isnan (a) || !isnan (b))
    g_assert_true (memcmp (&a, &b, sizeof a) == 0);
}

static inline void
sample_assert_histograms_equal (const BfRecord *a, const BfRecord *b)
{
  g_assert_cmpuint (bf_record_n_histograms (a), ==, bf_record_n_histograms (b));
  for (guint i = 0; i < bf_record_n_histograms (a); i++)
    {
      g_assert_cmpuint (bf_record_histogram_row (a, i), ==, bf_record_histogram_row (b, i));
      for (guint layer = 0; layer < bf_record_n_layers (a); layer++)
        for (guint kind = 0; kind < BF_N_HISTOGRAMS; kind++)
          {
            const BfHistogram *x = bf_record_taken_histogram (a, i, layer, kind);
            const BfHistogram *y = bf_record_taken_histogram (b, i, layer, kind);
            const gsize bytes = x->n_octaves * sizeof x->counts[0];

            g_assert_cmpuint (x->zero, ==, y->zero);
            g_assert_cmpuint (x->not_finite, ==, y->not_finite);
            g_assert_cmpuint (x->n_octaves, ==, y->n_octaves);
            g_assert_true (bytes == 0 || x->first == y->first);
            g_assert_cmpmem (x->counts, bytes, y->counts, bytes);
          }
    }
}

static inline void
sample_assert_records_equal (const BfRecord *a, const BfRecord *b)
{
  g_assert_cmpuint (bf_record_n_rows (a), ==, bf_record_n_rows (b));
  g_assert_cmpuint (bf_record_n_layers (a), ==, bf_record_n_layers (b));
  g_assert_cmpuint (bf_record_n_recurrent (a), ==, bf_record_n_recurrent (b));
  g_assert_cmpuint (bf_record_timesteps (a), ==, bf_record_timesteps (b));
  g_assert_cmpuint (bf_record_outcome (a), ==, bf_record_outcome (b));
  g_assert_cmpstr (bf_record_message (a), ==, bf_record_message (b));
  sample_assert_same (bf_record_seconds (a), bf_record_seconds (b));
  g_assert_cmpuint (bf_record_inputs (a)->n, ==, bf_record_inputs (b)->n);
  sample_assert_same (bf_record_inputs (a)->moments.mean_square,
                      bf_record_inputs (b)->moments.mean_square);
  sample_assert_same (bf_record_inputs (a)->moments.variance, bf_record_inputs (b)->moments.variance);
  sample_assert_histograms_equal (a, b);
  for (guint layer = 0; layer < bf_record_n_layers (a); layer++)
    g_assert_cmpuint (bf_record_samples (a, layer), ==, bf_record_samples (b, layer));
  for (guint row = 0; row < bf_record_n_rows (a); row++)
    {
      g_assert_cmpuint (bf_record_step (a, row), ==, bf_record_step (b, row));
      for (guint m = 0; m < BF_N_TRAINING_MEASURES; m++)
        sample_assert_same (bf_record_training (a, row, m), bf_record_training (b, row, m));
      for (guint layer = 0; layer < bf_record_n_layers (a); layer++)
        for (guint m = 0; m < BF_N_LAYER_MEASURES; m++)
          sample_assert_same (bf_record_layer (a, row, layer, m), bf_record_layer (b, row, layer, m));
      for (guint layer = 0; layer < bf_record_n_layers (a); layer++)
        for (guint part = 0; part < BF_N_BUDGET_PARTS; part++)
          sample_assert_same (bf_record_budget (a, row, layer, part),
                              bf_record_budget (b, row, layer, part));
      for (guint r = 0; r < bf_record_n_recurrent (a); r++)
        for (guint t = 0; t < bf_record_timesteps (a); t++)
          {
            g_assert_cmpuint (bf_record_recurrent_layer (a, r), ==, bf_record_recurrent_layer (b, r));
            sample_assert_same (bf_record_hidden_gradient (a, row, r, t),
                                bf_record_hidden_gradient (b, row, r, t));
            sample_assert_same (bf_record_cell_gradient (a, row, r, t),
                                bf_record_cell_gradient (b, row, r, t));
          }
    }
}
