#include "config.h"

#include "app/session-private.h"

#include <glib/gi18n-lib.h>

#include "experiment/file.h"

static guint signals[BF_SESSION_N_SIGNALS];

G_DEFINE_FINAL_TYPE (BfSession, bf_session, G_TYPE_OBJECT)

void
bf_session_emit (BfSession *self, BfSessionSignal signal)
{
  g_signal_emit (self, signals[signal], 0);
}

void
bf_session_emit_index (BfSession *self, BfSessionSignal signal, guint index)
{
  g_signal_emit (self, signals[signal], 0, index);
}

void
bf_session_emit_message (BfSession *self, const char *message)
{
  g_signal_emit (self, signals[BF_SESSION_MESSAGE], 0, message);
}

static void
emit_structure (BfSession *self)
{
  bf_session_emit (self, BF_SESSION_STRUCTURE);
  bf_session_emit (self, BF_SESSION_SELECTED);
  bf_session_emit (self, BF_SESSION_STATE);
}

static void
replace_experiment (BfSession *self, BfExperiment *experiment, const char *path)
{
  bf_session_unload (self);
  bf_experiment_free (self->experiment);
  self->experiment = experiment;
  bf_history_clear (self->history);
  self->saved_position = bf_history_position (self->history);
  self->results_changed = FALSE;
  self->selected = 0;
  if (path != self->path)
    {
      g_free (self->path);
      self->path = g_strdup (path);
    }
  emit_structure (self);
}

static void
bf_session_dispose (GObject *object)
{
  BfSession *self = BF_SESSION (object);

  g_clear_pointer (&self->trainer, bf_trainer_free);
  G_OBJECT_CLASS (bf_session_parent_class)->dispose (object);
}

static void
bf_session_finalize (GObject *object)
{
  BfSession *self = BF_SESSION (object);

  bf_history_free (self->history);
  bf_experiment_free (self->experiment);
  g_ptr_array_unref (self->runs);
  g_array_unref (self->asked_rows);
  g_free (self->path);
  G_OBJECT_CLASS (bf_session_parent_class)->finalize (object);
}

static void
bf_session_class_init (BfSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  static const struct { const char *name; GType argument; } described[] = {
    [BF_SESSION_STRUCTURE] = { "structure", G_TYPE_NONE },
    [BF_SESSION_EDITED] = { "edited", G_TYPE_UINT },
    [BF_SESSION_SELECTED] = { "selected", G_TYPE_NONE },
    [BF_SESSION_ROWS] = { "rows", G_TYPE_UINT },
    [BF_SESSION_SPECTRUM] = { "spectrum", G_TYPE_UINT },
    [BF_SESSION_STATE] = { "state", G_TYPE_NONE },
    [BF_SESSION_MESSAGE] = { "message", G_TYPE_STRING },
  };

  object_class->dispose = bf_session_dispose;
  object_class->finalize = bf_session_finalize;

  for (guint i = 0; i < BF_SESSION_N_SIGNALS; i++)
    {
      gboolean has_argument = described[i].argument != G_TYPE_NONE;

      signals[i] = g_signal_new (described[i].name, G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                 NULL, NULL, NULL, G_TYPE_NONE, has_argument ? 1 : 0,
                                 described[i].argument);
    }
}

static void
bf_session_init (BfSession *self)
{
  self->experiment = bf_experiment_new_example ();
  self->history = bf_history_new ();
  self->runs = g_ptr_array_new ();
  self->record_budget = BF_SESSION_RECORD_BUDGET;
  self->asked_rows = g_array_new (FALSE, TRUE, sizeof (guint));
  self->trainer = bf_session_trainer_new (self);
}

BfSession *
bf_session_new (void)
{
  return g_object_new (BF_TYPE_SESSION, NULL);
}

const BfExperiment *
bf_session_experiment (BfSession *self)
{
  g_return_val_if_fail (BF_IS_SESSION (self), NULL);
  return self->experiment;
}

guint
bf_session_n (BfSession *self)
{
  g_return_val_if_fail (BF_IS_SESSION (self), 0);
  return bf_experiment_n (self->experiment);
}

const BfConfiguration *
bf_session_configuration (BfSession *self, guint index)
{
  g_return_val_if_fail (BF_IS_SESSION (self), NULL);
  return bf_experiment_configuration (self->experiment, index);
}

BfRecord *
bf_session_record (BfSession *self, guint index)
{
  g_return_val_if_fail (BF_IS_SESSION (self), NULL);
  return bf_experiment_record (self->experiment, index);
}

guint
bf_session_selected (BfSession *self)
{
  g_return_val_if_fail (BF_IS_SESSION (self), 0);
  return self->selected;
}

void
bf_session_select (BfSession *self, guint index)
{
  g_return_if_fail (BF_IS_SESSION (self));
  g_return_if_fail (index < bf_session_n (self));

  if (self->selected == index)
    return;
  self->selected = index;
  bf_session_emit (self, BF_SESSION_SELECTED);
}

/* Whether two configurations compute the same, whatever they are called and painted. */
static gboolean
same_numbers (const BfConfiguration *a, const BfConfiguration *b)
{
  g_autoptr (BfConfiguration) copy = bf_configuration_copy (b);

  g_free (copy->name);
  g_free (copy->color);
  copy->name = g_strdup (a->name);
  copy->color = g_strdup (a->color);
  return bf_configuration_equal (a, copy);
}

/* Before @change is toggled: training whose numbers it changes ends. */
static void
prepare (BfSession *self, const BfChange *change)
{
  if (change->kind == BF_CHANGE_REMOVE || (change->kind == BF_CHANGE_EDIT && change->numbers))
    bf_session_unload (self);
  else if (change->kind == BF_CHANGE_INSERT && !bf_session_is_training (self))
    self->loaded = self->peeking = FALSE;
}

/* After @change was toggled. */
static void
announce (BfSession *self, const BfChange *change)
{
  guint index = change->index;

  if (change->kind == BF_CHANGE_EDIT)
    {
      bf_session_emit_index (self, BF_SESSION_EDITED, index);
      if (change->numbers)
        bf_session_emit_index (self, BF_SESSION_ROWS, index);
      bf_session_emit (self, BF_SESSION_STATE);
    }
  else if (change->kind == BF_CHANGE_TITLE)
    bf_session_emit (self, BF_SESSION_STATE);
  else
    {
      self->selected = MIN (index, bf_session_n (self) - 1);
      emit_structure (self);
    }
}

static void
perform (BfSession *self, BfChange *change)
{
  /* A merged change is gone after bf_history_do (). */
  BfChange toggled = { .kind = change->kind, .index = change->index, .numbers = change->numbers };

  prepare (self, change);
  bf_history_do (self->history, self->experiment, change);
  announce (self, &toggled);
}

void
bf_session_edit (BfSession *self, guint index, const BfConfiguration *replacement,
                 const char *what, const char *merge)
{
  const BfConfiguration *present;
  BfChange *change;

  g_return_if_fail (BF_IS_SESSION (self));
  g_return_if_fail (index < bf_session_n (self));
  g_return_if_fail (replacement != NULL && what != NULL);

  present = bf_session_configuration (self, index);
  if (bf_configuration_equal (present, replacement))
    return;
  change = bf_change_new (BF_CHANGE_EDIT, index, what, merge);
  change->configuration = bf_configuration_copy (replacement);
  change->numbers = !same_numbers (present, replacement);
  perform (self, change);
}

/* Takes @configuration and puts it last, so that the others keep their places and colours. */
static void
append (BfSession *self, BfConfiguration *configuration, const char *what)
{
  BfChange *change;

  if (bf_session_n (self) >= BF_EXPERIMENT_MAX_CONFIGURATIONS)
    {
      g_autofree char *message =
        g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "An experiment holds at most %d configuration.",
                                      "An experiment holds at most %d configurations.",
                                      BF_EXPERIMENT_MAX_CONFIGURATIONS),
                         BF_EXPERIMENT_MAX_CONFIGURATIONS);
      bf_session_emit_message (self, message);
      bf_configuration_free (configuration);
      return;
    }
  change = bf_change_new (BF_CHANGE_INSERT, bf_session_n (self), what, NULL);
  change->configuration = configuration;
  perform (self, change);
}

void
bf_session_add (BfSession *self)
{
  g_autofree char *name = NULL;

  g_return_if_fail (BF_IS_SESSION (self));

  name = g_strdup_printf (_("Configuration %u"), bf_session_n (self) + 1);
  append (self, bf_configuration_new (name), _("Add a Configuration"));
}

void
bf_session_duplicate (BfSession *self, guint index)
{
  BfConfiguration *copy;

  g_return_if_fail (BF_IS_SESSION (self));
  g_return_if_fail (index < bf_session_n (self));

  copy = bf_configuration_copy (bf_session_configuration (self, index));
  g_free (copy->name);
  copy->name = g_strdup_printf (_("%s (copy)"), bf_session_configuration (self, index)->name);
  g_clear_pointer (&copy->color, g_free);
  append (self, copy, _("Duplicate a Configuration"));
}

void
bf_session_remove (BfSession *self, guint index)
{
  g_return_if_fail (BF_IS_SESSION (self));
  g_return_if_fail (index < bf_session_n (self) && bf_session_n (self) > 1);

  perform (self, bf_change_new (BF_CHANGE_REMOVE, index, _("Remove a Configuration"), NULL));
}

void
bf_session_set_title (BfSession *self, const char *title)
{
  BfChange *change;

  g_return_if_fail (BF_IS_SESSION (self));
  g_return_if_fail (title != NULL);

  if (g_strcmp0 (self->experiment->title, title) == 0)
    return;
  change = bf_change_new (BF_CHANGE_TITLE, 0, _("Change the Title"), "title");
  change->title = g_strdup (title);
  perform (self, change);
}

gboolean
bf_session_undo (BfSession *self)
{
  g_return_val_if_fail (BF_IS_SESSION (self), FALSE);

  if (bf_history_next_undo (self->history) == NULL)
    return FALSE;
  prepare (self, bf_history_next_undo (self->history));
  announce (self, bf_history_undo (self->history, self->experiment));
  return TRUE;
}

gboolean
bf_session_redo (BfSession *self)
{
  g_return_val_if_fail (BF_IS_SESSION (self), FALSE);

  if (bf_history_next_redo (self->history) == NULL)
    return FALSE;
  prepare (self, bf_history_next_redo (self->history));
  announce (self, bf_history_redo (self->history, self->experiment));
  return TRUE;
}

const char *
bf_session_undo_label (BfSession *self)
{
  const BfChange *change;

  g_return_val_if_fail (BF_IS_SESSION (self), NULL);
  change = bf_history_next_undo (self->history);
  return change != NULL ? change->what : NULL;
}

const char *
bf_session_redo_label (BfSession *self)
{
  const BfChange *change;

  g_return_val_if_fail (BF_IS_SESSION (self), NULL);
  change = bf_history_next_redo (self->history);
  return change != NULL ? change->what : NULL;
}

gboolean
bf_session_open (BfSession *self, const char *path, GError **error)
{
  BfExperiment *experiment;

  g_return_val_if_fail (BF_IS_SESSION (self), FALSE);
  g_return_val_if_fail (path != NULL, FALSE);

  experiment = bf_experiment_load (path, error);
  if (experiment == NULL)
    return FALSE;
  replace_experiment (self, experiment, path);
  return TRUE;
}

gboolean
bf_session_save (BfSession *self, const char *path, GError **error)
{
  g_return_val_if_fail (BF_IS_SESSION (self), FALSE);
  g_return_val_if_fail (path != NULL || self->path != NULL, FALSE);

  if (!bf_experiment_save (self->experiment, path != NULL ? path : self->path, TRUE, error))
    return FALSE;
  if (path != NULL && path != self->path)
    {
      g_free (self->path);
      self->path = g_strdup (path);
    }
  bf_history_seal (self->history);
  self->saved_position = bf_history_position (self->history);
  self->results_changed = FALSE;
  bf_session_emit (self, BF_SESSION_STATE);
  return TRUE;
}

void
bf_session_new_experiment (BfSession *self)
{
  g_return_if_fail (BF_IS_SESSION (self));
  replace_experiment (self, bf_experiment_new (), NULL);
}

const char *
bf_session_path (BfSession *self)
{
  g_return_val_if_fail (BF_IS_SESSION (self), NULL);
  return self->path;
}

gboolean
bf_session_modified (BfSession *self)
{
  g_return_val_if_fail (BF_IS_SESSION (self), FALSE);
  return self->results_changed
         || bf_history_position (self->history) != self->saved_position;
}
