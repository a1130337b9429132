/* Sheets: the numbers of a figure as rows and columns, for tables, clipboards and CSV files. */
#pragma once

#include <glib.h>

typedef struct {
  guint n_columns;
  char **titles;        /* [n_columns] and NULL; translated, owned */
  gsize n_rows;
  GArray *values;       /* of double, row after row; NAN: as the record has it; see present */
  GByteArray *present;  /* 0 where a column has nothing to say in a row */
} BfSheet;

/* @titles are copied. */
BfSheet *bf_sheet_new (const char *const *titles);
void bf_sheet_free (BfSheet *sheet);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BfSheet, bf_sheet_free)

/* A new row, all of it absent; its index. */
gsize bf_sheet_add_row (BfSheet *sheet);
void bf_sheet_set (BfSheet *sheet, gsize row, guint column, double value);
/* FALSE where nothing was set. */
gboolean bf_sheet_get (const BfSheet *sheet, gsize row, guint column, double *value);

/* The number of a cell in as few digits as say exactly which one it is; "" where nothing was set. */
void bf_sheet_format (const BfSheet *sheet, gsize row, guint column, char *buffer, gsize size);

/* RFC 4180 with a line of titles; numbers in the C locale with 17 significant digits, NaN and
 * Infinity as in the other CSV files. */
GString *bf_sheet_to_csv (const BfSheet *sheet);
/* The same with tabs and without quotes, as spreadsheets paste it. */
GString *bf_sheet_to_tsv (const BfSheet *sheet);
