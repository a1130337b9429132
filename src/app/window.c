#include "config.h"

#include "app/window-private.h"

#include <glib/gi18n-lib.h>

#include "app/figure-memory.h"
#include "app/settings.h"
#include "app/shortcuts.h"

G_DEFINE_FINAL_TYPE (BfWindow, bf_window, ADW_TYPE_APPLICATION_WINDOW)

/* Name of the file, or that there is none yet. */
static char *
file_name (BfWindow *self)
{
  const char *path = bf_session_path (self->session);

  return path != NULL ? g_filename_display_basename (path) : g_strdup (_("Not saved"));
}

static void
update_title (BfWindow *self)
{
  const char *title = bf_session_experiment (self->session)->title;
  g_autofree char *name = file_name (self);
  g_autofree char *subtitle = NULL;
  g_autofree char *window_title = NULL;

  if (title == NULL || *title == '\0')
    title = _("Untitled Experiment");
  subtitle = bf_session_modified (self->session) ? g_strdup_printf ("• %s", name) : g_strdup (name);
  adw_window_title_set_title (self->title, title);
  adw_window_title_set_subtitle (self->title, subtitle);
  window_title = g_strdup_printf (_("%s – Backflow"), title);
  gtk_window_set_title (GTK_WINDOW (self), window_title);
}

/* Says what a press would undo or redo. */
static void
update_tooltip (GtkWidget *button, const char *verb, const char *what)
{
  g_autofree char *text = what != NULL ? g_strconcat (verb, ": ", what, NULL) : g_strdup (verb);

  gtk_widget_set_tooltip_text (button, text);
}

static void
update_progress (BfWindow *self)
{
  bf_timeline_update (self->timeline);
}

static void
state_cb (BfWindow *self)
{
  BfTrainerState state = bf_session_state (self->session);

  bf_transport_set_state (self->transport, state);
  bf_transport_set_state (self->bottom_transport, state);
  update_tooltip (self->undo_button, _("Undo"), bf_session_undo_label (self->session));
  update_tooltip (self->redo_button, _("Redo"), bf_session_redo_label (self->session));
  update_title (self);
  update_progress (self);
  bf_window_update_actions (self);
}

static void
message_cb (BfWindow *self, const char *text)
{
  bf_window_toast (self, text);
}

static void
load_settings (BfWindow *self)
{
  g_autofree char *measure = NULL;

  self->settings = bf_settings_new ();
  if (self->settings == NULL)
    {
      gtk_window_set_default_size (GTK_WINDOW (self), 1280, 800);
      return;
    }
  gtk_window_set_default_size (GTK_WINDOW (self),
                               g_settings_get_int (self->settings, "window-width"),
                               g_settings_get_int (self->settings, "window-height"));
  if (g_settings_get_boolean (self->settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
  measure = g_settings_get_string (self->settings, "measure");
  bf_comparison_set_measure (self->comparison, measure);
  bf_figure_memory_bind (bf_comparison_get_area (self->comparison), self->settings);
  g_settings_bind (self->settings, "measure", self->comparison, "measure", G_SETTINGS_BIND_SET);
}

static void
save_settings (BfWindow *self)
{
  int width, height;

  if (self->settings == NULL)
    return;
  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  g_settings_set_int (self->settings, "window-width", width);
  g_settings_set_int (self->settings, "window-height", height);
  g_settings_set_boolean (self->settings, "window-maximized",
                          gtk_window_is_maximized (GTK_WINDOW (self)));
}

static gboolean
bf_window_close_request (GtkWindow *window)
{
  BfWindow *self = BF_WINDOW (window);

  if (!self->close_confirmed && bf_session_modified (self->session))
    {
      bf_window_confirm_close (self);
      return GDK_EVENT_STOP;
    }
  bf_session_stop (self->session);
  save_settings (self);
  return GTK_WINDOW_CLASS (bf_window_parent_class)->close_request (window);
}

static gboolean
is_nothing (GBinding *binding, const GValue *from, GValue *to, gpointer user_data)
{
  g_value_set_boolean (to, g_value_get_object (from) == NULL);
  return TRUE;
}

static void
bf_window_dispose (GObject *object)
{
  BfWindow *self = BF_WINDOW (object);

  bf_window_remove_actions (self);
  g_clear_object (&self->chooser);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (bf_window_parent_class)->dispose (object);
  g_clear_object (&self->session);
}

static void
bf_window_class_init (BfWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bf_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = bf_window_close_request;

  g_type_ensure (BF_TYPE_BUILDER_PANEL);
  g_type_ensure (BF_TYPE_COMPARISON);
  g_type_ensure (BF_TYPE_CONFIGURATION_LIST);
  g_type_ensure (BF_TYPE_TIMELINE);
  g_type_ensure (BF_TYPE_TRANSPORT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/backflow/Backflow/window.ui");
  gtk_widget_class_bind_template_child (widget_class, BfWindow, flap);
  gtk_widget_class_bind_template_child (widget_class, BfWindow, configurations);
  gtk_widget_class_bind_template_child (widget_class, BfWindow, builder);
  gtk_widget_class_bind_template_child (widget_class, BfWindow, title);
  gtk_widget_class_bind_template_child (widget_class, BfWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, BfWindow, comparison);
  gtk_widget_class_bind_template_child (widget_class, BfWindow, timeline);
  gtk_widget_class_bind_template_child (widget_class, BfWindow, transport);
  gtk_widget_class_bind_template_child (widget_class, BfWindow, bottom_transport);
  gtk_widget_class_bind_template_child (widget_class, BfWindow, header_squeezer);
  gtk_widget_class_bind_template_child (widget_class, BfWindow, bottom_revealer);
  gtk_widget_class_bind_template_child (widget_class, BfWindow, undo_button);
  gtk_widget_class_bind_template_child (widget_class, BfWindow, redo_button);
}

static void
bf_window_init (BfWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  /* Keys of the application look for actions here. */
  gtk_widget_insert_action_group (GTK_WIDGET (self), "figure",
    bf_figure_area_get_actions (bf_comparison_get_area (self->comparison)));
  self->session = bf_session_new ();
  bf_comparison_set_session (self->comparison, self->session);
  bf_configuration_list_set_session (self->configurations, self->session);
  bf_builder_panel_set_session (self->builder, self->session);
  bf_timeline_set_session (self->timeline, self->session);
  g_object_bind_property (self->timeline, "step", self->comparison, "step", G_BINDING_SYNC_CREATE);
  /* The buttons move below the figures when the header bar has no room for them. */
  g_object_bind_property_full (self->header_squeezer, "visible-child",
                               self->bottom_revealer, "reveal-child", G_BINDING_SYNC_CREATE,
                               is_nothing, NULL, NULL, NULL);
  gtk_application_window_set_help_overlay (GTK_APPLICATION_WINDOW (self),
                                           bf_shortcuts_window_new ());
  bf_window_add_actions (self);
  load_settings (self);

  g_signal_connect_object (self->session, "state", G_CALLBACK (state_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "edited", G_CALLBACK (update_progress), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "rows", G_CALLBACK (update_progress), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (bf_comparison_get_area (self->comparison), "message",
                           G_CALLBACK (message_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "message", G_CALLBACK (message_cb), self,
                           G_CONNECT_SWAPPED);
  state_cb (self);
}

BfWindow *
bf_window_new (AdwApplication *application)
{
  return g_object_new (BF_TYPE_WINDOW, "application", application, NULL);
}

BfSession *
bf_window_get_session (BfWindow *self)
{
  g_return_val_if_fail (BF_IS_WINDOW (self), NULL);
  return self->session;
}

gboolean
bf_window_is_replaceable (BfWindow *self)
{
  g_return_val_if_fail (BF_IS_WINDOW (self), FALSE);
  return !bf_session_modified (self->session);
}

void
bf_window_toast (BfWindow *self, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (escaped));
}
