#include "config.h"

#include "app/readout.h"

#define MARGIN 12
#define PADDING 9
#define RADIUS 6

/* Above and to the right, where there is room. */
static void
place (GtkWidget *widget, double x, double y, double width, double height, graphene_rect_t *box)
{
  double left = x + MARGIN, top = y - MARGIN - height;

  if (left + width > gtk_widget_get_width (widget))
    left = x - MARGIN - width;
  if (top < 0)
    top = y + MARGIN;
  left = CLAMP (left, 0, MAX (0, gtk_widget_get_width (widget) - width));
  top = CLAMP (top, 0, MAX (0, gtk_widget_get_height (widget) - height));
  graphene_rect_init (box, left, top, width, height);
}

static GdkRGBA
rgba (BfColor color, float alpha)
{
  return (GdkRGBA) { color.r, color.g, color.b, alpha };
}

static void
snapshot_frame (GtkSnapshot *snapshot, const BfTheme *theme, const graphene_rect_t *box)
{
  GdkRGBA background = rgba (theme->background, 0.94), border = rgba (theme->muted, 1);
  GskRoundedRect outline;

  gsk_rounded_rect_init_from_rect (&outline, box, RADIUS);
  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  gtk_snapshot_append_color (snapshot, &background, box);
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_append_border (snapshot, &outline, (float[4]) { 1, 1, 1, 1 },
                              (GdkRGBA[4]) { border, border, border, border });
}

void
bf_readout_snapshot (GtkSnapshot *snapshot, GtkWidget *widget, const char *text,
                     const BfTheme *theme, double x, double y)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, text);
  GdkRGBA foreground = rgba (theme->foreground, 1);
  graphene_rect_t box;
  int width, height;

  pango_layout_get_pixel_size (layout, &width, &height);
  place (widget, x, y, width + 2 * PADDING, height + 2 * PADDING, &box);
  snapshot_frame (snapshot, theme, &box);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (box.origin.x + PADDING,
                                                          box.origin.y + PADDING));
  gtk_snapshot_append_layout (snapshot, layout, &foreground);
  gtk_snapshot_restore (snapshot);
}
