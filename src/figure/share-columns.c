#include "config.h"

#include <glib/gi18n-lib.h>

#include "figure/share-columns.h"

#include <math.h>

#include "engine/table.h"
#include "plot/text.h"

/* The widest number. */
#define WIDEST ">99 %"

/* Between columns, and the least that is left of the plot, font sizes. */
#define GAP 0.7
#define LEAST_PLOT 7.5

/* Rows that are lower, in lines of text, have numbers only where the axis has. */
#define LEAST_ROW 0.78

static const struct { const char *full, *head, *brief; } names[] = {
  { N_("exactly zero"), N_("zeros"), N_("zeros") },
  /* Translators: the last of these is the head of a narrow column. */
  { N_("saturated"), N_("saturated"), N_("sat.") },
  { N_("dead units"), N_("dead"), N_("dead") },
};
G_STATIC_ASSERT (G_N_ELEMENTS (names) == BF_N_SHARES);

const char *
bf_share_name (guint share)
{
  return _(names[share].full);
}

char *
bf_percent (double share)
{
  char number[64];

  bf_value_format (share * 100, number, sizeof number);
  return g_strconcat (number, " %", NULL);
}

/* To a whole per cent; what is not all or nothing does not look so, and what is no share has none. */
static char *
short_percent (double share)
{
  double percent = 100 * share;

  if (!(share >= 0 && share <= 1))
    return g_strdup ("–");
  if (percent > 0 && percent < 0.5)
    return g_strdup ("<1 %");
  if (percent < 100 && percent >= 99.5)
    return g_strdup (">99 %");
  return g_strdup_printf ("%.0f %%", percent);
}

static const char *
head_of (guint share, gboolean brief)
{
  return brief ? _(names[share].brief) : _(names[share].head);
}

static double
gap (const BfTheme *theme)
{
  return round (GAP * theme->font_size);
}

static double
column_width (const BfTheme *theme, guint share, gboolean brief)
{
  return ceil (MAX (bf_text_width (theme, BF_TEXT_TICK, WIDEST),
                    bf_text_width (theme, BF_TEXT_TICK, head_of (share, brief))));
}

static double
all_columns (const BfTheme *theme, gboolean brief)
{
  double width = 0;

  for (guint share = 0; share < BF_N_SHARES; share++)
    width += gap (theme) + column_width (theme, share, brief);
  return width;
}

double
bf_share_columns_head (const BfTheme *theme)
{
  return ceil (bf_text_line_height (theme, BF_TEXT_TICK));
}

double
bf_share_columns_width (const BfTheme *theme, double room)
{
  for (int brief = FALSE; brief <= TRUE; brief++)
    if (room >= all_columns (theme, brief) + LEAST_PLOT * theme->font_size)
      return all_columns (theme, brief);
  return 0;
}

double
bf_share_columns_taken (const BfTheme *theme, const BfPanel *panel)
{
  double room = panel->outer.x + panel->outer.width - panel->plot.x - panel->plot.width;

  for (int brief = FALSE; brief <= TRUE; brief++)
    if (room >= all_columns (theme, brief))
      return all_columns (theme, brief);
  return 0;
}

/* Whether the row of @layer has a number. */
static gboolean
is_numbered (const BfPanel *panel, const BfTheme *theme, guint layer)
{
  const BfAxis *y = &panel->y;
  double row = panel->plot.height / (y->scale.max - y->scale.min);

  if (row >= LEAST_ROW * bf_text_line_height (theme, BF_TEXT_TICK))
    return TRUE;
  for (guint i = 0; i < y->ticks.n; i++)
    if (y->ticks.ticks[i].major && y->ticks.ticks[i].value == layer + 1)
      return TRUE;
  return FALSE;
}

/* Of all that is drawn in a column. */
typedef struct {
  cairo_t *cr;
  const BfTheme *theme;
  const BfPanel *panel;
  double x, width;
} Column;

static void
draw_text (const Column *column, double y, double align_y, BfColor color, const char *text)
{
  BfTextPlace place = { .role = BF_TEXT_TICK, .color = color, .x = column->x + column->width,
                        .align_x = 1, .y = y, .align_y = align_y };

  bf_text_draw (column->cr, column->theme, &place, text);
}

static void
draw_bar (const Column *column, guint layer, double share)
{
  const BfTheme *theme = column->theme;
  const BfRect *plot = &column->panel->plot;
  double top = MAX (bf_axis_y (&column->panel->y, plot, layer + 1.46), plot->y);
  double bottom =
    MIN (bf_axis_y (&column->panel->y, plot, layer + 0.54), plot->y + plot->height);

  if (!(share > 0) || bottom <= top)
    return;
  bf_path_rectangle (column->cr, column->x, top, column->width * MIN (share, 1), bottom - top);
  bf_color_set (column->cr, bf_color_mix (theme->background, theme->foreground, 0.2));
  cairo_fill (column->cr);
}

static void
draw_number (const Column *column, guint layer, double share)
{
  const BfTheme *theme = column->theme;
  const BfPanel *panel = column->panel;
  double y = bf_axis_y (&panel->y, &panel->plot, layer + 1), half = 0.45 * theme->font_size;
  g_autofree char *number = short_percent (share);

  if (layer + 1 < panel->y.scale.min || layer + 1 > panel->y.scale.max
      || !is_numbered (panel, theme, layer))
    return;
  y = CLAMP (y, panel->plot.y + half, panel->plot.y + panel->plot.height - half);
  draw_text (column, y, 0.5, share > 0 ? theme->foreground : theme->muted, number);
}

void
bf_share_columns_draw (cairo_t *cr, const BfTheme *theme, const BfPanel *panel, guint n,
                       BfShareOf share_of, gconstpointer data)
{
  double taken = bf_share_columns_taken (theme, panel);
  gboolean brief = taken < all_columns (theme, FALSE);
  Column column = { cr, theme, panel, panel->plot.x + panel->plot.width };

  for (guint share = 0; share < BF_N_SHARES && taken > 0; share++)
    {
      column.x += gap (theme);
      column.width = column_width (theme, share, brief);
      draw_text (&column, panel->plot.y, 1, theme->muted, head_of (share, brief));
      for (guint layer = 0; layer < n; layer++)
        draw_bar (&column, layer, share_of (data, layer, share));
      for (guint layer = 0; layer < n; layer++)
        draw_number (&column, layer, share_of (data, layer, share));
      column.x += column.width;
    }
}
