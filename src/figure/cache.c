#include "figure/cache.h"

#include "figure/runs.h"

typedef struct {
  guint n_rows;            /* looked at so far */
  BfRange range;
} CachedRange;

typedef struct {
  BfHeatMap *map;          /* owned; NULL: none yet */
  BfLayerMeasure measure;
  guint64 last_step;
  guint n_columns;
  guint n_rows;            /* added so far */
} CachedMap;

/* What is known of one record. */
typedef struct {
  BfRecord *record;        /* owned reference */
  double smallest_normal;
  CachedRange layers[BF_N_LAYER_MEASURES];
  CachedRange times;
  CachedMap map;
} Slot;

struct _BfFigureCache {
  GPtrArray *slots;        /* of Slot, owned */
};

static void
slot_free (gpointer data)
{
  Slot *slot = data;

  bf_record_unref (slot->record);
  g_clear_pointer (&slot->map.map, bf_heat_map_free);
  g_free (slot);
}

BfFigureCache *
bf_figure_cache_new (void)
{
  BfFigureCache *cache = g_new0 (BfFigureCache, 1);

  cache->slots = g_ptr_array_new_with_free_func (slot_free);
  return cache;
}

void
bf_figure_cache_free (BfFigureCache *cache)
{
  if (cache == NULL)
    return;
  g_ptr_array_unref (cache->slots);
  g_free (cache);
}

static gboolean
is_shown (const BfFigureView *view, const Slot *slot)
{
  for (guint i = 0; i < view->n_runs; i++)
    if (view->runs[i].record == slot->record)
      return TRUE;
  return FALSE;
}

void
bf_figure_cache_begin (const BfFigureView *view)
{
  if (view->cache == NULL)
    return;
  for (guint i = view->cache->slots->len; i > 0; i--)
    if (!is_shown (view, g_ptr_array_index (view->cache->slots, i - 1)))
      g_ptr_array_remove_index (view->cache->slots, i - 1);
}

static Slot *
find_slot (const BfFigureView *view, const BfFigureRun *run)
{
  GPtrArray *slots;
  Slot *slot;

  if (view->cache == NULL)
    return NULL;
  slots = view->cache->slots;
  for (guint i = 0; i < slots->len; i++)
    {
      slot = g_ptr_array_index (slots, i);
      if (slot->record == run->record && slot->smallest_normal == bf_run_smallest_normal (run))
        return slot;
    }
  slot = g_new0 (Slot, 1);
  slot->record = bf_record_ref ((BfRecord *) run->record);
  slot->smallest_normal = bf_run_smallest_normal (run);
  for (guint i = 0; i < BF_N_LAYER_MEASURES; i++)
    slot->layers[i] = (CachedRange) { 0, BF_RANGE_EMPTY };
  slot->times = (CachedRange) { 0, BF_RANGE_EMPTY };
  g_ptr_array_add (slots, slot);
  return slot;
}

void
bf_layer_range (const BfFigureView *view, const BfFigureRun *run, BfLayerMeasure measure,
                BfRange *range)
{
  const BfLayerMeasureInfo *info = bf_table_row (&bf_layer_measure_table, measure);
  Slot *slot = find_slot (view, run);
  CachedRange fresh = { 0, BF_RANGE_EMPTY };
  CachedRange *cached = slot ? &slot->layers[measure] : &fresh;
  double smallest_normal = bf_run_smallest_normal (run);
  guint n_layers = bf_record_n_layers (run->record), n_rows = bf_record_n_rows (run->record);

  for (; cached->n_rows < n_rows; cached->n_rows++)
    for (guint layer = 0; layer < n_layers; layer++)
      bf_range_add (&cached->range, bf_record_layer (run->record, cached->n_rows, layer, measure),
                    info->gradient, smallest_normal);
  *range = cached->range;
}

void
bf_time_range (const BfFigureView *view, const BfFigureRun *run, BfRange *range)
{
  Slot *slot = find_slot (view, run);
  CachedRange fresh = { 0, BF_RANGE_EMPTY };
  CachedRange *cached = slot ? &slot->times : &fresh;
  const BfRecord *record = run->record;
  double smallest_normal = bf_run_smallest_normal (run);
  guint n_rows = bf_record_n_rows (record), timesteps = bf_record_timesteps (record);

  for (; cached->n_rows < n_rows; cached->n_rows++)
    for (guint i = 0; i < bf_record_n_recurrent (record); i++)
      for (guint t = 0; t < timesteps; t++)
        {
          bf_range_add (&cached->range, bf_record_hidden_gradient (record, cached->n_rows, i, t),
                        TRUE, smallest_normal);
          bf_range_add (&cached->range, bf_record_cell_gradient (record, cached->n_rows, i, t),
                        TRUE, smallest_normal);
        }
  *range = cached->range;
}

static guint
column_of_step (const CachedMap *cached, guint64 step)
{
  return (guint) MIN ((double) (step - 1) * cached->n_columns / cached->last_step,
                     cached->n_columns - 1);
}

/* Adds the rows that came since. A row stands for all steps from its own to the next row's, or
 * to the end of its column if it is the last. */
static void
grow_map (CachedMap *cached, const BfFigureRun *run)
{
  guint n_layers = bf_record_n_layers (run->record), n_rows = bf_record_n_rows (run->record);

  for (; cached->n_rows < n_rows; cached->n_rows++)
    {
      guint row = cached->n_rows;
      guint64 step = bf_record_step (run->record, row);
      guint column = column_of_step (cached, step);
      guint first = column;

      if (step > cached->last_step)
        return;
      /* Where rows are missing between two, the earlier one is shown. */
      if (row > 0)
        first = MIN (column_of_step (cached, bf_record_step (run->record, row - 1)) + 1, column);
      for (guint layer = 0; layer < n_layers; layer++)
        {
          for (guint c = first; c < column; c++)
            bf_heat_map_add (cached->map, c, layer,
                             bf_record_layer (run->record, row - 1, layer, cached->measure));
          bf_heat_map_add (cached->map, column, layer,
                           bf_record_layer (run->record, row, layer, cached->measure));
        }
    }
}

const BfHeatMap *
bf_layer_map (const BfFigureView *view, const BfFigureRun *run, guint64 last_step,
              guint max_columns, BfHeatMap **owned)
{
  Slot *slot = find_slot (view, run);
  CachedMap fresh = { 0 };
  CachedMap *cached = slot ? &slot->map : &fresh;
  guint n_columns = (guint) CLAMP (last_step, 1, (guint64) MAX (max_columns, 1));

  if (cached->map == NULL || cached->measure != view->measure || cached->last_step != last_step
      || cached->n_columns != n_columns)
    {
      g_clear_pointer (&cached->map, bf_heat_map_free);
      cached->map =
        bf_heat_map_new (n_columns, bf_record_n_layers (run->record),
                         bf_view_measure (view)->gradient, bf_run_smallest_normal (run));
      cached->measure = view->measure;
      cached->last_step = last_step;
      cached->n_columns = n_columns;
      cached->n_rows = 0;
    }
  grow_map (cached, run);
  *owned = slot ? NULL : cached->map;
  return cached->map;
}
