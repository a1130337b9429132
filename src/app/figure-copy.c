#include "config.h"

#include "app/figure-copy.h"

#define SHARPNESS 2   /* pixels a unit */

static GdkContentProvider *
provide_bytes (const char *mime_type, GString *text)
{
  g_autoptr (GBytes) bytes = g_string_free_to_bytes (text);

  return gdk_content_provider_new_for_bytes (mime_type, bytes);
}

static GdkContentProvider *
provide_picture (const char *id, const BfExport *export, GError **error)
{
  const BfExportFormat *format = bf_table_find (&bf_export_format_table, id);
  g_autoptr (GBytes) bytes = format->render (export, error);

  return bytes != NULL ? gdk_content_provider_new_for_bytes (format->mime_type, bytes) : NULL;
}

GdkContentProvider *
bf_figure_copy_image (const BfFigure *figure, const BfFigureView *view, const BfTheme *theme,
                      double width, double height, GError **error)
{
  BfExport export = { figure, view, theme, { width, height, BF_UNIT_PX, BF_PX_PER_INCH } };
  GdkContentProvider *both[2];

  both[1] = provide_picture ("svg", &export, error);
  if (both[1] == NULL)
    return NULL;
  export.size = (BfExportSize) { width * SHARPNESS, height * SHARPNESS, BF_UNIT_PX,
                                 BF_PX_PER_INCH * SHARPNESS };
  both[0] = provide_picture ("png", &export, error);
  if (both[0] == NULL)
    {
      g_object_unref (both[1]);
      return NULL;
    }
  return gdk_content_provider_new_union (both, G_N_ELEMENTS (both));
}

GdkContentProvider *
bf_figure_copy_data (const BfSheet *sheet)
{
  g_autoptr (GString) tabs = bf_sheet_to_tsv (sheet);
  GdkContentProvider *all[] = {
    gdk_content_provider_new_typed (G_TYPE_STRING, tabs->str),
    provide_bytes ("text/tab-separated-values", bf_sheet_to_tsv (sheet)),
    provide_bytes ("text/csv", bf_sheet_to_csv (sheet)),
  };

  return gdk_content_provider_new_union (all, G_N_ELEMENTS (all));
}
