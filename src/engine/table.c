#include "engine/table.h"

#include <string.h>

const void *
bf_table_row (const BfTable *table, guint index)
{
  g_return_val_if_fail (index < table->n_rows, NULL);
  return (const char *) table->rows + table->stride * index;
}

const void *
bf_table_find (const BfTable *table, const char *id)
{
  for (guint i = 0; i < table->n_rows; i++)
    {
      const BfEntry *entry = bf_table_row (table, i);
      if (strcmp (entry->id, id) == 0)
        return entry;
    }
  return NULL;
}

guint
bf_table_index (const BfTable *table, const void *row)
{
  gsize offset = (const char *) row - (const char *) table->rows;

  g_return_val_if_fail (offset % table->stride == 0 && offset / table->stride < table->n_rows, 0);
  return offset / table->stride;
}

char *
bf_table_ids (const BfTable *table)
{
  GString *ids = g_string_new (NULL);

  for (guint i = 0; i < table->n_rows; i++)
    {
      const BfEntry *entry = bf_table_row (table, i);
      g_string_append_printf (ids, "%s%s", i ? ", " : "", entry->id);
    }
  return g_string_free (ids, FALSE);
}
