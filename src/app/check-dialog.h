/* Backpropagation against central differences, in a window: how far the check is, then what it found, tensor by
 * tensor. The network is built anew, with its initial weights. */
#pragma once

#include <adwaita.h>

#include "experiment/configuration.h"

#define BF_TYPE_CHECK_DIALOG (bf_check_dialog_get_type ())
G_DECLARE_FINAL_TYPE (BfCheckDialog, bf_check_dialog, BF, CHECK_DIALOG, AdwWindow)

/* Begins at once, in a thread of its own; closing stops it. @parent may be NULL. To be presented or destroyed. */
BfCheckDialog *bf_check_dialog_new (GtkWindow *parent, const BfConfiguration *configuration);
