/* The line above the figure: what fits, and that all of it can be reached. */
#include <adwaita.h>

#include "app/figure-bar.h"
#include "app/figure-list.h"

typedef struct {
  GtkWidget *window;
  BfFigureBar *bar;
  GPtrArray *figures;
  const BfFigure *shown;
} Fixture;

static gboolean
is_placed (Fixture *fixture, int width)
{
  return gtk_widget_get_mapped (GTK_WIDGET (fixture->bar))
         && gtk_widget_get_width (GTK_WIDGET (fixture->bar)) == width;
}

static void
place (Fixture *fixture, int width)
{
  gtk_widget_size_allocate (GTK_WIDGET (fixture->bar), &(GtkAllocation) { 0, 0, width, 40 }, -1);
  g_assert_true (is_placed (fixture, width));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  BfFigureView view = { 0 };
  gint64 end = g_get_monotonic_time () + 30 * G_USEC_PER_SEC;

  fixture->figures = bf_figures_that_apply (&view);
  fixture->bar = g_object_new (BF_TYPE_FIGURE_BAR, NULL);
  bf_figure_bar_set_measure (fixture->bar, BF_ACTIVATION_GRADIENT_RMS);
  fixture->shown = fixture->figures->pdata[0];
  bf_figure_bar_set_figures (fixture->bar, fixture->figures, fixture->shown);
  fixture->window = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->bar));
  gtk_window_present (GTK_WINDOW (fixture->window));
  while (!gtk_widget_get_mapped (GTK_WIDGET (fixture->bar)) && g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, TRUE);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gpointer bar = fixture->bar;

  g_object_add_weak_pointer (G_OBJECT (fixture->bar), &bar);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_assert_null (bar);
  g_ptr_array_unref (fixture->figures);
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
}

/* Buttons of figures that are shown, and that nothing lies on anything else or beyond an end. */
static guint
check (Fixture *fixture, int width, gboolean *shown_is_there)
{
  guint n = 0;

  *shown_is_there = FALSE;
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (fixture->bar)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      graphene_rect_t own, other, both;

      if (!gtk_widget_get_child_visible (child))
        continue;
      g_assert_true (gtk_widget_compute_bounds (child, GTK_WIDGET (fixture->bar), &own));
      g_assert_cmpfloat (own.origin.x, >=, -0.5);
      g_assert_cmpfloat (own.origin.x + own.size.width, <=, width + 0.5);
      for (GtkWidget *next = gtk_widget_get_next_sibling (child); next != NULL;
           next = gtk_widget_get_next_sibling (next))
        if (gtk_widget_get_child_visible (next)
            && gtk_widget_compute_bounds (next, GTK_WIDGET (fixture->bar), &other)
            && graphene_rect_intersection (&own, &other, &both))
          g_assert_cmpfloat (both.size.width, <=, 0.5);
      if (GTK_IS_TOGGLE_BUTTON (child) && gtk_button_get_label (GTK_BUTTON (child)) != NULL)
        {
          n++;
          *shown_is_there |= g_str_equal (gtk_button_get_label (GTK_BUTTON (child)),
                                          bf_figure_brief (fixture->shown));
        }
    }
  return n;
}

static void
check_widths (Fixture *fixture)
{
  guint before = G_MAXUINT;
  gboolean shown;
  int least;

  gtk_widget_measure (GTK_WIDGET (fixture->bar), GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL,
                      NULL);
  g_assert_cmpint (least, <=, 312);   /* beside the margins of the narrowest window */
  for (int width = 1600; width >= least; width -= 37)
    {
      guint n;

      place (fixture, width);
      n = check (fixture, width, &shown);
      g_assert_cmpuint (n, <=, before);
      g_assert_true (n == 0 || shown);
      before = n;
    }
  g_assert_cmpuint (before, ==, 0);
}

static void
test_widths (Fixture *fixture, gconstpointer data)
{
  gboolean shown;

  place (fixture, 1600);
  g_assert_cmpuint (check (fixture, 1600, &shown), ==, fixture->figures->len);
  check_widths (fixture);

  /* The last one is in the row too when it is shown. */
  fixture->shown = fixture->figures->pdata[fixture->figures->len - 1];
  bf_figure_bar_set_figures (fixture->bar, fixture->figures, fixture->shown);
  check_widths (fixture);
}

static void
test_right_to_left (Fixture *fixture, gconstpointer data)
{
  gtk_widget_set_direction (GTK_WIDGET (fixture->bar), GTK_TEXT_DIR_RTL);
  check_widths (fixture);
}

static guint
n_rows (GtkWidget *widget)
{
  guint n = GTK_IS_LIST_BOX_ROW (widget);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += n_rows (child);
  return n;
}

/* The list has all of them, each with a picture. */
static void
test_list (Fixture *fixture, gconstpointer data)
{
  GtkIconTheme *icons = gtk_icon_theme_get_for_display (gtk_widget_get_display (fixture->window));
  GtkWidget *list = g_object_ref_sink (bf_figure_list_new (fixture->figures,
                                                           fixture->figures->pdata[0], 500));

  g_assert_cmpuint (n_rows (list), ==, fixture->figures->len);
  g_object_unref (list);
  gtk_icon_theme_add_resource_path (icons, "/org/backflow/Backflow/icons");
  for (guint i = 0; i < bf_figure_table.n_rows; i++)
    {
      const BfEntry *entry = bf_table_row (&bf_figure_table, i);
      g_autofree char *name = g_strconcat ("figure-", entry->id, "-symbolic", NULL);
      g_assert_true (gtk_icon_theme_has_icon (icons, name));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add ("/figure-bar/widths", Fixture, NULL, set_up, test_widths, tear_down);
  g_test_add ("/figure-bar/right-to-left", Fixture, NULL, set_up, test_right_to_left, tear_down);
  g_test_add ("/figure-bar/list", Fixture, NULL, set_up, test_list, tear_down);
  return g_test_run ();
}
