/* Every edit the panel knows, undone to the start: the experiment is what it was, byte for byte. */
#include "app/builder-panel.h"

#include "app/builder-choice-row.h"
#include "app/builder-group.h"
#include "app/builder-network.h"
#include "app/builder-number-row.h"
#include "builder-test.h"
#include "experiment/file.h"

static GBytes *
bytes_of (BfSession *session)
{
  gsize length;
  char *data = bf_experiment_to_data (bf_session_experiment (session), TRUE, &length);

  return g_bytes_new_take (data, length);
}

typedef void (*Visit) (GtkWidget *widget, gpointer data);

/* Of all visible descendants of @type as they are now; an edit may take some away. */
static GPtrArray *
collect (GtkWidget *root, GType type, GPtrArray *found)
{
  if (g_type_is_a (G_OBJECT_TYPE (root), type))
    g_ptr_array_add (found, g_object_ref (root));
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_get_visible (child))
      collect (child, type, found);
  return found;
}

/* Visits all of @type, then, up to what builder_change () did, takes everything back and compares. */
static void
check (BuilderFixture *fixture, GType type, Visit visit, gpointer data)
{
  g_autoptr (GBytes) before = bytes_of (fixture->session), after = NULL;
  g_autoptr (GPtrArray) widgets = collect (fixture->panel, type,
                                           g_ptr_array_new_with_free_func (g_object_unref));
  guint n_steps = 0;

  g_assert_cmpuint (widgets->len, >, 0);
  for (guint i = 0; i < widgets->len; i++)
    if (gtk_widget_get_visible (g_ptr_array_index (widgets, i)))
      visit (g_ptr_array_index (widgets, i), data);
  for (; g_strcmp0 (bf_session_undo_label (fixture->session), "change") != 0; n_steps++)
    g_assert_true (bf_session_undo (fixture->session));
  g_assert_cmpuint (n_steps, >, widgets->len / 2);   /* one edit may take away the row of another */
  after = bytes_of (fixture->session);
  g_assert_true (g_bytes_equal (before, after));
}

static void
type_number (GtkWidget *row, gpointer data)
{
  builder_row_type (row, "7");
}

static void
step_number (GtkWidget *row, gpointer data)
{
  builder_press (builder_find (row, GTK_TYPE_ENTRY, NULL), GDK_KEY_Up, 0);
}

static void
test_numbers (BuilderFixture *fixture, gconstpointer data)
{
  check (fixture, BF_TYPE_BUILDER_NUMBER_ROW, type_number, NULL);
  check (fixture, BF_TYPE_BUILDER_NUMBER_ROW, step_number, NULL);
}

static void
choose_others (GtkWidget *row, gpointer data)
{
  AdwComboRow *combo = ADW_COMBO_ROW (row);
  const guint n = g_list_model_get_n_items (adw_combo_row_get_model (combo));
  const guint first = adw_combo_row_get_selected (combo);

  for (guint i = 1; i < n; i++)
    adw_combo_row_set_selected (combo, (first + i) % n);
}

static void
test_choices (BuilderFixture *fixture, gconstpointer data)
{
  check (fixture, BF_TYPE_BUILDER_CHOICE_ROW, choose_others, NULL);
}

static void
without_shortcuts (BfConfiguration *configuration, gpointer data)
{
  g_array_index (configuration->groups, BfLayerGroup, 0).residual_span = 0;
}

static void
arrange (GtkWidget *group, gpointer data)
{
  static const char *actions[] = {
    "group.split", "group.duplicate", "group.move-down", "group.move-up", "group.remove",
    "group.join", "group.join",
  };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_activate_action (group, actions[i], NULL);
  gtk_widget_activate_action (group, "group.split-at", "u", 2);
}

static void
test_groups (BuilderFixture *fixture, gconstpointer data)
{
  builder_change (fixture->session, without_shortcuts, NULL);
  check (fixture, BF_TYPE_BUILDER_GROUP, arrange, NULL);
}

/* A ready network, and the fix for what another task brings. */
static void
start_and_mend (GtkWidget *network, gpointer data)
{
  BuilderFixture *fixture = data;
  GtkWidget *task = builder_find (fixture->panel, BF_TYPE_BUILDER_CHOICE_ROW, "Task");
  GtkWidget *revealer = builder_find (fixture->panel, GTK_TYPE_REVEALER, NULL);
  const BfLayerGroup *first;

  gtk_widget_activate_action (network, "network.start", "s", "relu");
  adw_combo_row_set_selected (ADW_COMBO_ROW (task),
                              bf_table_index (&bf_task_table, bf_table_find (&bf_task_table,
                                                                             "adding")));
  builder_wait (LONGER_THAN_A_PAUSE);
  first = builder_group_at (fixture, 0);
  g_assert_false (first->cell->recurrent);   /* nothing is corrected unasked */
  builder_click (builder_find (revealer, GTK_TYPE_BUTTON, NULL));
  first = builder_group_at (fixture, 0);
  g_assert_true (first->cell->recurrent);
  g_assert_true (bf_configuration_validate (builder_selected (fixture->session), NULL));
  gtk_widget_activate_action (network, "network.start", "s", "gru");
}

static void
test_start (BuilderFixture *fixture, gconstpointer data)
{
  check (fixture, BF_TYPE_BUILDER_NETWORK, start_and_mend, fixture);
}

#define ADD(name, function) \
  g_test_add ("/app/builder-undo/" name, BuilderFixture, NULL, builder_set_up, function, \
              builder_tear_down)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  ADD ("numbers", test_numbers);
  ADD ("choices", test_choices);
  ADD ("start", test_start);
  ADD ("groups", test_groups);
  return g_test_run ();
}
