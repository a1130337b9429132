/* The figure in its window: what is said of it, and the keys that reach it. */
#include "window-test.h"

#include "app/figure-key.h"
#include "app/figure-table.h"

#define STEPS 30

/* The label that is spoken. */
static GtkLabel *
status_of (GtkWidget *widget)
{
  GtkLabel *found = NULL;

  if (GTK_IS_LABEL (widget)
      && gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (widget)) == GTK_ACCESSIBLE_ROLE_STATUS)
    return GTK_LABEL (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = status_of (child);
  return found;
}

/* All lines are said at the keyboard's cursor, or one alone. */
static void
test_spoken (void)
{
  BfWindow *window = window_new (2, STEPS);
  BfFigureArea *area = bf_comparison_get_area (window->comparison);
  GtkLabel *status = status_of (GTK_WIDGET (window->comparison));

  activate (window, "run");
  small_wait_for_state (window->session, BF_TRAINER_FINISHED);
  settle ();
  g_assert_true (bf_figure_key_press (area, GDK_KEY_End, 0));
  g_assert_nonnull (strstr (gtk_label_get_label (status), "Layer 3"));
  g_assert_nonnull (strstr (gtk_label_get_label (status), "Small 1: "));
  g_assert_nonnull (strstr (gtk_label_get_label (status), "Small 2: "));
  g_assert_true (bf_figure_key_press (area, GDK_KEY_Down, GDK_CONTROL_MASK));
  g_assert_nonnull (strstr (gtk_label_get_label (status), "Small 1: "));
  g_assert_null (strstr (gtk_label_get_label (status), "Small 2: "));
  g_assert_true (bf_figure_key_press (area, GDK_KEY_Escape, 0));
  g_assert_cmpstr (gtk_label_get_label (status), ==, bf_figure_area_get_description (area));
  window_close (window);
}

/* The keys of the application reach the figure wherever the focus is. */
static void
test_figure_actions (void)
{
  BfWindow *window = window_new (2, STEPS);
  BfFigureArea *area = bf_comparison_get_area (window->comparison);
  gboolean table;

  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), "figure.zoom-in", NULL));
  g_assert_false (bf_figure_area_get_zoomed (area));   /* nothing to be seen yet */
  activate (window, "run");
  small_wait_for_state (window->session, BF_TRAINER_FINISHED);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), "figure.zoom-in", NULL));
  g_assert_true (bf_figure_area_get_zoomed (area));

  g_action_group_activate_action (G_ACTION_GROUP (window), "table", NULL);
  g_object_get (window->comparison, "table", &table, NULL);
  g_assert_true (table);
  g_assert_false (gtk_widget_get_mapped (GTK_WIDGET (area)));
  settle ();
  g_assert_true (GTK_IS_WIDGET (gtk_window_get_focus (GTK_WINDOW (window))));
  g_assert_nonnull (gtk_widget_get_ancestor (gtk_window_get_focus (GTK_WINDOW (window)),
                                             BF_TYPE_FIGURE_TABLE));
  g_action_group_activate_action (G_ACTION_GROUP (window), "table", NULL);
  settle ();
  g_assert_true (gtk_widget_has_focus (GTK_WIDGET (area)));
  window_close (window);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  window_test_begin ();
  g_test_add_func ("/window-figure/spoken", test_spoken);
  g_test_add_func ("/window-figure/actions", test_figure_actions);
  return window_test_run ();
}
