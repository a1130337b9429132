/* Every field of every scope, walked as the builder walks them: its row edits that field,
and undo brings the row back. */
#include "app/builder-form.h"

#include <string.h>

#include "app/builder-choice-row.h"
#include "app/builder-number-row.h"
#include "app/builder-text-row.h"
#include "builder-test.h"

typedef struct {
  BfBuilderScope scope;
  BfSession *session;
  GtkWidget *list;
  BfBuilderForm *form;
  GArray *fields;
} Fixture;

static void
show (Fixture *fixture)
{
  bf_builder_form_show (fixture->form, FALSE);
}

static void
set_up (Fixture *fixture, gconstpointer scope)
{
  fixture->scope = GPOINTER_TO_UINT (scope);
  fixture->session = builder_session_new ();
  fixture->list = g_object_ref_sink (gtk_list_box_new ());
  fixture->form = bf_builder_form_new (fixture->scope, fixture->list);
  fixture->fields = bf_builder_fields_new (fixture->scope);
  bf_builder_form_set_session (fixture->form, fixture->session);
  bf_builder_form_show (fixture->form, TRUE);
  g_signal_connect_swapped (fixture->session, "edited", G_CALLBACK (show), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer scope)
{
  g_signal_handlers_disconnect_by_data (fixture->session, fixture);
  g_array_unref (fixture->fields);
  g_assert_finalize_object (fixture->form);
  g_assert_finalize_object (fixture->list);
  g_assert_finalize_object (fixture->session);
}

static gconstpointer
object_of (Fixture *fixture)
{
  return bf_builder_const_object (fixture->scope, builder_selected (fixture->session), 0);
}

static const BfBuilderField *
field_at (Fixture *fixture, guint index)
{
  return &g_array_index (fixture->fields, BfBuilderField, index);
}

/* The row of @field, found by the path that messages name it by; NULL if it has none at present. */
static GtkWidget *
row_of (Fixture *fixture, const BfBuilderField *field)
{
  g_autofree char *path = NULL;
  GtkWidget *row;

  if (!bf_builder_field_visible (field, object_of (fixture)))
    return NULL;
  path = bf_builder_field_path (field, object_of (fixture), 0);
  row = bf_builder_form_show_problem (fixture->form, path, "wrong");
  g_assert_true (GTK_IS_WIDGET (row));
  g_assert_true (gtk_widget_has_css_class (row, "error"));
  g_assert_null (bf_builder_form_show_problem (fixture->form, NULL, NULL));
  g_assert_false (gtk_widget_has_css_class (row, "error"));
  return row;
}

static void
assert_undone (Fixture *fixture, const BfConfiguration *before)
{
  g_assert_true (bf_session_undo (fixture->session));
  g_assert_true (bf_configuration_equal (builder_selected (fixture->session), before));
}

/* Types another number of three digits, which is one step of undo. */
static void
check_number (Fixture *fixture, const BfBuilderField *field, GtkWidget *row)
{
  g_autoptr (BfConfiguration) before = bf_configuration_copy (builder_selected (fixture->session));
  g_autofree char *text = g_strdup (builder_row_text (row));
  double value = bf_field_number (&field->field, object_of (fixture));
  double shown = bf_field_is_integer (&field->field) ? 7 : 0.375;

  g_assert_true (BF_IS_BUILDER_NUMBER_ROW (row));
  g_assert_cmpfloat (value, !=, shown);
  builder_row_type (row, shown == 7 ? "7" : "0.37");
  builder_row_type (row, shown == 7 ? "7" : "0.375");
  g_assert_cmpfloat (bf_field_number (&field->field, object_of (fixture)), ==, shown);
  assert_undone (fixture, before);
  g_assert_cmpstr (builder_row_text (row), ==, text);
}

static void
check_choice (Fixture *fixture, const BfBuilderField *field, GtkWidget *row)
{
  g_autoptr (BfConfiguration) before = bf_configuration_copy (builder_selected (fixture->session));
  guint chosen = bf_builder_field_chosen (field, object_of (fixture));

  g_assert_true (BF_IS_BUILDER_CHOICE_ROW (row));
  for (guint i = 0; i < field->field.table->n_rows; i++)
    {
      if (i == chosen)
        continue;
      adw_combo_row_set_selected (ADW_COMBO_ROW (row), i);
      g_assert_true (bf_field_choice (&field->field, object_of (fixture))
                     == bf_table_row (field->field.table, i));
      g_assert_nonnull (strstr (gtk_widget_get_tooltip_text (row),
                                ((const BfEntry *) bf_table_row (field->field.table, i))->name));
      assert_undone (fixture, before);
      g_assert_cmpuint (adw_combo_row_get_selected (ADW_COMBO_ROW (row)), ==, chosen);
    }
}

static void
check_text (Fixture *fixture, const BfBuilderField *field, GtkWidget *row)
{
  g_autoptr (BfConfiguration) before = bf_configuration_copy (builder_selected (fixture->session));

  g_assert_true (BF_IS_BUILDER_TEXT_ROW (row));
  builder_row_type (row, "some.csv");
  g_assert_cmpstr (bf_builder_field_text (field, object_of (fixture)), ==, "some.csv");
  assert_undone (fixture, before);
  g_assert_cmpstr (builder_row_text (row), ==, bf_builder_field_text (field, object_of (fixture)));
}

static guint
check_fields (Fixture *fixture)
{
  guint n_rows = 0;

  for (guint i = 0; i < fixture->fields->len; i++)
    {
      const BfBuilderField *field = field_at (fixture, i);
      GtkWidget *row = row_of (fixture, field);

      if (row == NULL)
        continue;
      g_test_message ("%s", field->field.entry.id);
      g_assert_true (g_str_has_prefix (gtk_widget_get_tooltip_text (row),
                                       field->field.entry.summary));
      if (bf_builder_field_is_text (field))
        check_text (fixture, field, row);
      else if (bf_field_is_choice (&field->field))
        check_choice (fixture, field, row);
      else
        check_number (fixture, field, row);
      n_rows++;
    }
  return n_rows;
}

static void
test_fields (Fixture *fixture, gconstpointer scope)
{
  static const guint least_rows[] = { 10, 3, 8 };

  g_assert_cmpuint (check_fields (fixture), >=, least_rows[fixture->scope]);
}

static void
set_task (BfConfiguration *configuration, gpointer task)
{
  bf_task_settings_clear (&configuration->task);
  bf_task_settings_init (&configuration->task, task);
}

/* The settings of each task, and only those. */
static void
test_tasks (Fixture *fixture, gconstpointer scope)
{
  for (guint i = 0; i < bf_task_table.n_rows; i++)
    {
      const BfTask *task = bf_table_row (&bf_task_table, i);

      builder_change (fixture->session, set_task, (gpointer) task);
      g_test_message ("%s", task->entry.id);
      for (guint j = 0; j < fixture->fields->len; j++)
        {
          const BfBuilderField *field = field_at (fixture, j);

          g_assert_cmpint (row_of (fixture, field) != NULL, ==,
                           field->key == NULL || (task->flags & field->key->flag) != 0);
        }
      check_fields (fixture);
    }
}

static void
set_cell (BfConfiguration *configuration, gpointer cell)
{
  bf_layer_group_set_cell (&g_array_index (configuration->groups, BfLayerGroup, 0), cell);
}

static void
test_cells (Fixture *fixture, gconstpointer scope)
{
  for (guint i = 0; i < bf_cell_table.n_rows; i++)
    {
      builder_change (fixture->session, set_cell, (gpointer) bf_table_row (&bf_cell_table, i));
      check_fields (fixture);
    }
}

static void
assert_row (Fixture *fixture, const char *title, gboolean there)
{
  g_assert_cmpint (builder_find (fixture->list, ADW_TYPE_PREFERENCES_ROW, title) != NULL, ==, there);
}

static void
set_single (BfConfiguration *configuration, gpointer data)
{
  BfLayerGroup *group = &g_array_index (configuration->groups, BfLayerGroup, 0);

  group->repeat = 1;
  group->residual_span = 0;
}

/* Only settings that apply have a row; one that is wrong keeps it, to be mended there. */
static void
test_applies (Fixture *fixture, gconstpointer scope)
{
  assert_row (fixture, "Normalisation", TRUE);
  assert_row (fixture, "Residual form", TRUE);
  assert_row (fixture, "Forget bias", FALSE);
  assert_row (fixture, "Recurrent initialiser", FALSE);
  builder_change (fixture->session, set_cell, (gpointer) bf_table_find (&bf_cell_table, "lstm"));
  assert_row (fixture, "Normalisation", FALSE);
  assert_row (fixture, "Residual span", TRUE);
  assert_row (fixture, "Residual form", FALSE);
  assert_row (fixture, "Forget bias", TRUE);
  assert_row (fixture, "Recurrent initialiser", TRUE);
  assert_row (fixture, "Activation", FALSE);
  builder_change (fixture->session, set_single, NULL);
  assert_row (fixture, "Residual span", FALSE);
  assert_row (fixture, "Residual scale", FALSE);
}

/* The formula and its source are in the tooltip. */
static void
test_formula (Fixture *fixture, gconstpointer scope)
{
  GtkWidget *gain = builder_find (fixture->list, BF_TYPE_BUILDER_NUMBER_ROW, "Gain");

  g_assert_cmpstr (gtk_widget_get_tooltip_text (gain), ==,
                   "Factor on the initialiser’s scale\nVar w = gain² · variance of the initialiser");
}

static void
set_activation (BfConfiguration *configuration, gpointer activation)
{
  BfLayerGroup *group = &g_array_index (configuration->groups, BfLayerGroup, 0);

  bf_layer_group_set_activation (group, activation);
}

/* An activation's parameter has a row, and the row its own name, only while there is one. */
static void
test_parameter (Fixture *fixture, gconstpointer scope)
{
  const BfField *parameter = bf_field_find (&bf_layer_field_table, "slope");

  for (guint i = 0; i < bf_activation_table.n_rows; i++)
    {
      const BfActivation *activation = bf_table_row (&bf_activation_table, i);

      builder_change (fixture->session, set_activation, (gpointer) activation);
      for (guint j = 0; j < fixture->fields->len; j++)
        if (field_at (fixture, j)->field.kind == parameter->kind)
          g_assert_cmpint (row_of (fixture, field_at (fixture, j)) != NULL, ==,
                           activation->parameter_id != NULL);
    }
  builder_change (fixture->session, set_activation,
                  (gpointer) bf_table_find (&bf_activation_table, "elu"));
  g_assert_nonnull (builder_find (fixture->list, BF_TYPE_BUILDER_NUMBER_ROW, "Alpha"));
  g_assert_null (builder_find (fixture->list, BF_TYPE_BUILDER_NUMBER_ROW, "Slope"));
}

static void
set_unusual_elu (BfConfiguration *configuration, gpointer data)
{
  BfLayerGroup *group = &g_array_index (configuration->groups, BfLayerGroup, 0);

  bf_layer_group_set_activation (group, bf_table_find (&bf_activation_table, "elu"));
  group->activation_parameter = 0.625;
}

/* Showing is not editing: a choice that is shown brings no defaults. */
static void
test_no_echo (Fixture *fixture, gconstpointer scope)
{
  const BfLayerGroup *group;

  builder_change (fixture->session, set_unusual_elu, NULL);
  group = object_of (fixture);
  g_assert_cmpfloat (group->activation_parameter, ==, 0.625);
  g_assert_cmpstr (bf_session_undo_label (fixture->session), ==, "change");
  bf_builder_form_show (fixture->form, TRUE);
  g_assert_cmpstr (bf_session_undo_label (fixture->session), ==, "change");
  g_assert_null (bf_session_redo_label (fixture->session));
}

/* "More" says what under it is not as usual. */
static void
test_more (Fixture *fixture, gconstpointer scope)
{
  GtkWidget *more = builder_find (fixture->list, ADW_TYPE_EXPANDER_ROW, "More");

  g_assert_cmpstr (adw_expander_row_get_subtitle (ADW_EXPANDER_ROW (more)), ==, "Residual span 2");
  builder_row_type (builder_find (more, BF_TYPE_BUILDER_NUMBER_ROW, "Gain"), "1.5");
  g_assert_cmpstr (adw_expander_row_get_subtitle (ADW_EXPANDER_ROW (more)), ==,
                   "Gain 1.5 · Residual span 2");
}

#define ADD(name, scope, function) \
  g_test_add ("/app/builder-form/" name, Fixture, GUINT_TO_POINTER (scope), set_up, function, \
              tear_down)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  ADD ("layers", BF_BUILDER_LAYERS, test_fields);
  ADD ("task", BF_BUILDER_TASK, test_fields);
  ADD ("training", BF_BUILDER_TRAINING, test_fields);
  ADD ("cells", BF_BUILDER_LAYERS, test_cells);
  ADD ("tasks", BF_BUILDER_TASK, test_tasks);
  ADD ("applies", BF_BUILDER_LAYERS, test_applies);
  ADD ("formula", BF_BUILDER_LAYERS, test_formula);
  ADD ("parameter", BF_BUILDER_LAYERS, test_parameter);
  ADD ("no-echo", BF_BUILDER_LAYERS, test_no_echo);
  ADD ("more", BF_BUILDER_LAYERS, test_more);
  return g_test_run ();
}
