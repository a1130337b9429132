/* How magnitudes are spread, in bins of one octave: octave e holds 2^e < |x| <= 2^(e + 1).
 *
 * Octaves reach from 2^-256 (1e-77) to 2^128 (3e38), which holds every float32; the first and the
 * last octave are open, for the rest of float64. Zero and what is not finite are counted apart.
 *
 * On a log10 axis a bin is 0.301 wide. Binary octaves with their closed upper end are chosen because
 * they answer exactly, and for every loss scale that is a power of two, what a low-precision format
 * would make of the values: all formats flush up to and including a power of two (half of their
 * smallest subnormal). Where they overflow is no power of two, so that every octave is cut in five
 * parts, wherever some format's limit may come to lie in it (bf_histogram_cuts). A loss scale is
 * thus no setting of a training: any may be asked about afterwards.
 *
 * Any thread; plain values.
 */
#pragma once

#include "engine/float-format.h"

#define BF_HISTOGRAM_FIRST (-257)      /* octaves: everything up to 2^-256 ... */
#define BF_HISTOGRAM_LAST 128          /* ... and above 2^128 */
#define BF_HISTOGRAM_OCTAVES (BF_HISTOGRAM_LAST - BF_HISTOGRAM_FIRST + 1)
#define BF_HISTOGRAM_PARTS 5

/* Loss scales 2^0 to 2^MAX are answered exactly. (Nothing of an open octave comes to lie at a
 * limit.) */
#define BF_HISTOGRAM_MAX_SCALE 120

typedef enum {
  BF_HISTOGRAM_GRADIENT,     /* dL/dh of every unit and sample (and timestep: total derivatives) */
  BF_HISTOGRAM_ACTIVATION,   /* h */
  BF_N_HISTOGRAMS
} BfHistogramKind;

extern const BfTable bf_histogram_table;   /* of BfEntry; row i: kind i */

/* Part p of octave e begins at cuts[p - 1].at * 2^e; whether a value just there belongs to it. */
typedef struct {
  double at;
  gboolean inclusive;
} BfHistogramCut;
extern const BfHistogramCut bf_histogram_cuts[BF_HISTOGRAM_PARTS - 1];

typedef struct {
  guint32 zero, not_finite;
  int first;                                       /* octave of counts[0] */
  guint n_octaves;
  const guint32 (*counts)[BF_HISTOGRAM_PARTS];     /* [n_octaves], borrowed */
} BfHistogram;

guint64 bf_histogram_total (const BfHistogram *histogram);                /* zeros and all */
guint64 bf_histogram_count (const BfHistogram *histogram, int octave);    /* 0 outside */
double bf_histogram_lower (int octave);    /* 0 for the first */
double bf_histogram_upper (int octave);    /* INFINITY for the last */

/* Share of all values that would become zero, without having been, and that would leave @format's
 * range, without being infinite already, were the loss multiplied by 2^@scale (0 <= scale <=
 * BF_HISTOGRAM_MAX_SCALE). NAN for an empty histogram. */
double bf_histogram_flushed (const BfHistogram *histogram, const BfFloatFormat *format, int scale);
double bf_histogram_overflown (const BfHistogram *histogram, const BfFloatFormat *format, int scale);

/* While counting: all octaves. Those that nothing fell into, @below at the lower end and @above at the upper, may
 * hold anything. */
typedef struct {
  guint32 zero, not_finite;
  guint below, above;
  guint32 octaves[BF_HISTOGRAM_OCTAVES][BF_HISTOGRAM_PARTS];
} BfHistogramCounts;

/* The histograms of all layers, which share one block of counts. */
typedef struct {
  guint n_layers;
  BfHistogram (*layers)[BF_N_HISTOGRAMS];          /* [n_layers] */
  guint32 (*pool)[BF_HISTOGRAM_PARTS];             /* [size] */
  gsize size, used;
} BfHistograms;

/* Octaves of one layer at most. */
#define BF_HISTOGRAMS_LARGEST (BF_N_HISTOGRAMS * BF_HISTOGRAM_OCTAVES)

/* Empty ones, with room for @size octaves in all. */
BfHistograms *bf_histograms_new (guint n_layers, gsize size);
BfHistograms *bf_histograms_copy (const BfHistograms *self);     /* no larger than it must be */
void bf_histograms_free (BfHistograms *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BfHistograms, bf_histograms_free)

void bf_histograms_clear (BfHistograms *self);
/* Sets an empty histogram. Allocates nothing. */
void bf_histograms_put (BfHistograms *self, guint layer, BfHistogramKind kind,
                        const BfHistogramCounts *counts);
gsize bf_histograms_bytes (const BfHistograms *self);            /* in use */
