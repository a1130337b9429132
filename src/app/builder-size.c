#include "config.h"

#include "app/builder-size.h"

#include <inttypes.h>

#include <glib/gi18n-lib.h>

struct _BfBuilderSize
{
  BfTaskSettings task;    /* owned; whose shape is known, .task NULL: none */
  guint inputs, timesteps, outputs;
  const BfLoss *loss;
  GError *error;          /* owned; why there is no shape */
};

BfBuilderSize *
bf_builder_size_new (void)
{
  return g_new0 (BfBuilderSize, 1);
}

void
bf_builder_size_free (BfBuilderSize *self)
{
  bf_builder_size_forget (self);
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

char *
bf_builder_size_describe (BfBuilderSize *self, const BfConfiguration *configuration,
                          GError **error)
{
  BfNetworkSpec network = { 0 };
  BfTrainingSpec training;
  guint64 n_parameters;
  g_autofree char *memory = NULL;

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
  /* Translators: the size of a network; %s is an amount such as “12.3 MB”. */
  return g_strdup_printf (ngettext ("%'" PRIu64 " parameter · %s of memory",
                                    "%'" PRIu64 " parameters · %s of memory", n_parameters),
                          n_parameters, memory);
}
