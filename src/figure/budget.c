/* Budget: what makes the gradient grow and shrink on its way from the output to the input, one
 * waterfall a configuration.
 *
 * A line in steps is the gradient's norm at every layer, in decades since the output. Where a layer
 * begins, what it adds stands on the line and what it takes hangs from it; the line's next step is
 * the sum of both. Of many layers several share their bars. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "figure/figures.h"

#include <inttypes.h>
#include <math.h>

#include "figure/budget-item.h"
#include "figure/runs.h"

/* Bars are at least so wide, font sizes: where layers are narrower several share one. What of a
 * panel's width is plot. */
#define LEAST_BAR 1.1
#define PLOT_SHARE 0.85

/* Plots lower than this, lines of text, have no note. */
#define LEAST_LINES 6

/* What all panels have in common. */
typedef struct {
  guint group;                             /* layers that share bars */
  BfRange range;
  gboolean breaks[BF_N_BUDGET_BREAKS];
  gboolean parts[BF_N_BUDGET_PARTS];       /* say anything anywhere */
} Common;

static void
add_bar_range (gpointer data, guint part, double from, double to)
{
  bf_range_add (&((Common *) data)->range, to, FALSE, 0);
}

static void
survey (Common *common, const BfWaterfall *waterfall)
{
  BfBars bars = { 0 };

  for (guint layer = 0; layer < waterfall->n; layer++)
    {
      if (!isnan (waterfall->levels[layer]))
        bf_range_add (&common->range, waterfall->levels[layer], FALSE, 0);
      for (guint part = 0; part < BF_N_BUDGET_PARTS && layer > 0; part++)
        {
          double value = waterfall->parts[layer][part];
          int at = bf_budget_break_of (value);

          common->parts[part] |= value != 0 && at != 2;
          if (at >= 0)
            common->breaks[at] = TRUE;
        }
    }
  while (bf_waterfall_next (waterfall, &bars))
    bf_waterfall_stack (&bars, add_bar_range, common);
}

/* As many as make a bar wide enough, in panels that are as wide as they may come to be. */
static guint
choose_group (const BfScene *scene)
{
  static const guint groups[] = { 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000 };
  const BfAxisZoom *zoom = &scene->view.zoom_x;
  double layers = zoom->set ? zoom->max - zoom->min : bf_view_max_layers (&scene->view);
  double columns = 0, width;
  guint i = 0;

  for (guint run = 0; run < scene->view.n_runs; run++)
    columns += bf_run_is_shown (&scene->view.runs[run]);
  width = PLOT_SHARE * scene->frame.width / (columns <= 3 ? MAX (columns, 1) : ceil (sqrt (columns)));
  while (i + 1 < G_N_ELEMENTS (groups)
         && groups[i] * width < LEAST_BAR * scene->frame.theme.font_size * layers)
    i++;
  return groups[i];
}

static void
add_panel (BfScene *scene)
{
  guint index = bf_scene_add_panel (scene);

  bf_scene_set_places (scene, index, NULL, NULL, bf_view_max_layers (&scene->view));
}

/* Says what it all comes to. */
static void
add_run (BfScene *scene, const BfFigureRun *run, Common *common)
{
  guint index = scene->panels->len;
  const BfWaterfall *waterfall;
  BfPanel *panel;

  add_panel (scene);
  waterfall = bf_waterfall_add (scene, index, run, common->group);
  survey (common, waterfall);
  panel = bf_scene_panel (scene, index);
  panel->heading = panel->short_heading =
    bf_scene_own (scene, bf_run_label (run, &scene->view, bf_view_step (&scene->view)));
  if (!isnan (waterfall->levels[0]))
    {
      g_autofree char *total = bf_budget_label (waterfall->levels[0]);
      panel->heading = bf_scene_own (scene, g_strdup_printf ("%s: %s", panel->heading, total));
    }
}

static void
set_axes (BfScene *scene, const Common *common)
{
  static const BfEntry decades = { "decades", N_("Gradient norm since the output, decades"), NULL };

  for (guint i = 0; i < scene->panels->len; i++)
    {
      BfPanel *panel = bf_scene_panel (scene, i);

      bf_scene_set_y (scene, i, &decades, FALSE, &common->range);
      panel->y.title = NULL;
      for (guint b = 0; b < BF_N_BUDGET_BREAKS; b++)
        panel->strips[bf_budget_breaks[b].value_class] = common->breaks[b];
    }
  scene->shared_y = TRUE;
  scene->x_title = _("Layer");
  scene->grid.x_title =
    scene->frame.narrow ? scene->x_title : _("Layer (the output is at the right)");
  scene->grid.y_title = _(decades.name);
}

static void
add_legend (BfScene *scene, const Common *common)
{
  BfFrame *frame = &scene->frame;

  for (guint part = 0; part < BF_N_BUDGET_PARTS; part++)
    if (common->parts[part])
      bf_legend_add (&frame->legend,
                     (BfLegendEntry) { .sample = BF_LEGEND_BAR, .style = part,
                                       .color = bf_theme_series_color (&frame->theme, part) },
                     bf_budget_part_name (part));
  for (guint i = 0; i < BF_N_BUDGET_BREAKS; i++)
    if (common->breaks[i])
      bf_legend_add (&frame->legend,
                     (BfLegendEntry) { .sample = BF_LEGEND_MARK, .color = frame->theme.foreground,
                                       .value_class = bf_budget_breaks[i].value_class },
                     _(bf_budget_breaks[i].name));
  bf_frame_add_runs (frame, BF_LEGEND_CHIP, TRUE, 0);
  if (common->group > 1 && !bf_range_is_empty (&common->range))
    {
      g_autofree char *note = g_strdup_printf (_("each bar: %u layers"), common->group);
      bf_scene_add_note (scene, note);
    }
}

static char *
place_label (const BfScene *scene, const BfCursor *cursor)
{
  return g_strdup_printf (_("Layer %u, step %" PRIu64), (guint) cursor->x,
                          bf_view_step (&scene->view));
}

void
bf_budget_chart_build (BfScene *scene)
{
  const BfFigureView *view = &scene->view;
  Common common = { .group = choose_group (scene), .range = BF_RANGE_EMPTY };

  scene->place_label = place_label;
  if (bf_view_has_rows (view))
    bf_scene_set_subtitle (scene,
                           g_strdup_printf (_("training step %" PRIu64), bf_view_step (view)));
  for (guint i = 0; i < view->n_runs; i++)
    if (bf_run_is_shown (&view->runs[i]))
      add_run (scene, &view->runs[i], &common);
  if (scene->panels->len == 0)
    add_panel (scene);
  set_axes (scene, &common);
  add_legend (scene, &common);
}

/* Room above each plot for what its parts come to. */
void
bf_budget_chart_place (BfScene *scene)
{
  const BfTheme *theme = bf_scene_theme (scene);
  double line = bf_waterfall_note_height (theme);

  bf_scene_place_maps (scene);
  bf_scene_fit_y_title (scene, _("Decades"));
  for (guint i = 0; i < scene->panels->len; i++)
    {
      BfPanel *panel = bf_scene_panel (scene, i);

      if (panel->plot.height < LEAST_LINES * line)
        continue;
      panel->strip[BF_VALUE_INFINITE].y += line;
      panel->plot.y += line;
      panel->plot.height -= line;
      bf_axis_fit_vertical (&panel->y, theme, panel->plot.height);
    }
}

/* The largest loss, which may be that of everything; FALSE: none. */
static gboolean
find_loss (const BfFigureRun *run, guint row, guint *layer, guint *part, double *loss)
{
  *loss = 0;
  for (guint l = bf_run_n_layers (run) - 1; l > 0; l--)
    for (guint p = 0; p < BF_N_BUDGET_PARTS; p++)
      {
        double value = bf_record_budget (run->record, row, l, p);

        if (!(value < *loss))
          continue;
        *loss = value;
        *layer = l;
        *part = p;
      }
  return *loss < 0;
}

static void
append_run (GString *text, const BfFigureRun *run, const BfFigureView *view)
{
  guint n = bf_run_n_layers (run), row = bf_run_row (run, view), layer = 0, part = 0;
  double first = bf_budget_norm (run, row, 0), last = bf_budget_norm (run, row, n - 1), loss;
  g_autofree char *total = NULL, *number = NULL;

  if (n > 1 && bf_budget_is_level (first) && bf_budget_is_level (last))
    {
      total = bf_budget_number (log10 (first) - log10 (last));
      g_string_append_printf (text, _(", %s decades from layer %u to layer 1"), total, n);
    }
  if (!find_loss (run, row, &layer, &part, &loss))
    return;
  number = bf_budget_number (loss);
  if (isinf (loss))
    g_string_append_printf (text, _(", the gradient ends in layer %u: %s"), layer + 1,
                            bf_budget_part_name (part));
  else
    g_string_append_printf (text, _(", the largest loss in layer %u: %s %s"), layer + 1,
                            bf_budget_part_name (part), number);
}

char *
bf_budget_chart_describe (const BfFigureView *view)
{
  GString *text = g_string_new (NULL);

  if (!bf_view_has_rows (view))
    {
      g_string_append (text, _("Budget: no configuration has been trained yet."));
      return g_string_free (text, FALSE);
    }
  g_string_append_printf (text, _("Budget of the gradient at step %" PRIu64), bf_view_step (view));
  for (guint i = 0; i < view->n_runs; i++)
    {
      g_autofree char *label = bf_run_label (&view->runs[i], view, bf_view_step (view));

      g_string_append_printf (text, "%s%s", i == 0 ? ": " : "; ", label);
      if (bf_run_has_rows (&view->runs[i]))
        append_run (text, &view->runs[i], view);
    }
  g_string_append_c (text, '.');
  return g_string_free (text, FALSE);
}
