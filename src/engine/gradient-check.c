#include "config.h"

#include "engine/gradient-check.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#define BF_REAL_BITS 64
#include "engine/network-real.h"

#define LARGEST_STEP (1 / 16.0)
#define SHRINK 4               /* of the step, from level to level */
#define LEVELS 13
#define NOISE_SHARE 6          /* see the header */
#define ACCURATE 1e-10         /* relative error that needs no smaller step */
#define PERTURBATION 0x1p-44   /* of the weights, relatively, when noise is measured: 256 roundings */
#define NOISE_POINTS 8
#define NOISE_ORDER 4          /* of the differences that are noise alone */

typedef struct {
  const BfSamples *samples;
  Network *network;
  double loss, noise;
  GByteArray *sides;           /* of each kink: whether its argument is positive, at the weights at hand */
  guint first;                 /* layer of the weight at hand: those before it need no new pass */
  guint level;                 /* where the next weight's steps begin */
  BfGradientCheckProceed proceed;
  gpointer user_data;
  guint64 done, planned;
} Work;

typedef struct {
  double value, error;         /* NAN, INFINITY: no step was free of kinks */
} Estimate;

static gboolean
has_kink (const Layer *layer)
{
  const double near = 1e-9, parameter = layer->spec->activation_parameter;
  const BfActivation *activation = layer->spec->activation;

  if (!layer->spec->cell->recurrent || layer->spec->cell == bf_table_find (&bf_cell_table, "rnn"))
    return fabs (activation->derivative (near, parameter)
                 - activation->derivative (-near, parameter)) > 1e-6;
  return FALSE;
}

/* phi (z) of all units, which has the sign of z where there is a kink. */
static const real *
find_outputs (const Layer *layer, gsize *n)
{
  const gsize rows = (gsize) layer->timesteps * layer->network->rows;

  *n = rows * (layer->spec->cell->recurrent ? layer->units : layer->nonlinear.n);
  return layer->spec->cell->recurrent ? layer->recurrence.state : layer->nonlinear.a;
}

static void
note_sides (Work *work)
{
  g_byte_array_set_size (work->sides, 0);
  for (guint l = 0; l < work->network->n_layers; l++)
    if (has_kink (&work->network->layers[l]))
      {
        gsize n, first = work->sides->len;
        const real *outputs = find_outputs (&work->network->layers[l], &n);

        g_byte_array_set_size (work->sides, first + n);
        for (gsize i = 0; i < n; i++)
          work->sides->data[first + i] = outputs[i] > 0;
      }
}

static gboolean
sides_are_the_same (const Work *work)
{
  const guint8 *sides = work->sides->data;

  for (guint l = 0; work->sides->len > 0 && l < work->network->n_layers; l++)
    if (has_kink (&work->network->layers[l]))
      {
        gsize n;
        const real *outputs = find_outputs (&work->network->layers[l], &n);
        guint changed = 0;

        for (gsize i = 0; i < n; i++)
          changed |= sides[i] ^ (outputs[i] > 0);
        if (changed)
          return FALSE;
        sides += n;
      }
  return TRUE;
}

static double
evaluate (const Work *work)
{
  guint n_correct;

  return X (bf_core).forward (work->network, work->samples, BF_PASS_GRADIENT, &n_correct);
}

/* The same when only weights of the layer at hand have changed since. */
static double
evaluate_rest (const Work *work)
{
  Network *network = work->network;
  Layer *head = &network->layers[network->n_layers];
  guint n_correct;

  for (guint l = work->first; l <= network->n_layers; l++)
    network->layers[l].ops->forward (&network->layers[l]);
  return network->spec.loss->X (evaluate) (network->rows, head->units, head->h, work->samples->classes,
                                           work->samples->targets, head->dh, &n_correct);
}

/* FALSE if some unit changes its side within the step. */
static gboolean
difference (const Work *work, double *weight, double step, double *result)
{
  const double value = *weight, above = value + step, below = value - step;
  double losses[2] = { 0 };
  gboolean smooth;

  *weight = above;
  losses[0] = evaluate_rest (work);
  smooth = sides_are_the_same (work);
  if (smooth)
    {
      *weight = below;
      losses[1] = evaluate_rest (work);
      smooth = sides_are_the_same (work);
    }
  *weight = value;
  *result = (losses[0] - losses[1]) / (above - below);
  return smooth;
}

/* Takes the next row of Neville's table, of differences with ever smaller steps, from the one before of @n
 * entries; keeps the best estimate. Returns the smallest error in this row. */
static double
extrapolate (double *row, guint n, double newest, double rounding, Estimate *best)
{
  double previous = row[0], factor = 1, smallest = INFINITY;

  row[0] = newest;
  for (guint i = 1; i <= n; i++)
    {
      factor *= SHRINK * SHRINK;

      const double value = (factor * row[i - 1] - previous) / (factor - 1);
      const double error = MAX (fabs (value - row[i - 1]), fabs (value - previous)) + rounding;

      previous = row[i];
      row[i] = value;
      smallest = MIN (smallest, error);
      if (error < best->error)
        *best = (Estimate) { value, error };
    }
  return smallest;
}

static Estimate
differentiate (Work *work, double *weight, double scale)
{
  Estimate best = { NAN, INFINITY };
  double row[LEVELS + 1] = { 0 };
  guint n = 0, first = 0;

  for (guint level = work->level; level < LEVELS; level++)
    {
      const double step = scale * LARGEST_STEP * pow (SHRINK, -(double) level);
      double newest;

      if (!difference (work, weight, step, &newest) || !isfinite (newest))
        {
          n = 0;
          continue;
        }
      if (n == 0)
        first = level;

      const double error = extrapolate (row, n++, newest, NOISE_SHARE * work->noise / step, &best);

      if (n > 1 && (best.error <= ACCURATE * fabs (best.value) || error > 2 * best.error))
        break;
    }
  work->level = first > 0 ? first - 1 : 0;
  return best;
}

static double
norm_of (gsize n, const double *values)
{
  double norm = 0;

  for (gsize i = 0; i < n; i++)
    norm = hypot (norm, values[i]);
  return norm;
}

/* Every parameter by @count perturbations, up and down in turns. */
static void
perturb (Work *work, const double *start, double count)
{
  for (guint64 i = 0; i < work->network->n_parameters; i++)
    work->network->parameters[i] = start[i] * (1 + (i % 3 == 0 ? -count : count) * PERTURBATION);
}

/* The standard deviation of the loss's rounding errors: over steps this tiny the loss is a straight line
 * but for them, and differences of order k of errors of variance s^2 have variance s^2 (2k)! / k!^2. */
static double
measure_noise (Work *work)
{
  const guint64 n = work->network->n_parameters;
  g_autofree double *start = g_memdup2 (work->network->parameters, n * sizeof *start);
  double losses[NOISE_POINTS], variance = 1;

  for (guint i = 0; i < NOISE_POINTS; i++)
    {
      perturb (work, start, i);
      losses[i] = evaluate (work);
    }
  memcpy (work->network->parameters, start, n * sizeof *start);
  for (guint k = 1; k <= NOISE_ORDER; k++)
    {
      for (guint i = 0; i + k < NOISE_POINTS; i++)
        losses[i] = losses[i + 1] - losses[i];
      variance *= (2 * k - 1) * (2 * k) / (double) (k * k);
    }
  return MAX (norm_of (NOISE_POINTS - NOISE_ORDER, losses)
                / sqrt ((NOISE_POINTS - NOISE_ORDER) * variance),
              fabs (work->loss) * DBL_EPSILON / 4);
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  const double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static void
judge (BfGradientCheckTensor *result, gsize index, double gradient, Estimate estimate,
       GArray *differences)
{
  const double distance = fabs (estimate.value - gradient);
  const double size = MAX (fabs (estimate.value), fabs (gradient));
  const double allowed = BF_GRADIENT_CHECK_TOLERANCE * size;
  double relative;

  result->n++;
  if (isnan (estimate.value))
    {
      result->n_kinks++;
      return;
    }
  if (distance <= MAX (allowed, 4 * estimate.error) && estimate.error >= allowed)
    {
      result->n_small++;
      return;
    }
  if (distance > MAX (allowed, 4 * estimate.error) || !isfinite (gradient))
    result->n_wrong++;
  else
    result->n_agreeing++;
  relative = isfinite (gradient) ? distance / size : INFINITY;
  if (differences->len == 0 || relative > result->largest)
    {
      result->largest = relative;
      result->worst = index;
    }
  g_array_append_val (differences, relative);
}

static double
median_of (GArray *differences)
{
  const guint n = differences->len;

  g_array_sort (differences, compare_doubles);
  return n == 0 ? NAN
                : (g_array_index (differences, double, (n - 1) / 2)
                   + g_array_index (differences, double, n / 2)) / 2;
}

/* One of each of @n_chosen equal parts of @n, at an irregular place (multiples of the golden ratio), after
 * @previous, the one before. */
static gsize
choose (guint k, guint n_chosen, gsize n, gsize previous)
{
  const double golden = 0.6180339887498949, place = k * golden - floor (k * golden);

  if (n == n_chosen)
    return k;
  return MAX ((gsize) ((k + place) * n / n_chosen), k == 0 ? 0 : previous + 1);
}

static gboolean
check_parameter (Work *work, const Parameter *parameter, guint n_weights, BfGradientCheckTensor *result)
{
  const gsize n = parameter->n;
  const guint n_chosen = MIN (n, n_weights);
  const double typical = norm_of (n, parameter->value) / sqrt (n);
  g_autoptr (GArray) differences = g_array_new (FALSE, FALSE, sizeof (double));
  gsize index = 0;

  work->level = 0;
  for (guint k = 0; k < n_chosen; k++)
    {
      index = choose (k, n_chosen, n, index);

      const double scale = MAX (fabs (parameter->value[index]), typical);

      if (work->proceed != NULL
          && !work->proceed (work->done++ / (double) work->planned, work->user_data))
        return FALSE;
      judge (result, index, parameter->gradient[index],
             differentiate (work, &parameter->value[index], scale > 0 ? scale : 1), differences);
    }
  result->median = median_of (differences);
  return TRUE;
}

static BfGradientCheckTensor
new_result (const Parameter *parameter)
{
  return (BfGradientCheckTensor) {
    .name = g_strdup (parameter->name),
    .rows = parameter->rows,
    .columns = parameter->columns,
    .norm = norm_of (parameter->n, parameter->gradient),
    .largest = NAN,
    .median = NAN,
    .single = NAN,
  };
}

/* What the float32 gradient of the same weights and samples differs by. */
static gboolean
compare_single (BfTraining *training, const BfTrainingSpec *settings, const BfSamples *samples,
                Network *network, BfGradientCheck *check)
{
  const BfCoreFunctions *functions = bf_core_functions (BF_FLOAT32);
  BfTrainingSpec single = *settings;
  BfProbe probe = { 0 };
  gpointer core;
  guint n_correct;

  single.precision = BF_FLOAT32;
  core = bf_core_new_copy (training, &single);
  if (core == NULL)
    return FALSE;
  functions->forward (core, samples, BF_PASS_GRADIENT, &n_correct);
  functions->backward (core, &probe);
  for (guint i = 0; i < check->n; i++)
    {
      BfTensor tensor, other;
      double difference = 0;

      X (bf_core).tensor (network, i, &tensor);
      functions->tensor (core, i, &other);
      for (gsize j = 0, n = (gsize) tensor.rows * MAX (tensor.columns, 1); j < n; j++)
        difference = hypot (difference, ((const double *) tensor.gradient)[j]
                                          - ((const float *) other.gradient)[j]);
      check->tensors[i].single = check->tensors[i].norm > 0 ? difference / check->tensors[i].norm : NAN;
    }
  functions->free (core);
  return TRUE;
}

/* Back-propagates once; the gradients stay in the network. */
static gboolean
prepare (Work *work, guint n_weights, GError **error)
{
  BfProbe probe = { 0 };

  work->loss = evaluate (work);
  if (!isfinite (work->loss))
    {
      g_set_error_literal (error, BF_ENGINE_ERROR, BF_ENGINE_ERROR_SPEC,
                           _("The loss is not a finite number, so its gradient cannot be checked"));
      return FALSE;
    }
  note_sides (work);
  X (bf_core).backward (work->network, &probe);
  work->noise = measure_noise (work);
  for (guint l = 0; l <= work->network->n_layers; l++)
    for (guint i = 0; i < work->network->layers[l].n_parameters; i++)
      work->planned += MIN (work->network->layers[l].parameters[i].n, n_weights);
  return TRUE;
}

/* One layer; @check grows. */
static gboolean
check_layer (Work *work, const Layer *layer, guint n_weights, BfGradientCheck *check)
{
  work->first = layer->index;
  evaluate (work);
  for (guint i = 0; i < layer->n_parameters; i++)
    {
      BfGradientCheckTensor *result = &check->tensors[check->n++];

      *result = new_result (&layer->parameters[i]);
      if (!check_parameter (work, &layer->parameters[i], n_weights, result))
        return FALSE;
    }
  return TRUE;
}

static gboolean
check_layers (Work *work, guint n_weights, BfGradientCheck *check, GError **error)
{
  check->tensors = g_new0 (BfGradientCheckTensor, X (bf_core).n_tensors (work->network));
  for (guint l = 0; l <= work->network->n_layers; l++)
    if (!check_layer (work, &work->network->layers[l], n_weights, check))
      {
        g_set_error_literal (error, BF_ENGINE_ERROR, BF_ENGINE_ERROR_STOPPED,
                             _("The computation was stopped"));
        return FALSE;
      }
  return TRUE;
}

BfGradientCheck *
bf_gradient_check_new (BfTraining *training, guint n_weights, BfGradientCheckProceed proceed,
                       gpointer user_data, GError **error)
{
  g_return_val_if_fail (training != NULL && n_weights > 0, NULL);

  const BfTrainingSpec *spec = bf_training_spec (training);
  const BfTrainingSpec settings = {
    .optimizer = bf_table_row (&bf_optimizer_table, 0),
    .batch_size = MIN (spec->batch_size, BF_GRADIENT_CHECK_ROWS),
    .unmeasured = TRUE,
    .precision = BF_FLOAT64,
  };
  g_autoptr (GByteArray) sides = g_byte_array_new ();
  g_autoptr (BfGradientCheck) check = g_atomic_rc_box_new0 (BfGradientCheck);
  const guint64 bytes = bf_network_spec_memory (bf_training_network (training), &settings);
  BfSamples samples;
  Work work = { .samples = &samples, .sides = sides, .proceed = proceed, .user_data = user_data };
  gboolean done;

  bf_training_batch (training, &samples);
  samples.n = settings.batch_size;
  if (bytes <= bf_physical_memory ())
    work.network = bf_core_new_copy (training, &settings);
  if (work.network == NULL)
    {
      bf_set_memory_error (error, bytes);
      return NULL;
    }
  done = prepare (&work, n_weights, error) && check_layers (&work, n_weights, check, error);
  if (done && spec->precision == BF_FLOAT32
      && !compare_single (training, &settings, &samples, work.network, check))
    {
      bf_set_memory_error (error, bytes);
      done = FALSE;
    }
  X (bf_core).free (work.network);
  check->step = bf_training_step (training);
  check->n_samples = samples.n;
  check->loss = work.loss;
  check->noise = work.noise;
  return done ? g_steal_pointer (&check) : NULL;
}

static void
check_clear (gpointer data)
{
  BfGradientCheck *self = data;

  for (guint i = 0; i < self->n; i++)
    g_free (self->tensors[i].name);
  g_free (self->tensors);
}

BfGradientCheck *
bf_gradient_check_ref (BfGradientCheck *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
bf_gradient_check_unref (BfGradientCheck *self)
{
  g_atomic_rc_box_release_full (self, check_clear);
}
