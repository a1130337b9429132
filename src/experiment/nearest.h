/* "Did you mean ...?" */
#pragma once

#include <glib.h>

/* The one of @n @candidates that @word was probably meant to be: at most a third of its letters
 * changed, dropped, added or swapped. NULL if none is near. */
const char *bf_nearest (const char *word, const char *const *candidates, guint n);
