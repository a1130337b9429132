#include "cli/dump.h"

#include "cli/safetensors.h"
#include "experiment/file.h"
#include "trainer/run.h"

static gboolean
write_file (const char *folder, const char *name, BfSafetensors *file, GError **error)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GBytes) bytes = bf_safetensors_to_bytes (file);
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  return bf_write_file (path, data, length, error);
}

static BfSafetensorsType
real_type (BfPrecision precision)
{
  return precision == BF_FLOAT64 ? BF_SAFETENSORS_F64 : BF_SAFETENSORS_F32;
}

static gboolean
dump_tensors (BfTraining *training, gboolean gradients, const char *folder, const char *name,
              GError **error)
{
  g_autoptr (BfSafetensors) file = bf_safetensors_new ();

  for (guint i = 0; i < bf_training_n_tensors (training); i++)
    {
      BfTensor tensor;

      bf_training_tensor (training, i, &tensor);
      bf_safetensors_add (file, tensor.name, real_type (tensor.precision),
                          (guint64[]) { tensor.rows, tensor.columns }, tensor.columns > 0 ? 2 : 1,
                          gradients ? tensor.gradient : tensor.value);
    }
  return write_file (folder, name, file, error);
}

static void
add_reals (BfSafetensors *file, const char *name, BfPrecision precision, const guint64 *shape,
           guint n_dimensions, const float *values, gsize n_values)
{
  g_autofree double *wide = NULL;

  if (precision == BF_FLOAT64)
    {
      wide = g_new (double, n_values);
      for (gsize i = 0; i < n_values; i++)
        wide[i] = values[i];
    }
  bf_safetensors_add (file, name, real_type (precision), shape, n_dimensions,
                      wide ? (gconstpointer) wide : values);
}

static void
add_classes (BfSafetensors *file, const char *name, guint64 n, const gint32 *classes)
{
  g_autofree gint64 *wide = g_new (gint64, n);

  for (guint64 i = 0; i < n; i++)
    wide[i] = classes[i];
  bf_safetensors_add (file, name, BF_SAFETENSORS_I64, &n, 1, wide);
}

static gboolean
dump_batch (const BfRun *run, const BfConfiguration *configuration, const char *folder, GError **error)
{
  g_autoptr (BfSafetensors) file = bf_safetensors_new ();
  BfSource source = bf_batcher_source (bf_run_batcher (run));
  const BfDataset *dataset = bf_run_dataset (run);
  BfPrecision precision = configuration->precision;
  guint64 n = configuration->batch_size, inputs = bf_dataset_inputs (dataset),
          timesteps = bf_dataset_timesteps (dataset), outputs = bf_dataset_outputs (dataset);
  gsize n_inputs = n * MAX (timesteps, 1) * inputs, n_targets = n * outputs;
  gboolean has_classes = bf_dataset_loss (dataset)->classes;
  g_autofree float *values = g_new (float, n_inputs);
  g_autofree gint32 *classes = has_classes ? g_new (gint32, n) : NULL;
  g_autofree float *targets = has_classes ? NULL : g_new (float, n_targets);

  source.fill (source.data, 1, n, values, classes, targets);
  if (timesteps > 0)
    add_reals (file, "inputs", precision, (guint64[]) { n, timesteps, inputs }, 3, values, n_inputs);
  else
    add_reals (file, "inputs", precision, (guint64[]) { n, inputs }, 2, values, n_inputs);
  if (has_classes)
    add_classes (file, "targets", n, classes);
  else
    add_reals (file, "targets", precision, (guint64[]) { n, outputs }, 2, targets, n_targets);
  return write_file (folder, "batch.safetensors", file, error);
}

gboolean
bf_dump (const BfConfiguration *configuration, const char *folder, GError **error)
{
  g_autoptr (BfRun) run = bf_run_new (configuration);
  BfTraining *training;

  if (!bf_run_build (run, NULL, error))
    return FALSE;
  training = bf_run_training (run);
  if (!dump_tensors (training, FALSE, folder, "initial.safetensors", error)
      || !dump_batch (run, configuration, folder, error))
    return FALSE;
  bf_training_run (training, 1, NULL, NULL);
  return dump_tensors (training, TRUE, folder, "gradients.safetensors", error);
}
