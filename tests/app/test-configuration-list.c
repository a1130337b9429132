/* The list of configurations on a session, as a person uses it. */
#include "app/configuration-list.h"

#include "app/configuration-color.h"
#include "app/configuration-row.h"
#include "builder-test.h"
#include "experiment/verdict.h"

#include <math.h>

typedef struct {
  BfSession *session;
  GtkWidget *window;
  GtkWidget *list;
  GtkListBox *rows;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->session = bf_session_new ();
  fixture->list = bf_configuration_list_new ();
  bf_configuration_list_set_session (BF_CONFIGURATION_LIST (fixture->list), fixture->session);
  fixture->rows = builder_find (fixture->list, GTK_TYPE_LIST_BOX, NULL);
  fixture->window = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (fixture->window), fixture->list);
  gtk_window_present (GTK_WINDOW (fixture->window));
  builder_wait (50);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_ref (fixture->list);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  builder_wait (50);
  g_assert_finalize_object (fixture->list);
  g_assert_finalize_object (fixture->session);
}

static GtkWidget *
row_at (Fixture *fixture, guint index)
{
  return GTK_WIDGET (gtk_list_box_get_row_at_index (fixture->rows, index));
}

/* What is shown of the name: the label, or the field while it is renamed. */
static GtkWidget *
name_at (Fixture *fixture, guint index)
{
  return gtk_stack_get_visible_child (builder_find (row_at (fixture, index), GTK_TYPE_STACK, NULL));
}

static const char *
status_at (Fixture *fixture, guint index)
{
  GtkWidget *stack = builder_find (row_at (fixture, index), GTK_TYPE_STACK, NULL);
  GtkWidget *status = gtk_widget_get_next_sibling (gtk_widget_get_parent (stack));

  return gtk_label_get_label (GTK_LABEL (status));
}

static void
act (Fixture *fixture, guint index, const char *action)
{
  g_assert_true (gtk_widget_activate_action (row_at (fixture, index), action, NULL));
}

static void
add (Fixture *fixture)
{
  builder_click (builder_find (fixture->list, GTK_TYPE_BUTTON, NULL));
}

/* The list shows what the session holds. */
static void
assert_shown (Fixture *fixture)
{
  guint n = bf_session_n (fixture->session);

  for (guint i = 0; i < n; i++)
    g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (name_at (fixture, i))), ==,
                     bf_session_configuration (fixture->session, i)->name);
  g_assert_null (row_at (fixture, n));
  g_assert_true (row_at (fixture, bf_session_selected (fixture->session))
                 == GTK_WIDGET (gtk_list_box_get_selected_row (fixture->rows)));
}

static void
rename_to (Fixture *fixture, guint index, const char *name)
{
  GtkWidget *entry;

  act (fixture, index, "configuration.rename");
  entry = name_at (fixture, index);
  g_assert_true (GTK_IS_ENTRY (entry));
  g_assert_true (gtk_widget_is_ancestor (gtk_root_get_focus (GTK_ROOT (fixture->window)), entry));
  gtk_editable_set_text (GTK_EDITABLE (entry), name);
  g_signal_emit_by_name (entry, "activate");
}

/* Six configurations and back, all by undo. */
static void
test_six (Fixture *fixture, gconstpointer data)
{
  for (guint n = 3; n <= 5; n++)
    {
      add (fixture);
      g_assert_cmpuint (bf_session_n (fixture->session), ==, n);
      g_assert_cmpuint (bf_session_selected (fixture->session), ==, n - 1);
    }
  act (fixture, 0, "configuration.duplicate");
  g_assert_cmpuint (bf_session_n (fixture->session), ==, 6);
  assert_shown (fixture);
  rename_to (fixture, 5, "Sixth");
  g_assert_cmpstr (bf_session_configuration (fixture->session, 5)->name, ==, "Sixth");
  assert_shown (fixture);
  for (guint n = 5; n >= 1; n--)
    {
      act (fixture, n / 2, "configuration.remove");
      g_assert_cmpuint (bf_session_n (fixture->session), ==, n);
      assert_shown (fixture);
    }
  while (bf_session_undo (fixture->session))
    assert_shown (fixture);
  g_assert_cmpuint (bf_session_n (fixture->session), ==, 2);
}

/* The last one stays. */
static void
test_last (Fixture *fixture, gconstpointer data)
{
  act (fixture, 0, "configuration.remove");
  gtk_widget_activate_action (row_at (fixture, 0), "configuration.remove", NULL);
  g_assert_cmpuint (bf_session_n (fixture->session), ==, 1);
}

static void
test_select (Fixture *fixture, gconstpointer data)
{
  gtk_list_box_select_row (fixture->rows, GTK_LIST_BOX_ROW (row_at (fixture, 1)));
  g_assert_cmpuint (bf_session_selected (fixture->session), ==, 1);
  bf_session_select (fixture->session, 0);
  assert_shown (fixture);
}

/* An empty name is not taken, Escape takes nothing,
losing the focus takes what was typed; one step of undo each. */
static void
test_rename (Fixture *fixture, gconstpointer data)
{
  g_autofree char *before = g_strdup (bf_session_configuration (fixture->session, 0)->name);
  GtkWidget *entry;

  rename_to (fixture, 0, "  ");
  entry = name_at (fixture, 0);
  g_assert_true (GTK_IS_ENTRY (entry));
  gtk_editable_set_text (GTK_EDITABLE (entry), " Deep net ");
  gtk_widget_grab_focus (builder_find (fixture->list, GTK_TYPE_BUTTON, NULL));
  g_assert_cmpstr (bf_session_configuration (fixture->session, 0)->name, ==, "Deep net");
  assert_shown (fixture);
  g_assert_cmpstr (bf_session_undo_label (fixture->session), ==, "Rename a Configuration");
  g_assert_true (bf_session_undo (fixture->session));
  g_assert_cmpstr (bf_session_configuration (fixture->session, 0)->name, ==, before);
  assert_shown (fixture);
  g_assert_null (bf_session_undo_label (fixture->session));

  act (fixture, 0, "configuration.rename");
  entry = name_at (fixture, 0);
  gtk_editable_set_text (GTK_EDITABLE (entry), "Another");
  g_assert_true (builder_press (entry, GDK_KEY_Escape, 0));
  assert_shown (fixture);
  g_assert_null (bf_session_undo_label (fixture->session));
}

/* What is undone meanwhile takes the name along. */
static void
test_rename_removed (Fixture *fixture, gconstpointer data)
{
  g_autofree char *before = g_strdup (bf_session_configuration (fixture->session, 1)->name);

  act (fixture, 0, "configuration.duplicate");
  act (fixture, 2, "configuration.rename");
  gtk_editable_set_text (GTK_EDITABLE (name_at (fixture, 2)), "Copy");
  g_assert_true (bf_session_undo (fixture->session));
  assert_shown (fixture);
  act (fixture, 1, "configuration.rename");
  gtk_editable_set_text (GTK_EDITABLE (name_at (fixture, 1)), "Another");
  act (fixture, 0, "configuration.remove");
  assert_shown (fixture);
  g_assert_cmpstr (bf_session_configuration (fixture->session, 0)->name, ==, before);
}

static void
test_recolor (Fixture *fixture, gconstpointer data)
{
  GtkWidget *color = builder_find (row_at (fixture, 1), BF_TYPE_CONFIGURATION_COLOR, NULL);

  g_assert_null (bf_session_configuration (fixture->session, 1)->color);
  g_signal_emit_by_name (color, "chosen", "#123456");
  g_assert_cmpstr (bf_session_configuration (fixture->session, 1)->color, ==, "#123456");
  g_signal_emit_by_name (color, "chosen", NULL);
  g_assert_null (bf_session_configuration (fixture->session, 1)->color);
  g_assert_true (bf_session_undo (fixture->session));
  g_assert_cmpstr (bf_session_configuration (fixture->session, 1)->color, ==, "#123456");
  act (fixture, 1, "configuration.recolor");
  builder_wait (50);
  builder_click (builder_find (builder_find (color, GTK_TYPE_FLOW_BOX, NULL), GTK_TYPE_BUTTON,
                               NULL));
  g_assert_cmpstr (bf_session_configuration (fixture->session, 1)->color, !=, "#123456");
  g_assert_cmpuint (strlen (bf_session_configuration (fixture->session, 1)->color), ==, 7);
}

static void
append_row (BfRecord *record, guint64 step, double rms)
{
  g_autoptr (BfProbe) probe = bf_probe_new (bf_record_n_layers (record), 0, 0);
  BfRow row = { probe, NAN, NAN };

  probe->step = step;
  probe->loss = 0.25;
  for (guint l = 0; l < probe->n_layers; l++)
    probe->layers[l][BF_ACTIVATION_GRADIENT_RMS] = pow (rms, probe->n_layers - l);
  bf_record_append (record, &row);
}

/* Gives entry @index a record whose gradient shrinks by @rms a layer, as a trainer would. */
static void
record (Fixture *fixture, guint index, double rms, BfOutcome outcome, const char *message)
{
  BfExperiment *experiment = (BfExperiment *) bf_session_experiment (fixture->session);
  g_autoptr (BfRecord) record = bf_record_new (10, 0, 0, NULL);

  if (outcome != BF_OUTCOME_FAILED)
    append_row (record, 12, rms);
  bf_record_set_outcome (record, outcome, message);
  bf_experiment_set_record (experiment, index, record);
  g_signal_emit_by_name (fixture->session, "rows", index);
  builder_wait (300);
}

/* The word of the badge, NULL if there is none. */
static const char *
badge_at (Fixture *fixture, guint index)
{
  GtkWidget *stack = builder_find (row_at (fixture, index), GTK_TYPE_STACK, NULL);
  GtkWidget *badge = gtk_widget_get_next_sibling (stack);
  GtkWidget *label = builder_find (badge, GTK_TYPE_LABEL, NULL);

  return label != NULL ? gtk_label_get_label (GTK_LABEL (label)) : NULL;
}

static const char *
verdict_name (BfVerdictKind kind)
{
  const BfEntry *entry = bf_table_row (&bf_verdict_table, kind);

  return entry->name;
}

static void
test_status (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpstr (status_at (fixture, 0), ==, "Not run");
  g_assert_null (badge_at (fixture, 0));
  record (fixture, 0, 0.1, BF_OUTCOME_UNFINISHED, NULL);
  g_assert_cmpstr (status_at (fixture, 0), ==, "Step 12 · loss 0.25");
  g_assert_cmpstr (badge_at (fixture, 0), ==, verdict_name (BF_VERDICT_VANISHING));
  g_assert_null (badge_at (fixture, 1));
  record (fixture, 0, 1, BF_OUTCOME_FINISHED, NULL);
  g_assert_cmpstr (status_at (fixture, 0), ==, "12 steps · loss 0.25");
  g_assert_cmpstr (badge_at (fixture, 0), ==, verdict_name (BF_VERDICT_HEALTHY));
  record (fixture, 0, 1, BF_OUTCOME_DIVERGED, NULL);
  g_assert_cmpstr (status_at (fixture, 0), ==, "Diverged at step 12");
  record (fixture, 0, 1, BF_OUTCOME_FAILED, "No memory");
  g_assert_cmpstr (status_at (fixture, 0), ==, "No memory");
  g_assert_null (badge_at (fixture, 0));
}

#define ADD(name, function) \
  g_test_add ("/app/configuration-list/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  ADD ("six", test_six);
  ADD ("last", test_last);
  ADD ("select", test_select);
  ADD ("rename", test_rename);
  ADD ("rename-removed", test_rename_removed);
  ADD ("recolor", test_recolor);
  ADD ("status", test_status);
  return g_test_run ();
}
