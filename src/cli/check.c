#include "config.h"

#include <math.h>
#include <unistd.h>
#include <glib/gi18n-lib.h>

#include "cli/command.h"
#include "cli/options.h"
#include "engine/gradient-check.h"
#include "experiment/file.h"
#include "trainer/run.h"

typedef struct {
  char *file;
  guint64 steps;   /* to train first */
} CheckOptions;

static void
check_options_clear (CheckOptions *options)
{
  g_free (options->file);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CheckOptions, check_options_clear)

static gboolean
parse_options (CheckOptions *options, int argc, char **argv, GError **error)
{
  g_autofree char *steps = NULL;
  g_auto (GStrv) files = NULL;
  const GOptionEntry entries[] = {
    { "steps", 's', 0, G_OPTION_ARG_STRING, &steps,
      N_("Train each for N steps first (default: none)"), N_("N") },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &files, NULL, NULL },
    { NULL }
  };
  g_autoptr (GOptionContext) context = g_option_context_new (_("FILE"));

  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_set_summary (context, _("Compares the gradient that backpropagation computes with central\n"
                                           "differences of the loss, for weights of every tensor."));
  g_option_context_set_description (
    context, _("Differences are relative, in float64; “float32” is what the float32 gradient\n"
               "differs by. Gradients below the rounding noise of the loss are too small to\n"
               "check; at a kink a unit changes its side however small the step.\n\n"
               "Exit status: 0 all agree; 1 some do not, or cannot be checked; 2 bad usage or\n"
               "file."));
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_set_prgname ("backflow check");
  if (!g_option_context_parse (context, &argc, &argv, error)
      || !bf_options_parse_number ("steps", steps, BF_CONFIGURATION_MAX_STEPS, &options->steps, error)
      || !bf_options_check_file ("check", files, error))
    return FALSE;
  options->file = g_strdup (files[0]);
  return TRUE;
}

/* A run of @configuration, trained for so many steps. NULL and @error if it cannot be built. */
static BfRun *
new_run (const BfConfiguration *configuration, guint64 steps, GError **error)
{
  g_autoptr (BfConfiguration) copy = bf_configuration_copy (configuration);
  g_autoptr (BfRun) run = NULL;
  BfOutcome outcome = BF_OUTCOME_UNFINISHED;

  if (steps > 0)
    copy->steps = steps;
  run = bf_run_new (copy);
  if (!bf_run_build (run, NULL, error))
    return NULL;
  while (outcome == BF_OUTCOME_UNFINISHED && bf_training_step (bf_run_training (run)) < steps)
    {
      BfRow row;

      outcome = bf_run_step (run, &row);
      bf_row_clear (&row);
    }
  return g_steal_pointer (&run);
}

static gboolean
show_progress (double share, gpointer user_data)
{
  int *last = user_data, percent = 100 * share;

  if (percent != *last)
    g_printerr ("\r%3d %%\r", percent);
  *last = percent;
  return TRUE;
}

/* "3.2e-11", "–" for what there is not; in the C locale, padded to the column. */
static void
print_difference (double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE] = "-";

  if (!isnan (value))
    g_ascii_formatd (text, sizeof text, "%.1e", value);
  g_print (" %9s", text);
}

static void
print_table (const BfGradientCheck *check)
{
  /* Translators: heads of the columns of a table of tensors, 24, 12, 8, 8, 8, 10, 10 and 10 characters wide. The
   * third to fifth are numbers of weights: that agree, that are too small to check, that sit at a kink. */
  g_print (_("  tensor                        shape   agree   small   kinks   largest    median   float32\n"));
  for (guint i = 0; i < check->n; i++)
    {
      const BfGradientCheckTensor *tensor = &check->tensors[i];
      g_autofree char *shape = tensor->columns > 0
                                 ? g_strdup_printf ("%ux%u", tensor->rows, tensor->columns)
                                 : g_strdup_printf ("%u", tensor->rows);

      g_print ("  %-24s %10s %7u %7u %7u", tensor->name, shape, tensor->n_agreeing, tensor->n_small,
               tensor->n_kinks);
      print_difference (tensor->largest);
      print_difference (tensor->median);
      print_difference (tensor->single);
      if (tensor->n_wrong > 0)
        g_print (ngettext ("   %u wrong", "   %u wrong", tensor->n_wrong), tensor->n_wrong);
      g_print ("\n");
    }
}

static gboolean
check_configuration (const BfConfiguration *configuration, guint64 steps)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BfRun) run = new_run (configuration, steps, &error);
  g_autoptr (BfGradientCheck) check = NULL;
  g_autofree char *verdict = NULL;
  int percent = -1;

  if (run != NULL)
    check = bf_gradient_check_new (bf_run_training (run), BF_GRADIENT_CHECK_WEIGHTS,
                                   isatty (STDERR_FILENO) ? show_progress : NULL, &percent, &error);
  if (check == NULL)
    {
      bf_complain (_("“%s” cannot be checked: %s"), configuration->name, error->message);
      return FALSE;
    }
  if (check->step == 0)
    g_print (_("%s: initial weights"), configuration->name);
  else
    g_print (_("%s: weights at step %lu"), configuration->name, (gulong) check->step);
  g_print ("\n");
  print_table (check);
  verdict = bf_gradient_check_describe (check);
  g_print ("  %s\n", verdict);
  return bf_gradient_check_agrees (check);
}

int
bf_command_check (int argc, char **argv)
{
  g_auto (CheckOptions) options = { NULL };
  g_autoptr (BfExperiment) experiment = NULL;
  g_autoptr (GError) error = NULL;
  gboolean agree = TRUE;

  if (!parse_options (&options, argc, argv, &error)
      || (experiment = bf_experiment_load (options.file, &error)) == NULL)
    {
      bf_complain ("%s", error->message);
      return BF_EXIT_USAGE;
    }
  for (guint i = 0; i < bf_experiment_n (experiment); i++)
    agree = check_configuration (bf_experiment_configuration (experiment, i), options.steps) && agree;
  return agree ? BF_EXIT_DONE : BF_EXIT_FAILED;
}
