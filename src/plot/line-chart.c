#include "plot/line-chart.h"

#include <math.h>

#include "plot/columns.h"
#include "plot/mark.h"

/* Lines of more points, nearer to each other in px, are drawn by columns. */
#define MANY_POINTS 256
#define DENSE 2.8

/* Of points nearer in px the corners are too flat to need rounding, and the lines too many pieces
 * to be drawn in the best way there is: that takes three times as long. */
#define SMOOTH 8

/* Marks of a class nearer than this share of their size are one. */
#define CROWDED 1.0

/* Distance in px of the markers that tell dense series apart. */
#define SPARSE_MARKERS 110

typedef struct {
  double width;        /* in line widths of the theme */
  double alpha;
  gboolean dashed, markers, hollow;
  double on, off;      /* dash in line widths instead of the style's; 0: none */
} LookInfo;

static const LookInfo looks[] = {
  [BF_SERIES_LINE] = { 1, 1, TRUE, TRUE, FALSE },
  [BF_SERIES_RAW] = { 0.6, 0.3, FALSE, FALSE, FALSE },
  [BF_SERIES_POINTS] = { 0.5, 1, FALSE, TRUE, TRUE },
  [BF_SERIES_THIN] = { 0.5, 1, FALSE, FALSE, FALSE },
  [BF_SERIES_UNDRAWN] = { 0 },
  [BF_SERIES_THEORY] = { 0.65, 1, FALSE, FALSE, FALSE, BF_MARK_THEORY_DASH },
  [BF_SERIES_SIMPLER_THEORY] = { 0.65, 1, FALSE, FALSE, FALSE, BF_MARK_SIMPLER_DASH },
};

/* Where a point has no place at all. */
#define NOWHERE BF_N_VALUE_CLASSES

typedef struct {
  cairo_t *cr;
  const BfTheme *theme;
  const BfPanel *panel;
  const BfSeries *series;
  guint index, n_series;
  double *x, *y;             /* [n] px */
  guint8 *classes;           /* [n] BfValueClass, or NOWHERE */
  gsize n_marked;            /* of classes that are marked */
} Drawing;

/* A scale with all that does not depend on the value worked out. */
typedef struct {
  gboolean logarithmic;
  double from, length;       /* as bf_scale_to_unit() has them */
  double start, extent;      /* px */
} Ruler;

static Ruler
make_ruler (const BfScale *scale, double start, double extent)
{
  double from = scale->logarithmic ? log (scale->min) : scale->min / 2;
  double to = scale->logarithmic ? log (scale->max) : scale->max / 2;

  return (Ruler) { scale->logarithmic, from, to - from, start, extent };
}

static inline double
measure (const Ruler *ruler, double value)
{
  double unit = ((ruler->logarithmic ? log (value) : value / 2) - ruler->from) / ruler->length;

  return ruler->start + ruler->extent * CLAMP (unit, -100, 100);
}

static void
locate_point (Drawing *drawing, const Ruler *x_ruler, const Ruler *y_ruler, gsize i)
{
  const BfSeries *series = drawing->series;
  const BfPanel *panel = drawing->panel;
  double x = series->x[i], y = series->y[i];
  BfValueClass class = bf_value_classify (y, y_ruler->logarithmic, series->smallest_normal);
  const BfRect *strip = &panel->strip[class];

  drawing->classes[i] = class;
  if (bf_value_classify (x, x_ruler->logarithmic, 0) != BF_VALUE_FINITE)
    {
      drawing->classes[i] = NOWHERE;
      return;
    }
  drawing->x[i] = measure (x_ruler, x);
  if (class == BF_VALUE_FINITE)
    {
      drawing->y[i] = measure (y_ruler, y);
      return;
    }
  drawing->y[i] = strip->y + strip->height / 2;
  if (strip->height <= 0 || x < panel->x.scale.min || x > panel->x.scale.max)
    drawing->classes[i] = NOWHERE;
  else
    drawing->n_marked += !series->unmarked;
}

/* The same places as bf_panel_locate() has. */
static void
locate (Drawing *drawing)
{
  const BfPanel *panel = drawing->panel;
  const BfRect *plot = &panel->plot;
  Ruler x = make_ruler (&panel->x.scale, plot->x, plot->width);
  Ruler y = make_ruler (&panel->y.scale, plot->y + plot->height, -plot->height);
  gsize n = drawing->series->n;

  drawing->x = g_new (double, n);
  drawing->y = g_new (double, n);
  drawing->classes = g_new (guint8, n);
  for (gsize i = 0; i < n; i++)
    locate_point (drawing, &x, &y, i);
}

static void
drawing_clear (Drawing *drawing)
{
  g_free (drawing->x);
  g_free (drawing->y);
  g_free (drawing->classes);
}

/* Mean distance of neighbouring points in px. */
static double
point_spacing (const Drawing *drawing)
{
  const BfSeries *series = drawing->series;
  double first, last;

  if (series->n < 2)
    return G_MAXDOUBLE;
  first = bf_axis_x (&drawing->panel->x, &drawing->panel->plot, series->x[0]);
  last = bf_axis_x (&drawing->panel->x, &drawing->panel->plot, series->x[series->n - 1]);
  return (last - first) / (series->n - 1);
}

/* 0: no room for one at every point. */
static double
marker_size (const BfTheme *theme, double spacing)
{
  double size = theme->font_size * 0.58;

  return spacing < size * 1.6 ? 0 : CLAMP (spacing * 0.4, size * 0.75, size);
}

static void
set_dash (const Drawing *drawing, double width)
{
  const LookInfo *look = &looks[drawing->series->look];
  const double dash[] = { look->on * width, look->off * width };

  if (look->on > 0)
    cairo_set_dash (drawing->cr, dash, G_N_ELEMENTS (dash), 0);
  else
    bf_mark_set_dash (drawing->cr, look->dashed ? drawing->series->style : 0, width);
}

/* Lines that theory draws are smooth: points nearer than this in px to the last one are left out, so that
 * their dashes stay. */
static double
least_distance (const Drawing *drawing)
{
  return looks[drawing->series->look].on > 0 ? 1 : 0;
}

static void
stroke_polyline (const Drawing *drawing)
{
  const LookInfo *look = &looks[drawing->series->look];
  double width = drawing->theme->line_width * look->width;
  gboolean smooth = point_spacing (drawing) < SMOOTH, open = FALSE;
  cairo_t *cr = drawing->cr;
  double least = least_distance (drawing), last = 0;

  for (gsize i = 0; i < drawing->series->n; i++)
    {
      gboolean was_open = open;

      open = drawing->classes[i] == BF_VALUE_FINITE;
      if (open && was_open && drawing->x[i] - last < least && i + 1 < drawing->series->n)
        continue;
      last = drawing->x[i];
      if (open && was_open)
        bf_path_line_to (cr, drawing->x[i], drawing->y[i]);
      else if (open)
        bf_path_move_to (cr, drawing->x[i], drawing->y[i]);
    }
  cairo_set_line_width (cr, width);
  cairo_set_line_join (cr, smooth ? CAIRO_LINE_JOIN_BEVEL : CAIRO_LINE_JOIN_ROUND);
  cairo_set_antialias (cr, smooth ? CAIRO_ANTIALIAS_FAST : CAIRO_ANTIALIAS_DEFAULT);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_BUTT);
  set_dash (drawing, width);
  bf_color_set (cr, bf_color_alpha (drawing->series->color, look->alpha));
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_DEFAULT);
}

/* By columns: as pixels two to each, so that slopes keep smooth edges, as shapes one to each
 * unit. */
static void
draw_dense (const Drawing *drawing)
{
  const LookInfo *look = &looks[drawing->series->look];
  const BfRect *plot = &drawing->panel->plot;
  double line_width = drawing->theme->line_width * look->width;
  gboolean vector = bf_path_is_vector (drawing->cr);
  cairo_t *cr = drawing->cr;
  BfColumns columns;

  bf_columns_init (&columns, plot, vector ? 1 : 0.5 / bf_path_resolution (cr));
  for (gsize i = 0; i < drawing->series->n; i++)
    {
      if (drawing->classes[i] == BF_VALUE_FINITE)
        bf_columns_line_to (&columns, drawing->x[i], drawing->y[i]);
      else
        bf_columns_break (&columns);
    }
  bf_color_set (cr, bf_color_alpha (drawing->series->color, look->alpha));
  if (vector)
    {
      bf_columns_trace (cr, &columns);
      cairo_set_line_width (cr, line_width * 0.85);
      cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
      cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
      cairo_stroke (cr);
    }
  else
    bf_columns_fill (cr, &columns, plot, line_width);
  bf_columns_clear (&columns);
}

/* They do not overlap. */
static void
draw_places (const Drawing *drawing, const BfMarkPlace *places, guint n, double size)
{
  const BfSeries *series = drawing->series;

  bf_mark_draw_markers (drawing->cr, drawing->theme, series->style, series->color, places, n,
                        size);
  if (looks[series->look].hollow)
    bf_mark_draw_markers (drawing->cr, drawing->theme, series->style, drawing->theme->background,
                          places, n, size * 0.45);
}

/* One at every point where there is room, else some, staggered between the series. */
static void
draw_markers (const Drawing *drawing)
{
  const BfRect *plot = &drawing->panel->plot;
  double size = marker_size (drawing->theme, point_spacing (drawing));
  double distance = size > 0 ? 0 : SPARSE_MARKERS;
  double next = plot->x + distance * (drawing->index + 0.5) / MAX (drawing->n_series, 1);
  g_autofree BfMarkPlace *places = g_new (BfMarkPlace, drawing->series->n);
  guint n = 0;

  size = size > 0 ? size : drawing->theme->font_size * 0.5;
  for (gsize i = 0; i < drawing->series->n; i++)
    {
      if (drawing->classes[i] != BF_VALUE_FINITE || (distance > 0 && drawing->x[i] < next))
        continue;
      places[n++] = (BfMarkPlace) { drawing->x[i], drawing->y[i] };
      while (distance > 0 && next <= drawing->x[i])
        next += distance;
    }
  if (n > 0)
    draw_places (drawing, places, n, size);
}

/* A crowd of marks is thinned to what can be told apart. */
static void
draw_class_marks (const Drawing *drawing, double shift)
{
  double size = drawing->theme->font_size * 0.62;
  g_autofree BfMarkPlace *places = g_new (BfMarkPlace, drawing->series->n);

  for (guint class = BF_VALUE_FINITE + 1; class < BF_N_VALUE_CLASSES; class++)
    {
      double last = -G_MAXDOUBLE;
      guint n = 0;

      for (gsize i = 0; i < drawing->series->n; i++)
        if (drawing->classes[i] == class && drawing->x[i] - last >= size * CROWDED)
          {
            last = drawing->x[i];
            places[n++] = (BfMarkPlace) { last + shift, drawing->y[i] };
          }
      if (n > 0)
        bf_mark_draw_classes (drawing->cr, drawing->theme, class, drawing->series->color, places, n,
                              size);
    }
}

/* Series with marks take turns beside each other, so that equal values of several stay visible. */
static void
draw_all_class_marks (const Drawing *drawings, guint n)
{
  guint n_marked = 0, turn = 0;

  for (guint i = 0; i < n; i++)
    n_marked += drawings[i].n_marked > 0;
  for (guint i = 0; i < n; i++)
    if (drawings[i].n_marked > 0)
      {
        double spacing = point_spacing (&drawings[i]) / n_marked;
        double step = MIN (drawings[i].theme->font_size * 0.45, spacing);

        draw_class_marks (&drawings[i], (turn++ - (n_marked - 1) / 2.0) * step);
      }
}

static void
draw_series (const Drawing *drawing)
{
  const LookInfo *look = &looks[drawing->series->look];

  if (look->width == 0)
    return;
  if (drawing->series->n > MANY_POINTS && point_spacing (drawing) < DENSE
      && least_distance (drawing) == 0)
    draw_dense (drawing);
  else
    stroke_polyline (drawing);
  if (look->markers)
    draw_markers (drawing);
}

void
bf_line_chart_draw (cairo_t *cr, const BfTheme *theme, const BfPanel *panel,
                    const BfSeries *series, guint n_series)
{
  double margin = panel->clipped ? 0 : -ceil (theme->font_size);   /* crisp edges clip fast */
  BfRect around = bf_rect_inset (panel->plot, margin, margin, margin, margin);
  g_autofree Drawing *drawings = g_new (Drawing, n_series);

  cairo_save (cr);
  bf_path_rectangle (cr, around.x, around.y, around.width, around.height);
  cairo_clip (cr);
  for (guint i = 0; i < n_series; i++)
    {
      drawings[i] = (Drawing) { cr, theme, panel, &series[i], i, n_series };
      locate (&drawings[i]);
      draw_series (&drawings[i]);
    }
  cairo_restore (cr);
  draw_all_class_marks (drawings, n_series);
  for (guint i = 0; i < n_series; i++)
    drawing_clear (&drawings[i]);
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
bf_line_chart_draw_cursor (cairo_t *cr, const BfTheme *theme, const BfPanel *panel, double x)
{
  if (x < panel->x.scale.min || x > panel->x.scale.max)
    return;
  bf_path_vertical (cr, bf_axis_x (&panel->x, &panel->plot, x), panel->plot.y, panel->baseline);
  bf_color_set (cr, theme->muted);
  cairo_set_line_width (cr, 1);
  cairo_stroke (cr);
}

void
bf_line_chart_draw_ring (cairo_t *cr, const BfTheme *theme, const BfPanel *panel,
                         const BfSeries *series, gsize point)
{
  BfRect around = bf_rect_inset (panel->plot, -1, -1, -1, -1);
  BfValueClass value_class;
  double x, y;

  if (!bf_panel_locate (panel, series->x[point], series->y[point], series->smallest_normal, &x, &y,
                        &value_class)
      || value_class != BF_VALUE_FINITE || !bf_rect_contains (&around, x, y))
    return;
  cairo_new_path (cr);
  bf_path_arc (cr, x, y, theme->font_size * 0.5, 0, 2 * G_PI);
  bf_color_set (cr, series->color);
  cairo_set_line_width (cr, 1.5);
  cairo_stroke (cr);
}
