#include "config.h"

#include <glib/gi18n-lib.h>

#include "figure/document.h"

#include <cairo-pdf.h>

#include "figure/export.h"
#include "figure/metadata.h"

cairo_status_t
bf_document_write (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

gboolean
bf_document_check (cairo_status_t status, GError **error)
{
  if (status == CAIRO_STATUS_SUCCESS)
    return TRUE;
  g_set_error (error, BF_EXPORT_ERROR, BF_EXPORT_ERROR_CAIRO,
               _("The figure could not be drawn: %s"), cairo_status_to_string (status));
  return FALSE;
}

gboolean
bf_document_finish (cairo_surface_t *surface, gboolean drawn, GError **error)
{
  cairo_status_t status;

  cairo_surface_finish (surface);
  status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  return drawn && bf_document_check (status, error);
}

void
bf_document_describe_pdf (cairo_surface_t *surface, const char *title, const char *subject,
                          const char *experiment)
{
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, title);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_SUBJECT, subject);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, BF_PROGRAM);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_KEYWORDS, experiment);
  /* Cairo would say when: the same figure is to be the same file. */
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATE_DATE, NULL);
}
