/* Activations, phi. One row of one table each; the kernels in both precisions belong to the row. */
#pragma once

#include "engine/table.h"

typedef struct {
  /* h = phi(z), n values; h may be z. */
  void (*forward_f32) (gsize n, const float *z, float *h, double parameter);
  void (*forward_f64) (gsize n, const double *z, double *h, double parameter);
  /* dz = dh * phi'(z); h = phi(z) is given as well; dz may be dh. */
  void (*backward_f32) (gsize n, const float *z, const float *h, const float *dh, float *dz,
                        double parameter);
  void (*backward_f64) (gsize n, const double *z, const double *h, const double *dh, double *dz,
                        double parameter);
} BfActivationKernels;

typedef struct {
  BfEntry entry;
  const char *parameter_id;       /* key in files, "slope" or "alpha"; NULL: no parameter */
  double parameter_default;
  double parameter_min, parameter_max;
  gboolean bounded;               /* sigmoid, tanh, softsign: saturation is measured */
  double (*value) (double z, double parameter);
  double (*derivative) (double z, double parameter);
  BfActivationKernels kernels;
} BfActivation;

extern const BfTable bf_activation_table;
