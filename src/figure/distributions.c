/* Distributions: how the magnitudes of each layer are spread, one column a configuration.
 *
 * Every layer is a ridge of the share of its values in each octave, all at one scale, so that all
 * have the same area; where a ridge would have no height the layers are rows of a map. Beside each
 * row are its shares of zeros, of what is saturated and of dead units. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "figure/figures.h"

#include <inttypes.h>
#include <math.h>

#include "figure/distribution-item.h"
#include "figure/map-item.h"
#include "figure/runs.h"
#include "figure/share-columns.h"

/* Rows lower than this, px, are a map's; what of a figure's height is not rows. */
#define LOWEST_RIDGE 8
#define HEIGHT_AROUND 110

/* Plots lower than this, lines of text, have nothing above and beside them. */
#define LEAST_LINES 5

static const BfEntry *
kind_entry (BfHistogramKind kind)
{
  return bf_table_row (&bf_histogram_table, kind);
}

static BfPanel *
add_panel (BfScene *scene)
{
  guint index = bf_scene_add_panel (scene);
  BfPanel *panel = bf_scene_panel (scene, index);

  bf_scene_content (scene, index)->no_grid = TRUE;
  panel->y.scale = (BfScale) { FALSE, 0.5, bf_view_max_layers (&scene->view) + 0.5 };
  panel->y.integers = TRUE;
  return panel;
}

static gboolean
is_folded (const BfScene *scene)
{
  const BfAxisZoom *zoom = &scene->view.zoom_y;
  double rows = zoom->set ? zoom->max - zoom->min : bf_view_max_layers (&scene->view);

  return (scene->frame.height - HEIGHT_AROUND) / rows < LOWEST_RIDGE;
}

/* The name of a run, and the step at which its histograms were taken where that is not the step
 * shown; the short form keeps the step. */
static void
set_heading (BfScene *scene, BfPanel *panel, const BfFigureRun *run, BfHistogramKind kind)
{
  guint64 shown = bf_view_step (&scene->view), taken = shown;
  const char *name = bf_run_name (run);
  char *heading, *brief = NULL;

  if (bf_record_histogram (run->record, bf_run_row (run, &scene->view), 0, kind, &taken) == NULL)
    heading = g_strdup_printf (_("%s (no histograms)"), name);
  else if (taken == shown)
    heading = bf_run_label (run, &scene->view, shown);
  else
    {
      heading = g_strdup_printf (_("%s (step %" PRIu64 ")"), name, taken);
      brief = g_strdup_printf (_("Step %" PRIu64 ": %s"), taken, name);
    }
  panel->heading = bf_scene_own (scene, heading);
  panel->short_heading = brief != NULL ? bf_scene_own (scene, brief) : name;
  panel->heading_color = run->color;
}

static void
add_run (BfScene *scene, const BfFigureRun *run, BfSpread *spread)
{
  guint index = scene->panels->len;

  set_heading (scene, add_panel (scene), run, spread->kind);
  bf_distribution_add (scene, index, run, spread);
}

/* Whole octaves, a few at least. */
static void
set_axes (BfScene *scene, BfSpread *spread)
{
  if (spread->first > spread->last)
    *spread = (BfSpread) { .kind = spread->kind, .folded = spread->folded, .first = -20,
                           .last = -1, .largest = 1 };
  spread->is_open = spread->first == BF_HISTOGRAM_FIRST;
  spread->first = MAX (spread->first - 1, BF_HISTOGRAM_FIRST);
  spread->last = MIN (spread->last + 1, BF_HISTOGRAM_LAST);
  for (guint i = 0; i < scene->panels->len; i++)
    bf_scene_panel (scene, i)->x.scale =
      (BfScale) { TRUE, ldexp (1, spread->first), ldexp (1, spread->last + 1) };
  scene->whole_y = scene->shared_y = TRUE;
  scene->x_title = _("Magnitude up to");
  scene->y_title = _("Layer");
  scene->grid.x_title = bf_scene_own (scene, bf_axis_title (kind_entry (spread->kind), TRUE));
  scene->grid.y_title = _("Layer (1 is nearest the input)");
  if (!spread->folded)
    return;
  scene->has_bar = TRUE;
  scene->bar.axis.scale = (BfScale) { FALSE, 0, spread->largest };
  scene->bar.title = g_strdup (_("Share of a layer’s values in an octave"));
  scene->bar.short_title = _("Share");
}

static void
add_legend (BfScene *scene, const BfSpread *spread)
{
  BfFrame *frame = &scene->frame;
  g_autofree char *formats =
    spread->kind == BF_HISTOGRAM_GRADIENT ? bf_spread_formats (spread) : NULL;

  if (formats != NULL && !spread->folded)
    {
      g_autofree char *note =
        /* Translators: followed by names of number formats. */
        g_strdup_printf (_("dotted, from the left: smallest number of %s"), formats);
      bf_scene_add_note (scene, note);
    }
  if (spread->is_open)
    bf_scene_add_note (scene, _("at the left edge: all that is smaller"));
  bf_frame_add_runs (frame, BF_LEGEND_CHIP, TRUE, 0);
}

static char *
place_label (const BfScene *scene, const BfCursor *cursor)
{
  return g_strdup_printf (_("Layer %u, step %" PRIu64), (guint) cursor->y,
                          bf_view_step (&scene->view));
}

static void
build (BfScene *scene, BfHistogramKind kind)
{
  const BfFigureView *view = &scene->view;
  BfSpread *spread = bf_scene_own (scene, g_new0 (BfSpread, 1));

  *spread = (BfSpread) { .kind = kind, .folded = is_folded (scene), .first = G_MAXINT,
                         .last = G_MININT };
  scene->place_label = place_label;
  if (bf_view_has_rows (view))
    bf_scene_set_subtitle (scene,
                           g_strdup_printf (_("training step %" PRIu64), bf_view_step (view)));
  for (guint i = 0; i < view->n_runs; i++)
    if (bf_run_is_shown (&view->runs[i]))
      add_run (scene, &view->runs[i], spread);
  if (scene->panels->len == 0)
    {
      add_panel (scene);
      bf_scene_add_item (scene, 0, bf_map_background_new ());
    }
  set_axes (scene, spread);
  add_legend (scene, spread);
}

void
bf_gradient_distributions_build (BfScene *scene)
{
  build (scene, BF_HISTOGRAM_GRADIENT);
}

void
bf_activation_distributions_build (BfScene *scene)
{
  build (scene, BF_HISTOGRAM_ACTIVATION);
}

/* Room beside each plot, where there is some, and for names above. */
void
bf_distributions_place (BfScene *scene)
{
  const BfTheme *theme = bf_scene_theme (scene);
  double head = bf_share_columns_head (theme);
  gboolean named = scene->figure->build == bf_gradient_distributions_build && !scene->has_bar;

  bf_scene_place_maps (scene);
  bf_scene_fit_y_title (scene, _("Layer"));
  for (guint i = 0; i < scene->panels->len; i++)
    {
      BfPanel *panel = bf_scene_panel (scene, i);
      double columns = bf_share_columns_width (theme, panel->plot.width);

      if (panel->plot.height < LEAST_LINES * head || (columns == 0 && !named))
        continue;
      panel->plot.y += head;
      panel->plot.height -= head;
      panel->plot.width -= columns;
      bf_axis_fit_vertical (&panel->y, theme, panel->plot.height);
      bf_axis_fit_horizontal (&panel->x, theme, &panel->plot, &panel->outer);
    }
}

/* What fp16 would lose of a layer, or what is zero in it; NAN: not known. */
static double
share_of (const BfFigureRun *run, guint row, guint layer, BfHistogramKind kind)
{
  const BfFloatFormat *fp16 = bf_table_find (&bf_float_format_table, "fp16");
  const BfHistogram *histogram = bf_record_histogram (run->record, row, layer, kind, NULL);

  if (histogram == NULL || bf_histogram_total (histogram) == 0)
    return NAN;
  return kind == BF_HISTOGRAM_GRADIENT ? bf_histogram_flushed (histogram, fp16, 0)
                                       : (double) histogram->zero / bf_histogram_total (histogram);
}

static void
append_run (GString *text, const BfFigureRun *run, const BfFigureView *view, BfHistogramKind kind)
{
  guint row = bf_run_row (run, view), worst = 0;
  g_autofree char *share = NULL;

  for (guint layer = 1; layer < bf_run_n_layers (run); layer++)
    if (share_of (run, row, layer, kind) > share_of (run, row, worst, kind))
      worst = layer;
  if (isnan (share_of (run, row, worst, kind)))
    {
      g_string_append (text, _(", no histograms yet"));
      return;
    }
  share = bf_percent (share_of (run, row, worst, kind));
  g_string_append_printf (text, kind == BF_HISTOGRAM_GRADIENT
                                  ? _(", fp16 would lose most in layer %u: %s")
                                  : _(", most exact zeros in layer %u: %s"),
                          worst + 1, share);
}

static char *
describe (const BfFigureView *view, BfHistogramKind kind)
{
  GString *text = g_string_new (NULL);

  if (!bf_view_has_rows (view))
    {
      g_string_append (text, _("Distributions: no configuration has been trained yet."));
      return g_string_free (text, FALSE);
    }
  g_string_append_printf (text, _("%s: distribution at step %" PRIu64), _(kind_entry (kind)->name),
                          bf_view_step (view));
  for (guint i = 0; i < view->n_runs; i++)
    {
      g_autofree char *label = bf_run_label (&view->runs[i], view, bf_view_step (view));

      g_string_append_printf (text, "%s%s", i == 0 ? ": " : "; ", label);
      if (bf_run_has_rows (&view->runs[i]))
        append_run (text, &view->runs[i], view, kind);
    }
  g_string_append_c (text, '.');
  return g_string_free (text, FALSE);
}

char *
bf_gradient_distributions_describe (const BfFigureView *view)
{
  return describe (view, BF_HISTOGRAM_GRADIENT);
}

char *
bf_activation_distributions_describe (const BfFigureView *view)
{
  return describe (view, BF_HISTOGRAM_ACTIVATION);
}
