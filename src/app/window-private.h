/* The inside of a window, shared by its files. */
#pragma once

#include "app/builder-panel.h"
#include "app/comparison.h"
#include "app/configuration-list.h"
#include "app/timeline.h"
#include "app/transport.h"
#include "app/window.h"

struct _BfWindow
{
  AdwApplicationWindow parent_instance;

  /* Template widgets */
  AdwFlap *flap;
  BfConfigurationList *configurations;
  BfBuilderPanel *builder;
  AdwWindowTitle *title;
  AdwToastOverlay *toasts;
  BfComparison *comparison;
  BfTimeline *timeline;
  BfTransport *transport;
  BfTransport *bottom_transport;
  AdwSqueezer *header_squeezer;
  GtkRevealer *bottom_revealer;
  GtkWidget *undo_button;
  GtkWidget *redo_button;

  /* Owned */
  BfSession *session;
  GSettings *settings;          /* NULL without a schema */
  GtkFileChooserNative *chooser;  /* while it is shown */

  guint close_confirmed : 1;
};

/* window-actions.c */
void bf_window_add_actions (BfWindow *self);
void bf_window_remove_actions (BfWindow *self);
void bf_window_update_actions (BfWindow *self);

/* window-files.c */
void bf_window_choose_open (BfWindow *self);
void bf_window_choose_save (BfWindow *self);
void bf_window_save (BfWindow *self);
void bf_window_confirm_close (BfWindow *self);
void bf_window_show_error (BfWindow *self, const char *heading, const GError *error);
void bf_window_toast (BfWindow *self, const char *text);
