/* Gradient map: layer by training step, one map a configuration on one common colour scale. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "figure/figures.h"

#include <inttypes.h>
#include <math.h>

#include "figure/cache.h"
#include "figure/runs.h"
#include "figure/scene-private.h"
#include "plot/heat-map.h"
#include "plot/mark.h"

/* The map of one run. */
typedef struct {
  BfSceneItem item;
  const BfFigureRun *run;
} Map;

/* What is shown of the steps: whole ones. */
static void
shown_steps (const BfPanel *panel, guint64 *first, guint64 *last)
{
  *first = (guint64) MAX (floor (panel->x.scale.min + 0.5), 1);
  *last = MAX ((guint64) MAX (ceil (panel->x.scale.max - 0.5), 1), *first);
}

/* The step that the other figures show. */
static void
draw_step (cairo_t *cr, const BfScene *scene, const BfPanel *panel)
{
  const double dash[] = { 3, 3 };
  double step = scene->view.step;

  if (step < panel->x.scale.min || step > panel->x.scale.max)
    return;
  bf_path_vertical (cr, bf_axis_x (&panel->x, &panel->plot, step), panel->plot.y, panel->baseline);
  cairo_set_line_width (cr, 1);
  bf_color_set (cr, bf_scene_theme (scene)->background);
  cairo_stroke_preserve (cr);
  cairo_set_dash (cr, dash, 2, 0);
  bf_color_set (cr, bf_scene_theme (scene)->foreground);
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
}

/* Cells beyond the part of the axes that is shown are cut off. */
static void
draw_cells (cairo_t *cr, const Map *map, const BfScene *scene, const BfPanel *panel)
{
  guint columns = (guint) MIN (panel->plot.width * bf_path_resolution (cr), 8192);
  guint64 first, last;
  BfHeatMap *owned = NULL;
  const BfHeatMap *cells;
  BfRect area;

  shown_steps (panel, &first, &last);
  cells = bf_layer_map (&scene->view, map->run, first, last, columns, &owned);
  area.x = bf_axis_x (&panel->x, &panel->plot, first - 0.5);
  area.width = bf_axis_x (&panel->x, &panel->plot, last + 0.5) - area.x;
  area.y = bf_axis_y (&panel->y, &panel->plot, bf_run_n_layers (map->run) + 0.5);
  area.height = bf_axis_y (&panel->y, &panel->plot, 0.5) - area.y;
  bf_heat_map_draw (cr, cells, &scene->bar.axis.scale, &area);
  g_clear_pointer (&owned, bf_heat_map_free);
}

static void
map_draw (cairo_t *cr, const BfSceneItem *item, const BfScene *scene, guint index)
{
  const BfPanel *panel = bf_scene_panel (scene, index);
  const Map *map = (const Map *) item;

  cairo_save (cr);
  bf_path_rectangle (cr, panel->plot.x, panel->plot.y, panel->plot.width, panel->plot.height);
  bf_color_set (cr, bf_color_alpha (bf_scene_theme (scene)->grid, 0.5));
  cairo_fill_preserve (cr);
  cairo_clip (cr);
  if (map->run != NULL)
    {
      draw_cells (cr, map, scene, panel);
      draw_step (cr, scene, panel);
    }
  cairo_restore (cr);
}

/* A box round the cell in every panel that has it, light within dark, so that it shows on all
 * colours. */
static void
map_draw_cursor (cairo_t *cr, const BfSceneItem *item, const BfScene *scene, guint index,
                 const BfCursor *cursor)
{
  const BfPanel *panel = bf_scene_panel (scene, index);
  double left = bf_axis_x (&panel->x, &panel->plot, cursor->x - 0.5);
  double right = MAX (bf_axis_x (&panel->x, &panel->plot, cursor->x + 0.5), left + 5);
  double top = bf_axis_y (&panel->y, &panel->plot, cursor->y + 0.5);
  double bottom = MAX (bf_axis_y (&panel->y, &panel->plot, cursor->y - 0.5), top + 5);

  if (cursor->y > bf_run_n_layers (((const Map *) item)->run))
    return;
  bf_path_rectangle (cr, left, top, right - left, bottom - top);
  bf_color_set (cr, (BfColor) { 0, 0, 0, 1 });
  cairo_set_line_width (cr, 3.5);
  cairo_stroke_preserve (cr);
  bf_color_set (cr, (BfColor) { 1, 1, 1, 1 });
  cairo_set_line_width (cr, 1.5);
  cairo_stroke (cr);
}

static void
map_readout (GString *text, const BfSceneItem *item, const BfScene *scene, const BfCursor *cursor)
{
  const BfFigureRun *run = ((const Map *) item)->run;
  guint64 step = (guint64) cursor->x;
  guint layer = (guint) cursor->y, row = bf_record_row_at (run->record, step);
  guint64 last = bf_record_step (run->record, bf_record_n_rows (run->record) - 1);

  g_string_append_printf (text, "\n%s: ", bf_run_name (run));
  if (layer > bf_run_n_layers (run))
    g_string_append (text, _("no such layer"));
  else if (step > last)
    g_string_append_printf (text, _("not trained past step %" PRIu64), last);
  else
    bf_append_value (text,
                     bf_record_layer (run->record, row, layer - 1, scene->view.measure),
                     scene->bar.axis.scale.logarithmic, bf_run_smallest_normal (run));
}

static const char *
map_name (const BfSceneItem *item)
{
  return bf_run_name (((const Map *) item)->run);
}

static gboolean
map_cell (const BfSceneItem *item, const BfScene *scene, gsize i, double *x, double *y,
          double *value)
{
  const BfFigureRun *run = ((const Map *) item)->run;
  guint layers = bf_run_n_layers (run), row = i / layers, layer = i % layers;

  if (row >= bf_record_n_rows (run->record))
    return FALSE;
  *x = bf_record_step (run->record, row);
  *y = layer + 1;
  *value = bf_record_layer (run->record, row, layer, scene->view.measure);
  return TRUE;
}

static const BfSceneItemClass map_class = {
  .draw = map_draw, .draw_cursor = map_draw_cursor, .readout = map_readout, .name = map_name,
  .cell = map_cell,
};
/* Where nothing was trained yet. */
static const BfSceneItemClass background_class = { .draw = map_draw };

static void
add_map (BfScene *scene, const BfFigureRun *run, guint layers)
{
  guint index = bf_scene_add_panel (scene);
  BfPanel *panel = bf_scene_panel (scene, index);
  Map *map = g_new0 (Map, 1);

  bf_scene_content (scene, index)->no_grid = TRUE;
  bf_scene_set_places (scene, index, NULL, NULL, bf_view_last_step (&scene->view));
  panel->y.scale = (BfScale) { FALSE, 0.5, layers + 0.5 };
  panel->y.integers = TRUE;
  map->item.class = run != NULL ? &map_class : &background_class;
  map->run = run;
  if (run != NULL)
    {
      panel->heading = bf_scene_own (scene, bf_run_label (run, &scene->view, 0));
      panel->short_heading = bf_run_name (run);
      panel->heading_color = run->color;
    }
  bf_scene_add_item (scene, index, &map->item);
}

static void
add_range (BfScene *scene, const BfFigureRun *run, gboolean logarithmic, BfRange *range)
{
  BfRange of_run;

  bf_layer_range (&scene->view, run, scene->view.measure, logarithmic, &of_run);
  range->min = MIN (range->min, of_run.min);
  range->max = MAX (range->max, of_run.max);
  for (guint c = 0; c < BF_N_VALUE_CLASSES; c++)
    scene->counts[c] += of_run.counts[c];
}

static char *
place_label (const BfScene *scene, const BfCursor *cursor)
{
  return g_strdup_printf (_("Layer %u, step %" PRIu64), (guint) cursor->y, (guint64) cursor->x);
}

void
bf_layer_step_map_build (BfScene *scene)
{
  const BfFigureView *view = &scene->view;
  const BfLayerMeasureInfo *measure = bf_view_measure (view);
  gboolean logarithmic = bf_scene_is_logarithmic (view->y_kind, measure->gradient);
  BfRange range = BF_RANGE_EMPTY;
  guint depth = 0;

  scene->shared_y = scene->whole_y = scene->has_bar = TRUE;
  scene->class_sample = BF_LEGEND_HATCH;
  scene->place_label = place_label;
  bf_scene_set_subtitle (scene, g_strdup (_("layer by training step")));
  for (guint i = 0; i < view->n_runs; i++)
    if (bf_run_is_shown (&view->runs[i]))
      {
        guint layers = bf_run_n_layers (&view->runs[i]);

        scene->shared_y &= depth == 0 || layers == depth;
        depth = layers;
        add_map (scene, &view->runs[i], layers);
        add_range (scene, &view->runs[i], logarithmic, &range);
      }
  if (depth == 0)
    add_map (scene, NULL, bf_view_max_layers (view));
  bf_frame_add_runs (&scene->frame, BF_LEGEND_CHIP, TRUE, 0);
  bf_scale_from_range (&scene->bar.axis.scale, logarithmic, &range);
  scene->bar.title = bf_axis_title (&measure->entry, logarithmic);
  scene->bar.short_title = _(measure->entry.name);
  scene->x_title = scene->grid.x_title = _("Training step");
  scene->y_title = scene->grid.y_title = _("Layer");
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
      bf_layer_range (view, run, view->measure, measure->gradient, &range);
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
