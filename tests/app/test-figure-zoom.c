/* The arithmetic of zooming, and what was shown before. */
#include "app/figure-zoom.h"

#include <float.h>
#include <math.h>

static BfZoomAxis
axis (gboolean logarithmic, double min, double max, gboolean whole)
{
  BfScale scale = { logarithmic, min, max };

  return (BfZoomAxis) { scale, scale, whole };
}

/* As if @part were drawn. */
static void
show (BfZoomAxis *axis, const BfAxisZoom *part)
{
  axis->shown = axis->all;
  if (part->set)
    {
      axis->shown.min = part->min;
      axis->shown.max = part->max;
    }
}

static void
assert_close (double value, double expected)
{
  g_assert_cmpfloat_with_epsilon (value, expected, 1e-9 * fabs (expected) + 1e-300);
}

static void
test_linear (void)
{
  BfZoomAxis linear = axis (FALSE, 0, 100, FALSE);
  BfAxisZoom part;

  g_assert_true (bf_zoom_by (&linear, 0.25, 0.5, &part));
  g_assert_true (part.set);
  assert_close (part.min, 12.5);
  assert_close (part.max, 62.5);
  show (&linear, &part);
  g_assert_true (bf_zoom_by (&linear, 0.5, 0.5, &part));
  assert_close (part.min, 25);
  assert_close (part.max, 50);
}

/* On a log axis lengths are ratios: the middle of what is seen stays. */
static void
test_logarithmic (void)
{
  BfZoomAxis decades = axis (TRUE, 1e-12, 1, FALSE);
  BfAxisZoom part;

  g_assert_true (bf_zoom_by (&decades, 0.5, 0.5, &part));
  assert_close (part.min, 1e-9);
  assert_close (part.max, 1e-3);
  show (&decades, &part);
  bf_zoom_pan (&decades, 0.5, &part);
  assert_close (part.min, 1e-6);
  assert_close (part.max, 1);
}

/* Zooming in and out again about one place is nothing. */
static void
test_there_and_back (void)
{
  BfZoomAxis axes[] = { axis (FALSE, -3, 7, FALSE), axis (TRUE, 1e-30, 1e4, FALSE),
                        axis (FALSE, 0.5, 2000.5, TRUE), axis (FALSE, -DBL_MAX, DBL_MAX, FALSE),
                        axis (TRUE, BF_SMALLEST, DBL_MAX, FALSE) };

  for (guint i = 0; i < G_N_ELEMENTS (axes); i++)
    for (double unit = 0; unit <= 1; unit += 0.125)
      {
        BfAxisZoom part;

        show (&axes[i], &(BfAxisZoom) { FALSE });
        for (int n = 0; n < 5; n++)
          {
            g_assert_true (bf_zoom_by (&axes[i], unit, 0.8, &part));
            g_assert_true (part.set && isfinite (part.min) && isfinite (part.max));
            g_assert_cmpfloat (part.min, <, part.max);
            show (&axes[i], &part);
          }
        for (int n = 0; n < 5; n++)
          {
            g_assert_true (bf_zoom_by (&axes[i], unit, 1 / 0.8, &part));
            show (&axes[i], &part);
          }
        g_assert_false (part.set);
      }
}

/* What is zoomed in for ever ends at one place, or where numbers end, and stays there. */
static void
test_limits (void)
{
  BfZoomAxis axes[] = { axis (FALSE, 0.5, 2000.5, TRUE), axis (TRUE, 1, 5000, TRUE),
                        axis (FALSE, 5, 6, FALSE), axis (TRUE, 1e-30, 1e4, FALSE) };
  const double least[] = { 1, 1, 5e-12, 0 };

  for (guint i = 0; i < G_N_ELEMENTS (axes); i++)
    {
      BfAxisZoom part = { FALSE }, kept;
      guint n = 0;

      while (bf_zoom_by (&axes[i], 0.3, 0.8, &part))
        {
          show (&axes[i], &part);
          g_assert_cmpuint (++n, <, 1000);
        }
      kept = part;
      g_assert_cmpfloat (part.max - part.min, >=, least[i] * (1 - 1e-6));
      g_assert_cmpfloat (part.max - part.min, >=, part.max * 1e-12 * (1 - 1e-6));
      g_assert_cmpfloat (part.max - part.min, <=, MAX (2 * least[i], 2e-12 * part.max));
      g_assert_false (bf_zoom_by (&axes[i], 0.9, 0.5, &part));
      g_assert_cmpfloat (kept.min, ==, part.min);
      bf_zoom_to (&axes[i], 0.5, 0.5, &part);
      g_assert_cmpfloat (part.max - part.min, >=, least[i] * (1 - 1e-6));
      g_assert_cmpfloat (part.min, <, part.max);
    }
}

static void
test_box (void)
{
  BfZoomAxis layers = axis (FALSE, 0.5, 20.5, TRUE);
  BfAxisZoom part;

  bf_zoom_to (&layers, 0.75, 0.25, &part);   /* drawn from right to left */
  g_assert_true (part.set);
  assert_close (part.min, 5.5);
  assert_close (part.max, 15.5);
  bf_zoom_to (&layers, -3, 0.5, &part);      /* begun outside */
  assert_close (part.min, 0.5);
  assert_close (part.max, 10.5);
  bf_zoom_to (&layers, -1, 2, &part);
  g_assert_false (part.set);
  bf_zoom_to (&layers, 0, 0, &part);         /* nothing, at the end */
  assert_close (part.min, 0.5);
  assert_close (part.max, 1.5);
}

static void
test_pan (void)
{
  BfZoomAxis steps = axis (FALSE, 0, 100, FALSE);
  BfAxisZoom part = { TRUE, 20, 40 };

  show (&steps, &part);
  bf_zoom_pan (&steps, 1, &part);
  assert_close (part.min, 40);
  assert_close (part.max, 60);
  bf_zoom_pan (&steps, 10, &part);           /* no further than the end, as long as before */
  assert_close (part.min, 80);
  assert_close (part.max, 100);
  bf_zoom_pan (&steps, -10, &part);
  g_assert_cmpfloat (part.min, ==, 0);
  assert_close (part.max, 20);
  show (&steps, &(BfAxisZoom) { FALSE });
  bf_zoom_pan (&steps, 0.3, &part);
  g_assert_false (part.set);
}

/* The axis has grown or shrunk since. */
static void
test_new_data (void)
{
  BfZoomAxis steps = axis (FALSE, 0, 100, FALSE);
  BfAxisZoom part;

  steps.shown = (BfScale) { FALSE, 150, 250 };
  g_assert_true (bf_zoom_by (&steps, 0.5, 0.5, &part));
  assert_close (part.min, 50);
  assert_close (part.max, 100);
  g_assert_true (bf_zoom_by (&steps, 0.5, 1, &part));
  g_assert_false (part.set);
}

static BfZoom
zoom_of (double min, double max)
{
  return (BfZoom) { .x = { TRUE, min, max } };
}

static void
test_history (void)
{
  BfZoomHistory history;
  BfZoom zooms[] = { zoom_of (1, 9), zoom_of (2, 8), zoom_of (3, 7), zoom_of (4, 6) };

  bf_zoom_history_init (&history);
  g_assert_false (bf_zoom_is_set (bf_zoom_history_now (&history)));
  g_assert_false (bf_zoom_history_go (&history, -1));
  g_assert_false (bf_zoom_history_go (&history, 1));
  bf_zoom_history_add (&history, &zooms[0], 0);
  bf_zoom_history_add (&history, &zooms[1], 5);
  bf_zoom_history_add (&history, &zooms[2], 5);   /* the same gesture */
  bf_zoom_history_add (&history, &zooms[2], 0);   /* nothing new */
  g_assert_cmpfloat (bf_zoom_history_now (&history)->x.min, ==, 3);
  g_assert_true (bf_zoom_history_go (&history, -1));
  g_assert_cmpfloat (bf_zoom_history_now (&history)->x.min, ==, 1);
  g_assert_true (bf_zoom_history_go (&history, -1));
  g_assert_false (bf_zoom_is_set (bf_zoom_history_now (&history)));
  g_assert_true (bf_zoom_history_go (&history, 1));
  bf_zoom_history_add (&history, &zooms[3], 5);   /* another one, after going back */
  g_assert_false (bf_zoom_history_can_go (&history, 1));
  g_assert_true (bf_zoom_history_go (&history, -1));
  g_assert_cmpfloat (bf_zoom_history_now (&history)->x.min, ==, 1);
  for (guint i = 0; i < 1000; i++)
    bf_zoom_history_add (&history, &zooms[i % 4], 0);
  g_assert_cmpuint (history.zooms->len, <=, 200);
  g_assert_cmpfloat (bf_zoom_history_now (&history)->x.min, ==, 4);
  bf_zoom_history_clear (&history);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/figure-zoom/linear", test_linear);
  g_test_add_func ("/figure-zoom/logarithmic", test_logarithmic);
  g_test_add_func ("/figure-zoom/there-and-back", test_there_and_back);
  g_test_add_func ("/figure-zoom/limits", test_limits);
  g_test_add_func ("/figure-zoom/box", test_box);
  g_test_add_func ("/figure-zoom/pan", test_pan);
  g_test_add_func ("/figure-zoom/new-data", test_new_data);
  g_test_add_func ("/figure-zoom/history", test_history);
  return g_test_run ();
}
