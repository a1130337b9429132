/* What files say of the figure in them, read back as others would read it. */
#include "config.h"

#include <string.h>
#include <unistd.h>

#include "experiment/file.h"
#include "figure/export.h"
#include "figure/scene.h"
#include "test-samples.h"

#define TITLE "Süß & <scharf>"

static BfFigureRun runs[SAMPLE_MAX_RUNS];

static BfFigureView
make (Sample *sample, const char *name)
{
  BfFigureView view;

  sample_make (sample, name);
  view = sample_view (sample, &bf_theme_print, runs);
  view.title = TITLE;
  view.step = 17;
  sample->configurations[0]->seed = 4711;
  return view;
}

static GBytes *
render_at (const BfFigureView *view, const char *figure, const char *format, BfExportSize size)
{
  const BfExportFormat *row = bf_table_find (&bf_export_format_table, format);
  g_autoptr (GError) error = NULL;
  BfExport export = { bf_table_find (&bf_figure_table, figure), view, &bf_theme_print,
                      size };
  GBytes *bytes = row->render (&export, &error);

  g_assert_no_error (error);
  return bytes;
}

static GBytes *
render (const BfFigureView *view, const char *figure, const char *format)
{
  return render_at (view, figure, format, (BfExportSize) { 300, 200, BF_UNIT_PX, 300 });
}

/* The text is an experiment file of what the view shows: nothing is lost on the way. */
static void
assert_experiment (const char *text, const BfFigureView *view)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BfExperiment) experiment = bf_experiment_from_data (text, strlen (text), &error);

  g_assert_no_error (error);
  g_assert_null (strchr (text, '\n'));
  g_assert_cmpstr (experiment->title, ==, view->title);
  g_assert_cmpuint (bf_experiment_n (experiment), ==, view->n_runs);
  for (guint i = 0; i < view->n_runs; i++)
    g_assert_true (bf_configuration_equal (bf_experiment_configuration (experiment, i),
                                           view->runs[i].configuration));
}

static guint32
big_endian (const guint8 *bytes)
{
  return (guint32) bytes[0] << 24 | (guint32) bytes[1] << 16 | (guint32) bytes[2] << 8 | bytes[3];
}

/* By the table of the standard's annex D, so not as the program does it. */
static guint32
checksum (const guint8 *data, gsize length)
{
  guint32 table[256], crc = 0xffffffff;

  for (guint32 i = 0; i < 256; i++)
    {
      table[i] = i;
      for (int bit = 0; bit < 8; bit++)
        table[i] = table[i] & 1 ? 0xedb88320 ^ table[i] >> 1 : table[i] >> 1;
    }
  for (gsize i = 0; i < length; i++)
    crc = table[(crc ^ data[i]) & 0xff] ^ crc >> 8;
  return crc ^ 0xffffffff;
}

typedef struct {
  GHashTable *texts;       /* keyword -> text */
  GString *order;          /* names of chunks, each once in a row */
  guint32 per_metre[2];
} Png;

static void
read_chunk (Png *png, const char *name, const guint8 *data, guint32 length)
{
  if (!g_str_has_suffix (png->order->str, name))
    g_string_append_printf (png->order, " %s", name);
  if (strcmp (name, "tEXt") == 0 || strcmp (name, "iTXt") == 0)
    {
      gsize keyword = strlen ((const char *) data), start = keyword + 1;
      char *text;

      if (name[0] == 'i')
        {
          g_assert_cmpmem (data + start, 4, "\0\0\0", 4);
          start += 4;
        }
      text = g_strndup ((const char *) data + start, length - start);
      g_assert_true (g_utf8_validate (text, -1, NULL));
      g_assert_true (name[0] == 'i' || g_str_is_ascii (text));
      g_assert_true (g_hash_table_insert (png->texts, g_strndup ((const char *) data, keyword), text));
    }
  if (strcmp (name, "pHYs") == 0)
    {
      g_assert_cmpuint (length, ==, 9);
      png->per_metre[0] = big_endian (data);
      png->per_metre[1] = big_endian (data + 4);
      g_assert_cmpuint (data[8], ==, 1);
    }
}

/* Every chunk's checksum is right, and nothing is left behind the last. */
static void
read_png (GBytes *bytes, Png *png)
{
  gsize length, at = 8;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  *png = (Png) { g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free),
                 g_string_new (NULL) };
  while (at < length)
    {
      guint32 size = big_endian (data + at);
      g_autofree char *name = g_strndup ((const char *) data + at + 4, 4);

      g_assert_cmpuint (at + 12 + size, <=, length);
      g_assert_cmphex (checksum (data + at + 4, size + 4), ==, big_endian (data + at + 8 + size));
      read_chunk (png, name, data + at + 8, size);
      at += 12 + size;
    }
  g_assert_cmpuint (at, ==, length);
  g_assert_true (g_str_has_prefix (png->order->str, " IHDR pHYs"));
  g_assert_true (g_str_has_suffix (png->order->str, " IDAT IEND"));
}

static void
png_clear (Png *png)
{
  g_hash_table_unref (png->texts);
  g_string_free (png->order, TRUE);
}

static void
test_png (gconstpointer data)
{
  const BfFigure *figure = data;
  Sample sample;
  BfFigureView view = make (&sample, "names");
  g_autoptr (GBytes) bytes = render (&view, figure->entry.id, "png");
  g_autofree char *title = g_strdup_printf (TITLE " · %s", figure->entry.name);
  g_autofree char *description = figure->describe (&view);
  Png png;

  read_png (bytes, &png);
  g_assert_cmpstr (g_hash_table_lookup (png.texts, "Title"), ==, title);
  g_assert_cmpstr (g_hash_table_lookup (png.texts, "Description"), ==, description);
  g_assert_cmpstr (g_hash_table_lookup (png.texts, "Step"), ==, "17");
  g_assert_cmpstr (g_hash_table_lookup (png.texts, "Software"), ==, "Backflow " BF_VERSION);
  assert_experiment (g_hash_table_lookup (png.texts, "Experiment"), &view);
  g_assert_cmpuint (png.per_metre[0], ==, 11811);    /* 300 an inch */
  g_assert_cmpuint (png.per_metre[1], ==, 11811);
  png_clear (&png);
  sample_clear (&sample);
}

/* Readers of images read it as before. */
static cairo_status_t
read_cb (void *closure, unsigned char *data, unsigned int length)
{
  GByteArray *rest = closure;

  if (rest->len < length)
    return CAIRO_STATUS_READ_ERROR;
  memcpy (data, rest->data, length);
  g_byte_array_remove_range (rest, 0, length);
  return CAIRO_STATUS_SUCCESS;
}

static void
test_png_reads (void)
{
  Sample sample;
  BfFigureView view = make (&sample, "pair");
  g_autoptr (GBytes) bytes = render (&view, "training", "png");
  g_autoptr (GByteArray) rest = g_byte_array_new ();
  cairo_surface_t *surface;

  g_byte_array_append (rest, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  surface = cairo_image_surface_create_from_png_stream (read_cb, rest);
  g_assert_cmpint (cairo_surface_status (surface), ==, CAIRO_STATUS_SUCCESS);
  g_assert_cmpint (cairo_image_surface_get_width (surface), ==, 300);
  cairo_surface_destroy (surface);
  sample_clear (&sample);
}

/* What the elements and attributes of an SVG hold. */
typedef struct {
  GString *texts[3];       /* title, desc, metadata */
  int inside;
  char *step, *program;
} Svg;

static const char *const elements[] = { "title", "desc", "backflow:figure" };

static void
start_cb (GMarkupParseContext *context, const char *name, const char **names, const char **values,
          gpointer data, GError **error)
{
  Svg *svg = data;

  svg->inside = -1;
  for (guint i = 0; i < G_N_ELEMENTS (elements); i++)
    if (strcmp (name, elements[i]) == 0)
      svg->inside = i;
  for (guint i = 0; svg->inside == 2 && names[i] != NULL; i++)
    {
      if (strcmp (names[i], "step") == 0)
        svg->step = g_strdup (values[i]);
      if (strcmp (names[i], "program") == 0)
        svg->program = g_strdup (values[i]);
    }
}

static void
end_cb (GMarkupParseContext *context, const char *name, gpointer data, GError **error)
{
  ((Svg *) data)->inside = -1;
}

static void
text_cb (GMarkupParseContext *context, const char *text, gsize length, gpointer data,
         GError **error)
{
  Svg *svg = data;

  if (svg->inside >= 0)
    g_string_append_len (svg->texts[svg->inside], text, length);
}

static void
test_svg (gconstpointer data)
{
  static const GMarkupParser parser = { start_cb, end_cb, text_cb };
  const BfFigure *figure = data;
  Svg svg = { { g_string_new (NULL), g_string_new (NULL), g_string_new (NULL) }, -1 };
  Sample sample;
  BfFigureView view = make (&sample, "names");
  g_autoptr (GBytes) bytes = render (&view, figure->entry.id, "svg");
  g_autoptr (GMarkupParseContext) context = g_markup_parse_context_new (&parser, 0, &svg, NULL);
  g_autofree char *title = g_strdup_printf (TITLE " · %s", figure->entry.name);
  g_autofree char *description = g_strdelimit (figure->describe (&view), "\n", ' ');
  g_autoptr (GError) error = NULL;

  g_markup_parse_context_parse (context, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                                &error);
  g_assert_no_error (error);
  g_assert_cmpstr (svg.texts[0]->str, ==, title);
  g_assert_cmpstr (svg.texts[1]->str, ==, description);
  assert_experiment (svg.texts[2]->str, &view);
  g_assert_cmpstr (svg.step, ==, "17");
  g_assert_cmpstr (svg.program, ==, "Backflow " BF_VERSION);
  for (guint i = 0; i < G_N_ELEMENTS (svg.texts); i++)
    g_string_free (svg.texts[i], TRUE);
  g_free (svg.step);
  g_free (svg.program);
  sample_clear (&sample);
}

/* What a program says of a file with @bytes; NULL and the test is skipped if it is not there. */
static char *
ask (const char *name, const char *const *arguments, GBytes *bytes)
{
  g_autofree char *program = g_find_program_in_path (name);
  g_autofree char *path = NULL;
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  char *output = NULL;
  int status;

  if (program == NULL)
    {
      g_autofree char *reason = g_strconcat (name, " is not installed", NULL);
      g_test_skip (reason);
      return NULL;
    }
  close (g_file_open_tmp ("backflow-XXXXXX", &path, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_set_contents (path, g_bytes_get_data (bytes, NULL),
                                      g_bytes_get_size (bytes), NULL));
  g_ptr_array_add (argv, program);
  for (guint i = 0; arguments[i] != NULL; i++)
    g_ptr_array_add (argv, (gpointer) arguments[i]);
  g_ptr_array_add (argv, path);
  g_ptr_array_add (argv, NULL);
  g_assert_true (g_spawn_sync (NULL, (char **) argv->pdata, NULL, 0, NULL, NULL, &output, NULL,
                               &status, &error));
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, &error));
  g_assert_no_error (error);
  unlink (path);
  return output;
}

/* The line of pdfinfo that begins with @key. */
static char *
line_of (const char *output, const char *key)
{
  g_auto (GStrv) lines = g_strsplit (output, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    if (g_str_has_prefix (lines[i], key))
      return g_strdup (g_strstrip (lines[i] + strlen (key)));
  return NULL;
}

static void
test_pdf (gconstpointer data)
{
  static const char *const nothing[] = { NULL };
  const BfFigure *figure = data;
  Sample sample;
  BfFigureView view = make (&sample, "pair");
  g_autoptr (GBytes) bytes = render (&view, figure->entry.id, "pdf");
  g_autofree char *output = ask ("pdfinfo", nothing, bytes);
  g_autofree char *wanted = g_strdup_printf (TITLE " · %s", figure->entry.name);

  if (output != NULL)
    {
      g_autofree char *title = line_of (output, "Title:");
      g_autofree char *subject = line_of (output, "Subject:");
      g_autofree char *keywords = line_of (output, "Keywords:");
      g_autofree char *creator = line_of (output, "Creator:");
      g_autofree char *pages = line_of (output, "Pages:");

      g_assert_cmpstr (title, ==, wanted);
      g_assert_true (g_str_has_suffix (subject, "(step 17)"));
      g_assert_cmpstr (creator, ==, "Backflow " BF_VERSION);
      g_assert_cmpstr (pages, ==, "1");
      assert_experiment (keywords, &view);
    }
  sample_clear (&sample);
}

/* Pages are as large as asked for, in points or in millimetres. */
static void
test_pdf_size (void)
{
  static const char *const nothing[] = { NULL };
  static const struct { BfExportSize size; const char *text; } cases[] = {
    { { 160, 120, BF_UNIT_PX }, "160 x 120 pts" },
    { { 160, 120, BF_UNIT_MM }, "453.543 x 340.157 pts" },
    { { 297, 210, BF_UNIT_MM }, "841.89 x 595.276 pts (A4)" },
  };
  Sample sample;
  BfFigureView view = make (&sample, "one-step");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) bytes = render_at (&view, "training", "pdf", cases[i].size);
      g_autofree char *output = ask ("pdfinfo", nothing, bytes);
      g_autofree char *size = output != NULL ? line_of (output, "Page size:") : NULL;

      if (size != NULL)
        g_assert_cmpstr (size, ==, cases[i].text);
    }
  sample_clear (&sample);
}

/* Other programs read the shapes: every figure of hard series too. */
static void
test_readers (gconstpointer data)
{
  static const char *const to_png[] = { "--format", "png", NULL };
  static const char *const check[] = { "--noout", NULL };
  static const char *const hard[] = { "pair", "mixed", "extreme", "recurrent-mixed" };
  const BfFigure *figure = data;

  for (guint i = 0; i < G_N_ELEMENTS (hard); i++)
    {
      Sample sample;
      BfFigureView view = make (&sample, hard[i]);
      g_autoptr (GBytes) svg = render (&view, figure->entry.id, "svg");

      g_free (ask ("xmllint", check, svg));
      g_free (ask ("rsvg-convert", to_png, svg));
      sample_clear (&sample);
    }
}

/* A table is exactly what is drawn: each number of the record as it is, each place once. */
static void
test_csv (void)
{
  Sample sample;
  BfFigureView view = make (&sample, "mixed");
  g_autoptr (GBytes) bytes = render (&view, "gradient-by-layer", "csv");
  g_autofree char *text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  guint n_layers = bf_record_n_layers (sample.records[0]);

  g_assert_cmpstr (lines[0], ==, "Layer,Dies (diverged at step 160),Lives");
  g_assert_cmpuint (g_strv_length (lines), ==, n_layers + 2);
  for (guint layer = 0; layer < n_layers; layer++)
    {
      g_auto (GStrv) cells = g_strsplit (lines[layer + 1], ",", -1);

      g_assert_cmpuint (g_ascii_strtoull (cells[0], NULL, 10), ==, layer + 1);
      for (guint i = 0; i < 2; i++)
        g_assert_cmpfloat (g_ascii_strtod (cells[i + 1], NULL), ==,
                           bf_record_layer (sample.records[i],
                                            bf_record_row_at (sample.records[i], 17), layer,
                                            view.measure));
    }
  sample_clear (&sample);
}

/* What has no number is written as in the program's other tables. */
static void
test_csv_classes (void)
{
  Sample sample;
  BfFigureView view = make (&sample, "mixed");
  g_autoptr (GBytes) bytes = NULL;
  const char *text;

  view.step = 150;
  bytes = render (&view, "gradient-by-layer", "csv");
  text = g_bytes_get_data (bytes, NULL);
  g_assert_nonnull (g_strstr_len (text, g_bytes_get_size (bytes), "\n1,0,"));
  g_assert_nonnull (g_strstr_len (text, g_bytes_get_size (bytes), "\n11,Infinity,"));
  g_assert_nonnull (g_strstr_len (text, g_bytes_get_size (bytes), "\n13,NaN,"));
  sample_clear (&sample);
}

static const struct { const char *name; GTestDataFunc function; } tests[] = {
  { "png", test_png }, { "svg", test_svg }, { "pdf", test_pdf }, { "readers", test_readers },
};

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < bf_figure_table.n_rows; i++)
    for (guint j = 0; j < G_N_ELEMENTS (tests); j++)
      {
        const BfFigure *figure = bf_table_row (&bf_figure_table, i);
        g_autofree char *path = g_strdup_printf ("/metadata/%s/%s", tests[j].name,
                                                 figure->entry.id);
        g_test_add_data_func (path, figure, tests[j].function);
      }
  g_test_add_func ("/metadata/png-reads", test_png_reads);
  g_test_add_func ("/metadata/pdf-size", test_pdf_size);
  g_test_add_func ("/csv/exact", test_csv);
  g_test_add_func ("/csv/classes", test_csv_classes);
  return g_test_run ();
}
