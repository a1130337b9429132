/* Small experiments that train in a moment, and waiting for what the trainer does in the background. */
#pragma once

#include "app/session.h"

/* Replaces the ready example of @session by @n networks of a few units on points of the plane, @steps steps each. Whatever
 * was edited before cannot be undone. */
void small_experiment (BfSession *session, guint n, guint64 steps);

/* Runs the main loop until @done, which is asked again and again; fails after a generous while. */
typedef gboolean (*SmallFunc) (gpointer data);
void small_wait (SmallFunc done, gpointer data);
void small_wait_for_state (BfSession *session, BfTrainerState state);
void small_wait_for_steps (BfSession *session, guint64 steps);

/* A copy of configuration @index for an edit. */
BfConfiguration *small_copy (BfSession *session, guint index);

/* The experiment as it would be in a file; g_free (). */
char *small_text (BfSession *session, gboolean results);

/* A folder of its own for the files of a test; removed with all in it by small_folder_free (). */
char *small_folder_new (void);
void small_folder_free (char *folder);
