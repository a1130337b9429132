/* What a person chose to export: all that decides what is written, and what a preview of it shows. */
#pragma once

#include <cairo.h>

#include "app/figure-area.h"
#include "app/session.h"
#include "figure/export.h"

typedef enum {
  BF_EXPORT_ONE,               /* one figure, as it is shown */
  BF_EXPORT_ALL,               /* every figure, into a folder */
  BF_EXPORT_REPORT,
  BF_N_EXPORT_SCOPES
} BfExportScope;

/* A plain value; everything is borrowed. */
typedef struct {
  BfExportScope scope;
  BfSession *session;
  const BfFigure *figure;
  const BfExportFormat *format;
  const BfTheme *theme;
  double width, height;        /* px of the drawing, whatever the format and unit */
  BfUnit unit;
  double resolution;

  BfFigureArea *area;          /* what each figure shows on the screen */
  const BfFigureView *view;    /* what they have in common there; its pointers are not used */
  const GArray *hidden;        /* of gboolean, one a run */
} BfExportChoice;

/* The size of what is drawn for a preview, in px. */
void bf_export_choice_page_size (const BfExportChoice *choice, double *width, double *height);
/* The figure, or the first page of the report. */
void bf_export_choice_draw (const BfExportChoice *choice, cairo_t *cr);

/* What will be written, in a few translated words, g_free (); NULL and @error if it cannot be. */
char *bf_export_choice_describe (const BfExportChoice *choice, GError **error);

/* The names of files that writing into @folder would replace: of all figures, else none. g_strfreev (). */
GStrv bf_export_choice_existing (const BfExportChoice *choice, const char *folder);

/* Writes the file @path, or files into the folder @path. */
gboolean bf_export_choice_write (const BfExportChoice *choice, const char *path, GError **error);
