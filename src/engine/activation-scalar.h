/* The scalar functions of the activations: for each its value and its slope, of the pre-activation
 * z, the value h = phi(z) and the parameter a. KERNELS stamps out the loops of the table row.
 *
 * Included by activation.c alone, once a precision. Comparisons are written so that NaN stays NaN.
 * At a kink the slope is torch's.
 */
#include "engine/real-math.h"

#undef KERNELS
#define KERNELS(name)                                                                            \
  static BF_CLONES void X (name##_forward) (gsize n, const real *z, real *h, double parameter)   \
  {                                                                                              \
    const real a = parameter;                                                                    \
    BF_ELEMENTWISE                                                                               \
    for (gsize i = 0; i < n; i++)                                                                \
      h[i] = X (name##_value) (z[i], a);                                                         \
  }                                                                                              \
  static BF_CLONES void X (name##_slopes) (gsize n, const real *z, const real *h, real *slope,   \
                                           double parameter)                                     \
  {                                                                                              \
    const real a = parameter;                                                                    \
    BF_ELEMENTWISE                                                                               \
    for (gsize i = 0; i < n; i++)                                                                \
      slope[i] = X (name##_slope) (z[i], h[i], a);                                               \
  }                                                                                              \
  static inline real X (name##_derivative) (real z, real a)                                      \
  {                                                                                              \
    return X (name##_slope) (z, X (name##_value) (z, a), a);                                     \
  }

static inline real X (sigmoid_value) (real z, real a) { return X (sigmoid) (z); }
static inline real X (sigmoid_slope) (real z, real h, real a) { return h * (1 - h); }
KERNELS (sigmoid)

static inline real X (tanh_value) (real z, real a) { return X (tanh) (z); }
static inline real X (tanh_slope) (real z, real h, real a) { return 1 - h * h; }
KERNELS (tanh)

static inline real X (relu_value) (real z, real a) { return z <= 0 ? 0 : z; }
static inline real X (relu_slope) (real z, real h, real a) { return h <= 0 ? 0 : 1; }
KERNELS (relu)

static inline real X (leaky_relu_value) (real z, real a) { return z <= 0 ? a * z : z; }
static inline real X (leaky_relu_slope) (real z, real h, real a) { return h <= 0 ? a : 1; }
KERNELS (leaky_relu)

static inline real X (elu_value) (real z, real a) { return z <= 0 ? a * X (expm1) (z) : z; }
static inline real X (elu_slope) (real z, real h, real a) { return z <= 0 ? a * X (exp) (z) : 1; }
KERNELS (elu)

/* The constants for which mean 0 and variance 1 are a fixed point (Klambauer et al. 2017). */
#undef SELU_ALPHA
#undef SELU_SCALE
#define SELU_ALPHA ((real) 1.6732632423543772848170429916717)
#define SELU_SCALE ((real) 1.0507009873554804934193349852946)

static inline real
X (selu_value) (real z, real a)
{
  return SELU_SCALE * X (elu_value) (z, SELU_ALPHA);
}

static inline real
X (selu_slope) (real z, real h, real a)
{
  return SELU_SCALE * X (elu_slope) (z, h, SELU_ALPHA);
}
KERNELS (selu)

/* The normal distribution function, of which gelu is z times. */
static inline real
X (normal_share) (real z)
{
  return (1 + X (erf) (z * (real) M_SQRT1_2)) / 2;
}

static inline real X (gelu_value) (real z, real a) { return z * X (normal_share) (z); }

static inline real
X (gelu_slope) (real z, real h, real a)
{
  const real density = (real) 0.39894228040143267794 * X (exp) (-z * z / 2);

  return X (normal_share) (z) + z * density;
}
KERNELS (gelu)

static inline real X (silu_value) (real z, real a) { return z * X (sigmoid) (z); }

static inline real
X (silu_slope) (real z, real h, real a)
{
  const real share = X (sigmoid) (z);

  return share * (1 + z * (1 - share));
}
KERNELS (silu)

/* Above 20 the identity, as in torch. */
static inline real
X (softplus_value) (real z, real a)
{
  return z > 20 ? z : X (log1p) (X (exp) (z));
}

static inline real
X (softplus_slope) (real z, real h, real a)
{
  return z > 20 ? 1 : X (sigmoid) (z);
}
KERNELS (softplus)

static inline real X (softsign_value) (real z, real a) { return z / (1 + X (abs) (z)); }

static inline real
X (softsign_slope) (real z, real h, real a)
{
  const real root = 1 / (1 + X (abs) (z));

  return root * root;
}
KERNELS (softsign)

static inline real X (linear_value) (real z, real a) { return z; }
static inline real X (linear_slope) (real z, real h, real a) { return 1; }
KERNELS (linear)
