#include "config.h"

#include "app/builder-split.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "experiment/groups.h"

static void
response_cb (GtkWidget *widget, const char *response, GtkWidget *dialog)
{
  GtkWidget *spin = adw_message_dialog_get_extra_child (ADW_MESSAGE_DIALOG (dialog));

  if (g_str_equal (response, "split"))
    gtk_widget_activate_action (widget, "group.split-at", "u",
                                (guint) gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (spin)));
}

static gboolean
can_split (const BfConfiguration *configuration, guint index, guint layer)
{
  g_autoptr (BfConfiguration) trial = bf_configuration_copy (configuration);

  return bf_configuration_split (trial, index, layer, 1, NULL);
}

/* From the first layer that can be split off to the last, which always can. */
static GtkWidget *
new_spin (const BfConfiguration *configuration, guint index, guint first)
{
  const guint repeat = g_array_index (configuration->groups, BfLayerGroup, index).repeat;
  guint least = 0;
  GtkWidget *spin;

  while (least + 1 < repeat && !can_split (configuration, index, least))
    least++;
  spin = gtk_spin_button_new_with_range (first + least, first + repeat - 1, 1);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (spin), first + MAX (least, repeat / 2));
  gtk_widget_set_halign (spin, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (spin), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Number of the layer"), -1);
  return spin;
}

void
bf_builder_split_ask (GtkWidget *widget, const BfConfiguration *configuration, guint index,
                      guint first)
{
  GtkRoot *root;
  AdwMessageDialog *dialog;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (configuration != NULL && index < configuration->groups->len);

  root = gtk_widget_get_root (widget);
  dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (GTK_WINDOW (root),
                                                       _("Split Off One Layer"),
                                                       _("The network stays the same until that "
                                                         "layer is changed.")));
  adw_message_dialog_set_extra_child (dialog, new_spin (configuration, index, first));
  adw_message_dialog_add_responses (dialog, "cancel", _("_Cancel"), "split", _("_Split Off"), NULL);
  adw_message_dialog_set_default_response (dialog, "split");
  adw_message_dialog_set_close_response (dialog, "cancel");
  adw_message_dialog_set_response_appearance (dialog, "split", ADW_RESPONSE_SUGGESTED);
  g_signal_connect_object (dialog, "response", G_CALLBACK (response_cb), widget,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}
