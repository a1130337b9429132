#include "config.h"

#include "app/timeline.h"

#include <inttypes.h>

#include <glib/gi18n-lib.h>

struct _BfTimeline
{
  GtkBox parent_instance;

  /* Template widgets */
  GtkScale *scale;
  GtkAdjustment *adjustment;
  GtkLabel *label;
  GtkToggleButton *live;

  BfSession *session;      /* owned reference */
  guint64 done, total;
  guint64 interval;        /* one step in so many is recorded */
  guint64 step;            /* 0: live */
  guint updating : 1;      /* the widgets change by our own hand */
};

enum
{
  PROP_STEP = 1,
  PROP_TEXT,
  PROP_COMPACT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (BfTimeline, bf_timeline, GTK_TYPE_BOX)

static void
update_text (BfTimeline *self)
{
  guint64 shown = self->step != 0 ? self->step : self->done;
  g_autofree char *text = NULL;

  if (self->done == 0)
    text = g_strdup (_("Not trained yet"));
  else if (self->interval > 1)
    text = g_strdup_printf (_("Step %" PRIu64 " of %" PRIu64 " · 1 step in %" PRIu64 " kept"), shown,
                            self->total, self->interval);
  else
    text = g_strdup_printf (_("Step %" PRIu64 " of %" PRIu64), shown,
                            self->total);
  gtk_label_set_label (self->label, text);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TEXT]);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->scale), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT,
                                  text, -1);
}

static void
update (BfTimeline *self)
{
  guint64 shown = self->step != 0 ? self->step : self->done;

  self->updating = TRUE;
  gtk_adjustment_set_upper (self->adjustment, MAX (self->total, 2));
  gtk_range_set_fill_level (GTK_RANGE (self->scale), MAX (self->done, 1));
  gtk_adjustment_set_value (self->adjustment, MAX (shown, 1));
  gtk_toggle_button_set_active (self->live, self->step == 0);
  gtk_widget_set_sensitive (GTK_WIDGET (self->scale), self->done > 1);
  self->updating = FALSE;
  update_text (self);
}

/* The recorded step that a person means who moves to @wanted: where steps are missing, a small move
 * forward is one to the next that is there. */
static guint64
recorded_step (BfTimeline *self, guint64 wanted)
{
  guint64 shown = self->step != 0 ? self->step : self->done;
  guint64 step = bf_session_step_near (self->session, wanted, 0);

  if (wanted > shown && step <= shown)
    step = bf_session_step_near (self->session, shown, 1);
  return step != 0 ? step : wanted;
}

static void
value_changed_cb (BfTimeline *self)
{
  if (!self->updating)
    bf_timeline_set_step (self, recorded_step (self, gtk_adjustment_get_value (self->adjustment) + 0.5));
}

static void
live_toggled_cb (BfTimeline *self)
{
  if (!self->updating)
    bf_timeline_set_step (self, gtk_toggle_button_get_active (self->live) ? 0 : MAX (self->done, 1));
}

static void
bf_timeline_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BfTimeline *self = BF_TIMELINE (object);

  switch (id)
    {
    case PROP_STEP:
      g_value_set_uint64 (value, self->step);
      break;
    case PROP_TEXT:
      g_value_set_string (value, gtk_label_get_label (self->label));
      break;
    case PROP_COMPACT:
      g_value_set_boolean (value, !gtk_widget_get_visible (GTK_WIDGET (self->label)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
bf_timeline_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  BfTimeline *self = BF_TIMELINE (object);

  switch (id)
    {
    case PROP_STEP:
      bf_timeline_set_step (self, g_value_get_uint64 (value));
      break;
    case PROP_COMPACT:
      gtk_widget_set_visible (GTK_WIDGET (self->label), !g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
bf_timeline_dispose (GObject *object)
{
  g_clear_object (&BF_TIMELINE (object)->session);
  G_OBJECT_CLASS (bf_timeline_parent_class)->dispose (object);
}

static void
bf_timeline_class_init (BfTimelineClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = bf_timeline_get_property;
  object_class->set_property = bf_timeline_set_property;
  object_class->dispose = bf_timeline_dispose;

  properties[PROP_STEP] =
    g_param_spec_uint64 ("step", NULL, NULL, 0, G_MAXUINT64, 0,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_TEXT] =
    g_param_spec_string ("text", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_COMPACT] =
    g_param_spec_boolean ("compact", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/backflow/Backflow/timeline.ui");
  gtk_widget_class_bind_template_child (widget_class, BfTimeline, scale);
  gtk_widget_class_bind_template_child (widget_class, BfTimeline, adjustment);
  gtk_widget_class_bind_template_child (widget_class, BfTimeline, label);
  gtk_widget_class_bind_template_child (widget_class, BfTimeline, live);
  gtk_widget_class_bind_template_callback (widget_class, value_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, live_toggled_cb);
}

static void
bf_timeline_init (BfTimeline *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  update (self);
}

void
bf_timeline_set_session (BfTimeline *self, BfSession *session)
{
  g_return_if_fail (BF_IS_TIMELINE (self));
  g_return_if_fail (BF_IS_SESSION (session) && self->session == NULL);

  self->session = g_object_ref (session);
  bf_timeline_update (self);
}

void
bf_timeline_update (BfTimeline *self)
{
  guint64 done, total, interval, step;

  g_return_if_fail (BF_IS_TIMELINE (self) && self->session != NULL);

  done = bf_session_steps_done (self->session);
  total = bf_session_steps_total (self->session);
  interval = bf_session_record_interval (self->session);
  if (self->done == done && self->total == total && self->interval == interval)
    return;
  self->done = done;
  self->total = total;
  self->interval = interval;
  step = self->step == 0 ? 0 : bf_session_step_near (self->session, MIN (self->step, done), 0);
  if (step != self->step)
    bf_timeline_set_step (self, step);
  else
    update (self);
}

guint64
bf_timeline_get_step (BfTimeline *self)
{
  g_return_val_if_fail (BF_IS_TIMELINE (self), 0);
  return self->step;
}

void
bf_timeline_set_step (BfTimeline *self, guint64 step)
{
  g_return_if_fail (BF_IS_TIMELINE (self));

  if (self->step != step)
    {
      self->step = step;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STEP]);
    }
  update (self);
}
