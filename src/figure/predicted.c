#include "config.h"

#include <glib/gi18n-lib.h>

#include "figure/predicted.h"

#include "figure/cache.h"
#include "figure/runs.h"

static void
clear (gpointer data)
{
  bf_prediction_clear (data);
}

/* Of a recurrent layer, by BfTheoryState. */
typedef struct {
  BfPrediction states[2];
} TimePredictions;

static void
clear_states (gpointer data)
{
  TimePredictions *kept = data;

  bf_prediction_clear (&kept->states[BF_THEORY_HIDDEN]);
  bf_prediction_clear (&kept->states[BF_THEORY_CELL]);
}

static const BfCacheKind layer_kind = { sizeof (BfPrediction), clear };
static const BfCacheKind time_kind = { sizeof (TimePredictions), clear_states };

/* FALSE: not enough is known. Outputs and loss do not matter: everything is relative to the last layer.
 * Free with bf_network_spec_clear(). */
static gboolean
get_spec (const BfFigureRun *run, BfNetworkSpec *spec, guint *batch_size)
{
  const BfRecordInputs *inputs = bf_record_inputs (run->record);
  BfTrainingSpec training;

  if (inputs->n == 0
      || bf_configuration_n_layers (run->configuration) != bf_record_n_layers (run->record))
    return FALSE;
  bf_configuration_network_spec (run->configuration, inputs->n, bf_record_timesteps (run->record), 1,
                                 bf_table_row (&bf_loss_table, 0), spec);
  bf_configuration_training_spec (run->configuration, &training);
  *batch_size = training.batch_size;
  return TRUE;
}

const BfPrediction *
bf_predicted_layers (const BfFigureView *view, const BfFigureRun *run, BfLayerMeasure measure)
{
  BfPrediction *kept = bf_figure_cache_get (view, run, &layer_kind, measure);
  BfNetworkSpec spec;
  guint batch_size;

  if ((measure != BF_ACTIVATION_GRADIENT_NORM && measure != BF_ACTIVATION_GRADIENT_RMS)
      || kept == NULL)
    return NULL;
  if (kept->n == 0 && get_spec (run, &spec, &batch_size))
    {
      bf_predict_layers (&spec, &bf_record_inputs (run->record)->moments, batch_size, measure, 1, 1,
                         kept);
      bf_network_spec_clear (&spec);
    }
  return kept->n > 0 ? kept : NULL;
}

const BfPrediction *
bf_predicted_timesteps (const BfFigureView *view, const BfFigureRun *run, guint recurrent,
                        gboolean is_cell)
{
  TimePredictions *kept = bf_figure_cache_get (view, run, &time_kind, recurrent);
  BfTheoryState state = is_cell ? BF_THEORY_CELL : BF_THEORY_HIDDEN;
  BfNetworkSpec spec;
  guint batch_size;

  if (kept != NULL && kept->states[BF_THEORY_HIDDEN].n == 0 && get_spec (run, &spec, &batch_size))
    {
      bf_predict_timesteps (&spec, &bf_record_inputs (run->record)->moments, batch_size,
                            bf_record_recurrent_layer (run->record, recurrent), 1, 1, kept->states);
      bf_network_spec_clear (&spec);
    }
  return kept != NULL && kept->states[state].n > 0 ? &kept->states[state] : NULL;
}

char *
bf_limit_names (guint limits)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < BF_N_THEORY_LIMITS; i++)
    if (limits & (1u << i))
      {
        const BfEntry *entry = bf_table_row (&bf_theory_limit_table, i);

        g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", _(entry->name));
      }
  return g_string_free (text, text->len == 0);
}
