/* What is pointed at in a scene, and what is said of it. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "figure/scene-private.h"

#include <math.h>

#include "figure/runs.h"

#define series_of(content) ((const BfSeries *) (gpointer) (content)->series->data)
#define line_at(content, i) (&g_array_index ((content)->lines, BfSceneLine, i))

static gboolean
has_cursor (const BfScene *scene)
{
  for (guint i = 0; i < scene->contents->len; i++)
    {
      const BfSceneContent *content = bf_scene_content (scene, i);

      if (content->series->len > 0)
        return TRUE;
      for (guint j = 0; j < content->items->len; j++)
        {
          const BfSceneItem *item = g_ptr_array_index (content->items, j);

          if (item->class->readout != NULL)
            return TRUE;
        }
    }
  return FALSE;
}

/* The places that are shown of an axis of whole numbers. */
static void
shown_places (const BfScale *scale, double last, double *from, double *to)
{
  *from = MAX (ceil (scale->min), 1);
  *to = MAX (MIN (floor (scale->max), last), *from);
}

static double
last_place (const BfScene *scene, guint panel)
{
  return scene->separate_x ? floor (bf_scene_content (scene, panel)->all_x.max) : scene->last_x;
}

/* Whether the cursor is in this panel, too. */
static gboolean
reaches (const BfScene *scene, const BfCursor *cursor, guint panel)
{
  return !scene->separate_x || cursor->panel == panel;
}

static void
snap (const BfScene *scene, BfCursor *cursor)
{
  const BfPanel *panel = bf_scene_panel (scene, cursor->panel);
  double from, to;

  if (scene->whole_x)
    {
      shown_places (&panel->x.scale, last_place (scene, cursor->panel), &from, &to);
      cursor->x = CLAMP (round (cursor->x), from, to);
      if (scene->over_steps)
        cursor->x = MAX (bf_view_step_near (&scene->view, cursor->x, 0), from);
    }
  if (scene->whole_y)
    {
      shown_places (&panel->y.scale, panel->y.scale.max, &from, &to);
      cursor->y = CLAMP (round (cursor->y), from, to);
    }
}

static gboolean
point_at_item (const BfScene *scene, guint panel, double x, double y, BfCursor *cursor)
{
  const BfSceneContent *content = bf_scene_content (scene, panel);

  for (guint i = 0; i < content->items->len; i++)
    {
      const BfSceneItem *item = g_ptr_array_index (content->items, i);

      if (item->class->point_at != NULL && item->class->point_at (item, scene, panel, x, y, cursor))
        return TRUE;
    }
  return FALSE;
}

gboolean
bf_scene_point_at (const BfScene *scene, double x, double y, BfCursor *cursor)
{
  if (!has_cursor (scene))
    return FALSE;
  for (guint i = 0; i < scene->panels->len; i++)
    {
      const BfPanel *panel = bf_scene_panel (scene, i);

      if (!bf_scene_has_panel (scene, i))
        continue;
      *cursor = (BfCursor) { .panel = i, .line = BF_NO_LINE };
      if (point_at_item (scene, i, x, y, cursor))
        return TRUE;
      if (bf_scene_content (scene, i)->no_axes || !bf_panel_contains (panel, x, y))
        continue;
      cursor->x = bf_scale_from_unit (&panel->x.scale, (x - panel->plot.x) / panel->plot.width);
      cursor->y = bf_scale_from_unit (&panel->y.scale, 1 - (y - panel->plot.y) / panel->plot.height);
      snap (scene, cursor);
      return TRUE;
    }
  return FALSE;
}

gboolean
bf_scene_plot_at (const BfScene *scene, double x, double y, BfPlotArea *area)
{
  for (guint i = 0; i < scene->panels->len && has_cursor (scene); i++)
    {
      const BfPanel *panel = bf_scene_panel (scene, i);
      const BfSceneContent *content = bf_scene_content (scene, i);

      if (content->no_axes || !bf_scene_has_panel (scene, i) || !bf_panel_contains (panel, x, y))
        continue;
      *area = (BfPlotArea) { i, panel->plot, panel->x.scale, panel->y.scale, content->all_x,
                             content->all_y, scene->whole_x, scene->whole_y, scene->separate_x };
      return TRUE;
    }
  return FALSE;
}

int
bf_scene_legend_at (const BfScene *scene, double x, double y)
{
  const BfFrame *frame = &scene->frame;
  int tag = bf_legend_at (&frame->legend, x - frame->header.x, y - frame->legend_y);

  return tag - 1;
}

/* The point of a series that the cursor's place shows; G_MAXSIZE: none. The last one not after
 * it where rows may be missing between, the very one of sparse lines, else the nearest. */
static gsize
point_of (const BfScene *scene, const BfSeries *series, const BfSceneLine *line, double x)
{
  gsize nearest = bf_series_nearest (series, x);

  if (nearest == G_MAXSIZE || line->silent)
    return G_MAXSIZE;
  if (line->sparse)
    return series->x[nearest] == x ? nearest : G_MAXSIZE;
  if (!scene->whole_x)
    return nearest;
  if (series->x[nearest] > x)
    return nearest > 0 ? nearest - 1 : G_MAXSIZE;
  return nearest + 1 < series->n || series->x[nearest] == x ? nearest : G_MAXSIZE;
}

/* The item of the panel that knows its places itself; NULL: none. */
static const BfSceneItem *
item_with_places (const BfSceneContent *content)
{
  for (guint i = 0; i < content->items->len; i++)
    {
      const BfSceneItem *item = g_ptr_array_index (content->items, i);

      if (item->class->locate != NULL)
        return item;
    }
  return NULL;
}

/* Places of lines have a number on x alone. */
static gboolean
is_in_shown_part (const BfScene *scene, const BfPanel *panel, const BfCursor *cursor)
{
  const BfScale *x = &panel->x.scale, *y = &panel->y.scale;

  return cursor->x >= x->min && cursor->x <= x->max
         && (!scene->whole_y || (cursor->y >= y->min && cursor->y <= y->max));
}

gboolean
bf_scene_locate (const BfScene *scene, const BfCursor *cursor, double *x, double *y)
{
  const BfSceneContent *content;
  const BfSceneItem *item;
  const BfPanel *panel;

  if (cursor->panel >= scene->panels->len || !has_cursor (scene)
      || !bf_scene_has_panel (scene, cursor->panel))
    return FALSE;
  panel = bf_scene_panel (scene, cursor->panel);
  content = bf_scene_content (scene, cursor->panel);
  item = item_with_places (content);
  if (item != NULL)
    return item->class->locate (item, scene, cursor->panel, cursor, x, y);
  if (!is_in_shown_part (scene, panel, cursor))
    return FALSE;
  *x = bf_axis_x (&panel->x, &panel->plot, cursor->x);
  *y = bf_axis_y (&panel->y, &panel->plot, cursor->y);
  for (guint i = 0; i < content->series->len; i++)
    {
      const BfSeries *series = &series_of (content)[i];
      gsize point = point_of (scene, series, line_at (content, i), cursor->x);
      BfValueClass value_class;

      if (point != G_MAXSIZE && (cursor->line == BF_NO_LINE || cursor->line == i)
          && bf_panel_locate (panel, series->x[point], series->y[point], series->smallest_normal,
                              x, y, &value_class))
        break;
    }
  *x = CLAMP (*x, panel->plot.x, panel->plot.x + panel->plot.width);
  *y = CLAMP (*y, panel->outer.y, panel->outer.y + panel->outer.height);
  return TRUE;
}

gboolean
bf_scene_first (const BfScene *scene, BfCursor *cursor)
{
  const BfPanel *panel;
  guint first = 0;

  if (scene->panels->len == 0 || !has_cursor (scene))
    return FALSE;
  while (!bf_scene_has_panel (scene, first))
    first++;
  panel = bf_scene_panel (scene, first);
  *cursor = (BfCursor) { .panel = first, .x = panel->x.scale.min, .y = panel->y.scale.min,
                         .line = BF_NO_LINE };
  snap (scene, cursor);
  return TRUE;
}

/* To the next point of the panel's first line, where places are not whole numbers. */
static void
move_to_point (const BfScene *scene, BfCursor *cursor, int by)
{
  const BfSceneContent *content = bf_scene_content (scene, cursor->panel);
  gsize nearest;

  if (content->series->len == 0)
    return;
  nearest = bf_series_nearest (&series_of (content)[0], cursor->x);
  if (nearest != G_MAXSIZE && (by > 0 ? nearest + 1 < series_of (content)[0].n : nearest > 0))
    cursor->x = series_of (content)[0].x[nearest + by];
}

static void
move_across (const BfScene *scene, BfCursor *cursor, int by)
{
  const BfPanel *panel = bf_scene_panel (scene, cursor->panel);
  const BfSceneItem *item = item_with_places (bf_scene_content (scene, cursor->panel));
  double from, to;

  if (item != NULL)
    {
      item->class->move (item, cursor, by);
      return;
    }
  if (!scene->whole_x)
    {
      move_to_point (scene, cursor, by);
      return;
    }
  shown_places (&panel->x.scale, last_place (scene, cursor->panel), &from, &to);
  if (scene->over_steps)
    cursor->x = CLAMP ((double) bf_view_step_near (&scene->view, cursor->x, by), from, to);
  else
    cursor->x = CLAMP (cursor->x + by, from, to);
}

static void
move_up (const BfScene *scene, BfCursor *cursor, int by)
{
  const BfPanel *panel = bf_scene_panel (scene, cursor->panel);
  double from, to;
  guint to_panel;

  if (scene->whole_y)
    {
      shown_places (&panel->y.scale, panel->y.scale.max, &from, &to);
      cursor->y = CLAMP (cursor->y + by, from, to);
      return;
    }
  to_panel = CLAMP ((int) cursor->panel - by, 0, (int) scene->panels->len - 1);
  if (bf_scene_has_panel (scene, to_panel))
    cursor->panel = to_panel;
  if (scene->separate_x)
    snap (scene, cursor);
}

static void
move_to_end (const BfScene *scene, BfCursor *cursor, gboolean last)
{
  const BfPanel *panel = bf_scene_panel (scene, cursor->panel);
  const BfSceneItem *item = item_with_places (bf_scene_content (scene, cursor->panel));

  if (item != NULL)
    {
      item->class->move (item, cursor, last ? G_MAXINT16 : -G_MAXINT16);
      return;
    }
  cursor->x = last ? panel->x.scale.max : panel->x.scale.min;
  snap (scene, cursor);
}

/* Through all lines of the panel, and past them back to all at once. */
static void
move_line (const BfScene *scene, BfCursor *cursor, int by)
{
  const BfSceneContent *content = bf_scene_content (scene, cursor->panel);
  int n = content->lines->len, line = cursor->line == BF_NO_LINE ? -1 : (int) cursor->line;

  do
    line = line + by < -1 ? n - 1 : line + by >= n ? -1 : line + by;
  while (line >= 0 && line_at (content, line)->silent);
  cursor->line = line < 0 ? BF_NO_LINE : (guint) line;
}

gboolean
bf_scene_move (const BfScene *scene, BfCursor *cursor, BfMove move)
{
  static const struct {
    void (*function) (const BfScene *scene, BfCursor *cursor, int by);
    int by;
  } moves[] = {
    [BF_MOVE_LEFT] = { move_across, -1 },       [BF_MOVE_RIGHT] = { move_across, 1 },
    [BF_MOVE_UP] = { move_up, 1 },              [BF_MOVE_DOWN] = { move_up, -1 },
    [BF_MOVE_FIRST] = { move_to_end, FALSE },   [BF_MOVE_LAST] = { move_to_end, TRUE },
    [BF_MOVE_PREVIOUS_LINE] = { move_line, -1 }, [BF_MOVE_NEXT_LINE] = { move_line, 1 },
  };
  BfCursor before = *cursor;

  if (cursor->panel >= scene->panels->len || !has_cursor (scene))
    return FALSE;
  moves[move].function (scene, cursor, moves[move].by);
  return before.x != cursor->x || before.y != cursor->y || before.panel != cursor->panel
         || before.line != cursor->line;
}

static void
draw_rings (const BfScene *scene, cairo_t *cr, guint panel, const BfCursor *cursor)
{
  const BfSceneContent *content = bf_scene_content (scene, panel);

  for (guint i = 0; i < content->series->len; i++)
    {
      const BfSeries *series = &series_of (content)[i];
      gsize point = point_of (scene, series, line_at (content, i), cursor->x);
      gboolean picked = cursor->line == BF_NO_LINE || (cursor->line == i && cursor->panel == panel);

      if (point != G_MAXSIZE && picked)
        bf_line_chart_draw_ring (cr, bf_scene_theme (scene), bf_scene_panel (scene, panel), series,
                                 point);
    }
}

void
bf_scene_draw_cursor (const BfScene *scene, cairo_t *cr, const BfCursor *cursor)
{
  for (guint i = 0; i < scene->panels->len; i++)
    {
      const BfSceneContent *content = bf_scene_content (scene, i);

      if (!reaches (scene, cursor, i) || !bf_scene_has_panel (scene, i))
        continue;
      if (content->series->len > 0)
        {
          bf_line_chart_draw_cursor (cr, bf_scene_theme (scene), bf_scene_panel (scene, i),
                                     cursor->x);
          draw_rings (scene, cr, i, cursor);
        }
      for (guint j = 0; j < content->items->len; j++)
        {
          const BfSceneItem *item = g_ptr_array_index (content->items, j);

          if (item->class->draw_cursor != NULL)
            item->class->draw_cursor (cr, item, scene, i, cursor);
        }
    }
}

/* " (1.2 to 3.4; limits: Narrow network)" */
static void
append_doubt (GString *text, const BfSceneLine *line, gsize point)
{
  char low[64], high[64];

  if (line->low == NULL && line->remark == NULL)
    return;
  g_string_append (text, " (");
  if (line->low != NULL)
    {
      bf_value_format (line->low[point], low, sizeof low);
      bf_value_format (line->high[point], high, sizeof high);
      g_string_append_printf (text, _("%s to %s"), low, high);
    }
  if (line->remark != NULL)
    g_string_append_printf (text, "%s%s", line->low != NULL ? "; " : "", line->remark);
  g_string_append_c (text, ')');
}

/* "Loss 2.303": what a line is at the cursor; FALSE if nothing can be said. */
static gboolean
append_point (GString *text, const BfScene *scene, guint panel, guint index,
              const BfCursor *cursor, const char *separator)
{
  const BfSceneContent *content = bf_scene_content (scene, panel);
  const BfSeries *series = &series_of (content)[index];
  const BfSceneLine *line = line_at (content, index);
  gsize point = point_of (scene, series, line, cursor->x);

  if (point == G_MAXSIZE)
    return FALSE;
  g_string_append (text, separator);
  if (line->quantity != NULL)
    g_string_append_printf (text, "%s ", line->quantity);
  bf_append_value (text, series->y[point], bf_scene_panel (scene, panel)->y.scale.logarithmic,
                   series->smallest_normal);
  append_doubt (text, line, point);
  return TRUE;
}

/* All that is said of one name, in all panels. */
static void
append_name (GString *text, const BfScene *scene, const BfCursor *cursor, const char *name,
             const BfSeries *first)
{
  gsize before = text->len, start;
  gboolean said = FALSE;

  g_string_append_printf (text, "\n%s: ", name);
  start = text->len;
  for (guint p = 0; p < scene->panels->len; p++)
    for (guint i = 0; i < bf_scene_content (scene, p)->lines->len; i++)
      if (reaches (scene, cursor, p)
          && g_str_equal (line_at (bf_scene_content (scene, p), i)->name, name))
        said |= append_point (text, scene, p, i, cursor, text->len > start ? ", " : "");
  if (!said && scene->beyond != NULL)
    {
      g_autofree char *reason = scene->beyond (scene, first);
      g_string_append (text, reason);
    }
  else if (!said)
    g_string_truncate (text, before);
}

static void
append_lines (GString *text, const BfScene *scene, const BfCursor *cursor)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint p = 0; p < scene->panels->len; p++)
    for (guint i = 0; i < bf_scene_content (scene, p)->lines->len; i++)
      {
        const BfSceneLine *line = line_at (bf_scene_content (scene, p), i);
        gboolean picked = cursor->line == BF_NO_LINE ? reaches (scene, cursor, p)
                                                     : cursor->panel == p && cursor->line == i;

        if (!line->silent && picked && g_hash_table_add (seen, (gpointer) line->name))
          append_name (text, scene, cursor, line->name, &series_of (bf_scene_content (scene, p))[i]);
      }
}

/* Where the values are that a cursor shows: it may have been put where there was a row once. */
static BfCursor
recorded_place (const BfScene *scene, const BfCursor *cursor)
{
  BfCursor place = *cursor;

  if (scene->over_steps)
    place.x = bf_view_step_near (&scene->view, cursor->x, 0);
  return place;
}

char *
bf_scene_readout (const BfScene *scene, const BfCursor *cursor)
{
  const BfCursor place = recorded_place (scene, cursor);
  g_autofree char *label = scene->place_label (scene, &place);
  GString *text = g_string_new (label);

  append_lines (text, scene, &place);
  for (guint p = 0; p < scene->panels->len; p++)
    {
      const BfSceneContent *content = bf_scene_content (scene, p);

      for (guint j = 0; j < content->items->len; j++)
        {
          const BfSceneItem *item = g_ptr_array_index (content->items, j);

          if (reaches (scene, cursor, p) && item->class->readout != NULL)
            item->class->readout (text, item, scene, &place);
        }
    }
  return g_string_free (text, FALSE);
}
