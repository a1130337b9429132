#include "config.h"

#include "engine/spec.h"
#include "engine/core.h"

#include <glib/gi18n-lib.h>

/* BLAS counts rows and columns in an int; a gated cell has four times as many as units. */
#define LARGEST (G_MAXINT / 8)

static gboolean
check_sizes (const BfNetworkSpec *spec, const BfTrainingSpec *training, GError **error)
{
  if (spec->n_layers > 0 && spec->inputs > 0 && spec->outputs > 0 && training->batch_size > 0
      && spec->n_layers <= LARGEST && spec->inputs <= LARGEST && spec->outputs <= LARGEST
      && (guint64) training->batch_size * MAX (spec->timesteps, 1) <= LARGEST)
    return TRUE;
  g_set_error_literal (error, BF_ENGINE_ERROR, BF_ENGINE_ERROR_SPEC,
                       _("Layers, inputs, outputs and batch size must lie between 1 and 2²⁸"));
  return FALSE;
}

/* What is wrong with a layer's place among its neighbours, or NULL. */
static const char *
layer_fault (const BfNetworkSpec *spec, const BfTrainingSpec *training, guint index)
{
  const BfLayerSpec *layer = &spec->layers[index];
  const gboolean first = index == 0;

  if (layer->units == 0 || layer->units > LARGEST)
    return _("the number of units is out of range");
  if (first && layer->cell->recurrent != (spec->timesteps > 0))
    return spec->timesteps > 0 ? _("the first layer of a sequence must be recurrent")
                               : _("a recurrent layer needs a sequence");
  if (!first && layer->cell->recurrent && !spec->layers[index - 1].cell->recurrent)
    return _("a recurrent layer cannot follow one that is not");
  if (layer->cell->recurrent && layer->normalization->over != BF_NORMALIZE_NONE)
    return _("a recurrent layer cannot be normalised");
  if (layer->normalization->over == BF_NORMALIZE_BATCH && training->batch_size < 2)
    return _("batch normalisation needs a batch of at least 2");
  return NULL;
}

/* What is wrong with a layer's residual span, or NULL. */
static const char *
span_fault (const BfNetworkSpec *spec, guint index)
{
  const BfLayerSpec *layer = &spec->layers[index], *before = layer - 1;
  const int first = layer->span_first;

  if (first < 0)
    return layer->span_last ? _("a residual span ends that has not begun") : NULL;
  if (first == 0 || first > (int) index
      || (first < (int) index && (before->span_first != first || before->span_last)))
    return _("the residual span has no layer before it, or a gap");
  if (!layer->span_last
      && (index + 1 == spec->n_layers || spec->layers[index + 1].span_first != first))
    return _("the residual span does not end");
  if (layer->units != before->units)
    return _("the residual span changes the number of units");
  if (layer->cell != before->cell)
    return _("the residual span changes the kind of layer");
  return NULL;
}

gboolean
bf_network_spec_check (const BfNetworkSpec *spec, const BfTrainingSpec *training, GError **error)
{
  if (!check_sizes (spec, training, error))
    return FALSE;
  for (guint i = 0; i < spec->n_layers; i++)
    {
      const char *fault = layer_fault (spec, training, i);

      if (fault == NULL)
        fault = span_fault (spec, i);
      if (fault != NULL)
        {
          g_set_error (error, BF_ENGINE_ERROR, BF_ENGINE_ERROR_SPEC, _("Layer %u: %s"), i + 1,
                       fault);
          return FALSE;
        }
    }
  return TRUE;
}

/* By BfPrecision. */
static const BfCoreFunctions *const cores[] = { &bf_core_f32, &bf_core_f64 };

guint64
bf_network_spec_n_parameters (const BfNetworkSpec *spec)
{
  const BfTrainingSpec training = {
    .optimizer = bf_table_row (&bf_optimizer_table, 0),
    .batch_size = 1,
  };

  g_return_val_if_fail (spec != NULL, 0);
  return cores[BF_FLOAT32]->size (spec, &training).n_parameters;
}

guint64
bf_network_spec_memory (const BfNetworkSpec *spec, const BfTrainingSpec *training)
{
  g_return_val_if_fail (spec != NULL && training != NULL, 0);

  const guint64 values = (guint64) spec->inputs * MAX (spec->timesteps, 1) + spec->outputs;
  const guint64 core = cores[training->precision]->size (spec, training).bytes;
  const guint64 histograms = training->histogram_interval == 0 ? 0
    : spec->n_layers * (guint64) (BF_HISTOGRAMS_LARGEST * BF_HISTOGRAM_PARTS * sizeof (guint32));
  guint64 batch, total;

  if (!g_uint64_checked_mul (&batch, values, training->batch_size * (guint64) sizeof (float))
      || !g_uint64_checked_add (&total, batch, histograms)
      || !g_uint64_checked_add (&total, total, core))
    return G_MAXUINT64;
  return total;
}
