/* The words of a report as lines of cells, ready to be set on pages. Private to the folder. */
#pragma once

#include "figure/figure.h"
#include "plot/text.h"

typedef struct {
  double x, width;       /* px from the left edge of the text; longer text is ellipsised */
  BfTextRole role;
  BfColor color;
  char *text;            /* owned; NULL: none */
  const BfFigureRun *sample;   /* its line and marker stand here; NULL: none */
} BfReportCell;

typedef struct {
  GArray *cells;         /* of BfReportCell, owned */
  double height;
  gboolean stays;        /* on one page with the next line */
  guint head;            /* the line to be repeated on a page that begins with this one; itself:
                            none */
} BfReportLine;

/* Lines for text of @width px; of BfReportLine, owned. */
GArray *bf_report_text_new (const BfFigureView *view, const char *notes, const BfTheme *theme,
                            double width);
