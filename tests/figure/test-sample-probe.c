#include "test-samples.h"

#include <math.h>

double
sample_noise (guint run, guint64 step, guint layer, guint what)
{
  guint64 x = run * 0x9e3779b97f4a7c15u + step * 0xbf58476d1ce4e5b9u + layer * 0x94d049bb133111ebu
              + what * 0x2545f4914f6cdd1du;

  x ^= x >> 30;
  x *= 0xbf58476d1ce4e5b9u;
  x ^= x >> 27;
  x *= 0x94d049bb133111ebu;
  x ^= x >> 31;
  return (x >> 11) / 9007199254740992.0 * 2 - 1;
}

/* What takes a norm of @from to one of @to: most of it the activation. As engine/budget.h has it
 * where there is nothing to split. */
static void
fill_budget (double *parts, guint run, guint64 step, guint layer, double from, double to)
{
  double total = log10 (to) - log10 (from);

  for (guint part = 0; part < BF_N_BUDGET_PARTS; part++)
    parts[part] = isfinite (total) ? 0 : NAN;
  if (isfinite (total))
    {
      parts[BF_BUDGET_WEIGHT] = 0.2 + 0.15 * sample_noise (run, step / 40, layer, 7);
      parts[BF_BUDGET_NORMALIZATION] = run % 4 == 3 ? -0.1 : 0;
      parts[BF_BUDGET_SHORTCUT] = run % 4 == 1 && layer % 4 == 0 ? 0.25 : 0;
      parts[BF_BUDGET_ACTIVATION] = total - parts[BF_BUDGET_WEIGHT]
                                    - parts[BF_BUDGET_NORMALIZATION] - parts[BF_BUDGET_SHORTCUT];
    }
  else if (from > 0 && to == 0)
    parts[BF_BUDGET_ACTIVATION] = -INFINITY;
  else if (from == 0 && to > 0)
    parts[BF_BUDGET_SHORTCUT] = INFINITY;
  else if (isinf (to) && isfinite (from))
    parts[BF_BUDGET_WEIGHT] = INFINITY;
}

/* Values spread about @size like a bell over octaves, a few of them zero. */
static void
fill_counts (BfHistogramCounts *counts, double size)
{
  *counts = (BfHistogramCounts) { .zero = 40 };
  if (!isfinite (size))
    counts->not_finite = 2000;
  else if (!(size > 0))
    counts->zero += 2000;
  else
    for (int i = -8; i <= 4; i++)
      for (guint part = 0; part < BF_HISTOGRAM_PARTS; part++)
        {
          int octave = CLAMP ((int) floor (log2 (size)) + i, BF_HISTOGRAM_FIRST, BF_HISTOGRAM_LAST);
          double bell = 80 * exp (-(i + 1) * (i + 1) / (i < -1 ? 14.0 : 5.0));
          counts->octaves[octave - BF_HISTOGRAM_FIRST][part] += (guint32) bell;
        }
}

static void
fill_histograms (BfProbe *probe)
{
  guint n = probe->n_layers;

  probe->histograms = bf_histograms_new (n, n * BF_N_HISTOGRAMS * 16);
  for (guint layer = 0; layer < n; layer++)
    {
      BfHistogramCounts counts;

      fill_counts (&counts, probe->layers[layer][BF_ACTIVATION_GRADIENT_RMS]);
      bf_histograms_put (probe->histograms, layer, BF_HISTOGRAM_GRADIENT, &counts);
      fill_counts (&counts, probe->layers[layer][BF_ACTIVATION_STD]);
      bf_histograms_put (probe->histograms, layer, BF_HISTOGRAM_ACTIVATION, &counts);
    }
}

void
sample_fill_probe (BfProbe *probe, guint run)
{
  for (guint layer = 0; layer < probe->n_layers; layer++)
    {
      const double *to = probe->layers[layer > 0 ? layer - 1 : 0], *from = probe->layers[layer];

      probe->samples[layer] = 128;
      fill_budget (probe->budget[layer], run, probe->step, layer,
                   layer > 0 ? from[BF_ACTIVATION_GRADIENT_NORM] : NAN,
                   to[BF_ACTIVATION_GRADIENT_NORM]);
    }
  if (probe->step % SAMPLE_HISTOGRAM_INTERVAL == 1)
    fill_histograms (probe);
}
