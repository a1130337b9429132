/* Figures for the clipboard. */
#pragma once

#include <gtk/gtk.h>

#include "figure/export.h"
#include "figure/sheet.h"

/* As PNG, with two pixels a unit of its size, and as SVG, for whoever pastes to choose from. NULL and @error if it
 * cannot be drawn. */
GdkContentProvider *bf_figure_copy_image (const BfFigure *figure, const BfFigureView *view, const BfTheme *theme,
                                          double width, double height, GError **error);
/* As text with tabs, which spreadsheets take apart, and as CSV. */
GdkContentProvider *bf_figure_copy_data (const BfSheet *sheet);
