#include "config.h"

#include "app/figure-memory.h"

/* Keys of the same name and type as the actions of the area. */
static const char *const common[] = { "columns", "relative", "predicted", "guides", "smoothing", NULL };

/* Keys of what is the figure's own, by its id. */
static const char *const own[] = { "x-axis", "y-axis", NULL };

static const char *
shown_id (BfFigureArea *area)
{
  const BfFigure *figure = bf_figure_area_get_figure (area);

  return figure != NULL ? figure->entry.id : NULL;
}

static void
load_common (BfFigureArea *area, GSettings *settings)
{
  GActionGroup *actions = bf_figure_area_get_actions (area);

  for (guint i = 0; common[i] != NULL; i++)
    {
      g_autoptr (GVariant) value = g_settings_get_value (settings, common[i]);
      g_action_group_change_action_state (actions, common[i], value);
    }
}

static BfAxisKind
kind_of (GSettings *settings, const char *key, const char *id)
{
  g_autoptr (GVariant) kinds = g_settings_get_value (settings, key);
  const char *kind;

  if (!g_variant_lookup (kinds, id, "&s", &kind))
    return BF_AXIS_DEFAULT;
  return bf_figure_area_axis_kind (kind);
}

static void
load_own (BfFigureArea *area, GSettings *settings)
{
  for (guint i = 0; i < bf_figure_table.n_rows; i++)
    {
      const BfFigure *figure = bf_table_row (&bf_figure_table, i);

      bf_figure_area_set_axes_of (area, figure, kind_of (settings, "x-axis", figure->entry.id),
                                  kind_of (settings, "y-axis", figure->entry.id));
    }
}

/* A figure with what suits it is not named. */
static void
save_own (BfFigureArea *area, GSettings *settings, const char *key, GVariant *value)
{
  g_autoptr (GVariant) before = g_settings_get_value (settings, key), after = NULL;
  GVariantBuilder builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a{ss}"));
  const char *id, *kind, *shown = shown_id (area);
  GVariantIter iter;

  if (shown == NULL)
    return;
  g_variant_iter_init (&iter, before);
  while (g_variant_iter_next (&iter, "{&s&s}", &id, &kind))
    if (!g_str_equal (id, shown))
      g_variant_builder_add (&builder, "{ss}", id, kind);
  if (!g_str_equal (g_variant_get_string (value, NULL), "default"))
    g_variant_builder_add (&builder, "{ss}", shown, g_variant_get_string (value, NULL));
  after = g_variant_ref_sink (g_variant_builder_end (&builder));
  if (!g_variant_equal (before, after))
    g_settings_set_value (settings, key, after);
}

static void
changed_cb (BfFigureArea *area, const char *name, GVariant *value, GActionGroup *actions)
{
  GSettings *settings = g_object_get_data (G_OBJECT (area), "memory");

  if (g_strv_contains (common, name))
    g_settings_set_value (settings, name, value);
  else if (g_strv_contains (own, name))
    save_own (area, settings, name, value);
}

void
bf_figure_memory_bind (BfFigureArea *area, GSettings *settings)
{
  g_return_if_fail (BF_IS_FIGURE_AREA (area));
  g_return_if_fail (G_IS_SETTINGS (settings));

  load_common (area, settings);
  load_own (area, settings);
  g_object_set_data_full (G_OBJECT (area), "memory", g_object_ref (settings), g_object_unref);
  g_signal_connect_object (bf_figure_area_get_actions (area), "action-state-changed",
                           G_CALLBACK (changed_cb), area, G_CONNECT_SWAPPED);
}
