#include "figure/seed-curve.h"

#include <math.h>

#include "figure/cache.h"
#include "figure/runs.h"

/* What a seed had when it was looked at. */
typedef struct {
  const BfRecord *record;    /* only compared */
  guint n_rows, generation;
} Seen;

typedef struct {
  GArray *x, *mean, *low, *high;   /* of double, owned; NULL before the first */
  GArray *spreads;                 /* of BfSeedSpread, owned */
  const BfRecord *steps_of;        /* only compared: whose steps these are */
  Seen seen[BF_CONFIGURATION_MAX_SEEDS];
  guint n_seeds;
  BfSeedBand band;
} Kept;

static void
kept_clear (gpointer data)
{
  Kept *kept = data;

  g_clear_pointer (&kept->x, g_array_unref);
  g_clear_pointer (&kept->mean, g_array_unref);
  g_clear_pointer (&kept->low, g_array_unref);
  g_clear_pointer (&kept->high, g_array_unref);
  g_clear_pointer (&kept->spreads, g_array_unref);
}

static const BfCacheKind kept_kind = { .size = sizeof (Kept), .clear = kept_clear };

static guint
n_seeds (const BfFigureRun *run)
{
  return bf_configuration_n_seeds (run->configuration);
}

static guint64
last_step (const BfRecord *record)
{
  guint n_rows = record != NULL ? bf_record_n_rows (record) : 0;

  return n_rows > 0 ? bf_record_step (record, n_rows - 1) : 0;
}

const BfRecord *
bf_seed_furthest (const BfFigureRun *run)
{
  const BfRecord *furthest = run->record;

  for (guint number = 1; number < n_seeds (run); number++)
    {
      const BfRecord *record = bf_seed_record (run->record, number);

      if (last_step (record) > last_step (furthest))
        furthest = record;
    }
  return furthest;
}

gboolean
bf_seed_row (const BfRecord *record, guint64 step, guint *row)
{
  if (record == NULL || bf_record_n_rows (record) == 0)
    return FALSE;
  *row = bf_record_row_at (record, step);
  return bf_record_step (record, *row) == step;
}

static void
renew (Kept *kept, const BfRecord *steps_of, guint n, BfSeedBand band)
{
  kept_clear (kept);
  *kept = (Kept) { .steps_of = steps_of, .n_seeds = n, .band = band };
  kept->x = g_array_new (FALSE, FALSE, sizeof (double));
  kept->mean = g_array_new (FALSE, FALSE, sizeof (double));
  kept->low = g_array_new (FALSE, FALSE, sizeof (double));
  kept->high = g_array_new (FALSE, FALSE, sizeof (double));
  kept->spreads = g_array_new (FALSE, FALSE, sizeof (BfSeedSpread));
}

static Seen
look_at (const BfRecord *record)
{
  if (record == NULL)
    return (Seen) { 0 };
  return (Seen) { record, bf_record_n_rows (record), bf_record_generation (record) };
}

/* Whether what was computed is still a part of what is to be. */
static gboolean
still_holds (const Kept *kept, const BfFigureRun *run, const BfRecord *steps_of, BfSeedBand band)
{
  if (kept->x == NULL || kept->steps_of != steps_of || kept->n_seeds != n_seeds (run)
      || kept->band != band)
    return FALSE;
  for (guint number = 0; number < kept->n_seeds; number++)
    {
      Seen now = look_at (bf_seed_record (run->record, number)), then = kept->seen[number];

      if (then.n_rows > 0 && (now.record != then.record || now.generation != then.generation
                              || now.n_rows < then.n_rows))
        return FALSE;
    }
  return TRUE;
}

/* The first and the last step that a seed has come to since; FALSE: none. */
static gboolean
find_news (Kept *kept, const BfFigureRun *run, guint64 *first, guint64 *last)
{
  *first = G_MAXUINT64;
  *last = 0;
  for (guint number = 0; number < kept->n_seeds; number++)
    {
      const BfRecord *record = bf_seed_record (run->record, number);
      Seen now = look_at (record);

      if (now.n_rows > kept->seen[number].n_rows)
        {
          *first = MIN (*first, bf_record_step (record, kept->seen[number].n_rows));
          *last = MAX (*last, last_step (record));
        }
      kept->seen[number] = now;
    }
  return *last > 0;
}

static void
compute_row (Kept *kept, const BfFigureRun *run, guint row)
{
  double values[BF_CONFIGURATION_MAX_SEEDS];
  guint64 step = bf_record_step (kept->steps_of, row);
  BfSeedSpread *spread = &g_array_index (kept->spreads, BfSeedSpread, row);
  guint n = 0, own;

  for (guint number = 0; number < kept->n_seeds; number++)
    {
      const BfRecord *record = bf_seed_record (run->record, number);

      if (bf_seed_row (record, step, &own))
        values[n++] = bf_record_training (record, own, BF_TRAINING_LOSS);
    }
  bf_seed_spread (values, n, TRUE, spread);
  g_array_index (kept->x, double, row) = step;
  g_array_index (kept->mean, double, row) = spread->mean;
  bf_seed_spread_band (spread, kept->band, &g_array_index (kept->low, double, row),
                       &g_array_index (kept->high, double, row));
}

static void
grow (Kept *kept, const BfFigureRun *run)
{
  guint n_rows = bf_record_n_rows (kept->steps_of);
  guint64 first, last;

  if (!find_news (kept, run, &first, &last))
    return;
  g_array_set_size (kept->x, n_rows);
  g_array_set_size (kept->mean, n_rows);
  g_array_set_size (kept->low, n_rows);
  g_array_set_size (kept->high, n_rows);
  g_array_set_size (kept->spreads, n_rows);
  for (guint row = bf_record_row_at (kept->steps_of, first);
       row < n_rows && bf_record_step (kept->steps_of, row) <= last; row++)
    compute_row (kept, run, row);
}

#define values_of(array) ((const double *) (gpointer) (array)->data)

BfSeedCurve
bf_seed_curve (const BfFigureView *view, const BfFigureRun *run, BfSeedBand band)
{
  Kept *kept = bf_figure_cache_get (view, run, &kept_kind, 0);
  const BfRecord *steps_of = bf_seed_furthest (run);

  if (!still_holds (kept, run, steps_of, band))
    renew (kept, steps_of, n_seeds (run), band);
  grow (kept, run);
  return (BfSeedCurve) { kept->x->len, values_of (kept->x), values_of (kept->mean),
                         values_of (kept->low), values_of (kept->high),
                         (const BfSeedSpread *) (gpointer) kept->spreads->data };
}
