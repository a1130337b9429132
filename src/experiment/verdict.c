#include "config.h"

#include <glib/gi18n-lib.h>

#include "experiment/verdict.h"

#include <math.h>
#include <stdlib.h>

/* All thresholds. The first two are relative to the gradient at the output, so that the size of a
 * network, its loss and its task do not matter; the reach uses the first as well. */
#define VANISHED BF_REACH_SHARE   /* of the output's gradient */
#define EXPLODED 1e3    /* times the output's gradient */
/* Share of a layer's units. A third is usual deep in a ReLU network before any training, seen with
 * 64 samples. */
#define DEAD 0.9
#define WINDOW 10       /* rows the kind is decided on */

static const BfEntry verdicts[] = {
  [BF_VERDICT_NONE] = { "none", N_("Not run"), N_("Nothing is recorded yet") },
  [BF_VERDICT_VANISHING] = { "vanishing", N_("Vanishing"),
    N_("Less than a thousandth of the output’s gradient is left at the start") },
  [BF_VERDICT_HEALTHY] = { "healthy", N_("Healthy"),
    N_("The gradient keeps its size within a factor of a thousand") },
  [BF_VERDICT_EXPLODING] = { "exploding", N_("Exploding"),
    N_("More than a thousand times the output’s gradient arrives at the start") },
  [BF_VERDICT_DIVERGED] = { "diverged", N_("Diverged"),
    N_("Loss or gradient is no longer a finite number") },
  [BF_VERDICT_DEAD] = { "dead", N_("Dead"),
    N_("A layer’s units pass no gradient, whatever the sample") },
};

G_STATIC_ASSERT (G_N_ELEMENTS (verdicts) == BF_N_VERDICTS);

const BfTable bf_verdict_table = BF_TABLE ("verdicts", verdicts);

/* Where the gradient is followed: layers, or the timesteps of one recurrent layer. */
typedef struct {
  const BfRecord *record;
  gboolean over_time;
  guint recurrent;
  guint length;
} Way;

/* Gradient at place @index (0-based) of the way; the size of what it is taken over is the same
 * everywhere, so that over time a ratio of norms is a ratio of RMS. */
static double
gradient_at (const Way *way, guint row, guint index)
{
  if (way->over_time)
    return bf_record_hidden_gradient (way->record, row, way->recurrent, index);
  return bf_record_layer (way->record, row, index, BF_ACTIVATION_GRADIENT_RMS);
}

/* First over last; NAN without a gradient at the output. */
static double
ratio_at (const Way *way, guint row)
{
  double last = gradient_at (way, row, way->length - 1);

  return last > 0 ? gradient_at (way, row, 0) / last : NAN;
}

/* Over the places from the output back to the first where it is exactly zero: what underflows
 * tells nothing of how fast. */
static double
decay_at (const Way *way, guint row)
{
  double last = gradient_at (way, row, way->length - 1);
  guint ratios = 0;

  while (ratios + 1 < way->length && gradient_at (way, row, way->length - 2 - ratios) > 0)
    ratios++;
  if (way->length < 2 || !(last > 0))
    return NAN;
  if (ratios == 0)
    return 0;
  return exp ((log (gradient_at (way, row, way->length - 1 - ratios)) - log (last)) / ratios);
}

static guint
reach_at (const Way *way, guint row)
{
  double last = gradient_at (way, row, way->length - 1);
  guint reach = 0;

  if (!(last > 0))
    return 0;
  while (reach < way->length && gradient_at (way, row, way->length - 1 - reach) > VANISHED * last)
    reach++;
  return reach;
}

/* How far from keeping its size: 0 at ratio 1. */
static double
change_at (const Way *way, guint row)
{
  double ratio = ratio_at (way, row);

  return isnan (ratio) ? -1 : fabs (log10 (ratio));
}

static void
choose_way (const BfRecord *record, guint row, Way *way)
{
  *way = (Way) { record, FALSE, 0, bf_record_n_layers (record) };
  if (bf_record_n_recurrent (record) == 0 || bf_record_timesteps (record) == 0)
    return;

  *way = (Way) { record, TRUE, 0, bf_record_timesteps (record) };
  for (guint i = 1; i < bf_record_n_recurrent (record); i++)
    {
      Way other = { record, TRUE, i, way->length };

      if (change_at (&other, row) > change_at (way, row))
        *way = other;
    }
}

/* Largest share of dead units of any layer, and which. */
static double
dead_at (const BfRecord *record, guint row, guint *layer)
{
  double largest = 0;

  *layer = 0;
  for (guint i = 0; i < bf_record_n_layers (record); i++)
    {
      double fraction = bf_record_layer (record, row, i, BF_DEAD_FRACTION);

      if (fraction > largest)
        {
          largest = fraction;
          *layer = i;
        }
    }
  return largest;
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

/* Sorts @values; NAN for none. */
static double
median (double *values, guint n)
{
  if (n == 0)
    return NAN;
  qsort (values, n, sizeof (double), compare_doubles);
  return values[n / 2];
}

static gboolean
is_finite_at (const Way *way, guint row)
{
  if (!isfinite (bf_record_training (way->record, row, BF_TRAINING_LOSS))
      || !isfinite (bf_record_training (way->record, row, BF_TRAINING_GRADIENT_NORM)))
    return FALSE;
  for (guint i = 0; i < way->length; i++)
    if (!isfinite (gradient_at (way, row, i)))
      return FALSE;
  return TRUE;
}

static gboolean
has_diverged (const Way *way, guint row)
{
  gboolean last = row + 1 == bf_record_n_rows (way->record);

  return !is_finite_at (way, row)
         || (last && bf_record_outcome (way->record) == BF_OUTCOME_DIVERGED);
}

/* Of a row that is finite. */
static BfVerdictKind
decide (const Way *way, guint row)
{
  double ratios[WINDOW], dead[WINDOW];
  guint n = 0, n_dead = 0, layer;

  for (guint i = row + 1 - MIN (row + 1, WINDOW); i <= row; i++)
    {
      double ratio = ratio_at (way, i);

      if (isfinite (ratio))
        ratios[n++] = ratio;
      dead[n_dead++] = dead_at (way->record, i, &layer);
    }

  double ratio = median (ratios, n);
  gboolean perfect = bf_record_training (way->record, row, BF_TRAINING_LOSS) == 0;

  if (median (dead, n_dead) >= DEAD)
    return BF_VERDICT_DEAD;
  if (isnan (ratio))
    return perfect ? BF_VERDICT_HEALTHY : BF_VERDICT_DEAD;
  if (ratio < VANISHED)
    return BF_VERDICT_VANISHING;
  return ratio > EXPLODED ? BF_VERDICT_EXPLODING : BF_VERDICT_HEALTHY;
}

void
bf_verdict_from_record (const BfRecord *record, guint row, BfVerdict *verdict)
{
  guint dead_layer;
  Way way;

  g_return_if_fail (verdict != NULL);

  *verdict = (BfVerdict) { .kind = BF_VERDICT_NONE, .decay_factor = NAN, .ratio = NAN };
  if (record == NULL || row >= bf_record_n_rows (record) || bf_record_n_layers (record) == 0)
    return;

  choose_way (record, row, &way);
  verdict->step = bf_record_step (record, row);
  verdict->over_time = way.over_time;
  verdict->length = way.length;
  verdict->decay_factor = decay_at (&way, row);
  verdict->reach = reach_at (&way, row);
  verdict->ratio = ratio_at (&way, row);
  verdict->dead_fraction = dead_at (record, row, &dead_layer);
  verdict->kind = has_diverged (&way, row) ? BF_VERDICT_DIVERGED : decide (&way, row);
  if (verdict->kind == BF_VERDICT_DEAD && verdict->dead_fraction > 0)
    verdict->layer = dead_layer + 1;
  else if (way.over_time)
    verdict->layer = bf_record_recurrent_layer (record, way.recurrent) + 1;
}
