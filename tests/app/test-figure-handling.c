/* What a person does to a figure: zooms, pans, hides, pins; with the pointer, with keys, by actions. */
#include "figure-test.h"

#include <adwaita.h>
#include <math.h>
#include <string.h>

static void
drag (Fixture *fixture, double from_x, double from_y, double to_x, double to_y, gboolean box)
{
  bf_figure_area_begin_drag (fixture->area, from_x, from_y);
  bf_figure_area_drag_to (fixture->area, (from_x + to_x) / 2, (from_y + to_y) / 2, box);
  bf_figure_area_drag_to (fixture->area, to_x, to_y, box);
  bf_figure_area_end_drag (fixture->area);
}

/* What the pointer is at stays under it. */
static double
value_at (const BfPlotArea *plot, double x)
{
  return bf_scale_from_unit (&plot->x, (x - plot->plot.x) / plot->plot.width);
}

static void
test_wheel (Fixture *fixture, gconstpointer data)
{
  BfPlotArea before = plot_of (fixture), after;

  g_assert_false (scroll (fixture, 1, 0));   /* the page's, all is shown */
  g_assert_false (bf_figure_area_get_zoomed (fixture->area));
  g_assert_true (scroll (fixture, -1, 0));
  g_assert_true (bf_figure_area_get_zoomed (fixture->area));
  g_assert_true (view_of (fixture).zoom_x.set);
  g_assert_false (view_of (fixture).zoom_y.set);
  after = plot_of (fixture);
  g_assert_cmpfloat_with_epsilon (value_at (&before, X), value_at (&after, X), 0.05);
  g_assert_cmpfloat_with_epsilon ((after.x.max - after.x.min) / (before.x.max - before.x.min), 0.8,
                                  1e-9);
  g_assert_true (scroll (fixture, 1, 0));
  g_assert_false (bf_figure_area_get_zoomed (fixture->area));
  scroll (fixture, -2, GDK_SHIFT_MASK);
  g_assert_false (view_of (fixture).zoom_x.set);
  g_assert_true (view_of (fixture).zoom_y.set);
  scroll (fixture, -2, GDK_CONTROL_MASK);
  g_assert_true (view_of (fixture).zoom_x.set);
  for (guint i = 0; i < 100; i++)
    scroll (fixture, -3, GDK_CONTROL_MASK);
  after = plot_of (fixture);
  g_assert_cmpfloat (after.x.max - after.x.min, >=, 1 - 1e-9);
  g_assert_nonnull (bf_figure_area_get_readout (fixture->area));
  activate (fixture, "zoom-back");   /* one turn was one step */
  g_assert_false (bf_figure_area_get_zoomed (fixture->area));
}

static void
test_drag (Fixture *fixture, gconstpointer data)
{
  BfPlotArea plot = plot_of (fixture), zoomed;
  double left = plot.plot.x + plot.plot.width * 0.25, right = left + plot.plot.width * 0.5;
  double length = plot.all_x.max - plot.all_x.min;
  BfAxisZoom x;

  drag (fixture, left, Y, left + 3, Y, FALSE);   /* less than a drag */
  g_assert_false (bf_figure_area_get_zoomed (fixture->area));
  drag (fixture, left, Y, right, Y + 2, FALSE);  /* flat: of x alone */
  x = view_of (fixture).zoom_x;
  g_assert_true (x.set);
  g_assert_false (view_of (fixture).zoom_y.set);
  g_assert_cmpfloat_with_epsilon (x.max - x.min, length / 2, 1e-6);
  g_assert_cmpfloat_with_epsilon (x.min, plot.all_x.min + length / 4, 1e-6);

  zoomed = plot_of (fixture);
  drag (fixture, X, Y, X + zoomed.plot.width * 0.25, Y, FALSE);   /* pans: earlier places */
  x = view_of (fixture).zoom_x;
  g_assert_cmpfloat_with_epsilon (x.min, plot.all_x.min + length / 8, 1e-6);
  g_assert_cmpfloat_with_epsilon (x.max - x.min, length / 2, 1e-6);
  activate (fixture, "zoom-back");               /* all of a drag is one step */
  g_assert_cmpfloat_with_epsilon (view_of (fixture).zoom_x.min, plot.all_x.min + length / 4, 1e-6);

  drag (fixture, X, Y - 40, X + zoomed.plot.width * 0.25, Y + 40, TRUE);   /* a box in the part */
  x = view_of (fixture).zoom_x;
  g_assert_cmpfloat_with_epsilon (x.max - x.min, 1, 1e-9);      /* one layer at least */
  g_assert_true (view_of (fixture).zoom_y.set);
  activate (fixture, "reset-zoom");
  g_assert_false (is_enabled (fixture, "reset-zoom"));
  g_assert_false (bf_figure_area_get_zoomed (fixture->area));
}

static void
test_zoom_keys (Fixture *fixture, gconstpointer data)
{
  BfPlotArea plot;
  double x, y;

  press (fixture, GDK_KEY_plus, GDK_SHIFT_MASK);
  g_assert_true (bf_figure_area_get_zoomed (fixture->area));
  press (fixture, GDK_KEY_minus, 0);
  g_assert_false (bf_figure_area_get_zoomed (fixture->area));
  press (fixture, GDK_KEY_BackSpace, 0);
  g_assert_true (bf_figure_area_get_zoomed (fixture->area));
  press (fixture, GDK_KEY_Left, GDK_ALT_MASK);
  g_assert_false (bf_figure_area_get_zoomed (fixture->area));
  press (fixture, GDK_KEY_Right, GDK_ALT_MASK);
  g_assert_true (bf_figure_area_get_zoomed (fixture->area));
  activate (fixture, "reset-zoom");

  press (fixture, GDK_KEY_Home, 0);   /* about the keyboard's cursor, which stays in sight */
  for (guint i = 0; i < 8; i++)
    press (fixture, GDK_KEY_plus, 0);
  plot = plot_of (fixture);
  g_assert_cmpfloat (plot.x.min, <=, 1);
  g_assert_cmpfloat (plot.x.max, <, 3);
  g_assert_true (bf_scene_locate (bf_figure_area_scene (fixture->area), &fixture->area->cursor, &x, &y));
  press (fixture, GDK_KEY_End, 0);    /* the last one in sight */
  g_assert_cmpfloat (fixture->area->cursor.x, <, 3);
  g_assert_false (bf_figure_key_press (fixture->area, GDK_KEY_a, 0));
}

/* Each figure has a zoom of its own, and new rows leave it alone. */
static void
test_zoom_stays (Fixture *fixture, gconstpointer data)
{
  BfAxisZoom kept;

  show_figure (fixture, "training");
  scroll (fixture, -3, 0);
  kept = view_of (fixture).zoom_x;
  g_assert_true (kept.set);
  show_figure (fixture, "gradient-by-layer");
  g_assert_false (view_of (fixture).zoom_x.set);
  g_assert_false (bf_figure_area_get_zoomed (fixture->area));
  show_figure (fixture, "training");
  bf_session_reset (fixture->session);
  bf_session_run (fixture->session);
  small_wait_for_state (fixture->session, BF_TRAINER_FINISHED);
  g_assert_true (view_of (fixture).zoom_x.set);
  g_assert_cmpfloat (view_of (fixture).zoom_x.min, ==, kept.min);
  g_assert_cmpfloat (view_of (fixture).zoom_x.max, ==, kept.max);
}

/* A zoom that has no place on the other kind of axis is dropped. */
static void
test_axes_and_zoom (Fixture *fixture, gconstpointer data)
{
  bf_figure_area_set_axes (fixture->area, BF_AXIS_DEFAULT, BF_AXIS_LINEAR);
  bf_figure_area_set_zoom (fixture->area, &(BfZoom) { .x = { TRUE, 1.5, 2.5 }, .y = { TRUE, -1, 1 } },
                           0);
  bf_figure_area_set_axes (fixture->area, BF_AXIS_DEFAULT, BF_AXIS_LOGARITHMIC);
  g_assert_false (view_of (fixture).zoom_y.set);
  g_assert_true (view_of (fixture).zoom_x.set);
  g_assert_true (plot_of (fixture).y.logarithmic);
}

/* A point over the legend entry of @run. */
static void
find_entry (Fixture *fixture, int run, double *x, double *y)
{
  for (*y = 0; *y < HEIGHT; *y += 3)
    for (*x = 0; *x < WIDTH; *x += 3)
      if (bf_scene_legend_at (bf_figure_area_scene (fixture->area), *x, *y) == run)
        return;
  g_assert_not_reached ();
}

static guint
n_lines_of_readout (Fixture *fixture)
{
  g_auto (GStrv) lines = NULL;

  bf_figure_area_set_cursor (fixture->area, X, Y);
  lines = g_strsplit (bf_figure_area_get_readout (fixture->area), "\n", -1);
  return g_strv_length (lines);
}

static void
test_legend (Fixture *fixture, gconstpointer data)
{
  GActionGroup *actions = bf_figure_area_get_actions (fixture->area);
  g_autoptr (GVariant) state = NULL;
  double x, y;

  g_assert_cmpuint (n_lines_of_readout (fixture), ==, 4);
  find_entry (fixture, 1, &x, &y);
  bf_figure_area_click (fixture->area, 1, x, y);
  g_assert_true (bf_figure_area_get_hidden (fixture->area, 1));
  g_assert_true (view_of (fixture).runs[1].hidden);
  g_assert_cmpuint (n_lines_of_readout (fixture), ==, 3);
  g_assert_cmpuint (bf_figure_area_get_n_pins (fixture->area), ==, 0);
  state = g_action_group_get_action_state (actions, "show-2");
  g_assert_false (g_variant_get_boolean (state));
  g_action_group_change_action_state (actions, "show-2", g_variant_new_boolean (TRUE));
  g_assert_false (view_of (fixture).runs[1].hidden);
  for (guint i = 0; i < 3; i++)
    bf_figure_area_set_hidden (fixture->area, i, TRUE);
  bf_figure_area_set_cursor (fixture->area, X, Y);
  g_assert_null (bf_figure_area_get_readout (fixture->area));
}

static void
test_highlight (Fixture *fixture, gconstpointer data)
{
  double full = view_of (fixture).runs[0].color.a;

  bf_figure_area_highlight (fixture->area, 2);
  bf_figure_area_scene (fixture->area);
  g_assert_cmpfloat (fixture->area->drawn[0].color.a, <, full / 2);
  g_assert_cmpfloat (fixture->area->drawn[2].color.a, ==, full);
  g_assert_cmpfloat (view_of (fixture).runs[0].color.a, ==, full);   /* nobody else's colours */
  bf_figure_area_highlight (fixture->area, -1);
  bf_figure_area_scene (fixture->area);
  g_assert_cmpfloat (fixture->area->drawn[0].color.a, ==, full);
}

/* What is hidden is the configuration, not its number. */
static void
test_hidden_follows (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BfConfiguration) edited = small_copy (fixture->session, 1);

  bf_figure_area_set_hidden (fixture->area, 1, TRUE);
  bf_session_remove (fixture->session, 0);
  g_assert_true (bf_figure_area_get_hidden (fixture->area, 0));
  g_assert_false (bf_figure_area_get_hidden (fixture->area, 1));
  edited->seed = 77;
  bf_session_edit (fixture->session, 0, edited, "Edit", NULL);
  g_assert_true (bf_figure_area_get_hidden (fixture->area, 0));
  bf_session_add (fixture->session);
  g_assert_false (bf_figure_area_get_hidden (fixture->area, 2));
  g_assert_true (g_action_group_has_action (bf_figure_area_get_actions (fixture->area), "show-3"));
  g_assert_false (g_action_group_has_action (bf_figure_area_get_actions (fixture->area), "show-4"));
}

static void
test_pins (Fixture *fixture, gconstpointer data)
{
  g_autofree char *pinned = NULL, *later = NULL, *pointed = NULL;

  bf_figure_area_set_cursor (fixture->area, X, Y);
  pointed = g_strdup (bf_figure_area_get_readout (fixture->area));
  bf_figure_area_click (fixture->area, 1, X, Y);
  g_assert_cmpuint (bf_figure_area_get_n_pins (fixture->area), ==, 1);
  bf_figure_area_set_cursor (fixture->area, 1, 1);
  pinned = bf_figure_area_get_pin_readout (fixture->area, 0);
  g_assert_cmpstr (pinned, ==, pointed);
  bf_figure_area_set_step (fixture->area, 3);    /* it goes along */
  later = bf_figure_area_get_pin_readout (fixture->area, 0);
  g_assert_cmpstr (later, !=, pinned);
  g_assert_nonnull (strstr (later, "step 3"));

  press (fixture, GDK_KEY_Home, 0);
  press (fixture, GDK_KEY_Return, 0);
  g_assert_cmpuint (bf_figure_area_get_n_pins (fixture->area), ==, 2);
  press (fixture, GDK_KEY_Return, 0);            /* on the pin: away with it */
  g_assert_cmpuint (bf_figure_area_get_n_pins (fixture->area), ==, 1);
  press (fixture, GDK_KEY_space, 0);
  press (fixture, GDK_KEY_Escape, 0);            /* the cursor first */
  g_assert_cmpuint (bf_figure_area_get_n_pins (fixture->area), ==, 2);
  show_figure (fixture, "training");
  g_assert_cmpuint (bf_figure_area_get_n_pins (fixture->area), ==, 0);
  show_figure (fixture, "gradient-by-layer");
  press (fixture, GDK_KEY_Escape, 0);
  g_assert_cmpuint (bf_figure_area_get_n_pins (fixture->area), ==, 0);
  g_assert_false (is_enabled (fixture, "clear-pins"));
}

/* The first click of two leaves no pin and takes none. */
static void
test_double_click (Fixture *fixture, gconstpointer data)
{
  for (guint pins = 0; pins < 2; pins++)
    {
      scroll (fixture, -1, GDK_SHIFT_MASK);
      bf_figure_area_click (fixture->area, 1, X, Y);
      bf_figure_area_click (fixture->area, 2, X, Y);
      g_assert_cmpuint (bf_figure_area_get_n_pins (fixture->area), ==, pins);
      g_assert_false (bf_figure_area_get_zoomed (fixture->area));
      bf_figure_area_click (fixture->area, 1, X, Y);
    }
}

/* A pin out of sight waits. */
static void
test_pin_and_zoom (Fixture *fixture, gconstpointer data)
{
  g_autofree char *gone = NULL, *back = NULL;

  press (fixture, GDK_KEY_End, 0);
  press (fixture, GDK_KEY_Return, 0);
  bf_figure_area_set_zoom (fixture->area, &(BfZoom) { .x = { TRUE, 0.5, 1.5 } }, 0);
  gone = bf_figure_area_get_pin_readout (fixture->area, 0);
  g_assert_null (gone);
  g_assert_null (bf_figure_area_get_readout (fixture->area));
  activate (fixture, "reset-zoom");
  back = bf_figure_area_get_pin_readout (fixture->area, 0);
  g_assert_nonnull (back);
}

/* Ctrl and arrows pick one line, so that one number is heard, not all. */
static void
test_one_line (Fixture *fixture, gconstpointer data)
{
  press (fixture, GDK_KEY_Home, 0);
  g_assert_nonnull (strstr (bf_figure_area_get_readout (fixture->area), "Small 3"));
  press (fixture, GDK_KEY_Down, GDK_CONTROL_MASK);
  g_assert_nonnull (strstr (bf_figure_area_get_readout (fixture->area), "Small 1"));
  g_assert_null (strstr (bf_figure_area_get_readout (fixture->area), "Small 3"));
  press (fixture, GDK_KEY_Up, GDK_CONTROL_MASK);
  g_assert_nonnull (strstr (bf_figure_area_get_readout (fixture->area), "Small 3"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();

#define ADD(name, function) \
  g_test_add ("/figure-handling/" name, Fixture, "gradient-by-layer", set_up, function, tear_down)
  ADD ("wheel", test_wheel);
  ADD ("drag", test_drag);
  ADD ("zoom-keys", test_zoom_keys);
  ADD ("zoom-stays", test_zoom_stays);
  ADD ("axes-and-zoom", test_axes_and_zoom);
  ADD ("legend", test_legend);
  ADD ("highlight", test_highlight);
  ADD ("hidden-follows", test_hidden_follows);
  ADD ("pins", test_pins);
  ADD ("double-click", test_double_click);
  ADD ("pin-and-zoom", test_pin_and_zoom);
  ADD ("one-line", test_one_line);
  return g_test_run ();
}
