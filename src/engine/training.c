#include "config.h"

#include "engine/core.h"
#include "engine/spec.h"

#include <math.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

G_DEFINE_QUARK (bf-engine-error-quark, bf_engine_error)

struct _BfTraining {
  const BfCoreFunctions *functions;
  gpointer core;
  BfTrainingSpec spec;
  BfSource source;
  guint timesteps;           /* of one sample; 1 without a time axis */
  guint n_inputs;            /* values of one sample */
  guint n_outputs;
  gboolean classification;

  guint64 step;
  gboolean diverged;
  BfProbe *probe;
  BfHistograms *histograms;  /* filled at some steps, then lent to the probe; NULL: never */

  /* The mini-batch, in rows; one of classes and targets is NULL. */
  float *inputs;
  gint32 *classes;
  float *targets;
};

/* By BfPrecision. */
static const BfCoreFunctions *const cores[] = { &bf_core_f32, &bf_core_f64 };

guint64
bf_physical_memory (void)
{
  const long pages = sysconf (_SC_PHYS_PAGES), bytes = sysconf (_SC_PAGESIZE);

  return pages > 0 && bytes > 0 ? (guint64) pages * bytes : G_MAXUINT64;
}

void
bf_set_memory_error (GError **error, guint64 bytes)
{
  g_autofree char *needed = g_format_size_full (bytes, G_FORMAT_SIZE_IEC_UNITS);
  g_autofree char *present = g_format_size_full (bf_physical_memory (), G_FORMAT_SIZE_IEC_UNITS);

  g_set_error (error, BF_ENGINE_ERROR, BF_ENGINE_ERROR_MEMORY,
               _("The network needs %s of memory; this machine has %s"), needed, present);
}

/* Makes every measure of a layer NAN. */
static void
forget (BfProbe *probe)
{
  for (guint i = 0; i < probe->n_layers; i++)
    for (guint measure = 0; measure < BF_N_LAYER_MEASURES; measure++)
      probe->layers[i][measure] = NAN;
  for (gsize i = 0; i < (gsize) probe->n_recurrent * probe->timesteps; i++)
    probe->hidden_gradient_norm[i] = probe->cell_gradient_norm[i] = NAN;
}

static BfProbe *
new_probe (const BfNetworkSpec *network, gboolean unmeasured)
{
  guint n_recurrent = 0;

  for (guint i = 0; i < network->n_layers; i++)
    n_recurrent += network->layers[i].cell->recurrent;

  BfProbe *probe = bf_probe_new (network->n_layers, n_recurrent,
                                 n_recurrent ? network->timesteps : 0);

  for (guint i = 0, recurrent = 0; i < network->n_layers; i++)
    if (network->layers[i].cell->recurrent)
      probe->recurrent_layer[recurrent++] = i;
  if (unmeasured)
    forget (probe);
  return probe;
}

static gboolean
allocate_batch (BfTraining *self)
{
  const gsize n = self->spec.batch_size;

  self->inputs = g_try_malloc0_n (n, self->n_inputs * sizeof *self->inputs);
  if (self->classification)
    self->classes = g_try_malloc0_n (n, sizeof *self->classes);
  else
    self->targets = g_try_malloc0_n (n, self->n_outputs * sizeof *self->targets);
  return self->inputs != NULL && (self->classes != NULL || self->targets != NULL);
}

BfTraining *
bf_training_new (const BfNetworkSpec *network, const BfTrainingSpec *spec, const BfSource *source,
                 GError **error)
{
  g_return_val_if_fail (network != NULL && spec != NULL && source != NULL, NULL);

  if (!bf_network_spec_check (network, spec, error))
    return NULL;

  const guint64 bytes = bf_network_spec_memory (network, spec);
  if (bytes > bf_physical_memory ())
    {
      bf_set_memory_error (error, bytes);
      return NULL;
    }

  g_autoptr (BfTraining) self = g_new0 (BfTraining, 1);
  self->functions = cores[spec->precision];
  self->spec = *spec;
  self->source = *source;
  self->timesteps = MAX (network->timesteps, 1);
  self->n_inputs = network->inputs * self->timesteps;
  self->n_outputs = network->outputs;
  self->classification = network->loss->classes;
  self->probe = new_probe (network, spec->unmeasured);
  if (spec->histogram_interval > 0 && !spec->unmeasured)
    self->histograms = bf_histograms_new (network->n_layers,
                                          (gsize) network->n_layers * BF_HISTOGRAMS_LARGEST);
  self->core = self->functions->new (network, spec);
  if (self->core == NULL || !allocate_batch (self))
    {
      bf_set_memory_error (error, bytes);
      return NULL;
    }
  return g_steal_pointer (&self);
}

void
bf_training_free (BfTraining *self)
{
  if (self == NULL)
    return;
  if (self->core != NULL)
    self->functions->free (self->core);
  self->probe->histograms = NULL;
  bf_probe_free (self->probe);
  bf_histograms_free (self->histograms);
  g_free (self->inputs);
  g_free (self->classes);
  g_free (self->targets);
  g_free (self);
}

/* Loss, gradients and measures of one mini-batch, into the probe; with histograms if @spread. */
static void
measure (BfTraining *self, const BfSamples *samples, BfPass pass, gboolean spread)
{
  BfProbe *probe = self->probe;
  guint n_correct;

  probe->histograms = spread ? self->histograms : NULL;
  if (probe->histograms != NULL)
    bf_histograms_clear (probe->histograms);
  self->functions->set_histograms (self->core, probe->histograms);
  probe->loss = self->functions->forward (self->core, samples, pass, &n_correct);
  probe->accuracy = self->classification ? (double) n_correct / samples->n : NAN;
  self->functions->backward (self->core, probe);
  probe->clipped_gradient_norm = probe->gradient_norm;
  if (self->spec.clip_norm > 0 && probe->gradient_norm > self->spec.clip_norm)
    probe->clipped_gradient_norm = self->spec.clip_norm;
}

static gboolean
measures_gradient_norm (const BfTraining *self)
{
  return !self->spec.unmeasured || self->spec.clip_norm > 0;
}

static gboolean
takes_histograms (const BfTrainingSpec *spec, guint64 step)
{
  return spec->histogram_interval > 0
         && (step == 1 || step % spec->histogram_interval == 0 || step == spec->steps);
}

/* A step that diverges is measured, but leaves the parameters as they were. It is the last one, which
 * is known too late for its histograms: they take the same pass again. */
static void
step (BfTraining *self)
{
  const BfSamples batch = { self->spec.batch_size, self->inputs, self->classes, self->targets };
  BfProbe *probe = self->probe;

  self->step++;
  self->source.fill (self->source.data, self->step, batch.n, self->inputs, self->classes,
                     self->targets);
  probe->step = self->step;
  measure (self, &batch, BF_PASS_TRAINING, takes_histograms (&self->spec, self->step));
  self->diverged = !isfinite (probe->loss)
                   || (measures_gradient_norm (self) && !isfinite (probe->gradient_norm));
  if (self->diverged && probe->histograms == NULL && self->histograms != NULL)
    measure (self, &batch, BF_PASS_GRADIENT, TRUE);
  if (self->diverged)
    return;

  const gboolean clipped = probe->clipped_gradient_norm < probe->gradient_norm;
  const BfOptimizerStep update = {
    .step = self->step,
    .learning_rate = self->spec.learning_rate,
    .momentum = self->spec.momentum,
    .gradient_scale = clipped ? probe->clipped_gradient_norm / probe->gradient_norm : 1,
  };
  self->functions->update (self->core, &update, probe);
}

BfRunOutcome
bf_training_run (BfTraining *self, guint64 n_steps, BfStepFunc func, gpointer user_data)
{
  g_return_val_if_fail (self != NULL, BF_RUN_STOPPED);

  for (guint64 i = 0; i < n_steps && !self->diverged; i++)
    {
      step (self);
      if (func != NULL && !func (self->probe, user_data) && !self->diverged)
        return BF_RUN_STOPPED;
    }
  return self->diverged ? BF_RUN_DIVERGED : BF_RUN_CONTINUES;
}

guint64
bf_training_step (BfTraining *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->step;
}

const BfProbe *
bf_training_probe (BfTraining *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->probe;
}

const BfNetworkSpec *
bf_training_network (BfTraining *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->functions->spec (self->core);
}

const BfTrainingSpec *
bf_training_spec (BfTraining *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return &self->spec;
}

void
bf_training_batch (BfTraining *self, BfSamples *batch)
{
  g_return_if_fail (self != NULL && batch != NULL);

  *batch = (BfSamples) { self->spec.batch_size, self->inputs, self->classes, self->targets };
  self->source.fill (self->source.data, MAX (self->step, 1), batch->n, self->inputs, self->classes,
                     self->targets);
}

void
bf_training_set_learning_rate (BfTraining *self, double learning_rate)
{
  g_return_if_fail (self != NULL);
  self->spec.learning_rate = learning_rate;
}

/* Samples @first to @first + @n. */
static BfSamples
part_of (const BfTraining *self, const BfSamples *samples, guint first, guint n)
{
  return (BfSamples) {
    .n = n,
    .inputs = samples->inputs + (gsize) first * self->n_inputs,
    .classes = samples->classes != NULL ? samples->classes + first : NULL,
    .targets = samples->targets != NULL ? samples->targets + (gsize) first * self->n_outputs : NULL,
  };
}

void
bf_training_evaluate (BfTraining *self, const BfSamples *samples, double *loss, double *accuracy)
{
  guint64 n_correct = 0;
  double sum = 0;

  g_return_if_fail (self != NULL && samples != NULL && samples->n > 0);

  for (guint first = 0, n; first < samples->n; first += n)
    {
      guint n_correct_here;

      n = MIN (self->spec.batch_size, samples->n - first);
      const BfSamples part = part_of (self, samples, first, n);
      sum += n * self->functions->forward (self->core, &part, BF_PASS_EVALUATION, &n_correct_here);
      n_correct += n_correct_here;
    }
  *loss = sum / samples->n;
  *accuracy = self->classification ? (double) n_correct / samples->n : NAN;
}

guint
bf_training_n_tensors (BfTraining *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->functions->n_tensors (self->core);
}

void
bf_training_tensor (BfTraining *self, guint index, BfTensor *tensor)
{
  g_return_if_fail (self != NULL && index < bf_training_n_tensors (self) && tensor != NULL);
  self->functions->tensor (self->core, index, tensor);
}

double
bf_training_gradient (BfTraining *self, const BfSamples *samples)
{
  g_return_val_if_fail (self != NULL && samples != NULL, NAN);
  g_return_val_if_fail (samples->n > 0 && samples->n <= self->spec.batch_size, NAN);

  measure (self, samples, BF_PASS_GRADIENT, TRUE);
  return self->probe->loss;
}

const BfCoreFunctions *
bf_core_functions (BfPrecision precision)
{
  return cores[precision];
}

static double
tensor_value (const BfTensor *tensor, gsize index)
{
  return tensor->precision == BF_FLOAT64 ? ((double *) tensor->value)[index]
                                         : ((float *) tensor->value)[index];
}

static void
copy_tensor (const BfTensor *from, const BfTensor *to)
{
  for (gsize i = 0, n = (gsize) from->rows * MAX (from->columns, 1); i < n; i++)
    if (to->precision == BF_FLOAT64)
      ((double *) to->value)[i] = tensor_value (from, i);
    else
      ((float *) to->value)[i] = tensor_value (from, i);
}

gpointer
bf_core_new_copy (BfTraining *self, const BfTrainingSpec *settings)
{
  const BfCoreFunctions *functions = cores[settings->precision];
  BfNetworkSpec blank = *bf_training_network (self);
  g_autofree BfLayerSpec *layers = g_memdup2 (blank.layers, blank.n_layers * sizeof *layers);
  const BfInitializer *zeros = bf_table_find (&bf_initializer_table, "zeros");
  gpointer core;

  for (guint i = 0; i < blank.n_layers; i++)
    layers[i].initializer = layers[i].recurrent_initializer = zeros;
  blank.layers = layers;
  core = functions->new (&blank, settings);
  for (guint i = 0; core != NULL && i < functions->n_tensors (core); i++)
    {
      BfTensor from, to;

      bf_training_tensor (self, i, &from);
      functions->tensor (core, i, &to);
      copy_tensor (&from, &to);
    }
  return core;
}
