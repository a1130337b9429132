#include "config.h"

#include <glib/gi18n-lib.h>

#include "figure/scene-private.h"

#include <inttypes.h>
#include <math.h>

#include "figure/cache.h"
#include "figure/runs.h"

static void
content_clear (gpointer data)
{
  BfSceneContent *content = data;

  g_array_unref (content->series);
  g_array_unref (content->lines);
  g_ptr_array_unref (content->items);
}

static void
item_free (gpointer data)
{
  BfSceneItem *item = data;

  if (item->class->free != NULL)
    item->class->free (item);
  else
    g_free (item);
}

guint
bf_scene_add_panel (BfScene *scene)
{
  BfPanel panel = { 0 };
  BfSceneContent content = {
    .series = g_array_new (FALSE, FALSE, sizeof (BfSeries)),
    .lines = g_array_new (FALSE, FALSE, sizeof (BfSceneLine)),
    .items = g_ptr_array_new_with_free_func (item_free),
    .share = 1,
  };

  g_array_append_val (scene->panels, panel);
  g_array_append_val (scene->contents, content);
  return scene->panels->len - 1;
}

gpointer
bf_scene_own (BfScene *scene, gpointer memory)
{
  g_ptr_array_add (scene->owned, memory);
  return memory;
}

double *
bf_scene_new_values (BfScene *scene, gsize n)
{
  return bf_scene_own (scene, g_new (double, n));
}

void
bf_scene_set_subtitle (BfScene *scene, char *subtitle)
{
  bf_frame_set_subtitle (&scene->frame, subtitle);
}

void
bf_scene_add_note (BfScene *scene, const char *note)
{
  g_ptr_array_add (scene->notes, g_strdup (note));
}

void
bf_scene_set_over_steps (BfScene *scene)
{
  const guint64 interval = bf_view_interval (&scene->view);
  g_autofree char *note = NULL;

  scene->over_steps = TRUE;
  if (interval == 1)
    return;
  note = g_strdup_printf (_("1 step in %" PRIu64 " kept"), interval);
  bf_scene_add_note (scene, note);
}

static void
add_notes (BfScene *scene)
{
  const BfLegendEntry entry = { .sample = BF_LEGEND_NOTHING, .muted = TRUE };

  for (guint i = 0; i < scene->notes->len; i++)
    bf_legend_add (&scene->frame.legend, entry, g_ptr_array_index (scene->notes, i));
}

void
bf_scene_add_line (BfScene *scene, guint panel, const BfSeries *series, const BfSceneLine *line)
{
  BfSceneContent *content = bf_scene_content (scene, panel);

  g_array_append_val (content->series, *series);
  g_array_append_val (content->lines, *line);
}

void
bf_scene_add_item (BfScene *scene, guint panel, BfSceneItem *item)
{
  g_ptr_array_add (bf_scene_content (scene, panel)->items, item);
}

gboolean
bf_scene_is_logarithmic (BfAxisKind kind, gboolean by_default)
{
  return kind == BF_AXIS_DEFAULT ? by_default : kind == BF_AXIS_LOGARITHMIC;
}

void
bf_scene_set_y (BfScene *scene, guint panel, const BfEntry *entry, gboolean logarithmic,
                const BfRange *range)
{
  BfPanel *p = bf_scene_panel (scene, panel);

  bf_scale_from_range (&p->y.scale, logarithmic, range);
  p->y.title = bf_scene_own (scene, bf_axis_title (entry, logarithmic));
  for (guint c = BF_VALUE_FINITE + 1; c < BF_N_VALUE_CLASSES; c++)
    {
      p->strips[c] = range->counts[c] > 0;
      scene->counts[c] += range->counts[c];
    }
}

void
bf_scene_set_places (BfScene *scene, guint panel, const char *title, const char *brief, double last)
{
  BfPanel *p = bf_scene_panel (scene, panel);

  p->x.title = scene->frame.narrow ? brief : title;
  p->x.scale = (BfScale) { FALSE, 0.5, last + 0.5 };
  p->x.integers = TRUE;
  scene->whole_x = TRUE;
  scene->last_x = MAX (scene->last_x, last);
}

/* Shown is what is inside; never less than one place. */
static void
zoom_axis (BfAxis *axis, const BfAxisZoom *zoom)
{
  if (!zoom->set || !(zoom->min < zoom->max) || (axis->scale.logarithmic && zoom->min <= 0))
    return;
  axis->scale.min = zoom->min;
  axis->scale.max = zoom->max;
}

static void
zoom (BfScene *scene)
{
  const BfFigureView *view = &scene->view;

  for (guint i = 0; i < scene->panels->len; i++)
    {
      BfPanel *panel = bf_scene_panel (scene, i);
      BfSceneContent *content = bf_scene_content (scene, i);

      content->all_x = panel->x.scale;
      content->all_y = panel->y.scale;
      if (!scene->separate_x || i == view->zoom_panel)
        zoom_axis (&panel->x, &view->zoom_x);
      if (scene->shared_y || i == view->zoom_panel)
        zoom_axis (&panel->y, &view->zoom_y);
      panel->clipped |= view->zoom_x.set || view->zoom_y.set;
    }
}

static gboolean
has_only_one (const BfScene *scene)
{
  guint only = scene->view.only_panel;

  return only > 0 && only <= scene->panels->len && scene->panels->len > 1
         && !bf_scene_content (scene, only - 1)->no_axes;
}

gboolean
bf_scene_has_panel (const BfScene *scene, guint panel)
{
  return !has_only_one (scene) || panel == scene->view.only_panel - 1;
}

void
bf_scene_place_one (BfScene *scene)
{
  BfPanel *panel = bf_scene_panel (scene, 0);
  double left = bf_panel_left (panel, bf_scene_theme (scene), scene->frame.body.height);

  bf_panel_place (panel, bf_scene_theme (scene), &scene->frame.body, left);
}

void
bf_scene_fit_headings (BfScene *scene)
{
  const BfTheme *theme = bf_scene_theme (scene);

  for (guint i = 0; i < scene->panels->len; i++)
    {
      BfPanel *panel = bf_scene_panel (scene, i);

      if (panel->heading != NULL && bf_scene_has_panel (scene, i))
        panel->heading = bf_frame_fit (&scene->frame, BF_TEXT_HEADING, panel->heading,
                                       panel->short_heading, panel->plot.width - theme->font_size);
    }
}

void
bf_scene_fit_y_title (BfScene *scene, const char *brief)
{
  scene->grid.y_title = bf_frame_fit (&scene->frame, BF_TEXT_LABEL, scene->grid.y_title, brief,
                                      scene->grid.plots.height);
}

void
bf_scene_stack (BfScene *scene, guint first, guint n, const BfRect *body)
{
  g_autofree double *shares = g_new (double, n);

  if (n == 0)
    return;
  for (guint i = 0; i < n; i++)
    shares[i] = bf_scene_content (scene, first + i)->share;
  bf_grid_stack (bf_scene_panel (scene, first), n, bf_scene_theme (scene), body, shares);
}

/* Side by side with the bar; one alone has titles of its own, if the grid has none. */
static void
place_panels (BfScene *scene, guint first, guint n)
{
  const BfTheme *theme = bf_scene_theme (scene);
  BfRect body = scene->frame.body, outer;
  double gap = scene->has_bar ? round (theme->font_size * 0.5) : 0;
  double width = scene->has_bar ? bf_color_bar_width (&scene->bar, theme, body.height) : 0;

  body = bf_rect_inset (body, 0, 0, width + gap, 0);
  scene->grid.shared_y = scene->shared_y;
  if (scene->grid.x_title != NULL)
    bf_grid_place (&scene->grid, bf_scene_panel (scene, first), n, theme, &body);
  else
    bf_scene_stack (scene, first, n, &body);
  bf_scene_fit_headings (scene);
  outer = (BfRect) { body.x + body.width + gap, scene->grid.plots.y, width,
                     scene->grid.plots.height };
  if (scene->has_bar)
    bf_color_bar_place (&scene->bar, theme, &outer);
}

void
bf_scene_place_maps (BfScene *scene)
{
  place_panels (scene, 0, scene->panels->len);
}

BfScene *
bf_scene_new (const BfFigure *figure, const BfFigureView *view, const BfTheme *theme, double width,
              double height)
{
  BfScene *scene = g_new0 (BfScene, 1);

  g_return_val_if_fail (figure != NULL && view->n_runs > 0, scene);

  scene->figure = figure;
  scene->view = *view;
  scene->panels = g_array_new (FALSE, FALSE, sizeof (BfPanel));
  scene->contents = g_array_new (FALSE, FALSE, sizeof (BfSceneContent));
  g_array_set_clear_func (scene->contents, content_clear);
  scene->owned = g_ptr_array_new_with_free_func (g_free);
  scene->notes = g_ptr_array_new_with_free_func (g_free);
  scene->class_sample = BF_LEGEND_MARK;

  if (scene->view.cache == NULL)
    scene->view.cache = scene->own_cache = bf_figure_cache_new ();
  bf_figure_cache_begin (&scene->view);
  bf_frame_init (&scene->frame, &scene->view, theme, width, height, _(figure->entry.name), NULL);
  figure->build (scene);
  zoom (scene);
  bf_frame_add_classes (&scene->frame, scene->class_sample, scene->counts);
  add_notes (scene);
  bf_frame_place (&scene->frame);
  if (has_only_one (scene))
    place_panels (scene, view->only_panel - 1, 1);
  else
    figure->place (scene);
  return scene;
}

void
bf_scene_free (BfScene *scene)
{
  if (scene == NULL)
    return;
  bf_frame_clear (&scene->frame);
  g_array_unref (scene->contents);
  g_array_unref (scene->panels);
  g_ptr_array_unref (scene->owned);
  g_ptr_array_unref (scene->notes);
  g_free (scene->bar.title);
  bf_figure_cache_free (scene->own_cache);
  g_free (scene);
}

static void
step_mark_draw (cairo_t *cr, const BfSceneItem *item, const BfScene *scene, guint panel)
{
  const BfPanel *p = bf_scene_panel (scene, panel);
  double step = scene->view.step;

  if (step < p->x.scale.min || step > p->x.scale.max)
    return;
  bf_path_vertical (cr, bf_axis_x (&p->x, &p->plot, step), p->plot.y, p->baseline);
  cairo_set_line_width (cr, 1);
  bf_color_set (cr, bf_scene_theme (scene)->frame);
  cairo_stroke (cr);
}

static const BfSceneItemClass step_mark_class = { .draw = step_mark_draw };

void
bf_scene_add_step_mark (BfScene *scene, guint panel)
{
  BfSceneItem *item = g_new0 (BfSceneItem, 1);

  item->class = &step_mark_class;
  bf_scene_add_item (scene, panel, item);
}

static gboolean
is_empty (const BfScene *scene)
{
  for (guint i = 0; i < scene->contents->len; i++)
    {
      const BfSceneContent *content = bf_scene_content (scene, i);

      if (content->series->len > 0)
        return FALSE;
      for (guint j = 0; j < content->items->len; j++)
        {
          const BfSceneItem *item = g_ptr_array_index (content->items, j);

          if (item->class->readout != NULL)
            return FALSE;
        }
    }
  return TRUE;
}

static void
draw_panel (const BfScene *scene, cairo_t *cr, guint index)
{
  const BfTheme *theme = bf_scene_theme (scene);
  const BfPanel *panel = bf_scene_panel (scene, index);
  const BfSceneContent *content = bf_scene_content (scene, index);

  if (!content->no_axes)
    bf_panel_draw_back (cr, theme, panel, !content->no_grid);
  for (guint i = 0; i < content->items->len; i++)
    {
      const BfSceneItem *item = g_ptr_array_index (content->items, i);

      if (item->class->draw != NULL)
        item->class->draw (cr, item, scene, index);
    }
  if (!content->no_axes)
    bf_panel_draw_front (cr, theme, panel);
  if (content->series->len > 0)
    bf_line_chart_draw (cr, theme, panel, (const BfSeries *) (gpointer) content->series->data,
                        content->series->len);
}

gboolean
bf_scene_panel_at (const BfScene *scene, double x, double y, guint *panel)
{
  for (guint i = 0; i < scene->panels->len && scene->panels->len > 1; i++)
    {
      const BfRect *outer = &bf_scene_panel (scene, i)->outer;

      if (bf_scene_content (scene, i)->no_axes || !bf_scene_has_panel (scene, i) || x < outer->x
          || y < outer->y || x > outer->x + outer->width || y > outer->y + outer->height)
        continue;
      *panel = i;
      return TRUE;
    }
  return FALSE;
}

static void
draw_nothing (const BfScene *scene, cairo_t *cr)
{
  for (guint i = 0; i < scene->panels->len; i++)
    {
      const BfRect *plot = &bf_scene_panel (scene, i)->plot;

      if (!bf_scene_has_panel (scene, i))
        continue;
      if (scene->nothing != NULL)
        bf_panel_draw_message (cr, bf_scene_theme (scene), plot, scene->nothing);
      else
        bf_frame_draw_empty (cr, &scene->frame, plot);
    }
}

void
bf_scene_draw (const BfScene *scene, cairo_t *cr)
{
  const BfTheme *theme = bf_scene_theme (scene);

  bf_frame_draw (cr, &scene->frame);
  for (guint i = 0; i < scene->panels->len; i++)
    if (bf_scene_has_panel (scene, i))
      draw_panel (scene, cr, i);
  if (is_empty (scene))
    draw_nothing (scene, cr);
  if (scene->grid.x_title != NULL)
    bf_grid_draw_titles (cr, theme, &scene->grid);
  if (scene->has_bar)
    bf_color_bar_draw (cr, theme, &scene->bar);
}

void
bf_figure_draw (const BfFigure *figure, cairo_t *cr, double width, double height,
                const BfFigureView *view, const BfTheme *theme)
{
  g_autoptr (BfScene) scene = bf_scene_new (figure, view, theme, width, height);

  bf_scene_draw (scene, cr);
}
