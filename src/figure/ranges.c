#include "figure/ranges.h"

#include <math.h>

#include "figure/cache.h"
#include "figure/recurrent.h"
#include "figure/runs.h"

/* Other steps' values widen a range by no more than this factor. */
#define WIDEN 1e3

typedef struct {
  guint n_rows;            /* looked at so far */
  BfRange range;           /* not yet set before the first of them */
} Kept;

static const BfCacheKind layer_kind = { .size = sizeof (Kept) };
static const BfCacheKind time_kind = { .size = sizeof (Kept) };

/* What is kept, or @fresh without a cache. */
static Kept *
begin (const BfFigureView *view, const BfFigureRun *run, const BfCacheKind *kind, guint index,
       Kept *fresh)
{
  Kept *kept = bf_figure_cache_get (view, run, kind, index);

  kept = kept != NULL ? kept : fresh;
  if (kept->n_rows == 0)
    kept->range = (BfRange) BF_RANGE_EMPTY;
  return kept;
}

double
bf_relative_to (double last)
{
  return last > 0 && isfinite (last) ? last : NAN;
}

/* The @n values of one line. */
static void
add_line (Kept *kept, const double *values, guint n, gboolean relative, gboolean logarithmic,
          double smallest_normal)
{
  double last = relative ? bf_relative_to (values[n - 1]) : 1;

  if (!relative)
    bf_range_add_values (&kept->range, values, n, logarithmic, smallest_normal);
  for (guint i = 0; relative && i < n; i++)
    bf_range_add (&kept->range, values[i] / last, logarithmic,
                  isnan (last) ? smallest_normal : smallest_normal / last);
}

static void
range_of_layers (const BfFigureView *view, const BfFigureRun *run, BfLayerMeasure measure,
                 gboolean relative, gboolean logarithmic, BfRange *range)
{
  Kept fresh = { 0 };
  guint index = 4 * measure + (relative ? 2 : 0) + (logarithmic ? 1 : 0);
  Kept *kept = begin (view, run, &layer_kind, index, &fresh);
  guint n_layers = bf_record_n_layers (run->record), n_rows = bf_record_n_rows (run->record);

  for (; kept->n_rows < n_rows; kept->n_rows++)
    add_line (kept, bf_record_layers (run->record, kept->n_rows, measure), n_layers, relative,
              logarithmic, bf_run_smallest_normal (run));
  *range = kept->range;
}

void
bf_layer_range (const BfFigureView *view, const BfFigureRun *run, BfLayerMeasure measure,
                gboolean logarithmic, BfRange *range)
{
  range_of_layers (view, run, measure, FALSE, logarithmic, range);
}

void
bf_relative_layer_range (const BfFigureView *view, const BfFigureRun *run, BfLayerMeasure measure,
                         gboolean logarithmic, BfRange *range)
{
  range_of_layers (view, run, measure, TRUE, logarithmic, range);
}

static void
add_times (Kept *kept, const BfFigureRun *run, gboolean is_cell, gboolean relative,
           gboolean logarithmic)
{
  guint timesteps = bf_record_timesteps (run->record);
  const double *values = is_cell ? bf_record_cell_gradients (run->record, kept->n_rows)
                                 : bf_record_hidden_gradients (run->record, kept->n_rows);

  for (guint i = 0; i < bf_record_n_recurrent (run->record) && timesteps > 0; i++)
    if (!is_cell || bf_run_has_cell_state (run, i))
      add_line (kept, values + (gsize) i * timesteps, timesteps, relative, logarithmic,
                bf_run_smallest_normal (run));
}

static void
range_of_times (const BfFigureView *view, const BfFigureRun *run, gboolean is_cell,
                gboolean relative, gboolean logarithmic, BfRange *range)
{
  Kept fresh = { 0 };
  guint index = (relative ? 4 : 0) + (is_cell ? 2 : 0) + (logarithmic ? 1 : 0);
  Kept *kept = begin (view, run, &time_kind, index, &fresh);
  guint n_rows = bf_record_n_rows (run->record);

  for (; kept->n_rows < n_rows; kept->n_rows++)
    add_times (kept, run, is_cell, relative, logarithmic);
  *range = kept->range;
}

void
bf_time_range (const BfFigureView *view, const BfFigureRun *run, gboolean is_cell,
               gboolean logarithmic, BfRange *range)
{
  range_of_times (view, run, is_cell, FALSE, logarithmic, range);
}

void
bf_relative_time_range (const BfFigureView *view, const BfFigureRun *run, gboolean is_cell,
                        gboolean logarithmic, BfRange *range)
{
  range_of_times (view, run, is_cell, TRUE, logarithmic, range);
}

void
bf_range_widen (BfRange *range, const BfRange *all)
{
  if (bf_range_is_empty (range))
    return;
  range->min = MIN (range->min, MAX (all->min, range->min / WIDEN));
  range->max = MAX (range->max, MIN (all->max, range->max * WIDEN));
}
