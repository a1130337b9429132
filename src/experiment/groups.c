#include "config.h"

#include <glib/gi18n-lib.h>

#include "experiment/groups.h"

#include "experiment/field.h"

#include <string.h>

static BfLayerGroup *
group_at (const BfConfiguration *configuration, guint index)
{
  return &g_array_index (configuration->groups, BfLayerGroup, index);
}

static gboolean
refuse (GError **error, const char *reason)
{
  g_set_error_literal (error, BF_CONFIGURATION_ERROR, BF_CONFIGURATION_ERROR_INVALID, reason);
  return FALSE;
}

/* A layer as a group of one, so that what does not apply to it is not compared. */
static BfLayerGroup
as_group (const BfLayerSpec *layer)
{
  return (BfLayerGroup) {
    .cell = layer->cell,
    .units = layer->units,
    .repeat = 1,
    .activation = layer->activation,
    .activation_parameter = layer->activation_parameter,
    .initializer = layer->initializer,
    .recurrent_initializer = layer->recurrent_initializer,
    .gain = layer->gain,
    .initializer_std = layer->initializer_std,
    .forget_bias = layer->forget_bias,
    .normalization = layer->normalization,
    .residual_scale = layer->span_first >= 0 ? layer->residual_scale : 0,
    .residual_form = layer->span_first >= 0 ? layer->residual_form : BF_RESIDUAL_PREACTIVATION,
  };
}

static gboolean
same_layer (const BfLayerSpec *a, const BfLayerSpec *b)
{
  const BfLayerGroup left = as_group (a), right = as_group (b);

  return a->span_first == b->span_first && a->span_last == b->span_last
         && bf_fields_equal (&bf_layer_field_table, &left, &right);
}

gboolean
bf_configuration_same_layers (const BfConfiguration *a, const BfConfiguration *b)
{
  BfNetworkSpec left, right;
  gboolean same;

  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  bf_configuration_network_spec (a, 0, 0, 0, NULL, &left);
  bf_configuration_network_spec (b, 0, 0, 0, NULL, &right);
  same = left.n_layers == right.n_layers;
  for (guint i = 0; same && i < left.n_layers; i++)
    same = same_layer (&left.layers[i], &right.layers[i]);
  bf_network_spec_clear (&left);
  bf_network_spec_clear (&right);
  return same;
}

/* Puts @parts in the place of @n groups from @group on, if the network stays the same. */
static gboolean
replace (BfConfiguration *configuration, guint group, guint n, GArray *parts, GError **error)
{
  g_autoptr (BfConfiguration) before = bf_configuration_copy (configuration);

  g_array_remove_range (configuration->groups, group, n);
  g_array_insert_vals (configuration->groups, group, parts->data, parts->len);
  if (bf_configuration_same_layers (before, configuration))
    return TRUE;
  g_array_unref (configuration->groups);
  configuration->groups = g_array_ref (before->groups);
  /* Translators: why a group of layers cannot be split or joined, behind the name of the command. */
  return refuse (error, _("its shortcuts would change"));
}

/* @repeat layers like those of @group; none if 0. Too few for a shortcut, they have none. */
static void
append_part (GArray *parts, const BfLayerGroup *group, guint repeat)
{
  BfLayerGroup part = *group;

  part.repeat = repeat;
  if (part.residual_span >= repeat)
    part.residual_span = 0;
  if (repeat > 0)
    g_array_append_val (parts, part);
}

gboolean
bf_configuration_split (BfConfiguration *configuration, guint group, guint first, guint n,
                        GError **error)
{
  g_autoptr (GArray) parts = g_array_new (FALSE, FALSE, sizeof (BfLayerGroup));
  const BfLayerGroup *whole;

  g_return_val_if_fail (configuration != NULL && group < configuration->groups->len, FALSE);
  whole = group_at (configuration, group);
  g_return_val_if_fail (n > 0 && first < whole->repeat && n <= whole->repeat - first, FALSE);

  if (n == whole->repeat)
    return refuse (error, _("nothing would be left"));
  append_part (parts, whole, first);
  append_part (parts, whole, n);
  append_part (parts, whole, whole->repeat - first - n);
  return replace (configuration, group, 1, parts, error);
}

gboolean
bf_configuration_split_all (BfConfiguration *configuration, guint group, GError **error)
{
  g_autoptr (GArray) parts = g_array_new (FALSE, FALSE, sizeof (BfLayerGroup));
  const BfLayerGroup *whole;

  g_return_val_if_fail (configuration != NULL && group < configuration->groups->len, FALSE);

  whole = group_at (configuration, group);
  if (whole->repeat < 2)
    return refuse (error, _("only one layer"));
  for (guint i = 0; i < whole->repeat; i++)
    append_part (parts, whole, 1);
  return replace (configuration, group, 1, parts, error);
}

/* The first setting of a layer in which the groups differ; NULL: only in number and shortcuts. */
static const char *
difference (const BfLayerGroup *a, const BfLayerGroup *b)
{
  for (guint i = 0; i < bf_layer_field_table.n_rows; i++)
    {
      const BfField *field = bf_table_row (&bf_layer_field_table, i);
      const BfTable alone = { NULL, field, sizeof *field, 1 };

      if (strcmp (field->entry.id, "repeat") != 0
          && !g_str_has_prefix (field->entry.id, "residual_")
          && !bf_fields_equal (&alone, a, b))
        return field->entry.name;
    }
  return NULL;
}

gboolean
bf_configuration_join (BfConfiguration *configuration, guint group, GError **error)
{
  g_autoptr (GArray) parts = g_array_new (FALSE, FALSE, sizeof (BfLayerGroup));
  g_autofree char *reason = NULL;
  const BfLayerGroup *first, *second;
  const char *name;

  g_return_val_if_fail (configuration != NULL && group < configuration->groups->len, FALSE);

  if (group + 1 == configuration->groups->len)
    return refuse (error, _("no layers follow"));
  first = group_at (configuration, group);
  second = group_at (configuration, group + 1);
  name = difference (first, second);
  if (name != NULL)
    {
      /* Translators: why two groups of layers cannot be joined; the name of a setting. */
      reason = g_strdup_printf (_("differs in “%s”"), _(name));
      return refuse (error, reason);
    }
  append_part (parts, first, first->repeat + second->repeat);
  return replace (configuration, group, 2, parts, error);
}

void
bf_configuration_move (BfConfiguration *configuration, guint from, guint to)
{
  BfLayerGroup moved;

  g_return_if_fail (configuration != NULL);
  g_return_if_fail (from < configuration->groups->len && to < configuration->groups->len);

  moved = *group_at (configuration, from);
  g_array_remove_index (configuration->groups, from);
  g_array_insert_val (configuration->groups, to, moved);
}
