#include "config.h"

#include <glib/gi18n-lib.h>

#include "figure/export.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <math.h>
#include <string.h>

#include "experiment/file.h"
#include "figure/document.h"
#include "figure/metadata.h"
#include "figure/png.h"
#include "figure/scene.h"

/* Cairo's own limit for one side of an image, and one for the whole: 4 bytes a pixel in memory. */
#define MAX_SIDE 32767
#define MAX_PIXELS 120e6

/* Sides of a page of shapes, px or points; PDF allows 14400. */
#define MAX_PAGE 14400

/* What pages count in when they are measured in millimetres: SVG in these, PDF in points. */
#define SVG_UNITS_IN_MM 1.0
#define PDF_UNITS_IN_MM (72 / BF_MM_PER_INCH)

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

void
bf_export_pixels (const BfExportSize *size, double *columns, double *rows)
{
  double scale = size->unit == BF_UNIT_MM ? size->resolution / BF_MM_PER_INCH : 1;

  *columns = round (size->width * scale);
  *rows = round (size->height * scale);
}

void
bf_export_drawing_size (const BfExportFormat *format, const BfExportSize *size, double *width,
                        double *height)
{
  double scale = size->unit == BF_UNIT_MM ? BF_PX_PER_INCH / BF_MM_PER_INCH : 1;

  *width = size->width;
  *height = size->height;
  if (format->is_image)
    {
      bf_export_pixels (size, width, height);
      scale = BF_PX_PER_INCH / size->resolution;
    }
  *width *= scale;
  *height *= scale;
}

BfExportSize
bf_export_size_of_drawing (const BfExportFormat *format, BfUnit unit, double resolution,
                           double width, double height)
{
  BfExportSize size = { width, height, unit, resolution };
  double scale = unit == BF_UNIT_MM ? BF_MM_PER_INCH / BF_PX_PER_INCH : 1;

  if (format->is_image && unit == BF_UNIT_PX)
    scale = resolution / BF_PX_PER_INCH;
  size.width *= scale;
  size.height *= scale;
  return size;
}

static gboolean
check_image (const BfExportSize *size, GError **error)
{
  double columns, rows;

  bf_export_pixels (size, &columns, &rows);
  if (!(size->resolution >= 1 && size->resolution <= BF_EXPORT_MAX_RESOLUTION))
    {
      g_set_error (error, BF_EXPORT_ERROR, BF_EXPORT_ERROR_SIZE,
                   _("An image cannot have %.0f pixels an inch: from 1 to %.0f"), size->resolution,
                   BF_EXPORT_MAX_RESOLUTION);
      return FALSE;
    }
  if (!check_size (columns, rows, MAX_SIDE, error))
    return FALSE;
  if (columns * rows > MAX_PIXELS)
    {
      g_set_error (error, BF_EXPORT_ERROR, BF_EXPORT_ERROR_SIZE,
                   _("An image of %.0f × %.0f pixels is too large: at most %.0f million pixels"),
                   columns, rows, MAX_PIXELS / 1e6);
      return FALSE;
    }
  return TRUE;
}

static gboolean
check_page (const BfExportSize *size, double units_in_mm, GError **error)
{
  double unit = size->unit == BF_UNIT_MM ? units_in_mm : 1;

  return check_size (size->width * unit, size->height * unit, MAX_PAGE, error);
}

gboolean
bf_export_check_size (const BfExportFormat *format, const BfExportSize *size, GError **error)
{
  if (!format->is_picture)
    return TRUE;
  return format->is_image ? check_image (size, error)
                          : check_page (size, format->units_in_mm, error);
}

/* Draws a figure @scale times as large into @surface. */
static gboolean
draw (cairo_surface_t *surface, const BfExport *export, double width, double height, double scale,
      GError **error)
{
  cairo_status_t status;
  cairo_t *cr;

  cairo_surface_set_device_scale (surface, scale, scale);
  cr = cairo_create (surface);
  bf_figure_draw (export->figure, cr, width, height, export->view, export->theme);
  cairo_show_page (cr);
  status = cairo_status (cr);
  cairo_destroy (cr);
  return bf_document_check (status, error);
}

static void
insert_png_metadata (GByteArray *png, const BfExport *export)
{
  g_autoptr (GByteArray) chunks = g_byte_array_new ();
  g_auto (BfMetadata) metadata = { 0 };

  bf_metadata_init (&metadata, export->figure, export->view);
  bf_png_add_resolution (chunks, export->size.resolution);
  bf_png_add_text (chunks, "Title", metadata.title);
  bf_png_add_text (chunks, "Description", metadata.description);
  bf_png_add_text (chunks, "Step", metadata.step);
  bf_png_add_text (chunks, "Software", BF_PROGRAM);
  bf_png_add_text (chunks, "Experiment", metadata.experiment);
  bf_png_insert (png, chunks);
}

static GBytes *
render_png (const BfExport *export, GError **error)
{
  double columns, rows, scale = export->size.resolution / BF_PX_PER_INCH;
  g_autoptr (GByteArray) data = g_byte_array_new ();
  cairo_surface_t *surface;
  gboolean done;

  if (!check_image (&export->size, error))
    return NULL;
  bf_export_pixels (&export->size, &columns, &rows);
  surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) columns, (int) rows);
  done = draw (surface, export, columns / scale, rows / scale, scale, error)
         && bf_document_check (cairo_surface_write_to_png_stream (surface, bf_document_write, data), error);
  cairo_surface_destroy (surface);
  if (!done)
    return NULL;
  insert_png_metadata (data, export);
  return g_byte_array_free_to_bytes (g_steal_pointer (&data));
}

/* What differs between the formats of shapes. */
typedef struct {
  cairo_surface_t *(*create) (cairo_write_func_t write, void *closure, double width,
                              double height);
  double units_in_mm;
  void (*begin) (cairo_surface_t *surface, const BfExport *export, BfMetadata *metadata);
  void (*end) (GByteArray *data, BfMetadata *metadata);   /* NULL: nothing is left to do */
} Shapes;

static GBytes *
render_shapes (const BfExport *export, const Shapes *shapes, GError **error)
{
  gboolean is_mm = export->size.unit == BF_UNIT_MM;
  double unit = is_mm ? shapes->units_in_mm : 1;
  double px = is_mm ? BF_PX_PER_INCH / BF_MM_PER_INCH : 1;
  double width = export->size.width, height = export->size.height;
  g_autoptr (GByteArray) data = g_byte_array_new ();
  g_auto (BfMetadata) metadata = { 0 };
  cairo_surface_t *surface;
  gboolean done;

  if (!check_page (&export->size, shapes->units_in_mm, error))
    return NULL;
  bf_metadata_init (&metadata, export->figure, export->view);
  surface = shapes->create (bf_document_write, data, width * unit, height * unit);
  shapes->begin (surface, export, &metadata);
  done = draw (surface, export, width * px, height * px, unit / px, error);
  if (!bf_document_finish (surface, done, error))
    return NULL;
  if (shapes->end != NULL)
    shapes->end (data, &metadata);
  return g_byte_array_free_to_bytes (g_steal_pointer (&data));
}

static void
begin_svg (cairo_surface_t *surface, const BfExport *export, BfMetadata *metadata)
{
  cairo_svg_surface_set_document_unit (surface, export->size.unit == BF_UNIT_MM
                                                  ? CAIRO_SVG_UNIT_MM : CAIRO_SVG_UNIT_PX);
}

/* What XML does not allow, not even escaped, becomes spaces. */
static char *
xml_text (const char *text)
{
  GString *allowed = g_string_new (NULL);

  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c))
    {
      gunichar character = g_utf8_get_char (c);
      gboolean refused = character < 0x20 || (character & 0xfffe) == 0xfffe;

      g_string_append_unichar (allowed, refused ? ' ' : character);
    }
  return g_string_free (allowed, FALSE);
}

/* Gives an id its number in the order of appearance. */
static gboolean
renumber (const GMatchInfo *match, GString *result, gpointer numbers)
{
  g_autofree char *id = g_match_info_fetch (match, 0), *kind = g_match_info_fetch (match, 1);
  gpointer number = g_hash_table_lookup (numbers, id);

  if (number == NULL)
    {
      number = GUINT_TO_POINTER (g_hash_table_size (numbers) + 1);
      g_hash_table_insert (numbers, g_steal_pointer (&id), number);
    }
  g_string_append_printf (result, "%s%u", kind, GPOINTER_TO_UINT (number));
  return FALSE;
}

/* Cairo numbers what it defines through the whole life of the program: the same figure would never
 * be the same file again. */
static void
renumber_svg (GByteArray *svg)
{
  g_autoptr (GRegex) ids = g_regex_new ("(?<=[\"#])(surface|image|pattern|source|mask)[0-9]+(?=[\")-])",
                                        G_REGEX_OPTIMIZE | G_REGEX_RAW, 0, NULL);
  g_autoptr (GHashTable) numbers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *text =
    g_regex_replace_eval (ids, (const char *) svg->data, svg->len, 0, 0, renumber, numbers, NULL);

  if (text == NULL)
    return;
  g_byte_array_set_size (svg, 0);
  g_byte_array_append (svg, (const guint8 *) text, strlen (text));
}

/* Cairo writes none; it belongs right after the start tag of the root. */
static void
insert_svg_metadata (GByteArray *svg, BfMetadata *metadata)
{
  g_autofree char *title = xml_text (metadata->title);
  g_autofree char *description = xml_text (metadata->description);
  g_autofree char *experiment = xml_text (metadata->experiment);
  g_autofree char *text = g_markup_printf_escaped (
    "\n<title>%s</title>\n<desc>%s</desc>\n<metadata>"
    "<backflow:figure xmlns:backflow=\"urn:org.backflow.Backflow\" program=\"%s\" step=\"%s\">"
    "%s</backflow:figure></metadata>", title, description, BF_PROGRAM, metadata->step, experiment);
  const char *root = g_strstr_len ((const char *) svg->data, svg->len, "<svg");
  const char *end = root ? memchr (root, '>', svg->len - (root - (const char *) svg->data)) : NULL;
  gsize head, length = strlen (text), before = svg->len;

  if (end == NULL)
    return;
  head = end + 1 - (const char *) svg->data;
  g_byte_array_set_size (svg, before + length);
  memmove (svg->data + head + length, svg->data + head, before - head);
  memcpy (svg->data + head, text, length);
}

static void
end_svg (GByteArray *svg, BfMetadata *metadata)
{
  renumber_svg (svg);
  insert_svg_metadata (svg, metadata);
}

static GBytes *
render_svg (const BfExport *export, GError **error)
{
  static const Shapes svg = { cairo_svg_surface_create_for_stream, SVG_UNITS_IN_MM, begin_svg,
                              end_svg };

  return render_shapes (export, &svg, error);
}

static void
begin_pdf (cairo_surface_t *surface, const BfExport *export, BfMetadata *metadata)
{
  g_autofree char *subject = g_strdup_printf (_("%s (step %s)"), metadata->description,
                                              metadata->step);

  bf_document_describe_pdf (surface, metadata->title, subject, metadata->experiment);
}

static GBytes *
render_pdf (const BfExport *export, GError **error)
{
  static const Shapes pdf = { cairo_pdf_surface_create_for_stream, PDF_UNITS_IN_MM, begin_pdf,
                              NULL };

  return render_shapes (export, &pdf, error);
}

/* The numbers do not depend on the size: any will do. */
#define ANY_SIZE 600

static GBytes *
render_csv (const BfExport *export, GError **error)
{
  g_autoptr (BfScene) scene = bf_scene_new (export->figure, export->view, export->theme, ANY_SIZE,
                                            ANY_SIZE);
  g_autoptr (BfSheet) sheet = bf_scene_sheet (scene);

  return g_string_free_to_bytes (bf_sheet_to_csv (sheet));
}

static const BfExportFormat rows[] = {
  {
    .entry = { "png", N_("PNG image"), N_("Pixels, for slides and web pages") },
    .ending = ".png",
    .extension = "png",
    .mime_type = "image/png",
    .is_image = TRUE,
    .is_picture = TRUE,
    .render = render_png,
  },
  {
    .entry = { "svg", N_("SVG drawing"), N_("Shapes, for web pages and drawing programs") },
    .ending = ".svg",
    .extension = "svg",
    .mime_type = "image/svg+xml",
    .is_picture = TRUE,
    .units_in_mm = SVG_UNITS_IN_MM,
    .render = render_svg,
  },
  {
    .entry = { "pdf", N_("PDF document"), N_("Shapes, for papers and printing") },
    .ending = ".pdf",
    .extension = "pdf",
    .mime_type = "application/pdf",
    .is_picture = TRUE,
    .units_in_mm = PDF_UNITS_IN_MM,
    .render = render_pdf,
  },
  {
    .entry = { "csv", N_("CSV table"), N_("The plotted numbers, for spreadsheets and programs") },
    .ending = "-figure.csv",   /* `backflow run` has tables of its own called like figures */
    .extension = "csv",
    .mime_type = "text/csv",
    .render = render_csv,
  },
};

const BfTable bf_export_format_table = BF_TABLE ("formats", rows);

G_DEFINE_QUARK (bf-export-error-quark, bf_export_error)

gboolean
bf_figure_export (const BfExport *export, const BfExportFormat *format, const char *path,
                  GError **error)
{
  g_autoptr (GBytes) bytes = NULL;

  g_return_val_if_fail (export->figure != NULL && export->view->n_runs > 0 && format != NULL,
                        FALSE);

  bytes = format->render (export, error);
  return bytes != NULL
         && bf_write_file (path, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), error);
}

char *
bf_figure_file_name (const BfFigure *figure, const BfExportFormat *format, const char *folder)
{
  g_autofree char *name = g_strconcat (figure->entry.id, format->ending, NULL);

  return g_build_filename (folder, name, NULL);
}

gboolean
bf_figures_export (const BfFigureView *view, const BfTheme *theme, const BfExportFormat *format,
                   const BfExportSize *size, const char *folder, GError **error)
{
  g_autoptr (GPtrArray) figures = bf_figures_that_apply (view);

  for (guint i = 0; i < figures->len; i++)
    {
      const BfFigure *figure = g_ptr_array_index (figures, i);
      g_autofree char *path = bf_figure_file_name (figure, format, folder);
      BfExport export = { figure, view, theme, *size };

      export.size.height = size->width / figure->aspect;
      if (!bf_figure_export (&export, format, path, error))
        return FALSE;
    }
  return TRUE;
}
