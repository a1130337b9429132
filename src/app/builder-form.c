#include "config.h"

#include "app/builder-form.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/builder-choice-row.h"
#include "app/builder-number-row.h"
#include "app/builder-text-row.h"
#include "engine/random.h"

#define LARGEST_NEW_SEED 1000000   /* short enough to be read out in a class */

struct _BfBuilderForm
{
  GObject parent_instance;

  /* owned */
  GArray *fields;                /* of BfBuilderField */
  BfConfiguration *reference;    /* the defaults, which "More" need not mention */
  BfSession *session;

  /* borrowed */
  GPtrArray *rows;               /* row i is that of field i; owned array of borrowed widgets */
  AdwExpanderRow *more;          /* NULL: no field is rare */

  BfBuilderScope scope;
  guint group;
};

G_DEFINE_FINAL_TYPE (BfBuilderForm, bf_builder_form, G_TYPE_OBJECT)

static const BfBuilderField *
field_at (BfBuilderForm *self, guint index)
{
  return &g_array_index (self->fields, BfBuilderField, index);
}

static const BfBuilderField *
field_of (BfBuilderForm *self, gpointer row)
{
  guint index;

  return g_ptr_array_find (self->rows, row, &index) ? field_at (self, index) : NULL;
}

static const BfConfiguration *
present (BfBuilderForm *self)
{
  return bf_session_configuration (self->session, bf_session_selected (self->session));
}

static gconstpointer
present_object (BfBuilderForm *self)
{
  return bf_builder_const_object (self->scope, present (self), self->group);
}

static gpointer
object_in (BfBuilderForm *self, BfConfiguration *configuration)
{
  return bf_builder_object (self->scope, configuration, self->group);
}

/* Makes @replacement the selected configuration. Edits of @field in one @visit are one step of
 * undo; 0: a step of its own. */
static void
edit (BfBuilderForm *self, const BfBuilderField *field, const BfConfiguration *replacement,
      guint visit)
{
  g_autofree char *path = bf_builder_field_path (field, present_object (self), self->group);
  g_autofree char *merge = visit > 0 ? g_strdup_printf ("%s#%u", path, visit) : NULL;
  /* Translators: a step that can be undone; the name of a setting follows, "Change “Units”". */
  g_autofree char *what = g_strdup_printf (_("Change “%s”"),
                                           bf_builder_field_title (field, present_object (self)));

  bf_session_edit (self->session, bf_session_selected (self->session), replacement, what, merge);
}

static gboolean
has_problem_at (const BfConfiguration *configuration, const char *path)
{
  g_autoptr (GError) error = NULL;

  return !bf_configuration_validate (configuration, &error)
         && g_str_has_prefix (error->message, path) && error->message[strlen (path)] == ':';
}

/* A step never leads from a possible value to an impossible one. */
static gboolean
step_leads_astray (BfBuilderForm *self, const BfBuilderField *field,
                   const BfConfiguration *replacement)
{
  g_autofree char *path = bf_builder_field_path (field, present_object (self), self->group);

  return has_problem_at (replacement, path) && !has_problem_at (present (self), path);
}

static void
number_changed_cb (BfBuilderForm *self, double value, gboolean stepped, GtkWidget *row)
{
  const BfBuilderField *field = field_of (self, row);
  g_autoptr (BfConfiguration) replacement = bf_configuration_copy (present (self));

  bf_field_set_number (&field->field, object_in (self, replacement), value);
  if (stepped && step_leads_astray (self, field, replacement))
    gtk_widget_error_bell (row);
  else
    edit (self, field, replacement, bf_builder_number_row_visit (BF_BUILDER_NUMBER_ROW (row)));
}

static void
chosen_cb (BfBuilderForm *self, guint index, GtkWidget *row)
{
  const BfBuilderField *field = field_of (self, row);
  g_autoptr (BfConfiguration) replacement = bf_configuration_copy (present (self));

  bf_builder_field_choose (field, object_in (self, replacement), index);
  edit (self, field, replacement, 0);
}

static void
text_changed_cb (BfBuilderForm *self, const char *text, GtkWidget *row)
{
  const BfBuilderField *field = field_of (self, row);
  g_autoptr (BfConfiguration) replacement = bf_configuration_copy (present (self));

  bf_builder_field_set_text (field, object_in (self, replacement), text);
  edit (self, field, replacement, bf_builder_text_row_visit (BF_BUILDER_TEXT_ROW (row)));
}

static void
dice_clicked_cb (BfBuilderForm *self, GtkWidget *button)
{
  GtkWidget *row = gtk_widget_get_ancestor (button, BF_TYPE_BUILDER_NUMBER_ROW);
  const BfBuilderField *field = field_of (self, row);
  g_autoptr (BfConfiguration) replacement = bf_configuration_copy (present (self));
  BfRandom random;

  bf_random_init (&random, g_get_real_time (), BF_PURPOSE_DATA, 0);
  bf_field_set_number (&field->field, object_in (self, replacement),
                       bf_random_below (&random, LARGEST_NEW_SEED));
  edit (self, field, replacement, 0);
}

static GtkWidget *
new_dice (BfBuilderForm *self)
{
  GtkWidget *dice = gtk_button_new_from_icon_name ("media-playlist-shuffle-symbolic");

  gtk_widget_set_valign (dice, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (dice, "flat");
  gtk_widget_set_tooltip_text (dice, _("Take another seed at random"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (dice), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("New seed"), -1);
  g_signal_connect_object (dice, "clicked", G_CALLBACK (dice_clicked_cb), self, G_CONNECT_SWAPPED);
  return dice;
}

/* What the form asks of a row, by the kind of its field. */
typedef struct {
  GtkWidget *(*create) (BfBuilderForm *self, const BfBuilderField *field, const char *title);
  void (*show) (GtkWidget *row, const BfBuilderField *field, gconstpointer object, gboolean afresh);
  void (*set_error) (GtkWidget *row, const char *message);
} RowKind;

static GtkWidget *
create_number (BfBuilderForm *self, const BfBuilderField *field, const char *title)
{
  BfNumberFormat format;
  GtkWidget *row;

  bf_builder_field_number_format (field, &format);
  row = bf_builder_number_row_new (title, &format);
  if (field->look->dice)
    bf_builder_number_row_add_button (BF_BUILDER_NUMBER_ROW (row), new_dice (self));
  g_signal_connect_object (row, "changed", G_CALLBACK (number_changed_cb), self, G_CONNECT_SWAPPED);
  return row;
}

static void
show_number (GtkWidget *row, const BfBuilderField *field, gconstpointer object, gboolean afresh)
{
  double value = bf_field_number (&field->field, object);
  const char *zero = field->look->zero;

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), bf_builder_field_title (field, object));
  bf_builder_number_row_set_value (BF_BUILDER_NUMBER_ROW (row), value, afresh);
  bf_builder_number_row_set_hint (BF_BUILDER_NUMBER_ROW (row),
                                  zero != NULL && value == 0 ? _(zero) : NULL);
}

static void
set_number_error (GtkWidget *row, const char *message)
{
  bf_builder_number_row_set_error (BF_BUILDER_NUMBER_ROW (row), message);
}

static GtkWidget *
create_choice (BfBuilderForm *self, const BfBuilderField *field, const char *title)
{
  GtkWidget *row = bf_builder_choice_row_new (title, field->field.table);

  g_signal_connect_object (row, "chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  return row;
}

static void
show_choice (GtkWidget *row, const BfBuilderField *field, gconstpointer object, gboolean afresh)
{
  bf_builder_choice_row_set_index (BF_BUILDER_CHOICE_ROW (row),
                                   bf_builder_field_chosen (field, object));
}

static void
set_choice_error (GtkWidget *row, const char *message)
{
  bf_builder_choice_row_set_error (BF_BUILDER_CHOICE_ROW (row), message);
}

static GtkWidget *
create_text (BfBuilderForm *self, const BfBuilderField *field, const char *title)
{
  GtkWidget *row = bf_builder_text_row_new (title, field->look->file);

  g_signal_connect_object (row, "changed", G_CALLBACK (text_changed_cb), self, G_CONNECT_SWAPPED);
  return row;
}

static void
show_text (GtkWidget *row, const BfBuilderField *field, gconstpointer object, gboolean afresh)
{
  bf_builder_text_row_set_text (BF_BUILDER_TEXT_ROW (row), bf_builder_field_text (field, object));
}

static void
set_text_error (GtkWidget *row, const char *message)
{
  bf_builder_text_row_set_error (BF_BUILDER_TEXT_ROW (row), message);
}

static const RowKind number_kind = { create_number, show_number, set_number_error };
static const RowKind choice_kind = { create_choice, show_choice, set_choice_error };
static const RowKind text_kind = { create_text, show_text, set_text_error };

static const RowKind *
kind_of (const BfBuilderField *field)
{
  if (bf_builder_field_is_text (field))
    return &text_kind;
  return bf_field_is_choice (&field->field) ? &choice_kind : &number_kind;
}

static void
show_row (GtkWidget *row, const BfBuilderField *field, gconstpointer object, gboolean afresh)
{
  g_autofree char *explanation = bf_builder_field_explanation (field, object);

  kind_of (field)->show (row, field, object, afresh);
  gtk_widget_set_tooltip_text (row, explanation);
}

static void
add_row (GtkWidget *list, GtkWidget *row)
{
  if (ADW_IS_EXPANDER_ROW (list))
    adw_expander_row_add_row (ADW_EXPANDER_ROW (list), row);
  else
    gtk_list_box_append (GTK_LIST_BOX (list), row);
}

/* "More", which says what under it is not as usual. */
static void
update_more (BfBuilderForm *self)
{
  gconstpointer reference = bf_builder_const_object (self->scope, self->reference, 0);
  g_autoptr (GStrvBuilder) differences = g_strv_builder_new ();
  g_auto (GStrv) parts = NULL;
  g_autofree char *summary = NULL, *markup = NULL;
  gboolean any = FALSE;

  for (guint i = 0; i < self->fields->len; i++)
    {
      const BfBuilderField *field = field_at (self, i);
      g_autofree char *difference = NULL;

      if (!field->look->rare)
        continue;
      any |= bf_builder_field_visible (field, present_object (self));
      difference = bf_builder_field_difference (field, present_object (self), reference);
      if (difference != NULL)
        g_strv_builder_add (differences, difference);
    }
  parts = g_strv_builder_end (differences);
  summary = g_strjoinv (" · ", parts);
  markup = g_markup_escape_text (summary, -1);
  adw_expander_row_set_subtitle (self->more, markup);
  gtk_widget_set_visible (GTK_WIDGET (self->more), any);
}

static void
fill (BfBuilderForm *self, GtkWidget *list)
{
  const BfBuilderField *rare = NULL;

  for (guint i = 0; i < self->fields->len && rare == NULL; i++)
    if (field_at (self, i)->look->rare)
      rare = field_at (self, i);
  if (rare != NULL)
    {
      self->more = ADW_EXPANDER_ROW (g_object_new (ADW_TYPE_EXPANDER_ROW, "title", _("More"),
                                                   NULL));
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->more), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      _("More"), -1);
    }
  for (guint i = 0; i < self->fields->len; i++)
    {
      const BfBuilderField *field = field_at (self, i);
      GtkWidget *row = kind_of (field)->create (self, field, _(field->field.entry.name));

      add_row (field->look->rare ? GTK_WIDGET (self->more) : list, row);
      g_ptr_array_add (self->rows, row);
    }
  if (self->more != NULL)
    add_row (list, GTK_WIDGET (self->more));
}

static void
bf_builder_form_finalize (GObject *object)
{
  BfBuilderForm *self = BF_BUILDER_FORM (object);

  g_array_unref (self->fields);
  g_ptr_array_unref (self->rows);
  bf_configuration_free (self->reference);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (bf_builder_form_parent_class)->finalize (object);
}

static void
bf_builder_form_class_init (BfBuilderFormClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = bf_builder_form_finalize;
}

static void
bf_builder_form_init (BfBuilderForm *self)
{
  self->rows = g_ptr_array_new ();
  self->reference = bf_configuration_new (NULL);
}

BfBuilderForm *
bf_builder_form_new (BfBuilderScope scope, GtkWidget *list)
{
  BfBuilderForm *self;

  g_return_val_if_fail (GTK_IS_LIST_BOX (list) || ADW_IS_EXPANDER_ROW (list), NULL);

  self = g_object_new (BF_TYPE_BUILDER_FORM, NULL);
  self->scope = scope;
  self->fields = bf_builder_fields_new (scope);
  fill (self, list);
  return self;
}

void
bf_builder_form_set_session (BfBuilderForm *self, BfSession *session)
{
  g_return_if_fail (BF_IS_BUILDER_FORM (self));
  g_return_if_fail (BF_IS_SESSION (session));

  g_set_object (&self->session, session);
}

void
bf_builder_form_set_group (BfBuilderForm *self, guint group)
{
  g_return_if_fail (BF_IS_BUILDER_FORM (self));

  self->group = group;
}

void
bf_builder_form_show (BfBuilderForm *self, gboolean afresh)
{
  gconstpointer object;

  g_return_if_fail (BF_IS_BUILDER_FORM (self));
  g_return_if_fail (self->session != NULL);

  object = present_object (self);
  for (guint i = 0; i < self->fields->len; i++)
    {
      const BfBuilderField *field = field_at (self, i);
      GtkWidget *row = g_ptr_array_index (self->rows, i);
      gboolean was_visible = gtk_widget_get_visible (row);

      gtk_widget_set_visible (row, bf_builder_field_visible (field, object));
      if (gtk_widget_get_visible (row))
        show_row (row, field, object, afresh || !was_visible);
    }
  if (self->more != NULL)
    update_more (self);
}

GtkWidget *
bf_builder_form_show_problem (BfBuilderForm *self, const char *path, const char *message)
{
  GtkWidget *found = NULL;

  g_return_val_if_fail (BF_IS_BUILDER_FORM (self), NULL);
  g_return_val_if_fail (self->session != NULL, NULL);

  for (guint i = 0; i < self->fields->len; i++)
    {
      const BfBuilderField *field = field_at (self, i);
      GtkWidget *row = g_ptr_array_index (self->rows, i);
      g_autofree char *own = NULL;
      gboolean here = FALSE;

      if (gtk_widget_get_visible (row) && path != NULL)
        {
          own = bf_builder_field_path (field, present_object (self), self->group);
          here = g_str_equal (own, path);
        }
      kind_of (field)->set_error (row, here ? message : NULL);
      if (here)
        found = row;
    }
  return found;
}

void
bf_builder_form_reveal (BfBuilderForm *self, GtkWidget *row)
{
  g_return_if_fail (BF_IS_BUILDER_FORM (self));

  if (self->more != NULL && field_of (self, row)->look->rare)
    adw_expander_row_set_expanded (self->more, TRUE);
}
