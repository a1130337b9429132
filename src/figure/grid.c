#include "figure/grid.h"

#include <math.h>

#include "plot/text.h"

/* The shape a panel looks best in, and how many at most are simply put side by side. */
#define PANEL_ASPECT 1.5
#define SIDE_BY_SIDE 3

static guint
best_columns (guint n, const BfRect *body, double font_size)
{
  double best_score = 0;
  guint best = 1;

  if (n <= SIDE_BY_SIDE && body->width / n >= font_size * 11)
    return n;
  for (guint columns = 1; columns <= n; columns++)
    {
      guint rows = (n + columns - 1) / columns;
      double width = body->width / columns, height = body->height / rows - font_size * 1.5;
      double score = MIN (width, height * PANEL_ASPECT);

      if (score > best_score)
        {
          best_score = score;
          best = columns;
        }
    }
  return best;
}

/* Height of the panel without its plot. */
static double
height_around (BfPanel *panel, const BfTheme *theme)
{
  BfRect outer = { 0, 0, 100, 1000 };

  bf_panel_place (panel, theme, &outer, 0);
  return outer.height - panel->plot.height;
}

static double
width_around (BfPanel *panel, const BfTheme *theme, double height, double *left)
{
  BfRect outer = { 0, 0, 1000, height };

  *left = bf_panel_left (panel, theme, height);
  bf_panel_place (panel, theme, &outer, *left);
  return outer.width - panel->plot.width;
}

/* Room round the plots of a grid. */
typedef struct {
  guint columns, rows;
  double inner, bottom;        /* height of a panel without its plot; of one with the labels of x */
  double *left, *around;       /* [columns]: width left of the plots, and all that is not plot */
  double plot_width, plot_height;
  double gap_x, gap_y;
} Rooms;

static void
measure_rooms (Rooms *rooms, BfPanel *panels, guint n, const BfTheme *theme, const BfRect *body)
{
  rooms->gap_x = round (theme->font_size * 0.9);
  rooms->gap_y = round (theme->font_size * 0.4);
  rooms->bottom = height_around (&panels[n - 1], theme);
  rooms->inner = rooms->rows > 1 ? height_around (&panels[0], theme) : 0;
  rooms->plot_height = floor ((body->height - rooms->bottom
                               - (rooms->rows - 1) * (rooms->inner + rooms->gap_y)) / rooms->rows);
  rooms->plot_height = MAX (rooms->plot_height, 1);

  rooms->plot_width = body->width - (rooms->columns - 1) * rooms->gap_x;
  for (guint i = 0; i < n; i++)
    {
      guint c = i % rooms->columns;
      double left,
        around = width_around (&panels[i], theme, rooms->plot_height + rooms->bottom, &left);

      rooms->left[c] = MAX (rooms->left[c], left);
      rooms->around[c] = MAX (rooms->around[c], around);
    }
  for (guint c = 0; c < rooms->columns; c++)
    rooms->plot_width -= rooms->around[c];
  rooms->plot_width = MAX (floor (rooms->plot_width / rooms->columns), 1);
}

static void
place_row (const Rooms *rooms, BfPanel *panels, guint n, const BfTheme *theme, double x, double y)
{
  for (guint c = 0; c < n; c++)
    {
      BfRect outer = { x, y, rooms->plot_width + rooms->around[c],
                       rooms->plot_height + (panels[c].hide_x ? rooms->inner : rooms->bottom) };

      bf_panel_place (&panels[c], theme, &outer, rooms->left[c]);
      x += outer.width + rooms->gap_x;
    }
}

void
bf_grid_place (BfGrid *grid, BfPanel *panels, guint n, const BfTheme *theme, const BfRect *body)
{
  double line = round (bf_text_line_height (theme, BF_TEXT_LABEL));
  BfRect inside = bf_rect_inset (*body, line, 0, 0, line);
  guint columns = best_columns (n, &inside, theme->font_size), rows = (n + columns - 1) / columns;
  g_autofree double *left = g_new0 (double, columns);
  g_autofree double *around = g_new0 (double, columns);
  Rooms rooms = { .columns = columns, .rows = rows, .left = left, .around = around };
  const BfPanel *last = &panels[n - 1];

  for (guint i = 0; i < n; i++)
    {
      panels[i].hide_x = i + columns < n;
      panels[i].hide_y = grid->shared_y && i % columns > 0;
    }
  measure_rooms (&rooms, panels, n, theme, &inside);
  for (guint row = 0; row < rows; row++)
    place_row (&rooms, &panels[row * columns], MIN (columns, n - row * columns), theme, inside.x,
               inside.y + row * (rooms.plot_height + rooms.inner + rooms.gap_y));

  grid->body = *body;
  grid->plots =
    (BfRect) { panels[0].plot.x, panels[0].plot.y, 0, last->baseline - panels[0].plot.y };
  grid->plots.width = panels[columns - 1].plot.x + rooms.plot_width - grid->plots.x;
}

void
bf_grid_draw_titles (cairo_t *cr, const BfTheme *theme, const BfGrid *grid)
{
  BfTextPlace x = { .role = BF_TEXT_LABEL,
                    .color = theme->foreground,
                    .align_x = 0.5,
                    .align_y = 1,
                    .x = grid->plots.x + grid->plots.width / 2,
                    .y = grid->body.y + grid->body.height,
                    .max_width = grid->plots.width };
  BfTextPlace y = { .role = BF_TEXT_LABEL,
                    .color = theme->foreground,
                    .align_x = 0.5,
                    .upward = TRUE,
                    .x = grid->body.x,
                    .y = grid->plots.y + grid->plots.height / 2,
                    .max_width = MAX (grid->plots.height, theme->font_size * 3) };

  bf_text_draw (cr, theme, &x, grid->x_title);
  bf_text_draw (cr, theme, &y, grid->y_title);
}

void
bf_grid_stack (BfPanel *panels, guint n, const BfTheme *theme, const BfRect *body,
               const double *shares)
{
  double gap = round (theme->font_size * 0.35), plots = body->height - (n - 1) * gap;
  double left = 0, total = 0, y = body->y;
  g_autofree double *around = g_new0 (double, n);

  for (guint i = 0; i < n; i++)
    {
      panels[i].hide_x = i + 1 < n;
      around[i] = height_around (&panels[i], theme);
      plots -= around[i];
      total += shares[i];
    }
  plots = MAX (plots, n);
  for (guint i = 0; i < n; i++)
    left =
      MAX (left, bf_panel_left (&panels[i], theme, floor (plots * shares[i] / total) + around[i]));
  for (guint i = 0; i < n; i++)
    {
      BfRect outer = { body->x, y, body->width, floor (plots * shares[i] / total) + around[i] };

      bf_panel_place (&panels[i], theme, &outer, left);
      y += outer.height + gap;
    }
}
