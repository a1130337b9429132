#include "config.h"

#include "app/export-choice.h"

#include <glib/gi18n-lib.h>

#include "figure/report.h"

/* Each figure as it would be seen: its own axes and zoom. */
static void
adjust_view (const BfFigure *figure, BfFigureView *view, gpointer user_data)
{
  const BfExportChoice *choice = user_data;

  bf_figure_area_fill_axes (choice->area, figure, view);
}

/* What is to be drawn of any figure; adjust_view() says what of one. Free the runs with g_free (). */
static BfFigureRun *
fill_view (const BfExportChoice *choice, BfFigureView *view)
{
  const BfExperiment *experiment = bf_session_experiment (choice->session);
  BfFigureRun *runs = bf_figure_runs_new (experiment, choice->theme);
  guint n = bf_session_n (choice->session);

  for (guint i = 0; i < MIN (n, choice->hidden->len); i++)
    runs[i].hidden = g_array_index (choice->hidden, gboolean, i);
  *view = *choice->view;
  view->cache = NULL;
  view->on_demand = FALSE;
  view->n_runs = n;
  view->runs = runs;
  view->title = experiment->title;
  return runs;
}

static BfExportSize
file_size (const BfExportChoice *choice)
{
  double width, height;

  bf_export_choice_page_size (choice, &width, &height);
  return bf_export_size_of_drawing (choice->format, choice->unit, choice->resolution, width,
                                    height);
}

static BfReport *
make_report (const BfExportChoice *choice, const BfFigureView *view)
{
  BfReport *report =
    bf_report_new (view, bf_session_experiment (choice->session)->notes, choice->theme);

  bf_report_adjust (report, adjust_view, (gpointer) choice);
  return report;
}

void
bf_export_choice_page_size (const BfExportChoice *choice, double *width, double *height)
{
  *width = choice->scope == BF_EXPORT_REPORT ? BF_REPORT_WIDTH : choice->width;
  *height = choice->scope == BF_EXPORT_REPORT ? BF_REPORT_HEIGHT
            : choice->scope == BF_EXPORT_ALL ? choice->width / choice->figure->aspect
                                             : choice->height;
}

void
bf_export_choice_draw (const BfExportChoice *choice, cairo_t *cr)
{
  double width, height;
  BfFigureView view;
  g_autofree BfFigureRun *runs = fill_view (choice, &view);

  if (choice->scope == BF_EXPORT_REPORT)
    {
      g_autoptr (BfReport) report = make_report (choice, &view);
      bf_report_draw_page (report, cr, 0);
      return;
    }
  bf_export_choice_page_size (choice, &width, &height);
  adjust_view (choice->figure, &view, (gpointer) choice);
  bf_figure_draw (choice->figure, cr, width, height, &view, choice->theme);
}

char *
bf_export_choice_describe (const BfExportChoice *choice, GError **error)
{
  const BfExportFormat *format = choice->format;
  double columns, rows, width, height;
  BfExportSize size;

  if (choice->scope == BF_EXPORT_REPORT)
    return g_strdup (_("One PDF: configurations, verdicts and differences, then one figure a page"));
  if (!format->is_picture)
    return g_strdup (_("Exactly the numbers that are drawn, one row a place"));
  size = file_size (choice);
  if (!bf_export_check_size (format, &size, error))
    return NULL;
  bf_export_choice_page_size (choice, &width, &height);
  width *= BF_MM_PER_INCH / BF_PX_PER_INCH;
  height *= BF_MM_PER_INCH / BF_PX_PER_INCH;
  if (!format->is_image)
    return g_strdup_printf (_("%.0f × %.0f mm"), width, height);
  bf_export_pixels (&size, &columns, &rows);
  return g_strdup_printf (_("%.0f × %.0f pixels, %.0f × %.0f mm"), columns, rows, width, height);
}

GStrv
bf_export_choice_existing (const BfExportChoice *choice, const char *folder)
{
  g_autoptr (GPtrArray) figures = NULL;
  GStrvBuilder *names = g_strv_builder_new ();
  BfFigureView view;
  g_autofree BfFigureRun *runs = fill_view (choice, &view);
  GStrv existing;

  figures = bf_figures_that_apply (&view);
  for (guint i = 0; i < figures->len && choice->scope == BF_EXPORT_ALL; i++)
    {
      g_autofree char *path = bf_figure_file_name (figures->pdata[i], choice->format, folder);
      g_autofree char *name = g_filename_display_basename (path);

      if (g_file_test (path, G_FILE_TEST_EXISTS))
        g_strv_builder_add (names, name);
    }
  existing = g_strv_builder_end (names);
  g_strv_builder_unref (names);
  return existing;
}

static gboolean
write_all (const BfExportChoice *choice, const BfFigureView *common, const char *folder,
           GError **error)
{
  g_autoptr (GPtrArray) figures = bf_figures_that_apply (common);

  for (guint i = 0; i < figures->len; i++)
    {
      const BfFigure *figure = g_ptr_array_index (figures, i);
      g_autofree char *path = bf_figure_file_name (figure, choice->format, folder);
      BfFigureView view = *common;
      BfExport export = { figure, &view, choice->theme, file_size (choice) };

      adjust_view (figure, &view, (gpointer) choice);
      export.size.height = export.size.width / figure->aspect;
      if (!bf_figure_export (&export, choice->format, path, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
bf_export_choice_write (const BfExportChoice *choice, const char *path, GError **error)
{
  BfFigureView view;
  g_autofree BfFigureRun *runs = fill_view (choice, &view);
  BfExport export = { choice->figure, &view, choice->theme, file_size (choice) };
  g_autoptr (BfReport) report = NULL;

  switch (choice->scope)
    {
    case BF_EXPORT_ALL:
      return write_all (choice, &view, path, error);
    case BF_EXPORT_REPORT:
      report = make_report (choice, &view);
      return bf_report_write (report, path, error);
    default:
      adjust_view (choice->figure, &view, (gpointer) choice);
      return bf_figure_export (&export, choice->format, path, error);
    }
}
