#include "config.h"

#include <glib/gi18n-lib.h>

#include "cli/command.h"
#include "experiment/record.h"
#include "experiment/verdict.h"
#include "figure/export.h"

static const BfTable *const tables[] = {
  &bf_task_table,
  &bf_cell_table,
  &bf_activation_table,
  &bf_initializer_table,
  &bf_normalization_table,
  &bf_loss_table,
  &bf_optimizer_table,
  &bf_layer_measure_table,
  &bf_training_measure_table,
  &bf_verdict_table,
  &bf_figure_table,
  &bf_export_format_table,
};

static const BfTable *
find_table (const char *id)
{
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    if (g_str_equal (tables[i]->id, id))
      return tables[i];
  return NULL;
}

static char *
table_ids (void)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) ids = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    g_strv_builder_add (builder, tables[i]->id);
  ids = g_strv_builder_end (builder);
  return g_strjoinv (", ", ids);
}

static void
print_table (const BfTable *table)
{
  int width = 0;

  for (guint i = 0; i < table->n_rows; i++)
    width = MAX (width, g_utf8_strlen (((const BfEntry *) bf_table_row (table, i))->id, -1));
  for (guint i = 0; i < table->n_rows; i++)
    {
      const BfEntry *entry = bf_table_row (table, i);
      g_print ("%-*s  %s\n", width, entry->id, _(entry->summary ? entry->summary : entry->name));
    }
}

static void
print_help (void)
{
  g_autofree char *ids = table_ids ();

  g_print ("%s\n  backflow list [%s]\n\n", _("Usage:"), _("KIND"));
  g_print ("%s\n\n", _("Shows what can be chosen in an experiment file or on the command line: one a\n"
                       "line, as it is written there, and what it means. Without KIND, the kinds."));
  g_print (_("Kinds: %s"), ids);
  g_print ("\n");
}

int
bf_command_list (int argc, char **argv)
{
  const BfTable *table;

  if (argc > 2)
    {
      bf_complain (_("“list” takes one kind, not “%s” as well"), argv[2]);
      return BF_EXIT_USAGE;
    }
  if (argc == 2 && (g_str_equal (argv[1], "--help") || g_str_equal (argv[1], "-h")))
    {
      print_help ();
      return BF_EXIT_DONE;
    }
  if (argc < 2)
    {
      for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
        g_print ("%s\n", tables[i]->id);
      return BF_EXIT_DONE;
    }
  table = find_table (argv[1]);
  if (table == NULL)
    {
      g_autofree char *ids = table_ids ();
      bf_complain (_("“%s” cannot be listed; the kinds are %s"), argv[1], ids);
      return BF_EXIT_USAGE;
    }
  print_table (table);
  return BF_EXIT_DONE;
}
