/* Reports: all that an experiment shows on pages of A4, across.
 *
 * First the configurations, each with its verdict and the evidence, what differs between them and
 * what they have in common; then one figure a page.
 *
 * A report borrows what its view points to, records included. Any one thread.
 */
#pragma once

#include "figure/figure.h"

/* Of a page, px of 1/96 inch. */
#define BF_REPORT_WIDTH (297 / 25.4 * 96)
#define BF_REPORT_HEIGHT (210 / 25.4 * 96)

typedef struct _BfReport BfReport;

/* @view: of at least one run; @notes: of the experiment; NULL: none. */
BfReport *bf_report_new (const BfFigureView *view, const char *notes, const BfTheme *theme);
/* Has each figure's view made by @adjust before it is drawn. */
void bf_report_adjust (BfReport *report, BfFigureViewFunc adjust, gpointer user_data);
void bf_report_free (BfReport *report);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BfReport, bf_report_free)

guint bf_report_n_pages (const BfReport *report);
/* Page @page from 0 into (0, 0, BF_REPORT_WIDTH, BF_REPORT_HEIGHT). */
void bf_report_draw_page (const BfReport *report, cairo_t *cr, guint page);

/* A PDF with an outline and the metadata of exported figures; BF_EXPORT_ERROR. */
GBytes *bf_report_render (const BfReport *report, GError **error);
/* Renders and writes with bf_write_file(). */
gboolean bf_report_write (const BfReport *report, const char *path, GError **error);
