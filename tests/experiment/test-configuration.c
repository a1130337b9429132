#include "sample.h"

#include "experiment/field.h"

/* The cells of the file format that a build may not have yet are skipped in one line. */
static const BfCell *
recurrent_cell (gboolean gated)
{
  for (guint i = 0; i < bf_cell_table.n_rows; i++)
    {
      const BfCell *cell = bf_table_row (&bf_cell_table, i);

      if (cell->recurrent && cell->gated == gated)
        return cell;
    }
  return NULL;
}

static void
test_defaults (void)
{
  g_autoptr (BfConfiguration) configuration = bf_configuration_new ("New");
  const BfLayerGroup *group = sample_group (configuration, 0);
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (configuration->name, ==, "New");
  g_assert_null (configuration->color);
  g_assert_cmpuint (configuration->seed, ==, 1);
  g_assert_cmpuint (configuration->precision, ==, BF_FLOAT32);
  g_assert_cmpstr (configuration->task.task->entry.id, ==, "digits");
  g_assert_cmpuint (configuration->groups->len, ==, 1);
  g_assert_cmpstr (group->cell->entry.id, ==, "dense");
  g_assert_cmpuint (group->units, ==, 64);
  g_assert_cmpuint (group->repeat, ==, 1);
  g_assert_cmpstr (group->activation->entry.id, ==, "sigmoid");
  g_assert_cmpstr (group->initializer->entry.id, ==, "xavier-uniform");
  g_assert_cmpfloat (group->gain, ==, 1);
  g_assert_cmpstr (group->normalization->entry.id, ==, "none");
  g_assert_cmpuint (group->residual_span, ==, 0);
  g_assert_cmpfloat (group->residual_scale, ==, 1);
  g_assert_cmpuint (group->residual_form, ==, BF_RESIDUAL_PREACTIVATION);
  g_assert_cmpstr (configuration->optimizer->entry.id, ==, "sgd");
  g_assert_cmpfloat (configuration->learning_rate, ==, 0.1);
  g_assert_cmpfloat (configuration->momentum, ==, 0);
  g_assert_cmpuint (configuration->batch_size, ==, 64);
  g_assert_cmpuint (configuration->steps, ==, 1000);
  g_assert_cmpfloat (configuration->clip_norm, ==, 0);
  g_assert_true (bf_configuration_validate (configuration, &error));
  g_assert_no_error (error);
}

/* Every member of every table of fields makes a difference, and a copy none. */
static void
check_every_field (const BfTable *fields, gsize offset_of_target)
{
  for (guint i = 0; i < fields->n_rows; i++)
    {
      const BfField *field = bf_table_row (fields, i);
      g_autoptr (BfConfiguration) a = bf_configuration_new ("A");
      bf_layer_group_set_activation (sample_group (a, 0), bf_table_find (&bf_activation_table, "elu"));
      bf_configuration_set_optimizer (a, bf_table_find (&bf_optimizer_table, "momentum"));
      sample_group (a, 0)->initializer = bf_table_find (&bf_initializer_table, "normal");
      g_autoptr (BfConfiguration) b = bf_configuration_copy (a);
      gpointer target = fields == &bf_layer_field_table ? (gpointer) sample_group (b, 0) : b;

      g_assert_true (bf_configuration_equal (a, b));
      if (!bf_field_applies (field, target))
        continue;
      if (bf_field_is_choice (field))
        {
          guint n = field->table->n_rows;
          const BfEntry *other = bf_table_row (field->table, n - 1);

          if (n < 2)
            continue;
          if (other == bf_field_choice (field, target))
            other = bf_table_row (field->table, 0);
          bf_field_set_choice (field, target, other);
          g_assert_true (bf_field_choice (field, target) == other);
        }
      else
        {
          double other = bf_field_number (field, target) / 2 + 1;

          bf_field_set_number (field, target, bf_field_is_integer (field) ? floor (other) + 1 : other);
        }
      g_assert_false (bf_configuration_equal (a, b));
    }
}

static void
test_equal (void)
{
  g_autoptr (BfConfiguration) a = bf_configuration_new ("A");
  g_autoptr (BfConfiguration) b = bf_configuration_copy (a);

  check_every_field (&bf_layer_field_table, 0);
  check_every_field (&bf_training_field_table, 0);
  check_every_field (&bf_run_field_table, 0);

  g_assert_true (bf_configuration_equal (a, b));
  b->color = g_strdup ("#ff0000");
  g_assert_false (bf_configuration_equal (a, b));
  g_clear_pointer (&b->color, g_free);
  g_free (b->name);
  b->name = g_strdup ("B");
  g_assert_false (bf_configuration_equal (a, b));
  g_free (b->name);
  b->name = g_strdup ("A");
  g_array_append_val (b->groups, *sample_group (a, 0));
  g_assert_false (bf_configuration_equal (a, b));
  g_array_set_size (b->groups, 1);
  g_assert_true (bf_configuration_equal (a, b));

  /* What does not apply does not count. */
  sample_group (b, 0)->activation_parameter = 17;
  sample_group (b, 0)->forget_bias = 1;
  b->momentum = 0.5;
  g_assert_true (bf_configuration_equal (a, b));
}

/* Copies own what they hold. */
static void
test_copy (void)
{
  BfConfiguration *a = bf_configuration_new ("A");
  g_autoptr (BfConfiguration) b = NULL;

  a->color = g_strdup ("#123456");
  sample_group (a, 0)->repeat = 7;
  b = bf_configuration_copy (a);
  sample_group (a, 0)->repeat = 8;
  bf_configuration_free (a);
  g_assert_cmpstr (b->name, ==, "A");
  g_assert_cmpstr (b->color, ==, "#123456");
  g_assert_cmpuint (sample_group (b, 0)->repeat, ==, 7);
  bf_configuration_free (NULL);
}

static void
test_choices (void)
{
  g_autoptr (BfConfiguration) configuration = bf_configuration_new ("A");
  BfLayerGroup *group = sample_group (configuration, 0);
  const BfActivation *leaky = bf_table_find (&bf_activation_table, "leaky-relu");

  bf_layer_group_set_activation (group, leaky);
  g_assert_cmpfloat (group->activation_parameter, ==, leaky->parameter_default);

  bf_layer_group_set_initializer (group, bf_table_find (&bf_initializer_table, "he-normal"));
  g_assert_cmpstr (group->recurrent_initializer->entry.id, ==, "he-normal");
  group->recurrent_initializer = bf_table_find (&bf_initializer_table, "uniform");
  bf_layer_group_set_initializer (group, bf_table_find (&bf_initializer_table, "xavier-normal"));
  g_assert_cmpstr (group->initializer->entry.id, ==, "xavier-normal");
  g_assert_cmpstr (group->recurrent_initializer->entry.id, ==, "uniform");

  bf_configuration_set_optimizer (configuration, bf_table_find (&bf_optimizer_table, "momentum"));
  g_assert_cmpfloat (configuration->momentum, ==, 0.9);
  bf_configuration_set_optimizer (configuration, bf_table_find (&bf_optimizer_table, "adam"));
  g_assert_cmpfloat (configuration->momentum, ==, 0);
  g_assert_cmpfloat (configuration->learning_rate, ==, 0.001);

  if (recurrent_cell (FALSE) == NULL)
    return;
  group->residual_span = 3;
  bf_layer_group_set_cell (group, recurrent_cell (FALSE));
  g_assert_cmpstr (group->activation->entry.id, ==, "tanh");
  g_assert_cmpuint (group->residual_span, ==, 1);
  g_assert_cmpuint (group->residual_form, ==, BF_RESIDUAL_POSTACTIVATION);
}

/* Layers: "." outside spans, "(" first, "-" inside, ")" last, "1" a span of one layer. */
static void
test_unroll (void)
{
  static const struct { guint repeat, span; const char *layers; } cases[] = {
    { 1, 0, "." },
    { 5, 0, "....." },
    { 2, 1, ".1" },
    { 4, 1, ".111" },
    { 3, 2, ".()" },
    { 4, 2, ".()." },
    { 5, 2, ".()()" },
    { 7, 3, ".(-)(-)" },
    { 9, 3, ".(-)(-).." },
    { 6, 5, ".(---)" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (BfConfiguration) configuration = bf_configuration_new ("A");
      BfLayerGroup group = *sample_group (configuration, 0);
      g_autoptr (GString) layers = g_string_new (NULL);
      BfNetworkSpec spec;

      /* A group in front, so that positions are not those inside the group. */
      sample_group (configuration, 0)->repeat = 3;
      group.repeat = cases[i].repeat;
      group.residual_span = cases[i].span;
      group.residual_scale = 0.5;
      group.units = 16;
      g_array_append_val (configuration->groups, group);
      g_assert_true (bf_configuration_validate (configuration, NULL));

      bf_configuration_network_spec (configuration, 2, 0, 10, bf_table_find (&bf_loss_table, "cross-entropy"),
                                     &spec);
      g_assert_cmpuint (spec.n_layers, ==, 3 + cases[i].repeat);
      g_assert_cmpuint (spec.n_layers, ==, bf_configuration_n_layers (configuration));
      g_assert_cmpuint (spec.inputs, ==, 2);
      g_assert_cmpuint (spec.outputs, ==, 10);
      for (guint l = 0; l < spec.n_layers; l++)
        {
          const BfLayerSpec *layer = &spec.layers[l];
          gboolean first = layer->span_first == (int) l, last = layer->span_last;

          g_assert_cmpuint (layer->units, ==, l < 3 ? 64 : 16);
          if (layer->span_first < 0)
            g_assert_false (last);
          else
            g_assert_cmpint (layer->span_first, >, 3);
          if (l >= 3)
            g_string_append_c (layers, layer->span_first < 0 ? '.' : first && last ? '1'
                                       : first ? '(' : last ? ')' : '-');
        }
      g_assert_cmpstr (layers->str, ==, cases[i].layers);
      bf_network_spec_clear (&spec);
      g_assert_null (spec.layers);
    }
}

static void
test_training_spec (void)
{
  g_autoptr (BfConfiguration) configuration = bf_configuration_new ("A");
  BfTrainingSpec spec;

  configuration->clip_norm = 2.5;
  configuration->seed = BF_CONFIGURATION_MAX_SEED;
  configuration->precision = BF_FLOAT64;
  bf_configuration_training_spec (configuration, &spec);
  g_assert_true (spec.optimizer == configuration->optimizer);
  g_assert_cmpfloat (spec.learning_rate, ==, 0.1);
  g_assert_cmpfloat (spec.clip_norm, ==, 2.5);
  g_assert_cmpuint (spec.batch_size, ==, 64);
  g_assert_cmpuint (spec.seed, ==, BF_CONFIGURATION_MAX_SEED);
  g_assert_cmpuint (spec.precision, ==, BF_FLOAT64);
  g_assert_cmpuint (spec.histogram_interval, ==, 20);
  g_assert_cmpuint (spec.steps, ==, 1000);
}

static void
test_nearest_number (void)
{
  static const struct { double value; const char *text; } cases[] = {
    { 0, "0" }, { 0.1, "0.1" }, { 64, "64" }, { -2.5, "-2.5" }, { 1e-300, "1e-300" },
    { 1.0 / 3, "0.3333333333333333" }, { 9007199254740992, "9007199254740992" },
    { 0.1 + 0.2, "0.30000000000000004" }, { 5e-324, "4.94065645841247e-324" },
  };
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpstr (bf_number_to_text (cases[i].value, buffer, sizeof buffer), ==, cases[i].text);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/configuration/defaults", test_defaults);
  g_test_add_func ("/configuration/equal", test_equal);
  g_test_add_func ("/configuration/copy", test_copy);
  g_test_add_func ("/configuration/choices", test_choices);
  g_test_add_func ("/configuration/unroll", test_unroll);
  g_test_add_func ("/configuration/training-spec", test_training_spec);
  g_test_add_func ("/configuration/shortest-number", test_nearest_number);
  return g_test_run ();
}
