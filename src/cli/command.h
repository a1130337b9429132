/* The commands of `backflow COMMAND ...`. */
#pragma once

#include "engine/table.h"

typedef struct {
  BfEntry entry;
  int (*run) (int argc, char **argv);   /* argv[0] is the command's name; returns the exit status */
} BfCommand;

enum {
  BF_EXIT_DONE = 0,
  BF_EXIT_FAILED = 1,    /* a run failed or diverged, results could not be written, or a gradient is wrong */
  BF_EXIT_USAGE = 2,     /* bad usage or file; nothing was trained */
  BF_EXIT_SIGNAL = 128,  /* plus the number of the signal: interrupted, results so far written */
};

extern const BfTable bf_command_table;

int bf_command_run (int argc, char **argv);
int bf_command_check (int argc, char **argv);
int bf_command_list (int argc, char **argv);

/* "backflow: ...", one line on stderr. */
void bf_complain (const char *format, ...) G_GNUC_PRINTF (1, 2);
