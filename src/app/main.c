#include "cli/cli.h"

int
main (int argc, char **argv)
{
  if (bf_cli_wants (argc, argv))
    return bf_cli_main (argc, argv);
  return 0;
}
