#include "config.h"

#include "app/figure-table.h"

#include "app/sheet-model.h"

#define INTERVAL (G_USEC_PER_SEC / 2)   /* between renewals at least */
#define REST 20                         /* times as long as a renewal took */

struct _BfFigureTable
{
  GtkBox parent_instance;

  /* Template widgets */
  GtkColumnView *view;
  GtkWidget *scroller;
  GtkWidget *nothing;

  BfFigureArea *area;        /* owned reference */
  BfSheetModel *rows;        /* owned */
  gint64 next;               /* monotonic time before which nothing is renewed */
  guint renewal_id;          /* source of a renewal that was put off */
};

G_DEFINE_FINAL_TYPE (BfFigureTable, bf_figure_table, GTK_TYPE_BOX)

static void
show_cell (GtkListItem *item)
{
  GtkLabel *label = GTK_LABEL (gtk_list_item_get_child (item));
  BfSheetRow *row = gtk_list_item_get_item (item);
  guint column = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (label), "column"));
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  bf_sheet_row_format (row, column, text, sizeof text);
  gtk_label_set_label (label, text);
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer column)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 1);
  gtk_widget_add_css_class (label, "numeric");
  g_object_set_data (G_OBJECT (label), "column", column);
  gtk_list_item_set_child (item, label);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  g_signal_connect_swapped (bf_sheet_row_get_model (gtk_list_item_get_item (item)), "renewed",
                            G_CALLBACK (show_cell), item);
  show_cell (item);
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  g_signal_handlers_disconnect_by_func (bf_sheet_row_get_model (gtk_list_item_get_item (item)),
                                        show_cell, item);
}

static void
append_column (BfFigureTable *self, const char *title, guint index)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkColumnViewColumn) column = gtk_column_view_column_new (title, factory);

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), GUINT_TO_POINTER (index));
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), NULL);
  gtk_column_view_column_set_resizable (column, TRUE);
  gtk_column_view_append_column (self->view, column);
}

static gboolean
has_columns (BfFigureTable *self, const BfSheet *sheet)
{
  GListModel *columns = gtk_column_view_get_columns (self->view);

  if (g_list_model_get_n_items (columns) != sheet->n_columns)
    return FALSE;
  for (guint i = 0; i < sheet->n_columns; i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);

      if (g_strcmp0 (gtk_column_view_column_get_title (column), sheet->titles[i]) != 0)
        return FALSE;
    }
  return TRUE;
}

static void
renew_columns (BfFigureTable *self, const BfSheet *sheet)
{
  GListModel *columns = gtk_column_view_get_columns (self->view);

  while (g_list_model_get_n_items (columns) > 0)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, 0);
      gtk_column_view_remove_column (self->view, column);
    }
  for (guint i = 0; i < sheet->n_columns; i++)
    append_column (self, sheet->titles[i], i);
}

static void
renew (BfFigureTable *self)
{
  gint64 began = g_get_monotonic_time (), took;
  BfSheet *sheet = bf_figure_area_new_sheet (self->area);

  g_clear_handle_id (&self->renewal_id, g_source_remove);
  if (sheet == NULL)
    return;
  bf_sheet_model_set_sheet (self->rows, sheet);
  if (!has_columns (self, sheet))
    renew_columns (self, sheet);
  gtk_widget_set_visible (self->scroller, sheet->n_rows > 0);
  gtk_widget_set_visible (self->nothing, sheet->n_rows == 0);
  took = g_get_monotonic_time () - began;
  self->next = g_get_monotonic_time () + MAX (INTERVAL, REST * took);
}

static void
put_off_cb (gpointer user_data)
{
  BfFigureTable *self = user_data;

  self->renewal_id = 0;
  renew (self);
}

static void
redrawn_cb (BfFigureTable *self)
{
  gint64 now = g_get_monotonic_time ();

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)) || self->renewal_id != 0)
    return;
  if (now >= self->next)
    renew (self);
  else
    self->renewal_id = g_timeout_add_once ((self->next - now) / 1000 + 1, put_off_cb, self);
}

static void
bf_figure_table_map (GtkWidget *widget)
{
  BfFigureTable *self = BF_FIGURE_TABLE (widget);

  GTK_WIDGET_CLASS (bf_figure_table_parent_class)->map (widget);
  if (self->area != NULL)
    renew (self);
}

static void
bf_figure_table_unmap (GtkWidget *widget)
{
  g_clear_handle_id (&BF_FIGURE_TABLE (widget)->renewal_id, g_source_remove);
  GTK_WIDGET_CLASS (bf_figure_table_parent_class)->unmap (widget);
}

static gboolean
bf_figure_table_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (BF_FIGURE_TABLE (widget)->view));
}

static gboolean
copy_cb (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  return gtk_widget_activate_action (widget, "figure.copy-data", NULL);
}

static void
bf_figure_table_dispose (GObject *object)
{
  BfFigureTable *self = BF_FIGURE_TABLE (object);

  g_clear_handle_id (&self->renewal_id, g_source_remove);
  g_clear_object (&self->area);
  G_OBJECT_CLASS (bf_figure_table_parent_class)->dispose (object);
  g_clear_object (&self->rows);
}

static void
bf_figure_table_class_init (BfFigureTableClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bf_figure_table_dispose;
  widget_class->map = bf_figure_table_map;
  widget_class->unmap = bf_figure_table_unmap;
  widget_class->grab_focus = bf_figure_table_grab_focus;

  gtk_widget_class_add_binding (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, copy_cb, NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/backflow/Backflow/figure-table.ui");
  gtk_widget_class_bind_template_child (widget_class, BfFigureTable, view);
  gtk_widget_class_bind_template_child (widget_class, BfFigureTable, scroller);
  gtk_widget_class_bind_template_child (widget_class, BfFigureTable, nothing);
}

static void
bf_figure_table_init (BfFigureTable *self)
{
  g_autoptr (GtkSingleSelection) selection = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));
  self->rows = bf_sheet_model_new ();
  selection = gtk_single_selection_new (G_LIST_MODEL (g_object_ref (self->rows)));
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (selection));
}

void
bf_figure_table_set_area (BfFigureTable *self, BfFigureArea *area)
{
  g_return_if_fail (BF_IS_FIGURE_TABLE (self));
  g_return_if_fail (BF_IS_FIGURE_AREA (area) && self->area == NULL);

  self->area = g_object_ref (area);
  g_signal_connect_object (area, "redrawn", G_CALLBACK (redrawn_cb), self, G_CONNECT_SWAPPED);
}

GListModel *
bf_figure_table_get_rows (BfFigureTable *self)
{
  g_return_val_if_fail (BF_IS_FIGURE_TABLE (self), NULL);
  return G_LIST_MODEL (self->rows);
}
