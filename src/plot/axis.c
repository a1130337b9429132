#include "plot/axis.h"

#include <math.h>

#include "plot/text.h"

#define MAJOR_LENGTH 4
#define MINOR_LENGTH 2
#define LABEL_GAP 4

static void
choose_ticks (BfAxis *axis, guint wanted)
{
  if (axis->integers)
    bf_scale_ticks_integer (&axis->scale, wanted, &axis->ticks);
  else
    bf_scale_ticks (&axis->scale, wanted, &axis->ticks);
}

static guint
n_labels (const BfAxis *axis)
{
  guint n = 0;

  for (guint i = 0; i < axis->ticks.n; i++)
    n += axis->ticks.ticks[i].major;
  return n;
}

/* Leaves a label at every second of the labelled ticks, the first included. */
static void
halve_labels (BfAxis *axis)
{
  gboolean keep = TRUE;

  for (guint i = 0; i < axis->ticks.n; i++)
    if (axis->ticks.ticks[i].major)
      {
        axis->ticks.ticks[i].major = keep;
        keep = !keep;
      }
}

void
bf_axis_fit_vertical (BfAxis *axis, const BfTheme *theme, double length)
{
  double line = bf_text_line_height (theme, BF_TEXT_TICK);
  double room = MAX (length / line, 1);   /* lines that touch */
  guint wanted = (guint) CLAMP (room / 1.9, 2, 10);

  choose_ticks (axis, wanted);
  while (wanted > 1 && n_labels (axis) > room + 1)
    choose_ticks (axis, --wanted);
  while (n_labels (axis) > room + 0.8 && n_labels (axis) > 1)
    halve_labels (axis);
}

/* Where a label centred at @x begins, kept inside @outer. */
static double
label_start (const BfRect *outer, double x, double width)
{
  return CLAMP (x - width / 2, outer->x, MAX (outer->x, outer->x + outer->width - width));
}

static gboolean
labels_fit (const BfAxis *axis, const BfTheme *theme, const BfRect *plot, const BfRect *outer)
{
  double end = -G_MAXDOUBLE;

  for (guint i = 0; i < axis->ticks.n; i++)
    {
      double width, start;

      if (!axis->ticks.ticks[i].major)
        continue;
      width = bf_text_width (theme, BF_TEXT_TICK, axis->ticks.ticks[i].label);
      start = label_start (outer, bf_axis_x (axis, plot, axis->ticks.ticks[i].value), width);
      if (start < end + theme->font_size * 0.8)
        return FALSE;
      end = start + width;
    }
  return TRUE;
}

void
bf_axis_fit_horizontal (BfAxis *axis, const BfTheme *theme, const BfRect *plot, const BfRect *outer)
{
  guint wanted = (guint) CLAMP (plot->width / (theme->font_size * 4.5), 3, 12);

  for (; wanted >= 1; wanted--)
    {
      choose_ticks (axis, wanted);
      if (labels_fit (axis, theme, plot, outer))
        return;
    }
  /* Not even few fit: the first alone. */
  axis->ticks.n = MIN (axis->ticks.n, 1);
}

double
bf_axis_labels_width (const BfAxis *axis, const BfTheme *theme)
{
  double widest = 0;

  for (guint i = 0; i < axis->ticks.n; i++)
    if (axis->ticks.ticks[i].major)
      widest = MAX (widest, bf_text_width (theme, BF_TEXT_TICK, axis->ticks.ticks[i].label));
  return ceil (widest) + MAJOR_LENGTH + LABEL_GAP;
}

double
bf_axis_labels_height (const BfTheme *theme)
{
  return MAJOR_LENGTH + LABEL_GAP / 2.0 + bf_text_line_height (theme, BF_TEXT_TICK);
}

/* Far outside is as good as infinitely far, and finite. */
static double
to_unit (const BfAxis *axis, double value)
{
  return CLAMP (bf_scale_to_unit (&axis->scale, value), -100, 100);
}

double
bf_axis_x (const BfAxis *axis, const BfRect *plot, double value)
{
  return plot->x + plot->width * to_unit (axis, value);
}

double
bf_axis_y (const BfAxis *axis, const BfRect *plot, double value)
{
  return plot->y + plot->height * (1 - to_unit (axis, value));
}

static void
stroke_line (cairo_t *cr, BfColor color)
{
  bf_color_set (cr, color);
  cairo_set_line_width (cr, 1);
  cairo_stroke (cr);
}

void
bf_axis_draw_horizontal_grid (cairo_t *cr, const BfTheme *theme, const BfAxis *y,
                              const BfRect *plot)
{
  for (guint i = 0; i < y->ticks.n; i++)
    if (y->ticks.ticks[i].major)
      bf_path_horizontal (cr, plot->x, plot->x + plot->width,
                          bf_axis_y (y, plot, y->ticks.ticks[i].value));
  stroke_line (cr, theme->grid);
}

void
bf_axis_draw_vertical_grid (cairo_t *cr, const BfTheme *theme, const BfAxis *x, const BfRect *plot)
{
  for (guint i = 0; i < x->ticks.n; i++)
    if (x->ticks.ticks[i].major)
      bf_path_vertical (cr, bf_axis_x (x, plot, x->ticks.ticks[i].value), plot->y,
                        plot->y + plot->height);
  stroke_line (cr, theme->grid);
}

static void
draw_label (cairo_t *cr, const BfTheme *theme, double x, double y, double align_x, double align_y,
            const char *label)
{
  BfTextPlace place = { .role = BF_TEXT_TICK, .color = theme->muted, .x = x, .y = y,
                        .align_x = align_x, .align_y = align_y };

  bf_text_draw (cr, theme, &place, label);
}

/* @side: -1 left, +1 right. */
static void
draw_vertical (cairo_t *cr, const BfTheme *theme, const BfAxis *axis, const BfRect *plot, int side)
{
  double x = side < 0 ? plot->x : plot->x + plot->width;

  for (guint i = 0; i < axis->ticks.n; i++)
    {
      double y = bf_axis_y (axis, plot, axis->ticks.ticks[i].value);
      gboolean major = axis->ticks.ticks[i].major;

      bf_path_horizontal (cr, x, x + side * (major ? MAJOR_LENGTH : MINOR_LENGTH), y);
      if (major)
        draw_label (cr, theme, x + side * (MAJOR_LENGTH + LABEL_GAP), bf_path_snap (y),
                    side < 0 ? 1 : 0, 0.5, axis->ticks.ticks[i].label);
    }
  stroke_line (cr, theme->frame);
}

void
bf_axis_draw_left (cairo_t *cr, const BfTheme *theme, const BfAxis *axis, const BfRect *plot)
{
  draw_vertical (cr, theme, axis, plot, -1);
}

void
bf_axis_draw_right (cairo_t *cr, const BfTheme *theme, const BfAxis *axis, const BfRect *plot)
{
  draw_vertical (cr, theme, axis, plot, 1);
}

void
bf_axis_draw_bottom (cairo_t *cr, const BfTheme *theme, const BfAxis *axis, const BfRect *plot,
                     const BfRect *outer, double baseline, gboolean labels)
{
  for (guint i = 0; i < axis->ticks.n; i++)
    {
      const char *label = axis->ticks.ticks[i].label;
      double x = bf_axis_x (axis, plot, axis->ticks.ticks[i].value);
      gboolean major = axis->ticks.ticks[i].major;

      bf_path_vertical (cr, x, baseline, baseline + (major ? MAJOR_LENGTH : MINOR_LENGTH));
      if (major && labels)
        draw_label (cr, theme, label_start (outer, x, bf_text_width (theme, BF_TEXT_TICK, label)),
                    baseline + MAJOR_LENGTH + LABEL_GAP / 2.0, 0, 0, label);
    }
  stroke_line (cr, theme->frame);
}

void
bf_axis_draw_left_label (cairo_t *cr, const BfTheme *theme, const BfRect *plot, double y,
                         const char *label)
{
  draw_label (cr, theme, plot->x - MAJOR_LENGTH - LABEL_GAP, y, 1, 0.5, label);
}
