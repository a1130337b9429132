/* What runs beside a training changes no bit of it. */
#include "laboratory.h"

#include <string.h>

/* A training to run, and what became of its first weights. */
typedef struct {
  guint kind;
  float weights[64];
} Beside;

static gpointer
run_beside (gpointer data)
{
  Beside *self = data;
  Laboratory laboratory;

  laboratory_init (&laboratory, 8, 64, 3, 3, "tanh", "xavier-normal", "cross-entropy");
  laboratory.training.precision = BF_FLOAT32;
  if (self->kind == 1)
    laboratory_set_normalization (&laboratory, "batch");
  if (self->kind == 2)
    {
      laboratory.network.timesteps = 6;
      laboratory.layers[0].cell = bf_table_find (&bf_cell_table, "lstm");
      laboratory.layers[1].cell = bf_table_find (&bf_cell_table, "gru");
    }
  laboratory_draw (&laboratory);
  g_autoptr (BfTraining) training = laboratory_train (&laboratory);
  const BfTensor tensor = laboratory_tensor (training, "head.weight");

  bf_training_run (training, 20, NULL, NULL);
  memcpy (self->weights, tensor.value, sizeof self->weights);
  laboratory_clear (&laboratory);
  return NULL;
}

/* The same bits alone and beside others. */
static void
test_beside_others (void)
{
  Beside alone[3], together[9];
  GThread *threads[9];

  for (guint i = 0; i < G_N_ELEMENTS (alone); i++)
    {
      alone[i].kind = i;
      run_beside (&alone[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (together); i++)
    {
      together[i].kind = i % 3;
      threads[i] = g_thread_new (NULL, run_beside, &together[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (together); i++)
    {
      g_thread_join (threads[i]);
      g_assert_cmpmem (together[i].weights, sizeof together[i].weights, alone[i % 3].weights,
                       sizeof alone[i % 3].weights);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/beside/others", test_beside_others);
  return g_test_run ();
}
