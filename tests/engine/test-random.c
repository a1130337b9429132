#include "engine/random.h"

#include <math.h>

/* Vectors of kat_vectors in the Random123 distribution: philox4x32, 10 rounds. */
static void
test_known_answers (void)
{
  static const struct {
    guint32 counter[4], key[2], answer[4];
  } rows[] = {
    { { 0, 0, 0, 0 }, { 0, 0 }, { 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8 } },
    { { 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff }, { 0xffffffff, 0xffffffff },
      { 0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd } },
    { { 0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344 }, { 0xa4093822, 0x299f31d0 },
      { 0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1 } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      BfRandom random;

      bf_random_init (&random, rows[i].key[0] | (guint64) rows[i].key[1] << 32, BF_PURPOSE_WEIGHT,
                      0);
      for (guint j = 0; j < 4; j++)
        random.counter[j] = rows[i].counter[j];
      for (guint j = 0; j < 4; j++)
        g_assert_cmphex (bf_random_uint32 (&random), ==, rows[i].answer[j]);
    }
}

static void
test_block_counter_carries (void)
{
  BfRandom random, high;

  bf_random_init (&random, 1, BF_PURPOSE_DATA, 0);
  high = random;
  random.counter[0] = G_MAXUINT32;
  high.counter[1] = 1;
  for (guint i = 0; i < 4; i++)
    bf_random_uint32 (&random);
  g_assert_cmphex (bf_random_uint32 (&random), ==, bf_random_uint32 (&high));
}

/* Streams that differ in one part of their name share no numbers; equal names give equal numbers.
 */
static void
test_streams (void)
{
  static const struct {
    guint64 seed;
    BfPurpose purpose;
    guint32 index;
  } names[] = {
    { 1, BF_PURPOSE_WEIGHT, 0 }, { 2, BF_PURPOSE_WEIGHT, 0 }, { 1, BF_PURPOSE_ORDER, 0 },
    { 1, BF_PURPOSE_WEIGHT, 1 }, { 1 + (1ULL << 32), BF_PURPOSE_WEIGHT, 0 },
  };
  g_autoptr (GHashTable) seen = g_hash_table_new (g_int64_hash, g_int64_equal);
  gint64 values[G_N_ELEMENTS (names)][64];

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      BfRandom random, again;

      bf_random_init (&random, names[i].seed, names[i].purpose, names[i].index);
      bf_random_init (&again, names[i].seed, names[i].purpose, names[i].index);
      for (guint j = 0; j < 64; j++)
        {
          guint64 high = bf_random_uint32 (&random);

          values[i][j] = high << 32 | bf_random_uint32 (&random);
          high = bf_random_uint32 (&again);
          g_assert_cmpint (values[i][j], ==, (gint64) (high << 32 | bf_random_uint32 (&again)));
          g_assert_true (g_hash_table_add (seen, &values[i][j]));
        }
    }
}

static void
test_uniform (void)
{
  enum { N = 200000, CELLS = 64 };
  guint counts[CELLS] = { 0 };
  double sum = 0, squares = 0, lagged = 0, last = 0.5, chi_squared = 0;
  BfRandom random;

  bf_random_init (&random, 7, BF_PURPOSE_DATA, 3);
  for (guint i = 0; i < N; i++)
    {
      double value = bf_random_uniform (&random);

      g_assert_true (value >= 0 && value < 1);
      counts[(guint) (value * CELLS)]++;
      sum += value;
      squares += value * value;
      lagged += (value - 0.5) * (last - 0.5);
      last = value;
    }
  for (guint i = 0; i < CELLS; i++)
    chi_squared += pow (counts[i] - (double) N / CELLS, 2) / ((double) N / CELLS);

  g_assert_cmpfloat_with_epsilon (sum / N, 0.5, 0.003);
  g_assert_cmpfloat_with_epsilon (squares / N, 1 / 3.0, 0.003);
  g_assert_cmpfloat_with_epsilon (lagged / N, 0, 0.001);
  g_assert_cmpfloat (chi_squared, <, 63 + 4 * sqrt (2 * 63.0));
  g_assert_cmpfloat (chi_squared, >, 63 - 4 * sqrt (2 * 63.0));
}

static void
test_normal (void)
{
  enum { N = 200000 };
  double moments[5] = { 0 };
  BfRandom random;

  bf_random_init (&random, 7, BF_PURPOSE_WEIGHT, 3);
  for (guint i = 0; i < N; i++)
    {
      double value = bf_random_normal (&random);

      for (guint k = 1; k < 5; k++)
        moments[k] += pow (value, k) / N;
    }
  g_assert_cmpfloat_with_epsilon (moments[1], 0, 0.01);
  g_assert_cmpfloat_with_epsilon (moments[2], 1, 0.015);
  g_assert_cmpfloat_with_epsilon (moments[3], 0, 0.04);
  g_assert_cmpfloat_with_epsilon (moments[4], 3, 0.1);
}

static void
test_below (void)
{
  /* Four draws fall on three values: without rejection one in three would come twice as often. */
  const guint32 bound = (1U << 31) + (1U << 30);
  guint thirds = 0;
  BfRandom random;

  bf_random_init (&random, 7, BF_PURPOSE_SPLIT, 0);
  for (guint i = 0; i < 30000; i++)
    {
      guint32 value = bf_random_below (&random, bound);

      g_assert_cmpuint (value, <, bound);
      thirds += value % 3 == 0;
      g_assert_cmpuint (bf_random_below (&random, 1), ==, 0);
    }
  g_assert_cmpfloat_with_epsilon (thirds / 30000.0, 1 / 3.0, 0.012);
}

/* Every order of three comes equally often. */
static void
test_shuffle (void)
{
  guint counts[27] = { 0 };
  BfRandom random;

  bf_random_init (&random, 9, BF_PURPOSE_ORDER, 0);
  for (guint i = 0; i < 12000; i++)
    {
      guint32 values[3] = { 0, 1, 2 };

      bf_random_shuffle (&random, values, 3);
      g_assert_cmpuint (1U << values[0] | 1U << values[1] | 1U << values[2], ==, 7);
      counts[values[0] * 9 + values[1] * 3 + values[2]]++;
    }
  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    if (counts[i] > 0)
      g_assert_cmpfloat_with_epsilon (counts[i] / 12000.0, 1 / 6.0, 0.014);

  bf_random_shuffle (&random, NULL, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/random/known-answers", test_known_answers);
  g_test_add_func ("/random/block-counter-carries", test_block_counter_carries);
  g_test_add_func ("/random/streams", test_streams);
  g_test_add_func ("/random/uniform", test_uniform);
  g_test_add_func ("/random/normal", test_normal);
  g_test_add_func ("/random/below", test_below);
  g_test_add_func ("/random/shuffle", test_shuffle);
  return g_test_run ();
}
