#include "plot/network-diagram.h"

#include <math.h>

#include "plot/color-map.h"
#include "plot/text.h"

/* Units that are drawn of one layer at most, and the narrowest column that has units at all, in
 * px. */
#define MAX_UNITS 6
#define NARROWEST 15

/* Colours of less contrast with the background get a casing. */
#define FAINT 2.2

typedef struct {
  cairo_t *cr;
  const BfTheme *theme;
  const BfNetworkDiagram *diagram;
  BfRect body;         /* without the labels */
  gboolean labelled;   /* there is room for them */
  double pitch;        /* px from column to column */
  double radius;       /* of a unit */
  guint max_units;
} Drawing;

static double
column_x (const Drawing *drawing, guint column)
{
  return drawing->body.x + drawing->pitch * (column + 0.5);
}

static guint
shown_units (const Drawing *drawing, guint column)
{
  guint units = drawing->diagram->columns[column].units;

  if (units <= drawing->max_units)
    return units;
  return MAX (drawing->max_units & ~1u, 1);   /* as many above the ellipsis as below */
}

static gboolean
is_folded (const Drawing *drawing, guint column)
{
  return drawing->diagram->columns[column].units > drawing->max_units;
}

/* Units of a folded column leave one place in the middle for the ellipsis. */
static double
unit_y (const Drawing *drawing, guint column, double place)
{
  guint places = shown_units (drawing, column) + is_folded (drawing, column);
  double spacing = MIN (drawing->body.height / MAX (places, 1), drawing->radius * 5.5);

  return drawing->body.y + drawing->body.height / 2 + (place - (places - 1) / 2.0) * spacing;
}

static double
place_of_unit (const Drawing *drawing, guint column, guint unit)
{
  return unit + (is_folded (drawing, column) && unit >= shown_units (drawing, column) / 2);
}

static BfColor
column_color (const Drawing *drawing, guint column)
{
  const BfDiagramColumn *c = &drawing->diagram->columns[column];

  if (!c->measured)
    return drawing->theme->grid;
  return bf_color_map_value (&drawing->diagram->scale, c->value, drawing->diagram->smallest_normal);
}

/* 0..1 of the colour scale; 0 for what has no place on it. */
static double
strength (const Drawing *drawing, guint column)
{
  const BfDiagramColumn *c = &drawing->diagram->columns[column];
  const BfScale *scale = &drawing->diagram->scale;

  if (!c->measured
      || bf_value_classify (c->value, scale->logarithmic, drawing->diagram->smallest_normal)
           != BF_VALUE_FINITE)
    return 0;
  return CLAMP (bf_scale_to_unit (scale, c->value), 0, 1);
}

static gboolean
is_special (const Drawing *drawing, guint column)
{
  const BfDiagramColumn *c = &drawing->diagram->columns[column];

  return c->measured && bf_value_classify (c->value, drawing->diagram->scale.logarithmic,
                                           drawing->diagram->smallest_normal) != BF_VALUE_FINITE;
}

/* The source for filling what stands for @column: its colour, or the hatch of what has none. */
static void
set_fill (const Drawing *drawing, guint column)
{
  const BfDiagramColumn *c = &drawing->diagram->columns[column];
  BfValueClass value_class = bf_value_classify (c->value, drawing->diagram->scale.logarithmic,
                                                drawing->diagram->smallest_normal);
  cairo_pattern_t *hatch;

  if (!is_special (drawing, column))
    {
      bf_color_set (drawing->cr, column_color (drawing, column));
      return;
    }
  hatch = bf_color_map_hatch (value_class);
  cairo_set_source (drawing->cr, hatch);
  cairo_pattern_destroy (hatch);
}

/* All connections into @column; a casing keeps the end of the colour map that is close to the
 * background visible. */
static void
draw_connections (const Drawing *drawing, guint column)
{
  double width = (0.5 + 1.3 * strength (drawing, column)) * MIN (drawing->radius / 5, 1);
  BfColor color = column_color (drawing, column);
  double dots[] = { 1.5, 2.5 };
  cairo_t *cr = drawing->cr;

  for (guint from = 0; from < shown_units (drawing, column - 1); from++)
    for (guint to = 0; to < shown_units (drawing, column); to++)
      {
        bf_path_move_to (cr, column_x (drawing, column - 1),
                         unit_y (drawing, column - 1, place_of_unit (drawing, column - 1, from)));
        bf_path_line_to (cr, column_x (drawing, column),
                         unit_y (drawing, column, place_of_unit (drawing, column, to)));
      }
  if (drawing->diagram->columns[column].measured
      && bf_color_contrast (color, drawing->theme->background) < FAINT)
    {
      bf_color_set (cr, bf_color_mix (drawing->theme->background, drawing->theme->frame, 0.55));
      cairo_set_line_width (cr, width + 0.7);
      cairo_stroke_preserve (cr);
    }
  bf_color_set (cr, color);
  cairo_set_line_width (cr, width);
  cairo_set_dash (cr, dots, is_special (drawing, column) ? 2 : 0, 0);
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
}

static void
draw_ellipsis (const Drawing *drawing, guint column)
{
  double place = shown_units (drawing, column) / 2;
  double y = unit_y (drawing, column, place);

  for (int i = -1; i <= 1; i++)
    {
      cairo_new_sub_path (drawing->cr);
      bf_path_arc (drawing->cr, column_x (drawing, column), y + i * MIN (drawing->radius * 0.8, 5),
                   CLAMP (drawing->radius * 0.2, 0.8, 1.3), 0, 2 * G_PI);
    }
  bf_color_set (drawing->cr, drawing->theme->muted);
  cairo_fill (drawing->cr);
}

static void
draw_units (const Drawing *drawing, guint column)
{
  cairo_t *cr = drawing->cr;

  for (guint unit = 0; unit < shown_units (drawing, column); unit++)
    {
      cairo_new_sub_path (cr);
      bf_path_arc (cr, column_x (drawing, column),
                   unit_y (drawing, column, place_of_unit (drawing, column, unit)), drawing->radius,
                   0, 2 * G_PI);
    }
  if (drawing->diagram->columns[column].measured)
    set_fill (drawing, column);
  else
    bf_color_set (cr, drawing->theme->background);
  cairo_fill_preserve (cr);
  bf_color_set (cr, drawing->theme->muted);
  cairo_set_line_width (cr, 1);
  cairo_stroke (cr);
  if (is_folded (drawing, column))
    draw_ellipsis (drawing, column);
}

/* The largest magnitude among the columns that share a bar stands for them; what has no place on
 * the scale goes before. */
static guint
representative (const Drawing *drawing, guint first, guint end)
{
  guint best = first;

  for (guint i = first; i < end; i++)
    {
      if (is_special (drawing, i))
        return i;
      if (strength (drawing, i) > strength (drawing, best))
        best = i;
    }
  return best;
}

static void
draw_bars (const Drawing *drawing)
{
  guint group = (guint) ceil (1 / drawing->pitch);
  double gap = drawing->pitch * group >= 5 ? 1 : 0;
  cairo_t *cr = drawing->cr;

  for (guint first = 0; first < drawing->diagram->n; first += group)
    {
      guint end = MIN (first + group, drawing->diagram->n);
      double left = round (column_x (drawing, first) - drawing->pitch / 2);
      double right = round (column_x (drawing, end - 1) + drawing->pitch / 2);

      bf_path_rectangle (cr, left, drawing->body.y, MAX (right - left - gap, 1),
                         drawing->body.height);
      set_fill (drawing, representative (drawing, first, end));
      cairo_fill (cr);
    }
}

static double
label_width (const Drawing *drawing, guint column)
{
  return bf_text_width (drawing->theme, BF_TEXT_TICK, drawing->diagram->columns[column].label);
}

static void
draw_label (const Drawing *drawing, guint column, double x, double align_x)
{
  BfTextPlace place = { .role = BF_TEXT_TICK,
                        .color = drawing->theme->muted,
                        .x = x,
                        .align_x = align_x,
                        .y = drawing->body.y + drawing->body.height
                             + drawing->theme->font_size * 0.3 };

  bf_text_draw (drawing->cr, drawing->theme, &place, drawing->diagram->columns[column].label);
}

/* Input and output at the ends, then as many layer numbers as fit between. */
static void
draw_labels (const Drawing *drawing)
{
  static const guint steps[] = { 1, 2, 5, 10, 20, 50, 100, 200, 500 };
  guint last = drawing->diagram->n - 1, i = 0;
  double space = drawing->theme->font_size * 0.6;
  double widest = label_width (drawing, MAX (last, 1) - 1) + space;
  double first_end = MAX (column_x (drawing, 0) + label_width (drawing, 0) / 2,
                          drawing->body.x + label_width (drawing, 0));
  double last_start = MIN (column_x (drawing, last) - label_width (drawing, last) / 2,
                           drawing->body.x + drawing->body.width - label_width (drawing, last));

  draw_label (drawing, 0, first_end - label_width (drawing, 0), 0);
  if (last_start > first_end + space)
    draw_label (drawing, last, last_start, 0);
  while (i + 1 < G_N_ELEMENTS (steps) && steps[i] * drawing->pitch < widest)
    i++;
  for (guint column = 1; column < last; column++)
    {
      double x = column_x (drawing, column);
      double half = label_width (drawing, column) / 2 + space;

      if ((column % steps[i] == 0 || (column == 1 && steps[i] > 2)) && x - half >= first_end
          && x + half <= last_start)
        draw_label (drawing, column, x, 0.5);
    }
}

static Drawing
begin (cairo_t *cr, const BfTheme *theme, const BfNetworkDiagram *diagram, const BfRect *area)
{
  double labels = bf_text_line_height (theme, BF_TEXT_TICK) + theme->font_size * 0.3;
  gboolean labelled = area->height >= labels + theme->font_size * 0.8;
  Drawing drawing = { cr, theme, diagram, bf_rect_inset (*area, 0, 0, 0, labelled ? labels : 0),
                      labelled };

  drawing.pitch = area->width / diagram->n;
  drawing.radius = CLAMP (drawing.pitch * 0.2, 2.5, 9);
  drawing.max_units = (guint) CLAMP (drawing.body.height / (drawing.radius * 2.6) - 1, 1, MAX_UNITS);
  return drawing;
}

void
bf_network_diagram_draw (cairo_t *cr, const BfTheme *theme, const BfNetworkDiagram *diagram,
                         const BfRect *area)
{
  Drawing drawing;

  g_return_if_fail (diagram->n > 0);

  drawing = begin (cr, theme, diagram, area);
  if (drawing.pitch < NARROWEST || drawing.max_units < 3)
    draw_bars (&drawing);
  else
    {
      for (guint column = 1; column < diagram->n; column++)
        draw_connections (&drawing, column);
      for (guint column = 0; column < diagram->n; column++)
        draw_units (&drawing, column);
    }
  if (drawing.labelled)
    draw_labels (&drawing);
}

void
bf_network_diagram_draw_highlight (cairo_t *cr, const BfTheme *theme,
                                   const BfNetworkDiagram *diagram, const BfRect *area,
                                   guint column)
{
  Drawing drawing = begin (cr, theme, diagram, area);
  double half = MAX (MIN (drawing.pitch / 2, drawing.radius * 2), 2);
  BfRect frame = { bf_path_snap (column_x (&drawing, column) - half),
                   bf_path_snap (drawing.body.y - 2), round (2 * half),
                   round (drawing.body.height + 3) };

  bf_path_rounded (cr, &frame, 4);
  bf_color_set (cr, theme->foreground);
  cairo_set_line_width (cr, 1.5);
  cairo_stroke (cr);
}

int
bf_network_diagram_column_at (const BfNetworkDiagram *diagram, const BfRect *area, double x)
{
  if (x < area->x || x >= area->x + area->width)
    return -1;
  return MIN ((int) ((x - area->x) / area->width * diagram->n), (int) diagram->n - 1);
}

double
bf_network_diagram_column_x (const BfNetworkDiagram *diagram, const BfRect *area, guint column)
{
  return area->x + (column + 0.5) * area->width / diagram->n;
}
