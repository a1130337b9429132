#include "config.h"

#include <glib/gi18n-lib.h>

#include "figure/export.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <math.h>
#include <string.h>

#include "experiment/file.h"

/* Cairo's own limit for one side of an image, and one for the whole: 4 bytes a pixel in memory. */
#define MAX_SIDE 32767
#define MAX_PIXELS 120e6

/* Sides of a page of shapes, px or points; PDF allows 14400. */
#define MAX_PAGE 14400

static gboolean
check_status (cairo_status_t status, GError **error)
{
  if (status == CAIRO_STATUS_SUCCESS)
    return TRUE;
  g_set_error (error, BF_EXPORT_ERROR, BF_EXPORT_ERROR_CAIRO,
               _("The figure could not be drawn: %s"), cairo_status_to_string (status));
  return FALSE;
}

static gboolean
check_size (double width, double height, double most, GError **error)
{
  if (width >= 1 && height >= 1 && width <= most && height <= most)
    return TRUE;
  g_set_error (error, BF_EXPORT_ERROR, BF_EXPORT_ERROR_SIZE,
               _("A figure of %.0f × %.0f cannot be written: each side must be from 1 to %.0f"),
               width, height, most);
  return FALSE;
}

static cairo_status_t
write_cb (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

/* Draws into @surface, which is taken, and finishes it. */
static gboolean
draw (cairo_surface_t *surface, const BfFigure *figure, const BfFigureView *view,
      const BfTheme *theme, double width, double height, GError **error)
{
  cairo_t *cr = cairo_create (surface);
  cairo_status_t status;

  bf_figure_draw (figure, cr, width, height, view, theme);
  cairo_show_page (cr);
  status = cairo_status (cr);
  cairo_destroy (cr);
  if (cairo_surface_get_type (surface) != CAIRO_SURFACE_TYPE_IMAGE)
    cairo_surface_finish (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (surface);
  return check_status (status, error);
}

static GBytes *
render_png (const BfFigure *figure, const BfFigureView *view, const BfTheme *theme, double width,
            double height, double scale, GError **error)
{
  double columns = ceil (width * scale), rows = ceil (height * scale);
  g_autoptr (GByteArray) data = g_byte_array_new ();
  cairo_surface_t *surface;
  gboolean done;

  if (!check_size (columns, rows, MAX_SIDE, error))
    return NULL;
  if (columns * rows > MAX_PIXELS)
    {
      g_set_error (error, BF_EXPORT_ERROR, BF_EXPORT_ERROR_SIZE,
                   _("An image of %.0f × %.0f pixels is too large: at most %.0f million pixels"),
                   columns, rows, MAX_PIXELS / 1e6);
      return NULL;
    }

  surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) columns, (int) rows);
  cairo_surface_set_device_scale (surface, scale, scale);
  done = draw (surface, figure, view, theme, columns / scale, rows / scale, error)
         && check_status (cairo_surface_write_to_png_stream (surface, write_cb, data), error);
  cairo_surface_destroy (surface);
  return done ? g_byte_array_free_to_bytes (g_steal_pointer (&data)) : NULL;
}

static char *
figure_title (const BfFigure *figure, const BfFigureView *view)
{
  if (view->title == NULL || view->title[0] == '\0')
    return g_strdup (_(figure->entry.name));
  return g_strdup_printf ("%s · %s", view->title, _(figure->entry.name));
}

/* Control characters are not allowed in XML, not even escaped. */
static void
blank_controls (char *text)
{
  for (char *c = text; *c != '\0'; c++)
    if (g_ascii_iscntrl (*c))
      *c = ' ';
}

/* Cairo writes no title; it belongs right after the start tag of the root. */
static void
insert_svg_title (GByteArray *svg, const char *title, const char *description)
{
  g_autofree char *text =
    g_markup_printf_escaped ("\n<title>%s</title>\n<desc>%s</desc>", title, description);
  const char *root = g_strstr_len ((const char *) svg->data, svg->len, "<svg");
  const char *end = root ? memchr (root, '>', svg->len - (root - (const char *) svg->data)) : NULL;
  g_autofree guint8 *rest = NULL;
  gsize head, tail;

  if (end == NULL)
    return;
  head = end + 1 - (const char *) svg->data;
  tail = svg->len - head;
  rest = g_memdup2 (svg->data + head, tail);
  g_byte_array_set_size (svg, head);
  g_byte_array_append (svg, (const guint8 *) text, strlen (text));
  g_byte_array_append (svg, rest, tail);
}

static GBytes *
render_svg (const BfFigure *figure, const BfFigureView *view, const BfTheme *theme, double width,
            double height, double scale, GError **error)
{
  g_autoptr (GByteArray) data = g_byte_array_new ();
  g_autofree char *title = figure_title (figure, view);
  g_autofree char *description = figure->describe (view);
  cairo_surface_t *surface;
  gboolean done;

  if (!check_size (width, height, MAX_PAGE, error))
    return NULL;
  surface = cairo_svg_surface_create_for_stream (write_cb, data, width, height);
  cairo_svg_surface_set_document_unit (surface, CAIRO_SVG_UNIT_PX);
  done = draw (surface, figure, view, theme, width, height, error);
  cairo_surface_destroy (surface);
  if (!done)
    return NULL;
  blank_controls (title);
  blank_controls (description);
  insert_svg_title (data, title, description);
  return g_byte_array_free_to_bytes (g_steal_pointer (&data));
}

static GBytes *
render_pdf (const BfFigure *figure, const BfFigureView *view, const BfTheme *theme, double width,
            double height, double scale, GError **error)
{
  g_autoptr (GByteArray) data = g_byte_array_new ();
  g_autofree char *title = figure_title (figure, view);
  g_autofree char *description = figure->describe (view);
  cairo_surface_t *surface;
  gboolean done;

  if (!check_size (width, height, MAX_PAGE, error))
    return NULL;
  surface = cairo_pdf_surface_create_for_stream (write_cb, data, width, height);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, title);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_SUBJECT, description);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, "Backflow " BF_VERSION);
  done = draw (surface, figure, view, theme, width, height, error);
  cairo_surface_destroy (surface);
  return done ? g_byte_array_free_to_bytes (g_steal_pointer (&data)) : NULL;
}

static const BfExportFormat rows[] = {
  { { "png", N_("PNG image"), N_("Pixels, for slides and web pages") },
    "png",
    "image/png",
    render_png },
  { { "svg", N_("SVG drawing"), N_("Shapes, for web pages and drawing programs") },
    "svg",
    "image/svg+xml",
    render_svg },
  { { "pdf", N_("PDF document"), N_("Shapes, for papers and printing") },
    "pdf",
    "application/pdf",
    render_pdf },
};

const BfTable bf_export_format_table = BF_TABLE ("formats", rows);

G_DEFINE_QUARK (bf-export-error-quark, bf_export_error)

gboolean
bf_figure_export (const BfFigure *figure, const BfFigureView *view, const BfTheme *theme,
                  const BfExportFormat *format, double width, double height, double scale,
                  const char *path, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;

  g_return_val_if_fail (figure != NULL && view != NULL && view->n_runs > 0 && format != NULL,
                        FALSE);

  bytes = format->render (figure, view, theme, width, height, scale, error);
  return bytes != NULL
         && bf_write_file (path, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), error);
}
