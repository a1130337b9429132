/* The parts of an experiment file. Private to this folder. */
#pragma once

#include "experiment/experiment.h"
#include "experiment/json.h"
#include "experiment/reader.h"

/* One configuration, @node being entry @index; NULL and the reader's error if it is wrong. Rules
 * that concern several fields are left to bf_configuration_validate (). */
BfConfiguration *bf_read_configuration (BfReader *reader, JsonNode *node, guint index);

/* @folder: where the file will be, so that relative paths of tasks which start elsewhere become
 * absolute; NULL: paths stay as they are. */
void bf_write_configuration (BfJson *json, const BfConfiguration *configuration,
                             const char *folder);

/* "results" of a whole experiment; the configurations must be there and valid. */
gboolean bf_read_results (BfReader *reader, JsonNode *node, BfExperiment *experiment);
void bf_write_histograms (BfJson *json, const BfRecord *record);   /* "histograms" of a record */
void bf_write_results (BfJson *json, const BfExperiment *experiment);
