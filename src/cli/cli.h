/* `backflow run ...` and `backflow list ...`: no display, no GTK. */
#pragma once

#include <glib.h>

/* Whether argv names a command of this folder (run, list, --help, --version) rather than files for the window. */
gboolean bf_cli_wants (int argc, char **argv);

/* Returns the exit status; see cli/command.h. The locale is set up. */
int bf_cli_main (int argc, char **argv);
