/* The panel by keyboard, for narrow windows and for screen readers. */
#include "app/builder-panel.h"

#include "app/builder-choice-row.h"
#include "app/builder-number-row.h"
#include "builder-test.h"

/* A step never makes a possible value impossible; typing may. */
static void
test_steps (BuilderFixture *fixture, gconstpointer data)
{
  GtkWidget *units = builder_number_row (fixture, "Units");
  GtkWidget *entry = builder_find (units, GTK_TYPE_ENTRY, NULL);
  GtkWidget *down = gtk_widget_get_next_sibling (entry);
  GtkWidget *up = gtk_widget_get_next_sibling (down);

  builder_row_type (units, "3");
  builder_click (up);
  g_assert_cmpuint (builder_group_at (fixture, 0)->units, ==, 4);
  g_assert_cmpstr (builder_row_text (units), ==, "4");
  builder_click (down);
  builder_click (down);
  g_assert_cmpuint (builder_group_at (fixture, 0)->units, ==, 1);
  builder_click (down);
  g_assert_cmpuint (builder_group_at (fixture, 0)->units, ==, 1);
  builder_row_type (units, "0");
  builder_click (up);
  g_assert_cmpuint (builder_group_at (fixture, 0)->units, ==, 1);
}

static void
test_keys (BuilderFixture *fixture, gconstpointer data)
{
  static const struct {
    guint keyval;
    const char *text;
  } keys[] = {
    { GDK_KEY_Up, "0.2" }, { GDK_KEY_Down, "0.1" }, { GDK_KEY_Down, "0.05" },
    { GDK_KEY_Page_Down, "0.005" }, { GDK_KEY_Page_Down, "5e-4" }, { GDK_KEY_Page_Up, "0.005" },
  };
  GtkWidget *rate = builder_number_row (fixture, "Learning rate");
  GtkWidget *entry = builder_find (rate, GTK_TYPE_ENTRY, NULL);

  builder_row_type (rate, "0.1");
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_assert_true (builder_press (entry, keys[i].keyval, 0));
      g_assert_cmpstr (builder_row_text (rate), ==, keys[i].text);
    }
  g_assert_false (builder_press (entry, GDK_KEY_Up, GDK_ALT_MASK));
  g_assert_false (builder_press (entry, GDK_KEY_Escape, 0));
  builder_row_type (rate, "0.005x");
  g_assert_true (builder_press (entry, GDK_KEY_Escape, 0));
  g_assert_cmpstr (builder_row_text (rate), ==, "0.005");
  builder_assert_wrong (rate, FALSE);
  builder_row_type (rate, "0.005x");
  g_assert_true (builder_press (entry, GDK_KEY_Up, 0));
  g_assert_cmpstr (builder_row_text (rate), ==, "0.01");
  g_assert_cmpfloat (builder_selected (fixture->session)->learning_rate, ==, 0.01);
}

/* Clicks and keys of one visit of a field are one step of undo, those of two visits are two. */
static void
test_merge (BuilderFixture *fixture, gconstpointer data)
{
  GtkWidget *units = builder_number_row (fixture, "Units");
  GtkWidget *entry = builder_find (units, GTK_TYPE_ENTRY, NULL);
  guint before = builder_group_at (fixture, 0)->units;

  gtk_widget_grab_focus (entry);
  builder_row_type (units, "5");
  builder_row_type (units, "51");
  gtk_widget_grab_focus (builder_find (builder_number_row (fixture, "Steps"), GTK_TYPE_ENTRY,
                                       NULL));
  gtk_widget_grab_focus (entry);
  builder_row_type (units, "512");
  g_assert_true (bf_session_undo (fixture->session));
  g_assert_cmpuint (builder_group_at (fixture, 0)->units, ==, 51);
  g_assert_cmpstr (bf_session_undo_label (fixture->session), ==, "Change “Units”");
  g_assert_true (bf_session_undo (fixture->session));
  g_assert_cmpuint (builder_group_at (fixture, 0)->units, ==, before);
}

/* Adds the controls of all visible rows under @root. */
static void
collect_controls (GtkWidget *root, GPtrArray *controls)
{
  if (!gtk_widget_get_mapped (root))
    return;
  if (BF_IS_BUILDER_CHOICE_ROW (root) || GTK_IS_TEXT (root))
    g_ptr_array_add (controls, root);
  else
    for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
         child = gtk_widget_get_next_sibling (child))
      collect_controls (child, controls);
}

/* How many of @controls the focus does not reach from outside the panel in @direction. */
static guint
n_unreached (BuilderFixture *fixture, GPtrArray *controls, GtkDirectionType direction)
{
  g_autoptr (GPtrArray) left = g_ptr_array_copy (controls, NULL, NULL);
  guint n_steps = 0;

  gtk_root_set_focus (GTK_ROOT (fixture->window), NULL);
  while (gtk_widget_child_focus (fixture->panel, direction))
    {
      g_ptr_array_remove (left, gtk_root_get_focus (GTK_ROOT (fixture->window)));
      g_assert_cmpuint (++n_steps, <, 100);
    }
  return left->len;
}

/* The tab key goes through every control and comes out again. */
static void
test_tab (BuilderFixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) controls = g_ptr_array_new ();
  GtkWidget *more = builder_find (fixture->panel, ADW_TYPE_EXPANDER_ROW, "More");

  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (more), TRUE);
  builder_wait (LONGER_THAN_A_PAUSE);
  collect_controls (fixture->panel, controls);
  g_assert_cmpuint (controls->len, >=, 20);
  g_assert_cmpuint (n_unreached (fixture, controls, GTK_DIR_TAB_FORWARD), ==, 0);
  g_assert_cmpuint (n_unreached (fixture, controls, GTK_DIR_TAB_BACKWARD), ==, 0);
}

/* Toggle buttons are inside menu buttons, which name them. */
static gboolean
needs_name (GtkWidget *widget)
{
  if (GTK_IS_BUTTON (widget) && !GTK_IS_TOGGLE_BUTTON (widget))
    return gtk_button_get_label (GTK_BUTTON (widget)) == NULL;
  return GTK_IS_ENTRY (widget) || GTK_IS_MENU_BUTTON (widget);
}

static void
assert_named (GtkWidget *root)
{
  if (!gtk_widget_get_visible (root))
    return;
  if (needs_name (root))
    g_assert_true (gtk_test_accessible_has_property (GTK_ACCESSIBLE (root),
                                                     GTK_ACCESSIBLE_PROPERTY_LABEL)
                   || gtk_test_accessible_has_relation (GTK_ACCESSIBLE (root),
                                                        GTK_ACCESSIBLE_RELATION_LABELLED_BY));
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    assert_named (child);
}

static void
test_names (BuilderFixture *fixture, gconstpointer data)
{
  assert_named (fixture->panel);
}

/* The panel fits the narrowest window. */
static void
test_narrow (BuilderFixture *fixture, gconstpointer data)
{
  int minimum;

  gtk_widget_measure (fixture->panel, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 340);
}

#define ADD_WITH(name, set_up, function) \
  g_test_add ("/app/builder-keyboard/" name, BuilderFixture, NULL, set_up, function, \
              builder_tear_down)
#define ADD(name, function) ADD_WITH (name, builder_set_up, function)
#define ADD_IN_WINDOW(name, function) ADD_WITH (name, builder_set_up_window, function)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  ADD_IN_WINDOW ("steps", test_steps);
  ADD ("keys", test_keys);
  ADD_IN_WINDOW ("merge", test_merge);
  ADD_IN_WINDOW ("tab", test_tab);
  ADD ("names", test_names);
  ADD ("narrow", test_narrow);
  return g_test_run ();
}
