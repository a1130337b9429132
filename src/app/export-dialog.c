#include "config.h"

#include "app/export-dialog.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "app/export-choice.h"

struct _BfExportDialog
{
  AdwWindow parent_instance;

  /* Template widgets */
  GtkDrawingArea *preview;
  GtkLabel *result;
  GtkWidget *export;
  AdwComboRow *scope_row, *figure_row, *format_row, *style_row, *unit_row;
  GtkWidget *size_group, *height_row;
  AdwActionRow *resolution_row;
  GtkSpinButton *width, *height, *resolution;

  /* Owned */
  BfSession *session;
  BfFigureArea *area;
  GtkFileChooserNative *chooser;   /* while it is shown */
  char *folder;                    /* while it is asked whether files in it are to be replaced */

  GPtrArray *figures;              /* rows of bf_figure_table to choose from */

  /* What the area shows; its pointers are not used. */
  BfFigureView view;
  GArray *hidden;                  /* of gboolean, one a run */

  /* What the numbers of the size were given for. */
  const BfExportFormat *size_format;
  BfUnit size_unit;
};

static guint exported_signal;

G_DEFINE_FINAL_TYPE (BfExportDialog, bf_export_dialog, ADW_TYPE_WINDOW)

static const struct {
  const char *name;
  const char *title;               /* of the dialog that asks where to */
  GtkFileChooserAction action;
} scopes[] = {
  [BF_EXPORT_ONE] = { N_("This figure"), N_("Export the Figure"), GTK_FILE_CHOOSER_ACTION_SAVE },
  [BF_EXPORT_ALL] = { N_("All figures"), N_("Export the Figures into a Folder"),
                      GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER },
  [BF_EXPORT_REPORT] = { N_("Report"), N_("Export the Report"), GTK_FILE_CHOOSER_ACTION_SAVE },
};

static const struct { const BfTheme *theme; const char *name; } styles[] = {
  { &bf_theme_light, N_("Light") },
  { &bf_theme_dark, N_("Dark") },
  { &bf_theme_print, N_("Print") },
};

static const char *const units[] = {
  [BF_UNIT_PX] = N_("Pixels"),
  [BF_UNIT_MM] = N_("Millimetres"),
};

static BfExportScope
chosen_scope (BfExportDialog *self)
{
  return adw_combo_row_get_selected (self->scope_row);
}

static const BfFigure *
chosen_figure (BfExportDialog *self)
{
  return g_ptr_array_index (self->figures, adw_combo_row_get_selected (self->figure_row));
}

static const BfExportFormat *
chosen_format (BfExportDialog *self)
{
  return bf_table_row (&bf_export_format_table, adw_combo_row_get_selected (self->format_row));
}

static const BfTheme *
chosen_theme (BfExportDialog *self)
{
  return styles[adw_combo_row_get_selected (self->style_row)].theme;
}

static void
get_choice (BfExportDialog *self, BfExportChoice *choice)
{
  BfExportSize given = { gtk_spin_button_get_value (self->width),
                         gtk_spin_button_get_value (self->height), self->size_unit,
                         gtk_spin_button_get_value (self->resolution) };

  *choice = (BfExportChoice) {
    .scope = chosen_scope (self),
    .session = self->session,
    .figure = chosen_figure (self),
    .format = chosen_format (self),
    .theme = chosen_theme (self),
    .unit = self->size_unit,
    .resolution = given.resolution,
    .area = self->area,
    .view = &self->view,
    .hidden = self->hidden,
  };
  bf_export_drawing_size (self->size_format, &given, &choice->width, &choice->height);
}

/* The picture as it will be, smaller, with an edge that is no part of it. */
static void
draw_preview (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user_data)
{
  BfExportDialog *self = user_data;
  double page_width, page_height, scale;
  BfExportChoice choice;
  GdkRGBA edge;

  get_choice (self, &choice);
  bf_export_choice_page_size (&choice, &page_width, &page_height);
  scale = MIN ((width - 2) / page_width, (height - 2) / page_height);
  if (!isfinite (scale) || scale <= 0)
    return;
  cairo_translate (cr, (width - page_width * scale) / 2, (height - page_height * scale) / 2);
  cairo_save (cr);
  cairo_scale (cr, scale, scale);
  cairo_rectangle (cr, 0, 0, page_width, page_height);
  cairo_clip (cr);
  bf_export_choice_draw (&choice, cr);
  cairo_restore (cr);

  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (area)), &edge);
  edge.alpha = 0.15;
  gdk_cairo_set_source_rgba (cr, &edge);
  cairo_set_line_width (cr, 1);
  cairo_rectangle (cr, -0.5, -0.5, page_width * scale + 1, page_height * scale + 1);
  cairo_stroke (cr);
}

static void
show_rows (BfExportDialog *self)
{
  const BfExportFormat *format = chosen_format (self);
  BfExportScope scope = chosen_scope (self);
  gboolean has_size = scope != BF_EXPORT_REPORT && format->is_picture;

  gtk_widget_set_visible (GTK_WIDGET (self->figure_row), scope == BF_EXPORT_ONE);
  gtk_widget_set_visible (GTK_WIDGET (self->format_row), scope != BF_EXPORT_REPORT);
  gtk_widget_set_visible (GTK_WIDGET (self->style_row), scope == BF_EXPORT_REPORT || format->is_picture);
  gtk_widget_set_visible (self->size_group, has_size);
  gtk_widget_set_visible (self->height_row, scope == BF_EXPORT_ONE);
  gtk_widget_set_visible (GTK_WIDGET (self->resolution_row), format->is_image);
  adw_action_row_set_subtitle (self->resolution_row,
                               self->size_unit == BF_UNIT_PX
                                 ? _("Pixels an inch: more make text larger")
                                 : _("Pixels an inch: more make everything sharper"));
}

static void
update_cb (BfExportDialog *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  BfExportChoice choice;

  if (self->figures == NULL)
    return;
  show_rows (self);
  get_choice (self, &choice);
  text = bf_export_choice_describe (&choice, &error);
  gtk_label_set_text (self->result, error != NULL ? error->message : text);
  if (error != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self->result), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->result), "error");
  gtk_widget_set_sensitive (self->export, error == NULL);
  gtk_widget_queue_draw (GTK_WIDGET (self->preview));
}

static void
set_size (BfExportDialog *self, double width, double height)
{
  guint digits = self->size_unit == BF_UNIT_MM ? 1 : 0;

  gtk_spin_button_set_digits (self->width, digits);
  gtk_spin_button_set_digits (self->height, digits);
  gtk_spin_button_set_value (self->width, width);
  gtk_spin_button_set_value (self->height, height);
}

/* Another format or unit: the numbers change so that the drawing does not. */
static void
size_cb (BfExportDialog *self)
{
  BfExportChoice choice;

  if (self->figures == NULL)
    return;
  get_choice (self, &choice);
  if (choice.format->is_picture)
    {
      BfUnit unit = adw_combo_row_get_selected (self->unit_row);
      BfExportSize size = bf_export_size_of_drawing (choice.format, unit, choice.resolution,
                                                     choice.width, choice.height);

      self->size_format = choice.format;
      self->size_unit = unit;
      set_size (self, size.width, size.height);
    }
  update_cb (self);
}

static void
figure_cb (BfExportDialog *self)
{
  if (self->figures == NULL)
    return;
  gtk_spin_button_set_value (self->height,
                             gtk_spin_button_get_value (self->width) / chosen_figure (self)->aspect);
  update_cb (self);
}

static void
show_error (BfExportDialog *self, const GError *error)
{
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (self), _("The Figure Was Not Exported"),
                                              error->message);

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _("Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
export_to (BfExportDialog *self, const char *path)
{
  g_autoptr (GError) error = NULL;

  if (bf_export_dialog_export (self, path, &error))
    {
      g_signal_emit (self, exported_signal, 0, path);
      gtk_window_close (GTK_WINDOW (self));
    }
  else
    show_error (self, error);
}

static void
replace_response_cb (AdwMessageDialog *dialog, const char *response, BfExportDialog *self)
{
  g_autofree char *folder = g_steal_pointer (&self->folder);

  if (g_strcmp0 (response, "replace") == 0)
    export_to (self, folder);
}

/* Whether it must be asked first: choosers ask for a file, but not for what comes into a folder. */
static gboolean
ask_before (BfExportDialog *self, const char *folder)
{
  g_autofree char *name = g_filename_display_basename (folder), *body = NULL, *names = NULL;
  g_auto (GStrv) existing = NULL;
  BfExportChoice choice;
  GtkWidget *dialog;
  guint n;

  get_choice (self, &choice);
  existing = bf_export_choice_existing (&choice, folder);
  n = g_strv_length (existing);
  if (n == 0)
    return FALSE;
  names = g_strjoinv ("\n", existing);
  body = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "In “%s” there is a file of this name already:\n%s",
                                       "In “%s” there are files of these names already:\n%s", n),
                          name, names);
  g_free (self->folder);
  self->folder = g_strdup (folder);
  dialog = adw_message_dialog_new (GTK_WINDOW (self), _("Replace Files?"), body);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("Cancel"), "replace",
                                    _("Replace"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "replace",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (replace_response_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
  return TRUE;
}

void
bf_export_dialog_choose (BfExportDialog *self, const char *path)
{
  g_return_if_fail (BF_IS_EXPORT_DIALOG (self));
  g_return_if_fail (path != NULL);

  if (!ask_before (self, path))
    export_to (self, path);
}

static void
chooser_response_cb (GtkFileChooserNative *chooser, int response, BfExportDialog *self)
{
  g_autoptr (GFile) file = NULL;
  const char *path = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
  g_clear_object (&self->chooser);
  if (file != NULL)
    path = g_file_peek_path (file);
  if (path != NULL)
    bf_export_dialog_choose (self, path);
}

static char *
suggested_name (BfExportDialog *self)
{
  if (chosen_scope (self) == BF_EXPORT_REPORT)
    return g_strdup ("report.pdf");
  return g_strconcat (chosen_figure (self)->entry.id, ".", chosen_format (self)->extension, NULL);
}

static void
choose_cb (BfExportDialog *self)
{
  BfExportScope scope = chosen_scope (self);
  g_autofree char *name = suggested_name (self);

  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (_(scopes[scope].title), GTK_WINDOW (self),
                                               scopes[scope].action, _("Export"), _("Cancel"));
  if (scopes[scope].action == GTK_FILE_CHOOSER_ACTION_SAVE)
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), name);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (chooser_response_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
bf_export_dialog_dispose (GObject *object)
{
  BfExportDialog *self = BF_EXPORT_DIALOG (object);

  g_clear_object (&self->chooser);
  G_OBJECT_CLASS (bf_export_dialog_parent_class)->dispose (object);
  g_clear_object (&self->session);
  g_clear_object (&self->area);
  g_clear_pointer (&self->folder, g_free);
  g_clear_pointer (&self->figures, g_ptr_array_unref);
  g_clear_pointer (&self->hidden, g_array_unref);
}

static void
bf_export_dialog_class_init (BfExportDialogClass *klass)
{
  static const struct { const char *name; gsize offset; } children[] = {
#define CHILD(name) { #name, G_STRUCT_OFFSET (BfExportDialog, name) }
    CHILD (preview), CHILD (result), CHILD (export), CHILD (scope_row), CHILD (figure_row),
    CHILD (format_row), CHILD (style_row), CHILD (unit_row), CHILD (size_group),
    CHILD (height_row), CHILD (resolution_row), CHILD (width), CHILD (height),
    CHILD (resolution),
#undef CHILD
  };
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bf_export_dialog_dispose;

  exported_signal = g_signal_new ("exported", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/backflow/Backflow/export-dialog.ui");
  for (guint i = 0; i < G_N_ELEMENTS (children); i++)
    gtk_widget_class_bind_template_child_full (widget_class, children[i].name, FALSE,
                                               children[i].offset);
  gtk_widget_class_bind_template_callback (widget_class, update_cb);
  gtk_widget_class_bind_template_callback (widget_class, size_cb);
  gtk_widget_class_bind_template_callback (widget_class, figure_cb);
  gtk_widget_class_bind_template_callback (widget_class, choose_cb);
}

/* @names: of an array of @n, each at @stride bytes from the one before. */
static void
fill_row (AdwComboRow *row, const char *const *names, guint n, gsize stride)
{
  g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);

  for (guint i = 0; i < n; i++)
    gtk_string_list_append (list, _(*(const char *const *) ((const char *) names + i * stride)));
  adw_combo_row_set_model (row, G_LIST_MODEL (list));
}

/* What applies to the runs of @view; selects what @area shows. */
static void
add_figures (BfExportDialog *self, BfFigureArea *area, const BfFigureView *view)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  g_autoptr (GPtrArray) figures = bf_figures_that_apply (view);
  guint shown = 0;

  for (guint i = 0; i < figures->len; i++)
    {
      const BfFigure *figure = g_ptr_array_index (figures, i);
      gtk_string_list_append (names, _(figure->entry.name));
    }
  adw_combo_row_set_model (self->figure_row, G_LIST_MODEL (names));
  g_ptr_array_find (figures, bf_figure_area_get_figure (area), &shown);
  adw_combo_row_set_selected (self->figure_row, shown);
  self->figures = g_steal_pointer (&figures);   /* from here on the rows' changes count */
}

static void
bf_export_dialog_init (BfExportDialog *self)
{
  const BfExportFormat *formats = bf_export_format_table.rows;

  gtk_widget_init_template (GTK_WIDGET (self));
  self->hidden = g_array_new (FALSE, FALSE, sizeof (gboolean));
  self->size_format = formats;
  fill_row (self->scope_row, &scopes[0].name, G_N_ELEMENTS (scopes), sizeof scopes[0]);
  fill_row (self->style_row, &styles[0].name, G_N_ELEMENTS (styles), sizeof styles[0]);
  fill_row (self->unit_row, units, G_N_ELEMENTS (units), sizeof units[0]);
  fill_row (self->format_row, &formats[0].entry.name, bf_export_format_table.n_rows,
            bf_export_format_table.stride);
}

BfExportDialog *
bf_export_dialog_new (GtkWindow *parent, BfSession *session, BfFigureArea *area)
{
  BfExportDialog *self;

  g_return_val_if_fail (BF_IS_SESSION (session), NULL);
  g_return_val_if_fail (BF_IS_FIGURE_AREA (area), NULL);

  self = g_object_new (BF_TYPE_EXPORT_DIALOG, "transient-for", parent, NULL);
  self->session = g_object_ref (session);
  self->area = g_object_ref (area);
  bf_figure_area_get_view (area, &self->view);
  self->view.on_demand = FALSE;   /* files hold what there is */
  for (guint i = 0; i < self->view.n_runs; i++)
    g_array_append_val (self->hidden, self->view.runs[i].hidden);
  add_figures (self, area, &self->view);
  figure_cb (self);
  gtk_drawing_area_set_draw_func (self->preview, draw_preview, self, NULL);
  g_signal_connect_object (session, "rows", G_CALLBACK (update_cb), self, G_CONNECT_SWAPPED);
  return self;
}

/* The format that the name says; the one chosen if it says none. */
static const BfExportFormat *
format_of (BfExportDialog *self, const char *path)
{
  const char *dot = strrchr (path, '.');

  for (guint i = 0; dot != NULL && i < bf_export_format_table.n_rows; i++)
    {
      const BfExportFormat *format = bf_table_row (&bf_export_format_table, i);
      if (g_ascii_strcasecmp (dot + 1, format->extension) == 0)
        return format;
    }
  return chosen_format (self);
}

gboolean
bf_export_dialog_export (BfExportDialog *self, const char *path, GError **error)
{
  BfExportChoice choice;

  g_return_val_if_fail (BF_IS_EXPORT_DIALOG (self), FALSE);
  g_return_val_if_fail (path != NULL, FALSE);

  get_choice (self, &choice);
  if (choice.scope == BF_EXPORT_ONE)
    choice.format = format_of (self, path);
  return bf_export_choice_write (&choice, path, error);
}
