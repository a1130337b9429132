#include "engine/random.h"

#include <math.h>
#include <string.h>

#include <Random123/philox.h>

void
bf_random_init (BfRandom *random, guint64 seed, BfPurpose purpose, guint32 index)
{
  g_return_if_fail (random != NULL);

  *random = (BfRandom) {
    .key = { (guint32) seed, (guint32) (seed >> 32) },
    .counter = { 0, 0, index, purpose },
    .used = G_N_ELEMENTS (random->block),
  };
}

static void
next_block (BfRandom *random)
{
  philox4x32_ctr_t counter, block;
  philox4x32_key_t key;

  memcpy (counter.v, random->counter, sizeof counter.v);
  memcpy (key.v, random->key, sizeof key.v);
  block = philox4x32 (counter, key);
  memcpy (random->block, block.v, sizeof block.v);

  if (++random->counter[0] == 0)
    random->counter[1]++;
  random->used = 0;
}

guint32
bf_random_uint32 (BfRandom *random)
{
  if (random->used == G_N_ELEMENTS (random->block))
    next_block (random);
  return random->block[random->used++];
}

double
bf_random_uniform (BfRandom *random)
{
  guint64 high = bf_random_uint32 (random) >> 5;  /* 27 bits */
  guint64 low = bf_random_uint32 (random) >> 6;   /* 26 bits */

  return (high << 26 | low) * 0x1p-53;
}

double
bf_random_normal (BfRandom *random)
{
  if (random->has_normal)
    {
      random->has_normal = FALSE;
      return random->normal;
    }

  double radius = sqrt (-2 * log (1 - bf_random_uniform (random)));  /* 1 - u is never 0 */
  double angle = 2 * G_PI * bf_random_uniform (random);

  random->normal = radius * sin (angle);
  random->has_normal = TRUE;
  return radius * cos (angle);
}

/* Lemire 2019, "Fast random integer generation in an interval". */
guint32
bf_random_below (BfRandom *random, guint32 bound)
{
  g_return_val_if_fail (bound > 0, 0);

  guint64 product = (guint64) bf_random_uint32 (random) * bound;
  guint32 threshold = -bound % bound;  /* 2^32 mod bound */

  while ((guint32) product < threshold)
    product = (guint64) bf_random_uint32 (random) * bound;
  return product >> 32;
}

void
bf_random_shuffle (BfRandom *random, guint32 *values, guint32 n)
{
  for (guint32 i = n; i > 1; i--)
    {
      guint32 j = bf_random_below (random, i);
      guint32 value = values[i - 1];

      values[i - 1] = values[j];
      values[j] = value;
    }
}
