#include "trainer/trainer.h"

#include "trainer/shape.h"
#include "trainer/worker.h"

#define DELIVERY_INTERVAL (G_USEC_PER_SEC / 30)

/* The main thread's side of one run. */
typedef struct {
  guint configuration;   /* index; that of the run itself unless it is a replicate */
  guint number;          /* of its seed, from 0; else it is a replicate */
  guint n_layers;
  BfRecord *record;      /* NULL until its shape is known */
  gsize record_budget;
  gboolean over;
  guint new_rows;        /* the callbacks still have to hear of */
  gboolean new_outcome;
  gboolean new_replicates;   /* have rows or outcomes the callbacks still have to hear of */
  BfSpectrum *spectrum;  /* both: owned, the callbacks still have to hear of */
  GError *spectrum_error;
} Entry;

struct _BfTrainer {
  BfTrainerCallbacks callbacks;
  gpointer user_data;
  BfTrainerState state;
  BfCrew *crew;
  GSource *source;       /* asks for a delivery */
  GArray *entries;       /* of Entry: first one for each configuration, then the replicates */
  guint n_configurations;
  GArray *news;          /* of BfCrewNews, one an entry; without rows but while they are taken over */
  guint generation;      /* changes when the entries are replaced */
  gsize record_budget;
  guint holds;           /* callbacks that are running, and the owner */
  gboolean stopped;      /* the runs are gone */
};

typedef struct {
  GSource source;
  BfTrainer *trainer;    /* borrowed: destroys the source before it goes */
} DeliverySource;

static void
clear_entry (gpointer data)
{
  Entry *entry = data;

  g_clear_pointer (&entry->record, bf_record_unref);
  g_clear_pointer (&entry->spectrum, bf_spectrum_unref);
  g_clear_error (&entry->spectrum_error);
}

static void
take_spectrum (Entry *entry, BfCrewNews *news)
{
  if (news->spectrum == NULL && news->spectrum_error == NULL)
    return;
  g_clear_pointer (&entry->spectrum, bf_spectrum_unref);
  g_clear_error (&entry->spectrum_error);
  entry->spectrum = g_steal_pointer (&news->spectrum);
  entry->spectrum_error = g_steal_pointer (&news->spectrum_error);
}

static void
clear_news (gpointer data)
{
  bf_crew_news_clear (data);
}

static Entry *
get_entry (BfTrainer *trainer, guint index)
{
  return &g_array_index (trainer->entries, Entry, index);
}

static void
release (BfTrainer *trainer)
{
  if (--trainer->holds > 0)
    return;
  g_array_unref (trainer->entries);
  g_array_unref (trainer->news);
  g_free (trainer);
}

static void
set_state (BfTrainer *trainer, BfTrainerState state)
{
  if (trainer->state == state)
    return;
  trainer->state = state;
  if (trainer->callbacks.state)
    trainer->callbacks.state (trainer->user_data, state);
}

/* Makes sure that there is a record; @probe shows its shape, NULL if there will never be a row. */
static void
ensure_record (Entry *entry, const BfProbe *probe)
{
  if (entry->record != NULL)
    return;
  entry->record = probe ? bf_record_new (probe->n_layers, probe->n_recurrent, probe->timesteps,
                                         probe->recurrent_layer)
                        : bf_record_new (entry->n_layers, 0, 0, NULL);
  bf_record_set_budget (entry->record, entry->record_budget);
}

/* A replicate's record goes where it belongs, as soon as both are known. */
static void
attach_replicate (BfTrainer *trainer, const Entry *entry)
{
  BfRecord *first = get_entry (trainer, entry->configuration)->record;

  if (entry->number == 0 || entry->record == NULL || first == NULL)
    return;
  if (bf_record_n_replicates (first) < entry->number
      || bf_record_replicate (first, entry->number - 1) != entry->record)
    bf_record_set_replicate (first, entry->number - 1, entry->record);
}

static void
end_entry (Entry *entry, BfOutcome outcome, const char *message)
{
  ensure_record (entry, NULL);
  bf_record_set_outcome (entry->record, outcome, message);
  entry->over = TRUE;
  entry->new_outcome = TRUE;
}

static void
take_entry_news (Entry *entry, BfCrewNews *news)
{
  for (guint j = 0; j < news->rows->len; j++)
    {
      const BfRow *row = &g_array_index (news->rows, BfRow, j);

      ensure_record (entry, row->probe);
      bf_record_append (entry->record, row);
    }
  take_spectrum (entry, news);
  entry->new_rows += news->rows->len;
  g_array_set_size (news->rows, 0);
  if (entry->record != NULL)
    bf_record_set_seconds (entry->record, news->seconds);
  if (news->outcome != BF_OUTCOME_UNFINISHED && !entry->over)
    end_entry (entry, news->outcome, news->message);
}

/* What a replicate has to tell is told by its configuration. */
static void
pass_on (BfTrainer *trainer, Entry *replicate)
{
  attach_replicate (trainer, replicate);
  get_entry (trainer, replicate->configuration)->new_replicates |= replicate->new_rows > 0
                                                                   || replicate->new_outcome;
  replicate->new_rows = 0;
  replicate->new_outcome = FALSE;
}

/* No more rows come for a while. */
static void
settle (BfTrainer *trainer)
{
  for (guint i = 0; i < trainer->entries->len; i++)
    {
      Entry *entry = get_entry (trainer, i);

      if (entry->record != NULL && bf_record_settle (entry->record))
        entry->new_rows = MAX (entry->new_rows, 1);
    }
}

/* The crew's news become part of the records; nobody is told yet. */
static void
take_news (BfTrainer *trainer)
{
  bf_crew_collect (trainer->crew, (BfCrewNews *) trainer->news->data);
  for (guint i = 0; i < trainer->entries->len; i++)
    take_entry_news (get_entry (trainer, i), &g_array_index (trainer->news, BfCrewNews, i));
  if (trainer->state != BF_TRAINER_RUNNING || bf_crew_is_at_rest (trainer->crew))
    settle (trainer);
}

/* Whatever the callbacks do, each hears of each row once. FALSE if they replaced the entries or freed @trainer;
 * the caller holds it. */
static gboolean
tell_news (BfTrainer *trainer)
{
  const BfTrainerCallbacks *callbacks = &trainer->callbacks;
  guint generation = trainer->generation;

  for (guint i = trainer->n_configurations; i < trainer->entries->len; i++)
    pass_on (trainer, get_entry (trainer, i));
  for (guint i = 0; i < trainer->n_configurations; i++)
    {
      Entry *entry = get_entry (trainer, i);
      guint n_rows = entry->new_rows;
      gboolean has_rows = n_rows > 0 || entry->new_replicates;
      gboolean has_outcome = entry->new_outcome;
      g_autoptr (BfSpectrum) spectrum = g_steal_pointer (&entry->spectrum);
      g_autoptr (GError) error = g_steal_pointer (&entry->spectrum_error);

      entry->new_rows = 0;
      entry->new_outcome = FALSE;
      entry->new_replicates = FALSE;
      if (has_rows && callbacks->rows)
        callbacks->rows (trainer->user_data, i, n_rows);
      if (generation == trainer->generation && has_outcome && callbacks->outcome)
        callbacks->outcome (trainer->user_data, i);
      if (generation == trainer->generation && (spectrum || error) && callbacks->spectrum)
        callbacks->spectrum (trainer->user_data, i, spectrum, error);
      if (generation != trainer->generation)
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_all_over (BfTrainer *trainer)
{
  for (guint i = 0; i < trainer->entries->len; i++)
    if (!get_entry (trainer, i)->over)
      return FALSE;
  return TRUE;
}

static gboolean
deliver (GSource *source, GSourceFunc callback, gpointer user_data)
{
  BfTrainer *trainer = ((DeliverySource *) source)->trainer;

  trainer->holds++;
  take_news (trainer);
  if (tell_news (trainer))
    {
      if (trainer->entries->len > 0 && is_all_over (trainer))
        set_state (trainer, BF_TRAINER_FINISHED);
      else if (trainer->state == BF_TRAINER_RUNNING && bf_crew_is_at_rest (trainer->crew))
        set_state (trainer, BF_TRAINER_PAUSED);
    }
  release (trainer);
  return G_SOURCE_CONTINUE;
}

static GSource *
new_source (BfTrainer *trainer)
{
  static GSourceFuncs funcs = { .dispatch = deliver };
  g_autoptr (GMainContext) context = g_main_context_ref_thread_default ();
  GSource *source = g_source_new (&funcs, sizeof (DeliverySource));

  g_source_set_static_name (source, "backflow trainer");
  ((DeliverySource *) source)->trainer = trainer;
  g_source_attach (source, context);
  return source;
}

BfTrainer *
bf_trainer_new (guint n_threads, gboolean lockstep, const BfTrainerCallbacks *callbacks,
                gpointer user_data)
{
  BfTrainer *trainer = g_new0 (BfTrainer, 1);

  g_return_val_if_fail (callbacks != NULL, NULL);

  trainer->callbacks = *callbacks;
  trainer->user_data = user_data;
  trainer->holds = 1;
  trainer->entries = g_array_new (FALSE, TRUE, sizeof (Entry));
  trainer->news = g_array_new (FALSE, TRUE, sizeof (BfCrewNews));
  g_array_set_clear_func (trainer->entries, clear_entry);
  g_array_set_clear_func (trainer->news, clear_news);
  trainer->source = new_source (trainer);
  trainer->crew = bf_crew_new (n_threads ? n_threads : g_get_num_processors (), lockstep,
                               trainer->source, DELIVERY_INTERVAL);
  return trainer;
}

void
bf_trainer_free (BfTrainer *trainer)
{
  g_return_if_fail (trainer != NULL);

  g_clear_pointer (&trainer->crew, bf_crew_free);
  g_source_destroy (trainer->source);
  g_clear_pointer (&trainer->source, g_source_unref);
  trainer->generation++;
  release (trainer);
}

/* The run of configuration @index with its seed number @number. */
static BfRun *
add_run (BfTrainer *trainer, const BfExperiment *experiment, guint index, guint number)
{
  g_autoptr (BfConfiguration) configuration =
    bf_configuration_copy_seed (bf_experiment_configuration (experiment, index), number);
  Entry entry = { .configuration = index, .number = number,
                  .n_layers = bf_configuration_n_layers (configuration),
                  .record = bf_shape_new_record (configuration) };
  BfCrewNews news;

  entry.record_budget =
    trainer->record_budget / MAX (bf_experiment_configuration (experiment, index)->seeds, 1);
  if (entry.record != NULL)
    bf_record_set_budget (entry.record, entry.record_budget);
  bf_crew_news_init (&news);
  g_array_append_val (trainer->entries, entry);
  g_array_append_val (trainer->news, news);
  attach_replicate (trainer, get_entry (trainer, trainer->entries->len - 1));
  return bf_run_new (configuration);
}

void
bf_trainer_set_record_budget (BfTrainer *trainer, gsize bytes)
{
  g_return_if_fail (trainer != NULL);

  trainer->record_budget = bytes;
}

void
bf_trainer_load (BfTrainer *trainer, const BfExperiment *experiment)
{
  guint n = bf_experiment_n (experiment), most_seeds = 1;
  g_autoptr (GPtrArray) runs = g_ptr_array_new ();

  g_return_if_fail (trainer != NULL);

  trainer->generation++;
  trainer->n_configurations = n;
  g_array_set_size (trainer->entries, 0);
  g_array_set_size (trainer->news, 0);
  for (guint i = 0; i < n; i++)
    most_seeds = MAX (most_seeds, bf_configuration_n_seeds (bf_experiment_configuration (experiment, i)));
  for (guint number = 0; number < most_seeds; number++)
    for (guint i = 0; i < n; i++)
      if (number == 0 || number < bf_configuration_n_seeds (bf_experiment_configuration (experiment, i)))
        g_ptr_array_add (runs, add_run (trainer, experiment, i, number));
  bf_crew_load (trainer->crew, (BfRun **) runs->pdata, runs->len, n);
  trainer->stopped = FALSE;
  set_state (trainer, BF_TRAINER_IDLE);
}

/* Whether there is anything left to run. */
static gboolean
can_advance (BfTrainer *trainer)
{
  return trainer->entries->len > 0 && trainer->state != BF_TRAINER_FINISHED;
}

void
bf_trainer_start (BfTrainer *trainer)
{
  g_return_if_fail (trainer != NULL);

  if (!can_advance (trainer))
    return;
  bf_crew_advance (trainer->crew, BF_CREW_FREELY);
  set_state (trainer, BF_TRAINER_RUNNING);
}

void
bf_trainer_step (BfTrainer *trainer)
{
  g_return_if_fail (trainer != NULL);

  if (!can_advance (trainer))
    return;
  bf_crew_advance (trainer->crew, 1);
  set_state (trainer, BF_TRAINER_RUNNING);
}

void
bf_trainer_pause (BfTrainer *trainer)
{
  g_return_if_fail (trainer != NULL);

  if (trainer->state != BF_TRAINER_RUNNING)
    return;
  bf_crew_pause (trainer->crew);
  trainer->holds++;
  settle (trainer);
  if (tell_news (trainer))
    set_state (trainer, BF_TRAINER_PAUSED);
  release (trainer);
}

void
bf_trainer_stop (BfTrainer *trainer)
{
  g_return_if_fail (trainer != NULL);

  if (trainer->state != BF_TRAINER_RUNNING && trainer->state != BF_TRAINER_PAUSED)
    return;
  trainer->holds++;
  take_news (trainer);
  bf_crew_load (trainer->crew, NULL, 0, 0);
  trainer->stopped = TRUE;
  for (guint i = 0; i < trainer->entries->len; i++)
    if (!get_entry (trainer, i)->over)
      end_entry (get_entry (trainer, i), BF_OUTCOME_UNFINISHED, NULL);
  if (tell_news (trainer))
    set_state (trainer, BF_TRAINER_FINISHED);
  release (trainer);
}

gboolean
bf_trainer_request_spectrum (BfTrainer *trainer, guint index, guint sample)
{
  g_return_val_if_fail (trainer != NULL && index < trainer->n_configurations, FALSE);

  if (trainer->stopped)
    return FALSE;
  bf_crew_request_spectrum (trainer->crew, index, sample);
  return TRUE;
}

BfTrainerState
bf_trainer_state (BfTrainer *trainer)
{
  g_return_val_if_fail (trainer != NULL, BF_TRAINER_IDLE);

  return trainer->state;
}

guint
bf_trainer_n (BfTrainer *trainer)
{
  g_return_val_if_fail (trainer != NULL, 0);

  return trainer->n_configurations;
}

BfRecord *
bf_trainer_record (BfTrainer *trainer, guint index)
{
  g_return_val_if_fail (trainer != NULL && index < trainer->n_configurations, NULL);

  return get_entry (trainer, index)->record;
}

static guint64
steps_of (const Entry *entry)
{
  guint n_rows = entry->record ? bf_record_n_rows (entry->record) : 0;

  return n_rows > 0 ? bf_record_step (entry->record, n_rows - 1) : 0;
}

guint64
bf_trainer_steps_done (BfTrainer *trainer)
{
  guint64 slowest = G_MAXUINT64, longest = 0;

  g_return_val_if_fail (trainer != NULL, 0);

  for (guint i = 0; i < trainer->n_configurations; i++)
    {
      const Entry *entry = get_entry (trainer, i);
      guint64 steps = steps_of (entry);

      longest = MAX (longest, steps);
      if (!entry->over)
        slowest = MIN (slowest, steps);
    }
  return slowest == G_MAXUINT64 ? longest : slowest;
}

guint
bf_trainer_replicates_done (BfTrainer *trainer)
{
  guint n = 0;

  g_return_val_if_fail (trainer != NULL, 0);

  for (guint i = trainer->n_configurations; i < trainer->entries->len; i++)
    n += get_entry (trainer, i)->over ? 1 : 0;
  return n;
}

guint
bf_trainer_n_replicates (BfTrainer *trainer)
{
  g_return_val_if_fail (trainer != NULL, 0);

  return trainer->entries->len - trainer->n_configurations;
}
