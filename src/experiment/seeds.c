#include "config.h"

#include <glib/gi18n-lib.h>

#include "experiment/seeds.h"

#include <float.h>
#include <math.h>

const BfRecord *
bf_seed_record (const BfRecord *record, guint number)
{
  if (record == NULL || number == 0)
    return record;
  return number <= bf_record_n_replicates (record) ? bf_record_replicate (record, number - 1) : NULL;
}

void
bf_seed_outcomes (const BfConfiguration *configuration, const BfRecord *record,
                  BfSeedOutcomes *outcomes)
{
  *outcomes = (BfSeedOutcomes) { .n = bf_configuration_n_seeds (configuration) };
  for (guint number = 0; number < bf_configuration_n_seeds (configuration); number++)
    {
      const BfRecord *run = bf_seed_record (record, number);

      outcomes->outcomes[run != NULL ? bf_record_outcome (run) : BF_OUTCOME_UNFINISHED]++;
    }
}

/* Takes @part. */
static void
append_part (GString *text, char *part)
{
  g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", part);
  g_free (part);
}

char *
bf_seed_outcomes_describe (const BfSeedOutcomes *outcomes)
{
  const guint *of = outcomes->outcomes;
  g_autoptr (GString) text = g_string_new (NULL);

  /* Translators: the first number is a part of the second, "2 of 5 seeds diverged". */
  if (of[BF_OUTCOME_DIVERGED] > 0)
    append_part (text, g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u of %u seed diverged",
                                                     "%u of %u seeds diverged", outcomes->n),
                                        of[BF_OUTCOME_DIVERGED], outcomes->n));
  if (of[BF_OUTCOME_FAILED] > 0)
    append_part (text, g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u of %u seed failed",
                                                     "%u of %u seeds failed", outcomes->n),
                                        of[BF_OUTCOME_FAILED], outcomes->n));
  if (of[BF_OUTCOME_UNFINISHED] > 0)
    append_part (text, g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u of %u seed not finished",
                                                     "%u of %u seeds not finished", outcomes->n),
                                        of[BF_OUTCOME_UNFINISHED], outcomes->n));
  return text->len > 0 ? g_strdup (text->str) : NULL;
}

static gboolean
counts (double value, gboolean geometric)
{
  return isfinite (value) && (!geometric || value >= 0);
}

/* Mean and variance of what counts, in two passes. */
static void
add_moments (const double *values, guint n, BfSeedSpread *spread)
{
  double sum = 0, squares = 0;

  if (spread->n == 0 || (spread->geometric && spread->n_zero > 0))
    return;
  for (guint i = 0; i < n; i++)
    if (counts (values[i], spread->geometric))
      sum += spread->geometric ? log (values[i]) : values[i];
  spread->center = sum / spread->n;
  for (guint i = 0; i < n; i++)
    if (counts (values[i], spread->geometric))
      {
        double off = (spread->geometric ? log (values[i]) : values[i]) - spread->center;
        squares += off * off;
      }
  if (spread->n > 1)
    spread->variance = squares / (spread->n - 1);
}

void
bf_seed_spread (const double *values, guint n, gboolean geometric, BfSeedSpread *spread)
{
  *spread = (BfSeedSpread) { .geometric = geometric, .mean = NAN, .smallest = NAN, .largest = NAN,
                             .center = NAN, .variance = NAN };
  for (guint i = 0; i < n; i++)
    {
      if (!counts (values[i], geometric))
        {
          spread->n_missing++;
          continue;
        }
      spread->n++;
      spread->n_zero += values[i] == 0 ? 1 : 0;
      spread->smallest = fmin (spread->smallest, values[i]);
      spread->largest = fmax (spread->largest, values[i]);
    }
  add_moments (values, n, spread);
  if (geometric && spread->n_zero > 0)
    spread->mean = 0;
  else if (spread->smallest == spread->largest)
    spread->mean = spread->smallest;   /* the very value, not exp of ln of it */
  else
    spread->mean = geometric ? exp (spread->center) : spread->center;
}

void
bf_seed_spread_band (const BfSeedSpread *spread, BfSeedBand band, double *low, double *high)
{
  double deviation = sqrt (spread->variance);

  *low = *high = NAN;
  if (spread->n < 2)
    return;
  if (band == BF_SEED_BAND_EXTREMES || (spread->geometric && spread->n_zero > 0))
    {
      *low = spread->smallest;
      *high = spread->largest;
    }
  else if (spread->geometric)
    {
      *low = spread->mean * exp (-deviation);
      *high = spread->mean * exp (deviation);
    }
  else
    {
      *low = spread->mean - deviation;
      *high = spread->mean + deviation;
    }
}

/* The continued fraction of the incomplete beta function, by Lentz's method: DLMF 8.17.22. */
static double
beta_fraction (double x, double a, double b)
{
  double c = 1, d = 1 / (1 - (a + b) * x / (a + 1)), fraction = d;

  for (guint m = 1; m < 1000; m++)
    {
      double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
      double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
      double change;

      d = 1 / (1 + even * d);
      c = 1 + even / c;
      fraction *= c * d;
      d = 1 / (1 + odd * d);
      c = 1 + odd / c;
      change = c * d;
      fraction *= change;
      if (fabs (change - 1) < 2 * DBL_EPSILON)
        break;
    }
  return fraction;
}

/* lgamma() writes to a variable of all threads. */
static double
log_gamma (double x)
{
  int sign;

  return lgamma_r (x, &sign);
}

/* I_x(a, b), the regularized incomplete beta function. */
static double
incomplete_beta (double x, double a, double b)
{
  double factor;

  if (x <= 0 || x >= 1)
    return x <= 0 ? 0 : 1;
  factor = exp (a * log (x) + b * log1p (-x) + log_gamma (a + b) - log_gamma (a) - log_gamma (b));
  return x < (a + 1) / (a + b + 2) ? factor * beta_fraction (x, a, b) / a
                                   : 1 - factor * beta_fraction (1 - x, b, a) / b;
}

double
bf_student_p (double t, double degrees)
{
  return incomplete_beta (degrees / (degrees + t * t), degrees / 2, 0.5);
}

gboolean
bf_seed_welch (const BfSeedSpread *a, const BfSeedSpread *b, BfWelch *welch)
{
  double of_a = a->variance / a->n, of_b = b->variance / b->n, both = of_a + of_b;

  g_return_val_if_fail (a->geometric == b->geometric, FALSE);

  if (!isfinite (both))
    return FALSE;
  if (both == 0)   /* seeds make no difference at all */
    {
      gboolean same = a->center == b->center;

      *welch = (BfWelch) { same ? 0 : copysign (INFINITY, a->center - b->center),
                           a->n + b->n - 2, same ? 1 : 0 };
      return TRUE;
    }
  welch->t = (a->center - b->center) / sqrt (both);
  welch->degrees = both * both / (of_a * of_a / (a->n - 1) + of_b * of_b / (b->n - 1));
  welch->p = bf_student_p (welch->t, welch->degrees);
  return TRUE;
}
