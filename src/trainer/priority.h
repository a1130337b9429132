/* Which threads go first. */
#pragma once

/* The calling thread lets others go first from now on: a window that draws should not have to wait for the
 * threads that fill all cores. */
void bf_thread_step_back (void);
