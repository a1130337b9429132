/* What stands before the JSON parser. json-glib accepts much that is not JSON (0x10, 'x', 01,
 * comments), takes the last of equal keys, cuts strings at \u0000, turns long integers into -1 and
 * overflows the stack on deep nesting. So the text is first checked against the whole grammar of
 * RFC 8259, with line and column of every mistake, and against limits of depth and size.
 *
 * On the way, every array of numbers (the strings "NaN", "Infinity", "-Infinity" count as numbers)
 * and every regular array of such arrays is lifted out as a tensor; the parser sees [i] in its
 * place, i being its index. Millions of recorded numbers thus never become parser nodes. As all
 * non-empty arrays of numbers are lifted, an array that holds one integer is always such a place
 * holder.
 *
 * Any thread; private to this folder.
 */
#pragma once

#include <glib.h>

#define BF_GUARD_MAX_DEPTH 64
#define BF_GUARD_MAX_SIZE ((gsize) 512 << 20)    /* bytes of text */
#define BF_GUARD_MAX_MEMBERS 100                 /* of one object */
#define BF_GUARD_MAX_KEY 100                     /* bytes */
#define BF_GUARD_MAX_VALUES 1000000   /* objects, strings, numbers left to the parser */
#define BF_TENSOR_MAX_DIMENSIONS 4

typedef struct {
  guint n_dimensions;                        /* 1 .. BF_TENSOR_MAX_DIMENSIONS */
  gsize sizes[BF_TENSOR_MAX_DIMENSIONS];     /* outermost first */
  gsize first;                               /* of its values, in BfGuarded.values */
} BfTensorPlace;

typedef struct {
  char *text;        /* what json-glib is given */
  gsize length;
  GArray *places;    /* of BfTensorPlace */
  GArray *values;    /* of double; tensors are row-major */
} BfGuarded;

/* FALSE and @error (domain BF_FILE_ERROR) if @data is not JSON or beyond the limits. Free with
 * _clear () on TRUE. */
gboolean bf_guard (const char *data, gsize length, BfGuarded *guarded, GError **error);
void bf_guarded_clear (BfGuarded *guarded);
