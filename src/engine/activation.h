/* Activations, phi. One row of one table each; the kernels in both precisions belong to the row.
 *
 * To add one: write its two scalar functions in activation-scalar.h and a row in activation.c. */
#pragma once

#include "engine/table.h"

typedef struct {
  /* h = phi(z), n values; h may be z. */
  void (*forward_f32) (gsize n, const float *z, float *h, double parameter);
  void (*forward_f64) (gsize n, const double *z, double *h, double parameter);
  /* slope = phi'(z), n values; h = phi(z) is given as well. slope may be z or h. Where
   * slope_from_output is set, z is not read. */
  void (*slope_f32) (gsize n, const float *z, const float *h, float *slope, double parameter);
  void (*slope_f64) (gsize n, const double *z, const double *h, double *slope, double parameter);
} BfActivationKernels;

typedef struct {
  BfEntry entry;
  const char *parameter_id;       /* key in files, "slope" or "alpha"; NULL: no parameter */
  double parameter_default;
  double parameter_min, parameter_max;
  gboolean bounded;               /* sigmoid, tanh, softsign: saturation is measured */
  gboolean slope_from_output;     /* phi' follows from h alone, so that z need not be kept */
  double (*value) (double z, double parameter);
  double (*derivative) (double z, double parameter);
  BfActivationKernels kernels;
} BfActivation;

extern const BfTable bf_activation_table;
