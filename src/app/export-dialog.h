/* Saving figures: this one, all of them, or a report; which format, size and style; with a preview
 * that is the picture. */
#pragma once

#include <adwaita.h>

#include "app/figure-area.h"
#include "app/session.h"

#define BF_TYPE_EXPORT_DIALOG (bf_export_dialog_get_type ())
G_DECLARE_FINAL_TYPE (BfExportDialog, bf_export_dialog, BF, EXPORT_DIALOG, AdwWindow)

/* Starts with what @area shows. Floating no more than any window: to be presented or destroyed.
 * Signal "exported" (string path). */
BfExportDialog *bf_export_dialog_new (GtkWindow *parent, BfSession *session, BfFigureArea *area);

/* Writes what is chosen: one figure or a report to the file @path, all figures into the folder
 * @path. The extension of a figure's path decides its format, without a known one the choice does. */
gboolean bf_export_dialog_export (BfExportDialog *self, const char *path, GError **error);
/* The same for a person who chose @path: asks before files in a folder are replaced, says what went wrong, closes. */
void bf_export_dialog_choose (BfExportDialog *self, const char *path);
