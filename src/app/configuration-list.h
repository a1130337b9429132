/* The configurations of a session: one row each, and a button that adds one. Scrolls by itself
 * beyond a few rows. Main thread only. */
#pragma once

#include <adwaita.h>

#include "app/session.h"

#define BF_TYPE_CONFIGURATION_LIST (bf_configuration_list_get_type ())
G_DECLARE_FINAL_TYPE (BfConfigurationList, bf_configuration_list, BF, CONFIGURATION_LIST, AdwBin)

GtkWidget *bf_configuration_list_new (void);
void bf_configuration_list_set_session (BfConfigurationList *self, BfSession *session);   /* once */
