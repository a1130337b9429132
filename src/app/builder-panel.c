#include "config.h"

#include "app/builder-panel.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/builder-form.h"
#include "app/builder-network.h"
#include "app/builder-size.h"
#include "experiment/start.h"

/* Between the last key and the complaint about what was typed: "0" on the way to "0.05" is no
 * mistake. */
#define PAUSE 400 /* ms */

struct _BfBuilderPanel
{
  AdwBin parent_instance;

  /* template widgets */
  GtkRevealer *problem_revealer;
  GtkLabel *problem_label;
  GtkWidget *problem_button;
  GtkWidget *mend_button;
  BfBuilderNetwork *network;
  GtkWidget *task_list;
  GtkWidget *training_list;
  GtkWidget *running_label;

  /* owned */
  BfSession *session;
  BfBuilderForm *task;
  BfBuilderForm *training;
  BfBuilderSize *size;
  char *problem_path;       /* NULL: no problem */

  /* weak */
  GtkWidget *problem_row;   /* NULL: no problem, or none of a single row */

  guint pause;              /* source, 0: none */
};

G_DEFINE_FINAL_TYPE (BfBuilderPanel, bf_builder_panel, ADW_TYPE_BIN)

static const BfConfiguration *
present (BfBuilderPanel *self)
{
  return bf_session_configuration (self->session, bf_session_selected (self->session));
}

/* The path of the field that @error is about, and what follows it in the message. g_free() the
 * result. */
static char *
split_message (const GError *error, const BfConfiguration *configuration, const char **text)
{
  const char *colon = strstr (error->message, ": ");

  if (error->domain == BF_CONFIGURATION_ERROR && colon != NULL)
    {
      *text = colon + 2;
      return g_strndup (error->message, colon - error->message);
    }
  *text = error->message;   /* a file that cannot be read */
  return g_strdup (configuration->task.task->flags & BF_TASK_PATH ? "task.path" : "task.type");
}

/* Marks the row of @path, and no other. */
static void
mark_row (BfBuilderPanel *self, const char *path, const char *text)
{
  GtkWidget *found = NULL;
  GtkWidget *rows[] = {
    bf_builder_network_show_problem (self->network, path, text),
    bf_builder_form_show_problem (self->task, path, text),
    bf_builder_form_show_problem (self->training, path, text),
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (rows[i] != NULL)
      found = rows[i];
  g_set_weak_pointer (&self->problem_row, found);
}

/* Unfolds what hides the row of the problem. */
static void
reveal (BfBuilderPanel *self)
{
  if (self->problem_row == NULL)
    return;
  if (gtk_widget_is_ancestor (self->problem_row, GTK_WIDGET (self->network)))
    bf_builder_network_reveal (self->network, self->problem_row);
  else if (gtk_widget_is_ancestor (self->problem_row, self->task_list))
    bf_builder_form_reveal (self->task, self->problem_row);
  else
    bf_builder_form_reveal (self->training, self->problem_row);
}

/* Offers what would mend the problem, if anything is known to. */
static void
show_mend (BfBuilderPanel *self, const char *path)
{
  g_autoptr (BfConfiguration) trial = bf_configuration_copy (present (self));
  const char *label = path != NULL ? bf_configuration_mend (trial, path) : NULL;

  g_free (self->problem_path);
  self->problem_path = g_strdup (path);
  gtk_widget_set_visible (self->mend_button, label != NULL);
  gtk_button_set_label (GTK_BUTTON (self->mend_button), label != NULL ? _(label) : "");
}

static void
mend_clicked_cb (BfBuilderPanel *self)
{
  g_autoptr (BfConfiguration) replacement = bf_configuration_copy (present (self));
  const char *what = bf_configuration_mend (replacement, self->problem_path);

  if (what != NULL)
    bf_session_edit (self->session, bf_session_selected (self->session), replacement, _(what),
                     NULL);
}

static void
show_problem (BfBuilderPanel *self, const char *path, const char *text)
{
  g_autofree char *notice = NULL;
  const char *title;
  gboolean has_row;

  mark_row (self, path, text);
  show_mend (self, path);
  reveal (self);
  has_row = self->problem_row != NULL;
  if (has_row)
    {
      title = adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self->problem_row));
      /* Translators: the name of a setting, then what is wrong with it. */
      notice = g_strdup_printf (_("%s: %s"), title, text);
    }
  if (path != NULL)
    gtk_label_set_label (self->problem_label, has_row ? notice : text);
  gtk_widget_set_visible (self->problem_button, has_row);
  gtk_revealer_set_reveal_child (self->problem_revealer, path != NULL);
}

static void
validate (BfBuilderPanel *self)
{
  const BfConfiguration *configuration = present (self);
  g_autoptr (GError) error = NULL;
  g_autofree char *size = NULL, *path = NULL;
  const char *text = NULL;

  g_clear_handle_id (&self->pause, g_source_remove);
  if (bf_configuration_validate (configuration, &error))
    size = bf_builder_size_describe (self->size, configuration, &error);
  if (error != NULL)
    path = split_message (error, configuration, &text);
  bf_builder_network_show_size (self->network, size);
  show_problem (self, path, text);
}

static gboolean
pause_ended_cb (gpointer user_data)
{
  BfBuilderPanel *self = user_data;

  self->pause = 0;
  validate (self);
  return G_SOURCE_REMOVE;
}

/* A mended problem disappears at once, a new one appears after a pause. */
static void
validate_after_edit (BfBuilderPanel *self)
{
  g_clear_handle_id (&self->pause, g_source_remove);
  if (bf_configuration_validate (present (self), NULL))
    validate (self);
  else
    self->pause = g_timeout_add (PAUSE, pause_ended_cb, self);
}

static void
show (BfBuilderPanel *self, gboolean afresh)
{
  bf_builder_network_show (self->network, afresh);
  bf_builder_form_show (self->task, afresh);
  bf_builder_form_show (self->training, afresh);
}

static void
edited_cb (BfBuilderPanel *self, guint index)
{
  if (index != bf_session_selected (self->session))
    return;
  show (self, FALSE);
  validate_after_edit (self);
}

static void
selected_cb (BfBuilderPanel *self)
{
  bf_builder_size_forget (self->size);
  show (self, TRUE);
  validate (self);
}

static void
state_cb (BfBuilderPanel *self)
{
  BfTrainerState state = bf_session_state (self->session);

  gtk_widget_set_visible (self->running_label,
                          state == BF_TRAINER_RUNNING || state == BF_TRAINER_PAUSED);
  bf_builder_size_learn (self->size, bf_session_experiment (self->session));
  if (self->pause == 0 && bf_configuration_validate (present (self), NULL))
    validate (self);
}

static void
bf_builder_panel_dispose (GObject *object)
{
  BfBuilderPanel *self = BF_BUILDER_PANEL (object);

  g_clear_handle_id (&self->pause, g_source_remove);
  g_clear_weak_pointer (&self->problem_row);
  g_clear_object (&self->task);
  g_clear_object (&self->training);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (bf_builder_panel_parent_class)->dispose (object);
}

static void
bf_builder_panel_finalize (GObject *object)
{
  BfBuilderPanel *self = BF_BUILDER_PANEL (object);

  bf_builder_size_free (self->size);
  g_free (self->problem_path);
  G_OBJECT_CLASS (bf_builder_panel_parent_class)->finalize (object);
}

static void
bf_builder_panel_class_init (BfBuilderPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bf_builder_panel_dispose;
  G_OBJECT_CLASS (klass)->finalize = bf_builder_panel_finalize;

  g_type_ensure (BF_TYPE_BUILDER_NETWORK);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/backflow/Backflow/builder-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, BfBuilderPanel, problem_revealer);
  gtk_widget_class_bind_template_child (widget_class, BfBuilderPanel, problem_label);
  gtk_widget_class_bind_template_child (widget_class, BfBuilderPanel, problem_button);
  gtk_widget_class_bind_template_child (widget_class, BfBuilderPanel, mend_button);
  gtk_widget_class_bind_template_child (widget_class, BfBuilderPanel, network);
  gtk_widget_class_bind_template_child (widget_class, BfBuilderPanel, task_list);
  gtk_widget_class_bind_template_child (widget_class, BfBuilderPanel, training_list);
  gtk_widget_class_bind_template_child (widget_class, BfBuilderPanel, running_label);
  gtk_widget_class_bind_template_callback (widget_class, bf_builder_panel_show_problem);
  gtk_widget_class_bind_template_callback (widget_class, mend_clicked_cb);
}

static void
bf_builder_panel_init (BfBuilderPanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->task = bf_builder_form_new (BF_BUILDER_TASK, self->task_list);
  self->training = bf_builder_form_new (BF_BUILDER_TRAINING, self->training_list);
  self->size = bf_builder_size_new ();
}

GtkWidget *
bf_builder_panel_new (void)
{
  return g_object_new (BF_TYPE_BUILDER_PANEL, NULL);
}

void
bf_builder_panel_set_session (BfBuilderPanel *self, BfSession *session)
{
  g_return_if_fail (BF_IS_BUILDER_PANEL (self));
  g_return_if_fail (BF_IS_SESSION (session));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  bf_builder_network_set_session (self->network, session);
  bf_builder_form_set_session (self->task, session);
  bf_builder_form_set_session (self->training, session);
  g_signal_connect_object (session, "edited", G_CALLBACK (edited_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "selected", G_CALLBACK (selected_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "structure", G_CALLBACK (selected_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "state", G_CALLBACK (state_cb), self, G_CONNECT_SWAPPED);
  selected_cb (self);
  state_cb (self);
}

gboolean
bf_builder_panel_show_problem (BfBuilderPanel *self)
{
  GtkWidget *control;

  g_return_val_if_fail (BF_IS_BUILDER_PANEL (self), FALSE);

  if (self->problem_row == NULL)
    return FALSE;
  reveal (self);
  control = adw_action_row_get_activatable_widget (ADW_ACTION_ROW (self->problem_row));
  return gtk_widget_grab_focus (control != NULL ? control : self->problem_row);
}
