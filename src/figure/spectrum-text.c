#include "config.h"

#include <glib/gi18n-lib.h>

#include "figure/spectrum-text.h"

#include <inttypes.h>
#include <math.h>

#include "figure/figures.h"
#include "figure/runs.h"

typedef struct {
  guint line;
  gboolean first;
  char *text;              /* owned */
} Summary;

typedef struct {
  BfSceneItem item;
  guint panel;
  GArray *summaries;       /* of Summary */
} Summaries;

guint
bf_spectrum_count (const BfSpectrum *spectrum, BfSpectrumPlace place)
{
  guint count = 0;

  for (guint i = 0; i < spectrum->n; i++)
    count += spectrum->matrices[i].place == place;
  return count;
}

/* The head's layer: what the outputs are of. */
static guint
head_of (const BfSpectrum *spectrum)
{
  for (guint i = 0; i < spectrum->n; i++)
    if (spectrum->matrices[i].place == BF_SPECTRUM_INPUT_TO_OUTPUT)
      return spectrum->matrices[i].layer;
  return G_MAXUINT;
}

GPtrArray *
bf_spectrum_weights (const BfSpectrum *spectrum)
{
  GPtrArray *matrices = g_ptr_array_new ();
  const guint head = head_of (spectrum);

  for (guint i = 0; i < spectrum->n; i++)
    {
      const BfSpectrumMatrix *matrix = &spectrum->matrices[i];

      if (matrix->layer != head
          && (matrix->place == BF_SPECTRUM_WEIGHT || matrix->place == BF_SPECTRUM_WEIGHT_HH))
        g_ptr_array_add (matrices, (gpointer) matrix);
    }
  return matrices;
}

guint64
bf_spectrum_view_step (const BfFigureView *view)
{
  guint64 step = 0;

  for (guint i = 0; i < view->n_runs; i++)
    if (view->runs[i].spectrum != NULL && !view->runs[i].hidden)
      step = MAX (step, view->runs[i].spectrum->step);
  return step;
}

char *
bf_spectrum_when (guint64 step)
{
  return step == 0 ? g_strdup (_("initial weights"))
                   : g_strdup_printf (_("weights after training step %" PRIu64), step);
}

char *
bf_spectrum_label (const BfFigureRun *run, const BfFigureView *view, guint64 step)
{
  const char *name = bf_run_name (run);

  if (run->spectrum == NULL && run->spectrum_message != NULL)
    return g_strdup_printf (_("%s (no singular values)"), name);
  if (run->spectrum == NULL && bf_run_has_rows (run))
    return g_strdup_printf (_("%s (not computed)"), name);
  if (run->spectrum == NULL)
    return bf_run_label (run, view, 0);
  if (run->spectrum->step == step || run->hidden)
    return g_strdup (name);
  if (run->spectrum->step == 0)
    return g_strdup_printf (_("%s (initial weights)"), name);
  return g_strdup_printf (_("%s (at step %" PRIu64 ")"), name, run->spectrum->step);
}

const char *
bf_spectrum_nothing (const BfFigureView *view)
{
  const char *text = view->on_demand && !bf_view_has_rows (view)
                       ? _("The singular values are being computed")
                       : _("Singular values are computed while a network is trained: press Run");

  for (guint i = 0; i < view->n_runs; i++)
    if (view->runs[i].spectrum_message != NULL)
      text = view->runs[i].spectrum_message;
  for (guint i = 0; i < view->n_runs; i++)
    if (view->runs[i].spectrum != NULL)
      text = _("What was computed is hidden");
  return text;
}

/* Where the smallest value is lost in rounding, only that it is large is known of the condition. */
static char *
condition_text (const BfSpectrumMatrix *matrix)
{
  const gboolean known = bf_spectrum_n_resolved (matrix) == matrix->n;
  char number[64];

  bf_value_format (known ? matrix->condition : matrix->values[0] / bf_spectrum_rounding (matrix), number,
                   sizeof number);
  return known ? g_strdup (number) : g_strdup_printf (_("over %s"), number);
}

/* The value of rank @index + 1, or the mean with the one before it. */
static char *
value_text (const BfSpectrumMatrix *matrix, guint index, gboolean mean)
{
  const gboolean known = index < bf_spectrum_n_resolved (matrix);
  double value = matrix->values[index];
  char number[64];

  if (mean)
    value = value / 2 + matrix->values[index - 1] / 2;
  bf_value_format (known ? value : bf_spectrum_rounding (matrix), number, sizeof number);
  return known ? g_strdup (number) : g_strdup_printf (_("below %s"), number);
}

/* "; 3 of 64 lost in rounding; 5 of 64 below the smallest normal of float32" */
static void
append_losses (GString *text, const BfFigureRun *run, const BfSpectrumMatrix *matrix)
{
  const guint n = bf_spectrum_n_resolved (matrix);
  const BfEntry *precision = bf_table_row (&bf_precision_table, run->configuration->precision);
  guint below = 0;

  for (guint i = 0; i < n; i++)
    below += matrix->values[i] < bf_run_smallest_normal (run);
  if (n < matrix->n)
    g_string_append_printf (text, _("; %u of %u lost in rounding"), matrix->n - n, matrix->n);
  if (below > 0)
    g_string_append_printf (text, _("; %u of %u below the smallest normal of %s"), below, matrix->n,
                            precision->id);
}

static void
append_extremes (GString *text, const BfFigureRun *run, const BfSpectrumMatrix *matrix)
{
  g_autofree char *largest = NULL, *median = NULL, *smallest = NULL, *condition = NULL;

  if (isnan (matrix->values[0]))
    {
      g_string_append (text, _("not finite"));
      return;
    }
  largest = value_text (matrix, 0, FALSE);
  median = value_text (matrix, matrix->n / 2, matrix->n % 2 == 0);
  smallest = value_text (matrix, matrix->n - 1, FALSE);
  condition = condition_text (matrix);
  g_string_append_printf (text, _("largest %s, median %s, smallest %s, condition number %s"), largest,
                          median, smallest, condition);
  append_losses (text, run, matrix);
}

char *
bf_spectrum_summary (const BfFigureRun *run, const char *name, const char *quantity,
                     const BfSpectrumMatrix *matrix)
{
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "%s, %s: ", name, quantity);
  append_extremes (text, run, matrix);
  return g_string_free (text, FALSE);
}

/* Infinite and unknown conditions are the worst. */
static double
badness (const BfSpectrumMatrix *matrix)
{
  return isnan (matrix->condition) ? INFINITY : matrix->condition;
}

char *
bf_spectrum_weights_summary (const char *name, const GPtrArray *matrices)
{
  const BfSpectrumMatrix *worst = g_ptr_array_index (matrices, 0);
  g_autofree char *condition = NULL;

  for (guint i = 1; i < matrices->len; i++)
    if (badness (g_ptr_array_index (matrices, i)) > badness (worst))
      worst = g_ptr_array_index (matrices, i);
  condition = condition_text (worst);
  return g_strdup_printf (_("%s, weights: largest condition number %s in layer %u"), name, condition,
                          worst->layer + 1);
}

static void
summaries_readout (GString *text, const BfSceneItem *item, const BfScene *scene,
                   const BfCursor *cursor)
{
  const Summaries *self = (const Summaries *) item;

  for (guint i = 0; i < self->summaries->len && cursor->panel == self->panel; i++)
    {
      const Summary *summary = &g_array_index (self->summaries, Summary, i);

      if (cursor->line == BF_NO_LINE ? summary->first : cursor->line == summary->line)
        g_string_append_printf (text, "\n%s", summary->text);
    }
}

static void
summaries_free (BfSceneItem *item)
{
  Summaries *self = (Summaries *) item;

  for (guint i = 0; i < self->summaries->len; i++)
    g_free (g_array_index (self->summaries, Summary, i).text);
  g_array_unref (self->summaries);
  g_free (self);
}

static const BfSceneItemClass summaries_class = {
  .readout = summaries_readout,
  .free = summaries_free,
};

BfSceneItem *
bf_spectrum_summaries_new (guint panel)
{
  Summaries *self = g_new0 (Summaries, 1);

  self->item.class = &summaries_class;
  self->panel = panel;
  self->summaries = g_array_new (FALSE, FALSE, sizeof (Summary));
  return &self->item;
}

void
bf_spectrum_summaries_add (BfSceneItem *item, guint line, gboolean first, char *text)
{
  Summary summary = { line, first, text };

  g_array_append_val (((Summaries *) item)->summaries, summary);
}

static void
append_run (GString *text, const BfFigureView *view, const BfFigureRun *run)
{
  g_autofree char *label = bf_spectrum_label (run, view, bf_spectrum_view_step (view));

  g_string_append (text, label);
  if (run->spectrum == NULL && run->spectrum_message != NULL)
    g_string_append_printf (text, ": %s", run->spectrum_message);
  for (guint i = 0; run->spectrum != NULL && i < run->spectrum->n; i++)
    if (run->spectrum->matrices[i].place == BF_SPECTRUM_INPUT_TO_HIDDEN)
      {
        g_string_append (text, ", ");
        append_extremes (text, run, &run->spectrum->matrices[i]);
      }
}

char *
bf_spectrum_chart_describe (const BfFigureView *view)
{
  g_autofree char *when = bf_spectrum_when (bf_spectrum_view_step (view));
  gboolean any = FALSE;
  GString *text;

  for (guint i = 0; i < view->n_runs; i++)
    any |= view->runs[i].spectrum != NULL;
  if (!any)
    return g_strdup_printf (_("Spectrum: %s."), bf_spectrum_nothing (view));
  text = g_string_new (NULL);
  g_string_append_printf (text, _("Singular values of the Jacobian from the inputs to the last layer, %s"),
                          when);
  for (guint i = 0; i < view->n_runs; i++)
    {
      g_string_append (text, i == 0 ? ": " : "; ");
      append_run (text, view, &view->runs[i]);
    }
  g_string_append_c (text, '.');
  return g_string_free (text, FALSE);
}
