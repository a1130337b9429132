#include "cli/train.h"

#include <math.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <glib-unix.h>

#include "cli/progress.h"
#include "experiment/seeds.h"
#include "trainer/trainer.h"

#define PROGRESS_MILLISECONDS 100
#define DEFAULT_COLUMNS 80

typedef struct {
  BfExperiment *experiment;   /* borrowed */
  BfTrainer *trainer;
  GMainLoop *loop;
  gint64 start;
  guint columns;              /* of the progress line that is on the screen */
  int signal_number;          /* 0: not interrupted */
  BfSpectra *spectra;         /* [number of configurations] or NULL */
  gboolean final;             /* which of the two is asked for */
  guint n_awaited;
} Session;

typedef struct {
  Session *session;
  int number;
} Signal;

static double
newest_loss (const BfRecord *record)
{
  guint n_rows = record ? bf_record_n_rows (record) : 0;

  return n_rows > 0 ? bf_record_training (record, n_rows - 1, BF_TRAINING_LOSS) : NAN;
}

/* Steps that @record has of @steps; all when nothing more will come. */
static guint64
steps_behind (const BfRecord *record, guint64 steps)
{
  guint n_rows = record ? bf_record_n_rows (record) : 0;

  if (record != NULL && bf_record_outcome (record) != BF_OUTCOME_UNFINISHED)
    return steps;
  return n_rows > 0 ? bf_record_step (record, n_rows - 1) : 0;
}

static char *
progress_line (Session *session, guint columns)
{
  guint n = bf_trainer_n (session->trainer);
  g_autofree const char **names = g_new (const char *, n);
  g_autofree double *losses = g_new (double, n);
  double done = 0.0, all = 0.0;
  BfProgress progress = {
    .step = bf_trainer_steps_done (session->trainer),
    .seconds = (g_get_monotonic_time () - session->start) / (double) G_USEC_PER_SEC,
    .n_runs = n, .names = names, .losses = losses,
  };

  for (guint i = 0; i < n; i++)
    {
      const BfConfiguration *configuration = bf_experiment_configuration (session->experiment, i);
      const BfRecord *record = bf_trainer_record (session->trainer, i);

      names[i] = configuration->name;
      losses[i] = newest_loss (record);
      progress.steps = MAX (progress.steps, configuration->steps);
      for (guint number = 0; number < bf_configuration_n_seeds (configuration); number++)
        done += steps_behind (bf_seed_record (record, number), configuration->steps);
      all += (double) configuration->steps * bf_configuration_n_seeds (configuration);
    }
  progress.seeds_done = bf_trainer_replicates_done (session->trainer);
  progress.seeds = bf_trainer_n_replicates (session->trainer);
  progress.fraction = done / all;
  return bf_progress_line (&progress, columns);
}

static guint
terminal_columns (void)
{
  struct winsize size;

  if (ioctl (STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 1)
    return size.ws_col - 1;
  return DEFAULT_COLUMNS - 1;
}

/* Writes @line over the one that is there. Spaces instead of an escape sequence: they work on any terminal. */
static void
redraw (Session *session, const char *line)
{
  guint columns = bf_text_columns (line);

  g_printerr ("\r%s%*s\r", line, session->columns > columns ? (int) (session->columns - columns) : 0, "");
  session->columns = columns;
}

static gboolean
progress_cb (gpointer data)
{
  Session *session = data;
  g_autofree char *line = progress_line (session, terminal_columns ());

  redraw (session, line);
  return G_SOURCE_CONTINUE;
}

static void
state_cb (gpointer data, BfTrainerState state)
{
  Session *session = data;

  if (state == BF_TRAINER_FINISHED)
    g_main_loop_quit (session->loop);
}

static void
spectrum_cb (gpointer data, guint index, BfSpectrum *spectrum, const GError *error)
{
  Session *session = data;
  BfSpectra *spectra = &session->spectra[index];

  if (spectrum != NULL)
    spectra->values[session->final] = bf_spectrum_ref (spectrum);
  else if (spectra->message == NULL)
    spectra->message = g_strdup (error->message);
  if (--session->n_awaited == 0)
    g_main_loop_quit (session->loop);
}

/* Asks for the singular values of all configurations. */
static void
ask_for_spectra (Session *session, gboolean final)
{
  session->final = final;
  for (guint i = 0; i < bf_trainer_n (session->trainer); i++)
    session->n_awaited += bf_trainer_request_spectrum (session->trainer, i, 0);
}

static gboolean
signal_cb (gpointer data)
{
  Signal *caught = data;

  caught->session->signal_number = caught->number;
  bf_trainer_stop (caught->session->trainer);
  g_main_loop_quit (caught->session->loop);
  return G_SOURCE_REMOVE;
}

static GSource *
attach (GSource *source, GSourceFunc func, gpointer data)
{
  g_source_set_callback (source, func, data, NULL);
  g_source_attach (source, NULL);
  return source;
}

/* Runs the main loop until something ends it, or a signal came. */
static void
wait_for_loop (Session *session, gboolean show_progress)
{
  Signal caught[] = { { session, SIGINT }, { session, SIGTERM }, { session, SIGHUP } };
  g_autoptr (GPtrArray) sources = g_ptr_array_new_with_free_func ((GDestroyNotify) g_source_unref);

  for (guint i = 0; i < G_N_ELEMENTS (caught); i++)
    g_ptr_array_add (sources, attach (g_unix_signal_source_new (caught[i].number), signal_cb, &caught[i]));
  if (show_progress)
    {
      g_ptr_array_add (sources, attach (g_timeout_source_new (PROGRESS_MILLISECONDS), progress_cb, session));
      progress_cb (session);
    }
  g_main_loop_run (session->loop);
  for (guint i = 0; i < sources->len; i++)
    g_source_destroy (g_ptr_array_index (sources, i));
  if (show_progress)
    redraw (session, "");
}

static void
gather_spectra (Session *session, gboolean final)
{
  if (session->spectra == NULL || session->signal_number != 0)
    return;
  ask_for_spectra (session, final);
  if (session->n_awaited > 0)
    wait_for_loop (session, FALSE);
}

/* The newest there is; none of an earlier run. */
static void
set_spectrum (Session *session, guint index)
{
  const BfSpectra none = { 0 };
  const BfSpectra *spectra = session->spectra != NULL ? &session->spectra[index] : &none;
  BfSpectrum *newest = spectra->values[TRUE] != NULL ? spectra->values[TRUE] : spectra->values[FALSE];

  bf_experiment_set_spectrum (session->experiment, index, newest,
                              newest == NULL ? spectra->message : NULL);
}

void
bf_spectra_clear (BfSpectra *spectra)
{
  for (guint i = 0; i < G_N_ELEMENTS (spectra->values); i++)
    g_clear_pointer (&spectra->values[i], bf_spectrum_unref);
  g_clear_pointer (&spectra->message, g_free);
}

int
bf_train (BfExperiment *experiment, guint n_threads, gboolean show_progress, BfSpectra *spectra)
{
  const BfTrainerCallbacks callbacks = { .state = state_cb, .spectrum = spectrum_cb };
  Session session = {
    .experiment = experiment,
    .loop = g_main_loop_new (NULL, FALSE),
    .spectra = spectra,
  };

  session.trainer = bf_trainer_new (n_threads, FALSE, &callbacks, &session);
  bf_trainer_load (session.trainer, experiment);
  gather_spectra (&session, FALSE);
  session.start = g_get_monotonic_time ();
  if (session.signal_number == 0 && bf_trainer_state (session.trainer) != BF_TRAINER_FINISHED)
    {
      bf_trainer_start (session.trainer);
      wait_for_loop (&session, show_progress);
    }
  gather_spectra (&session, TRUE);
  for (guint i = 0; i < bf_trainer_n (session.trainer); i++)
    {
      bf_experiment_set_record (experiment, i, bf_trainer_record (session.trainer, i));
      set_spectrum (&session, i);
    }
  bf_trainer_free (session.trainer);
  g_main_loop_unref (session.loop);
  return session.signal_number;
}
