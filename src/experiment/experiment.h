/* An experiment: title, notes, configurations and the records of their last runs.
 *
 * A plain value owned by its holder, main thread only. Undo is a matter of keeping copies:
 * configurations are copied, records shared.
 */
#pragma once

#include "engine/spectrum.h"
#include "experiment/configuration.h"
#include "experiment/record.h"

#define BF_EXPERIMENT_MAX_CONFIGURATIONS 64
#define BF_EXPERIMENT_MAX_TITLE 200        /* characters */
#define BF_EXPERIMENT_MAX_NOTES 100000     /* characters */

typedef struct {
  BfConfiguration *configuration;   /* owned, never NULL */
  BfRecord *record;                 /* owned reference; NULL: not run, or edited since */
  BfSpectrum *spectrum;             /* owned reference; NULL: not computed */
  char *spectrum_message;           /* owned; why there is none; NULL: nobody asked */
} BfExperimentEntry;

typedef struct {
  char *title;
  char *notes;
  GPtrArray *entries;               /* of BfExperimentEntry*, owned, at least one */
} BfExperiment;

BfExperiment *bf_experiment_new (void);            /* untitled, one default configuration */
/* 20 sigmoid layers with Xavier beside 20 ReLU layers with He; data/examples holds the same. */
BfExperiment *bf_experiment_new_example (void);
BfExperiment *bf_experiment_copy (const BfExperiment *experiment);  /* shares the results */
void bf_experiment_free (BfExperiment *experiment);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BfExperiment, bf_experiment_free)

guint bf_experiment_n (const BfExperiment *experiment);
/* Both borrowed. */
BfConfiguration *bf_experiment_configuration (const BfExperiment *experiment, guint index);
BfRecord *bf_experiment_record (const BfExperiment *experiment, guint index);
/* Takes a reference; NULL: none. */
void bf_experiment_set_record (BfExperiment *experiment, guint index, BfRecord *record);

/* The newest singular values of its weights, of the initial ones also without a record; both borrowed. */
BfSpectrum *bf_experiment_spectrum (const BfExperiment *experiment, guint index);
const char *bf_experiment_spectrum_message (const BfExperiment *experiment, guint index);
/* Takes a reference; NULL: none, for the reason @message, NULL: nobody asked. */
void bf_experiment_set_spectrum (BfExperiment *experiment, guint index, BfSpectrum *spectrum,
                                 const char *message);

/* Takes @configuration; @index may be the number of entries. */
void bf_experiment_insert (BfExperiment *experiment, guint index, BfConfiguration *configuration);
/* May leave none for the moment in which one is replaced. */
void bf_experiment_remove (BfExperiment *experiment, guint index);

/* bf_configuration_validate () of all, and the limits above; paths begin with "configurations[0]."
 * Domain BF_CONFIGURATION_ERROR. */
gboolean bf_experiment_validate (const BfExperiment *experiment, GError **error);

/* "NN-slug" for folders and file names of entry @index, from 01; unique in the experiment. */
char *bf_experiment_slug (const BfExperiment *experiment, guint index);
