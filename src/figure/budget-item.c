#include "config.h"

#include <glib/gi18n-lib.h>

#include "figure/budget-item.h"

#include <math.h>

#include "figure/runs.h"
#include "plot/mark.h"

/* Columns this wide, px, are kept a little apart. */
#define WIDE_COLUMN 5

/* A column of the sheet. */
typedef struct {
  BfSceneItem item;
  const BfWaterfall *waterfall;
  guint part;                                    /* BF_N_BUDGET_PARTS: the level */
  const char *name;
} Column;

const struct BfBudgetBreak bf_budget_breaks[] = {
  { BF_VALUE_ZERO, N_("ends the gradient: zero from here on") },
  { BF_VALUE_INFINITE, N_("revives it, or makes it infinite") },
  { BF_VALUE_NAN, N_("nothing left to split") },
};
G_STATIC_ASSERT (G_N_ELEMENTS (bf_budget_breaks) == BF_N_BUDGET_BREAKS);

static const BfWaterfall *
waterfall_of (const BfSceneItem *item)
{
  return (const BfWaterfall *) item;
}

const char *
bf_budget_part_name (guint part)
{
  return _(((const BfEntry *) bf_table_row (&bf_budget_table, part))->name);
}

int
bf_budget_break_of (double part)
{
  return isfinite (part) ? -1 : isnan (part) ? 2 : part < 0 ? 0 : 1;
}

double
bf_budget_norm (const BfFigureRun *run, guint row, guint layer)
{
  return bf_record_layer (run->record, row, layer, BF_ACTIVATION_GRADIENT_NORM);
}

gboolean
bf_budget_is_level (double norm)
{
  return isfinite (norm) && norm > 0;
}

/* Since the layer nearest the output that has a gradient at all. */
static const double *
new_levels (BfScene *scene, const BfFigureRun *run, guint row, guint n)
{
  double *levels = bf_scene_new_values (scene, n), base = NAN;

  for (guint layer = n; layer-- > 0;)
    {
      double norm = bf_budget_norm (run, row, layer);

      if (isnan (base) && bf_budget_is_level (norm))
        base = log10 (norm);
      levels[layer] = bf_budget_is_level (norm) ? log10 (norm) - base : NAN;
    }
  return levels;
}

static const double (*
new_parts (BfScene *scene, const BfFigureRun *run, guint row, guint n))[BF_N_BUDGET_PARTS]
{
  double (*parts)[BF_N_BUDGET_PARTS] = bf_scene_own (scene, g_malloc (n * sizeof parts[0]));

  for (guint layer = 0; layer < n; layer++)
    for (guint part = 0; part < BF_N_BUDGET_PARTS; part++)
      parts[layer][part] = bf_record_budget (run->record, row, layer, part);
  return (const double (*)[BF_N_BUDGET_PARTS]) parts;
}

typedef struct {
  cairo_t *cr;
  const BfTheme *theme;
  const BfPanel *panel;
  const BfWaterfall *waterfall;
  double left, right;       /* of the column, px */
} Pen;

char *
bf_budget_number (double value)
{
  char number[64];

  bf_value_format (value, number, sizeof number);
  return g_strconcat (value > 0 ? "+" : "", number, NULL);
}

char *
bf_budget_label (double value)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];

  if (!(fabs (value) < 1e4))
    return bf_budget_number (value);
  g_ascii_formatd (digits, sizeof digits, "%.2f", fabs (value));
  return g_strconcat (fabs (value) < 0.005 ? "" : value < 0 ? "\342\210\222" : "+", digits, NULL);
}

static void
label_bar (const Pen *pen, const BfRect *bar, BfColor color, double value)
{
  const BfTheme *theme = pen->theme;
  g_autofree char *number = bf_budget_label (value);
  double width = bf_text_width (theme, BF_TEXT_TICK, number) + 4;
  double height = bf_text_line_height (theme, BF_TEXT_TICK) - 2;
  gboolean dark = bf_color_contrast (color, theme->background)
                  > bf_color_contrast (color, theme->foreground);
  BfTextPlace place = { .role = BF_TEXT_TICK, .x = bar->x + bar->width / 2, .align_x = 0.5,
                        .y = bar->y + bar->height / 2, .align_y = 0.5,
                        .color = dark ? theme->background : theme->foreground };

  if (width > bar->width || height > bar->height)
    return;
  bf_path_rectangle (pen->cr, place.x - width / 2, place.y - height / 2, width, height);
  bf_color_set (pen->cr, color);
  cairo_fill (pen->cr);
  bf_text_draw (pen->cr, theme, &place, number);
}

static void
draw_bar (gpointer data, guint part, double from, double to)
{
  const Pen *pen = data;
  BfColor color = bf_theme_series_color (pen->theme, part);
  double top = bf_axis_y (&pen->panel->y, &pen->panel->plot, MAX (from, to));
  double bottom = bf_axis_y (&pen->panel->y, &pen->panel->plot, MIN (from, to));
  double gap = pen->right - pen->left >= WIDE_COLUMN ? 0.5 : 0;
  BfRect bar = { pen->left + gap, top, pen->right - pen->left - 2 * gap, bottom - top };

  bf_mark_fill_bar (pen->cr, pen->theme, part, color, &bar);
  label_bar (pen, &bar, color, to - from);
}

static void
set_columns (Pen *pen, guint bottom, guint top)
{
  pen->left = bf_axis_x (&pen->panel->x, &pen->panel->plot, bottom + 0.5);
  pen->right = bf_axis_x (&pen->panel->x, &pen->panel->plot, top + 1.5);
}

/* What the bars come to, below them or else above; upright where the column is too narrow. */
static void
label_change (const Pen *pen, const BfBars *bars)
{
  const BfTheme *theme = pen->theme;
  const BfRect *plot = &pen->panel->plot;
  g_autofree char *number = bf_budget_label (bars->change);
  double width = bf_text_width (theme, BF_TEXT_TICK, number), gap = theme->font_size * 0.25;
  double line = bf_text_line_height (theme, BF_TEXT_TICK), column = pen->right - pen->left;
  double top = bf_axis_y (&pen->panel->y, plot, bars->high);
  double bottom = bf_axis_y (&pen->panel->y, plot, bars->low);
  gboolean upward = column < width + 2;
  double length = gap + (upward ? width : line * 0.8);
  gboolean below = bottom + length <= plot->y + plot->height;
  BfTextPlace place = { .role = BF_TEXT_TICK, .color = theme->foreground, .upward = upward,
                        .x = (pen->left + pen->right) / 2, .align_x = upward ? below : 0.5,
                        .y = below ? bottom + gap : top - gap, .align_y = upward ? 0.5 : !below };

  if (!bars->whole || column < line * 0.85 || (!below && top - length < plot->y))
    return;
  bf_text_draw (pen->cr, theme, &place, number);
}

/* From the output on; where the gradient is no number there is none. */
static void
draw_line (Pen *pen)
{
  const BfWaterfall *waterfall = pen->waterfall;
  gboolean open = FALSE;

  for (guint layer = waterfall->n; layer-- > 0;)
    {
      double level = waterfall->levels[layer], y;

      if (isnan (level))
        {
          open = FALSE;
          continue;
        }
      set_columns (pen, layer, layer);
      y = bf_axis_y (&pen->panel->y, &pen->panel->plot, level);
      if (open)
        bf_path_line_to (pen->cr, pen->right, y);
      else
        bf_path_move_to (pen->cr, pen->right, y);
      bf_path_line_to (pen->cr, pen->left, y);
      open = TRUE;
    }
  bf_color_set (pen->cr, pen->theme->foreground);
  cairo_set_line_width (pen->cr, MIN (pen->theme->line_width, 1.5));
  cairo_stroke (pen->cr);
}

/* One mark for each kind of break in a layer. */
static void
mark_breaks (Pen *pen)
{
  const BfWaterfall *waterfall = pen->waterfall;
  double size = pen->theme->font_size * 0.6;

  for (guint layer = 1; layer < waterfall->n; layer++)
    {
      gboolean marked[BF_N_BUDGET_BREAKS] = { FALSE };

      set_columns (pen, layer, layer);
      for (guint part = 0; part < BF_N_BUDGET_PARTS; part++)
        {
          int at = bf_budget_break_of (waterfall->parts[layer][part]);
          BfValueClass value_class = at < 0 ? BF_VALUE_FINITE : bf_budget_breaks[at].value_class;
          const BfRect *strip = &pen->panel->strip[value_class];

          if (strip->height <= 0 || marked[at])
            continue;
          marked[at] = TRUE;
          bf_mark_draw_class (pen->cr, pen->theme, value_class, pen->theme->foreground,
                              (pen->left + pen->right) / 2, strip->y + strip->height / 2,
                              CLAMP (pen->right - pen->left, 3, size));
        }
    }
}

static void
clip (cairo_t *cr, double x, double y, double width, double height)
{
  bf_path_rectangle (cr, x, y, width, height);
  cairo_clip (cr);
}

double
bf_waterfall_note_height (const BfTheme *theme)
{
  return ceil (bf_text_line_height (theme, BF_TEXT_TICK));
}

/* Above all else in the panel but its heading. */
static void
draw_note (const Pen *pen)
{
  const BfPanel *panel = pen->panel;
  const BfWaterfall *waterfall = pen->waterfall;
  const BfRect *infinite = &panel->strip[BF_VALUE_INFINITE];
  double top = infinite->height > 0 ? infinite->y : panel->plot.y;
  double room = panel->outer.x + panel->outer.width - panel->plot.x;
  double heading = bf_text_line_height (pen->theme, BF_TEXT_HEADING);
  BfTextPlace place = { .role = BF_TEXT_TICK, .color = pen->theme->muted, .x = panel->plot.x,
                        .y = top - 2, .align_y = 1, .max_width = room };

  if (waterfall->note == NULL || top - panel->outer.y < heading + bf_waterfall_note_height (pen->theme))
    return;
  bf_text_draw (pen->cr, pen->theme, &place,
                bf_text_width (pen->theme, BF_TEXT_TICK, waterfall->note) <= room
                  ? waterfall->note
                  : waterfall->brief_note);
}

static void
waterfall_draw (cairo_t *cr, const BfSceneItem *item, const BfScene *scene, guint index)
{
  const BfPanel *panel = bf_scene_panel (scene, index);
  Pen pen = { cr, bf_scene_theme (scene), panel, waterfall_of (item) };
  BfBars bars = { 0 };

  draw_note (&pen);
  cairo_save (cr);
  clip (cr, panel->plot.x, panel->outer.y, panel->plot.width, panel->outer.height);
  mark_breaks (&pen);
  clip (cr, panel->plot.x, panel->plot.y, panel->plot.width, panel->plot.height);
  while (bf_waterfall_next (pen.waterfall, &bars))
    {
      set_columns (&pen, bars.bottom, bars.top);
      bf_waterfall_stack (&bars, draw_bar, &pen);
      if (isfinite (bars.level))
        label_change (&pen, &bars);
    }
  draw_line (&pen);
  cairo_restore (cr);
}

static void
waterfall_draw_cursor (cairo_t *cr, const BfSceneItem *item, const BfScene *scene, guint index,
                       const BfCursor *cursor)
{
  const BfPanel *panel = bf_scene_panel (scene, index);
  double left = bf_axis_x (&panel->x, &panel->plot, cursor->x - 0.5);
  double right = MAX (bf_axis_x (&panel->x, &panel->plot, cursor->x + 0.5), left + 3);

  if (cursor->x < panel->x.scale.min || cursor->x > panel->x.scale.max)
    return;
  bf_path_rectangle (cr, left, panel->plot.y, right - left, panel->baseline - panel->plot.y);
  bf_color_set (cr, bf_color_alpha (bf_scene_theme (scene)->foreground, 0.12));
  cairo_fill_preserve (cr);
  bf_color_set (cr, bf_scene_theme (scene)->foreground);
  cairo_set_line_width (cr, 1);
  cairo_stroke (cr);
}

/* "Activation −0.6, Weights +0.1, together −0.5": what is 0 is left out. */
static void
append_parts (GString *text, const double *parts)
{
  double sum = 0;

  for (guint part = 0; part < BF_N_BUDGET_PARTS; part++)
    {
      g_autofree char *number = bf_budget_number (parts[part]);
      int at = bf_budget_break_of (parts[part]);

      sum += parts[part];
      if (parts[part] != 0)
        g_string_append_printf (text, ", %s %s", bf_budget_part_name (part), number);
      if (at >= 0)
        g_string_append_printf (text, " (%s)", _(bf_budget_breaks[at].name));
    }
  if (isfinite (sum))
    {
      g_autofree char *number = bf_budget_number (sum);
      g_string_append_printf (text, _(", together %s"), number);
    }
}

static void
waterfall_readout (GString *text, const BfSceneItem *item, const BfScene *scene,
                   const BfCursor *cursor)
{
  const BfWaterfall *waterfall = waterfall_of (item);
  guint layer = (guint) cursor->x - 1;
  g_autofree char *level = NULL;

  g_string_append_printf (text, "\n%s: ", bf_run_name (waterfall->run));
  if (layer >= waterfall->n)
    {
      g_string_append (text, _("no such layer"));
      return;
    }
  level = bf_budget_number (waterfall->levels[layer]);
  g_string_append_printf (text, _("%s decades since the output"), level);
  if (layer > 0)
    append_parts (text, waterfall->parts[layer]);
}

static const BfSceneItemClass waterfall_class = {
  .draw = waterfall_draw, .draw_cursor = waterfall_draw_cursor, .readout = waterfall_readout,
};

static const char *
column_name (const BfSceneItem *item)
{
  return ((const Column *) item)->name;
}

/* The first layer hands nothing down. */
static gboolean
column_cell (const BfSceneItem *item, const BfScene *scene, gsize i, double *x, double *y,
             double *value)
{
  const Column *column = (const Column *) item;
  gboolean is_part = column->part < BF_N_BUDGET_PARTS;
  gsize layer = is_part ? i + 1 : i;

  if (layer >= column->waterfall->n)
    return FALSE;
  *x = layer + 1;
  *y = 0;
  *value = is_part ? column->waterfall->parts[layer][column->part]
                   : column->waterfall->levels[layer];
  return TRUE;
}

static const BfSceneItemClass column_class = { .name = column_name, .cell = column_cell };

static void
add_columns (BfScene *scene, guint panel, const BfWaterfall *waterfall)
{
  for (guint part = 0; part <= BF_N_BUDGET_PARTS; part++)
    {
      Column *column = g_new0 (Column, 1);

      column->item.class = &column_class;
      column->waterfall = waterfall;
      column->part = part;
      column->name = bf_scene_own (
        scene, g_strdup_printf ("%s: %s", bf_run_name (waterfall->run),
                                part < BF_N_BUDGET_PARTS ? bf_budget_part_name (part)
                                                         : _("Since the output")));
      bf_scene_add_item (scene, panel, &column->item);
    }
}

/* "Activation −12.10, Weights +0.04", and the numbers alone; the parts that are nowhere are left
 * out. */
static void
set_notes (BfScene *scene, BfWaterfall *waterfall)
{
  g_autoptr (GString) note = g_string_new (NULL);
  g_autoptr (GString) brief = g_string_new (NULL);
  gboolean whole = waterfall->n > 1;

  for (guint part = 0; part < BF_N_BUDGET_PARTS; part++)
    {
      g_autofree char *number = NULL;
      double sum = 0;
      gboolean any = FALSE;

      for (guint layer = 1; layer < waterfall->n; layer++)
        {
          sum += waterfall->parts[layer][part];
          any |= waterfall->parts[layer][part] != 0;
        }
      whole &= isfinite (sum);
      if (!any)
        continue;
      number = bf_budget_label (sum);
      g_string_append_printf (note, "%s%s %s", note->len > 0 ? ", " : "", bf_budget_part_name (part),
                              number);
      g_string_append_printf (brief, "%s%s", brief->len > 0 ? ", " : "", number);
    }
  if (!whole || note->len == 0)
    return;
  waterfall->note = bf_scene_own (scene, g_strdup (note->str));
  waterfall->brief_note = bf_scene_own (scene, g_strdup (brief->str));
}

const BfWaterfall *
bf_waterfall_add (BfScene *scene, guint panel, const BfFigureRun *run, guint group)
{
  guint row = bf_run_row (run, &scene->view);
  BfWaterfall *waterfall = g_new0 (BfWaterfall, 1);

  waterfall->item.class = &waterfall_class;
  waterfall->run = run;
  waterfall->group = group;
  waterfall->n = bf_run_n_layers (run);
  waterfall->levels = new_levels (scene, run, row, waterfall->n);
  waterfall->parts = new_parts (scene, run, row, waterfall->n);
  set_notes (scene, waterfall);
  bf_scene_add_item (scene, panel, &waterfall->item);
  add_columns (scene, panel, waterfall);
  return waterfall;
}
