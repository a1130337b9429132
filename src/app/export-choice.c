#include "config.h"

#include "app/export-choice.h"

#include <glib/gi18n-lib.h>

#include "figure/report.h"

/* What is to be drawn: @figure as it is on the screen; NULL: all of them. Free the runs with g_free (). */
static BfFigureRun *
fill_view (const BfExportChoice *choice, const BfFigure *figure, BfFigureView *view)
{
  const BfExperiment *experiment = bf_session_experiment (choice->session);
  BfFigureRun *runs = bf_figure_runs_new (experiment, choice->theme);
  guint n = bf_session_n (choice->session);

  for (guint i = 0; i < MIN (n, choice->hidden->len); i++)
    runs[i].hidden = g_array_index (choice->hidden, gboolean, i);
  *view = *choice->view;
  view->cache = NULL;
  view->n_runs = n;
  view->runs = runs;
  view->title = experiment->title;
  if (figure != choice->shown)
    view->zoom_x = view->zoom_y = (BfAxisZoom) { .set = FALSE };
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
  return bf_report_new (view, bf_session_experiment (choice->session)->notes, choice->theme);
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
  const BfFigure *figure = choice->scope == BF_EXPORT_ONE ? choice->figure : NULL;
  double width, height;
  BfFigureView view;
  g_autofree BfFigureRun *runs = fill_view (choice, figure, &view);

  if (choice->scope == BF_EXPORT_REPORT)
    {
      g_autoptr (BfReport) report = make_report (choice, &view);
      bf_report_draw_page (report, cr, 0);
      return;
    }
  bf_export_choice_page_size (choice, &width, &height);
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

gboolean
bf_export_choice_write (const BfExportChoice *choice, const char *path, GError **error)
{
  const BfFigure *figure = choice->scope == BF_EXPORT_ONE ? choice->figure : NULL;
  BfExportSize size = file_size (choice);
  BfFigureView view;
  g_autofree BfFigureRun *runs = fill_view (choice, figure, &view);
  BfExport export = { figure, &view, choice->theme, size };
  g_autoptr (BfReport) report = NULL;

  switch (choice->scope)
    {
    case BF_EXPORT_ALL:
      return bf_figures_export (&view, choice->theme, choice->format, &size, path, error);
    case BF_EXPORT_REPORT:
      report = make_report (choice, &view);
      return bf_report_write (report, path, error);
    default:
      return bf_figure_export (&export, choice->format, path, error);
    }
}
