/* Takes typed values out of a guarded document and knows the path of what it reads, for messages.
 *
 * Every bf_reader_get_...() of a key that is missing returns TRUE and leaves the value as it was:
 * the default. Private to this folder.
 */
#pragma once

#include <json-glib/json-glib.h>

#include "engine/table.h"
#include "experiment/guard.h"

typedef struct {
  const BfGuarded *guarded;
  GString *path;
  GError **error;
} BfReader;

/* A tensor's values: row-major; @n_dimensions 0 and no values for an empty array. */
typedef struct {
  guint n_dimensions;
  const gsize *sizes;
  const double *values;
} BfTensorView;

/* Goes to a member or an element of where the reader is; returns what bf_reader_leave () needs. */
gsize bf_reader_enter (BfReader *reader, const char *key);
gsize bf_reader_enter_element (BfReader *reader, guint index);
void bf_reader_leave (BfReader *reader, gsize mark);

/* Sets "path.key: message" (@key may be NULL); always FALSE. */
gboolean bf_reader_refuse (BfReader *reader, const char *key, const char *format, ...)
  G_GNUC_PRINTF (3, 4);

/* Where the reader is must be of this kind; NULL and the error if not. */
JsonObject *bf_reader_object (BfReader *reader, JsonNode *node);
JsonArray *bf_reader_array (BfReader *reader, JsonNode *node);

/* Refuses a member that is not one of @keys, by name and with the nearest known one. */
gboolean bf_reader_check_keys (BfReader *reader, JsonObject *object, const char *const *keys,
                               guint n_keys);

gboolean bf_reader_get_string (BfReader *reader, JsonObject *object, const char *key, char **value);
/* @integer: without a fraction (64.0 and 1e3 are integers). */
gboolean bf_reader_get_number (BfReader *reader, JsonObject *object, const char *key,
                               gboolean integer, double *value);
/* An id of @table. */
gboolean bf_reader_get_choice (BfReader *reader, JsonObject *object, const char *key,
                               const BfTable *table, const BfEntry **row);
/* An array of numbers with @n_dimensions, or an empty one. */
gboolean bf_reader_get_tensor (BfReader *reader, JsonObject *object, const char *key,
                               guint n_dimensions, BfTensorView *view);
/* Refuses @values, those of @key, unless all are whole numbers from @min to @max. */
gboolean bf_reader_check_whole (BfReader *reader, const char *key, const double *values, gsize n,
                                double min, double max);
