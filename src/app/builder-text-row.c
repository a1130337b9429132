#include "config.h"

#include "app/builder-text-row.h"

#include <glib/gi18n-lib.h>

#include "app/builder-row.h"

struct _BfBuilderTextRow
{
  AdwActionRow parent_instance;

  /* template widgets */
  GtkEditable *entry;
  GtkWidget *choose;

  /* owned */
  GtkFileChooserNative *chooser;   /* while it is open */

  guint visit;
  guint updating : 1;     /* the text is being set, not typed */
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BfBuilderTextRow, bf_builder_text_row, ADW_TYPE_ACTION_ROW)

static void
entry_changed_cb (BfBuilderTextRow *self)
{
  if (!self->updating)
    g_signal_emit (self, signals[CHANGED], 0, gtk_editable_get_text (self->entry));
}

static void
focus_enter_cb (BfBuilderTextRow *self)
{
  self->visit++;
}

static void
chooser_response_cb (BfBuilderTextRow *self, int response)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->chooser));
  const char *path = file != NULL ? g_file_peek_path (file) : NULL;

  if (response == GTK_RESPONSE_ACCEPT && path != NULL)
    gtk_editable_set_text (self->entry, path);
  g_clear_object (&self->chooser);
}

static void
choose_clicked_cb (BfBuilderTextRow *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (self->chooser == NULL)
    {
      self->visit++;
      self->chooser = gtk_file_chooser_native_new (_("Choose a File"), GTK_WINDOW (root),
                                                   GTK_FILE_CHOOSER_ACTION_OPEN, NULL, NULL);
      gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
      g_signal_connect_object (self->chooser, "response", G_CALLBACK (chooser_response_cb), self,
                               G_CONNECT_SWAPPED);
    }
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
bf_builder_text_row_dispose (GObject *object)
{
  BfBuilderTextRow *self = BF_BUILDER_TEXT_ROW (object);

  g_clear_object (&self->chooser);
  G_OBJECT_CLASS (bf_builder_text_row_parent_class)->dispose (object);
}

static void
bf_builder_text_row_class_init (BfBuilderTextRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bf_builder_text_row_dispose;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/backflow/Backflow/builder-text-row.ui");
  gtk_widget_class_bind_template_child (widget_class, BfBuilderTextRow, entry);
  gtk_widget_class_bind_template_child (widget_class, BfBuilderTextRow, choose);
  gtk_widget_class_bind_template_callback (widget_class, entry_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, focus_enter_cb);
  gtk_widget_class_bind_template_callback (widget_class, choose_clicked_cb);
}

static void
bf_builder_text_row_init (BfBuilderTextRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->visit = 1;
}

GtkWidget *
bf_builder_text_row_new (const char *title, gboolean file)
{
  BfBuilderTextRow *self;

  g_return_val_if_fail (title != NULL, NULL);

  self = g_object_new (BF_TYPE_BUILDER_TEXT_ROW, "title", title, NULL);
  gtk_widget_set_visible (self->choose, file);
  return GTK_WIDGET (self);
}

void
bf_builder_text_row_set_text (BfBuilderTextRow *self, const char *text)
{
  g_return_if_fail (BF_IS_BUILDER_TEXT_ROW (self));

  if (text == NULL)
    text = "";
  if (g_str_equal (gtk_editable_get_text (self->entry), text))
    return;
  self->updating = TRUE;
  gtk_editable_set_text (self->entry, text);
  self->updating = FALSE;
}

void
bf_builder_text_row_set_error (BfBuilderTextRow *self, const char *error)
{
  g_return_if_fail (BF_IS_BUILDER_TEXT_ROW (self));

  bf_builder_row_set_message (ADW_ACTION_ROW (self), GTK_WIDGET (self->entry), NULL, error);
}

guint
bf_builder_text_row_visit (BfBuilderTextRow *self)
{
  g_return_val_if_fail (BF_IS_BUILDER_TEXT_ROW (self), 0);

  return self->visit;
}
