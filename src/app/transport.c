#include "config.h"

#include "app/transport.h"

#include <glib/gi18n-lib.h>

struct _BfTransport
{
  GtkBox parent_instance;

  /* Template widgets */
  GtkButton *run;
  GtkImage *run_icon;
  GtkLabel *run_label;
};

G_DEFINE_FINAL_TYPE (BfTransport, bf_transport, GTK_TYPE_BOX)

static void
bf_transport_class_init (BfTransportClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/backflow/Backflow/transport.ui");
  gtk_widget_class_bind_template_child (widget_class, BfTransport, run);
  gtk_widget_class_bind_template_child (widget_class, BfTransport, run_icon);
  gtk_widget_class_bind_template_child (widget_class, BfTransport, run_label);
}

static void
bf_transport_init (BfTransport *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  bf_transport_set_state (self, BF_TRAINER_IDLE);
}

void
bf_transport_set_state (BfTransport *self, BfTrainerState state)
{
  static const struct { const char *action, *icon, *label, *tooltip; } looks[] = {
    [BF_TRAINER_IDLE] = { "win.run", "media-playback-start-symbolic", N_("Run"),
                          N_("Train all configurations") },
    [BF_TRAINER_RUNNING] = { "win.pause", "media-playback-pause-symbolic", N_("Pause"),
                             N_("Pause the training") },
    [BF_TRAINER_PAUSED] = { "win.run", "media-playback-start-symbolic", N_("Run"),
                            N_("Go on with the training") },
    [BF_TRAINER_FINISHED] = { "win.run", "media-playback-start-symbolic", N_("Run"),
                              N_("Train again from the start") },
  };

  g_return_if_fail (BF_IS_TRANSPORT (self));

  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->run), looks[state].action);
  gtk_image_set_from_icon_name (self->run_icon, looks[state].icon);
  gtk_label_set_label (self->run_label, _(looks[state].label));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->run), _(looks[state].tooltip));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->run), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _(looks[state].label), -1);
}
