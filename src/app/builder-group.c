#include "config.h"

#include "app/builder-group.h"

#include <glib/gi18n-lib.h>

#include "app/builder-form.h"

struct _BfBuilderGroup
{
  AdwBin parent_instance;

  /* template widgets */
  GtkWidget *list;
  AdwExpanderRow *head;

  /* owned */
  BfSession *session;
  BfBuilderForm *form;

  guint index;
};

G_DEFINE_FINAL_TYPE (BfBuilderGroup, bf_builder_group, ADW_TYPE_BIN)

static const BfConfiguration *
present (BfBuilderGroup *self)
{
  return bf_session_configuration (self->session, bf_session_selected (self->session));
}

static const BfLayerGroup *
group_at (const BfConfiguration *configuration, guint index)
{
  return &g_array_index (configuration->groups, BfLayerGroup, index);
}

static void
edit (BfBuilderGroup *self, const BfConfiguration *replacement, const char *what)
{
  bf_session_edit (self->session, bf_session_selected (self->session), replacement, what, NULL);
}

/* Swaps the group with that at @other. */
static void
swap (BfBuilderGroup *self, guint other)
{
  g_autoptr (BfConfiguration) replacement = bf_configuration_copy (present (self));
  BfLayerGroup *groups = (BfLayerGroup *) replacement->groups->data;
  BfLayerGroup moved = groups[self->index];

  groups[self->index] = groups[other];
  groups[other] = moved;
  edit (self, replacement, _("Move Layers"));
}

static void
move_up_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BfBuilderGroup *self = BF_BUILDER_GROUP (widget);

  swap (self, self->index - 1);
}

static void
move_down_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BfBuilderGroup *self = BF_BUILDER_GROUP (widget);

  swap (self, self->index + 1);
}

static void
duplicate_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BfBuilderGroup *self = BF_BUILDER_GROUP (widget);
  g_autoptr (BfConfiguration) replacement = bf_configuration_copy (present (self));
  BfLayerGroup group = *group_at (replacement, self->index);

  g_array_insert_val (replacement->groups, self->index + 1, group);
  edit (self, replacement, _("Duplicate Layers"));
}

static void
remove_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BfBuilderGroup *self = BF_BUILDER_GROUP (widget);
  g_autoptr (BfConfiguration) replacement = bf_configuration_copy (present (self));

  g_array_remove_index (replacement->groups, self->index);
  edit (self, replacement, _("Remove Layers"));
}

static void
update_actions (BfBuilderGroup *self)
{
  guint n = present (self)->groups->len;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "group.move-up", self->index > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "group.move-down", self->index + 1 < n);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "group.remove", n > 1);
}

/* "Layers 1–20" */
static void
update_title (BfBuilderGroup *self)
{
  const BfLayerGroup *group = group_at (present (self), self->index);
  g_autofree char *title = NULL;
  guint first = 1;

  for (guint i = 0; i < self->index; i++)
    first += group_at (present (self), i)->repeat;
  if (group->repeat <= 1)
    title = g_strdup_printf (_("Layer %u"), first);
  else
    title = g_strdup_printf (_("Layers %u–%u"), first, first + group->repeat - 1);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->head), title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->head), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  -1);
}

/* "64 units · ReLU · He (Kaiming), normal", while the rows that say so are folded away. */
static void
update_summary (BfBuilderGroup *self)
{
  const BfLayerGroup *group;
  const char *kind;
  g_autofree char *units = NULL, *summary = NULL, *markup = NULL;

  if (self->session == NULL)
    return;
  group = group_at (present (self), self->index);
  if (!adw_expander_row_get_expanded (self->head))
    {
      units = g_strdup_printf (ngettext ("%u unit", "%u units", group->units), group->units);
      kind = group->cell->gated ? group->cell->entry.name : group->activation->entry.name;
      summary = g_strjoin (" · ", units, _(kind), _(group->initializer->entry.name), NULL);
      markup = g_markup_escape_text (summary, -1);
    }
  adw_expander_row_set_subtitle (self->head, markup != NULL ? markup : "");
}

static void
bf_builder_group_dispose (GObject *object)
{
  BfBuilderGroup *self = BF_BUILDER_GROUP (object);

  g_clear_object (&self->form);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (bf_builder_group_parent_class)->dispose (object);
}

static void
bf_builder_group_class_init (BfBuilderGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bf_builder_group_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/backflow/Backflow/builder-group.ui");
  gtk_widget_class_bind_template_child (widget_class, BfBuilderGroup, head);
  gtk_widget_class_bind_template_child (widget_class, BfBuilderGroup, list);
  gtk_widget_class_bind_template_callback (widget_class, update_summary);
  gtk_widget_class_install_action (widget_class, "group.move-up", NULL, move_up_action);
  gtk_widget_class_install_action (widget_class, "group.move-down", NULL, move_down_action);
  gtk_widget_class_install_action (widget_class, "group.duplicate", NULL, duplicate_action);
  gtk_widget_class_install_action (widget_class, "group.remove", NULL, remove_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Up, GDK_ALT_MASK, "group.move-up",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Down, GDK_ALT_MASK, "group.move-down",
                                       NULL);
}

static void
bf_builder_group_init (BfBuilderGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
bf_builder_group_new (BfSession *session, guint index)
{
  BfBuilderGroup *self;

  g_return_val_if_fail (BF_IS_SESSION (session), NULL);

  self = g_object_new (BF_TYPE_BUILDER_GROUP, NULL);
  self->session = g_object_ref (session);
  self->index = index;
  self->form = bf_builder_form_new (BF_BUILDER_LAYERS, GTK_WIDGET (self->head));
  bf_builder_form_set_session (self->form, session);
  bf_builder_form_set_group (self->form, index);
  return GTK_WIDGET (self);
}

void
bf_builder_group_show (BfBuilderGroup *self, gboolean afresh)
{
  g_return_if_fail (BF_IS_BUILDER_GROUP (self));

  bf_builder_form_show (self->form, afresh);
  update_title (self);
  update_summary (self);
  update_actions (self);
}

GtkWidget *
bf_builder_group_show_problem (BfBuilderGroup *self, const char *path, const char *message)
{
  g_return_val_if_fail (BF_IS_BUILDER_GROUP (self), NULL);

  return bf_builder_form_show_problem (self->form, path, message);
}

void
bf_builder_group_reveal (BfBuilderGroup *self, GtkWidget *row)
{
  g_return_if_fail (BF_IS_BUILDER_GROUP (self));

  adw_expander_row_set_expanded (self->head, TRUE);
  bf_builder_form_reveal (self->form, row);
}
