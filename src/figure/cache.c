#include "figure/cache.h"

#include "figure/runs.h"
#include "figure/scene-private.h"

typedef struct {
  guint n_rows;            /* looked at so far */
  BfRange range;
} CachedRange;

typedef struct {
  BfHeatMap *map;          /* owned; NULL: none yet */
  BfLayerMeasure measure;
  gboolean logarithmic;
  guint64 first_step, last_step;
  guint n_columns;
  guint n_rows;            /* added so far */
} CachedMap;

/* What is known of one record. */
typedef struct {
  BfRecord *record;        /* owned reference */
  double smallest_normal;
  CachedRange layers[BF_N_LAYER_MEASURES][2];   /* on a linear and on a log axis */
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
    slot->layers[i][0] = slot->layers[i][1] = (CachedRange) { 0, BF_RANGE_EMPTY };
  slot->times = (CachedRange) { 0, BF_RANGE_EMPTY };
  g_ptr_array_add (slots, slot);
  return slot;
}

void
bf_layer_range (const BfFigureView *view, const BfFigureRun *run, BfLayerMeasure measure,
                gboolean logarithmic, BfRange *range)
{
  Slot *slot = find_slot (view, run);
  CachedRange fresh = { 0, BF_RANGE_EMPTY };
  CachedRange *cached = slot ? &slot->layers[measure][logarithmic ? 1 : 0] : &fresh;
  double smallest_normal = bf_run_smallest_normal (run);
  guint n_layers = bf_record_n_layers (run->record), n_rows = bf_record_n_rows (run->record);

  for (; cached->n_rows < n_rows; cached->n_rows++)
    for (guint layer = 0; layer < n_layers; layer++)
      bf_range_add (&cached->range, bf_record_layer (run->record, cached->n_rows, layer, measure),
                    logarithmic, smallest_normal);
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

/* The column of a step that is not before the first one. */
static guint
column_of_step (const CachedMap *cached, guint64 step)
{
  double n_steps = cached->last_step - cached->first_step + 1;

  return (guint) MIN ((double) (step - cached->first_step) * cached->n_columns / n_steps,
                      cached->n_columns - 1);
}

/* Adds a row to the columns from that after the row before it, which is shown where rows are
 * missing between the two, to its own. */
static void
add_row (CachedMap *cached, const BfRecord *record, guint row)
{
  guint column = column_of_step (cached, bf_record_step (record, row)), first = column;
  guint n_layers = bf_record_n_layers (record);

  if (row > 0)
    {
      guint64 before = MAX (bf_record_step (record, row - 1), cached->first_step);
      first = MIN (column_of_step (cached, before) + 1, column);
    }
  for (guint layer = 0; layer < n_layers; layer++)
    {
      for (guint c = first; c < column; c++)
        bf_heat_map_add (cached->map, c, layer,
                         bf_record_layer (record, row - 1, layer, cached->measure));
      bf_heat_map_add (cached->map, column, layer,
                       bf_record_layer (record, row, layer, cached->measure));
    }
}

/* Adds the rows that came since. A row stands for all steps from its own to the next row's, or
 * to the end of its column if it is the last. */
static void
grow_map (CachedMap *cached, const BfFigureRun *run)
{
  guint n_rows = bf_record_n_rows (run->record);

  for (; cached->n_rows < n_rows; cached->n_rows++)
    {
      guint64 step = bf_record_step (run->record, cached->n_rows);

      if (step > cached->last_step)
        return;
      if (step >= cached->first_step)
        add_row (cached, run->record, cached->n_rows);
    }
}

static gboolean
is_current (const CachedMap *cached, const CachedMap *wanted)
{
  return cached->map != NULL && cached->measure == wanted->measure
         && cached->logarithmic == wanted->logarithmic && cached->first_step == wanted->first_step
         && cached->last_step == wanted->last_step && cached->n_columns == wanted->n_columns;
}

const BfHeatMap *
bf_layer_map (const BfFigureView *view, const BfFigureRun *run, guint64 first, guint64 last,
              guint max_columns, BfHeatMap **owned)
{
  Slot *slot = find_slot (view, run);
  CachedMap wanted = {
    .measure = view->measure,
    .logarithmic = bf_scene_is_logarithmic (view->y_kind, bf_view_measure (view)->gradient),
    .first_step = first,
    .last_step = last,
    .n_columns = (guint) CLAMP (last - first + 1, 1, (guint64) MAX (max_columns, 1)),
  };
  CachedMap *cached = slot ? &slot->map : &wanted;

  if (!is_current (cached, &wanted))
    {
      g_clear_pointer (&cached->map, bf_heat_map_free);
      *cached = wanted;
      cached->map = bf_heat_map_new (wanted.n_columns, bf_record_n_layers (run->record),
                                     wanted.logarithmic, bf_run_smallest_normal (run));
    }
  grow_map (cached, run);
  *owned = slot ? NULL : cached->map;
  return cached->map;
}
