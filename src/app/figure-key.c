#include "app/figure-key.h"

static const struct { guint key; GdkModifierType modifier; BfMove move; } keys[] = {
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

gboolean
bf_figure_key (guint key, GdkModifierType state, BfMove *move)
{
  state &= GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK;
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (keys[i].key == key && keys[i].modifier == state)
      {
        *move = keys[i].move;
        return TRUE;
      }
  return FALSE;
}
