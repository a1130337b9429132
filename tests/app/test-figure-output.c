/* A figure's numbers as a table, and what goes to the clipboard and on paper. */
#include "small.h"

#include <adwaita.h>
#include <string.h>

#include "app/figure-area.h"
#include "app/figure-print.h"
#include "app/figure-table.h"
#include "app/sheet-model.h"

#define STEPS 30

typedef struct {
  BfSession *session;
  BfFigureArea *area;
  BfFigureTable *table;
  GtkWidget *window;
} Fixture;

static gboolean
is_shown (gpointer widget)
{
  return gtk_widget_get_mapped (widget) && gtk_widget_get_width (widget) > 0;
}

static void
train (Fixture *fixture)
{
  bf_session_run (fixture->session);
  small_wait_for_state (fixture->session, BF_TRAINER_FINISHED);
}

static void
set_up (Fixture *fixture, gconstpointer figure)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  fixture->session = bf_session_new ();
  small_experiment (fixture->session, 2, STEPS);
  fixture->area = g_object_new (BF_TYPE_FIGURE_AREA, "width-request", 500, "height-request", 300, NULL);
  bf_figure_area_set_session (fixture->area, fixture->session);
  bf_figure_area_set_figure (fixture->area, bf_table_find (&bf_figure_table, figure));
  fixture->table = g_object_new (BF_TYPE_FIGURE_TABLE, "height-request", 300, NULL);
  bf_figure_table_set_area (fixture->table, fixture->area);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (fixture->area));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (fixture->table));
  fixture->window = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (fixture->window), box);
  gtk_window_present (GTK_WINDOW (fixture->window));
  small_wait (is_shown, fixture->table);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gpointer area = fixture->area, table = fixture->table;

  g_object_add_weak_pointer (G_OBJECT (fixture->area), &area);
  g_object_add_weak_pointer (G_OBJECT (fixture->table), &table);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_assert_null (table);
  g_assert_null (area);
  g_assert_finalize_object (fixture->session);
}

/* All labels under @widget with this text. */
static guint
count_labels (GtkWidget *widget, const char *text)
{
  guint n = GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget)
            && g_str_equal (gtk_label_get_label (GTK_LABEL (widget)), text);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += count_labels (child, text);
  return n;
}

typedef struct {
  Fixture *fixture;
  guint rows;
} Wanted;

static gboolean
has_rows (gpointer data)
{
  Wanted *wanted = data;

  return g_list_model_get_n_items (bf_figure_table_get_rows (wanted->fixture->table)) == wanted->rows;
}

static void
wait_for_rows (Fixture *fixture, guint rows)
{
  small_wait (has_rows, &(Wanted) { fixture, rows });
}

static gboolean
is_seen (gpointer data)
{
  gpointer *table_and_text = data;

  return count_labels (table_and_text[0], table_and_text[1]) > 0;
}

/* The numbers are the record's, and are seen. */
static void
test_table (Fixture *fixture, gconstpointer data)
{
  gpointer title[] = { fixture->table, (gpointer) "Small 2" }, cell[] = { fixture->table, NULL };
  BfRecord *record;

  wait_for_rows (fixture, 0);
  train (fixture);
  record = bf_session_record (fixture->session, 1);
  wait_for_rows (fixture, bf_record_n_layers (record));
  small_wait (is_seen, title);
  for (guint layer = 0; layer < bf_record_n_layers (record); layer++)
    {
      g_autoptr (BfSheetRow) row =
        g_list_model_get_item (bf_figure_table_get_rows (fixture->table), layer);
      double value = bf_record_layer (record, bf_record_n_rows (record) - 1, layer,
                                      BF_ACTIVATION_GRADIENT_RMS);
      char number[G_ASCII_DTOSTR_BUF_SIZE];

      bf_sheet_row_format (row, 0, number, sizeof number);
      g_assert_cmpuint (g_ascii_strtoull (number, NULL, 10), ==, layer + 1);
      bf_sheet_row_format (row, 2, number, sizeof number);
      g_assert_cmpfloat ((float) g_ascii_strtod (number, NULL), ==, (float) value);
      cell[1] = number;
      small_wait (is_seen, cell);
    }
}

/* What is selected stays, and what is seen changes, when the numbers do. */
static void
test_table_follows (Fixture *fixture, gconstpointer data)
{
  gpointer cell[] = { fixture->table, NULL };
  g_autoptr (BfSheetRow) row = NULL;
  char before[G_ASCII_DTOSTR_BUF_SIZE], after[G_ASCII_DTOSTR_BUF_SIZE];

  train (fixture);
  wait_for_rows (fixture, 3);
  row = g_list_model_get_item (bf_figure_table_get_rows (fixture->table), 1);
  bf_sheet_row_format (row, 1, before, sizeof before);
  bf_figure_area_set_step (fixture->area, 2);
  do
    {
      g_main_context_iteration (NULL, TRUE);
      bf_sheet_row_format (row, 1, after, sizeof after);
    }
  while (g_str_equal (before, after));
  cell[1] = after;
  small_wait (is_seen, cell);
  bf_figure_area_set_figure (fixture->area, bf_table_find (&bf_figure_table, "training"));
  wait_for_rows (fixture, STEPS);
  bf_figure_area_set_figure (fixture->area, bf_table_find (&bf_figure_table, "layer-step-map"));
  wait_for_rows (fixture, STEPS * 3);
  bf_session_reset (fixture->session);
  wait_for_rows (fixture, 0);
  bf_sheet_row_format (row, 1, after, sizeof after);   /* outlived its numbers */
  g_assert_cmpstr (after, ==, "");
}

static void
test_model (void)
{
  const char *const titles[] = { "x", "y", NULL };
  g_autoptr (BfSheetModel) model = bf_sheet_model_new ();
  BfSheet *sheet = bf_sheet_new (titles);
  g_autoptr (BfSheetRow) row = NULL;
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (model)), ==, 0);
  bf_sheet_set (sheet, bf_sheet_add_row (sheet), 1, 0.1);
  bf_sheet_model_set_sheet (model, sheet);
  row = g_list_model_get_item (G_LIST_MODEL (model), 0);
  bf_sheet_row_format (row, 0, text, sizeof text);
  g_assert_cmpstr (text, ==, "");
  bf_sheet_row_format (row, 1, text, sizeof text);
  g_assert_cmpstr (text, ==, "0.1");
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (model), 1));
}

static void
message_cb (BfFigureArea *area, const char *text, char **said)
{
  g_free (*said);
  *said = g_strdup (text);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer done)
{
  g_autoptr (GError) error = NULL;

  gdk_content_provider_write_mime_type_finish (GDK_CONTENT_PROVIDER (source), result, &error);
  g_assert_no_error (error);
  *(gboolean *) done = TRUE;
}

static gboolean
is_true (gpointer done)
{
  return *(gboolean *) done;
}

/* What the clipboard holds of a type. */
static GBytes *
pasted (Fixture *fixture, const char *mime_type)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (fixture->area));
  GdkContentProvider *content = gdk_clipboard_get_content (clipboard);
  g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();
  gboolean done = FALSE;

  g_assert_nonnull (content);
  gdk_content_provider_write_mime_type_async (content, mime_type, stream, 0, NULL, written_cb, &done);
  small_wait (is_true, &done);
  g_assert_true (g_output_stream_close (stream, NULL, NULL));
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (stream));
}

static void
assert_begins (GBytes *bytes, const char *magic)
{
  g_assert_cmpuint (g_bytes_get_size (bytes), >, 1000);
  g_assert_true (memcmp (g_bytes_get_data (bytes, NULL), magic, strlen (magic)) == 0);
}

static void
test_copy_image (Fixture *fixture, gconstpointer data)
{
  g_autofree char *said = NULL;
  g_autoptr (GBytes) png = NULL, svg = NULL;
  g_autoptr (GdkTexture) texture = NULL;

  g_signal_connect (fixture->area, "message", G_CALLBACK (message_cb), &said);
  train (fixture);
  g_action_group_activate_action (bf_figure_area_get_actions (fixture->area), "copy-image", NULL);
  g_assert_cmpstr (said, ==, "Image copied");
  png = pasted (fixture, "image/png");
  svg = pasted (fixture, "image/svg+xml");
  assert_begins (png, "\x89PNG");
  assert_begins (svg, "<?xml");
  texture = gdk_texture_new_from_bytes (png, NULL);
  g_assert_cmpint (gdk_texture_get_width (texture), ==,
                   2 * gtk_widget_get_width (GTK_WIDGET (fixture->area)));
}

static void
text_cb (GObject *source, GAsyncResult *result, gpointer text)
{
  *(char **) text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

static gboolean
is_set (gpointer pointer)
{
  return *(gpointer *) pointer != NULL;
}

static void
test_copy_data (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BfSheet) sheet = NULL;
  g_autoptr (GString) csv = NULL, tsv = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *text = NULL;

  train (fixture);
  sheet = bf_figure_area_new_sheet (fixture->area);
  csv = bf_sheet_to_csv (sheet);
  tsv = bf_sheet_to_tsv (sheet);
  bf_figure_area_copy_data (fixture->area);
  bytes = pasted (fixture, "text/csv");
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), csv->str, csv->len);
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (fixture->area)), NULL, text_cb,
                                 &text);
  small_wait (is_set, &text);
  g_assert_cmpstr (text, ==, tsv->str);
  g_assert_true (g_str_has_prefix (text, "Layer\tSmall 1\tSmall 2\tSmall 1: predicted\t"));
}

static guint
count_pages (const char *path)
{
  g_autofree char *pdf = NULL;
  gsize length;
  guint n = 0;

  g_assert_true (g_file_get_contents (path, &pdf, &length, NULL));
  g_assert_true (g_str_has_prefix (pdf, "%PDF"));
  for (gsize i = 0; i + 12 < length; i++)
    n += memcmp (pdf + i, "/Type /Page", 11) == 0 && pdf[i + 11] != 's';
  return n;
}

/* One figure a page, as they are shown. */
static void
test_print (Fixture *fixture, gconstpointer data)
{
  char *folder = small_folder_new ();
  g_autofree char *path = g_build_filename (folder, "figures.pdf", NULL);
  g_autoptr (GtkPrintOperation) operation = NULL;
  g_autoptr (GPtrArray) figures = NULL;
  g_autoptr (GError) error = NULL;
  BfFigureView view;

  train (fixture);
  bf_figure_area_set_hidden (fixture->area, 1, TRUE);
  bf_figure_area_get_view (fixture->area, &view);
  view.on_demand = FALSE;
  figures = bf_figures_that_apply (&view);
  operation = bf_figure_print_new (fixture->area);
  gtk_print_operation_set_export_filename (operation, path);
  gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_EXPORT,
                           GTK_WINDOW (fixture->window), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count_pages (path), ==, figures->len);
  small_folder_free (folder);
}

/* A print may outlive its window. */
static void
test_print_left_over (Fixture *fixture, gconstpointer data)
{
  char *folder = small_folder_new ();
  g_autofree char *path = g_build_filename (folder, "figures.pdf", NULL);
  g_autoptr (GtkPrintOperation) operation = NULL;

  train (fixture);
  operation = bf_figure_print_new (fixture->area);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  bf_session_add (fixture->session);   /* nobody listens */
  gtk_print_operation_set_export_filename (operation, path);
  gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_EXPORT, NULL, NULL);
  g_clear_object (&operation);
  small_folder_free (folder);
  g_assert_finalize_object (fixture->session);
  set_up (fixture, data);   /* for the end of the test */
}

/* Each figure as it was left. */
static void
test_view_of_another (Fixture *fixture, gconstpointer data)
{
  const BfFigure *map = bf_table_find (&bf_figure_table, "layer-step-map");
  g_autofree BfFigureRun *runs = NULL, *shown = NULL;
  BfFigureView view;

  train (fixture);
  bf_figure_area_zoom_in (fixture->area);
  bf_figure_area_set_hidden (fixture->area, 0, TRUE);
  runs = bf_figure_area_new_view (fixture->area, map, &bf_theme_print, &view);
  g_assert_false (view.zoom_x.set);
  g_assert_true (view.runs[0].hidden);
  shown = bf_figure_area_new_view (fixture->area, bf_figure_area_get_figure (fixture->area),
                                   &bf_theme_print, &view);
  g_assert_true (view.zoom_x.set);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();

#define ADD(name, function) \
  g_test_add ("/figure-output/" name, Fixture, "gradient-by-layer", set_up, function, tear_down)
  ADD ("table", test_table);
  ADD ("table-follows", test_table_follows);
  ADD ("copy-image", test_copy_image);
  ADD ("copy-data", test_copy_data);
  ADD ("print", test_print);
  ADD ("print-left-over", test_print_left_over);
  ADD ("view-of-another", test_view_of_another);
  g_test_add_func ("/figure-output/model", test_model);
  return g_test_run ();
}
