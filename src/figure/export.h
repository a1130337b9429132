/* Figures to files. Formats are one table: png, svg, pdf, csv.
 *
 * Pictures carry what they show: the experiment's title, one sentence, the step, and the
 * configurations with their seeds as an experiment file that can be opened again.
 *
 *   PNG  chunks Title, Description, Step, Software and Experiment; pixels a metre in pHYs
 *   SVG  <title>, <desc>, and <metadata> with the step, the program and the experiment file
 *   PDF  title, subject, creator, and the experiment file among the keywords
 *   CSV  nothing but the plotted numbers
 *
 * Any one thread.
 */
#pragma once

#include "figure/figure.h"

#define BF_EXPORT_ERROR (bf_export_error_quark ())
GQuark bf_export_error_quark (void);
typedef enum {
  BF_EXPORT_ERROR_SIZE,        /* too small or too large for the format */
  BF_EXPORT_ERROR_CAIRO,       /* Cairo could not draw it */
} BfExportError;

/* Figures are drawn in px of 1/96 inch: their text has so many of these. */
#define BF_PX_PER_INCH 96.0
#define BF_MM_PER_INCH 25.4

typedef enum {
  BF_UNIT_PX,                  /* pixels of images, px of SVG, points of PDF */
  BF_UNIT_MM,
  BF_N_UNITS
} BfUnit;

#define BF_EXPORT_MAX_RESOLUTION 1200.0

typedef struct {
  double width, height;
  BfUnit unit;
  double resolution;           /* of images: pixels an inch, which says how large a pixel and so
                                  how fine the text is; 1 to BF_EXPORT_MAX_RESOLUTION */
} BfExportSize;

typedef struct {
  const BfFigure *figure;
  const BfFigureView *view;    /* of at least one run */
  const BfTheme *theme;
  BfExportSize size;
} BfExport;

typedef struct {
  BfEntry entry;               /* "png", "svg", "pdf", "csv" */
  const char *ending;          /* of file names after the figure's id: ".png" */
  const char *extension;
  const char *mime_type;
  gboolean is_image;           /* has pixels: reads size.resolution */
  gboolean is_picture;         /* has a size and a theme */
  double units_in_mm;          /* of pictures that are not images: what their pages count in */
  /* Renders into memory; NULL and @error if the size or Cairo does not allow it. */
  GBytes *(*render) (const BfExport *export, GError **error);
} BfExportFormat;

extern const BfTable bf_export_format_table;

/* The size of the drawing in px, which a preview should have. */
void bf_export_drawing_size (const BfExportFormat *format, const BfExportSize *size, double *width,
                             double *height);
/* The size in pixels of an image. */
void bf_export_pixels (const BfExportSize *size, double *columns, double *rows);
/* The size of a file whose drawing has so many px: the other way round. */
BfExportSize bf_export_size_of_drawing (const BfExportFormat *format, BfUnit unit,
                                        double resolution, double width, double height);
/* FALSE and BF_EXPORT_ERROR_SIZE for what rendering would refuse. */
gboolean bf_export_check_size (const BfExportFormat *format, const BfExportSize *size,
                               GError **error);

/* Renders and writes with bf_write_file(). */
gboolean bf_figure_export (const BfExport *export, const BfExportFormat *format, const char *path,
                           GError **error);

/* "training.png", "training-figure.csv" in @folder; g_free(). */
char *bf_figure_file_name (const BfFigure *figure, const BfExportFormat *format,
                           const char *folder);
/* All figures that apply to @view into @folder, which must be there; each as wide as @size says
 * and as high as the figure prefers. Stops at the first error. */
gboolean bf_figures_export (const BfFigureView *view, const BfTheme *theme,
                            const BfExportFormat *format, const BfExportSize *size,
                            const char *folder, GError **error);
