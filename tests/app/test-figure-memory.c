/* What is kept of a person's choices of figures, and what of it another window shows. */
#include <adwaita.h>

#include "app/figure-memory.h"
#include "app/settings.h"

static const BfFigure *
figure (const char *id)
{
  return bf_table_find (&bf_figure_table, id);
}

static BfFigureArea *
area_new (GSettings *settings, const char *shown)
{
  BfFigureArea *area = g_object_ref_sink (g_object_new (BF_TYPE_FIGURE_AREA, NULL));

  bf_figure_area_set_figure (area, figure (shown));
  bf_figure_memory_bind (area, settings);
  return area;
}

static char *
axis_of (BfFigureArea *area, const char *action)
{
  g_autoptr (GVariant) state =
    g_action_group_get_action_state (bf_figure_area_get_actions (area), action);

  return g_variant_dup_string (state, NULL);
}

static void
test_common (void)
{
  g_autoptr (GSettings) settings = bf_settings_new ();
  BfFigureArea *area = area_new (settings, "gradient-by-layer"), *other;
  GActionGroup *actions = bf_figure_area_get_actions (area);
  g_autofree char *guides = NULL;
  BfFigureView view;

  g_action_group_activate_action (actions, "columns", NULL);
  g_action_group_activate_action (actions, "relative", NULL);
  g_action_group_activate_action (actions, "predicted", g_variant_new_string ("off"));
  g_action_group_activate_action (actions, "guides", g_variant_new_string ("on"));
  g_action_group_activate_action (actions, "smoothing", g_variant_new_uint32 (100));
  guides = g_settings_get_string (settings, "guides");
  g_assert_cmpstr (guides, ==, "on");

  other = area_new (settings, "network");
  bf_figure_area_get_view (other, &view);
  g_assert_true (view.columns);
  g_assert_true (view.relative);
  g_assert_cmpint (view.predicted, ==, BF_SWITCH_OFF);
  g_assert_cmpint (view.guides, ==, BF_SWITCH_ON);
  g_assert_cmpuint (view.smoothing, ==, 100);
  g_assert_finalize_object (other);
  g_assert_finalize_object (area);
}

/* Kinds of axes are the figure's own, and what suits it is not kept. */
static void
test_axes (void)
{
  g_autoptr (GSettings) settings = bf_settings_new ();
  BfFigureArea *area = area_new (settings, "gradient-by-layer"), *other;
  g_autoptr (GVariant) kept = NULL, left = NULL;
  g_autofree char *y = NULL, *x = NULL, *layers = NULL;

  bf_figure_area_set_axes (area, BF_AXIS_DEFAULT, BF_AXIS_LINEAR);
  bf_figure_area_set_figure (area, figure ("training"));
  bf_figure_area_set_axes (area, BF_AXIS_LOGARITHMIC, BF_AXIS_DEFAULT);
  bf_figure_area_set_figure (area, figure ("network"));
  kept = g_settings_get_value (settings, "y-axis");
  g_assert_cmpuint (g_variant_n_children (kept), ==, 1);

  other = area_new (settings, "training");
  x = axis_of (other, "x-axis");
  y = axis_of (other, "y-axis");
  g_assert_cmpstr (x, ==, "logarithmic");
  g_assert_cmpstr (y, ==, "default");
  bf_figure_area_set_figure (other, figure ("gradient-by-layer"));
  layers = axis_of (other, "y-axis");
  g_assert_cmpstr (layers, ==, "linear");
  bf_figure_area_set_axes (other, BF_AXIS_DEFAULT, BF_AXIS_DEFAULT);
  left = g_settings_get_value (settings, "y-axis");
  g_assert_cmpuint (g_variant_n_children (left), ==, 0);
  g_assert_finalize_object (other);
  g_assert_finalize_object (area);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/figure-memory/common", test_common);
  g_test_add_func ("/figure-memory/axes", test_axes);
  return g_test_run ();
}
