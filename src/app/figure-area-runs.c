/* Which runs a figure area shows: all but those that a person hid, one of them highlighted. */
#include "config.h"

#include "app/figure-area-private.h"

/* Others than the one highlighted. */
#define FADED 0.22

/* One configuration. */
typedef struct {
  gconstpointer configuration;   /* only compared: it may be gone */
  char *name;                    /* owned */
  gboolean hidden;
} Entry;

static void
entry_clear (gpointer entry)
{
  g_free (((Entry *) entry)->name);
}

static GArray *
new_entries (void)
{
  GArray *entries = g_array_new (FALSE, TRUE, sizeof (Entry));

  g_array_set_clear_func (entries, entry_clear);
  return entries;
}

static Entry *
entry_at (BfFigureArea *self, guint index)
{
  return &g_array_index (self->hidden, Entry, index);
}

void
bf_figure_area_init_runs (BfFigureArea *self)
{
  self->hidden = new_entries ();
  self->highlighted = -1;
}

void
bf_figure_area_clear_runs (BfFigureArea *self)
{
  g_clear_pointer (&self->hidden, g_array_unref);
}

void
bf_figure_area_invalidate_runs (BfFigureArea *self)
{
  bf_figure_area_drop_scene (self);
  g_clear_pointer (&self->runs, g_free);
  self->view.runs = NULL;
  self->view.n_runs = 0;
  if (self->session != NULL)
    self->view.title = bf_session_experiment (self->session)->title;
}

const BfFigureView *
bf_figure_area_view (BfFigureArea *self)
{
  if (self->runs == NULL && self->session != NULL)
    {
      self->runs = bf_figure_runs_new (bf_session_experiment (self->session), &self->theme);
      self->view.runs = self->runs;
      self->view.n_runs = bf_session_n (self->session);
      for (guint i = 0; i < self->view.n_runs; i++)
        self->runs[i].hidden = bf_figure_area_get_hidden (self, i);
    }
  return &self->view;
}

BfFigureRun *
bf_figure_area_new_drawn (BfFigureArea *self)
{
  const BfFigureView *view = bf_figure_area_view (self);
  BfFigureRun *drawn = g_memdup2 (view->runs, view->n_runs * sizeof *drawn);

  for (guint i = 0; self->highlighted >= 0 && i < view->n_runs; i++)
    if (i != (guint) self->highlighted)
      drawn[i].color = bf_color_alpha (drawn[i].color, FADED);
  return drawn;
}

void
bf_figure_area_highlight (BfFigureArea *self, int run)
{
  if (run >= 0 && bf_figure_area_get_hidden (self, run))
    run = -1;   /* there is nothing of it to be seen */
  if (run == self->highlighted)
    return;
  self->highlighted = run;
  bf_figure_area_drop_scene (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gboolean
was_hidden (GArray *before, const BfConfiguration *configuration)
{
  for (guint i = 0; i < before->len; i++)
    {
      const Entry *entry = &g_array_index (before, Entry, i);

      if (entry->configuration == configuration
          && g_strcmp0 (entry->name, configuration->name) == 0)
        return entry->hidden;
    }
  return FALSE;
}

void
bf_figure_area_follow_runs (BfFigureArea *self, gboolean edited)
{
  GArray *before = self->hidden;
  guint n = bf_session_n (self->session);

  self->hidden = new_entries ();
  for (guint i = 0; i < n; i++)
    {
      const BfConfiguration *configuration = bf_session_configuration (self->session, i);
      Entry entry = { configuration, g_strdup (configuration->name) };

      if (edited && before->len == n)
        entry.hidden = g_array_index (before, Entry, i).hidden;
      else
        entry.hidden = was_hidden (before, configuration);
      g_array_append_val (self->hidden, entry);
    }
  g_array_unref (before);
  self->highlighted = -1;
  bf_figure_area_invalidate_runs (self);
  bf_figure_area_update_actions (self);
}

void
bf_figure_area_set_hidden (BfFigureArea *self, guint run, gboolean hidden)
{
  g_return_if_fail (BF_IS_FIGURE_AREA (self));
  g_return_if_fail (run < self->hidden->len);

  if (entry_at (self, run)->hidden == hidden)
    return;
  entry_at (self, run)->hidden = hidden;
  self->highlighted = -1;
  bf_figure_area_invalidate_runs (self);
  bf_figure_area_update_actions (self);
  bf_figure_area_redraw (self);
}

gboolean
bf_figure_area_get_hidden (BfFigureArea *self, guint run)
{
  g_return_val_if_fail (BF_IS_FIGURE_AREA (self), FALSE);
  return run < self->hidden->len && entry_at (self, run)->hidden;
}
