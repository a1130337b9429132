#include "engine/prediction.h"

#include <math.h>

#define BAND 2.0   /* standard deviations to either side */

/* From ratios to the last place to log10 of the measure. */
static void
anchor_at (const BfTheory *theory, double anchor, guint64 step, BfPrediction *prediction)
{
  const guint n = theory->n;
  const double height = log10 (anchor);

  *prediction = (BfPrediction) {
    .n = n,
    .expected = g_new (double, n),
    .low = g_new (double, n),
    .high = g_new (double, n),
    .direct = theory->direct != NULL ? g_new (double, n) : NULL,
    .limits = theory->limits | (step > 1 ? BF_THEORY_TRAINED : 0),
  };
  for (guint i = 0; i < n; i++)
    {
      const double median = theory->log_ratio[i] + theory->shift[i];

      prediction->expected[i] = height + theory->log_ratio[i] / G_LN10;
      prediction->low[i] = height + (median - BAND * theory->deviation[i]) / G_LN10;
      prediction->high[i] = height + (median + BAND * theory->deviation[i]) / G_LN10;
      if (theory->direct != NULL)
        prediction->direct[i] = height + theory->direct[i] / G_LN10;
    }
}

/* Entries of a layer's dL/dh, of one sample. */
static double
n_entries (const BfNetworkSpec *spec, guint layer)
{
  const BfLayerSpec *of = &spec->layers[layer];

  return (double) of->units * (of->cell->recurrent ? spec->timesteps : 1);
}

void
bf_predict_layers (const BfNetworkSpec *spec, const BfInputMoments *inputs, guint batch_size,
                   BfLayerMeasure measure, double anchor, guint64 step, BfPrediction *prediction)
{
  BfTheory theory;

  g_return_if_fail (measure == BF_ACTIVATION_GRADIENT_NORM || measure == BF_ACTIVATION_GRADIENT_RMS);

  bf_theory_layers (spec, inputs, batch_size, &theory);
  if (measure == BF_ACTIVATION_GRADIENT_NORM)
    for (guint l = 0; l < theory.n; l++)
      theory.log_ratio[l] += log (n_entries (spec, l) / n_entries (spec, theory.n - 1)) / 2;
  anchor_at (&theory, anchor, step, prediction);
  bf_theory_clear (&theory);
}

void
bf_predict_timesteps (const BfNetworkSpec *spec, const BfInputMoments *inputs, guint batch_size,
                      guint layer, double anchor, guint64 step, BfPrediction predictions[2])
{
  BfTheory theories[2];

  bf_theory_states (spec, inputs, batch_size, layer, theories);
  for (guint state = 0; state < G_N_ELEMENTS (theories); state++)
    {
      predictions[state] = (BfPrediction) { 0 };
      if (theories[state].n > 0)
        anchor_at (&theories[state], anchor, step, &predictions[state]);
      bf_theory_clear (&theories[state]);
    }
}

void
bf_prediction_clear (BfPrediction *prediction)
{
  g_clear_pointer (&prediction->expected, g_free);
  g_clear_pointer (&prediction->low, g_free);
  g_clear_pointer (&prediction->high, g_free);
  g_clear_pointer (&prediction->direct, g_free);
}
