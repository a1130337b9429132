/* The histograms of a record. They are sparse in steps and octaves, so that the counts of all of them
 * follow each other in one list. */
#include "experiment/parts.h"

/* The numbers that a histogram is made of, but for its counts. */
typedef double (*PartFunc) (const BfHistogram *histogram);

static double
zero (const BfHistogram *histogram)
{
  return histogram->zero;
}

static double
not_finite (const BfHistogram *histogram)
{
  return histogram->not_finite;
}

static double
first (const BfHistogram *histogram)
{
  return histogram->first;
}

static double
octaves (const BfHistogram *histogram)
{
  return histogram->n_octaves;
}

static const struct {
  const char *key;
  PartFunc func;
} parts[] = {
  { "zero", zero }, { "not_finite", not_finite }, { "first", first }, { "octaves", octaves },
};

/* [taken step][layer] */
static void
write_part (BfJson *json, guint part, const BfRecord *record, BfHistogramKind kind)
{
  const guint n = bf_record_n_layers (record);
  g_autofree double *values = g_new (double, n);

  bf_json_begin_array (json, parts[part].key);
  for (guint i = 0; i < bf_record_n_histograms (record); i++)
    {
      for (guint layer = 0; layer < n; layer++)
        values[layer] = parts[part].func (bf_record_taken_histogram (record, i, layer, kind));
      bf_json_numbers (json, NULL, values, n);
    }
  bf_json_end_array (json);
}

/* [octave of a layer of a taken step][part] */
static void
write_counts (BfJson *json, const BfRecord *record, BfHistogramKind kind)
{
  bf_json_begin_array (json, "counts");
  for (guint i = 0; i < bf_record_n_histograms (record); i++)
    for (guint layer = 0; layer < bf_record_n_layers (record); layer++)
      {
        const BfHistogram *histogram = bf_record_taken_histogram (record, i, layer, kind);

        for (guint octave = 0; octave < histogram->n_octaves; octave++)
          {
            double values[BF_HISTOGRAM_PARTS];

            for (guint part = 0; part < BF_HISTOGRAM_PARTS; part++)
              values[part] = histogram->counts[octave][part];
            bf_json_numbers (json, NULL, values, BF_HISTOGRAM_PARTS);
          }
      }
  bf_json_end_array (json);
}

static void
write_steps (BfJson *json, const BfRecord *record)
{
  const guint n = bf_record_n_histograms (record);
  g_autofree double *steps = g_new (double, n);

  for (guint i = 0; i < n; i++)
    steps[i] = bf_record_step (record, bf_record_histogram_row (record, i));
  bf_json_numbers (json, "steps", steps, n);
}

void
bf_write_histograms (BfJson *json, const BfRecord *record)
{
  if (bf_record_n_histograms (record) == 0)
    return;
  bf_json_begin_object (json, "histograms");
  write_steps (json, record);
  for (guint kind = 0; kind < BF_N_HISTOGRAMS; kind++)
    {
      const BfEntry *entry = bf_table_row (&bf_histogram_table, kind);

      bf_json_begin_object (json, entry->id);
      for (guint part = 0; part < G_N_ELEMENTS (parts); part++)
        write_part (json, part, record, kind);
      write_counts (json, record, kind);
      bf_json_end_object (json);
    }
  bf_json_end_object (json);
}
