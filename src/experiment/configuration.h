/* A configuration: what a person edits. Task + layer groups + training settings + seed.
 *
 * A plain value owned by its holder; no thread of its own.
 */
#pragma once

#include "dataset/dataset.h"
#include "engine/network.h"

#define BF_CONFIGURATION_MAX_LAYERS 1000   /* after repeats are unrolled */
#define BF_CONFIGURATION_MAX_UNITS 4096
#define BF_CONFIGURATION_MAX_BATCH_SIZE 100000
#define BF_CONFIGURATION_MAX_STEPS 10000000
#define BF_CONFIGURATION_MAX_SEEDS 100
#define BF_CONFIGURATION_MAX_SEED (G_GUINT64_CONSTANT (1) << 53)
#define BF_CONFIGURATION_MAX_NAME 200      /* characters */

extern const BfTable bf_precision_table;       /* row i: BfPrecision i */
extern const BfTable bf_residual_form_table;   /* row i: BfResidualForm i */

/* One group: @repeat equal layers. Keys, ranges and meaning of the members: bf_layer_field_table
 * (field.h). Members that do not apply to the group's cell, activation or initialiser are kept but
 * mean nothing. */
typedef struct {
  const BfCell *cell;
  guint units;
  guint repeat;
  const BfActivation *activation;
  double activation_parameter;
  const BfInitializer *initializer;
  const BfInitializer *recurrent_initializer;
  double gain;
  double initializer_std;
  double forget_bias;
  const BfNormalization *normalization;
  guint residual_span;          /* 0: none */
  double residual_scale;
  BfResidualForm residual_form;
} BfLayerGroup;

typedef struct {
  char *name;
  char *color;                  /* "#rrggbb", or NULL: the palette's colour of its position */
  guint64 seed;                 /* 0 .. 2^53, so that JSON keeps it */
  guint seeds;                  /* runs: with @seed, @seed + 1, ..., all else equal */
  BfPrecision precision;
  BfTaskSettings task;
  GArray *groups;               /* of BfLayerGroup, at least one */
  const BfOptimizer *optimizer;
  double learning_rate;
  double momentum;
  double clip_norm;
  guint batch_size;
  guint64 steps;
  guint histogram_interval;     /* steps; 0: no histograms */
} BfConfiguration;

#define BF_CONFIGURATION_ERROR (bf_configuration_error_quark ())
GQuark bf_configuration_error_quark (void);
typedef enum { BF_CONFIGURATION_ERROR_INVALID } BfConfigurationError;

/* The defaults of the file format: digits, one dense layer of 64 sigmoid units, Xavier, SGD. */
BfConfiguration *bf_configuration_new (const char *name);
BfConfiguration *bf_configuration_copy (const BfConfiguration *configuration);
/* Whether both mean the same; members that do not apply are not compared, name and colour are. */
gboolean bf_configuration_equal (const BfConfiguration *a, const BfConfiguration *b);
/* Its seeds; as many as there may be, or one, if the number is not valid. */
guint bf_configuration_n_seeds (const BfConfiguration *configuration);
/* What the run number @number (from 0) of it trains: a copy with that one seed, not valid if the
 * number of seeds was not. Only the first takes histograms. */
BfConfiguration *bf_configuration_copy_seed (const BfConfiguration *configuration, guint number);
void bf_configuration_free (BfConfiguration *configuration);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BfConfiguration, bf_configuration_free)

void bf_layer_group_init (BfLayerGroup *group);   /* the defaults of the file format */

/* Choose, and give what depends on the choice its default: a recurrent cell gets tanh and a
 * postactivation shortcut of span 1 or none, no normalisation; an activation its parameter; the
 * recurrent initialiser follows the initialiser as long as they are the same; an optimiser gets
 * its momentum (0.9, or 0 if it reads none) and learning rate. */
void bf_layer_group_set_cell (BfLayerGroup *group, const BfCell *cell);
void bf_layer_group_set_activation (BfLayerGroup *group, const BfActivation *activation);
void bf_layer_group_set_initializer (BfLayerGroup *group, const BfInitializer *initializer);
void bf_configuration_set_optimizer (BfConfiguration *configuration, const BfOptimizer *optimizer);

guint bf_configuration_n_layers (const BfConfiguration *configuration); /* unrolled */

/* Whether this can be built and run; if not, @error's message begins with the field's path inside
 * the configuration, e.g. "layers[1].units: ...". Every rule of design.md is here and only here. */
gboolean bf_configuration_validate (const BfConfiguration *configuration, GError **error);

/* Whether a training on data of the given shape fits into this machine's memory; if not, @error's message names the
 * field to make smaller: training.batch_size if that would do, else the units of the largest group. Apart from
 * validate(), as it depends on the machine and, where data come from a file, on that: a file that is too large here can
 * still be opened and edited. */
gboolean bf_configuration_check_memory (const BfConfiguration *configuration, guint inputs, guint timesteps,
                                        guint outputs, const BfLoss *loss, GError **error);

/* Unrolls the groups into @spec for data of the given shape. Free with bf_network_spec_clear(). */
void bf_configuration_network_spec (const BfConfiguration *configuration, guint inputs,
                                    guint timesteps, guint outputs, const BfLoss *loss,
                                    BfNetworkSpec *spec);
void bf_network_spec_clear (BfNetworkSpec *spec);
void bf_configuration_training_spec (const BfConfiguration *configuration, BfTrainingSpec *spec);
