#include "config.h"

#include <glib/gi18n-lib.h>

#include "figure/report-text.h"

#include <inttypes.h>

#include "figure/runs.h"
#include "figure/traits.h"

/* Columns of the table of differences: as many as fit of at least so many px. */
#define NAME_WIDTH 170.0
#define COLUMN_WIDTH 120.0

#define INDENT 34.0            /* left of what is said of a run: room for its sample */
#define GAP 12.0               /* between parts */

typedef struct {
  const BfFigureView *view;
  const BfTheme *theme;
  double width;
  GArray *lines;
} Writer;

static void
clear_cell (gpointer data)
{
  g_free (((BfReportCell *) data)->text);
}

static void
clear_line (gpointer data)
{
  g_array_unref (((BfReportLine *) data)->cells);
}

/* A line of the height of @role; borrowed until the next. */
static BfReportLine *
add_line (Writer *writer, BfTextRole role)
{
  BfReportLine line = { g_array_new (FALSE, FALSE, sizeof (BfReportCell)),
                        bf_text_line_height (writer->theme, role), FALSE, writer->lines->len };

  g_array_set_clear_func (line.cells, clear_cell);
  g_array_append_val (writer->lines, line);
  return &g_array_index (writer->lines, BfReportLine, writer->lines->len - 1);
}

static void
add_cell (const BfReportLine *line, double x, double width, BfTextRole role, BfColor color,
          const char *text)
{
  BfReportCell cell = { x, width, role, color, g_strdup (text), NULL };

  g_array_append_val (line->cells, cell);
}

static void
add_gap (Writer *writer, double height)
{
  add_line (writer, BF_TEXT_LABEL)->height = height;
}

static void
add_heading (Writer *writer, const char *text)
{
  BfReportLine *line;

  add_gap (writer, GAP);
  line = add_line (writer, BF_TEXT_HEADING);
  add_cell (line, 0, writer->width, BF_TEXT_HEADING, writer->theme->foreground, text);
  line->height *= 1.3;
  line->stays = TRUE;
}

static void
add_words (Writer *writer, double x, BfColor color, const char *words)
{
  if (words[0] != '\0')
    add_cell (add_line (writer, BF_TEXT_LABEL), x, writer->width - x, BF_TEXT_LABEL, color, words);
}

/* Broken where a word ends, and where @text has line breaks. */
static void
add_paragraph (Writer *writer, double x, BfColor color, const char *text)
{
  g_auto (GStrv) rows = g_strsplit (text, "\n", -1);

  for (guint i = 0; rows[i] != NULL; i++)
    {
      g_auto (GStrv) words = g_strsplit (rows[i], " ", -1);
      g_autoptr (GString) row = g_string_new (NULL);

      if (rows[i][0] == '\0')
        add_gap (writer, GAP / 2);
      for (guint j = 0; words[j] != NULL; j++)
        {
          gsize before = row->len;

          g_string_append_printf (row, "%s%s", before > 0 ? " " : "", words[j]);
          if (before == 0
              || bf_text_width (writer->theme, BF_TEXT_LABEL, row->str) <= writer->width - x)
            continue;
          g_string_truncate (row, before);
          add_words (writer, x, color, row->str);
          g_string_assign (row, words[j]);
        }
      add_words (writer, x, color, row->str);
    }
}

static void
write_title (Writer *writer, const char *notes)
{
  const BfFigureView *view = writer->view;
  const char *title = view->title != NULL && view->title[0] != '\0' ? view->title
                                                                    : _("Untitled experiment");
  g_autofree char *count = g_strdup_printf (
    g_dngettext (GETTEXT_PACKAGE, "%u configuration", "%u configurations", view->n_runs),
    view->n_runs);
  g_autofree char *subtitle = g_strdup_printf (_("%s at training step %" PRIu64), count,
                                               bf_view_step (view));

  add_cell (add_line (writer, BF_TEXT_TITLE), 0, writer->width, BF_TEXT_TITLE,
            writer->theme->foreground, title);
  add_words (writer, 0, writer->theme->muted, subtitle);
  if (notes != NULL && notes[0] != '\0')
    {
      add_gap (writer, GAP / 2);
      add_paragraph (writer, 0, writer->theme->foreground, notes);
    }
}

/* "Vanishing. Layer 1 receives ..." */
static char *
verdict_text (const BfFigureRun *run, const BfFigureView *view)
{
  g_autofree char *evidence = NULL;
  const BfEntry *kind;
  BfVerdict verdict;

  if (!bf_run_has_rows (run))
    return g_strdup (run->record != NULL && bf_record_message (run->record) != NULL
                       ? bf_record_message (run->record) : _("Nothing is recorded yet."));
  bf_verdict_from_record (run->record, bf_run_row (run, view), &verdict);
  evidence = bf_verdict_describe (&verdict);
  if (verdict.kind == BF_VERDICT_DIVERGED)    /* the evidence says it */
    return g_steal_pointer (&evidence);
  kind = bf_table_row (&bf_verdict_table, verdict.kind);
  return g_strdup_printf ("%s. %s", _(kind->name), evidence);
}

/* "Seed 1, step 60 of 1000, loss 2.3" */
static char *
state_text (const BfFigureRun *run, const BfFigureView *view)
{
  const BfConfiguration *configuration = run->configuration;
  char loss[64];
  guint row;

  if (!bf_run_has_rows (run))
    return g_strdup_printf (_("Seed %" PRIu64), configuration->seed);
  row = bf_run_row (run, view);
  bf_value_format (bf_record_training (run->record, row, BF_TRAINING_LOSS), loss, sizeof loss);
  return g_strdup_printf (_("Seed %" PRIu64 ", step %" PRIu64 " of %" PRIu64 ", loss %s"),
                          configuration->seed, bf_figure_run_step (run, view),
                          configuration->steps, loss);
}

static void
write_runs (Writer *writer)
{
  const BfFigureView *view = writer->view;

  add_heading (writer, _("Configurations"));
  for (guint i = 0; i < view->n_runs; i++)
    {
      const BfFigureRun *run = &view->runs[i];
      g_autofree char *verdict = verdict_text (run, view);
      g_autofree char *state = state_text (run, view);
      BfReportLine *line = add_line (writer, BF_TEXT_HEADING);
      BfReportCell sample = { 0, INDENT, .sample = run };

      g_array_append_val (line->cells, sample);
      add_cell (line, INDENT, writer->width - INDENT, BF_TEXT_HEADING, writer->theme->foreground,
                bf_run_name (run));
      line->stays = TRUE;
      add_paragraph (writer, INDENT, writer->theme->foreground, verdict);
      add_words (writer, INDENT, writer->theme->muted, state);
      add_gap (writer, GAP / 2);
    }
}

/* Columns of runs from @first up to @end. */
static void
write_table (Writer *writer, const GPtrArray *traits, guint first, guint end)
{
  double width = (writer->width - NAME_WIDTH) / (end - first);
  BfReportLine *line = add_line (writer, BF_TEXT_HEADING);
  guint head;

  for (guint run = first; run < end; run++)
    add_cell (line, NAME_WIDTH + (run - first) * width, width - GAP, BF_TEXT_HEADING,
              writer->theme->foreground, bf_run_name (&writer->view->runs[run]));
  line->stays = TRUE;
  head = writer->lines->len - 1;
  for (guint i = 0; i < traits->len; i++)
    {
      const BfTrait *trait = g_ptr_array_index (traits, i);

      if (!trait->differs)
        continue;
      line = add_line (writer, BF_TEXT_LABEL);
      line->head = head;
      add_cell (line, 0, NAME_WIDTH - GAP, BF_TEXT_LABEL, writer->theme->muted, trait->name);
      for (guint run = first; run < end; run++)
        add_cell (line, NAME_WIDTH + (run - first) * width, width - GAP, BF_TEXT_LABEL,
                  writer->theme->foreground, trait->values[run]);
    }
  add_gap (writer, GAP / 2);
}

static gboolean
any_differs (const GPtrArray *traits)
{
  for (guint i = 0; i < traits->len; i++)
    if (((const BfTrait *) g_ptr_array_index (traits, i))->differs)
      return TRUE;
  return FALSE;
}

static void
write_differences (Writer *writer, const GPtrArray *traits)
{
  guint columns = (guint) ((writer->width - NAME_WIDTH) / COLUMN_WIDTH), n = writer->view->n_runs;

  if (n < 2)
    return;
  add_heading (writer, _("What differs"));
  if (!any_differs (traits))
    add_words (writer, 0, writer->theme->foreground, _("Nothing but the names."));
  else
    for (guint first = 0; first < n; first += columns)
      write_table (writer, traits, first, MIN (first + columns, n));
}

static void
write_common (Writer *writer, const GPtrArray *traits)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < traits->len; i++)
    {
      const BfTrait *trait = g_ptr_array_index (traits, i);

      if (!trait->differs)
        g_string_append_printf (text, "%s%s: %s", text->len > 0 ? " · " : "", trait->name,
                                trait->values[0]);
    }
  if (text->len == 0)
    return;
  add_heading (writer, writer->view->n_runs > 1 ? _("What all have in common") : _("Settings"));
  add_paragraph (writer, 0, writer->theme->foreground, text->str);
}

GArray *
bf_report_text_new (const BfFigureView *view, const char *notes, const BfTheme *theme, double width)
{
  g_autoptr (GPtrArray) traits = bf_traits_new (view);
  Writer writer = { view, theme, width, g_array_new (FALSE, FALSE, sizeof (BfReportLine)) };

  g_array_set_clear_func (writer.lines, clear_line);
  write_title (&writer, notes);
  write_runs (&writer);
  write_differences (&writer, traits);
  write_common (&writer, traits);
  return writer.lines;
}
