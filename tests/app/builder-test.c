#include "builder-test.h"

#include "app/builder-number-row.h"
#include "app/builder-panel.h"

static void
enrich (BfConfiguration *configuration, gpointer data)
{
  BfLayerGroup *group = &g_array_index (configuration->groups, BfLayerGroup, 0);

  bf_layer_group_set_activation (group, bf_table_find (&bf_activation_table, "leaky-relu"));
  group->initializer = bf_table_find (&bf_initializer_table, "normal");
  group->repeat = 9;
  group->residual_span = 2;
  bf_configuration_set_optimizer (configuration, bf_table_find (&bf_optimizer_table, "momentum"));
  bf_task_settings_clear (&configuration->task);
  bf_task_settings_init (&configuration->task, bf_table_find (&bf_task_table, "moons"));
}

BfSession *
builder_session_new (void)
{
  BfSession *session = bf_session_new ();

  builder_change (session, enrich, NULL);
  return session;
}

const BfConfiguration *
builder_selected (BfSession *session)
{
  return bf_session_configuration (session, bf_session_selected (session));
}

void
builder_change (BfSession *session, BuilderChange change, gpointer data)
{
  g_autoptr (BfConfiguration) replacement = bf_configuration_copy (builder_selected (session));

  change (replacement, data);
  bf_session_edit (session, bf_session_selected (session), replacement, "change", NULL);
}

gpointer
builder_find (GtkWidget *root, GType type, const char *title)
{
  if (!gtk_widget_get_visible (root))
    return NULL;
  if (title != NULL && ADW_IS_PREFERENCES_ROW (root)
      && g_strcmp0 (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (root)), title) == 0)
    return g_type_is_a (G_OBJECT_TYPE (root), type) ? root : builder_find (root, type, NULL);
  if (title == NULL && g_type_is_a (G_OBJECT_TYPE (root), type))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      gpointer found = builder_find (child, type, title);

      if (found != NULL)
        return found;
    }
  return NULL;
}

const char *
builder_row_text (GtkWidget *row)
{
  return gtk_editable_get_text (builder_find (row, GTK_TYPE_ENTRY, NULL));
}

void
builder_row_type (GtkWidget *row, const char *text)
{
  gtk_editable_set_text (builder_find (row, GTK_TYPE_ENTRY, NULL), text);
}

gboolean
builder_press (GtkWidget *widget, guint keyval, GdkModifierType state)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);
  gboolean taken = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers) && !taken; i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller)
          && gtk_event_controller_get_propagation_phase (controller) == GTK_PHASE_CAPTURE)
        g_signal_emit_by_name (controller, "key-pressed", keyval, 0, state, &taken);
    }
  return taken;
}

void
builder_click (GtkWidget *button)
{
  g_assert_true (GTK_IS_BUTTON (button));
  g_assert_true (gtk_widget_is_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
}

static gboolean
over_cb (gpointer over)
{
  *(gboolean *) over = TRUE;
  return G_SOURCE_REMOVE;
}

void
builder_wait (guint milliseconds)
{
  gboolean over = FALSE;

  g_timeout_add (milliseconds, over_cb, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
}

void
builder_set_up (BuilderFixture *fixture, gconstpointer data)
{
  fixture->session = builder_session_new ();
  fixture->panel = g_object_ref_sink (bf_builder_panel_new ());
  bf_builder_panel_set_session (BF_BUILDER_PANEL (fixture->panel), fixture->session);
}

void
builder_set_up_window (BuilderFixture *fixture, gconstpointer data)
{
  builder_set_up (fixture, data);
  fixture->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 360, 800);
  gtk_window_set_child (GTK_WINDOW (fixture->window), fixture->panel);
  gtk_window_present (GTK_WINDOW (fixture->window));
  builder_wait (50);
}

void
builder_tear_down (BuilderFixture *fixture, gconstpointer data)
{
  if (fixture->window != NULL)
    {
      gtk_window_destroy (GTK_WINDOW (fixture->window));
      builder_wait (50);
    }
  g_assert_finalize_object (fixture->panel);
  g_assert_finalize_object (fixture->session);
}

GtkWidget *
builder_number_row (BuilderFixture *fixture, const char *title)
{
  GtkWidget *row = builder_find (fixture->panel, BF_TYPE_BUILDER_NUMBER_ROW, title);

  g_assert_nonnull (row);
  return row;
}

void
builder_assert_wrong (GtkWidget *row, gboolean wrong)
{
  g_assert_cmpint (gtk_widget_has_css_class (row, "error"), ==, wrong);
}

const BfLayerGroup *
builder_group_at (BuilderFixture *fixture, guint index)
{
  return &g_array_index (builder_selected (fixture->session)->groups, BfLayerGroup, index);
}
