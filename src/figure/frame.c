#include "config.h"

#include <glib/gi18n-lib.h>

#include "figure/frame.h"

#include <math.h>

#include "figure/runs.h"
#include "plot/mark.h"
#include "plot/panel.h"
#include "plot/text.h"

/* Large text may fill a small figure alone: it shrinks to so many lines and columns of its size,
 * but not below the smallest size in px that can be read well. */
#define COLUMNS 26
#define LINES 18
#define SMALLEST 10.5

/* Rooms in font sizes. */
#define NARROW 34
#define LOW 24
#define PADDING 0.95

static void
clear_titles (BfFrame *frame)
{
  g_clear_pointer (&frame->title, g_free);
  g_clear_pointer (&frame->subtitle, g_free);
}

void
bf_frame_init (BfFrame *frame, const BfFigureView *view, const BfTheme *theme, double width,
               double height, const char *name, char *subtitle)
{
  double fitting = MAX (MIN (width / COLUMNS, height / LINES), SMALLEST);

  *frame = (BfFrame) { .view = view, .theme = *theme, .width = width, .height = height };
  frame->theme.font_size = MIN (theme->font_size, fitting);
  frame->narrow = width < NARROW * frame->theme.font_size;
  frame->low = height < LOW * frame->theme.font_size;
  frame->name = name;
  bf_legend_init (&frame->legend);
  bf_frame_set_subtitle (frame, subtitle);
}

void
bf_frame_set_subtitle (BfFrame *frame, char *subtitle)
{
  const char *title = frame->view->title, *name = frame->name;

  clear_titles (frame);
  if (title != NULL && title[0] != '\0')
    {
      frame->title = g_strdup (title);
      frame->subtitle = subtitle ? g_strdup_printf ("%s · %s", name, subtitle) : g_strdup (name);
      g_free (subtitle);
    }
  else
    {
      frame->title = g_strdup (name);
      frame->subtitle = subtitle;
    }
}

void
bf_frame_clear (BfFrame *frame)
{
  clear_titles (frame);
  bf_legend_clear (&frame->legend);
}

void
bf_frame_place (BfFrame *frame)
{
  const BfTheme *theme = &frame->theme;
  double padding = round (theme->font_size * PADDING);
  double y = round (padding * 0.75), width = MAX (frame->width - 2 * padding, 1);
  guint lines = (guint) CLAMP (frame->height / theme->font_size / 11, 1, 6);

  frame->header = (BfRect) { padding, y, width, bf_text_line_height (theme, BF_TEXT_TITLE) };
  if (frame->subtitle && !frame->low)
    frame->header.height += bf_text_line_height (theme, BF_TEXT_LABEL);
  y += ceil (frame->header.height) + round (theme->font_size * (frame->low ? 0.1 : 0.35));

  bf_legend_place (&frame->legend, theme, width, lines);
  frame->legend_y = y;
  if (frame->legend.height > 0)
    y += ceil (frame->legend.height) + round (theme->font_size * (frame->low ? 0.25 : 0.55));
  frame->body = (BfRect) { padding, y, width, MAX (frame->height - y - round (padding * 0.6), 1) };
}

void
bf_frame_draw (cairo_t *cr, const BfFrame *frame)
{
  const BfTheme *theme = &frame->theme;
  BfTextPlace place = { .role = BF_TEXT_TITLE, .color = theme->foreground, .x = frame->header.x,
                        .y = frame->header.y, .max_width = frame->header.width };

  bf_path_rectangle (cr, 0, 0, frame->width, frame->height);
  bf_color_set (cr, theme->background);
  cairo_fill (cr);

  bf_text_draw (cr, theme, &place, frame->title);
  if (frame->subtitle && !frame->low)
    {
      place.role = BF_TEXT_LABEL;
      place.color = theme->muted;
      place.y += bf_text_line_height (theme, BF_TEXT_TITLE);
      bf_text_draw (cr, theme, &place, frame->subtitle);
    }
  bf_legend_draw (cr, theme, &frame->legend, frame->header.x, frame->legend_y);
}

const char *
bf_frame_fit (const BfFrame *frame, BfTextRole role, const char *text, const char *shorter,
              double room)
{
  return bf_text_width (&frame->theme, role, text) <= room ? text : shorter;
}

int
bf_frame_tag (const BfFrame *frame, const BfFigureRun *run)
{
  return run - frame->view->runs + 1;
}

void
bf_frame_add_muted (BfFrame *frame, BfLegendSample sample, const BfFigureRun *run,
                    const char *label)
{
  BfLegendEntry entry = { .sample = sample, .style = run->style, .named = TRUE, .muted = TRUE,
                          .tag = bf_frame_tag (frame, run),
                          .color = bf_color_alpha (run->color, 0.45) };

  bf_legend_add (&frame->legend, entry, label);
}

void
bf_frame_add_run (BfFrame *frame, BfLegendSample sample, const BfFigureRun *run, guint64 step)
{
  gboolean missing = !bf_run_is_shown (run);
  BfLegendEntry entry = { .sample = sample, .style = run->style, .named = TRUE,
                          .tag = bf_frame_tag (frame, run), .color = run->color };
  g_autofree char *label = frame->narrow && !missing ? g_strdup (bf_run_name (run))
                                                     : bf_run_label (run, frame->view, step);

  if (missing)
    bf_frame_add_muted (frame, sample, run, label);
  else
    bf_legend_add (&frame->legend, entry, label);
}

void
bf_frame_add_runs (BfFrame *frame, BfLegendSample sample, gboolean only_missing, guint64 step)
{
  for (guint i = 0; i < frame->view->n_runs; i++)
    if (!only_missing || !bf_run_is_shown (&frame->view->runs[i]))
      bf_frame_add_run (frame, sample, &frame->view->runs[i], step);
}

void
bf_frame_add_classes (BfFrame *frame, BfLegendSample sample, const gsize *counts)
{
  for (guint i = BF_VALUE_FINITE + 1; i < BF_N_VALUE_CLASSES; i++)
    if (counts[i] > 0)
      {
        BfLegendEntry entry = { .sample = sample,
                                .color = frame->theme.foreground,
                                .value_class = i };
        bf_legend_add (&frame->legend, entry, bf_mark_class_name (i, frame->narrow));
      }
}

void
bf_frame_draw_empty (cairo_t *cr, const BfFrame *frame, const BfRect *area)
{
  const char *message = _("Not trained yet: press Run");

  for (guint i = 0; i < frame->view->n_runs; i++)
    {
      const BfRecord *record = frame->view->runs[i].record;

      if (frame->view->runs[i].hidden && bf_run_has_rows (&frame->view->runs[i]))
        message = _("What was trained is hidden");
      if (record != NULL && bf_record_message (record) != NULL)
        message = bf_record_message (record);
    }
  bf_panel_draw_message (cr, &frame->theme, area, message);
}
