#include "config.h"

#include <glib/gi18n-lib.h>

#include "experiment/histogram-columns.h"
#include "experiment/parts.h"

#include <string.h>

/* An array of exactly these sizes, which must be there unless it is to be empty. */
static gboolean
read_whole (BfReader *reader, JsonObject *object, const char *key, const gsize sizes[2], double min,
            double max, const double **values)
{
  BfTensorView view = { 0 };
  const gsize n = sizes[0] * sizes[1];

  if (!bf_reader_get_tensor (reader, object, key, n > 0 ? 2 : 1, &view))
    return FALSE;
  for (guint i = 0; i < 2 && n > 0; i++)
    {
      const gsize size = view.n_dimensions > 0 ? view.sizes[i] : 0;

      if (size != sizes[i])
        return bf_reader_refuse (reader, key, _("has %u where its configuration and steps need %u"),
                                 (guint) size, (guint) sizes[i]);
    }
  *values = view.values;
  return bf_reader_check_whole (reader, key, view.values, n, min, max);
}

/* Octaves inside the range, as many of them as there are counts. */
static gboolean
read_counts (BfReader *reader, JsonObject *object, gsize n, BfHistogramColumn *column)
{
  gsize sizes[] = { 0, BF_HISTOGRAM_PARTS };

  for (gsize i = 0; i < n; i++)
    {
      if (column->octaves[i] > 0 && column->first[i] + column->octaves[i] - 1 > BF_HISTOGRAM_LAST)
        return bf_reader_refuse (reader, "octaves", _("must not reach beyond octave %d"),
                                 BF_HISTOGRAM_LAST);
      sizes[0] += column->octaves[i];
    }
  return read_whole (reader, object, "counts", sizes, 0, G_MAXUINT32, &column->counts);
}

static gboolean
read_column (BfReader *reader, JsonObject *object, const gsize sizes[2], BfHistogramColumn *column)
{
  static const char *const keys[] = { "zero", "not_finite", "first", "octaves", "counts" };

  return bf_reader_check_keys (reader, object, keys, G_N_ELEMENTS (keys))
         && read_whole (reader, object, "zero", sizes, 0, G_MAXUINT32, &column->zero)
         && read_whole (reader, object, "not_finite", sizes, 0, G_MAXUINT32, &column->not_finite)
         && read_whole (reader, object, "first", sizes, BF_HISTOGRAM_FIRST, BF_HISTOGRAM_LAST,
                        &column->first)
         && read_whole (reader, object, "octaves", sizes, 0, BF_HISTOGRAM_OCTAVES, &column->octaves)
         && read_counts (reader, object, sizes[0] * sizes[1], column);
}

static gboolean
read_kind (BfReader *reader, JsonObject *object, guint kind, guint n_layers,
           BfHistogramColumns *columns)
{
  const BfEntry *entry = bf_table_row (&bf_histogram_table, kind);
  const gsize sizes[] = { columns->n_taken, n_layers };
  JsonNode *node = json_object_get_member (object, entry->id);

  if (node == NULL)
    return bf_reader_refuse (reader, entry->id, _("missing"));

  gsize mark = bf_reader_enter (reader, entry->id);
  JsonObject *members = bf_reader_object (reader, node);
  if (members == NULL || !read_column (reader, members, sizes, &columns->kinds[kind]))
    return FALSE;
  bf_reader_leave (reader, mark);
  return TRUE;
}

/* Some of the record's steps, in their order. */
static gboolean
read_taken_steps (BfReader *reader, JsonObject *object, const double *steps, guint n_steps,
                  BfHistogramColumns *columns)
{
  BfTensorView view = { 0 };
  guint row = 0;

  if (!bf_reader_get_tensor (reader, object, "steps", 1, &view))
    return FALSE;
  columns->n_taken = view.n_dimensions > 0 ? view.sizes[0] : 0;
  columns->steps = view.values;
  for (guint i = 0; i < columns->n_taken; i++, row++)
    {
      while (row < n_steps && steps[row] != columns->steps[i])
        row++;
      if (row >= n_steps)
        return bf_reader_refuse (reader, "steps", _("must be some of the record’s steps, increasing"));
    }
  return TRUE;
}

gboolean
bf_read_histograms (BfReader *reader, JsonObject *record, const double *steps, guint n_steps,
                    guint n_layers, BfHistogramColumns *columns)
{
  JsonNode *node = json_object_get_member (record, "histograms");
  const char *keys[1 + BF_N_HISTOGRAMS] = { "steps" };

  if (node == NULL)
    return TRUE;
  for (guint kind = 0; kind < BF_N_HISTOGRAMS; kind++)
    keys[1 + kind] = ((const BfEntry *) bf_table_row (&bf_histogram_table, kind))->id;

  gsize mark = bf_reader_enter (reader, "histograms");
  JsonObject *object = bf_reader_object (reader, node);
  if (object == NULL || !bf_reader_check_keys (reader, object, keys, G_N_ELEMENTS (keys))
      || !read_taken_steps (reader, object, steps, n_steps, columns))
    return FALSE;
  for (guint kind = 0; kind < BF_N_HISTOGRAMS; kind++)
    if (!read_kind (reader, object, kind, n_layers, columns))
      return FALSE;
  bf_reader_leave (reader, mark);
  return TRUE;
}

/* The next histogram of @column, number @index, into @counts. */
static void
collect_one (BfHistogramColumn *column, gsize index, BfHistogramCounts *counts)
{
  const guint from = column->first[index] - BF_HISTOGRAM_FIRST, n = column->octaves[index];

  memset (counts, 0, sizeof *counts);
  counts->zero = column->zero[index];
  counts->not_finite = column->not_finite[index];
  for (guint octave = 0; octave < n; octave++)
    for (guint part = 0; part < BF_HISTOGRAM_PARTS; part++)
      counts->octaves[from + octave][part] = *column->counts++;
}

gboolean
bf_collect_histograms (BfHistogramColumns *columns, double step, BfHistograms *histograms)
{
  BfHistogramCounts counts;

  if (columns->next == columns->n_taken || columns->steps[columns->next] != step)
    return FALSE;
  bf_histograms_clear (histograms);
  for (guint kind = 0; kind < BF_N_HISTOGRAMS; kind++)
    for (guint layer = 0; layer < histograms->n_layers; layer++)
      {
        collect_one (&columns->kinds[kind], (gsize) columns->next * histograms->n_layers + layer,
                     &counts);
        bf_histograms_put (histograms, layer, kind, &counts);
      }
  columns->next++;
  return TRUE;
}
