/* The numbers of a scene as a sheet: a row for each place, a column for each line or item. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "figure/scene-private.h"

/* One number, before it has its row. */
typedef struct {
  guint axis;              /* column of @x: where panels have x axes of their own there are several */
  double x, y;
  guint column;
  double value;
} Cell;

typedef struct {
  const BfScene *scene;
  gboolean has_y;          /* places need two numbers */
  guint axis;              /* of the panel being listed */
  GPtrArray *titles;       /* owned, ends without NULL until it is used */
  GArray *cells;           /* of Cell */
} Listing;

static gint
compare_cells (gconstpointer a, gconstpointer b)
{
  const Cell *first = a, *second = b;

  if (first->axis != second->axis)
    return first->axis < second->axis ? -1 : 1;
  if (first->x != second->x)
    return first->x < second->x ? -1 : 1;
  if (first->y != second->y)
    return first->y < second->y ? -1 : 1;
  return (int) first->column - (int) second->column;
}

static guint
add_column (Listing *listing, const char *name, const char *quantity)
{
  g_ptr_array_add (listing->titles, quantity != NULL ? g_strdup_printf ("%s: %s", name, quantity)
                                                     : g_strdup (name));
  return listing->titles->len - 1;
}

static void
list_values (Listing *listing, guint column, const BfSeries *series, const double *values)
{
  for (gsize i = 0; i < series->n; i++)
    {
      Cell cell = { listing->axis, series->x[i], 0, column, values[i] };
      g_array_append_val (listing->cells, cell);
    }
}

static void
list_line (Listing *listing, const BfSceneLine *line, const BfSeries *series)
{
  g_autofree char *low = NULL, *high = NULL;

  list_values (listing, add_column (listing, line->name, line->quantity), series, series->y);
  if (line->low == NULL)
    return;
  low = g_strdup_printf (_("%s (low)"), line->quantity);
  high = g_strdup_printf (_("%s (high)"), line->quantity);
  list_values (listing, add_column (listing, line->name, low), series, line->low);
  list_values (listing, add_column (listing, line->name, high), series, line->high);
}

static void
list_item (Listing *listing, const BfSceneItem *item)
{
  guint column = add_column (listing, item->class->name (item), NULL);
  Cell cell = { .axis = listing->axis, .column = column };

  for (gsize i = 0; item->class->cell (item, listing->scene, i, &cell.x, &cell.y, &cell.value); i++)
    g_array_append_val (listing->cells, cell);
}

static void
list_panel (Listing *listing, const BfSceneContent *content)
{
  for (guint i = 0; i < content->lines->len; i++)
    {
      const BfSceneLine *line = &g_array_index (content->lines, BfSceneLine, i);

      if (!line->silent)
        list_line (listing, line, &g_array_index (content->series, BfSeries, i));
    }
  for (guint i = 0; i < content->items->len; i++)
    {
      const BfSceneItem *item = g_ptr_array_index (content->items, i);

      if (item->class->cell != NULL)
        list_item (listing, item);
    }
}

/* One row for all cells of a place. */
static BfSheet *
sheet_of_cells (const Listing *listing)
{
  BfSheet *sheet = bf_sheet_new ((const char *const *) listing->titles->pdata);
  const Cell *before = NULL;
  gsize row = 0;

  for (guint i = 0; i < listing->cells->len; i++)
    {
      const Cell *cell = &g_array_index (listing->cells, Cell, i);

      if (before == NULL || before->axis != cell->axis || before->x != cell->x
          || before->y != cell->y)
        {
          row = bf_sheet_add_row (sheet);
          bf_sheet_set (sheet, row, cell->axis, cell->x);
          if (listing->has_y)
            bf_sheet_set (sheet, row, 1, cell->y);
        }
      bf_sheet_set (sheet, row, cell->column, cell->value);
      before = cell;
    }
  return sheet;
}

/* The columns of the places. */
static void
add_place_columns (Listing *listing)
{
  const BfScene *scene = listing->scene;

  if (scene->separate_x)
    for (guint i = 0; i < scene->contents->len; i++)
      add_column (listing, bf_scene_content (scene, i)->x_title, NULL);
  else
    add_column (listing, scene->x_title, NULL);
  if (listing->has_y)
    add_column (listing, scene->y_title, NULL);
}

BfSheet *
bf_scene_sheet (const BfScene *scene)
{
  Listing listing = { .scene = scene, .has_y = scene->y_title != NULL,
                      .titles = g_ptr_array_new_with_free_func (g_free),
                      .cells = g_array_new (FALSE, FALSE, sizeof (Cell)) };
  BfSheet *sheet;

  add_place_columns (&listing);
  for (guint i = 0; i < scene->contents->len; i++)
    {
      listing.axis = scene->separate_x ? i : 0;
      list_panel (&listing, bf_scene_content (scene, i));
    }
  g_ptr_array_add (listing.titles, NULL);
  g_array_sort (listing.cells, compare_cells);
  sheet = sheet_of_cells (&listing);
  g_ptr_array_unref (listing.titles);
  g_array_unref (listing.cells);
  return sheet;
}
