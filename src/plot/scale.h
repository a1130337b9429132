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
  BF_VALUE_NAN,
  BF_N_VALUE_CLASSES
} BfValueClass;

typedef struct {
  gboolean logarithmic;
  double min, max;      /* data values; min < max, both > 0 if logarithmic */
} BfScale;

#define BF_MAX_TICKS 32
typedef struct {
  guint n;
  struct { double value; gboolean major; char label[24]; } ticks[BF_MAX_TICKS];
} BfTicks;

/* A sane scale whatever the data: none, one, all equal, non-finite. Extends to a nice range. @n values at @stride doubles. */
void bf_scale_fit (BfScale *scale, gboolean logarithmic, const double *values, gsize n, gsize stride);
void bf_scale_include (BfScale *scale, const BfScale *other);   /* smallest scale holding both */
double bf_scale_to_unit (const BfScale *scale, double value);   /* 0..1 inside the range; not clamped */
double bf_scale_from_unit (const BfScale *scale, double unit);
void bf_scale_ticks (const BfScale *scale, guint wanted, BfTicks *ticks);

/* @smallest_normal: FLT_MIN or DBL_MIN of the run's precision. Only zero is special on a linear axis if
 * @logarithmic is FALSE (then zero and underflow are FINITE). */
BfValueClass bf_value_classify (double value, gboolean logarithmic, double smallest_normal);
/* "1.2e-07"-like text for people: 4 significant digits, real minus, "0", "NaN", infinity sign. */
void bf_value_format (double value, char *buffer, gsize size);
