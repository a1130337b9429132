#include "trainer/shape.h"

BfRecord *
bf_shape_new_record (const BfConfiguration *configuration)
{
  g_autoptr (GArray) recurrent = g_array_new (FALSE, FALSE, sizeof (guint));
  const BfTaskSettings *task = &configuration->task;
  const BfLoss *loss;
  guint inputs, timesteps, outputs, layer = 0;

  if (task->task->flags & BF_TASK_PATH
      || !bf_task_shape (task, &inputs, &timesteps, &outputs, &loss, NULL))
    return NULL;
  for (guint i = 0; i < configuration->groups->len; i++)
    {
      const BfLayerGroup *group = &g_array_index (configuration->groups, BfLayerGroup, i);

      for (guint j = 0; j < group->repeat; j++, layer++)
        if (group->cell->recurrent)
          g_array_append_val (recurrent, layer);
    }
  return bf_record_new (layer, recurrent->len, recurrent->len > 0 ? timesteps : 0,
                        (const guint *) recurrent->data);
}
