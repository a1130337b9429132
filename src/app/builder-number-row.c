#include "config.h"

#include "app/builder-number-row.h"

#include <glib/gi18n-lib.h>

#include "app/builder-row.h"

/* Between the last key and the complaint: "1e" on the way to "1e-4" is no mistake. */
#define PAUSE 400 /* ms */

struct _BfBuilderNumberRow
{
  AdwActionRow parent_instance;

  /* template widgets */
  GtkBox *suffix;
  GtkEntry *entry;
  GtkWidget *increase;
  GtkWidget *decrease;

  /* owned */
  char *hint;
  char *error;
  char *complaint;        /* about the text; NULL: it can be read */

  BfNumberFormat format;
  double value;           /* in use, whatever the text says */
  guint visit;
  guint pause;            /* source; while it runs the complaint is held back, 0: none */
  guint updating : 1;     /* the text is being set, not typed */
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BfBuilderNumberRow, bf_builder_number_row, ADW_TYPE_ACTION_ROW)

static void
update_message (BfBuilderNumberRow *self)
{
  const char *complaint = self->pause == 0 ? self->complaint : NULL;

  bf_builder_row_set_message (ADW_ACTION_ROW (self), GTK_WIDGET (self->entry), self->hint,
                              complaint != NULL ? complaint : self->error);
}

static void
end_pause (BfBuilderNumberRow *self)
{
  g_clear_handle_id (&self->pause, g_source_remove);
  update_message (self);
}

static gboolean
pause_ended_cb (gpointer user_data)
{
  BfBuilderNumberRow *self = user_data;

  self->pause = 0;
  update_message (self);
  return G_SOURCE_REMOVE;
}

/* Reads the text; if it is no number, says so and what is used meanwhile. */
static gboolean
read_text (BfBuilderNumberRow *self, double *value)
{
  g_autofree char *complaint = NULL;
  g_autofree char *in_use = NULL;
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  gboolean readable = bf_builder_number_parse (text, &self->format, value, &complaint);

  g_clear_pointer (&self->complaint, g_free);
  if (!readable)
    {
      in_use = bf_builder_number_text (self->value);
      /* Translators: what is wrong, then the number used instead: “Not a number. Still 0.1.” */
      self->complaint = g_strdup_printf (_("%s Still %s."), complaint, in_use);
    }
  return readable;
}

static void
show_value (BfBuilderNumberRow *self)
{
  g_autofree char *text = bf_builder_number_text (self->value);

  self->updating = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
  self->updating = FALSE;
  g_clear_pointer (&self->complaint, g_free);
  end_pause (self);
}

static void
entry_changed_cb (BfBuilderNumberRow *self)
{
  double value;

  if (self->updating)
    return;
  g_clear_handle_id (&self->pause, g_source_remove);
  if (read_text (self, &value))
    g_signal_emit (self, signals[CHANGED], 0, value, FALSE);
  else
    self->pause = g_timeout_add (PAUSE, pause_ended_cb, self);
  update_message (self);
}

/* Typing has come to an end: a readable number is written as the row would. */
static void
tidy_text (BfBuilderNumberRow *self)
{
  if (self->complaint == NULL)
    show_value (self);
  else
    end_pause (self);
}

static void
focus_enter_cb (BfBuilderNumberRow *self)
{
  self->visit++;
}

static gboolean
has_focus (BfBuilderNumberRow *self)
{
  GtkStateFlags flags = gtk_widget_get_state_flags (GTK_WIDGET (self->entry));

  return (flags & GTK_STATE_FLAG_FOCUS_WITHIN) != 0;
}

static void
step (BfBuilderNumberRow *self, gboolean up, gboolean page)
{
  double value = bf_builder_number_step (self->value, &self->format, up, page);

  if (self->complaint != NULL)
    show_value (self);
  if (value != self->value)
    g_signal_emit (self, signals[CHANGED], 0, value, TRUE);
  else
    gtk_widget_error_bell (GTK_WIDGET (self));
}

static void
step_button (BfBuilderNumberRow *self, gboolean up)
{
  if (!has_focus (self))
    gtk_entry_grab_focus_without_selecting (self->entry);
  step (self, up, FALSE);
}

static void
step_up (BfBuilderNumberRow *self)
{
  step_button (self, TRUE);
}

static void
step_down (BfBuilderNumberRow *self)
{
  step_button (self, FALSE);
}

static gboolean
key_pressed_cb (BfBuilderNumberRow *self, guint keyval, guint keycode, GdkModifierType state)
{
  static const struct { guint keyval; gboolean up, page; } keys[] = {
    { GDK_KEY_Up, TRUE, FALSE }, { GDK_KEY_KP_Up, TRUE, FALSE },
    { GDK_KEY_Down, FALSE, FALSE }, { GDK_KEY_KP_Down, FALSE, FALSE },
    { GDK_KEY_Page_Up, TRUE, TRUE }, { GDK_KEY_KP_Page_Up, TRUE, TRUE },
    { GDK_KEY_Page_Down, FALSE, TRUE }, { GDK_KEY_KP_Page_Down, FALSE, TRUE },
  };

  if (state & (GDK_CONTROL_MASK | GDK_ALT_MASK))
    return GDK_EVENT_PROPAGATE;
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (keys[i].keyval == keyval)
      {
        step (self, keys[i].up, keys[i].page);
        return GDK_EVENT_STOP;
      }
  if (keyval != GDK_KEY_Escape || self->complaint == NULL)
    return GDK_EVENT_PROPAGATE;
  show_value (self);
  return GDK_EVENT_STOP;
}

/* Without the focus the wheel scrolls the panel, so that passing over a field changes nothing. */
static gboolean
scroll_cb (BfBuilderNumberRow *self, double dx, double dy)
{
  if (!has_focus (self) || dy == 0)
    return GDK_EVENT_PROPAGATE;
  step (self, dy < 0, FALSE);
  return GDK_EVENT_STOP;
}

static void
name_buttons (BfBuilderNumberRow *self)
{
  const char *title = adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self));
  g_autofree char *increase = g_strdup_printf (_("Increase “%s”"), title);
  g_autofree char *decrease = g_strdup_printf (_("Decrease “%s”"), title);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->increase),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, increase, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->decrease),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, decrease, -1);
}

static void
bf_builder_number_row_dispose (GObject *object)
{
  BfBuilderNumberRow *self = BF_BUILDER_NUMBER_ROW (object);

  g_clear_handle_id (&self->pause, g_source_remove);
  G_OBJECT_CLASS (bf_builder_number_row_parent_class)->dispose (object);
}

static void
bf_builder_number_row_finalize (GObject *object)
{
  BfBuilderNumberRow *self = BF_BUILDER_NUMBER_ROW (object);

  g_free (self->hint);
  g_free (self->error);
  g_free (self->complaint);
  G_OBJECT_CLASS (bf_builder_number_row_parent_class)->finalize (object);
}

static void
bf_builder_number_row_class_init (BfBuilderNumberRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = bf_builder_number_row_dispose;
  object_class->finalize = bf_builder_number_row_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 2, G_TYPE_DOUBLE, G_TYPE_BOOLEAN);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/backflow/Backflow/builder-number-row.ui");
  gtk_widget_class_bind_template_child (widget_class, BfBuilderNumberRow, suffix);
  gtk_widget_class_bind_template_child (widget_class, BfBuilderNumberRow, entry);
  gtk_widget_class_bind_template_child (widget_class, BfBuilderNumberRow, increase);
  gtk_widget_class_bind_template_child (widget_class, BfBuilderNumberRow, decrease);
  gtk_widget_class_bind_template_callback (widget_class, entry_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, tidy_text);
  gtk_widget_class_bind_template_callback (widget_class, key_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, focus_enter_cb);
  gtk_widget_class_bind_template_callback (widget_class, step_up);
  gtk_widget_class_bind_template_callback (widget_class, step_down);
  gtk_widget_class_bind_template_callback (widget_class, scroll_cb);
}

static void
bf_builder_number_row_init (BfBuilderNumberRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->visit = 1;
  g_signal_connect (self, "notify::title", G_CALLBACK (name_buttons), NULL);
}

GtkWidget *
bf_builder_number_row_new (const char *title, const BfNumberFormat *format)
{
  BfBuilderNumberRow *self;

  g_return_val_if_fail (title != NULL && format != NULL, NULL);

  self = g_object_new (BF_TYPE_BUILDER_NUMBER_ROW, NULL);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  self->format = *format;
  show_value (self);
  return GTK_WIDGET (self);
}

void
bf_builder_number_row_set_value (BfBuilderNumberRow *self, double value, gboolean afresh)
{
  double typed;
  gboolean same;

  g_return_if_fail (BF_IS_BUILDER_NUMBER_ROW (self));

  same = value == self->value;
  self->value = value;
  if (afresh || (self->complaint != NULL && !same))
    show_value (self);
  else if (self->complaint == NULL && !(read_text (self, &typed) && typed == value))
    show_value (self);
}

void
bf_builder_number_row_add_button (BfBuilderNumberRow *self, GtkWidget *button)
{
  g_return_if_fail (BF_IS_BUILDER_NUMBER_ROW (self));
  g_return_if_fail (GTK_IS_WIDGET (button));

  gtk_box_prepend (self->suffix, button);
}

void
bf_builder_number_row_set_hint (BfBuilderNumberRow *self, const char *hint)
{
  g_return_if_fail (BF_IS_BUILDER_NUMBER_ROW (self));

  if (g_strcmp0 (self->hint, hint) == 0)
    return;
  g_free (self->hint);
  self->hint = g_strdup (hint);
  update_message (self);
}

void
bf_builder_number_row_set_error (BfBuilderNumberRow *self, const char *error)
{
  g_return_if_fail (BF_IS_BUILDER_NUMBER_ROW (self));

  if (g_strcmp0 (self->error, error) == 0)
    return;
  g_free (self->error);
  self->error = g_strdup (error);
  update_message (self);
}

guint
bf_builder_number_row_visit (BfBuilderNumberRow *self)
{
  g_return_val_if_fail (BF_IS_BUILDER_NUMBER_ROW (self), 0);

  return self->visit;
}
