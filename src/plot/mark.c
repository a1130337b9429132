#include "config.h"

#include "plot/mark.h"

#include <glib/gi18n-lib.h>
#include <math.h>


/* Corners of a marker's outline as shares of half its size; no corner: a circle. The sizes
 * differ so that all look equally large. */
typedef struct {
  guint n;
  double scale;
  double corners[8][2];
} Outline;

static const Outline outlines[] = {
  { 0, 0.94 },
  { 4, 0.84, { { -1, -1 }, { 1, -1 }, { 1, 1 }, { -1, 1 } } },
  { 3, 1.16, { { 0, -1 }, { 1, 0.75 }, { -1, 0.75 } } },
  { 4, 1.18, { { 0, -1 }, { 1, 0 }, { 0, 1 }, { -1, 0 } } },
  { 3, 1.16, { { 0, 1 }, { 1, -0.75 }, { -1, -0.75 } } },
  { 5, 1.08, { { 0, -1 }, { 0.95, -0.31 }, { 0.59, 0.81 }, { -0.59, 0.81 }, { -0.95, -0.31 } } },
  { 3, 1.16, { { 1, 0 }, { -0.75, 1 }, { -0.75, -1 } } },
  { 6,
    1.06,
    { { -0.5, -0.87 }, { 0.5, -0.87 }, { 1, 0 }, { 0.5, 0.87 }, { -0.5, 0.87 }, { -1, 0 } } },
};

static const Outline triangle_up = { 3, 1.0, { { 0, -1 }, { 1, 0.8 }, { -1, 0.8 } } };
static const Outline triangle_down = { 3, 1.0, { { 0, 1 }, { 1, -0.8 }, { -1, -0.8 } } };

/* Lengths of strokes and gaps in line widths. */
static const struct { int n; double lengths[4]; } dashes[] = {
  { 0, { 0 } },
  { 2, { 4.5, 2 } },
  { 4, { 6, 2, 1.2, 2 } },
  { 2, { 1.5, 1.8 } },
};

/* Where the edges beside a corner meet when all are moved outwards by @margin. */
static void
move_corner (const Outline *outline, guint i, double margin, double *x, double *y)
{
  const double *before = outline->corners[(i + outline->n - 1) % outline->n];
  const double *here = outline->corners[i], *after = outline->corners[(i + 1) % outline->n];
  double ax = here[0] - before[0], ay = here[1] - before[1];
  double bx = after[0] - here[0], by = after[1] - here[1];
  double a = hypot (ax, ay), b = hypot (bx, by), cross = (ax * by - ay * bx) / (a * b);

  *x += margin * (ax / a - bx / b) / fabs (cross);
  *y += margin * (ay / a - by / b) / fabs (cross);
}

/* With a @margin round it, mitred. */
static void
trace (cairo_t *cr, const Outline *outline, double x, double y, double size, double margin)
{
  double radius = outline->scale * size / 2;

  cairo_new_sub_path (cr);
  if (outline->n == 0)
    bf_path_arc (cr, x, y, radius + margin, 0, 2 * G_PI);
  for (guint i = 0; i < outline->n; i++)
    {
      double corner_x = x + radius * outline->corners[i][0];
      double corner_y = y + radius * outline->corners[i][1];

      if (margin > 0)
        move_corner (outline, i, margin, &corner_x, &corner_y);
      bf_path_line_to (cr, corner_x, corner_y);
    }
  cairo_close_path (cr);
}

static void
fill_places (cairo_t *cr, guint style, BfColor color, const BfMarkPlace *places, guint n, double size,
             double margin)
{
  cairo_new_path (cr);
  for (guint i = 0; i < n; i++)
    trace (cr, &outlines[style % G_N_ELEMENTS (outlines)], places[i].x, places[i].y, size, margin);
  bf_color_set (cr, color);
  cairo_fill (cr);
}

/* All as one path: setting a small one up costs more than filling it, and stroking its edge more than filling
 * it with a margin. */
void
bf_mark_draw_markers (cairo_t *cr, const BfTheme *theme, guint style, BfColor color,
                      const BfMarkPlace *places, guint n, double size)
{
  cairo_save (cr);
  fill_places (cr, style, theme->background, places, n, size, MAX (size * 0.3, 1.5) / 2);
  fill_places (cr, style, color, places, n, size, 0);
  cairo_restore (cr);
}

void
bf_mark_draw_marker (cairo_t *cr, const BfTheme *theme, guint style, BfColor color,
                     double x, double y, double size)
{
  bf_mark_draw_markers (cr, theme, style, color, &(BfMarkPlace) { x, y }, 1, size);
}

void
bf_mark_set_dash (cairo_t *cr, guint style, double line_width)
{
  guint row = style % G_N_ELEMENTS (dashes);
  double lengths[4];

  for (int i = 0; i < dashes[row].n; i++)
    lengths[i] = dashes[row].lengths[i] * line_width;
  cairo_set_dash (cr, lengths, dashes[row].n, 0);
}

/* Hatches: lines at which u x + v y is a multiple of the spacing, px. */
static const struct { double u, v, spacing; } hatches[] = {
  { 0, 0, 0 }, { 1, 1, 6 }, { 0, 1, 4 }, { 1, -1, 6 }, { 1, 0, 4 },
};

/* Bars thinner than this have no room for a hatch. */
#define THINNEST_HATCHED 3

static void
hatch_line (cairo_t *cr, const BfRect *bar, double u, double v, double c)
{
  double right = bar->x + bar->width, bottom = bar->y + bar->height;
  double top_x = u != 0 ? (c - v * bar->y) / u : bar->x;
  double bottom_x = u != 0 ? (c - v * bottom) / u : right;
  double from = CLAMP (MIN (top_x, bottom_x), bar->x, right);
  double to = CLAMP (MAX (top_x, bottom_x), bar->x, right);

  bf_path_move_to (cr, from, v != 0 ? (c - u * from) / v : bar->y);
  bf_path_line_to (cr, to, v != 0 ? (c - u * to) / v : bottom);
}

static void
hatch_bar (cairo_t *cr, const BfRect *bar, double u, double v, double spacing)
{
  double left = u * bar->x, right = u * (bar->x + bar->width);
  double top = v * bar->y, bottom = v * (bar->y + bar->height);
  double from = MIN (left, right) + MIN (top, bottom), to = MAX (left, right) + MAX (top, bottom);

  for (double c = (floor (from / spacing) + 1) * spacing; c < to; c += spacing)
    hatch_line (cr, bar, u, v, c);
}

void
bf_mark_fill_bar (cairo_t *cr, const BfTheme *theme, guint style, BfColor color, const BfRect *bar)
{
  guint row = style % G_N_ELEMENTS (hatches);

  bf_path_rectangle (cr, bar->x, bar->y, bar->width, bar->height);
  bf_color_set (cr, color);
  cairo_fill (cr);
  if (hatches[row].spacing == 0 || MIN (bar->width, bar->height) < THINNEST_HATCHED)
    return;
  hatch_bar (cr, bar, hatches[row].u, hatches[row].v, hatches[row].spacing);
  bf_color_set (cr, bf_color_alpha (theme->background, 0.75));
  cairo_set_line_width (cr, 1.2);
  cairo_stroke (cr);
}

static void
trace_cross (cairo_t *cr, double x, double y, double size)
{
  double arm = size * 0.42;

  bf_path_move_to (cr, x - arm, y - arm);
  bf_path_line_to (cr, x + arm, y + arm);
  bf_path_move_to (cr, x - arm, y + arm);
  bf_path_line_to (cr, x + arm, y - arm);
}

void
bf_mark_draw_classes (cairo_t *cr, const BfTheme *theme, BfValueClass value_class, BfColor color,
                      const BfMarkPlace *places, guint n, double size)
{
  static const Outline *const shapes[BF_N_VALUE_CLASSES] = {
    [BF_VALUE_ZERO] = &outlines[0],
    [BF_VALUE_UNDERFLOW] = &triangle_down,
    [BF_VALUE_INFINITE] = &triangle_up,
  };
  const Outline *shape = shapes[value_class];

  cairo_save (cr);
  cairo_set_dash (cr, NULL, 0, 0);
  cairo_set_line_width (cr, MAX (size * 0.17, 1.2));
  cairo_new_path (cr);
  for (guint i = 0; i < n; i++)
    if (shape)
      trace (cr, shape, places[i].x, places[i].y, size * 0.9, 0);
    else
      trace_cross (cr, places[i].x, places[i].y, size);
  if (shape)
    {
      bf_color_set (cr, theme->background);
      cairo_fill_preserve (cr);
    }
  bf_color_set (cr, color);
  cairo_stroke (cr);
  cairo_restore (cr);
}

void
bf_mark_draw_class (cairo_t *cr, const BfTheme *theme, BfValueClass value_class, BfColor color,
                    double x, double y, double size)
{
  bf_mark_draw_classes (cr, theme, value_class, color, &(BfMarkPlace) { x, y }, 1, size);
}

const char *
bf_mark_class_name (BfValueClass value_class, gboolean brief)
{
  static const struct { const char *full, *brief; } names[] = {
    [BF_VALUE_FINITE] = { N_("finite"), N_("finite") },
    [BF_VALUE_ZERO] = { N_("exactly zero"), N_("zero") },
    [BF_VALUE_UNDERFLOW] = { N_("underflow, below the smallest normal number"), N_("underflow") },
    [BF_VALUE_INFINITE] = { N_("infinite"), N_("infinite") },
    [BF_VALUE_NAN] = { N_("not a number (NaN)"), N_("NaN") },
  };

  g_return_val_if_fail ((guint) value_class < BF_N_VALUE_CLASSES, "");
  return brief ? _(names[value_class].brief) : _(names[value_class].full);
}

const char *
bf_mark_class_label (BfValueClass value_class)
{
  static const char *const labels[] = {
    [BF_VALUE_FINITE] = "",
    [BF_VALUE_ZERO] = "0",
    /* Translators: short label of a row below an axis: numbers smaller than the smallest normal
     * one. */
    [BF_VALUE_UNDERFLOW] = N_("<min"),
    [BF_VALUE_INFINITE] = "\342\210\236",
    [BF_VALUE_NAN] = "NaN",
  };

  g_return_val_if_fail ((guint) value_class < BF_N_VALUE_CLASSES, "");
  return value_class == BF_VALUE_UNDERFLOW ? _(labels[value_class]) : labels[value_class];
}
