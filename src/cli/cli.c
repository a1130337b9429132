#include "config.h"

#include "cli/cli.h"

#include <stdio.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "cli/command.h"

static const BfCommand commands[] = {
  { { "run", "run", N_("Train the configurations of an experiment file and write results") },
    bf_command_run },
  { { "check", "check", N_("Check the gradients of an experiment file against central differences") },
    bf_command_check },
  { { "list", "list", N_("Show what can be chosen in an experiment file") },
    bf_command_list },
};

const BfTable bf_command_table = BF_TABLE ("commands", commands);

static gboolean
is_one_of (const char *text, const char *a, const char *b)
{
  return strcmp (text, a) == 0 || strcmp (text, b) == 0;
}

gboolean
bf_cli_wants (int argc, char **argv)
{
  if (argc < 2)
    return FALSE;
  return is_one_of (argv[1], "--help", "-h") || strcmp (argv[1], "--version") == 0
         || bf_table_find (&bf_command_table, argv[1]) != NULL;
}

void
bf_complain (const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_strdelimit (message, "\n\r", ' ');
  g_printerr ("backflow: %s\n", message);
}

static void
print_help (void)
{
  g_print ("%s\n\n", _("Backflow shows how gradients vanish, why, and which remedy helps."));
  g_print ("%s\n", _("Usage:"));
  g_print ("  backflow [%s…]\n", _("FILE"));
  g_print ("      %s\n", _("Open the window, with experiment files"));
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_print ("  backflow %s …\n", commands[i].entry.id);
      g_print ("      %s\n", _(commands[i].entry.summary));
    }
  g_print ("  backflow --version\n      %s\n", _("Show the version"));
  g_print ("\n%s\n", _("“backflow COMMAND --help” explains the options of a command."));
}

static int
dispatch (int argc, char **argv)
{
  const BfCommand *command = bf_table_find (&bf_command_table, argv[1]);

  if (command != NULL)
    return command->run (argc - 1, argv + 1);
  if (strcmp (argv[1], "--version") == 0)
    g_print ("backflow %s\n", BF_VERSION);
  else
    print_help ();
  return BF_EXIT_DONE;
}

int
bf_cli_main (int argc, char **argv)
{
  int status;

  g_return_val_if_fail (argc >= 2, BF_EXIT_USAGE);

  status = dispatch (argc, argv);
  if (fflush (stdout) == 0 && !ferror (stdout))
    return status;
  bf_complain (_("standard output cannot be written"));
  return MAX (status, BF_EXIT_FAILED);
}
