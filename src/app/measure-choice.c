#include "config.h"

#include "app/measure-choice.h"

#include <glib/gi18n-lib.h>

static const char *const briefs[BF_N_LAYER_MEASURES] = {
  [BF_WEIGHT_GRADIENT_NORM] = N_("Weight, norm"),
  [BF_ACTIVATION_GRADIENT_NORM] = N_("Activation, norm"),
  [BF_PREACTIVATION_GRADIENT_NORM] = N_("Pre-activation, norm"),
  [BF_WEIGHT_GRADIENT_RMS] = N_("Weight, RMS"),
  [BF_ACTIVATION_GRADIENT_RMS] = N_("Activation, RMS"),
  [BF_PREACTIVATION_GRADIENT_RMS] = N_("Pre-activation, RMS"),
};

const char *
bf_measure_brief (BfLayerMeasure measure)
{
  const BfEntry *entry;

  g_return_val_if_fail (measure < BF_N_LAYER_MEASURES, NULL);

  entry = bf_table_row (&bf_layer_measure_table, measure);
  return _(briefs[measure] != NULL ? briefs[measure] : entry->name);
}

GMenuModel *
bf_measure_menu_new (void)
{
  GMenu *menu = g_menu_new ();

  for (guint i = 0; i < bf_layer_measure_table.n_rows; i++)
    {
      const BfLayerMeasureInfo *info = bf_table_row (&bf_layer_measure_table, i);
      g_autoptr (GMenuItem) item = g_menu_item_new (_(info->entry.name), NULL);

      g_menu_item_set_action_and_target (item, "win.measure", "s", info->entry.id);
      if (info->gradient)
        g_menu_append_item (menu, item);
    }
  return G_MENU_MODEL (menu);
}
