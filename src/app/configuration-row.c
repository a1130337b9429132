#include "config.h"

#include "app/configuration-row.h"

#include <glib/gi18n-lib.h>

#include "app/check-dialog.h"
#include "app/configuration-color.h"
#include "app/verdict-card.h"
#include "experiment/seeds.h"

struct _BfConfigurationRow
{
  GtkListBoxRow parent_instance;

  /* template widgets */
  BfConfigurationColor *color;
  GtkStack *stack;
  GtkLabel *name;
  GtkEntry *entry;
  GtkLabel *status;
  GtkWidget *badge;
  GtkImage *badge_icon;
  GtkLabel *badge_label;
  GtkMenuButton *menu_button;

  /* owned */
  BfSession *session;

  guint index;
};

G_DEFINE_FINAL_TYPE (BfConfigurationRow, bf_configuration_row, GTK_TYPE_LIST_BOX_ROW)

static const BfConfiguration *
present (BfConfigurationRow *self)
{
  return bf_session_configuration (self->session, self->index);
}

static gboolean
is_renaming (BfConfigurationRow *self)
{
  return gtk_stack_get_visible_child (self->stack) == GTK_WIDGET (self->entry);
}

/* Back to the label; the row takes the focus that the field had. */
static void
end_renaming (BfConfigurationRow *self)
{
  GtkStateFlags flags = gtk_widget_get_state_flags (GTK_WIDGET (self->entry));

  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->name));
  if (flags & GTK_STATE_FLAG_FOCUS_WITHIN)
    gtk_widget_grab_focus (GTK_WIDGET (self));
}

static void
set_name (BfConfigurationRow *self, const char *name)
{
  g_autoptr (BfConfiguration) replacement = bf_configuration_copy (present (self));

  g_free (replacement->name);
  replacement->name = g_strdup (name);
  bf_session_edit (self->session, self->index, replacement, _("Rename a Configuration"), NULL);
}

/* Takes the name typed, unless there is none. */
static gboolean
commit_name (BfConfigurationRow *self)
{
  const char *typed = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  g_autofree char *name = g_strstrip (g_strdup (typed));

  if (*name == '\0')
    return FALSE;
  end_renaming (self);
  set_name (self, name);
  return TRUE;
}

static void
entry_activate_cb (BfConfigurationRow *self)
{
  if (is_renaming (self) && !commit_name (self))
    gtk_widget_error_bell (GTK_WIDGET (self->entry));
}

static void
entry_leave_cb (BfConfigurationRow *self)
{
  if (self->session != NULL && is_renaming (self) && !commit_name (self))
    end_renaming (self);
}

static gboolean
entry_key_pressed_cb (BfConfigurationRow *self, guint keyval)
{
  if (keyval != GDK_KEY_Escape)
    return GDK_EVENT_PROPAGATE;
  end_renaming (self);
  return GDK_EVENT_STOP;
}

static void
name_pressed_cb (BfConfigurationRow *self, int n_press)
{
  if (n_press == 2)
    bf_configuration_row_rename (self);
}

static void
color_chosen_cb (BfConfigurationRow *self, const char *color)
{
  g_autoptr (BfConfiguration) replacement = bf_configuration_copy (present (self));

  g_free (replacement->color);
  replacement->color = g_strdup (color);
  bf_session_edit (self->session, self->index, replacement, _("Recolour a Configuration"), NULL);
}

static void
duplicate_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BfConfigurationRow *self = BF_CONFIGURATION_ROW (widget);

  if (!is_renaming (self))
    bf_session_duplicate (self->session, self->index);
}

static void
rename_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  bf_configuration_row_rename (BF_CONFIGURATION_ROW (widget));
}

static void
recolor_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  bf_configuration_color_popup (BF_CONFIGURATION_ROW (widget)->color);
}

static void
check_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GtkWindow *parent = GTK_WINDOW (gtk_widget_get_root (widget));
  BfCheckDialog *dialog = bf_check_dialog_new (parent, present (BF_CONFIGURATION_ROW (widget)));

  gtk_window_present (GTK_WINDOW (dialog));
}

static void
remove_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BfConfigurationRow *self = BF_CONFIGURATION_ROW (widget);

  bf_session_remove (self->session, self->index);
}

static void
menu_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_menu_button_popup (BF_CONFIGURATION_ROW (widget)->menu_button);
}

/* "Step 412 · loss 0.31", "Diverged at step 12"; g_free(). */
static char *
describe_progress (const BfRecord *record)
{
  guint n_rows = record != NULL ? bf_record_n_rows (record) : 0;
  BfOutcome outcome = record != NULL ? bf_record_outcome (record) : BF_OUTCOME_UNFINISHED;
  g_autofree char *step = NULL;
  guint64 last;
  double loss;

  if (outcome == BF_OUTCOME_FAILED)
    return g_strdup (bf_record_message (record));
  if (n_rows == 0)
    return g_strdup (_("Not run"));
  last = bf_record_step (record, n_rows - 1);
  step = g_strdup_printf ("%'" G_GUINT64_FORMAT, last);
  if (outcome == BF_OUTCOME_DIVERGED)
    return g_strdup_printf (_("Diverged at step %s"), step);
  loss = bf_record_training (record, n_rows - 1, BF_TRAINING_LOSS);
  if (outcome == BF_OUTCOME_FINISHED)
    return g_strdup_printf (ngettext ("%s step · loss %.3g", "%s steps · loss %.3g", last), step,
                            loss);
  return g_strdup_printf (_("Step %s · loss %.3g"), step, loss);
}

/* " · 5 seeds", " · 2 of 5 seeds diverged"; NULL: there is one. g_free(). */
static char *
describe_seeds (const BfConfiguration *configuration, const BfRecord *record)
{
  g_autofree char *ended = NULL;
  BfSeedOutcomes outcomes;

  bf_seed_outcomes (configuration, record, &outcomes);
  if (outcomes.n < 2)
    return NULL;
  ended = record != NULL ? bf_seed_outcomes_describe (&outcomes) : NULL;
  if (ended != NULL)
    return g_strconcat (" · ", ended, NULL);
  return g_strdup_printf (ngettext (" · %u seed", " · %u seeds", outcomes.n), outcomes.n);
}

static void
show_progress (BfConfigurationRow *self, const BfRecord *record)
{
  gboolean failed = record != NULL && bf_record_outcome (record) == BF_OUTCOME_FAILED;
  g_autofree char *progress = describe_progress (record);
  g_autofree char *seeds = failed ? NULL : describe_seeds (present (self), record);
  g_autofree char *text = g_strconcat (progress, seeds, NULL);

  gtk_label_set_label (self->status, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->status), failed || seeds != NULL ? text : NULL);
  if (failed)
    gtk_widget_add_css_class (GTK_WIDGET (self->status), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->status), "error");
}

static void
show_verdict (BfConfigurationRow *self, const BfRecord *record)
{
  const char *css_classes[] = { "verdict", NULL, NULL };
  const BfEntry *entry;
  BfVerdict verdict = { BF_VERDICT_NONE };
  g_autofree char *evidence = NULL;

  if (record != NULL && bf_record_n_rows (record) > 0)
    bf_verdict_from_record (record, bf_record_n_rows (record) - 1, &verdict);
  gtk_widget_set_visible (self->badge, verdict.kind != BF_VERDICT_NONE);
  if (verdict.kind == BF_VERDICT_NONE)
    return;
  entry = bf_table_row (&bf_verdict_table, verdict.kind);
  evidence = bf_verdict_describe (&verdict);
  css_classes[1] = bf_verdict_style_class (verdict.kind);
  gtk_widget_set_css_classes (self->badge, css_classes);
  gtk_image_set_from_icon_name (self->badge_icon, bf_verdict_icon_name (verdict.kind));
  gtk_label_set_label (self->badge_label, _(entry->name));
  gtk_widget_set_tooltip_text (self->badge, evidence);
}

static void
bf_configuration_row_dispose (GObject *object)
{
  BfConfigurationRow *self = BF_CONFIGURATION_ROW (object);

  g_clear_object (&self->session);
  G_OBJECT_CLASS (bf_configuration_row_parent_class)->dispose (object);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "configuration.duplicate", NULL, duplicate_action);
  gtk_widget_class_install_action (widget_class, "configuration.rename", NULL, rename_action);
  gtk_widget_class_install_action (widget_class, "configuration.recolor", NULL, recolor_action);
  gtk_widget_class_install_action (widget_class, "configuration.check", NULL, check_action);
  gtk_widget_class_install_action (widget_class, "configuration.remove", NULL, remove_action);
  gtk_widget_class_install_action (widget_class, "configuration.menu", NULL, menu_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_d, GDK_CONTROL_MASK,
                                       "configuration.duplicate", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F2, 0, "configuration.rename", NULL);
  /* The menu shows the key that is added last. */
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Delete, 0, "configuration.remove",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "configuration.remove",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Menu, 0, "configuration.menu", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK,
                                       "configuration.menu", NULL);
}

static void
bf_configuration_row_class_init (BfConfigurationRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bf_configuration_row_dispose;

  g_type_ensure (BF_TYPE_CONFIGURATION_COLOR);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/backflow/Backflow/configuration-row.ui");
  gtk_widget_class_bind_template_child (widget_class, BfConfigurationRow, color);
  gtk_widget_class_bind_template_child (widget_class, BfConfigurationRow, stack);
  gtk_widget_class_bind_template_child (widget_class, BfConfigurationRow, name);
  gtk_widget_class_bind_template_child (widget_class, BfConfigurationRow, entry);
  gtk_widget_class_bind_template_child (widget_class, BfConfigurationRow, status);
  gtk_widget_class_bind_template_child (widget_class, BfConfigurationRow, badge);
  gtk_widget_class_bind_template_child (widget_class, BfConfigurationRow, badge_icon);
  gtk_widget_class_bind_template_child (widget_class, BfConfigurationRow, badge_label);
  gtk_widget_class_bind_template_child (widget_class, BfConfigurationRow, menu_button);
  gtk_widget_class_bind_template_callback (widget_class, color_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, name_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, entry_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, entry_key_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, entry_leave_cb);
  install_actions (widget_class);
}

static void
bf_configuration_row_init (BfConfigurationRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_entry_set_max_length (self->entry, BF_CONFIGURATION_MAX_NAME);
}

GtkWidget *
bf_configuration_row_new (BfSession *session, guint index)
{
  BfConfigurationRow *self;

  g_return_val_if_fail (BF_IS_SESSION (session), NULL);

  self = g_object_new (BF_TYPE_CONFIGURATION_ROW, NULL);
  self->session = g_object_ref (session);
  self->index = index;
  return GTK_WIDGET (self);
}

void
bf_configuration_row_show (BfConfigurationRow *self, BfColor color)
{
  const char *name;
  g_autofree char *label = NULL;

  g_return_if_fail (BF_IS_CONFIGURATION_ROW (self));

  name = present (self)->name;
  gtk_label_set_label (self->name, name);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->name), name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  bf_configuration_color_show (self->color, color, name);
  label = g_strdup_printf (_("Menu of “%s”"), name);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->menu_button), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->menu_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "configuration.remove",
                                 bf_session_n (self->session) > 1);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "configuration.duplicate",
                                 bf_session_n (self->session) < BF_EXPERIMENT_MAX_CONFIGURATIONS);
}

void
bf_configuration_row_show_record (BfConfigurationRow *self)
{
  const BfRecord *record;

  g_return_if_fail (BF_IS_CONFIGURATION_ROW (self));

  record = bf_session_record (self->session, self->index);
  show_progress (self, record);
  show_verdict (self, record);
}

void
bf_configuration_row_cancel_rename (BfConfigurationRow *self)
{
  g_return_if_fail (BF_IS_CONFIGURATION_ROW (self));

  end_renaming (self);
}

void
bf_configuration_row_rename (BfConfigurationRow *self)
{
  g_return_if_fail (BF_IS_CONFIGURATION_ROW (self));

  if (is_renaming (self))
    return;
  gtk_editable_set_text (GTK_EDITABLE (self->entry), present (self)->name);
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->entry));
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}
