/* Figures on paper: all that a figure area offers, one a page, each as it is shown. */
#pragma once

#include "app/figure-area.h"

/* Ready to be run; keeps the area. The current page is the figure shown. */
GtkPrintOperation *bf_figure_print_new (BfFigureArea *area);
