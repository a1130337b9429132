/* What a person set once and for all. Without the installed schema everything works and nothing is kept. */
#pragma once

#include <gio/gio.h>

/* The preferences; NULL when the schema is not there. Own the reference. */
GSettings *bf_settings_new (void);
