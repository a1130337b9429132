/* The whole panel on a session, as a person uses it. */
#include "app/builder-panel.h"

#include "app/builder-choice-row.h"
#include "app/builder-group.h"
#include "app/builder-number-row.h"
#include "app/builder-text-row.h"
#include "builder-test.h"

#include <glib/gstdio.h>

#define LONGER_THAN_A_PAUSE 500 /* ms */

typedef struct {
  BfSession *session;
  GtkWidget *window;   /* NULL: the panel alone, which is much faster under sanitizers */
  GtkWidget *panel;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->session = builder_session_new ();
  fixture->panel = g_object_ref_sink (bf_builder_panel_new ());
  bf_builder_panel_set_session (BF_BUILDER_PANEL (fixture->panel), fixture->session);
}

static void
set_up_window (Fixture *fixture, gconstpointer data)
{
  set_up (fixture, data);
  fixture->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 360, 800);
  gtk_window_set_child (GTK_WINDOW (fixture->window), fixture->panel);
  gtk_window_present (GTK_WINDOW (fixture->window));
  builder_wait (50);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  if (fixture->window != NULL)
    {
      gtk_window_destroy (GTK_WINDOW (fixture->window));
      builder_wait (50);
    }
  g_assert_finalize_object (fixture->panel);
  g_assert_finalize_object (fixture->session);
}

static GtkWidget *
number_row (Fixture *fixture, const char *title)
{
  GtkWidget *row = builder_find (fixture->panel, BF_TYPE_BUILDER_NUMBER_ROW, title);

  g_assert_nonnull (row);
  return row;
}

/* The notice above the panel, "" if there is none. */
static const char *
notice (Fixture *fixture)
{
  GtkWidget *revealer = builder_find (fixture->panel, GTK_TYPE_REVEALER, NULL);

  if (!gtk_revealer_get_reveal_child (GTK_REVEALER (revealer)))
    return "";
  return gtk_label_get_label (builder_find (revealer, GTK_TYPE_LABEL, NULL));
}

static const BfLayerGroup *
group_at (Fixture *fixture, guint index)
{
  return &g_array_index (builder_selected (fixture->session)->groups, BfLayerGroup, index);
}

static void
assert_wrong (GtkWidget *row, gboolean wrong)
{
  g_assert_cmpint (gtk_widget_has_css_class (row, "error"), ==, wrong);
}

/* What cannot be built stays as typed; its row and a notice say why. */
static void
test_invalid (Fixture *fixture, gconstpointer data)
{
  GtkWidget *units = number_row (fixture, "Units");
  GtkWidget *batch = number_row (fixture, "Batch size");

  builder_row_type (units, "0");
  g_assert_cmpuint (group_at (fixture, 0)->units, ==, 0);
  assert_wrong (units, FALSE);
  builder_wait (LONGER_THAN_A_PAUSE);
  assert_wrong (units, TRUE);
  assert_wrong (batch, FALSE);
  g_assert_cmpstr (builder_row_text (units), ==, "0");
  g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (units)), ==,
                   "must be between 1 and 4096, not 0");
  g_assert_cmpstr (notice (fixture), ==, "Units: must be between 1 and 4096, not 0");

  builder_row_type (units, "08");
  assert_wrong (units, FALSE);
  g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (units)), ==, "");
  g_assert_cmpstr (notice (fixture), ==, "");
  g_assert_cmpuint (group_at (fixture, 0)->units, ==, 8);
  g_assert_cmpstr (builder_row_text (units), ==, "08");
}

/* A combination of two fields, one of them folded away. */
static void
test_impossible (Fixture *fixture, gconstpointer data)
{
  GtkWidget *more = builder_find (fixture->panel, ADW_TYPE_EXPANDER_ROW, "More");
  GtkWidget *span;

  g_assert_false (adw_expander_row_get_expanded (ADW_EXPANDER_ROW (more)));
  builder_row_type (number_row (fixture, "Layers"), "2");
  builder_wait (LONGER_THAN_A_PAUSE);
  span = number_row (fixture, "Residual span");
  assert_wrong (span, TRUE);
  g_assert_true (adw_expander_row_get_expanded (ADW_EXPANDER_ROW (more)));
  g_assert_cmpuint (group_at (fixture, 0)->residual_span, ==, 2);
  g_assert_true (g_str_has_prefix (notice (fixture), "Residual span: "));
  g_assert_true (bf_builder_panel_show_problem (BF_BUILDER_PANEL (fixture->panel)));
  g_assert_true (gtk_widget_is_ancestor (gtk_root_get_focus (GTK_ROOT (fixture->window)), span));

  g_assert_true (bf_session_undo (fixture->session));
  assert_wrong (span, FALSE);
  g_assert_cmpstr (notice (fixture), ==, "");
  g_assert_false (bf_builder_panel_show_problem (BF_BUILDER_PANEL (fixture->panel)));
}

/* What is no number is not in the configuration,
and not forgotten while something else is edited. */
static void
test_unreadable (Fixture *fixture, gconstpointer data)
{
  GtkWidget *rate = number_row (fixture, "Learning rate");
  GtkWidget *batch = number_row (fixture, "Batch size");
  double before = builder_selected (fixture->session)->learning_rate;
  g_autofree char *text = g_strdup (builder_row_text (rate));
  g_autofree char *complaint = g_strdup_printf ("Not a number. Still %s.", text);

  builder_row_type (rate, "fast");
  assert_wrong (rate, FALSE);
  builder_wait (LONGER_THAN_A_PAUSE);
  assert_wrong (rate, TRUE);
  g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (rate)), ==, complaint);
  g_assert_cmpfloat (builder_selected (fixture->session)->learning_rate, ==, before);
  builder_row_type (number_row (fixture, "Units"), "17");
  builder_wait (LONGER_THAN_A_PAUSE);
  g_assert_cmpstr (builder_row_text (rate), ==, "fast");
  assert_wrong (rate, TRUE);

  builder_row_type (batch, "many");
  builder_wait (LONGER_THAN_A_PAUSE);
  assert_wrong (batch, TRUE);
  bf_session_select (fixture->session, 1);
  assert_wrong (rate, FALSE);
  assert_wrong (batch, FALSE);
  g_assert_cmpstr (builder_row_text (batch), ==, "64");
  bf_session_select (fixture->session, 0);
  g_assert_cmpstr (builder_row_text (rate), ==, text);
  assert_wrong (rate, FALSE);
}

/* A step never makes a possible value impossible; typing may. */
static void
test_steps (Fixture *fixture, gconstpointer data)
{
  GtkWidget *units = number_row (fixture, "Units");
  GtkWidget *entry = builder_find (units, GTK_TYPE_ENTRY, NULL);
  GtkWidget *down = gtk_widget_get_next_sibling (entry);
  GtkWidget *up = gtk_widget_get_next_sibling (down);

  builder_row_type (units, "3");
  builder_click (up);
  g_assert_cmpuint (group_at (fixture, 0)->units, ==, 4);
  g_assert_cmpstr (builder_row_text (units), ==, "4");
  builder_click (down);
  builder_click (down);
  g_assert_cmpuint (group_at (fixture, 0)->units, ==, 1);
  builder_click (down);
  g_assert_cmpuint (group_at (fixture, 0)->units, ==, 1);
  builder_row_type (units, "0");
  builder_click (up);
  g_assert_cmpuint (group_at (fixture, 0)->units, ==, 1);
}

static void
test_keys (Fixture *fixture, gconstpointer data)
{
  static const struct {
    guint keyval;
    const char *text;
  } keys[] = {
    { GDK_KEY_Up, "0.2" }, { GDK_KEY_Down, "0.1" }, { GDK_KEY_Down, "0.05" },
    { GDK_KEY_Page_Down, "0.005" }, { GDK_KEY_Page_Down, "5e-4" }, { GDK_KEY_Page_Up, "0.005" },
  };
  GtkWidget *rate = number_row (fixture, "Learning rate");
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
  assert_wrong (rate, FALSE);
  builder_row_type (rate, "0.005x");
  g_assert_true (builder_press (entry, GDK_KEY_Up, 0));
  g_assert_cmpstr (builder_row_text (rate), ==, "0.01");
  g_assert_cmpfloat (builder_selected (fixture->session)->learning_rate, ==, 0.01);
}

/* Clicks and keys of one visit of a field are one step of undo, those of two visits are two. */
static void
test_merge (Fixture *fixture, gconstpointer data)
{
  GtkWidget *units = number_row (fixture, "Units");
  GtkWidget *entry = builder_find (units, GTK_TYPE_ENTRY, NULL);
  guint before = group_at (fixture, 0)->units;

  gtk_widget_grab_focus (entry);
  builder_row_type (units, "5");
  builder_row_type (units, "51");
  gtk_widget_grab_focus (builder_find (number_row (fixture, "Steps"), GTK_TYPE_ENTRY, NULL));
  gtk_widget_grab_focus (entry);
  builder_row_type (units, "512");
  g_assert_true (bf_session_undo (fixture->session));
  g_assert_cmpuint (group_at (fixture, 0)->units, ==, 51);
  g_assert_cmpstr (bf_session_undo_label (fixture->session), ==, "Change “Units”");
  g_assert_true (bf_session_undo (fixture->session));
  g_assert_cmpuint (group_at (fixture, 0)->units, ==, before);
}

static void
test_groups (Fixture *fixture, gconstpointer data)
{
  GtkWidget *network = gtk_widget_get_parent (builder_find (fixture->panel, BF_TYPE_BUILDER_GROUP,
                                                            NULL));
  GtkWidget *first, *second;

  builder_click (builder_find (gtk_widget_get_parent (network), GTK_TYPE_BUTTON, NULL));
  g_assert_cmpuint (builder_selected (fixture->session)->groups->len, ==, 2);
  first = gtk_widget_get_first_child (network);
  second = gtk_widget_get_last_child (network);
  g_assert_true (BF_IS_BUILDER_GROUP (second) && first != second);
  g_assert_nonnull (builder_find (first, ADW_TYPE_EXPANDER_ROW, "Layers 1–9"));
  g_assert_nonnull (builder_find (second, ADW_TYPE_EXPANDER_ROW, "Layer 10"));

  builder_row_type (builder_find (second, BF_TYPE_BUILDER_NUMBER_ROW, "Units"), "33");
  g_assert_cmpuint (group_at (fixture, 1)->units, ==, 33);
  gtk_widget_activate_action (second, "group.move-up", NULL);
  g_assert_cmpuint (group_at (fixture, 0)->units, ==, 33);
  g_assert_nonnull (builder_find (second, ADW_TYPE_EXPANDER_ROW, "Layers 2–10"));
  gtk_widget_activate_action (first, "group.duplicate", NULL);
  g_assert_cmpuint (group_at (fixture, 1)->units, ==, 33);
  gtk_widget_activate_action (first, "group.move-down", NULL);
  gtk_widget_activate_action (first, "group.remove", NULL);
  g_assert_cmpuint (builder_selected (fixture->session)->groups->len, ==, 2);
  gtk_widget_activate_action (first, "group.remove", NULL);
  g_assert_cmpuint (builder_selected (fixture->session)->groups->len, ==, 1);
  while (bf_session_undo (fixture->session))
    ;
  g_assert_nonnull (builder_find (fixture->panel, ADW_TYPE_EXPANDER_ROW, "Layers 1–20"));
}

/* A problem in a group that is removed before it could be shown. */
static void
test_problem_removed (Fixture *fixture, gconstpointer data)
{
  GtkWidget *groups = gtk_widget_get_parent (builder_find (fixture->panel, BF_TYPE_BUILDER_GROUP,
                                                           NULL));

  gtk_widget_activate_action (gtk_widget_get_first_child (groups), "group.duplicate", NULL);
  builder_row_type (builder_find (gtk_widget_get_last_child (groups), BF_TYPE_BUILDER_NUMBER_ROW,
                                  "Units"), "0");
  builder_wait (LONGER_THAN_A_PAUSE);
  g_assert_cmpstr (notice (fixture), ==, "Units: must be between 1 and 4096, not 0");
  gtk_widget_activate_action (gtk_widget_get_last_child (groups), "group.remove", NULL);
  g_assert_false (bf_builder_panel_show_problem (BF_BUILDER_PANEL (fixture->panel)));
  g_assert_cmpstr (notice (fixture), ==, "");
}

/* Choosing brings the defaults of what depends on the choice, in the same step of undo. */
static void
test_dependents (Fixture *fixture, gconstpointer data)
{
  GtkWidget *optimizer = builder_find (fixture->panel, BF_TYPE_BUILDER_CHOICE_ROW, "Optimiser");
  const BfOptimizer *adam = bf_table_find (&bf_optimizer_table, "adam");
  g_autofree char *rate = g_strdup (builder_row_text (number_row (fixture, "Learning rate")));

  g_assert_nonnull (number_row (fixture, "Momentum"));
  adw_combo_row_set_selected (ADW_COMBO_ROW (optimizer), bf_table_index (&bf_optimizer_table,
                                                                         adam));
  g_assert_null (builder_find (fixture->panel, BF_TYPE_BUILDER_NUMBER_ROW, "Momentum"));
  g_assert_cmpfloat (builder_selected (fixture->session)->learning_rate, ==,
                     adam->default_learning_rate);
  g_assert_true (bf_session_undo (fixture->session));
  g_assert_nonnull (number_row (fixture, "Momentum"));
  g_assert_cmpstr (builder_row_text (number_row (fixture, "Learning rate")), ==, rate);
}

static void
test_seed (Fixture *fixture, gconstpointer data)
{
  GtkWidget *seed = number_row (fixture, "Seed");
  guint64 before = builder_selected (fixture->session)->seed;

  builder_click (builder_find (seed, GTK_TYPE_BUTTON, NULL));
  g_assert_cmpuint (builder_selected (fixture->session)->seed, !=, before);
  builder_row_type (seed, "9007199254740992");
  g_assert_true (builder_selected (fixture->session)->seed == BF_CONFIGURATION_MAX_SEED);
  builder_row_type (seed, "9007199254740993000");
  builder_wait (LONGER_THAN_A_PAUSE);
  assert_wrong (seed, TRUE);
  g_assert_true (builder_selected (fixture->session)->seed == BF_CONFIGURATION_MAX_SEED);
}

static void
test_size (Fixture *fixture, gconstpointer data)
{
  GtkWidget *groups = gtk_widget_get_parent (builder_find (fixture->panel, BF_TYPE_BUILDER_GROUP,
                                                           NULL));
  GtkWidget *size = gtk_widget_get_next_sibling (groups);
  g_autofree char *before = g_strdup (gtk_label_get_label (GTK_LABEL (size)));

  g_assert_true (g_str_has_suffix (before, " of memory"));
  builder_row_type (number_row (fixture, "Units"), "77");
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (size)), !=, before);
  builder_row_type (number_row (fixture, "Units"), "0");
  builder_wait (LONGER_THAN_A_PAUSE);
  g_assert_false (gtk_widget_get_visible (size));
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
n_unreached (Fixture *fixture, GPtrArray *controls, GtkDirectionType direction)
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
test_keyboard (Fixture *fixture, gconstpointer data)
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

/* A file that is not there is a problem of the row that names it. */
static void
test_file (Fixture *fixture, gconstpointer data)
{
  GtkWidget *task = builder_find (fixture->panel, BF_TYPE_BUILDER_CHOICE_ROW, "Task");
  g_autofree char *folder = g_dir_make_tmp ("backflow-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "data.csv", NULL);
  GtkWidget *file;

  adw_combo_row_set_selected (ADW_COMBO_ROW (task),
                              bf_table_index (&bf_task_table, bf_table_find (&bf_task_table,
                                                                             "csv")));
  file = builder_find (fixture->panel, BF_TYPE_BUILDER_TEXT_ROW, "File");
  builder_wait (LONGER_THAN_A_PAUSE);
  assert_wrong (file, TRUE);
  builder_row_type (file, path);
  builder_wait (LONGER_THAN_A_PAUSE);
  assert_wrong (file, TRUE);
  g_assert_cmpstr (builder_row_text (file), ==, path);
  g_assert_cmpstr (builder_selected (fixture->session)->task.path, ==, path);
  g_assert_true (g_str_has_prefix (notice (fixture), "File: "));

  g_assert_true (g_file_set_contents (path, "a,b,class\n1,2,x\n3,4,y\n5,6,x\n7,8,y\n", -1, NULL));
  bf_session_select (fixture->session, 1);
  bf_session_select (fixture->session, 0);
  assert_wrong (file, FALSE);
  g_assert_cmpstr (notice (fixture), ==, "");
  g_assert_cmpint (g_remove (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
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
test_names (Fixture *fixture, gconstpointer data)
{
  assert_named (fixture->panel);
}

/* The panel fits the narrowest window. */
static void
test_narrow (Fixture *fixture, gconstpointer data)
{
  int minimum;

  gtk_widget_measure (fixture->panel, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 340);
}

/* While training runs the panel says what an edit does, and it does so. */
static void
test_running (Fixture *fixture, gconstpointer data)
{
  GtkWidget *heading, *warning;

  builder_row_type (number_row (fixture, "Steps"), "10000000");
  heading = gtk_widget_get_first_child (gtk_widget_get_parent (
    gtk_widget_get_ancestor (number_row (fixture, "Steps"), GTK_TYPE_LIST_BOX)));
  warning = gtk_widget_get_next_sibling (heading);
  g_assert_false (gtk_widget_get_visible (warning));
  bf_session_run (fixture->session);
  builder_wait (50);
  g_assert_cmpint (bf_session_state (fixture->session), ==, BF_TRAINER_RUNNING);
  g_assert_true (gtk_widget_get_visible (warning));
  builder_row_type (number_row (fixture, "Units"), "12");
  builder_wait (50);
  g_assert_cmpint (bf_session_state (fixture->session), !=, BF_TRAINER_RUNNING);
  g_assert_false (gtk_widget_get_visible (warning));
}

#define ADD(name, function) \
  g_test_add ("/app/builder-panel/" name, Fixture, NULL, set_up, function, tear_down)
#define ADD_IN_WINDOW(name, function) \
  g_test_add ("/app/builder-panel/" name, Fixture, NULL, set_up_window, function, tear_down)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  ADD ("invalid", test_invalid);
  ADD_IN_WINDOW ("impossible", test_impossible);
  ADD ("unreadable", test_unreadable);
  ADD_IN_WINDOW ("steps", test_steps);
  ADD ("keys", test_keys);
  ADD_IN_WINDOW ("merge", test_merge);
  ADD_IN_WINDOW ("groups", test_groups);
  ADD ("problem-removed", test_problem_removed);
  ADD ("dependents", test_dependents);
  ADD ("seed", test_seed);
  ADD_IN_WINDOW ("keyboard", test_keyboard);
  ADD ("file", test_file);
  ADD ("names", test_names);
  ADD ("narrow", test_narrow);
  ADD ("running", test_running);
  ADD ("size", test_size);
  return g_test_run ();
}
