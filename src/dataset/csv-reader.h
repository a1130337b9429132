/* Streams a CSV text field by field (RFC 4180, by libcsv). Internal to this folder; one thread
 * at a time.
 *
 * A byte order mark is skipped; the delimiter is the comma, semicolon or tab that occurs most
 * often in the first line. Empty lines are skipped. All rows must have as many fields as the
 * first.
 */
#pragma once

#include "dataset/input.h"

#define BF_CSV_MAX_COLUMNS 100000
#define BF_CSV_MAX_FIELD (1024 * 1024)          /* bytes */
#define BF_CSV_MAX_BYTES ((guint64) 1 << 28)    /* after decompression */

/* Each returns FALSE and @error, which need not say where, to stop. Rows and columns count from
 * 0. */
typedef struct {
  gboolean (*field) (gpointer data, guint row, guint column, const char *text, GError **error);
  gboolean (*row) (gpointer data, guint row, GError **error);   /* ended; may be NULL */
} BfCsvHandler;

/* Messages begin with file, line and column. @n_rows and @n_columns may be NULL. */
gboolean bf_csv_read (BfInput *input, const BfCsvHandler *handler, gpointer data, guint *n_rows,
                      guint *n_columns, GError **error);
