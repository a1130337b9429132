#include "config.h"

#include "app/figure-area.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "app/figure-key.h"
#include "app/picture.h"
#include "app/readout.h"
#include "app/screen-theme.h"

#define REDRAW_INTERVAL (G_USEC_PER_SEC / 15)

struct _BfFigureArea
{
  GtkWidget parent_instance;

  BfSession *session;         /* owned reference */
  const BfFigure *figure;     /* row of bf_figure_table */
  BfTheme theme;
  BfFigureRun *runs;          /* owned; NULL: out of date */
  BfFigureView view;
  BfScene *scene;             /* owned; NULL: out of date */

  gboolean has_cursor;
  BfCursor cursor;
  gboolean follows_pointer;   /* the cursor is where the pointer is; else where the keys put it */
  double pointer_x, pointer_y;

  GdkTexture *picture;        /* owned; NULL: out of date */
  int picture_scale;
  char *readout;              /* owned */
  char *description;          /* owned */

  gint64 drawn_at;            /* monotonic time of the last picture */
  guint redraw_id;            /* source of a redraw that was put off */
};

enum
{
  PROP_READOUT = 1,
  PROP_DESCRIPTION,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (BfFigureArea, bf_figure_area, GTK_TYPE_WIDGET)

static const BfFigureView *
current_view (BfFigureArea *self)
{
  if (self->runs == NULL && self->session != NULL)
    {
      self->runs = bf_figure_runs_new (bf_session_experiment (self->session), &self->theme);
      self->view.runs = self->runs;
      self->view.n_runs = bf_session_n (self->session);
    }
  return &self->view;
}

static gboolean
can_draw (BfFigureArea *self)
{
  return self->figure != NULL && self->session != NULL;
}

/* The scene as it is now; NULL: nothing can be drawn. */
static const BfScene *
current_scene (BfFigureArea *self)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  int height = gtk_widget_get_height (GTK_WIDGET (self));

  if (self->scene == NULL && can_draw (self) && width > 0 && height > 0)
    self->scene = bf_scene_new (self->figure, current_view (self), &self->theme, width, height);
  return self->scene;
}

/* What is under a pointer that rests changes with the picture. */
static gboolean
find_cursor (BfFigureArea *self, const BfScene *scene)
{
  double x, y;

  if (!self->has_cursor || scene == NULL)
    return FALSE;
  if (self->follows_pointer)
    return bf_scene_point_at (scene, self->pointer_x, self->pointer_y, &self->cursor);
  return bf_scene_locate (scene, &self->cursor, &x, &y);
}

static void
update_readout (BfFigureArea *self)
{
  const BfScene *scene = self->has_cursor ? current_scene (self) : NULL;
  g_autofree char *readout =
    find_cursor (self, scene) ? bf_scene_readout (scene, &self->cursor) : NULL;

  if (g_strcmp0 (readout, self->readout) != 0)
    {
      g_free (self->readout);
      self->readout = g_steal_pointer (&readout);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_READOUT]);
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
update_description (BfFigureArea *self)
{
  g_autofree char *description = NULL;

  if (can_draw (self))
    description = self->figure->describe (current_view (self));
  if (g_strcmp0 (description, self->description) == 0)
    return;
  g_free (self->description);
  self->description = g_steal_pointer (&description);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  self->description != NULL ? self->description : "", -1);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DESCRIPTION]);
}

static void
redraw (BfFigureArea *self)
{
  g_clear_handle_id (&self->redraw_id, g_source_remove);
  g_clear_object (&self->picture);
  g_clear_pointer (&self->scene, bf_scene_free);
  update_readout (self);
  update_description (self);
}

static void
invalidate_runs (BfFigureArea *self)
{
  g_clear_pointer (&self->scene, bf_scene_free);   /* it points to the runs */
  g_clear_pointer (&self->runs, g_free);
  self->view.runs = NULL;
  self->view.n_runs = 0;
  if (self->session != NULL)
    self->view.title = bf_session_experiment (self->session)->title;
}

static void
changed_cb (BfFigureArea *self)
{
  invalidate_runs (self);
  redraw (self);
}

static void
put_off_cb (gpointer user_data)
{
  BfFigureArea *self = user_data;

  self->redraw_id = 0;
  redraw (self);
}

/* New rows come faster than anyone can look. */
static void
rows_cb (BfFigureArea *self)
{
  gint64 since = g_get_monotonic_time () - self->drawn_at;

  invalidate_runs (self);
  if (self->redraw_id != 0 || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  if (since >= REDRAW_INTERVAL)
    redraw (self);
  else
    self->redraw_id = g_timeout_add_once ((REDRAW_INTERVAL - since) / 1000 + 1, put_off_cb, self);
}

static void
theme_cb (BfFigureArea *self)
{
  bf_screen_theme_init (&self->theme, gtk_widget_get_settings (GTK_WIDGET (self)));
  invalidate_runs (self);
  redraw (self);
}

static void
snapshot_cursor (BfFigureArea *self, GtkSnapshot *snapshot, const graphene_rect_t *bounds)
{
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, bounds);
  double x = self->pointer_x, y = self->pointer_y;

  bf_scene_draw_cursor (current_scene (self), cr, &self->cursor);
  cairo_destroy (cr);
  if (!self->follows_pointer)
    bf_scene_locate (current_scene (self), &self->cursor, &x, &y);
  bf_readout_snapshot (snapshot, GTK_WIDGET (self), self->readout, &self->theme, x, y);
}

static void
bf_figure_area_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  BfFigureArea *self = BF_FIGURE_AREA (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  int scale = gtk_widget_get_scale_factor (widget);
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, width, height);

  if (!can_draw (self) || width <= 0 || height <= 0)
    return;
  if (self->picture == NULL || self->picture_scale != scale)
    {
      g_clear_object (&self->picture);
      self->picture = bf_picture_new (current_scene (self), width, height, scale);
      self->picture_scale = scale;
      self->drawn_at = g_get_monotonic_time ();
    }
  gtk_snapshot_append_texture (snapshot, self->picture, &bounds);
  if (self->readout != NULL)
    snapshot_cursor (self, snapshot, &bounds);
}

static void
bf_figure_area_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  BfFigureArea *self = BF_FIGURE_AREA (widget);

  g_clear_object (&self->picture);
  g_clear_pointer (&self->scene, bf_scene_free);
  update_readout (self);
}

static void
bf_figure_area_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (bf_figure_area_parent_class)->map (widget);
  redraw (BF_FIGURE_AREA (widget));
}

static void
motion_cb (BfFigureArea *self, double x, double y)
{
  bf_figure_area_set_cursor (self, x, y);
}

/* A finger does not hover. */
static void
pressed_cb (BfFigureArea *self, int n_presses, double x, double y)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
  bf_figure_area_set_cursor (self, x, y);
}

static void
leave_cb (BfFigureArea *self)
{
  if (self->follows_pointer)
    bf_figure_area_clear_cursor (self);
}

/* The first key puts the cursor where the pointer was, or at the first place. */
static void
move_cursor (BfFigureArea *self, BfMove move)
{
  const BfScene *scene = current_scene (self);

  if (scene == NULL)
    return;
  if (!find_cursor (self, scene) && !bf_scene_first (scene, &self->cursor))
    return;
  bf_scene_move (scene, &self->cursor, move);
  self->has_cursor = TRUE;
  self->follows_pointer = FALSE;
  update_readout (self);
}

static gboolean
key_pressed_cb (BfFigureArea *self, guint key, guint code, GdkModifierType state)
{
  BfMove move;

  if (key == GDK_KEY_Escape && self->has_cursor)
    {
      bf_figure_area_clear_cursor (self);
      return GDK_EVENT_STOP;
    }
  if (!bf_figure_key (key, state, &move))
    return GDK_EVENT_PROPAGATE;
  move_cursor (self, move);
  return GDK_EVENT_STOP;
}

static void
bf_figure_area_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BfFigureArea *self = BF_FIGURE_AREA (object);

  switch (id)
    {
    case PROP_READOUT:
      g_value_set_string (value, self->readout);
      break;
    case PROP_DESCRIPTION:
      g_value_set_string (value, self->description);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
bf_figure_area_dispose (GObject *object)
{
  BfFigureArea *self = BF_FIGURE_AREA (object);

  g_clear_handle_id (&self->redraw_id, g_source_remove);
  g_clear_object (&self->session);
  g_clear_object (&self->picture);
  invalidate_runs (self);
  G_OBJECT_CLASS (bf_figure_area_parent_class)->dispose (object);
}

static void
bf_figure_area_finalize (GObject *object)
{
  BfFigureArea *self = BF_FIGURE_AREA (object);

  bf_figure_cache_free (self->view.cache);
  g_free (self->readout);
  g_free (self->description);
  G_OBJECT_CLASS (bf_figure_area_parent_class)->finalize (object);
}

static void
bf_figure_area_class_init (BfFigureAreaClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = bf_figure_area_get_property;
  object_class->dispose = bf_figure_area_dispose;
  object_class->finalize = bf_figure_area_finalize;
  widget_class->snapshot = bf_figure_area_snapshot;
  widget_class->size_allocate = bf_figure_area_size_allocate;
  widget_class->map = bf_figure_area_map;

  properties[PROP_READOUT] =
    g_param_spec_string ("readout", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_DESCRIPTION] =
    g_param_spec_string ("description", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_css_name (widget_class, "figure");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
bf_figure_area_init (BfFigureArea *self)
{
  GtkSettings *settings = gtk_widget_get_settings (GTK_WIDGET (self));
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkGesture *click = gtk_gesture_click_new ();
  GtkEventController *keyboard = gtk_event_controller_key_new ();

  self->view.cache = bf_figure_cache_new ();
  self->view.measure = BF_ACTIVATION_GRADIENT_RMS;
  self->view.training_measure = BF_TRAINING_GRADIENT_NORM;
  bf_screen_theme_init (&self->theme, settings);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark", G_CALLBACK (theme_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "notify::gtk-xft-dpi", G_CALLBACK (theme_cb), self,
                           G_CONNECT_SWAPPED);

  g_signal_connect_swapped (motion, "enter", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (leave_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  g_signal_connect_swapped (keyboard, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keyboard);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
}

void
bf_figure_area_set_session (BfFigureArea *self, BfSession *session)
{
  g_return_if_fail (BF_IS_FIGURE_AREA (self));
  g_return_if_fail (BF_IS_SESSION (session) && self->session == NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (session, "structure", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "edited", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "state", G_CALLBACK (rows_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "rows", G_CALLBACK (rows_cb), self, G_CONNECT_SWAPPED);
  changed_cb (self);
}

void
bf_figure_area_set_figure (BfFigureArea *self, const BfFigure *figure)
{
  g_return_if_fail (BF_IS_FIGURE_AREA (self));
  g_return_if_fail (figure != NULL);

  if (self->figure == figure)
    return;
  self->figure = figure;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _(figure->entry.name), -1);
  bf_figure_area_clear_cursor (self);
  redraw (self);
}

const BfFigure *
bf_figure_area_get_figure (BfFigureArea *self)
{
  g_return_val_if_fail (BF_IS_FIGURE_AREA (self), NULL);
  return self->figure;
}

void
bf_figure_area_set_measure (BfFigureArea *self, BfLayerMeasure measure)
{
  g_return_if_fail (BF_IS_FIGURE_AREA (self));

  if (self->view.measure == measure)
    return;
  self->view.measure = measure;
  redraw (self);
}

BfLayerMeasure
bf_figure_area_get_measure (BfFigureArea *self)
{
  g_return_val_if_fail (BF_IS_FIGURE_AREA (self), BF_ACTIVATION_GRADIENT_RMS);
  return self->view.measure;
}

void
bf_figure_area_set_step (BfFigureArea *self, guint64 step)
{
  g_return_if_fail (BF_IS_FIGURE_AREA (self));

  if (self->view.step == step)
    return;
  self->view.step = step;
  redraw (self);
}

void
bf_figure_area_get_view (BfFigureArea *self, BfFigureView *view)
{
  g_return_if_fail (BF_IS_FIGURE_AREA (self));

  *view = *current_view (self);
}

void
bf_figure_area_set_cursor (BfFigureArea *self, double x, double y)
{
  g_return_if_fail (BF_IS_FIGURE_AREA (self));

  self->has_cursor = TRUE;
  self->follows_pointer = TRUE;
  self->pointer_x = x;
  self->pointer_y = y;
  update_readout (self);
}

void
bf_figure_area_clear_cursor (BfFigureArea *self)
{
  g_return_if_fail (BF_IS_FIGURE_AREA (self));

  self->has_cursor = FALSE;
  update_readout (self);
}

const char *
bf_figure_area_get_readout (BfFigureArea *self)
{
  g_return_val_if_fail (BF_IS_FIGURE_AREA (self), NULL);
  return self->readout;
}

const char *
bf_figure_area_get_description (BfFigureArea *self)
{
  g_return_val_if_fail (BF_IS_FIGURE_AREA (self), NULL);
  return self->description;
}
