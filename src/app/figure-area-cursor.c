/* The cursor of a figure area, and the pins, whose readouts stay. */
#include "config.h"

#include "app/figure-area-private.h"

#include <math.h>

#include "app/readout.h"

/* As near as this, in px, a pin is the one that is meant. */
#define SAME_PLACE 7

/* What is under a pointer that rests changes with the picture. */
gboolean
bf_figure_area_find_cursor (BfFigureArea *self, const BfScene *scene)
{
  double x, y;

  if (!self->has_cursor || scene == NULL)
    return FALSE;
  if (self->follows_pointer)
    return bf_scene_point_at (scene, self->pointer_x, self->pointer_y, &self->cursor);
  return bf_scene_locate (scene, &self->cursor, &x, &y);
}

void
bf_figure_area_update_readout (BfFigureArea *self)
{
  const BfScene *scene = self->has_cursor ? bf_figure_area_scene (self) : NULL;
  g_autofree char *readout =
    bf_figure_area_find_cursor (self, scene) ? bf_scene_readout (scene, &self->cursor) : NULL;

  if (g_strcmp0 (readout, self->readout) != 0)
    {
      g_free (self->readout);
      self->readout = g_steal_pointer (&readout);
      bf_figure_area_notify_readout (self);
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* The first key puts the cursor where the pointer was, or at the first place. */
void
bf_figure_area_move_cursor (BfFigureArea *self, BfMove move)
{
  const BfScene *scene = bf_figure_area_scene (self);

  if (scene == NULL)
    return;
  if (!bf_figure_area_find_cursor (self, scene) && !bf_scene_first (scene, &self->cursor))
    return;
  bf_scene_move (scene, &self->cursor, move);
  self->has_cursor = TRUE;
  self->follows_pointer = FALSE;
  bf_figure_area_update_readout (self);
}

void
bf_figure_area_set_cursor (BfFigureArea *self, double x, double y)
{
  g_return_if_fail (BF_IS_FIGURE_AREA (self));

  self->has_cursor = TRUE;
  self->follows_pointer = TRUE;
  self->pointer_x = x;
  self->pointer_y = y;
  bf_figure_area_update_readout (self);
}

void
bf_figure_area_clear_cursor (BfFigureArea *self)
{
  g_return_if_fail (BF_IS_FIGURE_AREA (self));

  self->has_cursor = FALSE;
  bf_figure_area_update_readout (self);
}

const char *
bf_figure_area_get_readout (BfFigureArea *self)
{
  g_return_val_if_fail (BF_IS_FIGURE_AREA (self), NULL);
  return self->readout;
}

static const BfCursor *
pin_at (BfFigureArea *self, guint index)
{
  return &g_array_index (bf_figure_area_state (self)->pins, BfCursor, index);
}

static gboolean
is_same_place (const BfScene *scene, const BfCursor *a, const BfCursor *b)
{
  double ax, ay, bx, by;

  return a->line == b->line && bf_scene_locate (scene, a, &ax, &ay)
         && bf_scene_locate (scene, b, &bx, &by) && hypot (ax - bx, ay - by) <= SAME_PLACE;
}

void
bf_figure_area_toggle_pin (BfFigureArea *self, const BfCursor *cursor)
{
  const BfScene *scene = bf_figure_area_scene (self);
  guint i = 0;

  if (scene == NULL)
    return;
  while (i < bf_figure_area_get_n_pins (self) && !is_same_place (scene, pin_at (self, i), cursor))
    i++;
  if (i < bf_figure_area_get_n_pins (self))
    g_array_remove_index (bf_figure_area_state (self)->pins, i);
  else
    g_array_append_val (bf_figure_area_state (self)->pins, *cursor);
  bf_figure_area_update_actions (self);
  bf_figure_area_update_description (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
bf_figure_area_pin_cursor (BfFigureArea *self)
{
  g_return_if_fail (BF_IS_FIGURE_AREA (self));

  if (bf_figure_area_find_cursor (self, bf_figure_area_scene (self)))
    bf_figure_area_toggle_pin (self, &self->cursor);
}

void
bf_figure_area_clear_pins (BfFigureArea *self)
{
  g_return_if_fail (BF_IS_FIGURE_AREA (self));

  if (bf_figure_area_get_n_pins (self) == 0)
    return;
  g_array_set_size (bf_figure_area_state (self)->pins, 0);
  bf_figure_area_update_actions (self);
  bf_figure_area_update_description (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

guint
bf_figure_area_get_n_pins (BfFigureArea *self)
{
  BfFigureState *state;

  g_return_val_if_fail (BF_IS_FIGURE_AREA (self), 0);
  state = bf_figure_area_state (self);
  return state != NULL ? state->pins->len : 0;
}

char *
bf_figure_area_get_pin_readout (BfFigureArea *self, guint index)
{
  const BfScene *scene;
  double x, y;

  g_return_val_if_fail (BF_IS_FIGURE_AREA (self), NULL);
  g_return_val_if_fail (index < bf_figure_area_get_n_pins (self), NULL);

  scene = bf_figure_area_scene (self);
  if (scene == NULL || !bf_scene_locate (scene, pin_at (self, index), &x, &y))
    return NULL;
  return bf_scene_readout (scene, pin_at (self, index));
}

/* Whether it says what the cursor says. */
static gboolean
snapshot_pin (BfFigureArea *self, GtkSnapshot *snapshot, guint index, GArray *taken)
{
  g_autofree char *text = bf_figure_area_get_pin_readout (self, index);
  double x, y;

  if (text == NULL)
    return FALSE;
  bf_scene_locate (self->scene, pin_at (self, index), &x, &y);
  bf_readout_snapshot (snapshot, GTK_WIDGET (self), text, &self->theme, TRUE, x, y, taken);
  return g_strcmp0 (text, self->readout) == 0;
}

static void
draw_marks (BfFigureArea *self, const BfScene *scene, cairo_t *cr)
{
  double x, y;

  for (guint i = 0; i < bf_figure_area_get_n_pins (self); i++)
    if (bf_scene_locate (scene, pin_at (self, i), &x, &y))
      bf_scene_draw_cursor (scene, cr, pin_at (self, i));
  if (self->readout != NULL)
    bf_scene_draw_cursor (scene, cr, &self->cursor);
}

/* Pins first: theirs is the right of way, so that they keep still when the pointer moves. */
void
bf_figure_area_snapshot_cursor (BfFigureArea *self, GtkSnapshot *snapshot,
                                const graphene_rect_t *bounds)
{
  g_autoptr (GArray) taken = g_array_new (FALSE, FALSE, sizeof (graphene_rect_t));
  const BfScene *scene = bf_figure_area_scene (self);
  guint n_pins = bf_figure_area_get_n_pins (self);
  double x = self->pointer_x, y = self->pointer_y;
  gboolean said = FALSE;
  cairo_t *cr;

  if (scene == NULL || (n_pins == 0 && self->readout == NULL))
    return;
  cr = gtk_snapshot_append_cairo (snapshot, bounds);
  draw_marks (self, scene, cr);
  cairo_destroy (cr);
  for (guint i = 0; i < n_pins; i++)
    said |= snapshot_pin (self, snapshot, i, taken);
  if (self->readout == NULL || said)
    return;
  if (!self->follows_pointer)
    bf_scene_locate (scene, &self->cursor, &x, &y);
  bf_readout_snapshot (snapshot, GTK_WIDGET (self), self->readout, &self->theme, FALSE, x, y,
                       taken);
}
