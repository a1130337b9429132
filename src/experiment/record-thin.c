/* How a record stays within its budget: it thins itself to every 2nd step, every 4th, every 8th,
 * and so on. Multiples are kept, rather than the steps after them, because validation and
 * histograms fall on multiples too and are thus thinned no more than everything else. */
#include "experiment/record-private.h"

static guint64
step_of (const BfRecord *record, guint row)
{
  return ((const double *) g_ptr_array_index (record->rows, row))[0];
}

static gsize
size_of (const BfRecord *record, const BfHistograms *histograms)
{
  return record->row_length * sizeof (double) + sizeof (gpointer)
         + (histograms != NULL ? bf_histograms_bytes (histograms) : 0);
}

void
bf_record_drop_held (BfRecord *record)
{
  if (record->held != NULL)
    record->bytes -= size_of (record, record->held_histograms);
  g_clear_pointer (&record->held, g_free);
  g_clear_pointer (&record->held_histograms, bf_histograms_free);
}

/* Makes what is held a row. */
static void
show_held (BfRecord *record)
{
  const guint row = record->rows->len;

  g_ptr_array_add (record->rows, g_steal_pointer (&record->held));
  if (row > 0)
    record->interval = MAX (record->interval, step_of (record, row) - step_of (record, row - 1));
  if (record->held_histograms == NULL)
    return;
  g_ptr_array_add (record->histograms, g_steal_pointer (&record->held_histograms));
  g_array_append_val (record->histogram_rows, row);
}

static gboolean
is_multiple (const BfRecord *record, guint64 step)
{
  return step % record->every == 0;
}

/* The first, so that every run has its start, and the newest unless @next takes its place. */
static gboolean
is_kept (const BfRecord *record, guint row, guint64 next)
{
  return row == 0 || is_multiple (record, step_of (record, row))
         || (row == record->rows->len - 1 && !is_multiple (record, next));
}

/* Histograms go and stay with their rows. */
static void
thin_histograms (BfRecord *record, const guint *new_rows)
{
  guint n = 0;

  for (guint i = 0; i < record->histograms->len; i++)
    {
      const guint row = new_rows[g_array_index (record->histogram_rows, guint, i)];
      BfHistograms *histograms = g_steal_pointer (&g_ptr_array_index (record->histograms, i));

      if (row != G_MAXUINT)
        {
          g_ptr_array_index (record->histograms, n) = histograms;
          g_array_index (record->histogram_rows, guint, n++) = row;
          continue;
        }
      record->bytes -= bf_histograms_bytes (histograms);
      bf_histograms_free (histograms);
    }
  g_ptr_array_set_size (record->histograms, n);
  g_array_set_size (record->histogram_rows, n);
}

/* [rows] Where each row goes; G_MAXUINT: it goes away. */
static guint *
choose_rows (const BfRecord *record, guint64 next, guint *n_kept)
{
  guint *new_rows = g_new (guint, record->rows->len);

  *n_kept = 0;
  for (guint row = 0; row < record->rows->len; row++)
    new_rows[row] = is_kept (record, row, next) ? (*n_kept)++ : G_MAXUINT;
  return new_rows;
}

static void
thin_rows (BfRecord *record, const guint *new_rows, guint n_kept)
{
  for (guint row = 0; row < record->rows->len; row++)
    {
      double *values = g_steal_pointer (&g_ptr_array_index (record->rows, row));

      if (new_rows[row] != G_MAXUINT)
        {
          g_ptr_array_index (record->rows, new_rows[row]) = values;
          continue;
        }
      record->bytes -= size_of (record, NULL);
      g_free (values);
    }
  g_ptr_array_set_size (record->rows, n_kept);
}

/* To about half of the rows, before the row of step @next. */
static void
thin (BfRecord *record, guint64 next)
{
  g_autofree guint *new_rows = NULL;
  guint n_kept;

  record->every *= 2;
  new_rows = choose_rows (record, next, &n_kept);
  thin_histograms (record, new_rows);
  thin_rows (record, new_rows, n_kept);
  record->generation++;
  record->interval = 0;
  for (guint row = 1; row < n_kept; row++)
    record->interval = MAX (record->interval, step_of (record, row) - step_of (record, row - 1));
}

/* Past the newest step there is nothing left to leave out. */
static gboolean
can_thin (const BfRecord *record)
{
  return record->rows->len > 0 && record->every <= step_of (record, record->rows->len - 1);
}

void
bf_record_take (BfRecord *record, double *values, BfHistograms *histograms)
{
  const gsize size = size_of (record, histograms);

  bf_record_drop_held (record);
  while (record->budget > 0 && record->bytes + size > record->budget && can_thin (record))
    thin (record, values[0]);
  record->held = values;
  record->held_histograms = histograms;
  record->bytes += size;
  if (record->rows->len == 0 || is_multiple (record, values[0]))
    show_held (record);
}

gboolean
bf_record_settle (BfRecord *record)
{
  g_return_val_if_fail (record != NULL, FALSE);

  if (record->held == NULL)
    return FALSE;
  show_held (record);
  return TRUE;
}

void
bf_record_set_budget (BfRecord *record, gsize bytes)
{
  g_return_if_fail (record != NULL);

  record->budget = bytes;
}

gsize
bf_record_bytes (const BfRecord *record)
{
  g_return_val_if_fail (record != NULL, 0);

  return record->bytes;
}

guint
bf_record_generation (const BfRecord *record)
{
  g_return_val_if_fail (record != NULL, 0);

  guint generation = record->generation;

  for (guint i = 0; i < bf_record_n_replicates (record); i++)
    if (bf_record_replicate (record, i) != NULL)
      generation += bf_record_generation (bf_record_replicate (record, i));
  return generation;
}

guint64
bf_record_interval (const BfRecord *record)
{
  g_return_val_if_fail (record != NULL, 1);

  return MAX (record->interval, 1);
}
