#include "config.h"

#include <glib/gi18n-lib.h>
#include <gio/gio.h>

#include "experiment/file.h"
#include "experiment/parts.h"

#include <string.h>

#define FORMAT "backflow-experiment"
#define VERSION 1

G_DEFINE_QUARK (bf-file-error-quark, bf_file_error)

static gboolean
check_format (BfReader *reader, JsonObject *root)
{
  g_autofree char *format = NULL;

  if (!bf_reader_get_string (reader, root, "format", &format))
    return FALSE;
  if (format == NULL)
    return bf_reader_refuse (reader, "format", _("missing; this is not an experiment of Backflow"));
  if (strcmp (format, FORMAT) != 0)
    return bf_reader_refuse (reader, "format",
                             _("must be “%s”; this is not an experiment of Backflow"), FORMAT);
  return TRUE;
}

static gboolean
check_version (BfReader *reader, JsonObject *root)
{
  double version = 0;

  if (!bf_reader_get_number (reader, root, "version", TRUE, &version))
    return FALSE;
  if (!json_object_has_member (root, "version"))
    return bf_reader_refuse (reader, "version", _("missing"));
  if (version < 1)
    return bf_reader_refuse (reader, "version", _("must be %d"), VERSION);
  if (version == VERSION)
    return TRUE;
  g_set_error (reader->error, BF_FILE_ERROR, BF_FILE_ERROR_NEWER,
               _("version: %.0f, written by a newer Backflow; this one reads version %d"), version,
               VERSION);
  return FALSE;
}

static gboolean
read_configurations (BfReader *reader, JsonNode *node, BfExperiment *experiment)
{
  JsonArray *array = bf_reader_array (reader, node);

  if (array == NULL)
    return FALSE;
  while (bf_experiment_n (experiment) > 0)
    bf_experiment_remove (experiment, 0);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      gsize mark = bf_reader_enter_element (reader, i);
      BfConfiguration *configuration =
        bf_read_configuration (reader, json_array_get_element (array, i), i);

      if (configuration == NULL)
        return FALSE;
      bf_experiment_insert (experiment, i, configuration);
      bf_reader_leave (reader, mark);
    }
  return TRUE;
}

/* What several fields must fulfil together. */
static gboolean
check_experiment (BfReader *reader, const BfExperiment *experiment)
{
  g_autoptr (GError) wrong = NULL;

  if (bf_experiment_validate (experiment, &wrong))
    return TRUE;
  g_set_error_literal (reader->error, BF_FILE_ERROR, BF_FILE_ERROR_FIELD, wrong->message);
  return FALSE;
}

static gboolean
read_experiment (BfReader *reader, JsonObject *root, BfExperiment *experiment)
{
  static const char *const keys[] = {
    "format", "version", "title", "notes", "configurations", "results",
  };
  JsonNode *configurations = json_object_get_member (root, "configurations");
  JsonNode *results = json_object_get_member (root, "results");

  if (!check_format (reader, root) || !check_version (reader, root)
      || !bf_reader_check_keys (reader, root, keys, G_N_ELEMENTS (keys))
      || !bf_reader_get_string (reader, root, "title", &experiment->title)
      || !bf_reader_get_string (reader, root, "notes", &experiment->notes))
    return FALSE;
  if (configurations != NULL)
    {
      gsize mark = bf_reader_enter (reader, "configurations");

      if (!read_configurations (reader, configurations, experiment))
        return FALSE;
      bf_reader_leave (reader, mark);
    }
  if (!check_experiment (reader, experiment))
    return FALSE;
  bf_reader_enter (reader, "results");
  return results == NULL || bf_read_results (reader, results, experiment);
}

/* The tree of @guarded, whose text is known to be JSON. */
static BfExperiment *
read_guarded (const BfGuarded *guarded, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (GString) path = g_string_new (NULL);
  BfReader reader = { guarded, path, error };
  g_autoptr (GError) failure = NULL;

  if (!json_parser_load_from_data (parser, guarded->text, guarded->length, &failure))
    {
      g_set_error_literal (error, BF_FILE_ERROR, BF_FILE_ERROR_NOT_JSON, failure->message);
      return NULL;
    }

  g_autoptr (BfExperiment) experiment = bf_experiment_new ();
  JsonObject *root = bf_reader_object (&reader, json_parser_get_root (parser));
  if (root == NULL || !read_experiment (&reader, root, experiment))
    return NULL;
  return g_steal_pointer (&experiment);
}

BfExperiment *
bf_experiment_from_data (const char *data, gsize length, GError **error)
{
  BfGuarded guarded;

  g_return_val_if_fail (data != NULL || length == 0, NULL);

  if (!bf_guard (data, length, &guarded, error))
    return NULL;

  BfExperiment *experiment = read_guarded (&guarded, error);
  bf_guarded_clear (&guarded);
  return experiment;
}

static gboolean
has_records (const BfExperiment *experiment)
{
  for (guint i = 0; i < bf_experiment_n (experiment); i++)
    if (bf_experiment_record (experiment, i) != NULL)
      return TRUE;
  return FALSE;
}

/* @folder: where the file will be; NULL: unknown. */
static char *
write_experiment (const BfExperiment *experiment, gboolean results, const char *folder,
                  gsize *length)
{
  BfJson json;

  bf_json_init (&json);
  bf_json_begin_object (&json, NULL);
  bf_json_string (&json, "format", FORMAT);
  bf_json_number (&json, "version", VERSION);
  bf_json_string (&json, "title", experiment->title);
  bf_json_string (&json, "notes", experiment->notes);
  bf_json_begin_array (&json, "configurations");
  for (guint i = 0; i < bf_experiment_n (experiment); i++)
    bf_write_configuration (&json, bf_experiment_configuration (experiment, i), folder);
  bf_json_end_array (&json);
  if (results && has_records (experiment))
    bf_write_results (&json, experiment);
  bf_json_end_object (&json);
  return bf_json_finish (&json, length);
}

char *
bf_experiment_to_data (const BfExperiment *experiment, gboolean results, gsize *length)
{
  g_return_val_if_fail (experiment != NULL, NULL);

  return write_experiment (experiment, results, NULL, length);
}

gboolean
bf_experiment_save (const BfExperiment *experiment, const char *path, gboolean results,
                    GError **error)
{
  g_autofree char *folder = NULL, *data = NULL;
  gsize length;

  g_return_val_if_fail (experiment != NULL && path != NULL, FALSE);

  if (!bf_experiment_validate (experiment, error))
    return FALSE;
  folder = g_path_get_dirname (path);
  data = write_experiment (experiment, results, folder, &length);
  if (length > BF_GUARD_MAX_SIZE)
    {
      g_set_error (error, BF_FILE_ERROR, BF_FILE_ERROR_TOO_LARGE,
                   _("the results are too large to be opened again: %u MB, at most %u"),
                   (guint) (length >> 20), (guint) (BF_GUARD_MAX_SIZE >> 20));
      return FALSE;
    }
  return bf_write_file (path, data, length, error);
}

/* All of @path, but never much more than the largest experiment: it may be a device without end. */
static GByteArray *
read_all (const char *path, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, error);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  const gsize step = 1 << 20;
  gsize n = step;

  while (stream != NULL && n == step && bytes->len <= BF_GUARD_MAX_SIZE)
    {
      g_byte_array_set_size (bytes, bytes->len + step);
      if (!g_input_stream_read_all (G_INPUT_STREAM (stream), bytes->data + bytes->len - step, step,
                                    &n, NULL, error))
        return NULL;
      g_byte_array_set_size (bytes, bytes->len - (step - n));
    }
  return stream != NULL ? g_steal_pointer (&bytes) : NULL;
}

static void
set_folder (BfExperiment *experiment, const char *path)
{
  g_autofree char *absolute = g_canonicalize_filename (path, NULL);

  for (guint i = 0; i < bf_experiment_n (experiment); i++)
    {
      BfTaskSettings *task = &bf_experiment_configuration (experiment, i)->task;

      g_free (task->folder);
      task->folder = g_path_get_dirname (absolute);
    }
}

BfExperiment *
bf_experiment_load (const char *path, GError **error)
{
  g_autofree char *name = NULL;
  g_autoptr (GByteArray) bytes = NULL;
  BfExperiment *experiment = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  name = g_filename_display_name (path);
  bytes = read_all (path, error);
  if (bytes != NULL)
    experiment = bf_experiment_from_data ((const char *) bytes->data, bytes->len, error);
  if (experiment == NULL)
    g_prefix_error (error, "%s: ", name);
  else
    set_folder (experiment, path);
  return experiment;
}
