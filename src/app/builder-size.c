#include "config.h"

#include "app/builder-size.h"

#include <inttypes.h>

#include <glib/gi18n-lib.h>
#include <math.h>

#include "experiment/work.h"

/* Operations a second until something was measured: what one core of a laptop does with layers of
 * some 64 units, everything that is recorded included. */
#define USUAL_SPEED 8e9

#define LEAST_SECONDS 0.05   /* a shorter training says nothing about the speed */
#define MOST_MEASURED 32

typedef struct {
  double work;     /* operations a step */
  double speed;    /* operations a second */
} Measured;

struct _BfBuilderSize
{
  BfTaskSettings task;    /* owned; whose shape is known, .task NULL: none */
  guint inputs, timesteps, outputs;
  const BfLoss *loss;
  GError *error;          /* owned; why there is no shape */
  GArray *measured;       /* owned, of Measured; newest last */
};

BfBuilderSize *
bf_builder_size_new (void)
{
  BfBuilderSize *self = g_new0 (BfBuilderSize, 1);

  self->measured = g_array_new (FALSE, FALSE, sizeof (Measured));
  return self;
}

void
bf_builder_size_free (BfBuilderSize *self)
{
  bf_builder_size_forget (self);
  g_array_unref (self->measured);
  g_free (self);
}

void
bf_builder_size_forget (BfBuilderSize *self)
{
  g_return_if_fail (self != NULL);

  g_clear_error (&self->error);
  bf_task_settings_clear (&self->task);
  self->task = (BfTaskSettings) { NULL };
}

static void
look_at (BfBuilderSize *self, const BfTaskSettings *task)
{
  if (self->task.task != NULL && bf_task_settings_equal (&self->task, task))
    return;
  bf_builder_size_forget (self);
  bf_task_settings_copy (&self->task, task);
  bf_task_shape (task, &self->inputs, &self->timesteps, &self->outputs, &self->loss, &self->error);
}

static double
work_of (BfBuilderSize *self, const BfConfiguration *configuration)
{
  BfNetworkSpec network;
  double work;

  bf_configuration_network_spec (configuration, self->inputs, self->timesteps, self->outputs,
                                 self->loss, &network);
  work = bf_network_spec_work (&network, configuration->batch_size);
  bf_network_spec_clear (&network);
  return configuration->precision == BF_FLOAT64 ? 2 * work : work;
}

static void
remember (BfBuilderSize *self, double work, double speed)
{
  const Measured news = { work, speed };

  for (guint i = 0; i < self->measured->len; i++)
    if (g_array_index (self->measured, Measured, i).work == work)
      g_array_remove_index (self->measured, i--);
  if (self->measured->len == MOST_MEASURED)
    g_array_remove_index (self->measured, 0);
  g_array_append_val (self->measured, news);
}

void
bf_builder_size_learn (BfBuilderSize *self, const BfExperiment *experiment)
{
  g_return_if_fail (self != NULL && experiment != NULL);

  if (self->task.task == NULL || self->error != NULL)
    return;
  for (guint i = 0; i < bf_experiment_n (experiment); i++)
    {
      const BfConfiguration *configuration = bf_experiment_configuration (experiment, i);
      const BfRecord *record = bf_experiment_record (experiment, i);

      if (record != NULL && bf_record_n_rows (record) > 0
          && bf_record_seconds (record) >= LEAST_SECONDS
          && bf_task_settings_equal (&configuration->task, &self->task))
        {
          const double work = work_of (self, configuration);
          const guint64 n_steps = bf_record_step (record, bf_record_n_rows (record) - 1);

          remember (self, work, work * n_steps / bf_record_seconds (record));
        }
    }
}

/* The network measured that is nearest in size to one of @work; NULL: none. */
static const Measured *
most_similar (BfBuilderSize *self, double work)
{
  const Measured *found = NULL;

  for (guint i = 0; i < self->measured->len; i++)
    {
      const Measured *measured = &g_array_index (self->measured, Measured, i);

      if (found == NULL || fabs (log (measured->work / work)) < fabs (log (found->work / work)))
        found = measured;
    }
  return found;
}

static char *
describe_seconds (double seconds)
{
  if (seconds < 1)
    return g_strdup (_("less than 1 s"));
  if (seconds < 100)
    return g_strdup_printf (_("%.0f s"), seconds);
  if (seconds < 100 * 60)
    return g_strdup_printf (_("%.0f min"), seconds / 60);
  return g_strdup_printf (_("%.0f h"), seconds / 3600);
}

/* "about 12 s" if a network was measured, else "roughly 12 s". */
static char *
describe_time (BfBuilderSize *self, const BfConfiguration *configuration)
{
  const double work = work_of (self, configuration);
  const Measured *measured = most_similar (self, work);
  const double speed = measured != NULL ? measured->speed : USUAL_SPEED;
  const double seconds = work / speed * configuration->steps * configuration->seeds;
  g_autofree char *text = describe_seconds (seconds);

  if (seconds < 1)
    return g_steal_pointer (&text);
  /* Translators: how long training will take; an amount such as “12 s”. */
  return g_strdup_printf (measured != NULL ? _("about %s") : _("roughly %s"), text);
}

char *
bf_builder_size_describe (BfBuilderSize *self, const BfConfiguration *configuration,
                          GError **error)
{
  BfNetworkSpec network = { 0 };
  BfTrainingSpec training;
  guint64 n_parameters;
  g_autofree char *memory = NULL, *time = NULL;

  g_return_val_if_fail (self != NULL && configuration != NULL, NULL);

  look_at (self, &configuration->task);
  if (self->error != NULL)
    {
      g_propagate_error (error, g_error_copy (self->error));
      return NULL;
    }
  bf_configuration_network_spec (configuration, self->inputs, self->timesteps, self->outputs,
                                 self->loss, &network);
  bf_configuration_training_spec (configuration, &training);
  n_parameters = bf_network_spec_n_parameters (&network);
  memory = g_format_size (bf_network_spec_memory (&network, &training));
  bf_network_spec_clear (&network);
  time = describe_time (self, configuration);
  /* Translators: the size of a network; an amount such as “12.3 MB”, then “about 12 s”. */
  return g_strdup_printf (ngettext ("%'" PRIu64 " parameter · %s of memory · %s",
                                    "%'" PRIu64 " parameters · %s of memory · %s", n_parameters),
                          n_parameters, memory, time);
}
