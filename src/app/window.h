/* A window: one session with its builder, figures, timeline and buttons. */
#pragma once

#include <adwaita.h>

#include "app/session.h"

#define BF_TYPE_WINDOW (bf_window_get_type ())
G_DECLARE_FINAL_TYPE (BfWindow, bf_window, BF, WINDOW, AdwApplicationWindow)

BfWindow *bf_window_new (AdwApplication *application);

BfSession *bf_window_get_session (BfWindow *self);   /* borrowed */

/* Whether nothing would be lost if another experiment took this one's place. */
gboolean bf_window_is_replaceable (BfWindow *self);

/* Opens @file here; what went wrong is told in a dialog and changes nothing. */
void bf_window_open (BfWindow *self, GFile *file);
