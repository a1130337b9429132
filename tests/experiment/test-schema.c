/* data/experiment.schema.json says what the reader does: the same keys, the same ranges, and the
 * example keeps to it. */
#include "sample.h"

#include "experiment/field.h"

#include <json-glib/json-glib.h>

static JsonParser *schema;

static JsonObject *
properties (const char *definition)
{
  JsonObject *root = json_node_get_object (json_parser_get_root (schema));
  JsonObject *object = json_object_get_object_member (json_object_get_object_member (root, "$defs"), definition);

  g_assert_nonnull (object);
  return json_object_get_object_member (object, "properties");
}

/* The schema's limit under one of two names, or @missing. */
static double
limit (JsonObject *property, const char *closed, const char *open, gboolean is_open)
{
  g_assert_false (json_object_has_member (property, is_open ? closed : open));
  return json_object_get_double_member (property, is_open ? open : closed);
}

static void
check_range (JsonObject *property, const char *type, double min, double max, BfFieldEnds ends)
{
  g_assert_cmpstr (json_object_get_string_member (property, "type"), ==, type);
  g_assert_cmpfloat (limit (property, "minimum", "exclusiveMinimum", ends & BF_FIELD_OPEN_MIN), ==, min);
  g_assert_cmpfloat (limit (property, "maximum", "exclusiveMaximum", ends & BF_FIELD_OPEN_MAX), ==, max);
}

static void
check_ids (JsonObject *property, const BfTable *table)
{
  JsonArray *ids = json_object_get_array_member (property, "enum");

  g_assert_cmpuint (json_array_get_length (ids), ==, table->n_rows);
  for (guint i = 0; i < table->n_rows; i++)
    g_assert_cmpstr (json_array_get_string_element (ids, i), ==, ((const BfEntry *) bf_table_row (table, i))->id);
}

static void
check_field (JsonObject *defined, const BfField *field)
{
  JsonObject *property = json_object_get_object_member (defined, field->entry.id);

  g_assert_nonnull (property);
  if (field->kind == BF_FIELD_INDEX)
    check_ids (property, field->table);
  else if (!bf_field_is_choice (field))
    check_range (property, bf_field_is_integer (field) ? "integer" : "number", field->min, field->max, field->ends);
}

/* Every field is in the schema, and every property but @others is a field. */
static void
check_fields (const char *definition, const BfTable *fields, guint n_others)
{
  JsonObject *defined = properties (definition);
  guint n = n_others;

  for (guint i = 0; i < fields->n_rows; i++)
    {
      const BfField *field = bf_table_row (fields, i);

      if (field->kind == BF_FIELD_PARAMETER)
        continue;
      check_field (defined, field);
      n++;
    }
  g_assert_cmpuint (json_object_get_size (defined), ==, n);
}

static void
test_fields (void)
{
  g_autoptr (GHashTable) parameters = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < bf_activation_table.n_rows; i++)
    {
      const BfActivation *activation = bf_table_row (&bf_activation_table, i);

      if (activation->parameter_id == NULL)
        continue;
      g_assert_true (json_object_has_member (properties ("layer"), activation->parameter_id));
      g_hash_table_add (parameters, (gpointer) activation->parameter_id);
    }
  check_fields ("layer", &bf_layer_field_table, g_hash_table_size (parameters));
  check_fields ("training", &bf_training_field_table, 0);
  check_fields ("configuration", &bf_run_field_table, 5);
}

static void
test_tasks (void)
{
  JsonObject *defined = properties ("task");

  g_assert_cmpuint (json_object_get_size (defined), ==, 1 + bf_task_key_table.n_rows);
  for (guint i = 0; i < bf_task_key_table.n_rows; i++)
    {
      const BfTaskKey *key = bf_table_row (&bf_task_key_table, i);
      JsonObject *property = json_object_get_object_member (defined, key->entry.id);

      g_assert_nonnull (property);
      if (key->type == BF_TASK_KEY_CHOICE)
        check_ids (property, key->choices);
      else if (key->type == BF_TASK_KEY_STRING)
        g_assert_cmpstr (json_object_get_string_member (property, "type"), ==, "string");
      else
        check_range (property, key->type == BF_TASK_KEY_UINT ? "integer" : "number", key->min, key->max,
                     BF_FIELD_CLOSED);
    }
}

static void
test_outcomes (void)
{
  check_ids (json_object_get_object_member (properties ("record"), "outcome"), &bf_outcome_table);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;

  g_test_init (&argc, &argv, NULL);
  schema = json_parser_new ();
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "data", "experiment.schema.json", NULL);
  json_parser_load_from_file (schema, path, &error);
  g_assert_no_error (error);

  g_test_add_func ("/schema/fields", test_fields);
  g_test_add_func ("/schema/tasks", test_tasks);
  g_test_add_func ("/schema/outcomes", test_outcomes);
  int status = g_test_run ();
  g_object_unref (schema);
  return status;
}
