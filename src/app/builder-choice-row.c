#include "config.h"

#include "app/builder-choice-row.h"

#include <glib/gi18n-lib.h>

#include "app/builder-row.h"

/* Characters in a line of a summary, so that the list stays narrow enough for a phone. */
#define SUMMARY_WIDTH 34

struct _BfBuilderChoiceRow
{
  AdwComboRow parent_instance;

  const BfTable *table;   /* static */
  guint updating : 1;     /* the choice is being set, not made */
};

enum
{
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BfBuilderChoiceRow, bf_builder_choice_row, ADW_TYPE_COMBO_ROW)

static const BfEntry *
entry_at (BfBuilderChoiceRow *self, guint index)
{
  return index < self->table->n_rows ? bf_table_row (self->table, index) : NULL;
}

static GtkWidget *
new_label (const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), SUMMARY_WIDTH);
  if (css_class != NULL)
    {
      gtk_widget_add_css_class (label, "dim-label");
      gtk_widget_add_css_class (label, css_class);
    }
  return label;
}

/* An item of the list: name over summary, and a check mark for the chosen one. */
static void
setup_item_cb (BfBuilderChoiceRow *self, GtkListItem *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *text = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_widget_set_hexpand (text, TRUE);
  gtk_box_append (GTK_BOX (text), new_label (NULL));
  gtk_box_append (GTK_BOX (text), new_label ("caption"));
  gtk_box_append (GTK_BOX (box), text);
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("object-select-symbolic"));
  gtk_list_item_set_child (item, box);
}

static void
update_check (GtkListItem *item, GParamSpec *pspec, AdwComboRow *row)
{
  GtkWidget *check = gtk_widget_get_last_child (gtk_list_item_get_child (item));
  gboolean chosen = gtk_list_item_get_position (item) == adw_combo_row_get_selected (row);

  gtk_widget_set_opacity (check, chosen ? 1 : 0);
}

static void
bind_item_cb (BfBuilderChoiceRow *self, GtkListItem *item)
{
  const BfEntry *entry = entry_at (self, gtk_list_item_get_position (item));
  GtkWidget *text = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  GtkWidget *summary = gtk_widget_get_last_child (text);

  gtk_label_set_label (GTK_LABEL (gtk_widget_get_first_child (text)), _(entry->name));
  gtk_label_set_label (GTK_LABEL (summary), entry->summary != NULL ? _(entry->summary) : "");
  gtk_widget_set_visible (summary, entry->summary != NULL);
  g_signal_connect_object (self, "notify::selected", G_CALLBACK (update_check), item,
                           G_CONNECT_SWAPPED);
  update_check (item, NULL, ADW_COMBO_ROW (self));
}

static void
unbind_item_cb (BfBuilderChoiceRow *self, GtkListItem *item)
{
  g_signal_handlers_disconnect_by_func (self, update_check, item);
}

static GtkListItemFactory *
new_list_factory (BfBuilderChoiceRow *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_item_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_item_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_item_cb), self, G_CONNECT_SWAPPED);
  return factory;
}

static GListModel *
new_model (const BfTable *table)
{
  GtkStringList *names = gtk_string_list_new (NULL);

  for (guint i = 0; i < table->n_rows; i++)
    {
      const BfEntry *entry = bf_table_row (table, i);

      gtk_string_list_append (names, _(entry->name));
    }
  return G_LIST_MODEL (names);
}

static void
selected_cb (BfBuilderChoiceRow *self)
{
  guint index = adw_combo_row_get_selected (ADW_COMBO_ROW (self));

  if (!self->updating && index < self->table->n_rows)
    g_signal_emit (self, signals[CHOSEN], 0, index);
}

static void
bf_builder_choice_row_class_init (BfBuilderChoiceRowClass *klass)
{
  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
bf_builder_choice_row_init (BfBuilderChoiceRow *self)
{
}

GtkWidget *
bf_builder_choice_row_new (const char *title, const BfTable *table)
{
  BfBuilderChoiceRow *self;
  g_autoptr (GListModel) model = NULL;
  g_autoptr (GtkListItemFactory) factory = NULL;

  g_return_val_if_fail (title != NULL && table != NULL, NULL);

  self = g_object_new (BF_TYPE_BUILDER_CHOICE_ROW, "title", title, NULL);
  self->table = table;
  model = new_model (table);
  factory = new_list_factory (self);
  adw_combo_row_set_list_factory (ADW_COMBO_ROW (self), factory);
  adw_combo_row_set_model (ADW_COMBO_ROW (self), model);
  g_signal_connect (self, "notify::selected", G_CALLBACK (selected_cb), NULL);
  return GTK_WIDGET (self);
}

void
bf_builder_choice_row_set_index (BfBuilderChoiceRow *self, guint index)
{
  g_return_if_fail (BF_IS_BUILDER_CHOICE_ROW (self));
  g_return_if_fail (index < self->table->n_rows);

  self->updating = TRUE;
  adw_combo_row_set_selected (ADW_COMBO_ROW (self), index);
  self->updating = FALSE;
}

void
bf_builder_choice_row_set_error (BfBuilderChoiceRow *self, const char *error)
{
  g_return_if_fail (BF_IS_BUILDER_CHOICE_ROW (self));

  bf_builder_row_set_message (ADW_ACTION_ROW (self), GTK_WIDGET (self), NULL, error);
}
