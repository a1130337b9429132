/* The options of `backflow run`, and what the options of other commands share with them. */
#pragma once

#include "figure/export.h"

typedef struct {
  char *file;            /* the experiment, as given */
  char *output;          /* the folder for results, never NULL */
  char *report;          /* a file for the report; NULL: none */
  guint64 steps;         /* 0: as each configuration says */
  guint n_threads;       /* 0: one a core */
  GPtrArray *formats;    /* of const BfExportFormat, each once; empty: no figures */
  gboolean quiet;
  gboolean dump;
  gboolean spectrum;
} BfRunOptions;

#define BF_OPTIONS_ERROR (bf_options_error_quark ())
GQuark bf_options_error_quark (void);
typedef enum { BF_OPTIONS_ERROR_USAGE } BfOptionsError;

/* A whole number from 1 to @max in plain decimal digits; NULL text leaves @value alone. */
gboolean bf_options_parse_number (const char *option, const char *text, guint max, guint64 *value,
                                  GError **error);
/* Whether the words that are no options name one file. */
gboolean bf_options_check_file (const char *command, char **files, GError **error);

/* Fills @options; FALSE and @error (in one line) for what cannot be meant. Prints the help and exits
 * when that is asked for. Free with bf_run_options_clear () in either case. */
gboolean bf_run_options_parse (BfRunOptions *options, int argc, char **argv, GError **error);
void bf_run_options_clear (BfRunOptions *options);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BfRunOptions, bf_run_options_clear)
