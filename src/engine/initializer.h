/* Weight initialisers. Standard deviations and bounds as in Glorot & Bengio 2010, He et al. 2015;
 * the gain multiplies them. "He" means the plain rule, variance 2 / fan_in, whatever the
 * activation: for a leaky ReLU of slope a, the rule of He et al. is a gain of 1 / sqrt(1 + a^2).
 * Biases start at zero. */
#pragma once

#include "engine/random.h"
#include "engine/table.h"

typedef struct {
  guint rows, columns;    /* weight [rows, columns] = [out, in]; gates are filled block by block */
  double gain;
  double std;             /* "normal" only */
} BfInitializerShape;

/* How the entries of a matrix hang together, for the theory. */
typedef enum {
  BF_ENTRIES_INDEPENDENT,
  BF_ENTRIES_ORTHOGONAL,  /* of a random rotation */
  BF_ENTRIES_FIXED        /* nothing is drawn */
} BfEntries;

typedef struct {
  BfEntry entry;
  gboolean has_std;       /* reads initializer_std */
  BfEntries entries;
  /* Fills @weight, row-major [rows, columns]. FALSE if there is no memory for the work space. */
  gboolean (*fill) (double *weight, const BfInitializerShape *shape, BfRandom *random);
  /* Variance of one entry, for the theory; NAN where entries are not independent. */
  double (*variance) (const BfInitializerShape *shape);
} BfInitializer;

extern const BfTable bf_initializer_table;
