/* The buttons that run, pause, step, stop and reset the training, through the window's actions. */
#pragma once

#include <gtk/gtk.h>

#include "app/session.h"

#define BF_TYPE_TRANSPORT (bf_transport_get_type ())
G_DECLARE_FINAL_TYPE (BfTransport, bf_transport, BF, TRANSPORT, GtkBox)

void bf_transport_set_state (BfTransport *self, BfTrainerState state);
