/* What a figure area shows, for other places than the screen. */
#include "config.h"

#include "app/figure-area-private.h"

#include <glib/gi18n-lib.h>

#include "app/figure-copy.h"

/* A scene for its numbers alone has room for all panels. */
#define LARGE_WIDTH 1600
#define LARGE_HEIGHT 1200

/* Of a copy where nothing was drawn yet. */
#define USUAL_WIDTH 900

void
bf_figure_area_fill_axes (BfFigureArea *self, const BfFigure *figure, BfFigureView *view)
{
  g_return_if_fail (BF_IS_FIGURE_AREA (self));
  g_return_if_fail (figure != NULL);

  bf_figure_area_fill_view (bf_figure_area_state_of (self, figure), view);
}

BfFigureRun *
bf_figure_area_new_view (BfFigureArea *self, const BfFigure *figure, const BfTheme *theme,
                         BfFigureView *view)
{
  BfFigureRun *runs;

  g_return_val_if_fail (BF_IS_FIGURE_AREA (self) && self->session != NULL, NULL);
  g_return_val_if_fail (figure != NULL && theme != NULL, NULL);

  *view = *bf_figure_area_view (self);
  bf_figure_area_fill_view (bf_figure_area_state_of (self, figure), view);
  runs = bf_figure_runs_new (bf_session_experiment (self->session), theme);
  for (guint i = 0; i < view->n_runs; i++)
    runs[i].hidden = bf_figure_area_get_hidden (self, i);
  view->runs = runs;
  return runs;
}

BfSheet *
bf_figure_area_new_sheet (BfFigureArea *self)
{
  g_autoptr (BfScene) scene = NULL;

  g_return_val_if_fail (BF_IS_FIGURE_AREA (self), NULL);

  if (self->figure == NULL || self->session == NULL)
    return NULL;
  scene = bf_scene_new (self->figure, bf_figure_area_view (self), &self->theme, LARGE_WIDTH,
                        LARGE_HEIGHT);
  return bf_scene_sheet (scene);
}

static void
copy (BfFigureArea *self, GdkContentProvider *content, const char *message)
{
  gdk_clipboard_set_content (gtk_widget_get_clipboard (GTK_WIDGET (self)), content);
  bf_figure_area_say (self, message);
}

void
bf_figure_area_copy_image (BfFigureArea *self)
{
  double width = gtk_widget_get_width (GTK_WIDGET (self));
  double height = gtk_widget_get_height (GTK_WIDGET (self));
  g_autoptr (GdkContentProvider) content = NULL;
  g_autoptr (GError) error = NULL;

  g_return_if_fail (BF_IS_FIGURE_AREA (self));

  if (self->figure == NULL || self->session == NULL)
    return;
  if (width <= 0 || height <= 0)
    {
      width = USUAL_WIDTH;
      height = width / self->figure->aspect;
    }
  content = bf_figure_copy_image (self->figure, bf_figure_area_view (self), &self->theme, width,
                                  height, &error);
  if (content != NULL)
    copy (self, content, _("Image copied"));
  else
    {
      g_autofree char *text = g_strdup_printf (_("The image was not copied: %s"), error->message);
      bf_figure_area_say (self, text);
    }
}

void
bf_figure_area_copy_data (BfFigureArea *self)
{
  g_autoptr (BfSheet) sheet = NULL;
  g_autoptr (GdkContentProvider) content = NULL;

  g_return_if_fail (BF_IS_FIGURE_AREA (self));

  sheet = bf_figure_area_new_sheet (self);
  if (sheet == NULL)
    return;
  content = bf_figure_copy_data (sheet);
  copy (self, content, _("Numbers copied"));
}
