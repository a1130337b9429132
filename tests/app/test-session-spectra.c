/* When a session asks for singular values, and what becomes of them. */
#include "small.h"

#define STEPS 30
#define LONG 1000000

static const BfSpectrum *
spectrum (BfSession *session, guint index)
{
  return bf_experiment_spectrum (bf_session_experiment (session), index);
}

static const char *
message (BfSession *session, guint index)
{
  return bf_experiment_spectrum_message (bf_session_experiment (session), index);
}

static gboolean
all_answered (gpointer data)
{
  BfSession *session = data;

  for (guint i = 0; i < bf_session_n (session); i++)
    if (spectrum (session, i) == NULL && message (session, i) == NULL)
      return FALSE;
  return TRUE;
}

static void
want (BfSession *session)
{
  bf_session_want_spectra (session);
  small_wait (all_answered, session);
}

static gboolean
is_of_last_step (gpointer data)
{
  bf_session_want_spectra (data);
  for (guint i = 0; i < bf_session_n (data); i++)
    if (spectrum (data, i) == NULL || spectrum (data, i)->step != STEPS)
      return FALSE;
  return TRUE;
}

static void
edit_units (BfSession *session, guint index, guint units)
{
  g_autoptr (BfConfiguration) configuration = small_copy (session, index);

  g_array_index (configuration->groups, BfLayerGroup, 0).units = units;
  bf_session_edit (session, index, configuration, "Change the Units", "units");
}

static void
count_cb (BfSession *session, guint index, guint *count)
{
  (*count)++;
}

static void
wait_a_while (guint milliseconds)
{
  gint64 end = g_get_monotonic_time () + milliseconds * 1000;

  while (g_get_monotonic_time () < end)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (1000);
}

/* Looking at initial weights starts, changes and forgets nothing. */
static void
test_initial (void)
{
  g_autoptr (BfSession) session = bf_session_new ();
  const BfSpectrum *first;

  small_experiment (session, 2, STEPS);
  want (session);
  g_assert_cmpuint (spectrum (session, 0)->step, ==, 0);
  g_assert_cmpuint (spectrum (session, 1)->step, ==, 0);
  g_assert_null (bf_session_record (session, 0));
  g_assert_cmpint (bf_session_state (session), ==, BF_TRAINER_IDLE);
  g_assert_false (bf_session_modified (session));

  first = spectrum (session, 0);
  bf_session_run (session);
  g_assert_true (spectrum (session, 0) == first);   /* the weights it starts with */
  small_wait_for_state (session, BF_TRAINER_FINISHED);
  small_wait (is_of_last_step, session);
  bf_session_reset (session);
  g_assert_null (spectrum (session, 0));
  want (session);
  g_assert_cmpuint (spectrum (session, 0)->step, ==, 0);
  g_assert_finalize_object (g_steal_pointer (&session));
}

/* A configuration that comes later has initial weights too. */
static void
test_added (void)
{
  g_autoptr (BfSession) session = bf_session_new ();

  small_experiment (session, 1, STEPS);
  want (session);
  bf_session_duplicate (session, 0);
  g_assert_null (spectrum (session, 1));
  want (session);
  g_assert_cmpuint (spectrum (session, 1)->step, ==, 0);
}

/* Asked for again and again: nothing that is there is computed twice. */
static void
test_no_more_than_needed (void)
{
  g_autoptr (BfSession) session = bf_session_new ();
  guint count = 0;

  small_experiment (session, 2, STEPS);
  g_signal_connect (session, "spectrum", G_CALLBACK (count_cb), &count);
  g_signal_connect (session, "spectrum", G_CALLBACK (bf_session_want_spectra), NULL);
  want (session);
  wait_a_while (50);
  g_assert_cmpuint (count, ==, 2);
  bf_session_run (session);
  small_wait_for_state (session, BF_TRAINER_FINISHED);
  small_wait (is_of_last_step, session);
  count = 0;
  for (guint i = 0; i < 20; i++)
    {
      bf_session_want_spectra (session);
      wait_a_while (5);
    }
  g_assert_cmpuint (count, ==, 0);
}

/* While training runs: seldom, but of newer and newer weights; at a pause of the newest. */
static void
test_while_running (void)
{
  g_autoptr (BfSession) session = bf_session_new ();
  gint64 start;
  guint count = 0;

  small_experiment (session, 1, LONG);
  edit_units (session, 0, 100);   /* so that rows do not come faster than they can be taken */
  g_signal_connect (session, "spectrum", G_CALLBACK (count_cb), &count);
  g_signal_connect (session, "rows", G_CALLBACK (bf_session_want_spectra), NULL);
  g_signal_connect (session, "state", G_CALLBACK (bf_session_want_spectra), NULL);
  g_signal_connect (session, "spectrum", G_CALLBACK (bf_session_want_spectra), NULL);
  bf_session_run (session);
  start = g_get_monotonic_time ();
  wait_a_while (2500);
  g_assert_cmpuint (count, >=, 1);
  g_assert_cmpuint (count, <=, 2 + (g_get_monotonic_time () - start) / G_USEC_PER_SEC);
  bf_session_pause (session);
  wait_a_while (500);
  g_assert_cmpuint (spectrum (session, 0)->step, ==, bf_session_steps_done (session));
  bf_session_stop (session);
}

/* They belong to what they are of, as records do. */
static void
test_undo (void)
{
  g_autoptr (BfSession) session = bf_session_new ();
  const BfSpectrum *trained;

  small_experiment (session, 2, STEPS);
  bf_session_run (session);
  small_wait_for_state (session, BF_TRAINER_FINISHED);
  small_wait (is_of_last_step, session);
  trained = spectrum (session, 0);
  edit_units (session, 0, 6);
  edit_units (session, 0, 7);
  g_assert_null (spectrum (session, 0));
  bf_session_undo (session);
  g_assert_true (spectrum (session, 0) == trained);
  bf_session_remove (session, 0);
  g_assert_true (spectrum (session, 0) != trained);
  bf_session_undo (session);
  g_assert_true (spectrum (session, 0) == trained);
}

/* Between two edits that are one step of undo somebody looked. */
static void
test_merged_edit (void)
{
  g_autoptr (BfSession) session = bf_session_new ();

  small_experiment (session, 1, STEPS);
  edit_units (session, 0, 6);
  want (session);
  g_assert_nonnull (spectrum (session, 0));
  edit_units (session, 0, 7);
  g_assert_null (spectrum (session, 0));
  bf_session_undo (session);
  g_assert_null (spectrum (session, 0));
}

/* What cannot be computed says why, and is no failed run. */
static void
test_impossible (void)
{
  g_autoptr (BfSession) session = bf_session_new ();

  small_experiment (session, 2, STEPS);
  edit_units (session, 1, 3000);
  want (session);
  g_assert_nonnull (spectrum (session, 0));
  g_assert_null (spectrum (session, 1));
  g_assert_nonnull (g_strstr_len (message (session, 1), -1, "3000 × 3000"));
  edit_units (session, 1, 0);
  want (session);
  g_assert_null (bf_session_record (session, 1));
  g_assert_nonnull (message (session, 1));
  bf_session_undo (session);
  want (session);
  g_assert_nonnull (spectrum (session, 1));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/session-spectra/initial", test_initial);
  g_test_add_func ("/session-spectra/added", test_added);
  g_test_add_func ("/session-spectra/no-more-than-needed", test_no_more_than_needed);
  g_test_add_func ("/session-spectra/while-running", test_while_running);
  g_test_add_func ("/session-spectra/undo", test_undo);
  g_test_add_func ("/session-spectra/merged-edit", test_merged_edit);
  g_test_add_func ("/session-spectra/impossible", test_impossible);
  return g_test_run ();
}
