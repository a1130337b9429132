#include "small.h"

#include <glib/gstdio.h>

#include "experiment/file.h"

static BfConfiguration *
small_configuration (guint index, guint64 steps)
{
  g_autofree char *name = g_strdup_printf ("Small %u", index + 1);
  BfConfiguration *configuration = bf_configuration_new (name);
  BfLayerGroup *group = &g_array_index (configuration->groups, BfLayerGroup, 0);

  bf_task_settings_clear (&configuration->task);
  bf_task_settings_init (&configuration->task, bf_table_find (&bf_task_table, "moons"));
  group->units = 4;
  group->repeat = 3;
  configuration->seed = index + 1;
  configuration->batch_size = 8;
  configuration->steps = steps;
  return configuration;
}

void
small_experiment (BfSession *session, guint n, guint64 steps)
{
  g_autoptr (BfExperiment) experiment = bf_experiment_new ();
  g_autofree char *folder = small_folder_new ();
  g_autofree char *path = g_build_filename (folder, "small.backflow", NULL);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < n; i++)
    bf_experiment_insert (experiment, bf_experiment_n (experiment), small_configuration (i, steps));
  bf_experiment_remove (experiment, 0);
  bf_experiment_save (experiment, path, FALSE, &error);
  g_assert_no_error (error);
  bf_session_open (session, path, &error);
  g_assert_no_error (error);
  small_folder_free (g_steal_pointer (&folder));
}

void
small_wait (SmallFunc done, gpointer data)
{
  gint64 deadline = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;

  while (!done (data))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      if (!g_main_context_iteration (NULL, FALSE))
        g_usleep (1000);
    }
}

typedef struct {
  BfSession *session;
  BfTrainerState state;
  guint64 steps;
} Wanted;

static gboolean
has_state (gpointer data)
{
  Wanted *wanted = data;
  return bf_session_state (wanted->session) == wanted->state;
}

static gboolean
has_steps (gpointer data)
{
  Wanted *wanted = data;
  return bf_session_steps_done (wanted->session) >= wanted->steps;
}

void
small_wait_for_state (BfSession *session, BfTrainerState state)
{
  small_wait (has_state, &(Wanted) { session, state, 0 });
}

void
small_wait_for_steps (BfSession *session, guint64 steps)
{
  small_wait (has_steps, &(Wanted) { session, BF_TRAINER_IDLE, steps });
}

BfConfiguration *
small_copy (BfSession *session, guint index)
{
  return bf_configuration_copy (bf_session_configuration (session, index));
}

char *
small_text (BfSession *session, gboolean results)
{
  gsize length;

  return bf_experiment_to_data (bf_session_experiment (session), results, &length);
}

char *
small_folder_new (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("backflow-XXXXXX", &error);

  g_assert_no_error (error);
  return folder;
}

void
small_folder_free (char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_assert_cmpint (g_unlink (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  g_free (folder);
}
