/* Lines, markers, and the marks of what an axis cannot show. */
#include <float.h>
#include <math.h>

#include "plot/columns.h"
#include "plot/line-chart.h"
#include "plot/mark.h"
#include "test-canvas.h"

#define SIZE 400

static const BfColor red = { 1, 0, 0, 1 };

static BfTheme
plain_theme (void)
{
  BfTheme theme = bf_theme_light;

  theme.font_size = 12;
  return theme;
}

static BfPanel
make_panel (const BfTheme *theme, gboolean logarithmic, double x_max)
{
  BfPanel panel = {
    .x = { .scale = { FALSE, 0, x_max } },
    .y = { .scale = { logarithmic, logarithmic ? 1e-10 : 0, 1 } },
    .strips = { [BF_VALUE_ZERO] = TRUE,
                [BF_VALUE_UNDERFLOW] = TRUE,
                [BF_VALUE_INFINITE] = TRUE,
                [BF_VALUE_NAN] = TRUE },
  };
  BfRect outer = { 0, 0, SIZE, SIZE };

  bf_panel_place (&panel, theme, &outer, bf_panel_left (&panel, theme, SIZE));
  return panel;
}

static BfSeries
make_series (const double *x, const double *y, gsize n)
{
  return (BfSeries) { .n = n, .x = x, .y = y, .color = red, .smallest_normal = FLT_MIN };
}

/* A marker's middle is where arithmetic says. */
static void
test_position (void)
{
  const double x[] = { 3 }, y[] = { 1e-4 };
  BfTheme theme = plain_theme ();
  BfPanel panel = make_panel (&theme, TRUE, 10);
  BfSeries series = make_series (x, y, 1);
  Canvas canvas = canvas_new (SIZE, SIZE, theme.background);
  double sum_x = 0, sum_y = 0, n = 0;

  bf_line_chart_draw (canvas.cr, &theme, &panel, &series, 1);
  for (int j = 0; j < SIZE; j++)
    for (int i = 0; i < SIZE; i++)
      if (canvas_pixel (&canvas, i, j) == canvas_rgb (red))
        {
          sum_x += i + 0.5;
          sum_y += j + 0.5;
          n++;
        }
  g_assert_cmpfloat (n, >, 10);
  g_assert_cmpfloat_with_epsilon (sum_x / n, panel.plot.x + panel.plot.width * 0.3, 0.5);
  g_assert_cmpfloat_with_epsilon (sum_y / n, panel.plot.y + panel.plot.height * 0.4, 0.5);
  canvas_clear (&canvas);
}

/* A line is broken where a value has no place: nothing red between the points beside it. */
static void
test_breaks (void)
{
  static const double bad[] = { NAN, INFINITY, -INFINITY, 0, 1e-40 };
  BfTheme theme = plain_theme ();
  BfPanel panel = make_panel (&theme, TRUE, 4);

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      const double x[] = { 0, 1, 2, 3, 4 }, y[] = { 1e-5, 1e-5, bad[i], 1e-5, 1e-5 };
      BfSeries series = make_series (x, y, 5);
      Canvas canvas = canvas_new (SIZE, SIZE, theme.background);
      int line = (int) bf_axis_y (&panel.y, &panel.plot, 1e-5);
      int before = (int) bf_axis_x (&panel.x, &panel.plot, 0.5),
          at = (int) bf_axis_x (&panel.x, &panel.plot, 2);

      bf_line_chart_draw (canvas.cr, &theme, &panel, &series, 1);
      g_assert_cmpuint (canvas_count (&canvas, before, line - 3, 1, 7, red, 40), >, 0);
      g_assert_cmpuint (canvas_count_other (&canvas, at - 40, (int) panel.plot.y, 80,
                                            (int) panel.plot.height, theme.background),
                        ==, 0);
      canvas_clear (&canvas);
    }
}

/* The picture of one mark in its strip, as a string of its pixels. */
static char *
mark_picture (double value, BfValueClass *value_class)
{
  const double x[] = { 2 }, y[] = { value };
  BfTheme theme = plain_theme ();
  BfPanel panel = make_panel (&theme, TRUE, 4);
  BfSeries series = make_series (x, y, 1);
  Canvas canvas = canvas_new (SIZE, SIZE, theme.background);
  GString *picture = g_string_new (NULL);
  double px, py;

  g_assert_true (bf_panel_locate (&panel, 2, value, FLT_MIN, &px, &py, value_class));
  bf_line_chart_draw (canvas.cr, &theme, &panel, &series, 1);
  for (int j = -8; j <= 8; j++)
    for (int i = -8; i <= 8; i++)
      g_string_append_printf (picture, "%06x ", canvas_pixel (&canvas, (int) px + i, (int) py + j));
  g_assert_cmpuint (canvas_count_other (&canvas, 0, 0, SIZE, SIZE, theme.background), >, 8);
  g_assert_cmpuint (
    canvas_count_other (&canvas, (int) px - 8, (int) py - 8, 17, 17, theme.background), ==,
    canvas_count_other (&canvas, 0, 0, SIZE, SIZE, theme.background));
  canvas_clear (&canvas);
  return g_string_free (picture, FALSE);
}

static void
test_marks_are_distinct (void)
{
  static const double values[] = { 0, 1e-41, INFINITY, NAN };
  static const BfValueClass classes[] = { BF_VALUE_ZERO, BF_VALUE_UNDERFLOW, BF_VALUE_INFINITE,
                                          BF_VALUE_NAN };
  char *pictures[G_N_ELEMENTS (values)];

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    {
      BfValueClass value_class;

      pictures[i] = mark_picture (values[i], &value_class);
      g_assert_cmpint (value_class, ==, classes[i]);
      for (gsize j = 0; j < i; j++)
        g_assert_cmpstr (pictures[i], !=, pictures[j]);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    g_free (pictures[i]);
}

/* One spike among 20,000 points is still there, at its full height; so is one dip. */
static void
test_dense_keeps_extremes (void)
{
  const gsize n = 20000;
  g_autofree double *x = g_new (double, n), *y = g_new (double, n);
  BfTheme theme = plain_theme ();
  BfPanel panel = make_panel (&theme, FALSE, n);
  BfSeries series = make_series (x, y, n);
  Canvas canvas = canvas_new (SIZE, SIZE, theme.background);
  int top = (int) bf_axis_y (&panel.y, &panel.plot, 0.95),
      bottom = (int) bf_axis_y (&panel.y, &panel.plot, 0.05);

  for (gsize i = 0; i < n; i++)
    {
      x[i] = i;
      y[i] = i == 7777 ? 1 : i == 15555 ? 0 : 0.5;
    }
  series.look = BF_SERIES_RAW;
  bf_line_chart_draw (canvas.cr, &theme, &panel, &series, 1);
  g_assert_cmpuint (canvas_count_other (&canvas, (int) bf_axis_x (&panel.x, &panel.plot, 7777) - 2,
                                        top, 5, 1, theme.background),
                    >, 0);
  g_assert_cmpuint (canvas_count_other (&canvas, (int) bf_axis_x (&panel.x, &panel.plot, 15555) - 2,
                                        bottom, 5, 1, theme.background),
                    >, 0);
  canvas_clear (&canvas);
}

/* Columns hold exactly the extent of the line in each of them. */
static void
test_columns (void)
{
  BfRect area = { 10, 0, 4, 100 };
  BfColumns columns;

  bf_columns_init (&columns, &area, 1);
  bf_columns_line_to (&columns, 10.5, 0);
  bf_columns_line_to (&columns, 12.5, 40);
  bf_columns_break (&columns);
  bf_columns_line_to (&columns, 13.5, 70);
  g_assert_cmpuint (columns.n, ==, 4);
  g_assert_cmpfloat_with_epsilon (columns.low[0], 0, 1e-9);
  g_assert_cmpfloat_with_epsilon (columns.high[0], 10, 1e-9);
  g_assert_cmpfloat_with_epsilon (columns.low[1], 10, 1e-9);
  g_assert_cmpfloat_with_epsilon (columns.high[1], 30, 1e-9);
  g_assert_cmpfloat_with_epsilon (columns.low[2], 30, 1e-9);
  g_assert_cmpfloat_with_epsilon (columns.high[2], 40, 1e-9);
  g_assert_cmpfloat_with_epsilon (columns.low[3], 70, 1e-9);
  g_assert_cmpfloat_with_epsilon (columns.high[3], 70, 1e-9);
  bf_columns_clear (&columns);
}

static void
test_nearest (void)
{
  const double x[] = { 1, 2, 5, 9 };
  static const struct { double x; gsize index; } cases[] = {
    { -5, 0 }, { 1.4, 0 }, { 1.5, 0 }, { 1.6, 1 }, { 3, 1 },
    { 4, 2 },  { 6.9, 2 }, { 7.1, 3 }, { 100, 3 },
  };
  BfSeries series = make_series (x, x, 4), empty = make_series (x, x, 0);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpuint (bf_series_nearest (&series, cases[i].x), ==, cases[i].index);
  g_assert_cmpuint (bf_series_nearest (&empty, 1), ==, G_MAXSIZE);
}

/* Values out of the axes' range, an empty and a one-point series, all in one chart. */
static void
test_anything_goes (void)
{
  const double x[] = { -1e300, 0, 1, 2, 1e300 }, y[] = { 1e-300, 1e300, DBL_MAX, 1e-5, 1 };
  BfTheme theme = plain_theme ();
  BfPanel panel = make_panel (&theme, TRUE, 4);
  BfSeries series[] = { make_series (x, y, 5), make_series (x, y, 0),
                        make_series (x + 2, y + 2, 1) };
  Canvas canvas = canvas_new (SIZE, SIZE, theme.background);

  bf_panel_draw_back (canvas.cr, &theme, &panel, TRUE);
  bf_panel_draw_front (canvas.cr, &theme, &panel);
  bf_line_chart_draw (canvas.cr, &theme, &panel, series, 3);
  bf_line_chart_draw_cursor (canvas.cr, &theme, &panel, 1);
  bf_line_chart_draw_cursor (canvas.cr, &theme, &panel, 1e300);
  for (gsize i = 0; i < 5; i++)
    bf_line_chart_draw_ring (canvas.cr, &theme, &panel, &series[0], i);
  canvas_clear (&canvas);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/line-chart/position", test_position);
  g_test_add_func ("/line-chart/breaks", test_breaks);
  g_test_add_func ("/line-chart/marks-are-distinct", test_marks_are_distinct);
  g_test_add_func ("/line-chart/dense-keeps-extremes", test_dense_keeps_extremes);
  g_test_add_func ("/line-chart/columns", test_columns);
  g_test_add_func ("/line-chart/nearest", test_nearest);
  g_test_add_func ("/line-chart/anything-goes", test_anything_goes);
  return g_test_run ();
}
