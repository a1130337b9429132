#include "app/figure-zoom.h"

#include <math.h>

#define LEAST_PLACES 1
#define LEAST_SHARE 1e-12      /* of the larger of both ends */
#define ROUNDING 1e-9          /* of what is there and back again */
#define MOST_STEPS 200         /* of a history */

static double
least_length (const BfZoomAxis *axis, double min, double max)
{
  return axis->whole ? LEAST_PLACES : LEAST_SHARE * MAX (fabs (min), fabs (max));
}

static gboolean
is_too_small (const BfZoomAxis *axis, double min, double max)
{
  /* What is shown may be the least there is, but for rounding. */
  return !(max - min >= least_length (axis, min, max) * (1 - 1e-9)) || !(min < max);
}

/* All of the axis is no part of it. */
static void
set_part (const BfZoomAxis *axis, double min, double max, BfAxisZoom *part)
{
  const BfScale *all = &axis->all;

  *part = (BfAxisZoom) { TRUE, MAX (min, all->min), MIN (max, all->max) };
  if (part->min <= all->min && part->max >= all->max)
    part->set = FALSE;
}

/* From and to, 0..1 of the whole axis; moved inside as it is if it lies across an end. */
static gboolean
part_of_all (const BfZoomAxis *axis, double from, double to, BfAxisZoom *part)
{
  double length = to - from, min, max;

  if (!(length < 1 - ROUNDING))
    {
      *part = (BfAxisZoom) { FALSE };
      return TRUE;
    }
  from = CLAMP (from, 0, 1 - length);
  min = bf_scale_from_unit (&axis->all, from);
  max = bf_scale_from_unit (&axis->all, from + length);
  if (is_too_small (axis, min, max))
    return FALSE;
  set_part (axis, min, max, part);
  return TRUE;
}

/* What is shown, 0..1 of the whole axis. */
static void
shown_units (const BfZoomAxis *axis, double *from, double *to)
{
  *from = bf_scale_to_unit (&axis->all, axis->shown.min);
  *to = bf_scale_to_unit (&axis->all, axis->shown.max);
}

gboolean
bf_zoom_by (const BfZoomAxis *axis, double unit, double factor, BfAxisZoom *part)
{
  double from, to, fixed;

  shown_units (axis, &from, &to);
  fixed = from + (to - from) * unit;
  return part_of_all (axis, fixed + (from - fixed) * factor, fixed + (to - fixed) * factor, part);
}

void
bf_zoom_pan (const BfZoomAxis *axis, double units, BfAxisZoom *part)
{
  double from, to, length;

  shown_units (axis, &from, &to);
  length = to - from;
  part_of_all (axis, from + length * units, to + length * units, part);
}

/* The least there may be round the middle of @min and @max. */
static void
widen (const BfZoomAxis *axis, double *min, double *max)
{
  double middle = *min / 2 + *max / 2, half = least_length (axis, *min, *max) / 2;

  if (!(half > 0))   /* round zero, where nothing can be told apart */
    half = (axis->all.max / 2 - axis->all.min / 2) * LEAST_SHARE;
  middle = MIN (MAX (middle, axis->all.min + half), axis->all.max - half);
  *min = middle - half;
  *max = middle + half;
}

void
bf_zoom_to (const BfZoomAxis *axis, double from, double to, BfAxisZoom *part)
{
  double min = bf_scale_from_unit (&axis->shown, CLAMP (MIN (from, to), 0, 1));
  double max = bf_scale_from_unit (&axis->shown, CLAMP (MAX (from, to), 0, 1));

  if (is_too_small (axis, min, max))
    widen (axis, &min, &max);
  set_part (axis, min, max, part);
}

gboolean
bf_zoom_is_set (const BfZoom *zoom)
{
  return zoom->x.set || zoom->y.set;
}

void
bf_zoom_history_init (BfZoomHistory *history)
{
  BfZoom all = { 0 };

  *history = (BfZoomHistory) { .zooms = g_array_new (FALSE, FALSE, sizeof (BfZoom)) };
  g_array_append_val (history->zooms, all);
}

void
bf_zoom_history_clear (BfZoomHistory *history)
{
  g_clear_pointer (&history->zooms, g_array_unref);
}

const BfZoom *
bf_zoom_history_now (const BfZoomHistory *history)
{
  return &g_array_index (history->zooms, BfZoom, history->now);
}

static gboolean
is_same_axis (const BfAxisZoom *a, const BfAxisZoom *b)
{
  return a->set == b->set && (!a->set || (a->min == b->min && a->max == b->max));
}

static gboolean
is_same (const BfZoom *a, const BfZoom *b)
{
  return is_same_axis (&a->x, &b->x) && is_same_axis (&a->y, &b->y)
         && (!a->y.set || a->panel == b->panel);
}

void
bf_zoom_history_add (BfZoomHistory *history, const BfZoom *zoom, guint gesture)
{
  gboolean goes_on = gesture != 0 && gesture == history->gesture;

  if (is_same (zoom, bf_zoom_history_now (history)))
    return;
  history->gesture = gesture;
  g_array_set_size (history->zooms, history->now + 1);
  if (goes_on)
    {
      g_array_index (history->zooms, BfZoom, history->now) = *zoom;
      return;
    }
  g_array_append_val (history->zooms, *zoom);
  if (history->zooms->len > MOST_STEPS)
    g_array_remove_index (history->zooms, 0);
  history->now = history->zooms->len - 1;
}

gboolean
bf_zoom_history_can_go (const BfZoomHistory *history, int by)
{
  return by < 0 ? history->now > 0 : history->now + 1 < history->zooms->len;
}

gboolean
bf_zoom_history_go (BfZoomHistory *history, int by)
{
  if (!bf_zoom_history_can_go (history, by))
    return FALSE;
  history->now += by < 0 ? -1 : 1;
  history->gesture = 0;
  return TRUE;
}
