#include "small.h"

#include <glib/gstdio.h>

#include "experiment/csv.h"
#include "experiment/file.h"

#define STEPS 30

/* Many steps: it is still training whenever the test looks. */
#define LONG 1000000

static void
edit_units (BfSession *session, guint index, guint units, const char *merge)
{
  g_autoptr (BfConfiguration) configuration = small_copy (session, index);

  g_array_index (configuration->groups, BfLayerGroup, 0).units = units;
  bf_session_edit (session, index, configuration, "Change the Units", merge);
}

static void
edit_name (BfSession *session, guint index, const char *name)
{
  g_autoptr (BfConfiguration) configuration = small_copy (session, index);

  g_free (configuration->name);
  configuration->name = g_strdup (name);
  bf_session_edit (session, index, configuration, "Rename", NULL);
}

static guint
units (BfSession *session, guint index)
{
  return g_array_index (bf_session_configuration (session, index)->groups, BfLayerGroup, 0).units;
}

static void
run_to_the_end (BfSession *session)
{
  bf_session_run (session);
  small_wait_for_state (session, BF_TRAINER_FINISHED);
}

static void
test_example (void)
{
  g_autoptr (BfSession) session = bf_session_new ();

  g_assert_cmpuint (bf_session_n (session), ==, 2);
  g_assert_cmpint (bf_session_state (session), ==, BF_TRAINER_IDLE);
  g_assert_false (bf_session_modified (session));
  g_assert_null (bf_session_path (session));
  g_assert_null (bf_session_undo_label (session));
  g_assert_false (bf_session_undo (session));
  g_assert_finalize_object (g_steal_pointer (&session));
}

static void
test_undo_to_the_start (void)
{
  g_autoptr (BfSession) session = bf_session_new ();
  g_autofree char *first = NULL, *last = NULL, *undone = NULL, *redone = NULL;
  guint n = 0;

  small_experiment (session, 2, STEPS);
  first = small_text (session, TRUE);
  edit_units (session, 0, 7, NULL);
  edit_name (session, 1, "Other");
  bf_session_add (session);
  bf_session_duplicate (session, 0);
  edit_units (session, 3, 9, NULL);
  bf_session_remove (session, 0);
  bf_session_set_title (session, "Title");
  last = small_text (session, TRUE);
  g_assert_cmpuint (bf_session_n (session), ==, 3);
  g_assert_true (bf_session_modified (session));

  for (; bf_session_undo (session); n++)
    ;
  g_assert_cmpuint (n, ==, 7);
  undone = small_text (session, TRUE);
  g_assert_cmpstr (undone, ==, first);
  g_assert_false (bf_session_modified (session));

  while (bf_session_redo (session))
    ;
  redone = small_text (session, TRUE);
  g_assert_cmpstr (redone, ==, last);
  g_assert_finalize_object (g_steal_pointer (&session));
}

static void
test_merge (void)
{
  g_autoptr (BfSession) session = bf_session_new ();

  small_experiment (session, 2, STEPS);
  edit_units (session, 0, 5, "units");
  edit_units (session, 0, 6, "units");
  edit_units (session, 0, 7, "units");
  edit_units (session, 1, 8, "units");
  edit_units (session, 1, 9, NULL);
  g_assert_true (bf_session_undo (session));
  g_assert_cmpuint (units (session, 1), ==, 8);
  g_assert_true (bf_session_undo (session));
  g_assert_cmpuint (units (session, 1), ==, 4);
  g_assert_cmpuint (units (session, 0), ==, 7);
  g_assert_true (bf_session_undo (session));
  g_assert_cmpuint (units (session, 0), ==, 4);
  g_assert_false (bf_session_undo (session));
  g_assert_true (bf_session_redo (session));
  edit_units (session, 0, 3, "units");
  g_assert_null (bf_session_redo_label (session));
  g_assert_true (bf_session_undo (session));
  g_assert_cmpuint (units (session, 0), ==, 7);
}

static void
test_labels (void)
{
  g_autoptr (BfSession) session = bf_session_new ();

  small_experiment (session, 1, STEPS);
  edit_units (session, 0, 5, NULL);
  g_assert_cmpstr (bf_session_undo_label (session), ==, "Change the Units");
  g_assert_null (bf_session_redo_label (session));
  bf_session_undo (session);
  g_assert_null (bf_session_undo_label (session));
  g_assert_cmpstr (bf_session_redo_label (session), ==, "Change the Units");
}

static void
test_run (void)
{
  g_autoptr (BfSession) session = bf_session_new ();

  small_experiment (session, 3, STEPS);
  run_to_the_end (session);
  g_assert_cmpuint (bf_session_steps_done (session), ==, STEPS);
  g_assert_cmpuint (bf_session_steps_total (session), ==, STEPS);
  g_assert_true (bf_session_modified (session));
  for (guint i = 0; i < 3; i++)
    {
      BfRecord *record = bf_session_record (session, i);
      g_assert_cmpuint (bf_record_n_rows (record), ==, STEPS);
      g_assert_cmpint (bf_record_outcome (record), ==, BF_OUTCOME_FINISHED);
    }
  g_assert_finalize_object (g_steal_pointer (&session));
}

static void
test_reset_repeats (void)
{
  g_autoptr (BfSession) session = bf_session_new ();
  g_autofree char *first = NULL, *second = NULL;

  small_experiment (session, 2, STEPS);
  bf_session_step (session);
  small_wait_for_steps (session, 1);
  run_to_the_end (session);
  first = bf_csv_layers (bf_session_record (session, 1), BF_FLOAT32);
  bf_session_reset (session);
  g_assert_null (bf_session_record (session, 0));
  g_assert_null (bf_session_record (session, 1));
  g_assert_cmpint (bf_session_state (session), ==, BF_TRAINER_IDLE);
  g_assert_cmpuint (bf_session_steps_done (session), ==, 0);
  run_to_the_end (session);
  second = bf_csv_layers (bf_session_record (session, 1), BF_FLOAT32);
  g_assert_cmpstr (first, ==, second);
}

static void
test_record_follows (void)
{
  g_autoptr (BfSession) session = bf_session_new ();
  BfRecord *first, *second, *third;

  small_experiment (session, 2, STEPS);
  run_to_the_end (session);
  first = bf_session_record (session, 0);
  second = bf_session_record (session, 1);

  edit_name (session, 0, "Only a name");
  g_assert_true (bf_session_record (session, 0) == first);
  edit_units (session, 0, 6, "units");
  edit_units (session, 0, 7, "units");
  g_assert_null (bf_session_record (session, 0));
  g_assert_true (bf_session_record (session, 1) == second);
  g_assert_cmpint (bf_session_state (session), ==, BF_TRAINER_IDLE);

  /* Only what is missing is trained. */
  run_to_the_end (session);
  third = bf_session_record (session, 0);
  g_assert_cmpuint (bf_record_n_rows (third), ==, STEPS);
  g_assert_true (bf_session_record (session, 1) == second);

  bf_session_undo (session);
  g_assert_cmpuint (units (session, 0), ==, 4);
  g_assert_true (bf_session_record (session, 0) == first);
  bf_session_redo (session);
  g_assert_true (bf_session_record (session, 0) == third);

  bf_session_remove (session, 0);
  g_assert_true (bf_session_record (session, 0) == second);
  bf_session_undo (session);
  g_assert_true (bf_session_record (session, 0) == third);
  g_assert_true (bf_session_record (session, 1) == second);
}

static void
test_pause (void)
{
  g_autoptr (BfSession) session = bf_session_new ();

  small_experiment (session, 2, LONG);
  bf_session_run (session);
  g_assert_cmpint (bf_session_state (session), ==, BF_TRAINER_RUNNING);
  small_wait_for_steps (session, 5);
  bf_session_pause (session);
  g_assert_cmpint (bf_session_state (session), ==, BF_TRAINER_PAUSED);
  bf_session_run (session);
  g_assert_cmpint (bf_session_state (session), ==, BF_TRAINER_RUNNING);
  bf_session_stop (session);
  small_wait_for_state (session, BF_TRAINER_FINISHED);
  g_assert_cmpint (bf_record_outcome (bf_session_record (session, 0)), ==, BF_OUTCOME_UNFINISHED);
  g_assert_cmpuint (bf_record_n_rows (bf_session_record (session, 0)), >=, 5);
  g_assert_finalize_object (g_steal_pointer (&session));
}

static void
test_edit_while_training (void)
{
  g_autoptr (BfSession) session = bf_session_new ();
  guint64 steps;

  small_experiment (session, 2, LONG);
  bf_session_run (session);
  small_wait_for_steps (session, 2);
  edit_name (session, 0, "Goes on");
  bf_session_add (session);
  g_assert_cmpint (bf_session_state (session), ==, BF_TRAINER_RUNNING);
  steps = bf_session_steps_done (session);
  small_wait_for_steps (session, steps + 2);

  edit_units (session, 1, 5, NULL);
  g_assert_cmpint (bf_session_state (session), ==, BF_TRAINER_IDLE);
  g_assert_null (bf_session_record (session, 1));
  g_assert_cmpuint (bf_record_n_rows (bf_session_record (session, 0)), >, 0);
  for (guint i = 0; i < 50; i++)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
    }
  g_assert_null (bf_session_record (session, 1));

  bf_session_run (session);
  small_wait_for_steps (session, 2);
  bf_session_remove (session, 0);
  g_assert_cmpint (bf_session_state (session), ==, BF_TRAINER_IDLE);
  g_assert_finalize_object (g_steal_pointer (&session));
}

static void
test_leave_while_training (void)
{
  g_autoptr (BfSession) session = bf_session_new ();

  small_experiment (session, 2, LONG);
  bf_session_run (session);
  small_wait_for_steps (session, 1);
  bf_session_new_experiment (session);
  g_assert_cmpuint (bf_session_n (session), ==, 1);
  g_assert_cmpint (bf_session_state (session), ==, BF_TRAINER_IDLE);

  small_experiment (session, 6, LONG);
  bf_session_run (session);
  g_assert_finalize_object (g_steal_pointer (&session));
}

static void
keep_message_cb (BfSession *session, const char *text, char **kept)
{
  g_free (*kept);
  *kept = g_strdup (text);
}

static void
test_impossible (void)
{
  g_autoptr (BfSession) session = bf_session_new ();
  g_autofree char *message = NULL;

  small_experiment (session, 2, STEPS);
  edit_units (session, 0, 0, NULL);
  g_signal_connect (session, "message", G_CALLBACK (keep_message_cb), &message);
  run_to_the_end (session);
  g_assert_nonnull (message);
  g_assert_nonnull (strstr (message, "Small 1"));
  g_assert_nonnull (strstr (message, "units"));
  g_assert_cmpint (bf_record_outcome (bf_session_record (session, 1)), ==, BF_OUTCOME_FINISHED);
}

static void
test_failed_open (void)
{
  g_autoptr (BfSession) session = bf_session_new ();
  g_autoptr (GError) error = NULL;
  char *folder = small_folder_new ();
  g_autofree char *broken = g_build_filename (folder, "broken.backflow", NULL);
  g_autofree char *missing = g_build_filename (folder, "missing.backflow", NULL);
  g_autofree char *before = NULL, *after = NULL, *path = NULL;

  small_experiment (session, 2, STEPS);
  run_to_the_end (session);
  edit_name (session, 0, "Kept");
  bf_session_select (session, 1);
  before = small_text (session, TRUE);
  path = g_strdup (bf_session_path (session));
  g_assert_true (g_file_set_contents (broken, "{ \"format\": ", -1, NULL));

  g_assert_false (bf_session_open (session, broken, &error));
  g_assert_error (error, BF_FILE_ERROR, BF_FILE_ERROR_NOT_JSON);
  g_clear_error (&error);
  g_assert_false (bf_session_open (session, missing, &error));
  g_assert_nonnull (error);

  after = small_text (session, TRUE);
  g_assert_cmpstr (before, ==, after);
  g_assert_cmpstr (bf_session_path (session), ==, path);
  g_assert_cmpuint (bf_session_selected (session), ==, 1);
  g_assert_cmpstr (bf_session_undo_label (session), ==, "Rename");
  small_folder_free (folder);
}

static void
test_save_and_open (void)
{
  g_autoptr (BfSession) session = bf_session_new ();
  g_autoptr (BfSession) other = bf_session_new ();
  g_autoptr (GError) error = NULL;
  char *folder = small_folder_new ();
  g_autofree char *path = g_build_filename (folder, "one.backflow", NULL);
  g_autofree char *saved = NULL, *opened = NULL;

  small_experiment (session, 2, STEPS);
  run_to_the_end (session);
  edit_name (session, 0, "Saved");
  g_assert_true (bf_session_save (session, path, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (bf_session_path (session), ==, path);
  g_assert_false (bf_session_modified (session));

  bf_session_undo (session);
  g_assert_true (bf_session_modified (session));
  bf_session_redo (session);
  g_assert_false (bf_session_modified (session));

  g_assert_true (bf_session_open (other, path, &error));
  g_assert_no_error (error);
  saved = small_text (session, TRUE);
  opened = small_text (other, TRUE);
  g_assert_cmpstr (saved, ==, opened);
  g_assert_cmpint (bf_session_state (other), ==, BF_TRAINER_FINISHED);
  g_assert_cmpuint (bf_session_steps_done (other), ==, STEPS);
  g_assert_false (bf_session_modified (other));

  g_assert_cmpint (g_chmod (folder, 0700), ==, 0);
  g_assert_false (bf_session_save (other, "/nowhere/at/all.backflow", &error));
  g_assert_nonnull (error);
  g_assert_cmpstr (bf_session_path (other), ==, path);
  small_folder_free (folder);
}

static void
test_selection (void)
{
  g_autoptr (BfSession) session = bf_session_new ();

  small_experiment (session, 3, STEPS);
  g_assert_cmpuint (bf_session_selected (session), ==, 0);
  bf_session_add (session);
  g_assert_cmpuint (bf_session_selected (session), ==, 3);
  bf_session_select (session, 0);
  bf_session_duplicate (session, 1);
  g_assert_cmpuint (bf_session_selected (session), ==, 4);
  g_assert_cmpstr (bf_session_configuration (session, 4)->name, ==, "Small 2 (copy)");
  bf_session_remove (session, 4);
  g_assert_cmpuint (bf_session_selected (session), ==, 3);
}

static void
count_message_cb (BfSession *session, const char *text, guint *n)
{
  g_assert_nonnull (strstr (text, "Small 1"));
  (*n)++;
}

static guint64
newest_step (BfSession *session)
{
  const BfRecord *record = bf_session_record (session, 0);

  return bf_record_step (record, bf_record_n_rows (record) - 1);
}

/* Said once a training; the end is there, and so is every single step that a person takes. */
static void
test_thinned (void)
{
  g_autoptr (BfSession) session = bf_session_new ();
  guint n_messages = 0;

  small_experiment (session, 1, LONG);
  g_signal_connect (session, "message", G_CALLBACK (count_message_cb), &n_messages);
  bf_session_set_record_budget (session, 40000);
  bf_session_run (session);
  small_wait_for_steps (session, 400);
  bf_session_pause (session);
  small_wait_for_state (session, BF_TRAINER_PAUSED);
  g_assert_cmpuint (bf_session_record_interval (session), >, 1);
  g_assert_cmpuint (bf_record_bytes (bf_session_record (session, 0)), <=, 40000);
  for (guint i = 0; i < 5; i++)
    {
      guint64 before;

      while (g_main_context_iteration (NULL, FALSE))
        ;
      before = newest_step (session);
      bf_session_step (session);
      small_wait_for_state (session, BF_TRAINER_PAUSED);
      g_assert_cmpuint (newest_step (session), >, before);
      g_assert_cmpuint (newest_step (session), ==, bf_session_steps_done (session));
    }
  bf_session_stop (session);
  g_assert_cmpuint (n_messages, ==, 1);
  bf_session_run (session);
  small_wait_for_steps (session, 400);
  bf_session_stop (session);
  g_assert_cmpuint (n_messages, ==, 2);

  bf_session_set_record_budget (session, 0);
  bf_session_run (session);
  small_wait_for_steps (session, 400);
  bf_session_stop (session);
  g_assert_cmpuint (bf_session_record_interval (session), ==, 1);
  g_assert_cmpuint (n_messages, ==, 2);
}

static void
test_step_near (void)
{
  g_autoptr (BfSession) session = bf_session_new ();

  small_experiment (session, 2, STEPS);
  g_assert_cmpuint (bf_session_step_near (session, 7, 0), ==, 0);
  run_to_the_end (session);
  g_assert_cmpuint (bf_session_step_near (session, 7, 0), ==, 7);
  g_assert_cmpuint (bf_session_step_near (session, 7, 1), ==, 8);
  g_assert_cmpuint (bf_session_step_near (session, 7, -1), ==, 6);
  g_assert_cmpuint (bf_session_step_near (session, LONG, 0), ==, STEPS);
  g_assert_cmpuint (bf_session_step_near (session, LONG, 1), ==, 0);
}

static void
edit_seeds (BfSession *session, guint index, guint seeds)
{
  g_autoptr (BfConfiguration) configuration = small_copy (session, index);

  configuration->seeds = seeds;
  bf_session_edit (session, index, configuration, "Change the Seeds", NULL);
}

/* Replicates go and come with the record they belong to: when edited, undone, reset, saved and run again. */
static void
test_seeds (void)
{
  g_autoptr (BfSession) session = bf_session_new (), other = bf_session_new ();
  g_autoptr (GError) error = NULL;
  char *folder = small_folder_new ();
  g_autofree char *path = g_build_filename (folder, "seeds.backflow", NULL);
  BfRecord *record;

  small_experiment (session, 2, STEPS);
  edit_seeds (session, 1, 3);
  run_to_the_end (session);
  record = bf_session_record (session, 1);
  g_assert_cmpuint (bf_record_n_replicates (bf_session_record (session, 0)), ==, 0);
  g_assert_cmpuint (bf_record_n_replicates (record), ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      g_assert_cmpuint (bf_record_n_rows (bf_record_replicate (record, i)), ==, STEPS);
      g_assert_cmpint (bf_record_outcome (bf_record_replicate (record, i)), ==, BF_OUTCOME_FINISHED);
    }

  edit_seeds (session, 1, 2);
  g_assert_null (bf_session_record (session, 1));
  g_assert_true (bf_session_undo (session));
  g_assert_true (bf_session_record (session, 1) == record);
  g_assert_cmpuint (bf_record_n_replicates (record), ==, 2);
  g_assert_cmpint (bf_session_state (session), ==, BF_TRAINER_FINISHED);

  g_assert_true (bf_session_save (session, path, &error));
  g_assert_true (bf_session_open (other, path, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (bf_record_n_replicates (bf_session_record (other, 1)), ==, 2);
  g_assert_cmpint (bf_session_state (other), ==, BF_TRAINER_FINISHED);
  g_autofree char *saved = small_text (session, TRUE);
  g_autofree char *opened = small_text (other, TRUE);
  g_assert_cmpstr (saved, ==, opened);

  bf_session_reset (session);
  g_assert_null (bf_session_record (session, 1));
  bf_session_step (session);
  small_wait_for_state (session, BF_TRAINER_PAUSED);
  record = bf_session_record (session, 1);
  g_assert_cmpuint (bf_record_n_rows (bf_record_replicate (record, 1)), ==, 1);
  small_folder_free (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/session/example", test_example);
  g_test_add_func ("/session/undo-to-the-start", test_undo_to_the_start);
  g_test_add_func ("/session/merge", test_merge);
  g_test_add_func ("/session/labels", test_labels);
  g_test_add_func ("/session/run", test_run);
  g_test_add_func ("/session/reset-repeats", test_reset_repeats);
  g_test_add_func ("/session/record-follows", test_record_follows);
  g_test_add_func ("/session/pause", test_pause);
  g_test_add_func ("/session/edit-while-training", test_edit_while_training);
  g_test_add_func ("/session/leave-while-training", test_leave_while_training);
  g_test_add_func ("/session/impossible", test_impossible);
  g_test_add_func ("/session/failed-open", test_failed_open);
  g_test_add_func ("/session/save-and-open", test_save_and_open);
  g_test_add_func ("/session/selection", test_selection);
  g_test_add_func ("/session/seeds", test_seeds);

  g_test_add_func ("/session/thinned", test_thinned);
  g_test_add_func ("/session/step-near", test_step_near);
  return g_test_run ();
}
