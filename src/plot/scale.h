/* Scales: data range <-> unit interval, ticks. Pure arithmetic.
 *
 * A log scale is a true one. What it cannot show is classified, never dropped or moved:
 * see BfValueClass.
 */
#pragma once

#include <glib.h>

typedef enum {
  BF_VALUE_FINITE,
  BF_VALUE_ZERO,        /* exactly 0 on a log axis */
  BF_VALUE_UNDERFLOW,   /* > 0 but below the smallest normal of the run's precision */
  BF_VALUE_INFINITE,
  BF_VALUE_NAN,         /* also what is negative on a log axis: it has no logarithm */
  BF_N_VALUE_CLASSES
} BfValueClass;

typedef struct {
  gboolean logarithmic;
  double min, max;      /* data values; min < max, both > 0 if logarithmic */
} BfScale;

/* The smallest positive double, a subnormal: no log scale begins below it. */
#define BF_SMALLEST 4.9406564584124654e-324

/* What a scale must hold: extremes of the finite values (min > max: none) and how many of each
 * class. */
typedef struct {
  double min, max;
  gsize counts[BF_N_VALUE_CLASSES];
} BfRange;
#define BF_RANGE_EMPTY { G_MAXDOUBLE, -G_MAXDOUBLE, { 0 } }

#define BF_MAX_TICKS 96
typedef struct {
  guint n;
  struct { double value; gboolean major; char label[48]; } ticks[BF_MAX_TICKS];
} BfTicks;

/* The number 1, 2 or 5 times a power of ten at or below @value > 0; @up: at or above. */
double bf_round_125 (double value, gboolean up);

void bf_range_add (BfRange *range, double value, gboolean logarithmic, double smallest_normal);
void bf_range_add_values (BfRange *range, const double *values, gsize n, gboolean logarithmic,
                          double smallest_normal);
void bf_range_add_range (BfRange *range, const BfRange *other);
gboolean bf_range_is_empty (const BfRange *range);     /* holds no finite value */

/* A sane scale whatever the range: empty, one point, as wide as the format. Extends to nice
 * numbers. */
void bf_scale_from_range (BfScale *scale, gboolean logarithmic, const BfRange *range);

/* A sane scale whatever the data: none, one, all equal, non-finite. Extends to a nice range. @n
 * values at @stride doubles. */
void bf_scale_fit (BfScale *scale, gboolean logarithmic, const double *values, gsize n,
                   gsize stride);
void bf_scale_include (BfScale *scale, const BfScale *other);   /* smallest scale holding both */
double bf_scale_to_unit (const BfScale *scale, double value);   /* 0..1 inside; not clamped */
double bf_scale_from_unit (const BfScale *scale, double unit);

/* At most about @wanted labelled (major) ticks inside the scale. On a log scale decades,
 * skipping evenly where there are too many of them, with unlabelled minor ticks between; 1-2-5
 * inside a few decades. */
void bf_scale_ticks (const BfScale *scale, guint wanted, BfTicks *ticks);
/* The same at whole numbers only, the first included: layers, training steps. */
void bf_scale_ticks_integer (const BfScale *scale, guint wanted, BfTicks *ticks);

/* @smallest_normal: FLT_MIN or DBL_MIN of the run's precision. Only zero is special on a linear
 * axis if @logarithmic is FALSE (then zero and underflow are FINITE). */
BfValueClass bf_value_classify (double value, gboolean logarithmic, double smallest_normal);
/* "1.2e-07"-like text for people: 4 significant digits, real minus, "0", "NaN", infinity sign. */
void bf_value_format (double value, char *buffer, gsize size);
