#include "config.h"

#include <glib/gi18n-lib.h>

#include "figure/map-item.h"

#include <inttypes.h>
#include <math.h>

#include "figure/cache.h"
#include "figure/runs.h"
#include "plot/heat-map.h"

/* More cells than this each way are not told apart. */
#define MOST_CELLS 8192

/* The item of a panel. */
typedef struct {
  BfSceneItem item;
  const BfMap *map;
  BfMapPart part;
  guint n_shown;       /* values of a column that are in the map */
  guint shown[];
} MapItem;

/* Whole places from @first to @last that share @n cells. */
typedef struct {
  guint64 first, last;
  guint n;
} Cells;

/* The cells of one panel, as far as the run has come. */
typedef struct {
  BfHeatMap *cells;         /* owned; NULL: none yet */
  const BfMap *map;
  guint source;
  BfLayerMeasure measure;   /* of figures that show one */
  gboolean logarithmic;
  guint row;                /* that is shown, where all columns are of one */
  Cells x, y;
  guint *rows;              /* [values of a column] where each goes; owned */
  guint n_columns;          /* added so far */
} Kept;

static void
kept_clear (gpointer data)
{
  Kept *kept = data;

  g_clear_pointer (&kept->cells, bf_heat_map_free);
  g_clear_pointer (&kept->rows, g_free);
}

static const BfCacheKind kept_kind = { .size = sizeof (Kept), .clear = kept_clear };

static const MapItem *
map_item (const BfSceneItem *item)
{
  return (const MapItem *) item;
}

static guint
place_of (const MapItem *item, guint i)
{
  return item->map->place != NULL ? item->map->place (&item->part, i) : i + 1;
}

/* The columns of values, and where the c-th is on x. */
static guint
n_columns (const MapItem *item)
{
  return item->map->over_steps ? bf_record_n_rows (item->part.run->record) : item->part.n_columns;
}

static guint64
column_place (const MapItem *item, guint column)
{
  return item->map->over_steps ? bf_record_step (item->part.run->record, column) : column + 1;
}

static const double *
column_values (const MapItem *item, const BfFigureView *view, guint column, gsize *stride)
{
  guint row = item->map->over_steps ? column : bf_run_row (item->part.run, view);

  return item->map->values (view, &item->part, row, column, stride);
}

/* The part of an axis that is shown, in at most @pixels cells. */
static Cells
shown_cells (const BfAxis *axis, guint64 last, double pixels)
{
  Cells cells = { .first = (guint64) MAX (floor (axis->scale.min + 0.5), 1) };

  cells.last = (guint64) MAX (MIN (ceil (axis->scale.max - 0.5), (double) last), 0);
  cells.last = MAX (cells.last, cells.first);
  cells.n = (guint) CLAMP ((double) (cells.last - cells.first + 1), 1,
                           CLAMP (pixels, 1, MOST_CELLS));
  return cells;
}

/* The cell of a place that is shown. */
static guint
cell_of (const Cells *cells, guint64 place)
{
  double n_places = (double) (cells->last - cells->first + 1);

  return (guint) MIN ((double) (place - cells->first) * cells->n / n_places, cells->n - 1);
}

/* Shows a column in the cells from @first to before @end. */
static void
fill_cells (Kept *kept, const MapItem *item, const BfFigureView *view, guint column, guint first,
            guint end)
{
  const double *values;
  gsize stride;

  if (first >= end)
    return;
  values = column_values (item, view, column, &stride);
  for (guint cell = first; cell < end; cell++)
    bf_heat_map_add_column (kept->cells, cell, kept->rows, values, stride, item->part.n_values);
}

/* Shows the column before @column, if it has places that are shown, in the cells between the two. */
static void
fill_gap (Kept *kept, const MapItem *item, const BfFigureView *view, guint column)
{
  guint64 before = column_place (item, column - 1), place = column_place (item, column);
  guint first, end;

  if (before > kept->x.last)
    return;
  first = before < kept->x.first ? 0 : cell_of (&kept->x, before) + 1;
  end = place > kept->x.last ? kept->x.n : cell_of (&kept->x, place);
  fill_cells (kept, item, view, column - 1, first, end);
}

/* Adds the columns that came since. One stands for all places from its own to the next one's, or
 * to the end of its cell if it is the last. */
static void
grow (Kept *kept, const MapItem *item, const BfFigureView *view)
{
  guint n = n_columns (item);

  for (; kept->n_columns < n; kept->n_columns++)
    {
      guint64 place = column_place (item, kept->n_columns);

      if (place < kept->x.first)
        continue;
      if (kept->n_columns > 0)
        fill_gap (kept, item, view, kept->n_columns);
      if (place <= kept->x.last)
        {
          guint cell = cell_of (&kept->x, place);
          fill_cells (kept, item, view, kept->n_columns, cell, cell + 1);
        }
    }
}

static gboolean
same_cells (const Cells *a, const Cells *b)
{
  return a->first == b->first && a->last == b->last && a->n == b->n;
}

/* But for the row, whose values change and nothing else. */
static gboolean
is_current (const Kept *kept, const Kept *wanted)
{
  return kept->cells != NULL && kept->map == wanted->map && kept->source == wanted->source
         && kept->measure == wanted->measure && kept->logarithmic == wanted->logarithmic
         && same_cells (&kept->x, &wanted->x) && same_cells (&kept->y, &wanted->y);
}

/* Which row of cells each value of a column goes to. */
static guint *
new_rows (const MapItem *item, const Cells *y)
{
  guint *rows = g_new (guint, MAX (item->part.n_values, 1));

  for (guint i = 0; i < item->part.n_values; i++)
    {
      guint place = place_of (item, i);

      rows[i] = place >= y->first && place <= y->last ? cell_of (y, place) : BF_NO_ROW;
    }
  return rows;
}

/* Empty cells for what is wanted now, where those of before were if there are as many. */
static void
renew (Kept *kept, const MapItem *item, const Kept *wanted)
{
  gboolean fits = kept->cells != NULL && kept->logarithmic == wanted->logarithmic
                  && kept->x.n == wanted->x.n && kept->y.n == wanted->y.n;
  BfHeatMap *cells = fits ? g_steal_pointer (&kept->cells) : NULL;

  kept_clear (kept);
  *kept = *wanted;
  kept->rows = new_rows (item, &kept->y);
  if (fits)
    bf_heat_map_clear (cells);
  else
    cells = bf_heat_map_new (kept->x.n, kept->y.n, kept->logarithmic,
                             bf_run_smallest_normal (item->part.run));
  kept->cells = cells;
}

/* The cells as they are now. */
static Kept *
current_cells (const MapItem *item, const BfScene *scene, const BfPanel *panel, double resolution)
{
  const BfFigureRun *run = item->part.run;
  Kept *kept = bf_figure_cache_get (&scene->view, run, &kept_kind, item->part.index);
  Kept wanted = {
    .map = item->map,
    .source = item->part.source,
    .measure = scene->view.measure,
    .logarithmic = scene->bar.axis.scale.logarithmic,
    .row = item->map->over_steps ? 0 : bf_run_row (run, &scene->view),
    .x = shown_cells (&panel->x, G_MAXUINT32, panel->plot.width * resolution),
    .y = shown_cells (&panel->y, item->part.last_y, panel->plot.height * resolution),
  };

  if (!is_current (kept, &wanted))
    renew (kept, item, &wanted);
  else if (kept->row != wanted.row)
    {
      bf_heat_map_clear (kept->cells);
      kept->row = wanted.row;
      kept->n_columns = 0;
    }
  grow (kept, item, &scene->view);
  return kept;
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
draw_cells (cairo_t *cr, const MapItem *item, const BfScene *scene, const BfPanel *panel)
{
  const Kept *kept = current_cells (item, scene, panel, bf_path_resolution (cr));
  BfRect area;

  area.x = bf_axis_x (&panel->x, &panel->plot, kept->x.first - 0.5);
  area.width = bf_axis_x (&panel->x, &panel->plot, kept->x.last + 0.5) - area.x;
  area.y = bf_axis_y (&panel->y, &panel->plot, kept->y.last + 0.5);
  area.height = bf_axis_y (&panel->y, &panel->plot, kept->y.first - 0.5) - area.y;
  bf_heat_map_draw (cr, kept->cells, &scene->bar.axis.scale, &area);
}

static void
draw_background (cairo_t *cr, const BfSceneItem *item, const BfScene *scene, guint index)
{
  const BfPanel *panel = bf_scene_panel (scene, index);

  bf_path_rectangle (cr, panel->plot.x, panel->plot.y, panel->plot.width, panel->plot.height);
  bf_color_set (cr, bf_color_alpha (bf_scene_theme (scene)->grid, 0.5));
  cairo_fill (cr);
}

static void
map_draw (cairo_t *cr, const BfSceneItem *item, const BfScene *scene, guint index)
{
  const BfPanel *panel = bf_scene_panel (scene, index);

  draw_background (cr, item, scene, index);
  cairo_save (cr);
  bf_path_rectangle (cr, panel->plot.x, panel->plot.y, panel->plot.width, panel->plot.height);
  cairo_clip (cr);
  draw_cells (cr, map_item (item), scene, panel);
  if (map_item (item)->map->over_steps)
    draw_step (cr, scene, panel);
  cairo_restore (cr);
}

/* The value at a place of y; G_MAXUINT: none. */
static guint
value_at (const MapItem *item, double y)
{
  for (guint i = 0; i < item->n_shown; i++)
    if (place_of (item, item->shown[i]) == y)
      return item->shown[i];
  return G_MAXUINT;
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

  if (value_at (map_item (item), cursor->y) == G_MAXUINT)
    return;
  bf_path_rectangle (cr, left, top, right - left, bottom - top);
  bf_color_set (cr, (BfColor) { 0, 0, 0, 1 });
  cairo_set_line_width (cr, 3.5);
  cairo_stroke_preserve (cr);
  bf_color_set (cr, (BfColor) { 1, 1, 1, 1 });
  cairo_set_line_width (cr, 1.5);
  cairo_stroke (cr);
}

/* The column that shows a place of x; G_MAXUINT: none. */
static guint
column_at (const MapItem *item, double x)
{
  const BfRecord *record = item->part.run->record;

  if (!item->map->over_steps)
    return x <= item->part.n_columns ? (guint) x - 1 : G_MAXUINT;
  return x <= bf_record_step (record, bf_record_n_rows (record) - 1)
           ? bf_record_row_at (record, (guint64) x)
           : G_MAXUINT;
}

static void
append_no_x (GString *text, const MapItem *item)
{
  const BfRecord *record = item->part.run->record;

  if (item->map->over_steps)
    g_string_append_printf (text, _("not trained past step %" PRIu64),
                            bf_record_step (record, bf_record_n_rows (record) - 1));
  else
    g_string_append (text, item->map->no_x ());
}

static void
map_readout (GString *text, const BfSceneItem *base, const BfScene *scene, const BfCursor *cursor)
{
  const MapItem *item = map_item (base);
  guint i = value_at (item, cursor->y), column = column_at (item, cursor->x);
  const double *values;
  gsize stride;

  g_string_append_printf (text, "\n%s: ", item->part.name);
  if (i == G_MAXUINT)
    g_string_append (text, item->map->no_y ());
  else if (column == G_MAXUINT)
    append_no_x (text, item);
  else
    {
      values = column_values (item, &scene->view, column, &stride);
      bf_append_value (text, values[i * stride], scene->bar.axis.scale.logarithmic,
                       bf_run_smallest_normal (item->part.run));
    }
}

static const char *
map_name (const BfSceneItem *item)
{
  return map_item (item)->part.name;
}

static gboolean
map_cell (const BfSceneItem *base, const BfScene *scene, gsize i, double *x, double *y,
          double *value)
{
  const MapItem *item = map_item (base);
  guint column = item->n_shown > 0 ? i / item->n_shown : G_MAXUINT, shown;
  const double *values;
  gsize stride;

  if (column >= n_columns (item))
    return FALSE;
  shown = item->shown[i % item->n_shown];
  values = column_values (item, &scene->view, column, &stride);
  *x = column_place (item, column);
  *y = place_of (item, shown);
  *value = values[shown * stride];
  return TRUE;
}

static const BfSceneItemClass map_class = {
  .draw = map_draw, .draw_cursor = map_draw_cursor, .readout = map_readout, .name = map_name,
  .cell = map_cell,
};
/* Where nothing was trained yet. */
static const BfSceneItemClass background_class = { .draw = draw_background };

BfSceneItem *
bf_map_item_new (const BfMap *map, const BfMapPart *part)
{
  MapItem *item = g_malloc0 (sizeof *item + part->n_values * sizeof item->shown[0]);

  item->item.class = &map_class;
  item->map = map;
  item->part = *part;
  for (guint i = 0; i < part->n_values; i++)
    if (place_of (item, i) > 0)
      item->shown[item->n_shown++] = i;
  return &item->item;
}

BfSceneItem *
bf_map_background_new (void)
{
  BfSceneItem *item = g_new0 (BfSceneItem, 1);

  item->class = &background_class;
  return item;
}
