#include "config.h"

#include <locale.h>

#include <glib/gi18n-lib.h>

#include "app/application.h"
#include "cli/cli.h"

static void
set_up_translation (void)
{
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, BF_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}

int
main (int argc, char **argv)
{
  g_autoptr (BfApplication) application = NULL;

  set_up_translation ();
  if (bf_cli_wants (argc, argv))
    return bf_cli_main (argc, argv);
  if (!gtk_init_check ())
    {
      g_printerr (_("backflow: there is no display to open a window on; "
                    "“backflow run FILE” trains without one.\n"));
      return 2;
    }
  g_set_application_name ("Backflow");
  application = bf_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
