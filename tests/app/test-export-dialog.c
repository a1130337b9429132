/* The export dialog: what it offers, and what it writes. */
#include <string.h>

#include "app/export-choice.h"
#include "app/export-dialog.h"
#include "small.h"

#define STEPS 12

typedef struct {
  GtkWindow *window;
  BfSession *session;
  BfFigureArea *area;
  BfExportDialog *dialog;
  char *folder;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->session = bf_session_new ();
  small_experiment (fixture->session, 2, STEPS);
  bf_session_run (fixture->session);
  small_wait_for_state (fixture->session, BF_TRAINER_FINISHED);
  fixture->area = g_object_new (BF_TYPE_FIGURE_AREA, NULL);
  bf_figure_area_set_session (fixture->area, fixture->session);
  fixture->window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_child (fixture->window, GTK_WIDGET (fixture->area));
  fixture->dialog = g_object_ref_sink (
    bf_export_dialog_new (fixture->window, fixture->session, fixture->area));
  fixture->folder = small_folder_new ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->dialog));
  g_assert_finalize_object (fixture->dialog);
  gtk_window_destroy (fixture->window);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_object_unref (fixture->session);
  small_folder_free (fixture->folder);
}

static gpointer
child (Fixture *fixture, const char *name)
{
  return gtk_widget_get_template_child (GTK_WIDGET (fixture->dialog), BF_TYPE_EXPORT_DIALOG, name);
}

static void
choose (Fixture *fixture, const char *row, guint index)
{
  adw_combo_row_set_selected (child (fixture, row), index);
}

static void
choose_format (Fixture *fixture, const char *id)
{
  choose (fixture, "format_row", bf_table_index (&bf_export_format_table,
                                                 bf_table_find (&bf_export_format_table, id)));
}

static double
number (Fixture *fixture, const char *name)
{
  return gtk_spin_button_get_value (child (fixture, name));
}

static const char *
result (Fixture *fixture)
{
  return gtk_label_get_text (child (fixture, "result"));
}

/* The bytes that are written under @name. */
static char *
export (Fixture *fixture, const char *name, gsize *length)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  g_autoptr (GError) error = NULL;
  char *data;

  g_assert_true (bf_export_dialog_export (fixture->dialog, path, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &data, length, NULL));
  return data;
}

/* The drawing stays as large when it is measured or written otherwise. */
static void
test_sizes (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpfloat (number (fixture, "width"), ==, 1920);
  g_assert_cmpfloat (number (fixture, "height"), ==, 1200);
  g_assert_cmpstr (result (fixture), ==, "1920 × 1200 pixels, 254 × 159 mm");
  choose (fixture, "unit_row", BF_UNIT_MM);
  g_assert_cmpfloat_with_epsilon (number (fixture, "width"), 254, 1e-9);
  choose_format (fixture, "svg");
  g_assert_cmpfloat_with_epsilon (number (fixture, "width"), 254, 1e-9);
  g_assert_cmpstr (result (fixture), ==, "254 × 159 mm");
  choose (fixture, "unit_row", BF_UNIT_PX);
  g_assert_cmpfloat_with_epsilon (number (fixture, "width"), 960, 0.5);
  choose_format (fixture, "csv");
  choose_format (fixture, "png");
  g_assert_cmpfloat_with_epsilon (number (fixture, "width"), 1920, 1);
}

/* What has no meaning for a choice is not asked. */
static void
test_rows (Fixture *fixture, gconstpointer data)
{
  static const struct {
    guint scope;
    const char *format;
    gboolean figure, format_row, style, size, height, resolution;
  } cases[] = {
    { BF_EXPORT_ONE, "png", TRUE, TRUE, TRUE, TRUE, TRUE, TRUE },
    { BF_EXPORT_ONE, "svg", TRUE, TRUE, TRUE, TRUE, TRUE, FALSE },
    { BF_EXPORT_ONE, "csv", TRUE, TRUE, FALSE, FALSE, TRUE, FALSE },
    { BF_EXPORT_ALL, "png", FALSE, TRUE, TRUE, TRUE, FALSE, TRUE },
    { BF_EXPORT_ALL, "csv", FALSE, TRUE, FALSE, FALSE, FALSE, FALSE },
    { BF_EXPORT_REPORT, "csv", FALSE, FALSE, TRUE, FALSE, FALSE, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      choose (fixture, "scope_row", cases[i].scope);
      choose_format (fixture, cases[i].format);
      g_assert_true (gtk_widget_get_visible (child (fixture, "figure_row")) == cases[i].figure);
      g_assert_true (gtk_widget_get_visible (child (fixture, "format_row")) == cases[i].format_row);
      g_assert_true (gtk_widget_get_visible (child (fixture, "style_row")) == cases[i].style);
      g_assert_true (gtk_widget_get_visible (child (fixture, "size_group")) == cases[i].size);
      g_assert_true (gtk_widget_get_visible (child (fixture, "height_row")) == cases[i].height);
      g_assert_true (gtk_widget_get_visible (child (fixture, "resolution_row"))
                     == cases[i].resolution);
      g_assert_true (gtk_widget_get_sensitive (child (fixture, "export")));
    }
}

/* A size that cannot be written is said before anything is tried. */
static void
test_too_large (Fixture *fixture, gconstpointer data)
{
  gtk_spin_button_set_value (child (fixture, "width"), 30000);
  gtk_spin_button_set_value (child (fixture, "height"), 30000);
  g_assert_false (gtk_widget_get_sensitive (child (fixture, "export")));
  g_assert_nonnull (strstr (result (fixture), "too large"));
  gtk_spin_button_set_value (child (fixture, "height"), 300);
  g_assert_true (gtk_widget_get_sensitive (child (fixture, "export")));
  choose_format (fixture, "pdf");
  g_assert_cmpfloat (number (fixture, "width"), ==, 15000);
  g_assert_false (gtk_widget_get_sensitive (child (fixture, "export")));
}

static void
test_one_figure (Fixture *fixture, gconstpointer data)
{
  g_autofree char *png = NULL, *svg = NULL, *csv = NULL;
  gsize length;

  png = export (fixture, "a.png", &length);
  g_assert_cmpmem (png + 16, 8, "\0\0\x07\x80\0\0\x04\xb0", 8);
  svg = export (fixture, "a.svg", &length);    /* by its name, and as large */
  g_assert_nonnull (strstr (svg, "width=\"960px\" height=\"600px\""));
  choose_format (fixture, "csv");
  csv = export (fixture, "without", &length);
  g_assert_true (g_str_has_prefix (csv, "Layer,Small 1,Small 2,Small 1: predicted,"));
}

static void
test_all_figures (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  BfFigureView view;

  bf_figure_area_get_view (fixture->area, &view);
  view.on_demand = FALSE;
  choose (fixture, "scope_row", BF_EXPORT_ALL);
  choose_format (fixture, "svg");
  g_assert_true (bf_export_dialog_export (fixture->dialog, fixture->folder, &error));
  g_assert_no_error (error);
  for (guint i = 0; i < bf_figure_table.n_rows; i++)
    {
      const BfFigure *figure = bf_table_row (&bf_figure_table, i);
      g_autofree char *path = bf_figure_file_name (
        figure, bf_table_find (&bf_export_format_table, "svg"), fixture->folder);
      gboolean applies = figure->applies == NULL || figure->applies (&view);

      g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS) == applies);
    }
}

static AdwMessageDialog *
question (Fixture *fixture)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *link = windows; link != NULL; link = link->next)
    if (ADW_IS_MESSAGE_DIALOG (link->data)
        && gtk_window_get_transient_for (link->data) == GTK_WINDOW (fixture->dialog))
      return link->data;
  return NULL;
}

static char *
text_of (Fixture *fixture, const char *name)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  char *text;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return text;
}

/* What is in the folder is replaced only after a question that names it, and only that is named. */
static void
test_asks (Fixture *fixture, gconstpointer data)
{
  g_autofree char *kept = g_build_filename (fixture->folder, "training.svg", NULL);
  g_autofree char *before = NULL, *after = NULL;

  choose (fixture, "scope_row", BF_EXPORT_ALL);
  choose_format (fixture, "svg");
  g_assert_true (g_file_set_contents (kept, "mine", -1, NULL));
  bf_export_dialog_choose (fixture->dialog, fixture->folder);
  g_assert_nonnull (question (fixture));
  g_assert_nonnull (strstr (adw_message_dialog_get_body (question (fixture)), "training.svg"));
  g_assert_null (strstr (adw_message_dialog_get_body (question (fixture)), "network.svg"));
  adw_message_dialog_response (question (fixture), "cancel");
  before = text_of (fixture, "training.svg");
  g_assert_cmpstr (before, ==, "mine");
  gtk_window_destroy (GTK_WINDOW (question (fixture)));

  bf_export_dialog_choose (fixture->dialog, fixture->folder);
  adw_message_dialog_response (question (fixture), "replace");
  after = text_of (fixture, "training.svg");
  g_assert_nonnull (strstr (after, "<svg"));
}

static GBytes *
export_bytes (Fixture *fixture, const char *name)
{
  gsize length;
  char *data = export (fixture, name, &length);

  return g_bytes_new_take (data, length);
}

/* Kinds of axes are each figure's own, in one file and in many. */
static void
test_own_axes (Fixture *fixture, gconstpointer data)
{
  const BfFigure *layers = bf_table_find (&bf_figure_table, "gradient-by-layer");
  const BfFigure *training = bf_table_find (&bf_figure_table, "training");
  g_autofree char *path = g_build_filename (fixture->folder, "gradient-by-layer.png", NULL);
  g_autoptr (GBytes) usual = NULL, same = NULL, linear = NULL, all = NULL;
  gsize length;
  char *written;

  bf_figure_area_set_figure (fixture->area, training);
  choose (fixture, "figure_row", 0);
  usual = export_bytes (fixture, "a.png");
  bf_figure_area_set_axes_of (fixture->area, training, BF_AXIS_DEFAULT, BF_AXIS_LINEAR);
  same = export_bytes (fixture, "b.png");
  g_assert_true (g_bytes_equal (usual, same));
  bf_figure_area_set_axes_of (fixture->area, layers, BF_AXIS_DEFAULT, BF_AXIS_LINEAR);
  linear = export_bytes (fixture, "b.png");
  g_assert_false (g_bytes_equal (usual, linear));
  choose (fixture, "scope_row", BF_EXPORT_ALL);
  bf_export_dialog_choose (fixture->dialog, fixture->folder);
  g_assert_true (g_file_get_contents (path, &written, &length, NULL));
  all = g_bytes_new_take (written, length);
  g_assert_true (g_bytes_equal (all, linear));
}

static void
test_report (Fixture *fixture, gconstpointer data)
{
  g_autofree char *pdf = NULL;
  gsize length;

  choose (fixture, "scope_row", BF_EXPORT_REPORT);
  choose (fixture, "style_row", 1);
  pdf = export (fixture, "all.pdf", &length);
  g_assert_true (g_str_has_prefix (pdf, "%PDF-"));
  g_assert_cmpuint (length, >, 5000);
}

/* What is hidden, zoomed and measured on the screen is so in the file. */
static void
test_as_shown (Fixture *fixture, gconstpointer data)
{
  g_autofree char *csv = NULL;
  gsize length;

  bf_figure_area_set_hidden (fixture->area, 1, TRUE);
  gtk_window_destroy (GTK_WINDOW (fixture->dialog));
  g_object_unref (fixture->dialog);
  fixture->dialog = g_object_ref_sink (
    bf_export_dialog_new (fixture->window, fixture->session, fixture->area));
  csv = export (fixture, "a.csv", &length);
  g_assert_true (g_str_has_prefix (csv, "Layer,Small 1,Small 1: predicted,"));
  g_assert_null (strstr (csv, "Small 2"));
}

/* A figure is not mirrored where the window is: its axes and what is exported stay as they are. */
static void
test_right_to_left (Fixture *fixture, gconstpointer data)
{
  g_autofree char *before = NULL, *after = NULL;
  gsize length_before, length_after;

  before = export (fixture, "a.png", &length_before);
  gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  after = export (fixture, "b.png", &length_after);
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
  g_assert_cmpmem (before, length_before, after, length_after);
}

static const struct {
  const char *name;
  void (*function) (Fixture *, gconstpointer);
} tests[] = {
  { "sizes", test_sizes },
  { "rows", test_rows },
  { "too-large", test_too_large },
  { "one-figure", test_one_figure },
  { "all-figures", test_all_figures },
  { "asks", test_asks },
  { "own-axes", test_own_axes },
  { "report", test_report },
  { "as-shown", test_as_shown },
  { "right-to-left", test_right_to_left },
};

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strconcat ("/export-dialog/", tests[i].name, NULL);
      g_test_add (path, Fixture, NULL, set_up, tests[i].function, tear_down);
    }
  return g_test_run ();
}
