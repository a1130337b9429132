#include "config.h"

#include "app/figure-list.h"

#include <glib/gi18n-lib.h>

#define MOST_WIDTH 640
#define MOST_HEIGHT 600

/* Figures that have a key of their own: Alt and a digit. */
#define N_KEYS 9

static GtkWidget *
new_label (const char *text, const char *class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (class != NULL)
    gtk_widget_add_css_class (label, class);
  return label;
}

static GtkWidget *
new_key (guint position)
{
  g_autofree char *key = gtk_accelerator_get_label (GDK_KEY_1 + position, GDK_ALT_MASK);
  GtkWidget *label = gtk_label_new (key);

  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_add_css_class (label, "caption");
  return label;
}

static GtkWidget *
new_row (const BfFigure *figure, guint position, gboolean has_key)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *summary = new_label (_(figure->entry.summary), "dim-label");
  g_autofree char *icon = g_strconcat ("figure-", figure->entry.id, "-symbolic", NULL);

  gtk_widget_add_css_class (summary, "caption");
  gtk_box_append (GTK_BOX (words), new_label (_(figure->entry.name), NULL));
  gtk_box_append (GTK_BOX (words), summary);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_box_append (GTK_BOX (line), gtk_image_new_from_icon_name (icon));
  gtk_box_append (GTK_BOX (line), words);
  if (has_key && position < N_KEYS)
    gtk_box_append (GTK_BOX (line), new_key (position));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), line);
  gtk_widget_set_tooltip_text (row, _(figure->entry.summary));
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _(figure->entry.name), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  _(figure->entry.summary), -1);
  g_object_set_data (G_OBJECT (row), "figure", (gpointer) figure);
  return row;
}

static void
chosen_cb (GtkListBox *list, GtkListBoxRow *row, GtkPopover *popover)
{
  const BfFigure *figure = g_object_get_data (G_OBJECT (row), "figure");

  gtk_popover_popdown (popover);
  gtk_widget_activate_action (GTK_WIDGET (popover), "win.figure", "s", figure->entry.id);
}

/* Whoever opens the list is at the figure that is shown. */
static void
focus_cb (GtkListBox *list)
{
  GtkListBoxRow *selected = gtk_list_box_get_selected_row (list);

  if (selected != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (selected));
}

GtkWidget *
bf_figure_list_new (const GPtrArray *figures, const BfFigure *shown, int room)
{
  GtkWidget *popover = gtk_popover_new (), *list = gtk_list_box_new ();
  GtkWidget *window = gtk_scrolled_window_new ();

  gtk_widget_add_css_class (popover, "menu");
  gtk_widget_add_css_class (list, "figures");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Figures"),
                                  -1);
  for (guint i = 0; i < figures->len; i++)
    {
      GtkWidget *row = new_row (g_ptr_array_index (figures, i), i, room >= MOST_WIDTH);

      gtk_list_box_append (GTK_LIST_BOX (list), row);
      if (g_ptr_array_index (figures, i) == shown)
        gtk_list_box_select_row (GTK_LIST_BOX (list), GTK_LIST_BOX_ROW (row));
    }
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (window), list);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (window), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (window), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (window), MOST_HEIGHT);
  gtk_widget_set_size_request (list, MIN (room, MOST_WIDTH), -1);
  gtk_popover_set_child (GTK_POPOVER (popover), window);
  g_signal_connect (list, "row-activated", G_CALLBACK (chosen_cb), popover);
  g_signal_connect_object (popover, "show", G_CALLBACK (focus_cb), list, G_CONNECT_SWAPPED);
  return popover;
}
