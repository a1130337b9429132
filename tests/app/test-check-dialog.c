/* The gradient check's window: a result, a failure, and closing in the middle. */
#include <string.h>

#include "app/check-dialog.h"
#include "small.h"

static gpointer
child (BfCheckDialog *dialog, const char *name)
{
  return gtk_widget_get_template_child (GTK_WIDGET (dialog), BF_TYPE_CHECK_DIALOG, name);
}

static const char *
page (BfCheckDialog *dialog)
{
  return gtk_stack_get_visible_child_name (child (dialog, "stack"));
}

static gboolean
is_over (gpointer dialog)
{
  return strcmp (page (dialog), "progress") != 0;
}

static gboolean
is_gone (gpointer pointer)
{
  return *(gpointer *) pointer == NULL;
}

static void
close_dialog (BfCheckDialog *dialog)
{
  gpointer weak = dialog;

  g_object_add_weak_pointer (G_OBJECT (dialog), &weak);
  gtk_window_destroy (GTK_WINDOW (dialog));
  small_wait (is_gone, &weak);
}

static void
test_result (void)
{
  g_autoptr (BfConfiguration) configuration = bf_configuration_new ("Small <one>");
  BfCheckDialog *dialog = bf_check_dialog_new (NULL, configuration);
  GtkListBox *tensors = child (dialog, "tensors");
  GtkListBoxRow *row;

  g_assert_cmpstr (page (dialog), ==, "progress");
  gtk_window_present (GTK_WINDOW (dialog));
  small_wait (is_over, dialog);
  g_assert_cmpstr (page (dialog), ==, "result");
  g_assert_true (g_str_has_prefix (gtk_label_get_label (child (dialog, "verdict")),
                                   "Backpropagation and central differences agree to "));
  g_assert_cmpstr (gtk_label_get_label (child (dialog, "weights")), ==,
                   "“Small <one>” with its initial weights, at the first mini-batch");
  row = gtk_list_box_get_row_at_index (tensors, 3);
  g_assert_cmpstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), ==, "head.bias");
  g_assert_nonnull (strstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), "10 agree · largest"));
  g_assert_null (gtk_list_box_get_row_at_index (tensors, 4));
  close_dialog (dialog);
}

static void
test_failure (void)
{
  g_autoptr (BfConfiguration) configuration = bf_configuration_new ("Impossible");
  BfCheckDialog *dialog;

  configuration->batch_size = 0;
  dialog = bf_check_dialog_new (NULL, configuration);
  small_wait (is_over, dialog);
  g_assert_cmpstr (page (dialog), ==, "failure");
  g_assert_nonnull (strstr (adw_status_page_get_description (child (dialog, "failure")), "batch_size"));
  close_dialog (dialog);
}

static void
test_closed (void)
{
  g_autoptr (BfConfiguration) configuration = bf_configuration_new ("Long");
  BfCheckDialog *dialog;

  g_array_index (configuration->groups, BfLayerGroup, 0).repeat = 200;
  dialog = bf_check_dialog_new (NULL, configuration);
  gtk_window_present (GTK_WINDOW (dialog));
  close_dialog (dialog);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/check-dialog/result", test_result);
  g_test_add_func ("/check-dialog/failure", test_failure);
  g_test_add_func ("/check-dialog/closed", test_closed);
  return g_test_run ();
}
