#include "products.h"

#include <cblas.h>

#include "engine/random.h"

typedef struct {
  CBLAS_TRANSPOSE turn_a, turn_b;
  guint m, n, k;
  const float *a, *b;
  float *c;
  float beta;
} Product;

struct _Products {
  GArray *list;         /* of Product, in the order of a step */
  GPtrArray *arrays;    /* what they read and write */
  BfRandom random;
};

/* Arrays of a layer. */
typedef struct {
  guint rows, units, gates, inputs, timesteps;
  const float *x;
  float *h, *dh, *dx;
  float *z, *dz;        /* [T, rows, gates] */
  float *weight[2], *gradient[2];
} Place;

static float *
new_array (Products *self, gsize n)
{
  float *array = g_new (float, n);

  for (gsize i = 0; i < n; i++)
    array[i] = 0.01 * bf_random_normal (&self->random);
  g_ptr_array_add (self->arrays, array);
  return array;
}

static void
add (Products *self, CBLAS_TRANSPOSE turn_a, CBLAS_TRANSPOSE turn_b, guint m, guint n, guint k,
     const float *a, const float *b, float beta, float *c)
{
  const Product product = { turn_a, turn_b, m, n, k, a, b, c, beta };

  g_array_append_val (self->list, product);
}

static void
add_forward (Products *self, const Place *place)
{
  const guint rows = place->rows, gates = place->gates, units = place->units;

  add (self, CblasNoTrans, CblasTrans, rows * place->timesteps, gates, place->inputs, place->x, place->weight[0], 1,
       place->z);
  for (guint t = 1; t < place->timesteps; t++)
    add (self, CblasNoTrans, CblasTrans, rows, gates, units, place->h + (gsize) (t - 1) * rows * units,
         place->weight[1], 1, place->z + (gsize) t * rows * gates);
}

static void
add_backward (Products *self, const Place *place)
{
  const guint rows = place->rows, gates = place->gates, units = place->units, T = place->timesteps;

  for (guint t = T - 1; t > 0; t--)
    add (self, CblasNoTrans, CblasNoTrans, rows, units, gates, place->dz + (gsize) t * rows * gates,
         place->weight[1], 1, place->dh + (gsize) (t - 1) * rows * units);
  add (self, CblasTrans, CblasNoTrans, gates, place->inputs, rows * T, place->dz, place->x, 0, place->gradient[0]);
  if (T > 1)
    add (self, CblasTrans, CblasNoTrans, gates, units, rows * (T - 1), place->dz + (gsize) rows * gates, place->h, 0,
         place->gradient[1]);
  if (place->dx != NULL)
    add (self, CblasNoTrans, CblasNoTrans, rows * T, place->inputs, gates, place->dz, place->weight[0], 0, place->dx);
}

/* A layer's own arrays; its input and dL/dx are those of the layer before. */
static void
init_place (Products *self, Place *place, const Place *before)
{
  const gsize entries = (gsize) place->rows * place->timesteps;

  place->weight[0] = new_array (self, (gsize) place->gates * place->inputs);
  place->gradient[0] = new_array (self, (gsize) place->gates * place->inputs);
  if (place->timesteps > 1)
    {
      place->weight[1] = new_array (self, (gsize) place->gates * place->units);
      place->gradient[1] = new_array (self, (gsize) place->gates * place->units);
    }
  place->h = new_array (self, entries * place->units);
  place->z = place->timesteps > 1 ? new_array (self, entries * place->gates) : place->h;
  if (before != NULL)
    {
      const gsize last = (gsize) (before->timesteps - place->timesteps) * place->rows * before->units;

      place->x = before->h + last;
      place->dx = before->dh + last;
    }
  else
    place->x = new_array (self, entries * place->inputs);
}

/* dL/dh of all layers and dL/dz share an array each. */
static void
share (Products *self, Place *places, guint n)
{
  gsize n_dh = 0, n_dz = 0;

  for (guint i = 0; i < n; i++)
    {
      n_dh = MAX (n_dh, (gsize) places[i].rows * places[i].timesteps * places[i].units);
      n_dz = MAX (n_dz, (gsize) places[i].rows * places[i].timesteps * places[i].gates);
    }

  float *dh = new_array (self, n_dh), *dz = new_array (self, n_dz);

  for (guint i = 0; i < n; i++)
    {
      places[i].dh = dh;
      places[i].dz = dz;
    }
}

Products *
products_new (const BfNetworkSpec *network, guint batch_size)
{
  Products *self = g_new0 (Products, 1);
  const guint n = network->n_layers + 1;
  g_autofree Place *places = g_new0 (Place, n);

  self->list = g_array_new (FALSE, FALSE, sizeof (Product));
  self->arrays = g_ptr_array_new_with_free_func (g_free);
  bf_random_init (&self->random, 1, BF_PURPOSE_DATA, 0);
  for (guint i = 0; i < n; i++)
    {
      const BfLayerSpec *layer = i < network->n_layers ? &network->layers[i] : NULL;
      Place *place = &places[i];

      place->rows = batch_size;
      place->units = layer != NULL ? layer->units : network->outputs;
      place->gates = place->units * (layer != NULL ? layer->cell->n_gates : 1);
      place->inputs = i > 0 ? places[i - 1].units : network->inputs;
      place->timesteps = layer != NULL && layer->cell->recurrent ? network->timesteps : 1;
    }
  share (self, places, n);
  for (guint i = 0; i < n; i++)
    {
      init_place (self, &places[i], i > 0 ? &places[i - 1] : NULL);
      add_forward (self, &places[i]);
    }
  for (guint i = n; i-- > 0;)
    add_backward (self, &places[i]);
  return self;
}

void
products_free (Products *self)
{
  g_array_unref (self->list);
  g_ptr_array_unref (self->arrays);
  g_free (self);
}

void
products_run (Products *self)
{
  for (guint i = 0; i < self->list->len; i++)
    {
      const Product *p = &g_array_index (self->list, Product, i);

      cblas_sgemm (CblasRowMajor, p->turn_a, p->turn_b, p->m, p->n, p->k, 1, p->a,
                   p->turn_a == CblasTrans ? p->m : p->k, p->b, p->turn_b == CblasTrans ? p->k : p->n, p->beta, p->c,
                   p->n);
    }
}

double
products_flops (const Products *self)
{
  double flops = 0;

  for (guint i = 0; i < self->list->len; i++)
    {
      const Product *p = &g_array_index (self->list, Product, i);

      flops += 2.0 * p->m * p->n * p->k;
    }
  return flops;
}
