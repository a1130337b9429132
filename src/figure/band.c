#include "figure/band.h"

#include <math.h>

/* Points nearer to each other in px are drawn as one, with the extremes of all. */
#define SPACING 2.5

typedef struct {
  BfSceneItem item;
  gsize n;
  const double *x, *low, *high;
  BfColor color;
} Band;

/* A place of a band, in px. */
typedef struct {
  double x, top, bottom;
} Edge;

/* Ends at the edge of the plot that is nearer where @value has no place on the axis. */
static double
edge_y (const BfPanel *panel, double value)
{
  double top = panel->plot.y, bottom = panel->plot.y + panel->plot.height;

  if (isinf (value) || (panel->y.scale.logarithmic && value <= 0))
    return value > 0 ? top : bottom;
  return CLAMP (bf_axis_y (&panel->y, &panel->plot, value), top, bottom);
}

static void
fill_edges (cairo_t *cr, const GArray *edges, const BfScene *scene, BfColor color)
{
  for (guint i = 0; i < edges->len; i++)
    bf_path_line_to (cr, g_array_index (edges, Edge, i).x, g_array_index (edges, Edge, i).top);
  for (guint i = edges->len; i > 0; i--)
    bf_path_line_to (cr, g_array_index (edges, Edge, i - 1).x,
                     g_array_index (edges, Edge, i - 1).bottom);
  cairo_close_path (cr);
  bf_color_set (cr, bf_color_alpha (color, 0.16));
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_FAST);
  cairo_fill (cr);
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_DEFAULT);
}

/* The points from @i on that are drawn as one; the index after them. */
static gsize
next_edge (const Band *band, const BfPanel *panel, gsize i, Edge *edge)
{
  double low = band->low[i], high = band->high[i];
  double end = bf_axis_x (&panel->x, &panel->plot, band->x[i]) + SPACING;

  edge->x = end - SPACING;
  for (i++; i < band->n && bf_axis_x (&panel->x, &panel->plot, band->x[i]) < end; i++)
    {
      if (isnan (band->low[i]))
        break;
      low = MIN (low, band->low[i]);
      high = MAX (high, band->high[i]);
    }
  edge->top = edge_y (panel, high);
  edge->bottom = edge_y (panel, low);
  return i;
}

static void
band_draw (cairo_t *cr, const BfSceneItem *item, const BfScene *scene, guint index)
{
  const Band *band = (const Band *) item;
  const BfPanel *panel = bf_scene_panel (scene, index);
  g_autoptr (GArray) edges = g_array_new (FALSE, FALSE, sizeof (Edge));

  cairo_save (cr);
  bf_path_rectangle (cr, panel->plot.x, panel->plot.y, panel->plot.width, panel->plot.height);
  cairo_clip (cr);
  for (gsize i = 0; i < band->n;)
    {
      Edge edge;

      if (isnan (band->low[i]))
        {
          fill_edges (cr, edges, scene, band->color);
          g_array_set_size (edges, 0);
          i++;
          continue;
        }
      i = next_edge (band, panel, i, &edge);
      g_array_append_val (edges, edge);
    }
  fill_edges (cr, edges, scene, band->color);
  cairo_restore (cr);
}

static const BfSceneItemClass band_class = { .draw = band_draw };

BfSceneItem *
bf_band_new (gsize n, const double *x, const double *low, const double *high, BfColor color)
{
  Band *band = g_new0 (Band, 1);

  *band = (Band) { { &band_class }, n, x, low, high, color };
  return &band->item;
}
