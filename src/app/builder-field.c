#include "config.h"

#include <glib/gi18n-lib.h>

#include "app/builder-field.h"

#include <float.h>

static gboolean
has_shortcuts (gconstpointer object)
{
  const BfLayerGroup *group = object;

  return group->residual_span > 0;
}

/* A layer has something to span, or is wrong about it. */
static gboolean
may_have_shortcuts (gconstpointer object)
{
  const BfLayerGroup *group = object;

  return group->repeat > 1 || group->residual_span > 0;
}

/* With recurrent layers there is one form only, unless a file asks for the other. */
static gboolean
may_choose_form (gconstpointer object)
{
  const BfLayerGroup *group = object;

  return has_shortcuts (group)
         && (!group->cell->recurrent || group->residual_form != BF_RESIDUAL_POSTACTIVATION);
}

static gboolean
may_be_normalized (gconstpointer object)
{
  const BfLayerGroup *group = object;

  return !group->cell->recurrent || group->normalization->over != BF_NORMALIZE_NONE;
}

/* In the order of the panel: a choice comes before what it decides, and what is changed often
 * before the rest. */
static const BfBuilderLook looks[] = {
  { "type" },
  { "repeat" },
  { "units", .step = BF_STEP_DOUBLE },
  { "activation" },
  { "activation_parameter", .amount = 0.05 },
  { "initializer" },
  { "std", .step = BF_STEP_SERIES, .amount = 1e-4 },
  { "recurrent_initializer", .rare = TRUE },
  { "forget_bias", .rare = TRUE, .amount = 0.5 },
  { "gain", .rare = TRUE, .amount = 0.1 },
  { "normalization", .rare = TRUE, .useful = may_be_normalized },
  { "residual_span", .rare = TRUE, .zero = N_("No shortcuts"), .useful = may_have_shortcuts },
  { "residual_scale", .rare = TRUE, .amount = 0.1, .useful = has_shortcuts },
  { "residual_form", .rare = TRUE, .useful = may_choose_form },

  { "path", .file = TRUE },
  { "labels", .file = TRUE },
  { "length", .step = BF_STEP_SERIES, .amount = 1 },
  { "samples", .step = BF_STEP_SERIES, .amount = 1 },
  { "noise", .amount = 0.05 },

  { "optimizer" },
  { "learning_rate", .step = BF_STEP_SERIES, .amount = 1e-9 },
  { "momentum", .amount = 0.1 },
  { "batch_size", .step = BF_STEP_DOUBLE },
  { "steps", .step = BF_STEP_SERIES, .amount = 1 },
  { "seed", .dice = TRUE },
  { "clip_norm", .rare = TRUE, .step = BF_STEP_SERIES, .amount = 0.01, .zero = N_("No clipping") },
  { "histogram_interval", .rare = TRUE, .step = BF_STEP_SERIES, .amount = 1,
    .zero = N_("No histograms") },
  { "precision", .rare = TRUE },
};

static const BfBuilderLook unknown_look = { NULL, .rare = TRUE };

static void
choose_task (gpointer object, gconstpointer row)
{
  BfTaskSettings *settings = object;
  char *folder = g_steal_pointer (&settings->folder);

  bf_task_settings_clear (settings);
  bf_task_settings_init (settings, row);
  settings->folder = folder;
}

static const BfField task_field = {
  { "type", N_("Task"), N_("What the network has to learn") },
  BF_FIELD_ROW, G_STRUCT_OFFSET (BfTaskSettings, task), &bf_task_table, .choose = choose_task,
};

static const struct {
  const char *id;
  const char *title;
} parameter_titles[] = {
  { "slope", N_("Slope") },
  { "alpha", N_("Alpha") },
};

static const BfFieldKind kinds_of_keys[] = {
  [BF_TASK_KEY_UINT] = BF_FIELD_UINT,
  [BF_TASK_KEY_REAL] = BF_FIELD_REAL,
  [BF_TASK_KEY_STRING] = BF_FIELD_REAL,   /* never read as such: bf_builder_field_is_text () */
  [BF_TASK_KEY_CHOICE] = BF_FIELD_INDEX,
};

static const BfBuilderLook *
find_look (const char *id)
{
  for (guint i = 0; i < G_N_ELEMENTS (looks); i++)
    if (g_str_equal (looks[i].id, id))
      return &looks[i];
  return &unknown_look;
}

/* Place in the panel; fields without a look of their own come last, in the order of their table. */
static guint
place (const BfBuilderField *field)
{
  return field->look == &unknown_look ? G_N_ELEMENTS (looks) : (guint) (field->look - looks);
}

static void
append (GArray *fields, const BfField *field, const BfTaskKey *key, const char *prefix)
{
  BfBuilderField new_field = { *field, key, find_look (field->entry.id), prefix };
  guint i = fields->len;

  while (i > 0 && place (&g_array_index (fields, BfBuilderField, i - 1)) > place (&new_field))
    i--;
  g_array_insert_val (fields, i, new_field);
}

static void
append_table (GArray *fields, const BfTable *table, const char *prefix)
{
  for (guint i = 0; i < table->n_rows; i++)
    append (fields, bf_table_row (table, i), NULL, prefix);
}

static void
append_keys (GArray *fields)
{
  for (guint i = 0; i < bf_task_key_table.n_rows; i++)
    {
      const BfTaskKey *key = bf_table_row (&bf_task_key_table, i);
      BfField field = { key->entry, kinds_of_keys[key->type], key->offset, key->choices,
                        key->min, key->max };

      append (fields, &field, key, "task.");
    }
}

GArray *
bf_builder_fields_new (BfBuilderScope scope)
{
  GArray *fields = g_array_new (FALSE, FALSE, sizeof (BfBuilderField));

  if (scope == BF_BUILDER_LAYERS)
    append_table (fields, &bf_layer_field_table, NULL);
  else if (scope == BF_BUILDER_TASK)
    {
      append (fields, &task_field, NULL, "task.");
      append_keys (fields);
    }
  else
    {
      append_table (fields, &bf_training_field_table, "training.");
      append_table (fields, &bf_run_field_table, "");
    }
  return fields;
}

gpointer
bf_builder_object (BfBuilderScope scope, BfConfiguration *configuration, guint group)
{
  if (scope == BF_BUILDER_LAYERS)
    return &g_array_index (configuration->groups, BfLayerGroup, group);
  return scope == BF_BUILDER_TASK ? (gpointer) &configuration->task : configuration;
}

gconstpointer
bf_builder_const_object (BfBuilderScope scope, const BfConfiguration *configuration, guint group)
{
  return bf_builder_object (scope, (BfConfiguration *) configuration, group);
}

gboolean
bf_builder_field_is_text (const BfBuilderField *field)
{
  return field->key != NULL && field->key->type == BF_TASK_KEY_STRING;
}

static gboolean
is_read (const BfBuilderField *field, gconstpointer object)
{
  const BfTaskSettings *settings = object;

  if (field->key != NULL)
    return (settings->task->flags & field->key->flag) != 0;
  return bf_field_applies (&field->field, object)
         && (field->look->useful == NULL || field->look->useful (object));
}

gboolean
bf_builder_field_visible (const BfBuilderField *field, gconstpointer object)
{
  return is_read (field, object)
         && (!bf_field_is_choice (&field->field) || field->field.table->n_rows > 1);
}

const char *
bf_builder_field_title (const BfBuilderField *field, gconstpointer object)
{
  if (field->field.kind == BF_FIELD_PARAMETER)
    for (guint i = 0; i < G_N_ELEMENTS (parameter_titles); i++)
      if (g_strcmp0 (parameter_titles[i].id, bf_field_key (&field->field, object)) == 0)
        return _(parameter_titles[i].title);
  return _(field->field.entry.name);
}

char *
bf_builder_field_explanation (const BfBuilderField *field, gconstpointer object)
{
  const BfEntry *chosen = bf_field_is_choice (&field->field)
                            ? bf_field_choice (&field->field, object) : NULL;
  GString *text = g_string_new (_(field->field.entry.summary));

  if (field->field.formula != NULL)
    g_string_append_printf (text, "\n%s", _(field->field.formula));
  if (chosen != NULL && chosen->summary != NULL)
    /* Translators: a choice, and what it does. */
    g_string_append_printf (text, _("\n%s: %s"), _(chosen->name), _(chosen->summary));
  return g_string_free (text, FALSE);
}

char *
bf_builder_field_path (const BfBuilderField *field, gconstpointer object, guint group)
{
  const char *key = bf_field_key (&field->field, object);

  return field->prefix == NULL ? g_strdup_printf ("layers[%u].%s", group, key)
                               : g_strconcat (field->prefix, key, NULL);
}

void
bf_builder_field_number_format (const BfBuilderField *field, BfNumberFormat *format)
{
  gboolean whole = bf_field_is_integer (&field->field);
  double maximum = field->field.kind == BF_FIELD_UINT ? G_MAXUINT : BF_CONFIGURATION_MAX_SEED;

  *format = (BfNumberFormat) {
    .whole = whole,
    .minimum = whole ? 0 : -DBL_MAX,
    .maximum = whole ? maximum : DBL_MAX,
    .step = field->look->step,
    .amount = field->look->amount > 0 ? field->look->amount : 1,
  };
}

guint
bf_builder_field_chosen (const BfBuilderField *field, gconstpointer object)
{
  return bf_table_index (field->field.table, bf_field_choice (&field->field, object));
}

void
bf_builder_field_choose (const BfBuilderField *field, gpointer object, guint index)
{
  bf_field_set_choice (&field->field, object, bf_table_row (field->field.table, index));
}

const char *
bf_builder_field_text (const BfBuilderField *field, gconstpointer object)
{
  const char *text = G_STRUCT_MEMBER (char *, object, field->field.offset);

  return text != NULL ? text : "";
}

void
bf_builder_field_set_text (const BfBuilderField *field, gpointer object, const char *text)
{
  char **member = G_STRUCT_MEMBER_P (object, field->field.offset);

  g_free (*member);
  *member = g_strdup (text);
}

char *
bf_builder_field_difference (const BfBuilderField *field, gconstpointer object,
                             gconstpointer reference)
{
  g_autofree char *text = NULL;

  if (!bf_builder_field_visible (field, object) || bf_builder_field_is_text (field))
    return NULL;
  if (bf_field_is_choice (&field->field))
    return bf_field_choice (&field->field, object) == bf_field_choice (&field->field, reference)
             ? NULL : g_strdup (_(bf_field_choice (&field->field, object)->name));
  if (bf_field_number (&field->field, object) == bf_field_number (&field->field, reference))
    return NULL;
  text = bf_builder_number_text (bf_field_number (&field->field, object));
  /* Translators: a setting and its value, "Gain 2". */
  return g_strdup_printf (_("%s %s"), bf_builder_field_title (field, object), text);
}
