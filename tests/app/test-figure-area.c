#include "small.h"

#include <adwaita.h>

#include "app/figure-area.h"
#include "app/screen-theme.h"
#include "figure/scene.h"

#define STEPS 30
#define WIDTH 700
#define HEIGHT 400

typedef struct {
  BfSession *session;
  BfFigureArea *area;
  GtkWidget *window;
} Fixture;

static gboolean
is_shown (gpointer widget)
{
  return gtk_widget_get_mapped (widget) && gtk_widget_get_width (widget) > 0;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->session = bf_session_new ();
  small_experiment (fixture->session, 2, STEPS);
  fixture->area = g_object_new (BF_TYPE_FIGURE_AREA, "width-request", WIDTH, "height-request", HEIGHT,
                                NULL);
  bf_figure_area_set_session (fixture->area, fixture->session);
  bf_figure_area_set_figure (fixture->area, bf_table_row (&bf_figure_table, 0));
  fixture->window = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->area));
  gtk_window_present (GTK_WINDOW (fixture->window));
  small_wait (is_shown, fixture->area);
  bf_session_run (fixture->session);
  small_wait_for_state (fixture->session, BF_TRAINER_FINISHED);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gpointer area = fixture->area;

  g_object_add_weak_pointer (G_OBJECT (fixture->area), &area);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_assert_null (area);
  g_assert_finalize_object (fixture->session);
}

static char *
expected_readout (Fixture *fixture, double x, double y)
{
  BfFigureView view;
  g_autoptr (BfScene) scene = NULL;
  BfCursor cursor;

  bf_figure_area_get_view (fixture->area, &view);
  scene = bf_scene_new (bf_figure_area_get_figure (fixture->area), &view, &bf_theme_light,
                        gtk_widget_get_width (GTK_WIDGET (fixture->area)),
                        gtk_widget_get_height (GTK_WIDGET (fixture->area)));
  return bf_scene_point_at (scene, x, y, &cursor) ? bf_scene_readout (scene, &cursor) : NULL;
}

static void
test_readout (Fixture *fixture, gconstpointer data)
{
  guint n_inside = 0;

  for (double x = 5; x < WIDTH; x += 60)
    for (double y = 5; y < HEIGHT; y += 60)
      {
        g_autofree char *expected = expected_readout (fixture, x, y);

        bf_figure_area_set_cursor (fixture->area, x, y);
        g_assert_cmpstr (bf_figure_area_get_readout (fixture->area), ==, expected);
        n_inside += expected != NULL;
      }
  g_assert_cmpuint (n_inside, >, 20);
  bf_figure_area_clear_cursor (fixture->area);
  g_assert_null (bf_figure_area_get_readout (fixture->area));
}

/* A key as the widget's own controller gets it. */
static void
press (Fixture *fixture, guint key)
{
  g_autoptr (GListModel) controllers =
    gtk_widget_observe_controllers (GTK_WIDGET (fixture->area));
  gboolean handled;

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);
      if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
        g_signal_emit_by_name (controller, "key-pressed", key, 0, 0, &handled);
    }
}

static void
test_keyboard (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = NULL, *last = NULL, *present = NULL;
  guint n_places = 1;

  press (fixture, GDK_KEY_End);
  last = g_strdup (bf_figure_area_get_readout (fixture->area));
  g_assert_nonnull (last);
  press (fixture, GDK_KEY_Home);
  first = g_strdup (bf_figure_area_get_readout (fixture->area));
  g_assert_nonnull (first);
  g_assert_cmpstr (first, !=, last);

  present = g_strdup (first);
  for (;; n_places++)
    {
      press (fixture, GDK_KEY_Right);
      if (g_strcmp0 (present, bf_figure_area_get_readout (fixture->area)) == 0)
        break;
      g_free (present);
      present = g_strdup (bf_figure_area_get_readout (fixture->area));
    }
  g_assert_cmpstr (present, ==, last);
  g_assert_cmpuint (n_places, ==, bf_record_n_layers (bf_session_record (fixture->session, 0)));
  press (fixture, GDK_KEY_Escape);
  g_assert_null (bf_figure_area_get_readout (fixture->area));
}

/* Waits until the description holds @text. */
static gboolean
describes (gpointer data)
{
  gpointer *area_and_text = data;
  const char *description = bf_figure_area_get_description (area_and_text[0]);

  return description != NULL && strstr (description, area_and_text[1]) != NULL;
}

static void
test_follows_the_session (Fixture *fixture, gconstpointer data)
{
  gpointer trained[] = { fixture->area, (gpointer) "step 30" };
  gpointer reset[] = { fixture->area, (gpointer) "no configuration has been trained" };

  small_wait (describes, trained);
  bf_session_reset (fixture->session);
  small_wait (describes, reset);
}

static void
test_view (Fixture *fixture, gconstpointer data)
{
  BfFigureView view;

  bf_figure_area_set_step (fixture->area, 7);
  bf_figure_area_set_measure (fixture->area, BF_WEIGHT_GRADIENT_NORM);
  bf_figure_area_set_cursor (fixture->area, WIDTH / 2, HEIGHT / 2);
  bf_figure_area_get_view (fixture->area, &view);
  g_assert_cmpuint (view.n_runs, ==, 2);
  g_assert_cmpuint (view.step, ==, 7);
  g_assert_cmpint (view.measure, ==, BF_WEIGHT_GRADIENT_NORM);
  g_assert_true (view.runs[1].record == bf_session_record (fixture->session, 1));
  bf_session_remove (fixture->session, 0);
  bf_figure_area_get_view (fixture->area, &view);
  g_assert_cmpuint (view.n_runs, ==, 1);
  g_assert_true (view.runs[0].record == bf_session_record (fixture->session, 0));
}

static void
test_large_text (Fixture *fixture, gconstpointer data)
{
  GtkSettings *settings = gtk_widget_get_settings (GTK_WIDGET (fixture->area));
  BfTheme theme;

  g_object_set (settings, "gtk-xft-dpi", 96 * 1024 * 3 / 2, NULL);
  bf_screen_theme_init (&theme, settings);
  g_assert_cmpfloat (theme.font_size, ==, bf_theme_light.font_size * 1.5);
  gtk_settings_reset_property (settings, "gtk-xft-dpi");
}

static gboolean
shows_last_step (gpointer area)
{
  const char *description = bf_figure_area_get_description (area);

  return g_strstr_len (description, -1, "weights after training step 30: Small 1, largest ") != NULL;
}

/* Whoever shows singular values need do nothing for them. */
static void
test_spectrum (Fixture *fixture, gconstpointer data)
{
  bf_figure_area_set_figure (fixture->area, bf_table_find (&bf_figure_table, "spectrum"));
  small_wait (shows_last_step, fixture->area);
  bf_figure_area_set_cursor (fixture->area, WIDTH / 4, HEIGHT / 2);
  g_assert_nonnull (g_strstr_len (bf_figure_area_get_readout (fixture->area), -1,
                                  "Small 2: to last layer "));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add ("/figure-area/readout", Fixture, NULL, set_up, test_readout, tear_down);
  g_test_add ("/figure-area/keyboard", Fixture, NULL, set_up, test_keyboard, tear_down);
  g_test_add ("/figure-area/follows-the-session", Fixture, NULL, set_up, test_follows_the_session,
              tear_down);
  g_test_add ("/figure-area/spectrum", Fixture, NULL, set_up, test_spectrum, tear_down);
  g_test_add ("/figure-area/view", Fixture, NULL, set_up, test_view, tear_down);

  g_test_add ("/figure-area/large-text", Fixture, NULL, set_up, test_large_text, tear_down);

  return g_test_run ();
}
