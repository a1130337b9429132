#include "config.h"

#include <glib/gi18n-lib.h>

#include "figure/report.h"

#include <cairo-pdf.h>

#include "experiment/file.h"
#include "figure/document.h"
#include "figure/export.h"
#include "figure/metadata.h"
#include "figure/report-text.h"
#include "plot/mark.h"
#include "plot/path.h"

#define MARGIN 44.0
#define FOOTER 26.0            /* at the bottom of the page, below the margin of the rest */
#define POINTS_PER_PX 0.75

#define TEXT_WIDTH (BF_REPORT_WIDTH - 2 * MARGIN)
#define TEXT_BOTTOM (BF_REPORT_HEIGHT - MARGIN - FOOTER)

struct _BfReport {
  BfFigureView view;
  BfFigureViewFunc adjust;     /* NULL: none */
  gpointer adjust_data;
  BfTheme theme;
  GArray *lines;               /* of BfReportLine */
  GArray *starts;              /* of guint: the first line of each page of text */
  GPtrArray *figures;          /* one a page behind them */
};

static const BfReportLine *
line_at (const GArray *lines, guint i)
{
  return &g_array_index (lines, BfReportLine, i);
}

/* What stands above the first line of a page, line @i. */
static double
head_height (const GArray *lines, guint i)
{
  guint head = line_at (lines, i)->head;

  return head != i ? line_at (lines, head)->height : 0;
}

/* Whether the lines from @line up to the first that need not stay with its next fit below @y. */
static gboolean
fits (const GArray *lines, guint line, double y)
{
  const BfReportLine *current;

  do
    {
      current = line_at (lines, line);
      y += current->height;
    }
  while (current->stays && ++line < lines->len);
  return y <= TEXT_BOTTOM;
}

static GArray *
break_pages (const GArray *lines)
{
  GArray *starts = g_array_new (FALSE, FALSE, sizeof (guint));
  double y = BF_REPORT_HEIGHT;

  for (guint i = 0; i < lines->len; i++)
    {
      if (y > MARGIN && !fits (lines, i, y))
        {
          g_array_append_val (starts, i);
          y = MARGIN + head_height (lines, i);
        }
      y += line_at (lines, i)->height;
    }
  return starts;
}

void
bf_report_adjust (BfReport *report, BfFigureViewFunc adjust, gpointer user_data)
{
  g_return_if_fail (report != NULL);

  report->adjust = adjust;
  report->adjust_data = user_data;
}

BfReport *
bf_report_new (const BfFigureView *view, const char *notes, const BfTheme *theme)
{
  BfReport *report;

  g_return_val_if_fail (view != NULL && view->n_runs > 0, NULL);

  report = g_new0 (BfReport, 1);
  report->view = *view;
  report->theme = *theme;
  report->lines = bf_report_text_new (view, notes, theme, TEXT_WIDTH);
  report->starts = break_pages (report->lines);
  report->figures = bf_figures_that_apply (view);
  return report;
}

void
bf_report_free (BfReport *report)
{
  if (report == NULL)
    return;
  g_array_unref (report->lines);
  g_array_unref (report->starts);
  g_ptr_array_unref (report->figures);
  g_free (report);
}

guint
bf_report_n_pages (const BfReport *report)
{
  return report->starts->len + report->figures->len;
}

/* The line and marker of a run, as in legends. */
static void
draw_sample (cairo_t *cr, const BfTheme *theme, const BfFigureRun *run, double x, double y,
             double width)
{
  cairo_save (cr);
  bf_color_set (cr, run->color);
  cairo_set_line_width (cr, theme->line_width);
  bf_mark_set_dash (cr, run->style, theme->line_width);
  bf_path_move_to (cr, x, y);
  bf_path_line_to (cr, x + width, y);
  cairo_stroke (cr);
  cairo_restore (cr);
  bf_mark_draw_marker (cr, theme, run->style, run->color, x + width / 2, y,
                       theme->font_size * 0.55);
}

static void
draw_line (cairo_t *cr, const BfTheme *theme, const BfReportLine *line, double y)
{
  double middle = y + line->height / 2;

  for (guint i = 0; i < line->cells->len; i++)
    {
      const BfReportCell *cell = &g_array_index (line->cells, BfReportCell, i);
      BfTextPlace place = { .role = cell->role, .color = cell->color, .x = MARGIN + cell->x,
                            .y = middle, .align_y = 0.5, .max_width = cell->width };

      if (cell->sample != NULL)
        draw_sample (cr, theme, cell->sample, MARGIN + cell->x, middle, cell->width - 10);
      if (cell->text != NULL)
        bf_text_draw (cr, theme, &place, cell->text);
    }
}

static void
draw_text (const BfReport *report, cairo_t *cr, guint page)
{
  const GArray *starts = report->starts;
  guint end = page + 1 < starts->len ? g_array_index (starts, guint, page + 1) : report->lines->len;
  guint start = g_array_index (starts, guint, page);
  double y = MARGIN + head_height (report->lines, start);

  draw_line (cr, &report->theme, line_at (report->lines, line_at (report->lines, start)->head),
             MARGIN);
  for (guint i = start; i < end; i++)
    {
      const BfReportLine *line = line_at (report->lines, i);

      if (i > start || line->head != i)
        draw_line (cr, &report->theme, line, y);
      y += line->height;
    }
}

static void
draw_footer (const BfReport *report, cairo_t *cr, guint page)
{
  g_autofree char *number = g_strdup_printf (_("Page %u of %u"), page + 1,
                                             bf_report_n_pages (report));
  BfTextPlace place = { .role = BF_TEXT_TICK, .color = report->theme.muted, .x = MARGIN,
                        .y = BF_REPORT_HEIGHT - MARGIN, .align_y = 1 };

  bf_text_draw (cr, &report->theme, &place, BF_PROGRAM);
  place.x = BF_REPORT_WIDTH - MARGIN;
  place.align_x = 1;
  bf_text_draw (cr, &report->theme, &place, number);
}

void
bf_report_draw_page (const BfReport *report, cairo_t *cr, guint page)
{
  guint n_text = report->starts->len;

  g_return_if_fail (page < bf_report_n_pages (report));

  bf_path_rectangle (cr, 0, 0, BF_REPORT_WIDTH, BF_REPORT_HEIGHT);
  bf_color_set (cr, report->theme.background);
  cairo_fill (cr);
  if (page < n_text)
    draw_text (report, cr, page);
  else
    {
      /* Figures have a margin of their own. */
      double inset = MARGIN - report->theme.font_size;
      const BfFigure *figure = g_ptr_array_index (report->figures, page - n_text);
      BfFigureView view = report->view;

      if (report->adjust != NULL)
        report->adjust (figure, &view, report->adjust_data);
      cairo_save (cr);
      bf_path_translate (cr, inset, inset);
      bf_figure_draw (figure, cr, BF_REPORT_WIDTH - 2 * inset, TEXT_BOTTOM - inset, &view,
                      &report->theme);
      cairo_restore (cr);
    }
  draw_footer (report, cr, page);
}

/* What page @page is called in the outline; NULL: nothing, it goes on from the one before. */
static const char *
page_name (const BfReport *report, guint page)
{
  if (page == 0)
    return _("Configurations");
  if (page < report->starts->len)
    return NULL;
  return _(((const BfFigure *) g_ptr_array_index (report->figures, page - report->starts->len))
             ->entry.name);
}

static void
describe (const BfReport *report, cairo_surface_t *surface)
{
  g_autofree char *experiment = bf_metadata_experiment (&report->view);
  const char *title = report->view.title;

  bf_document_describe_pdf (surface, title != NULL && title[0] != '\0' ? title
                                                                       : _("Untitled experiment"),
                            _("Configurations, verdicts and figures of an experiment"), experiment);
  for (guint page = 0; page < bf_report_n_pages (report); page++)
    {
      g_autofree char *link = g_strdup_printf ("page=%u pos=[0 0]", page + 1);
      const char *name = page_name (report, page);

      if (name != NULL)
        cairo_pdf_surface_add_outline (surface, CAIRO_PDF_OUTLINE_ROOT, name, link, 0);
    }
}

GBytes *
bf_report_render (const BfReport *report, GError **error)
{
  g_autoptr (GByteArray) data = g_byte_array_new ();
  cairo_surface_t *surface =
    cairo_pdf_surface_create_for_stream (bf_document_write, data, BF_REPORT_WIDTH * POINTS_PER_PX,
                                         BF_REPORT_HEIGHT * POINTS_PER_PX);
  gboolean done;
  cairo_t *cr;

  cairo_surface_set_device_scale (surface, POINTS_PER_PX, POINTS_PER_PX);
  cr = cairo_create (surface);
  for (guint page = 0; page < bf_report_n_pages (report); page++)
    {
      bf_report_draw_page (report, cr, page);
      cairo_show_page (cr);
    }
  describe (report, surface);
  done = bf_document_check (cairo_status (cr), error);
  cairo_destroy (cr);
  if (!bf_document_finish (surface, done, error))
    return NULL;
  return g_byte_array_free_to_bytes (g_steal_pointer (&data));
}

gboolean
bf_report_write (const BfReport *report, const char *path, GError **error)
{
  g_autoptr (GBytes) bytes = bf_report_render (report, error);

  return bytes != NULL
         && bf_write_file (path, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), error);
}
