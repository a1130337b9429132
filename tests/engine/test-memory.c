/* What a network costs, what is refused, and that a step allocates nothing. */
#include "laboratory.h"

#include "engine/arena.h"

#include <stdlib.h>

/* Calls of the allocator, by way of taking its place; the sanitizers have that place already. */
#if defined __GLIBC__ && !defined __SANITIZE_ADDRESS__ && !defined __SANITIZE_THREAD__
#define COUNTS_ALLOCATIONS 1

extern void *__libc_malloc (size_t size);
extern void *__libc_calloc (size_t n, size_t size);
extern void *__libc_realloc (void *block, size_t size);

static guint64 n_allocations;

void *
malloc (size_t size)
{
  n_allocations++;
  return __libc_malloc (size);
}

void *
calloc (size_t n, size_t size)
{
  n_allocations++;
  return __libc_calloc (n, size);
}

void *
realloc (void *block, size_t size)
{
  n_allocations++;
  return __libc_realloc (block, size);
}
#else
#define COUNTS_ALLOCATIONS 0
static guint64 n_allocations;
#endif

static gboolean
go_on (const BfProbe *probe, gpointer user_data)
{
  return TRUE;
}

/* For every optimiser, normalisation and residual form, in both precisions, with histograms. */
static void
test_no_allocation (void)
{
  if (!COUNTS_ALLOCATIONS)
    {
      g_test_skip ("the sanitizer has its own allocator");
      return;
    }
  for (guint k = 0; k < 8; k++)
    {
      Laboratory laboratory;
      double loss, accuracy;

      laboratory_init (&laboratory, 20, 40, 6, 5, k % 2 ? "gelu" : "tanh", "he-normal",
                       k % 3 ? "cross-entropy" : "mean-squared-error");
      laboratory.training.precision = k % 2;
      laboratory.training.optimizer = bf_table_row (&bf_optimizer_table,
                                                    k % bf_optimizer_table.n_rows);
      laboratory.training.clip_norm = 0.1;
      laboratory.training.histogram_interval = 1 + k % 3;
      laboratory.layers[0].normalization = laboratory.layers[2].normalization
        = bf_table_row (&bf_normalization_table, k % bf_normalization_table.n_rows);
      if (k > 3)
        laboratory_set_residual (&laboratory, 2, 1, k % 2);
      laboratory_draw (&laboratory);
      g_autoptr (BfTraining) training = laboratory_train (&laboratory);
      const guint64 before = n_allocations;

      bf_training_run (training, 5, go_on, NULL);
      bf_training_evaluate (training, &laboratory.samples, &loss, &accuracy);
      g_assert_cmpuint (n_allocations, ==, before);
      laboratory_clear (&laboratory);
    }
  g_assert_cmpuint (n_allocations, >, 0);
}

/* The same of every cell, with a state that is packed and with one too large for it. */
static void
test_no_allocation_in_sequences (void)
{
  if (!COUNTS_ALLOCATIONS)
    {
      g_test_skip ("the sanitizer has its own allocator");
      return;
    }
  for (guint k = 0; k < 2 * bf_cell_table.n_rows; k++)
    {
      const BfCell *cell = bf_table_row (&bf_cell_table, k / 2);
      Laboratory laboratory;

      if (!cell->recurrent)
        continue;
      laboratory_init (&laboratory, 3, k % 2 ? 300 : 20, 2, 2, "tanh", "xavier-uniform", "cross-entropy");
      laboratory.network.timesteps = 4;
      laboratory.training.precision = k / 2 % 2;
      laboratory.layers[0].cell = laboratory.layers[1].cell = cell;
      laboratory_draw (&laboratory);
      g_autoptr (BfTraining) training = laboratory_train (&laboratory);
      const guint64 before = n_allocations;

      bf_training_run (training, 3, go_on, NULL);
      g_assert_cmpuint (n_allocations, ==, before);
      laboratory_clear (&laboratory);
    }
}

static void
test_n_parameters (void)
{
  Laboratory laboratory;

  laboratory_init (&laboratory, 64, 64, 20, 10, "sigmoid", "xavier-uniform", "cross-entropy");
  g_assert_cmpuint (bf_network_spec_n_parameters (&laboratory.network), ==, 20 * 65 * 64 + 65 * 10);
  laboratory_set_normalization (&laboratory, "batch");
  g_assert_cmpuint (bf_network_spec_n_parameters (&laboratory.network), ==, 20 * 67 * 64 + 65 * 10);
}

/* At least the vectors, and not much more than what torch would keep for the backward pass. */
static void
test_memory (void)
{
  Laboratory laboratory;
  guint64 small, bytes;

  laboratory_init (&laboratory, 64, 64, 20, 10, "sigmoid", "xavier-uniform", "cross-entropy");
  laboratory.training.batch_size = 1;
  const guint64 n = bf_network_spec_n_parameters (&laboratory.network);

  small = bf_network_spec_memory (&laboratory.network, &laboratory.training);
  g_assert_cmpuint (small, >, 2 * n * sizeof (double));
  laboratory.training.batch_size = 65;
  bytes = bf_network_spec_memory (&laboratory.network, &laboratory.training) - small;
  g_assert_cmpuint (bytes, >, 20 * 64 * 64 * sizeof (double));
  g_assert_cmpuint (bytes, <, 28 * 64 * 64 * sizeof (double));

  laboratory.training.batch_size = 1;
  laboratory.training.optimizer = bf_table_find (&bf_optimizer_table, "adam");
  bytes = bf_network_spec_memory (&laboratory.network, &laboratory.training);
  g_assert_cmpuint (bytes - small, ==, 2 * n * sizeof (double));
}

/* Sizes that do not fit 64 bits stay too large instead of wrapping round. */
static void
test_arena (void)
{
  char memory[4 * BF_ARENA_ALIGNMENT];
  BfArena arena = { 0 };

  g_assert_null (bf_arena_take (&arena, 3, 8));
  g_assert_null (bf_arena_take (&arena, 0, 8));
  g_assert_null (bf_arena_take (&arena, BF_ARENA_ALIGNMENT + 1, 1));
  g_assert_cmpuint (arena.used, ==, 3 * BF_ARENA_ALIGNMENT);

  arena = (BfArena) { .base = memory };
  g_assert_true (bf_arena_take (&arena, 3, 8) == memory);
  g_assert_true (bf_arena_take (&arena, 1, 8) == memory + BF_ARENA_ALIGNMENT);

  arena = (BfArena) { 0 };
  bf_arena_take (&arena, G_MAXUINT64 / 8 + 2, 8);
  g_assert_cmpuint (arena.used, ==, G_MAXUINT64);
  bf_arena_take (&arena, 1, 1);
  g_assert_cmpuint (arena.used, ==, G_MAXUINT64);
}

static void
assert_refused (const Laboratory *laboratory, BfEngineError code)
{
  const BfSource source = { NULL, NULL };
  g_autoptr (GError) error = NULL;

  g_assert_null (bf_training_new (&laboratory->network, &laboratory->training, &source, &error));
  g_assert_error (error, BF_ENGINE_ERROR, (gint) code);
  g_test_message ("%s", error->message);
}

static void
init (Laboratory *laboratory)
{
  laboratory_init (laboratory, 4, 8, 5, 3, "tanh", "xavier-uniform", "cross-entropy");
}

static void
test_too_large (void)
{
  Laboratory laboratory;

  init (&laboratory);
  for (guint i = 0; i < 5; i++)
    laboratory.layers[i].units = 4000000;
  assert_refused (&laboratory, BF_ENGINE_ERROR_MEMORY);

  init (&laboratory);
  laboratory.training.batch_size = 1 << 27;
  laboratory.layers[3].units = 1000000;
  assert_refused (&laboratory, BF_ENGINE_ERROR_MEMORY);

  /* More than 2^64 bytes do not wrap round to a few. */
  laboratory_init (&laboratory, 4, (1 << 28) - 1, 40, 3, "tanh", "uniform", "cross-entropy");
  g_assert_cmpuint (bf_network_spec_memory (&laboratory.network, &laboratory.training), ==,
                    G_MAXUINT64);
  assert_refused (&laboratory, BF_ENGINE_ERROR_MEMORY);
}

static void
test_sizes (void)
{
  Laboratory laboratory;

  init (&laboratory);
  laboratory.network.n_layers = 0;
  assert_refused (&laboratory, BF_ENGINE_ERROR_SPEC);
  init (&laboratory);
  laboratory.training.batch_size = 0;
  assert_refused (&laboratory, BF_ENGINE_ERROR_SPEC);
  init (&laboratory);
  laboratory.layers[2].units = 0;
  assert_refused (&laboratory, BF_ENGINE_ERROR_SPEC);
  laboratory.layers[2].units = 1 << 28;
  assert_refused (&laboratory, BF_ENGINE_ERROR_SPEC);
  init (&laboratory);
  laboratory.training.batch_size = 1;
  laboratory_set_normalization (&laboratory, "batch");
  assert_refused (&laboratory, BF_ENGINE_ERROR_SPEC);
  init (&laboratory);
  laboratory.network.timesteps = 7;
  assert_refused (&laboratory, BF_ENGINE_ERROR_SPEC);
}

static void
test_spans (void)
{
  static const struct {
    guint layer;
    int first;
    gboolean last;
  } faults[] = {
    { 1, -1, TRUE },    /* ends without a beginning */
    { 1, 0, TRUE },     /* nothing before it */
    { 2, 1, TRUE },     /* a gap: layer 1 is not in it */
    { 2, 3, TRUE },     /* begins after it ends */
    { 2, 2, FALSE },    /* does not end */
    { 4, 4, FALSE },
  };
  Laboratory laboratory;

  for (guint k = 0; k < G_N_ELEMENTS (faults); k++)
    {
      init (&laboratory);
      laboratory.layers[faults[k].layer].span_first = faults[k].first;
      laboratory.layers[faults[k].layer].span_last = faults[k].last;
      assert_refused (&laboratory, BF_ENGINE_ERROR_SPEC);
    }
  init (&laboratory);
  laboratory_set_residual (&laboratory, 2, 1, BF_RESIDUAL_PREACTIVATION);
  laboratory.layers[3].units = 9;
  assert_refused (&laboratory, BF_ENGINE_ERROR_SPEC);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/memory/no-allocation", test_no_allocation);
  g_test_add_func ("/memory/no-allocation-in-sequences", test_no_allocation_in_sequences);
  g_test_add_func ("/memory/n-parameters", test_n_parameters);
  g_test_add_func ("/memory/memory", test_memory);
  g_test_add_func ("/memory/arena", test_arena);
  g_test_add_func ("/memory/too-large", test_too_large);
  g_test_add_func ("/memory/sizes", test_sizes);
  g_test_add_func ("/memory/spans", test_spans);
  return g_test_run ();
}
