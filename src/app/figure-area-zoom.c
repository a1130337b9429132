/* What is shown of the figure of a figure area, and on which kinds of axes. */
#include "config.h"

#include "app/figure-area-private.h"

#define KEY_FACTOR 0.75     /* of what is shown, at one press */

guint
bf_figure_area_new_gesture (BfFigureArea *self)
{
  self->gesture = MAX (self->gesture + 1, 1);
  return self->gesture;
}

void
bf_figure_area_fill_view (const BfFigureState *state, BfFigureView *view)
{
  const BfZoom *zoom = bf_zoom_history_now (&state->zooms);

  view->zoom_x = zoom->x;
  view->zoom_y = zoom->y;
  view->zoom_panel = zoom->panel;
  view->only_panel = state->only_panel;
  view->x_kind = state->x_kind;
  view->y_kind = state->y_kind;
}

void
bf_figure_area_show_panel (BfFigureArea *self, guint only)
{
  bf_figure_area_state (self)->only_panel = only;
  bf_figure_area_apply_state (self);
}

gboolean
bf_figure_area_toggle_panel (BfFigureArea *self, double x, double y)
{
  const BfScene *scene = bf_figure_area_scene (self);
  guint panel;

  if (scene == NULL || !bf_scene_panel_at (scene, x, y, &panel))
    return FALSE;
  bf_figure_area_show_panel (self, bf_figure_area_state (self)->only_panel > 0 ? 0 : panel + 1);
  return TRUE;
}

void
bf_figure_area_apply_state (BfFigureArea *self)
{
  bf_figure_area_fill_view (bf_figure_area_state (self), &self->view);
  bf_figure_area_update_actions (self);
  bf_figure_area_redraw (self);
}

void
bf_figure_area_set_zoom (BfFigureArea *self, const BfZoom *zoom, guint gesture)
{
  bf_zoom_history_add (&bf_figure_area_state (self)->zooms, zoom, gesture);
  bf_figure_area_apply_state (self);
}

static BfZoomAxis
x_axis (const BfPlotArea *plot)
{
  return (BfZoomAxis) { plot->x, plot->all_x, plot->whole_x };
}

static BfZoomAxis
y_axis (const BfPlotArea *plot)
{
  return (BfZoomAxis) { plot->y, plot->all_y, plot->whole_y };
}

/* 0..1 of the plot; y upwards. */
static double
x_unit (const BfPlotArea *plot, double x)
{
  return CLAMP ((x - plot->plot.x) / plot->plot.width, 0, 1);
}

static double
y_unit (const BfPlotArea *plot, double y)
{
  return CLAMP (1 - (y - plot->plot.y) / plot->plot.height, 0, 1);
}

/* A zoom is of one panel where these have x axes of their own. */
static void
begin_zoom (BfZoom *zoom, const BfPlotArea *plot)
{
  if (plot->own_x && zoom->panel != plot->panel)
    *zoom = (BfZoom) { .panel = plot->panel };
}

gboolean
bf_figure_area_zoom_about (BfFigureArea *self, const BfPlotArea *plot, BfZoomAxes axes, double x,
                           double y, double factor, guint gesture)
{
  BfZoomAxis across = x_axis (plot), up = y_axis (plot);
  BfZoom before = *bf_zoom_history_now (&bf_figure_area_state (self)->zooms), zoom = before;

  begin_zoom (&zoom, plot);
  if (axes & BF_ZOOM_X)
    bf_zoom_by (&across, x_unit (plot, x), factor, &zoom.x);
  if (axes & BF_ZOOM_Y)
    {
      bf_zoom_by (&up, y_unit (plot, y), factor, &zoom.y);
      zoom.panel = plot->panel;
    }
  if (!bf_zoom_is_set (&before) && !bf_zoom_is_set (&zoom))
    return FALSE;
  bf_figure_area_set_zoom (self, &zoom, gesture);
  return TRUE;
}

void
bf_figure_area_pan (BfFigureArea *self, const BfPlotArea *plot, const BfZoom *zoom, double dx,
                    double dy, guint gesture)
{
  BfZoomAxis across = x_axis (plot), up = y_axis (plot);
  BfZoom to = *zoom;

  begin_zoom (&to, plot);
  if (to.x.set)
    bf_zoom_pan (&across, -dx / plot->plot.width, &to.x);
  if (to.y.set)
    bf_zoom_pan (&up, dy / plot->plot.height, &to.y);
  bf_figure_area_set_zoom (self, &to, gesture);
}

/* A box that is flat is one of the other axis alone. */
void
bf_figure_area_zoom_to_box (BfFigureArea *self, const BfPlotArea *plot, double x1, double y1,
                            double x2, double y2)
{
  const double flat = 8;
  BfZoomAxis across = x_axis (plot), up = y_axis (plot);
  BfZoom zoom = *bf_zoom_history_now (&bf_figure_area_state (self)->zooms);

  begin_zoom (&zoom, plot);
  if (ABS (x2 - x1) >= flat)
    bf_zoom_to (&across, x_unit (plot, x1), x_unit (plot, x2), &zoom.x);
  if (ABS (y2 - y1) >= flat)
    {
      bf_zoom_to (&up, y_unit (plot, y1), y_unit (plot, y2), &zoom.y);
      zoom.panel = plot->panel;
    }
  bf_figure_area_set_zoom (self, &zoom, 0);
}

/* The plot under the cursor and where it is, else the first plot and its middle. */
static gboolean
plot_in_question (BfFigureArea *self, BfPlotArea *plot, double *x, double *y)
{
  const BfScene *scene = bf_figure_area_scene (self);
  BfCursor first;

  if (scene == NULL)
    return FALSE;
  if (self->has_cursor && self->follows_pointer
      && bf_scene_plot_at (scene, self->pointer_x, self->pointer_y, plot))
    {
      *x = self->pointer_x;
      *y = self->pointer_y;
      return TRUE;
    }
  if (self->has_cursor && !self->follows_pointer && bf_scene_locate (scene, &self->cursor, x, y))
    return bf_scene_plot_at (scene, *x, *y, plot);
  if (!bf_scene_first (scene, &first) || !bf_scene_locate (scene, &first, x, y)
      || !bf_scene_plot_at (scene, *x, *y, plot))
    return FALSE;
  *x = plot->plot.x + plot->plot.width / 2;
  *y = plot->plot.y + plot->plot.height / 2;
  return TRUE;
}

static void
zoom_by_key (BfFigureArea *self, double factor)
{
  BfPlotArea plot;
  double x, y;

  if (plot_in_question (self, &plot, &x, &y))
    bf_figure_area_zoom_about (self, &plot, BF_ZOOM_X | BF_ZOOM_Y, x, y, factor, 0);
}

void
bf_figure_area_zoom_in (BfFigureArea *self)
{
  g_return_if_fail (BF_IS_FIGURE_AREA (self));

  zoom_by_key (self, KEY_FACTOR);
}

void
bf_figure_area_zoom_out (BfFigureArea *self)
{
  g_return_if_fail (BF_IS_FIGURE_AREA (self));

  zoom_by_key (self, 1 / KEY_FACTOR);
}

void
bf_figure_area_reset_zoom (BfFigureArea *self)
{
  BfZoom all = { 0 };

  g_return_if_fail (BF_IS_FIGURE_AREA (self));

  if (!bf_figure_area_get_zoomed (self))
    return;
  bf_figure_area_state (self)->only_panel = 0;
  bf_figure_area_set_zoom (self, &all, 0);
}

void
bf_figure_area_go_zoom (BfFigureArea *self, int by)
{
  BfFigureState *state;

  g_return_if_fail (BF_IS_FIGURE_AREA (self));

  state = bf_figure_area_state (self);
  if (state != NULL && bf_zoom_history_go (&state->zooms, by))
    bf_figure_area_apply_state (self);
}

gboolean
bf_figure_area_get_zoomed (BfFigureArea *self)
{
  BfFigureState *state;

  g_return_val_if_fail (BF_IS_FIGURE_AREA (self), FALSE);
  state = bf_figure_area_state (self);
  return state != NULL
         && (state->only_panel > 0 || bf_zoom_is_set (bf_zoom_history_now (&state->zooms)));
}

/* What has no place on the new axis is no part of it to be shown. */
void
bf_figure_area_set_axes_of (BfFigureArea *self, const BfFigure *figure, BfAxisKind x_kind,
                            BfAxisKind y_kind)
{
  BfFigureState *state;
  BfZoom zoom;

  g_return_if_fail (BF_IS_FIGURE_AREA (self));
  g_return_if_fail (figure != NULL);
  g_return_if_fail (x_kind < BF_N_AXIS_KINDS && y_kind < BF_N_AXIS_KINDS);

  state = bf_figure_area_state_of (self, figure);
  if (state->x_kind == x_kind && state->y_kind == y_kind)
    return;
  state->x_kind = x_kind;
  state->y_kind = y_kind;
  zoom = *bf_zoom_history_now (&state->zooms);
  zoom.x.set = zoom.x.set && (x_kind == BF_AXIS_LINEAR || zoom.x.min > 0);
  zoom.y.set = zoom.y.set && (y_kind == BF_AXIS_LINEAR || zoom.y.min > 0);
  bf_zoom_history_add (&state->zooms, &zoom, 0);
  if (figure == self->figure)
    bf_figure_area_apply_state (self);
}

void
bf_figure_area_set_axes (BfFigureArea *self, BfAxisKind x_kind, BfAxisKind y_kind)
{
  g_return_if_fail (BF_IS_FIGURE_AREA (self));

  if (self->figure != NULL)
    bf_figure_area_set_axes_of (self, self->figure, x_kind, y_kind);
}
