#include "config.h"

#include "app/window-private.h"

#include <glib/gi18n-lib.h>

#include "app/export-dialog.h"
#include "app/figure-print.h"

/* What must be so for an action to make sense. */
typedef struct {
  BfTrainerState state;
  gboolean recorded;       /* something was trained */
  gboolean undo, redo;
  gboolean modified;
} Situation;

static gboolean
can_run (const Situation *situation)
{
  return situation->state != BF_TRAINER_RUNNING;
}

static gboolean
can_pause (const Situation *situation)
{
  return situation->state == BF_TRAINER_RUNNING;
}

static gboolean
can_step (const Situation *situation)
{
  return situation->state == BF_TRAINER_IDLE || situation->state == BF_TRAINER_PAUSED;
}

static gboolean
can_stop (const Situation *situation)
{
  return situation->state == BF_TRAINER_RUNNING || situation->state == BF_TRAINER_PAUSED;
}

static gboolean
can_reset (const Situation *situation)
{
  return situation->recorded || situation->state != BF_TRAINER_IDLE;
}

static gboolean
can_undo (const Situation *situation)
{
  return situation->undo;
}

static gboolean
can_redo (const Situation *situation)
{
  return situation->redo;
}

static gboolean
can_save (const Situation *situation)
{
  return situation->modified;
}

static void
run_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  bf_session_run (BF_WINDOW (user_data)->session);
}

static void
pause_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  bf_session_pause (BF_WINDOW (user_data)->session);
}

static void
step_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  bf_session_step (BF_WINDOW (user_data)->session);
}

static void
stop_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  bf_session_stop (BF_WINDOW (user_data)->session);
}

static void
reset_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  bf_session_reset (BF_WINDOW (user_data)->session);
}

static void
undo_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  bf_session_undo (BF_WINDOW (user_data)->session);
}

static void
redo_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  bf_session_redo (BF_WINDOW (user_data)->session);
}

static void
new_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  BfWindow *self = user_data;

  if (!bf_window_is_replaceable (self))
    {
      self = bf_window_new (ADW_APPLICATION (gtk_window_get_application (GTK_WINDOW (self))));
      gtk_window_present (GTK_WINDOW (self));
    }
  bf_session_new_experiment (self->session);
}

static void
open_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  bf_window_choose_open (user_data);
}

static void
save_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  bf_window_save (user_data);
}

static void
save_as_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  bf_window_choose_save (user_data);
}

static void
title_response_cb (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  GtkEditable *entry = GTK_EDITABLE (adw_message_dialog_get_extra_child (dialog));

  if (g_strcmp0 (response, "change") == 0)
    bf_session_set_title (BF_WINDOW (user_data)->session, gtk_editable_get_text (entry));
}

static void
title_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  BfWindow *self = user_data;
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (self), _("Experiment Title"),
                                              _("It stands above every figure and in the file."));
  GtkWidget *entry = gtk_entry_new ();
  const char *title = bf_session_experiment (self->session)->title;

  gtk_editable_set_text (GTK_EDITABLE (entry), title != NULL ? title : "");
  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Experiment Title"), -1);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), entry);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("Cancel"), "change",
                                    _("Change"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "change",
                                              ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "change");
  g_signal_connect_object (dialog, "response", G_CALLBACK (title_response_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
exported_cb (BfWindow *self, const char *path)
{
  g_autofree char *name = g_filename_display_basename (path);
  g_autofree char *text = g_strdup_printf (_("“%s” exported"), name);

  bf_window_toast (self, text);
}

static void
export_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  BfWindow *self = user_data;
  BfExportDialog *dialog = bf_export_dialog_new (GTK_WINDOW (self), self->session,
                                                 bf_comparison_get_area (self->comparison));

  g_signal_connect_object (dialog, "exported", G_CALLBACK (exported_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* Exports the figure shown to a path, the format by its extension: for scripts, over D-Bus. */
static void
export_to_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  BfWindow *self = user_data;
  g_autoptr (BfExportDialog) dialog = NULL;
  g_autoptr (GError) error = NULL;

  dialog = g_object_ref_sink (bf_export_dialog_new (GTK_WINDOW (self), self->session,
                                                    bf_comparison_get_area (self->comparison)));
  if (!bf_export_dialog_export (dialog, g_variant_get_string (parameter, NULL), &error))
    bf_window_show_error (self, _("The Figure Was Not Exported"), error);
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static void
print_done_cb (GtkPrintOperation *operation, GtkPrintOperationResult result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (result != GTK_PRINT_OPERATION_RESULT_ERROR)
    return;
  gtk_print_operation_get_error (operation, &error);
  bf_window_show_error (user_data, _("The Figures Were Not Printed"), error);
}

static void
print_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  BfWindow *self = user_data;
  g_autoptr (GtkPrintOperation) operation =
    bf_figure_print_new (bf_comparison_get_area (self->comparison));

  gtk_print_operation_set_allow_async (operation, TRUE);
  g_signal_connect_object (operation, "done", G_CALLBACK (print_done_cb), self, 0);
  gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG, GTK_WINDOW (self),
                           NULL);
}

static void
live_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  bf_timeline_set_step (BF_WINDOW (user_data)->timeline, 0);
}

static void
figure_number_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  int index = g_variant_get_int32 (parameter);

  if (index >= 0)
    bf_comparison_set_figure_number (BF_WINDOW (user_data)->comparison, index);
}

static void
next_figure_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  bf_comparison_go_figure (BF_WINDOW (user_data)->comparison, g_variant_get_int32 (parameter));
}

static const struct {
  GActionEntry entry;
  gboolean (*enabled) (const Situation *situation);   /* NULL: always */
} actions[] = {
  { { "run", run_cb }, can_run },
  { { "pause", pause_cb }, can_pause },
  { { "step", step_cb }, can_step },
  { { "stop", stop_cb }, can_stop },
  { { "reset", reset_cb }, can_reset },
  { { "undo", undo_cb }, can_undo },
  { { "redo", redo_cb }, can_redo },
  { { "new", new_cb }, NULL },
  { { "open", open_cb }, NULL },
  { { "save", save_cb }, can_save },
  { { "save-as", save_as_cb }, NULL },
  { { "title", title_cb }, NULL },
  { { "export", export_cb }, NULL },
  { { "export-to", export_to_cb, "s" }, NULL },
  { { "print", print_cb }, NULL },
  { { "live", live_cb }, NULL },
  { { "figure-number", figure_number_cb, "i" }, NULL },
  { { "next-figure", next_figure_cb, "i" }, NULL },
};

void
bf_window_add_actions (BfWindow *self)
{
  const struct { const char *name; gpointer object; const char *property; } stateful[] = {
    { "sidebar", self->flap, "reveal-flap" },
    { "figure", self->comparison, "figure" },
    { "measure", self->comparison, "measure" },
    { "table", self->comparison, "table" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    g_action_map_add_action_entries (G_ACTION_MAP (self), &actions[i].entry, 1, self);
  for (guint i = 0; i < G_N_ELEMENTS (stateful); i++)
    {
      g_autoptr (GPropertyAction) action =
        g_property_action_new (stateful[i].name, stateful[i].object, stateful[i].property);
      g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (action));
    }
}

/* Actions of properties hold widgets, and the buttons in those hold the actions. */
void
bf_window_remove_actions (BfWindow *self)
{
  g_auto (GStrv) names = g_action_group_list_actions (G_ACTION_GROUP (self));

  for (guint i = 0; names[i] != NULL; i++)
    g_action_map_remove_action (G_ACTION_MAP (self), names[i]);
}

void
bf_window_update_actions (BfWindow *self)
{
  Situation situation = {
    .state = bf_session_state (self->session),
    .recorded = bf_session_steps_done (self->session) > 0,
    .undo = bf_session_undo_label (self->session) != NULL,
    .redo = bf_session_redo_label (self->session) != NULL,
    .modified = bf_session_modified (self->session) || bf_session_path (self->session) == NULL,
  };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    if (actions[i].enabled != NULL)
      {
        GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), actions[i].entry.name);
        g_simple_action_set_enabled (G_SIMPLE_ACTION (action), actions[i].enabled (&situation));
      }
}
