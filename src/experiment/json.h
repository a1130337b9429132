/* Writes JSON text: two spaces a level, one member a line, arrays of numbers on one line. No tree
 * is built, so that millions of numbers cost little more than their text.
 *
 * A plain value; any one thread. Keys are plain ASCII; NULL inside an array. Strings must be
 * UTF-8; what is not is replaced, as is nothing else.
 */
#pragma once

#include <glib.h>

typedef struct {
  GString *text;      /* owned */
  guint depth;
  gboolean empty;     /* the open object or array has no member yet */
} BfJson;

void bf_json_init (BfJson *json);
/* The finished text, ending in a newline; g_free(). @length may be NULL. */
char *bf_json_finish (BfJson *json, gsize *length);

void bf_json_begin_object (BfJson *json, const char *key);
void bf_json_end_object (BfJson *json);
void bf_json_begin_array (BfJson *json, const char *key);
void bf_json_end_array (BfJson *json);

void bf_json_string (BfJson *json, const char *key, const char *value);
/* The shortest text that reads back the same; the strings "NaN", "Infinity", "-Infinity". */
void bf_json_number (BfJson *json, const char *key, double value);
void bf_json_null (BfJson *json, const char *key);
/* [1, 2, ...] on one line: 17 significant digits. */
void bf_json_numbers (BfJson *json, const char *key, const double *values, gsize n);
