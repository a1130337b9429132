/* The fields of a configuration, each described once: key in files, place in the struct, range,
 * and when it applies. The file reader and writer, the comparison and the validation all walk
 * these tables; so may a builder, for labels and ranges.
 *
 * Any thread; the tables are immutable.
 */
#pragma once

#include "experiment/configuration.h"

typedef enum {
  BF_FIELD_UINT,        /* guint */
  BF_FIELD_UINT64,      /* guint64, at most 2^53 */
  BF_FIELD_REAL,        /* double */
  BF_FIELD_PARAMETER,   /* double; key and range are those of the group's activation */
  BF_FIELD_ROW,         /* const pointer to a row of @table */
  BF_FIELD_INDEX,       /* enum, the index of a row of @table */
} BfFieldKind;

typedef enum {
  BF_FIELD_CLOSED = 0,
  BF_FIELD_OPEN_MIN = 1 << 0,   /* min itself is out of range */
  BF_FIELD_OPEN_MAX = 1 << 1,
} BfFieldEnds;

typedef struct {
  BfEntry entry;         /* id: key in files */
  BfFieldKind kind;
  gsize offset;          /* in BfLayerGroup or BfConfiguration */
  const BfTable *table;  /* choices of ROW and INDEX */
  double min, max;       /* range of numbers */
  BfFieldEnds ends;
  gboolean (*applies) (gconstpointer object);  /* NULL: always */
  void (*choose) (gpointer object, gconstpointer row); /* sets it and what follows, or NULL */
  const char *formula;   /* what the number does, with its source; N_() marked; NULL: see its choices */
} BfField;

extern const BfTable bf_layer_field_table;      /* of a BfLayerGroup */
extern const BfTable bf_training_field_table;   /* of a BfConfiguration, in its "training" */
extern const BfTable bf_run_field_table;        /* of a BfConfiguration itself: seed, seeds, precision */

/* The field of @key, also of any activation's parameter ("slope", "alpha"); NULL: unknown. */
const BfField *bf_field_find (const BfTable *fields, const char *key);

/* The key of @field in @object; for PARAMETER it depends on the activation (NULL without one). */
const char *bf_field_key (const BfField *field, gconstpointer object);
gboolean bf_field_applies (const BfField *field, gconstpointer object);
gboolean bf_field_is_choice (const BfField *field);    /* ROW or INDEX */
gboolean bf_field_is_integer (const BfField *field);

double bf_field_number (const BfField *field, gconstpointer object);
void bf_field_set_number (const BfField *field, gpointer object, double value);   /* in range */
const BfEntry *bf_field_choice (const BfField *field, gconstpointer object);
/* Also gives what depends on the choice its default, like bf_layer_group_set_cell (). */
void bf_field_set_choice (const BfField *field, gpointer object, const BfEntry *row);

/* NULL if @value is inside the range of @field in @object, else a translated sentence; g_free(). */
char *bf_field_check_number (const BfField *field, gconstpointer object, double value);

/* Whether @a and @b mean the same: fields that apply to neither are not compared. */
gboolean bf_fields_equal (const BfTable *fields, gconstpointer a, gconstpointer b);

/* "must be between 1 and 4096, not 0", or NULL if @value is inside; g_free(). */
char *bf_check_range (double value, double min, double max, BfFieldEnds ends);

/* Shortest text that reads back as @value, '.' decimals; "nan", "inf", "-inf". @size at least
 * G_ASCII_DTOSTR_BUF_SIZE. Returns @buffer. */
char *bf_number_to_text (double value, char *buffer, gsize size);
