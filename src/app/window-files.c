#include "config.h"

#include "app/window-private.h"

#include <glib/gi18n-lib.h>

#define EXTENSION ".backflow"

void
bf_window_show_error (BfWindow *self, const char *heading, const GError *error)
{
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (self), heading, error->message);

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _("Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

void
bf_window_open (BfWindow *self, GFile *file)
{
  g_autoptr (GError) error = NULL;
  const char *path;

  g_return_if_fail (BF_IS_WINDOW (self));
  g_return_if_fail (G_IS_FILE (file));

  path = g_file_peek_path (file);
  if (path == NULL)
    g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                         _("Only files of this computer can be opened."));
  else if (bf_session_open (self->session, path, &error))
    bf_timeline_set_step (self->timeline, 0);
  if (error != NULL)
    bf_window_show_error (self, _("The Experiment Was Not Opened"), error);
}

static GtkFileFilter *
experiment_filter (void)
{
  GtkFileFilter *filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, _("Backflow experiments"));
  gtk_file_filter_add_pattern (filter, "*" EXTENSION);
  return filter;
}

/* Shows a chooser; there is at most one. */
static void
choose (BfWindow *self, GtkFileChooserNative *chooser, GCallback response_cb)
{
  g_autoptr (GtkFileFilter) filter = experiment_filter ();

  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), filter);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect_object (chooser, "response", response_cb, self, 0);
  g_clear_object (&self->chooser);
  self->chooser = chooser;
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static void
open_response_cb (GtkFileChooserNative *chooser, int response, BfWindow *self)
{
  g_autoptr (GFile) file = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
  g_clear_object (&self->chooser);
  if (file == NULL)
    return;
  if (!bf_window_is_replaceable (self))
    {
      self = bf_window_new (ADW_APPLICATION (gtk_window_get_application (GTK_WINDOW (self))));
      gtk_window_present (GTK_WINDOW (self));
    }
  bf_window_open (self, file);
}

void
bf_window_choose_open (BfWindow *self)
{
  choose (self,
          gtk_file_chooser_native_new (_("Open an Experiment"), GTK_WINDOW (self),
                                       GTK_FILE_CHOOSER_ACTION_OPEN, _("Open"), _("Cancel")),
          G_CALLBACK (open_response_cb));
}

static gboolean
close_idle_cb (gpointer user_data)
{
  gtk_window_close (user_data);
  return G_SOURCE_REMOVE;
}

/* When the dialog that asked is gone: it must not outlive the window in the middle of its own signal. */
static void
close_soon (BfWindow *self)
{
  self->close_confirmed = TRUE;
  g_idle_add_full (G_PRIORITY_DEFAULT, close_idle_cb, g_object_ref (self), g_object_unref);
}

/* Saves to @path, or where the experiment is from; closes the window if that was what the saving was for. */
static void
save_to (BfWindow *self, const char *path)
{
  g_autoptr (GError) error = NULL;

  if (!bf_session_save (self->session, path, &error))
    {
      self->close_confirmed = FALSE;
      bf_window_show_error (self, _("The Experiment Was Not Saved"), error);
    }
  else if (self->close_confirmed)
    close_soon (self);
  else
    bf_window_toast (self, _("Experiment saved"));
}

static void
save_response_cb (GtkFileChooserNative *chooser, int response, BfWindow *self)
{
  g_autoptr (GFile) file = NULL;
  g_autofree char *path = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
  g_clear_object (&self->chooser);
  if (file != NULL)
    path = g_file_get_path (file);
  if (path != NULL)
    save_to (self, path);
  else
    self->close_confirmed = FALSE;
}

/* A name for a file that has none: the title without what a file name cannot hold. */
static char *
proposed_name (BfWindow *self)
{
  const char *title = bf_session_experiment (self->session)->title;
  char *name;

  if (title == NULL || *title == '\0')
    title = _("Untitled Experiment");
  name = g_strconcat (title, EXTENSION, NULL);
  return g_strdelimit (name, "/\\:", '-');
}

void
bf_window_choose_save (BfWindow *self)
{
  const char *path = bf_session_path (self->session);
  GtkFileChooserNative *chooser =
    gtk_file_chooser_native_new (_("Save the Experiment"), GTK_WINDOW (self),
                                 GTK_FILE_CHOOSER_ACTION_SAVE, _("Save"), _("Cancel"));

  if (path != NULL)
    {
      g_autoptr (GFile) file = g_file_new_for_path (path);
      gtk_file_chooser_set_file (GTK_FILE_CHOOSER (chooser), file, NULL);
    }
  else
    {
      g_autofree char *name = proposed_name (self);
      gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), name);
    }
  choose (self, chooser, G_CALLBACK (save_response_cb));
}

void
bf_window_save (BfWindow *self)
{
  if (bf_session_path (self->session) != NULL)
    save_to (self, NULL);
  else
    bf_window_choose_save (self);
}

static void
close_response_cb (AdwMessageDialog *dialog, const char *response, BfWindow *self)
{
  if (g_strcmp0 (response, "cancel") == 0)
    return;
  self->close_confirmed = TRUE;
  if (g_strcmp0 (response, "save") == 0)
    bf_window_save (self);
  else
    close_soon (self);
}

void
bf_window_confirm_close (BfWindow *self)
{
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (self), _("Save Changes?"),
                                              _("Edits and results that are not saved will be lost."));

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("Cancel"),
                                    "discard", _("Discard"), "save", _("Save"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "discard",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "save",
                                              ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "save");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (close_response_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}
