#include "plot/scale.h"

#include <float.h>
#include <math.h>
#include <string.h>

#define MINUS "\342\210\222"
#define INFINITY_SIGN "\342\210\236"

/* Narrower than this, relative to its size, a range is drawn as one value: the digits that tell
 * its ends apart would not fit a label. */
#define NARROWEST 1e-9

/* So near to zero a linear range is drawn as zero. */
#define NOTHING 1e-290

/* Beyond this many decades a log scale begins and ends at a decade. */
#define MANY_DECADES 2.5

/* A linear scale begins and ends at a multiple of its length cut in about so many nice parts. */
#define LINEAR_PARTS 10

/* It begins at zero if that makes it longer by no more than one in so many. */
#define NEAR_ZERO 5

void
bf_range_add (BfRange *range, double value, gboolean logarithmic, double smallest_normal)
{
  BfValueClass class = bf_value_classify (value, logarithmic, smallest_normal);

  range->counts[class]++;
  if (class == BF_VALUE_FINITE)
    {
      range->min = MIN (range->min, value);
      range->max = MAX (range->max, value);
    }
}

/* The ends of the next BLOCK values, in as many chains as keep the processor busy. FALSE: one of them has no
 * place between @least and DBL_MAX. */
#define BLOCK 16
#define CHAINS 4

static inline gboolean
block_ends (const double *values, double least, double *min, double *max)
{
  double low[CHAINS], high[CHAINS];
  int n_nan = 0;

  for (int c = 0; c < CHAINS; c++)
    low[c] = high[c] = values[c];
  for (int i = 0; i < BLOCK; i += CHAINS)
    for (int c = 0; c < CHAINS; c++)
      {
        double value = values[i + c];

        n_nan += value != value;
        low[c] = value < low[c] ? value : low[c];
        high[c] = value > high[c] ? value : high[c];
      }
  *min = MIN (MIN (low[0], low[1]), MIN (low[2], low[3]));
  *max = MAX (MAX (high[0], high[1]), MAX (high[2], high[3]));
  return n_nan == 0 && *min >= least && *max <= DBL_MAX;
}

/* What vanished altogether comes by the thousand. */
static inline void
add_small_or_other (BfRange *range, double value, gboolean logarithmic, double smallest_normal)
{
  if (logarithmic && value >= 0 && value < smallest_normal)
    range->counts[value > 0 ? BF_VALUE_UNDERFLOW : BF_VALUE_ZERO]++;
  else
    bf_range_add (range, value, logarithmic, smallest_normal);
}

/* Blocks are looked at value by value only if one of them is not finite on the axis. */
void
bf_range_add_values (BfRange *range, const double *values, gsize n, gboolean logarithmic,
                     double smallest_normal)
{
  double least = logarithmic ? MAX (smallest_normal, BF_SMALLEST) : -DBL_MAX, min, max;

  for (gsize i = 0; i < n;)
    {
      if (n - i >= BLOCK && block_ends (values + i, least, &min, &max))
        {
          range->min = MIN (range->min, min);
          range->max = MAX (range->max, max);
          range->counts[BF_VALUE_FINITE] += BLOCK;
          i += BLOCK;
          continue;
        }
      for (gsize end = MIN (i + BLOCK, n); i < end; i++)
        add_small_or_other (range, values[i], logarithmic, smallest_normal);
    }
}

void
bf_range_add_range (BfRange *range, const BfRange *other)
{
  range->min = MIN (range->min, other->min);
  range->max = MAX (range->max, other->max);
  for (guint i = 0; i < BF_N_VALUE_CLASSES; i++)
    range->counts[i] += other->counts[i];
}

gboolean
bf_range_is_empty (const BfRange *range)
{
  return range->min > range->max;
}

double
bf_round_125 (double value, gboolean up)
{
  static const double factors[] = { 1, 2, 5, 10 };
  double decade = pow (10, floor (log10 (value)));
  double below = decade;

  if (decade <= 0)
    return value;

  for (guint i = 0; i < G_N_ELEMENTS (factors); i++)
    {
      double candidate = factors[i] * decade;

      if (fabs (candidate - value) <= 1e-12 * value)
        return MIN (candidate, DBL_MAX);
      if (candidate > value)
        return up ? MIN (candidate, DBL_MAX) : below;
      below = candidate;
    }
  return MIN (below, DBL_MAX);
}

static double
power_of_ten (double exponent)
{
  return CLAMP (pow (10, exponent), BF_SMALLEST, DBL_MAX);
}

static void
fit_logarithmic (BfScale *scale, double min, double max)
{
  double low = log10 (min), high = log10 (max);

  if (high - low > MANY_DECADES)
    {
      scale->min = power_of_ten (floor (low + 1e-12));
      scale->max = power_of_ten (ceil (high - 1e-12));
      return;
    }
  if (max / min <= 1 + NARROWEST)
    {
      min = MAX (min / 3, BF_SMALLEST);
      max = MIN (max, DBL_MAX / 4) * 3;
    }
  scale->min = bf_round_125 (min, FALSE);
  scale->max = bf_round_125 (max, TRUE);
}

/* Works in halves, so that the whole range of a double does not overflow. */
static void
fit_linear (BfScale *scale, double min, double max)
{
  double magnitude = MAX (fabs (min), fabs (max));
  double step;

  if (magnitude < NOTHING)
    {
      min = -1;
      max = 1;
    }
  else if (max / 2 - min / 2 <= NARROWEST * magnitude)
    {
      double middle = min / 2 + max / 2;

      min = middle - MIN (magnitude, DBL_MAX / 2) / 2;
      max = middle + MIN (magnitude, DBL_MAX / 2) / 2;
    }
  else if (min > 0 && min <= (max - min) / NEAR_ZERO)
    min = 0;
  else if (max < 0 && -max <= (max - min) / NEAR_ZERO)
    max = 0;
  step = bf_round_125 ((max / 2 - min / 2) / LINEAR_PARTS * 2, TRUE);
  scale->min = MAX (floor (min / step + 1e-9) * step, -DBL_MAX);
  scale->max = MIN (ceil (max / step - 1e-9) * step, DBL_MAX);
}

void
bf_scale_from_range (BfScale *scale, gboolean logarithmic, const BfRange *range)
{
  scale->logarithmic = logarithmic;
  if (bf_range_is_empty (range))
    {
      scale->min = logarithmic ? 1e-3 : 0;
      scale->max = 1;
    }
  else if (logarithmic)
    fit_logarithmic (scale, range->min, range->max);
  else
    fit_linear (scale, range->min, range->max);
}

void
bf_scale_fit (BfScale *scale, gboolean logarithmic, const double *values, gsize n, gsize stride)
{
  BfRange range = BF_RANGE_EMPTY;

  for (gsize i = 0; i < n; i++)
    bf_range_add (&range, values[i * stride], logarithmic, 0);
  bf_scale_from_range (scale, logarithmic, &range);
}

void
bf_scale_include (BfScale *scale, const BfScale *other)
{
  g_return_if_fail (scale->logarithmic == other->logarithmic);

  scale->min = MIN (scale->min, other->min);
  scale->max = MAX (scale->max, other->max);
}

double
bf_scale_to_unit (const BfScale *scale, double value)
{
  if (scale->logarithmic)
    {
      double low = log (scale->min), length = log (scale->max) - low;

      /* So near to each other that their logarithms are the same. */
      if (length <= 0)
        return value <= scale->min ? 0 : value >= scale->max ? 1 : 0.5;
      return (log (value) - low) / length;
    }
  if (isinf (scale->max - scale->min))
    return (value / 2 - scale->min / 2) / (scale->max / 2 - scale->min / 2);
  return (value - scale->min) / (scale->max - scale->min);
}

double
bf_scale_from_unit (const BfScale *scale, double unit)
{
  if (scale->logarithmic)
    return exp (log (scale->min) * (1 - unit) + log (scale->max) * unit);
  return scale->min * (1 - unit) + scale->max * unit;
}

BfValueClass
bf_value_classify (double value, gboolean logarithmic, double smallest_normal)
{
  if (isnan (value))
    return BF_VALUE_NAN;
  if (isinf (value))
    return BF_VALUE_INFINITE;
  if (!logarithmic)
    return BF_VALUE_FINITE;
  if (value < 0)
    return BF_VALUE_NAN;
  if (value == 0)
    return BF_VALUE_ZERO;
  return value < smallest_normal ? BF_VALUE_UNDERFLOW : BF_VALUE_FINITE;
}

void
bf_value_format (double value, char *buffer, gsize size)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  gsize at = 0;

  if (isnan (value))
    {
      g_strlcpy (buffer, "NaN", size);
      return;
    }
  if (isinf (value))
    {
      g_strlcpy (buffer, value < 0 ? MINUS INFINITY_SIGN : INFINITY_SIGN, size);
      return;
    }

  g_ascii_formatd (number, sizeof number, "%.4g", value == 0 ? 0.0 : value);
  for (const char *c = number; *c != '\0'; c++)
    {
      gsize bytes = *c == '-' ? strlen (MINUS) : 1;

      if (at + bytes >= size)
        break;
      memcpy (buffer + at, *c == '-' ? MINUS : c, bytes);
      at += bytes;
    }
  buffer[at] = '\0';
}
