#include "config.h"

#include <glib/gi18n-lib.h>

#include "experiment/field.h"
#include "experiment/parts.h"

#include <string.h>

/* All keys that the members of @fields may have, into @keys (borrowed strings). */
static void
add_field_keys (const BfTable *fields, GPtrArray *keys)
{
  for (guint i = 0; i < fields->n_rows; i++)
    {
      const BfField *field = bf_table_row (fields, i);

      if (field->kind != BF_FIELD_PARAMETER)
        {
          g_ptr_array_add (keys, (gpointer) field->entry.id);
          continue;
        }
      for (guint a = 0; a < bf_activation_table.n_rows; a++)
        {
          const BfActivation *activation = bf_table_row (&bf_activation_table, a);

          if (activation->parameter_id != NULL)
            g_ptr_array_add (keys, (gpointer) activation->parameter_id);
        }
    }
}

static gboolean
check_keys (BfReader *reader, JsonObject *object, GPtrArray *keys)
{
  return bf_reader_check_keys (reader, object, (const char *const *) keys->pdata, keys->len);
}

/* A key that means nothing beside the others (the slope of a ReLU) is checked like any other and then has no
 * effect: files may carry every key of the format. */
static gboolean
field_applies (const BfField *field, const char *key, gconstpointer target)
{
  return bf_field_applies (field, target) && strcmp (bf_field_key (field, target), key) == 0;
}

static gboolean
read_choice (BfReader *reader, JsonObject *object, const BfField *field, const char *key,
             gpointer target)
{
  const BfEntry *row = NULL;

  if (!bf_reader_get_choice (reader, object, key, field->table, &row))
    return FALSE;
  if (field_applies (field, key, target))
    bf_field_set_choice (field, target, row);
  return TRUE;
}

static gboolean
read_number (BfReader *reader, JsonObject *object, const BfField *field, const char *key,
             gpointer target)
{
  double value = 0;

  if (!bf_reader_get_number (reader, object, key, bf_field_is_integer (field), &value))
    return FALSE;

  const gboolean applies = field_applies (field, key, target);
  if (!applies && field->kind == BF_FIELD_PARAMETER)
    return TRUE;
  g_autofree char *wrong = bf_field_check_number (field, target, value);
  if (wrong != NULL)
    return bf_reader_refuse (reader, key, "%s", wrong);
  if (applies)
    bf_field_set_number (field, target, value);
  return TRUE;
}

/* Members in the order of the table, whatever that of the file: choices decide what later fields
 * mean. */
static gboolean
read_fields (BfReader *reader, JsonObject *object, const BfTable *fields, gpointer target)
{
  for (guint i = 0; i < fields->n_rows; i++)
    {
      const BfField *field = bf_table_row (fields, i);
      JsonObjectIter iter;
      const char *key;

      json_object_iter_init_ordered (&iter, object);
      while (json_object_iter_next_ordered (&iter, &key, NULL))
        if (bf_field_find (fields, key) == field
            && !(bf_field_is_choice (field) ? read_choice : read_number) (reader, object, field, key,
                                                                          target))
          return FALSE;
    }
  return TRUE;
}

static gboolean
read_group (BfReader *reader, JsonNode *node, BfLayerGroup *group)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_new ();
  JsonObject *object = bf_reader_object (reader, node);

  add_field_keys (&bf_layer_field_table, keys);
  bf_layer_group_init (group);
  return object != NULL && check_keys (reader, object, keys)
         && read_fields (reader, object, &bf_layer_field_table, group);
}

static gboolean
read_groups (BfReader *reader, JsonNode *node, gpointer target)
{
  GArray *groups = target;
  JsonArray *array = bf_reader_array (reader, node);

  if (array == NULL)
    return FALSE;
  g_array_set_size (groups, 0);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      gsize mark = bf_reader_enter_element (reader, i);
      BfLayerGroup group;

      if (!read_group (reader, json_array_get_element (array, i), &group))
        return FALSE;
      g_array_append_val (groups, group);
      bf_reader_leave (reader, mark);
    }
  return TRUE;
}

static gboolean
read_training (BfReader *reader, JsonNode *node, gpointer configuration)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_new ();
  JsonObject *object = bf_reader_object (reader, node);

  add_field_keys (&bf_training_field_table, keys);
  return object != NULL && check_keys (reader, object, keys)
         && read_fields (reader, object, &bf_training_field_table, configuration);
}

static gboolean
read_task_number (BfReader *reader, JsonObject *object, const BfTaskKey *key,
                  BfTaskSettings *settings)
{
  gboolean integer = key->type == BF_TASK_KEY_UINT;
  double value = 0;

  if (!bf_reader_get_number (reader, object, key->entry.id, integer, &value))
    return FALSE;

  g_autofree char *wrong = bf_check_range (value, key->min, key->max, BF_FIELD_CLOSED);
  if (wrong != NULL)
    return bf_reader_refuse (reader, key->entry.id, "%s", wrong);
  if (integer)
    G_STRUCT_MEMBER (guint, settings, key->offset) = value;
  else
    G_STRUCT_MEMBER (double, settings, key->offset) = value;
  return TRUE;
}

static gboolean
read_task_choice (BfReader *reader, JsonObject *object, const BfTaskKey *key,
                  BfTaskSettings *settings)
{
  const BfEntry *row = NULL;

  if (!bf_reader_get_choice (reader, object, key->entry.id, key->choices, &row))
    return FALSE;
  G_STRUCT_MEMBER (guint, settings, key->offset) = bf_table_index (key->choices, row);
  return TRUE;
}

static gboolean
read_task_key (BfReader *reader, JsonObject *object, const BfTaskKey *key,
               BfTaskSettings *settings)
{
  if (!json_object_has_member (object, key->entry.id))
    return TRUE;
  if (!(settings->task->flags & key->flag))
    return bf_reader_refuse (reader, key->entry.id, _("does not apply to the task %s"),
                             settings->task->entry.id);
  if (key->type == BF_TASK_KEY_STRING)
    return bf_reader_get_string (reader, object, key->entry.id,
                                 &G_STRUCT_MEMBER (char *, settings, key->offset));
  if (key->type == BF_TASK_KEY_CHOICE)
    return read_task_choice (reader, object, key, settings);
  return read_task_number (reader, object, key, settings);
}

static gboolean
read_task (BfReader *reader, JsonNode *node, gpointer target)
{
  BfTaskSettings *settings = target;
  g_autoptr (GPtrArray) keys = g_ptr_array_new ();
  JsonObject *object = bf_reader_object (reader, node);
  const BfEntry *task = &settings->task->entry;

  g_ptr_array_add (keys, (gpointer) "type");
  for (guint i = 0; i < bf_task_key_table.n_rows; i++)
    g_ptr_array_add (keys, (gpointer) ((const BfEntry *) bf_table_row (&bf_task_key_table, i))->id);
  if (object == NULL || !check_keys (reader, object, keys)
      || !bf_reader_get_choice (reader, object, "type", &bf_task_table, &task))
    return FALSE;

  bf_task_settings_clear (settings);
  bf_task_settings_init (settings, (const BfTask *) task);
  for (guint i = 0; i < bf_task_key_table.n_rows; i++)
    if (!read_task_key (reader, object, bf_table_row (&bf_task_key_table, i), settings))
      return FALSE;
  return TRUE;
}

typedef gboolean (*PartFunc) (BfReader *reader, JsonNode *node, gpointer target);

/* Member @key, read by @func one level down; missing: left as it is. */
static gboolean
read_part (BfReader *reader, JsonObject *object, const char *key, PartFunc func, gpointer target)
{
  JsonNode *node = json_object_get_member (object, key);

  if (node == NULL)
    return TRUE;

  gsize mark = bf_reader_enter (reader, key);
  if (!func (reader, node, target))
    return FALSE;
  bf_reader_leave (reader, mark);
  return TRUE;
}

static gboolean
read_members (BfReader *reader, JsonObject *object, BfConfiguration *configuration)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_new ();
  static const char *const others[] = { "name", "color", "task", "layers", "training" };

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    g_ptr_array_add (keys, (gpointer) others[i]);
  add_field_keys (&bf_run_field_table, keys);
  return check_keys (reader, object, keys)
         && bf_reader_get_string (reader, object, "name", &configuration->name)
         && bf_reader_get_string (reader, object, "color", &configuration->color)
         && read_fields (reader, object, &bf_run_field_table, configuration)
         && read_part (reader, object, "task", read_task, &configuration->task)
         && read_part (reader, object, "layers", read_groups, configuration->groups)
         && read_part (reader, object, "training", read_training, configuration);
}

BfConfiguration *
bf_read_configuration (BfReader *reader, JsonNode *node, guint index)
{
  g_autofree char *name = g_strdup_printf ("Configuration %u", index + 1);
  g_autoptr (BfConfiguration) configuration = bf_configuration_new (name);
  JsonObject *object = bf_reader_object (reader, node);

  if (object == NULL || !read_members (reader, object, configuration))
    return NULL;
  return g_steal_pointer (&configuration);
}
