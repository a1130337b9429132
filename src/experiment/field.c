#include "config.h"

#include <glib/gi18n-lib.h>

#include "experiment/field.h"

#include <string.h>

static gboolean
has_free_activation (gconstpointer object)
{
  const BfLayerGroup *group = object;

  return !group->cell->gated;
}

static gboolean
has_parameter (gconstpointer object)
{
  const BfLayerGroup *group = object;

  return has_free_activation (group) && group->activation->parameter_id != NULL;
}

static gboolean
is_recurrent (gconstpointer object)
{
  const BfLayerGroup *group = object;

  return group->cell->recurrent;
}

static gboolean
is_gated (gconstpointer object)
{
  const BfLayerGroup *group = object;

  return group->cell->gated;
}

static gboolean
reads_std (gconstpointer object)
{
  const BfLayerGroup *group = object;

  return group->initializer->has_std
         || (group->cell->recurrent && group->recurrent_initializer->has_std);
}

static gboolean
reads_momentum (gconstpointer object)
{
  const BfConfiguration *configuration = object;

  return configuration->optimizer->has_momentum;
}

#define LAYER(member) G_STRUCT_OFFSET (BfLayerGroup, member)
#define OF_RUN(member) G_STRUCT_OFFSET (BfConfiguration, member)

static void
choose_cell (gpointer object, gconstpointer row)
{
  bf_layer_group_set_cell (object, row);
}

static void
choose_activation (gpointer object, gconstpointer row)
{
  bf_layer_group_set_activation (object, row);
}

static void
choose_initializer (gpointer object, gconstpointer row)
{
  bf_layer_group_set_initializer (object, row);
}

static void
choose_optimizer (gpointer object, gconstpointer row)
{
  bf_configuration_set_optimizer (object, row);
}

static const BfField layer_fields[] = {
  { { "type", N_("Type"), N_("What each layer computes") },
    BF_FIELD_ROW, LAYER (cell), .table = &bf_cell_table, .choose = choose_cell },
  { { "units", N_("Units"), N_("Neurons of each layer") },
    BF_FIELD_UINT, LAYER (units), .min = 1, .max = BF_CONFIGURATION_MAX_UNITS,
    .formula = N_("A dense layer has units · (inputs + 1) parameters.") },
  { { "repeat", N_("Layers"), N_("How many equal layers follow each other") },
    BF_FIELD_UINT, LAYER (repeat), .min = 1, .max = BF_CONFIGURATION_MAX_LAYERS,
    .formula = N_("The gradient at a layer is the product of the factors of all layers after it.") },
  { { "activation", N_("Activation"), N_("Non-linearity after each layer’s weights") },
    BF_FIELD_ROW, LAYER (activation), .table = &bf_activation_table, .choose = choose_activation,
    .applies = has_free_activation },
  { { "activation_parameter", N_("Parameter"), N_("Slope or scale of the activation") },
    BF_FIELD_PARAMETER, LAYER (activation_parameter),
    .applies = has_parameter },
  { { "initializer", N_("Initialiser"), N_("How the weights are drawn at the start") },
    BF_FIELD_ROW, LAYER (initializer), .table = &bf_initializer_table,
    .choose = choose_initializer },
  { { "recurrent_initializer", N_("Recurrent initialiser"),
      N_("How the weights from one timestep to the next are drawn") },
    BF_FIELD_ROW, LAYER (recurrent_initializer), .table = &bf_initializer_table,
    .applies = is_recurrent,
    .formula = N_("|∂hₜ₊ₖ/∂hₜ| ≤ (max φ′ · largest singular value of U)ᵏ (Pascanu et al. 2013)") },
  { { "gain", N_("Gain"), N_("Factor on the initialiser’s scale") },
    BF_FIELD_REAL, LAYER (gain), .min = 0, .max = 1000,
    .formula = N_("Var w = gain² · variance of the initialiser") },
  { { "std", N_("Standard deviation"), N_("Of the initialiser “normal”") },
    BF_FIELD_REAL, LAYER (initializer_std), .min = 0, .max = 1000,
    .applies = reads_std,
    .formula = N_("w = gain · standard deviation · N(0, 1)") },
  { { "forget_bias", N_("Forget bias"), N_("Start of the bias of the gate that keeps the state") },
    BF_FIELD_REAL, LAYER (forget_bias), .min = -100, .max = 100,
    .applies = is_gated,
    .formula = N_("The cell’s gradient is multiplied by sigmoid(b) at every timestep: 0.5 for 0, 0.73 "
                  "for 1, 0.88 for 2 (Gers et al. 2000, Jozefowicz et al. 2015).") },
  { { "normalization", N_("Normalisation"), N_("Of the pre-activation") },
    BF_FIELD_ROW, LAYER (normalization), .table = &bf_normalization_table,
    .formula = N_("γ · (z − mean) / √(variance + 10⁻⁵) + β (Ioffe and Szegedy 2015, Ba et al. 2016)") },
  { { "residual_span", N_("Residual span"), N_("Layers under each shortcut; 0: none") },
    BF_FIELD_UINT, LAYER (residual_span), .min = 0, .max = BF_CONFIGURATION_MAX_LAYERS,
    .formula = N_("y = x + scale · F(x): the gradient also passes unchanged (He et al. 2016).") },
  { { "residual_scale", N_("Residual scale"), N_("Factor on what is added to the shortcut") },
    BF_FIELD_REAL, LAYER (residual_scale), .min = -1000, .max = 1000,
    .formula = N_("y = x + scale · F(x)") },
  { { "residual_form", N_("Residual form"), N_("Where the activation sits under a shortcut") },
    BF_FIELD_INDEX, LAYER (residual_form), .table = &bf_residual_form_table },
};

static const BfField training_fields[] = {
  { { "optimizer", N_("Optimiser"), N_("Rule that turns gradients into updates") },
    BF_FIELD_ROW, OF_RUN (optimizer), .table = &bf_optimizer_table, .choose = choose_optimizer },
  { { "learning_rate", N_("Learning rate"), N_("Size of an update") },
    BF_FIELD_REAL, OF_RUN (learning_rate), .min = 0, .max = 1e6, .ends = BF_FIELD_OPEN_MIN,
    .formula = N_("w −= rate · g, or what the optimiser makes of g") },
  { { "momentum", N_("Momentum"), N_("Share of the last update that goes on") },
    BF_FIELD_REAL, OF_RUN (momentum), .min = 0, .max = 1, .ends = BF_FIELD_OPEN_MAX,
    .applies = reads_momentum,
    .formula = N_("v = momentum · v + g; w −= rate · v") },
  { { "batch_size", N_("Batch size"), N_("Samples of a mini-batch") },
    BF_FIELD_UINT, OF_RUN (batch_size), .min = 1, .max = BF_CONFIGURATION_MAX_BATCH_SIZE,
    .formula = N_("g is the mean of the gradients of so many samples.") },
  { { "steps", N_("Steps"), N_("Mini-batches to train on") },
    BF_FIELD_UINT64, OF_RUN (steps), .min = 1, .max = BF_CONFIGURATION_MAX_STEPS },
  { { "clip_norm", N_("Clip norm"), N_("Longest gradient an update uses; 0: no clipping") },
    BF_FIELD_REAL, OF_RUN (clip_norm), .min = 0, .max = 1e30,
    .formula = N_("g · min(1, clip norm / |g|) (Pascanu et al. 2013)") },
  { { "histogram_interval", N_("Histogram interval"),
      N_("Steps from one histogram to the next; 0: no histograms") },
    BF_FIELD_UINT, OF_RUN (histogram_interval), .min = 0, .max = BF_CONFIGURATION_MAX_STEPS },
};

static const BfField run_fields[] = {
  { { "seed", N_("Seed"), N_("Start of all random numbers") },
    BF_FIELD_UINT64, OF_RUN (seed), .min = 0, .max = BF_CONFIGURATION_MAX_SEED },
  { { "seeds", N_("Seeds"), N_("Runs with one seed after the other, to tell a difference from luck") },
    BF_FIELD_UINT, OF_RUN (seeds), .min = 1, .max = BF_CONFIGURATION_MAX_SEEDS },
  { { "precision", N_("Precision"), N_("Of every number in the training") },
    BF_FIELD_INDEX, OF_RUN (precision), .table = &bf_precision_table },
};

const BfTable bf_layer_field_table = BF_TABLE ("layer-fields", layer_fields);
const BfTable bf_training_field_table = BF_TABLE ("training-fields", training_fields);
const BfTable bf_run_field_table = BF_TABLE ("run-fields", run_fields);

static gboolean
is_parameter_key (const char *key)
{
  for (guint i = 0; i < bf_activation_table.n_rows; i++)
    {
      const BfActivation *activation = bf_table_row (&bf_activation_table, i);

      if (g_strcmp0 (activation->parameter_id, key) == 0)
        return TRUE;
    }
  return FALSE;
}

const BfField *
bf_field_find (const BfTable *fields, const char *key)
{
  for (guint i = 0; i < fields->n_rows; i++)
    {
      const BfField *field = bf_table_row (fields, i);

      if (field->kind == BF_FIELD_PARAMETER ? is_parameter_key (key)
                                            : strcmp (field->entry.id, key) == 0)
        return field;
    }
  return NULL;
}

const char *
bf_field_key (const BfField *field, gconstpointer object)
{
  const BfLayerGroup *group = object;

  return field->kind == BF_FIELD_PARAMETER ? group->activation->parameter_id : field->entry.id;
}

gboolean
bf_field_applies (const BfField *field, gconstpointer object)
{
  return field->applies == NULL || field->applies (object);
}

gboolean
bf_field_is_choice (const BfField *field)
{
  return field->kind == BF_FIELD_ROW || field->kind == BF_FIELD_INDEX;
}

gboolean
bf_field_is_integer (const BfField *field)
{
  return field->kind == BF_FIELD_UINT || field->kind == BF_FIELD_UINT64;
}

double
bf_field_number (const BfField *field, gconstpointer object)
{
  gconstpointer member = G_STRUCT_MEMBER_P (object, field->offset);

  switch (field->kind)
    {
    case BF_FIELD_UINT:
      return *(const guint *) member;
    case BF_FIELD_UINT64:
      return *(const guint64 *) member;
    case BF_FIELD_REAL:
    case BF_FIELD_PARAMETER:
      return *(const double *) member;
    default:
      g_return_val_if_reached (0);
    }
}

void
bf_field_set_number (const BfField *field, gpointer object, double value)
{
  gpointer member = G_STRUCT_MEMBER_P (object, field->offset);

  switch (field->kind)
    {
    case BF_FIELD_UINT:
      *(guint *) member = value;
      break;
    case BF_FIELD_UINT64:
      *(guint64 *) member = value;
      break;
    case BF_FIELD_REAL:
    case BF_FIELD_PARAMETER:
      *(double *) member = value;
      break;
    default:
      g_return_if_reached ();
    }
}

const BfEntry *
bf_field_choice (const BfField *field, gconstpointer object)
{
  gconstpointer member = G_STRUCT_MEMBER_P (object, field->offset);

  g_return_val_if_fail (bf_field_is_choice (field), NULL);
  if (field->kind == BF_FIELD_ROW)
    return *(const BfEntry *const *) member;
  return bf_table_row (field->table, *(const guint *) member);
}

void
bf_field_set_choice (const BfField *field, gpointer object, const BfEntry *row)
{
  gpointer member = G_STRUCT_MEMBER_P (object, field->offset);

  g_return_if_fail (bf_field_is_choice (field));
  if (field->choose != NULL)
    field->choose (object, row);
  else if (field->kind == BF_FIELD_ROW)
    *(const BfEntry **) member = row;
  else
    *(guint *) member = bf_table_index (field->table, row);
}

/* The enums behind BF_FIELD_INDEX are read as guint. */
G_STATIC_ASSERT (sizeof (BfPrecision) == sizeof (guint));
G_STATIC_ASSERT (sizeof (BfResidualForm) == sizeof (guint));

char *
bf_field_check_number (const BfField *field, gconstpointer object, double value)
{
  const BfLayerGroup *group = object;

  if (field->kind == BF_FIELD_PARAMETER)
    return bf_check_range (value, group->activation->parameter_min,
                           group->activation->parameter_max, BF_FIELD_CLOSED);
  return bf_check_range (value, field->min, field->max, field->ends);
}

static gboolean
field_equal (const BfField *field, gconstpointer a, gconstpointer b)
{
  if (bf_field_applies (field, a) != bf_field_applies (field, b))
    return FALSE;
  if (!bf_field_applies (field, a))
    return TRUE;
  if (bf_field_is_choice (field))
    return bf_field_choice (field, a) == bf_field_choice (field, b);
  return bf_field_number (field, a) == bf_field_number (field, b);
}

gboolean
bf_fields_equal (const BfTable *fields, gconstpointer a, gconstpointer b)
{
  for (guint i = 0; i < fields->n_rows; i++)
    if (!field_equal (bf_table_row (fields, i), a, b))
      return FALSE;
  return TRUE;
}

char *
bf_check_range (double value, double min, double max, BfFieldEnds ends)
{
  gboolean above = (ends & BF_FIELD_OPEN_MIN) ? value > min : value >= min;
  gboolean below = (ends & BF_FIELD_OPEN_MAX) ? value < max : value <= max;
  char low[G_ASCII_DTOSTR_BUF_SIZE], high[G_ASCII_DTOSTR_BUF_SIZE], text[G_ASCII_DTOSTR_BUF_SIZE];

  if (above && below)
    return NULL;
  bf_number_to_text (min, low, sizeof low);
  bf_number_to_text (max, high, sizeof high);
  bf_number_to_text (value, text, sizeof text);
  if (ends & BF_FIELD_OPEN_MIN)
    return g_strdup_printf (_("must be greater than %s and at most %s, not %s"), low, high, text);
  if (ends & BF_FIELD_OPEN_MAX)
    return g_strdup_printf (_("must be at least %s and less than %s, not %s"), low, high, text);
  return g_strdup_printf (_("must be between %s and %s, not %s"), low, high, text);
}

char *
bf_number_to_text (double value, char *buffer, gsize size)
{
  g_return_val_if_fail (size >= G_ASCII_DTOSTR_BUF_SIZE, buffer);

  g_ascii_formatd (buffer, size, "%.15g", value);
  if (value == value && g_ascii_strtod (buffer, NULL) != value)
    g_ascii_formatd (buffer, size, "%.16g", value);
  if (value == value && g_ascii_strtod (buffer, NULL) != value)
    g_ascii_formatd (buffer, size, "%.17g", value);
  if (value != value)
    g_strlcpy (buffer, "nan", size);   /* never "-nan" */
  return buffer;
}
