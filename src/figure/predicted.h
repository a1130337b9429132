/* What theory expects of a run, kept from scene to scene: it does not depend on the step, but for the
 * height it is drawn at. Private to the folder. */
#pragma once

#include "engine/prediction.h"
#include "figure/figure.h"

/* Of @measure by layer, 1 at the last; of a hidden or cell state by timestep, 1 at the last one. NULL:
 * theory says nothing of this measure, or the record nothing of its inputs. @view has a cache. Lent until
 * two scenes later. */
const BfPrediction *bf_predicted_layers (const BfFigureView *view, const BfFigureRun *run,
                                         BfLayerMeasure measure);
const BfPrediction *bf_predicted_timesteps (const BfFigureView *view, const BfFigureRun *run,
                                            guint recurrent, gboolean is_cell);

/* "Narrow network, Small batch": the names of BfTheoryLimit flags; NULL if there are none. Translated,
 * g_free(). */
char *bf_limit_names (guint limits);
