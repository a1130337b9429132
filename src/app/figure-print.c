#include "config.h"

#include "app/figure-print.h"

#include <glib/gi18n-lib.h>

/* What is printed, while it is. */
typedef struct {
  BfFigureArea *area;       /* owned reference */
  GPtrArray *figures;       /* owned */
} Job;

static void
job_free (gpointer data, GClosure *closure)
{
  Job *job = data;

  g_object_unref (job->area);
  g_ptr_array_unref (job->figures);
  g_free (job);
}

static void
draw_page_cb (GtkPrintOperation *operation, GtkPrintContext *context, int page, Job *job)
{
  const BfFigure *figure = g_ptr_array_index (job->figures, page);
  double width = gtk_print_context_get_width (context);
  double height = MIN (gtk_print_context_get_height (context), width / figure->aspect);
  g_autofree BfFigureRun *runs = NULL;
  BfFigureView view;

  bf_figure_area_get_view (job->area, &view);
  if (view.n_runs == 0)
    return;   /* the window was closed meanwhile */
  runs = bf_figure_area_new_view (job->area, figure, &bf_theme_print, &view);
  bf_figure_draw (figure, gtk_print_context_get_cairo_context (context), width, height, &view,
                  &bf_theme_print);
}

/* Figures are wider than high. */
static void
set_page (GtkPrintOperation *operation)
{
  g_autoptr (GtkPageSetup) setup = gtk_page_setup_new ();

  gtk_page_setup_set_orientation (setup, GTK_PAGE_ORIENTATION_LANDSCAPE);
  gtk_print_operation_set_default_page_setup (operation, setup);
  gtk_print_operation_set_embed_page_setup (operation, TRUE);
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
}

GtkPrintOperation *
bf_figure_print_new (BfFigureArea *area)
{
  GtkPrintOperation *operation;
  const BfFigure *shown;
  BfFigureView view;
  guint current = 0;
  Job *job;

  g_return_val_if_fail (BF_IS_FIGURE_AREA (area), NULL);

  operation = gtk_print_operation_new ();
  shown = bf_figure_area_get_figure (area);
  bf_figure_area_get_view (area, &view);
  view.on_demand = FALSE;
  job = g_new0 (Job, 1);
  job->area = g_object_ref (area);
  job->figures = bf_figures_that_apply (&view);
  g_ptr_array_find (job->figures, shown, &current);
  set_page (operation);
  gtk_print_operation_set_job_name (operation, view.title != NULL && *view.title != '\0'
                                                 ? view.title : _("Backflow"));
  gtk_print_operation_set_n_pages (operation, job->figures->len);
  gtk_print_operation_set_current_page (operation, current);
  g_signal_connect_data (operation, "draw-page", G_CALLBACK (draw_page_cb), job, job_free, 0);
  return operation;
}
