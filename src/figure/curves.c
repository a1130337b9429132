#include "figure/curves.h"

#include <math.h>

#include "figure/cache.h"
#include "figure/order.h"
#include "figure/runs.h"

typedef struct {
  guint n_rows;              /* looked at so far */
  GArray *x, *y;             /* of double, owned; NULL before the first */
  BfRange ranges[2];
} Kept;

/* The mean of a curve as far as it goes. */
typedef struct {
  GArray *values;            /* of double, owned; NULL before the first */
  gboolean logarithmic;
  guint window;
  double sum, weight;
} Mean;

typedef struct {
  guint n_rows;              /* looked at so far */
  gboolean clipped;
} Clipping;

static void
kept_clear (gpointer data)
{
  Kept *kept = data;

  g_clear_pointer (&kept->x, g_array_unref);
  g_clear_pointer (&kept->y, g_array_unref);
}

static void
mean_clear (gpointer data)
{
  Mean *mean = data;

  g_clear_pointer (&mean->values, g_array_unref);
}

static const BfCacheKind kept_kind = { .size = sizeof (Kept), .clear = kept_clear };
static const BfCacheKind mean_kind = { .size = sizeof (Mean), .clear = mean_clear };
static const BfCacheKind clipping_kind = { .size = sizeof (Clipping) };

static Kept *
kept_curve (const BfFigureView *view, const BfFigureRun *run, guint what)
{
  Kept *kept = bf_figure_cache_get (view, run, &kept_kind, what);

  if (kept->y == NULL)
    {
      kept->x = g_array_new (FALSE, FALSE, sizeof (double));
      kept->y = g_array_new (FALSE, FALSE, sizeof (double));
      kept->ranges[0] = kept->ranges[1] = (BfRange) BF_RANGE_EMPTY;
    }
  return kept;
}

static void
add_point (Kept *kept, const BfFigureRun *run, double step, double value)
{
  g_array_append_val (kept->x, step);
  g_array_append_val (kept->y, value);
  for (guint logarithmic = 0; logarithmic < 2; logarithmic++)
    bf_range_add (&kept->ranges[logarithmic], value, logarithmic, bf_run_smallest_normal (run));
}

/* A measure that every row has once. */
static void
grow_measure (Kept *kept, const BfFigureRun *run, BfTrainingMeasure measure)
{
  const BfTrainingMeasureInfo *info = bf_table_row (&bf_training_measure_table, measure);
  guint n_rows = bf_record_n_rows (run->record);

  for (; kept->n_rows < n_rows; kept->n_rows++)
    {
      double value = bf_record_training (run->record, kept->n_rows, measure);

      if (!info->optional || !isnan (value))
        add_point (kept, run, bf_record_step (run->record, kept->n_rows), value);
    }
}

/* All at once. */
static void
grow_updates (const BfFigureView *view, const BfFigureRun *run)
{
  guint n_layers = bf_record_n_layers (run->record), n_rows = bf_record_n_rows (run->record);
  g_autofree double *values = g_new (double, MAX (n_layers, 1));
  Kept *kept[4];

  for (guint i = 0; i < G_N_ELEMENTS (kept); i++)
    kept[i] = kept_curve (view, run, BF_CURVE_UPDATE_MEDIAN + i);
  for (guint row = kept[0]->n_rows; row < n_rows; row++)
    {
      const double *ratios = bf_record_layers (run->record, row, BF_UPDATE_RATIO);
      double statistics[3];

      for (guint layer = 0; layer < n_layers; layer++)
        values[layer] = ratios[layer];
      if (bf_order_statistics (values, n_layers, statistics))
        add_point (kept[3], run, bf_record_step (run->record, row), NAN);
      for (guint i = 0; i < 3; i++)
        add_point (kept[i], run, bf_record_step (run->record, row), statistics[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (kept); i++)
    kept[i]->n_rows = n_rows;
}

BfCurve
bf_curve (const BfFigureView *view, const BfFigureRun *run, guint what)
{
  Kept *kept = kept_curve (view, run, what);

  if (what >= BF_CURVE_UPDATE_MEDIAN)
    grow_updates (view, run);
  else
    grow_measure (kept, run, what);
  return (BfCurve) { kept->y->len, (const double *) (gpointer) kept->x->data,
                     (const double *) (gpointer) kept->y->data, kept->ranges };
}

gboolean
bf_curve_is_clipped (const BfFigureView *view, const BfFigureRun *run)
{
  Clipping *kept = bf_figure_cache_get (view, run, &clipping_kind, 0);
  guint n_rows = bf_record_n_rows (run->record);

  for (; kept->n_rows < n_rows && !kept->clipped; kept->n_rows++)
    {
      double before = bf_record_training (run->record, kept->n_rows, BF_TRAINING_GRADIENT_NORM);
      double after =
        bf_record_training (run->record, kept->n_rows, BF_TRAINING_CLIPPED_GRADIENT_NORM);

      kept->clipped = before != after && !(isnan (before) && isnan (after));
    }
  return kept->clipped;
}

/* @gap: steps since the value before. */
static void
append_mean (Mean *mean, double value, double gap, double smallest_normal)
{
  double keep = 1 - 2.0 / (mean->window + 1), smoothed = NAN;

  if (gap != 1)
    keep = pow (keep, gap);

  if (bf_value_classify (value, mean->logarithmic, smallest_normal) == BF_VALUE_FINITE)
    {
      mean->sum = keep * mean->sum + (1 - keep) * (mean->logarithmic ? log (value) : value);
      mean->weight = keep * mean->weight + (1 - keep);
      smoothed = mean->sum / mean->weight;
      smoothed = mean->logarithmic ? exp (smoothed) : smoothed;
    }
  g_array_append_val (mean->values, smoothed);
}

const double *
bf_curve_smooth (const BfFigureView *view, const BfFigureRun *run, guint what,
                 gboolean logarithmic, guint window)
{
  BfCurve curve = bf_curve (view, run, what);
  Mean *mean = bf_figure_cache_get (view, run, &mean_kind, what);

  if (mean->values == NULL || mean->logarithmic != logarithmic || mean->window != window)
    {
      mean_clear (mean);
      *mean = (Mean) { g_array_new (FALSE, FALSE, sizeof (double)), logarithmic, window, 0, 0 };
    }
  for (gsize i = mean->values->len; i < curve.n; i++)
    append_mean (mean, curve.y[i], i > 0 ? curve.x[i] - curve.x[i - 1] : 1,
                 bf_run_smallest_normal (run));
  return (const double *) (gpointer) mean->values->data;
}
