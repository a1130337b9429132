#include "test-samples.h"

#include <float.h>
#include <math.h>
#include <string.h>

/* Of the matrices of large spectra. */
#define LARGE_WIDTH 256

#define TRAINING(measure) (BF_N_LAYER_MEASURES + (measure))

/* Loss, accuracy and norm of a run that learns (@rate > 0) or not. */
static double
training_value (guint run, guint64 step, guint measure, double rate)
{
  double progress = 1 - exp (-rate * step);

  switch (measure - BF_N_LAYER_MEASURES)
    {
    case BF_TRAINING_LOSS:
      return MAX (2.302 - 2.1 * progress + 0.12 * sample_noise (run, step, 0, 1), 0.01);
    case BF_TRAINING_ACCURACY:
      return CLAMP (0.1 + 0.85 * progress + 0.05 * sample_noise (run, step, 0, 2), 0, 1);
    case BF_TRAINING_VALIDATION_LOSS:
      return step % 50 == 0 ? 2.302 - 1.9 * progress : NAN;
    case BF_TRAINING_VALIDATION_ACCURACY:
      return step % 50 == 0 ? 0.1 + 0.8 * progress : NAN;
    default:
      return pow (10, -1 - progress + 0.3 * sample_noise (run, step, 0, 3));
    }
}

double
sample_usual (guint run, guint64 step, guint layer, guint n_layers, guint measure)
{
  static const double decay[] = { 0.62, 0.02, -0.1, 0.3, 0.15, 0.45, 0.05, 0.22 };
  double depth = n_layers - layer, wave = 0.05 * sample_noise (run, step / 40, layer, measure);

  if (measure >= BF_N_LAYER_MEASURES)
    return training_value (run, step, measure, run == 0 ? 0 : 0.004 / run);
  if (measure >= BF_ACTIVATION_MEAN)
    return 0.5 + 0.4 * sample_noise (run, step, layer, measure);
  return pow (10, -2 - decay[run] * depth * (1 - 0.3 * step / 1000.0) - 0.3 * run + wave
                    - 0.2 * measure);
}

static double
zero (guint run, guint64 step, guint layer, guint n_layers, guint measure)
{
  return 0;
}

static double
constant (guint run, guint64 step, guint layer, guint n_layers, guint measure)
{
  return 0.25;
}

static double
subnormal (guint run, guint64 step, guint layer, guint n_layers, guint measure)
{
  return layer < n_layers / 2 ? 1e-40 * (layer + 1) : 1e-30;
}

static double
not_a_number (guint run, guint64 step, guint layer, guint n_layers, guint measure)
{
  return NAN;
}

static double
infinite (guint run, guint64 step, guint layer, guint n_layers, guint measure)
{
  return run % 2 ? -INFINITY : INFINITY;
}

/* From the whole range of a double. */
static double
extreme (guint run, guint64 step, guint layer, guint n_layers, guint measure)
{
  static const double values[] = {
    DBL_MAX, 4.9406564584124654e-324, 1, 1e-300, 1e300, -DBL_MAX, 0
  };

  return values[(layer + step) % G_N_ELEMENTS (values)];
}

/* Every class beside the others: a run that dies layer by layer and ends in NaN. */
static double
mixed (guint run, guint64 step, guint layer, guint n_layers, guint measure)
{
  double usual_value = sample_usual (run, step, layer, n_layers, measure);

  if (run > 0)
    return usual_value;
  if (step > 150)
    return measure == TRAINING (BF_TRAINING_LOSS) && step > 155 ? INFINITY : NAN;
  if (measure >= BF_N_LAYER_MEASURES)
    return usual_value;
  if (layer < 3 && step > 20)
    return 0;
  if (layer < 6 && step > 20)
    return 1e-41 * (layer + 1);
  if (layer == 10 && step > 80)
    return INFINITY;
  if (layer == 12 && step > 80)
    return NAN;
  return usual_value;
}

/* The first run's gradients are clipped. */
static double
clipped (guint run, guint64 step, guint layer, guint n_layers, guint measure)
{
  double value = sample_usual (run, step, layer, n_layers, measure);

  return run == 0 && measure == TRAINING (BF_TRAINING_CLIPPED_GRADIENT_NORM) ? MIN (value, 0.05)
                                                                             : value;
}

static void
append_step (BfRecord *record, gboolean has_cell, guint run, guint64 step, guint inputs,
             SampleValue value)
{
  guint layers = bf_record_n_layers (record);
  guint n_recurrent = bf_record_n_recurrent (record), timesteps = bf_record_timesteps (record);
  g_autoptr (BfProbe) probe = bf_probe_new (layers, n_recurrent, timesteps);
  BfRow row = { probe, .inputs = { step == 1 ? inputs : 0, { 0.3, 0.2 } } };

  probe->step = step;
  for (guint layer = 0; layer < layers; layer++)
    for (guint m = 0; m < BF_N_LAYER_MEASURES; m++)
      probe->layers[layer][m] = value (run, step, layer, layers, m);
  sample_fill_probe (probe, run);
  probe->loss = value (run, step, 0, layers, TRAINING (BF_TRAINING_LOSS));
  probe->accuracy = value (run, step, 0, layers, TRAINING (BF_TRAINING_ACCURACY));
  row.validation_loss = value (run, step, 0, layers, TRAINING (BF_TRAINING_VALIDATION_LOSS));
  row.validation_accuracy =
    value (run, step, 0, layers, TRAINING (BF_TRAINING_VALIDATION_ACCURACY));
  probe->gradient_norm = value (run, step, 0, layers, TRAINING (BF_TRAINING_GRADIENT_NORM));
  probe->clipped_gradient_norm =
    value (run, step, 0, layers, TRAINING (BF_TRAINING_CLIPPED_GRADIENT_NORM));
  for (guint i = 0; i < n_recurrent; i++)
    for (guint t = 0; t < timesteps; t++)
      {
        double hidden = value (run, step, t, timesteps, BF_ACTIVATION_GRADIENT_RMS);

        probe->recurrent_layer[i] = i;
        probe->hidden_gradient_norm[i * timesteps + t] = hidden / (i + 1);
        probe->cell_gradient_norm[i * timesteps + t] = has_cell ? hidden * 2 / (i + 1) : NAN;
      }
  bf_record_append (record, &row);
}

static gboolean
has_cell_state (const BfConfiguration *configuration)
{
  return g_array_index (configuration->groups, BfLayerGroup, 0).cell->has_cell_state;
}

/* All layers are recurrent, or none if @timesteps is 0. */
static void
add (Sample *sample, const char *name, const char *cell, guint layers, guint timesteps,
     guint64 steps, guint inputs, SampleValue value)
{
  guint run = sample->n++;
  BfConfiguration *configuration = bf_configuration_new (name);
  BfLayerGroup *group = &g_array_index (configuration->groups, BfLayerGroup, 0);
  g_autofree guint *positions = g_new (guint, layers);

  for (guint i = 0; i < layers; i++)
    positions[i] = i;
  bf_layer_group_set_cell (group, bf_table_find (&bf_cell_table, cell));
  group->repeat = layers;
  configuration->steps = MAX (steps, 1);
  sample->configurations[run] = configuration;
  sample->records[run] = bf_record_new (layers, timesteps ? layers : 0, timesteps,
                                        timesteps ? positions : NULL);
  for (guint64 step = 1; step <= steps; step++)
    append_step (sample->records[run], group->cell->has_cell_state, run, step, inputs, value);
  if (steps > 0)
    sample->spectra[run] = sample_spectrum (layers, SAMPLE_WIDTH, timesteps > 0, run, steps, value);
}

void
sample_add (Sample *sample, const char *name, guint layers, guint64 steps, SampleValue value)
{
  add (sample, name, "dense", layers, 0, steps, 0, value);
}

void
sample_add_recurrent (Sample *sample, const char *name, const char *cell, guint layers,
                      guint timesteps, guint64 steps, SampleValue value)
{
  add (sample, name, cell, layers, timesteps, steps, 0, value);
}

void
sample_append (Sample *sample, guint64 steps)
{
  for (guint i = 0; i < sample->n; i++)
    {
      BfRecord *record = sample->records[i];

      bf_record_settle (record);
      guint64 step = bf_record_step (record, bf_record_n_rows (record) - 1);
      for (guint64 k = 0; k < steps; k++)
        append_step (record, has_cell_state (sample->configurations[i]), i, ++step, 0,
                     sample_usual);
    }
}

void
sample_make_afresh (Sample *sample, const Sample *large)
{
  for (guint i = 0; i < large->n; i++)
    {
      const BfConfiguration *from = large->configurations[i];
      const BfRecord *record = large->records[i];

      add (sample, from->name, g_array_index (from->groups, BfLayerGroup, 0).cell->entry.id,
           bf_record_n_layers (record), bf_record_timesteps (record), 0, 0, NULL);
      sample->configurations[i]->steps = from->steps;
      for (guint row = 0; row < bf_record_n_rows (record); row++)
        append_step (sample->records[i], has_cell_state (from), i, bf_record_step (record, row),
                     bf_record_inputs (record)->n, sample_usual);
      sample->spectra[i] = bf_spectrum_ref (large->spectra[i]);
    }
}

void
sample_make_large (Sample *sample, guint n, guint layers, guint64 steps)
{
  for (guint i = 0; i < n; i++)
    {
      add (sample, "Large", "dense", layers, 0, steps, 64, sample_usual);
      bf_spectrum_unref (sample->spectra[i]);
      sample->spectra[i] = sample_spectrum (layers, LARGE_WIDTH, FALSE, i, steps, sample_usual);
      sample->configurations[i]->steps = 2 * steps;
    }
}

void
sample_make_large_recurrent (Sample *sample, guint n, guint timesteps, guint64 steps)
{
  for (guint i = 0; i < n; i++)
    {
      add (sample, "Large", i % 2 ? "lstm" : "rnn", 1, timesteps, steps, 8, sample_usual);
      sample->configurations[i]->steps = 2 * steps;
    }
}

static void
add_missing (Sample *sample, const char *name)
{
  sample->configurations[sample->n] = bf_configuration_new (name);
  sample->records[sample->n++] = NULL;
}

static void
make_pair (Sample *sample)
{
  sample_add (sample, "Sigmoid, Xavier", 20, 1000, sample_usual);
  sample_add (sample, "ReLU, He", 20, 1000, sample_usual);
}

static void
make_eight (Sample *sample)
{
  static const char *const names[] = { "Sigmoid",  "ReLU, He", "Tanh", "Batch norm",
                                       "Residual", "LSTM",     "GRU",  "Orthogonal" };

  for (guint i = 0; i < SAMPLE_MAX_RUNS; i++)
    sample_add (sample, names[i], i == 3 ? 8 : 20, 300, sample_usual);
}

static void
make_mixed (Sample *sample)
{
  sample_add (sample, "Dies", 20, 160, mixed);
  bf_record_set_outcome (sample->records[0], BF_OUTCOME_DIVERGED, NULL);
  sample_add (sample, "Lives", 20, 300, mixed);
  add_missing (sample, "Still to come");
}

static void
make_none (Sample *sample)
{
  add_missing (sample, "First");
  add_missing (sample, "Second");
}

static void
make_empty (Sample *sample)
{
  sample_add (sample, "No rows yet", 5, 0, sample_usual);
}

static void
make_failed (Sample *sample)
{
  sample_add (sample, "Fails", 5, 0, sample_usual);
  bf_record_set_outcome (sample->records[0], BF_OUTCOME_FAILED,
                         "The file numbers.csv cannot be read");
}

static void
make_one_step (Sample *sample)
{
  sample_add (sample, "One step", 20, 1, sample_usual);
}

static void
make_one_layer (Sample *sample)
{
  sample_add (sample, "One layer", 1, 30, sample_usual);
}

static void
make_deep (Sample *sample)
{
  sample_add (sample, "Deep", 200, 60, sample_usual);
  sample_add (sample, "Deeper", 1000, 5, sample_usual);
}

static void
make_clipped (Sample *sample)
{
  sample_add (sample, "Clipped", 10, 400, clipped);
  sample_add (sample, "Free", 10, 400, clipped);
}

static void
make_zeros (Sample *sample)
{
  sample_add (sample, "Zero", 10, 20, zero);
}

static void
make_constant (Sample *sample)
{
  sample_add (sample, "Constant", 10, 20, constant);
}

static void
make_subnormal (Sample *sample)
{
  sample_add (sample, "Single", 10, 20, subnormal);
  sample_add (sample, "Double", 10, 20, subnormal);
  sample->configurations[1]->precision = BF_FLOAT64;
}

static void
make_nan (Sample *sample)
{
  sample_add (sample, "NaN", 10, 20, not_a_number);
}

static void
make_infinite (Sample *sample)
{
  sample_add (sample, "Inf", 10, 20, infinite);
  sample_add (sample, "Minus inf", 10, 20, infinite);
}

static void
make_extreme (Sample *sample)
{
  sample_add (sample, "Extreme", 10, 20, extreme);
  sample->configurations[0]->precision = BF_FLOAT64;
}

static void
make_names (Sample *sample)
{
  sample_add (
    sample,
    "A configuration whose name goes on and on, because somebody wrote all the settings into it, "
    "the learning rate, the seed and the weather",
    12, 80, sample_usual);
  sample_add (sample, "שכבות רבות מאוד", 12, 80, sample_usual);
  sample_add (sample, "شبكة عميقة", 12, 80, sample_usual);
  sample_add (sample, "<b>&amp; \"quotes\"\nsecond line", 12, 80, sample_usual);
}

static void
make_recurrent (Sample *sample)
{
  sample_add_recurrent (sample, "RNN", "rnn", 1, 20, 60, sample_usual);
  sample_add_recurrent (sample, "LSTM", "lstm", 2, 20, 60, sample_usual);
}

static void
make_recurrent_long (Sample *sample)
{
  sample_add_recurrent (sample, "RNN", "rnn", 1, 2000, 12, sample_usual);
  sample_add_recurrent (sample, "LSTM", "lstm", 1, 1500, 12, sample_usual);
  sample_add_recurrent (sample, "GRU", "gru", 3, 400, 12, sample_usual);
}

/* Zero, underflow, infinity and NaN over time, beside what has no time and what is to come. */
static void
make_recurrent_mixed (Sample *sample)
{
  sample_add_recurrent (sample, "Dies", "lstm", 1, 30, 100, mixed);
  sample_add (sample, "No time", 8, 100, sample_usual);
  sample_add_recurrent (sample, "NaN", "lstm", 2, 12, 60, not_a_number);
  bf_record_set_outcome (sample->records[2], BF_OUTCOME_DIVERGED, NULL);
  sample_add_recurrent (sample, "One timestep", "gru", 1, 1, 60, sample_usual);
  sample_add_recurrent (sample, "No rows", "rnn", 1, 30, 0, sample_usual);
}

/* Nothing but what is hard to draw: zeros, one value, infinities, the ends of a double, one point. */
static void
make_recurrent_hard (Sample *sample)
{
  sample_add_recurrent (sample, "Zeros", "lstm", 1, 30, 20, zero);
  sample_add_recurrent (sample, "Constant", "rnn", 2, 30, 20, constant);
  sample_add_recurrent (sample, "Infinite", "lstm", 1, 30, 20, infinite);
  sample_add_recurrent (sample, "Extreme", "gru", 1, 30, 20, extreme);
  sample->configurations[3]->precision = BF_FLOAT64;
  sample_add_recurrent (sample, "One point", "rnn", 1, 1, 1, sample_usual);
}

static void
make_recurrent_none (Sample *sample)
{
  sample_add_recurrent (sample, "To come", "lstm", 1, 10, 0, sample_usual);
  g_clear_pointer (&sample->records[0], bf_record_unref);
}

/* What theory knows enough of to predict. */
static void
make_predicted (Sample *sample)
{
  add (sample, "Sigmoid", "dense", 20, 0, 40, 64, sample_usual);
  add (sample, "ReLU, He", "dense", 20, 0, 40, 64, sample_usual);
  for (guint i = 0; i < 2; i++)
    {
      BfLayerGroup *group = &g_array_index (sample->configurations[i]->groups, BfLayerGroup, 0);

      bf_layer_group_set_activation (group, bf_table_find (&bf_activation_table,
                                                           i == 0 ? "sigmoid" : "relu"));
      bf_layer_group_set_initializer (group, bf_table_find (&bf_initializer_table,
                                                            i == 0 ? "xavier-normal" : "he-normal"));
    }
}

static void
make_predicted_time (Sample *sample)
{
  add (sample, "RNN", "rnn", 1, 40, 40, 8, sample_usual);
  add (sample, "LSTM", "lstm", 1, 40, 40, 8, sample_usual);
}

/* A run of another seed has a number that many higher. */
#define SEED_STEP SAMPLE_MAX_RUNS

/* sample_usual () times a factor of the seed. */
static double
seeded (guint run, guint64 step, guint layer, guint n_layers, guint measure)
{
  double by = 0.8 * sample_noise (run, 1, measure < BF_N_LAYER_MEASURES ? layer / 4 : 0, 5);

  return sample_usual (run % SEED_STEP, step, layer, n_layers, measure) * exp (by);
}

/* The same; without any gradient in the lower half of every other seed. */
static double
seeded_zeros (guint run, guint64 step, guint layer, guint n_layers, guint measure)
{
  return run / SEED_STEP % 2 == 1 && layer < n_layers / 2 ? 0 : seeded (run, step, layer, n_layers, measure);
}

/* Gives the configuration that was added last more seeds; those from number @diverges on end half way. */
static void
add_seeds (Sample *sample, guint seeds, guint diverges, SampleValue value)
{
  BfConfiguration *configuration = sample->configurations[sample->n - 1];
  BfRecord *first = sample->records[sample->n - 1];
  guint n_layers = bf_record_n_layers (first), n_steps = bf_record_n_rows (first);
  g_autofree guint *positions = g_new (guint, n_layers);

  for (guint i = 0; i < n_layers; i++)
    positions[i] = i;
  configuration->seeds = seeds;
  bf_record_set_outcome (first, BF_OUTCOME_FINISHED, NULL);
  for (guint seed = 1; seed < seeds; seed++)
    {
      g_autoptr (BfRecord) record = bf_record_new (n_layers, bf_record_n_recurrent (first),
                                                   bf_record_timesteps (first), positions);
      guint own_steps = seed < diverges ? n_steps : n_steps / 2;

      for (guint step = 1; step <= own_steps; step++)
        append_step (record, has_cell_state (configuration), sample->n - 1 + SEED_STEP * seed, step, 0,
                     seed >= diverges && step == own_steps ? not_a_number : value);
      bf_record_set_outcome (record, seed < diverges ? BF_OUTCOME_FINISHED : BF_OUTCOME_DIVERGED, NULL);
      bf_record_set_replicate (first, seed - 1, record);
    }
}

static void
make_seeds (Sample *sample)
{
  sample_add (sample, "Sigmoid, Xavier", 20, 200, seeded);
  add_seeds (sample, 6, 6, seeded);
  sample_add (sample, "ReLU, He", 20, 200, seeded);
  add_seeds (sample, 5, 4, seeded);
}

static void
make_seeds_few (Sample *sample)
{
  sample_add (sample, "Three seeds", 12, 40, seeded_zeros);
  add_seeds (sample, 3, 3, seeded_zeros);
  sample_add (sample, "One seed", 12, 40, seeded);
}

static void
make_seeds_time (Sample *sample)
{
  sample_add_recurrent (sample, "RNN", "rnn", 1, 30, 40, seeded);
  add_seeds (sample, 5, 5, seeded);
  sample_add_recurrent (sample, "LSTM", "lstm", 1, 30, 40, seeded);
  add_seeds (sample, 5, 5, seeded);
}

const SampleInfo samples[] = {
  { "pair", make_pair },           { "eight", make_eight },         { "mixed", make_mixed },
  { "none", make_none },           { "empty", make_empty },         { "failed", make_failed },
  { "one-step", make_one_step },   { "one-layer", make_one_layer }, { "deep", make_deep },
  { "clipped", make_clipped },
  { "zeros", make_zeros },         { "constant", make_constant },   { "subnormal", make_subnormal },
  { "nan", make_nan },             { "infinite", make_infinite },   { "extreme", make_extreme },
  { "names", make_names },         { "recurrent", make_recurrent },
  { "recurrent-long", make_recurrent_long },
  { "recurrent-mixed", make_recurrent_mixed },
  { "recurrent-hard", make_recurrent_hard },
  { "recurrent-none", make_recurrent_none },
  { "predicted", make_predicted },
  { "predicted-time", make_predicted_time },
  { "seeds", make_seeds },         { "seeds-few", make_seeds_few },
  { "seeds-time", make_seeds_time },
};
const guint n_samples = G_N_ELEMENTS (samples);

void
sample_make (Sample *sample, const char *name)
{
  *sample = (Sample) { 0 };
  for (guint i = 0; i < n_samples; i++)
    if (strcmp (samples[i].name, name) == 0)
      samples[i].make (sample);
  g_assert_cmpuint (sample->n, >, 0);
}

void
sample_clear (Sample *sample)
{
  for (guint i = 0; i < sample->n; i++)
    {
      bf_configuration_free (sample->configurations[i]);
      g_clear_pointer (&sample->records[i], bf_record_unref);
      g_clear_pointer (&sample->spectra[i], bf_spectrum_unref);
    }
}
