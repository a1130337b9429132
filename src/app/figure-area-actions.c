/* The actions of a figure area, and the menu of them. */
#include "config.h"

#include "app/figure-area-private.h"

#include <glib/gi18n-lib.h>

#include "app/measure-choice.h"

static const char *const axis_kinds[BF_N_AXIS_KINDS] = { "default", "linear", "logarithmic" };

static const char *const switches[BF_N_SWITCHES] = { "default", "on", "off" };

static void
zoom_in_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  bf_figure_area_zoom_in (user_data);
}

static void
zoom_out_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  bf_figure_area_zoom_out (user_data);
}

static void
reset_zoom_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  bf_figure_area_reset_zoom (user_data);
}

static void
zoom_back_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  bf_figure_area_go_zoom (user_data, -1);
}

static void
zoom_forward_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  bf_figure_area_go_zoom (user_data, 1);
}

static void
pin_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  bf_figure_area_pin_cursor (user_data);
}

static void
clear_pins_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  bf_figure_area_clear_pins (user_data);
}

/* That of the cursor. */
static void
one_panel_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  BfFigureArea *self = user_data;
  const BfScene *scene = bf_figure_area_scene (self);
  double x = self->pointer_x, y = self->pointer_y;

  if (scene != NULL && self->has_cursor && !self->follows_pointer)
    bf_scene_locate (scene, &self->cursor, &x, &y);
  bf_figure_area_toggle_panel (self, x, y);
}

static void
copy_image_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  bf_figure_area_copy_image (user_data);
}

static void
copy_data_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  bf_figure_area_copy_data (user_data);
}

BfAxisKind
bf_figure_area_axis_kind (const char *id)
{
  for (guint i = 0; i < BF_N_AXIS_KINDS; i++)
    if (g_str_equal (axis_kinds[i], id))
      return i;
  return BF_AXIS_DEFAULT;
}

static BfAxisKind
axis_kind (GVariant *value)
{
  return bf_figure_area_axis_kind (g_variant_get_string (value, NULL));
}

static void
x_axis_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  BfFigureState *state = bf_figure_area_state (user_data);

  if (state != NULL)
    bf_figure_area_set_axes (user_data, axis_kind (value), state->y_kind);
}

static void
y_axis_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  BfFigureState *state = bf_figure_area_state (user_data);

  if (state != NULL)
    bf_figure_area_set_axes (user_data, state->x_kind, axis_kind (value));
}

static void
relative_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  BfFigureArea *self = user_data;

  g_simple_action_set_state (action, value);
  self->view.relative = g_variant_get_boolean (value);
  bf_figure_area_redraw (self);
}

static void
columns_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  BfFigureArea *self = user_data;

  g_simple_action_set_state (action, value);
  self->view.columns = g_variant_get_boolean (value);
  bf_figure_area_redraw (self);
}

static void
smoothing_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  BfFigureArea *self = user_data;

  g_simple_action_set_state (action, value);
  self->view.smoothing = g_variant_get_uint32 (value);
  bf_figure_area_redraw (self);
}

/* What a key takes of smoothing, from none to much. */
static const guint smoothings[] = { 1, 3, 10, 30, 100, 300, 1000 };

static void
smooth_by (BfFigureArea *self, gboolean more)
{
  guint now = bf_figure_smoothing (bf_figure_area_view (self)), to = now;
  g_autofree char *text = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (smoothings) && more && to == now; i++)
    to = MAX (smoothings[i], now);
  for (guint i = G_N_ELEMENTS (smoothings); i > 0 && !more && to == now; i--)
    to = MIN (smoothings[i - 1], now);
  g_action_group_change_action_state (G_ACTION_GROUP (self->actions), "smoothing",
                                      g_variant_new_uint32 (to));
  text = to == 1 ? g_strdup (_("Not smoothed"))
                 : g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Smoothed over about %u step",
                                                 "Smoothed over about %u steps", to), to);
  bf_figure_area_say (self, text);
}

static void
smoother_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  smooth_by (user_data, TRUE);
}

static void
rougher_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  smooth_by (user_data, FALSE);
}

static BfSwitch
switch_of (GVariant *value)
{
  for (guint i = 0; i < BF_N_SWITCHES; i++)
    if (g_str_equal (switches[i], g_variant_get_string (value, NULL)))
      return i;
  return BF_SWITCH_DEFAULT;
}

static void
predicted_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  BfFigureArea *self = user_data;

  g_simple_action_set_state (action, value);
  self->view.predicted = switch_of (value);
  bf_figure_area_redraw (self);
}

static void
guides_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  BfFigureArea *self = user_data;

  g_simple_action_set_state (action, value);
  self->view.guides = switch_of (value);
  bf_figure_area_redraw (self);
}

static const GActionEntry entries[] = {
  { "zoom-in", zoom_in_cb },
  { "zoom-out", zoom_out_cb },
  { "reset-zoom", reset_zoom_cb },
  { "zoom-back", zoom_back_cb },
  { "zoom-forward", zoom_forward_cb },
  { "one-panel", one_panel_cb },
  { "pin", pin_cb },
  { "clear-pins", clear_pins_cb },
  { "copy-image", copy_image_cb },
  { "copy-data", copy_data_cb },
  { "x-axis", NULL, "s", "'default'", x_axis_cb },
  { "y-axis", NULL, "s", "'default'", y_axis_cb },
  { "columns", NULL, NULL, "false", columns_cb },
  { "relative", NULL, NULL, "false", relative_cb },
  { "smoothing", NULL, "u", "uint32 0", smoothing_cb },
  { "smoother", smoother_cb },
  { "rougher", rougher_cb },
  { "predicted", NULL, "s", "'default'", predicted_cb },
  { "guides", NULL, "s", "'default'", guides_cb },
};

/* "show-1" and so on: configurations count from 1. */
static char *
run_action (guint run)
{
  return g_strdup_printf ("show-%u", run + 1);
}

static void
show_run_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  const char *number = g_action_get_name (G_ACTION (action)) + strlen ("show-");
  guint run = (guint) g_ascii_strtoull (number, NULL, 10) - 1;

  bf_figure_area_set_hidden (user_data, run, !g_variant_get_boolean (value));
}

static void
add_run (BfFigureArea *self, guint run)
{
  g_autofree char *name = run_action (run);
  g_autofree char *detailed = g_strconcat ("figure.", name, NULL);
  g_autoptr (GSimpleAction) action =
    g_simple_action_new_stateful (name, NULL, g_variant_new_boolean (TRUE));
  g_autoptr (GString) label =
    g_string_new (bf_session_configuration (self->session, run)->name);

  g_string_replace (label, "_", "__", 0);   /* no mnemonic */
  g_menu_append (self->runs_menu, label->str, detailed);
  g_signal_connect_object (action, "change-state", G_CALLBACK (show_run_cb), self, 0);
  g_action_map_add_action (G_ACTION_MAP (self->actions), G_ACTION (action));
}

/* The menu is made anew only where its words change: it may be open. */
static gboolean
lists_runs (BfFigureArea *self)
{
  GMenuModel *menu = G_MENU_MODEL (self->runs_menu);
  guint n = self->session != NULL ? bf_session_n (self->session) : 0;

  if (g_menu_model_get_n_items (menu) != (int) n)
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *label = NULL;
      g_autoptr (GString) name = g_string_new (bf_session_configuration (self->session, i)->name);

      g_string_replace (name, "_", "__", 0);
      if (!g_menu_model_get_item_attribute (menu, i, G_MENU_ATTRIBUTE_LABEL, "s", &label)
          || !g_str_equal (label, name->str))
        return FALSE;
    }
  return TRUE;
}

static void
renew_runs (BfFigureArea *self)
{
  guint before = g_menu_model_get_n_items (G_MENU_MODEL (self->runs_menu));

  g_menu_remove_all (self->runs_menu);
  for (guint i = 0; i < before; i++)
    {
      g_autofree char *name = run_action (i);
      g_action_map_remove_action (G_ACTION_MAP (self->actions), name);
    }
  for (guint i = 0; i < bf_session_n (self->session); i++)
    add_run (self, i);
}

static GSimpleAction *
action_called (BfFigureArea *self, const char *name)
{
  return G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->actions), name));
}

static void
update_runs (BfFigureArea *self)
{
  if (!lists_runs (self))
    renew_runs (self);
  for (guint i = 0; self->session != NULL && i < bf_session_n (self->session); i++)
    {
      g_autofree char *name = run_action (i);

      g_simple_action_set_state (action_called (self, name),
                                 g_variant_new_boolean (!bf_figure_area_get_hidden (self, i)));
    }
}

/* Of the menu, in this order: what is about the figure shown. */
static const struct {
  const char *label;
  const char *action;          /* NULL: a menu... */
  const char *menu;            /* ...of figure-area.ui; NULL: of measures */
  glong wanted;                /* offset in BfFigure of what says so; -1: always */
} parts[] = {
  { N_("_Measure"), NULL, NULL, G_STRUCT_OFFSET (BfFigure, uses_measure) },
  { N_("_Value Axis"), NULL, "value_axis", G_STRUCT_OFFSET (BfFigure, uses_y_kind) },
  { N_("_Step Axis"), NULL, "step_axis", G_STRUCT_OFFSET (BfFigure, uses_x_kind) },
  { N_("_Smoothing"), NULL, "smoothing", G_STRUCT_OFFSET (BfFigure, uses_smoothing) },
  { N_("One Co_lumn a Configuration"), "figure.columns", NULL,
    G_STRUCT_OFFSET (BfFigure, is_profile) },
  { N_("R_elative to the Last Layer or Timestep"), "figure.relative", NULL,
    G_STRUCT_OFFSET (BfFigure, is_profile) },
  { N_("Predi_cted Gradients"), NULL, "predicted", G_STRUCT_OFFSET (BfFigure, is_profile) },
  { N_("Ends of _Number Formats"), NULL, "guides", G_STRUCT_OFFSET (BfFigure, is_profile) },
  { N_("_Configurations Shown"), NULL, "runs", -1 },
};

static void
add_part (BfFigureArea *self, guint index)
{
  g_autoptr (GMenuModel) measures = NULL;

  if (parts[index].action != NULL)
    g_menu_append (self->axes_menu, _(parts[index].label), parts[index].action);
  else if (parts[index].menu == NULL)
    {
      measures = bf_measure_menu_new ();
      g_menu_append_submenu (self->axes_menu, _(parts[index].label), measures);
    }
  else
    g_menu_append_submenu (self->axes_menu, _(parts[index].label),
                           G_MENU_MODEL (gtk_builder_get_object (self->menus, parts[index].menu)));
}

/* Anew only for another figure: it may be open. */
static void
update_parts (BfFigureArea *self)
{
  if (self->menu_figure == self->figure)
    return;
  self->menu_figure = self->figure;
  g_menu_remove_all (self->axes_menu);
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (parts[i].wanted < 0 || G_STRUCT_MEMBER (gboolean, self->figure, parts[i].wanted))
      add_part (self, i);
}

static void
enable (BfFigureArea *self, const char *name, gboolean enabled)
{
  g_simple_action_set_enabled (action_called (self, name), enabled);
}

void
bf_figure_area_update_actions (BfFigureArea *self)
{
  const BfFigureState *state = bf_figure_area_state (self);

  update_runs (self);
  if (state == NULL)
    return;
  update_parts (self);
  enable (self, "reset-zoom", bf_figure_area_get_zoomed (self));
  enable (self, "zoom-back", bf_zoom_history_can_go (&state->zooms, -1));
  enable (self, "zoom-forward", bf_zoom_history_can_go (&state->zooms, 1));
  enable (self, "clear-pins", state->pins->len > 0);
  enable (self, "x-axis", self->figure->uses_x_kind);
  enable (self, "y-axis", self->figure->uses_y_kind);
  enable (self, "smoother", self->figure->uses_smoothing);
  enable (self, "rougher", self->figure->uses_smoothing);
  enable (self, "columns", self->figure->is_profile);
  enable (self, "relative", self->figure->is_profile);
  g_simple_action_set_state (action_called (self, "x-axis"),
                             g_variant_new_string (axis_kinds[state->x_kind]));
  g_simple_action_set_state (action_called (self, "y-axis"),
                             g_variant_new_string (axis_kinds[state->y_kind]));
}

void
bf_figure_area_add_actions (BfFigureArea *self)
{
  self->menus = gtk_builder_new_from_resource ("/org/backflow/Backflow/figure-area.ui");
  self->menu = G_MENU (gtk_builder_get_object (self->menus, "menu"));
  self->runs_menu = G_MENU (gtk_builder_get_object (self->menus, "runs"));
  self->axes_menu = G_MENU (gtk_builder_get_object (self->menus, "axes"));
  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "figure", G_ACTION_GROUP (self->actions));
}

/* Others may hold the group. */
void
bf_figure_area_remove_actions (BfFigureArea *self)
{
  g_auto (GStrv) names = NULL;

  if (self->actions == NULL)
    return;
  names = g_action_group_list_actions (G_ACTION_GROUP (self->actions));
  for (guint i = 0; names[i] != NULL; i++)
    g_action_map_remove_action (G_ACTION_MAP (self->actions), names[i]);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "figure", NULL);
  g_clear_object (&self->actions);
  g_clear_object (&self->menus);
  self->menu = self->axes_menu = self->runs_menu = NULL;
}

GActionGroup *
bf_figure_area_get_actions (BfFigureArea *self)
{
  g_return_val_if_fail (BF_IS_FIGURE_AREA (self), NULL);
  return G_ACTION_GROUP (self->actions);
}

GMenuModel *
bf_figure_area_get_menu (BfFigureArea *self)
{
  g_return_val_if_fail (BF_IS_FIGURE_AREA (self), NULL);
  return G_MENU_MODEL (self->menu);
}

void
bf_figure_area_show_menu (BfFigureArea *self, double x, double y)
{
  if (self->context_menu == NULL)
    {
      self->context_menu = gtk_popover_menu_new_from_model (G_MENU_MODEL (self->menu));
      gtk_widget_set_parent (self->context_menu, GTK_WIDGET (self));
      gtk_popover_set_has_arrow (GTK_POPOVER (self->context_menu), FALSE);
      gtk_widget_set_halign (self->context_menu, GTK_ALIGN_START);
    }
  gtk_popover_set_pointing_to (GTK_POPOVER (self->context_menu),
                               &(GdkRectangle) { (int) x, (int) y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (self->context_menu));
}
