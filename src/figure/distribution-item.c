#include "config.h"

#include <glib/gi18n-lib.h>

#include "figure/distribution-item.h"

#include <math.h>

#include "figure/runs.h"
#include "figure/share-columns.h"
#include "plot/heat-map.h"

/* A ridge of the largest share is so much of a row high. */
#define TALLEST 0.94

typedef struct {
  BfSceneItem item;
  const BfFigureRun *run;
  const BfSpread *spread;
  guint row, n;                        /* of the record; layers */
  const BfHistogram *const *layers;    /* [n]; NULL in all of them: none were taken */
} Distribution;

/* A column of the sheet that has one number a layer. */
typedef struct {
  BfSceneItem item;
  const Distribution *distribution;
  guint share;                         /* BF_N_SHARES: the number of values; one more: of samples */
  const char *name;
} Column;

static const Distribution *
distribution_of (const BfSceneItem *item)
{
  return (const Distribution *) item;
}

static double
octave_share (const BfHistogram *histogram, int octave)
{
  guint64 total = histogram != NULL ? bf_histogram_total (histogram) : 0;

  return total > 0 ? (double) bf_histogram_count (histogram, octave) / total : 0;
}

static double
share_at (gconstpointer data, guint layer, guint share)
{
  const Distribution *self = data;
  const BfHistogram *histogram = self->layers[layer];
  guint64 total = histogram != NULL ? bf_histogram_total (histogram) : 0;

  if (share == 0)
    return total > 0 ? (double) histogram->zero / total : NAN;
  return bf_record_layer (self->run->record, self->row, layer,
                          share == 1 ? BF_SATURATED_FRACTION : BF_DEAD_FRACTION);
}

static double
octave_x (const BfPanel *panel, int octave)
{
  return bf_axis_x (&panel->x, &panel->plot, ldexp (1, octave));
}

/* Steps through all octaves, filled down to the row's bottom. */
static void
draw_ridge (cairo_t *cr, const Distribution *self, const BfScene *scene, const BfPanel *panel,
            guint layer)
{
  const BfSpread *spread = self->spread;
  double bottom = bf_axis_y (&panel->y, &panel->plot, layer + 0.5);
  double row = bottom - bf_axis_y (&panel->y, &panel->plot, layer + 1.5);

  bf_path_move_to (cr, octave_x (panel, spread->first), bottom);
  for (int octave = spread->first; octave <= spread->last; octave++)
    {
      double share = octave_share (self->layers[layer], octave) / spread->largest;
      double y = bottom - share * row * TALLEST;

      bf_path_line_to (cr, octave_x (panel, octave), y);
      bf_path_line_to (cr, octave_x (panel, octave + 1), y);
    }
  bf_path_line_to (cr, octave_x (panel, spread->last + 1), bottom);
  bf_color_set (cr, bf_color_mix (bf_scene_theme (scene)->background, self->run->color, 0.45));
  cairo_fill_preserve (cr);
  bf_color_set (cr, self->run->color);
  cairo_set_line_width (cr, 1);
  cairo_stroke (cr);
}

static void
draw_map (cairo_t *cr, const Distribution *self, const BfScene *scene, const BfPanel *panel)
{
  const BfSpread *spread = self->spread;
  guint n = spread->last - spread->first + 1, n_rows = MIN (self->n, 8192);
  g_autoptr (BfHeatMap) map = bf_heat_map_new (n, n_rows, FALSE, 0);
  BfRect area = { octave_x (panel, spread->first),
                  bf_axis_y (&panel->y, &panel->plot, self->n + 0.5) };

  for (guint layer = 0; layer < self->n; layer++)
    for (guint i = 0; i < n; i++)
      bf_heat_map_add (map, i, (guint) ((guint64) layer * n_rows / self->n),
                       octave_share (self->layers[layer], spread->first + i));
  area.width = octave_x (panel, spread->last + 1) - area.x;
  area.height = bf_axis_y (&panel->y, &panel->plot, 0.5) - area.y;
  bf_heat_map_draw (cr, map, &scene->bar.axis.scale, &area);
}

static double
format_x (const BfPanel *panel, guint i)
{
  const BfFloatFormat *format = bf_table_row (&bf_float_format_table, i);

  return bf_axis_x (&panel->x, &panel->plot, format->smallest_subnormal);
}

static gboolean
is_on_axis (const BfSpread *spread, const BfFloatFormat *format)
{
  return format->smallest_subnormal > ldexp (1, spread->first)
         && format->smallest_subnormal < ldexp (1, spread->last + 1);
}

static int
compare_formats (gconstpointer a, gconstpointer b)
{
  const BfFloatFormat *first = *(const BfFloatFormat *const *) a;
  const BfFloatFormat *second = *(const BfFloatFormat *const *) b;

  return first->smallest_subnormal < second->smallest_subnormal ? -1
         : first->smallest_subnormal > second->smallest_subnormal;
}

char *
bf_spread_formats (const BfSpread *spread)
{
  g_autoptr (GPtrArray) formats = g_ptr_array_new ();
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < bf_float_format_table.n_rows; i++)
    {
      const BfFloatFormat *format = bf_table_row (&bf_float_format_table, i);

      if (is_on_axis (spread, format))
        g_ptr_array_add (formats, (gpointer) format);
    }
  g_ptr_array_sort (formats, compare_formats);
  for (guint i = 0; i < formats->len; i++)
    g_string_append_printf (names, "%s%s", i == 0 ? "" : ", ",
                            ((const BfFloatFormat *) formats->pdata[i])->entry.name);
  return g_string_free (names, names->len == 0);
}

/* Above its line, if none of the others is so near that their names would run into each other. */
static void
name_format (cairo_t *cr, const BfScene *scene, const BfPanel *panel, guint i)
{
  const BfFloatFormat *format = bf_table_row (&bf_float_format_table, i);
  const BfTheme *theme = bf_scene_theme (scene);
  double width = bf_text_width (theme, BF_TEXT_TICK, format->entry.name);
  double right = panel->plot.x + panel->plot.width, room = theme->font_size * 0.4;
  BfTextPlace place = { .role = BF_TEXT_TICK, .color = theme->muted, .align_y = 1,
                        .y = panel->plot.y };

  place.x = MIN (format_x (panel, i) - width / 2, right - width);
  for (guint other = 0; other < bf_float_format_table.n_rows; other++)
    if (other != i && fabs (format_x (panel, other) - format_x (panel, i)) < width + room)
      return;
  bf_text_draw (cr, theme, &place, format->entry.name);
}

/* Where low-precision formats have their smallest number: what is left of it is lost. */
static void
draw_formats (cairo_t *cr, const BfScene *scene, const BfPanel *panel)
{
  const double dash[] = { 2, 3 };

  for (guint i = 0; i < bf_float_format_table.n_rows; i++)
    {
      double x = format_x (panel, i);

      if (x <= panel->plot.x || x >= panel->plot.x + panel->plot.width)
        continue;
      bf_path_vertical (cr, x, panel->plot.y, panel->baseline);
      bf_color_set (cr, bf_scene_theme (scene)->foreground);
      cairo_set_line_width (cr, 1);
      cairo_set_dash (cr, dash, 2, 0);
      cairo_stroke (cr);
      cairo_set_dash (cr, NULL, 0, 0);
    }
}

static gboolean
has_formats (const Distribution *self)
{
  return self->spread->kind == BF_HISTOGRAM_GRADIENT && !self->spread->folded;
}

static void
distribution_draw (cairo_t *cr, const BfSceneItem *item, const BfScene *scene, guint index)
{
  const Distribution *self = distribution_of (item);
  const BfPanel *panel = bf_scene_panel (scene, index);

  cairo_save (cr);
  bf_path_rectangle (cr, panel->plot.x, panel->plot.y, panel->plot.width, panel->plot.height);
  cairo_clip (cr);
  if (self->spread->folded)
    draw_map (cr, self, scene, panel);
  for (guint layer = self->n; layer-- > 0 && !self->spread->folded;)
    draw_ridge (cr, self, scene, panel, layer);
  if (has_formats (self))
    draw_formats (cr, scene, panel);
  cairo_restore (cr);
  for (guint i = 0; i < bf_float_format_table.n_rows && has_formats (self); i++)
    if (is_on_axis (self->spread, bf_table_row (&bf_float_format_table, i)))
      name_format (cr, scene, panel, i);
  bf_share_columns_draw (cr, bf_scene_theme (scene), panel, self->n, share_at, self);
}

/* The octave that a magnitude is in, of those on the axis. */
static int
octave_of (const Distribution *self, double magnitude)
{
  return CLAMP ((int) ceil (log2 (magnitude)) - 1, self->spread->first, self->spread->last);
}

static void
distribution_draw_cursor (cairo_t *cr, const BfSceneItem *item, const BfScene *scene, guint index,
                          const BfCursor *cursor)
{
  const BfPanel *panel = bf_scene_panel (scene, index);
  int octave = octave_of (distribution_of (item), cursor->x);
  double left = octave_x (panel, octave), right = MAX (octave_x (panel, octave + 1), left + 5);
  double top = bf_axis_y (&panel->y, &panel->plot, cursor->y + 0.5);
  double bottom = MAX (bf_axis_y (&panel->y, &panel->plot, cursor->y - 0.5), top + 5);

  if (cursor->y > distribution_of (item)->n)
    return;
  bf_path_rectangle (cr, left, top, right - left, bottom - top);
  bf_color_set (cr, bf_scene_theme (scene)->background);
  cairo_set_line_width (cr, 3.5);
  cairo_stroke_preserve (cr);
  bf_color_set (cr, bf_scene_theme (scene)->foreground);
  cairo_set_line_width (cr, 1.5);
  cairo_stroke (cr);
}

/* In the middle of an octave, so that a place is the same wherever in it the pointer is; beside the
 * plot in the last one. */
static gboolean
distribution_point_at (const BfSceneItem *item, const BfScene *scene, guint index, double x,
                       double y, BfCursor *cursor)
{
  const BfPanel *panel = bf_scene_panel (scene, index);
  double beside = bf_share_columns_taken (bf_scene_theme (scene), panel);
  BfRect all = { panel->plot.x, panel->plot.y, panel->plot.width + beside, panel->plot.height };
  double unit = MIN ((x - panel->plot.x) / panel->plot.width, 1);
  double layer = bf_scale_from_unit (&panel->y.scale, 1 - (y - panel->plot.y) / panel->plot.height);
  double least = MAX (ceil (panel->y.scale.min), 1), most = MAX (floor (panel->y.scale.max), least);

  if (!bf_rect_contains (&all, x, y))
    return FALSE;
  cursor->x = ldexp (G_SQRT2, octave_of (distribution_of (item),
                                         bf_scale_from_unit (&panel->x.scale, unit)));
  cursor->y = CLAMP (round (layer), least, most);
  return TRUE;
}

static gboolean
distribution_locate (const BfSceneItem *item, const BfScene *scene, guint index,
                     const BfCursor *cursor, double *x, double *y)
{
  const BfPanel *panel = bf_scene_panel (scene, index);

  if (cursor->x < panel->x.scale.min || cursor->x > panel->x.scale.max
      || cursor->y < panel->y.scale.min || cursor->y > panel->y.scale.max)
    return FALSE;
  *x = bf_axis_x (&panel->x, &panel->plot, cursor->x);
  *y = bf_axis_y (&panel->y, &panel->plot, cursor->y);
  return TRUE;
}

static void
distribution_move (const BfSceneItem *item, BfCursor *cursor, int by)
{
  const Distribution *self = distribution_of (item);
  int octave = octave_of (self, cursor->x) + by;

  cursor->x = ldexp (G_SQRT2, CLAMP (octave, self->spread->first, self->spread->last));
}

/* ", fp16 would lose 12 %, ..." */
static void
append_formats (GString *text, const BfHistogram *histogram)
{
  for (guint i = 0; i < bf_float_format_table.n_rows; i++)
    {
      const BfFloatFormat *format = bf_table_row (&bf_float_format_table, i);
      g_autofree char *lost = bf_percent (bf_histogram_flushed (histogram, format, 0)
                                          + bf_histogram_overflown (histogram, format, 0));

      g_string_append_printf (text, _(", %s would lose %s"), format->entry.name, lost);
    }
}

static void
append_layer (GString *text, const Distribution *self, guint layer, int octave)
{
  const BfHistogram *histogram = self->layers[layer];
  guint64 total = bf_histogram_total (histogram);
  g_autofree char *share = bf_percent (octave_share (histogram, octave));
  char from[64], to[64];

  bf_value_format (bf_histogram_lower (octave), from, sizeof from);
  bf_value_format (bf_histogram_upper (octave), to, sizeof to);
  g_string_append_printf (text, _("%s of %.0f values from %s to %s"), share, (double) total, from, to);
  for (guint i = 0; i < BF_N_SHARES; i++)
    {
      g_autofree char *percent = bf_percent (share_at (self, layer, i));
      g_string_append_printf (text, ", %s %s", bf_share_name (i), percent);
    }
  g_string_append_printf (text, _(" (of %.0f samples)"),
                          (double) bf_record_samples (self->run->record, layer));
  if (self->spread->kind == BF_HISTOGRAM_GRADIENT && total > 0)
    append_formats (text, histogram);
}

static void
distribution_readout (GString *text, const BfSceneItem *item, const BfScene *scene,
                      const BfCursor *cursor)
{
  const Distribution *self = distribution_of (item);
  guint layer = (guint) cursor->y - 1;

  g_string_append_printf (text, "\n%s: ", bf_run_name (self->run));
  if (layer >= self->n)
    g_string_append (text, _("no such layer"));
  else if (self->layers[layer] == NULL)
    g_string_append (text, _("no histograms were taken"));
  else
    append_layer (text, self, layer, octave_of (self, cursor->x));
}

static const char *
distribution_name (const BfSceneItem *item)
{
  return bf_run_name (distribution_of (item)->run);
}

/* Shares: of zeros at 0, of each octave at its end, of what is not finite at infinity. */
static gboolean
distribution_cell (const BfSceneItem *item, const BfScene *scene, gsize i, double *x, double *y,
                   double *value)
{
  const Distribution *self = distribution_of (item);
  gsize n = self->spread->last - self->spread->first + 3, slot = i % n, layer = i / n;
  int octave = self->spread->first + (int) slot - 1;
  const BfHistogram *histogram;
  double total;

  if (layer >= self->n || self->layers[layer] == NULL)
    return FALSE;
  histogram = self->layers[layer];
  total = bf_histogram_total (histogram);
  *x = slot == 0 ? 0 : slot + 1 == n ? INFINITY : ldexp (1, octave + 1);
  *y = layer + 1;
  *value = slot == 0       ? histogram->zero / total
           : slot + 1 == n ? histogram->not_finite / total
                           : octave_share (histogram, octave);
  return TRUE;
}

static const BfSceneItemClass distribution_class = {
  .draw = distribution_draw, .draw_cursor = distribution_draw_cursor,
  .point_at = distribution_point_at, .locate = distribution_locate, .move = distribution_move,
  .readout = distribution_readout, .name = distribution_name, .cell = distribution_cell,
};

static const char *
column_name (const BfSceneItem *item)
{
  return ((const Column *) item)->name;
}

static gboolean
column_cell (const BfSceneItem *item, const BfScene *scene, gsize layer, double *x, double *y,
             double *value)
{
  const Column *column = (const Column *) item;
  const Distribution *self = column->distribution;

  if (layer >= self->n || self->layers[layer] == NULL)
    return FALSE;
  *x = INFINITY;
  *y = layer + 1;
  *value = column->share < BF_N_SHARES    ? share_at (self, layer, column->share)
           : column->share == BF_N_SHARES ? (double) bf_histogram_total (self->layers[layer])
                                          : (double) bf_record_samples (self->run->record, layer);
  return TRUE;
}

static const BfSceneItemClass column_class = { .name = column_name, .cell = column_cell };

static void
add_columns (BfScene *scene, guint panel, const Distribution *self)
{
  for (guint share = 1; share < BF_N_SHARES + 2; share++)
    {
      Column *column = g_new0 (Column, 1);
      const char *name = share < BF_N_SHARES    ? bf_share_name (share)
                         : share == BF_N_SHARES ? _("values")
                                                : _("samples");

      column->item.class = &column_class;
      column->distribution = self;
      column->share = share;
      column->name =
        bf_scene_own (scene, g_strdup_printf ("%s: %s", bf_run_name (self->run), name));
      bf_scene_add_item (scene, panel, &column->item);
    }
}

static void
widen (BfSpread *spread, const BfHistogram *histogram)
{
  for (guint i = 0; histogram != NULL && i < histogram->n_octaves; i++)
    {
      int octave = histogram->first + (int) i;
      double share = octave_share (histogram, octave);

      if (share == 0)
        continue;
      spread->first = MIN (spread->first, octave);
      spread->last = MAX (spread->last, octave);
      spread->largest = MAX (spread->largest, share);
    }
}

void
bf_distribution_add (BfScene *scene, guint panel, const BfFigureRun *run, BfSpread *spread)
{
  Distribution *self = g_new0 (Distribution, 1);
  guint n = bf_run_n_layers (run);
  const BfHistogram **layers = bf_scene_own (scene, g_new0 (const BfHistogram *, n));

  self->item.class = &distribution_class;
  self->run = run;
  self->spread = spread;
  self->row = bf_run_row (run, &scene->view);
  self->n = n;
  self->layers = layers;
  for (guint layer = 0; layer < n; layer++)
    {
      layers[layer] = bf_record_histogram (run->record, self->row, layer, spread->kind, NULL);
      widen (spread, layers[layer]);
    }
  bf_scene_add_item (scene, panel, &self->item);
  add_columns (scene, panel, self);
}
