#include "config.h"

#include <glib/gi18n-lib.h>

#include "figure/traits.h"

#include "experiment/field.h"

#define NOTHING "–"

static void
trait_free (gpointer data)
{
  BfTrait *trait = data;

  g_free (trait->name);
  g_strfreev (trait->values);
  g_free (trait);
}

/* Takes both; dropped if no run has a value. */
static void
add_trait (GPtrArray *traits, char *name, GStrv values)
{
  BfTrait *trait = g_new0 (BfTrait, 1);
  gboolean means_something = FALSE;

  trait->name = name;
  trait->values = values;
  for (guint i = 0; values[i] != NULL; i++)
    {
      means_something |= !g_str_equal (values[i], NOTHING);
      trait->differs |= !g_str_equal (values[i], values[0]);
    }
  if (means_something)
    g_ptr_array_add (traits, trait);
  else
    trait_free (trait);
}

static char *
number_text (double value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  return g_strdup (bf_number_to_text (value, buffer, sizeof buffer));
}

/* @object: NULL: there is none. */
static char *
field_text (const BfField *field, gconstpointer object)
{
  if (object == NULL || !bf_field_applies (field, object))
    return g_strdup (NOTHING);
  return bf_field_is_choice (field) ? g_strdup (_(bf_field_choice (field, object)->name))
                                    : number_text (bf_field_number (field, object));
}

static gconstpointer
whole_run (const BfConfiguration *configuration, guint group)
{
  return configuration;
}

static gconstpointer
layer_group (const BfConfiguration *configuration, guint group)
{
  return group < configuration->groups->len
           ? &g_array_index (configuration->groups, BfLayerGroup, group) : NULL;
}

/* @prefix: before the names; NULL: nothing. */
static void
add_fields (GPtrArray *traits, const BfFigureView *view, const BfTable *fields,
            gconstpointer (*object) (const BfConfiguration *, guint), guint group,
            const char *prefix)
{
  for (guint i = 0; i < fields->n_rows; i++)
    {
      const BfField *field = bf_table_row (fields, i);
      GStrv values = g_new0 (char *, view->n_runs + 1);

      for (guint run = 0; run < view->n_runs; run++)
        values[run] = field_text (field, object (view->runs[run].configuration, group));
      add_trait (traits, g_strconcat (prefix != NULL ? prefix : "", _(field->entry.name), NULL),
                 values);
    }
}

static void
add_groups (GPtrArray *traits, const BfFigureView *view)
{
  guint most = 0;

  for (guint run = 0; run < view->n_runs; run++)
    most = MAX (most, view->runs[run].configuration->groups->len);
  for (guint group = 0; group < most; group++)
    {
      g_autofree char *prefix = most > 1 ? g_strdup_printf (_("Group %u: "), group + 1) : NULL;

      add_fields (traits, view, &bf_layer_field_table, layer_group, group, prefix);
    }
}

static char *
task_text (const BfTaskKey *key, const BfTaskSettings *settings)
{
  const char *text;
  guint index;

  if ((settings->task->flags & key->flag) == 0)
    return g_strdup (NOTHING);
  switch (key->type)
    {
    case BF_TASK_KEY_UINT:
      return number_text (G_STRUCT_MEMBER (guint, settings, key->offset));
    case BF_TASK_KEY_REAL:
      return number_text (G_STRUCT_MEMBER (double, settings, key->offset));
    case BF_TASK_KEY_CHOICE:
      index = G_STRUCT_MEMBER (guint, settings, key->offset);
      return g_strdup (_(((const BfEntry *) bf_table_row (key->choices, index))->name));
    default:
      text = G_STRUCT_MEMBER (char *, settings, key->offset);
      return g_strdup (text != NULL && text[0] != '\0' ? text : NOTHING);
    }
}

static void
add_task (GPtrArray *traits, const BfFigureView *view)
{
  GStrv names = g_new0 (char *, view->n_runs + 1);

  for (guint run = 0; run < view->n_runs; run++)
    names[run] = g_strdup (_(view->runs[run].configuration->task.task->entry.name));
  add_trait (traits, g_strdup (_("Task")), names);
  for (guint i = 0; i < bf_task_key_table.n_rows; i++)
    {
      const BfTaskKey *key = bf_table_row (&bf_task_key_table, i);
      GStrv values = g_new0 (char *, view->n_runs + 1);

      for (guint run = 0; run < view->n_runs; run++)
        values[run] = task_text (key, &view->runs[run].configuration->task);
      add_trait (traits, g_strdup (_(key->entry.name)), values);
    }
}

GPtrArray *
bf_traits_new (const BfFigureView *view)
{
  GPtrArray *traits = g_ptr_array_new_with_free_func (trait_free);

  add_task (traits, view);
  add_groups (traits, view);
  add_fields (traits, view, &bf_training_field_table, whole_run, 0, NULL);
  add_fields (traits, view, &bf_run_field_table, whole_run, 0, NULL);
  return traits;
}
