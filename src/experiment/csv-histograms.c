/* The files that come from histograms. */
#include "experiment/csv-number.h"
#include "experiment/csv.h"

#include <math.h>

/* log2 of the loss scales: none, and what mixed-precision training starts from. */
static const int scales[] = { 0, 8, 16 };

/* One histogram, and where it stands. */
typedef struct {
  GString *text;
  BfPrecision precision;
  guint64 step;
  guint layer;
  const BfHistogram *histogram;
} Place;

static void
begin_line (const Place *place, const BfEntry *entry)
{
  g_string_append_printf (place->text, "%" G_GUINT64_FORMAT ",%u,layers.%u,%s", place->step,
                          place->layer + 1, place->layer, entry->id);
}

static void
append_bin (const Place *place, BfHistogramKind kind, double lower, double upper, guint64 count)
{
  if (count == 0)
    return;
  begin_line (place, bf_table_row (&bf_histogram_table, kind));
  bf_csv_append_number (place->text, lower, place->precision);
  bf_csv_append_number (place->text, upper, place->precision);
  g_string_append_printf (place->text, ",%" G_GUINT64_FORMAT "\n", count);
}

static void
append_bins (const Place *place, BfHistogramKind kind)
{
  const BfHistogram *histogram = place->histogram;
  const int end = histogram->first + (int) histogram->n_octaves;

  append_bin (place, kind, 0, 0, histogram->zero);
  for (int octave = histogram->first; octave < end; octave++)
    append_bin (place, kind, bf_histogram_lower (octave), bf_histogram_upper (octave),
                bf_histogram_count (histogram, octave));
  append_bin (place, kind, NAN, NAN, histogram->not_finite);
}

static void
append_losses (const Place *place, BfHistogramKind kind)
{
  if (kind != BF_HISTOGRAM_GRADIENT)
    return;
  for (guint i = 0; i < bf_float_format_table.n_rows; i++)
    for (guint k = 0; k < G_N_ELEMENTS (scales); k++)
      {
        const BfFloatFormat *format = bf_table_row (&bf_float_format_table, i);

        begin_line (place, &format->entry);
        g_string_append_printf (place->text, ",%.0f", ldexp (1, scales[k]));
        bf_csv_append_number (place->text,
                              bf_histogram_flushed (place->histogram, format, scales[k]),
                              place->precision);
        bf_csv_append_number (place->text,
                              bf_histogram_overflown (place->histogram, format, scales[k]),
                              place->precision);
        g_string_append_c (place->text, '\n');
      }
}

/* @header, and what @func makes of every histogram. */
static char *
table_of_histograms (const BfRecord *record, BfPrecision precision, const char *header,
                     void (*func) (const Place *place, BfHistogramKind kind))
{
  Place place = { .text = g_string_new (header), .precision = precision };

  for (guint i = 0; i < bf_record_n_histograms (record); i++)
    {
      place.step = bf_record_step (record, bf_record_histogram_row (record, i));
      for (place.layer = 0; place.layer < bf_record_n_layers (record); place.layer++)
        for (guint kind = 0; kind < BF_N_HISTOGRAMS; kind++)
          {
            place.histogram = bf_record_taken_histogram (record, i, place.layer, kind);
            func (&place, kind);
          }
    }
  return g_string_free (place.text, FALSE);
}

char *
bf_csv_histograms (const BfRecord *record, BfPrecision precision)
{
  return table_of_histograms (record, precision, "step,layer,name,quantity,lower,upper,count\n",
                              append_bins);
}

char *
bf_csv_low_precision (const BfRecord *record, BfPrecision precision)
{
  return table_of_histograms (record, precision,
                              "step,layer,name,format,loss_scale,flushed_fraction,"
                              "overflown_fraction\n", append_losses);
}
