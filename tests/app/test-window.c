#include "window-test.h"

#define STEPS 30
#define LONG 1000000

/* @enabled: the names of those that are, of all that depend on the state of training. */
static void
assert_enabled (BfWindow *window, const char *enabled)
{
  static const char *const names[] = { "run", "pause", "step", "stop", "reset" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      gboolean is_enabled = g_action_group_get_action_enabled (G_ACTION_GROUP (window), names[i]);
      g_test_message ("%s: %d", names[i], is_enabled);
      g_assert_cmpint (is_enabled, ==, strstr (enabled, names[i]) != NULL);
    }
}

/* The dialog that stands before @window; NULL without one. */
static AdwMessageDialog *
dialog_of (BfWindow *window)
{
  g_autoptr (GList) toplevels = gtk_window_list_toplevels ();

  for (GList *link = toplevels; link != NULL; link = link->next)
    if (ADW_IS_MESSAGE_DIALOG (link->data)
        && gtk_window_get_transient_for (link->data) == GTK_WINDOW (window))
      return link->data;
  return NULL;
}

static void
test_first_look (void)
{
  BfWindow *window = bf_window_new (ADW_APPLICATION (application));

  gtk_window_present (GTK_WINDOW (window));
  small_wait (is_mapped, window);
  settle ();
  assert_enabled (window, "run step");
  g_assert_nonnull (gtk_window_get_title (GTK_WINDOW (window)));
  g_assert_nonnull (bf_figure_area_get_figure (bf_comparison_get_area (window->comparison)));
  window_close (window);
}

static void
test_training (void)
{
  BfWindow *window = window_new (2, LONG);

  activate (window, "step");
  small_wait_for_state (window->session, BF_TRAINER_PAUSED);
  small_wait_for_steps (window->session, 1);
  settle ();
  g_assert_cmpuint (bf_session_steps_done (window->session), ==, 1);
  assert_enabled (window, "run step stop reset");
  activate (window, "run");
  small_wait_for_steps (window->session, 5);
  assert_enabled (window, "pause stop reset");
  activate (window, "pause");
  small_wait_for_state (window->session, BF_TRAINER_PAUSED);
  assert_enabled (window, "run step stop reset");
  activate (window, "stop");
  small_wait_for_state (window->session, BF_TRAINER_FINISHED);
  assert_enabled (window, "run reset");
  activate (window, "reset");
  assert_enabled (window, "run step");
  g_assert_cmpuint (bf_session_steps_done (window->session), ==, 0);
  window_close (window);
}

static void
test_six_configurations (void)
{
  BfWindow *window = window_new (6, STEPS);
  g_autofree char *text = NULL;

  activate (window, "run");
  small_wait_for_state (window->session, BF_TRAINER_FINISHED);
  settle ();
  g_object_get (window->timeline, "text", &text, NULL);
  g_assert_cmpstr (text, ==, "Step 30 of 30");
  assert_enabled (window, "run reset");
  window_close (window);
}

static void
test_close_while_training (void)
{
  BfWindow *window = window_new (6, LONG);

  activate (window, "run");
  small_wait_for_steps (window->session, 2);
  window_close (window);
}

static void
test_edits (void)
{
  BfWindow *window = window_new (1, STEPS);

  g_assert_false (g_action_group_get_action_enabled (G_ACTION_GROUP (window), "undo"));
  bf_session_add (window->session);
  activate (window, "undo");
  g_assert_cmpuint (bf_session_n (window->session), ==, 1);
  activate (window, "redo");
  g_assert_cmpuint (bf_session_n (window->session), ==, 2);
  g_assert_true (g_str_has_prefix (adw_window_title_get_subtitle (window->title), "•"));
  window_close (window);
}

static void
test_close_asks (void)
{
  BfWindow *window = window_new (1, STEPS);
  gpointer left = window;
  AdwMessageDialog *dialog;

  g_object_add_weak_pointer (G_OBJECT (window), &left);
  bf_session_add (window->session);
  gtk_window_close (GTK_WINDOW (window));
  dialog = dialog_of (window);
  g_assert_nonnull (dialog);
  adw_message_dialog_response (dialog, "cancel");
  gtk_window_destroy (GTK_WINDOW (dialog));
  settle ();
  g_assert_nonnull (left);
  g_assert_cmpuint (bf_session_n (window->session), ==, 2);

  gtk_window_close (GTK_WINDOW (window));
  dialog = dialog_of (window);
  adw_message_dialog_response (dialog, "discard");
  gtk_window_destroy (GTK_WINDOW (dialog));
  small_wait (is_gone, &left);
}

static void
test_close_saves (void)
{
  BfWindow *window = window_new (1, STEPS);
  gpointer left = window;
  char *folder = small_folder_new ();
  g_autofree char *path = g_build_filename (folder, "kept.backflow", NULL);
  g_autoptr (BfSession) session = bf_session_new ();
  AdwMessageDialog *dialog;

  g_object_add_weak_pointer (G_OBJECT (window), &left);
  g_assert_true (bf_session_save (window->session, path, NULL));
  bf_session_set_title (window->session, "Kept by closing");
  gtk_window_close (GTK_WINDOW (window));
  dialog = dialog_of (window);
  adw_message_dialog_response (dialog, "save");
  gtk_window_destroy (GTK_WINDOW (dialog));
  settle ();
  g_assert_true (bf_session_open (session, path, NULL));
  g_assert_cmpstr (bf_session_experiment (session)->title, ==, "Kept by closing");
  small_wait (is_gone, &left);
  small_folder_free (folder);
}

static void
test_failed_open (void)
{
  BfWindow *window = window_new (2, STEPS);
  g_autoptr (GFile) file = g_file_new_for_path ("/nowhere/at/all.backflow");
  g_autofree char *before = small_text (window->session, TRUE);
  g_autofree char *after = NULL;

  bf_window_open (window, file);
  g_assert_nonnull (dialog_of (window));
  g_assert_nonnull (strstr (adw_message_dialog_get_body (dialog_of (window)), "all.backflow"));
  gtk_window_destroy (GTK_WINDOW (dialog_of (window)));
  after = small_text (window->session, TRUE);
  g_assert_cmpstr (before, ==, after);
  window_close (window);
}

/* What the window ought to offer now; g_ptr_array_unref (). */
static GPtrArray *
figures_of (BfWindow *window)
{
  BfFigureView view;

  bf_figure_area_get_view (bf_comparison_get_area (window->comparison), &view);
  return bf_figures_that_apply (&view);
}

static void
test_figures (void)
{
  BfWindow *window = window_new (2, STEPS);
  BfFigureArea *area = bf_comparison_get_area (window->comparison);
  g_autoptr (GPtrArray) figures = figures_of (window);

  g_assert_cmpuint (figures->len, >=, 4);
  for (guint i = 0; i < figures->len; i++)
    {
      const BfFigure *figure = g_ptr_array_index (figures, i);

      g_action_group_activate_action (G_ACTION_GROUP (window), "figure-number",
                                      g_variant_new_int32 (i));
      g_assert_true (bf_figure_area_get_figure (area) == figure);
      settle ();
    }
  activate (window, "run");
  small_wait_for_state (window->session, BF_TRAINER_FINISHED);
  for (guint i = 0; i < figures->len; i++)
    {
      const BfFigure *figure = g_ptr_array_index (figures, i);

      g_action_group_activate_action (G_ACTION_GROUP (window), "figure",
                                      g_variant_new_string (figure->entry.id));
      g_assert_true (bf_figure_area_get_figure (area) == figure);
      settle ();
      g_assert_nonnull (bf_figure_area_get_description (area));
    }
  g_assert_cmpint (bf_figure_area_get_measure (area), ==, BF_ACTIVATION_GRADIENT_RMS);
  g_action_group_activate_action (G_ACTION_GROUP (window), "measure",
                                  g_variant_new_string ("weight_gradient_norm"));
  g_assert_cmpint (bf_figure_area_get_measure (area), ==, BF_WEIGHT_GRADIENT_NORM);
  window_close (window);
}

static void
assert_figure (BfWindow *window, const char *id)
{
  g_autofree char *shown = NULL;

  g_object_get (window->comparison, "figure", &shown, NULL);
  g_assert_cmpstr (shown, ==, id);
  g_assert_cmpstr (bf_figure_area_get_figure (bf_comparison_get_area (window->comparison))->entry.id,
                   ==, id);
}

static void
choose_figure (BfWindow *window, const char *id)
{
  g_action_group_activate_action (G_ACTION_GROUP (window), "figure", g_variant_new_string (id));
}

/* The figure of timesteps comes and goes with recurrent layers; where it was shown, the first one is. */
static void
test_recurrent_figure (void)
{
  BfWindow *window = window_new (2, STEPS);
  g_autoptr (BfConfiguration) dense = small_copy (window->session, 1);
  g_autoptr (BfConfiguration) recurrent = small_copy (window->session, 1);
  BfLayerGroup *group = &g_array_index (recurrent->groups, BfLayerGroup, 0);

  choose_figure (window, "training");
  choose_figure (window, "gradient-by-timestep");
  assert_figure (window, "training");

  bf_task_settings_clear (&recurrent->task);
  bf_task_settings_init (&recurrent->task, bf_table_find (&bf_task_table, "adding"));
  bf_layer_group_set_cell (group, bf_table_find (&bf_cell_table, "lstm"));
  bf_session_edit (window->session, 1, recurrent, "Edit", NULL);
  assert_figure (window, "training");
  g_action_group_activate_action (G_ACTION_GROUP (window), "figure-number", g_variant_new_int32 (1));
  assert_figure (window, "gradient-by-timestep");
  settle ();

  bf_session_edit (window->session, 1, dense, "Edit", NULL);
  assert_figure (window, "gradient-by-layer");
  g_action_group_activate_action (G_ACTION_GROUP (window), "figure-number", g_variant_new_int32 (1));
  assert_figure (window, "layer-step-map");
  window_close (window);
}

static void
test_timeline (void)
{
  BfWindow *window = window_new (2, STEPS);
  BfFigureArea *area = bf_comparison_get_area (window->comparison);
  BfFigureView view;
  g_autofree char *text = NULL;

  activate (window, "run");
  small_wait_for_state (window->session, BF_TRAINER_FINISHED);
  bf_timeline_set_step (window->timeline, 12);
  bf_figure_area_get_view (area, &view);
  g_assert_cmpuint (view.step, ==, 12);
  g_object_get (window->timeline, "text", &text, NULL);
  g_assert_cmpstr (text, ==, "Step 12 of 30");
  activate (window, "live");
  bf_figure_area_get_view (area, &view);
  g_assert_cmpuint (view.step, ==, 0);
  bf_timeline_set_step (window->timeline, 12);
  activate (window, "reset");
  g_assert_cmpuint (bf_timeline_get_step (window->timeline), ==, 0);
  window_close (window);
}

/* As with the arrow keys on the scale: to steps that are there. */
static void
test_timeline_with_gaps (void)
{
  BfWindow *window = window_new (1, 400);
  GtkRange *scale = GTK_RANGE (gtk_widget_get_first_child (GTK_WIDGET (window->timeline)));
  g_autofree char *text = NULL;
  guint64 interval, step = 4;

  bf_session_set_record_budget (window->session, 40000);
  activate (window, "run");
  small_wait_for_state (window->session, BF_TRAINER_FINISHED);
  interval = bf_session_record_interval (window->session);
  g_assert_cmpuint (interval, >, 1);
  g_object_get (window->timeline, "text", &text, NULL);
  g_assert_nonnull (strstr (text, "Step 400 of 400"));
  g_assert_nonnull (strstr (text, "kept"));
  gtk_range_set_value (scale, 200);
  for (guint i = 0; i < 9; i++)
    {
      step = bf_timeline_get_step (window->timeline);
      g_assert_cmpuint (bf_session_step_near (window->session, step, 0), ==, step);
      gtk_range_set_value (scale, step + 1);
      g_assert_cmpuint (bf_timeline_get_step (window->timeline), ==,
                        bf_session_step_near (window->session, step, 1));
    }
  gtk_range_set_value (scale, step - 1);
  g_assert_cmpuint (bf_timeline_get_step (window->timeline), <, step);
  g_assert_cmpfloat (gtk_range_get_value (scale), ==, bf_timeline_get_step (window->timeline));
  window_close (window);
}

static void
assert_starts_with (const char *path, const char *magic)
{
  g_autofree char *data = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &data, &length, NULL));
  g_assert_cmpuint (length, >, 1000);
  g_assert_true (memcmp (data, magic, strlen (magic)) == 0);
}

static void
test_export (void)
{
  BfWindow *window = window_new (2, STEPS);
  char *folder = small_folder_new ();
  g_autofree char *png = g_build_filename (folder, "one.png", NULL);
  g_autofree char *svg = g_build_filename (folder, "two.svg", NULL);

  activate (window, "run");
  small_wait_for_state (window->session, BF_TRAINER_FINISHED);
  g_action_group_activate_action (G_ACTION_GROUP (window), "export-to", g_variant_new_string (png));
  g_action_group_activate_action (G_ACTION_GROUP (window), "export-to", g_variant_new_string (svg));
  assert_starts_with (png, "\x89PNG");
  assert_starts_with (svg, "<?xml");
  g_action_group_activate_action (G_ACTION_GROUP (window), "export-to",
                                  g_variant_new_string ("/nowhere/at/all.png"));
  g_assert_nonnull (dialog_of (window));
  gtk_window_destroy (GTK_WINDOW (dialog_of (window)));
  small_folder_free (folder);
  window_close (window);
}

static void
test_appearance (void)
{
  BfWindow *window = window_new (2, STEPS);
  BfFigureArea *area = bf_comparison_get_area (window->comparison);
  AdwStyleManager *style = adw_style_manager_get_default ();
  static const char *const ids[] = { "dark", "light", "dark", "system" };

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      BfFigureView view;
      const BfTheme *theme;
      BfColor color;

      g_action_group_activate_action (G_ACTION_GROUP (application), "appearance",
                                      g_variant_new_string (ids[i]));
      settle ();
      theme = adw_style_manager_get_dark (style) ? &bf_theme_dark : &bf_theme_light;
      bf_figure_area_get_view (area, &view);
      color = bf_theme_readable (theme, bf_theme_series_color (theme, 1));
      g_assert_cmpfloat (view.runs[1].color.r, ==, color.r);
      g_assert_cmpfloat (view.runs[1].color.b, ==, color.b);
    }
  window_close (window);
}

static gboolean
is_narrow (gpointer window)
{
  return gtk_widget_get_width (window) <= 360;
}

static void
test_narrow (void)
{
  BfWindow *window = window_new (6, STEPS);
  int minimum;

  gtk_widget_measure (GTK_WIDGET (window), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 360);
  gtk_widget_measure (GTK_WIDGET (window), GTK_ORIENTATION_VERTICAL, 360, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 480);
  gtk_window_set_default_size (GTK_WINDOW (window), 360, 640);
  small_wait (is_narrow, window);
  settle ();
  g_assert_true (adw_flap_get_folded (window->flap));
  g_assert_true (gtk_revealer_get_reveal_child (window->bottom_revealer));
  g_action_group_activate_action (G_ACTION_GROUP (window), "sidebar", NULL);
  settle ();
  g_assert_true (adw_flap_get_reveal_flap (window->flap));
  activate (window, "run");
  small_wait_for_state (window->session, BF_TRAINER_FINISHED);
  window_close (window);
}

static void
test_several_windows (void)
{
  BfWindow *first = window_new (2, LONG);
  BfWindow *second = window_new (2, LONG);

  activate (first, "run");
  activate (second, "run");
  small_wait_for_steps (first->session, 3);
  small_wait_for_steps (second->session, 3);
  window_close (first);
  small_wait_for_steps (second->session, bf_session_steps_done (second->session) + 3);
  window_close (second);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  window_test_begin ();
  g_test_add_func ("/window/first-look", test_first_look);
  g_test_add_func ("/window/training", test_training);
  g_test_add_func ("/window/six-configurations", test_six_configurations);
  g_test_add_func ("/window/close-while-training", test_close_while_training);
  g_test_add_func ("/window/edits", test_edits);
  g_test_add_func ("/window/close-asks", test_close_asks);
  g_test_add_func ("/window/close-saves", test_close_saves);
  g_test_add_func ("/window/failed-open", test_failed_open);
  g_test_add_func ("/window/figures", test_figures);
  g_test_add_func ("/window/recurrent-figure", test_recurrent_figure);
  g_test_add_func ("/window/timeline", test_timeline);
  g_test_add_func ("/window/timeline-with-gaps", test_timeline_with_gaps);
  g_test_add_func ("/window/export", test_export);
  g_test_add_func ("/window/appearance", test_appearance);
  g_test_add_func ("/window/narrow", test_narrow);
  g_test_add_func ("/window/several-windows", test_several_windows);
  return window_test_run ();
}
