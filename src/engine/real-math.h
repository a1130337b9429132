/* Elementary functions in `real`: X (exp) and so on.
 *
 * float64 calls libm. float32 has its own, free of branches and calls so that the compiler
 * vectorises the loops round them; all of them agree with libm to 2.5 ulp
 * (tests/engine/test-activation.c), pass NaN on, and round to subnormal numbers, never to zero
 * before float32 ends.
 *
 * May be included again with another BF_REAL_BITS.
 */
#include "engine/real.h"

#include <math.h>

#if BF_REAL_BITS == 64 && !defined BF_REAL_MATH_64
#define BF_REAL_MATH_64

static inline double exp_f64 (double x) { return exp (x); }
static inline double expm1_f64 (double x) { return expm1 (x); }
static inline double tanh_f64 (double x) { return tanh (x); }
static inline double log1p_f64 (double x) { return log1p (x); }
static inline double erf_f64 (double x) { return erf (x); }
static inline double abs_f64 (double x) { return fabs (x); }
static inline double sqrt_f64 (double x) { return sqrt (x); }
static inline double sigmoid_f64 (double x) { return 1 / (1 + exp (-x)); }

#elif BF_REAL_BITS == 32 && !defined BF_REAL_MATH_32
#define BF_REAL_MATH_32

typedef union {
  float value;
  guint32 bits;
} BfFloatBits;

static inline float log1p_f32 (float x) { return log1pf (x); }
static inline float erf_f32 (float x) { return erff (x); }
static inline float abs_f32 (float x) { return fabsf (x); }
static inline float sqrt_f32 (float x) { return sqrtf (x); }

/* 2^n; n from -126 to 127. */
static inline float
power_of_two_f32 (gint32 n)
{
  return (BfFloatBits) { .bits = (guint32) (n + 127) << 23 }.value;
}

/* Splits x = n ln 2 + r with |r| <= ln 2 / 2 and returns expm1 (r). Adding 1.5 * 2^23 rounds to an
 * integer, which then stands in the low bits. */
static inline float
reduce_f32 (float x, gint32 *n)
{
  BfFloatBits rounded = { .value = x * 0x1.715476p+0f + 0x1.8p23f };
  float whole = rounded.value - 0x1.8p23f;
  float r = (x - whole * 0x1.62e400p-1f) - whole * 0x1.7f7d1cp-20f;  /* ln 2 in two parts */
  float p = 1.9875691500e-4f;                                       /* Cephes, expf */

  p = p * r + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  *n = (gint32) (rounded.bits - 0x4b400000);
  return p * r * r + r;
}

static inline float
exp_f32 (float x)
{
  float clamped = x < -104 ? -104 : x > 89 ? 89 : x;
  gint32 n;
  float tail = reduce_f32 (clamped, &n);
  gint32 half = n >> 1;

  /* In two steps, since 2^n alone would leave the range before the product does. */
  return (tail + 1) * power_of_two_f32 (half) * power_of_two_f32 (n - half);
}

static inline float
expm1_f32 (float x)
{
  float clamped = x < -18 ? -18 : x > 89 ? 89 : x;
  gint32 n;
  float tail = reduce_f32 (clamped, &n);
  gint32 half = n >> 1;
  float low = power_of_two_f32 (half), high = power_of_two_f32 (n - half);

  return (tail * low + (low - power_of_two_f32 (half - n))) * high;
}

/* With t = expm1 (2|x|): tanh |x| = t / (t + 2), exact to rounding near zero as well. */
static inline float
tanh_f32 (float x)
{
  float size = fabsf (x);
  gint32 n;
  float tail = reduce_f32 (2 * (size > 10 ? 10 : size), &n), power = power_of_two_f32 (n);
  float t = tail * power + (power - 1);

  return copysignf (t / (t + 2), x);
}

static inline float
sigmoid_f32 (float x)
{
  return 1 / (1 + exp_f32 (-x));
}

#endif
