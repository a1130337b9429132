#include "figure/cache.h"

#include "figure/runs.h"

typedef struct {
  BfRecord *record;        /* owned reference */
  guint generation;        /* of the record */
  double smallest_normal;
  const BfCacheKind *kind;
  guint index;
  guint used;              /* the scene that used it last */
  gpointer data;           /* owned */
} Entry;

struct _BfFigureCache {
  GPtrArray *entries;      /* of Entry, owned */
  guint scene;             /* counts them */
};

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  if (entry->kind->clear != NULL)
    entry->kind->clear (entry->data);
  g_free (entry->data);
  bf_record_unref (entry->record);
  g_free (entry);
}

BfFigureCache *
bf_figure_cache_new (void)
{
  BfFigureCache *cache = g_new0 (BfFigureCache, 1);

  cache->entries = g_ptr_array_new_with_free_func (entry_free);
  return cache;
}

void
bf_figure_cache_free (BfFigureCache *cache)
{
  if (cache == NULL)
    return;
  g_ptr_array_unref (cache->entries);
  g_free (cache);
}

static gboolean
is_shown (const BfFigureView *view, const Entry *entry)
{
  for (guint i = 0; i < view->n_runs; i++)
    if (view->runs[i].record == entry->record)
      return TRUE;
  return FALSE;
}

void
bf_figure_cache_begin (const BfFigureView *view)
{
  BfFigureCache *cache = view->cache;

  if (cache == NULL)
    return;
  for (guint i = cache->entries->len; i > 0; i--)
    {
      const Entry *entry = g_ptr_array_index (cache->entries, i - 1);

      if (!is_shown (view, entry) || entry->used != cache->scene)
        g_ptr_array_remove_index_fast (cache->entries, i - 1);
    }
  cache->scene++;
}

gpointer
bf_figure_cache_get (const BfFigureView *view, const BfFigureRun *run, const BfCacheKind *kind,
                     guint index)
{
  double smallest_normal = bf_run_smallest_normal (run);
  guint generation;
  Entry *entry;

  if (view->cache == NULL)
    return NULL;
  generation = bf_record_generation (run->record);
  for (guint i = 0; i < view->cache->entries->len; i++)
    {
      entry = g_ptr_array_index (view->cache->entries, i);
      if (entry->record == run->record && entry->generation == generation && entry->kind == kind
          && entry->index == index && entry->smallest_normal == smallest_normal)
        {
          entry->used = view->cache->scene;
          return entry->data;
        }
    }
  entry = g_new0 (Entry, 1);
  *entry = (Entry) { bf_record_ref ((BfRecord *) run->record), generation, smallest_normal, kind,
                     index, view->cache->scene, g_malloc0 (kind->size) };
  g_ptr_array_add (view->cache->entries, entry);
  return entry->data;
}
