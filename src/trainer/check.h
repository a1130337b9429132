/* A gradient check in the background: builds data and network of a configuration, and compares its gradients at the
 * initial weights and the first mini-batch with central differences.
 *
 * All functions and the callback: main thread.
 */
#pragma once

#include "engine/gradient-check.h"
#include "experiment/configuration.h"

typedef struct _BfCheck BfCheck;

/* Once, from the main loop: @check (borrowed; may be referenced), or NULL and @error. */
typedef void (*BfCheckFunc) (BfGradientCheck *check, const GError *error, gpointer user_data);

/* Begins in a thread of its own. To be ended with bf_check_cancel (). */
BfCheck *bf_check_start (const BfConfiguration *configuration, BfCheckFunc func, gpointer user_data);
double bf_check_progress (BfCheck *check);   /* 0 to 1 */
/* Frees it, whether it is over or not: no callback after this. Does not wait; the thread ends by itself soon. */
void bf_check_cancel (BfCheck *check);
