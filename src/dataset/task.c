#include "config.h"

#include <glib/gi18n-lib.h>

#include "dataset/tasks.h"

/* Rows are in the order of BfProblem. */
static const BfEntry problems[] = {
  { "classification", N_("Classification"), N_("The target names a class") },
  { "regression", N_("Regression"), N_("The target is a number") },
};

const BfTable bf_problem_table = BF_TABLE ("problems", problems);

static const BfLoss *
cross_entropy (const BfTaskSettings *settings)
{
  return bf_table_find (&bf_loss_table, "cross-entropy");
}

#define MEMBER(name) .offset = G_STRUCT_OFFSET (BfTaskSettings, name)

static const BfTaskKey keys[] = {
  { { "length", N_("Length"), N_("Timesteps of a sequence") },
    BF_TASK_KEY_UINT, BF_TASK_LENGTH, MEMBER (length), .min = 2, .max = BF_TASK_MAX_LENGTH },
  { { "samples", N_("Samples"), N_("Number of samples; a fifth is set aside for validation") },
    BF_TASK_KEY_UINT, BF_TASK_SAMPLES, MEMBER (samples), .min = BF_TASK_MIN_SAMPLES,
    .max = BF_TASK_MAX_SAMPLES },
  { { "noise", N_("Noise"), N_("Standard deviation of the noise added to each coordinate") },
    BF_TASK_KEY_REAL, BF_TASK_NOISE, MEMBER (noise), .min = 0, .max = 1 },
  { { "path", N_("File"), N_("The file that holds the data; may be compressed with gzip") },
    BF_TASK_KEY_STRING, BF_TASK_PATH, MEMBER (path), .required = TRUE },
  { { "labels", N_("Labels"), N_("The file of labels; if empty, named like the images") },
    BF_TASK_KEY_STRING, BF_TASK_LABELS, MEMBER (labels) },
  { { "layout", N_("Layout"), N_("How the pixels reach the network") },
    BF_TASK_KEY_CHOICE, BF_TASK_LAYOUT, MEMBER (layout), .choices = &bf_layout_table },
  { { "target", N_("Target"), N_("Name of the column to predict; if empty, the last one") },
    BF_TASK_KEY_STRING, BF_TASK_TARGET, MEMBER (target) },
  { { "problem", N_("Problem"), N_("What the target column means") },
    BF_TASK_KEY_CHOICE, BF_TASK_PROBLEM, MEMBER (problem), .choices = &bf_problem_table },
  { { "timesteps", N_("Timesteps"),
      N_("If not 0, the columns are a sequence: as many equal blocks, one after the other") },
    BF_TASK_KEY_UINT, BF_TASK_TIMESTEPS, MEMBER (timesteps), .min = 0, .max = BF_TASK_MAX_LENGTH },
};

const BfTable bf_task_key_table = BF_TABLE ("task-keys", keys);

static const BfLoss *
mean_squared_error (const BfTaskSettings *settings)
{
  return bf_table_find (&bf_loss_table, "mean-squared-error");
}

#define PLANE BF_TASK_SAMPLES | BF_TASK_NOISE, .loss = cross_entropy, .default_samples = 1000, \
  .shape = bf_plane_shape

#define MEMORY BF_TASK_LENGTH | BF_TASK_SAMPLES, .sequence = TRUE, .default_samples = 100000

static const BfTask tasks[] = {
  { { "moons", N_("Moons"), N_("Two interlocking half circles") },
    PLANE, .default_noise = 0.1, .build = bf_moons_build },
  { { "circles", N_("Circles"), N_("A circle inside another") },
    PLANE, .default_noise = 0.1, .build = bf_circles_build },
  { { "spirals", N_("Spirals"), N_("Two spiral arms wound round each other") },
    PLANE, .default_noise = 0.1, .build = bf_spirals_build },
  { { "xor", N_("Exclusive or"), N_("The class is whether both coordinates have the same sign") },
    PLANE, .default_noise = 0.1, .build = bf_xor_build },
  { { "gaussians", N_("Gaussians"), N_("Two normal clouds of points") },
    PLANE, .default_noise = 0.5, .build = bf_gaussians_build },
  { { "digits", N_("Digits"), N_("Handwritten digits of 8 × 8 pixels, the whole image at once") },
    .loss = cross_entropy, .default_layout = BF_LAYOUT_FLAT,
    .shape = bf_digits_shape, .build = bf_digits_build },
  { { "digits-rows", N_("Digits by rows"),
      N_("The digits as sequences: one row of 8 pixels a timestep") },
    .sequence = TRUE, .loss = cross_entropy, .default_layout = BF_LAYOUT_ROWS,
    .shape = bf_digits_shape, .build = bf_digits_build },
  { { "digits-pixels", N_("Digits by pixels"),
      N_("The digits as sequences: one pixel a timestep") },
    .sequence = TRUE, .loss = cross_entropy, .default_layout = BF_LAYOUT_PIXELS,
    .shape = bf_digits_shape, .build = bf_digits_build },
  { { "adding", N_("Adding"), N_("The sum of the two numbers that are marked in a sequence") },
    MEMORY, .loss = mean_squared_error, .default_length = 100,
    .shape = bf_adding_shape, .build = bf_adding_build },
  { { "copy-memory", N_("Copy memory"), N_("The symbol that a sequence of blanks began with") },
    MEMORY, .loss = cross_entropy, .default_length = 50,
    .shape = bf_copy_memory_shape, .build = bf_copy_memory_build },
  { { "temporal-parity", N_("Temporal parity"),
      N_("Whether the two bits that are marked in a sequence differ") },
    MEMORY, .loss = cross_entropy, .default_length = 20,
    .shape = bf_temporal_parity_shape, .build = bf_temporal_parity_build },
  { { "csv", N_("Table (CSV)"), N_("Your own table: a header row, and one sample a row") },
    BF_TASK_PATH | BF_TASK_TARGET | BF_TASK_PROBLEM | BF_TASK_TIMESTEPS, .loss = bf_csv_loss,
    .shape = bf_csv_shape, .build = bf_csv_build },
  { { "idx", N_("Images (IDX)"), N_("Images in the file format of MNIST and Fashion-MNIST") },
    BF_TASK_PATH | BF_TASK_LABELS | BF_TASK_LAYOUT, .loss = cross_entropy,
    .shape = bf_idx_shape, .build = bf_idx_build },
};

const BfTable bf_task_table = BF_TABLE ("tasks", tasks);

void
bf_task_settings_init (BfTaskSettings *settings, const BfTask *task)
{
  g_return_if_fail (settings != NULL && task != NULL);

  *settings = (BfTaskSettings) {
    .task = task,
    .length = task->default_length,
    .samples = task->default_samples,
    .noise = task->default_noise,
    .layout = task->default_layout,
  };
}

void
bf_task_settings_copy (BfTaskSettings *to, const BfTaskSettings *from)
{
  g_return_if_fail (to != NULL && from != NULL && to != from);

  *to = *from;
  to->path = g_strdup (from->path);
  to->labels = g_strdup (from->labels);
  to->target = g_strdup (from->target);
  to->folder = g_strdup (from->folder);
}

void
bf_task_settings_clear (BfTaskSettings *settings)
{
  g_return_if_fail (settings != NULL);

  g_clear_pointer (&settings->path, g_free);
  g_clear_pointer (&settings->labels, g_free);
  g_clear_pointer (&settings->target, g_free);
  g_clear_pointer (&settings->folder, g_free);
  settings->task = NULL;
}

static const char *
string_member (const BfTaskSettings *settings, gsize offset)
{
  const char *text = G_STRUCT_MEMBER (char *, settings, offset);
  return text ? text : "";
}

static gboolean
same_uint (const BfTaskKey *key, const BfTaskSettings *a, const BfTaskSettings *b)
{
  return G_STRUCT_MEMBER (guint, a, key->offset) == G_STRUCT_MEMBER (guint, b, key->offset);
}

static gboolean
same_real (const BfTaskKey *key, const BfTaskSettings *a, const BfTaskSettings *b)
{
  return G_STRUCT_MEMBER (double, a, key->offset) == G_STRUCT_MEMBER (double, b, key->offset);
}

static gboolean
same_string (const BfTaskKey *key, const BfTaskSettings *a, const BfTaskSettings *b)
{
  return g_str_equal (string_member (a, key->offset), string_member (b, key->offset));
}

static gboolean
check_uint (const BfTaskKey *key, const BfTaskSettings *settings, GError **error)
{
  guint value = G_STRUCT_MEMBER (guint, settings, key->offset);

  if (value >= key->min && value <= key->max)
    return TRUE;
  g_set_error (error, BF_DATASET_ERROR, BF_DATASET_ERROR_SETTINGS,
               _("%s: %u is not between %.0f and %.0f"), key->entry.id, value, key->min, key->max);
  return FALSE;
}

static gboolean
check_real (const BfTaskKey *key, const BfTaskSettings *settings, GError **error)
{
  double value = G_STRUCT_MEMBER (double, settings, key->offset);

  if (value >= key->min && value <= key->max)
    return TRUE;
  g_set_error (error, BF_DATASET_ERROR, BF_DATASET_ERROR_SETTINGS,
               _("%s: %g is not between %g and %g"), key->entry.id, value, key->min, key->max);
  return FALSE;
}

static gboolean
check_string (const BfTaskKey *key, const BfTaskSettings *settings, GError **error)
{
  if (!key->required || *string_member (settings, key->offset))
    return TRUE;
  g_set_error (error, BF_DATASET_ERROR, BF_DATASET_ERROR_SETTINGS, _("%s: must be given"),
               key->entry.id);
  return FALSE;
}

static gboolean
check_choice (const BfTaskKey *key, const BfTaskSettings *settings, GError **error)
{
  g_autofree char *ids = NULL;

  if (G_STRUCT_MEMBER (guint, settings, key->offset) < key->choices->n_rows)
    return TRUE;
  ids = bf_table_ids (key->choices);
  g_set_error (error, BF_DATASET_ERROR, BF_DATASET_ERROR_SETTINGS, _("%s: not one of %s"),
               key->entry.id, ids);
  return FALSE;
}

/* In the order of BfTaskKeyType. */
static const struct {
  gboolean (*same) (const BfTaskKey *key, const BfTaskSettings *a, const BfTaskSettings *b);
  gboolean (*check) (const BfTaskKey *key, const BfTaskSettings *settings, GError **error);
} key_types[] = {
  [BF_TASK_KEY_UINT] = { same_uint, check_uint },
  [BF_TASK_KEY_REAL] = { same_real, check_real },
  [BF_TASK_KEY_STRING] = { same_string, check_string },
  [BF_TASK_KEY_CHOICE] = { same_uint, check_choice },
};

gboolean
bf_task_settings_equal (const BfTaskSettings *a, const BfTaskSettings *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  if (a->task != b->task)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (a->task->flags & keys[i].flag && !key_types[keys[i].type].same (&keys[i], a, b))
      return FALSE;
  return !(a->task->flags & BF_TASK_PATH)
         || g_str_equal (string_member (a, G_STRUCT_OFFSET (BfTaskSettings, folder)),
                         string_member (b, G_STRUCT_OFFSET (BfTaskSettings, folder)));
}

gboolean
bf_task_settings_validate (const BfTaskSettings *settings, GError **error)
{
  g_return_val_if_fail (settings != NULL && settings->task != NULL, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (settings->task->flags & keys[i].flag
        && !key_types[keys[i].type].check (&keys[i], settings, error))
      return FALSE;
  return TRUE;
}

gboolean
bf_task_shape (const BfTaskSettings *settings, guint *inputs, guint *timesteps, guint *outputs,
               const BfLoss **loss, GError **error)
{
  BfShape shape = { 0 };

  if (!bf_task_settings_validate (settings, error))
    return FALSE;
  shape.loss = settings->task->loss (settings);
  if (!settings->task->shape (settings, &shape, error))
    return FALSE;
  if (inputs)
    *inputs = shape.inputs;
  if (timesteps)
    *timesteps = shape.timesteps;
  if (outputs)
    *outputs = shape.outputs;
  if (loss)
    *loss = shape.loss;
  return TRUE;
}
