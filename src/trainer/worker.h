/* The crew: worker threads that take turns at runs.
 *
 * A free worker takes the run that is furthest behind for one short slice, so that all runs advance in step and
 * all cores are used. When none of these can go on, it takes the first replicate that can: replicates run one after
 * the other, so that few of them need their data and network at once, and give both back at their end. A run is never
 * with two workers at once. Rows wait in an outbox for bf_crew_collect ();
 * when that is full, runs wait for it, so that memory stays bounded however long nobody collects.
 *
 * All functions: one thread, the owner's. None waits for a run but bf_crew_free ().
 */
#pragma once

#include "trainer/news.h"
#include "trainer/run.h"
#include "trainer/trainer.h"

/* With lockstep no run but replicates gets more than this many steps ahead of the slowest unfinished one of them. */
#define BF_CREW_WINDOW BF_TRAINER_WINDOW

#define BF_CREW_FREELY G_MAXUINT64

typedef struct _BfCrew BfCrew;

/* @n_threads at most; they start when there is work. When there is something to collect, the ready time of @source
 * is set, @interval microseconds after the last bf_crew_collect () at the earliest. */
BfCrew *bf_crew_new (guint n_threads, gboolean lockstep, GSource *source, gint64 interval);
void bf_crew_free (BfCrew *crew);   /* joins the threads: waits for the mini-batches being computed */

/* Takes over @runs, which wait at their start; earlier ones are dropped. From @first_replicate on they are replicates;
 * of these no spectrum can be had. */
void bf_crew_load (BfCrew *crew, BfRun **runs, guint n_runs, guint first_replicate);

/* Adds @n_steps to what every run may do; or BF_CREW_FREELY. */
void bf_crew_advance (BfCrew *crew, guint64 n_steps);
void bf_crew_pause (BfCrew *crew);   /* each run ends with the mini-batch that it is in */

/* Asks for the singular values of run @index at @sample, computed as soon as the mini-batch is done that it is in;
 * the answer comes with the news. Asked again before that begins, it is answered once. */
void bf_crew_request_spectrum (BfCrew *crew, guint index, guint sample);

/* Empties the outbox into @news, one for each run, all with empty rows. */
void bf_crew_collect (BfCrew *crew, BfCrewNews *news);

/* Whether every run did what it may do, and all was collected. */
gboolean bf_crew_is_at_rest (BfCrew *crew);
