#include "config.h"

#include "app/configuration-swatch.h"

#define DIAMETER 16 /* px */

struct _BfConfigurationSwatch
{
  GtkWidget parent_instance;

  BfColor color;
};

G_DEFINE_FINAL_TYPE (BfConfigurationSwatch, bf_configuration_swatch, GTK_TYPE_WIDGET)

static void
bf_configuration_swatch_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                                 int *minimum, int *natural, int *minimum_baseline,
                                 int *natural_baseline)
{
  *minimum = *natural = DIAMETER;
}

static void
bf_configuration_swatch_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  BfConfigurationSwatch *self = BF_CONFIGURATION_SWATCH (widget);
  double x = (gtk_widget_get_width (widget) - DIAMETER) / 2.0;
  double y = (gtk_widget_get_height (widget) - DIAMETER) / 2.0;
  graphene_rect_t box = GRAPHENE_RECT_INIT (x, y, DIAMETER, DIAMETER);
  GdkRGBA color = { self->color.r, self->color.g, self->color.b, 1 };
  GskRoundedRect disc;

  gsk_rounded_rect_init_from_rect (&disc, &box, DIAMETER / 2.0);
  gtk_snapshot_push_rounded_clip (snapshot, &disc);
  gtk_snapshot_append_color (snapshot, &color, &box);
  gtk_snapshot_pop (snapshot);
}

static void
bf_configuration_swatch_class_init (BfConfigurationSwatchClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->measure = bf_configuration_swatch_measure;
  widget_class->snapshot = bf_configuration_swatch_snapshot;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
bf_configuration_swatch_init (BfConfigurationSwatch *self)
{
}

GtkWidget *
bf_configuration_swatch_new (BfColor color)
{
  BfConfigurationSwatch *self = g_object_new (BF_TYPE_CONFIGURATION_SWATCH, NULL);

  self->color = color;
  return GTK_WIDGET (self);
}

void
bf_configuration_swatch_set_color (BfConfigurationSwatch *self, BfColor color)
{
  g_return_if_fail (BF_IS_CONFIGURATION_SWATCH (self));

  self->color = color;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
