#include "cli/progress.h"

static const char *const names[] = { "Sigmoid", "乙" };
static const double losses[] = { 2.302585, 0.125 };

static const BfProgress half = {
  .step = 600, .steps = 1000, .fraction = 0.5, .seconds = 62.0, .n_runs = 2, .names = names, .losses = losses,
};

static void
test_line (void)
{
  g_autofree char *line = bf_progress_line (&half, 200);

  g_assert_cmpstr (line, ==, "[##########----------]   50 %  step 600 of 1000  9.68 steps/s  1:02 left  "
                   "Sigmoid 2.303  乙 0.1250");
}

static void
test_begin (void)
{
  const BfProgress progress = { .steps = 7, .n_runs = 2, .names = names, .losses = losses };
  g_autofree char *line = bf_progress_line (&progress, 200);

  g_assert_cmpstr (line, ==, "[--------------------]    0 %  step 0 of 7");
}

static void
test_end (void)
{
  const BfProgress progress = { .step = 7, .steps = 7, .fraction = 1.0, .seconds = 7.0 };
  g_autofree char *line = bf_progress_line (&progress, 200);

  g_assert_nonnull (g_strstr_len (line, -1, "100 %  step 7 of 7  1 steps/s  0:00 left"));
}

static void
test_speed_text (void)
{
  static const struct {
    double speed;
    const char *text;
  } cases[] = { { 0.01234, "0.0123 steps/s" }, { 99.96, "100 steps/s" }, { 12345.6, "12346 steps/s" } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = bf_speed_text (cases[i].speed);
      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_hours (void)
{
  const BfProgress progress = { .step = 1, .steps = 4, .fraction = 0.25, .seconds = 3600.0 };
  g_autofree char *line = bf_progress_line (&progress, 200);

  g_assert_nonnull (g_strstr_len (line, -1, "3:00:00 left"));
}

/* Never wider than asked for; nothing is cut in the middle; losses all or none. */
static void
test_narrow (void)
{
  g_autofree char *whole = bf_progress_line (&half, 200);

  for (guint columns = 0; columns <= 100; columns++)
    {
      g_autofree char *line = bf_progress_line (&half, columns);
      gboolean has_losses = g_strstr_len (line, -1, "Sigmoid") != NULL;

      g_assert_cmpuint (bf_text_columns (line), <=, columns);
      g_assert_cmpint (has_losses, ==, columns >= bf_text_columns (whole));
    }
}

static void
test_text_columns (void)
{
  g_assert_cmpuint (bf_text_columns (""), ==, 0);
  g_assert_cmpuint (bf_text_columns ("abc"), ==, 3);
  g_assert_cmpuint (bf_text_columns ("乙é"), ==, 3);
  g_assert_cmpuint (bf_text_columns ("e\xcc\x81"), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/progress/line", test_line);
  g_test_add_func ("/progress/begin", test_begin);
  g_test_add_func ("/progress/end", test_end);
  g_test_add_func ("/progress/speed-text", test_speed_text);
  g_test_add_func ("/progress/hours", test_hours);
  g_test_add_func ("/progress/narrow", test_narrow);
  g_test_add_func ("/progress/text-columns", test_text_columns);

  return g_test_run ();
}
