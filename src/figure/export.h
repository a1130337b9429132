/* Figures to files. Formats are one table: png, svg, pdf. */
#pragma once

#include "figure/figure.h"

#define BF_EXPORT_ERROR (bf_export_error_quark ())
GQuark bf_export_error_quark (void);
typedef enum {
  BF_EXPORT_ERROR_SIZE,        /* too small or too large for the format */
  BF_EXPORT_ERROR_CAIRO,       /* Cairo could not draw it */
} BfExportError;

typedef struct {
  BfEntry entry;               /* "png", "svg", "pdf" */
  const char *extension;
  const char *mime_type;
  /* Renders into memory; NULL and @error on a Cairo error. */
  GBytes *(*render) (const BfFigure *figure, const BfFigureView *view, const BfTheme *theme,
                     double width, double height, double scale, GError **error);
} BfExportFormat;

extern const BfTable bf_export_format_table;

/* Renders and writes with bf_write_file(). @width, @height in px (CSS) or points (pdf, svg);
 * @scale multiplies pixels of png. */
gboolean bf_figure_export (const BfFigure *figure, const BfFigureView *view, const BfTheme *theme,
                           const BfExportFormat *format, double width, double height, double scale,
                           const char *path, GError **error);
