/* Asks which layer of a group becomes a group of its own. Main thread only. */
#pragma once

#include <gtk/gtk.h>

#include "experiment/configuration.h"

/* Opens a dialog over the window of @widget, which the answer reaches as the action
 * "group.split-at" with the number of the layer. @index: of the group; @first: number of its first
 * layer in the network, from 1. Only layers that can be split off are accepted. */
void bf_builder_split_ask (GtkWidget *widget, const BfConfiguration *configuration, guint index,
                           guint first);
