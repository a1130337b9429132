/* `backflow run --spectrum`. */
#include <math.h>

#include "program.h"

/* Initial and final weights, descending, every matrix as a whole. */
static void
test_spectrum (void)
{
  g_auto (Result) result = backflow ("run small.backflow --output out --spectrum --steps 7 --quiet");
  g_autoptr (GPtrArray) rows = NULL;
  double last = INFINITY;
  guint n_initial = 0, n_final = 0;

  g_assert_cmpstr (result.err, ==, "");
  g_assert_cmpint (result.status, ==, 0);
  rows = csv_read ("out/01-sigmoid/spectrum.csv");
  csv_assert_header (rows, "step,where,layer,index,singular_value");
  for (guint row = 1; row < rows->len; row++)
    {
      const double step = csv_number (rows, row, 0), value = csv_number (rows, row, 4);

      g_assert_true (step == 0 || step == 7);
      n_initial += step == 0;
      n_final += step == 7;
      if (csv_number (rows, row, 3) == 1)
        last = INFINITY;
      g_assert_cmpfloat (value, >=, 0);
      g_assert_cmpfloat (value, <=, last);
      last = value;
    }
  g_assert_cmpuint (n_initial, >, 0);
  g_assert_cmpuint (n_initial, ==, n_final);
}

/* The numbers of the run are the same. */
static void
test_same_run (void)
{
  g_auto (Result) with = backflow ("run small.backflow --output with --spectrum --quiet");
  g_auto (Result) without = backflow ("run small.backflow --output without --quiet");
  gsize n_with, n_without;
  g_autofree char *a = scratch_read ("with/02-relu-he/layers.csv", &n_with);
  g_autofree char *b = scratch_read ("without/02-relu-he/layers.csv", &n_without);

  g_assert_cmpmem (a, n_with, b, n_without);
  g_assert_false (scratch_has ("without/02-relu-he/spectrum.csv"));
}

/* A matrix that is too large is told, and the rest is there. */
static void
test_too_large (void)
{
  scratch_write ("large.backflow",
                 "{\"format\": \"backflow-experiment\", \"version\": 1, \"configurations\": ["
                 "{\"name\": \"Large\", \"task\": {\"type\": \"moons\"}, \"layers\": ["
                 "{\"units\": 2049, \"repeat\": 2, \"initializer\": \"he-normal\"}],"
                 "\"training\": {\"batch_size\": 2, \"steps\": 1}}]}");
  g_auto (Result) result = backflow ("run large.backflow --output out --spectrum --quiet");

  g_assert_cmpint (result.status, ==, 1);
  g_assert_nonnull (g_strstr_len (result.err, -1, "2049 × 2049"));
  g_assert_true (scratch_has ("out/01-large/layers.csv"));
}

/* The figure is there if there is something to show: the numbers of the final weights. */
static void
test_figure (void)
{
  g_auto (Result) with = backflow ("run small.backflow --output with --spectrum --figures csv,svg --steps 7 "
                                   "--quiet");
  g_auto (Result) without = backflow ("run small.backflow --output without --figures csv --steps 7 --quiet");
  g_autoptr (GPtrArray) figure = NULL, spectrum = NULL;
  guint row = 1;

  g_assert_cmpint (with.status, ==, 0);
  g_assert_cmpint (without.status, ==, 0);
  g_assert_true (scratch_has ("with/spectrum.svg"));
  g_assert_false (scratch_has ("without/spectrum-figure.csv"));
  figure = csv_read ("with/01-sigmoid/spectrum-figure.csv");
  spectrum = csv_read ("with/01-sigmoid/spectrum.csv");
  while (csv_number (spectrum, row, 0) != 7)   /* the first of them is from the inputs to the last layer */
    row++;
  for (guint rank = 1; rank < figure->len && csv_number (spectrum, row, 3) == rank; rank++, row++)
    {
      g_assert_cmpfloat (csv_number (figure, rank, 0), ==, rank);
      g_assert_cmpfloat_with_epsilon (csv_number (figure, rank, 1), csv_number (spectrum, row, 4),
                                      1e-7 * csv_number (spectrum, row, 4));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  program_add_test ("/spectrum/values", test_spectrum);
  program_add_test ("/spectrum/same-run", test_same_run);
  program_add_test ("/spectrum/figure", test_figure);
  program_add_test ("/spectrum/too-large", test_too_large);
  return g_test_run ();
}
