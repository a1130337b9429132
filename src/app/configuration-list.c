#include "config.h"

#include "app/configuration-list.h"

#include "app/configuration-row.h"
#include "figure/figure.h"

/* Between two looks at the records while rows arrive. */
#define RECORD_INTERVAL 200 /* ms */

struct _BfConfigurationList
{
  AdwBin parent_instance;

  /* template widgets */
  GtkListBox *list;
  GtkWidget *add;

  /* owned */
  BfSession *session;

  guint record_source;   /* 0: records are shown as they are */
  guint updating : 1;    /* the selection is being set, not made */
};

G_DEFINE_FINAL_TYPE (BfConfigurationList, bf_configuration_list, ADW_TYPE_BIN)

static BfConfigurationRow *
row_at (BfConfigurationList *self, guint index)
{
  return BF_CONFIGURATION_ROW (gtk_list_box_get_row_at_index (self->list, index));
}

/* Name and colour of the rows from @first on; the colour may follow from the place. */
static void
show_names (BfConfigurationList *self, guint first, guint n)
{
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  g_autofree BfFigureRun *runs = bf_figure_runs_new (bf_session_experiment (self->session),
                                                     dark ? &bf_theme_dark : &bf_theme_light);

  for (guint i = first; i < first + n; i++)
    bf_configuration_row_show (row_at (self, i), runs[i].color);
}

static void
show_all_names (BfConfigurationList *self)
{
  show_names (self, 0, bf_session_n (self->session));
}

static void
edited_cb (BfConfigurationList *self, guint index)
{
  show_names (self, index, 1);
}

static void
show_records (BfConfigurationList *self)
{
  g_clear_handle_id (&self->record_source, g_source_remove);
  for (guint i = 0; i < bf_session_n (self->session); i++)
    bf_configuration_row_show_record (row_at (self, i));
}

static gboolean
record_source_cb (gpointer user_data)
{
  BfConfigurationList *self = user_data;

  self->record_source = 0;
  show_records (self);
  return G_SOURCE_REMOVE;
}

static void
rows_cb (BfConfigurationList *self)
{
  if (self->record_source == 0)
    self->record_source = g_timeout_add (RECORD_INTERVAL, record_source_cb, self);
}

static void
selected_cb (BfConfigurationList *self)
{
  GtkListBoxRow *row = GTK_LIST_BOX_ROW (row_at (self, bf_session_selected (self->session)));
  GtkWidget *focus = gtk_widget_get_focus_child (GTK_WIDGET (self->list));

  self->updating = TRUE;
  gtk_list_box_select_row (self->list, row);
  self->updating = FALSE;
  if (focus != NULL && focus != GTK_WIDGET (row))
    gtk_widget_grab_focus (GTK_WIDGET (row));
}

static void
structure_cb (BfConfigurationList *self)
{
  guint n = bf_session_n (self->session);
  gboolean had_focus = gtk_widget_get_focus_child (GTK_WIDGET (self->list)) != NULL;
  guint shown = 0;

  self->updating = TRUE;
  /* A name that is being typed belongs to what was there before. */
  for (; gtk_list_box_get_row_at_index (self->list, shown) != NULL; shown++)
    bf_configuration_row_cancel_rename (row_at (self, shown));
  for (; shown < n; shown++)
    gtk_list_box_append (self->list, bf_configuration_row_new (self->session, shown));
  for (; shown > n; shown--)
    gtk_list_box_remove (self->list, GTK_WIDGET (row_at (self, shown - 1)));
  self->updating = FALSE;
  show_all_names (self);
  show_records (self);
  selected_cb (self);
  if (had_focus)
    gtk_widget_grab_focus (GTK_WIDGET (row_at (self, bf_session_selected (self->session))));
  gtk_widget_set_sensitive (self->add, n < BF_EXPERIMENT_MAX_CONFIGURATIONS);
}

static void
row_selected_cb (BfConfigurationList *self, GtkListBoxRow *row)
{
  if (!self->updating && row != NULL)
    bf_session_select (self->session, gtk_list_box_row_get_index (row));
}

static void
add_clicked_cb (BfConfigurationList *self)
{
  bf_session_add (self->session);
}

static void
bf_configuration_list_dispose (GObject *object)
{
  BfConfigurationList *self = BF_CONFIGURATION_LIST (object);

  g_clear_handle_id (&self->record_source, g_source_remove);
  self->updating = TRUE;
  g_clear_object (&self->session);
  G_OBJECT_CLASS (bf_configuration_list_parent_class)->dispose (object);
}

static void
bf_configuration_list_class_init (BfConfigurationListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bf_configuration_list_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/backflow/Backflow/configuration-list.ui");
  gtk_widget_class_bind_template_child (widget_class, BfConfigurationList, list);
  gtk_widget_class_bind_template_child (widget_class, BfConfigurationList, add);
  gtk_widget_class_bind_template_callback (widget_class, row_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, add_clicked_cb);
}

static void
bf_configuration_list_init (BfConfigurationList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
bf_configuration_list_new (void)
{
  return g_object_new (BF_TYPE_CONFIGURATION_LIST, NULL);
}

void
bf_configuration_list_set_session (BfConfigurationList *self, BfSession *session)
{
  g_return_if_fail (BF_IS_CONFIGURATION_LIST (self));
  g_return_if_fail (BF_IS_SESSION (session));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (session, "structure", G_CALLBACK (structure_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "selected", G_CALLBACK (selected_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "edited", G_CALLBACK (edited_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "rows", G_CALLBACK (rows_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "state", G_CALLBACK (rows_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (show_all_names), self,
                           G_CONNECT_SWAPPED);
  structure_cb (self);
}
