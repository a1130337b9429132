/* Tables instead of switches.
 *
 * Every choice a person can make (activation, initialiser, cell, optimiser, task, figure, ...) is
 * one row of one static table. A row's first member is a BfEntry, so that the file reader, the
 * drop-downs, `backflow list` and the tests walk any table the same way.
 *
 * Any thread; tables are immutable.
 */
#pragma once

#include <glib.h>

/* Marks a string for translation; translated where it is shown. Spelt as in glib/gi18n-lib.h, so
 * that both headers may be included in either order. */
#ifndef N_
#define N_(String) (String)
#endif

typedef struct {
  const char *id;      /* in files and on the command line; never translated */
  const char *name;    /* for people; N_() marked */
  const char *summary; /* one sentence for people; N_() marked; may hold the formula */
} BfEntry;

typedef struct {
  const char *id;    /* plural, as in `backflow list activations` */
  const void *rows;  /* array of rows whose first member is a BfEntry */
  gsize stride;      /* bytes of one row */
  guint n_rows;
} BfTable;

#define BF_TABLE(table_id, rows_array) \
  { (table_id), (rows_array), sizeof (rows_array)[0], G_N_ELEMENTS (rows_array) }

/* Row @index (0 <= index < n_rows). */
const void *bf_table_row (const BfTable *table, guint index);

/* The row whose entry.id is @id, or NULL. */
const void *bf_table_find (const BfTable *table, const char *id);

/* Index of @row, which must belong to @table. */
guint bf_table_index (const BfTable *table, const void *row);

/* "a, b, c": all ids, for error messages. Free with g_free(). */
char *bf_table_ids (const BfTable *table);
