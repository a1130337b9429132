/* Reading data files: plain or compressed with gzip, which is known by its first bytes and not
 * by its name. Internal to this folder; one thread at a time.
 */
#pragma once

#include <gio/gio.h>

#include "dataset/dataset.h"

typedef struct _BfInput BfInput;

/* @path as a person wrote it in @settings, found from the settings' folder. Anything but a
 * regular file is refused (a pipe would block for ever). */
BfInput *bf_input_open (const BfTaskSettings *settings, const char *path, GError **error);
/* Embedded data; @name is for messages. Takes @stream. */
BfInput *bf_input_new (GInputStream *stream, const char *name, GError **error);
void bf_input_free (BfInput *input);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BfInput, bf_input_free)

const char *bf_input_name (const BfInput *input);   /* UTF-8, for messages */

/* Sets @error to "name: message"; returns FALSE. */
gboolean bf_input_refuse (const BfInput *input, BfDatasetError code, GError **error,
                          const char *format, ...) G_GNUC_PRINTF (4, 5);

/* Fills @buffer with the next @size bytes after decompression; @n_read is less only at the end. */
gboolean bf_input_read (BfInput *input, gpointer buffer, gsize size, gsize *n_read, GError **error);
