/* How fast a network trains: one workload, one line of JSON.
 *
 *   bench-training WORKLOAD [--record 0|1] [--seconds S]
 *
 * Rounds of some steps with recording, without it, and of the step's matrix products alone take turns, so that
 * whatever else the machine does meets them alike. Times are the process's own; steps_per_s is that of the wall's
 * clock beside the peer's.
 *
 *   steps_per_s       of the recording asked for (recording everything: the default)
 *   sgemm_share       time of the products through cblas_sgemm over the step's
 *   sgemm_gflops      what cblas_sgemm reached at that
 *   recording_cost    what recording adds, as a share of a step without
 *   peak_rss_mb       after some steps of the training alone */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "products.h"
#include "workload.h"

#define N_ROUNDS 9          /* odd: they have a median */

typedef struct {
  void (*run) (gpointer data, guint n);
  gpointer data;
  guint n;                  /* runs a round */
  double wall[N_ROUNDS], own[N_ROUNDS];   /* seconds a run */
} Contestant;

static double
seconds (clockid_t clock)
{
  struct timespec time;

  clock_gettime (clock, &time);
  return time.tv_sec + time.tv_nsec / 1e9;
}

static void
run_steps (gpointer training, guint n)
{
  bf_training_run (training, n, NULL, NULL);
}

static void
run_products (gpointer products, guint n)
{
  while (n-- > 0)
    products_run (products);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static double
median (const double *values)
{
  double sorted[N_ROUNDS];

  for (guint i = 0; i < N_ROUNDS; i++)
    sorted[i] = values[i];
  qsort (sorted, N_ROUNDS, sizeof *sorted, compare);
  return sorted[N_ROUNDS / 2];
}

/* Of the quotients of rounds: both of a round met the same machine. */
static double
median_ratio (const Contestant *a, const Contestant *b)
{
  double ratios[N_ROUNDS];

  for (guint i = 0; i < N_ROUNDS; i++)
    ratios[i] = a->own[i] / b->own[i];
  return median (ratios);
}

/* As many runs a round as take @time. */
static void
warm_up (Contestant *self, double time)
{
  const double start = seconds (CLOCK_MONOTONIC);
  guint n = 0;

  do
    {
      self->run (self->data, 1);
      n++;
    }
  while (seconds (CLOCK_MONOTONIC) - start < time || n < 3);
  self->n = n;
}

static void
run_round (Contestant *self, guint round)
{
  const double wall = seconds (CLOCK_MONOTONIC), own = seconds (CLOCK_PROCESS_CPUTIME_ID);

  self->run (self->data, self->n);
  self->wall[round] = (seconds (CLOCK_MONOTONIC) - wall) / self->n;
  self->own[round] = (seconds (CLOCK_PROCESS_CPUTIME_ID) - own) / self->n;
}

/* In MB. getrusage() would count the process this one was started from. */
static double
peak_memory (void)
{
  g_autofree char *status = NULL;

  if (!g_file_get_contents ("/proc/self/status", &status, NULL, NULL))
    return NAN;

  const char *peak = strstr (status, "VmHWM:");

  return peak != NULL ? g_ascii_strtoull (peak + strlen ("VmHWM:"), NULL, 10) / 1024.0 : NAN;
}

static void
report (const char *name, gboolean record, const Contestant *asked, const Contestant *products,
        double recording_cost, double memory)
{
  printf ("{\"workload\": \"%s\", \"record\": %d, \"threads\": 1, \"steps_per_s\": %.2f, "
          "\"cpu_ms_per_step\": %.4f, \"sgemm_share\": %.4f, \"sgemm_gflops\": %.1f, "
          "\"recording_cost\": %.4f, \"peak_rss_mb\": %.1f}\n",
          name, record, 1 / median (asked->wall), 1e3 * median (asked->own), median_ratio (products, asked),
          products_flops (products->data) / median (products->own) / 1e9, recording_cost, memory);
}

static void
bench (const char *name, const Workload *workload, gboolean record, double time)
{
  enum { WITHOUT, WITH, PRODUCTS, N };

  Contestant contestants[N] = { { run_steps }, { run_steps }, { run_products } };
  const double share = time / (N * (N_ROUNDS + 1));

  contestants[record].data = workload_train (workload, record);
  warm_up (&contestants[record], share);

  const double memory = peak_memory ();

  contestants[!record].data = workload_train (workload, !record);
  contestants[PRODUCTS].data = products_new (workload_network (workload), workload_batch_size (workload));
  for (guint i = 0; i < N; i++)
    warm_up (&contestants[i], share);
  for (guint round = 0; round < N_ROUNDS; round++)
    for (guint i = 0; i < N; i++)
      run_round (&contestants[i], round);
  report (name, record, &contestants[record], &contestants[PRODUCTS],
          median_ratio (&contestants[WITH], &contestants[WITHOUT]) - 1, memory);
  products_free (contestants[PRODUCTS].data);
  bf_training_free (contestants[WITH].data);
  bf_training_free (contestants[WITHOUT].data);
}

int
main (int argc, char **argv)
{
  int record = 1;
  double time = 3;
  const GOptionEntry entries[] = {
    { "record", 0, 0, G_OPTION_ARG_INT, &record, "1: measure everything; 0: only the loss", "0|1" },
    { "seconds", 0, 0, G_OPTION_ARG_DOUBLE, &time, "how long to measure", "S" },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("WORKLOAD");
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      fprintf (stderr, "%s\n", error->message);
      return 2;
    }

  Workload *workload = argc == 2 ? workload_new (argv[1]) : NULL;

  if (workload == NULL)
    {
      fprintf (stderr, "The workloads are %s.\n", workload_names ());
      return 2;
    }
  bench (argv[1], workload, record != 0, time);
  workload_free (workload);
  return 0;
}
