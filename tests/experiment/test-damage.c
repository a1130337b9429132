/* Files cut short or with bytes turned over never crash anything; what is cut short is always
 * refused. */
#include "sample.h"

#include "engine/random.h"
#include "experiment/file.h"

#include <string.h>

#define N_FLIPS 2000
#define N_MIXTURES 2000

static double
mixed (guint row, guint layer, BfLayerMeasure measure)
{
  return measure % 3 == 0 ? NAN : measure % 3 == 1 ? -INFINITY : row + layer / 3.0;
}

/* A small file with everything in it. */
static char *
sample_text (gsize *length)
{
  g_autoptr (BfExperiment) experiment = bf_experiment_new ();
  BfConfiguration *configuration = bf_experiment_configuration (experiment, 0);
  g_autoptr (BfRecord) record = sample_record (2, 1, mixed);
  g_autoptr (BfRecord) replicate = bf_record_new (2, 0, 0, NULL);

  g_free (experiment->title);
  experiment->title = g_strdup ("Größe \"\\\" \n \x01 😀");
  configuration->color = g_strdup ("#3584e4");
  configuration->seeds = 3;
  sample_group (configuration, 0)->repeat = 2;
  bf_layer_group_set_activation (sample_group (configuration, 0), bf_table_find (&bf_activation_table, "elu"));
  bf_record_set_outcome (record, BF_OUTCOME_DIVERGED, "no longer finite");
  bf_record_set_replicate (record, 1, replicate);
  bf_experiment_set_record (experiment, 0, record);
  return bf_experiment_to_data (experiment, TRUE, length);
}

/* Reads a copy that ends exactly where it ends, so that a sanitizer sees the first byte too many.
 */
static BfExperiment *
read_exactly (const char *text, gsize length, GError **error)
{
  g_autofree char *exact = g_memdup2 (text, length);

  return bf_experiment_from_data (exact, length, error);
}

static void
test_cut_short (void)
{
  gsize length;
  g_autofree char *text = sample_text (&length);
  g_autoptr (BfExperiment) whole = read_exactly (text, length, NULL);

  g_assert_nonnull (whole);
  for (gsize cut = 0; cut < length - 1; cut++)   /* the last byte is a newline, which may be missing */
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (read_exactly (text, cut, &error));
      g_assert_nonnull (error);
      g_assert_error (error, BF_FILE_ERROR, BF_FILE_ERROR_NOT_JSON);
    }
}

/* Whatever comes out is an error with a message that can be shown, or an experiment that can be
 * written. */
static void
check_survives (const char *text, gsize length)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BfExperiment) experiment = read_exactly (text, length, &error);

  if (experiment == NULL)
    {
      g_assert_nonnull (error);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      return;
    }
  g_assert_no_error (error);
  g_autofree char *again = bf_experiment_to_data (experiment, TRUE, &length);
  g_autoptr (BfExperiment) twice = read_exactly (again, length, &error);
  g_assert_no_error (error);
  g_assert_nonnull (twice);
}

static void
test_flips (void)
{
  gsize length;
  g_autofree char *text = sample_text (&length);
  BfRandom random;

  bf_random_init (&random, 1, BF_PURPOSE_DATA, 0);
  for (guint i = 0; i < N_FLIPS; i++)
    {
      guint at = bf_random_below (&random, length), bit = bf_random_below (&random, 8);

      text[at] ^= 1 << bit;
      check_survives (text, length);
      text[at] ^= 1 << bit;
    }
}

/* Pieces of the file put in place of others: grammar stays near right, so that more of the reader
 * is reached. */
static void
test_mixtures (void)
{
  static const char *const pieces[] = {
    "{", "}", "[", "]", ",", ":", "\"", "null", "true", "-1", "0", "1e400", "1e-400", "18446744073709551616",
    "\"NaN\"", "\"Infinity\"", "[]", "{}", "[1]", "[[1],[2]]", "[\"NaN\"]", "\"type\"", "\"steps\"", "\"\\ud83d\"",
    "4294967296", "0.5", "\"relu\"", "\xff", "\\",
  };
  gsize length;
  g_autofree char *text = sample_text (&length);
  BfRandom random;

  bf_random_init (&random, 2, BF_PURPOSE_DATA, 0);
  for (guint i = 0; i < N_MIXTURES; i++)
    {
      guint at = bf_random_below (&random, length);
      guint gone = bf_random_below (&random, MIN (20, length - at));
      const char *piece = pieces[bf_random_below (&random, G_N_ELEMENTS (pieces))];
      g_autoptr (GString) mixture = g_string_new_len (text, length);

      g_string_erase (mixture, at, gone);
      g_string_insert (mixture, at, piece);
      check_survives (mixture->str, mixture->len);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/damage/cut-short", test_cut_short);
  g_test_add_func ("/damage/flips", test_flips);
  g_test_add_func ("/damage/mixtures", test_mixtures);
  return g_test_run ();
}
