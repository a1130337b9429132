#include "config.h"

#include <glib/gi18n-lib.h>

#include "figure/map-item.h"

#include <math.h>

#include "figure/ranges.h"
#include "figure/runs.h"
#include "plot/mark.h"

static guint
add_panel (BfScene *scene, const BfMap *map, guint first_y, guint last_y)
{
  guint index = bf_scene_add_panel (scene);
  BfPanel *panel = bf_scene_panel (scene, index);

  bf_scene_content (scene, index)->no_grid = TRUE;
  bf_scene_set_places (scene, index, NULL, NULL,
                       map->over_steps ? bf_view_last_step (&scene->view)
                                       : map->last_x (&scene->view));
  panel->y.scale = (BfScale) { FALSE, first_y - 0.5, last_y + 0.5 };
  panel->y.integers = TRUE;
  return index;
}

static void
add_part (BfScene *scene, const BfMap *map, const BfMapPart *part)
{
  guint index = add_panel (scene, map, part->first_y, part->last_y);
  BfPanel *panel = bf_scene_panel (scene, index);
  guint64 step = map->over_steps ? 0 : bf_view_step (&scene->view);

  panel->heading =
    bf_scene_own (scene, bf_run_label_as (part->run, part->name, &scene->view, step));
  panel->short_heading = part->name;
  panel->heading_color = part->run->color;
  bf_scene_add_item (scene, index, bf_map_item_new (map, part));
}

static void
add_drawn_range (const BfFigureView *view, const BfMap *map, const BfMapPart *part,
                 gboolean logarithmic, BfRange *range)
{
  guint row = bf_run_row (part->run, view);

  for (guint column = 0; column < part->n_columns; column++)
    {
      gsize stride;
      const double *values = map->values (view, part, row, column, &stride);

      for (guint i = 0; i < part->n_values; i++)
        if (map->place == NULL || map->place (part, i) > 0)
          bf_range_add (range, values[i * stride], logarithmic,
                        bf_run_smallest_normal (part->run));
    }
}

/* Of what is drawn of a run: of all steps, or of the one that is shown. */
static void
drawn_range (const BfFigureView *view, const BfMap *map, const BfFigureRun *run,
             gboolean logarithmic, BfRange *range)
{
  guint n = map->over_steps ? 0 : map->n_parts (view, run);

  *range = (BfRange) BF_RANGE_EMPTY;
  if (map->over_steps)
    map->range (view, run, logarithmic, range);
  for (guint i = 0; i < n; i++)
    {
      BfMapPart part = { .run = run, .index = i };

      map->set_part (view, &part);
      add_drawn_range (view, map, &part, logarithmic, range);
      g_free (part.name);
    }
}

static void
add_run (BfScene *scene, const BfMap *map, const BfFigureRun *run)
{
  guint n = map->n_parts (&scene->view, run);

  for (guint i = 0; i < n; i++)
    {
      BfMapPart part = { .run = run, .index = i };

      map->set_part (&scene->view, &part);
      bf_scene_own (scene, part.name);
      add_part (scene, map, &part);
    }
}

static gboolean
has_parts (const BfFigureView *view, const BfMap *map, const BfFigureRun *run)
{
  return bf_run_has_rows (run) && map->n_parts (view, run) > 0;
}

/* A scale common to all panels: of what is drawn, and where that is one step of a little more. */
static void
set_bar (BfScene *scene, const BfMap *map, gboolean logarithmic)
{
  const BfFigureView *view = &scene->view;
  BfRange drawn = BF_RANGE_EMPTY, all = BF_RANGE_EMPTY, of_run;

  for (guint i = 0; i < view->n_runs; i++)
    {
      const BfFigureRun *run = &view->runs[i];

      if (run->hidden || !has_parts (view, map, run))
        continue;
      drawn_range (view, map, run, logarithmic, &of_run);
      bf_range_add_range (&drawn, &of_run);
      map->range (view, run, logarithmic, &of_run);
      bf_range_add_range (&all, &of_run);
    }
  if (logarithmic)
    bf_range_widen (&drawn, &all);
  for (guint c = 0; c < BF_N_VALUE_CLASSES; c++)
    scene->counts[c] += drawn.counts[c];
  bf_scale_from_range (&scene->bar.axis.scale, logarithmic, &drawn);
}

static gboolean
have_same_y (const BfScene *scene)
{
  for (guint i = 1; i < scene->panels->len; i++)
    {
      const BfScale *first = &bf_scene_panel (scene, 0)->y.scale;
      const BfScale *other = &bf_scene_panel (scene, i)->y.scale;

      if (first->min != other->min || first->max != other->max)
        return FALSE;
    }
  return TRUE;
}

/* Runs that are shown have headings. */
static void
add_legend (BfScene *scene, const BfMap *map)
{
  const BfFigureView *view = &scene->view;

  for (guint i = 0; i < view->n_runs; i++)
    {
      const BfFigureRun *run = &view->runs[i];

      if (!bf_run_is_shown (run))
        bf_frame_add_run (&scene->frame, BF_LEGEND_CHIP, run, 0);
      else if (map->n_parts (view, run) == 0)
        {
          g_autofree char *label = map->partless_label (bf_run_name (run));
          bf_frame_add_muted (&scene->frame, BF_LEGEND_CHIP, run, label);
        }
    }
}

void
bf_map_build (const BfMap *map, BfScene *scene)
{
  const BfFigureView *view = &scene->view;
  gboolean logarithmic;
  const BfEntry *quantity = map->quantity (view, &logarithmic);

  logarithmic = bf_scene_is_logarithmic (view->y_kind, logarithmic);
  scene->whole_y = scene->has_bar = TRUE;
  scene->class_sample = BF_LEGEND_HATCH;
  scene->place_label = map->place_label;
  if (map->over_steps)
    bf_scene_set_over_steps (scene);
  bf_scene_set_subtitle (scene, map->subtitle (view));
  if (map->applies != NULL && !map->applies (view))
    scene->nothing = map->nothing ();
  for (guint i = 0; i < view->n_runs; i++)
    if (bf_run_is_shown (&view->runs[i]))
      add_run (scene, map, &view->runs[i]);
  if (scene->panels->len == 0)
    bf_scene_add_item (scene, add_panel (scene, map, 1, map->last_y (view)),
                       bf_map_background_new ());
  scene->shared_y = have_same_y (scene);
  set_bar (scene, map, logarithmic);
  add_legend (scene, map);
  scene->bar.title = bf_axis_title (quantity, logarithmic);
  scene->bar.short_title = _(quantity->name);
  scene->x_title = scene->grid.x_title = _(map->x_title);
  scene->y_title = scene->grid.y_title = _(map->y_title);
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

static void
append_run (GString *text, const BfMap *map, const BfFigureView *view, const BfFigureRun *run)
{
  g_autofree char *label = bf_run_label (run, view, map->over_steps ? 0 : bf_view_step (view));
  g_autofree char *sentence = NULL;
  char smallest[64], largest[64];
  gboolean logarithmic;
  BfRange range;

  if (!has_parts (view, map, run))
    {
      g_autofree char *without =
        bf_run_has_rows (run) ? map->partless_label (bf_run_name (run)) : NULL;
      g_string_append (text, without != NULL ? without : label);
      return;
    }
  map->quantity (view, &logarithmic);
  drawn_range (view, map, run, logarithmic, &range);
  bf_value_format (bf_range_is_empty (&range) ? NAN : range.min, smallest, sizeof smallest);
  bf_value_format (bf_range_is_empty (&range) ? NAN : range.max, largest, sizeof largest);
  sentence = map->extent (view, run, label, smallest, largest);
  g_string_append (text, sentence);
  append_classes (text, &range);
}

char *
bf_map_describe (const BfMap *map, const BfFigureView *view)
{
  g_autofree char *beginning = NULL;
  gboolean any = FALSE;
  GString *text;

  for (guint i = 0; i < view->n_runs; i++)
    any |= has_parts (view, map, &view->runs[i]);
  if (!any)
    return map->say_empty (view);
  beginning = map->introduce (view);
  text = g_string_new (beginning);
  for (guint i = 0; i < view->n_runs; i++)
    {
      g_string_append (text, i == 0 ? ": " : "; ");
      append_run (text, map, view, &view->runs[i]);
    }
  g_string_append_c (text, '.');
  return g_string_free (text, FALSE);
}
