/* `backflow run` with several seeds. */
#include <string.h>

#include "program.h"

/* small_experiment with "seeds" in its first configuration, whose seed is @seed. */
static void
write_experiment (const char *name, guint seed, guint seeds, const char *learning_rate)
{
  g_autoptr (GString) text = g_string_new (small_experiment);
  g_autofree char *numbers = g_strdup_printf ("\"seed\": %u, \"seeds\": %u", seed, seeds);
  g_autofree char *rate = g_strdup_printf ("\"learning_rate\": %s, \"batch", learning_rate);

  g_string_replace (text, "\"seed\": 3", numbers, 1);
  g_string_replace (text, "\"learning_rate\": 0.1, \"batch", rate, 1);
  scratch_write (name, text->str);
}

static void
assert_same_file (const char *a, const char *b)
{
  gsize length_a, length_b;
  g_autofree char *text_a = scratch_read (a, &length_a);
  g_autofree char *text_b = scratch_read (b, &length_b);

  g_assert_cmpmem (text_a, length_a, text_b, length_b);
}

/* What a seed among others writes is what it writes alone. */
static void
test_same_as_alone (void)
{
  static const char *const tables[] = { "training.csv", "layers.csv", "timesteps.csv", "budget.csv" };
  static const char *const first_only[] = { "histograms.csv", "low-precision.csv" };

  write_experiment ("three.backflow", 3, 3, "0.1");
  g_auto (Result) result = backflow ("run three.backflow --output out --quiet --threads 2");

  g_assert_cmpstr (result.err, ==, "");
  g_assert_cmpint (result.status, ==, 0);
  for (guint seed = 3; seed <= 5; seed++)
    {
      g_autofree char *folder = seed == 3 ? g_strdup ("out/01-sigmoid")
                                          : g_strdup_printf ("out/01-sigmoid/seed-%u", seed);

      write_experiment ("alone.backflow", seed, 1, "0.1");
      g_auto (Result) alone = backflow ("run alone.backflow --output alone --quiet");
      g_assert_cmpint (alone.status, ==, 0);
      for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
        {
          g_autofree char *a = g_build_filename (folder, tables[i], NULL);
          g_autofree char *b = g_build_filename ("alone/01-sigmoid", tables[i], NULL);

          assert_same_file (a, b);
        }
      for (guint i = 0; i < G_N_ELEMENTS (first_only); i++)
        {
          g_autofree char *path = g_build_filename (folder, first_only[i], NULL);
          g_assert_cmpint (scratch_has (path), ==, seed == 3);
        }
    }
  g_assert_false (scratch_has ("out/01-sigmoid/seed-3"));
  g_assert_false (scratch_has ("out/01-sigmoid/seed-6"));
  g_assert_false (scratch_has ("out/02-relu-he/seeds.csv"));
  g_assert_false (scratch_has ("alone/01-sigmoid/seeds.csv"));
}

static void
test_table (void)
{
  g_autoptr (GPtrArray) seeds = NULL, training = NULL;

  write_experiment ("three.backflow", 3, 3, "0.1");
  g_auto (Result) result = backflow ("run three.backflow --output out --steps 20");
  g_assert_cmpint (result.status, ==, 0);
  g_assert_nonnull (strstr (result.out, "\n    3 seeds: loss 0."));
  g_assert_null (strstr (result.out, "of 3 seeds"));
  seeds = csv_read ("out/01-sigmoid/seeds.csv");
  training = csv_read ("out/01-sigmoid/seed-5/training.csv");
  g_assert_cmpuint (seeds->len, ==, 4);
  for (guint row = 1; row <= 3; row++)
    {
      g_assert_cmpfloat (csv_number (seeds, row, 0), ==, 2 + row);
      g_assert_cmpstr (((GStrv) seeds->pdata[row])[1], ==, "finished");
      g_assert_cmpfloat (csv_number (seeds, row, 2), ==, 20);
    }
  g_assert_cmpfloat (csv_number (seeds, 3, 3), ==, csv_number (training, 20, 1));
  g_autofree char *summary = scratch_read ("out/01-sigmoid/seed-4/summary.json", NULL);
  g_assert_nonnull (strstr (summary, "\"seed\": 4,"));
  g_autofree char *first = scratch_read ("out/01-sigmoid/summary.json", NULL);
  g_assert_nonnull (strstr (first, "\"finished\": 3,"));
}

/* One run that diverges is enough, whichever it is. */
static void
test_divergence (void)
{
  write_experiment ("wild.backflow", 3, 2, "1e5");
  g_auto (Result) result = backflow ("run wild.backflow --output out --threads 1");
  g_autofree char *table = scratch_read ("out/01-sigmoid/seeds.csv", NULL);
  gboolean diverged = strstr (table, "diverged") != NULL;

  g_assert_cmpint (result.status, ==, diverged ? 1 : 0);
  g_assert_cmpint (strstr (result.out, "of 2 seeds diverged") != NULL, ==, diverged);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  program_add_test ("/seeds/same-as-alone", test_same_as_alone);
  program_add_test ("/seeds/table", test_table);
  program_add_test ("/seeds/divergence", test_divergence);
  return g_test_run ();
}
