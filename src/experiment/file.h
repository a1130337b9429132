/* Experiment files: JSON, version 1. The format is documented in README and data/. The only user of json-glib.
 *
 * Reading never trusts: depth and size are checked before the parser runs, every number's spelling, type and
 * range is checked, unknown and duplicate keys are refused by name.
 */
#pragma once

#include "experiment/experiment.h"

#define BF_FILE_ERROR (bf_file_error_quark ())
GQuark bf_file_error_quark (void);
typedef enum {
  BF_FILE_ERROR_NOT_JSON,     /* message: line and column */
  BF_FILE_ERROR_FIELD,        /* message: path of the field and what is wrong */
  BF_FILE_ERROR_NEWER,        /* written by a newer version */
  BF_FILE_ERROR_TOO_LARGE,
} BfFileError;

/* Reads, returns NULL with @error whose message names the file. Paths of tasks stay as written. */
BfExperiment *bf_experiment_load (const char *path, GError **error);
BfExperiment *bf_experiment_from_data (const char *data, gsize length, GError **error);

/* Free with g_free(). @results: with the records. */
char *bf_experiment_to_data (const BfExperiment *experiment, gboolean results, gsize *length);

/* Replaces @path safely: the old file survives a full disk, links and modes are kept. */
gboolean bf_experiment_save (const BfExperiment *experiment, const char *path, gboolean results,
                             GError **error);

/* The one way this program writes files (also exports): resolves links, writes beside, syncs, renames, restores the
 * mode that the umask took away. */
gboolean bf_write_file (const char *path, const char *data, gsize length, GError **error);
