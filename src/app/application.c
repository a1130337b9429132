#include "config.h"

#include "app/application.h"

#include <glib/gi18n-lib.h>

#include "app/settings.h"
#include "app/window.h"

struct _BfApplication
{
  AdwApplication parent_instance;

  GSettings *settings;   /* owned; NULL without a schema */
};

G_DEFINE_FINAL_TYPE (BfApplication, bf_application, ADW_TYPE_APPLICATION)

static const struct { const char *id; AdwColorScheme scheme; } appearances[] = {
  { "system", ADW_COLOR_SCHEME_DEFAULT },
  { "light", ADW_COLOR_SCHEME_FORCE_LIGHT },
  { "dark", ADW_COLOR_SCHEME_FORCE_DARK },
};

static const struct { const char *action, *accels[4]; } accelerators[] = {
  { "win.new", { "<Control>n" } },
  { "win.open", { "<Control>o" } },
  { "win.save", { "<Control>s" } },
  { "win.save-as", { "<Control><Shift>s" } },
  { "win.undo", { "<Control>z" } },
  { "win.redo", { "<Control><Shift>z", "<Control>y" } },
  { "win.run", { "F5", "<Control>r" } },
  { "win.pause", { "F5", "<Control>r" } },
  { "win.step", { "F6" } },
  { "win.stop", { "<Shift>F5" } },
  { "win.reset", { "<Control><Shift>r" } },
  { "win.live", { "<Control>l" } },
  { "win.export", { "<Control>e" } },
  { "win.print", { "<Control>p" } },
  { "win.table", { "<Control>t" } },
  { "win.sidebar", { "F9" } },
  { "win.show-help-overlay", { "<Control>question" } },
  { "win.figure-number(0)", { "<Alt>1" } },
  { "win.figure-number(1)", { "<Alt>2" } },
  { "win.figure-number(2)", { "<Alt>3" } },
  { "win.figure-number(3)", { "<Alt>4" } },
  { "win.figure-number(4)", { "<Alt>5" } },
  { "win.figure-number(5)", { "<Alt>6" } },
  { "win.figure-number(6)", { "<Alt>7" } },
  { "win.figure-number(7)", { "<Alt>8" } },
  { "win.figure-number(8)", { "<Alt>9" } },
  { "win.next-figure(1)", { "<Control>Page_Down" } },
  { "win.next-figure(-1)", { "<Control>Page_Up" } },
  { "figure.zoom-in", { "<Control>plus", "<Control>equal", "<Control>KP_Add" } },
  { "figure.zoom-out", { "<Control>minus", "<Control>KP_Subtract" } },
  { "figure.reset-zoom", { "<Control>0", "<Control>KP_0" } },
  { "window.close", { "<Control>w" } },
  { "app.quit", { "<Control>q" } },
};

static void
set_appearance (BfApplication *self, const char *id)
{
  for (guint i = 0; i < G_N_ELEMENTS (appearances); i++)
    if (g_str_equal (appearances[i].id, id))
      {
        GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), "appearance");

        g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_string (id));
        adw_style_manager_set_color_scheme (adw_application_get_style_manager (ADW_APPLICATION (self)),
                                            appearances[i].scheme);
      }
}

static void
appearance_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  BfApplication *self = user_data;
  const char *id = g_variant_get_string (value, NULL);

  set_appearance (self, id);
  if (self->settings != NULL)
    g_settings_set_string (self->settings, "appearance", id);
}

/* Every window is asked; one that has unsaved work and stays open keeps the application. */
static void
quit_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_autoptr (GList) windows = g_list_copy (gtk_application_get_windows (user_data));

  for (GList *link = windows; link != NULL; link = link->next)
    if (BF_IS_WINDOW (link->data))
      gtk_window_close (link->data);
}

static void
about_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GtkWidget *about = g_object_new (ADW_TYPE_ABOUT_WINDOW,
                                   "transient-for", gtk_application_get_active_window (user_data),
                                   "modal", TRUE,
                                   "application-name", "Backflow",
                                   "application-icon", BF_APPLICATION_ID,
                                   "version", BF_VERSION,
                                   "comments", _("A laboratory for the vanishing gradient problem. "
                                                 "Every number comes from a real forward and "
                                                 "backward pass."),
                                   "license-type", GTK_LICENSE_GPL_3_0,
                                   /* Translators: your names, one a line. */
                                   "translator-credits", _("translator-credits"),
                                   NULL);

  adw_about_window_add_legal_section (ADW_ABOUT_WINDOW (about), _("Handwritten digits"),
                                      "E. Alpaydin, C. Kaynak: Optical Recognition of Handwritten "
                                      "Digits. UCI Machine Learning Repository",
                                      GTK_LICENSE_CUSTOM, "CC BY 4.0");
  gtk_window_present (GTK_WINDOW (about));
}

static const GActionEntry actions[] = {
  { "quit", quit_cb },
  { "about", about_cb },
  { "appearance", NULL, "s", "'system'", appearance_cb },
};

static void
bf_application_startup (GApplication *application)
{
  BfApplication *self = BF_APPLICATION (application);

  G_APPLICATION_CLASS (bf_application_parent_class)->startup (application);
  gtk_window_set_default_icon_name (BF_APPLICATION_ID);
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  for (guint i = 0; i < G_N_ELEMENTS (accelerators); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (self), accelerators[i].action,
                                           accelerators[i].accels);
  self->settings = bf_settings_new ();
  if (self->settings != NULL)
    {
      g_autofree char *appearance = g_settings_get_string (self->settings, "appearance");
      set_appearance (self, appearance);
    }
}

static BfWindow *
new_window (GApplication *application)
{
  BfWindow *window = bf_window_new (ADW_APPLICATION (application));

  gtk_window_present (GTK_WINDOW (window));
  return window;
}

static void
bf_application_activate (GApplication *application)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (application));

  if (window != NULL)
    gtk_window_present (window);
  else
    new_window (application);
}

static void
bf_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  for (int i = 0; i < n_files; i++)
    {
      GtkWindow *active = gtk_application_get_active_window (GTK_APPLICATION (application));
      BfWindow *window = BF_IS_WINDOW (active) ? BF_WINDOW (active) : NULL;

      if (window == NULL || !bf_window_is_replaceable (window)
          || bf_session_path (bf_window_get_session (window)) != NULL)
        window = new_window (application);
      gtk_window_present (GTK_WINDOW (window));
      bf_window_open (window, files[i]);
    }
}

static void
bf_application_finalize (GObject *object)
{
  BfApplication *self = BF_APPLICATION (object);

  g_clear_object (&self->settings);
  G_OBJECT_CLASS (bf_application_parent_class)->finalize (object);
}

static void
bf_application_class_init (BfApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = bf_application_finalize;
  application_class->startup = bf_application_startup;
  application_class->activate = bf_application_activate;
  application_class->open = bf_application_open;
}

static void
bf_application_init (BfApplication *self)
{
}

BfApplication *
bf_application_new (void)
{
  return g_object_new (BF_TYPE_APPLICATION,
                       "application-id", BF_APPLICATION_ID,
                       "flags", G_APPLICATION_HANDLES_OPEN,
                       NULL);
}
