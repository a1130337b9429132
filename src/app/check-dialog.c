#include "config.h"

#include "app/check-dialog.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "trainer/check.h"

#define PROGRESS_INTERVAL 100   /* milliseconds */

struct _BfCheckDialog
{
  AdwWindow parent_instance;

  /* template widgets */
  GtkStack *stack;
  GtkProgressBar *progress;
  GtkLabel *verdict;
  GtkLabel *weights;
  GtkListBox *tensors;
  AdwStatusPage *failure;

  /* owned */
  BfCheck *check;

  guint timeout;
};

G_DEFINE_FINAL_TYPE (BfCheckDialog, bf_check_dialog, ADW_TYPE_WINDOW)

/* Takes @part, unless there is nothing to tell. */
static void
append (GString *text, guint n, char *part)
{
  if (n > 0)
    g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", part);
  g_free (part);
}

/* "32 agree · 3 too small to check · largest difference 3e-9"; g_free (). */
static char *
describe_tensor (const BfGradientCheckTensor *tensor)
{
  GString *text = g_string_new (NULL);

  append (text, tensor->n_wrong,
          g_strdup_printf (ngettext ("%u disagrees", "%u disagree", tensor->n_wrong), tensor->n_wrong));
  append (text, tensor->n_agreeing,
          g_strdup_printf (ngettext ("%u agrees", "%u agree", tensor->n_agreeing), tensor->n_agreeing));
  append (text, tensor->n_small, g_strdup_printf (_("%u too small to check"), tensor->n_small));
  append (text, tensor->n_kinks, g_strdup_printf (_("%u at a kink"), tensor->n_kinks));
  append (text, !isnan (tensor->largest),
          g_strdup_printf (_("largest difference %.1e, median %.1e"), tensor->largest, tensor->median));
  append (text, !isnan (tensor->single), g_strdup_printf (_("float32 differs by %.1e"), tensor->single));
  return g_string_free (text, FALSE);
}

static GtkWidget *
new_row (const BfGradientCheckTensor *tensor)
{
  g_autofree char *text = describe_tensor (tensor);
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), tensor->name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  if (tensor->n_wrong > 0)
    gtk_widget_add_css_class (row, "error");
  return row;
}

static void
show_check (BfCheckDialog *self, const BfGradientCheck *check)
{
  g_autofree char *verdict = bf_gradient_check_describe (check);

  gtk_label_set_label (self->verdict, verdict);
  for (guint i = 0; i < check->n; i++)
    gtk_list_box_append (self->tensors, new_row (&check->tensors[i]));
  gtk_stack_set_visible_child_name (self->stack, "result");
  gtk_widget_grab_focus (GTK_WIDGET (self->verdict));
  gtk_label_select_region (self->verdict, 0, 0);   /* the focus alone would select it all */
}

/* The check is over; it has no say any more once the window is gone. */
static void
checked_cb (BfGradientCheck *check, const GError *error, gpointer user_data)
{
  BfCheckDialog *self = user_data;

  g_clear_handle_id (&self->timeout, g_source_remove);
  if (check != NULL)
    {
      show_check (self, check);
      return;
    }
  adw_status_page_set_description (self->failure, error->message);
  gtk_stack_set_visible_child_name (self->stack, "failure");
}

static gboolean
progress_cb (gpointer user_data)
{
  BfCheckDialog *self = user_data;

  gtk_progress_bar_set_fraction (self->progress, bf_check_progress (self->check));
  return G_SOURCE_CONTINUE;
}

static void
bf_check_dialog_dispose (GObject *object)
{
  BfCheckDialog *self = BF_CHECK_DIALOG (object);

  g_clear_handle_id (&self->timeout, g_source_remove);
  g_clear_pointer (&self->check, bf_check_cancel);
  G_OBJECT_CLASS (bf_check_dialog_parent_class)->dispose (object);
}

static void
bf_check_dialog_class_init (BfCheckDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bf_check_dialog_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/backflow/Backflow/check-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, BfCheckDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, BfCheckDialog, progress);
  gtk_widget_class_bind_template_child (widget_class, BfCheckDialog, verdict);
  gtk_widget_class_bind_template_child (widget_class, BfCheckDialog, weights);
  gtk_widget_class_bind_template_child (widget_class, BfCheckDialog, tensors);
  gtk_widget_class_bind_template_child (widget_class, BfCheckDialog, failure);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
bf_check_dialog_init (BfCheckDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

BfCheckDialog *
bf_check_dialog_new (GtkWindow *parent, const BfConfiguration *configuration)
{
  BfCheckDialog *self;
  g_autofree char *weights = NULL;

  g_return_val_if_fail (configuration != NULL, NULL);

  self = g_object_new (BF_TYPE_CHECK_DIALOG, "transient-for", parent, NULL);
  weights = g_strdup_printf (_("“%s” with its initial weights, at the first mini-batch"),
                             configuration->name);
  gtk_label_set_label (self->weights, weights);
  self->check = bf_check_start (configuration, checked_cb, self);
  self->timeout = g_timeout_add (PROGRESS_INTERVAL, progress_cb, self);
  return self;
}
