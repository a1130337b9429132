/* The whole panel on a session, as a person uses it. */
#include "app/builder-panel.h"

#include "app/builder-choice-row.h"
#include "app/builder-group.h"
#include "app/builder-number-row.h"
#include "app/builder-text-row.h"
#include "builder-test.h"

#include <glib/gstdio.h>
#include <string.h>

/* The notice above the panel, "" if there is none. */
static const char *
notice (BuilderFixture *fixture)
{
  GtkWidget *revealer = builder_find (fixture->panel, GTK_TYPE_REVEALER, NULL);

  if (!gtk_revealer_get_reveal_child (GTK_REVEALER (revealer)))
    return "";
  return gtk_label_get_label (builder_find (revealer, GTK_TYPE_LABEL, NULL));
}

/* What cannot be built stays as typed; its row and a notice say why. */
static void
test_invalid (BuilderFixture *fixture, gconstpointer data)
{
  GtkWidget *units = builder_number_row (fixture, "Units");
  GtkWidget *batch = builder_number_row (fixture, "Batch size");

  builder_row_type (units, "0");
  g_assert_cmpuint (builder_group_at (fixture, 0)->units, ==, 0);
  builder_assert_wrong (units, FALSE);
  builder_wait (LONGER_THAN_A_PAUSE);
  builder_assert_wrong (units, TRUE);
  builder_assert_wrong (batch, FALSE);
  g_assert_cmpstr (builder_row_text (units), ==, "0");
  g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (units)), ==,
                   "must be between 1 and 4096, not 0");
  g_assert_cmpstr (notice (fixture), ==, "Units: must be between 1 and 4096, not 0");

  builder_row_type (units, "08");
  builder_assert_wrong (units, FALSE);
  g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (units)), ==, "");
  g_assert_cmpstr (notice (fixture), ==, "");
  g_assert_cmpuint (builder_group_at (fixture, 0)->units, ==, 8);
  g_assert_cmpstr (builder_row_text (units), ==, "08");
}

/* A combination of two fields, one of them folded away. */
static void
test_impossible (BuilderFixture *fixture, gconstpointer data)
{
  GtkWidget *more = builder_find (fixture->panel, ADW_TYPE_EXPANDER_ROW, "More");
  GtkWidget *span;

  g_assert_false (adw_expander_row_get_expanded (ADW_EXPANDER_ROW (more)));
  builder_row_type (builder_number_row (fixture, "Layers"), "2");
  builder_wait (LONGER_THAN_A_PAUSE);
  span = builder_number_row (fixture, "Residual span");
  builder_assert_wrong (span, TRUE);
  g_assert_true (adw_expander_row_get_expanded (ADW_EXPANDER_ROW (more)));
  g_assert_cmpuint (builder_group_at (fixture, 0)->residual_span, ==, 2);
  g_assert_true (g_str_has_prefix (notice (fixture), "Residual span: "));
  g_assert_true (bf_builder_panel_show_problem (BF_BUILDER_PANEL (fixture->panel)));
  g_assert_true (gtk_widget_is_ancestor (gtk_root_get_focus (GTK_ROOT (fixture->window)), span));

  g_assert_true (bf_session_undo (fixture->session));
  builder_assert_wrong (span, FALSE);
  g_assert_cmpstr (notice (fixture), ==, "");
  g_assert_false (bf_builder_panel_show_problem (BF_BUILDER_PANEL (fixture->panel)));
}

/* What is no number is not in the configuration,
and not forgotten while something else is edited. */
static void
test_unreadable (BuilderFixture *fixture, gconstpointer data)
{
  GtkWidget *rate = builder_number_row (fixture, "Learning rate");
  GtkWidget *batch = builder_number_row (fixture, "Batch size");
  double before = builder_selected (fixture->session)->learning_rate;
  g_autofree char *text = g_strdup (builder_row_text (rate));
  g_autofree char *complaint = g_strdup_printf ("Not a number. Still %s.", text);

  builder_row_type (rate, "fast");
  builder_assert_wrong (rate, FALSE);
  builder_wait (LONGER_THAN_A_PAUSE);
  builder_assert_wrong (rate, TRUE);
  g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (rate)), ==, complaint);
  g_assert_cmpfloat (builder_selected (fixture->session)->learning_rate, ==, before);
  builder_row_type (builder_number_row (fixture, "Units"), "17");
  builder_wait (LONGER_THAN_A_PAUSE);
  g_assert_cmpstr (builder_row_text (rate), ==, "fast");
  builder_assert_wrong (rate, TRUE);

  builder_row_type (batch, "many");
  builder_wait (LONGER_THAN_A_PAUSE);
  builder_assert_wrong (batch, TRUE);
  bf_session_select (fixture->session, 1);
  builder_assert_wrong (rate, FALSE);
  builder_assert_wrong (batch, FALSE);
  g_assert_cmpstr (builder_row_text (batch), ==, "64");
  bf_session_select (fixture->session, 0);
  g_assert_cmpstr (builder_row_text (rate), ==, text);
  builder_assert_wrong (rate, FALSE);
}

static void
test_groups (BuilderFixture *fixture, gconstpointer data)
{
  GtkWidget *network = gtk_widget_get_parent (builder_find (fixture->panel, BF_TYPE_BUILDER_GROUP,
                                                            NULL));
  GtkWidget *first, *second;

  builder_click (gtk_widget_get_next_sibling (builder_find (gtk_widget_get_parent (network),
                                                            GTK_TYPE_MENU_BUTTON, NULL)));
  g_assert_cmpuint (builder_selected (fixture->session)->groups->len, ==, 2);
  first = gtk_widget_get_first_child (network);
  second = gtk_widget_get_last_child (network);
  g_assert_true (BF_IS_BUILDER_GROUP (second) && first != second);
  g_assert_nonnull (builder_find (first, ADW_TYPE_EXPANDER_ROW, "Layers 1–9"));
  g_assert_nonnull (builder_find (second, ADW_TYPE_EXPANDER_ROW, "Layer 10"));

  builder_row_type (builder_find (second, BF_TYPE_BUILDER_NUMBER_ROW, "Units"), "33");
  g_assert_cmpuint (builder_group_at (fixture, 1)->units, ==, 33);
  gtk_widget_activate_action (second, "group.move-up", NULL);
  g_assert_cmpuint (builder_group_at (fixture, 0)->units, ==, 33);
  g_assert_nonnull (builder_find (first, ADW_TYPE_EXPANDER_ROW, "Layers 2–10"));
  gtk_widget_activate_action (second, "group.duplicate", NULL);
  g_assert_cmpuint (builder_group_at (fixture, 1)->units, ==, 33);
  gtk_widget_activate_action (second, "group.move-down", NULL);
  gtk_widget_activate_action (second, "group.remove", NULL);
  g_assert_cmpuint (builder_selected (fixture->session)->groups->len, ==, 2);
  gtk_widget_activate_action (second, "group.remove", NULL);
  g_assert_cmpuint (builder_selected (fixture->session)->groups->len, ==, 1);
  while (bf_session_undo (fixture->session))
    ;
  g_assert_nonnull (builder_find (fixture->panel, ADW_TYPE_EXPANDER_ROW, "Layers 1–20"));
}

/* A problem in a group that is removed before it could be shown. */
static void
test_problem_removed (BuilderFixture *fixture, gconstpointer data)
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
test_dependents (BuilderFixture *fixture, gconstpointer data)
{
  GtkWidget *optimizer = builder_find (fixture->panel, BF_TYPE_BUILDER_CHOICE_ROW, "Optimiser");
  const BfOptimizer *adam = bf_table_find (&bf_optimizer_table, "adam");
  g_autofree char *rate = g_strdup (builder_row_text (builder_number_row (fixture,
                                                                          "Learning rate")));

  g_assert_nonnull (builder_number_row (fixture, "Momentum"));
  adw_combo_row_set_selected (ADW_COMBO_ROW (optimizer), bf_table_index (&bf_optimizer_table,
                                                                         adam));
  g_assert_null (builder_find (fixture->panel, BF_TYPE_BUILDER_NUMBER_ROW, "Momentum"));
  g_assert_cmpfloat (builder_selected (fixture->session)->learning_rate, ==,
                     adam->default_learning_rate);
  g_assert_true (bf_session_undo (fixture->session));
  g_assert_nonnull (builder_number_row (fixture, "Momentum"));
  g_assert_cmpstr (builder_row_text (builder_number_row (fixture, "Learning rate")), ==, rate);
}

static void
test_seed (BuilderFixture *fixture, gconstpointer data)
{
  GtkWidget *seed = builder_number_row (fixture, "Seed");
  guint64 before = builder_selected (fixture->session)->seed;

  builder_click (builder_find (seed, GTK_TYPE_BUTTON, NULL));
  g_assert_cmpuint (builder_selected (fixture->session)->seed, !=, before);
  builder_row_type (seed, "9007199254740992");
  g_assert_true (builder_selected (fixture->session)->seed == BF_CONFIGURATION_MAX_SEED);
  builder_row_type (seed, "9007199254740993000");
  builder_wait (LONGER_THAN_A_PAUSE);
  builder_assert_wrong (seed, TRUE);
  g_assert_true (builder_selected (fixture->session)->seed == BF_CONFIGURATION_MAX_SEED);
}

static void
test_size (BuilderFixture *fixture, gconstpointer data)
{
  GtkWidget *groups = gtk_widget_get_parent (builder_find (fixture->panel, BF_TYPE_BUILDER_GROUP,
                                                           NULL));
  GtkWidget *size = gtk_widget_get_next_sibling (gtk_widget_get_next_sibling (groups));
  g_autofree char *before = g_strdup (gtk_label_get_label (GTK_LABEL (size)));

  g_assert_true (strstr (before, " of memory · ") != NULL);
  builder_row_type (builder_number_row (fixture, "Units"), "77");
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (size)), !=, before);
  builder_row_type (builder_number_row (fixture, "Units"), "0");
  builder_wait (LONGER_THAN_A_PAUSE);
  g_assert_false (gtk_widget_get_visible (size));
}

/* What was trained tells how long the next training takes. */
static void
test_time (BuilderFixture *fixture, gconstpointer data)
{
  GtkWidget *groups = gtk_widget_get_parent (builder_find (fixture->panel, BF_TYPE_BUILDER_GROUP,
                                                           NULL));
  GtkLabel *size = GTK_LABEL (gtk_widget_get_next_sibling (gtk_widget_get_next_sibling (groups)));

  builder_row_type (builder_number_row (fixture, "Steps"), "10000000");
  g_assert_nonnull (strstr (gtk_label_get_label (size), " · roughly "));
  bf_session_run (fixture->session);
  builder_wait (500);
  bf_session_pause (fixture->session);
  builder_wait (200);
  g_assert_nonnull (strstr (gtk_label_get_label (size), " · about "));
  bf_session_stop (fixture->session);
  builder_row_type (builder_number_row (fixture, "Units"), "63");
  g_assert_nonnull (strstr (gtk_label_get_label (size), " · about "));
  builder_row_type (builder_number_row (fixture, "Steps"), "1");
  g_assert_true (g_str_has_suffix (gtk_label_get_label (size), " · less than 1 s"));
}

/* A file that is not there is a problem of the row that names it. */
static void
test_file (BuilderFixture *fixture, gconstpointer data)
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
  builder_assert_wrong (file, TRUE);
  builder_row_type (file, path);
  builder_wait (LONGER_THAN_A_PAUSE);
  builder_assert_wrong (file, TRUE);
  g_assert_cmpstr (builder_row_text (file), ==, path);
  g_assert_cmpstr (builder_selected (fixture->session)->task.path, ==, path);
  g_assert_true (g_str_has_prefix (notice (fixture), "File: "));

  g_assert_true (g_file_set_contents (path, "a,b,class\n1,2,x\n3,4,y\n5,6,x\n7,8,y\n", -1, NULL));
  bf_session_select (fixture->session, 1);
  bf_session_select (fixture->session, 0);
  builder_assert_wrong (file, FALSE);
  g_assert_cmpstr (notice (fixture), ==, "");
  g_assert_cmpint (g_remove (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

/* While training runs the panel says what an edit does, and it does so. */
static void
test_running (BuilderFixture *fixture, gconstpointer data)
{
  GtkWidget *heading, *warning;

  builder_row_type (builder_number_row (fixture, "Steps"), "10000000");
  heading = gtk_widget_get_first_child (gtk_widget_get_parent (
    gtk_widget_get_ancestor (builder_number_row (fixture, "Steps"), GTK_TYPE_LIST_BOX)));
  warning = gtk_widget_get_next_sibling (heading);
  g_assert_false (gtk_widget_get_visible (warning));
  bf_session_run (fixture->session);
  builder_wait (50);
  g_assert_cmpint (bf_session_state (fixture->session), ==, BF_TRAINER_RUNNING);
  g_assert_true (gtk_widget_get_visible (warning));
  builder_row_type (builder_number_row (fixture, "Units"), "12");
  builder_wait (50);
  g_assert_cmpint (bf_session_state (fixture->session), !=, BF_TRAINER_RUNNING);
  g_assert_false (gtk_widget_get_visible (warning));
}

#define ADD_WITH(name, set_up, function) \
  g_test_add ("/app/builder-panel/" name, BuilderFixture, NULL, set_up, function, \
              builder_tear_down)
#define ADD(name, function) ADD_WITH (name, builder_set_up, function)
#define ADD_IN_WINDOW(name, function) ADD_WITH (name, builder_set_up_window, function)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  ADD ("invalid", test_invalid);
  ADD_IN_WINDOW ("impossible", test_impossible);
  ADD ("unreadable", test_unreadable);
  ADD_IN_WINDOW ("groups", test_groups);
  ADD ("problem-removed", test_problem_removed);
  ADD ("dependents", test_dependents);
  ADD ("seed", test_seed);
  ADD ("file", test_file);
  ADD ("running", test_running);
  ADD ("size", test_size);
  ADD ("time", test_time);
  return g_test_run ();
}
