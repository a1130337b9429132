#include "config.h"

#include <glib/gi18n-lib.h>

#include "experiment/file.h"
#include "experiment/nearest.h"
#include "experiment/reader.h"

#include <math.h>
#include <string.h>

#define LONGEST_QUOTE 40   /* characters of a wrong value in a message */
#define MAX_INTEGER 9007199254740992.0   /* 2^53 */

gsize
bf_reader_enter (BfReader *reader, const char *key)
{
  gsize mark = reader->path->len;

  g_string_append_printf (reader->path, "%s%s", mark > 0 ? "." : "", key);
  return mark;
}

gsize
bf_reader_enter_element (BfReader *reader, guint index)
{
  gsize mark = reader->path->len;

  g_string_append_printf (reader->path, "[%u]", index);
  return mark;
}

void
bf_reader_leave (BfReader *reader, gsize mark)
{
  g_string_truncate (reader->path, mark);
}

gboolean
bf_reader_refuse (BfReader *reader, const char *key, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_autofree char *message = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  const char *path = reader->path->str;
  const char *dot = key != NULL && path[0] != '\0' ? "." : "";
  const char *colon = key != NULL || path[0] != '\0' ? ": " : "";
  g_set_error (reader->error, BF_FILE_ERROR, BF_FILE_ERROR_FIELD, "%s%s%s%s%s", path, dot,
               key != NULL ? key : "", colon, message);
  return FALSE;
}

/* What stands there, for "must be a number, not ...". */
static const char *
describe_node (JsonNode *node)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    return _("an object");
  if (JSON_NODE_HOLDS_ARRAY (node))
    return _("an array");
  if (JSON_NODE_HOLDS_NULL (node))
    return _("null");
  switch (json_node_get_value_type (node))
    {
    case G_TYPE_STRING:
      return _("a string");
    case G_TYPE_BOOLEAN:
      return _("true or false");
    default:
      return _("a number");
    }
}

JsonObject *
bf_reader_object (BfReader *reader, JsonNode *node)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    return json_node_get_object (node);
  bf_reader_refuse (reader, NULL, _("must be an object, not %s"), describe_node (node));
  return NULL;
}

JsonArray *
bf_reader_array (BfReader *reader, JsonNode *node)
{
  if (JSON_NODE_HOLDS_ARRAY (node))
    return json_node_get_array (node);
  bf_reader_refuse (reader, NULL, _("must be an array, not %s"), describe_node (node));
  return NULL;
}

gboolean
bf_reader_check_keys (BfReader *reader, JsonObject *object, const char *const *keys, guint n_keys)
{
  JsonObjectIter iter;
  const char *key;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &key, NULL))
    {
      gboolean known = FALSE;

      for (guint i = 0; i < n_keys && !known; i++)
        known = strcmp (keys[i], key) == 0;
      if (known)
        continue;

      const char *near = bf_nearest (key, keys, n_keys);
      if (near != NULL)
        return bf_reader_refuse (reader, key, _("unknown key; did you mean “%s”?"), near);
      return bf_reader_refuse (reader, key, _("unknown key"));
    }
  return TRUE;
}

gboolean
bf_reader_get_string (BfReader *reader, JsonObject *object, const char *key, char **value)
{
  JsonNode *node = json_object_get_member (object, key);

  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    return bf_reader_refuse (reader, key, _("must be a string, not %s"), describe_node (node));
  g_free (*value);
  *value = json_node_dup_string (node);
  return TRUE;
}

/* An integer beyond 2^53 must not be rounded into range. */
static double
node_number (JsonNode *node)
{
  if (json_node_get_value_type (node) != G_TYPE_INT64)
    return json_node_get_double (node);

  gint64 integer = json_node_get_int (node);
  double value = integer;
  return fabs (value) == MAX_INTEGER && (gint64) value != integer ? 2 * value : value;
}

gboolean
bf_reader_get_number (BfReader *reader, JsonObject *object, const char *key, gboolean integer,
                      double *value)
{
  JsonNode *node = json_object_get_member (object, key);

  if (node == NULL)
    return TRUE;

  GType type = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_NONE;
  if (type != G_TYPE_INT64 && type != G_TYPE_DOUBLE)
    return integer
             ? bf_reader_refuse (reader, key, _("must be an integer, not %s"), describe_node (node))
             : bf_reader_refuse (reader, key, _("must be a number, not %s"), describe_node (node));

  double number = node_number (node);
  if (integer && number != floor (number))
    return bf_reader_refuse (reader, key, _("must be an integer, without a fraction"));
  *value = number;
  return TRUE;
}

/* A short form of @text for a message. */
static char *
quote (const char *text)
{
  if (g_utf8_strlen (text, -1) <= LONGEST_QUOTE)
    return g_strdup (text);

  g_autofree char *begin = g_utf8_substring (text, 0, LONGEST_QUOTE);
  return g_strconcat (begin, "…", NULL);
}

gboolean
bf_reader_get_choice (BfReader *reader, JsonObject *object, const char *key, const BfTable *table,
                      const BfEntry **row)
{
  g_autofree char *id = NULL;

  if (!bf_reader_get_string (reader, object, key, &id))
    return FALSE;
  if (id == NULL)
    return TRUE;

  const BfEntry *found = bf_table_find (table, id);
  g_autofree char *ids = bf_table_ids (table);
  g_autofree char *quoted = quote (id);
  if (found == NULL)
    return bf_reader_refuse (reader, key, _("“%s” is not one of: %s"), quoted, ids);
  *row = found;
  return TRUE;
}

gboolean
bf_reader_get_tensor (BfReader *reader, JsonObject *object, const char *key, guint n_dimensions,
                      BfTensorView *view)
{
  JsonNode *node = json_object_get_member (object, key);

  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return bf_reader_refuse (reader, key, _("must be an array of numbers, not %s"),
                             describe_node (node));

  JsonArray *array = json_node_get_array (node);
  *view = (BfTensorView) { 0 };
  if (json_array_get_length (array) == 0)
    return TRUE;

  JsonNode *element = json_array_get_element (array, 0);
  if (json_array_get_length (array) != 1 || !JSON_NODE_HOLDS_VALUE (element)
      || json_node_get_value_type (element) != G_TYPE_INT64)
    return bf_reader_refuse (reader, key, _("must hold numbers only"));

  const BfTensorPlace *place =
    &g_array_index (reader->guarded->places, BfTensorPlace, json_node_get_int (element));
  if (place->n_dimensions != n_dimensions)
    return bf_reader_refuse (reader, key, _("must be nested %u deep, not %u"), n_dimensions,
                             place->n_dimensions);
  *view = (BfTensorView) {
    .n_dimensions = n_dimensions,
    .sizes = place->sizes,
    .values = &g_array_index (reader->guarded->values, double, place->first),
  };
  return TRUE;
}

gboolean
bf_reader_check_whole (BfReader *reader, const char *key, const double *values, gsize n, double min,
                       double max)
{
  for (gsize i = 0; i < n; i++)
    if (!(values[i] >= min && values[i] <= max) || values[i] != floor (values[i]))
      return bf_reader_refuse (reader, key, _("must hold whole numbers from %.0f to %.0f"), min, max);
  return TRUE;
}
