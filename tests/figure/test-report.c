/* Reports: what their pages say, and that they hold whatever an experiment has. */
#include <glib/gstdio.h>
#include <string.h>

#include "figure/export.h"
#include "figure/report.h"
#include "figure/traits.h"
#include "plot/path.h"
#include "test-samples.h"

static char *folder;

/* The words of a PDF; NULL and the test is skipped where nobody can read it. */
static char *
text_of (const BfReport *report)
{
  g_autofree char *program = g_find_program_in_path ("pdftotext");
  g_autofree char *path = g_build_filename (folder, "report.pdf", NULL);
  g_autoptr (GError) error = NULL;
  char *output = NULL;

  g_assert_true (bf_report_write (report, path, &error));
  g_assert_no_error (error);
  if (program == NULL)
    {
      g_test_skip ("pdftotext is not installed");
      return NULL;
    }
  g_spawn_sync (NULL, (char *[]) { program, (char *) "-layout", path, (char *) "-", NULL }, NULL, 0,
                NULL, NULL, &output, NULL, NULL, &error);
  g_assert_no_error (error);
  return output;
}

static void
assert_says (const char *text, const char *words)
{
  if (strstr (text, words) == NULL)
    g_error ("“%s” is not in:\n%s", words, text);
}

static guint
n_pages_in (const char *text)
{
  guint n = 0;

  for (const char *c = text; *c != '\0'; c++)
    n += *c == '\f';
  return n;
}

static const BfTrait *
find_trait (const GPtrArray *traits, const char *name)
{
  for (guint i = 0; i < traits->len; i++)
    {
      const BfTrait *trait = g_ptr_array_index (traits, i);

      if (g_str_equal (trait->name, name))
        return trait;
    }
  return NULL;
}

static void
test_traits (void)
{
  static const char *const rates[] = { "0.1", "0.25", NULL };
  BfFigureRun runs[SAMPLE_MAX_RUNS];
  g_autoptr (GPtrArray) traits = NULL;
  BfFigureView view;
  Sample sample;

  sample_make (&sample, "pair");
  sample.configurations[1]->learning_rate = 0.25;
  view = sample_view (&sample, &bf_theme_print, runs);
  traits = bf_traits_new (&view);
  g_assert_cmpstrv (find_trait (traits, "Learning rate")->values, rates);
  g_assert_true (find_trait (traits, "Learning rate")->differs);
  g_assert_false (find_trait (traits, "Seed")->differs);
  g_assert_cmpstr (find_trait (traits, "Seed")->values[0], ==, "1");
  g_assert_cmpstr (find_trait (traits, "Task")->values[1], ==, "Digits");
  g_assert_cmpstr (find_trait (traits, "Layers")->values[1], ==, "20");
  /* What means nothing to any of them is not spoken of. */
  g_assert_null (find_trait (traits, "Forget bias"));
  g_assert_null (find_trait (traits, "Momentum"));
  sample_clear (&sample);
}

/* One with a second group and an optimiser of its own beside one without. */
static void
test_traits_of_groups (void)
{
  BfFigureRun runs[SAMPLE_MAX_RUNS];
  g_autoptr (GPtrArray) traits = NULL;
  BfFigureView view;
  BfLayerGroup group;
  Sample sample;

  sample_make (&sample, "pair");
  bf_layer_group_init (&group);
  bf_layer_group_set_cell (&group, bf_table_find (&bf_cell_table, "lstm"));
  group.units = 9;
  g_array_append_val (sample.configurations[1]->groups, group);
  bf_configuration_set_optimizer (sample.configurations[1],
                                  bf_table_find (&bf_optimizer_table, "momentum"));
  view = sample_view (&sample, &bf_theme_print, runs);
  traits = bf_traits_new (&view);
  g_assert_false (find_trait (traits, "Group 1: Units")->differs);
  g_assert_cmpstr (find_trait (traits, "Group 2: Units")->values[0], ==, "–");
  g_assert_cmpstr (find_trait (traits, "Group 2: Units")->values[1], ==, "9");
  g_assert_cmpstr (find_trait (traits, "Momentum")->values[0], ==, "–");
  g_assert_cmpstr (find_trait (traits, "Momentum")->values[1], ==, "0.9");
  sample_clear (&sample);
}

static void
test_words (void)
{
  BfFigureRun runs[SAMPLE_MAX_RUNS];
  g_autoptr (BfReport) report = NULL;
  g_autofree char *text = NULL;
  BfFigureView view;
  Sample sample;

  sample_make (&sample, "mixed");
  sample.configurations[0]->seed = 4711;
  sample.configurations[1]->learning_rate = 0.125;
  view = sample_view (&sample, &bf_theme_print, runs);
  view.title = "Remedies";
  view.step = 120;
  report = bf_report_new (&view, "A note that somebody wrote.\nAnd a second line.",
                          &bf_theme_print);
  text = text_of (report);
  if (text != NULL)
    {
      assert_says (text, "3 configurations at training step 120");
      assert_says (text, "A note that somebody wrote.");
      assert_says (text, "\nAnd a second line.");
      assert_says (text, "Diverged at step 120: loss or gradient is no longer finite.");
      assert_says (text, "Seed 4711, step 120 of 160, loss ");
      assert_says (text, "Healthy. Layer 1 receives ");
      assert_says (text, "Nothing is recorded yet.");
      assert_says (text, "0.125");
      assert_says (text, "Task: Digits · ");
      assert_says (text, "Gradient by layer · training step 120");
      g_assert_cmpuint (n_pages_in (text), ==, bf_report_n_pages (report));
    }
  sample_clear (&sample);
}

/* A long experiment goes on on further pages, and nothing is lost at their ends: the head of a
 * table stands on each of them. */
static void
test_long (void)
{
  enum { N = 40 };
  g_autofree BfFigureRun *runs = g_new0 (BfFigureRun, N);
  BfFigureView view = { .n_runs = N, .runs = runs, .title = "Long" };
  g_autoptr (BfReport) report = NULL;
  g_autofree char *text = NULL;

  for (guint i = 0; i < N; i++)
    {
      g_autofree char *name = g_strdup_printf ("Number%02u", i);
      BfConfiguration *configuration = bf_configuration_new (name);

      configuration->seed = 1000 + i;
      runs[i] = (BfFigureRun) { configuration, NULL, bf_theme_series_color (&bf_theme_print, i), i };
    }
  report = bf_report_new (&view, NULL, &bf_theme_print);
  text = text_of (report);
  for (guint i = 0; text != NULL && i < N; i++)
    {
      g_autofree char *name = g_strdup_printf ("Number%02u", i);
      g_autofree char *said = g_strdup_printf ("Seed %u\n", 1000 + i);

      assert_says (text, name);
      assert_says (text, said);
    }
  if (text != NULL)
    g_assert_cmpuint (n_pages_in (text), ==, bf_report_n_pages (report));
  g_assert_cmpuint (bf_report_n_pages (report), >=, 4);
  for (guint i = 0; i < N; i++)
    bf_configuration_free ((BfConfiguration *) runs[i].configuration);
}

/* Whatever was recorded, every page is drawn, in every style. */
static void
test_sample (gconstpointer data)
{
  static const BfTheme *const themes[] = { &bf_theme_light, &bf_theme_dark, &bf_theme_print };
  BfFigureRun runs[SAMPLE_MAX_RUNS];
  Sample sample;

  sample_make (&sample, ((const SampleInfo *) data)->name);
  for (guint i = 0; i < G_N_ELEMENTS (themes); i++)
    {
      BfFigureView view = sample_view (&sample, themes[i], runs);
      g_autoptr (BfReport) report = bf_report_new (&view, "", themes[i]);
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) bytes = bf_report_render (report, &error);

      g_assert_no_error (error);
      g_assert_true (memcmp (g_bytes_get_data (bytes, NULL), "%PDF-", 5) == 0);
      g_assert_cmpuint (bf_path_n_refused (), ==, 0);
    }
  sample_clear (&sample);
}

static void
test_unwritable (void)
{
  g_autofree char *path = g_build_filename (folder, "no", "such.pdf", NULL);
  g_autoptr (BfReport) report = NULL;
  g_autoptr (GError) error = NULL;
  BfFigureRun runs[SAMPLE_MAX_RUNS];
  BfFigureView view;
  Sample sample;

  sample_make (&sample, "one-step");
  view = sample_view (&sample, &bf_theme_print, runs);
  report = bf_report_new (&view, NULL, &bf_theme_print);
  g_assert_false (bf_report_write (report, path, &error));
  g_assert_nonnull (error);
  sample_clear (&sample);
}

int
main (int argc, char *argv[])
{
  g_autofree char *path = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("backflow-report-XXXXXX", NULL);
  g_test_add_func ("/report/traits", test_traits);
  g_test_add_func ("/report/traits-of-groups", test_traits_of_groups);
  g_test_add_func ("/report/words", test_words);
  g_test_add_func ("/report/long", test_long);
  g_test_add_func ("/report/unwritable", test_unwritable);
  for (guint i = 0; i < n_samples; i++)
    {
      g_autofree char *name = g_strdup_printf ("/report/sample/%s", samples[i].name);
      g_test_add_data_func (name, &samples[i], test_sample);
    }
  status = g_test_run ();
  path = g_build_filename (folder, "report.pdf", NULL);
  g_unlink (path);
  g_rmdir (folder);
  g_free (folder);
  return status;
}
