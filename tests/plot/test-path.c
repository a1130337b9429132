/* The one way of coordinates to Cairo. */
#include <math.h>
#include <stdlib.h>

#include "plot/path.h"
#include "test-canvas.h"

static const BfColor white = { 1, 1, 1, 1 }, black = { 0, 0, 0, 1 };

static void
test_counts (void)
{
  Canvas canvas = canvas_new (10, 10, white);
  guint before = bf_path_n_coordinates ();

  bf_path_move_to (canvas.cr, 1, 1);
  bf_path_line_to (canvas.cr, 2, 2);
  g_assert_cmpuint (bf_path_n_coordinates (), ==, before + 4);
  canvas_clear (&canvas);
}

/* A line to NaN would be a spike to the origin. */
static void
refuse (double bad)
{
  Canvas canvas = canvas_new (10, 10, white);
  double x, y;

  bf_path_line_to (canvas.cr, bad, 5);
  cairo_get_current_point (canvas.cr, &x, &y);
  g_assert_true (isfinite (x) && x < -1000);
  g_assert_cmpuint (bf_path_n_refused (), ==, 1);
  g_assert_cmpint (cairo_status (canvas.cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (canvas.cr);
  cairo_surface_destroy (canvas.surface);
}

static void
test_refuses_quietly (void)
{
  g_log_set_always_fatal (G_LOG_LEVEL_ERROR);
  refuse (strtod (g_getenv ("BF_BAD_COORDINATE"), NULL));
}

static void
test_refuses (void)
{
  static const char *const bad[] = { "nan", "inf", "-inf" };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_setenv ("BF_BAD_COORDINATE", bad[i], TRUE);
      g_test_trap_subprocess ("/path/subprocess/refuses", 0, 0);
      g_test_trap_assert_passed ();
      g_test_trap_assert_stderr ("*CRITICAL*not finite*");
    }
}

/* In tests, where criticals are fatal, it ends the program. */
static void
test_refuses_loudly (void)
{
  if (g_test_subprocess ())
    {
      Canvas canvas = canvas_new (10, 10, white);

      bf_path_rectangle (canvas.cr, 0, 0, NAN, 1);
      return;
    }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_failed ();
}

static void
test_clamps (void)
{
  Canvas canvas = canvas_new (10, 10, white);
  double x, y;

  bf_path_move_to (canvas.cr, 1e300, -1e300);
  cairo_get_current_point (canvas.cr, &x, &y);
  g_assert_cmpfloat (x, ==, 1e6);
  g_assert_cmpfloat (y, ==, -1e6);
  canvas_clear (&canvas);
}

static void
test_snapped_lines_are_crisp (void)
{
  Canvas canvas = canvas_new (20, 20, white);

  bf_path_horizontal (canvas.cr, 0, 20, 7.3);
  bf_path_vertical (canvas.cr, 12.9, 0, 20);
  cairo_set_line_width (canvas.cr, 1);
  bf_color_set (canvas.cr, black);
  cairo_stroke (canvas.cr);
  g_assert_cmpuint (canvas_count (&canvas, 0, 0, 20, 20, black, 0), ==, 39);
  g_assert_cmpuint (canvas_count (&canvas, 0, 0, 20, 20, white, 0), ==, 400 - 39);
  g_assert_cmphex (canvas_pixel (&canvas, 3, 7), ==, 0);
  g_assert_cmphex (canvas_pixel (&canvas, 12, 3), ==, 0);
  canvas_clear (&canvas);
}

static void
test_rectangles (void)
{
  BfRect rect = bf_rect_inset ((BfRect) { 10, 20, 30, 40 }, 1, 2, 3, 4);

  g_assert_cmpfloat (rect.x, ==, 11);
  g_assert_cmpfloat (rect.y, ==, 22);
  g_assert_cmpfloat (rect.width, ==, 26);
  g_assert_cmpfloat (rect.height, ==, 34);
  g_assert_true (bf_rect_contains (&rect, 11, 22));
  g_assert_false (bf_rect_contains (&rect, 37, 22));
  g_assert_cmpfloat (bf_rect_inset (rect, 100, 0, 0, 0).width, ==, 0);
}

static void
test_image_is_not_smoothed (void)
{
  Canvas canvas = canvas_new (40, 40, white);
  cairo_surface_t *image = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 2, 1);
  BfRect rect = { 0, 0, 40, 40 };

  ((guint32 *) (gpointer) cairo_image_surface_get_data (image))[1] = 0xff0000;
  cairo_surface_mark_dirty (image);
  bf_path_image (canvas.cr, &rect, image);
  g_assert_cmpuint (canvas_count (&canvas, 0, 0, 20, 40, black, 0), ==, 800);
  g_assert_cmpuint (canvas_count (&canvas, 20, 0, 20, 40, (BfColor) { 1, 0, 0, 1 }, 0), ==, 800);
  cairo_surface_destroy (image);
  canvas_clear (&canvas);
}

static void
test_resolution (void)
{
  Canvas canvas = canvas_new (10, 10, white);

  g_assert_cmpfloat (bf_path_resolution (canvas.cr), ==, 1);
  cairo_surface_set_device_scale (canvas.surface, 2, 2);
  g_assert_cmpfloat (bf_path_resolution (canvas.cr), ==, 2);
  g_assert_false (bf_path_is_vector (canvas.cr));
  canvas_clear (&canvas);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/path/counts", test_counts);
  g_test_add_func ("/path/refuses", test_refuses);
  g_test_add_func ("/path/subprocess/refuses", test_refuses_quietly);
  g_test_add_func ("/path/refuses-loudly", test_refuses_loudly);
  g_test_add_func ("/path/clamps", test_clamps);
  g_test_add_func ("/path/snapped-lines-are-crisp", test_snapped_lines_are_crisp);
  g_test_add_func ("/path/rectangles", test_rectangles);
  g_test_add_func ("/path/image-is-not-smoothed", test_image_is_not_smoothed);
  g_test_add_func ("/path/resolution", test_resolution);
  return g_test_run ();
}
