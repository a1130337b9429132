/* A person's own table: a header row, one sample a row, one column the target, all others
 * numbers.
 *
 * Columns are standardised with the mean and deviation of the training rows; a regression target
 * as well, so that a loss of 1 is that of always answering the mean. With timesteps the feature
 * columns are T equal blocks, one timestep after the other; a feature is then standardised over
 * all its timesteps at once. Classes are numbered in the order of their names, or of their
 * values if all are numbers.
 */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <float.h>
#include <math.h>
#include <string.h>

#include "dataset/csv-reader.h"
#include "dataset/tasks.h"

#define MAX_SHOWN 40    /* characters of a field in a message */

typedef struct {
  const BfTaskSettings *settings;   /* borrowed */
  const char *target_name;          /* borrowed; NULL: the last column */
  gboolean keep;                    /* the features; else they are only checked */
  gboolean target_found;
  guint target;                     /* column */
  guint n_features;                 /* columns besides the target */
  guint n_rows;                     /* of data */
  GArray *features;                 /* owned; of double: [n_rows, n_features] */
  GArray *answers;                  /* owned; of double: [n_rows], targets or class numbers */
  GHashTable *classes;              /* owned; name (owned) -> number by first appearance */
} Table;

static void
table_init (Table *table, const BfTaskSettings *settings, gboolean keep)
{
  const char *target = settings->target;

  *table = (Table) { .settings = settings, .keep = keep };
  table->target_name = target && *target ? target : NULL;
  table->features = g_array_new (FALSE, FALSE, sizeof (double));
  table->answers = g_array_new (FALSE, FALSE, sizeof (double));
  table->classes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static void
table_clear (Table *table)
{
  g_array_unref (table->features);
  g_array_unref (table->answers);
  g_hash_table_unref (table->classes);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Table, table_clear)

/* Why a field or row is wrong; the reader adds where. */
G_GNUC_PRINTF (2, 3) static gboolean
refuse (GError **error, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  if (error)
    *error = g_error_new_valist (BF_DATASET_ERROR, BF_DATASET_ERROR_FORMAT, format, arguments);
  va_end (arguments);
  return FALSE;
}

/* A decimal number and nothing else: strtod alone would also take "nan", "inf" and "0x1p3". */
static gboolean
parse_number (const char *text, double *value)
{
  char *end;

  if (*text == '\0' || text[strspn (text, "+-.0123456789eE")] != '\0')
    return FALSE;
  *value = g_ascii_strtod (text, &end);
  return *end == '\0' && fabs (*value) <= FLT_MAX;
}

/* The beginning of a field, for a message. Free with g_free(). */
static char *
shorten (const char *text)
{
  g_autofree char *beginning = NULL;

  if (g_utf8_strlen (text, -1) <= MAX_SHOWN)
    return g_strdup (text);
  beginning = g_utf8_substring (text, 0, MAX_SHOWN);
  return g_strconcat (beginning, "…", NULL);
}

static gboolean
add_number (GArray *numbers, const char *text, gboolean keep, GError **error)
{
  g_autofree char *shown = NULL;
  double value;

  if (parse_number (text, &value))
    {
      if (keep)
        g_array_append_val (numbers, value);
      return TRUE;
    }
  if (*text == '\0')
    return refuse (error, _("the field is empty"));
  shown = shorten (text);
  return refuse (error, _("“%s” is not a number"), shown);
}

static gboolean
add_class (Table *table, const char *name, GError **error)
{
  gpointer number;
  double value;

  if (*name == '\0')
    return refuse (error, _("the field is empty"));
  if (!g_hash_table_lookup_extended (table->classes, name, NULL, &number))
    {
      number = GUINT_TO_POINTER (g_hash_table_size (table->classes));
      if (g_hash_table_size (table->classes) == BF_DATASET_MAX_CLASSES)
        return refuse (error, _("more than %u classes; predicting a number is regression"),
                       BF_DATASET_MAX_CLASSES);
      g_hash_table_insert (table->classes, g_strdup (name), number);
    }
  value = GPOINTER_TO_UINT (number);
  g_array_append_val (table->answers, value);
  return TRUE;
}

static gboolean
add_header (Table *table, guint column, const char *name, GError **error)
{
  table->n_features = column;
  if (table->target_name == NULL)
    table->target = column;
  else if (g_str_equal (name, table->target_name))
    {
      if (table->target_found)
        return refuse (error, _("a second column is named “%s”"), name);
      table->target_found = TRUE;
      table->target = column;
    }
  return TRUE;
}

static gboolean
field_cb (gpointer data, guint row, guint column, const char *text, GError **error)
{
  Table *table = data;

  if (row == 0)
    return add_header (table, column, text, error);
  if (column != table->target)
    return add_number (table->features, text, table->keep, error);
  if (table->settings->problem == BF_PROBLEM_REGRESSION)
    return add_number (table->answers, text, TRUE, error);
  return add_class (table, text, error);
}

static gboolean
row_cb (gpointer data, guint row, GError **error)
{
  Table *table = data;
  guint timesteps = table->settings->timesteps;

  table->n_rows = row;
  if ((guint64) row * table->n_features > BF_DATASET_MAX_NUMBERS)
    return refuse (error, _("the table holds more than %u numbers"), BF_DATASET_MAX_NUMBERS);
  if (row > 0)
    return TRUE;
  if (table->target_name && !table->target_found)
    return refuse (error, _("no column is named “%s”"), table->target_name);
  if (table->n_features == 0)
    return refuse (error, _("there is only one column: a target and something to predict it from "
                            "are needed"));
  if (timesteps && table->n_features % timesteps)
    return refuse (error,
                   g_dngettext (GETTEXT_PACKAGE,
                                "%u column besides the target cannot be divided into %u timesteps",
                                "%u columns besides the target cannot be divided into %u timesteps",
                                table->n_features),
                   table->n_features, timesteps);
  return TRUE;
}

static gboolean
table_read (Table *table, GError **error)
{
  static const BfCsvHandler handler = { field_cb, row_cb };
  const BfTaskSettings *settings = table->settings;
  g_autoptr (BfInput) input = bf_input_open (settings, settings->path, error);

  if (input == NULL || !bf_csv_read (input, &handler, table, NULL, NULL, error))
    return FALSE;
  if (table->n_rows < 2)
    return bf_input_refuse (input, BF_DATASET_ERROR_FORMAT, error,
                            _("a header and at least two rows of data are needed"));
  if (settings->problem == BF_PROBLEM_CLASSIFICATION && g_hash_table_size (table->classes) < 2)
    return bf_input_refuse (input, BF_DATASET_ERROR_FORMAT, error,
                            _("every row is of the same class"));
  return TRUE;
}

static void
table_shape (const Table *table, BfShape *shape)
{
  guint timesteps = table->settings->timesteps;

  shape->inputs = table->n_features / MAX (timesteps, 1);
  shape->timesteps = timesteps;
  shape->outputs = table->settings->problem == BF_PROBLEM_REGRESSION
                   ? 1 : g_hash_table_size (table->classes);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char **) a, *(const char **) b);
}

static int
compare_values (gconstpointer a, gconstpointer b)
{
  double x = 0, y = 0;

  parse_number (*(const char **) a, &x);
  parse_number (*(const char **) b, &y);
  return x == y ? compare_names (a, b) : x < y ? -1 : 1;
}

/* Final number of each class, indexed by its number by first appearance. Free with g_free(). */
static gint32 *
rank_classes (const Table *table)
{
  guint n = g_hash_table_size (table->classes);
  g_autofree gpointer *names = g_hash_table_get_keys_as_array (table->classes, NULL);
  gint32 *ranks = g_new (gint32, n);
  gboolean all_numbers = TRUE;
  double value;

  for (guint i = 0; i < n; i++)
    all_numbers &= parse_number (names[i], &value);
  qsort (names, n, sizeof names[0], all_numbers ? compare_values : compare_names);
  for (guint i = 0; i < n; i++)
    ranks[GPOINTER_TO_UINT (g_hash_table_lookup (table->classes, names[i]))] = i;
  return ranks;
}

typedef struct { double mean, deviation; } Scale;

/* Mean and deviation of the columns c, c + @period, c + 2 @period ... of @values [., width]
 * together, over the rows @order [n]. A constant has the deviation 1, so that it is only
 * centred. Free with g_free(). */
static Scale *
measure (const double *values, guint width, guint period, const guint32 *order, guint n)
{
  Scale *scales = g_new0 (Scale, period);
  double count = (double) n * (width / period);

  for (gsize i = 0; i < n; i++)
    for (guint c = 0; c < width; c++)
      scales[c % period].mean += values[(gsize) order[i] * width + c];
  for (guint c = 0; c < period; c++)
    scales[c].mean /= count;
  for (gsize i = 0; i < n; i++)
    for (guint c = 0; c < width; c++)
      {
        double distance = values[(gsize) order[i] * width + c] - scales[c % period].mean;
        scales[c % period].deviation += distance * distance;
      }
  for (guint c = 0; c < period; c++)
    scales[c].deviation = scales[c].deviation > 0 ? sqrt (scales[c].deviation / count) : 1;
  return scales;
}

/* Writes @values [n, width] into @out in @order, standardised by the first @n_training rows of
 * it. */
static void
standardise (const GArray *array, guint width, guint period, const guint32 *order, guint n,
             guint n_training, float *out)
{
  const double *values = (const double *) array->data;
  g_autofree Scale *scales = measure (values, width, period, order, n_training);

  for (gsize i = 0; i < n; i++)
    for (guint c = 0; c < width; c++)
      {
        const Scale *scale = &scales[c % period];
        double value = values[(gsize) order[i] * width + c];

        out[i * width + c] = (value - scale->mean) / scale->deviation;
      }
}

const BfLoss *
bf_csv_loss (const BfTaskSettings *settings)
{
  return bf_table_find (&bf_loss_table, settings->problem == BF_PROBLEM_REGRESSION
                                        ? "mean-squared-error" : "cross-entropy");
}

gboolean
bf_csv_shape (const BfTaskSettings *settings, BfShape *shape, GError **error)
{
  g_auto (Table) table;

  table_init (&table, settings, FALSE);
  if (!table_read (&table, error))
    return FALSE;
  table_shape (&table, shape);
  return TRUE;
}

BfDataset *
bf_csv_build (const BfTaskSettings *settings, guint64 seed, GError **error)
{
  BfShape shape = { .loss = bf_csv_loss (settings) };
  g_auto (Table) table;
  g_autofree guint32 *order = NULL;
  g_autofree gint32 *ranks = NULL;
  BfDataset *dataset;

  table_init (&table, settings, TRUE);
  if (!table_read (&table, error))
    return NULL;
  table_shape (&table, &shape);
  dataset = bf_dataset_new_rows (&shape, table.n_rows, seed, &order);
  standardise (table.features, table.n_features, shape.inputs, order, table.n_rows,
               dataset->n_training, dataset->inputs);
  if (dataset->targets)
    standardise (table.answers, 1, 1, order, table.n_rows, dataset->n_training, dataset->targets);
  else
    {
      ranks = rank_classes (&table);
      for (guint i = 0; i < table.n_rows; i++)
        dataset->classes[i] = ranks[(guint) g_array_index (table.answers, double, order[i])];
    }
  return dataset;
}
