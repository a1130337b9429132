/* Files that Cairo writes into memory. Private to the folder. */
#pragma once

#include <cairo.h>
#include <glib.h>

/* A cairo_write_func_t; @closure: a GByteArray. */
cairo_status_t bf_document_write (void *closure, const unsigned char *data, unsigned int length);

/* FALSE and BF_EXPORT_ERROR_CAIRO if @status is not success. */
gboolean bf_document_check (cairo_status_t status, GError **error);

/* Finishes and destroys @surface; TRUE if it was @drawn and nothing went wrong since. */
gboolean bf_document_finish (cairo_surface_t *surface, gboolean drawn, GError **error);

/* Title and subject of a PDF, the program, and the experiment among the keywords. */
void bf_document_describe_pdf (cairo_surface_t *surface, const char *title, const char *subject,
                               const char *experiment);
