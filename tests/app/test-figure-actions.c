/* The menu of a figure and what its actions change. */
#include "figure-test.h"

#include <adwaita.h>
#include <string.h>

static void
test_axes (Fixture *fixture, gconstpointer data)
{
  GActionGroup *actions = bf_figure_area_get_actions (fixture->area);
  g_autoptr (GVariant) state = NULL;

  g_assert_true (plot_of (fixture).y.logarithmic);
  g_action_group_change_action_state (actions, "y-axis", g_variant_new_string ("linear"));
  g_assert_cmpint (view_of (fixture).y_kind, ==, BF_AXIS_LINEAR);
  g_assert_false (plot_of (fixture).y.logarithmic);
  g_assert_false (is_enabled (fixture, "x-axis"));
  bf_figure_area_set_axes (fixture->area, BF_AXIS_DEFAULT, BF_AXIS_DEFAULT);
  state = g_action_group_get_action_state (actions, "y-axis");
  g_assert_cmpstr (g_variant_get_string (state, NULL), ==, "default");

  show_figure (fixture, "training");
  g_assert_true (is_enabled (fixture, "x-axis"));
  g_assert_false (plot_of (fixture).x.logarithmic);
  g_action_group_activate_action (actions, "x-axis", g_variant_new_string ("logarithmic"));
  g_assert_true (plot_of (fixture).x.logarithmic);
  scroll (fixture, -2, 0);
  g_assert_cmpfloat (view_of (fixture).zoom_x.min, >, 0);
  press (fixture, GDK_KEY_End, 0);
  g_assert_nonnull (bf_figure_area_get_readout (fixture->area));
}

/* An item of the menu or of a part of it. */
static gboolean
has_item (GMenuModel *menu, const char *label)
{
  gboolean found = FALSE;

  for (int i = 0; i < g_menu_model_get_n_items (menu) && !found; i++)
    {
      g_autoptr (GMenuLinkIter) links = g_menu_model_iterate_item_links (menu, i);
      g_autofree char *own = NULL;

      g_menu_model_get_item_attribute (menu, i, G_MENU_ATTRIBUTE_LABEL, "s", &own);
      found = g_strcmp0 (own, label) == 0;
      while (!found && g_menu_link_iter_next (links))
        {
          g_autoptr (GMenuModel) part = g_menu_link_iter_get_value (links);
          found = has_item (part, label);
        }
    }
  return found;
}

/* The menu lists the configurations, and what is about the figure shown. */
static void
test_menu (Fixture *fixture, gconstpointer data)
{
  static const struct { const char *label; gboolean of_layers, of_training, of_maps; } items[] = {
    { "_Measure", TRUE, FALSE, TRUE },
    { "_Step Axis", FALSE, TRUE, FALSE },
    { "_Smoothing", FALSE, TRUE, FALSE },
    { "One Co_lumn a Configuration", TRUE, FALSE, FALSE },
    { "Predi_cted Gradients", TRUE, FALSE, FALSE },
    { "_Value Axis", TRUE, TRUE, TRUE },
    { "Small 2", TRUE, TRUE, TRUE },
    { "Configuration 4", FALSE, FALSE, FALSE },
  };
  GMenuModel *menu = bf_figure_area_get_menu (fixture->area);

  for (guint i = 0; i < G_N_ELEMENTS (items); i++)
    {
      show_figure (fixture, "gradient-by-layer");
      g_assert_cmpint (has_item (menu, items[i].label), ==, items[i].of_layers);
      show_figure (fixture, "training");
      g_assert_cmpint (has_item (menu, items[i].label), ==, items[i].of_training);
      show_figure (fixture, "layer-step-map");
      g_assert_cmpint (has_item (menu, items[i].label), ==, items[i].of_maps);
    }
  bf_session_add (fixture->session);
  g_assert_true (has_item (menu, "Configuration 4"));
  g_assert_true (bf_figure_key_press (fixture->area, GDK_KEY_Menu, 0));
  g_assert_true (gtk_widget_get_visible (fixture->area->context_menu));
  gtk_popover_popdown (GTK_POPOVER (fixture->area->context_menu));
}

/* What a switch of the menu changes in the view, and that the picture follows it. */
static void
test_switches (Fixture *fixture, gconstpointer data)
{
  GActionGroup *actions = bf_figure_area_get_actions (fixture->area);
  double largest = plot_of (fixture).y.max;

  g_action_group_activate_action (actions, "columns", NULL);
  g_assert_true (view_of (fixture).columns);
  g_assert_cmpfloat (plot_of (fixture).plot.width, <, WIDTH / 3);
  g_action_group_activate_action (actions, "columns", NULL);
  g_assert_false (view_of (fixture).columns);
  g_action_group_activate_action (actions, "relative", NULL);
  g_assert_true (view_of (fixture).relative);
  g_assert_cmpfloat (plot_of (fixture).y.max, !=, largest);
  g_action_group_activate_action (actions, "predicted", g_variant_new_string ("on"));
  g_assert_cmpint (view_of (fixture).predicted, ==, BF_SWITCH_ON);
  press (fixture, GDK_KEY_Home, 0);
  g_assert_nonnull (strstr (bf_figure_area_get_readout (fixture->area), "predicted"));
  g_action_group_activate_action (actions, "predicted", g_variant_new_string ("off"));
  g_assert_null (strstr (bf_figure_area_get_readout (fixture->area), "predicted"));
  g_action_group_activate_action (actions, "guides", g_variant_new_string ("on"));
  g_assert_cmpint (view_of (fixture).guides, ==, BF_SWITCH_ON);
}

static void
said_cb (char **said, const char *text)
{
  g_free (*said);
  *said = g_strdup (text);
}

/* Smoothing by menu and by keys, which say what they did. */
static void
test_smoothing (Fixture *fixture, gconstpointer data)
{
  GActionGroup *actions = bf_figure_area_get_actions (fixture->area);
  g_autofree char *said = NULL;
  gulong id = g_signal_connect_swapped (fixture->area, "message", G_CALLBACK (said_cb), &said);

  press (fixture, GDK_KEY_s, 0);
  g_assert_cmpuint (view_of (fixture).smoothing, ==, 0);   /* there is nothing to smooth */
  show_figure (fixture, "training");
  g_action_group_activate_action (actions, "smoothing", g_variant_new_uint32 (30));
  g_assert_cmpuint (view_of (fixture).smoothing, ==, 30);
  press (fixture, GDK_KEY_s, 0);
  g_assert_cmpuint (view_of (fixture).smoothing, ==, 100);
  g_assert_cmpstr (said, ==, "Smoothed over about 100 steps");
  for (guint i = 0; i < 9; i++)
    press (fixture, GDK_KEY_S, GDK_SHIFT_MASK);
  g_assert_cmpuint (view_of (fixture).smoothing, ==, 1);
  g_assert_cmpstr (said, ==, "Not smoothed");
  g_action_group_activate_action (actions, "smoothing", g_variant_new_uint32 (0));
  press (fixture, GDK_KEY_s, 0);   /* from what suits so few steps: none */
  g_assert_cmpuint (view_of (fixture).smoothing, ==, 3);
  g_signal_handler_disconnect (fixture->area, id);
}

/* A pin is seen as a box, and said as well. */
static void
test_pins_are_said (Fixture *fixture, gconstpointer data)
{
  g_autofree char *before = NULL;

  bf_figure_area_redraw (fixture->area);   /* now, not when it is due */
  before = g_strdup (bf_figure_area_get_description (fixture->area));
  press (fixture, GDK_KEY_Home, 0);
  press (fixture, GDK_KEY_Return, 0);
  g_assert_true (g_str_has_prefix (bf_figure_area_get_description (fixture->area), before));
  g_assert_nonnull (strstr (bf_figure_area_get_description (fixture->area),
                            "Pinned: Layer 1, step 30; Small 1: "));
  activate (fixture, "clear-pins");
  g_assert_cmpstr (bf_figure_area_get_description (fixture->area), ==, before);
}

/* One panel of many fills the figure, and Escape or the zoom's reset brings the others back. */
static void
test_one_panel (Fixture *fixture, gconstpointer data)
{
  BfPlotArea before, alone;

  show_figure (fixture, "training");
  before = plot_of (fixture);
  bf_figure_area_set_cursor (fixture->area, X, Y);
  press (fixture, GDK_KEY_m, 0);
  alone = plot_of (fixture);
  g_assert_cmpuint (alone.panel, ==, before.panel);
  g_assert_cmpfloat (alone.plot.height, >, before.plot.height * 1.5);
  g_assert_cmpfloat (alone.y.min, ==, before.y.min);
  g_assert_true (bf_figure_area_get_zoomed (fixture->area));
  press (fixture, GDK_KEY_Home, 0);
  g_assert_nonnull (strstr (bf_figure_area_get_readout (fixture->area), "Loss"));
  press (fixture, GDK_KEY_Escape, 0);   /* the cursor, then the panel */
  press (fixture, GDK_KEY_Escape, 0);
  g_assert_cmpfloat (plot_of (fixture).plot.height, ==, before.plot.height);
  g_assert_false (bf_figure_area_get_zoomed (fixture->area));

  for (guint i = 0; i < bf_figure_table.n_rows; i++)
    {
      const BfFigure *figure = bf_table_row (&bf_figure_table, i);

      show_figure (fixture, figure->entry.id);
      bf_figure_area_show_panel (fixture->area, 2);
      g_assert_nonnull (bf_figure_area_scene (fixture->area));
      for (double x = 10; x < WIDTH; x += 40)
        for (double y = 10; y < HEIGHT; y += 40)
          bf_figure_area_set_cursor (fixture->area, x, y);
      gtk_test_widget_wait_for_draw (fixture->window);
      bf_figure_area_reset_zoom (fixture->area);
    }
}

/* Live shows the newest step, another step stays whatever comes; a person's zoom outlives both. */
static void
test_steps (Fixture *fixture, gconstpointer data)
{
  BfAxisZoom kept;

  show_figure (fixture, "training");
  scroll (fixture, -3, 0);
  kept = view_of (fixture).zoom_x;
  g_assert_true (kept.set);
  show_figure (fixture, "gradient-by-layer");
  bf_figure_area_set_step (fixture->area, 7);
  press (fixture, GDK_KEY_Home, 0);
  g_assert_nonnull (strstr (bf_figure_area_get_readout (fixture->area), "step 7"));
  bf_session_reset (fixture->session);
  bf_session_run (fixture->session);
  small_wait_for_state (fixture->session, BF_TRAINER_FINISHED);
  press (fixture, GDK_KEY_Home, 0);
  g_assert_nonnull (strstr (bf_figure_area_get_readout (fixture->area), "step 7"));
  bf_figure_area_set_step (fixture->area, 0);
  g_assert_nonnull (strstr (bf_figure_area_get_readout (fixture->area), "step 30"));
  for (guint i = 0; i < bf_figure_table.n_rows; i++)
    {
      const BfFigure *figure = bf_table_row (&bf_figure_table, i);
      BfFigureView view;
      g_autofree BfFigureRun *runs =
        bf_figure_area_new_view (fixture->area, figure, &bf_theme_light, &view);

      g_assert_cmpuint (view.step, ==, 0);
      g_assert_cmpint (view.zoom_x.set, ==, g_str_equal (figure->entry.id, "training"));
    }
  show_figure (fixture, "training");
  g_assert_cmpfloat (view_of (fixture).zoom_x.min, ==, kept.min);
  g_assert_cmpfloat (view_of (fixture).zoom_x.max, ==, kept.max);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();

#define ADD(name, function) \
  g_test_add ("/figure-actions/" name, Fixture, "gradient-by-layer", set_up, function, tear_down)
  ADD ("axes", test_axes);
  ADD ("menu", test_menu);
  ADD ("switches", test_switches);
  ADD ("smoothing", test_smoothing);
  ADD ("pins-are-said", test_pins_are_said);
  ADD ("one-panel", test_one_panel);
  ADD ("steps", test_steps);
  return g_test_run ();
}
