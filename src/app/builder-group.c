#include "config.h"

#include "app/builder-group.h"

#include <glib/gi18n-lib.h>

#include "app/builder-form.h"
#include "app/builder-split.h"
#include "experiment/groups.h"

/* So many rows are still a list that a person reads. */
#define MOST_SINGLE_LAYERS 100

struct _BfBuilderGroup
{
  AdwBin parent_instance;

  /* template widgets */
  GtkWidget *list;
  AdwExpanderRow *head;
  GtkMenuButton *menu_button;
  GMenu *split_section;

  /* owned */
  BfSession *session;
  BfBuilderForm *form;

  guint index;
};

enum
{
  MOVE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

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

static void
move_up_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BfBuilderGroup *self = BF_BUILDER_GROUP (widget);

  g_signal_emit (self, signals[MOVE], 0, self->index - 1);
}

static void
move_down_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BfBuilderGroup *self = BF_BUILDER_GROUP (widget);

  g_signal_emit (self, signals[MOVE], 0, self->index + 1);
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

/* Number of the group's first layer in the network, from 1. */
static guint
first_layer (BfBuilderGroup *self)
{
  guint first = 1;

  for (guint i = 0; i < self->index; i++)
    first += group_at (present (self), i)->repeat;
  return first;
}

/* Writes the layers down in another way; FALSE and @error if the network would not be the same. */
typedef gboolean (*Rewrite) (BfBuilderGroup *self, BfConfiguration *replacement, GError **error);

static gboolean
split (BfBuilderGroup *self, BfConfiguration *replacement, GError **error)
{
  if (group_at (replacement, self->index)->repeat <= MOST_SINGLE_LAYERS)
    return bf_configuration_split_all (replacement, self->index, error);
  g_set_error (error, BF_CONFIGURATION_ERROR, BF_CONFIGURATION_ERROR_INVALID,
               _("more than %d layers"), MOST_SINGLE_LAYERS);
  return FALSE;
}

/* Whether any layer can be: the last one is under a shortcut only if all but the first are. */
static gboolean
split_off (BfBuilderGroup *self, BfConfiguration *replacement, GError **error)
{
  const guint repeat = group_at (replacement, self->index)->repeat;

  return bf_configuration_split (replacement, self->index, repeat - 1, 1, error);
}

static gboolean
join (BfBuilderGroup *self, BfConfiguration *replacement, GError **error)
{
  return bf_configuration_join (replacement, self->index, error);
}

static void
rewrite (BfBuilderGroup *self, Rewrite function, const char *what)
{
  g_autoptr (BfConfiguration) replacement = bf_configuration_copy (present (self));

  if (function (self, replacement, NULL))
    edit (self, replacement, what);
  else
    gtk_widget_error_bell (GTK_WIDGET (self));
}

static void
split_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  rewrite (BF_BUILDER_GROUP (widget), split, _("Split Layers"));
}

static void
join_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  rewrite (BF_BUILDER_GROUP (widget), join, _("Join Layers"));
}

/* Makes the layer with that number in the network, from 1, a group of its own. */
static void
split_at_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BfBuilderGroup *self = BF_BUILDER_GROUP (widget);
  g_autoptr (BfConfiguration) replacement = bf_configuration_copy (present (self));
  const guint first = first_layer (self), layer = g_variant_get_uint32 (parameter);

  g_return_if_fail (layer >= first
                    && layer - first < group_at (replacement, self->index)->repeat);

  if (bf_configuration_split (replacement, self->index, layer - first, 1, NULL))
    edit (self, replacement, _("Split Layers"));
  else
    gtk_widget_error_bell (widget);
}

static void
ask_split_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BfBuilderGroup *self = BF_BUILDER_GROUP (widget);

  bf_builder_split_ask (widget, present (self), self->index, first_layer (self));
}

static const struct {
  const char *action;
  Rewrite rewrite;
  const char *label;
} rewrites[] = {
  { "group.split", split, N_("_Split into Single Layers") },
  { "group.ask-split", split_off, N_("Split _Off One Layer…") },
  { "group.join", join, N_("_Join with Next") },
};

/* The commands that may be refused say why. */
static void
update_rewrites (BfBuilderGroup *self)
{
  g_menu_remove_all (self->split_section);
  for (guint i = 0; i < G_N_ELEMENTS (rewrites); i++)
    {
      g_autoptr (BfConfiguration) trial = bf_configuration_copy (present (self));
      g_autoptr (GError) error = NULL;
      g_autofree char *label = NULL;
      const gboolean possible = rewrites[i].rewrite (self, trial, &error);

      /* Translators: a command of a menu, and why it cannot be used at present. */
      label = possible ? g_strdup (_(rewrites[i].label))
                       : g_strdup_printf (_("%s (%s)"), _(rewrites[i].label), error->message);
      gtk_widget_action_set_enabled (GTK_WIDGET (self), rewrites[i].action, possible);
      g_menu_append (self->split_section, label, rewrites[i].action);
    }
}

static void
create_popup_cb (GtkMenuButton *button, gpointer user_data)
{
  update_rewrites (user_data);
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
  const guint first = first_layer (self);

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

static GdkContentProvider *
drag_prepare_cb (BfBuilderGroup *self)
{
  return gdk_content_provider_new_typed (BF_TYPE_BUILDER_GROUP, self);
}

static void
drag_begin_cb (BfBuilderGroup *self, GdkDrag *drag, GtkDragSource *source)
{
  g_autoptr (GdkPaintable) picture = gtk_widget_paintable_new (GTK_WIDGET (self->head));

  gtk_drag_source_set_icon (source, picture, 0, 0);
}

static gboolean
is_lower_half (BfBuilderGroup *self, double y)
{
  return y > gtk_widget_get_height (GTK_WIDGET (self)) / 2.0;
}

static GdkDragAction
drop_motion_cb (BfBuilderGroup *self, double x, double y)
{
  const gboolean lower = is_lower_half (self, y);

  gtk_widget_add_css_class (GTK_WIDGET (self), lower ? "drop-after" : "drop-before");
  gtk_widget_remove_css_class (GTK_WIDGET (self), lower ? "drop-before" : "drop-after");
  return GDK_ACTION_MOVE;
}

static void
drop_leave_cb (BfBuilderGroup *self)
{
  gtk_widget_remove_css_class (GTK_WIDGET (self), "drop-before");
  gtk_widget_remove_css_class (GTK_WIDGET (self), "drop-after");
}

/* Another group of this list goes before or after this one. */
static gboolean
drop_cb (BfBuilderGroup *self, const GValue *value, double x, double y)
{
  BfBuilderGroup *dragged = g_value_get_object (value);
  guint to;

  drop_leave_cb (self);
  if (gtk_widget_get_parent (GTK_WIDGET (dragged)) != gtk_widget_get_parent (GTK_WIDGET (self)))
    return FALSE;
  to = self->index + (is_lower_half (self, y) ? 1 : 0);
  if (dragged->index < to)
    to--;
  if (to != dragged->index)
    g_signal_emit (dragged, signals[MOVE], 0, to);
  return TRUE;
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
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "group.move-up", NULL, move_up_action);
  gtk_widget_class_install_action (widget_class, "group.move-down", NULL, move_down_action);
  gtk_widget_class_install_action (widget_class, "group.duplicate", NULL, duplicate_action);
  gtk_widget_class_install_action (widget_class, "group.remove", NULL, remove_action);
  gtk_widget_class_install_action (widget_class, "group.split", NULL, split_action);
  gtk_widget_class_install_action (widget_class, "group.split-at", "u", split_at_action);
  gtk_widget_class_install_action (widget_class, "group.ask-split", NULL, ask_split_action);
  gtk_widget_class_install_action (widget_class, "group.join", NULL, join_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Up, GDK_ALT_MASK, "group.move-up",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Down, GDK_ALT_MASK, "group.move-down",
                                       NULL);
}

static void
bf_builder_group_class_init (BfBuilderGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bf_builder_group_dispose;

  signals[MOVE] = g_signal_new ("move", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, G_TYPE_UINT);

  install_actions (widget_class);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/backflow/Backflow/builder-group.ui");
  gtk_widget_class_bind_template_child (widget_class, BfBuilderGroup, head);
  gtk_widget_class_bind_template_child (widget_class, BfBuilderGroup, list);
  gtk_widget_class_bind_template_child (widget_class, BfBuilderGroup, menu_button);
  gtk_widget_class_bind_template_child (widget_class, BfBuilderGroup, split_section);
  gtk_widget_class_bind_template_callback (widget_class, update_summary);
  gtk_widget_class_bind_template_callback (widget_class, drag_prepare_cb);
  gtk_widget_class_bind_template_callback (widget_class, drag_begin_cb);
}

static void
bf_builder_group_init (BfBuilderGroup *self)
{
  GtkDropTarget *target = gtk_drop_target_new (BF_TYPE_BUILDER_GROUP, GDK_ACTION_MOVE);

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_menu_button_set_create_popup_func (self->menu_button, create_popup_cb, self, NULL);
  g_signal_connect_object (target, "motion", G_CALLBACK (drop_motion_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (target, "leave", G_CALLBACK (drop_leave_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (target, "drop", G_CALLBACK (drop_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
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
bf_builder_group_set_index (BfBuilderGroup *self, guint index)
{
  g_return_if_fail (BF_IS_BUILDER_GROUP (self));

  self->index = index;
  bf_builder_form_set_group (self->form, index);
}

void
bf_builder_group_set_expanded (BfBuilderGroup *self, gboolean expanded)
{
  g_return_if_fail (BF_IS_BUILDER_GROUP (self));

  adw_expander_row_set_expanded (self->head, expanded);
}

const char *
bf_builder_group_title (BfBuilderGroup *self)
{
  g_return_val_if_fail (BF_IS_BUILDER_GROUP (self), NULL);

  return adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self->head));
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
