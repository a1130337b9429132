/* How a network is laid out in memory, made and freed. */
#include "engine/network-real.h"
#include "engine/blas-real.h"

#ifdef __linux__
#include <sys/mman.h>
#endif

#define LARGE_PAGE 2097152   /* bytes */

static guint64
product_or_max (guint64 a, guint64 b)
{
  guint64 product;

  return g_uint64_checked_mul (&product, a, b) ? product : G_MAXUINT64;
}

static guint64
sum_or_max (guint64 a, guint64 b)
{
  guint64 sum;

  return g_uint64_checked_add (&sum, a, b) ? sum : G_MAXUINT64;
}

Parameter *
X (add_parameter) (Layer *layer, const char *name, guint rows, guint columns, gboolean weight)
{
  Network *network = layer->network;
  Parameter *parameter = &layer->parameters[layer->n_parameters++];

  g_assert (layer->n_parameters <= BF_LAYER_MAX_PARAMETERS);
  g_snprintf (parameter->name, sizeof parameter->name, "%s.%s", layer->prefix, name);
  parameter->rows = rows;
  parameter->columns = columns;
  parameter->weight = weight;
  parameter->n = product_or_max (rows, MAX (columns, 1));
  parameter->offset = network->n_parameters;
  if (network->vectors != NULL)
    {
      parameter->value = network->parameters + parameter->offset;
      parameter->gradient = network->gradients + parameter->offset;
    }
  network->n_parameters = sum_or_max (network->n_parameters, parameter->n);
  return parameter;
}

real *
X (take) (Layer *layer, guint64 n)
{
  return bf_arena_take (&layer->network->arena, n, sizeof (real));
}

void
X (need_work) (Layer *layer, guint64 n)
{
  layer->network->n_work = MAX (layer->network->n_work, n);
}

/* Whether a shortcut ends at this layer's output, or starts from it. */
static gboolean
on_trunk (const Network *network, guint index)
{
  const BfLayerSpec *layers = network->spec.layers;

  return (index < network->n_layers && layers[index].span_last)
         || (index + 1 < network->n_layers && layers[index + 1].span_first == (int) index + 1);
}

static void
layout_layer (Network *network, guint index)
{
  Layer *layer = &network->layers[index];

  layer->n_parameters = 0;
  layer->ops->layout (layer);
  network->n_dh = MAX (network->n_dh, product_or_max (layer->units, (guint64) layer->timesteps
                                                      * network->training.batch_size));
}

/* The gradients dL/dh of all layers share two arrays. A layer's dh is used up before that of the
 * layer before is written, so one would do, were it not for shortcuts: dL/dh at the end of a span
 * is kept on the trunk while the span's inner layers use the branch, and the first layer of the
 * span adds its dL/dx to it. */
static void
take_shared (Network *network)
{
  BfArena *arena = &network->arena;
  gboolean has_trunk = FALSE;

  for (guint i = 0; i < network->n_layers; i++)
    has_trunk |= on_trunk (network, i);
  network->branch_dh = bf_arena_take (arena, network->n_dh, sizeof (real));
  network->trunk_dh = bf_arena_take (arena, has_trunk ? network->n_dh : 0, sizeof (real));
  network->delta = bf_arena_take (arena, network->n_work, sizeof (real));
  network->work = bf_arena_take (arena, network->n_work, sizeof (real));
  network->flags = bf_arena_take (arena, network->n_work, sizeof (guint32));
  for (guint i = 0; i <= network->n_layers; i++)
    network->layers[i].dh = on_trunk (network, i) ? network->trunk_dh : network->branch_dh;
}

static void
layout (Network *network)
{
  const guint64 n_inputs = product_or_max ((guint64) network->layers[0].timesteps
                                           * network->training.batch_size, network->spec.inputs);
  const gboolean in_place = sizeof (real) == sizeof (float) && network->spec.timesteps == 0;

  network->n_parameters = 0;
  network->arena.used = 0;
  for (guint i = 0; i <= network->n_layers; i++)
    layout_layer (network, i);
  if (!in_place)
    network->inputs = bf_arena_take (&network->arena, n_inputs, sizeof (real));
  take_shared (network);
}

/* The head is a linear dense layer; the loss implies what is made of its outputs. */
static void
init_head_spec (Network *network)
{
  network->head_spec = (BfLayerSpec) {
    .cell = bf_table_find (&bf_cell_table, "dense"),
    .units = network->spec.outputs,
    .activation = bf_table_find (&bf_activation_table, "linear"),
    .initializer = bf_table_find (&bf_initializer_table, "xavier-uniform"),
    .gain = 1,
    .normalization = bf_table_find (&bf_normalization_table, "none"),
    .span_first = -1,
  };
}

static void
init_layer (Network *network, guint index)
{
  Layer *layer = &network->layers[index];
  const gboolean head = index == network->n_layers;

  layer->network = network;
  layer->index = index;
  layer->spec = head ? &network->head_spec : &network->spec.layers[index];
  layer->ops = layer->spec->cell->X (ops);
  layer->inputs = index == 0 ? network->spec.inputs : network->layers[index - 1].units;
  layer->units = layer->spec->units;
  layer->timesteps = layer->spec->cell->recurrent ? network->spec.timesteps : 1;
  layer->preactivation = layer->spec->span_first >= 0
                         && layer->spec->residual_form == BF_RESIDUAL_PREACTIVATION;
  layer->dx_accumulates = layer->spec->span_first == (int) index;
  layer->stream = head ? BF_HEAD_STREAM : bf_weight_stream (index, 0);
  if (head)
    g_strlcpy (layer->prefix, "head", sizeof layer->prefix);
  else
    g_snprintf (layer->prefix, sizeof layer->prefix, "layers.%u", index);
}

/* Counts, but takes no memory for its arrays yet. */
static Network *
counted (const BfNetworkSpec *spec, const BfTrainingSpec *training)
{
  Network *network = g_new0 (Network, 1);

  network->spec = *spec;
  network->spec.layers = g_memdup2 (spec->layers, spec->n_layers * sizeof *spec->layers);
  network->training = *training;
  network->n_layers = spec->n_layers;
  network->layers = g_new0 (Layer, spec->n_layers + 1);
  init_head_spec (network);
  for (guint i = 0; i <= network->n_layers; i++)
    init_layer (network, i);
  layout (network);
  return network;
}

void
X (network_free) (gpointer core)
{
  Network *network = core;

  g_free (network->vectors);
  g_free (network->memory);
  g_free (network->layers);
  g_free (network->spec.layers);
  g_free (network);
}

/* Bytes of the parameter, gradient and state vectors. */
static guint64
vector_bytes (const Network *network)
{
  const guint n_vectors = 2 + network->training.optimizer->n_state;

  return product_or_max (network->n_parameters, n_vectors * sizeof (real));
}

BfCoreSize
X (network_size) (const BfNetworkSpec *spec, const BfTrainingSpec *training)
{
  Network *network = counted (spec, training);
  const guint64 fixed = sizeof *network + (network->n_layers + 1) * sizeof *network->layers;
  const BfCoreSize result = {
    .n_parameters = network->n_parameters,
    .bytes = sum_or_max (fixed, sum_or_max (vector_bytes (network), network->arena.used)),
  };

  X (network_free) (network);
  return result;
}

/* A step passes once through all of a network's memory: if that is much, finding its pages takes longer than
 * reading some of them, and fewer, larger ones are asked for. */
static void
prefer_large_pages (gpointer memory, gsize bytes)
{
#ifdef MADV_HUGEPAGE
  (void) madvise (memory, bytes, MADV_HUGEPAGE);   /* as well if it is not granted */
#endif
}

/* Zeroed memory that begins on a cache line, or on a large page; *@block is to be freed. */
static gpointer
allocate (guint64 bytes, gpointer *block)
{
  const gboolean large = bytes >= LARGE_PAGE;
  const guintptr mask = (large ? LARGE_PAGE : BF_ARENA_ALIGNMENT) - 1;

  *block = bytes < G_MAXSIZE - mask ? g_try_malloc0 (bytes + mask) : NULL;
  if (*block == NULL)
    return NULL;

  gpointer memory = (gpointer) (((guintptr) *block + mask) & ~mask);

  if (large)
    prefer_large_pages (memory, bytes);
  return memory;
}

static gboolean
bind (Network *network)
{
  const guint64 n = network->n_parameters;
  real *vectors = allocate (vector_bytes (network), &network->vectors);
  char *base = allocate (network->arena.used, &network->memory);

  if (vectors == NULL || base == NULL)
    return FALSE;
  network->parameters = vectors;
  network->gradients = vectors + n;
  for (guint i = 0; i < network->training.optimizer->n_state; i++)
    network->state[i] = vectors + (2 + i) * n;
  network->arena.base = base;
  layout (network);
  return TRUE;
}

gpointer
X (network_new) (const BfNetworkSpec *spec, const BfTrainingSpec *training)
{
  Network *network = counted (spec, training);
  gboolean done = bind (network);

  X (blas_init) ();
  for (guint i = 0; done && i <= network->n_layers; i++)
    done = network->layers[i].ops->init (&network->layers[i], training->seed);
  if (!done)
    {
      X (network_free) (network);
      return NULL;
    }
  return network;
}

gboolean
X (init_weight) (const Layer *layer, Parameter *weight, guint n_blocks,
                 const BfInitializer *initializer, guint64 seed, guint32 stream)
{
  const BfInitializerShape shape = {
    .rows = weight->rows / n_blocks,
    .columns = weight->columns,
    .gain = layer->spec->gain,
    .std = layer->spec->initializer_std,
  };
  const gsize n = weight->n / n_blocks;
  g_autofree double *draws = g_try_malloc_n (n, sizeof *draws);
  BfRandom random;

  if (draws == NULL)
    return FALSE;
  bf_random_init (&random, seed, BF_PURPOSE_WEIGHT, stream);
  for (guint block = 0; block < n_blocks; block++)
    {
      if (!initializer->fill (draws, &shape, &random))
        return FALSE;
      for (gsize i = 0; i < n; i++)
        weight->value[block * n + i] = draws[i];
    }
  return TRUE;
}
