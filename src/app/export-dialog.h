/* Saving a figure as a picture: which figure, format, size and style, with a preview that is the picture. */
#pragma once

#include <adwaita.h>

#include "app/figure-area.h"
#include "app/session.h"

#define BF_TYPE_EXPORT_DIALOG (bf_export_dialog_get_type ())
G_DECLARE_FINAL_TYPE (BfExportDialog, bf_export_dialog, BF, EXPORT_DIALOG, AdwWindow)

/* Starts with the figure, measure and step of @area. Floating no more than any window: to be presented or destroyed.
 * Signal "exported" (string path). */
BfExportDialog *bf_export_dialog_new (GtkWindow *parent, BfSession *session, BfFigureArea *area);

/* Writes what the preview shows; the extension of @path decides the format, without a known one the choice does. */
gboolean bf_export_dialog_export (BfExportDialog *self, const char *path, GError **error);
