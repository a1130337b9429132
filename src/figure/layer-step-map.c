/* Gradient map: layer by training step, one map a configuration on one common colour scale. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "figure/figures.h"

#include <inttypes.h>
#include <math.h>

#include "figure/cache.h"
#include "figure/frame.h"
#include "figure/grid.h"
#include "figure/runs.h"
#include "plot/color-bar.h"
#include "plot/heat-map.h"
#include "plot/mark.h"
#include "plot/panel.h"

typedef struct {
  BfFrame frame;
  const BfLayerMeasureInfo *measure;
  BfScale scale;             /* of the colours */
  BfColorBar bar;
  guint64 last_step;         /* of the axes */
  guint n;                   /* runs with rows; at least one panel all the same */
  const BfFigureRun **runs;  /* [n] */
  char **headings;           /* [n] and NULL */
  BfPanel *panels;           /* [MAX (n, 1)] */
  BfGrid grid;
} Maps;

static void
maps_clear (Maps *maps)
{
  bf_frame_clear (&maps->frame);
  g_free (maps->runs);
  g_strfreev (maps->headings);
  g_free (maps->panels);
  g_free (maps->bar.title);
}

static void
collect_runs (Maps *maps, const BfFigureView *view, BfRange *range)
{
  for (guint i = 0; i < view->n_runs; i++)
    {
      const BfFigureRun *run = &view->runs[i];
      BfRange run_range;

      if (!bf_run_has_rows (run))
        continue;
      maps->runs[maps->n++] = run;
      bf_layer_range (view, run, view->measure, &run_range);
      range->min = MIN (range->min, run_range.min);
      range->max = MAX (range->max, run_range.max);
      for (guint c = 0; c < BF_N_VALUE_CLASSES; c++)
        range->counts[c] += run_range.counts[c];
    }
  maps->last_step = bf_view_last_step (view);
}

static gboolean
same_depth (const Maps *maps)
{
  for (guint i = 1; i < maps->n; i++)
    if (bf_run_n_layers (maps->runs[i]) != bf_run_n_layers (maps->runs[0]))
      return FALSE;
  return TRUE;
}

static void
init_panels (Maps *maps)
{
  for (guint i = 0; i < MAX (maps->n, 1); i++)
    {
      BfPanel *panel = &maps->panels[i];
      guint layers =
        maps->n ? bf_run_n_layers (maps->runs[i]) : bf_view_max_layers (maps->frame.view);

      panel->x.scale = (BfScale) { FALSE, 0.5, maps->last_step + 0.5 };
      panel->x.integers = TRUE;
      panel->y.scale = (BfScale) { FALSE, 0.5, layers + 0.5 };
      panel->y.integers = TRUE;
      if (maps->n)
        {
          maps->headings[i] = bf_run_label (maps->runs[i], maps->frame.view, 0);
          panel->heading = maps->headings[i];
          panel->heading_color = maps->runs[i]->color;
        }
    }
}

/* Headings that do not fit say the name alone. */
static void
fit_headings (Maps *maps, const BfTheme *theme)
{
  for (guint i = 0; i < maps->n; i++)
    maps->panels[i].heading = bf_frame_fit (&maps->frame, BF_TEXT_HEADING, maps->headings[i],
                                            bf_run_name (maps->runs[i]),
                                            maps->panels[i].plot.width - theme->font_size);
}

static void
place_panels (Maps *maps, const BfTheme *theme)
{
  double gap = round (theme->font_size * 0.5), width;
  BfRect body = maps->frame.body, outer;

  maps->bar.axis.scale = maps->scale;
  width = bf_color_bar_width (&maps->bar, theme, body.height);
  body = bf_rect_inset (body, 0, 0, width + gap, 0);
  maps->grid = (BfGrid) { .x_title = _("Training step"), .y_title = _("Layer"),
                          .shared_y = same_depth (maps) };
  bf_grid_place (&maps->grid, maps->panels, MAX (maps->n, 1), theme, &body);
  fit_headings (maps, theme);

  outer = (BfRect) { body.x + body.width + gap, maps->grid.plots.y, width, maps->grid.plots.height };
  bf_color_bar_place (&maps->bar, theme, &outer);
}

static void
maps_init (Maps *maps, double width, double height, const BfFigureView *view, const BfTheme *theme)
{
  BfRange range = BF_RANGE_EMPTY;

  *maps = (Maps) { .measure = bf_view_measure (view) };
  maps->runs = g_new0 (const BfFigureRun *, view->n_runs);
  maps->headings = g_new0 (char *, view->n_runs + 1);
  maps->panels = g_new0 (BfPanel, MAX (view->n_runs, 1));
  bf_figure_cache_begin (view);
  collect_runs (maps, view, &range);
  bf_scale_from_range (&maps->scale, maps->measure->gradient, &range);
  maps->bar.title = bf_axis_title (&maps->measure->entry, maps->measure->gradient);
  maps->bar.short_title = _(maps->measure->entry.name);

  bf_frame_init (&maps->frame, view, theme, width, height, _("Gradient map"),
                 g_strdup (_("layer by training step")));
  theme = &maps->frame.theme;
  bf_frame_add_runs (&maps->frame, BF_LEGEND_CHIP, TRUE, 0);
  bf_frame_add_classes (&maps->frame, BF_LEGEND_HATCH, range.counts);
  bf_frame_place (&maps->frame);

  init_panels (maps);
  place_panels (maps, theme);
}

static void
draw_map (cairo_t *cr, const Maps *maps, guint index, const BfFigureView *view,
          const BfTheme *theme)
{
  const BfPanel *panel = &maps->panels[index];
  guint columns = (guint) MIN (panel->plot.width * bf_path_resolution (cr), 8192);
  BfHeatMap *owned = NULL;
  const BfHeatMap *map = bf_layer_map (view, maps->runs[index], maps->last_step, columns, &owned);

  bf_heat_map_draw (cr, map, &maps->scale, &panel->plot);
  g_clear_pointer (&owned, bf_heat_map_free);
}

/* The step that the other figures show. */
static void
draw_step (cairo_t *cr, const BfPanel *panel, guint64 step, const BfTheme *theme)
{
  const double dash[] = { 3, 3 };

  bf_path_vertical (cr, bf_axis_x (&panel->x, &panel->plot, step), panel->plot.y, panel->baseline);
  cairo_set_line_width (cr, 1);
  bf_color_set (cr, theme->background);
  cairo_stroke_preserve (cr);
  cairo_set_dash (cr, dash, 2, 0);
  bf_color_set (cr, theme->foreground);
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
}

/* The cell under the pointer, in any panel: layer and step from 1. */
static gboolean
cell_at (const Maps *maps, double x, double y, guint *layer, guint64 *step)
{
  for (guint i = 0; i < maps->n; i++)
    {
      const BfPanel *panel = &maps->panels[i];
      double across = (x - panel->plot.x) / panel->plot.width;
      double up = 1 - (y - panel->plot.y) / panel->plot.height;

      if (!bf_rect_contains (&panel->plot, x, y))
        continue;
      *step = (guint64) MAX (llround (bf_scale_from_unit (&panel->x.scale, across)), 1);
      *layer = (guint) MAX (lround (bf_scale_from_unit (&panel->y.scale, up)), 1);
      return TRUE;
    }
  return FALSE;
}

/* A box round the cell in every panel that has it, light within dark, so that it shows on all
 * colours. */
static void
draw_cursor (cairo_t *cr, const Maps *maps, const BfFigureView *view, const BfTheme *theme)
{
  guint layer;
  guint64 step;

  if (!cell_at (maps, view->cursor_x, view->cursor_y, &layer, &step))
    return;
  for (guint i = 0; i < maps->n; i++)
    {
      const BfPanel *panel = &maps->panels[i];
      double left = bf_axis_x (&panel->x, &panel->plot, step - 0.5);
      double right = MAX (bf_axis_x (&panel->x, &panel->plot, step + 0.5), left + 5);
      double top = bf_axis_y (&panel->y, &panel->plot, layer + 0.5);
      double bottom = MAX (bf_axis_y (&panel->y, &panel->plot, layer - 0.5), top + 5);

      if (layer > bf_run_n_layers (maps->runs[i]))
        continue;
      bf_path_rectangle (cr, left, top, right - left, bottom - top);
      bf_color_set (cr, (BfColor) { 0, 0, 0, 1 });
      cairo_set_line_width (cr, 3.5);
      cairo_stroke_preserve (cr);
      bf_color_set (cr, (BfColor) { 1, 1, 1, 1 });
      cairo_set_line_width (cr, 1.5);
      cairo_stroke (cr);
    }
}

void
bf_layer_step_map_draw (cairo_t *cr, double width, double height, const BfFigureView *view,
                        const BfTheme *theme)
{
  Maps maps;

  maps_init (&maps, width, height, view, theme);
  theme = &maps.frame.theme;
  bf_frame_draw (cr, &maps.frame);
  for (guint i = 0; i < MAX (maps.n, 1); i++)
    {
      const BfPanel *panel = &maps.panels[i];

      bf_path_rectangle (cr, panel->plot.x, panel->plot.y, panel->plot.width, panel->plot.height);
      bf_color_set (cr, bf_color_alpha (theme->grid, 0.5));
      cairo_fill (cr);
      if (maps.n > 0)
        draw_map (cr, &maps, i, view, theme);
      if (maps.n > 0 && view->step > 0 && view->step <= maps.last_step)
        draw_step (cr, panel, view->step, theme);
      bf_panel_draw_front (cr, theme, panel);
    }
  if (maps.n == 0)
    bf_frame_draw_empty (cr, &maps.frame, &maps.panels[0].plot);
  bf_grid_draw_titles (cr, theme, &maps.grid);
  bf_color_bar_draw (cr, theme, &maps.bar);
  if (view->has_cursor)
    draw_cursor (cr, &maps, view, theme);
  maps_clear (&maps);
}

void
bf_layer_step_map_overlay (cairo_t *cr, double width, double height, const BfFigureView *view,
                           const BfTheme *theme)
{
  Maps maps;

  maps_init (&maps, width, height, view, theme);
  theme = &maps.frame.theme;
  if (view->has_cursor)
    draw_cursor (cr, &maps, view, theme);
  maps_clear (&maps);
}

static void
append_cell (GString *text, const BfFigureView *view, const BfFigureRun *run, guint layer,
             guint64 step)
{
  guint row = bf_record_row_at (run->record, step);
  guint64 last = bf_record_step (run->record, bf_record_n_rows (run->record) - 1);

  g_string_append_printf (text, "\n%s: ", bf_run_name (run));
  if (layer > bf_run_n_layers (run))
    g_string_append (text, _("no such layer"));
  else if (step > last)
    g_string_append_printf (text, _("not trained past step %" PRIu64), last);
  else
    bf_append_value (text, bf_record_layer (run->record, row, layer - 1, view->measure),
                     bf_view_measure (view)->gradient, bf_run_smallest_normal (run));
}

char *
bf_layer_step_map_readout (double width, double height, const BfFigureView *view,
                           const BfTheme *theme, double x, double y)
{
  GString *text = NULL;
  guint64 step;
  guint layer;
  Maps maps;

  maps_init (&maps, width, height, view, theme);
  if (cell_at (&maps, x, y, &layer, &step))
    {
      text = g_string_new (NULL);
      g_string_append_printf (text, _("Layer %u, step %" PRIu64), layer, step);
      for (guint i = 0; i < maps.n; i++)
        append_cell (text, view, maps.runs[i], layer, step);
    }
  maps_clear (&maps);
  return text ? g_string_free (text, FALSE) : NULL;
}

/* " (and zero, NaN)": the classes that occur beside the finite values. */
static void
append_classes (GString *text, const BfRange *range)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = BF_VALUE_FINITE + 1; i < BF_N_VALUE_CLASSES; i++)
    if (range->counts[i] > 0)
      g_string_append_printf (names, "%s%s", names->len ? ", " : "", bf_mark_class_name (i, TRUE));
  if (names->len > 0)
    g_string_append_printf (text, _(" (and %s)"), names->str);
}

char *
bf_layer_step_map_describe (const BfFigureView *view)
{
  const BfLayerMeasureInfo *measure = bf_view_measure (view);
  GString *text = g_string_new (NULL);

  if (!bf_view_has_rows (view))
    {
      g_string_append (text, _("Gradient map: no configuration has been trained yet."));
      return g_string_free (text, FALSE);
    }
  g_string_append_printf (text, _("%s by layer and training step"), _(measure->entry.name));
  for (guint i = 0; i < view->n_runs; i++)
    {
      const BfFigureRun *run = &view->runs[i];
      g_autofree char *label = bf_run_label (run, view, 0);
      char smallest[64], largest[64];
      BfRange range;

      g_string_append (text, i == 0 ? ": " : "; ");
      if (!bf_run_has_rows (run))
        {
          g_string_append (text, label);
          continue;
        }
      bf_layer_range (view, run, view->measure, &range);
      bf_value_format (bf_range_is_empty (&range) ? NAN : range.min, smallest, sizeof smallest);
      bf_value_format (bf_range_is_empty (&range) ? NAN : range.max, largest, sizeof largest);
      g_string_append_printf (text,
                              _("%s, from %s to %s in layers 1 to %u and steps 1 to %" PRIu64),
                              label, smallest, largest, bf_run_n_layers (run),
                              bf_record_step (run->record, bf_record_n_rows (run->record) - 1));
      append_classes (text, &range);
    }
  g_string_append_c (text, '.');
  return g_string_free (text, FALSE);
}
