/* The fields of a configuration as the builder shows them: those of experiment/field.h and of
 * the tasks' keys, in the order of the panel, with what a field's row needs beyond its meaning.
 * A field that this file has never heard of gets a row too.
 *
 * Main thread only.
 *
 */
#pragma once

#include "app/builder-number.h"
#include "experiment/field.h"

typedef enum {
  BF_BUILDER_LAYERS,      /* objects are BfLayerGroup */
  BF_BUILDER_TASK,        /* objects are BfTaskSettings */
  BF_BUILDER_TRAINING,    /* objects are BfConfiguration */
} BfBuilderScope;

/* How a field looks; no meaning of its own. */
typedef struct {
  const char *id;         /* of the field's entry */
  gboolean rare;          /* under "More" */
  gboolean file;          /* a text that names a file */
  gboolean dice;          /* a number that may be drawn at random */
  BfStepKind step;
  double amount;          /* as in BfNumberFormat; 0: 1 */
  const char *zero;       /* what 0 means, N_() marked; NULL: nothing special */
  gboolean (*useful) (gconstpointer object);   /* FALSE: not shown at present; NULL: always is */
} BfBuilderLook;

typedef struct {
  BfField field;                /* for a text only its entry counts */
  const BfTaskKey *key;         /* what it was made of in the scope TASK, else NULL */
  const BfBuilderLook *look;
  const char *prefix;           /* of its path: "training."; NULL: that of its group of layers */
} BfBuilderField;

/* All fields of @scope in the order of the panel; element type BfBuilderField. Free with
 * g_array_unref(). */
GArray *bf_builder_fields_new (BfBuilderScope scope);

/* What the fields of @scope are in; @group counts for LAYERS only. */
gpointer bf_builder_object (BfBuilderScope scope, BfConfiguration *configuration, guint group);
gconstpointer bf_builder_const_object (BfBuilderScope scope, const BfConfiguration *configuration,
                                       guint group);

gboolean bf_builder_field_is_text (const BfBuilderField *field);

/* Whether the field has a row at present: it is read, and there is a choice to make. */
gboolean bf_builder_field_visible (const BfBuilderField *field, gconstpointer object);

/* Translated; of an activation's parameter the name of just that parameter. */
const char *bf_builder_field_title (const BfBuilderField *field, gconstpointer object);

/* For a tooltip: one line of what it is, the formula, and what the present choice does. Translated;
 * g_free(). */
char *bf_builder_field_explanation (const BfBuilderField *field, gconstpointer object);

/* As in the messages of bf_configuration_validate (): "layers[0].units". Free with g_free(). */
char *bf_builder_field_path (const BfBuilderField *field, gconstpointer object, guint group);

void bf_builder_field_number_format (const BfBuilderField *field, BfNumberFormat *format);

/* Index of the chosen row in field->field.table. */
guint bf_builder_field_chosen (const BfBuilderField *field, gconstpointer object);

/* Chooses row @index; what depends on the choice gets its default, as the model has it. */
void bf_builder_field_choose (const BfBuilderField *field, gpointer object, guint index);

/* Of a text; never NULL. */
const char *bf_builder_field_text (const BfBuilderField *field, gconstpointer object);
void bf_builder_field_set_text (const BfBuilderField *field, gpointer object, const char *text);

/* "Gain 2" or "Batch normalisation", for a summary; NULL if @object has the same as @reference
 * or no row for it. g_free(). */
char *bf_builder_field_difference (const BfBuilderField *field, gconstpointer object,
                                   gconstpointer reference);
