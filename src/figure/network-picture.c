/* Network: the layers of every configuration with the gradient's magnitude, on one common colour
 * scale. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "figure/figures.h"

#include <inttypes.h>
#include <math.h>

#include "figure/cache.h"
#include "figure/frame.h"
#include "figure/runs.h"
#include "plot/color-bar.h"
#include "plot/network-diagram.h"
#include "plot/panel.h"
#include "plot/text.h"

/* Diagrams in one column up to this many; the height in font sizes each should have, and columns
 * at most for it. */
#define ONE_COLUMN 4
#define LEAST_HEIGHT 4.6
#define MOST_COLUMNS 3

typedef struct {
  BfRect outer;                /* with the heading */
  BfRect area;
  guint n_columns;
  BfDiagramColumn *columns;    /* [n_columns]: input, layers, output */
  char *label;
  const char *heading;         /* the label, or just the name */
} Diagram;

typedef struct {
  BfFrame frame;
  const BfLayerMeasureInfo *measure;
  BfScale scale;
  BfColorBar bar;
  Diagram *diagrams;           /* [n_runs of the view] */
} Picture;

static void
picture_clear (Picture *picture)
{
  for (guint i = 0; i < picture->frame.view->n_runs; i++)
    {
      g_free (picture->diagrams[i].columns);
      g_free (picture->diagrams[i].label);
    }
  g_free (picture->diagrams);
  g_free (picture->bar.title);
  bf_frame_clear (&picture->frame);
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
init_columns (Diagram *diagram, const BfFigureRun *run, const BfFigureView *view)
{
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

static void
find_scale (Picture *picture, const BfFigureView *view, gsize *counts)
{
  BfRange range = BF_RANGE_EMPTY;

  for (guint i = 0; i < view->n_runs; i++)
    {
      BfRange run;

      if (!bf_run_has_rows (&view->runs[i]))
        continue;
      bf_layer_range (view, &view->runs[i], view->measure, &run);
      range.min = MIN (range.min, run.min);
      range.max = MAX (range.max, run.max);
      for (guint layer = 0; layer < bf_run_n_layers (&view->runs[i]); layer++)
        {
          double value = bf_record_layer (view->runs[i].record, bf_run_row (&view->runs[i], view),
                                          layer, view->measure);
          counts[bf_value_classify (value, picture->measure->gradient,
                                    bf_run_smallest_normal (&view->runs[i]))]++;
        }
    }
  bf_scale_from_range (&picture->scale, picture->measure->gradient, &range);
}

/* As few columns as leave every diagram its height. */
static guint
best_columns (const Picture *picture, guint n, double body_height)
{
  double font_size = picture->frame.theme.font_size;
  guint columns = n > ONE_COLUMN && !picture->frame.narrow ? 2 : 1;

  while (columns < n && columns < MOST_COLUMNS
         && body_height / ((n + columns - 1) / columns) < font_size * LEAST_HEIGHT)
    columns++;
  return columns;
}

static void
place_diagrams (Picture *picture, const BfFigureView *view, const BfTheme *theme)
{
  double bar_gap = round (theme->font_size * 1.1), gap_x = round (theme->font_size * 1.5);
  double gap_y = round (theme->font_size * (picture->frame.low ? 0.2 : 0.7));
  double heading = round (bf_text_line_height (theme, BF_TEXT_HEADING) + theme->font_size * 0.2);
  BfRect body = picture->frame.body, outer;
  guint columns = best_columns (picture, view->n_runs, body.height);
  guint rows = (view->n_runs + columns - 1) / columns;
  double bar_width, width, height;

  picture->bar.axis.scale = picture->scale;
  bar_width = bf_color_bar_width (&picture->bar, theme, body.height);
  body = bf_rect_inset (body, 0, 0, bar_width + bar_gap, 0);
  width = MAX (floor ((body.width - (columns - 1) * gap_x) / columns), 1);
  height = MAX (floor ((body.height - (rows - 1) * gap_y) / rows), 1);
  for (guint i = 0; i < view->n_runs; i++)
    {
      Diagram *diagram = &picture->diagrams[i];

      diagram->outer = (BfRect) { round (body.x + i % columns * (width + gap_x)),
                                  round (body.y + i / columns * (height + gap_y)), width, height };
      diagram->area = bf_rect_inset (diagram->outer, 0, heading, 0, 0);
      diagram->heading = bf_frame_fit (&picture->frame, BF_TEXT_HEADING, diagram->label,
                                       bf_run_name (&view->runs[i]), width - theme->font_size);
    }
  outer = (BfRect) { body.x + body.width + bar_gap, body.y + heading, bar_width,
                     MAX (body.height - heading - theme->font_size * 1.5, 1) };
  bf_color_bar_place (&picture->bar, theme, &outer);
}

static void
picture_init (Picture *picture, double width, double height, const BfFigureView *view,
              const BfTheme *theme)
{
  gsize counts[BF_N_VALUE_CLASSES] = { 0 };
  guint64 step = bf_view_step (view);

  *picture = (Picture) { .measure = bf_view_measure (view) };
  picture->diagrams = g_new0 (Diagram, view->n_runs);
  picture->bar.title = bf_axis_title (&picture->measure->entry, picture->measure->gradient);
  picture->bar.short_title = _(picture->measure->entry.name);
  bf_figure_cache_begin (view);
  for (guint i = 0; i < view->n_runs; i++)
    {
      init_columns (&picture->diagrams[i], &view->runs[i], view);
      picture->diagrams[i].label = bf_run_label (&view->runs[i], view, step);
    }
  find_scale (picture, view, counts);

  bf_frame_init (&picture->frame, view, theme, width, height, _("Network"),
                 step ? g_strdup_printf (_("training step %" PRIu64), step)
                      : g_strdup (_("not trained yet")));
  theme = &picture->frame.theme;
  bf_frame_add_classes (&picture->frame, BF_LEGEND_HATCH, counts);
  bf_frame_place (&picture->frame);
  place_diagrams (picture, view, theme);
}

static BfNetworkDiagram
network_diagram (const Picture *picture, guint index)
{
  return (BfNetworkDiagram) {
    .n = picture->diagrams[index].n_columns,
    .columns = picture->diagrams[index].columns,
    .scale = picture->scale,
    .smallest_normal = bf_run_smallest_normal (&picture->frame.view->runs[index]),
  };
}

/* What the pointer is over. */
typedef enum { NOTHING, INPUT, LAYER, OUTPUT } Place;

static Place
place_at (const Picture *picture, double x, double y, guint *layer)
{
  for (guint i = 0; i < picture->frame.view->n_runs; i++)
    {
      const Diagram *diagram = &picture->diagrams[i];
      BfNetworkDiagram drawn = network_diagram (picture, i);
      int column = bf_network_diagram_column_at (&drawn, &diagram->area, x);

      if (column < 0 || !bf_rect_contains (&diagram->outer, x, y))
        continue;
      *layer = column;
      return column == 0 ? INPUT : column + 1 == (int) diagram->n_columns ? OUTPUT : LAYER;
    }
  return NOTHING;
}

/* The column of @place in a diagram; -1: it has none. */
static int
column_of (const Diagram *diagram, Place place, guint layer)
{
  if (place == INPUT)
    return 0;
  if (place == OUTPUT)
    return diagram->n_columns - 1;
  return layer + 1 < diagram->n_columns ? (int) layer : -1;
}

static void
draw_cursor (cairo_t *cr, const Picture *picture, const BfFigureView *view, const BfTheme *theme)
{
  guint layer = 0;
  Place place = place_at (picture, view->cursor_x, view->cursor_y, &layer);

  for (guint i = 0; place != NOTHING && i < view->n_runs; i++)
    {
      BfNetworkDiagram drawn = network_diagram (picture, i);
      int column = column_of (&picture->diagrams[i], place, layer);

      if (column >= 0)
        bf_network_diagram_draw_highlight (cr, theme, &drawn, &picture->diagrams[i].area, column);
    }
}

void
bf_network_picture_draw (cairo_t *cr, double width, double height, const BfFigureView *view,
                         const BfTheme *theme)
{
  Picture picture;

  picture_init (&picture, width, height, view, theme);
  theme = &picture.frame.theme;
  bf_frame_draw (cr, &picture.frame);
  for (guint i = 0; i < view->n_runs; i++)
    {
      BfNetworkDiagram drawn = network_diagram (&picture, i);

      bf_panel_draw_heading (cr, theme, &picture.diagrams[i].outer, view->runs[i].color,
                             picture.diagrams[i].heading);
      bf_network_diagram_draw (cr, theme, &drawn, &picture.diagrams[i].area);
    }
  bf_color_bar_draw (cr, theme, &picture.bar);
  if (view->has_cursor)
    draw_cursor (cr, &picture, view, theme);
  picture_clear (&picture);
}

void
bf_network_picture_overlay (cairo_t *cr, double width, double height, const BfFigureView *view,
                            const BfTheme *theme)
{
  Picture picture;

  picture_init (&picture, width, height, view, theme);
  theme = &picture.frame.theme;
  if (view->has_cursor)
    draw_cursor (cr, &picture, view, theme);
  picture_clear (&picture);
}

static void
append_column (GString *text, const Picture *picture, guint index, int column)
{
  const BfFigureRun *run = &picture->frame.view->runs[index];
  const BfDiagramColumn *c = &picture->diagrams[index].columns[column];
  const char *separator = "";

  g_string_append_printf (text, "\n%s: ", bf_run_name (run));
  if (c->measured)
    {
      bf_append_value (text, c->value, picture->measure->gradient, bf_run_smallest_normal (run));
      separator = ", ";
    }
  if (c->units != G_MAXUINT)
    {
      g_string_append (text, separator);
      g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, "%u unit", "%u units", c->units),
                              c->units);
    }
}

char *
bf_network_picture_readout (double width, double height, const BfFigureView *view,
                            const BfTheme *theme, double x, double y)
{
  GString *text = NULL;
  Picture picture;
  guint layer = 0;
  Place place;

  picture_init (&picture, width, height, view, theme);
  place = place_at (&picture, x, y, &layer);
  if (place != NOTHING)
    {
      text = g_string_new (place == INPUT ? _("Input") : place == OUTPUT ? _("Output") : NULL);
      if (place == LAYER && bf_view_has_rows (view))
        g_string_append_printf (text, _("Layer %u, step %" PRIu64), layer, bf_view_step (view));
      else if (place == LAYER)
        g_string_append_printf (text, _("Layer %u"), layer);
    }
  for (guint i = 0; place != NOTHING && i < view->n_runs; i++)
    {
      int column = column_of (&picture.diagrams[i], place, layer);

      if (column >= 0)
        append_column (text, &picture, i, column);
    }
  picture_clear (&picture);
  return text ? g_string_free (text, FALSE) : NULL;
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
