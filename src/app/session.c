#include "config.h"

#include "app/session.h"

#include <glib/gi18n-lib.h>

#include "app/history.h"
#include "experiment/file.h"

struct _BfSession
{
  GObject parent_instance;

  BfExperiment *experiment;   /* owned */
  BfHistory *history;         /* owned */
  BfTrainer *trainer;         /* owned */
  char *path;                 /* owned; NULL: never saved */
  GPtrArray *runs;            /* entry of each configuration in the trainer; NULL: edited or removed since */

  guint selected;
  guint64 saved_position;     /* of the history */
  guint loaded : 1;           /* the trainer holds what would run next */
  guint results_changed : 1;  /* since the last save */
};

enum
{
  STRUCTURE,
  EDITED,
  SELECTED,
  ROWS,
  STATE,
  MESSAGE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BfSession, bf_session, G_TYPE_OBJECT)

static BfExperimentEntry *
entry_at (BfSession *self, guint index)
{
  return g_ptr_array_index (self->experiment->entries, index);
}

static void
emit_state (BfSession *self)
{
  g_signal_emit (self, signals[STATE], 0);
}

static void
emit_structure (BfSession *self)
{
  g_signal_emit (self, signals[STRUCTURE], 0);
  g_signal_emit (self, signals[SELECTED], 0);
  emit_state (self);
}

/* The entry that run @run of the trainer belongs to; NULL when it was edited or removed since. */
static BfExperimentEntry *
run_entry (BfSession *self, guint run, guint *index)
{
  BfExperimentEntry *entry = run < self->runs->len ? g_ptr_array_index (self->runs, run) : NULL;

  if (entry == NULL || !g_ptr_array_find (self->experiment->entries, entry, index))
    return NULL;
  return entry;
}

/* What the trainer still delivers for @entry no longer belongs to it. */
static void
detach (BfSession *self, BfExperimentEntry *entry)
{
  guint run;

  if (g_ptr_array_find (self->runs, entry, &run))
    self->runs->pdata[run] = NULL;
}

static void
take_record (BfSession *self, guint run)
{
  guint index;
  BfExperimentEntry *entry = run_entry (self, run, &index);
  BfRecord *record = bf_trainer_record (self->trainer, run);

  if (entry == NULL || record == NULL)
    return;
  if (entry->record != record)
    bf_experiment_set_record (self->experiment, index, record);
  self->results_changed = TRUE;
  g_signal_emit (self, signals[ROWS], 0, index);
}

static void
trainer_rows_cb (gpointer user_data, guint run, guint n_rows)
{
  take_record (user_data, run);
}

static void
trainer_outcome_cb (gpointer user_data, guint run)
{
  BfSession *self = user_data;
  guint index;
  BfExperimentEntry *entry;

  take_record (self, run);
  entry = run_entry (self, run, &index);
  if (entry != NULL && entry->record != NULL
      && bf_record_outcome (entry->record) == BF_OUTCOME_FAILED)
    {
      g_autofree char *message = g_strdup_printf (_("“%s” cannot be trained: %s"),
                                                  entry->configuration->name,
                                                  bf_record_message (entry->record));
      g_signal_emit (self, signals[MESSAGE], 0, message);
    }
  emit_state (self);
}

static void
trainer_state_cb (gpointer user_data, BfTrainerState state)
{
  emit_state (user_data);
}

static const BfTrainerCallbacks callbacks = {
  .rows = trainer_rows_cb,
  .outcome = trainer_outcome_cb,
  .state = trainer_state_cb,
};

static gboolean
training (BfSession *self)
{
  BfTrainerState state = bf_trainer_state (self->trainer);

  return state == BF_TRAINER_RUNNING || state == BF_TRAINER_PAUSED;
}

/* Ends what runs, because the next run will be a different one. */
static void
unload (BfSession *self)
{
  if (training (self))
    bf_trainer_stop (self->trainer);
  self->loaded = FALSE;
}

static gboolean
done (const BfRecord *record)
{
  return record != NULL && (bf_record_outcome (record) == BF_OUTCOME_FINISHED
                            || bf_record_outcome (record) == BF_OUTCOME_DIVERGED);
}

static gboolean
all_done (BfSession *self)
{
  for (guint i = 0; i < bf_session_n (self); i++)
    if (!done (bf_session_record (self, i)))
      return FALSE;
  return TRUE;
}

/* A run that has just been loaded shows its fresh record, or none until that is known. */
static void
drop_old_record (BfSession *self, guint run)
{
  guint index;

  if (run_entry (self, run, &index) == NULL)
    return;
  bf_experiment_set_record (self->experiment, index, bf_trainer_record (self->trainer, run));
  self->results_changed = TRUE;
  g_signal_emit (self, signals[ROWS], 0, index);
}

/* Gives the trainer every configuration that is not done, or all of them when all are. */
static void
load (BfSession *self)
{
  g_autoptr (BfExperiment) experiment = bf_experiment_new ();
  gboolean again = all_done (self);

  if (self->loaded && training (self))
    return;
  g_ptr_array_set_size (self->runs, 0);
  for (guint i = 0; i < bf_session_n (self); i++)
    if (again || !done (bf_session_record (self, i)))
      {
        bf_experiment_insert (experiment, bf_experiment_n (experiment),
                              bf_configuration_copy (bf_session_configuration (self, i)));
        g_ptr_array_add (self->runs, entry_at (self, i));
      }
  bf_experiment_remove (experiment, 0);
  bf_history_seal (self->history);
  bf_trainer_load (self->trainer, experiment);
  self->loaded = TRUE;
  for (guint run = 0; run < self->runs->len; run++)
    drop_old_record (self, run);
}

static void
replace_experiment (BfSession *self, BfExperiment *experiment, const char *path)
{
  unload (self);
  g_ptr_array_set_size (self->runs, 0);
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
  g_free (self->path);
  G_OBJECT_CLASS (bf_session_parent_class)->finalize (object);
}

static void
bf_session_class_init (BfSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->dispose = bf_session_dispose;
  object_class->finalize = bf_session_finalize;

  signals[STRUCTURE] = g_signal_new ("structure", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 0);
  signals[EDITED] = g_signal_new ("edited", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[SELECTED] = g_signal_new ("selected", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 0);
  signals[ROWS] = g_signal_new ("rows", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[STATE] = g_signal_new ("state", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
  signals[MESSAGE] = g_signal_new ("message", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
bf_session_init (BfSession *self)
{
  self->experiment = bf_experiment_new_example ();
  self->history = bf_history_new ();
  self->runs = g_ptr_array_new ();
  self->trainer = bf_trainer_new (0, TRUE, &callbacks, self);
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
  g_signal_emit (self, signals[SELECTED], 0);
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
    {
      unload (self);
      detach (self, entry_at (self, change->index));
    }
  else if (change->kind == BF_CHANGE_INSERT && !training (self))
    self->loaded = FALSE;
}

/* After @change was toggled. */
static void
announce (BfSession *self, const BfChange *change)
{
  guint index = change->index;

  if (change->kind == BF_CHANGE_EDIT)
    {
      g_signal_emit (self, signals[EDITED], 0, index);
      if (change->numbers)
        g_signal_emit (self, signals[ROWS], 0, index);
      emit_state (self);
    }
  else if (change->kind == BF_CHANGE_TITLE)
    emit_state (self);
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
        g_strdup_printf (ngettext ("An experiment holds at most %d configuration.",
                                   "An experiment holds at most %d configurations.",
                                   BF_EXPERIMENT_MAX_CONFIGURATIONS),
                         BF_EXPERIMENT_MAX_CONFIGURATIONS);
      g_signal_emit (self, signals[MESSAGE], 0, message);
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

BfTrainerState
bf_session_state (BfSession *self)
{
  g_return_val_if_fail (BF_IS_SESSION (self), BF_TRAINER_IDLE);

  if (self->loaded)
    return bf_trainer_state (self->trainer);
  return all_done (self) ? BF_TRAINER_FINISHED : BF_TRAINER_IDLE;
}

void
bf_session_run (BfSession *self)
{
  g_return_if_fail (BF_IS_SESSION (self));
  load (self);
  bf_trainer_start (self->trainer);
}

void
bf_session_pause (BfSession *self)
{
  g_return_if_fail (BF_IS_SESSION (self));
  bf_trainer_pause (self->trainer);
}

void
bf_session_step (BfSession *self)
{
  g_return_if_fail (BF_IS_SESSION (self));
  load (self);
  bf_trainer_step (self->trainer);
}

void
bf_session_stop (BfSession *self)
{
  g_return_if_fail (BF_IS_SESSION (self));
  if (training (self))
    bf_trainer_stop (self->trainer);
}

void
bf_session_reset (BfSession *self)
{
  g_return_if_fail (BF_IS_SESSION (self));

  unload (self);
  g_ptr_array_set_size (self->runs, 0);
  bf_history_seal (self->history);
  for (guint i = 0; i < bf_session_n (self); i++)
    if (bf_session_record (self, i) != NULL)
      {
        bf_experiment_set_record (self->experiment, i, NULL);
        self->results_changed = TRUE;
        g_signal_emit (self, signals[ROWS], 0, i);
      }
  emit_state (self);
}

guint64
bf_session_steps_done (BfSession *self)
{
  guint64 steps = 0;

  g_return_val_if_fail (BF_IS_SESSION (self), 0);

  if (self->loaded)
    return bf_trainer_steps_done (self->trainer);
  for (guint i = 0; i < bf_session_n (self); i++)
    {
      BfRecord *record = bf_session_record (self, i);
      guint n_rows = record != NULL ? bf_record_n_rows (record) : 0;

      if (n_rows > 0)
        steps = MAX (steps, bf_record_step (record, n_rows - 1));
    }
  return steps;
}

guint64
bf_session_steps_total (BfSession *self)
{
  guint64 steps = 0;

  g_return_val_if_fail (BF_IS_SESSION (self), 0);

  for (guint i = 0; i < bf_session_n (self); i++)
    steps = MAX (steps, bf_session_configuration (self, i)->steps);
  return steps;
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
  emit_state (self);
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
