#include "config.h"

#include "app/builder-network.h"

#include <glib/gi18n-lib.h>

#include "app/builder-group.h"

struct _BfBuilderNetwork
{
  AdwBin parent_instance;

  /* template widgets */
  GtkBox *groups;
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
  gtk_widget_child_focus (gtk_widget_get_last_child (GTK_WIDGET (self->groups)),
                          GTK_DIR_TAB_FORWARD);
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
  gtk_widget_class_bind_template_child (widget_class, BfBuilderNetwork, size);
  gtk_widget_class_bind_template_callback (widget_class, add_clicked_cb);
}

static void
bf_builder_network_init (BfBuilderNetwork *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
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
    gtk_box_remove (self->groups, gtk_widget_get_last_child (GTK_WIDGET (self->groups)));
  for (guint shown = n_shown (self); shown < n; shown++)
    gtk_box_append (self->groups, bf_builder_group_new (self->session, shown));
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
