/* leak WAY: forgets some things and ends, to show that the leak is reported in spite of tests/leaks.supp. */
#include <glib-object.h>
#include <pango/pangocairo.h>

static void
forget_string (void)
{
  g_strdup ("forgotten");
}

static void
forget_array (void)
{
  g_array_set_size (g_array_new (FALSE, TRUE, sizeof (double)), 1000);
}

static void
forget_object (void)
{
  g_object_new (G_TYPE_OBJECT, NULL);
}

static void
forget_surface (void)
{
  cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 16, 16);
}

static void
forget_layout (void)
{
  PangoContext *context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  PangoLayout *layout = pango_layout_new (context);

  pango_layout_set_text (layout, "forgotten", -1);
  pango_layout_get_pixel_size (layout, NULL, NULL);
  g_object_unref (context);
}

static const struct {
  const char *id;
  void (*forget) (void);
} ways[] = {
  { "string", forget_string },
  { "array", forget_array },
  { "object", forget_object },
  { "surface", forget_surface },
  { "layout", forget_layout },
};

int
main (int argc, char **argv)
{
  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      if (argc < 2)
        g_print ("%s\n", ways[i].id);
      /* More than once: a register may still hold the last. */
      for (guint n = 0; argc > 1 && g_str_equal (argv[1], ways[i].id) && n < 10; n++)
        ways[i].forget ();
    }
  return 0;
}
