/* Figures as files. */
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "figure/export.h"
#include "plot/path.h"
#include "test-samples.h"

static char *folder;

/* As large, and with so many pixels an inch. */
static GBytes *
render_at (const char *format, const BfFigure *figure, const BfFigureView *view, BfExportSize size,
           GError **error)
{
  const BfExportFormat *row = bf_table_find (&bf_export_format_table, format);
  BfExport export = { figure, view, &bf_theme_print, size };

  return row->render (&export, error);
}

static GBytes *
render (const char *format, const BfFigure *figure, const BfFigureView *view, double width,
        double height, GError **error)
{
  return render_at (format, figure, view, (BfExportSize) { width, height, BF_UNIT_PX, 96 }, error);
}

static gboolean
write_figure (const BfFigureView *view, const char *format, double width, double height,
              const char *path, GError **error)
{
  BfExport export = { bf_table_row (&bf_figure_table, 0), view, &bf_theme_print,
                      { width, height, BF_UNIT_PX, 96 } };

  return bf_figure_export (&export, bf_table_find (&bf_export_format_table, format), path, error);
}

typedef struct { guint n_elements; guint n_images; GString *title; gboolean in_title; } Svg;

static void
start_cb (GMarkupParseContext *context, const char *name, const char **names, const char **values,
          gpointer data, GError **error)
{
  Svg *svg = data;

  svg->n_elements++;
  svg->n_images += strcmp (name, "image") == 0;
  svg->in_title = strcmp (name, "title") == 0;
}

static void
end_cb (GMarkupParseContext *context, const char *name, gpointer data, GError **error)
{
  ((Svg *) data)->in_title = FALSE;
}

static void
text_cb (GMarkupParseContext *context, const char *text, gsize length, gpointer data,
         GError **error)
{
  Svg *svg = data;

  if (svg->in_title)
    g_string_append_len (svg->title, text, length);
}

static void
parse_svg (GBytes *bytes, Svg *svg)
{
  static const GMarkupParser parser = { start_cb, end_cb, text_cb };
  g_autoptr (GMarkupParseContext) context = g_markup_parse_context_new (&parser, 0, svg, NULL);
  g_autoptr (GError) error = NULL;
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);

  *svg = (Svg) { .title = g_string_new (NULL) };
  g_markup_parse_context_parse (context, text, length, &error);
  g_assert_no_error (error);
  g_markup_parse_context_end_parse (context, &error);
  g_assert_no_error (error);
}

/* Every figure of every sample is a well-formed drawing and document, without a coordinate that
 * is not finite. */
static void
test_sample (gconstpointer data)
{
  const SampleInfo *info = data;
  Sample sample;

  sample_make (&sample, info->name);
  for (guint i = 0; i < bf_figure_table.n_rows; i++)
    {
      const BfFigure *figure = bf_table_row (&bf_figure_table, i);
      BfFigureRun runs[SAMPLE_MAX_RUNS];
      BfFigureView view = sample_view (&sample, &bf_theme_print, runs);
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) svg_bytes = render ("svg", figure, &view, 400, 300, &error);
      g_autoptr (GBytes) pdf_bytes = NULL;
      Svg svg;

      g_assert_no_error (error);
      parse_svg (svg_bytes, &svg);
      g_assert_cmpuint (svg.n_elements, >, 40);
      g_assert_cmpstr (svg.title->str, ==, figure->entry.name);
      g_assert_null (
        g_strstr_len (g_bytes_get_data (svg_bytes, NULL), g_bytes_get_size (svg_bytes), "nan"));
      g_string_free (svg.title, TRUE);

      pdf_bytes = render ("pdf", figure, &view, 400, 300, &error);
      g_assert_no_error (error);
      g_assert_true (memcmp (g_bytes_get_data (pdf_bytes, NULL), "%PDF-", 5) == 0);
      g_assert_cmpuint (bf_path_n_refused (), ==, 0);
    }
  sample_clear (&sample);
}

/* The same figure is the same file, byte for byte, whenever it is made. */
static void
test_reproducible (void)
{
  Sample sample;

  sample_make (&sample, "recurrent");
  for (guint i = 0; i < bf_figure_table.n_rows; i++)
    for (guint f = 0; f < bf_export_format_table.n_rows; f++)
      {
        const BfFigure *figure = bf_table_row (&bf_figure_table, i);
        const BfExportFormat *format = bf_table_row (&bf_export_format_table, f);
        BfFigureRun runs[SAMPLE_MAX_RUNS];
        BfFigureView view = sample_view (&sample, &bf_theme_print, runs);
        g_autoptr (GBytes) one = render (format->entry.id, figure, &view, 400, 300, NULL);
        g_autoptr (GBytes) other = NULL;

        if (g_str_equal (format->entry.id, "pdf"))
          g_usleep (i == 0 ? 1100000 : 0);   /* a date has seconds */
        other = render (format->entry.id, figure, &view, 400, 300, NULL);
        if (!g_bytes_equal (one, other))
          g_error ("%s of %s differs from itself", format->entry.id, figure->entry.id);
      }
  sample_clear (&sample);
}

/* What PDF readers and searches find is the text a person wrote and the labels of the axes. */
static void
test_pdf_text (void)
{
  static const char *const wanted[] = { "Sigmoid against remedies",
                                        "Sigmoid, Xavier",
                                        "ReLU, He",
                                        "Activation gradient, RMS (log scale)",
                                        "Layer (1 is nearest the input)",
                                        "20" };
  g_autofree char *program = g_find_program_in_path ("pdftotext");
  g_autofree char *path = g_build_filename (folder, "text.pdf", NULL);
  g_autofree char *output = NULL;
  g_autoptr (GError) error = NULL;
  BfFigureRun runs[SAMPLE_MAX_RUNS];
  BfFigureView view;
  Sample sample;

  if (program == NULL)
    {
      g_test_skip ("pdftotext is not installed");
      return;
    }
  sample_make (&sample, "pair");
  view = sample_view (&sample, &bf_theme_print, runs);
  view.title = "Sigmoid against remedies";
  g_assert_true (write_figure (&view, "pdf", 600, 400, path, &error));
  g_assert_no_error (error);
  g_assert_true (g_spawn_sync (NULL,
                               (char *[]) { program, (char *) "-layout", path, (char *) "-", NULL },
                               NULL, 0, NULL, NULL, &output, NULL, NULL, &error));
  g_assert_no_error (error);
  for (gsize i = 0; i < G_N_ELEMENTS (wanted); i++)
    if (strstr (output, wanted[i]) == NULL)
      g_error ("not in the PDF's text: %s", wanted[i]);
  sample_clear (&sample);
}

/* A person's text cannot break the file. */
static void
test_svg_escapes (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  BfFigureRun runs[SAMPLE_MAX_RUNS];
  BfFigureView view;
  Sample sample;
  Svg svg;

  sample_make (&sample, "names");
  view = sample_view (&sample, &bf_theme_print, runs);
  view.title = "</title><script>&amp; \"'\001\033";
  bytes = render ("svg", bf_table_row (&bf_figure_table, 0), &view, 400, 300, &error);
  g_assert_no_error (error);
  parse_svg (bytes, &svg);
  g_assert_true (g_str_has_prefix (svg.title->str, "</title><script>&amp; \"'   · "));
  g_string_free (svg.title, TRUE);
  sample_clear (&sample);
}

/* Maps are images, in files of shapes too: not thousands of rectangles. */
static void
test_map_is_image (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  BfFigureRun runs[SAMPLE_MAX_RUNS];
  BfFigureView view;
  Sample sample;
  Svg svg;

  sample_make (&sample, "pair");
  view = sample_view (&sample, &bf_theme_print, runs);
  bytes =
    render ("svg", bf_table_find (&bf_figure_table, "layer-step-map"), &view, 600, 400, &error);
  g_assert_no_error (error);
  parse_svg (bytes, &svg);
  g_assert_cmpuint (svg.n_images, >=, 3);
  g_assert_cmpuint (svg.n_elements, <, 1500);
  g_string_free (svg.title, TRUE);
  sample_clear (&sample);
}

static guint
big_endian (const guchar *bytes)
{
  return (guint) bytes[0] << 24 | (guint) bytes[1] << 16 | (guint) bytes[2] << 8 | bytes[3];
}

/* Pixels as they were asked for; the drawing in them is as large as the resolution says. */
static void
test_png_size (void)
{
  static const struct { BfExportSize size; guint columns, rows; double width; } cases[] = {
    { { 300, 200, BF_UNIT_PX, 96 }, 300, 200, 300 },
    { { 300, 200, BF_UNIT_PX, 192 }, 300, 200, 150 },
    { { 300.4, 200.5, BF_UNIT_PX, 48 }, 300, 201, 600 },
    { { 160, 100, BF_UNIT_MM, 300 }, 1890, 1181, 604.8 },
    { { 25.4, 12.7, BF_UNIT_MM, 1200 }, 1200, 600, 96 },
    { { 254, 127, BF_UNIT_MM, 1 }, 10, 5, 960 },
  };
  const BfExportFormat *png = bf_table_find (&bf_export_format_table, "png");
  BfFigureRun runs[SAMPLE_MAX_RUNS];
  BfFigureView view;
  Sample sample;

  sample_make (&sample, "one-step");
  view = sample_view (&sample, &bf_theme_print, runs);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) bytes = render_at ("png", bf_table_row (&bf_figure_table, 0), &view,
                                            cases[i].size, &error);
      const guchar *data;
      double width, height;

      g_assert_no_error (error);
      data = g_bytes_get_data (bytes, NULL);
      g_assert_true (memcmp (data, "\211PNG", 4) == 0);
      g_assert_cmpuint (big_endian (data + 16), ==, cases[i].columns);
      g_assert_cmpuint (big_endian (data + 20), ==, cases[i].rows);
      bf_export_drawing_size (png, &cases[i].size, &width, &height);
      g_assert_cmpfloat_with_epsilon (width, cases[i].width, 1e-9);
    }
  sample_clear (&sample);
}

/* Drawings are as large as asked for, whatever they are measured in. */
static void
test_svg_size (void)
{
  static const struct { BfUnit unit; const char *text; double width; } cases[] = {
    { BF_UNIT_PX, "width=\"160px\" height=\"120px\" viewBox=\"0 0 160 120\"", 160 },
    { BF_UNIT_MM, "width=\"160mm\" height=\"120mm\" viewBox=\"0 0 160 120\"", 160 * 96 / 25.4 },
  };
  const BfExportFormat *svg = bf_table_find (&bf_export_format_table, "svg");
  BfFigureRun runs[SAMPLE_MAX_RUNS];
  BfFigureView view;
  Sample sample;

  sample_make (&sample, "one-step");
  view = sample_view (&sample, &bf_theme_print, runs);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      BfExportSize size = { 160, 120, cases[i].unit };
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) bytes =
        render_at ("svg", bf_table_row (&bf_figure_table, 0), &view, size, &error);
      double width, height;

      g_assert_no_error (error);
      g_assert_nonnull (g_strstr_len (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                                      cases[i].text));
      bf_export_drawing_size (svg, &size, &width, &height);
      g_assert_cmpfloat_with_epsilon (width, cases[i].width, 1e-9);
    }
  sample_clear (&sample);
}

static void
test_size_limits (void)
{
  static const struct { const char *format; BfExportSize size; } cases[] = {
    { "png", { 0, 100, BF_UNIT_PX, 96 } },
    { "png", { 100, -5, BF_UNIT_PX, 96 } },
    { "png", { 40000, 10, BF_UNIT_PX, 96 } },
    { "png", { 1000, 1000, BF_UNIT_MM, 1200 } },
    { "png", { 20000, 20000, BF_UNIT_PX, 96 } },
    { "png", { 100, 100, BF_UNIT_PX, 0 } },
    { "png", { 100, 100, BF_UNIT_PX, 1201 } },
    { "png", { 100, 100, BF_UNIT_PX, 0.0 / 0.0 } },
    { "png", { 1e300, 1, BF_UNIT_MM, 96 } },
    { "png", { 0.0 / 0.0, 100, BF_UNIT_PX, 96 } },
    { "svg", { 0, 0, BF_UNIT_PX } },
    { "svg", { 20000, 10, BF_UNIT_PX } },
    { "svg", { 100, 0.0 / 0.0, BF_UNIT_PX } },
    { "pdf", { 10, 1e9, BF_UNIT_PX } },
    { "pdf", { 0.5, 100, BF_UNIT_PX } },
    { "pdf", { 100, 5081, BF_UNIT_MM } },
  };
  BfFigureRun runs[SAMPLE_MAX_RUNS];
  BfFigureView view;
  Sample sample;

  sample_make (&sample, "one-step");
  view = sample_view (&sample, &bf_theme_print, runs);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) bytes = render_at (cases[i].format, bf_table_row (&bf_figure_table, 0),
                                            &view, cases[i].size, &error);

      g_assert_error (error, BF_EXPORT_ERROR, BF_EXPORT_ERROR_SIZE);
      g_assert_null (bytes);
    }
  sample_clear (&sample);
}

/* A place that cannot be written is said, and nothing is left there; a file that could be is
 * replaced whole. */
static void
test_writing (void)
{
  g_autofree char *missing = g_build_filename (folder, "no", "such", "folder.svg", NULL);
  g_autofree char *good = g_build_filename (folder, "good.svg", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  BfFigureRun runs[SAMPLE_MAX_RUNS];
  BfFigureView view;
  Sample sample;

  sample_make (&sample, "one-step");
  view = sample_view (&sample, &bf_theme_print, runs);
  g_assert_false (write_figure (&view, "svg", 300, 200, missing, &error));
  g_assert_nonnull (error);
  g_assert_cmpuint (error->domain, !=, BF_EXPORT_ERROR);
  g_assert_false (g_file_test (missing, G_FILE_TEST_EXISTS));
  g_clear_error (&error);

  g_assert_true (g_file_set_contents (good, "old", -1, NULL));
  g_assert_false (write_figure (&view, "svg", 0, 0, good, &error));
  g_clear_error (&error);
  g_assert_true (g_file_get_contents (good, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "old");
  g_clear_pointer (&text, g_free);

  g_assert_true (write_figure (&view, "svg", 300, 200, good, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (good, &text, NULL, NULL));
  g_assert_true (g_str_has_suffix (text, "</svg>\n"));
  sample_clear (&sample);
}

/* All figures of an experiment: each once, as wide as asked for, with a name of its own. */
static void
test_all (void)
{
  const BfExportSize size = { 400, 0, BF_UNIT_PX, 96 };
  BfFigureRun runs[SAMPLE_MAX_RUNS];
  BfFigureView view;
  Sample sample;

  sample_make (&sample, "recurrent");
  view = sample_view (&sample, &bf_theme_print, runs);
  for (guint i = 0; i < bf_export_format_table.n_rows; i++)
    {
      const BfExportFormat *format = bf_table_row (&bf_export_format_table, i);
      g_autoptr (GError) error = NULL;

      g_assert_true (bf_figures_export (&view, &bf_theme_print, format, &size, folder, &error));
      g_assert_no_error (error);
      for (guint j = 0; j < bf_figure_table.n_rows; j++)
        {
          const BfFigure *figure = bf_table_row (&bf_figure_table, j);
          g_autofree char *path = bf_figure_file_name (figure, format, folder);
          g_autofree char *data = NULL;

          g_assert_true (g_str_has_suffix (path, format->extension));
          if (figure->applies != NULL && !figure->applies (&view))
            continue;
          g_assert_true (g_file_get_contents (path, &data, NULL, NULL));
          if (!format->is_image)
            continue;
          g_assert_cmpuint (big_endian ((guchar *) data + 16), ==, 400);
          g_assert_cmpuint (big_endian ((guchar *) data + 20), ==, lround (400 / figure->aspect));
        }
    }
  sample_clear (&sample);
}

static void
remove_folder (void)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_remove (path);
    }
  g_rmdir (folder);
  g_free (folder);
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("backflow-export-XXXXXX", NULL);
  for (guint i = 0; i < n_samples; i++)
    {
      g_autofree char *path = g_strdup_printf ("/export/sample/%s", samples[i].name);
      g_test_add_data_func (path, &samples[i], test_sample);
    }
  g_test_add_func ("/export/reproducible", test_reproducible);
  g_test_add_func ("/export/pdf-text", test_pdf_text);
  g_test_add_func ("/export/svg-escapes", test_svg_escapes);
  g_test_add_func ("/export/map-is-image", test_map_is_image);
  g_test_add_func ("/export/png-size", test_png_size);
  g_test_add_func ("/export/svg-size", test_svg_size);
  g_test_add_func ("/export/all", test_all);
  g_test_add_func ("/export/size-limits", test_size_limits);
  g_test_add_func ("/export/writing", test_writing);
  status = g_test_run ();
  remove_folder ();
  return status;
}
