#include "config.h"

#include "cli/options.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#define MAX_THREADS 1024

G_DEFINE_QUARK (bf-options-error-quark, bf_options_error)

/* What GOption fills in. */
typedef struct {
  char *steps, *threads, *figures, *output, *report;
  char **files;
  gboolean quiet, dump, spectrum;
} Raw;

static void
raw_clear (Raw *raw)
{
  g_free (raw->steps);
  g_free (raw->threads);
  g_free (raw->figures);
  g_free (raw->output);
  g_free (raw->report);
  g_strfreev (raw->files);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Raw, raw_clear)

static char *
description (void)
{
  g_autofree char *formats = bf_table_ids (&bf_export_format_table);
  g_autofree char *known = g_strdup_printf (_("Formats of figures: %s"), formats);

  return g_strjoin (
    "\n\n",
    _("Unless --output says otherwise, DIR is the name of FILE without “.backflow”\n"
      "and with “-results”, in the current folder."),
    _("Every configuration gets a folder of its own, DIR/NN-name, with training.csv,\n"
      "layers.csv, timesteps.csv, budget.csv, histograms.csv, low-precision.csv,\n"
      "summary.json and its figures; figures that compare all configurations are\n"
      "written to DIR itself. Results do not depend on the number of threads."),
    _("A configuration with several seeds is trained with each; its folder also holds\n"
      "seeds.csv and for each seed but the first a folder seed-NUMBER."),
    _("With --dump the folder also holds initial.safetensors, batch.safetensors and\n"
      "gradients.safetensors: the initial weights, the first mini-batch and its\n"
      "gradients, named as in a PyTorch state_dict."),
    _("With --spectrum it also holds spectrum.csv: the singular values of the Jacobians\n"
      "and weights, with the initial and the final weights."),
    known,
    _("Exit status: 0 done; 1 a run failed or diverged, results are written; 2 bad\n"
      "usage or file, nothing was trained; 128 plus the number of the signal when\n"
      "interrupted (130 for Ctrl-C), results so far are written."),
    NULL);
}

static gboolean
parse_raw (Raw *raw, int argc, char **argv, GError **error)
{
  const GOptionEntry entries[] = {
    { "steps", 's', 0, G_OPTION_ARG_STRING, &raw->steps,
      N_("Train each for N steps, whatever the file says"), N_("N") },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &raw->output,
      N_("Write results to DIR (default: FILE-results)"), N_("DIR") },
    { "figures", 'f', 0, G_OPTION_ARG_STRING, &raw->figures,
      N_("Also write the figures, in these formats"), N_("FORMAT,…") },
    { "report", 'r', 0, G_OPTION_ARG_FILENAME, &raw->report,
      N_("Also write a PDF of all figures and verdicts"), N_("FILE") },
    { "threads", 't', 0, G_OPTION_ARG_STRING, &raw->threads,
      N_("Use N threads (default: one a core)"), N_("N") },
    { "dump", 0, 0, G_OPTION_ARG_NONE, &raw->dump,
      N_("Also write weights, mini-batch, gradients"), NULL },
    { "spectrum", 0, 0, G_OPTION_ARG_NONE, &raw->spectrum,
      N_("Also write singular values, first and last"), NULL },
    { "quiet", 'q', 0, G_OPTION_ARG_NONE, &raw->quiet,
      N_("Say nothing but errors"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &raw->files, NULL, NULL },
    { NULL }
  };
  g_autoptr (GOptionContext) context = g_option_context_new (_("FILE"));
  g_autofree char *explanation = description ();

  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_set_summary (context, _("Trains the configurations of an experiment file; needs no display."));
  g_option_context_set_description (context, explanation);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_set_prgname ("backflow run");
  return g_option_context_parse (context, &argc, &argv, error);
}

gboolean
bf_options_parse_number (const char *option, const char *text, guint max, guint64 *value, GError **error)
{
  if (text == NULL || g_ascii_string_to_unsigned (text, 10, 1, max, value, NULL))
    return TRUE;
  g_set_error (error, BF_OPTIONS_ERROR, BF_OPTIONS_ERROR_USAGE,
               _("--%s takes a whole number from 1 to %u, not “%s”"), option, max, text);
  return FALSE;
}

static gboolean
parse_formats (const char *text, GPtrArray *formats, GError **error)
{
  g_auto (GStrv) ids = g_strsplit (text ? text : "", ",", -1);

  if (text != NULL && ids[0] == NULL)
    {
      g_set_error (error, BF_OPTIONS_ERROR, BF_OPTIONS_ERROR_USAGE, _("--figures needs a format"));
      return FALSE;
    }
  for (guint i = 0; ids[i] != NULL; i++)
    {
      const BfExportFormat *format = bf_table_find (&bf_export_format_table, g_strstrip (ids[i]));

      if (format == NULL)
        {
          g_autofree char *known = bf_table_ids (&bf_export_format_table);
          g_set_error (error, BF_OPTIONS_ERROR, BF_OPTIONS_ERROR_USAGE,
                       _("--figures: unknown format “%s”; the formats are %s"), ids[i], known);
          return FALSE;
        }
      if (!g_ptr_array_find (formats, format, NULL))
        g_ptr_array_add (formats, (gpointer) format);
    }
  return TRUE;
}

gboolean
bf_options_check_file (const char *command, char **files, GError **error)
{
  if (files != NULL && files[0] != NULL && files[1] == NULL && files[0][0] != '\0')
    return TRUE;
  if (files != NULL && files[0] != NULL && files[1] != NULL)
    {
      g_autofree char *second = g_filename_display_name (files[1]);
      g_set_error (error, BF_OPTIONS_ERROR, BF_OPTIONS_ERROR_USAGE,
                   _("“%s” takes one experiment file, not “%s” as well"), command, second);
    }
  else
    g_set_error (error, BF_OPTIONS_ERROR, BF_OPTIONS_ERROR_USAGE,
                 _("“%s” needs an experiment file; see “backflow %s --help”"), command, command);
  return FALSE;
}

/* Whether a name was given but is empty. */
static gboolean
is_empty (const char *name, const char *message, GError **error)
{
  if (name == NULL || name[0] != '\0')
    return FALSE;
  g_set_error_literal (error, BF_OPTIONS_ERROR, BF_OPTIONS_ERROR_USAGE, message);
  return TRUE;
}

static char *
default_output (const char *file)
{
  g_autofree char *name = g_path_get_basename (file);

  if (g_str_has_suffix (name, ".backflow") && name[0] != '.')
    name[strlen (name) - strlen (".backflow")] = '\0';
  return g_strconcat (name, "-results", NULL);
}

gboolean
bf_run_options_parse (BfRunOptions *options, int argc, char **argv, GError **error)
{
  g_auto (Raw) raw = { 0 };
  guint64 n_threads = 0;

  *options = (BfRunOptions) { .formats = g_ptr_array_new () };
  if (!parse_raw (&raw, argc, argv, error)
      || !bf_options_parse_number ("steps", raw.steps, BF_CONFIGURATION_MAX_STEPS, &options->steps, error)
      || !bf_options_parse_number ("threads", raw.threads, MAX_THREADS, &n_threads, error)
      || !parse_formats (raw.figures, options->formats, error)
      || !bf_options_check_file ("run", raw.files, error))
    return FALSE;
  if (is_empty (raw.output, _("--output needs a folder"), error)
      || is_empty (raw.report, _("--report needs a file"), error))
    return FALSE;
  options->n_threads = n_threads;
  options->file = g_strdup (raw.files[0]);
  options->output = raw.output ? g_steal_pointer (&raw.output) : default_output (options->file);
  options->report = g_steal_pointer (&raw.report);
  options->quiet = raw.quiet;
  options->dump = raw.dump;
  options->spectrum = raw.spectrum;
  return TRUE;
}

void
bf_run_options_clear (BfRunOptions *options)
{
  g_clear_pointer (&options->file, g_free);
  g_clear_pointer (&options->output, g_free);
  g_clear_pointer (&options->report, g_free);
  g_clear_pointer (&options->formats, g_ptr_array_unref);
}
