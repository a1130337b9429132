/* Guides: quiet marks at values and places that mean something. */
#include "figure/scene-private.h"

#include "plot/text.h"

typedef struct {
  BfSceneItem item;
  guint n;
  BfSceneGuide guides[];   /* from the largest value down */
} Guides;

typedef struct {
  BfSceneItem item;
  double x;
  BfColor color;
} Tick;

/* Whether a line of the panel runs through @box, as far as so many of its points tell. */
#define PROBES 64

static gboolean
is_crossed (const BfScene *scene, guint index, const BfRect *box)
{
  const BfPanel *panel = bf_scene_panel (scene, index);
  const GArray *all = bf_scene_content (scene, index)->series;

  for (guint s = 0; s < all->len; s++)
    {
      const BfSeries *series = &g_array_index (all, BfSeries, s);
      gsize step = 1 + series->n / PROBES;

      for (gsize i = step; i < series->n; i += step)
        {
          double x1 = bf_axis_x (&panel->x, &panel->plot, series->x[i - step]);
          double x2 = bf_axis_x (&panel->x, &panel->plot, series->x[i]);
          double y1 = bf_axis_y (&panel->y, &panel->plot, series->y[i - step]);
          double y2 = bf_axis_y (&panel->y, &panel->plot, series->y[i]);

          if (MAX (x1, x2) > box->x && MIN (x1, x2) < box->x + box->width
              && MAX (y1, y2) > box->y && MIN (y1, y2) < box->y + box->height)
            return TRUE;
        }
    }
  return FALSE;
}

/* At the left, from which gradients that vanish rise, or at the right where a line is in the way. */
static void
draw_label (cairo_t *cr, const BfScene *scene, guint index, double y, gboolean above,
            const char *label)
{
  const BfTheme *theme = bf_scene_theme (scene);
  const BfRect *plot = &bf_scene_panel (scene, index)->plot;
  double height = bf_text_line_height (theme, BF_TEXT_TICK), margin = theme->font_size * 0.4;
  BfTextPlace place = { .role = BF_TEXT_TICK, .color = theme->muted, .y = above ? y - 1 : y + 1,
                        .align_y = above, .max_width = plot->width * 0.7 };
  double width = MIN (bf_text_width (theme, BF_TEXT_TICK, label), place.max_width);
  BfRect left = { plot->x + margin, above ? y - height : y, width, height }, right = left;
  gboolean at_right;

  right.x = plot->x + plot->width - margin - width;
  at_right = is_crossed (scene, index, &left) && !is_crossed (scene, index, &right);
  place.x = at_right ? right.x : left.x;
  bf_text_draw (cr, theme, &place, label);
}

static void
draw_line (cairo_t *cr, const BfTheme *theme, const BfRect *plot, double y, const double *dash)
{
  bf_path_horizontal (cr, plot->x, plot->x + plot->width, y);
  bf_color_set (cr, theme->muted);
  cairo_set_line_width (cr, 1);
  cairo_set_dash (cr, dash, 2, 0);
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
}

/* Where the first guide from @i on is that is on the axis; the end of the plot if none is. */
static double
next_guide (const Guides *guides, guint i, const BfPanel *panel)
{
  const BfScale *scale = &panel->y.scale;

  for (; i < guides->n; i++)
    if (guides->guides[i].value >= scale->min && guides->guides[i].value <= scale->max)
      return bf_axis_y (&panel->y, &panel->plot, guides->guides[i].value);
  return panel->plot.y + panel->plot.height;
}

/* Labels stand on their lines or hang from them; one that has no room either way is left out. */
static void
draw_guides (cairo_t *cr, const BfSceneItem *item, const BfScene *scene, guint index)
{
  const Guides *guides = (const Guides *) item;
  const BfTheme *theme = bf_scene_theme (scene);
  const BfPanel *panel = bf_scene_panel (scene, index);
  const BfRect *plot = &panel->plot;
  const double dotted[] = { 2, 3 }, dashed[] = { 5, 4 };
  double height = bf_text_line_height (theme, BF_TEXT_TICK), taken = plot->y;

  for (guint i = 0; i < guides->n; i++)
    {
      const BfSceneGuide *guide = &guides->guides[i];
      double y = bf_axis_y (&panel->y, plot, guide->value);
      gboolean above = y - height >= taken;

      if (guide->value < panel->y.scale.min || guide->value > panel->y.scale.max)
        continue;
      draw_line (cr, theme, plot, y, guide->label != NULL ? dotted : dashed);
      if (guide->label == NULL || (!above && y + height > next_guide (guides, i + 1, panel)))
        continue;
      draw_label (cr, scene, index, y, above, guide->label);
      taken = above ? y : y + height;
    }
}

static const BfSceneItemClass guides_class = { .draw = draw_guides };

static int
compare_guides (gconstpointer a, gconstpointer b)
{
  const BfSceneGuide *first = a, *second = b;

  return first->value > second->value ? -1 : first->value < second->value;
}

void
bf_scene_add_guides (BfScene *scene, guint panel, const BfSceneGuide *guides, guint n)
{
  Guides *item;

  if (n == 0)
    return;
  item = g_malloc0 (sizeof (Guides) + n * sizeof (BfSceneGuide));
  item->item.class = &guides_class;
  item->n = n;
  for (guint i = 0; i < n; i++)
    item->guides[i] = guides[i];
  qsort (item->guides, n, sizeof (BfSceneGuide), compare_guides);
  bf_scene_add_item (scene, panel, &item->item);
}

static void
draw_tick (cairo_t *cr, const BfSceneItem *item, const BfScene *scene, guint index)
{
  const Tick *tick = (const Tick *) item;
  const BfTheme *theme = bf_scene_theme (scene);
  const BfPanel *panel = bf_scene_panel (scene, index);
  double bottom = panel->plot.y + panel->plot.height;

  if (tick->x < panel->x.scale.min || tick->x > panel->x.scale.max)
    return;
  bf_path_vertical (cr, bf_axis_x (&panel->x, &panel->plot, tick->x), bottom,
                    bottom - theme->font_size * 0.9);
  bf_color_set (cr, tick->color);
  cairo_set_line_width (cr, theme->line_width);
  cairo_stroke (cr);
}

static const BfSceneItemClass tick_class = { .draw = draw_tick };

void
bf_scene_add_tick (BfScene *scene, guint panel, double x, BfColor color)
{
  Tick *item = g_new0 (Tick, 1);

  item->item.class = &tick_class;
  item->x = x;
  item->color = color;
  bf_scene_add_item (scene, panel, &item->item);
}
