#include "config.h"

#include "cli/results.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "cli/dump.h"
#include "experiment/csv.h"
#include "experiment/file.h"
#include "experiment/seeds.h"
#include "figure/report.h"

#define FIGURE_WIDTH 800.0   /* px */
#define FIGURE_SCALE 2.0     /* pixels of a PNG for each of these */

/* DIR/NN-slug of configuration @index. */
static char *
entry_folder (const BfExperiment *experiment, const char *folder, guint index)
{
  g_autofree char *slug = bf_experiment_slug (experiment, index);

  return g_build_filename (folder, slug, NULL);
}

/* DIR/NN-slug/seed-S of its seed number @number. */
static char *
seed_folder (const BfConfiguration *configuration, const char *folder, guint number)
{
  g_autofree char *name =
    g_strdup_printf ("seed-%" G_GUINT64_FORMAT, configuration->seed + number);

  return g_build_filename (folder, name, NULL);
}

/* Whether files can be written to @folder; else why errno says they cannot. */
static gboolean
check_folder (const char *folder, gboolean is_there, GError **error)
{
  g_autofree char *name = NULL;
  int code;

  if (is_there && g_access (folder, W_OK | X_OK) == 0)
    return TRUE;
  code = errno;
  name = g_filename_display_name (folder);
  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code),
               _("cannot write to the folder “%s”: %s"), name, g_strerror (code));
  return FALSE;
}

static gboolean
make_folder (const char *folder, GError **error)
{
  return check_folder (folder, g_mkdir_with_parents (folder, 0777) == 0, error);
}

static gboolean
make_seed_folders (const BfConfiguration *configuration, const char *folder, GError **error)
{
  for (guint number = 1; number < bf_configuration_n_seeds (configuration); number++)
    {
      g_autofree char *path = seed_folder (configuration, folder, number);

      if (!make_folder (path, error))
        return FALSE;
    }
  return TRUE;
}

/* The report may go anywhere: its folder must be there. */
static gboolean
check_report (const char *report, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (report);

  return check_folder (folder, TRUE, error);
}

gboolean
bf_results_prepare (const BfExperiment *experiment, const BfRunOptions *options, GError **error)
{
  const char *folder = options->output;

  if (!make_folder (folder, error) || (options->report && !check_report (options->report, error)))
    return FALSE;
  for (guint i = 0; i < bf_experiment_n (experiment); i++)
    {
      g_autofree char *path = entry_folder (experiment, folder, i);

      if (!make_folder (path, error)
          || !make_seed_folders (bf_experiment_configuration (experiment, i), path, error))
        return FALSE;
    }
  return TRUE;
}

/* Takes @text. */
static gboolean
write_text (const char *folder, const char *name, char *text, GError **error)
{
  g_autofree char *owned = text;
  g_autofree char *path = g_build_filename (folder, name, NULL);

  return bf_write_file (path, owned, strlen (owned), error);
}

/* What there is of every run. */
static gboolean
write_run (const char *folder, const BfConfiguration *configuration, const BfRecord *record, GError **error)
{
  BfPrecision precision = configuration->precision;

  return write_text (folder, "training.csv", bf_csv_training (record, precision), error)
         && write_text (folder, "layers.csv", bf_csv_layers (record, precision), error)
         && write_text (folder, "timesteps.csv", bf_csv_timesteps (record, precision), error)
         && write_text (folder, "budget.csv", bf_csv_budget (record, precision), error)
         && write_text (folder, "summary.json", bf_json_summary (configuration, record), error);
}

/* A folder for each seed but the first, as far as it was run, and a table of all. */
static gboolean
write_seeds (const char *folder, const BfConfiguration *configuration, const BfRecord *record,
             GError **error)
{
  if (bf_configuration_n_seeds (configuration) < 2)
    return TRUE;
  for (guint number = 1; number < bf_configuration_n_seeds (configuration); number++)
    {
      const BfRecord *run = bf_seed_record (record, number);
      g_autoptr (BfConfiguration) alone = bf_configuration_copy_seed (configuration, number);
      g_autofree char *path = seed_folder (configuration, folder, number);

      if (run != NULL && !write_run (path, alone, run, error))
        return FALSE;
    }
  return write_text (folder, "seeds.csv", bf_csv_seeds (configuration, record), error);
}

static gboolean
write_tables (const char *folder, const BfConfiguration *configuration, const BfRecord *record,
              GError **error)
{
  BfPrecision precision = configuration->precision;

  return write_run (folder, configuration, record, error)
         && write_text (folder, "histograms.csv", bf_csv_histograms (record, precision), error)
         && write_text (folder, "low-precision.csv", bf_csv_low_precision (record, precision), error)
         && write_seeds (folder, configuration, record, error);
}

static BfFigureView
view_of (const BfFigureRun *runs, guint n_runs, const char *title)
{
  return (BfFigureView) {
    .n_runs = n_runs,
    .runs = runs,
    .title = title,
    .measure = BF_ACTIVATION_GRADIENT_RMS,
  };
}

/* Every figure that has something to say of the runs. */
static gboolean
write_figures (const BfFigureView *view, const char *folder, const GPtrArray *formats,
               GError **error)
{
  for (guint i = 0; i < formats->len; i++)
    {
      const BfExportFormat *format = g_ptr_array_index (formats, i);
      BfExportSize size = { .width = FIGURE_WIDTH * (format->is_image ? FIGURE_SCALE : 1),
                            .resolution = FIGURE_SCALE * BF_PX_PER_INCH };

      if (!bf_figures_export (view, &bf_theme_print, format, &size, folder, error))
        return FALSE;
    }
  return TRUE;
}

/* What there is of the two. */
static gboolean
write_spectra (const char *folder, const BfConfiguration *configuration, const BfSpectra *spectra,
               GError **error)
{
  BfSpectrum *values[G_N_ELEMENTS (spectra->values)];
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    if (spectra->values[i] != NULL)
      values[n++] = spectra->values[i];
  return write_text (folder, "spectrum.csv", bf_csv_spectra (values, n, configuration->precision), error);
}

static gboolean
write_entry (const BfExperiment *experiment, guint index, const BfFigureRun *run,
             const BfRunOptions *options, const BfSpectra *spectra, GError **error)
{
  const BfConfiguration *configuration = bf_experiment_configuration (experiment, index);
  const BfRecord *record = bf_experiment_record (experiment, index);
  g_autofree char *folder = entry_folder (experiment, options->output, index);
  BfFigureView view = view_of (run, 1, NULL);

  if (!write_tables (folder, configuration, record, error)
      || (spectra != NULL && !write_spectra (folder, configuration, spectra, error))
      || !write_figures (&view, folder, options->formats, error))
    return FALSE;
  if (!options->dump || bf_record_outcome (record) == BF_OUTCOME_FAILED)
    return TRUE;
  return bf_dump (configuration, folder, error);
}

static gboolean
write_report (const BfExperiment *experiment, const BfFigureView *view, const char *path,
              GError **error)
{
  g_autoptr (BfReport) report = NULL;

  if (path == NULL)
    return TRUE;
  report = bf_report_new (view, experiment->notes, &bf_theme_print);
  return bf_report_write (report, path, error);
}

gboolean
bf_results_write (const BfExperiment *experiment, const BfRunOptions *options,
                  const BfSpectra *spectra, GError **error)
{
  g_autofree BfFigureRun *runs = bf_figure_runs_new (experiment, &bf_theme_print);
  guint n_runs = bf_experiment_n (experiment);
  BfFigureView view;

  for (guint i = 0; i < n_runs; i++)
    if (!write_entry (experiment, i, &runs[i], options, spectra != NULL ? &spectra[i] : NULL, error))
      return FALSE;
  view = view_of (runs, n_runs, experiment->title);
  return write_figures (&view, options->output, options->formats, error)
         && write_report (experiment, &view, options->report, error);
}
