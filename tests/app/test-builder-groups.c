/* Groups of layers in the panel: moved, split, joined, with focus, folds and words following. */
#include "app/builder-group.h"
#include "app/builder-panel.h"

#include "app/builder-number-row.h"
#include "builder-test.h"

static GtkWidget *
groups_box (BuilderFixture *fixture)
{
  return gtk_widget_get_parent (builder_find (fixture->panel, BF_TYPE_BUILDER_GROUP, NULL));
}

static GtkWidget *
group_widget (BuilderFixture *fixture, guint index)
{
  GtkWidget *group = gtk_widget_get_first_child (groups_box (fixture));

  for (; index > 0; index--)
    group = gtk_widget_get_next_sibling (group);
  return group;
}

static guint
n_groups (BuilderFixture *fixture)
{
  return builder_selected (fixture->session)->groups->len;
}

static const char *
news (BuilderFixture *fixture)
{
  GtkWidget *label = gtk_widget_get_next_sibling (groups_box (fixture));

  return gtk_widget_get_visible (label) ? gtk_label_get_label (GTK_LABEL (label)) : "";
}

static void
set_up_three (BfConfiguration *configuration, gpointer data)
{
  BfLayerGroup more;

  g_array_index (configuration->groups, BfLayerGroup, 0).residual_span = 0;
  more = g_array_index (configuration->groups, BfLayerGroup, 0);
  for (guint units = 20; units <= 30; units += 10)
    {
      more.repeat = units / 10;
      more.units = units;
      g_array_append_val (configuration->groups, more);
    }
}

static void
assert_units (BuilderFixture *fixture, guint first, guint second, guint third)
{
  const guint units[] = { first, second, third };

  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *text = g_strdup_printf ("%u", units[i]);

      g_assert_cmpuint (builder_group_at (fixture, i)->units, ==, units[i]);
      g_assert_cmpstr (builder_row_text (builder_find (group_widget (fixture, i),
                                                       BF_TYPE_BUILDER_NUMBER_ROW, "Units")),
                       ==, text);
    }
}

/* The focus stays in the field it was in, wherever that goes; what happened is said. */
static void
test_keyboard (BuilderFixture *fixture, gconstpointer data)
{
  GtkWidget *first, *entry, *focus;

  builder_change (fixture->session, set_up_three, NULL);
  first = group_widget (fixture, 0);
  entry = builder_find (builder_find (first, BF_TYPE_BUILDER_NUMBER_ROW, "Units"), GTK_TYPE_ENTRY,
                        NULL);
  gtk_widget_grab_focus (entry);
  focus = gtk_root_get_focus (GTK_ROOT (fixture->window));
  g_assert_true (gtk_widget_is_ancestor (focus, first));
  g_assert_cmpstr (news (fixture), ==, "");

  gtk_widget_activate_action (first, "group.move-down", NULL);
  assert_units (fixture, 20, 64, 30);
  g_assert_true (group_widget (fixture, 1) == first);
  g_assert_true (gtk_root_get_focus (GTK_ROOT (fixture->window)) == focus);
  g_assert_cmpstr (news (fixture), ==, "Layers 3–11: now 2 of 3");
  gtk_widget_activate_action (first, "group.move-down", NULL);
  assert_units (fixture, 20, 30, 64);
  g_assert_cmpstr (news (fixture), ==, "Layers 6–14: now 3 of 3");
  gtk_widget_activate_action (first, "group.move-down", NULL);
  assert_units (fixture, 20, 30, 64);
  gtk_widget_activate_action (first, "group.move-up", NULL);
  assert_units (fixture, 20, 64, 30);

  for (guint i = 0; i < 3; i++)
    g_assert_true (bf_session_undo (fixture->session));
  assert_units (fixture, 64, 20, 30);
  g_assert_cmpstr (news (fixture), ==, "");
}

/* With a size for each, as an empty one has no halves. */
static void
set_up_laid_out (BuilderFixture *fixture)
{
  builder_change (fixture->session, set_up_three, NULL);
  while (gtk_widget_get_height (group_widget (fixture, 2)) == 0)
    builder_wait (20);
}

/* Drops @dragged on the upper or lower half of @target. */
static gboolean
drop (GtkWidget *dragged, GtkWidget *target, gboolean lower)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (target);
  g_auto (GValue) value = G_VALUE_INIT;
  gboolean taken = FALSE;

  g_value_init (&value, BF_TYPE_BUILDER_GROUP);
  g_value_set_object (&value, dragged);
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_DROP_TARGET (controller))
        g_signal_emit_by_name (controller, "drop", &value, 5.0,
                               lower ? gtk_widget_get_height (target) - 1.0 : 0.0, &taken);
    }
  return taken;
}

static void
test_drag (BuilderFixture *fixture, gconstpointer data)
{
  set_up_laid_out (fixture);
  g_assert_true (drop (group_widget (fixture, 0), group_widget (fixture, 2), TRUE));
  assert_units (fixture, 20, 30, 64);
  g_assert_true (drop (group_widget (fixture, 2), group_widget (fixture, 0), FALSE));
  assert_units (fixture, 64, 20, 30);
  g_assert_true (drop (group_widget (fixture, 0), group_widget (fixture, 1), TRUE));
  assert_units (fixture, 20, 64, 30);
  g_assert_true (drop (group_widget (fixture, 2), group_widget (fixture, 1), FALSE));
  assert_units (fixture, 20, 30, 64);
  for (guint i = 0; i < 4; i++)
    g_assert_true (bf_session_undo (fixture->session));
  assert_units (fixture, 64, 20, 30);
}

/* Where it already is: no edit. */
static void
test_drag_nowhere (BuilderFixture *fixture, gconstpointer data)
{
  set_up_laid_out (fixture);
  g_assert_true (drop (group_widget (fixture, 1), group_widget (fixture, 0), TRUE));
  g_assert_true (drop (group_widget (fixture, 1), group_widget (fixture, 1), TRUE));
  g_assert_true (drop (group_widget (fixture, 1), group_widget (fixture, 2), FALSE));
  g_assert_cmpstr (bf_session_undo_label (fixture->session), ==, "change");
  assert_units (fixture, 64, 20, 30);
}

static void
test_split (BuilderFixture *fixture, gconstpointer data)
{
  builder_change (fixture->session, set_up_three, NULL);
  g_assert_true (gtk_widget_activate_action (group_widget (fixture, 0), "group.split-at", "u", 4));
  g_assert_cmpuint (n_groups (fixture), ==, 5);
  g_assert_cmpuint (builder_group_at (fixture, 0)->repeat, ==, 3);
  g_assert_cmpuint (builder_group_at (fixture, 1)->repeat, ==, 1);
  g_assert_cmpuint (builder_group_at (fixture, 2)->repeat, ==, 5);
  g_assert_cmpstr (bf_builder_group_title (BF_BUILDER_GROUP (group_widget (fixture, 2))), ==,
                   "Layers 5–9");
  gtk_widget_activate_action (group_widget (fixture, 0), "group.join", NULL);
  gtk_widget_activate_action (group_widget (fixture, 0), "group.join", NULL);
  g_assert_cmpuint (n_groups (fixture), ==, 3);
  gtk_widget_activate_action (group_widget (fixture, 0), "group.join", NULL);
  g_assert_cmpuint (n_groups (fixture), ==, 3);

  gtk_widget_activate_action (group_widget (fixture, 0), "group.split", NULL);
  g_assert_cmpuint (n_groups (fixture), ==, 11);
  g_assert_true (bf_session_undo (fixture->session));
  g_assert_cmpuint (n_groups (fixture), ==, 3);
}

/* The label of item @index of what the menu says about splitting and joining. */
static char *
menu_label (GtkWidget *group, guint index)
{
  GtkMenuButton *button = builder_find (group, GTK_TYPE_MENU_BUTTON, NULL);
  g_autoptr (GMenuModel) section = NULL;
  char *label = NULL;

  gtk_menu_button_popup (button);
  section = g_menu_model_get_item_link (gtk_menu_button_get_menu_model (button), 1,
                                        G_MENU_LINK_SECTION);
  g_menu_model_get_item_attribute (section, index, G_MENU_ATTRIBUTE_LABEL, "s", &label);
  gtk_menu_button_popdown (button);
  return label;
}

/* What cannot be done says why. */
static void
test_reasons (BuilderFixture *fixture, gconstpointer data)
{
  g_autofree char *split = menu_label (group_widget (fixture, 0), 0);
  g_autofree char *split_off = menu_label (group_widget (fixture, 0), 1);
  g_autofree char *join = menu_label (group_widget (fixture, 0), 2);
  g_autofree char *possible = NULL, *differs = NULL;

  g_assert_cmpstr (split, ==, "_Split into Single Layers (its shortcuts would change)");
  g_assert_cmpstr (split_off, ==, "Split _Off One Layer… (its shortcuts would change)");
  g_assert_cmpstr (join, ==, "_Join with Next (no layers follow)");
  builder_change (fixture->session, set_up_three, NULL);
  possible = menu_label (group_widget (fixture, 0), 0);
  differs = menu_label (group_widget (fixture, 0), 2);
  g_assert_cmpstr (possible, ==, "_Split into Single Layers");
  g_assert_cmpstr (differs, ==, "_Join with Next (differs in “Units”)");
}

/* The focus does not leave the list with the last group. */
static void
test_remove (BuilderFixture *fixture, gconstpointer data)
{
  GtkWidget *focus;

  builder_change (fixture->session, set_up_three, NULL);
  gtk_widget_child_focus (group_widget (fixture, 2), GTK_DIR_TAB_FORWARD);
  gtk_widget_activate_action (group_widget (fixture, 2), "group.remove", NULL);
  focus = gtk_root_get_focus (GTK_ROOT (fixture->window));
  g_assert_true (focus != NULL && gtk_widget_is_ancestor (focus, group_widget (fixture, 1)));
}

#define ADD(name, function) \
  g_test_add ("/app/builder-groups/" name, BuilderFixture, NULL, builder_set_up_window, function, \
              builder_tear_down)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  ADD ("keyboard", test_keyboard);
  ADD ("drag", test_drag);
  ADD ("drag-nowhere", test_drag_nowhere);
  ADD ("split", test_split);
  ADD ("reasons", test_reasons);
  ADD ("remove", test_remove);
  return g_test_run ();
}
