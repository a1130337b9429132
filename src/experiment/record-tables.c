/* The tables of a record: what a row holds beside its layers, and how a run ends. */
#include "experiment/record.h"

static const BfTrainingMeasureInfo training_measures[] = {
  [BF_TRAINING_LOSS] = {
    { "loss", N_("Loss"), N_("Loss of the mini-batch, before the update") }, FALSE },
  [BF_TRAINING_ACCURACY] = {
    { "accuracy", N_("Accuracy"), N_("Share of the mini-batch classified right") }, FALSE, TRUE },
  [BF_TRAINING_VALIDATION_LOSS] = {
    { "validation_loss", N_("Validation loss"), N_("Loss on samples that are not trained on") },
    FALSE, TRUE },
  [BF_TRAINING_VALIDATION_ACCURACY] = {
    { "validation_accuracy", N_("Validation accuracy"),
      N_("Share classified right of samples that are not trained on") }, FALSE, TRUE },
  [BF_TRAINING_GRADIENT_NORM] = {
    { "gradient_norm", N_("Gradient norm"), N_("Norm over all parameters, before clipping") },
    TRUE },
  [BF_TRAINING_CLIPPED_GRADIENT_NORM] = {
    { "clipped_gradient_norm", N_("Gradient norm after clipping"),
      N_("Norm over all parameters, as the optimiser sees it") }, TRUE },
};

G_STATIC_ASSERT (G_N_ELEMENTS (training_measures) == BF_N_TRAINING_MEASURES);

const BfTable bf_training_measure_table = BF_TABLE ("training-measures", training_measures);

static const BfEntry outcomes[] = {
  [BF_OUTCOME_UNFINISHED] = { "unfinished", N_("Unfinished"),
                              N_("Paused, stopped or still running") },
  [BF_OUTCOME_FINISHED] = { "finished", N_("Finished"), N_("All steps done") },
  [BF_OUTCOME_DIVERGED] = { "diverged", N_("Diverged"), N_("Ended early: no longer finite") },
  [BF_OUTCOME_FAILED] = { "failed", N_("Failed"), N_("Could not start") },
};

G_STATIC_ASSERT (G_N_ELEMENTS (outcomes) == BF_N_OUTCOMES);

const BfTable bf_outcome_table = BF_TABLE ("outcomes", outcomes);
