#include "config.h"

#include <glib/gi18n-lib.h>

#include "figure/seed-words.h"

#include <inttypes.h>
#include <math.h>

#include "figure/figures.h"
#include "figure/recurrent.h"
#include "figure/runs.h"
#include "figure/seed-curve.h"

/* The same for all, so that they can be compared. */
BfSeedBand
bf_seeds_band (const BfFigureView *view)
{
  for (guint i = 0; i < view->n_runs; i++)
    if (bf_configuration_n_seeds (view->runs[i].configuration) > 1
        && bf_configuration_n_seeds (view->runs[i].configuration) < BF_SEEDS_FOR_DEVIATION)
      return BF_SEED_BAND_EXTREMES;
  return BF_SEED_BAND_DEVIATION;
}

/* Where there are nothing but recurrent layers timesteps tell more than layers. */
gboolean
bf_seeds_over_time (const BfFigureView *view)
{
  for (guint i = 0; i < view->n_runs; i++)
    {
      const BfFigureRun *run = &view->runs[i];

      if (bf_run_has_rows (run) ? bf_run_n_recurrent (run) == 0
                                : !bf_view_is_recurrent (&(BfFigureView) { .n_runs = 1, .runs = run }))
        return FALSE;
    }
  return TRUE;
}

/* The step at which @run is shown: a first seed that ended early does not hold the others up. */
static guint64
step_of (const BfFigureRun *run, const BfFigureView *view)
{
  const BfRecord *furthest = bf_seed_furthest (run);
  guint64 wanted = view->step;

  if (wanted == 0 && bf_record_outcome (run->record) == BF_OUTCOME_UNFINISHED)
    wanted = bf_figure_run_step (run, view);
  return bf_record_step (furthest, bf_record_row_at (furthest, wanted));
}

guint64
bf_seeds_step (const BfFigureView *view)
{
  guint64 step = 0;

  for (guint i = 0; i < view->n_runs; i++)
    if (bf_run_is_shown (&view->runs[i]))
      step = MAX (step, step_of (&view->runs[i], view));
  return step;
}

static double
value_at (const BfRecord *record, guint row, guint place, const BfFigureView *view,
          gboolean over_time)
{
  return over_time ? bf_record_hidden_gradient (record, row, 0, place)
                   : bf_record_layer (record, row, place, view->measure);
}

/* Over the seeds of @run that have the step. */
void
bf_seeds_spread (const BfFigureRun *run, const BfFigureView *view, guint place, gboolean over_time,
           gboolean geometric, BfSeedSpread *spread)
{
  double values[BF_CONFIGURATION_MAX_SEEDS];
  guint64 step = step_of (run, view);
  guint n = 0, row;

  for (guint number = 0; number < bf_configuration_n_seeds (run->configuration); number++)
    {
      const BfRecord *record = bf_seed_record (run->record, number);

      if (bf_seed_row (record, step, &row))
        values[n++] = value_at (record, row, place, view, over_time);
    }
  bf_seed_spread (values, n, geometric, spread);
}

static void
loss_at (const BfFigureRun *run, const BfFigureView *view, BfSeedSpread *spread)
{
  double values[BF_CONFIGURATION_MAX_SEEDS];
  guint64 step = step_of (run, view);
  guint n = 0, row;

  for (guint number = 0; number < bf_configuration_n_seeds (run->configuration); number++)
    {
      const BfRecord *record = bf_seed_record (run->record, number);

      if (bf_seed_row (record, step, &row))
        values[n++] = bf_record_training (record, row, BF_TRAINING_LOSS);
    }
  bf_seed_spread (values, n, TRUE, spread);
}

/* "Sigmoid (5 seeds, 1 of 5 seeds diverged)" */
char *
bf_seeds_label (const BfFigureRun *run)
{
  g_autofree char *ended = NULL, *seeds = NULL;
  BfSeedOutcomes outcomes;

  bf_seed_outcomes (run->configuration, run->record, &outcomes);
  ended = bf_seed_outcomes_describe (&outcomes);
  if (ended != NULL)
    return g_strdup_printf ("%s (%s)", bf_run_name (run), ended);
  seeds = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u seed", "%u seeds", outcomes.n),
                           outcomes.n);
  return g_strdup_printf ("%s (%s)", bf_run_name (run), seeds);
}

/* "Sigmoid and ReLU differ more than their seeds (Welch’s t = 4.2, p = 0.003)"; NULL: nothing to
 * compare. */
char *
bf_seeds_compare (const BfFigureRun *a, const BfSeedSpread *of_a, const BfFigureRun *b,
         const BfSeedSpread *of_b)
{
  const char *name_a = bf_run_name (a), *name_b = bf_run_name (b);
  char p[32];
  BfWelch welch;

  if (of_a->n < 2 || of_b->n < 2)
    return NULL;
  if (!bf_seed_welch (of_a, of_b, &welch))
    return g_strdup_printf (_("%s and %s cannot be compared: a seed is exactly zero"), name_a, name_b);
  if (welch.p < 1e-4)
    g_strlcpy (p, "p < 0.0001", sizeof p);
  else
    g_snprintf (p, sizeof p, "p = %.2g", welch.p);
  return welch.p < BF_SEED_SIGNIFICANT
           ? g_strdup_printf (_("%s and %s differ more than their seeds (Welch’s t = %.3g, %s)"),
                              name_a, name_b, fabs (welch.t), p)
           : g_strdup_printf (_("%s and %s differ no more than their seeds may (Welch’s t = %.3g, "
                                "%s)"), name_a, name_b, fabs (welch.t), p);
}

/* The first run that can be compared, and how the others differ from it: at the first layer or
 * timestep, or in the loss. @most: no more. */
void
bf_seeds_differences (const BfFigureView *view, gboolean of_loss, guint most,
                     void (*func) (gpointer user_data, const char *difference), gpointer user_data)
{
  gboolean over_time = bf_seeds_over_time (view), geometric = over_time || bf_view_measure (view)->gradient;
  const BfFigureRun *first = NULL;
  BfSeedSpread of_first, spread;

  for (guint i = 0; i < view->n_runs && most > 0; i++)
    {
      const BfFigureRun *run = &view->runs[i];

      if (!bf_run_is_shown (run))
        continue;
      if (of_loss)
        loss_at (run, view, &spread);
      else
        bf_seeds_spread (run, view, 0, over_time, geometric, &spread);
      if (first != NULL)
        {
          g_autofree char *difference = bf_seeds_compare (first, &of_first, run, &spread);

          if (difference != NULL)
            func (user_data, difference);
          most -= difference != NULL ? 1 : 0;
        }
      else
        {
          first = run;
          of_first = spread;
        }
    }
}

/* "0.0031 (0.001 to 0.005)" */
static void
append_spread (GString *text, const BfSeedSpread *spread, BfSeedBand band)
{
  char mean[64], low_text[64], high_text[64];
  double low, high;

  bf_value_format (spread->mean, mean, sizeof mean);
  g_string_append (text, mean);
  bf_seed_spread_band (spread, band, &low, &high);
  if (isnan (low))
    return;
  bf_value_format (low, low_text, sizeof low_text);
  bf_value_format (high, high_text, sizeof high_text);
  g_string_append (text, " (");
  g_string_append_printf (text, _("%s to %s"), low_text, high_text);
  g_string_append_c (text, ')');
}

static void
append_run (GString *text, const BfFigureView *view, const BfFigureRun *run)
{
  gboolean over_time = bf_seeds_over_time (view);
  BfSeedSpread spread;

  bf_seeds_spread (run, view, 0, over_time, over_time || bf_view_measure (view)->gradient, &spread);
  g_string_append_printf (text, ", %s ", over_time ? _("at timestep 1") : _("at layer 1"));
  append_spread (text, &spread, bf_seeds_band (view));
  loss_at (run, view, &spread);
  g_string_append_printf (text, ", %s ", _("loss"));
  append_spread (text, &spread, bf_seeds_band (view));
}

typedef struct {
  GString *text;
  const char *title;
} Differences;

static void
append_difference (gpointer user_data, const char *difference)
{
  Differences *differences = user_data;

  g_string_append_printf (differences->text, " %s: %s.", differences->title, difference);
}

static void
append_differences (GString *text, const BfFigureView *view, gboolean of_loss, const char *title)
{
  Differences differences = { text, title };

  bf_seeds_differences (view, of_loss, G_MAXUINT, append_difference, &differences);
}

char *
bf_seeds_describe (const BfFigureView *view)
{
  GString *text = g_string_new (NULL);

  if (!bf_view_has_rows (view))
    {
      g_string_append (text, _("Seeds: no configuration has been trained yet."));
      return g_string_free (text, FALSE);
    }
  g_string_append_printf (text, _("Means over seeds at training step %" PRIu64), bf_seeds_step (view));
  for (guint i = 0; i < view->n_runs; i++)
    {
      const BfFigureRun *run = &view->runs[i];
      g_autofree char *label = bf_run_has_rows (run) ? bf_seeds_label (run) : bf_run_label (run, view, 0);

      g_string_append_printf (text, "%s%s", i == 0 ? ": " : "; ", label);
      if (bf_run_has_rows (run))
        append_run (text, view, run);
    }
  g_string_append_c (text, '.');
  append_differences (text, view, FALSE,
                      bf_seeds_over_time (view) ? _("Gradient at timestep 1") : _("Gradient at layer 1"));
  append_differences (text, view, TRUE, _("Loss"));
  return g_string_free (text, FALSE);
}
