/* Network: the layers of every configuration with the gradient's magnitude, on one common colour
 * scale. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "figure/figures.h"

#include <inttypes.h>
#include <math.h>

#include "figure/ranges.h"
#include "figure/runs.h"
#include "figure/scene-private.h"
#include "plot/network-diagram.h"
#include "plot/text.h"

/* Diagrams in one column up to this many; the height in font sizes each should have, and columns
 * at most for it. */
#define ONE_COLUMN 4
#define LEAST_HEIGHT 4.6
#define MOST_COLUMNS 3

/* The diagram of one run; its panel's plot is where it is drawn. */
typedef struct {
  BfSceneItem item;
  const BfFigureRun *run;
  guint n_columns;
  BfDiagramColumn *columns;    /* [n_columns]: input, layers, output */
} Diagram;

static void
diagram_free (BfSceneItem *item)
{
  g_free (((Diagram *) item)->columns);
  g_free (item);
}

/* Units of the input and the head. A file is not opened for a picture: its sizes count as large. */
static void
task_units (const BfConfiguration *configuration, guint *inputs, guint *outputs)
{
  *inputs = *outputs = G_MAXUINT;
  if ((configuration->task.task->flags & BF_TASK_PATH) == 0)
    bf_task_shape (&configuration->task, inputs, NULL, outputs, NULL, NULL);
}

static void
set_column (BfDiagramColumn *column, const char *label, guint units)
{
  g_strlcpy (column->label, label, sizeof column->label);
  column->units = units;
}

/* Input, layers and head of a configuration; magnitudes where the run has them. */
static void
init_columns (Diagram *diagram, const BfFigureView *view)
{
  const BfFigureRun *run = diagram->run;
  const BfConfiguration *configuration = run->configuration;
  guint n_layers = bf_configuration_n_layers (configuration), layer = 0;
  guint measured = MIN (bf_run_n_layers (run), n_layers), inputs, outputs;

  task_units (configuration, &inputs, &outputs);
  diagram->n_columns = n_layers + 2;
  diagram->columns = g_new0 (BfDiagramColumn, diagram->n_columns);
  set_column (&diagram->columns[0], _("Input"), inputs);
  set_column (&diagram->columns[n_layers + 1], _("Output"), outputs);
  for (guint g = 0; g < configuration->groups->len; g++)
    {
      const BfLayerGroup *group = &g_array_index (configuration->groups, BfLayerGroup, g);

      for (guint i = 0; i < group->repeat && layer < n_layers; i++, layer++)
        {
          BfDiagramColumn *column = &diagram->columns[layer + 1];
          char number[16];

          g_snprintf (number, sizeof number, "%u", layer + 1);
          set_column (column, number, group->units);
          column->measured = layer < measured;
          if (column->measured)
            column->value =
              bf_record_layer (run->record, bf_run_row (run, view), layer, view->measure);
        }
    }
}

static BfNetworkDiagram
network_diagram (const Diagram *diagram, const BfScene *scene)
{
  return (BfNetworkDiagram) {
    .n = diagram->n_columns,
    .columns = diagram->columns,
    .scale = scene->bar.axis.scale,
    .smallest_normal = bf_run_smallest_normal (diagram->run),
  };
}

static void
diagram_draw (cairo_t *cr, const BfSceneItem *item, const BfScene *scene, guint index)
{
  const BfTheme *theme = bf_scene_theme (scene);
  const BfPanel *panel = bf_scene_panel (scene, index);
  BfNetworkDiagram drawn = network_diagram ((const Diagram *) item, scene);

  bf_panel_draw_heading (cr, theme, &panel->outer, panel->heading_color, panel->heading);
  bf_network_diagram_draw (cr, theme, &drawn, &panel->plot);
}

/* Columns are places from 0, the input, to beyond the last layer, the output: as every diagram has
 * both the output is at infinity. */
#define OUTPUT HUGE_VAL

static gboolean
diagram_point_at (const BfSceneItem *item, const BfScene *scene, guint index, double x, double y,
                  BfCursor *cursor)
{
  const Diagram *diagram = (const Diagram *) item;
  const BfPanel *panel = bf_scene_panel (scene, index);
  BfNetworkDiagram drawn = network_diagram (diagram, scene);
  int column = bf_network_diagram_column_at (&drawn, &panel->plot, x);

  if (column < 0 || !bf_rect_contains (&panel->outer, x, y))
    return FALSE;
  cursor->x = column + 1 == (int) diagram->n_columns ? OUTPUT : column;
  return TRUE;
}

/* The column of a place in a diagram; -1: it has none. */
static int
column_of (const Diagram *diagram, double place)
{
  if (place == OUTPUT)
    return diagram->n_columns - 1;
  return place >= 0 && place + 1 < diagram->n_columns ? (int) place : -1;
}

static void
diagram_move (const BfSceneItem *item, BfCursor *cursor, int by)
{
  const Diagram *diagram = (const Diagram *) item;
  int last = diagram->n_columns - 1, column = column_of (diagram, cursor->x);

  column = CLAMP ((column < 0 ? last : column) + by, 0, last);
  cursor->x = column == last ? OUTPUT : column;
}

static gboolean
diagram_locate (const BfSceneItem *item, const BfScene *scene, guint index, const BfCursor *cursor,
                double *x, double *y)
{
  const BfRect *plot = &bf_scene_panel (scene, index)->plot;
  BfNetworkDiagram drawn = network_diagram ((const Diagram *) item, scene);
  int column = column_of ((const Diagram *) item, cursor->x);

  *x = bf_network_diagram_column_x (&drawn, plot, MAX (column, 0));
  *y = plot->y + plot->height / 2;
  return column >= 0;
}

static void
diagram_draw_cursor (cairo_t *cr, const BfSceneItem *item, const BfScene *scene, guint index,
                     const BfCursor *cursor)
{
  BfNetworkDiagram drawn = network_diagram ((const Diagram *) item, scene);
  int column = column_of ((const Diagram *) item, cursor->x);

  if (column >= 0)
    bf_network_diagram_draw_highlight (cr, bf_scene_theme (scene), &drawn,
                                       &bf_scene_panel (scene, index)->plot, column);
}

static void
diagram_readout (GString *text, const BfSceneItem *item, const BfScene *scene,
                 const BfCursor *cursor)
{
  const Diagram *diagram = (const Diagram *) item;
  int column = column_of (diagram, cursor->x);
  const BfDiagramColumn *c = &diagram->columns[MAX (column, 0)];
  const char *separator = "";

  if (column < 0)
    return;
  g_string_append_printf (text, "\n%s: ", bf_run_name (diagram->run));
  if (c->measured)
    {
      bf_append_value (text, c->value, scene->bar.axis.scale.logarithmic,
                       bf_run_smallest_normal (diagram->run));
      separator = ", ";
    }
  if (c->units != G_MAXUINT)
    {
      g_string_append (text, separator);
      g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, "%u unit", "%u units", c->units),
                              c->units);
    }
}

static const char *
diagram_name (const BfSceneItem *item)
{
  return bf_run_name (((const Diagram *) item)->run);
}

static gboolean
diagram_cell (const BfSceneItem *item, const BfScene *scene, gsize i, double *x, double *y,
              double *value)
{
  const Diagram *diagram = (const Diagram *) item;

  if (i + 2 >= diagram->n_columns || !diagram->columns[i + 1].measured)
    return FALSE;
  *x = i + 1;
  *value = diagram->columns[i + 1].value;
  return TRUE;
}

static const BfSceneItemClass diagram_class = {
  .draw = diagram_draw,
  .draw_cursor = diagram_draw_cursor,
  .point_at = diagram_point_at,
  .locate = diagram_locate,
  .move = diagram_move,
  .readout = diagram_readout,
  .name = diagram_name,
  .cell = diagram_cell,
  .free = diagram_free,
};

static char *
place_label (const BfScene *scene, const BfCursor *cursor)
{
  if (cursor->x == OUTPUT)
    return g_strdup (_("Output"));
  if (cursor->x == 0)
    return g_strdup (_("Input"));
  if (bf_view_has_rows (&scene->view))
    return g_strdup_printf (_("Layer %u, step %" PRIu64), (guint) cursor->x,
                            bf_view_step (&scene->view));
  return g_strdup_printf (_("Layer %u"), (guint) cursor->x);
}

static void
add_diagram (BfScene *scene, const BfFigureRun *run)
{
  guint index = bf_scene_add_panel (scene);
  BfPanel *panel = bf_scene_panel (scene, index);
  Diagram *diagram = g_new0 (Diagram, 1);

  bf_scene_content (scene, index)->no_axes = TRUE;
  panel->heading = bf_scene_own (scene,
                                 bf_run_label (run, &scene->view, bf_view_step (&scene->view)));
  panel->short_heading = bf_run_name (run);
  panel->heading_color = run->color;
  diagram->item.class = &diagram_class;
  diagram->run = run;
  init_columns (diagram, &scene->view);
  bf_scene_add_item (scene, index, &diagram->item);
}

/* The range is that of all steps, the classes are those of the step shown. */
static void
add_range (BfScene *scene, const BfFigureRun *run, gboolean logarithmic, BfRange *range)
{
  const BfFigureView *view = &scene->view;
  BfRange of_run;

  bf_layer_range (view, run, view->measure, logarithmic, &of_run);
  range->min = MIN (range->min, of_run.min);
  range->max = MAX (range->max, of_run.max);
  for (guint layer = 0; layer < bf_run_n_layers (run); layer++)
    {
      double value = bf_record_layer (run->record, bf_run_row (run, view), layer, view->measure);
      scene->counts[bf_value_classify (value, logarithmic, bf_run_smallest_normal (run))]++;
    }
}

void
bf_network_picture_build (BfScene *scene)
{
  const BfFigureView *view = &scene->view;
  const BfLayerMeasureInfo *measure = bf_view_measure (view);
  gboolean logarithmic = bf_scene_is_logarithmic (view->y_kind, measure->gradient);
  guint64 step = bf_view_step (view);
  BfRange range = BF_RANGE_EMPTY;

  scene->has_bar = TRUE;
  scene->x_title = _("Layer");
  scene->class_sample = BF_LEGEND_HATCH;
  scene->place_label = place_label;
  bf_scene_set_subtitle (scene, step ? g_strdup_printf (_("training step %" PRIu64), step)
                                     : g_strdup (_("not trained yet")));
  for (guint i = 0; i < view->n_runs; i++)
    {
      add_diagram (scene, &view->runs[i]);
      if (bf_run_has_rows (&view->runs[i]))
        add_range (scene, &view->runs[i], logarithmic, &range);
    }
  bf_scale_from_range (&scene->bar.axis.scale, logarithmic, &range);
  scene->bar.title = bf_axis_title (&measure->entry, logarithmic);
  scene->bar.short_title = _(measure->entry.name);
}

/* As few columns as leave every diagram its height. */
static guint
best_columns (const BfScene *scene, guint n, double body_height)
{
  double font_size = bf_scene_theme (scene)->font_size;
  guint columns = n > ONE_COLUMN && !scene->frame.narrow ? 2 : 1;

  while (columns < n && columns < MOST_COLUMNS
         && body_height / ((n + columns - 1) / columns) < font_size * LEAST_HEIGHT)
    columns++;
  return columns;
}

void
bf_network_picture_place (BfScene *scene)
{
  const BfTheme *theme = bf_scene_theme (scene);
  double bar_gap = round (theme->font_size * 1.1), gap_x = round (theme->font_size * 1.5);
  double gap_y = round (theme->font_size * (scene->frame.low ? 0.2 : 0.7));
  double heading = round (bf_text_line_height (theme, BF_TEXT_HEADING) + theme->font_size * 0.2);
  BfRect body = scene->frame.body, outer;
  guint n = scene->panels->len, columns = best_columns (scene, n, body.height);
  guint rows = (n + columns - 1) / columns;
  double bar_width = bf_color_bar_width (&scene->bar, theme, body.height), width, height;

  body = bf_rect_inset (body, 0, 0, bar_width + bar_gap, 0);
  width = MAX (floor ((body.width - (columns - 1) * gap_x) / columns), 1);
  height = MAX (floor ((body.height - (rows - 1) * gap_y) / rows), 1);
  for (guint i = 0; i < n; i++)
    {
      BfPanel *panel = bf_scene_panel (scene, i);

      panel->outer = (BfRect) { round (body.x + i % columns * (width + gap_x)),
                                round (body.y + i / columns * (height + gap_y)), width, height };
      panel->plot = bf_rect_inset (panel->outer, 0, heading, 0, 0);
    }
  bf_scene_fit_headings (scene);
  outer = (BfRect) { body.x + body.width + bar_gap, body.y + heading, bar_width,
                     MAX (body.height - heading - theme->font_size * 1.5, 1) };
  bf_color_bar_place (&scene->bar, theme, &outer);
}

char *
bf_network_picture_describe (const BfFigureView *view)
{
  GString *text = g_string_new (NULL);

  if (bf_view_has_rows (view))
    g_string_append_printf (text, _("Networks with %s at training step %" PRIu64),
                            _(bf_view_measure (view)->entry.name), bf_view_step (view));
  else
    g_string_append (text, _("Networks, none trained yet"));
  for (guint i = 0; i < view->n_runs; i++)
    bf_append_ends (text, view, i);
  g_string_append_c (text, '.');
  return g_string_free (text, FALSE);
}
