#include "config.h"

#include <glib/gi18n-lib.h>

#include "figure/metadata.h"

#include "experiment/file.h"
#include "figure/runs.h"

/* JSON in one line. In its strings line breaks are escaped, so that every one in @text, and the
 * spaces after it, is between two tokens. */
static char *
in_one_line (const char *text)
{
  GString *line = g_string_new (NULL);

  while (*text != '\0')
    if (*text == '\n')
      while (*++text == ' ')
        ;
    else
      g_string_append_c (line, *text++);
  return g_string_free (line, FALSE);
}

char *
bf_metadata_experiment (const BfFigureView *view)
{
  g_autoptr (BfExperiment) experiment = bf_experiment_new ();
  g_autofree char *text = NULL;

  g_free (experiment->title);
  experiment->title = g_strdup (view->title != NULL ? view->title : "");
  for (guint i = 0; i < view->n_runs; i++)
    bf_experiment_insert (experiment, bf_experiment_n (experiment),
                          bf_configuration_copy (view->runs[i].configuration));
  bf_experiment_remove (experiment, 0);
  text = bf_experiment_to_data (experiment, FALSE, NULL);
  return in_one_line (text);
}

void
bf_metadata_init (BfMetadata *metadata, const BfFigure *figure, const BfFigureView *view)
{
  const char *name = _(figure->entry.name);

  metadata->title = view->title == NULL || view->title[0] == '\0'
                      ? g_strdup (name) : g_strdup_printf ("%s · %s", view->title, name);
  metadata->description = figure->describe (view);
  metadata->step = g_strdup_printf ("%" G_GUINT64_FORMAT, bf_view_step (view));
  metadata->experiment = bf_metadata_experiment (view);
}

void
bf_metadata_clear (BfMetadata *metadata)
{
  g_clear_pointer (&metadata->title, g_free);
  g_clear_pointer (&metadata->description, g_free);
  g_clear_pointer (&metadata->step, g_free);
  g_clear_pointer (&metadata->experiment, g_free);
}
