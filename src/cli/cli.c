#include "cli/cli.h"

gboolean
bf_cli_wants (int argc, char **argv)
{
  return FALSE;
}

int
bf_cli_main (int argc, char **argv)
{
  return 2;
}
