/* The groups of layers of the selected configuration, from the input on, and what they amount
 * to. Main thread only. */
#pragma once

#include <adwaita.h>

#include "app/session.h"

#define BF_TYPE_BUILDER_NETWORK (bf_builder_network_get_type ())
G_DECLARE_FINAL_TYPE (BfBuilderNetwork, bf_builder_network, BF, BUILDER_NETWORK, AdwBin)

void bf_builder_network_set_session (BfBuilderNetwork *self, BfSession *session);

/* As of BfBuilderForm. */
void bf_builder_network_show (BfBuilderNetwork *self, gboolean afresh);
GtkWidget *bf_builder_network_show_problem (BfBuilderNetwork *self, const char *path,
                                            const char *message);
void bf_builder_network_reveal (BfBuilderNetwork *self, GtkWidget *row);

/* "86730 parameters, 12.3 MB of memory"; NULL: not known. */
void bf_builder_network_show_size (BfBuilderNetwork *self, const char *size);
