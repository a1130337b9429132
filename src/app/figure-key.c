#include "config.h"

#include "app/figure-key.h"

#include "app/figure-area-private.h"

typedef struct { guint key; GdkModifierType modifiers; BfMove move; } MoveKey;
typedef struct { guint key; GdkModifierType modifiers; const char *action; } ActionKey;

static const MoveKey move_keys[] = {
  { GDK_KEY_Left, 0, BF_MOVE_LEFT },
  { GDK_KEY_Right, 0, BF_MOVE_RIGHT },
  { GDK_KEY_Up, 0, BF_MOVE_UP },
  { GDK_KEY_Down, 0, BF_MOVE_DOWN },
  { GDK_KEY_Home, 0, BF_MOVE_FIRST },
  { GDK_KEY_End, 0, BF_MOVE_LAST },
  { GDK_KEY_Up, GDK_CONTROL_MASK, BF_MOVE_PREVIOUS_LINE },
  { GDK_KEY_Down, GDK_CONTROL_MASK, BF_MOVE_NEXT_LINE },
  { GDK_KEY_Left, GDK_CONTROL_MASK, BF_MOVE_PREVIOUS_LINE },
  { GDK_KEY_Right, GDK_CONTROL_MASK, BF_MOVE_NEXT_LINE },
};

/* Plus and minus need Shift on some keyboards. */
static const ActionKey action_keys[] = {
  { GDK_KEY_plus, 0, "zoom-in" },
  { GDK_KEY_plus, GDK_SHIFT_MASK, "zoom-in" },
  { GDK_KEY_equal, 0, "zoom-in" },
  { GDK_KEY_KP_Add, 0, "zoom-in" },
  { GDK_KEY_minus, 0, "zoom-out" },
  { GDK_KEY_minus, GDK_SHIFT_MASK, "zoom-out" },
  { GDK_KEY_KP_Subtract, 0, "zoom-out" },
  { GDK_KEY_BackSpace, 0, "zoom-back" },
  { GDK_KEY_Left, GDK_ALT_MASK, "zoom-back" },
  { GDK_KEY_Right, GDK_ALT_MASK, "zoom-forward" },
  { GDK_KEY_Return, 0, "pin" },
  { GDK_KEY_KP_Enter, 0, "pin" },
  { GDK_KEY_space, 0, "pin" },
  { GDK_KEY_m, 0, "one-panel" },
  { GDK_KEY_s, 0, "smoother" },
  { GDK_KEY_s, GDK_SHIFT_MASK, "rougher" },
  { GDK_KEY_c, GDK_CONTROL_MASK, "copy-image" },
  { GDK_KEY_c, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "copy-data" },
};

/* What comes first is taken first: the cursor that the keys put, the pins, the pointer's cursor. */
static gboolean
escape (BfFigureArea *area)
{
  if (area->has_cursor && !area->follows_pointer)
    bf_figure_area_clear_cursor (area);
  else if (area->figure != NULL && bf_figure_area_state (area)->only_panel > 0)
    bf_figure_area_show_panel (area, 0);
  else if (bf_figure_area_get_n_pins (area) > 0)
    bf_figure_area_clear_pins (area);
  else if (area->has_cursor)
    bf_figure_area_clear_cursor (area);
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

static void
show_menu (BfFigureArea *area)
{
  const BfScene *scene = bf_figure_area_scene (area);
  double x = gtk_widget_get_width (GTK_WIDGET (area)) / 2.0;
  double y = gtk_widget_get_height (GTK_WIDGET (area)) / 2.0;

  if (scene != NULL && area->has_cursor && !area->follows_pointer)
    bf_scene_locate (scene, &area->cursor, &x, &y);
  bf_figure_area_show_menu (area, x, y);
}

gboolean
bf_figure_key_press (BfFigureArea *area, guint key, GdkModifierType state)
{
  state &= GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK;
  key = gdk_keyval_to_lower (key);
  if (key == GDK_KEY_Escape)
    return escape (area);
  if (key == GDK_KEY_Menu || (key == GDK_KEY_F10 && state == GDK_SHIFT_MASK))
    {
      show_menu (area);
      return GDK_EVENT_STOP;
    }
  for (guint i = 0; i < G_N_ELEMENTS (move_keys); i++)
    if (move_keys[i].key == key && move_keys[i].modifiers == state)
      {
        bf_figure_area_move_cursor (area, move_keys[i].move);
        return GDK_EVENT_STOP;
      }
  for (guint i = 0; i < G_N_ELEMENTS (action_keys); i++)
    if (action_keys[i].key == key && action_keys[i].modifiers == state)
      {
        g_action_group_activate_action (G_ACTION_GROUP (area->actions), action_keys[i].action, NULL);
        return GDK_EVENT_STOP;
      }
  return GDK_EVENT_PROPAGATE;
}
