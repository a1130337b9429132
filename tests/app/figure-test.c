#include "figure-test.h"

static gboolean
is_shown (gpointer widget)
{
  return gtk_widget_get_mapped (widget) && gtk_widget_get_width (widget) > 0;
}

void
show_figure (Fixture *fixture, const char *id)
{
  bf_figure_area_set_figure (fixture->area, bf_table_find (&bf_figure_table, id));
}

void
set_up (Fixture *fixture, gconstpointer figure)
{
  fixture->session = bf_session_new ();
  small_experiment (fixture->session, 3, STEPS);
  fixture->area = g_object_new (BF_TYPE_FIGURE_AREA, "width-request", WIDTH, "height-request", HEIGHT,
                                NULL);
  bf_figure_area_set_session (fixture->area, fixture->session);
  show_figure (fixture, figure);
  fixture->window = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->area));
  gtk_window_present (GTK_WINDOW (fixture->window));
  small_wait (is_shown, fixture->area);
  bf_session_run (fixture->session);
  small_wait_for_state (fixture->session, BF_TRAINER_FINISHED);
}

void
tear_down (Fixture *fixture, gconstpointer data)
{
  gpointer area = fixture->area;

  g_object_add_weak_pointer (G_OBJECT (fixture->area), &area);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_assert_null (area);
  g_assert_finalize_object (fixture->session);
}

BfFigureView
view_of (Fixture *fixture)
{
  BfFigureView view;

  bf_figure_area_get_view (fixture->area, &view);
  return view;
}

void
activate (Fixture *fixture, const char *action)
{
  GActionGroup *actions = bf_figure_area_get_actions (fixture->area);

  g_assert_true (g_action_group_get_action_enabled (actions, action));
  g_action_group_activate_action (actions, action, NULL);
}

gboolean
is_enabled (Fixture *fixture, const char *action)
{
  return g_action_group_get_action_enabled (bf_figure_area_get_actions (fixture->area), action);
}

gboolean
scroll (Fixture *fixture, double dy, GdkModifierType state)
{
  bf_figure_area_set_cursor (fixture->area, X, Y);
  return bf_figure_area_scroll (fixture->area, 0, dy, state);
}

BfPlotArea
plot_of (Fixture *fixture)
{
  BfPlotArea plot;

  g_assert_true (bf_scene_plot_at (bf_figure_area_scene (fixture->area), X, Y, &plot));
  return plot;
}

void
press (Fixture *fixture, guint key, GdkModifierType state)
{
  g_assert_true (bf_figure_key_press (fixture->area, key, state));
}
