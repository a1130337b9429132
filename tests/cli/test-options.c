#include "cli/options.h"

static gboolean
parse (BfRunOptions *options, const char *line, GError **error)
{
  g_auto (GStrv) words = g_strsplit (line, " ", -1);
  guint n = g_strv_length (words);
  g_autofree char **argv = g_memdup2 (words, (n + 1) * sizeof (char *));   /* parsing takes words out */

  return bf_run_options_parse (options, n, argv, error);
}

static void
test_defaults (void)
{
  g_auto (BfRunOptions) options = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_true (parse (&options, "run some/where/remedies.backflow", &error));
  g_assert_no_error (error);
  g_assert_cmpstr (options.file, ==, "some/where/remedies.backflow");
  g_assert_cmpstr (options.output, ==, "remedies-results");
  g_assert_cmpuint (options.steps, ==, 0);
  g_assert_cmpuint (options.n_threads, ==, 0);
  g_assert_cmpuint (options.formats->len, ==, 0);
  g_assert_null (options.report);
  g_assert_false (options.quiet);
  g_assert_false (options.dump);
  g_assert_false (options.spectrum);
}

static void
test_all (void)
{
  g_auto (BfRunOptions) options = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_true (parse (&options, "run --steps 12 x.json --output=dir/sub --figures svg,png,svg "
                        "--threads 3 --quiet --dump --spectrum -r out/r.pdf", &error));
  g_assert_no_error (error);
  g_assert_cmpuint (options.steps, ==, 12);
  g_assert_cmpstr (options.output, ==, "dir/sub");
  g_assert_cmpstr (options.report, ==, "out/r.pdf");
  g_assert_cmpuint (options.formats->len, ==, 2);
  g_assert_cmpstr (((BfExportFormat *) options.formats->pdata[0])->entry.id, ==, "svg");
  g_assert_cmpstr (((BfExportFormat *) options.formats->pdata[1])->entry.id, ==, "png");
  g_assert_cmpuint (options.n_threads, ==, 3);
  g_assert_true (options.quiet);
  g_assert_true (options.dump);
  g_assert_true (options.spectrum);
}

static void
test_default_output (void)
{
  static const char *const cases[][2] = {
    { "run a.backflow", "a-results" },
    { "run dir/b.json", "b.json-results" },
    { "run .backflow", ".backflow-results" },
    { "run -- -c.backflow", "-c-results" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (BfRunOptions) options = { 0 };

      g_assert_true (parse (&options, cases[i][0], NULL));
      g_assert_cmpstr (options.output, ==, cases[i][1]);
    }
}

/* Each is refused in one line that names what is wrong. */
static void
test_refused (void)
{
  static const char *const cases[][2] = {
    { "run", "needs an experiment file" },
    { "run ", "needs an experiment file" },
    { "run a b", "“b”" },
    { "run a --bogus", "--bogus" },
    { "run a --steps", "--steps" },
    { "run a --steps 0", "--steps takes a whole number from 1 to 10000000, not “0”" },
    { "run a --steps -5", "--steps" },
    { "run a --steps=-5", "not “-5”" },
    { "run a --steps 1e3", "not “1e3”" },
    { "run a --steps 0x10", "not “0x10”" },
    { "run a --steps 5x", "not “5x”" },
    { "run a --steps +5", "not “+5”" },
    { "run a --steps 1.5", "not “1.5”" },
    { "run a --steps ten", "not “ten”" },
    { "run a --steps=", "not “”" },
    { "run a --steps 10000001", "--steps" },
    { "run a --steps 99999999999999999999", "--steps" },
    { "run a --threads 0", "--threads takes a whole number from 1 to 1024, not “0”" },
    { "run a --threads -1", "--threads" },
    { "run a --threads many", "not “many”" },
    { "run a --threads 1025", "--threads" },
    { "run a --figures gif", "unknown format “gif”; the formats are png, svg, pdf, csv" },
    { "run a --figures png,", "unknown format “”" },
    { "run a --figures ,", "unknown format “”" },
    { "run a --figures=", "--figures needs a format" },
    { "run a --figures", "--figures" },
    { "run a --output", "--output" },
    { "run a --output=", "--output needs a folder" },
    { "run a --report", "--report" },
    { "run a --report=", "--report needs a file" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (BfRunOptions) options = { 0 };
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", cases[i][0]);
      g_assert_false (parse (&options, cases[i][0], &error));
      g_assert_nonnull (error);
      g_test_message ("%s", error->message);
      g_assert_nonnull (g_strstr_len (error->message, -1, cases[i][1]));
      g_assert_null (g_strstr_len (error->message, -1, "\n"));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/options/defaults", test_defaults);
  g_test_add_func ("/options/all", test_all);
  g_test_add_func ("/options/default-output", test_default_output);
  g_test_add_func ("/options/refused", test_refused);

  return g_test_run ();
}
