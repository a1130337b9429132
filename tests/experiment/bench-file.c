/* How long an experiment with results takes to write and to read: 6 configurations, 20 layers, 2000 steps. */
#include "sample.h"

#include "experiment/file.h"

#include <time.h>

static double
now (void)
{
  struct timespec time;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &time);
  return time.tv_sec + time.tv_nsec / 1e9;
}

int
main (void)
{
  g_autoptr (BfExperiment) experiment = bf_experiment_new_example ();
  g_autoptr (BfRecord) record = sample_record (20, 2000, sample_irrational);
  g_autoptr (BfExperiment) read = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *data = NULL;
  double start, written;
  gsize length;

  while (bf_experiment_n (experiment) < 6)
    bf_experiment_insert (experiment, 0,
                          bf_configuration_copy (bf_experiment_configuration (experiment, 0)));
  for (guint i = 0; i < 6; i++)
    bf_experiment_set_record (experiment, i, record);
  start = now ();
  data = bf_experiment_to_data (experiment, TRUE, &length);
  written = now () - start;
  start = now ();
  read = bf_experiment_from_data (data, length, &error);
  g_assert_no_error (error);
  g_print ("%.0f MB written in %.2f s, read in %.2f s of processor time\n", length / 1e6, written,
           now () - start);
  return 0;
}
