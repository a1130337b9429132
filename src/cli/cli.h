/* `backflow run ...` and `backflow list ...`: no display, no GTK. */
#pragma once

#include <glib.h>

/* Whether argv names a command of this folder (run, list, --help, --version) rather than files for the window. */
gboolean bf_cli_wants (int argc, char **argv);

/* Exit status: 0 done, 1 a run failed or diverged (results written), 2 bad usage or file. */
int bf_cli_main (int argc, char **argv);
