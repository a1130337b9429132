#include "config.h"

#include <glib/gi18n-lib.h>

#include "experiment/experiment.h"

static void
entry_free (gpointer data)
{
  BfExperimentEntry *entry = data;

  bf_configuration_free (entry->configuration);
  g_clear_pointer (&entry->record, bf_record_unref);
  g_clear_pointer (&entry->spectrum, bf_spectrum_unref);
  g_free (entry->spectrum_message);
  g_free (entry);
}

static BfExperiment *
experiment_new (const char *title, const char *notes)
{
  BfExperiment *experiment = g_new0 (BfExperiment, 1);

  experiment->title = g_strdup (title);
  experiment->notes = g_strdup (notes);
  experiment->entries = g_ptr_array_new_with_free_func (entry_free);
  return experiment;
}

BfExperiment *
bf_experiment_new (void)
{
  BfExperiment *experiment = experiment_new ("", "");

  bf_experiment_insert (experiment, 0, bf_configuration_new (_("Configuration 1")));
  return experiment;
}

static BfConfiguration *
example_configuration (const char *name, const char *activation, const char *initializer)
{
  BfConfiguration *configuration = bf_configuration_new (name);
  BfLayerGroup *group = &g_array_index (configuration->groups, BfLayerGroup, 0);

  bf_layer_group_set_activation (group, bf_table_find (&bf_activation_table, activation));
  bf_layer_group_set_initializer (group, bf_table_find (&bf_initializer_table, initializer));
  group->repeat = 20;
  configuration->learning_rate = 0.02;   /* ReLU reads nearly every digit within 1000 steps */
  return configuration;
}

BfExperiment *
bf_experiment_new_example (void)
{
  BfExperiment *experiment =
    experiment_new (_("Sigmoid against ReLU"),
                    _("Two networks of twenty layers learn to read handwritten digits. They differ "
                      "in activation and initialisation only."));

  bf_experiment_insert (experiment, 0,
                        example_configuration (_("Sigmoid, Xavier"), "sigmoid", "xavier-uniform"));
  bf_experiment_insert (experiment, 1, example_configuration (_("ReLU, He"), "relu", "he-normal"));
  return experiment;
}

BfExperiment *
bf_experiment_copy (const BfExperiment *experiment)
{
  BfExperiment *copy = experiment_new (experiment->title, experiment->notes);

  for (guint i = 0; i < bf_experiment_n (experiment); i++)
    {
      bf_experiment_insert (copy, i,
                            bf_configuration_copy (bf_experiment_configuration (experiment, i)));
      bf_experiment_set_record (copy, i, bf_experiment_record (experiment, i));
      bf_experiment_set_spectrum (copy, i, bf_experiment_spectrum (experiment, i),
                                  bf_experiment_spectrum_message (experiment, i));
    }
  return copy;
}

void
bf_experiment_free (BfExperiment *experiment)
{
  if (experiment == NULL)
    return;
  g_free (experiment->title);
  g_free (experiment->notes);
  g_ptr_array_unref (experiment->entries);
  g_free (experiment);
}

guint
bf_experiment_n (const BfExperiment *experiment)
{
  return experiment->entries->len;
}

static BfExperimentEntry *
entry_at (const BfExperiment *experiment, guint index)
{
  g_return_val_if_fail (index < experiment->entries->len, NULL);

  return g_ptr_array_index (experiment->entries, index);
}

BfConfiguration *
bf_experiment_configuration (const BfExperiment *experiment, guint index)
{
  BfExperimentEntry *entry = entry_at (experiment, index);

  return entry != NULL ? entry->configuration : NULL;
}

BfRecord *
bf_experiment_record (const BfExperiment *experiment, guint index)
{
  BfExperimentEntry *entry = entry_at (experiment, index);

  return entry != NULL ? entry->record : NULL;
}

void
bf_experiment_set_record (BfExperiment *experiment, guint index, BfRecord *record)
{
  BfExperimentEntry *entry = entry_at (experiment, index);

  g_return_if_fail (entry != NULL);
  if (record != NULL)
    bf_record_ref (record);
  g_clear_pointer (&entry->record, bf_record_unref);
  entry->record = record;
}

BfSpectrum *
bf_experiment_spectrum (const BfExperiment *experiment, guint index)
{
  BfExperimentEntry *entry = entry_at (experiment, index);

  return entry != NULL ? entry->spectrum : NULL;
}

const char *
bf_experiment_spectrum_message (const BfExperiment *experiment, guint index)
{
  BfExperimentEntry *entry = entry_at (experiment, index);

  return entry != NULL ? entry->spectrum_message : NULL;
}

void
bf_experiment_set_spectrum (BfExperiment *experiment, guint index, BfSpectrum *spectrum,
                            const char *message)
{
  BfExperimentEntry *entry = entry_at (experiment, index);
  char *kept;

  g_return_if_fail (entry != NULL);
  if (spectrum != NULL)
    bf_spectrum_ref (spectrum);
  kept = g_strdup (message);
  g_clear_pointer (&entry->spectrum, bf_spectrum_unref);
  g_free (entry->spectrum_message);
  entry->spectrum = spectrum;
  entry->spectrum_message = kept;
}

void
bf_experiment_insert (BfExperiment *experiment, guint index, BfConfiguration *configuration)
{
  g_return_if_fail (index <= experiment->entries->len);
  g_return_if_fail (configuration != NULL);

  BfExperimentEntry *entry = g_new0 (BfExperimentEntry, 1);

  entry->configuration = configuration;
  g_ptr_array_insert (experiment->entries, index, entry);
}

void
bf_experiment_remove (BfExperiment *experiment, guint index)
{
  g_return_if_fail (index < experiment->entries->len);

  g_ptr_array_remove_index (experiment->entries, index);
}

/* @text has at most @longest characters. */
static gboolean
check_text (const char *key, const char *text, guint longest, GError **error)
{
  if (g_utf8_strlen (text, -1) <= longest)
    return TRUE;
  g_set_error (error, BF_CONFIGURATION_ERROR, BF_CONFIGURATION_ERROR_INVALID,
               _("%s: must not be longer than %u characters"), key, longest);
  return FALSE;
}

gboolean
bf_experiment_validate (const BfExperiment *experiment, GError **error)
{
  guint n = bf_experiment_n (experiment);

  if (!check_text ("title", experiment->title, BF_EXPERIMENT_MAX_TITLE, error)
      || !check_text ("notes", experiment->notes, BF_EXPERIMENT_MAX_NOTES, error))
    return FALSE;
  if (n == 0 || n > BF_EXPERIMENT_MAX_CONFIGURATIONS)
    {
      g_set_error (error, BF_CONFIGURATION_ERROR, BF_CONFIGURATION_ERROR_INVALID,
                   _("configurations: must be 1 to %d, not %u"), BF_EXPERIMENT_MAX_CONFIGURATIONS,
                   n);
      return FALSE;
    }
  for (guint i = 0; i < n; i++)
    if (!bf_configuration_validate (bf_experiment_configuration (experiment, i), error))
      {
        g_prefix_error (error, "configurations[%u].", i);
        return FALSE;
      }
  return TRUE;
}

/* Lower-case ASCII letters and digits of @name, joined by single dashes. */
static void
append_slug (GString *slug, const char *name)
{
  g_autofree char *ascii = g_str_to_ascii (name, "C");
  gsize limit = slug->len + 40;
  gboolean gap = TRUE;

  for (const char *at = ascii; *at != '\0' && slug->len < limit; at++)
    if (g_ascii_isalnum (*at))
      {
        if (gap)
          g_string_append_c (slug, '-');
        g_string_append_c (slug, g_ascii_tolower (*at));
        gap = FALSE;
      }
    else
      gap = TRUE;
}

char *
bf_experiment_slug (const BfExperiment *experiment, guint index)
{
  const BfConfiguration *configuration = bf_experiment_configuration (experiment, index);

  g_return_val_if_fail (configuration != NULL, NULL);

  GString *slug = g_string_new (NULL);
  g_string_printf (slug, "%02u", index + 1);
  append_slug (slug, configuration->name);
  return g_string_free (slug, FALSE);
}
