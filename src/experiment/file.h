/* Experiment files: JSON, UTF-8 without byte order mark, version 1. The only user of json-glib.
 * data/experiment.schema.json lists every key with its range; the tables behind the choices are
 * those of the engine and the data sets.
 *
 * Reading never trusts: depth and size are checked before the parser runs, every number's
 * spelling, type and range is checked, unknown and duplicate keys are refused by name, and so is
 * what bf_experiment_validate () refuses.
 *
 *   - "format" and "version" are required; every other key that is missing takes its default. A
 *     configuration without a name is "Configuration N". Defaults that depend on a choice:
 *     learning_rate is the optimiser's (sgd 0.1, momentum 0.01, rmsprop and adam 0.001), momentum
 *     0.9 for the optimiser momentum, activation tanh for recurrent layers (else sigmoid),
 *     recurrent_initializer the same as initializer, residual_form postactivation for recurrent
 *     layers (else preactivation), slope and alpha the activation's.
 *   - An integer may be spelled with a fraction or exponent that leaves it whole: 64.0, 1e3.
 *   - A key that means nothing where it stands (slope of relu, samples of digits) is refused, so
 *     that nobody waits for its effect; let through are only "momentum": 0, "forget_bias": 0 and
 *     the activation tanh of gated cells.
 *
 * "results" holds {"records": [...]}, one per configuration in their order, null for one that was
 * not run:
 *
 *   outcome, message, seconds "finished", only if failed, training time
 *   steps                     [1, 2, ...], strictly increasing; the rows of all that follows
 *   training                  {"loss": [rows], ...}, bf_training_measure_table
 *   layers                    {"weight_gradient_norm": [rows][layers], ...}, bf_layer_measure_table
 *   timesteps                 T; with recurrent layers only, as the next two
 *   hidden_gradient_norm      [rows][recurrent layers][T]
 *   cell_gradient_norm        the same; NaN where there is no cell
 *   replicates                with several seeds only: such records of the others, null for one that
 *                             was not run; fewer than there are seeds
 *
 * Numbers have as many digits as give the same double back; non-finite ones are the strings "NaN",
 * "Infinity", "-Infinity". A missing array was not measured: NaN throughout. Arrays must fit the
 * configuration.
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

/* Reads, returns NULL with @error whose message names the file. Paths of tasks stay as written,
 * and start from the folder of the file. Domains: BF_FILE_ERROR, or G_IO_ERROR if it cannot be
 * read. */
BfExperiment *bf_experiment_load (const char *path, GError **error);
BfExperiment *bf_experiment_from_data (const char *data, gsize length, GError **error);

/* Free with g_free(). @results: with the records. */
char *bf_experiment_to_data (const BfExperiment *experiment, gboolean results, gsize *length);

/* Replaces @path safely: the old file survives a full disk, links and modes are kept. What could
 * not be opened again is refused: bf_experiment_validate (), results beyond 512 MB. Tasks keep
 * their files: relative paths become absolute when the experiment moves to another folder. */
gboolean bf_experiment_save (const BfExperiment *experiment, const char *path, gboolean results,
                             GError **error);

/* The one way this program writes files (also exports): resolves links, writes beside, syncs,
 * renames, restores the mode that the umask took away. Refused, in domain G_FILE_ERROR: folders,
 * devices, write-protected files, links to nothing. */
gboolean bf_write_file (const char *path, const char *data, gsize length, GError **error);
