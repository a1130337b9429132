#include "plot/panel.h"

#include <math.h>

#include "plot/mark.h"
#include "plot/text.h"

/* Strips from the plot outwards. */
static const BfValueClass strips_below[] = { BF_VALUE_UNDERFLOW, BF_VALUE_ZERO, BF_VALUE_NAN };

/* A line of text, or less in low panels. */
static double
strip_height (const BfTheme *theme, const BfRect *outer)
{
  double line = bf_text_line_height (theme, BF_TEXT_TICK);

  return round (CLAMP (outer->height * 0.075, line * 0.75, line));
}

/* So that the label of a tick at the plot's edge keeps clear of the strip's. */
static double
strip_gap (const BfTheme *theme, double row)
{
  return round (MAX (bf_text_line_height (theme, BF_TEXT_TICK) - row / 2, theme->font_size * 0.3));
}

static double
top_room (const BfPanel *panel, const BfTheme *theme)
{
  gboolean line = panel->heading != NULL
                  || (panel->y.title != NULL && !panel->hide_y);

  return line ? round (bf_text_line_height (theme, BF_TEXT_HEADING) + theme->font_size * 0.45)
              : round (theme->font_size * 0.5);
}

static double
bottom_room (const BfPanel *panel, const BfTheme *theme)
{
  double room = theme->font_size * 0.4;

  if (!panel->hide_x)
    room = bf_axis_labels_height (theme);
  if (!panel->hide_x && panel->x.title)
    room += bf_text_line_height (theme, BF_TEXT_LABEL);
  return round (room);
}

/* Places plot and strips vertically in @outer. */
static void
place_rows (BfPanel *panel, const BfTheme *theme, const BfRect *outer)
{
  double row = strip_height (theme, outer), gap = strip_gap (theme, row);
  double top = outer->y + top_room (panel, theme);
  double bottom = outer->y + outer->height - bottom_room (panel, theme);

  panel->outer = *outer;
  panel->baseline = MAX (bottom, top + 1);
  for (guint i = 0; i < BF_N_VALUE_CLASSES; i++)
    panel->strip[i] = (BfRect) { 0 };

  if (panel->strips[BF_VALUE_INFINITE])
    {
      panel->strip[BF_VALUE_INFINITE] = (BfRect) { .y = top, .height = row };
      top += row + gap;
    }
  bottom = panel->baseline;
  for (int i = G_N_ELEMENTS (strips_below) - 1; i >= 0; i--)
    if (panel->strips[strips_below[i]])
      {
        bottom -= row;
        panel->strip[strips_below[i]] = (BfRect) { .y = bottom, .height = row };
      }
  if (bottom < panel->baseline)
    bottom -= gap;
  panel->plot.y = top;
  panel->plot.height = MAX (bottom - top, 1);
}

double
bf_panel_left (BfPanel *panel, const BfTheme *theme, double height)
{
  BfRect outer = { 0, 0, 0, height };
  double labels;

  if (panel->hide_y)
    return round (theme->font_size * 0.4);

  place_rows (panel, theme, &outer);
  bf_axis_fit_vertical (&panel->y, theme, panel->plot.height);
  labels = bf_axis_labels_width (&panel->y, theme);
  for (guint i = 0; i < BF_N_VALUE_CLASSES; i++)
    if (panel->strips[i])
      labels =
        MAX (labels, ceil (bf_text_width (theme, BF_TEXT_TICK, bf_mark_class_label (i))) + 8);
  return labels;
}

void
bf_panel_place (BfPanel *panel, const BfTheme *theme, const BfRect *outer, double left)
{
  double right = round (theme->font_size * 0.5);

  place_rows (panel, theme, outer);
  panel->plot.x = round (outer->x + left);
  panel->plot.width = MAX (round (outer->width - left - right), 1);
  for (guint i = 0; i < BF_N_VALUE_CLASSES; i++)
    {
      panel->strip[i].x = panel->plot.x;
      panel->strip[i].width = panel->plot.width;
    }
  bf_axis_fit_vertical (&panel->y, theme, panel->plot.height);
  bf_axis_fit_horizontal (&panel->x, theme, &panel->plot, outer);
}

void
bf_panel_draw_back (cairo_t *cr, const BfTheme *theme, const BfPanel *panel, gboolean grid)
{
  for (guint i = 0; i < BF_N_VALUE_CLASSES; i++)
    if (panel->strip[i].height > 0)
      {
        const BfRect *strip = &panel->strip[i];

        bf_path_rectangle (cr, strip->x, strip->y + 1, strip->width, strip->height - 1);
        bf_color_set (cr, bf_color_alpha (theme->grid, 0.6));
        cairo_fill (cr);
      }
  if (grid)
    {
      bf_axis_draw_vertical_grid (cr, theme, &panel->x, &panel->plot);
      bf_axis_draw_horizontal_grid (cr, theme, &panel->y, &panel->plot);
    }
}

void
bf_panel_draw_heading (cairo_t *cr, const BfTheme *theme, const BfRect *area, BfColor color,
                       const char *text)
{
  BfTextPlace place = {
    .role = BF_TEXT_HEADING, .color = theme->foreground, .x = area->x, .y = area->y
  };
  double chip = round (theme->font_size * 0.7);

  if (color.a > 0)
    {
      BfRect rect = { place.x, round (area->y + theme->font_size * 0.67 - chip / 2), chip, chip };

      bf_path_rounded (cr, &rect, 2);
      bf_color_set (cr, color);
      cairo_fill (cr);
      place.x += chip + theme->font_size * 0.4;
    }
  place.max_width = area->x + area->width - place.x;
  if (place.max_width > theme->font_size)
    bf_text_draw (cr, theme, &place, text);
}

static void
draw_y_title (cairo_t *cr, const BfTheme *theme, const BfPanel *panel)
{
  BfTextPlace place = { .role = BF_TEXT_LABEL, .color = theme->foreground, .x = panel->outer.x,
                        .y = panel->outer.y, .max_width = panel->outer.width };

  bf_text_draw (cr, theme, &place, panel->y.title);
}

static void
draw_x_title (cairo_t *cr, const BfTheme *theme, const BfPanel *panel)
{
  BfTextPlace place = { .role = BF_TEXT_LABEL, .color = theme->foreground,
                        .x = panel->plot.x + panel->plot.width / 2, .align_x = 0.5,
                        .y = panel->baseline + bf_axis_labels_height (theme),
                        .max_width = panel->plot.width };

  bf_text_draw (cr, theme, &place, panel->x.title);
}

void
bf_panel_draw_front (cairo_t *cr, const BfTheme *theme, const BfPanel *panel)
{
  bf_path_horizontal (cr, panel->plot.x, panel->plot.x + panel->plot.width, panel->baseline);
  bf_path_vertical (cr, panel->plot.x, panel->plot.y, panel->plot.y + panel->plot.height);
  bf_color_set (cr, theme->frame);
  cairo_set_line_width (cr, 1);
  cairo_stroke (cr);

  bf_axis_draw_bottom (cr, theme, &panel->x, &panel->plot, &panel->outer, panel->baseline,
                       !panel->hide_x);
  if (!panel->hide_x && panel->x.title)
    draw_x_title (cr, theme, panel);
  if (!panel->hide_y)
    {
      bf_axis_draw_left (cr, theme, &panel->y, &panel->plot);
      for (guint i = 0; i < BF_N_VALUE_CLASSES; i++)
        if (panel->strip[i].height > 0)
          bf_axis_draw_left_label (cr, theme, &panel->plot,
                                   panel->strip[i].y + panel->strip[i].height / 2,
                                   bf_mark_class_label (i));
    }
  if (panel->heading)
    {
      BfRect line = { panel->plot.x, panel->outer.y,
                      panel->outer.x + panel->outer.width - panel->plot.x, 0 };
      bf_panel_draw_heading (cr, theme, &line, panel->heading_color, panel->heading);
    }
  if (!panel->hide_y && panel->y.title && !panel->heading)
    draw_y_title (cr, theme, panel);
}

void
bf_panel_draw_message (cairo_t *cr, const BfTheme *theme, const BfRect *area, const char *message)
{
  BfTextPlace place = { .role = BF_TEXT_LABEL,
                        .color = theme->muted,
                        .align_x = 0.5,
                        .align_y = 0.5,
                        .x = area->x + area->width / 2,
                        .y = area->y + area->height / 2,
                        .max_width = area->width };

  bf_text_draw (cr, theme, &place, message);
}

gboolean
bf_panel_locate (const BfPanel *panel, double x, double y, double smallest_normal,
                 double *px, double *py, BfValueClass *value_class)
{
  const BfRect *strip;

  if (bf_value_classify (x, panel->x.scale.logarithmic, 0) != BF_VALUE_FINITE)
    return FALSE;

  *value_class = bf_value_classify (y, panel->y.scale.logarithmic, smallest_normal);
  *px = bf_axis_x (&panel->x, &panel->plot, x);
  if (*value_class != BF_VALUE_FINITE && (x < panel->x.scale.min || x > panel->x.scale.max))
    return FALSE;
  if (*value_class == BF_VALUE_FINITE)
    {
      *py = bf_axis_y (&panel->y, &panel->plot, y);
      return TRUE;
    }
  strip = &panel->strip[*value_class];
  *py = strip->y + strip->height / 2;
  return strip->height > 0;
}

gboolean
bf_panel_contains (const BfPanel *panel, double x, double y)
{
  double top =
    panel->strip[BF_VALUE_INFINITE].height > 0 ? panel->strip[BF_VALUE_INFINITE].y : panel->plot.y;
  BfRect area = { panel->plot.x, top, panel->plot.width, panel->baseline - top };

  return bf_rect_contains (&area, x, y);
}
