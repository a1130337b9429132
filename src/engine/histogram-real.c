/* Counting magnitudes by the bits of a number. Read as integers, the bits of positive numbers are in
 * the numbers' order; with 1 subtracted, a power of two joins the octave below it, which is closed
 * above, and zero becomes the largest integer of all. */
#include "engine/histogram-real.h"

#include <string.h>

#define STRIDE 8                                        /* counters of an octave */
#define OTHER (BF_HISTOGRAM_OCTAVES * STRIDE)           /* counter of zero and not finite */
#define BLOCK 512

#if BF_REAL_BITS == 32
typedef guint32 Bits;
typedef gint32 SignedBits;   /* of magnitudes: sooner compared */
#define MANTISSA 23
#define BIAS 127
#else
typedef guint64 Bits;
typedef gint64 SignedBits;
#define MANTISSA 52
#define BIAS 1023
#endif

#define MAGNITUDE (~(Bits) 0 >> 1)
#define FRACTION (((Bits) 1 << MANTISSA) - 1)
#define BITS_OF_INFINITY (MAGNITUDE & ~FRACTION)
/* Bits less 1 of the first number of a part that begins at 1 + n / 2^11, or just above. */
#define AT(n) (((Bits) (n) << (MANTISSA - 11)) - 1)
#define ABOVE(n) ((Bits) (n) << (MANTISSA - 11))

/* Neighbours often fall into one bin, and a counter is slow to follow itself. */
typedef struct {
  guint32 even[OTHER + STRIDE], odd[OTHER + STRIDE];
} Tables;

/* Where a positive number is counted whose bits less 1 are @below; bf_histogram_cuts. */
static inline guint
place (Bits below, int bias)
{
  const Bits fraction = below & FRACTION;
  const guint part = (fraction >= ABOVE (1664)) + (fraction >= AT (1792)) + (fraction >= AT (2040))
                     + (fraction >= AT (2047));
  const int octave = (int) (below >> MANTISSA) - bias - BF_HISTOGRAM_FIRST;

  return CLAMP (octave, 0, BF_HISTOGRAM_OCTAVES - 1) * STRIDE + part;
}

/* Places of n values; returns the number of zeros among them. */
static BF_CLONES guint32
places (guint n, const real *x, guint16 *at)
{
  guint32 zeros = 0;

  for (guint i = 0; i < n; i++)
    {
      Bits bits;

      memcpy (&bits, &x[i], sizeof bits);
      const Bits below = (bits & MAGNITUDE) - 1;
      at[i] = below >= BITS_OF_INFINITY - 1 ? OTHER : place (below, BIAS);
      zeros += below == ~(Bits) 0;
    }
  return zeros;
}

/* Least and largest of the bits less 1 of numbers that are neither zero nor not finite; FALSE if there are none. */
static BF_CLONES gboolean
find_range (gsize n, const real *x, Bits *low, Bits *high)
{
  SignedBits least = BITS_OF_INFINITY, most = 0;

  for (gsize i = 0; i < n; i++)
    {
      SignedBits bits;

      memcpy (&bits, &x[i], sizeof bits);
      bits &= MAGNITUDE;
      const SignedBits finite = bits >= (SignedBits) BITS_OF_INFINITY ? 0 : bits;
      const SignedBits some = finite == 0 ? (SignedBits) BITS_OF_INFINITY : finite;
      least = some < least ? some : least;
      most = finite > most ? finite : most;
    }
  *low = least - 1;
  *high = most - 1;
  return most > 0;
}

/* The octaves that the values reach are few, and all others' counters would push the values out of the innermost
 * cache. */
static void
clear (Tables *tables, guint first, guint end)
{
  memset (tables->even + first * STRIDE, 0, (end - first) * STRIDE * sizeof *tables->even);
  memset (tables->odd + first * STRIDE, 0, (end - first) * STRIDE * sizeof *tables->odd);
  tables->even[OTHER] = tables->odd[OTHER] = 0;
}

static void
count (gsize n, const real *x, Tables *tables, BfHistogramCounts *counts)
{
  guint16 at[BLOCK];

  counts->zero = 0;
  for (gsize first = 0; first < n; first += BLOCK)
    {
      const guint part = MIN (BLOCK, n - first);

      counts->zero += places (part, x + first, at);
      for (guint i = 0; i + 1 < part; i += 2)
        {
          tables->even[at[i]]++;
          tables->odd[at[i + 1]]++;
        }
      if (part % 2)
        tables->even[at[part - 1]]++;
    }
}

#if BF_REAL_BITS == 32
#define SHARED (-BIAS - BF_HISTOGRAM_FIRST)

/* Subnormal numbers share the exponent of the smallest normal one, and stand in its octave, the first, until
 * they are looked at again. */
static void
spread_subnormal (gsize n, const real *x, BfHistogramCounts *counts)
{
  const int spare = 64;      /* so that no exponent is negative */

  counts->below = SHARED - MANTISSA;
  memset (counts->octaves[counts->below], 0, (MANTISSA + 1) * sizeof counts->octaves[0]);
  for (gsize i = 0; i < n; i++)
    {
      Bits bits;

      memcpy (&bits, &x[i], sizeof bits);
      bits &= MAGNITUDE;
      if (bits == 0 || bits > FRACTION + 1)
        continue;

      const int shift = __builtin_clz (bits) - (31 - MANTISSA);
      const Bits normal = ((Bits) (1 - shift + spare) << MANTISSA) + ((bits << shift) & FRACTION);
      const guint at = place (normal - 1, BIAS + spare);
      counts->octaves[at / STRIDE][at % STRIDE]++;
    }
}
#endif

void
X (histogram) (gsize n, const real *x, BfHistogramCounts *counts)
{
  Tables tables;
  Bits low, high;
  const gboolean any = find_range (n, x, &low, &high);
  const guint first = any ? place (low, BIAS) / STRIDE : 0, end = any ? place (high, BIAS) / STRIDE + 1 : 0;

  counts->below = first;
  counts->above = BF_HISTOGRAM_OCTAVES - end;
  clear (&tables, first, end);
  count (n, x, &tables, counts);
  counts->not_finite = tables.even[OTHER] + tables.odd[OTHER] - counts->zero;
  for (guint i = first; i < end; i++)
    for (guint part = 0; part < BF_HISTOGRAM_PARTS; part++)
      counts->octaves[i][part] = tables.even[i * STRIDE + part] + tables.odd[i * STRIDE + part];
#if BF_REAL_BITS == 32
  if (any && first == SHARED)
    spread_subnormal (n, x, counts);
#endif
}
