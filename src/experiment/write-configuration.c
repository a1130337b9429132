#include "experiment/field.h"
#include "experiment/parts.h"

/* The members that mean something, in the order of the table. */
static void
write_fields (BfJson *json, const BfTable *fields, gconstpointer source)
{
  for (guint i = 0; i < fields->n_rows; i++)
    {
      const BfField *field = bf_table_row (fields, i);

      if (!bf_field_applies (field, source))
        continue;
      if (bf_field_is_choice (field))
        bf_json_string (json, field->entry.id, bf_field_choice (field, source)->id);
      else
        bf_json_number (json, bf_field_key (field, source), bf_field_number (field, source));
    }
}

/* Names of files, relative to @folder where they already are. */
static char *
path_from (const BfTaskSettings *settings, const char *path, const char *folder)
{
  const char *start = settings->folder != NULL ? settings->folder : "";
  g_autofree char *from = g_canonicalize_filename (start, NULL);
  g_autofree char *to = g_canonicalize_filename (folder != NULL ? folder : start, NULL);

  return g_str_equal (from, to) || g_path_is_absolute (path) ? g_strdup (path)
                                                             : g_canonicalize_filename (path, from);
}

static void
write_task_string (BfJson *json, const BfTaskKey *key, const BfTaskSettings *settings,
                   const char *folder)
{
  const char *text = G_STRUCT_MEMBER (char *, settings, key->offset);
  gboolean is_path = (key->flag & (BF_TASK_PATH | BF_TASK_LABELS)) != 0;

  if (text == NULL || text[0] == '\0')
    return;
  g_autofree char *written = is_path ? path_from (settings, text, folder) : g_strdup (text);
  bf_json_string (json, key->entry.id, written);
}

static void
write_task_key (BfJson *json, const BfTaskKey *key, const BfTaskSettings *settings,
                const char *folder)
{
  const char *id = key->entry.id;

  switch (key->type)
    {
    case BF_TASK_KEY_STRING:
      write_task_string (json, key, settings, folder);
      break;
    case BF_TASK_KEY_CHOICE:
      {
        guint index = G_STRUCT_MEMBER (guint, settings, key->offset);

        bf_json_string (json, id, ((const BfEntry *) bf_table_row (key->choices, index))->id);
        break;
      }
    case BF_TASK_KEY_UINT:
      bf_json_number (json, id, G_STRUCT_MEMBER (guint, settings, key->offset));
      break;
    case BF_TASK_KEY_REAL:
      bf_json_number (json, id, G_STRUCT_MEMBER (double, settings, key->offset));
      break;
    }
}

static void
write_task (BfJson *json, const BfTaskSettings *settings, const char *folder)
{
  bf_json_begin_object (json, "task");
  bf_json_string (json, "type", settings->task->entry.id);
  for (guint i = 0; i < bf_task_key_table.n_rows; i++)
    {
      const BfTaskKey *key = bf_table_row (&bf_task_key_table, i);

      if (settings->task->flags & key->flag)
        write_task_key (json, key, settings, folder);
    }
  bf_json_end_object (json);
}

void
bf_write_configuration (BfJson *json, const BfConfiguration *configuration, const char *folder)
{
  bf_json_begin_object (json, NULL);
  bf_json_string (json, "name", configuration->name);
  if (configuration->color != NULL)
    bf_json_string (json, "color", configuration->color);
  write_fields (json, &bf_run_field_table, configuration);
  write_task (json, &configuration->task, folder);
  bf_json_begin_array (json, "layers");
  for (guint i = 0; i < configuration->groups->len; i++)
    {
      bf_json_begin_object (json, NULL);
      write_fields (json, &bf_layer_field_table,
                    &g_array_index (configuration->groups, BfLayerGroup, i));
      bf_json_end_object (json);
    }
  bf_json_end_array (json);
  bf_json_begin_object (json, "training");
  write_fields (json, &bf_training_field_table, configuration);
  bf_json_end_object (json);
  bf_json_end_object (json);
}
