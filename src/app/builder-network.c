#include "config.h"

#include "app/builder-network.h"

#include <glib/gi18n-lib.h>

#include "app/builder-group.h"
#include "experiment/groups.h"
#include "experiment/start.h"

/* Up to so many groups are shown unfolded when they are new. */
#define FEW_GROUPS 3

struct _BfBuilderNetwork
{
  AdwBin parent_instance;

  /* template widgets */
  GtkBox *groups;
  GtkMenuButton *start_button;
  GMenu *start_menu;
  GtkLabel *news;
  GtkLabel *size;

  /* owned */
  BfSession *session;
};

G_DEFINE_FINAL_TYPE (BfBuilderNetwork, bf_builder_network, ADW_TYPE_BIN)

static const BfConfiguration *
present (BfBuilderNetwork *self)
{
  return bf_session_configuration (self->session, bf_session_selected (self->session));
}

static GtkWidget *
first_group (BfBuilderNetwork *self)
{
  return gtk_widget_get_first_child (GTK_WIDGET (self->groups));
}

static GtkWidget *
next (GtkWidget *group)
{
  return gtk_widget_get_next_sibling (group);
}

static guint
n_shown (BfBuilderNetwork *self)
{
  guint n = 0;

  for (GtkWidget *group = first_group (self); group != NULL; group = next (group))
    n++;
  return n;
}

static BfBuilderGroup *
last_group (BfBuilderNetwork *self)
{
  return BF_BUILDER_GROUP (gtk_widget_get_last_child (GTK_WIDGET (self->groups)));
}

/* What happened to something that is now elsewhere, for those who do not see it; NULL: nothing. */
static void
show_news (BfBuilderNetwork *self, const char *news)
{
  gtk_label_set_label (self->news, news != NULL ? news : "");
  gtk_widget_set_visible (GTK_WIDGET (self->news), news != NULL);
}

static void
number_groups (BfBuilderNetwork *self)
{
  guint index = 0;

  for (GtkWidget *group = first_group (self); group != NULL; group = next (group))
    bf_builder_group_set_index (BF_BUILDER_GROUP (group), index++);
}

static guint
index_of (BfBuilderNetwork *self, GtkWidget *wanted)
{
  guint index = 0;

  for (GtkWidget *group = first_group (self); group != wanted; group = next (group))
    index++;
  return index;
}

/* The widgets move with their groups, so that focus and folds do too. */
static void
move_cb (BfBuilderNetwork *self, guint to, GtkWidget *group)
{
  g_autoptr (BfConfiguration) replacement = bf_configuration_copy (present (self));
  g_autofree char *news = NULL;
  const guint from = index_of (self, group);
  GtkWidget *before = NULL;

  for (GtkWidget *other = first_group (self); other != NULL; other = next (other))
    if (other != group && index_of (self, other) - (index_of (self, other) > from ? 1 : 0) < to)
      before = other;
  gtk_box_reorder_child_after (self->groups, group, before);
  number_groups (self);
  bf_configuration_move (replacement, from, to);
  bf_session_edit (self->session, bf_session_selected (self->session), replacement,
                   _("Move Layers"), NULL);
  /* Translators: after a move; “Layers 2–10: now 2 of 3” groups of layers. */
  news = g_strdup_printf (_("%s: now %u of %u"), bf_builder_group_title (BF_BUILDER_GROUP (group)),
                          to + 1, replacement->groups->len);
  show_news (self, news);
}

static void
append_group (BfBuilderNetwork *self, guint index, gboolean expanded)
{
  GtkWidget *group = bf_builder_group_new (self->session, index);

  bf_builder_group_set_expanded (BF_BUILDER_GROUP (group), expanded);
  g_signal_connect_object (group, "move", G_CALLBACK (move_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (self->groups, group);
}

/* The focus does not leave the list with what is removed. */
static void
remove_last_group (BfBuilderNetwork *self)
{
  GtkWidget *last = GTK_WIDGET (last_group (self));
  const gboolean had_focus = gtk_widget_get_focus_child (GTK_WIDGET (self->groups)) == last;

  gtk_box_remove (self->groups, last);
  if (had_focus)
    gtk_widget_child_focus (GTK_WIDGET (last_group (self)), GTK_DIR_TAB_FORWARD);
}

/* One layer more, like the last ones: what differs is then changed. */
static void
add_clicked_cb (BfBuilderNetwork *self)
{
  g_autoptr (BfConfiguration) replacement = bf_configuration_copy (present (self));
  BfLayerGroup group = g_array_index (replacement->groups, BfLayerGroup,
                                      replacement->groups->len - 1);

  group.repeat = 1;
  group.residual_span = 0;
  g_array_append_val (replacement->groups, group);
  bf_session_edit (self->session, bf_session_selected (self->session), replacement,
                   _("Add Layers"), NULL);
  bf_builder_group_set_expanded (last_group (self), TRUE);
  gtk_widget_child_focus (GTK_WIDGET (last_group (self)), GTK_DIR_TAB_FORWARD);
}

static void
start_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BfBuilderNetwork *self = BF_BUILDER_NETWORK (widget);
  const BfStart *start = bf_table_find (&bf_start_table, g_variant_get_string (parameter, NULL));
  g_autoptr (BfConfiguration) replacement = bf_configuration_copy (present (self));

  g_return_if_fail (start != NULL);

  bf_start_apply (start, replacement);
  bf_session_edit (self->session, bf_session_selected (self->session), replacement,
                   _("Start from a Ready Network"), NULL);
}

/* Offers what fits the task. */
static void
create_start_popup_cb (GtkMenuButton *button, gpointer user_data)
{
  BfBuilderNetwork *self = user_data;

  g_menu_remove_all (self->start_menu);
  for (guint i = 0; i < bf_start_table.n_rows; i++)
    {
      const BfStart *start = bf_table_row (&bf_start_table, i);
      g_autofree char *action = g_strdup_printf ("network.start::%s", start->entry.id);

      if (bf_start_fits (start, &present (self)->task))
        g_menu_append (self->start_menu, _(start->entry.name), action);
    }
}

static void
bf_builder_network_dispose (GObject *object)
{
  BfBuilderNetwork *self = BF_BUILDER_NETWORK (object);

  g_clear_object (&self->session);
  G_OBJECT_CLASS (bf_builder_network_parent_class)->dispose (object);
}

static void
bf_builder_network_class_init (BfBuilderNetworkClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bf_builder_network_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/backflow/Backflow/builder-network.ui");
  gtk_widget_class_bind_template_child (widget_class, BfBuilderNetwork, groups);
  gtk_widget_class_bind_template_child (widget_class, BfBuilderNetwork, start_button);
  gtk_widget_class_bind_template_child (widget_class, BfBuilderNetwork, start_menu);
  gtk_widget_class_bind_template_child (widget_class, BfBuilderNetwork, news);
  gtk_widget_class_bind_template_child (widget_class, BfBuilderNetwork, size);
  gtk_widget_class_bind_template_callback (widget_class, add_clicked_cb);
  gtk_widget_class_install_action (widget_class, "network.start", "s", start_action);
}

static void
bf_builder_network_init (BfBuilderNetwork *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_menu_button_set_create_popup_func (self->start_button, create_start_popup_cb, self, NULL);
}

void
bf_builder_network_set_session (BfBuilderNetwork *self, BfSession *session)
{
  g_return_if_fail (BF_IS_BUILDER_NETWORK (self));
  g_return_if_fail (BF_IS_SESSION (session));

  g_set_object (&self->session, session);
}

void
bf_builder_network_show (BfBuilderNetwork *self, gboolean afresh)
{
  guint n;

  g_return_if_fail (BF_IS_BUILDER_NETWORK (self));

  n = present (self)->groups->len;
  for (guint shown = n_shown (self); shown > n; shown--)
    remove_last_group (self);
  for (guint shown = n_shown (self); shown < n; shown++)
    append_group (self, shown, n <= FEW_GROUPS);
  show_news (self, NULL);
  for (GtkWidget *group = first_group (self); group != NULL; group = next (group))
    bf_builder_group_show (BF_BUILDER_GROUP (group), afresh);
}

GtkWidget *
bf_builder_network_show_problem (BfBuilderNetwork *self, const char *path, const char *message)
{
  GtkWidget *found = NULL;

  g_return_val_if_fail (BF_IS_BUILDER_NETWORK (self), NULL);

  for (GtkWidget *group = first_group (self); group != NULL; group = next (group))
    {
      GtkWidget *row = bf_builder_group_show_problem (BF_BUILDER_GROUP (group), path, message);

      found = row != NULL ? row : found;
    }
  return found;
}

void
bf_builder_network_reveal (BfBuilderNetwork *self, GtkWidget *row)
{
  GtkWidget *group;

  g_return_if_fail (BF_IS_BUILDER_NETWORK (self));

  group = gtk_widget_get_ancestor (row, BF_TYPE_BUILDER_GROUP);
  g_return_if_fail (group != NULL);
  bf_builder_group_reveal (BF_BUILDER_GROUP (group), row);
}

void
bf_builder_network_show_size (BfBuilderNetwork *self, const char *size)
{
  g_return_if_fail (BF_IS_BUILDER_NETWORK (self));

  gtk_label_set_label (self->size, size != NULL ? size : "");
  gtk_widget_set_visible (GTK_WIDGET (self->size), size != NULL);
}
