#include "plot/line-chart.h"

#include <math.h>

#include "plot/mark.h"

/* From so many points a pixel on, lines are drawn by columns. */
#define DENSE 0.35

/* Columns a pixel: finer than pixels, so that slopes keep smooth edges. */
#define COLUMNS_PER_PX 2.0

/* Distance in px of the markers that tell dense series apart. */
#define SPARSE_MARKERS 110

typedef struct {
  double width;        /* in line widths of the theme */
  double alpha;
  gboolean dashed, markers, hollow;
} LookInfo;

static const LookInfo looks[] = {
  [BF_SERIES_LINE] = { 1, 1, TRUE, TRUE, FALSE },
  [BF_SERIES_RAW] = { 0.6, 0.3, FALSE, FALSE, FALSE },
  [BF_SERIES_POINTS] = { 0.5, 1, FALSE, TRUE, TRUE },
};

typedef struct {
  cairo_t *cr;
  const BfTheme *theme;
  const BfPanel *panel;
  const BfSeries *series;
  guint index, n_series;
} Drawing;

static gboolean
locate (const Drawing *drawing, gsize i, double *x, double *y, BfValueClass *value_class)
{
  const BfSeries *series = drawing->series;

  return bf_panel_locate (drawing->panel, series->x[i], series->y[i], series->smallest_normal,
                          x, y, value_class);
}

/* Points a pixel of the part of the plot that the series covers. */
static double
density (const Drawing *drawing)
{
  const BfSeries *series = drawing->series;
  double first, last;

  if (series->n < 3)
    return 0;
  first = bf_axis_x (&drawing->panel->x, &drawing->panel->plot, series->x[0]);
  last = bf_axis_x (&drawing->panel->x, &drawing->panel->plot, series->x[series->n - 1]);
  return series->n / MAX (last - first, 1);
}

double
bf_line_chart_marker_size (const BfTheme *theme, gsize n, double width)
{
  double spacing = width / MAX (n, 1);
  double size = theme->font_size * 0.58;

  return spacing < size * 1.6 ? 0 : MIN (size, MAX (spacing * 0.4, size * 0.75));
}

static void
stroke_polyline (const Drawing *drawing)
{
  const LookInfo *look = &looks[drawing->series->look];
  double width = drawing->theme->line_width * look->width;
  cairo_t *cr = drawing->cr;
  gboolean open = FALSE;

  for (gsize i = 0; i < drawing->series->n; i++)
    {
      BfValueClass value_class;
      double x, y;

      if (!locate (drawing, i, &x, &y, &value_class) || value_class != BF_VALUE_FINITE)
        {
          open = FALSE;
          continue;
        }
      if (open)
        bf_path_line_to (cr, x, y);
      else
        bf_path_move_to (cr, x, y);
      open = TRUE;
    }
  cairo_set_line_width (cr, width);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_BUTT);
  bf_mark_set_dash (cr, look->dashed ? drawing->series->style : 0, width);
  bf_color_set (cr, bf_color_alpha (drawing->series->color, look->alpha));
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
}

/* The vertical extent of a line in each column; low > high where it does not pass. */
typedef struct {
  guint n;
  double x, width;      /* px of the first column's left edge, and of a column */
  double *low, *high;   /* [n] */
} Columns;

static void
columns_add (Columns *columns, double column, double y)
{
  guint c;

  if (column < 0 || column >= columns->n)
    return;
  c = (guint) column;
  columns->low[c] = MIN (columns->low[c], y);
  columns->high[c] = MAX (columns->high[c], y);
}

/* @x1 <= @x2, in columns. */
static void
columns_add_segment (Columns *columns, double x1, double y1, double x2, double y2)
{
  double slope = x2 > x1 ? (y2 - y1) / (x2 - x1) : 0;

  columns_add (columns, x1, y1);
  columns_add (columns, x2, y2);
  for (double edge = floor (MAX (x1, -1)) + 1; edge < x2 && edge < columns->n; edge++)
    {
      double y = y1 + slope * (edge - x1);

      columns_add (columns, edge - 1, y);
      columns_add (columns, edge, y);
    }
}

static void
columns_add_series (Columns *columns, const Drawing *drawing)
{
  gboolean open = FALSE;
  double previous_x = 0, previous_y = 0;

  for (gsize i = 0; i < drawing->series->n; i++)
    {
      BfValueClass value_class;
      double x, y;

      if (!locate (drawing, i, &x, &y, &value_class) || value_class != BF_VALUE_FINITE)
        {
          open = FALSE;
          continue;
        }
      x = (x - columns->x) / columns->width;
      if (open)
        columns_add_segment (columns, previous_x, previous_y, x, y);
      else
        columns_add (columns, x, y);
      previous_x = x;
      previous_y = y;
      open = TRUE;
    }
}

/* Gives the line its width across as well: each column takes the extent of those within @reach. */
static void
widen (const Columns *from, const Columns *to, guint reach)
{
  for (guint c = 0; c < from->n; c++)
    {
      guint end = MIN (c + reach + 1, from->n);

      to->low[c] = G_MAXDOUBLE;
      to->high[c] = -G_MAXDOUBLE;
      for (guint i = c > reach ? c - reach : 0; i < end; i++)
        {
          to->low[c] = MIN (to->low[c], from->low[i]);
          to->high[c] = MAX (to->high[c], from->high[i]);
        }
    }
}

static void
fill_columns (const Drawing *drawing, const Columns *columns)
{
  const LookInfo *look = &looks[drawing->series->look];
  double half = drawing->theme->line_width * look->width * 0.4;

  for (guint c = 0; c < columns->n; c++)
    if (columns->low[c] <= columns->high[c])
      bf_path_rectangle (drawing->cr, columns->x + c * columns->width, columns->low[c] - half,
                         columns->width, columns->high[c] - columns->low[c] + 2 * half);
  bf_color_set (drawing->cr, bf_color_alpha (drawing->series->color, look->alpha));
  cairo_fill (drawing->cr);
}

/* The same extremes as one line up and down through the columns: few points for files of shapes. */
static void
stroke_columns (const Drawing *drawing, const Columns *columns)
{
  const LookInfo *look = &looks[drawing->series->look];
  double y = NAN;

  for (guint c = 0; c < columns->n; c++)
    {
      double x = columns->x + (c + 0.5) * columns->width;
      double low = columns->low[c], high = columns->high[c];
      gboolean upwards = fabs (y - high) < fabs (y - low);

      if (low > high)
        {
          y = NAN;
          continue;
        }
      if (isnan (y))
        bf_path_move_to (drawing->cr, x, low);
      else
        bf_path_line_to (drawing->cr, x, upwards ? high : low);
      y = upwards ? low : high;
      bf_path_line_to (drawing->cr, x, y);
    }
  cairo_set_line_width (drawing->cr, drawing->theme->line_width * look->width * 0.8);
  cairo_set_line_join (drawing->cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_cap (drawing->cr, CAIRO_LINE_CAP_ROUND);
  bf_color_set (drawing->cr, bf_color_alpha (drawing->series->color, look->alpha));
  cairo_stroke (drawing->cr);
}

static void
draw_dense (const Drawing *drawing)
{
  const BfRect *plot = &drawing->panel->plot;
  gboolean vector = bf_path_is_vector (drawing->cr);
  double width = 1 / (vector ? 1 : COLUMNS_PER_PX);
  guint n = (guint) ceil (plot->width / width);
  guint reach = (guint) (drawing->theme->line_width * looks[drawing->series->look].width / 2 / width);
  g_autofree double *extents = g_new (double, 4 * (gsize) n);
  Columns columns = { n, plot->x, width, extents, extents + n };
  Columns widened = { n, plot->x, width, extents + 2 * n, extents + 3 * n };

  for (guint c = 0; c < n; c++)
    {
      columns.low[c] = G_MAXDOUBLE;
      columns.high[c] = -G_MAXDOUBLE;
    }
  columns_add_series (&columns, drawing);
  if (vector)
    {
      stroke_columns (drawing, &columns);
      return;
    }
  widen (&columns, &widened, reach);
  fill_columns (drawing, &widened);
}

static void
draw_marker (const Drawing *drawing, double x, double y, double size)
{
  const BfSeries *series = drawing->series;

  bf_mark_draw_marker (drawing->cr, drawing->theme, series->style, series->color, x, y, size);
  if (looks[series->look].hollow)
    bf_mark_draw_marker (drawing->cr, drawing->theme, series->style, drawing->theme->background,
                         x, y, size * 0.45);
}

/* One at every point where there is room, else some, staggered between the series. */
static void
draw_markers (const Drawing *drawing)
{
  const BfRect *plot = &drawing->panel->plot;
  double size = bf_line_chart_marker_size (drawing->theme, drawing->series->n,
                                           drawing->series->n / MAX (density (drawing), 1e-9));
  double distance = size > 0 ? 0 : SPARSE_MARKERS;
  double next = plot->x + distance * (drawing->index + 0.5) / MAX (drawing->n_series, 1);

  size = size > 0 ? size : drawing->theme->font_size * 0.5;
  for (gsize i = 0; i < drawing->series->n; i++)
    {
      BfValueClass value_class;
      double x, y;

      if (!locate (drawing, i, &x, &y, &value_class) || value_class != BF_VALUE_FINITE
          || (distance > 0 && x < next))
        continue;
      draw_marker (drawing, x, y, size);
      next += distance;
    }
}

static gboolean
has_class_marks (const Drawing *drawing)
{
  const BfSeries *series = drawing->series;

  for (gsize i = 0; i < series->n && !series->unmarked; i++)
    if (bf_value_classify (series->y[i], drawing->panel->y.scale.logarithmic, series->smallest_normal)
        != BF_VALUE_FINITE)
      return TRUE;
  return FALSE;
}

/* A crowd of marks is thinned to what can be told apart. */
static void
draw_class_marks (const Drawing *drawing, double shift)
{
  double size = drawing->theme->font_size * 0.62;
  double last[BF_N_VALUE_CLASSES];

  for (guint i = 0; i < BF_N_VALUE_CLASSES; i++)
    last[i] = -G_MAXDOUBLE;
  for (gsize i = 0; i < drawing->series->n; i++)
    {
      BfValueClass value_class;
      double x, y;

      if (!locate (drawing, i, &x, &y, &value_class) || value_class == BF_VALUE_FINITE
          || x - last[value_class] < 1)
        continue;
      last[value_class] = x;
      bf_mark_draw_class (drawing->cr, drawing->theme, value_class, drawing->series->color,
                          x + shift, y, size);
    }
}

/* Series with marks take turns beside each other, so that equal values of several stay visible. */
static void
draw_all_class_marks (const Drawing *drawings, guint n)
{
  guint n_marked = 0, turn = 0;

  for (guint i = 0; i < n; i++)
    n_marked += has_class_marks (&drawings[i]);
  for (guint i = 0; i < n; i++)
    if (has_class_marks (&drawings[i]))
      {
        double spacing = drawings[i].panel->plot.width / MAX (drawings[i].series->n, 1) / n_marked;
        double step = MIN (drawings[i].theme->font_size * 0.45, spacing);

        draw_class_marks (&drawings[i], (turn++ - (n_marked - 1) / 2.0) * step);
      }
}

void
bf_line_chart_draw (cairo_t *cr, const BfTheme *theme, const BfPanel *panel,
                    const BfSeries *series, guint n_series)
{
  BfRect around = bf_rect_inset (panel->plot, -theme->font_size, -theme->font_size,
                                 -theme->font_size, -theme->font_size);
  g_autofree Drawing *drawings = g_new (Drawing, n_series);

  cairo_save (cr);
  bf_path_rectangle (cr, around.x, around.y, around.width, around.height);
  cairo_clip (cr);
  for (guint i = 0; i < n_series; i++)
    {
      drawings[i] = (Drawing) { cr, theme, panel, &series[i], i, n_series };
      if (density (&drawings[i]) > DENSE)
        draw_dense (&drawings[i]);
      else
        stroke_polyline (&drawings[i]);
      if (looks[series[i].look].markers)
        draw_markers (&drawings[i]);
    }
  cairo_restore (cr);
  draw_all_class_marks (drawings, n_series);
}

gsize
bf_series_nearest (const BfSeries *series, double x)
{
  gsize low = 0, high = series->n;

  if (series->n == 0)
    return G_MAXSIZE;
  while (low < high)
    {
      gsize middle = low + (high - low) / 2;

      if (series->x[middle] < x)
        low = middle + 1;
      else
        high = middle;
    }
  if (low == series->n || (low > 0 && x - series->x[low - 1] <= series->x[low] - x))
    low--;
  return low;
}

void
bf_line_chart_draw_cursor (cairo_t *cr, const BfTheme *theme, const BfPanel *panel, double x,
                           const BfSeries *series, guint n_series)
{
  bf_path_vertical (cr, bf_axis_x (&panel->x, &panel->plot, x), panel->plot.y, panel->baseline);
  bf_color_set (cr, theme->muted);
  cairo_set_line_width (cr, 1);
  cairo_stroke (cr);

  for (guint i = 0; i < n_series; i++)
    {
      Drawing drawing = { cr, theme, panel, &series[i], i, n_series };
      gsize nearest = bf_series_nearest (&series[i], x);
      BfValueClass value_class;
      double px, py;

      if (nearest == G_MAXSIZE || !locate (&drawing, nearest, &px, &py, &value_class)
          || value_class != BF_VALUE_FINITE)
        continue;
      cairo_new_path (cr);
      bf_path_arc (cr, px, py, theme->font_size * 0.5, 0, 2 * G_PI);
      bf_color_set (cr, series[i].color);
      cairo_set_line_width (cr, 1.5);
      cairo_stroke (cr);
    }
}
