/* Marks: what tells series apart beside colour (marker, dash), and what stands for a value that
 * an axis cannot show. */
#pragma once

#include "plot/path.h"
#include "plot/scale.h"
#include "plot/theme.h"

/* A filled marker of about @size px across, in the background's colour round its edge. @style is any
 * number; the markers repeat. */
void bf_mark_draw_marker (cairo_t *cr, const BfTheme *theme, guint style, BfColor color,
                          double x, double y, double size);
/* @n of them that do not overlap, for less. */
typedef struct {
  double x, y;
} BfMarkPlace;
void bf_mark_draw_markers (cairo_t *cr, const BfTheme *theme, guint style, BfColor color,
                           const BfMarkPlace *places, guint n, double size);

/* Dashes of lines that were computed, not measured: on and off, in line widths. */
#define BF_MARK_THEORY_DASH 5, 3.2
#define BF_MARK_SIMPLER_DASH 1.3, 2.6

/* Sets the dash of the series' line; the first style is solid. */
void bf_mark_set_dash (cairo_t *cr, guint style, double line_width);

/* Fills a bar, hatched in the background's colour so that bars of any colours are told apart. @style
 * is any number; the first is solid and the hatches repeat. */
void bf_mark_fill_bar (cairo_t *cr, const BfTheme *theme, guint style, BfColor color,
                       const BfRect *bar);

/* The mark of a class other than BF_VALUE_FINITE: zero a ring, underflow a triangle pointing
 * down, infinite one pointing up, NaN a cross. */
void bf_mark_draw_class (cairo_t *cr, const BfTheme *theme, BfValueClass value_class, BfColor color,
                         double x, double y, double size);
void bf_mark_draw_classes (cairo_t *cr, const BfTheme *theme, BfValueClass value_class, BfColor color,
                           const BfMarkPlace *places, guint n, double size);

/* "exactly zero", ... translated; @brief: in as few letters as can be understood. */
const char *bf_mark_class_name (BfValueClass value_class, gboolean brief);
/* The short label of its row at an axis: "0", ...; translated. */
const char *bf_mark_class_label (BfValueClass value_class);
