/* Every rule about what can be built and run, in the order of the file. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "experiment/configuration.h"
#include "experiment/field.h"
#include "experiment/start.h"

#include <string.h>

static gboolean refuse (GError **error, const char *path, const char *format, ...)
  G_GNUC_PRINTF (3, 4);

/* Sets "@path: message"; always FALSE. */
static gboolean
refuse (GError **error, const char *path, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_autofree char *message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (error, BF_CONFIGURATION_ERROR, BF_CONFIGURATION_ERROR_INVALID, "%s: %s", path,
               message);
  return FALSE;
}

static gboolean
refuse_in_group (GError **error, guint group, const char *key, const char *message)
{
  g_autofree char *path = g_strdup_printf ("layers[%u].%s", group, key);

  return refuse (error, path, "%s", message);
}

static gboolean
check_name (const char *name, GError **error)
{
  if (!g_utf8_validate (name, -1, NULL))
    return refuse (error, "name", _("is not valid UTF-8"));
  if (g_utf8_strlen (name, -1) > BF_CONFIGURATION_MAX_NAME)
    return refuse (error, "name", _("must not be longer than %d characters"),
                   BF_CONFIGURATION_MAX_NAME);
  return TRUE;
}

static gboolean
check_color (const char *color, GError **error)
{
  gboolean good = color == NULL || (color[0] == '#' && strlen (color) == 7);

  for (guint i = 1; good && color != NULL && i < 7; i++)
    good = g_ascii_isxdigit (color[i]);
  return good || refuse (error, "color", _("must be a colour like #3584e4, not “%s”"), color);
}

/* The numbers of @fields in @object; @prefix is what comes before the key. */
static gboolean
check_fields (const BfTable *fields, gconstpointer object, const char *prefix, GError **error)
{
  for (guint i = 0; i < fields->n_rows; i++)
    {
      const BfField *field = bf_table_row (fields, i);

      if (bf_field_is_choice (field) || !bf_field_applies (field, object))
        continue;

      g_autofree char *wrong =
        bf_field_check_number (field, object, bf_field_number (field, object));
      g_autofree char *path = g_strconcat (prefix, bf_field_key (field, object), NULL);
      if (wrong != NULL)
        return refuse (error, path, "%s", wrong);
    }
  return TRUE;
}

static gboolean
check_task (const BfTaskSettings *settings, GError **error)
{
  g_autoptr (GError) wrong = NULL;

  if (bf_task_settings_validate (settings, &wrong))
    return TRUE;
  g_set_error (error, BF_CONFIGURATION_ERROR, BF_CONFIGURATION_ERROR_INVALID, "task.%s",
               wrong->message);
  return FALSE;
}

/* Recurrent layers come first, and only a task with a time axis has something for them to read. */
static gboolean
check_order (const BfConfiguration *configuration, guint index, GError **error)
{
  const BfTask *task = configuration->task.task;
  const BfLayerGroup *group = &g_array_index (configuration->groups, BfLayerGroup, index);
  g_autofree char *path = g_strdup_printf ("layers[%u].type", index);
  const char *id = group->cell->entry.id;
  const gboolean timed = bf_task_settings_has_time_axis (&configuration->task);

  if (index == 0 && timed && !group->cell->recurrent)
    return refuse (error, path, _("the task %s is a sequence and needs a recurrent layer, not %s"),
                   task->entry.id, id);
  if (index == 0 && !timed && group->cell->recurrent)
    return refuse (error, path, _("%s needs a sequence, but the task %s has no time axis"), id,
                   task->entry.id);
  if (index > 0 && group->cell->recurrent && !(group - 1)->cell->recurrent)
    return refuse (error, path, _("%s cannot follow a dense layer, which ends the time axis"), id);
  return TRUE;
}

static gboolean
check_residual (const BfLayerGroup *group, guint index, GError **error)
{
  g_autofree char *path = g_strdup_printf ("layers[%u].residual_span", index);

  if (group->residual_span == 0)
    return TRUE;
  if (group->cell->recurrent && group->residual_span != 1)
    return refuse (error, path, _("must be 0 or 1 for %s, not %u"), group->cell->entry.id,
                   group->residual_span);
  if (group->residual_span > group->repeat - 1)
    return refuse (error, path,
                   g_dngettext (GETTEXT_PACKAGE,
                                "a shortcut over %u layer does not fit into a group of %u: "
                                "the first layer stays outside",
                                "a shortcut over %u layers does not fit into a group of %u: "
                                "the first layer stays outside",
                                group->residual_span),
                   group->residual_span, group->repeat);
  if (group->cell->recurrent && group->residual_form != BF_RESIDUAL_POSTACTIVATION)
    return refuse_in_group (error, index, "residual_form",
                            _("must be postactivation for recurrent layers"));
  return TRUE;
}

static gboolean
check_group (const BfConfiguration *configuration, guint index, GError **error)
{
  const BfLayerGroup *group = &g_array_index (configuration->groups, BfLayerGroup, index);
  g_autofree char *prefix = g_strdup_printf ("layers[%u].", index);

  if (!check_order (configuration, index, error)
      || !check_fields (&bf_layer_field_table, group, prefix, error))
    return FALSE;
  if (group->cell->recurrent && group->normalization->over != BF_NORMALIZE_NONE)
    return refuse_in_group (error, index, "normalization",
                            _("must be none for recurrent layers"));
  return check_residual (group, index, error);
}

static gboolean
check_groups (const BfConfiguration *configuration, GError **error)
{
  if (configuration->groups->len == 0)
    return refuse (error, "layers", _("at least one layer is needed"));
  for (guint i = 0; i < configuration->groups->len; i++)
    if (!check_group (configuration, i, error))
      return FALSE;
  if (bf_configuration_n_layers (configuration) > BF_CONFIGURATION_MAX_LAYERS)
    return refuse (error, "layers", _("%u layers with all repeats, but at most %d are possible"),
                   bf_configuration_n_layers (configuration), BF_CONFIGURATION_MAX_LAYERS);
  return TRUE;
}

static gboolean
check_batch (const BfConfiguration *configuration, GError **error)
{
  if (configuration->batch_size > 1)
    return TRUE;
  for (guint i = 0; i < configuration->groups->len; i++)
    if (g_array_index (configuration->groups, BfLayerGroup, i).normalization->over
        == BF_NORMALIZE_BATCH)
      return refuse (error, "training.batch_size",
                     _("must be at least 2 for the batch normalisation of layers[%u]"), i);
  return TRUE;
}

/* The last seed is one that a configuration can have, too. */
static gboolean
check_seeds (const BfConfiguration *configuration, GError **error)
{
  const guint64 room = BF_CONFIGURATION_MAX_SEED - configuration->seed + 1;

  if (configuration->seeds <= room)
    return TRUE;

  g_autofree char *largest = g_strdup_printf ("%" G_GUINT64_FORMAT, BF_CONFIGURATION_MAX_SEED);
  return refuse (error, "seeds", _("there are only %u seeds from seed on: the largest is %s"),
                 (guint) room, largest);
}

/* Where most of the weights are, or nearly: units squared, times repeats. */
static guint
largest_group (const BfConfiguration *configuration)
{
  guint largest = 0;
  guint64 most = 0;

  for (guint i = 0; i < configuration->groups->len; i++)
    {
      const BfLayerGroup *group = &g_array_index (configuration->groups, BfLayerGroup, i);
      const guint64 weights = (guint64) group->units * group->units * group->repeat;

      if (weights > most)
        {
          most = weights;
          largest = i;
        }
    }
  return largest;
}

gboolean
bf_configuration_check_memory (const BfConfiguration *configuration, guint inputs, guint timesteps, guint outputs,
                               const BfLoss *loss, GError **error)
{
  BfNetworkSpec network;
  BfTrainingSpec training;

  g_return_val_if_fail (configuration != NULL, FALSE);

  bf_configuration_network_spec (configuration, inputs, timesteps, outputs, loss, &network);
  bf_configuration_training_spec (configuration, &training);
  const guint64 needed = bf_network_spec_memory (&network, &training), present = bf_physical_memory ();

  training.batch_size = 2;    /* the least that batch normalisation takes */
  const gboolean batch = bf_network_spec_memory (&network, &training) <= present;

  bf_network_spec_clear (&network);
  if (needed <= present)
    return TRUE;

  g_autofree char *path = batch ? g_strdup ("training.batch_size")
                                : g_strdup_printf ("layers[%u].units", largest_group (configuration));
  g_autofree char *needed_text = g_format_size_full (needed, G_FORMAT_SIZE_IEC_UNITS);
  g_autofree char *present_text = g_format_size_full (present, G_FORMAT_SIZE_IEC_UNITS);

  return refuse (error, path, _("too large: training needs %s of memory, and this machine has %s"), needed_text,
                 present_text);
}

gboolean
bf_configuration_validate (const BfConfiguration *configuration, GError **error)
{
  g_return_val_if_fail (configuration != NULL, FALSE);

  return check_name (configuration->name, error)
         && check_color (configuration->color, error)
         && check_fields (&bf_run_field_table, configuration, "", error)
         && check_seeds (configuration, error)
         && check_task (&configuration->task, error)
         && check_groups (configuration, error)
         && check_fields (&bf_training_field_table, configuration, "training.", error)
         && check_batch (configuration, error);
}
