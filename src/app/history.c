#include "app/history.h"

struct _BfHistory {
  GPtrArray *undo;    /* of BfChange, owned; last is next */
  GPtrArray *redo;
  guint64 last_id;
};

BfChange *
bf_change_new (BfChangeKind kind, guint index, const char *what, const char *merge)
{
  BfChange *change = g_new0 (BfChange, 1);

  change->kind = kind;
  change->index = index;
  change->what = g_strdup (what);
  change->merge = g_strdup (merge);
  return change;
}

void
bf_change_free (BfChange *change)
{
  g_clear_pointer (&change->configuration, bf_configuration_free);
  g_clear_pointer (&change->record, bf_record_unref);
  g_clear_pointer (&change->spectrum, bf_spectrum_unref);
  g_free (change->spectrum_message);
  g_free (change->title);
  g_free (change->what);
  g_free (change->merge);
  g_free (change);
}

static void
swap (gpointer a, gpointer b)
{
  gpointer *first = a, *second = b;
  gpointer kept = *first;

  *first = *second;
  *second = kept;
}

static void
toggle_entry (BfChange *change, BfExperiment *experiment)
{
  BfExperimentEntry *entry = g_ptr_array_index (experiment->entries, change->index);

  swap (&entry->configuration, &change->configuration);
  if (!change->numbers)
    return;
  swap (&entry->record, &change->record);
  swap (&entry->spectrum, &change->spectrum);
  swap (&entry->spectrum_message, &change->spectrum_message);
}

static void
insert_entry (BfChange *change, BfExperiment *experiment)
{
  bf_experiment_insert (experiment, change->index, g_steal_pointer (&change->configuration));
  bf_experiment_set_record (experiment, change->index, change->record);
  bf_experiment_set_spectrum (experiment, change->index, change->spectrum, change->spectrum_message);
  g_clear_pointer (&change->record, bf_record_unref);
  g_clear_pointer (&change->spectrum, bf_spectrum_unref);
  g_clear_pointer (&change->spectrum_message, g_free);
  change->kind = BF_CHANGE_REMOVE;
}

static void
remove_entry (BfChange *change, BfExperiment *experiment)
{
  BfRecord *record = bf_experiment_record (experiment, change->index);
  BfSpectrum *spectrum = bf_experiment_spectrum (experiment, change->index);

  change->configuration =
    bf_configuration_copy (bf_experiment_configuration (experiment, change->index));
  change->record = record != NULL ? bf_record_ref (record) : NULL;
  change->spectrum = spectrum != NULL ? bf_spectrum_ref (spectrum) : NULL;
  change->spectrum_message =
    g_strdup (bf_experiment_spectrum_message (experiment, change->index));
  bf_experiment_remove (experiment, change->index);
  change->kind = BF_CHANGE_INSERT;
}

static void
toggle_title (BfChange *change, BfExperiment *experiment)
{
  swap (&change->title, &experiment->title);
}

void
bf_change_toggle (BfChange *change, BfExperiment *experiment)
{
  static void (*const toggles[]) (BfChange *, BfExperiment *) = {
    [BF_CHANGE_EDIT] = toggle_entry,
    [BF_CHANGE_INSERT] = insert_entry,
    [BF_CHANGE_REMOVE] = remove_entry,
    [BF_CHANGE_TITLE] = toggle_title,
  };

  toggles[change->kind] (change, experiment);
}

BfHistory *
bf_history_new (void)
{
  BfHistory *history = g_new0 (BfHistory, 1);

  history->undo = g_ptr_array_new_with_free_func ((GDestroyNotify) bf_change_free);
  history->redo = g_ptr_array_new_with_free_func ((GDestroyNotify) bf_change_free);
  return history;
}

void
bf_history_free (BfHistory *history)
{
  g_ptr_array_unref (history->undo);
  g_ptr_array_unref (history->redo);
  g_free (history);
}

void
bf_history_clear (BfHistory *history)
{
  g_ptr_array_set_size (history->undo, 0);
  g_ptr_array_set_size (history->redo, 0);
}

static BfChange *
last (GPtrArray *changes)
{
  return changes->len > 0 ? g_ptr_array_index (changes, changes->len - 1) : NULL;
}

void
bf_history_seal (BfHistory *history)
{
  BfChange *change = last (history->undo);

  if (change != NULL)
    g_clear_pointer (&change->merge, g_free);
}

/* Whether the toggled @change only goes on with what the last one began. */
static gboolean
merges (BfHistory *history, const BfChange *change)
{
  const BfChange *previous = last (history->undo);

  return previous != NULL && change->merge != NULL
         && g_strcmp0 (previous->merge, change->merge) == 0
         && previous->kind == change->kind && previous->index == change->index;
}

void
bf_history_do (BfHistory *history, BfExperiment *experiment, BfChange *change)
{
  gboolean merged = history->redo->len == 0 && merges (history, change);

  bf_change_toggle (change, experiment);
  g_ptr_array_set_size (history->redo, 0);
  change->id = ++history->last_id;
  if (merged)
    {
      /* The earlier change already holds the side to go back to. */
      BfChange *previous = last (history->undo);

      previous->id = change->id;
      if (!previous->numbers)
        {
          swap (&previous->spectrum, &change->spectrum);
          swap (&previous->spectrum_message, &change->spectrum_message);
        }
      previous->numbers |= change->numbers;
      if (previous->record == NULL)
        swap (&previous->record, &change->record);
      bf_change_free (change);
    }
  else
    g_ptr_array_add (history->undo, change);
}

static const BfChange *
move (GPtrArray *from, GPtrArray *to, BfExperiment *experiment)
{
  BfChange *change;

  if (from->len == 0)
    return NULL;
  change = g_ptr_array_steal_index (from, from->len - 1);
  bf_change_toggle (change, experiment);
  g_ptr_array_add (to, change);
  return change;
}

const BfChange *
bf_history_next_undo (BfHistory *history)
{
  return last (history->undo);
}

const BfChange *
bf_history_next_redo (BfHistory *history)
{
  return last (history->redo);
}

const BfChange *
bf_history_undo (BfHistory *history, BfExperiment *experiment)
{
  bf_history_seal (history);
  return move (history->undo, history->redo, experiment);
}

const BfChange *
bf_history_redo (BfHistory *history, BfExperiment *experiment)
{
  const BfChange *change = move (history->redo, history->undo, experiment);

  bf_history_seal (history);
  return change;
}

guint64
bf_history_position (BfHistory *history)
{
  const BfChange *change = last (history->undo);

  return change != NULL ? change->id : 0;
}
