#include "window-test.h"

BfApplication *application;

void
settle (void)
{
  for (guint i = 0; i < 20; i++)
    {
      while (g_main_context_iteration (NULL, FALSE))
        ;
      g_usleep (2000);
    }
}

gboolean
is_mapped (gpointer widget)
{
  return gtk_widget_get_mapped (widget);
}

BfWindow *
window_new (guint n, guint64 steps)
{
  BfWindow *window = bf_window_new (ADW_APPLICATION (application));

  small_experiment (window->session, n, steps);
  gtk_window_present (GTK_WINDOW (window));
  small_wait (is_mapped, window);
  settle ();
  return window;
}

gboolean
is_gone (gpointer pointer)
{
  return *(gpointer *) pointer == NULL;
}

void
window_close (BfWindow *window)
{
  gpointer left_window = window, left_session = window->session;

  g_object_add_weak_pointer (G_OBJECT (window), &left_window);
  g_object_add_weak_pointer (G_OBJECT (window->session), &left_session);
  window->close_confirmed = TRUE;
  gtk_window_close (GTK_WINDOW (window));
  small_wait (is_gone, &left_window);
  small_wait (is_gone, &left_session);
}

void
activate (BfWindow *window, const char *name)
{
  g_assert_true (g_action_group_get_action_enabled (G_ACTION_GROUP (window), name));
  g_action_group_activate_action (G_ACTION_GROUP (window), name, NULL);
}

void
window_test_begin (void)
{
  application = bf_application_new ();
  g_application_set_flags (G_APPLICATION (application), G_APPLICATION_NON_UNIQUE);
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));
  g_application_hold (G_APPLICATION (application));
}

int
window_test_run (void)
{
  int status = g_test_run ();

  g_application_release (G_APPLICATION (application));
  g_object_unref (application);
  return status;
}
