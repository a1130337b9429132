/* What the tests of the tasks share: settings by id, batches, and files in a folder of their
 * own. */
#pragma once

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#include "dataset/dataset.h"

/* The defaults of a task. */
static inline BfTaskSettings
settings_of (const char *id)
{
  const BfTask *task = bf_table_find (&bf_task_table, id);
  BfTaskSettings settings;

  g_assert_nonnull (task);
  bf_task_settings_init (&settings, task);
  return settings;
}

static inline BfDataset *
build (const BfTaskSettings *settings, guint64 seed)
{
  g_autoptr (GError) error = NULL;
  BfDataset *dataset = bf_dataset_new (settings, seed, &error);

  g_assert_no_error (error);
  g_assert_nonnull (dataset);
  return dataset;
}

static inline gsize
sample_size (const BfDataset *dataset)
{
  return (gsize) bf_dataset_inputs (dataset) * MAX (bf_dataset_timesteps (dataset), 1);
}

/* A mini-batch and where it is kept. */
typedef struct {
  guint n;
  float *inputs, *targets;
  gint32 *classes;
} Batch;

static inline void
batch_clear (Batch *batch)
{
  g_free (batch->inputs);
  g_free (batch->targets);
  g_free (batch->classes);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Batch, batch_clear)

static inline Batch
batch_of (BfBatcher *batcher, const BfDataset *dataset, guint64 step, guint n)
{
  BfSource source = bf_batcher_source (batcher);
  Batch batch = { .n = n, .inputs = g_new (float, n * sample_size (dataset)) };

  if (bf_dataset_loss (dataset)->classes)
    batch.classes = g_new (gint32, n);
  else
    batch.targets = g_new (float, n * bf_dataset_outputs (dataset));
  source.fill (source.data, step, n, batch.inputs, batch.classes, batch.targets);
  return batch;
}

static inline void
assert_same_floats (const float *a, const float *b, gsize n)
{
  g_assert_cmpmem (a, n * sizeof (float), b, n * sizeof (float));
}

static inline void
assert_same_batch (const Batch *a, const Batch *b, const BfDataset *dataset)
{
  g_assert_cmpuint (a->n, ==, b->n);
  assert_same_floats (a->inputs, b->inputs, a->n * sample_size (dataset));
  if (a->classes)
    g_assert_cmpmem (a->classes, a->n * sizeof (gint32), b->classes, b->n * sizeof (gint32));
  else
    assert_same_floats (a->targets, b->targets, a->n * bf_dataset_outputs (dataset));
}

/* A folder for one test. */
typedef struct { char *path; } Folder;

static inline Folder
folder_new (void)
{
  g_autoptr (GError) error = NULL;
  Folder folder = { g_dir_make_tmp ("backflow-XXXXXX", &error) };

  g_assert_no_error (error);
  return folder;
}

static inline void
folder_clear (Folder *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder->path, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder->path, name, NULL);
      g_assert_cmpint (g_remove (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (folder->path), ==, 0);
  g_free (folder->path);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Folder, folder_clear)

static inline void
folder_write (const Folder *folder, const char *name, gconstpointer data, gsize size)
{
  g_autofree char *path = g_build_filename (folder->path, name, NULL);
  g_autoptr (GError) error = NULL;

  /* Without waiting for the disk; that way GLib does not cut a longer file, so it must be new. */
  g_remove (path);
  g_file_set_contents_full (path, data, size, G_FILE_SET_CONTENTS_NONE, 0600, &error);
  g_assert_no_error (error);
}

static inline GBytes *
gzip (gconstpointer data, gsize size)
{
  g_autoptr (GConverter) compressor =
    G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 6));
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GOutputStream) stream = g_converter_output_stream_new (memory, compressor);
  g_autoptr (GError) error = NULL;

  g_output_stream_write_all (stream, data, size, NULL, NULL, &error);
  g_assert_no_error (error);
  g_output_stream_close (stream, NULL, &error);
  g_assert_no_error (error);
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
}

/* Building is refused with this code and message, and so is asking for the shape if @shape. */
static inline void
assert_refused (const BfTaskSettings *settings, gboolean shape, BfDatasetError code,
                const char *message)
{
  g_autoptr (GError) error = NULL;
  BfDataset *dataset = bf_dataset_new (settings, 1, &error);

  g_assert_null (dataset);
  g_assert_error (error, BF_DATASET_ERROR, (int) code);
  g_assert_cmpstr (error->message, ==, message);
  g_clear_error (&error);
  g_assert_cmpint (bf_task_shape (settings, NULL, NULL, NULL, NULL, &error), ==, !shape);
  if (shape)
    g_assert_cmpstr (error->message, ==, message);
}
