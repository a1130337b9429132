/* Maps of magnitudes and their colours. */
#include <float.h>
#include <math.h>

#include "plot/color-bar.h"
#include "plot/color-map.h"
#include "plot/heat-map.h"
#include "test-canvas.h"

static const BfScale scale = { TRUE, 1e-8, 1 };
static const BfColor white = { 1, 1, 1, 1 };

static void
test_viridis (void)
{
  static const struct { double unit; guint32 rgb; } known[] = {
    { 0, 0x440154 }, { 0.25, 0x3b528b }, { 0.5, 0x21918c }, { 0.75, 0x5ec962 }, { 1, 0xfde725 },
  };
  double previous = -1;

  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    {
      guint32 rgb = canvas_rgb (bf_color_map (known[i].unit));

      for (int shift = 0; shift <= 16; shift += 8)
        g_assert_cmpint (ABS ((int) (rgb >> shift & 0xff) - (int) (known[i].rgb >> shift & 0xff)), <=,
                         6);
    }
  for (double unit = 0; unit <= 1; unit += 1 / 64.0)
    {
      double contrast = bf_color_contrast (bf_color_map (unit), (BfColor) { 0, 0, 0, 1 });

      g_assert_cmpfloat (contrast, >, previous);   /* lightness rises: readable in grey */
      previous = contrast;
    }
  g_assert_cmphex (canvas_rgb (bf_color_map (-1)), ==, canvas_rgb (bf_color_map (0)));
  g_assert_cmphex (canvas_rgb (bf_color_map (2)), ==, canvas_rgb (bf_color_map (1)));
  g_assert_cmphex (canvas_rgb (bf_color_map (NAN)), ==, canvas_rgb (bf_color_map (0)));
}

static void
test_cells (void)
{
  g_autoptr (BfHeatMap) map = bf_heat_map_new (2, 2, TRUE, FLT_MIN);
  Canvas canvas = canvas_new (100, 100, white);
  BfRect area = { 0, 0, 100, 100 };

  bf_heat_map_add (map, 0, 0, 1e-8);
  bf_heat_map_add (map, 1, 0, 1);
  bf_heat_map_add (map, 0, 1, 1e-4);
  bf_heat_map_draw (canvas.cr, map, &scale, &area);
  /* Row 0 is the lower one; each cell is of one colour up to its edge; the cell without a value
   * is untouched. */
  g_assert_cmpuint (canvas_count (&canvas, 0, 50, 50, 50, bf_color_map (0), 0), ==, 2500);
  g_assert_cmpuint (canvas_count (&canvas, 50, 50, 50, 50, bf_color_map (1), 0), ==, 2500);
  g_assert_cmpuint (canvas_count (&canvas, 0, 0, 50, 50, bf_color_map (0.5), 2), ==, 2500);
  g_assert_cmpuint (canvas_count (&canvas, 50, 0, 50, 50, white, 0), ==, 2500);
  canvas_clear (&canvas);
}

/* Several values of a cell: their mean on the scale, unless one of them has no place on it. */
static void
test_shared_cells (void)
{
  g_autoptr (BfHeatMap) map = bf_heat_map_new (2, 1, TRUE, FLT_MIN);
  Canvas canvas = canvas_new (100, 50, white);
  BfRect area = { 0, 0, 100, 50 };

  bf_heat_map_add (map, 0, 0, 1e-6);
  bf_heat_map_add (map, 0, 0, 1e-2);
  for (int i = 0; i < 50; i++)
    bf_heat_map_add (map, 1, 0, i == 20 ? NAN : 1e-4);
  bf_heat_map_draw (canvas.cr, map, &scale, &area);
  g_assert_cmpuint (canvas_count (&canvas, 0, 0, 50, 50, bf_color_map (0.5), 2), ==, 2500);
  g_assert_cmpuint (canvas_count (&canvas, 50, 0, 50, 50, bf_color_map (0.5), 40), ==, 0);
  canvas_clear (&canvas);
}

/* Means over the whole range of a double, thousands of values, some of them subnormal. */
static void
test_long_means (void)
{
  static const double values[] = { 1e-300, 1e300, 4.9406564584124654e-324, DBL_MAX, 1e-150, 3.7 };
  const BfScale wide = { TRUE, 1e-320, 1e300 };
  g_autoptr (BfHeatMap) map = bf_heat_map_new (G_N_ELEMENTS (values), 1, TRUE, 0);
  Canvas canvas = canvas_new (60, 10, white);
  BfRect area = { 0, 0, 60, 10 };

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    for (int k = 0; k < 5000; k++)
      bf_heat_map_add (map, i, 0, k % 2 ? values[i] : 1);
  bf_heat_map_draw (canvas.cr, map, &wide, &area);
  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    {
      double unit = bf_scale_to_unit (&wide, exp (log (values[i]) / 2));

      g_assert_cmpuint (canvas_count (&canvas, (int) i * 10, 0, 10, 10, bf_color_map (unit), 5), ==,
                        100);
    }
  canvas_clear (&canvas);
}

/* A map drawn again and again while it grows, and on another scale, looks as one drawn once. */
static void
test_growth (void)
{
  static const double values[] = { 1e-6, NAN, 1e-2, 0, 1e-3, 1e-40, 0.5, INFINITY };
  const BfScale other = { TRUE, 1e-6, 1e2 };
  static const guint rows[] = { 1, BF_NO_ROW, 0 };
  g_autoptr (BfHeatMap) grown = bf_heat_map_new (8, 2, TRUE, FLT_MIN);
  BfRect area = { 0, 0, 80, 20 };

  for (guint n = 1; n <= 8; n++)
    {
      g_autoptr (BfHeatMap) once = bf_heat_map_new (8, 2, TRUE, FLT_MIN);
      const BfScale *now = n % 3 == 2 ? &other : &scale;
      Canvas a = canvas_new (80, 20, white), b = canvas_new (80, 20, white);

      bf_heat_map_add_column (grown, n - 1, rows, (double[]) { values[n - 1], 7, NAN, 7, 1e-4 }, 2,
                              3);
      for (guint c = 0; c < n; c++)
        {
          bf_heat_map_add (once, c, 1, values[c]);
          bf_heat_map_add (once, c, 0, 1e-4);
        }
      bf_heat_map_draw (a.cr, grown, now, &area);
      bf_heat_map_draw (b.cr, once, now, &area);
      g_assert_cmpuint (canvas_differences (&a, &b), ==, 0);
      canvas_clear (&a);
      canvas_clear (&b);
    }
}

/* Every class looks unlike the others, unlike the background and unlike every colour of the map,
 * and is hatched. */
static void
test_classes (void)
{
  static const double values[] = { 0, 1e-40, INFINITY, NAN };
  guint32 grounds[G_N_ELEMENTS (values)];

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autoptr (BfHeatMap) map = bf_heat_map_new (1, 1, TRUE, FLT_MIN);
      Canvas canvas = canvas_new (60, 60, white);
      BfRect area = { 0, 0, 60, 60 };
      BfColor ground = bf_color_map_value (&scale, values[i], FLT_MIN);

      bf_heat_map_add (map, 0, 0, values[i]);
      bf_heat_map_draw (canvas.cr, map, &scale, &area);
      grounds[i] = canvas_rgb (ground);
      g_assert_cmpuint (canvas_count (&canvas, 0, 0, 60, 60, white, 16), ==, 0);
      g_assert_cmpuint (canvas_count (&canvas, 0, 0, 60, 60, ground, 0), >, 60 * 60 / 4);
      for (double unit = 0; unit <= 1; unit += 1 / 128.0)
        g_assert_cmpuint (canvas_count (&canvas, 0, 0, 12, 12, bf_color_map (unit), 24), ==, 0);
      for (gsize j = 0; j < i; j++)
        g_assert_cmphex (grounds[i], !=, grounds[j]);
      canvas_clear (&canvas);
    }
}

static void
test_linear (void)
{
  static const BfScale linear = { FALSE, -1, 1 };
  g_autoptr (BfHeatMap) map = bf_heat_map_new (3, 1, FALSE, FLT_MIN);
  Canvas canvas = canvas_new (30, 10, white);
  BfRect area = { 0, 0, 30, 10 };

  bf_heat_map_add (map, 0, 0, -1);
  bf_heat_map_add (map, 1, 0, 0);
  bf_heat_map_add (map, 2, 0, DBL_MAX);
  bf_heat_map_draw (canvas.cr, map, &linear, &area);
  g_assert_cmpuint (canvas_count (&canvas, 0, 0, 10, 10, bf_color_map (0), 0), ==, 100);
  g_assert_cmpuint (canvas_count (&canvas, 10, 0, 10, 10, bf_color_map (0.5), 2), ==, 100);
  g_assert_cmpuint (canvas_count (&canvas, 20, 0, 10, 10, bf_color_map (1), 0), ==, 100);
  canvas_clear (&canvas);
}

/* The bar's colour beside a tick is the colour of that value. */
static void
test_color_bar (void)
{
  g_autofree char *title = g_strdup ("Gradient (log scale)");
  BfColorBar bar = { .axis = { .scale = scale }, .title = title, .short_title = "Gradient" };
  Canvas canvas = canvas_new (100, 300, white);
  BfRect outer = { 0, 0, 0, 300 };

  outer.width = bf_color_bar_width (&bar, &bf_theme_light, 300);
  g_assert_cmpfloat (outer.width, <, 100);
  bf_color_bar_place (&bar, &bf_theme_light, &outer);
  bf_color_bar_draw (canvas.cr, &bf_theme_light, &bar);
  for (double value = 1e-7; value < 1; value *= 10)
    g_assert_cmpuint (canvas_count (&canvas, 3, (int) bf_axis_y (&bar.axis, &bar.bar, value), 1, 1,
                                    bf_color_map (bf_scale_to_unit (&scale, value)), 4), ==, 1);
  canvas_clear (&canvas);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/color-map/viridis", test_viridis);
  g_test_add_func ("/heat-map/cells", test_cells);
  g_test_add_func ("/heat-map/shared-cells", test_shared_cells);
  g_test_add_func ("/heat-map/long-means", test_long_means);
  g_test_add_func ("/heat-map/growth", test_growth);
  g_test_add_func ("/heat-map/classes", test_classes);
  g_test_add_func ("/heat-map/linear", test_linear);
  g_test_add_func ("/color-bar/colours", test_color_bar);
  return g_test_run ();
}
