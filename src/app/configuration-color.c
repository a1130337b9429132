#include "config.h"

#include "app/configuration-color.h"

#include <glib/gi18n-lib.h>

#include "app/configuration-swatch.h"

struct _BfConfigurationColor
{
  AdwBin parent_instance;

  /* template widgets */
  GtkMenuButton *button;
  GtkPopover *popover;
  GtkFlowBox *palette;
  BfConfigurationSwatch *swatch;

  /* owned */
  GtkWindow *dialog;   /* while it is open */

  BfColor shown;
};

enum
{
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BfConfigurationColor, bf_configuration_color, ADW_TYPE_BIN)

static void
choose (BfConfigurationColor *self, const char *color)
{
  gtk_popover_popdown (self->popover);
  g_signal_emit (self, signals[CHOSEN], 0, color);
}

static void
automatic_clicked_cb (BfConfigurationColor *self)
{
  choose (self, NULL);
}

static void
palette_clicked_cb (BfConfigurationColor *self, GtkWidget *button)
{
  choose (self, g_object_get_data (G_OBJECT (button), "color"));
}

static void
dialog_response_cb (BfConfigurationColor *self, int response)
{
  GdkRGBA rgba;
  g_autofree char *color = NULL;

  gtk_color_chooser_get_rgba (GTK_COLOR_CHOOSER (self->dialog), &rgba);
  color = bf_color_to_string ((BfColor) { rgba.red, rgba.green, rgba.blue, 1 });
  g_clear_pointer (&self->dialog, gtk_window_destroy);
  if (response == GTK_RESPONSE_OK)
    choose (self, color);
}

static void
other_clicked_cb (BfConfigurationColor *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  gtk_popover_popdown (self->popover);
  self->dialog = GTK_WINDOW (gtk_color_chooser_dialog_new (_("Colour of the Configuration"),
                                                           GTK_WINDOW (root)));
  gtk_window_set_modal (self->dialog, TRUE);
  gtk_color_chooser_set_use_alpha (GTK_COLOR_CHOOSER (self->dialog), FALSE);
  gtk_color_chooser_set_rgba (GTK_COLOR_CHOOSER (self->dialog),
                              &(GdkRGBA) { self->shown.r, self->shown.g, self->shown.b, 1 });
  g_signal_connect_object (self->dialog, "response", G_CALLBACK (dialog_response_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (self->dialog);
}

static void
fill_palette (BfConfigurationColor *self)
{
  for (guint i = 0; i < bf_theme_n_series_colors (); i++)
    {
      BfColor color = bf_theme_series_color (&bf_theme_light, i);
      GtkWidget *button = gtk_button_new ();
      g_autofree char *name = g_strdup_printf (_("Palette colour %u"), i + 1);

      gtk_button_set_child (GTK_BUTTON (button), bf_configuration_swatch_new (color));
      gtk_widget_add_css_class (button, "flat");
      gtk_widget_add_css_class (button, "circular");
      gtk_widget_set_tooltip_text (button, name);
      g_object_set_data_full (G_OBJECT (button), "color", bf_color_to_string (color), g_free);
      g_signal_connect_object (button, "clicked", G_CALLBACK (palette_clicked_cb), self,
                               G_CONNECT_SWAPPED);
      gtk_flow_box_append (self->palette, button);
    }
}

static void
bf_configuration_color_dispose (GObject *object)
{
  BfConfigurationColor *self = BF_CONFIGURATION_COLOR (object);

  g_clear_pointer (&self->dialog, gtk_window_destroy);
  G_OBJECT_CLASS (bf_configuration_color_parent_class)->dispose (object);
}

static void
bf_configuration_color_class_init (BfConfigurationColorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bf_configuration_color_dispose;

  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  g_type_ensure (BF_TYPE_CONFIGURATION_SWATCH);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/backflow/Backflow/configuration-color.ui");
  gtk_widget_class_bind_template_child (widget_class, BfConfigurationColor, button);
  gtk_widget_class_bind_template_child (widget_class, BfConfigurationColor, popover);
  gtk_widget_class_bind_template_child (widget_class, BfConfigurationColor, palette);
  gtk_widget_class_bind_template_child (widget_class, BfConfigurationColor, swatch);
  gtk_widget_class_bind_template_callback (widget_class, automatic_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, other_clicked_cb);
}

static void
bf_configuration_color_init (BfConfigurationColor *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  fill_palette (self);
}

void
bf_configuration_color_show (BfConfigurationColor *self, BfColor shown, const char *name)
{
  g_autofree char *label = NULL;

  g_return_if_fail (BF_IS_CONFIGURATION_COLOR (self));
  g_return_if_fail (name != NULL);

  self->shown = shown;
  bf_configuration_swatch_set_color (self->swatch, shown);
  label = g_strdup_printf (_("Colour of “%s”"), name);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->button), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label, -1);
}

void
bf_configuration_color_popup (BfConfigurationColor *self)
{
  g_return_if_fail (BF_IS_CONFIGURATION_COLOR (self));

  gtk_menu_button_popup (self->button);
}
