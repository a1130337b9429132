#include "trainer/worker.h"

#include "trainer/lock.h"
#include "trainer/priority.h"

#define SLICE_MICROSECONDS 5000
#define SLICE_STEPS (BF_CREW_WINDOW / 2)   /* with lockstep, so that who waits for a run need not wait long */
#define OUTBOX_BYTES (16 * 1024 * 1024)

/* A run and its place in the queue. */
typedef struct {
  /* Of the worker while @busy. */
  BfRun *run;
  GArray *fresh;         /* of BfRow, not yet posted */

  gboolean replicate;    /* never changes */
  int interrupt;         /* atomic: end the slice after this mini-batch */
  int abandoned;         /* atomic: nobody waits for it any more */

  /* Under the lock. */
  gboolean busy;
  gboolean dropped;      /* was busy when it was replaced: its worker frees it */
  gboolean building, built;
  guint64 step;          /* done */
  guint64 target;        /* may be done */
  GArray *rows;          /* of BfRow: the outbox */
  double seconds;
  BfOutcome outcome;
  char *message;
  gboolean wants_spectrum;
  guint sample;
  BfSpectrum *spectrum;
  GError *spectrum_error;
  gboolean has_news;
} Job;

struct _BfCrew {
  guint max_threads;
  gboolean lockstep;
  GPtrArray *threads;    /* of GThread; the owner's */

  BfLock lock;           /* guards all below and the jobs */
  GPtrArray *jobs;
  gboolean quit;
  gsize outbox_bytes;
  GSource *source;
  gboolean source_pending;
  gint64 interval;
  gint64 last_collect;
};

static Job *
job_new (BfRun *run, gboolean replicate)
{
  Job *job = g_new0 (Job, 1);

  job->run = run;
  job->replicate = replicate;
  job->fresh = g_array_new (FALSE, FALSE, sizeof (BfRow));
  job->rows = bf_crew_rows_new ();
  return job;
}

static void
job_free (gpointer data)
{
  Job *job = data;

  bf_run_free (job->run);
  g_array_unref (job->fresh);
  g_array_unref (job->rows);
  g_free (job->message);
  g_clear_pointer (&job->spectrum, bf_spectrum_unref);
  g_clear_error (&job->spectrum_error);
  g_free (job);
}

static gboolean
is_over (const Job *job)
{
  return job->outcome != BF_OUTCOME_UNFINISHED;
}

/* The step up to which lockstep lets @job run: the window after the slowest other one. Replicates neither wait nor
 * make others wait. */
static guint64
lockstep_limit (BfCrew *crew, const Job *job)
{
  guint64 limit = G_MAXUINT64;

  for (guint i = 0; crew->lockstep && !job->replicate && i < crew->jobs->len; i++)
    {
      const Job *other = g_ptr_array_index (crew->jobs, i);

      if (other != job && !other->replicate && !is_over (other))
        limit = MIN (limit, other->step + BF_CREW_WINDOW);
    }
  return limit;
}

/* The built run, or the one being built, whose data set @job can use. */
static const Job *
find_same_data (BfCrew *crew, const Job *job)
{
  for (guint i = 0; i < crew->jobs->len; i++)
    {
      const Job *other = g_ptr_array_index (crew->jobs, i);

      if (other != job && (other->built || other->building) && bf_run_same_data (job->run, other->run))
        return other;
    }
  return NULL;
}

static gboolean
is_ready (BfCrew *crew, const Job *job)
{
  if (job->busy || (!job->wants_spectrum && (is_over (job) || job->step >= job->target)))
    return FALSE;
  if (!job->built)
    {
      const Job *other = find_same_data (crew, job);
      return other == NULL || other->built;
    }
  if (job->wants_spectrum)
    return TRUE;
  return crew->outbox_bytes < OUTBOX_BYTES && job->step < lockstep_limit (crew, job);
}

/* Who is asked for something comes first, then who is furthest behind; replicates last, in their order. */
static gboolean
goes_before (const Job *job, const Job *other)
{
  if (job->wants_spectrum != other->wants_spectrum)
    return job->wants_spectrum;
  if (job->replicate || other->replicate)
    return !job->replicate;
  return job->step < other->step;
}

static Job *
pick_job (BfCrew *crew)
{
  Job *best = NULL;

  for (guint i = 0; i < crew->jobs->len; i++)
    {
      Job *job = g_ptr_array_index (crew->jobs, i);

      if ((best == NULL || goes_before (job, best)) && is_ready (crew, job))
        best = job;
    }
  return best;
}

/* Takes both; one is NULL. */
static void
answer (Job *job, BfSpectrum *spectrum, GError *error)
{
  g_clear_pointer (&job->spectrum, bf_spectrum_unref);
  g_clear_error (&job->spectrum_error);
  job->spectrum = spectrum;
  job->spectrum_error = error;
  job->has_news = TRUE;
}

/* Data and network of a replicate serve nobody any more, and may be large: given back without the lock. */
static void
release (BfCrew *crew, Job *job)
{
  job->built = FALSE;
  bf_lock_give (&crew->lock);
  bf_run_release (job->run);
  bf_lock_take (&crew->lock);
}

/* Like advance () below: entered and left with the lock held, given for the long work. */
static void
build (BfCrew *crew, Job *job)
{
  const Job *other = find_same_data (crew, job);
  g_autoptr (BfDataset) dataset = other ? bf_dataset_ref (bf_run_dataset (other->run)) : NULL;
  g_autoptr (GError) error = NULL;

  job->building = TRUE;
  bf_lock_give (&crew->lock);
  bf_run_build (job->run, dataset, &error);
  bf_lock_take (&crew->lock);
  job->building = FALSE;
  job->built = error == NULL;
  if (error == NULL)
    return;
  job->outcome = BF_OUTCOME_FAILED;
  job->message = g_strdup (error->message);
  if (job->wants_spectrum)
    answer (job, NULL, g_steal_pointer (&error));
  job->wants_spectrum = FALSE;
  job->has_news = TRUE;
}

static gboolean
is_awaited (gpointer job)
{
  return !g_atomic_int_get (&((Job *) job)->abandoned);
}

static void
decompose (BfCrew *crew, Job *job)
{
  guint sample = job->sample;
  BfSpectrum *spectrum;
  GError *error = NULL;

  job->wants_spectrum = FALSE;   /* and TRUE again, if asked for another sample meanwhile */
  bf_lock_give (&crew->lock);
  spectrum = bf_run_spectrum (job->run, sample, is_awaited, job, &error);
  bf_lock_take (&crew->lock);
  answer (job, spectrum, error);
}

/* At most @n_steps, and not much longer than a slice. */
static BfOutcome
run_slice (Job *job, guint64 n_steps)
{
  gint64 end = g_get_monotonic_time () + SLICE_MICROSECONDS;

  for (guint64 i = 1; ; i++)
    {
      BfRow row;
      BfOutcome outcome = bf_run_step (job->run, &row);

      g_array_append_val (job->fresh, row);
      if (outcome != BF_OUTCOME_UNFINISHED || i == n_steps || g_atomic_int_get (&job->interrupt)
          || g_get_monotonic_time () >= end)
        return outcome;
    }
}

static void
advance (BfCrew *crew, Job *job)
{
  guint64 n_steps = MIN (job->target, lockstep_limit (crew, job)) - job->step;
  BfOutcome outcome;

  if (crew->lockstep)
    n_steps = MIN (n_steps, SLICE_STEPS);
  bf_lock_give (&crew->lock);
  outcome = run_slice (job, n_steps);
  bf_lock_take (&crew->lock);

  g_array_append_vals (job->rows, job->fresh->data, job->fresh->len);
  if (!job->dropped)
    crew->outbox_bytes += job->fresh->len * bf_run_row_size (job->run);
  job->step += job->fresh->len;
  g_array_set_size (job->fresh, 0);
  job->seconds = bf_run_seconds (job->run);
  job->outcome = outcome;
  job->has_news = TRUE;
  if (job->replicate && is_over (job))
    release (crew, job);
}

static void
announce (BfCrew *crew)
{
  if (crew->source_pending)
    return;
  crew->source_pending = TRUE;
  g_source_set_ready_time (crew->source, crew->last_collect + crew->interval);
}

/* One turn: the lock is held before and after. */
static void
serve (BfCrew *crew, Job *job)
{
  job->busy = TRUE;
  g_atomic_int_set (&job->interrupt, FALSE);
  if (!job->built)
    build (crew, job);
  else if (job->wants_spectrum)
    decompose (crew, job);
  else
    advance (crew, job);
  job->busy = FALSE;

  if (job->dropped)
    {
      bf_lock_give (&crew->lock);
      job_free (job);
      bf_lock_take (&crew->lock);
      return;
    }
  if (job->has_news)
    announce (crew);
  bf_lock_wake (&crew->lock);
}

static gpointer
work (gpointer data)
{
  BfCrew *crew = data;

  if (crew->lockstep)   /* which is for those who watch */
    bf_thread_step_back ();
  bf_lock_take (&crew->lock);
  while (!crew->quit)
    {
      Job *job = pick_job (crew);

      if (job != NULL)
        serve (crew, job);
      else
        bf_lock_wait (&crew->lock);
    }
  bf_lock_give (&crew->lock);
  return NULL;
}

BfCrew *
bf_crew_new (guint n_threads, gboolean lockstep, GSource *source, gint64 interval)
{
  BfCrew *crew = g_new0 (BfCrew, 1);

  bf_lock_init (&crew->lock);
  crew->max_threads = MAX (n_threads, 1);
  crew->lockstep = lockstep;
  crew->threads = g_ptr_array_new ();
  crew->jobs = g_ptr_array_new_with_free_func (job_free);
  crew->source = g_source_ref (source);
  crew->interval = interval;
  return crew;
}

/* Lock held. Jobs that a worker has at the moment become that worker's. */
static void
drop_jobs (BfCrew *crew)
{
  for (guint i = crew->jobs->len; i-- > 0; )
    {
      Job *job = g_ptr_array_index (crew->jobs, i);

      if (!job->busy)
        continue;
      job->dropped = TRUE;
      g_atomic_int_set (&job->interrupt, TRUE);
      g_atomic_int_set (&job->abandoned, TRUE);
      g_ptr_array_steal_index_fast (crew->jobs, i);
    }
}

void
bf_crew_load (BfCrew *crew, BfRun **runs, guint n_runs, guint first_replicate)
{
  g_autoptr (GPtrArray) old = NULL;
  GPtrArray *jobs = g_ptr_array_new_with_free_func (job_free);

  for (guint i = 0; i < n_runs; i++)
    g_ptr_array_add (jobs, job_new (runs[i], i >= first_replicate));

  bf_lock_take (&crew->lock);
  drop_jobs (crew);
  old = crew->jobs;
  crew->jobs = jobs;
  crew->outbox_bytes = 0;
  bf_lock_give (&crew->lock);
}

void
bf_crew_free (BfCrew *crew)
{
  bf_crew_load (crew, NULL, 0, 0);
  bf_lock_take (&crew->lock);
  crew->quit = TRUE;
  bf_lock_wake (&crew->lock);
  bf_lock_give (&crew->lock);

  for (guint i = 0; i < crew->threads->len; i++)
    g_thread_join (g_ptr_array_index (crew->threads, i));
  g_ptr_array_unref (crew->threads);
  g_ptr_array_unref (crew->jobs);
  g_source_unref (crew->source);
  bf_lock_clear (&crew->lock);
  g_free (crew);
}

static void
start_threads (BfCrew *crew)
{
  while (crew->threads->len < MIN (crew->max_threads, crew->jobs->len))
    g_ptr_array_add (crew->threads, g_thread_new ("bf-trainer", work, crew));
}

void
bf_crew_advance (BfCrew *crew, guint64 n_steps)
{
  bf_lock_take (&crew->lock);
  for (guint i = 0; i < crew->jobs->len; i++)
    {
      Job *job = g_ptr_array_index (crew->jobs, i);
      gboolean counted = job->target != BF_CREW_FREELY && job->target > job->step;

      if (n_steps == BF_CREW_FREELY)
        job->target = BF_CREW_FREELY;
      else
        job->target = (counted ? job->target : job->step) + n_steps;
    }
  bf_lock_wake (&crew->lock);
  bf_lock_give (&crew->lock);
  start_threads (crew);
}

/* A run that could not be built says so again. */
void
bf_crew_request_spectrum (BfCrew *crew, guint index, guint sample)
{
  Job *job;

  bf_lock_take (&crew->lock);
  job = g_ptr_array_index (crew->jobs, index);
  job->sample = sample;
  if (job->outcome == BF_OUTCOME_FAILED)
    {
      answer (job, NULL, g_error_new_literal (BF_ENGINE_ERROR, BF_ENGINE_ERROR_SPEC, job->message));
      announce (crew);
    }
  else
    job->wants_spectrum = TRUE;
  g_atomic_int_set (&job->interrupt, TRUE);
  bf_lock_wake (&crew->lock);
  bf_lock_give (&crew->lock);
  start_threads (crew);
}

void
bf_crew_pause (BfCrew *crew)
{
  bf_lock_take (&crew->lock);
  for (guint i = 0; i < crew->jobs->len; i++)
    {
      Job *job = g_ptr_array_index (crew->jobs, i);

      job->target = job->step;
      g_atomic_int_set (&job->interrupt, TRUE);
    }
  bf_lock_give (&crew->lock);
}

static void
collect_job (Job *job, BfCrewNews *news)
{
  GArray *empty = news->rows;

  g_assert (empty->len == 0);
  news->rows = job->rows;
  job->rows = empty;
  news->seconds = job->seconds;
  news->outcome = job->outcome;
  g_free (news->message);
  news->message = g_strdup (job->message);
  g_assert (news->spectrum == NULL && news->spectrum_error == NULL);
  news->spectrum = g_steal_pointer (&job->spectrum);
  news->spectrum_error = g_steal_pointer (&job->spectrum_error);
  job->has_news = FALSE;
}

void
bf_crew_collect (BfCrew *crew, BfCrewNews *news)
{
  bf_lock_take (&crew->lock);
  for (guint i = 0; i < crew->jobs->len; i++)
    collect_job (g_ptr_array_index (crew->jobs, i), &news[i]);
  crew->outbox_bytes = 0;
  crew->source_pending = FALSE;
  crew->last_collect = g_get_monotonic_time ();
  g_source_set_ready_time (crew->source, -1);
  bf_lock_wake (&crew->lock);
  bf_lock_give (&crew->lock);
}

gboolean
bf_crew_is_at_rest (BfCrew *crew)
{
  gboolean at_rest = TRUE;

  bf_lock_take (&crew->lock);
  for (guint i = 0; i < crew->jobs->len; i++)
    {
      const Job *job = g_ptr_array_index (crew->jobs, i);

      at_rest = at_rest && !job->busy && !job->has_news && !job->wants_spectrum
                && (is_over (job) || job->step >= job->target);
    }
  bf_lock_give (&crew->lock);
  return at_rest;
}
