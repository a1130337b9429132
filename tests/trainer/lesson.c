#include "lesson.h"

#include <math.h>
#include <string.h>

#include "engine/random.h"
#include "experiment/file.h"

#define CLASSES 10
#define CLOUDS 2
#define DIMENSIONS 20
#define ROWS 2500

static BfConfiguration *
configuration_of (const Lesson *lesson, const char *folder)
{
  g_autofree char *text = g_strdup_printf (
    "{\"format\": \"backflow-experiment\", \"version\": 1, \"configurations\": [{\"seed\": %" G_GUINT64_FORMAT ", "
    "\"task\": {%s}, \"layers\": [%s], \"training\": {%s}}]}",
    lesson->seed, lesson->task, lesson->layers, lesson->training);
  g_autoptr (GError) error = NULL;
  g_autoptr (BfExperiment) experiment = bf_experiment_from_data (text, strlen (text), &error);
  BfConfiguration *configuration;

  g_assert_no_error (error);
  configuration = bf_configuration_copy (bf_experiment_configuration (experiment, 0));
  g_free (configuration->task.folder);
  configuration->task.folder = g_strdup (folder);
  return configuration;
}

/* What a network that has learnt nothing but the mean of the targets has for a loss. */
static double
baseline_of (const BfSamples *samples)
{
  double sum = 0;

  if (samples->targets == NULL)
    return NAN;
  for (guint i = 0; i < samples->n; i++)
    sum += (samples->targets[i] - 1) * (samples->targets[i] - 1);
  return sum / samples->n;
}

static void
note_window (LessonOutcome *outcome, guint64 step, double loss)
{
  outcome->highest = fmax (outcome->highest, loss);
  outcome->lowest = fmin (outcome->lowest, loss);
  if (outcome->half == LESSON_NEVER && loss < G_LN10 / 2)
    outcome->half = step;
}

static void
note_validation (LessonOutcome *outcome, guint64 step, guint64 steps, double loss)
{
  if (isnan (loss))
    return;
  outcome->validation = loss;
  if (step > steps / 4)
    outcome->least_validation = fmin (outcome->least_validation, loss);
  if (outcome->solved == LESSON_NEVER && loss < 0.01)
    outcome->solved = step;
}

static void
note_profile (const BfProbe *probe, double **profile)
{
  g_free (*profile);
  *profile = g_memdup2 (probe->hidden_gradient_norm, probe->timesteps * sizeof (double));
}

/* After the last step. Data that are made when asked for have no whole: of them the last window stands. */
static double
loss_of_all (BfRun *run, double window)
{
  const BfSamples *training = bf_dataset_training (bf_run_dataset (run));
  double loss, accuracy;

  if (training->n == 0)
    return window;
  bf_training_evaluate (bf_run_training (run), training, &loss, &accuracy);
  return loss;
}

void
lesson_run (const Lesson *lesson, const char *folder, LessonOutcome *outcome)
{
  g_autoptr (BfConfiguration) configuration = configuration_of (lesson, folder);
  g_autoptr (BfRun) run = bf_run_new (configuration);
  g_autoptr (GError) error = NULL;
  BfOutcome state = BF_OUTCOME_UNFINISHED;
  double window = 0;

  *outcome = (LessonOutcome) { .lowest = INFINITY, .half = LESSON_NEVER, .least_validation = INFINITY,
                               .solved = LESSON_NEVER };
  bf_run_build (run, NULL, &error);
  g_assert_no_error (error);
  outcome->baseline = baseline_of (bf_dataset_validation (bf_run_dataset (run)));
  outcome->timesteps = bf_dataset_timesteps (bf_run_dataset (run));
  while (state == BF_OUTCOME_UNFINISHED)
    {
      BfRow row;

      state = bf_run_step (run, &row);
      window += row.probe->loss / LESSON_WINDOW;
      if (row.probe->step % LESSON_WINDOW == 0)
        {
          note_window (outcome, row.probe->step, window);
          outcome->last = window;
          window = 0;
        }
      note_validation (outcome, row.probe->step, configuration->steps, row.validation_loss);
      if (row.probe->step == 1)
        note_profile (row.probe, &outcome->before);
      if (state != BF_OUTCOME_UNFINISHED)
        note_profile (row.probe, &outcome->after);
      bf_row_clear (&row);
    }
  g_assert_cmpint (state, ==, BF_OUTCOME_FINISHED);
  outcome->last = loss_of_all (run, outcome->last);
}

void
lesson_outcome_clear (LessonOutcome *outcome)
{
  g_clear_pointer (&outcome->before, g_free);
  g_clear_pointer (&outcome->after, g_free);
}

void
lesson_write_clusters (const char *path)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  double centres[CLASSES * CLOUDS][DIMENSIONS];
  BfRandom random;

  bf_random_init (&random, 1, BF_PURPOSE_DATA, 0);
  for (guint c = 0; c < CLASSES * CLOUDS; c++)
    for (guint d = 0; d < DIMENSIONS; d++)
      centres[c][d] = bf_random_normal (&random);
  for (guint d = 0; d < DIMENSIONS; d++)
    g_string_append_printf (text, "x%u,", d + 1);
  g_string_append (text, "class\n");
  for (guint i = 0; i < ROWS; i++)
    {
      const guint cloud = i % (CLASSES * CLOUDS);
      char buffer[G_ASCII_DTOSTR_BUF_SIZE];

      for (guint d = 0; d < DIMENSIONS; d++)
        g_string_append_printf (text, "%s,", g_ascii_formatd (buffer, sizeof buffer, "%.6f", centres[cloud][d]
                                                              + bf_random_normal (&random)));
      g_string_append_printf (text, "%u\n", cloud % CLASSES);
    }
  g_file_set_contents (path, text->str, text->len, &error);
  g_assert_no_error (error);
}
