/* One pass over JSON text: checks its grammar, copies it in a plain spelling, lifts out the
 * numbers (guard.h). Private to this folder. */
#pragma once

#include "experiment/guard.h"

/* Where in the document we are, for messages: a list from the innermost object outwards. */
typedef struct _BfScanFrame BfScanFrame;
struct _BfScanFrame {
  const BfScanFrame *outer;
  const char *key;        /* NULL in an array */
  gsize index;
};

typedef struct {
  const char *start, *at, *end;   /* valid UTF-8 without NUL; need not end in NUL */
  GString *text;
  GString *decoded;               /* of the string scanned last */
  GArray *places;
  GArray *values;
  guint depth;
  gsize n_values;                 /* left to the parser so far */
  const BfScanFrame *frame;
  GError **error;
} BfScan;

gboolean bf_scan_document (BfScan *scan);

/* The tokens (token.c): at the first character of one; past its end on TRUE. */
gboolean bf_scan_number (BfScan *scan, double *value);    /* copied to the text */
gboolean bf_scan_string (BfScan *scan);                   /* decoded, not copied */
gboolean bf_scan_literal (BfScan *scan, const char *word);
void bf_scan_append_string (BfScan *scan, const char *decoded);

/* "line 3, column 7: message", with code BF_FILE_ERROR_*; always FALSE. */
gboolean bf_scan_refuse (BfScan *scan, int code, const char *message);
/* Says what stands where something else was expected, or that the file ends. */
gboolean bf_scan_unexpected (BfScan *scan);
/* "configurations[0].seed: message"; always FALSE. */
gboolean bf_scan_refuse_field (BfScan *scan, const char *message);
