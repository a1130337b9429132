#include "config.h"

#include "app/export-dialog.h"

#include <glib/gi18n-lib.h>

#include "figure/export.h"

struct _BfExportDialog
{
  AdwWindow parent_instance;

  /* Template widgets */
  GtkDrawingArea *preview;
  AdwComboRow *figure_row;
  AdwComboRow *format_row;
  AdwComboRow *style_row;
  GtkSpinButton *width;
  GtkSpinButton *height;
  AdwActionRow *scale_row;
  GtkSpinButton *scale;

  /* Owned */
  BfSession *session;
  GtkFileChooserNative *chooser;   /* while it is shown */

  GPtrArray *figures;              /* rows of bf_figure_table to choose from */

  BfLayerMeasure measure;
  guint64 step;
};

static guint exported_signal;

G_DEFINE_FINAL_TYPE (BfExportDialog, bf_export_dialog, ADW_TYPE_WINDOW)

static const struct { const BfTheme *theme; const char *name; } styles[] = {
  { &bf_theme_light, N_("Light") },
  { &bf_theme_dark, N_("Dark") },
  { &bf_theme_print, N_("Print") },
};

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

/* What is to be drawn; free the runs with g_free (). */
static BfFigureRun *
fill_view (BfExportDialog *self, BfFigureView *view)
{
  const BfExperiment *experiment = bf_session_experiment (self->session);
  BfFigureRun *runs = bf_figure_runs_new (experiment, chosen_theme (self));

  *view = (BfFigureView) {
    .n_runs = bf_session_n (self->session),
    .runs = runs,
    .title = experiment->title,
    .step = self->step,
    .measure = self->measure,
    .training_measure = BF_TRAINING_GRADIENT_NORM,
  };
  return runs;
}

static void
draw_preview (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user_data)
{
  BfExportDialog *self = user_data;
  double figure_width = gtk_spin_button_get_value (self->width);
  double figure_height = gtk_spin_button_get_value (self->height);
  double scale = MIN (width / figure_width, height / figure_height);
  BfFigureView view;
  g_autofree BfFigureRun *runs = fill_view (self, &view);

  cairo_translate (cr, (width - figure_width * scale) / 2, (height - figure_height * scale) / 2);
  cairo_scale (cr, scale, scale);
  cairo_rectangle (cr, 0, 0, figure_width, figure_height);
  cairo_clip (cr);
  bf_figure_draw (chosen_figure (self), cr, figure_width, figure_height, &view, chosen_theme (self));
}

static void
redraw_cb (BfExportDialog *self)
{
  gtk_widget_queue_draw (GTK_WIDGET (self->preview));
}

static void
figure_cb (BfExportDialog *self)
{
  gtk_spin_button_set_value (self->height,
                             gtk_spin_button_get_value (self->width) / chosen_figure (self)->aspect);
  redraw_cb (self);
}

static void
format_cb (BfExportDialog *self)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->scale_row),
                            g_strcmp0 (chosen_format (self)->entry.id, "png") == 0);
}

static void
chooser_response_cb (GtkFileChooserNative *chooser, int response, BfExportDialog *self)
{
  g_autoptr (GFile) file = NULL;
  g_autoptr (GError) error = NULL;
  const char *path = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
  g_clear_object (&self->chooser);
  if (file != NULL)
    path = g_file_peek_path (file);
  if (path == NULL)
    return;
  if (bf_export_dialog_export (self, path, &error))
    {
      g_signal_emit (self, exported_signal, 0, path);
      gtk_window_close (GTK_WINDOW (self));
    }
  else
    {
      GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (self),
                                                  _("The Figure Was Not Exported"), error->message);
      adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _("Close"));
      gtk_window_present (GTK_WINDOW (dialog));
    }
}

static void
choose_cb (BfExportDialog *self)
{
  g_autofree char *name = g_strconcat (chosen_figure (self)->entry.id, ".",
                                       chosen_format (self)->extension, NULL);

  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (_("Export the Figure"), GTK_WINDOW (self),
                                               GTK_FILE_CHOOSER_ACTION_SAVE, _("Export"),
                                               _("Cancel"));
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
  g_clear_pointer (&self->figures, g_ptr_array_unref);
}

static void
bf_export_dialog_class_init (BfExportDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bf_export_dialog_dispose;

  exported_signal = g_signal_new ("exported", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/backflow/Backflow/export-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, BfExportDialog, preview);
  gtk_widget_class_bind_template_child (widget_class, BfExportDialog, figure_row);
  gtk_widget_class_bind_template_child (widget_class, BfExportDialog, format_row);
  gtk_widget_class_bind_template_child (widget_class, BfExportDialog, style_row);
  gtk_widget_class_bind_template_child (widget_class, BfExportDialog, width);
  gtk_widget_class_bind_template_child (widget_class, BfExportDialog, height);
  gtk_widget_class_bind_template_child (widget_class, BfExportDialog, scale_row);
  gtk_widget_class_bind_template_child (widget_class, BfExportDialog, scale);
  gtk_widget_class_bind_template_callback (widget_class, redraw_cb);
  gtk_widget_class_bind_template_callback (widget_class, figure_cb);
  gtk_widget_class_bind_template_callback (widget_class, format_cb);
  gtk_widget_class_bind_template_callback (widget_class, choose_cb);
}

static void
add_formats (BfExportDialog *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  for (guint i = 0; i < bf_export_format_table.n_rows; i++)
    {
      const BfEntry *entry = bf_table_row (&bf_export_format_table, i);
      gtk_string_list_append (names, _(entry->name));
    }
  adw_combo_row_set_model (self->format_row, G_LIST_MODEL (names));
}

/* What applies to the runs of @view; selects what @area shows. */
static void
add_figures (BfExportDialog *self, BfFigureArea *area, const BfFigureView *view)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint shown = 0;

  self->figures = bf_figures_that_apply (view);
  for (guint i = 0; i < self->figures->len; i++)
    {
      const BfFigure *figure = g_ptr_array_index (self->figures, i);
      gtk_string_list_append (names, _(figure->entry.name));
    }
  adw_combo_row_set_model (self->figure_row, G_LIST_MODEL (names));
  g_ptr_array_find (self->figures, bf_figure_area_get_figure (area), &shown);
  adw_combo_row_set_selected (self->figure_row, shown);
}

static void
bf_export_dialog_init (BfExportDialog *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < G_N_ELEMENTS (styles); i++)
    gtk_string_list_append (names, _(styles[i].name));
  adw_combo_row_set_model (self->style_row, G_LIST_MODEL (names));
  add_formats (self);
}

BfExportDialog *
bf_export_dialog_new (GtkWindow *parent, BfSession *session, BfFigureArea *area)
{
  BfExportDialog *self;
  BfFigureView view;

  g_return_val_if_fail (BF_IS_SESSION (session), NULL);
  g_return_val_if_fail (BF_IS_FIGURE_AREA (area), NULL);

  self = g_object_new (BF_TYPE_EXPORT_DIALOG, "transient-for", parent, NULL);
  self->session = g_object_ref (session);
  bf_figure_area_get_view (area, &view);
  self->measure = view.measure;
  self->step = view.step;
  add_figures (self, area, &view);
  figure_cb (self);
  gtk_drawing_area_set_draw_func (self->preview, draw_preview, self, NULL);
  g_signal_connect_object (session, "rows", G_CALLBACK (redraw_cb), self, G_CONNECT_SWAPPED);
  return self;
}

gboolean
bf_export_dialog_export (BfExportDialog *self, const char *path, GError **error)
{
  const BfExportFormat *format;
  const char *dot;
  double scale;
  BfExport export;
  BfFigureView view;
  g_autofree BfFigureRun *runs = NULL;

  g_return_val_if_fail (BF_IS_EXPORT_DIALOG (self), FALSE);
  g_return_val_if_fail (path != NULL, FALSE);

  format = chosen_format (self);
  dot = strrchr (path, '.');
  for (guint i = 0; dot != NULL && i < bf_export_format_table.n_rows; i++)
    {
      const BfExportFormat *other = bf_table_row (&bf_export_format_table, i);
      if (g_ascii_strcasecmp (dot + 1, other->extension) == 0)
        format = other;
    }
  runs = fill_view (self, &view);
  scale = format->is_image ? gtk_spin_button_get_value (self->scale) : 1;
  export = (BfExport) { chosen_figure (self), &view, chosen_theme (self),
                        { .width = gtk_spin_button_get_value (self->width) * scale,
                          .height = gtk_spin_button_get_value (self->height) * scale,
                          .resolution = BF_PX_PER_INCH * scale } };
  return bf_figure_export (&export, format, path, error);
}
