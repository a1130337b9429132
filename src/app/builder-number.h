/* Numbers as people type, read and step them. Pure arithmetic, no widget; any thread (the locale
 * is the process's).
 *
 */
#pragma once

#include <glib.h>

typedef enum {
  BF_STEP_ADD,      /* by a fixed amount; a page is ten of them */
  BF_STEP_DOUBLE,   /* to the next power of two; a page is eightfold */
  BF_STEP_SERIES,   /* to the next of ..., 0.1, 0.2, 0.5, 1, 2, 5, ...; a page is tenfold */
} BfStepKind;

typedef struct {
  gboolean whole;             /* digits only, no fraction */
  double minimum, maximum;    /* what can be held, not what makes sense */
  BfStepKind step;
  double amount;              /* ADD: one step; SERIES: the smallest above 0 that is stepped to */
} BfNumberFormat;

/* The shortest text that reads back as @value: "64", "0.01", "1e-4", with the locale's decimal
 * sign. Free with g_free(). */
char *bf_builder_number_text (double value);

/* Reads @text: the locale's decimal sign or '.', an exponent, any script's digits, U+2212 for
 * minus; no grouping. FALSE with a translated sentence in @complaint (free with g_free()) if it
 * is nothing @format can hold. */
gboolean bf_builder_number_parse (const char *text, const BfNumberFormat *format, double *value,
                                  char **complaint);

/* The value one step up or down from @value, or one page of steps; within what @format can hold. */
double bf_builder_number_step (double value, const BfNumberFormat *format, gboolean up,
                               gboolean page);
