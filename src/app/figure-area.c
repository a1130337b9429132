#include "config.h"

#include "app/figure-area-private.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "app/picture.h"
#include "app/screen-theme.h"

#define REDRAW_INTERVAL (G_USEC_PER_SEC / 15)

enum
{
  PROP_READOUT = 1,
  PROP_DESCRIPTION,
  PROP_ZOOMED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];
static guint redrawn_signal, message_signal;

G_DEFINE_FINAL_TYPE (BfFigureArea, bf_figure_area, GTK_TYPE_WIDGET)

static gboolean
can_draw (BfFigureArea *self)
{
  return self->figure != NULL && self->session != NULL;
}

BfFigureState *
bf_figure_area_state_of (BfFigureArea *self, const BfFigure *figure)
{
  return &self->states[bf_table_index (&bf_figure_table, figure)];
}

BfFigureState *
bf_figure_area_state (BfFigureArea *self)
{
  return self->figure != NULL ? bf_figure_area_state_of (self, self->figure) : NULL;
}

const BfScene *
bf_figure_area_scene (BfFigureArea *self)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  int height = gtk_widget_get_height (GTK_WIDGET (self));

  if (self->scene == NULL && can_draw (self) && width > 0 && height > 0)
    {
      BfFigureView view = *bf_figure_area_view (self);

      self->drawn = bf_figure_area_new_drawn (self);
      view.runs = self->drawn;
      self->scene = bf_scene_new (self->figure, &view, &self->theme, width, height);
    }
  return self->scene;
}

void
bf_figure_area_drop_scene (BfFigureArea *self)
{
  g_clear_object (&self->picture);
  g_clear_pointer (&self->scene, bf_scene_free);   /* before the runs it points to */
  g_clear_pointer (&self->drawn, g_free);
}

void
bf_figure_area_notify_readout (BfFigureArea *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_READOUT]);
}

void
bf_figure_area_say (BfFigureArea *self, const char *text)
{
  g_signal_emit (self, message_signal, 0, text);
}

/* " Pinned: Layer 3, step 17: Sigmoid: 1.2e-9; ..." for each pin in sight. */
static void
append_pins (BfFigureArea *self, GString *text)
{
  for (guint i = 0; i < bf_figure_area_get_n_pins (self); i++)
    {
      g_autofree char *readout = bf_figure_area_get_pin_readout (self, i);
      g_auto (GStrv) lines = readout != NULL ? g_strsplit (readout, "\n", -1) : NULL;
      g_autofree char *said = lines != NULL ? g_strjoinv ("; ", lines) : NULL;

      if (said == NULL)
        continue;
      g_string_append_c (text, ' ');
      g_string_append_printf (text, _("Pinned: %s."), said);
    }
}

static char *
new_description (BfFigureArea *self)
{
  g_autofree char *seen = NULL;
  GString *text;

  if (!can_draw (self))
    return NULL;
  seen = self->figure->describe (bf_figure_area_view (self));
  text = g_string_new (seen);
  append_pins (self, text);
  return g_string_free (text, FALSE);
}

void
bf_figure_area_update_description (BfFigureArea *self)
{
  g_autofree char *description = new_description (self);

  if (g_strcmp0 (description, self->description) == 0)
    return;
  g_free (self->description);
  self->description = g_steal_pointer (&description);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  self->description != NULL ? self->description : "", -1);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DESCRIPTION]);
}

/* Whoever shows what is computed on demand demands it. */
static void
demand (BfFigureArea *self)
{
  if (can_draw (self) && self->figure->uses_spectrum)
    bf_session_want_spectra (self->session);
}

void
bf_figure_area_redraw (BfFigureArea *self)
{
  g_clear_handle_id (&self->redraw_id, g_source_remove);
  bf_figure_area_drop_scene (self);
  bf_figure_area_update_readout (self);
  bf_figure_area_update_description (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ZOOMED]);
  g_signal_emit (self, redrawn_signal, 0);
  demand (self);
}

static void
structure_cb (BfFigureArea *self)
{
  bf_figure_area_follow_runs (self, FALSE);
  bf_figure_area_redraw (self);
}

static void
edited_cb (BfFigureArea *self)
{
  bf_figure_area_follow_runs (self, TRUE);
  bf_figure_area_redraw (self);
}

static void
put_off_cb (gpointer user_data)
{
  BfFigureArea *self = user_data;

  self->redraw_id = 0;
  bf_figure_area_redraw (self);
}

/* New rows come faster than anyone can look. */
static void
rows_cb (BfFigureArea *self)
{
  gint64 since = g_get_monotonic_time () - self->drawn_at;

  bf_figure_area_invalidate_runs (self);
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    {
      g_signal_emit (self, redrawn_signal, 0);   /* the numbers may be looked at elsewhere */
      demand (self);
    }
  else if (self->redraw_id != 0)
    return;
  else if (since >= REDRAW_INTERVAL)
    bf_figure_area_redraw (self);
  else
    self->redraw_id = g_timeout_add_once ((REDRAW_INTERVAL - since) / 1000 + 1, put_off_cb, self);
}

static void
theme_cb (BfFigureArea *self)
{
  bf_screen_theme_init (&self->theme, gtk_widget_get_settings (GTK_WIDGET (self)));
  bf_figure_area_invalidate_runs (self);
  bf_figure_area_redraw (self);
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
      self->picture = bf_picture_new (bf_figure_area_scene (self), width, height, scale);
      self->picture_scale = scale;
      self->drawn_at = g_get_monotonic_time ();
    }
  gtk_snapshot_append_texture (snapshot, self->picture, &bounds);
  bf_figure_area_snapshot_cursor (self, snapshot, &bounds);
  bf_figure_area_snapshot_box (self, snapshot);
}

static void
bf_figure_area_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  BfFigureArea *self = BF_FIGURE_AREA (widget);

  bf_figure_area_drop_scene (self);
  bf_figure_area_update_readout (self);
  if (self->context_menu != NULL)
    gtk_popover_present (GTK_POPOVER (self->context_menu));
}

static void
bf_figure_area_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (bf_figure_area_parent_class)->map (widget);
  bf_figure_area_redraw (BF_FIGURE_AREA (widget));
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
    case PROP_ZOOMED:
      g_value_set_boolean (value, bf_figure_area_get_zoomed (self));
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
  g_clear_pointer (&self->context_menu, gtk_widget_unparent);
  bf_figure_area_remove_actions (self);
  /* Whoever keeps the area, for a print say, does not keep it working. */
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  bf_figure_area_invalidate_runs (self);
  G_OBJECT_CLASS (bf_figure_area_parent_class)->dispose (object);
}

static void
bf_figure_area_finalize (GObject *object)
{
  BfFigureArea *self = BF_FIGURE_AREA (object);

  for (guint i = 0; i < bf_figure_table.n_rows; i++)
    {
      bf_zoom_history_clear (&self->states[i].zooms);
      g_array_unref (self->states[i].pins);
    }
  g_free (self->states);
  bf_figure_area_clear_runs (self);
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
  properties[PROP_ZOOMED] =
    g_param_spec_boolean ("zoomed", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  redrawn_signal = g_signal_new ("redrawn", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
  message_signal = g_signal_new ("message", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_css_name (widget_class, "figure");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
bf_figure_area_init (BfFigureArea *self)
{
  GtkSettings *settings = gtk_widget_get_settings (GTK_WIDGET (self));

  self->states = g_new0 (BfFigureState, bf_figure_table.n_rows);
  for (guint i = 0; i < bf_figure_table.n_rows; i++)
    {
      bf_zoom_history_init (&self->states[i].zooms);
      self->states[i].pins = g_array_new (FALSE, FALSE, sizeof (BfCursor));
    }
  bf_figure_area_init_runs (self);
  self->view.cache = bf_figure_cache_new ();
  self->view.measure = BF_ACTIVATION_GRADIENT_RMS;
  self->view.on_demand = TRUE;
  bf_screen_theme_init (&self->theme, settings);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark", G_CALLBACK (theme_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "notify::gtk-xft-dpi", G_CALLBACK (theme_cb), self,
                           G_CONNECT_SWAPPED);
  bf_figure_area_add_controllers (self);
  bf_figure_area_add_actions (self);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
}

void
bf_figure_area_set_session (BfFigureArea *self, BfSession *session)
{
  g_return_if_fail (BF_IS_FIGURE_AREA (self));
  g_return_if_fail (BF_IS_SESSION (session) && self->session == NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (session, "structure", G_CALLBACK (structure_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "edited", G_CALLBACK (edited_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "state", G_CALLBACK (rows_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "rows", G_CALLBACK (rows_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "spectrum", G_CALLBACK (rows_cb), self, G_CONNECT_SWAPPED);
  structure_cb (self);
}

void
bf_figure_area_set_figure (BfFigureArea *self, const BfFigure *figure)
{
  g_return_if_fail (BF_IS_FIGURE_AREA (self));
  g_return_if_fail (figure != NULL);

  if (self->figure == figure)
    return;
  self->figure = figure;
  self->drag = (BfDrag) { 0 };
  self->has_clicked_pin = self->is_pinching = FALSE;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _(figure->entry.name), -1);
  bf_figure_area_drop_scene (self);
  bf_figure_area_clear_cursor (self);
  bf_figure_area_apply_state (self);
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
  bf_figure_area_redraw (self);
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
  bf_figure_area_redraw (self);
}

void
bf_figure_area_get_view (BfFigureArea *self, BfFigureView *view)
{
  g_return_if_fail (BF_IS_FIGURE_AREA (self));

  *view = *bf_figure_area_view (self);
}

const BfTheme *
bf_figure_area_get_theme (BfFigureArea *self)
{
  g_return_val_if_fail (BF_IS_FIGURE_AREA (self), NULL);
  return &self->theme;
}

const char *
bf_figure_area_get_description (BfFigureArea *self)
{
  g_return_val_if_fail (BF_IS_FIGURE_AREA (self), NULL);
  return self->description;
}
