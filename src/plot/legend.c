#include "plot/legend.h"

#include <math.h>

#include "plot/color-map.h"
#include "plot/mark.h"
#include "plot/text.h"

static void
clear_entry (gpointer entry)
{
  g_free (((BfLegendEntry *) entry)->label);
}

void
bf_legend_init (BfLegend *legend)
{
  legend->entries = g_array_new (FALSE, TRUE, sizeof (BfLegendEntry));
  g_array_set_clear_func (legend->entries, clear_entry);
  legend->height = 0;
  legend->n_left_out = 0;
}

void
bf_legend_clear (BfLegend *legend)
{
  g_clear_pointer (&legend->entries, g_array_unref);
}

void
bf_legend_add (BfLegend *legend, BfLegendEntry entry, const char *label)
{
  entry.label = g_strdup (label);
  g_array_append_val (legend->entries, entry);
}

static void
draw_hatch (cairo_t *cr, const BfTheme *theme, const BfLegendEntry *entry, const BfRect *box)
{
  cairo_pattern_t *hatch = bf_color_map_hatch (entry->value_class);

  bf_path_rectangle (cr, bf_path_snap (box->x), bf_path_snap (box->y), box->width - 1, box->height);
  cairo_set_source (cr, hatch);
  cairo_fill_preserve (cr);
  cairo_pattern_destroy (hatch);
  bf_color_set (cr, theme->frame);
  cairo_set_line_width (cr, 1);
  cairo_stroke (cr);
}

static void
draw_chip (cairo_t *cr, const BfTheme *theme, const BfLegendEntry *entry, const BfRect *box)
{
  bf_path_rounded (cr, box, 2);
  bf_color_set (cr, entry->color);
  cairo_fill (cr);
}

static void
draw_bar (cairo_t *cr, const BfTheme *theme, const BfLegendEntry *entry, const BfRect *box)
{
  bf_mark_fill_bar (cr, theme, entry->style, entry->color, box);
}

static void
draw_mark (cairo_t *cr, const BfTheme *theme, const BfLegendEntry *entry, const BfRect *box)
{
  bf_mark_draw_class (cr, theme, entry->value_class, entry->color, box->x + box->width / 2,
                      box->y + box->height / 2, theme->font_size * 0.66);
}

static void
stroke_line (cairo_t *cr, const BfLegendEntry *entry, const BfRect *box, guint dash, double width)
{
  bf_path_move_to (cr, box->x, box->y + box->height / 2);
  bf_path_line_to (cr, box->x + box->width, box->y + box->height / 2);
  bf_color_set (cr, entry->color);
  cairo_set_line_width (cr, width);
  bf_mark_set_dash (cr, dash, width);
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
}

static void
draw_line (cairo_t *cr, const BfTheme *theme, const BfLegendEntry *entry, const BfRect *box)
{
  stroke_line (cr, entry, box, entry->style, theme->line_width);
  bf_mark_draw_marker (cr, theme, entry->style, entry->color, box->x + box->width / 2,
                       box->y + box->height / 2, theme->font_size * 0.58);
}

static void
draw_point (cairo_t *cr, const BfTheme *theme, const BfLegendEntry *entry, const BfRect *box)
{
  double x = box->x + box->width / 2, y = box->y + box->height / 2;

  stroke_line (cr, entry, box, 0, theme->line_width * 0.5);
  bf_mark_draw_marker (cr, theme, entry->style, entry->color, x, y, theme->font_size * 0.58);
  bf_mark_draw_marker (cr, theme, entry->style, theme->background, x, y, theme->font_size * 0.26);
}

static void
stroke_theory (cairo_t *cr, const BfTheme *theme, const BfLegendEntry *entry, const BfRect *box,
               double on, double off)
{
  double width = theme->line_width * 0.65;
  const double dash[] = { on * width, off * width };

  bf_path_move_to (cr, box->x, box->y + box->height / 2);
  bf_path_line_to (cr, box->x + box->width, box->y + box->height / 2);
  bf_color_set (cr, entry->color);
  cairo_set_line_width (cr, width);
  cairo_set_dash (cr, dash, G_N_ELEMENTS (dash), 0);
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
}

static void
draw_theory (cairo_t *cr, const BfTheme *theme, const BfLegendEntry *entry, const BfRect *box)
{
  stroke_theory (cr, theme, entry, box, BF_MARK_THEORY_DASH);
}

static void
draw_simpler_theory (cairo_t *cr, const BfTheme *theme, const BfLegendEntry *entry,
                     const BfRect *box)
{
  stroke_theory (cr, theme, entry, box, BF_MARK_SIMPLER_DASH);
}

static void
draw_tick (cairo_t *cr, const BfTheme *theme, const BfLegendEntry *entry, const BfRect *box)
{
  bf_path_vertical (cr, box->x + box->width / 2, box->y, box->y + box->height);
  bf_color_set (cr, entry->color);
  cairo_set_line_width (cr, theme->line_width);
  cairo_stroke (cr);
}

/* Widths in font sizes. */
static const struct {
  double width;
  void (*draw) (cairo_t *cr, const BfTheme *theme, const BfLegendEntry *entry, const BfRect *box);
} samples[] = {
  [BF_LEGEND_LINE] = { 2.2, draw_line },   [BF_LEGEND_POINT] = { 2.2, draw_point },
  [BF_LEGEND_CHIP] = { 0.75, draw_chip },  [BF_LEGEND_MARK] = { 0.8, draw_mark },
  [BF_LEGEND_BAR] = { 1.3, draw_bar },
  [BF_LEGEND_HATCH] = { 1.1, draw_hatch }, [BF_LEGEND_NOTHING] = { 0, NULL },
  [BF_LEGEND_THEORY] = { 2.2, draw_theory },
  [BF_LEGEND_SIMPLER_THEORY] = { 2.2, draw_simpler_theory },
  [BF_LEGEND_TICK] = { 0.6, draw_tick },
};

static double
sample_width (const BfTheme *theme, BfLegendSample sample)
{
  return round (theme->font_size * samples[sample].width);
}

static double
label_gap (const BfTheme *theme, BfLegendSample sample)
{
  return sample == BF_LEGEND_NOTHING ? 0 : round (theme->font_size * 0.45);
}

/* Names that people gave leave room for others; explanations are short and are shown whole. */
static double
longest (const BfTheme *theme, const BfLegendEntry *entry, double width)
{
  return entry->named ? MIN (MAX (width * 0.48, theme->font_size * 6), width) : width;
}

/* Room for the count of what was left out. */
static double
count_width (const BfTheme *theme)
{
  return bf_text_width (theme, BF_TEXT_LABEL, "+99");
}

static double
wanted_width (const BfTheme *theme, const BfLegendEntry *entry, double width)
{
  double whole = sample_width (theme, entry->sample) + label_gap (theme, entry->sample)
                 + bf_text_width (theme, BF_TEXT_LABEL, entry->label) + 1;

  return ceil (MIN (whole, longest (theme, entry, width)));
}

void
bf_legend_place (BfLegend *legend, const BfTheme *theme, double width, guint max_lines)
{
  double line_height = ceil (bf_text_line_height (theme, BF_TEXT_LABEL));
  double gap = theme->font_size * 1.3, x = 0;
  guint line = 0;

  legend->n_left_out = 0;
  for (guint i = 0; i < legend->entries->len; i++)
    {
      BfLegendEntry *entry = &g_array_index (legend->entries, BfLegendEntry, i);
      double wanted = wanted_width (theme, entry, width), end = width;

      if (x > 0 && x + wanted > width && line + 1 < max_lines)
        {
          x = 0;
          line++;
        }
      if (line + 1 >= max_lines && i + 1 < legend->entries->len)
        end = MAX (width - gap - count_width (theme), 1);   /* others may not fit */
      entry->rect = (BfRect) { x, line * line_height, MIN (wanted, end - x), line_height };
      if (legend->n_left_out > 0 || max_lines == 0 || (x > 0 && x + wanted > end))
        {
          entry->rect.width = 0;
          legend->n_left_out++;
        }
      else
        x += wanted + gap;
    }
  legend->height = legend->entries->len && max_lines ? (line + 1) * line_height : 0;
}

int
bf_legend_at (const BfLegend *legend, double x, double y)
{
  for (guint i = 0; i < legend->entries->len; i++)
    {
      const BfLegendEntry *entry = &g_array_index (legend->entries, BfLegendEntry, i);

      if (bf_rect_contains (&entry->rect, x, y))
        return entry->tag;
    }
  return 0;
}

static void
draw_entry (cairo_t *cr, const BfTheme *theme, const BfLegendEntry *entry, double x, double y)
{
  double indent = sample_width (theme, entry->sample) + label_gap (theme, entry->sample);
  BfTextPlace place = { .role = BF_TEXT_LABEL,
                        .color = entry->muted ? theme->muted : theme->foreground,
                        .x = x + entry->rect.x + indent,
                        .y = y + entry->rect.y,
                        .max_width = entry->rect.width - indent };
  BfRect box = { x + entry->rect.x, round (y + entry->rect.y + theme->font_size * 0.32),
                 sample_width (theme, entry->sample), round (theme->font_size * 0.7) };

  if (samples[entry->sample].draw)
    samples[entry->sample].draw (cr, theme, entry, &box);
  if (place.max_width > 0)
    bf_text_draw (cr, theme, &place, entry->label);
}

void
bf_legend_draw (cairo_t *cr, const BfTheme *theme, const BfLegend *legend, double x, double y)
{
  double end = 0, line = 0;

  for (guint i = 0; i < legend->entries->len; i++)
    {
      const BfLegendEntry *entry = &g_array_index (legend->entries, BfLegendEntry, i);

      if (entry->rect.width <= 0)
        continue;
      draw_entry (cr, theme, entry, x, y);
      end = entry->rect.x + entry->rect.width;
      line = entry->rect.y;
    }
  if (legend->n_left_out > 0)
    {
      g_autofree char *count = g_strdup_printf ("+%u", legend->n_left_out);
      BfTextPlace place = { .role = BF_TEXT_LABEL, .color = theme->muted,
                            .x = x + end + theme->font_size * 1.3, .y = y + line };

      bf_text_draw (cr, theme, &place, count);
    }
}
