/* Text: shaped, measured, ellipsised, rotated. The only user of Pango.
 *
 * Text is placed by its baseline, not by its ink, so that neighbours line up whatever script
 * they are in. Measures do not depend on the target: a layout computed without a cairo_t holds
 * on every surface. Strings are UTF-8 of any script and direction; line breaks are drawn as
 * spaces.
 *
 * Any thread; each keeps a Pango context and recent layouts of its own.
 */
#pragma once

#include "plot/theme.h"

typedef enum {
  BF_TEXT_TITLE,
  BF_TEXT_HEADING,   /* of a panel */
  BF_TEXT_LABEL,     /* axis titles, legends */
  BF_TEXT_TICK,      /* digits of equal width */
  BF_N_TEXT_ROLES
} BfTextRole;

typedef struct {
  BfTextRole role;
  BfColor color;
  double x, y;       /* the anchor */
  double align_x;    /* share of the width left of the anchor: 0 begins there, 1 ends there */
  double align_y;    /* 0: the line's top at the anchor; 0.5: its digits' middle; 1: its bottom */
  double max_width;  /* longer text is ellipsised; <= 0: never */
  gboolean upward;   /* turned by 90 degrees, read from below; x and y stay the anchor's */
} BfTextPlace;

double bf_text_line_height (const BfTheme *theme, BfTextRole role);
double bf_text_width (const BfTheme *theme, BfTextRole role, const char *text);
void bf_text_draw (cairo_t *cr, const BfTheme *theme, const BfTextPlace *place, const char *text);
