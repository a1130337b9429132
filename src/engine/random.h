/* Counter-based random numbers: Philox4x32-10 (Salmon et al. 2011, "Parallel random numbers: as
 * easy as 1, 2, 3"), through Random123.
 *
 * A stream is named by (seed, purpose, index): two networks with the same seed draw the same
 * numbers for the same tensor, whatever else differs between them. Draws are made in double, so
 * that float32 and float64 networks start from the same values.
 *
 * Any thread; a BfRandom is a plain value owned by its caller.
 */
#pragma once

#include <glib.h>

typedef enum {
  BF_PURPOSE_WEIGHT = 1,    /* index: bf_weight_stream() of layer.h: layer and role */
  BF_PURPOSE_ORDER,         /* index: epoch */
  BF_PURPOSE_DATA,          /* index: chosen by the task */
  BF_PURPOSE_NOISE,
  BF_PURPOSE_SPLIT,
} BfPurpose;

typedef struct {
  guint32 key[2];      /* the seed */
  guint32 counter[4];  /* of the next block: its number (64 bits), index, purpose */
  guint32 block[4];
  guint used;          /* numbers of block already given out */
  gboolean has_normal;
  double normal;       /* second value of the last Box-Muller pair */
} BfRandom;

void bf_random_init (BfRandom *random, guint64 seed, BfPurpose purpose, guint32 index);

guint32 bf_random_uint32 (BfRandom *random);
double bf_random_uniform (BfRandom *random);  /* in [0, 1), 53 bits */
double bf_random_normal (BfRandom *random);   /* mean 0, standard deviation 1 (Box-Muller) */
guint32 bf_random_below (BfRandom *random, guint32 bound); /* in [0, bound), unbiased; bound > 0 */

/* Fisher-Yates shuffle of n numbers. */
void bf_random_shuffle (BfRandom *random, guint32 *values, guint32 n);
