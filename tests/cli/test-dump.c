/* `backflow run --dump`: files that another program can read, and that agree with the tables. */
#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

#include "program.h"

typedef struct {
  JsonNode *header;
  char *contents;
  const char *data;
  gsize size;            /* of data */
} File;

static void
file_read (File *file, const char *name)
{
  g_autofree char *path = scratch_path (name);
  g_autofree char *header = NULL;
  g_autoptr (GError) error = NULL;
  guint64 length;
  gsize size;

  g_file_get_contents (path, &file->contents, &size, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (size, >=, 8);
  memcpy (&length, file->contents, 8);
  length = GUINT64_FROM_LE (length);
  g_assert_cmpuint (length, <=, size - 8);
  header = g_strndup (file->contents + 8, length);
  file->header = json_from_string (header, &error);
  g_assert_no_error (error);
  file->data = file->contents + 8 + length;
  file->size = size - 8 - length;
}

static void
file_clear (File *file)
{
  json_node_unref (file->header);
  g_free (file->contents);
}

static JsonObject *
tensor (const File *file, const char *name)
{
  JsonObject *object = json_node_get_object (file->header);

  g_assert_true (json_object_has_member (object, name));
  return json_object_get_object_member (object, name);
}

static void
assert_tensor (const File *file, const char *name, const char *type, guint rows, guint columns)
{
  JsonObject *object = tensor (file, name);
  JsonArray *shape = json_object_get_array_member (object, "shape");

  g_assert_cmpstr (json_object_get_string_member (object, "dtype"), ==, type);
  g_assert_cmpuint (json_array_get_length (shape), ==, columns ? 2 : 1);
  g_assert_cmpint (json_array_get_int_element (shape, 0), ==, rows);
  if (columns)
    g_assert_cmpint (json_array_get_int_element (shape, 1), ==, columns);
}

/* Values as double. */
static GArray *
values (const File *file, const char *name)
{
  JsonObject *object = tensor (file, name);
  JsonArray *offsets = json_object_get_array_member (object, "data_offsets");
  gboolean wide = g_str_equal (json_object_get_string_member (object, "dtype"), "F64");
  gsize begin = json_array_get_int_element (offsets, 0), end = json_array_get_int_element (offsets, 1);
  GArray *array = g_array_new (FALSE, FALSE, sizeof (double));

  g_assert_cmpuint (begin, <=, end);
  g_assert_cmpuint (end, <=, file->size);
  for (gsize i = begin; i < end; i += wide ? 8 : 4)
    {
      double value;
      float narrow;

      memcpy (wide ? (gpointer) &value : &narrow, file->data + i, wide ? 8 : 4);
      if (!wide)
        value = narrow;
      g_array_append_val (array, value);
    }
  return array;
}

static double
norm (const File *file)
{
  g_autoptr (GList) names = json_object_get_members (json_node_get_object (file->header));
  double sum = 0.0;

  for (GList *l = names; l != NULL; l = l->next)
    {
      g_autoptr (GArray) array = values (file, l->data);

      for (guint i = 0; i < array->len; i++)
        sum += g_array_index (array, double, i) * g_array_index (array, double, i);
    }
  return sqrt (sum);
}

static void
check_configuration (const char *folder, guint n_layers, const char *type, double tolerance)
{
  g_autofree char *initial_name = g_build_filename (folder, "initial.safetensors", NULL);
  g_autofree char *gradients_name = g_build_filename (folder, "gradients.safetensors", NULL);
  g_autofree char *batch_name = g_build_filename (folder, "batch.safetensors", NULL);
  g_autofree char *training_name = g_build_filename (folder, "training.csv", NULL);
  g_autoptr (GPtrArray) training = csv_read (training_name);
  double reported = csv_number (training, 1, 5);
  File initial, gradients, batch;

  file_read (&initial, initial_name);
  file_read (&gradients, gradients_name);
  file_read (&batch, batch_name);
  for (guint i = 0; i < n_layers; i++)
    {
      g_autofree char *weight = g_strdup_printf ("layers.%u.weight", i);
      g_autofree char *bias = g_strdup_printf ("layers.%u.bias", i);

      assert_tensor (&initial, weight, type, 8, i == 0 ? 2 : 8);
      assert_tensor (&gradients, weight, type, 8, i == 0 ? 2 : 8);
      assert_tensor (&gradients, bias, type, 8, 0);
    }
  assert_tensor (&initial, "head.weight", type, 2, 8);
  assert_tensor (&initial, "head.bias", type, 2, 0);
  assert_tensor (&batch, "inputs", type, 16, 2);
  assert_tensor (&batch, "targets", "I64", 16, 0);
  g_assert_cmpfloat (fabs (norm (&gradients) - reported), <=, tolerance * reported);
  g_assert_cmpfloat (norm (&initial), >, 0.0);
  file_clear (&initial);
  file_clear (&gradients);
  file_clear (&batch);
}

static void
test_dump (void)
{
  g_auto (Result) result = backflow ("run small.backflow --output out --dump --quiet");

  g_assert_cmpint (result.status, ==, 0);
  g_assert_cmpstr (result.err, ==, "");
  check_configuration ("out/01-sigmoid", 4, "F32", 1e-6);
  check_configuration ("out/02-relu-he", 3, "F64", 1e-14);
}

/* The loss of step 1, computed here from the dumped weights and mini-batch alone. */
static void
forward (const File *initial, guint n_layers, double *h, guint *n)
{
  for (guint layer = 0; layer <= n_layers; layer++)
    {
      g_autofree char *prefix = layer < n_layers ? g_strdup_printf ("layers.%u", layer) : g_strdup ("head");
      g_autofree char *weight_name = g_strconcat (prefix, ".weight", NULL);
      g_autofree char *bias_name = g_strconcat (prefix, ".bias", NULL);
      g_autoptr (GArray) weight = values (initial, weight_name);
      g_autoptr (GArray) bias = values (initial, bias_name);
      double next[8];

      for (guint i = 0; i < bias->len; i++)
        {
          next[i] = g_array_index (bias, double, i);
          for (guint j = 0; j < *n; j++)
            next[i] += g_array_index (weight, double, i * *n + j) * h[j];
          if (layer < n_layers)
            next[i] = MAX (next[i], 0.0);
        }
      *n = bias->len;
      memcpy (h, next, *n * sizeof (double));
    }
}

static void
test_loss (void)
{
  g_auto (Result) result = backflow ("run small.backflow --output out --dump --steps 1 --quiet");
  g_autoptr (GPtrArray) training = csv_read ("out/02-relu-he/training.csv");
  g_autoptr (GArray) inputs = NULL;
  const char *targets;
  double loss = 0.0;
  File initial, batch;

  g_assert_cmpint (result.status, ==, 0);
  file_read (&initial, "out/02-relu-he/initial.safetensors");
  file_read (&batch, "out/02-relu-he/batch.safetensors");
  inputs = values (&batch, "inputs");
  targets = batch.data + json_array_get_int_element (
    json_object_get_array_member (tensor (&batch, "targets"), "data_offsets"), 0);
  for (guint i = 0; i < 16; i++)
    {
      double h[8] = { g_array_index (inputs, double, 2 * i), g_array_index (inputs, double, 2 * i + 1) };
      gint64 target;
      guint n = 2;

      memcpy (&target, targets + 8 * i, 8);
      target = GINT64_FROM_LE (target);
      g_assert_true (target == 0 || target == 1);
      forward (&initial, 3, h, &n);
      loss += log (exp (h[0]) + exp (h[1])) - h[target];
    }
  g_assert_cmpfloat_with_epsilon (loss / 16.0, csv_number (training, 1, 1), 1e-12);
  file_clear (&initial);
  file_clear (&batch);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  program_add_test ("/dump/files", test_dump);
  program_add_test ("/dump/loss", test_loss);

  return g_test_run ();
}
