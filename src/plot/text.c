#include "plot/text.h"

#include <math.h>
#include <pango/pangocairo.h>

#include "plot/path.h"

static const struct { double size; PangoWeight weight; gboolean tabular; } roles[] = {
  [BF_TEXT_TITLE] = { 1.25, PANGO_WEIGHT_BOLD, FALSE },
  [BF_TEXT_HEADING] = { 1.0, PANGO_WEIGHT_BOLD, FALSE },
  [BF_TEXT_LABEL] = { 1.0, PANGO_WEIGHT_NORMAL, FALSE },
  [BF_TEXT_TICK] = { 0.88, PANGO_WEIGHT_NORMAL, TRUE },
};
G_STATIC_ASSERT (G_N_ELEMENTS (roles) == BF_N_TEXT_ROLES);

/* Heights as shares of the font size, fixed so that no fallback font moves a line. */
#define LINE 1.36
#define ASCENT 1.02
#define DIGIT 0.70

/* Size and height of exponents as shares of the size of their tick label. */
#define EXPONENT 0.78
#define RISE 0.36

/* Shaping is most of what a figure costs, and a figure that is drawn again has mostly the same texts: layouts
 * are kept until there are too many. */
#define MANY_LAYOUTS 600

/* What a thread keeps. */
typedef struct {
  PangoContext *context;
  GHashTable *layouts;     /* key of theme, role and text -> PangoLayout, all owned */
} Shaper;

static void
shaper_free (gpointer data)
{
  Shaper *shaper = data;

  g_hash_table_unref (shaper->layouts);
  g_object_unref (shaper->context);
  g_free (shaper);
}

static Shaper *
thread_shaper (void)
{
  static GPrivate key = G_PRIVATE_INIT (shaper_free);
  Shaper *shaper = g_private_get (&key);

  if (shaper == NULL)
    {
      cairo_font_options_t *options = cairo_font_options_create ();

      /* No hinting of widths: text must measure the same on every surface and at every zoom. */
      cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
      cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_SLIGHT);
      cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_GRAY);
      shaper = g_new0 (Shaper, 1);
      shaper->context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
      pango_cairo_context_set_font_options (shaper->context, options);
      pango_context_set_round_glyph_positions (shaper->context, FALSE);
      cairo_font_options_destroy (options);
      shaper->layouts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
      g_private_set (&key, shaper);
    }
  return shaper;
}

static PangoFontDescription *
font_description (const BfTheme *theme, double size, PangoWeight weight)
{
  PangoFontDescription *font = pango_font_description_new ();

  pango_font_description_set_family_static (font, theme->font_family);
  pango_font_description_set_absolute_size (font, size * PANGO_SCALE);
  pango_font_description_set_weight (font, weight);
  return font;
}

/* What @c is the superscript of; 0: none. */
static char
plain_of_superscript (gunichar c)
{
  static const gunichar superscripts[] = { 0x2070, 0xb9,   0xb2,   0xb3,   0x2074,
                                           0x2075, 0x2076, 0x2077, 0x2078, 0x2079 };

  for (guint i = 0; i < G_N_ELEMENTS (superscripts); i++)
    if (superscripts[i] == c)
      return '0' + i;
  return c == 0x207b ? '-' : 0;
}

static void
add_attribute (PangoAttrList *attributes, PangoAttribute *attribute, guint start, guint end)
{
  attribute->start_index = start;
  attribute->end_index = end;
  pango_attr_list_insert (attributes, attribute);
}

/* Exponents are set in raised digits of the font's own, larger than its superscript glyphs and
 * always from the same font: returns @text with plain ones and adds the attributes that raise
 * them. */
static char *
raise_exponents (const char *text, double size, const PangoFontDescription *small,
                 PangoAttrList *attributes)
{
  GString *plain = g_string_new (NULL);
  guint start = 0;
  gboolean raised = FALSE;

  for (const char *c = text; ; c = g_utf8_next_char (c))
    {
      char digit = *c ? plain_of_superscript (g_utf8_get_char (c)) : 0;

      if (digit && !raised)
        start = plain->len;
      if (!digit && raised)
        {
          add_attribute (attributes, pango_attr_font_desc_new (small), start, plain->len);
          add_attribute (attributes, pango_attr_rise_new ((int) (size * RISE * PANGO_SCALE)), start,
                         plain->len);
        }
      raised = digit != 0;
      if (*c == '\0')
        break;
      if (digit == '-')
        g_string_append (plain, "\342\210\222");
      else if (digit)
        g_string_append_c (plain, digit);
      else
        g_string_append_unichar (plain, g_utf8_get_char (c));
    }
  return g_string_free (plain, FALSE);
}

static PangoLayout *
make_layout (const BfTheme *theme, BfTextRole role, const char *given)
{
  g_autofree char *text = g_strdelimit (g_strdup (given), "\n\r\t", ' ');
  PangoLayout *layout = pango_layout_new (thread_shaper ()->context);
  double size = theme->font_size * roles[role].size;
  PangoFontDescription *font = font_description (theme, size, roles[role].weight);

  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_layout_set_single_paragraph_mode (layout, TRUE);

  if (roles[role].tabular)
    {
      PangoAttrList *attributes = pango_attr_list_new ();
      PangoFontDescription *small = font_description (theme, size * EXPONENT, roles[role].weight);
      g_autofree char *plain = NULL;

      pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
      plain = raise_exponents (text, size, small, attributes);
      pango_layout_set_text (layout, plain, -1);
      pango_layout_set_attributes (layout, attributes);
      pango_font_description_free (small);
      pango_attr_list_unref (attributes);
    }
  else
    pango_layout_set_text (layout, text, -1);
  return layout;
}

/* Borrowed; without a width. */
static PangoLayout *
find_layout (const BfTheme *theme, BfTextRole role, const char *text)
{
  GHashTable *layouts = thread_shaper ()->layouts;
  g_autofree char *key = g_strdup_printf ("%d %a %s\n%s", role, theme->font_size, theme->font_family, text);
  PangoLayout *layout = g_hash_table_lookup (layouts, key);

  if (layout == NULL)
    {
      if (g_hash_table_size (layouts) >= MANY_LAYOUTS)
        g_hash_table_remove_all (layouts);
      layout = make_layout (theme, role, text);
      g_hash_table_insert (layouts, g_steal_pointer (&key), layout);
    }
  return layout;
}

double
bf_text_line_height (const BfTheme *theme, BfTextRole role)
{
  return theme->font_size * roles[role].size * LINE;
}

double
bf_text_width (const BfTheme *theme, BfTextRole role, const char *text)
{
  PangoRectangle logical;

  pango_layout_get_extents (find_layout (theme, role, text), NULL, &logical);
  return (double) logical.width / PANGO_SCALE;
}

/* From the anchor down to the baseline. */
static double
baseline_offset (const BfTheme *theme, const BfTextPlace *place)
{
  double size = theme->font_size * roles[place->role].size;

  if (place->align_y <= 0)
    return size * ASCENT;
  if (place->align_y >= 1)
    return size * (ASCENT - LINE);
  return size * DIGIT / 2;
}

void
bf_text_draw (cairo_t *cr, const BfTheme *theme, const BfTextPlace *place, const char *text)
{
  g_autoptr (PangoLayout) layout = g_object_ref (find_layout (theme, place->role, text));
  PangoRectangle logical;
  double x, y;

  pango_layout_get_extents (layout, NULL, &logical);
  if (place->max_width > 0 && logical.width > place->max_width * PANGO_SCALE)
    {
      g_object_unref (layout);
      layout = make_layout (theme, place->role, text);
      pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
      pango_layout_set_width (layout, (int) floor (place->max_width * PANGO_SCALE));
      pango_layout_get_extents (layout, NULL, &logical);
    }
  x = -((double) logical.x + logical.width * place->align_x) / PANGO_SCALE;
  y = baseline_offset (theme, place) - (double) pango_layout_get_baseline (layout) / PANGO_SCALE;

  cairo_save (cr);
  bf_path_translate (cr, place->x, place->y);
  if (place->upward)
    cairo_rotate (cr, -G_PI / 2);
  bf_path_move_to (cr, x, y);
  bf_color_set (cr, place->color);
  pango_cairo_show_layout (cr, layout);
  cairo_restore (cr);
}
