#include "engine/histogram.h"

#include <math.h>
#include <string.h>

static const BfEntry kinds[] = {
  [BF_HISTOGRAM_GRADIENT] = { "activation_gradient", N_("Activation gradient"),
                              N_("∂L/∂h of every unit and sample") },
  [BF_HISTOGRAM_ACTIVATION] = { "activation", N_("Activation"), N_("h of every unit and sample") },
};
G_STATIC_ASSERT (G_N_ELEMENTS (kinds) == BF_N_HISTOGRAMS);

const BfTable bf_histogram_table = BF_TABLE ("histograms", kinds);

/* The overflow limits of E4M3, E5M2, bfloat16 and fp16. */
const BfHistogramCut bf_histogram_cuts[] = {
  { 1.8125, FALSE }, { 1.875, TRUE }, { 2 - 0x1p-8, TRUE }, { 2 - 0x1p-11, TRUE },
};

guint64
bf_histogram_total (const BfHistogram *histogram)
{
  guint64 n = (guint64) histogram->zero + histogram->not_finite;

  for (guint i = 0; i < histogram->n_octaves; i++)
    for (guint part = 0; part < BF_HISTOGRAM_PARTS; part++)
      n += histogram->counts[i][part];
  return n;
}

static gboolean
contains (const BfHistogram *histogram, int octave)
{
  return octave >= histogram->first && octave < histogram->first + (int) histogram->n_octaves;
}

/* What of @octave lies in @part and above. */
static guint64
count_from (const BfHistogram *histogram, int octave, guint part)
{
  guint64 n = 0;

  for (; contains (histogram, octave) && part < BF_HISTOGRAM_PARTS; part++)
    n += histogram->counts[octave - histogram->first][part];
  return n;
}

guint64
bf_histogram_count (const BfHistogram *histogram, int octave)
{
  return count_from (histogram, octave, 0);
}

double
bf_histogram_lower (int octave)
{
  return octave <= BF_HISTOGRAM_FIRST ? 0 : ldexp (1, octave);
}

double
bf_histogram_upper (int octave)
{
  return octave >= BF_HISTOGRAM_LAST ? INFINITY : ldexp (1, octave + 1);
}

static double
share (const BfHistogram *histogram, guint64 count)
{
  return count / (double) bf_histogram_total (histogram);
}

double
bf_histogram_flushed (const BfHistogram *histogram, const BfFloatFormat *format, int scale)
{
  const int limit = ilogb (format->smallest_subnormal) - 1 - scale;    /* 2^limit still flushes */
  guint64 n = 0;

  g_return_val_if_fail (scale >= 0 && scale <= BF_HISTOGRAM_MAX_SCALE, NAN);

  for (int octave = histogram->first; octave < limit && contains (histogram, octave); octave++)
    n += bf_histogram_count (histogram, octave);
  return share (histogram, n);
}

/* The first part of an octave that @format's limit leaves outside. */
static guint
overflow_part (const BfFloatFormat *format)
{
  const double at = ldexp (format->overflow, -ilogb (format->overflow));

  for (guint i = 0; i < G_N_ELEMENTS (bf_histogram_cuts); i++)
    if (bf_histogram_cuts[i].at == at && bf_histogram_cuts[i].inclusive == format->tie_overflows)
      return i + 1;
  g_return_val_if_reached (0);
}

double
bf_histogram_overflown (const BfHistogram *histogram, const BfFloatFormat *format, int scale)
{
  const int limit = ilogb (format->overflow) - scale;
  guint64 n = count_from (histogram, limit, overflow_part (format));

  g_return_val_if_fail (scale >= 0 && scale <= BF_HISTOGRAM_MAX_SCALE, NAN);

  for (int octave = MAX (limit + 1, histogram->first); contains (histogram, octave); octave++)
    n += bf_histogram_count (histogram, octave);
  return share (histogram, n);
}

BfHistograms *
bf_histograms_new (guint n_layers, gsize size)
{
  BfHistograms *self = g_new0 (BfHistograms, 1);

  self->n_layers = n_layers;
  self->layers = g_malloc0_n (n_layers, sizeof *self->layers);
  self->pool = g_malloc_n (size, sizeof *self->pool);
  self->size = size;
  return self;
}

/* Where in the pool its counts begin. */
static gsize
place (const BfHistograms *self, const BfHistogram *histogram)
{
  return histogram->counts[0] - self->pool[0];
}

BfHistograms *
bf_histograms_copy (const BfHistograms *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  BfHistograms *copy = bf_histograms_new (self->n_layers, self->used);

  copy->used = self->used;
  if (self->used > 0)
    memcpy (copy->pool, self->pool, self->used * sizeof *self->pool);
  for (guint i = 0; i < self->n_layers; i++)
    for (guint kind = 0; kind < BF_N_HISTOGRAMS; kind++)
      {
        BfHistogram *histogram = &copy->layers[i][kind];

        *histogram = self->layers[i][kind];
        if (histogram->n_octaves > 0)
          histogram->counts = (gconstpointer) (copy->pool[0] + place (self, histogram));
      }
  return copy;
}

void
bf_histograms_free (BfHistograms *self)
{
  if (self == NULL)
    return;
  g_free (self->layers);
  g_free (self->pool);
  g_free (self);
}

void
bf_histograms_clear (BfHistograms *self)
{
  if (self->n_layers > 0)
    memset (self->layers, 0, self->n_layers * sizeof *self->layers);
  self->used = 0;
}

static gboolean
is_empty (const guint32 counts[BF_HISTOGRAM_PARTS])
{
  guint32 any = 0;

  for (guint part = 0; part < BF_HISTOGRAM_PARTS; part++)
    any |= counts[part];
  return any == 0;
}

void
bf_histograms_put (BfHistograms *self, guint layer, BfHistogramKind kind,
                   const BfHistogramCounts *counts)
{
  guint first = counts->below, end = BF_HISTOGRAM_OCTAVES - counts->above;

  g_return_if_fail (layer < self->n_layers && kind < BF_N_HISTOGRAMS);

  BfHistogram *histogram = &self->layers[layer][kind];
  while (first < end && is_empty (counts->octaves[first]))
    first++;
  while (end > first && is_empty (counts->octaves[end - 1]))
    end--;
  g_return_if_fail (end - first <= self->size - self->used);

  memcpy (self->pool + self->used, counts->octaves + first, (end - first) * sizeof *self->pool);
  *histogram = (BfHistogram) {
    .zero = counts->zero,
    .not_finite = counts->not_finite,
    .first = first < end ? (int) first + BF_HISTOGRAM_FIRST : 0,
    .n_octaves = end - first,
    .counts = (gconstpointer) (self->pool + self->used),
  };
  self->used += end - first;
}

gsize
bf_histograms_bytes (const BfHistograms *self)
{
  return sizeof *self + self->n_layers * sizeof *self->layers + self->used * sizeof *self->pool;
}
