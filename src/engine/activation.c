/* The table of activations. A row needs two scalar functions of its own: see activation-scalar.h.
 */
#include "engine/activation.h"

#define BF_REAL_BITS 32
#include "engine/activation-scalar.h"
#undef BF_REAL_BITS
#define BF_REAL_BITS 64
#include "engine/activation-scalar.h"


/* The functions of a row, all made from @function's two. */
#define FUNCTIONS(function)                                                                      \
  .value = function##_value_f64, .derivative = function##_derivative_f64,                        \
  .kernels = { function##_forward_f32, function##_forward_f64,                                   \
               function##_slopes_f32, function##_slopes_f64 }

static const BfActivation rows[] = {
  { .entry = { "sigmoid", N_("Sigmoid"), N_("1 / (1 + e⁻ᶻ). Its slope is at most ¼.") },
    .bounded = TRUE, .slope_from_output = TRUE, FUNCTIONS (sigmoid) },
  { .entry = { "tanh", N_("Tanh"),
               N_("Hyperbolic tangent. Its slope is 1 at zero and falls off fast.") },
    .bounded = TRUE, .slope_from_output = TRUE, FUNCTIONS (tanh) },
  { .entry = { "relu", N_("ReLU"), N_("max(0, z). Slope 0 or 1: units can die.") },
    .slope_from_output = TRUE, FUNCTIONS (relu) },
  { .entry = { "leaky-relu", N_("Leaky ReLU"), N_("z above zero, slope · z below.") },
    .parameter_id = "slope", .parameter_default = 0.01, .parameter_min = 0, .parameter_max = 1,
    .slope_from_output = TRUE, FUNCTIONS (leaky_relu) },
  { .entry = { "elu", N_("ELU"), N_("z above zero, alpha · (eᶻ − 1) below.") },
    .parameter_id = "alpha", .parameter_default = 1, .parameter_min = 0, .parameter_max = 10,
    FUNCTIONS (elu) },
  { .entry = { "selu", N_("SELU"),
               N_("Scaled ELU: with LeCun initialisation it keeps mean 0 and variance 1.") },
    FUNCTIONS (selu) },
  { .entry = { "gelu", N_("GELU"), N_("z · Φ(z), with the normal distribution function Φ.") },
    FUNCTIONS (gelu) },
  { .entry = { "silu", N_("SiLU (Swish)"), N_("z · sigmoid(z).") }, FUNCTIONS (silu) },
  { .entry = { "softplus", N_("Softplus"), N_("log(1 + eᶻ), a smooth ReLU.") },
    FUNCTIONS (softplus) },
  { .entry = { "softsign", N_("Softsign"),
               N_("z / (1 + |z|). It saturates more slowly than tanh.") },
    .bounded = TRUE, FUNCTIONS (softsign) },
  { .entry = { "linear", N_("Linear"), N_("z itself: a network without activation.") },
    .slope_from_output = TRUE, FUNCTIONS (linear) },
};

const BfTable bf_activation_table = BF_TABLE ("activations", rows);
