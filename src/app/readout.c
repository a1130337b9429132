#include "config.h"

#include "app/readout.h"

#define MARGIN 12
#define PADDING 9
#define RADIUS 6
#define INDENT 16

/* A box is no wider than this part of the widget, or than is enough. */
#define WIDEST 0.42
#define ENOUGH 230

static double
covered (const graphene_rect_t *box, const GArray *taken)
{
  double area = 0;

  for (guint i = 0; i < taken->len; i++)
    {
      graphene_rect_t both;

      if (graphene_rect_intersection (box, &g_array_index (taken, graphene_rect_t, i), &both))
        area += both.size.width * both.size.height;
    }
  return area;
}

/* The candidate at (@left, @top), moved into the room, if it is better than the best so far. */
static void
try_place (const graphene_rect_t *room, double left, double top, const GArray *taken,
           graphene_rect_t *best, double *least)
{
  graphene_rect_t box = *best;
  double area;

  box.origin.x = CLAMP (left, room->origin.x,
                        MAX (room->origin.x, room->origin.x + room->size.width - box.size.width));
  box.origin.y = CLAMP (top, room->origin.y,
                        MAX (room->origin.y, room->origin.y + room->size.height - box.size.height));
  area = covered (&box, taken);
  if (area < *least)
    {
      *least = area;
      *best = box;
    }
}

/* Above and to the right, where there is room; else on another side, else on or below what is in
 * the way. */
void
bf_readout_place (const graphene_rect_t *room, double x, double y, const GArray *taken,
                  graphene_rect_t *box)
{
  double width = box->size.width, height = box->size.height, least = G_MAXDOUBLE;
  gboolean right = x + MARGIN + width <= room->origin.x + room->size.width;
  gboolean above = y - MARGIN - height >= room->origin.y;

  for (int side = 0; side < 4; side++)
    {
      gboolean to_right = (side % 2 == 0) == right, to_top = (side / 2 == 0) == above;

      try_place (room, to_right ? x + MARGIN : x - MARGIN - width,
                 to_top ? y - MARGIN - height : y + MARGIN, taken, box, &least);
    }
  for (guint i = 0; i < taken->len && least > 0; i++)
    {
      const graphene_rect_t *other = &g_array_index (taken, graphene_rect_t, i);
      double left = right ? x + MARGIN : x - MARGIN - width;

      try_place (room, left, other->origin.y - height - 2, taken, box, &least);
      try_place (room, left, other->origin.y + other->size.height + 2, taken, box, &least);
    }
}

static GdkRGBA
rgba (BfColor color, float alpha)
{
  return (GdkRGBA) { color.r, color.g, color.b, alpha };
}

static void
snapshot_frame (GtkSnapshot *snapshot, const BfTheme *theme, gboolean pinned,
                const graphene_rect_t *box)
{
  GdkRGBA background = rgba (theme->background, 0.94);
  GdkRGBA border = rgba (pinned ? theme->foreground : theme->muted, 1);
  GskRoundedRect outline;

  gsk_rounded_rect_init_from_rect (&outline, box, RADIUS);
  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  gtk_snapshot_append_color (snapshot, &background, box);
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_append_border (snapshot, &outline, (float[4]) { 1, 1, 1, 1 },
                              (GdkRGBA[4]) { border, border, border, border });
}

/* Lines that are too long go on further in. */
static void
wrap (PangoLayout *layout, double widest)
{
  int width;

  pango_layout_get_pixel_size (layout, &width, NULL);
  if (width <= widest)
    return;
  pango_layout_set_width (layout, (int) (widest * PANGO_SCALE));
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_indent (layout, -INDENT * PANGO_SCALE);
}

void
bf_readout_snapshot (GtkSnapshot *snapshot, GtkWidget *widget, const char *text,
                     const BfTheme *theme, gboolean pinned, double x, double y, GArray *taken)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, text);
  GdkRGBA foreground = rgba (theme->foreground, 1);
  graphene_rect_t room = GRAPHENE_RECT_INIT (0, 0, gtk_widget_get_width (widget),
                                             gtk_widget_get_height (widget));
  graphene_rect_t box;
  int width, height;

  wrap (layout, MAX (room.size.width * WIDEST, ENOUGH));
  pango_layout_get_pixel_size (layout, &width, &height);
  graphene_rect_init (&box, 0, 0, width + 2 * PADDING, height + 2 * PADDING);
  bf_readout_place (&room, x, y, taken, &box);
  g_array_append_val (taken, box);
  snapshot_frame (snapshot, theme, pinned, &box);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (box.origin.x + PADDING,
                                                          box.origin.y + PADDING));
  gtk_snapshot_append_layout (snapshot, layout, &foreground);
  gtk_snapshot_restore (snapshot);
}
