/* Windows of small experiments, as the application opens them. */
#pragma once

#include "small.h"

#include "app/application.h"
#include "app/window-private.h"

extern BfApplication *application;

/* Between these in main () tests are added; the exit status. */
void window_test_begin (void);
int window_test_run (void);

/* Lets the main loop do what it has to do. */
void settle (void);
/* For small_wait (): a widget that is on the screen; a weak pointer to what is no more. */
gboolean is_mapped (gpointer widget);
gboolean is_gone (gpointer pointer);

/* With @n configurations, shown. */
BfWindow *window_new (guint n, guint64 steps);
/* Closes without saving, and sees to it that nothing of the window stays behind. */
void window_close (BfWindow *window);
void activate (BfWindow *window, const char *name);   /* an action that must be enabled */
