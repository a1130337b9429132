#include "config.h"

#include "engine/spectrum.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "engine/core.h"
#include "engine/jacobian.h"
#include "engine/lapack.h"

/* The last three are called as the tensors are. */
static const struct { BfEntry entry; } places[BF_N_SPECTRUM_PLACES] = {
  [BF_SPECTRUM_INPUT_TO_HIDDEN] = { { "input-to-hidden", N_("Inputs to last layer"),
    N_("How the last layer moves with the inputs (of a sequence: the first).") } },
  [BF_SPECTRUM_INPUT_TO_OUTPUT] = { { "input-to-output", N_("Inputs to outputs"),
    N_("How the outputs move with the inputs (of a sequence: the first).") } },
  [BF_SPECTRUM_THROUGH_TIME] = { { "through-time", N_("Through time"),
    N_("How a recurrent layer’s last state moves with its first.") } },
  [BF_SPECTRUM_WEIGHT] = { { "weight", N_("Weight matrix"), N_("What a dense layer multiplies with.") } },
  [BF_SPECTRUM_WEIGHT_IH] = { { "weight_ih", N_("Input matrix"),
    N_("What a recurrent layer multiplies its input with, all gates.") } },
  [BF_SPECTRUM_WEIGHT_HH] = { { "weight_hh", N_("Recurrent matrix"),
    N_("What a recurrent layer multiplies its state with, all gates.") } },
};
const BfTable bf_spectrum_place_table = BF_TABLE ("spectrum-places", places);

gboolean
bf_singular_values (guint rows, guint columns, double *matrix, double *values)
{
  const guint n = MIN (rows, columns);

  for (gsize i = 0; i < (gsize) rows * columns; i++)
    if (!isfinite (matrix[i]))
      {
        for (guint j = 0; j < n; j++)
          values[j] = NAN;
        return TRUE;
      }
  /* In LAPACK's eyes the transpose, which has the same singular values. */
  return bf_lapack_singular_values (columns, rows, matrix, values);
}

/* What the matrices are collected into and made of. */
typedef struct {
  BfTraining *training;
  BfJacobian *jacobian;
  BfSpectrumProceed proceed;
  gpointer user_data;
  GArray *matrices;        /* of BfSpectrumMatrix */
} Work;

static void
clear_matrix (gpointer data)
{
  BfSpectrumMatrix *matrix = data;

  g_free (matrix->values);
}

static gboolean
check_size (const BfSpectrumMatrix *matrix, GError **error)
{
  const BfEntry *place = bf_table_row (&bf_spectrum_place_table, matrix->place);

  if (matrix->n <= BF_SPECTRUM_LARGEST)
    return TRUE;
  g_set_error (error, BF_ENGINE_ERROR, BF_ENGINE_ERROR_SPEC,
               _("Layer %u: “%s” is a matrix of %u × %u; singular values are computed up to %u"),
               matrix->layer + 1, _(place->name), matrix->rows, matrix->columns, BF_SPECTRUM_LARGEST);
  return FALSE;
}

static gboolean
check_proceed (const Work *work, GError **error)
{
  if (work->proceed == NULL || work->proceed (work->user_data))
    return TRUE;
  g_set_error_literal (error, BF_ENGINE_ERROR, BF_ENGINE_ERROR_STOPPED,
                       _("The computation was stopped"));
  return FALSE;
}

static void
set_condition (BfSpectrumMatrix *matrix)
{
  const double smallest = matrix->values[matrix->n - 1];

  matrix->condition = smallest == 0 ? INFINITY : matrix->values[0] / smallest;
}

/* Decomposes @entries [rows, columns], NULL where memory was short. */
static gboolean
add_matrix (Work *work, BfSpectrumMatrix matrix, double *entries, GError **error)
{
  matrix.values = g_new (double, matrix.n);
  if (entries == NULL || !bf_singular_values (matrix.rows, matrix.columns, entries, matrix.values))
    {
      g_free (matrix.values);
      bf_set_memory_error (error, 2 * (guint64) matrix.rows * matrix.columns * sizeof *entries);
      return FALSE;
    }
  set_condition (&matrix);
  g_array_append_val (work->matrices, matrix);
  return TRUE;
}

static double *
new_entries (const BfSpectrumMatrix *matrix)
{
  return g_try_malloc_n ((gsize) matrix->rows * matrix->columns, sizeof (double));
}

static gboolean
add_jacobian (Work *work, BfSpectrumPlace place, guint layer, BfJacobianFrom from, GError **error)
{
  BfSpectrumMatrix matrix = {
    .place = place,
    .layer = layer,
    .rows = bf_jacobian_rows (work->jacobian, layer),
    .columns = bf_jacobian_columns (work->jacobian, layer, from),
  };
  g_autofree double *entries = NULL;

  matrix.n = MIN (matrix.rows, matrix.columns);
  if (!check_size (&matrix, error) || !check_proceed (work, error))
    return FALSE;
  entries = new_entries (&matrix);
  if (entries != NULL)
    bf_jacobian_evaluate (work->jacobian, layer, from, entries);
  return add_matrix (work, matrix, entries, error);
}

static gboolean
add_jacobians (Work *work, GError **error)
{
  const BfNetworkSpec *spec = bf_training_network (work->training);
  const guint n = spec->n_layers;

  if (!add_jacobian (work, BF_SPECTRUM_INPUT_TO_HIDDEN, n - 1, BF_JACOBIAN_FROM_INPUT, error)
      || !add_jacobian (work, BF_SPECTRUM_INPUT_TO_OUTPUT, n, BF_JACOBIAN_FROM_INPUT, error))
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (spec->layers[i].cell->recurrent
        && !add_jacobian (work, BF_SPECTRUM_THROUGH_TIME, i, BF_JACOBIAN_FROM_STATE, error))
      return FALSE;
  return TRUE;
}

/* Place and layer of a weight from its name, "layers.3.weight_ih" or "head.weight". FALSE for a
 * vector. */
static gboolean
identify (const Work *work, const BfTensor *tensor, BfSpectrumMatrix *matrix)
{
  const char *number = strchr (tensor->name, '.') + 1;
  const gboolean head = g_str_has_prefix (tensor->name, "head.");
  const BfEntry *place = bf_table_find (&bf_spectrum_place_table, strrchr (tensor->name, '.') + 1);

  if (tensor->columns == 0)
    return FALSE;
  g_assert (place != NULL);
  *matrix = (BfSpectrumMatrix) {
    .place = bf_table_index (&bf_spectrum_place_table, place),
    .layer = head ? bf_training_network (work->training)->n_layers
                  : g_ascii_strtoull (number, NULL, 10),
    .rows = tensor->rows,
    .columns = tensor->columns,
    .n = MIN (tensor->rows, tensor->columns),
  };
  return TRUE;
}

static gboolean
add_weight (Work *work, const BfTensor *tensor, GError **error)
{
  g_autofree double *entries = NULL;
  BfSpectrumMatrix matrix;

  if (!identify (work, tensor, &matrix))
    return TRUE;
  if (!check_proceed (work, error))
    return FALSE;
  entries = new_entries (&matrix);
  for (gsize i = 0; entries != NULL && i < (gsize) matrix.rows * matrix.columns; i++)
    entries[i] = tensor->precision == BF_FLOAT64 ? ((double *) tensor->value)[i]
                                                 : ((float *) tensor->value)[i];
  return add_matrix (work, matrix, entries, error);
}

/* Before anything is computed for nothing. */
static gboolean
check_weights (const Work *work, GError **error)
{
  for (guint i = 0; i < bf_training_n_tensors (work->training); i++)
    {
      BfSpectrumMatrix matrix;
      BfTensor tensor;

      bf_training_tensor (work->training, i, &tensor);
      if (identify (work, &tensor, &matrix) && !check_size (&matrix, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
add_weights (Work *work, GError **error)
{
  for (guint i = 0; i < bf_training_n_tensors (work->training); i++)
    {
      BfTensor tensor;

      bf_training_tensor (work->training, i, &tensor);
      if (!add_weight (work, &tensor, error))
        return FALSE;
    }
  return TRUE;
}

static void
spectrum_clear (gpointer data)
{
  BfSpectrum *self = data;

  for (guint i = 0; i < self->n; i++)
    clear_matrix (&self->matrices[i]);
  g_free (self->matrices);
}

/* Takes the matrices. */
static BfSpectrum *
spectrum_of (guint64 step, guint sample, double seconds, GArray *matrices)
{
  BfSpectrum *self = g_atomic_rc_box_new0 (BfSpectrum);

  *self = (BfSpectrum) { .step = step, .sample = sample, .seconds = seconds, .n = matrices->len };
  self->matrices = (BfSpectrumMatrix *) g_array_steal (matrices, NULL);
  return self;
}

BfSpectrum *
bf_spectrum_new_known (guint64 step, guint sample, guint n, const BfSpectrumMatrix *matrices)
{
  g_autoptr (GArray) copies = g_array_new (FALSE, FALSE, sizeof (BfSpectrumMatrix));

  for (guint i = 0; i < n; i++)
    {
      BfSpectrumMatrix copy = matrices[i];

      copy.values = g_memdup2 (matrices[i].values, copy.n * sizeof *copy.values);
      set_condition (&copy);
      g_array_append_val (copies, copy);
    }
  return spectrum_of (step, sample, 0, copies);
}

BfSpectrum *
bf_spectrum_new (BfTraining *training, guint sample, BfSpectrumProceed proceed, gpointer user_data,
                 GError **error)
{
  g_return_val_if_fail (training != NULL, NULL);
  g_return_val_if_fail (sample < bf_training_spec (training)->batch_size, NULL);

  g_autoptr (BfJacobian) jacobian = NULL;
  g_autoptr (GArray) matrices = g_array_new (FALSE, FALSE, sizeof (BfSpectrumMatrix));
  Work work = { training, NULL, proceed, user_data, matrices };
  const gint64 start = g_get_monotonic_time ();
  BfSamples batch;

  g_array_set_clear_func (matrices, clear_matrix);
  if (!check_weights (&work, error))
    return NULL;
  bf_training_batch (training, &batch);
  work.jacobian = jacobian = bf_jacobian_new (training, &batch, sample, error);
  if (jacobian == NULL || !add_jacobians (&work, error) || !add_weights (&work, error))
    return NULL;
  return spectrum_of (bf_training_step (training), sample,
                      (g_get_monotonic_time () - start) / (double) G_USEC_PER_SEC, matrices);
}

BfSpectrum *
bf_spectrum_ref (BfSpectrum *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
bf_spectrum_unref (BfSpectrum *self)
{
  g_atomic_rc_box_release_full (self, spectrum_clear);
}

const BfSpectrumMatrix *
bf_spectrum_find (const BfSpectrum *self, BfSpectrumPlace place, guint layer)
{
  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = 0; i < self->n; i++)
    if (self->matrices[i].place == place && self->matrices[i].layer == layer)
      return &self->matrices[i];
  return NULL;
}

double
bf_spectrum_rounding (const BfSpectrumMatrix *matrix)
{
  return DBL_EPSILON * MAX (matrix->rows, matrix->columns) * matrix->values[0];
}

guint
bf_spectrum_n_resolved (const BfSpectrumMatrix *matrix)
{
  const double rounding = bf_spectrum_rounding (matrix);
  guint n = 0;

  if (rounding == 0 || !isfinite (rounding))
    return matrix->n;
  while (n < matrix->n && !(matrix->values[n] <= rounding))
    n++;
  return n;
}
