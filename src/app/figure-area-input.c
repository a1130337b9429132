/* Pointer, wheel, fingers and keys of a figure area. */
#include "config.h"

#include "app/figure-area-private.h"

#include <math.h>

#include "app/figure-key.h"

#define WHEEL_FACTOR 0.8         /* of what is shown, at one notch */
#define WHEEL_PAN 0.1            /* of what is shown */
#define DRAG_FROM 6              /* px; less is a click */
#define ONE_TURN (G_USEC_PER_SEC * 7 / 10)   /* notches as near as this are one step back */

static void
motion_cb (BfFigureArea *self, double x, double y)
{
  const BfScene *scene = bf_figure_area_scene (self);
  int run = scene != NULL ? bf_scene_legend_at (scene, x, y) : -1;

  if (self->drag.kind != BF_DRAG_NONE)
    return;
  bf_figure_area_highlight (self, run);
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), run >= 0 ? "pointer" : NULL);
  bf_figure_area_set_cursor (self, x, y);
}

static void
leave_cb (BfFigureArea *self)
{
  bf_figure_area_highlight (self, -1);
  /* To the menu, which is about the place. */
  if (self->context_menu != NULL && gtk_widget_get_visible (self->context_menu))
    return;
  if (self->follows_pointer)
    bf_figure_area_clear_cursor (self);
}

/* A finger does not hover. */
static void
pressed_cb (BfFigureArea *self, int n_presses, double x, double y)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
  bf_figure_area_set_cursor (self, x, y);
}

/* The first click of two was none of its own. */
static void
double_click (BfFigureArea *self, double x, double y)
{
  const BfScene *scene = bf_figure_area_scene (self);
  BfPlotArea plot;

  if (scene != NULL && !bf_scene_plot_at (scene, x, y, &plot)
      && bf_figure_area_toggle_panel (self, x, y))
    return;
  if (self->has_clicked_pin)
    bf_figure_area_toggle_pin (self, &self->clicked_pin);
  self->has_clicked_pin = FALSE;
  bf_figure_area_reset_zoom (self);
}

void
bf_figure_area_click (BfFigureArea *self, int n_presses, double x, double y)
{
  const BfScene *scene = bf_figure_area_scene (self);
  int run = scene != NULL ? bf_scene_legend_at (scene, x, y) : -1;

  if (run >= 0)
    {
      bf_figure_area_set_hidden (self, run, !bf_figure_area_get_hidden (self, run));
      bf_figure_area_highlight (self, run);
      return;
    }
  if (n_presses == 2)
    double_click (self, x, y);
  if (n_presses != 1)
    return;
  self->has_clicked_pin = scene != NULL && bf_scene_point_at (scene, x, y, &self->clicked_pin);
  if (self->has_clicked_pin)
    bf_figure_area_toggle_pin (self, &self->clicked_pin);
}

static void
released_cb (BfFigureArea *self, int n_presses, double x, double y)
{
  if (hypot (x - self->drag.x, y - self->drag.y) < DRAG_FROM)
    bf_figure_area_click (self, n_presses, x, y);
}

void
bf_figure_area_begin_drag (BfFigureArea *self, double x, double y)
{
  const BfScene *scene = bf_figure_area_scene (self);

  self->drag = (BfDrag) { .x = x, .y = y, .to_x = x, .to_y = y };
  if (scene == NULL || !bf_scene_plot_at (scene, x, y, &self->drag.plot))
    return;
  self->drag.has_plot = TRUE;
  self->drag.zoom = *bf_zoom_history_now (&bf_figure_area_state (self)->zooms);
  self->drag.gesture = bf_figure_area_new_gesture (self);
}

void
bf_figure_area_drag_to (BfFigureArea *self, double x, double y, gboolean box)
{
  BfDrag *drag = &self->drag;

  if (!drag->has_plot || hypot (x - drag->x, y - drag->y) < DRAG_FROM * (drag->kind == BF_DRAG_NONE))
    return;
  drag->to_x = x;
  drag->to_y = y;
  if (drag->kind == BF_DRAG_NONE)
    {
      drag->kind = box || !bf_zoom_is_set (&drag->zoom) ? BF_DRAG_BOX : BF_DRAG_PAN;
      bf_figure_area_clear_cursor (self);
      gtk_widget_set_cursor_from_name (GTK_WIDGET (self),
                                       drag->kind == BF_DRAG_PAN ? "grabbing" : "crosshair");
    }
  if (drag->kind == BF_DRAG_PAN)
    bf_figure_area_pan (self, &drag->plot, &drag->zoom, x - drag->x, y - drag->y, drag->gesture);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
bf_figure_area_end_drag (BfFigureArea *self)
{
  BfDrag drag = self->drag;

  self->drag.kind = BF_DRAG_NONE;
  self->drag.has_plot = FALSE;
  if (drag.kind == BF_DRAG_BOX)
    bf_figure_area_zoom_to_box (self, &drag.plot, drag.x, drag.y, drag.to_x, drag.to_y);
  if (drag.kind != BF_DRAG_NONE)
    {
      gtk_widget_set_cursor_from_name (GTK_WIDGET (self), NULL);
      bf_figure_area_set_cursor (self, drag.to_x, drag.to_y);
    }
}

static void
drag_begin_cb (BfFigureArea *self, double x, double y)
{
  bf_figure_area_begin_drag (self, x, y);
}

/* A finger that moves over a figure of which all is shown scrolls the page. */
static gboolean
is_finger (GtkGesture *gesture)
{
  GdkEvent *event = gtk_event_controller_get_current_event (GTK_EVENT_CONTROLLER (gesture));

  return event != NULL && gdk_event_get_event_type (event) == GDK_TOUCH_UPDATE;
}

static void
drag_update_cb (BfFigureArea *self, double dx, double dy, GtkGesture *gesture)
{
  GdkModifierType state =
    gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));

  if (self->is_pinching || (is_finger (gesture) && !bf_figure_area_get_zoomed (self)))
    {
      gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_DENIED);
      return;
    }
  bf_figure_area_drag_to (self, self->drag.x + dx, self->drag.y + dy,
                          (state & GDK_SHIFT_MASK) != 0);
  if (self->drag.kind != BF_DRAG_NONE)
    gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
}

static void
drag_end_cb (BfFigureArea *self)
{
  bf_figure_area_end_drag (self);
}

static void
drag_cancel_cb (BfFigureArea *self)
{
  self->drag.kind = BF_DRAG_NONE;
  self->drag.has_plot = FALSE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* Which axes a turn of the wheel changes. */
static BfZoomAxes
wheel_axes (GdkModifierType state)
{
  if (state & GDK_CONTROL_MASK)
    return BF_ZOOM_X | BF_ZOOM_Y;
  return state & GDK_SHIFT_MASK ? BF_ZOOM_Y : BF_ZOOM_X;
}

/* Outwards beyond all of the figure, or beside the plots, the page scrolls. */
gboolean
bf_figure_area_scroll (BfFigureArea *self, double dx, double dy, GdkModifierType state)
{
  const BfScene *scene = bf_figure_area_scene (self);
  gint64 now = g_get_monotonic_time ();
  BfPlotArea plot;

  if (scene == NULL || !bf_scene_plot_at (scene, self->pointer_x, self->pointer_y, &plot))
    return GDK_EVENT_PROPAGATE;
  if (now - self->scrolled_at > ONE_TURN)
    bf_figure_area_new_gesture (self);
  self->scrolled_at = now;
  if (state & GDK_SHIFT_MASK && dy == 0)
    dy = dx;   /* some systems turn it round themselves */
  else if (fabs (dx) > fabs (dy))
    {
      const BfZoom *zoom = bf_zoom_history_now (&bf_figure_area_state (self)->zooms);

      if (!zoom->x.set)
        return GDK_EVENT_PROPAGATE;
      bf_figure_area_pan (self, &plot, zoom, -dx * WHEEL_PAN * plot.plot.width, 0, self->gesture);
      return GDK_EVENT_STOP;
    }
  return bf_figure_area_zoom_about (self, &plot, wheel_axes (state), self->pointer_x,
                                    self->pointer_y, pow (WHEEL_FACTOR, -dy), self->gesture);
}

static gboolean
scroll_cb (BfFigureArea *self, double dx, double dy, GtkEventController *controller)
{
  return bf_figure_area_scroll (self, dx, dy,
                                gtk_event_controller_get_current_event_state (controller));
}

static void
pinch_begin_cb (BfFigureArea *self, GdkEventSequence *sequence, GtkGesture *gesture)
{
  const BfScene *scene = bf_figure_area_scene (self);
  double x, y;

  self->is_pinching = scene != NULL && gtk_gesture_get_bounding_box_center (gesture, &x, &y)
                      && bf_scene_plot_at (scene, x, y, &self->pinched);
  bf_figure_area_new_gesture (self);
  gtk_gesture_set_state (gesture, self->is_pinching ? GTK_EVENT_SEQUENCE_CLAIMED
                                                    : GTK_EVENT_SEQUENCE_DENIED);
}

static void
pinch_cb (BfFigureArea *self, double scale, GtkGesture *gesture)
{
  double x, y;

  if (self->is_pinching && scale > 0 && gtk_gesture_get_bounding_box_center (gesture, &x, &y))
    bf_figure_area_zoom_about (self, &self->pinched, BF_ZOOM_X | BF_ZOOM_Y, x, y, 1 / scale,
                               self->gesture);
}

static void
pinch_end_cb (BfFigureArea *self)
{
  self->is_pinching = FALSE;
}

static void
menu_cb (BfFigureArea *self, int n_presses, double x, double y)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
  bf_figure_area_set_cursor (self, x, y);
  bf_figure_area_show_menu (self, x, y);
}

static void
long_press_cb (BfFigureArea *self, double x, double y)
{
  bf_figure_area_set_cursor (self, x, y);
  bf_figure_area_show_menu (self, x, y);
}

static gboolean
key_pressed_cb (BfFigureArea *self, guint key, guint code, GdkModifierType state)
{
  return bf_figure_key_press (self, key, state);
}

static void
add_gesture (BfFigureArea *self, gpointer gesture, const char *signal, GCallback callback)
{
  g_signal_connect_swapped (gesture, signal, callback, self);
  if (gtk_event_controller_get_widget (gesture) == NULL)
    gtk_widget_add_controller (GTK_WIDGET (self), gesture);
}

static void
add_drag (BfFigureArea *self)
{
  GtkGesture *click = gtk_gesture_click_new (), *drag = gtk_gesture_drag_new ();

  /* The drag first: the click asks where it began. */
  add_gesture (self, drag, "drag-begin", G_CALLBACK (drag_begin_cb));
  add_gesture (self, drag, "drag-update", G_CALLBACK (drag_update_cb));
  add_gesture (self, drag, "drag-end", G_CALLBACK (drag_end_cb));
  add_gesture (self, drag, "cancel", G_CALLBACK (drag_cancel_cb));
  add_gesture (self, click, "pressed", G_CALLBACK (pressed_cb));
  add_gesture (self, click, "released", G_CALLBACK (released_cb));
}

static void
add_zoom (BfFigureArea *self)
{
  GtkEventController *scroll =
    gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
  GtkGesture *pinch = gtk_gesture_zoom_new ();

  add_gesture (self, scroll, "scroll", G_CALLBACK (scroll_cb));
  add_gesture (self, pinch, "begin", G_CALLBACK (pinch_begin_cb));
  add_gesture (self, pinch, "scale-changed", G_CALLBACK (pinch_cb));
  add_gesture (self, pinch, "end", G_CALLBACK (pinch_end_cb));
  add_gesture (self, pinch, "cancel", G_CALLBACK (pinch_end_cb));
}

static void
add_menu (BfFigureArea *self)
{
  GtkGesture *click = gtk_gesture_click_new (), *press = gtk_gesture_long_press_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (press), TRUE);
  add_gesture (self, click, "pressed", G_CALLBACK (menu_cb));
  add_gesture (self, press, "pressed", G_CALLBACK (long_press_cb));
}

void
bf_figure_area_add_controllers (BfFigureArea *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();

  add_gesture (self, motion, "enter", G_CALLBACK (motion_cb));
  add_gesture (self, motion, "motion", G_CALLBACK (motion_cb));
  add_gesture (self, motion, "leave", G_CALLBACK (leave_cb));
  add_drag (self);
  add_zoom (self);
  add_menu (self);
  add_gesture (self, gtk_event_controller_key_new (), "key-pressed", G_CALLBACK (key_pressed_cb));
}

void
bf_figure_area_snapshot_box (BfFigureArea *self, GtkSnapshot *snapshot)
{
  const BfDrag *drag = &self->drag;
  const BfColor *line = &self->theme.foreground;
  GdkRGBA border = { line->r, line->g, line->b, 0.8 }, inside = { line->r, line->g, line->b, 0.1 };
  const BfRect *plot = &drag->plot.plot;
  GskRoundedRect outline;
  graphene_rect_t box, inner;

  if (drag->kind != BF_DRAG_BOX)
    return;
  graphene_rect_init (&box, drag->x, drag->y, drag->to_x - drag->x, drag->to_y - drag->y);
  graphene_rect_normalize (&box);
  graphene_rect_init (&inner, plot->x, plot->y, plot->width, plot->height);
  if (!graphene_rect_intersection (&box, &inner, &box))
    return;
  gsk_rounded_rect_init_from_rect (&outline, &box, 0);
  gtk_snapshot_append_color (snapshot, &inside, &box);
  gtk_snapshot_append_border (snapshot, &outline, (float[4]) { 1, 1, 1, 1 },
                              (GdkRGBA[4]) { border, border, border, border });
}
